"""The search field of a list: tells what is written once one pauses, and hands the keyboard back to the list."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import theme

TYPING_PAUSE_MS = 150


class SearchField(QLineEdit):
    """Signals: `written()` after a pause, or at once by Return, the arrow down or Escape, which empties the field;
    `left()` when one of these should go on in the list."""

    written = Signal()
    left = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        """`words` stand in the empty field, which is as wide as they are."""
        super().__init__(parent)
        self._words = words
        self.setPlaceholderText(words)
        self.setClearButtonEnabled(False)
        self.setAccessibleName("Search the list")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.fit()
        theme.changes().changed.connect(self.fit)

    def begin(self, text: str = "") -> None:
        """Put the cursor into the field; `text` is what was typed elsewhere."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.setText(self.text() + text)
            self._pause.start()
        else:
            self.selectAll()

    def show_text(self, text: str) -> None:
        """Show what is asked for, unless somebody is writing."""
        if self.text().strip() != text.strip() and not self._pause.isActive():
            self.setText(text)

    def settle(self) -> None:
        """What is written was told, together with something else."""
        self._pause.stop()

    def fit(self) -> None:
        """As wide as its words in the text size in force."""
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(f"{self._words}  ") + 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        elif event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        self._tell()
        self.left.emit()

    def _tell(self) -> None:
        self._pause.stop()
        self.written.emit()

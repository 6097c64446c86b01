"""A field for some sentences: it tells what was written when the person goes on, and how many letters are left."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop import theme


class WordsField(QPlainTextEdit):
    """Tab goes on to the next field. Never holds more than `most` letters.

    Signals: `written(str)` with a changed text once the field is left; `counted(int)` letters that are there.
    """

    written = Signal(str)
    counted = Signal(int)

    def __init__(self, most: int, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._lines = lines
        self._told = ""
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_changed)
        theme.changes().changed.connect(self._size)
        self._size()

    def show_text(self, text: str) -> None:
        """Show what is in force, unless the person is writing."""
        self._told = text
        if not self.hasFocus() and text != self.toPlainText():
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.tell()

    def hideEvent(self, event: QHideEvent) -> None:
        self.tell()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plain text of one paragraph: Enter tells what is written."""
        if event.text() in ("\r", "\n"):
            self.tell()
            event.accept()
        else:
            super().keyPressEvent(event)

    def tell(self) -> None:
        """Tell what is written, if it is another text than before."""
        text = " ".join(self.toPlainText().split())
        if text != self._told:
            self._told = text
            self.written.emit(text)

    def _on_changed(self) -> None:
        text = self.toPlainText()
        if len(text) > self._most:
            cursor = self.textCursor()
            at = min(cursor.position(), self._most)
            self.blockSignals(True)
            self.setPlainText(text[: self._most])
            self.blockSignals(False)
            cursor = self.textCursor()
            cursor.setPosition(at)
            self.setTextCursor(cursor)
        self.counted.emit(len(self.toPlainText()))

    def _size(self) -> None:
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + theme.space(2))

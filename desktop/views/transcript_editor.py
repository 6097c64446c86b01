"""The field in which one line of the transcript is corrected, lying over the line itself."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

INSET_X, INSET_Y = 9, 6
"""What the style sheet puts around the text of such a field: border and padding."""
_LEAVING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class LineEditor(QPlainTextEdit):
    """Corrects the words of one line.

    Return saves, Escape leaves it as it was, Tab saves and goes to the next line (Shift+Tab to the one before), Ctrl
    and Return play the line again. Signals: `saved(row, text, step)` (step: lines to go on to, 0 for none),
    `left()`, `heard_wished(row)`.
    """

    saved = Signal(int, str, int)
    left = Signal()
    heard_wished = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: int | None = None
        self._least = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(False)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._grow)
        self.hide()

    def begin(self, row: int, text: str, name: str, font: QFont) -> None:
        """Correct a row that reads `text`; `name` says whose line it is, for those who cannot see it."""
        self.row = row
        self.setFont(font)
        self.setAccessibleName(name)
        self.setAccessibleDescription("Return saves, Escape leaves the line as it was")
        self.setPlainText(text)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus()

    def place(self, area: QRect) -> None:
        """Lie with the text over this part of the view; grows below it with the text."""
        around = area.adjusted(-INSET_X, -INSET_Y, INSET_X, INSET_Y)
        self._least = around.height()
        self.setGeometry(around)
        self._grow()

    def save(self, step: int = 0) -> None:
        """Say what was written, and go; nothing when nothing is being written."""
        if self.row is not None:
            row, self.row = self.row, None
            self.hide()
            self.saved.emit(row, self.toPlainText(), step)

    def leave(self) -> None:
        """Go without a change."""
        if self.row is not None:
            self.row = None
            self.hide()
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()  # else the page would close, or Return would sign
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.row
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.heard_wished.emit(row)
            else:
                self.save()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_Tab:
            self.save(1)
        elif key == Qt.Key.Key_Backtab:
            self.save(-1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _LEAVING:  # what was written is not lost by a click elsewhere
            self.save()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return False

    def _is_own(self, event: QKeyEvent) -> bool:
        return event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)

    def _grow(self) -> None:
        """As tall as the text, and never less than the line it lies over."""
        if self.row is None:
            return
        rows = self.document().size().height()
        wanted = round(rows * self.fontMetrics().lineSpacing()) + 2 * INSET_Y + 2
        self.resize(self.width(), max(self._least, wanted))

"""A box for some sentences on the review page: as high as its text, left by Tab or Escape."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from desktop import theme
from desktop.views.press import is_override

MOST_LINES = 6


class CommentBox(QPlainTextEdit):
    """The comment; grows with its text up to six lines. Tab leaves it, Escape as well. Signal `left()`."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("Comment")
        self.setAccessibleName("Comment on the answer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        theme.changes().changed.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        lines = max(1, int(self.document().size().height()))
        bars = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bars.ScrollBarAsNeeded if lines > MOST_LINES else bars.ScrollBarAlwaysOff)
        frame = 2 * theme.space(1) + round(2 * self.document().documentMargin())
        self.setFixedHeight(min(lines, MOST_LINES) * self.fontMetrics().lineSpacing() + frame)

    def event(self, event: QEvent) -> bool:
        if is_override(event, Qt.Key.Key_Escape):  # else the page would close
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

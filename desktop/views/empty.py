"""The state of a list with nothing in it: what the list is for, and the one thing to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop import theme


class EmptyState(QWidget):
    """Signal `wished(key)` when its button was pressed; `key` names what the button stood for.

    Where there is less room than its words need (large text on a small screen) it scrolls, so that no page is too tall
    for the sake of what it may have to say one day. In a panel that scrolls as a whole, `scrolls` is False.
    """

    wished = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, scrolls: bool = True) -> None:
        super().__init__(parent)
        self._key = ""
        self._drawing = ("information", "quiet")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel()
        theme.mark(self.title, role="title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        self.words = QLabel()
        theme.mark(self.words, role="quiet")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.button = QPushButton()
        theme.mark(self.button, role="primary")
        self.button.clicked.connect(lambda: self.wished.emit(self._key))
        inside = QWidget(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_scrolling(inside) if scrolls else inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(4))
        column.setSpacing(theme.space(1.5))
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(theme.space(1))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        theme.changes().changed.connect(self._draw)

    def say(self, drawing: str, title: str, words: str, button: str = "", key: str = "") -> None:
        """What is shown; without `button` there is nothing to press."""
        self._drawing = (drawing, "quiet")
        self._key = key
        self.title.setText(title)
        self.words.setText(words)
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(f"{title}. {words}")
        self._draw()

    def _draw(self) -> None:
        side = theme.text_height() * 3
        self._picture.setPixmap(theme.pixmap(*self._drawing, side, self.devicePixelRatioF()))


def _scrolling(inside: QWidget) -> QScrollArea:
    """`inside` scrolls on the ground of whatever it stands on."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    for ground in (area.viewport(), inside):
        ground.setAutoFillBackground(False)
    return area

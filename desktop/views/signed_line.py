"""A sign and a sentence beside it: how something ended, in words that wrap, and never by colour alone."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop import theme
from desktop.views.notice import SIGNS


class SignedLine(QWidget):
    """Hidden while it has nothing to say. The sentence can be selected and copied."""

    def __init__(self, parent: QWidget | None = None, *, small: bool = False) -> None:
        super().__init__(parent)
        self.tone = "accent"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        self._sign = QLabel()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if small:
            theme.mark(self.words, role="small")
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        theme.changes().changed.connect(self._draw)
        self.say("", "accent")

    def say(self, text: str, tone: str) -> None:
        """`tone`: accent, good, warn or bad."""
        self.tone = tone
        self.words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._draw()

    def _draw(self) -> None:
        side = theme.icon_size().width()
        self._sign.setPixmap(theme.pixmap(SIGNS[self.tone], self.tone, side, self.devicePixelRatioF()))
        self._sign.setFixedSize(QSize(side, side))

"""A quiet bar on the review page: what happened, and what can be done about it. One at a time, never in the way."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop import theme
from desktop.views.press import IconButton, TextButton

SHAPES = {"accent": "information", "good": "good", "warn": "warning", "bad": "bad"}


class PageNotice(QFrame):
    """The bar. `about` names what it speaks of, so that only the same matter takes it away again.

    Signal `came_or_went()`.
    """

    came_or_went = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = ""
        self._lasting = False
        self._tone = "accent"
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1), theme.space(0.5))
        row.setSpacing(theme.space(1))
        self._mark = QLabel(self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._actions = QWidget(self)
        self._row = QHBoxLayout(self._actions)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space(0.5))
        self.buttons: list[TextButton] = []
        self._dismiss = IconButton("close", "Dismiss the notice", self)
        self._dismiss.clicked.connect(self.hide)
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        row.addWidget(self._actions)
        row.addWidget(self._dismiss)
        self.setMinimumHeight(theme.space(5))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.changes().changed.connect(self._dress)
        self.hide()

    def say(
        self,
        about: str,
        words: str,
        tone: str = "accent",
        ways: tuple[tuple[str, Callable[[], object]], ...] = (),
        *,
        lasting: bool = False,
    ) -> None:
        """Show `words` with `ways` to go on (text, what it does). A `lasting` one has no cross."""
        self.about, self._tone, self._lasting = about, tone, lasting
        self.words.setText(words)
        self.setAccessibleName(words)
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = []
        for text, go in ways:
            button = TextButton(text, "", self._actions)
            button.clicked.connect(lambda _checked=False, go=go: go())
            self._row.addWidget(button)
            self.buttons.append(button)
        self._dismiss.setVisible(not lasting)
        theme.mark(self, role="notice", tone=tone)
        self._dress()
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_or_went.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.came_or_went.emit()

    @property
    def lasting(self) -> bool:
        """Whether something is said that must not be talked over."""
        return self._lasting and self.isVisible()

    def unsay(self, about: str) -> None:
        """Take the bar away if it still speaks of that."""
        if self.about == about:
            self.hide()

    def _dress(self) -> None:
        side = theme.icon_size().width()
        self._mark.setPixmap(theme.pixmap(SHAPES[self._tone], self._tone, side, self.devicePixelRatioF()))

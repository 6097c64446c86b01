"""Notices in place of dialogs: a strip with a sentence, at most one action, and a way to put it aside."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable

SIGNS = {"accent": "information", "good": "good", "warn": "warning", "bad": "bad"}
MOST_AT_ONCE = 2


class Notice(QFrame):
    """One notice. Signal `dismissed()` when it was put aside or its action taken."""

    dismissed = Signal()

    def __init__(
        self,
        text: str,
        tone: str,
        action: str,
        act: Callable[[], object] | None,
        parent: QWidget | None = None,
        actions: ActionTable | None = None,
    ) -> None:
        super().__init__(parent)
        self.text = text
        self.tone = tone
        theme.mark(self, role="notice", tone=tone)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1), theme.space(0.5))
        row.setSpacing(theme.space(1))
        self._sign = QLabel()
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(words, 1)
        self.action: QPushButton | None = None
        if action and act is not None:
            self.action = QPushButton(action)
            theme.mark(self.action, role="link")
            self.action.setAccessibleName(action)
            self.action.clicked.connect(lambda: self._take(act))
            row.addWidget(self.action)
        away = QToolButton()
        theme.dress(away, "close", "quiet")
        away.setAccessibleName("Dismiss the notice")
        if actions is None:
            away.setToolTip("Dismiss the notice")
        else:
            actions.explain(away, "dismiss_notice")
        away.clicked.connect(self.dismissed)
        row.addWidget(away)
        self._draw_sign()
        theme.changes().changed.connect(self._draw_sign)

    def _take(self, act: Callable[[], object]) -> None:
        self.dismissed.emit()
        act()

    def _draw_sign(self) -> None:
        side = theme.icon_size().width()
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(theme.pixmap(SIGNS[self.tone], self.tone, side, ratio))
        self._sign.setFixedSize(QSize(side, side))


class NoticeArea(QWidget):
    """Where notices stand, newest at the bottom; an older one gives way to a newer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._shown: list[Notice] = []
        self._actions: ActionTable | None = None
        self.hide()

    def explain_by(self, actions: ActionTable) -> None:
        """Where the key stands that dismisses a notice; those told from now on name it."""
        self._actions = actions

    @property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(self._shown)

    def tell(
        self, text: str, tone: str = "accent", action: str = "", act: Callable[[], object] | None = None
    ) -> Notice:
        """Show a notice; `tone` is accent, good, warn or bad. The same sentence is not shown twice."""
        for other in [n for n in self._shown if n.text == text]:
            self._drop(other)
        while len(self._shown) >= MOST_AT_ONCE:
            self._drop(self._shown[0])
        made = Notice(text, tone, action, act, self, self._actions)
        made.dismissed.connect(lambda: self._drop(made))
        self._shown.append(made)
        self._column.addWidget(made)
        self.show()
        return made

    def dismiss(self) -> None:
        """Put the newest notice aside."""
        if self._shown:
            self._drop(self._shown[-1])

    def clear(self, *tones: str) -> None:
        """Put aside every notice of these tones (of all when none is named)."""
        for notice in list(self._shown):
            if not tones or notice.tone in tones:
                self._drop(notice)

    def _drop(self, notice: Notice) -> None:
        if notice in self._shown:
            self._shown.remove(notice)
            self._column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._shown))

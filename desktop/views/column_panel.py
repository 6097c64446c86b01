"""A panel laid over the scorecard column: a heading with a cross, what scrolls, and a foot with the way on; no dialog.

Escape closes it, the arrows walk through it. What it shows is the business of each panel.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.press import ColumnHead, ElidedLabel, IconButton, TextButton, hairline, is_override

OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)


class ColumnPanel(QFrame):
    """The panel. Signals: `opened()`, `closed()`; `laid(bool)`: it lies there, or no longer does, whyever."""

    opened = Signal()
    closed = Signal()
    laid = Signal(bool)

    def __init__(self, actions: ActionTable, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setObjectName(name)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ColumnHead(self)
        self._title = ElidedLabel(head)
        theme.mark(self._title, role="heading")
        self._close = IconButton("close", "Close", head)
        actions.explain(self._close, "close_review", "Close")
        self._close.clicked.connect(self.close_panel)
        head.row.addWidget(self._title, 1)
        head.row.addWidget(self._close)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = QFrame(self)
        theme.mark(self._foot, role="foot")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        self._foot_words = QLabel(self._foot)
        self._foot_words.setWordWrap(True)
        theme.mark(self._foot_words, role="quiet")
        self.confirm = TextButton("", "primary", self._foot)
        foot.addWidget(self._foot_words, 1)
        foot.addWidget(self.confirm)
        column.addWidget(head)
        column.addWidget(hairline(self))
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self.hide()

    def close_panel(self) -> None:
        """Back to the scorecard."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.laid.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():  # not only because the page is out of sight
            self.laid.emit(False)

    def say_refused(self, why: str) -> None:
        """What was wished here was not done."""
        self._tell(why, "bad")

    def _tell(self, words: str, role: str) -> None:
        """Say something at the foot."""
        self._foot_words.setText(words)
        self._foot_words.setAccessibleName(words)
        theme.mark(self._foot_words, role=role)

    def _open(self, title: str) -> None:
        """Lay it over the scorecard; what it shows is made afterwards."""
        self._title.set_words(title)
        self.setAccessibleName(title)
        self.show()
        self.raise_()
        self.opened.emit()

    def _begin(self) -> tuple[QWidget, QVBoxLayout]:
        """A new inside with its column, to be filled and handed to `_end`."""
        inside = QWidget(self._scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        column.setSpacing(theme.space(0.5))
        return inside, column

    def _end(self, inside: QWidget, column: QVBoxLayout) -> None:
        """Show the new inside; the place in it that was looked at stays in sight."""
        at = self._scroll.verticalScrollBar().value()
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.verticalScrollBar().setValue(at)

    def event(self, event: QEvent) -> bool:
        if is_override(event, *OWN_KEYS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Whatever gets the keyboard comes into sight."""
        moved = super().focusNextPrevChild(forward)
        focused = self.window().focusWidget()
        inside = self._scroll.widget()
        if moved and focused is not None and inside is not None and inside.isAncestorOf(focused):
            self._scroll.ensureWidgetVisible(focused, 0, theme.space(2))
        return moved


def panel_heading(words: str, parent: QWidget) -> QLabel:
    """A heading inside a panel."""
    made = QLabel(words, parent)
    made.setWordWrap(True)
    made.setContentsMargins(0, theme.space(1), 0, theme.space(0.5))
    theme.mark(made, role="heading")
    return made


def panel_words(words: str, parent: QWidget, role: str = "") -> QLabel:
    """A paragraph inside a panel, as it is written."""
    made = QLabel(words, parent)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        theme.mark(made, role=role)
    return made

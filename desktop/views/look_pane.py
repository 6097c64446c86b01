"""What a list shows of its selected line below itself: a pane of a few lines that scrolls; the list never jumps."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import theme


class LookPane(QScrollArea):
    """As high as `lines` lines of text, and no higher than `highest` steps of the grid: in large text the list needs
    the room. A kind fills `inside` from above, into `column`."""

    def __init__(self, name: str, lines: int, highest: int, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__(parent)
        self._lines = lines
        self._highest = highest
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside = QWidget(self)
        for ground in (self.viewport(), self.inside):
            ground.setBackgroundRole(QPalette.ColorRole.Base)
            ground.setAutoFillBackground(True)
        self.setWidget(self.inside)
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        self.column.setSpacing(theme.space(0.5))
        self.setAccessibleName(name)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(min(theme.text_height() * self._lines + theme.space(4), theme.space(self._highest)))


def words_label(role: str, parent: QWidget) -> QLabel:
    """Plain words that wrap and can be selected."""
    made = QLabel(parent)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        theme.mark(made, role=role)
    return made

"""A column that scrolls: parts one below the other, as wide as there is room; what is in hand is brought into sight."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop import theme


class ScrolledColumn(QScrollArea):
    """The column. It takes no keyboard: the panel around it has it as one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inside = QWidget(self)
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 0, theme.space(2))
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self.setWidget(self.inside)

    def bring_into_sight(self, part: QWidget, above_px: int = 0) -> None:
        """Scroll no further than needed to see this part, with so many pixels above it. Of one higher than the window
        its beginning is seen."""
        top = part.mapTo(self.inside, QPoint(0, 0)).y()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if top < bar.value() + above_px or part.height() > height:
            bar.setValue(top - above_px)
        elif top + part.height() > bar.value() + height:
            bar.setValue(top + part.height() - height + theme.space(1))

"""A card that says what tints, patterns and lines mean: each drawn as it is drawn in the picture, with its words."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop import theme

Draw = Callable[[QPainter, QRectF], None]


class Swatch(QWidget):
    """One small piece of the picture."""

    def __init__(self, draw: Draw, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(theme.space(6), theme.text_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        painter.fillRect(area, theme.colour("surface"))
        self._draw(painter, area)
        painter.end()


class Legend(QFrame):
    """Goes away at the next click or key."""

    def __init__(self, title: str, rows: Sequence[tuple[Draw, str]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.mark(self, role="overlay")
        self.setAccessibleName(title)
        grid = QGridLayout(self)
        edge = theme.space(2)
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(theme.space(0.75))
        heading = QLabel(title, self)
        theme.mark(heading, role="heading")
        grid.addWidget(heading, 0, 0, 1, 2)
        for number, (draw, words) in enumerate(rows, 1):
            grid.addWidget(Swatch(draw, self), number, 0)
            grid.addWidget(QLabel(words, self), number, 1)
        self.setAccessibleDescription(". ".join(words for _, words in rows))

    def show_at(self, place: QPoint) -> None:
        """Show the card with its top left corner at a place of the screen, moved so that all of it is seen."""
        self.adjustSize()
        screen = self.screen().availableGeometry()
        self.move(
            max(screen.left(), min(place.x(), screen.right() - self.width())),
            max(screen.top(), min(place.y(), screen.bottom() - self.height())),
        )
        self.show()
        self.setFocus()

"""A chart laid out and painted: what all kinds share. The same drawing goes onto the screen and onto paper.

`lay()` reckons once where everything lies, `paint()` only draws. `places` are the rectangles of the parts, in the order
of the parts; what cannot be written whole is still said whole by its part.
"""

from abc import abstractmethod

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.tables.chart import Part, Tone
from desktop.views.chart_geometry import nearest, rows_of, stepped
from desktop.views.chart_look import ChartLook, draw_shape, draw_words

ASIDE = 4.0
"""A row in hand is marked so far beyond its words."""


class Drawing:
    """One chart in one look."""

    def __init__(self, look: ChartLook, parts: tuple[Part, ...]) -> None:
        self.look = look
        self.parts = parts
        self.area = QRectF()
        self.places: list[QRectF] = []

    @abstractmethod
    def height_for(self, width: float) -> float:
        """How high it is at that width."""

    @abstractmethod
    def lay(self, area: QRectF) -> None:
        """Lay it out in that rectangle."""

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Draw what was laid out."""

    def step(self, at: int | None, across: int, down: int) -> int | None:
        """The part that an arrow key leads to: one after the other, unless a kind knows its rows and columns."""
        return stepped(at, across or down, len(self.parts))

    def part_at(self, x: float, y: float) -> int | None:
        """The part that lies there."""
        return nearest([(p.x(), p.y(), p.width(), p.height()) for p in self.places], x, y)

    def paint(self, painter: QPainter, current: int | None = None, hovered: int | None = None) -> None:
        """Everything, with the part in hand and the one under the pointer."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, ground in ((hovered, "hover"), (current, "selection")):
            if at is not None and at < len(self.places) and (ground == "selection" or at != current):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.look.colour(ground))
                painter.drawRoundedRect(self.places[at], 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self.draw(painter)
        if current is not None and current < len(self.places):
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.places[current].adjusted(1, 1, -1, -1), 4, 4)


class Legend:
    """What the tones of a chart mean: shape and words, in as many rows as they need."""

    def __init__(self, look: ChartLook, entries: tuple[tuple[Tone, str], ...]) -> None:
        self._look = look
        self._entries = entries

    def _widths(self) -> list[float]:
        metrics = self._look.small_metrics
        return [metrics.horizontalAdvance(words) + self._look.small_line for _tone, words in self._entries]

    def _rows(self, width: float) -> tuple[tuple[int, ...], ...]:
        return rows_of(self._widths(), 2 * self._look.unit, width)

    def height_for(self, width: float) -> float:
        return (
            0.0 if not self._entries else len(self._rows(width)) * (self._look.small_line + 2) + 0.5 * self._look.unit
        )

    def draw(self, painter: QPainter, area: QRectF) -> None:
        look, widths = self._look, self._widths()
        y = area.top()
        for row in self._rows(area.width()):
            x = area.left()
            for at in row:
                tone, words = self._entries[at]
                side = look.small_line * 0.7
                box = QRectF(x, y + (look.small_line - side) / 2, side * 1.1, side)
                draw_swatch(painter, box, look, tone)
                words_box = QRectF(x + look.small_line, y, min(widths[at], area.right() - x), look.small_line)
                draw_words(painter, words_box, words, look.small, look.colour("quiet"))
                x += widths[at] + 2 * look.unit
            y += look.small_line + 2


def draw_swatch(painter: QPainter, box: QRectF, look: ChartLook, tone: Tone) -> None:
    """A piece of a bar, for a legend."""
    painter.setPen(QPen(look.ink(tone), 1))
    painter.setBrush(look.brush(tone))
    painter.drawRoundedRect(box, 2, 2)


def draw_sign(painter: QPainter, box: QRectF, look: ChartLook, tone: Tone) -> None:
    """The shape of a tone in the middle of a box."""
    draw_shape(painter, box.center(), min(box.width(), box.height()) * 0.3, look, tone)

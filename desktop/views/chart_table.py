"""The figures of a chart as a table, walked row by row like the parts of the chart; and words where there is none."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.tables.chart import Figures, Nothing, Part
from desktop.views.chart_drawing import ASIDE, Drawing
from desktop.views.chart_geometry import column_widths
from desktop.views.chart_look import ChartLook, draw_words, draw_wrapped, wrapped_height

FEWEST_LINES = 3


class TableDrawing(Drawing):
    """Rows under their heads; the place of a part is its first row."""

    def __init__(self, look: ChartLook, figures: Figures, parts: tuple[Part, ...]) -> None:
        super().__init__(look, tuple(figures.part_of(row, parts) for row in figures.rows))
        self._figures = figures
        self._columns: tuple[float, ...] = ()

    @property
    def _row(self) -> float:
        return self.look.line + self.look.unit * 0.5

    @property
    def _head(self) -> float:
        return self.look.small_line + self.look.unit * 0.75

    def height_for(self, width: float) -> float:  # noqa: ARG002
        return self._head + max(1, len(self._figures.rows)) * self._row

    def lay(self, area: QRectF) -> None:
        self.area = area
        look, gap = self.look, 1.25 * self.look.unit
        natural = []
        for at, head in enumerate(self._figures.heads):
            cells = [look.body_metrics.horizontalAdvance(row.cells[at]) for row in self._figures.rows]
            natural.append(max([look.small_metrics.horizontalAdvance(head), *cells]) + gap)
        self._columns = column_widths(natural, self._figures.numbers, area.width())
        top = area.top() + self._head
        count = len(self._figures.rows)
        self.places = [
            QRectF(area.left() - ASIDE, top + at * self._row, area.width() + 2 * ASIDE, self._row)
            for at in range(count)
        ]

    def step(self, at: int | None, across: int, down: int) -> int | None:
        return super().step(at, 0, down or across)

    def draw(self, painter: QPainter) -> None:
        look = self.look
        head = QRectF(self.area.left(), self.area.top(), self.area.width(), self._head - look.unit * 0.25)
        self._draw_cells(painter, head, self._figures.heads, heads=True)
        painter.setPen(QPen(look.colour("outline"), 1))
        painter.drawLine(QLineF(head.bottomLeft(), head.bottomRight()))
        for wide, row in zip(self.places, self._figures.rows, strict=True):
            place = wide.adjusted(ASIDE, 0, -ASIDE, 0)
            self._draw_cells(painter, place, row.cells)
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QLineF(place.bottomLeft(), place.bottomRight()))

    def _draw_cells(self, painter: QPainter, place: QRectF, cells: tuple[str, ...], *, heads: bool = False) -> None:
        look, x = self.look, place.left()
        font = look.small if heads else look.body
        ink = look.colour("quiet" if heads else "text")
        for words, width, number in zip(cells, self._columns, self._figures.numbers, strict=True):
            inner = QRectF(x + 4, place.top(), max(1.0, width - 8), place.height())
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            draw_words(painter, inner, words, font, ink, side)
            x += width


class NothingDrawing(Drawing):
    """Words in the place of a chart."""

    def __init__(self, look: ChartLook, chart: Nothing) -> None:
        super().__init__(look, ())
        self._words = chart.words

    def height_for(self, width: float) -> float:
        least = FEWEST_LINES * self.look.line
        return max(least, wrapped_height(self._words, self.look.body_metrics, width))

    def lay(self, area: QRectF) -> None:
        self.area = area

    def draw(self, painter: QPainter) -> None:
        draw_wrapped(painter, self.area, self._words, self.look.body, self.look.colour("quiet"))

"""A Pareto chart that lies: the kinds of faults one below the other, the most frequent first, and the line of how much
all down to each make up. Bars and line share one scale, nothing to all."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop.tables.chart import Pareto
from desktop.views.chart_drawing import ASIDE, Drawing
from desktop.views.chart_geometry import label_share
from desktop.views.chart_look import ChartLook, draw_bar, draw_words

LEAST_BAR = 14


class ParetoDrawing(Drawing):
    """Bars and the line of their sum."""

    def __init__(self, look: ChartLook, chart: Pareto) -> None:
        super().__init__(look, chart.parts)
        self._chart = chart
        self._heads: list[tuple[QRectF, str]] = []
        self._labels: list[QRectF] = []
        self._tracks: list[QRectF] = []
        self._values: list[QRectF] = []

    def _measures(self, width: float) -> tuple[float, float, bool]:
        look, rows = self.look, self._chart.rows
        labels = max((look.body_metrics.horizontalAdvance(row.part.label) for row in rows), default=0.0)
        values = max((look.body_metrics.horizontalAdvance(row.value) for row in rows), default=0.0)
        share, above = label_share(labels + 1, values, width, LEAST_BAR * look.unit, look.unit)
        return share, values, above

    @property
    def _line(self) -> float:
        return self.look.line + self.look.unit * 0.5

    @property
    def _foot(self) -> float:
        return self.look.small_line + 4

    def height_for(self, width: float) -> float:
        _labels, _values, above = self._measures(width)
        rows = len(self._chart.rows) * (self._line + (self.look.line if above else 0))
        heads = sum(self._head for row in self._chart.rows if row.head)
        return rows + heads + self._foot

    @property
    def _head(self) -> float:
        return self.look.small_line + self.look.unit * 0.5

    def lay(self, area: QRectF) -> None:
        self.area = area
        labels, values, above = self._measures(area.width())
        unit = self.look.unit
        left = area.left() + (0 if above else labels + unit)
        width = max(1.0, area.right() - values - 2 * unit - left)
        self.places, self._labels, self._tracks, self._values = [], [], [], []
        self._heads = []
        y = area.top()
        for row in self._chart.rows:
            if row.head:
                self._heads.append((QRectF(area.left(), y, area.width(), self._head), row.head))
                y += self._head
            top = y
            if above:
                self._labels.append(QRectF(area.left(), y, area.width(), self.look.line))
                y += self.look.line
            else:
                self._labels.append(QRectF(area.left(), y, labels, self._line))
            self._tracks.append(QRectF(left, y + self._line * 0.2, width, self._line * 0.6))
            self._values.append(QRectF(area.right() - values, y, values, self._line))
            y += self._line
            self.places.append(QRectF(area.left() - ASIDE, top, area.width() + 2 * ASIDE, y - top))

    def step(self, at: int | None, across: int, down: int) -> int | None:
        return super().step(at, 0, down or across)

    def draw(self, painter: QPainter) -> None:
        look, text = self.look, self.look.colour("text")
        if not self._tracks:
            return
        first = self._tracks[0]
        bottom = self.places[-1].bottom()
        painter.setPen(QPen(look.colour("line"), 1))
        for share in (0.0, 0.5, 1.0):
            x = first.left() + first.width() * share
            for track in self._tracks:  # not through the labels that stand above bars
                painter.drawLine(QLineF(x, track.top() - track.height() / 3, x, track.bottom() + track.height() / 3))
        for share, words in ((0.0, "0"), (0.5, "50%"), (1.0, "100%")):
            width = look.small_metrics.horizontalAdvance(words) + 2
            place = QRectF(first.left() + first.width() * share - width / 2, bottom + 2, width, look.small_line)
            draw_words(painter, place, words, look.small, look.colour("quiet"), Qt.AlignmentFlag.AlignHCenter)
        for place, head in self._heads:
            draw_words(painter, place, head, look.small, look.colour("quiet"))
        runs: list[QPolygonF] = []
        for row, label, track, value in zip(self._chart.rows, self._labels, self._tracks, self._values, strict=True):
            draw_words(painter, label, row.part.label, look.body, text)
            bar = QRectF(track)
            bar.setWidth(track.width() * row.share)
            draw_bar(painter, bar, look, row.tone)
            draw_words(painter, value, row.value, look.body, text, Qt.AlignmentFlag.AlignRight)
            if row.head or not runs:
                runs.append(QPolygonF())
            runs[-1].append(QPointF(track.left() + track.width() * row.cumulative, track.center().y()))
        for points in runs:
            self._draw_sum(painter, points)

    def _draw_sum(self, painter: QPainter, points: QPolygonF) -> None:
        """The line of what all down to each row make up."""
        look = self.look
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("surface", 4), ("nrp", 2)):
            painter.setPen(QPen(look.colour(colour), width * look.scale))
            painter.drawPolyline(points)
        painter.setPen(QPen(look.colour("nrp"), 1.5 * look.scale))
        painter.setBrush(look.colour("surface"))
        radius = 3.5 * look.scale
        for at in range(points.size()):
            painter.drawEllipse(points.at(at), radius, radius)

"""Bars that lie, in groups: labels at the left, the value in words at the right, a margin where there is one.

Where there is no room beside the bars the labels stand above them; nothing is turned and nothing runs into another.
"""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.tables.chart import Bar, BarGroup, Bars
from desktop.views.chart_drawing import ASIDE, Drawing, Legend
from desktop.views.chart_geometry import label_share
from desktop.views.chart_look import ChartLook, draw_bar, draw_whiskers, draw_words

LEAST_BAR = 16
"""A bar has room for so many steps of the grid before its label goes above it."""


@dataclass(frozen=True)
class _Row:
    bar: Bar
    area: QRectF
    value: QRectF
    track: QRectF


class BarsDrawing(Drawing):
    """Groups of bars."""

    def __init__(self, look: ChartLook, chart: Bars) -> None:
        super().__init__(look, chart.parts)
        self._chart = chart
        self._legend = Legend(look, chart.legend)
        self._rows: list[_Row] = []
        self._labels: list[tuple[QRectF, str]] = []
        self._columns = [at for at, group in enumerate(chart.groups) for _bar in group.bars]

    def _measures(self, width: float) -> tuple[float, float, bool]:
        """Width of the labels and of the values, and whether the labels stand above."""
        look = self.look
        labels = max((look.body_metrics.horizontalAdvance(group.label) for group in self._chart.groups), default=0.0)
        written = [bar.value for group in self._chart.groups for bar in group.bars if bar.share is not None]
        values = max((look.body_metrics.horizontalAdvance(value) for value in written), default=0.0)
        values = min(values, width * 0.5)
        share, above = label_share(labels + 1, values, width, LEAST_BAR * look.unit, look.unit)
        return share, values, above

    @property
    def _row_height(self) -> float:
        return self.look.line + self.look.unit * 0.5

    def _group_height(self, group: BarGroup, above: bool) -> float:
        return len(group.bars) * self._row_height + (self.look.line if above else 0)

    def height_for(self, width: float) -> float:
        _labels, _values, above = self._measures(width)
        groups = self._chart.groups
        gaps = max(0, len(groups) - 1) * self._gap
        rows = sum(self._group_height(group, above) for group in groups)
        return self._legend.height_for(width) + rows + gaps + self._foot

    @property
    def _foot(self) -> float:
        """The ends of a scale that does not end with all."""
        return 0.0 if self._chart.end == 1 else self.look.small_line + 2

    @property
    def _gap(self) -> float:
        return self.look.unit * (0.75 if any(len(group.bars) > 1 for group in self._chart.groups) else 0.25)

    def lay(self, area: QRectF) -> None:
        self.area = area
        labels, values, above = self._measures(area.width())
        unit, line = self.look.unit, self._row_height
        left = area.left() + (labels + unit if not above else 0)
        right = area.right() - values - unit
        y = area.top() + self._legend.height_for(area.width())
        self._rows, self._labels, self.places = [], [], []
        for group in self._chart.groups:
            top = y
            if above:
                self._labels.append((QRectF(area.left(), y, area.width(), self.look.line), group.label))
                y += self.look.line
            for bar in group.bars:
                band = QRectF(area.left(), y, area.width(), line)
                track = QRectF(left, y + line * 0.22, max(1.0, right - left), line * 0.56)
                value = QRectF(right + unit, y, values, line)
                self._rows.append(_Row(bar, band, value, track))
                self.places.append(band.adjusted(-ASIDE, 0, ASIDE, 0))
                y += line
            if not above:
                height = min(line, y - top)
                self._labels.append((QRectF(area.left(), top, labels, height), group.label))
            y += self._gap

    def step(self, at: int | None, across: int, down: int) -> int | None:
        return super().step(at, 0, down or across)

    def draw(self, painter: QPainter) -> None:
        look = self.look
        top = QRectF(self.area.left(), self.area.top(), self.area.width(), self._legend.height_for(self.area.width()))
        self._legend.draw(painter, top)
        self._draw_scale(painter)
        for place, label in self._labels:
            draw_words(painter, place, label, look.body, look.colour("text"))
        for row in self._rows:
            self._draw_row(painter, row)

    def _draw_row(self, painter: QPainter, row: _Row) -> None:
        look, bar = self.look, row.bar
        quiet, text = look.colour("quiet"), look.colour("text")
        if bar.share is None:
            words = QRectF(row.track.left(), row.area.top(), row.value.right() - row.track.left(), row.area.height())
            draw_words(painter, words, bar.value, look.small, quiet)
            return
        if self._chart.end == 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("raised"))
            painter.drawRoundedRect(row.track, 2, 2)
        filled = QRectF(row.track)
        filled.setWidth(row.track.width() * min(1.0, bar.share / self._chart.end))
        if filled.width() >= 1:
            draw_bar(painter, filled, look, bar.tone)
        if bar.low is not None and bar.high is not None:
            y = row.track.center().y()
            shares = [min(1.0, share / self._chart.end) for share in (bar.low, bar.high)]
            ends = [QPointF(row.track.left() + row.track.width() * share, y) for share in shares]
            draw_whiskers(painter, ends[0], ends[1], look, row.track.height() * 0.35)
        draw_words(painter, row.value, bar.value, look.body, text, Qt.AlignmentFlag.AlignRight)

    def _draw_scale(self, painter: QPainter) -> None:
        """Where the scale does not end with all: lines at its beginning, middle and end, and what they are."""
        if not self._foot or not self._rows:
            return
        look, track = self.look, self._rows[0].track
        bottom = self._rows[-1].area.bottom()
        for share in (0.0, 0.5, 1.0):
            x = track.left() + track.width() * share
            painter.setPen(QPen(look.colour("line"), 1))
            for row in self._rows:  # not through the labels that stand above bars
                painter.drawLine(QLineF(x, row.area.top(), x, row.area.bottom()))
            words = "0" if not share else f"{self._chart.end * share * 100:g}%"
            width = look.small_metrics.horizontalAdvance(words) + 2
            place = QRectF(x - width / 2, bottom + 2, width, look.small_line)
            draw_words(painter, place, words, look.small, look.colour("quiet"))

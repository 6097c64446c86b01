"""Rates against the target, side by side and never added: the honest KPI tile.

Each is written large (of few: as the count it is), with what it is of; below it lies its margin on a scale with the
target across, the point that is shown for certain, the verdict in words, and the four counts apart.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop.tables.chart import Rate, Rates, Tone
from desktop.views.chart_drawing import Drawing, draw_sign
from desktop.views.chart_geometry import axis, in_grid
from desktop.views.chart_look import (
    ChartLook,
    draw_whiskers,
    draw_words,
    draw_wrapped,
    target_pen,
    wrapped_height,
)

NARROWEST = 16
"""A rate has room beside another from so many lines' height on."""
STRIP_LINES = 1.15


@dataclass
class _Column:
    """Where the pieces of one rate lie."""

    rate: Rate
    head: QRectF
    about: QRectF
    large: QRectF
    beside: QRectF
    strip: QRectF
    ticks: QRectF
    verdict: QRectF
    counts: list[QRectF] = field(default_factory=list)
    bottom: float = 0.0


class RatesDrawing(Drawing):
    """The rates of the KPI."""

    def __init__(self, look: ChartLook, chart: Rates) -> None:
        super().__init__(look, chart.parts)
        self._chart = chart
        self._columns: list[_Column] = []
        lows = [value for rate in chart.rates for value in (rate.share, rate.low, rate.bound) if value is not None]
        self._axis = axis(min([*lows, chart.target - 0.05]))

    def _across(self, width: float) -> int:
        count = len(self._chart.rates)
        room = (width - (count - 1) * 3 * self.look.unit) / max(1, count)
        return count if room >= NARROWEST * self.look.line else 1

    def height_for(self, width: float) -> float:
        columns = self._lay_columns(QRectF(0, 0, width, 0))
        return max((column.bottom for column in columns), default=0.0)

    def lay(self, area: QRectF) -> None:
        self.area = area
        self._columns = self._lay_columns(area)
        self.places = []
        for column in self._columns:
            whole = QRectF(column.large.left() - 4, column.large.top() - 2, column.strip.width() + 8, 0)
            whole.setBottom(column.ticks.bottom() + 2)
            self.places += [whole, *column.counts]

    def _lay_columns(self, area: QRectF) -> list[_Column]:
        across, unit = self._across(area.width()), self.look.unit
        gap = 3 * unit
        width = (area.width() - (across - 1) * gap) / max(1, across)
        look, rates = self.look, self._chart.rates
        even = (
            max((wrapped_height(rate.about, look.small_metrics, width) for rate in rates), default=0.0),
            max((wrapped_height(rate.verdict, look.body_metrics, width - look.line) for rate in rates), default=0.0),
        )
        columns: list[_Column] = []
        top = area.top()
        for at, rate in enumerate(self._chart.rates):
            left = area.left() + (at % across) * (width + gap)
            columns.append(self._lay_one(rate, left, top, width, even if across > 1 else None))
            if (at + 1) % across == 0:
                top = max(column.bottom for column in columns) + 2 * unit
        return columns

    def _lay_one(self, rate: Rate, left: float, top: float, width: float, even: tuple[float, float] | None) -> _Column:
        look, unit = self.look, self.look.unit
        head = QRectF(left, top, width, look.line)
        wanted = wrapped_height(rate.about, look.small_metrics, width) if even is None else even[0]
        about = QRectF(left, head.bottom(), width, wanted)
        large_width = look.large_metrics.horizontalAdvance(rate.large) + 2
        large_top = about.bottom() + unit * 0.5
        large = QRectF(left, large_top, min(large_width, width), look.large_metrics.height())
        beside = QRectF(large.right() + unit, large.top(), max(0.0, width - large.width() - unit), large.height())
        strip = QRectF(left, large.bottom() + unit * 0.25, width, look.line * STRIP_LINES)
        ticks = QRectF(left, strip.bottom() + 1, width, look.small_line)
        text = width - look.line
        verdict_height = wrapped_height(rate.verdict, look.body_metrics, text) if even is None else even[1]
        verdict = QRectF(left, ticks.bottom() + unit * 0.75, width, max(look.line, verdict_height))
        column = _Column(rate, head, about, large, beside, strip, ticks, verdict)
        y = verdict.bottom() + unit * 0.5
        across = 2 if all(self._counts_fit(each, width) for each in self._chart.rates) else 1
        row = look.line + unit * 0.35
        cell = width / across
        for at in range(len(rate.counts)):
            column.counts.append(QRectF(left + (at % across) * cell, y + at // across * row, cell, row))
        column.bottom = max([y, *(place.bottom() for place in column.counts)])
        return column

    def _counts_fit(self, rate: Rate, width: float) -> bool:
        look = self.look
        widest = max((look.body_metrics.horizontalAdvance(c.part.label) for c in rate.counts), default=0.0)
        return widest + self._number_width(rate) + look.line + look.unit <= width / 2

    def _number_width(self, rate: Rate) -> float:
        return max((self.look.bold_metrics.horizontalAdvance(count.value) for count in rate.counts), default=0.0)

    def step(self, at: int | None, across: int, down: int) -> int | None:
        """Down through a rate, across to the same line of the other."""
        if at is None or not self._chart.rates:
            return super().step(at, across, down)
        sizes = [1 + len(rate.counts) for rate in self._chart.rates]
        if len(set(sizes)) > 1:
            return super().step(at, across, down)
        lines = sizes[0]
        rate, line = divmod(at, lines)
        found = in_grid(line * len(sizes) + rate, across, down, len(sizes), lines * len(sizes))
        line, rate = divmod(found, len(sizes))
        return rate * lines + line

    def draw(self, painter: QPainter) -> None:
        for at, column in enumerate(self._columns):
            self._draw_column(painter, column)
            if at and column.head.top() == self._columns[at - 1].head.top():
                x = column.head.left() - 1.5 * self.look.unit
                painter.setPen(QPen(self.look.colour("line"), 1))
                painter.drawLine(QLineF(x, column.head.top(), x, self.area.bottom()))

    def _draw_column(self, painter: QPainter, column: _Column) -> None:
        look, rate = self.look, column.rate
        text, quiet = look.colour("text"), look.colour("quiet")
        draw_words(painter, column.head, rate.head, look.bold, text)
        draw_wrapped(painter, column.about, rate.about, look.small, quiet)
        draw_words(painter, column.large, rate.large, look.large, text)
        below = QRectF(column.beside)
        below.setTop(column.large.bottom() - look.large_metrics.descent() - look.body_metrics.ascent())
        below.setHeight(look.line)
        draw_words(painter, below, rate.beside, look.body, quiet)
        self._draw_strip(painter, column)
        sign = QRectF(column.verdict.left(), column.verdict.top(), look.line * 0.8, look.line)
        draw_sign(painter, sign, look, rate.verdict_tone)
        draw_wrapped(painter, column.verdict.adjusted(look.line, 0, 0, 2), rate.verdict, look.body, text)
        numbers = self._number_width(rate)
        for place, count in zip(column.counts, rate.counts, strict=True):
            box = QRectF(place.left(), place.top(), look.line * 0.8, place.height())
            draw_sign(painter, box, look, count.tone)
            number = QRectF(place.left() + look.line, place.top(), numbers + 1, place.height())
            draw_words(painter, number, count.value, look.bold, text, Qt.AlignmentFlag.AlignRight)
            words = QRectF(number.right() + look.unit * 0.75, place.top(), 0, place.height())
            words.setRight(place.right())
            draw_words(painter, words, count.part.label, look.body, quiet)

    def _draw_strip(self, painter: QPainter, column: _Column) -> None:
        look, rate, strip = self.look, column.rate, column.strip
        middle, half = strip.center().y(), 4 * look.scale

        def x_of(share: float) -> float:
            return strip.left() + 6 * look.scale + self._axis.place(share) * (strip.width() - 12 * look.scale)

        track = QRectF(x_of(self._axis.low), middle - half, x_of(1.0) - x_of(self._axis.low), 2 * half)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("raised"))
        painter.drawRoundedRect(track, half, half)
        if rate.low is not None and rate.high is not None:
            band = QRectF(x_of(rate.low), middle - half, max(2.0, x_of(rate.high) - x_of(rate.low)), 2 * half)
            painter.setBrush(look.mixed(Tone.ACCENT, 0.35))
            painter.drawRect(band)
            draw_whiskers(painter, QPointF(band.left(), middle), QPointF(band.right(), middle), look, 1.5 * half)
        target = x_of(self._chart.target)
        painter.setPen(target_pen(look))
        painter.drawLine(QLineF(target, strip.top(), target, strip.bottom()))
        if rate.bound is not None:
            self._draw_bound(painter, QPointF(x_of(rate.bound), middle - half))
        if rate.share is not None:
            painter.setPen(QPen(look.colour("surface"), 2))
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(QPointF(x_of(rate.share), middle), 1.5 * half, 1.5 * half)
        self._draw_ticks(painter, column, x_of(self._axis.low), x_of(1.0), target)

    def _draw_bound(self, painter: QPainter, tip: QPointF) -> None:
        """What is shown for certain: a triangle upon the scale."""
        painter.setPen(QPen(self.look.colour("surface"), 1))
        painter.setBrush(self.look.colour("text"))
        size = self.look.scale
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-5 * size, -8 * size), tip + QPointF(5 * size, -8 * size)]))

    def _draw_ticks(self, painter: QPainter, column: _Column, left: float, right: float, target: float) -> None:
        """The ends of the scale and the target, as far as they do not touch: the target always."""
        look = self.look
        words = f"target {self._chart.target * 100:.0f}%"
        width = look.small_metrics.horizontalAdvance(words) + 2
        at = min(max(target - width / 2, column.ticks.left()), column.ticks.right() - width)
        place = QRectF(at, column.ticks.top(), width, look.small_line)
        draw_words(painter, place, words, look.small, look.colour("text"))
        taken = (at - look.unit, at + width + look.unit)
        for share, x in ((self._axis.low, left), (1.0, right)):
            text = f"{share * 100:.0f}%"
            own = look.small_metrics.horizontalAdvance(text) + 2
            begin = min(max(x - own / 2, column.ticks.left()), column.ticks.right() - own)
            if begin + own < taken[0] or begin > taken[1]:
                place = QRectF(begin, column.ticks.top(), own, look.small_line)
                draw_words(painter, place, text, look.small, look.colour("quiet"))

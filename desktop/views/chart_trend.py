"""Rates month by month: points joined by lines, their margins as whiskers, the target across, the counts below.

Series stand side by side in a month and are never added. The rows of counts below name the series and show its sign, so
there is no other legend. The scale ends at 100% and begins where the lowest figure wants it; it says so itself.
"""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop.tables.chart import Point, Series, Trend
from desktop.views.chart_drawing import Drawing
from desktop.views.chart_geometry import Axis, axis, every_nth, in_grid
from desktop.views.chart_look import ChartLook, draw_whiskers, draw_words, target_pen

PLOT_LINES = 6.5
"""How high the plot is, in lines of body text."""
APART = 0.17
"""How far the series of a month stand apart, of its width."""
RADIUS = 4.0
BELOW = 0.01
"""The lowest point stands above the beginning of the scale."""


class TrendDrawing(Drawing):
    """Series over months."""

    def __init__(self, look: ChartLook, chart: Trend) -> None:
        super().__init__(look, chart.parts)
        self._chart = chart
        self._plot = QRectF()
        self._slot = 0.0
        self._axis: Axis = axis(self._lowest)

    @property
    def _lowest(self) -> float:
        points = [point for series in self._chart.series for point in series.points if point.share is not None]
        lows = [point.share if point.low is None else point.low for point in points]
        target = self._chart.target
        found = [share for share in lows if share is not None]
        return min([share - BELOW for share in found] + ([] if target is None else [target - 0.05]))

    @property
    def _radius(self) -> float:
        return RADIUS * self.look.scale

    @property
    def _side(self) -> float:
        """The width at the left: the figures of the scale, and the names of the rows below."""
        look = self.look
        names = [look.small_metrics.horizontalAdvance(each.name) + look.small_line for each in self._chart.series]
        return max([look.small_metrics.horizontalAdvance("100%") + 6, *names]) + 4

    @property
    def _foot(self) -> float:
        return (1 + len(self._chart.series)) * (self.look.small_line + 1) + 6

    def height_for(self, width: float) -> float:  # noqa: ARG002
        return self.look.small_line + self._radius + 3 + PLOT_LINES * self.look.line + self._foot

    def lay(self, area: QRectF) -> None:
        self.area = area
        side = self._side
        top = self.look.small_line + self._radius + 3
        self._plot = QRectF(area.left() + side, area.top() + top, area.width() - side - 4, area.height() - top)
        self._plot.setHeight(max(20.0, self._plot.height() - self._foot))
        self._slot = self._plot.width() / max(1, len(self._chart.months))
        count = len(self._chart.series)
        width = self._slot * (2 * APART if count > 1 else 1)
        top = self._plot.top() - self._radius - 2
        self.places = [
            QRectF(self._x(month, at) - width / 2, top, width, self._plot.bottom() + 2 - top)
            for month in range(len(self._chart.months))
            for at in range(count)
        ]

    def step(self, at: int | None, across: int, down: int) -> int | None:
        """Along the months of a series, or to the other series of the month."""
        count, months = len(self._chart.series), len(self._chart.months)
        if at is None:
            return (months - 1) * count + count - 1 if months else None  # the newest month is looked at first
        month, series = divmod(at, count)
        found = in_grid(series * months + month, across, down, months, months * count)
        series, month = divmod(found, months)
        return month * count + series

    def _y(self, share: float) -> float:
        return self._plot.bottom() - self._axis.place(share) * self._plot.height()

    def _x(self, month: int, series: int) -> float:
        count = len(self._chart.series)
        aside = (series - (count - 1) / 2) * 2 * APART if count > 1 else 0.0
        return self._plot.left() + (month + 0.5 + aside) * self._slot

    def draw(self, painter: QPainter) -> None:
        self._draw_scale(painter)
        self._draw_target(painter)
        for at, series in enumerate(self._chart.series):
            self._draw_line(painter, at, series)
        for at, series in enumerate(self._chart.series):
            self._draw_points(painter, at, series)
        self._draw_foot(painter)

    def _draw_scale(self, painter: QPainter) -> None:
        look, plot = self.look, self._plot
        painter.setPen(QPen(look.colour("line"), 1))
        for tick in self._axis.ticks:
            y = round(self._y(tick)) + 0.5
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        for tick in self._axis.ticks:
            words = f"{tick * 100:.0f}%"
            place = QRectF(self.area.left(), self._y(tick) - look.small_line / 2, self._side - 8, look.small_line)
            draw_words(painter, place, words, look.small, look.colour("quiet"), Qt.AlignmentFlag.AlignRight)
            painter.setPen(QPen(look.colour("line"), 1))

    def _draw_target(self, painter: QPainter) -> None:
        target, look, plot = self._chart.target, self.look, self._plot
        if target is None:
            return
        y = self._y(target)
        painter.setPen(target_pen(look))
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        words = f"target {target * 100:.0f}%"
        width = look.small_metrics.horizontalAdvance(words) + 4
        place = QRectF(plot.right() - width, self.area.top(), width, look.small_line)
        draw_words(painter, place, words, look.small, look.colour("text"), Qt.AlignmentFlag.AlignRight)
        painter.setPen(target_pen(look))
        x = place.left() - 3 * look.unit
        painter.drawLine(QLineF(x, place.center().y(), place.left() - look.unit * 0.5, place.center().y()))

    def _draw_line(self, painter: QPainter, at: int, series: Series) -> None:
        look = self.look
        run = QPolygonF()
        pen = QPen(look.ink(series.tone), (1.5 if series.hollow else 2) * look.scale)
        for month, point in enumerate([*series.points, None]):
            if point is not None and point.share is not None:
                run.append(QPointF(self._x(month, at), self._y(point.share)))
                continue
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if run.size() > 1:
                painter.drawPolyline(run)
            run = QPolygonF()

    def _draw_points(self, painter: QPainter, at: int, series: Series) -> None:
        for month, point in enumerate(series.points):
            if point.share is not None:
                self._draw_point(painter, QPointF(self._x(month, at), self._y(point.share)), point, series)

    def _draw_point(self, painter: QPainter, centre: QPointF, point: Point, series: Series) -> None:
        look = self.look
        if point.low is not None and point.high is not None:
            ends = [QPointF(centre.x(), self._y(share)) for share in (point.low, point.high)]
            draw_whiskers(painter, ends[0], ends[1], look, min(4 * look.scale, self._slot * 0.1))
        self._draw_sign(painter, centre, series)

    def _draw_sign(self, painter: QPainter, centre: QPointF, series: Series) -> None:
        look = self.look
        ink = look.ink(series.tone)
        painter.setPen(QPen(ink, 2 * look.scale))
        painter.setBrush(look.colour("surface") if series.hollow else ink)
        if series.hollow:
            half = self._radius - 0.5
            painter.drawRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))
        else:
            painter.drawEllipse(centre, self._radius, self._radius)

    def _draw_foot(self, painter: QPainter) -> None:
        """The months, and what the figures are of: every one, or every second or third where they would touch."""
        look, plot = self.look, self._plot
        line = look.small_line + 1
        rows = [self._chart.months, *(tuple(point.count for point in each.points) for each in self._chart.series)]
        y = plot.bottom() + 4
        for at, texts in enumerate(rows):
            widths = [look.small_metrics.horizontalAdvance(text) for text in texts]
            step = every_nth(widths, self._slot, 6)
            last = len(texts) - 1
            for month, text in enumerate(texts):
                if (last - month) % step == 0:
                    centre = plot.left() + (month + 0.5) * self._slot
                    left = min(max(centre - widths[month] / 2 - 1, plot.left() - 2), self.area.right() - widths[month])
                    place = QRectF(left, y, widths[month] + 3, look.small_line)
                    ink = look.colour("quiet" if at == 0 or text == "0" else "text")
                    draw_words(painter, place, text, look.small, ink)
            if at:
                series = self._chart.series[at - 1]
                sign = QPointF(self.area.left() + self._radius + 1, y + look.small_line / 2)
                self._draw_sign(painter, sign, series)
                place = QRectF(sign.x() + self._radius + 4, y, self._side, look.small_line)
                draw_words(painter, place, series.name, look.small, look.colour("quiet"))
            y += line

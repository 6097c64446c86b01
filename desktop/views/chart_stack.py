"""Stacked bars: a count of work shared out by its age, the oldest darkest and hatched, the numbers written in them."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.tables.chart import Count, Segment, Stack, Tone
from desktop.views.chart_drawing import Drawing
from desktop.views.chart_geometry import rows_of, stack_widths
from desktop.views.chart_look import GROUND, ChartLook, draw_words

SHORTEST = 0.12
"""A bar is at least this share of the longest, so that its pieces can be seen."""


class StackDrawing(Drawing):
    """Stacked bars over one scale, a legend above."""

    def __init__(self, look: ChartLook, chart: Stack) -> None:
        super().__init__(look, chart.parts)
        self._chart = chart
        self._heads: list[tuple[QRectF, str, str]] = []
        self._pieces: list[tuple[QRectF, Segment]] = []
        self._asides: list[tuple[QRectF, Count]] = []

    def _legend_widths(self) -> list[float]:
        metrics = self.look.small_metrics
        return [metrics.horizontalAdvance(words) + self.look.small_line for words in self._chart.legend]

    def _legend_height(self, width: float) -> float:
        rows = rows_of(self._legend_widths(), 2 * self.look.unit, width)
        return len(rows) * (self.look.small_line + 2) + 0.75 * self.look.unit

    @property
    def _bar(self) -> float:
        return self.look.line + 0.25 * self.look.unit

    @property
    def _row(self) -> float:
        return self.look.line + self._bar + self.look.unit * 0.75

    def height_for(self, width: float) -> float:
        return self._legend_height(width) + len(self._chart.rows) * self._row

    def lay(self, area: QRectF) -> None:
        self.area = area
        self._heads, self._pieces, self._asides, self.places = [], [], [], []
        most = max((row.total for row in self._chart.rows), default=0)
        beside = self._aside()
        room = area.width() - (beside + self.look.unit if beside else 0)
        y = area.top() + self._legend_height(area.width())
        for row in self._chart.rows:
            self._heads.append((QRectF(area.left(), y, area.width(), self.look.line), row.label, row.value))
            value = min(area.width() / 2, self.look.body_metrics.horizontalAdvance(row.value) + 8)
            self.places.append(QRectF(area.right() - value, y, value, self.look.line))
            y += self.look.line
            share = 0.0 if not row.total else 1.0 if self._chart.full else max(SHORTEST, row.total / most)
            widths = stack_widths([segment.count for segment in row.segments], room * share)
            x = area.left()
            for segment, width in zip(row.segments, widths, strict=True):
                piece = QRectF(x, y, width, self._bar)
                self._pieces.append((piece, segment))
                self.places.append(piece.adjusted(0, -2, 0, 2) if segment.count else QRectF())
                x += width
            if row.aside is not None:
                place = QRectF(area.right() - beside, y, beside, self._bar)
                self._asides.append((place, row.aside))
                self.places.append(place)
            y += self._bar + self.look.unit * 0.75

    def _aside(self) -> float:
        """The width of what stands beside the bars."""
        words = [row.aside.value for row in self._chart.rows if row.aside is not None]
        return max((self.look.small_metrics.horizontalAdvance(each) + 8 for each in words), default=0.0)

    def step(self, at: int | None, across: int, down: int) -> int | None:
        """Along a row, past the pieces that count nothing, or to the same place of the next row, else to its value."""
        if at is None or across:
            return self._along(at, across or down)
        sizes = [len(row.parts) for row in self._chart.rows]
        row, place = 0, at
        while place >= sizes[row]:
            place -= sizes[row]
            row += 1
        row = min(max(0, row + down), len(sizes) - 1)
        found = sum(sizes[:row]) + min(place, sizes[row] - 1)
        return found if not self.places[found].isEmpty() else sum(sizes[:row])

    def _along(self, at: int | None, by: int) -> int | None:
        found = super().step(at, by, 0)
        while found is not None and self.places[found].isEmpty():
            further = super().step(found, by, 0)
            if further == found:
                return at
            found = further
        return found

    def draw(self, painter: QPainter) -> None:
        look = self.look
        self._draw_legend(painter)
        for place, label, value in self._heads:
            room = min(place.width() / 2, look.body_metrics.horizontalAdvance(value) + 4)
            words = place.adjusted(0, 0, -room - look.unit, 0)
            draw_words(painter, words, label, look.body, look.colour("text"))
            at_right = QRectF(place.right() - room, place.top(), room, place.height())
            draw_words(painter, at_right, value, look.body, look.colour("quiet"), Qt.AlignmentFlag.AlignRight)
        for place, count in self._asides:
            inner = place.adjusted(0, 0, -2, 0)
            draw_words(painter, inner, count.value, look.small, look.colour("quiet"), Qt.AlignmentFlag.AlignRight)
        for piece, segment in self._pieces:
            if segment.count:
                self._draw_piece(painter, piece, segment)

    def _draw_piece(self, painter: QPainter, piece: QRectF, segment: Segment) -> None:
        look = self.look
        self._fill(painter, piece, segment)
        words = f"{segment.count:,}"
        width = look.body_metrics.horizontalAdvance(words) + 6
        if width > piece.width():
            return
        ground = look.step(segment.tone, segment.step)
        if segment.tone is Tone.QUIET:
            ground = look.colour("raised")
        elif segment.tone is not Tone.ACCENT:  # a number is not written on a pattern
            ground = look.mixed(segment.tone, GROUND)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRect(QRectF(piece.center().x() - width / 2, piece.top() + 2, width, piece.height() - 4))
        draw_words(painter, piece, words, look.body, look.on(ground), Qt.AlignmentFlag.AlignHCenter)

    def _fill(self, painter: QPainter, place: QRectF, segment: Segment) -> None:
        """The steps of a tone grow darker; another tone has its pattern."""
        look, plain = self.look, segment.tone is Tone.ACCENT
        edge = look.ink(segment.tone) if not plain or look.scheme == "contrast" else look.colour("surface")
        painter.setPen(QPen(edge, 1))
        painter.setBrush(look.step(segment.tone, segment.step) if plain else look.brush(segment.tone))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw_legend(self, painter: QPainter) -> None:
        look = self.look
        first = self._chart.rows[0].segments if self._chart.rows else ()
        widths, y = self._legend_widths(), self.area.top()
        for row in rows_of(widths, 2 * look.unit, self.area.width()):
            x = self.area.left()
            for at in row:
                side = look.small_line * 0.7
                box = QRectF(x, y + (look.small_line - side) / 2, side * 1.1, side)
                if at < len(first):
                    self._fill(painter, box, first[at])
                place = QRectF(x + look.small_line, y, widths[at], look.small_line)
                draw_words(painter, place, self._chart.legend[at], look.small, look.colour("quiet"))
                x += widths[at] + 2 * look.unit
            y += look.small_line + 2

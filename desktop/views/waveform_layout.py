"""Where the parts of the waveform lie in its widget: ruler, marks, cues, lanes, and the strip of the whole call."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics

from desktop import theme

LANE_ROWS = 3
LEAST_LANE_ROWS = 1.6
LOW_BELOW_ROWS = 1.0
LOW_MARKS_PX = 7
GAP_PX = 4
"""Between lanes and strip: the rail that tells what was heard."""
NAME_PX = 6


class Place(Enum):
    """What lies under a point."""

    RULER = "ruler"
    MARKS = "marks"
    LANES = "lanes"
    RAIL = "rail"
    LEGEND = "legend"
    OVERVIEW = "overview"


class Layout:
    """Rectangles in device-independent pixels; everything grows with the text."""

    def __init__(self) -> None:
        self.ruler = self.marks = self.cues = self.lanes = self.rail = self.overview = self.legend = QRect()
        self.gutter = 0

    @property
    def moving(self) -> QRect:
        """What the play head crosses."""
        return self.marks.united(self.lanes)

    def fit(self, size: QSize, names: Sequence[str]) -> None:
        """Lays the parts out: room for the lanes' names at the left, fixed heights above and below the lanes."""
        row, metrics = theme.text_height("small"), QFontMetrics(theme.font("small"))
        self.gutter = max((metrics.horizontalAdvance(name) for name in names), default=0) + 2 * NAME_PX
        left, width, height = self.gutter, max(1, size.width() - self.gutter), size.height()
        self.ruler = QRect(left, 0, width, row + 4)
        # where there is little height, evidence is a thin bar without its number: the wave needs the room
        marks = LOW_MARKS_PX if height < wanted_height(LOW_BELOW_ROWS) else row + 2
        self.marks = QRect(left, self.ruler.bottom() + 1, width, marks)
        self.cues = QRect(left, self.marks.bottom() + 1, width, row + 4)
        # where the whole is low, the strip of the whole call is no taller than the lanes it stands below
        left_over = height - self.cues.bottom() - 1 - GAP_PX
        overview = min(round(row * 1.5), max(round(row * 0.75), left_over // 3))
        self.overview = QRect(left, height - overview, width, overview)
        top = self.cues.bottom() + 1
        self.lanes = QRect(left, top, width, max(1, self.overview.top() - GAP_PX - top))
        self.rail = QRect(left, self.lanes.bottom() + 1, width, GAP_PX)
        side = min(row, self.gutter - 4)
        self.legend = QRect((self.gutter - side) // 2, (self.ruler.height() - side) // 2, side, side)

    def lane_rects(self, lanes: int) -> list[QRect]:
        """The lanes from top to bottom, `lanes` of them."""
        height = self.lanes.height() // max(1, lanes)
        return [
            QRect(self.lanes.left(), self.lanes.top() + index * height, self.lanes.width(), height)
            for index in range(lanes)
        ]

    def place(self, point: QPoint) -> Place:
        """The part under a point; the nearest one for a point outside."""
        if self.legend.adjusted(-3, -3, 3, 3).contains(point):
            return Place.LEGEND
        if point.y() >= self.overview.top():
            return Place.OVERVIEW
        if point.y() >= self.rail.top():
            return Place.RAIL
        if point.y() >= self.lanes.top():
            return Place.LANES
        return Place.MARKS if point.y() >= self.marks.top() else Place.RULER


def wanted_height(rows: float = LANE_ROWS) -> int:
    """The height at which each of two lanes has `rows` rows of small text."""
    row = theme.text_height("small")
    marks = LOW_MARKS_PX if rows < LOW_BELOW_ROWS else row + 2
    return round(row * (2 * rows + 3.5)) + marks + 2 * GAP_PX + 8

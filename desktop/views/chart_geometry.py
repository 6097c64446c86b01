"""Where the pieces of a chart lie, as plain sums: no painter, no fonts, nothing of Qt.

The painters (`chart_*.py`) measure their words and ask here; lengths are pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_SEGMENT_PX = 3.0
"""A piece that counts something is seen, however few it counts."""
AXIS_STEPS_PCT = (1, 2, 5, 10, 20, 25, 50)
MOST_TICKS = 5
LEAST_SPAN_PCT = 10


@dataclass(frozen=True)
class Axis:
    """A scale of shares from `low` to 1, with a tick at each of `ticks`."""

    low: float
    ticks: tuple[float, ...]

    def place(self, share: float) -> float:
        """Where a share lies on the scale, 0 to 1; what lies below its beginning is drawn at it."""
        return min(1.0, max(0.0, (share - self.low) / (1 - self.low)))


def axis(lowest: float) -> Axis:
    """The scale for shares of which the lowest is `lowest`: it ends at 1, begins at a round figure not above it."""
    pct = min(100.0 - LEAST_SPAN_PCT, max(0.0, lowest * 100))
    step = next(each for each in AXIS_STEPS_PCT if (100 - pct) / each <= MOST_TICKS or each == AXIS_STEPS_PCT[-1])
    begin = int(pct // step * step)
    return Axis(begin / 100, tuple(at / 100 for at in range(begin, 101, step)))


def stack_widths(counts: Sequence[int], width: float) -> tuple[float, ...]:
    """`width` shared out by `counts`; what counts anything gets LEAST_SEGMENT_PX, what counts nothing gets nothing."""
    total = sum(counts)
    if total <= 0:
        return tuple(0.0 for _ in counts)
    short: set[int] = set()
    while True:
        rest = width - LEAST_SEGMENT_PX * len(short)
        of = sum(count for at, count in enumerate(counts) if at not in short)
        if rest <= 0 or of <= 0:
            return tuple(width * count / total for count in counts)
        made = [LEAST_SEGMENT_PX if at in short else rest * count / of for at, count in enumerate(counts)]
        further = {at for at, each in enumerate(made) if counts[at] and each < LEAST_SEGMENT_PX}
        if not further:
            return tuple(made)
        short |= further


def every_nth(widths: Sequence[float], slot: float, gap: float) -> int:
    """Write only every so-manyth label, so that none of them, centred in slots of that width, touches the next."""
    widest = max(widths, default=0.0) + gap
    step = 1
    while step < len(widths) and slot * step < widest:
        step += 1
    return step


def rows_of(widths: Sequence[float], gap: float, width: float) -> tuple[tuple[int, ...], ...]:
    """Things of these widths side by side, broken into rows where the width ends; never an empty row."""
    rows: list[list[int]] = []
    used = 0.0
    for at, each in enumerate(widths):
        if not rows or used + each > width:
            rows.append([])
            used = 0.0
        rows[-1].append(at)
        used += each + gap
    return tuple(tuple(row) for row in rows)


def column_widths(natural: Sequence[float], numbers: Sequence[bool], width: float) -> tuple[float, ...]:
    """The columns of a table within `width`: as wide as they need where there is room, and what is left over goes to
    the first column of words; else the columns of words give way, by their widths, before a number is cut."""
    natural = tuple(natural)
    words = [at for at, is_number in enumerate(numbers) if not is_number] or list(range(len(natural)))
    spare = width - sum(natural)
    if spare >= 0:
        return tuple(each + (spare if at == words[0] else 0) for at, each in enumerate(natural))
    of_words = sum(natural[at] for at in words)
    left = max(of_words + spare, of_words * 0.3)
    squeezed = [each * left / of_words if at in words and of_words else each for at, each in enumerate(natural)]
    over = sum(squeezed) / width
    return tuple(each / over if over > 1 else each for each in squeezed)


def label_share(labels: float, values: float, width: float, least_bar: float, gap: float) -> tuple[float, bool]:
    """How wide the column of labels beside bars is, and whether the labels stand above the bars instead: where the
    bars would be shorter than `least_bar` beside them."""
    if width - values - least_bar - 2 * gap >= labels:
        return labels, False
    return 0.0, True


def nearest(places: Sequence[tuple[float, float, float, float]], x: float, y: float) -> int | None:
    """Which of these rectangles (left, top, width, height) holds the point; the last one drawn wins."""
    for at in range(len(places) - 1, -1, -1):
        left, top, width, height = places[at]
        if left <= x < left + width and top <= y < top + height:
            return at
    return None


def stepped(at: int | None, by: int, count: int) -> int | None:
    """The part before or after; it stays at the ends. None is before the first and after the last."""
    if count == 0:
        return None
    if at is None:
        return 0 if by > 0 else count - 1
    return min(max(0, at + by), count - 1)


def in_grid(at: int, across: int, down: int, columns: int, count: int) -> int:
    """The part so many steps aside in a grid of `columns`, row by row; it stays where the grid ends."""
    row, column = divmod(at, columns)
    column = min(max(0, column + across), columns - 1)
    rows = -(-count // columns)
    row = min(max(0, row + down), rows - 1)
    return min(row * columns + column, count - 1)

"""What a chart shows, as data: parts with their words, before anything is known of pixels or colours.

Between the tables that put figures into words (`desktop.tables.board`) and the painters (`desktop/views/chart_*.py`).
A part can be walked to, is said in one sentence, and may have a list behind it. A share lies between 0 and 1 and is
None where there is nothing to count: that is drawn as words, never as a bar of no length.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a part is meant. Each tone has a pattern or a shape of its own: colour is never the only sign."""

    ACCENT = "accent"
    SECOND = "second"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True)
class Part:
    """`label` names it ("Apr 2009"), `said` says its value in words, `behind` asks for the list behind it, and `lists`
    heads that list ("Apr 2009, calls: checked"); empty: the label does."""

    label: str
    said: str
    behind: Hashable | None = None
    lists: str = ""

    @property
    def title(self) -> str:
        """The head of the list behind."""
        return self.lists or self.label


@dataclass(frozen=True)
class Bar:
    """A bar from nothing to `share`; `value` stands at its end, `low` and `high` are its margin."""

    part: Part
    share: float | None
    value: str
    tone: Tone = Tone.ACCENT
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class BarGroup:
    """The bars of one thing, one below the other, under its label."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Bars:
    """Groups of bars over one scale from nothing to `end`, which is written below where it is not all. `legend` says
    what each tone is."""

    groups: tuple[BarGroup, ...]
    legend: tuple[tuple[Tone, str], ...] = ()
    end: float = 1.0

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(bar.part for group in self.groups for bar in group.bars)


@dataclass(frozen=True)
class ParetoRow:
    """One kind of fault: its share of all, and that of all kinds down to it. `head` begins a group with a sum and a
    line of its own."""

    part: Part
    share: float
    cumulative: float
    value: str
    tone: Tone = Tone.ACCENT
    head: str = ""


@dataclass(frozen=True)
class Pareto:
    """Kinds of faults, the most frequent first, in one group or several."""

    rows: tuple[ParetoRow, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(row.part for row in self.rows)


@dataclass(frozen=True)
class Point:
    """A value with its margin; `count` is what it is of, written below."""

    part: Part
    share: float | None
    count: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """A line of points, one a month. `hollow` points are squares, the others are discs."""

    name: str
    points: tuple[Point, ...]
    tone: Tone = Tone.ACCENT
    hollow: bool = False


@dataclass(frozen=True)
class Trend:
    """Series side by side over the same months."""

    months: tuple[str, ...]
    series: tuple[Series, ...]
    target: float | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """Month by month, within it series by series."""
        return tuple(each.points[at].part for at in range(len(self.months)) for each in self.series)


@dataclass(frozen=True)
class Count:
    """A number with its name and its shape: "27 accurate"."""

    part: Part
    value: str
    tone: Tone


@dataclass(frozen=True)
class Rate:
    """A rate against the target, as the KPI tile shows it: written large, with its margin drawn below.

    `head` names it, `about` says how it came about ("not a random sample"), `large` is the rate or, of few, the count
    ("3 of 4"), `beside` what it is of. `bound` is what is shown for certain. `verdict` says whether the target is shown
    and what is missing.
    """

    part: Part
    head: str
    about: str
    large: str
    beside: str
    verdict: str
    verdict_tone: Tone
    share: float | None
    counts: tuple[Count, ...]
    low: float | None = None
    high: float | None = None
    bound: float | None = None


@dataclass(frozen=True)
class Rates:
    """Rates side by side, never added."""

    rates: tuple[Rate, ...]
    target: float

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for rate in self.rates for part in (rate.part, *(count.part for count in rate.counts)))


@dataclass(frozen=True)
class Segment:
    """A piece of a stacked bar, as wide as its `count` of all."""

    part: Part
    count: int
    tone: Tone
    step: int = 0
    """Which of the steps of its tone, from the faintest on."""


@dataclass(frozen=True)
class StackRow:
    """A stacked bar under its label; `value` stands at the right and is a part of its own. `aside` stands beside the
    bar: what is no piece of it (N/A is no answer that a share is of)."""

    label: str
    value: str
    part: Part
    segments: tuple[Segment, ...]
    aside: Count | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The value, the pieces, what stands aside."""
        last = () if self.aside is None else (self.aside.part,)
        return (self.part, *(piece.part for piece in self.segments), *last)

    @property
    def total(self) -> int:
        return sum(segment.count for segment in self.segments)


@dataclass(frozen=True)
class Stack:
    """Stacked bars over one scale, or, `full`, each as long as there is room. `legend` names the pieces from the first
    to the last."""

    rows: tuple[StackRow, ...]
    legend: tuple[str, ...]
    full: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        """Row by row."""
        return tuple(part for row in self.rows for part in row.parts)


@dataclass(frozen=True)
class Nothing:
    """There is nothing to draw: why, and what to do about it."""

    words: str
    parts: tuple[Part, ...] = ()


Chart = Bars | Pareto | Trend | Rates | Stack | Nothing


@dataclass(frozen=True)
class TableRow:
    """A row of the figures behind a chart; `at` is the part of the chart it tells of."""

    cells: tuple[str, ...]
    at: int


@dataclass(frozen=True)
class Figures:
    """The figures of a chart as a table: heads, rows, and which columns hold numbers."""

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    numbers: tuple[bool, ...]

    def part_of(self, row: TableRow, parts: tuple[Part, ...]) -> Part:
        """The part of the chart that a row tells of; of a chart of nothing, the row as it stands."""
        if row.at < len(parts):
            return parts[row.at]
        cells = [f"{head} {cell}" for head, cell in zip(self.heads, row.cells, strict=True) if cell]
        return Part(row.cells[0], f"{', '.join(cells)}.")

    def as_text(self, title: str = "") -> str:
        """Parted by tabs, as a spreadsheet takes it."""
        lines = [*([title] if title else []), "\t".join(self.heads), *("\t".join(row.cells) for row in self.rows)]
        return "\n".join(lines)


@dataclass(frozen=True)
class Counted:
    """What a tile counts: in words, where that comes from, the formula."""

    words: str
    source: str
    formula: str


@dataclass(frozen=True)
class Tile:
    """One tile: its title, the one line that says what it is about, its chart, and the same figures as a table."""

    key: str
    title: str
    line: str
    chart: Chart
    figures: Figures
    counted: Counted
    note: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.chart.parts

    @property
    def spoken(self) -> str:
        """Every part in words, for those who cannot see the chart."""
        if isinstance(self.chart, Nothing):
            return self.chart.words
        return " ".join(part.said for part in self.parts)


EMPTY_FIGURES = Figures((), (), ())


@dataclass(frozen=True)
class BoardShown:
    """All tiles of a period, and what stands around them."""

    tiles: tuple[Tile, ...]
    period: str
    filters: str
    as_of: str
    caveat: str
    hint: str = ""
    next_pages: tuple[tuple[str, str], ...] = ()
    """What to do about the hint: words, and the page that leads to."""
    is_empty: bool = False

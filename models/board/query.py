"""What the dashboard is asked, and what stands behind a figure: plain frozen values between store and window.

Every number of a tile that counts something is a `Figure`: the count, and the `Behind` by which its list is asked for.
That list has exactly as many lines as the figure says. `Behind` is equal after the board was read again, so a page
finds the figure it had open.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.kpi import percentage


class TileKey(StrEnum):
    """The tiles of the dashboard."""

    KPI = "kpi"
    BALANCE = "balance"
    TREND = "trend"
    REASONS = "reasons"
    PROMPTS = "prompts"
    METHOD = "method"
    ONLINE = "cwo"
    DISCRETION = "discretion"
    SENSITIVE = "sensitive"
    WORK = "work"
    STRICTNESS = "strictness"


@dataclass(frozen=True)
class BoardQuery:
    """Decision dates, both ends included, and what else the figures are narrowed to (None: all). Method is the method
    agreed on the sheet."""

    first: date
    last: date
    team: str | None = None
    scheme: str | None = None
    method: str | None = None
    caseworker: str | None = None


def narrowed_to(query: BoardQuery, what: str, name: str) -> BoardQuery:
    """The same question of one team ("team") or scheme ("scheme"). Raises ValueError for anything else."""
    if what == "team":
        return replace(query, team=name)
    if what == "scheme":
        return replace(query, scheme=name)
    raise ValueError(f"no figures are told by {what}")


@dataclass(frozen=True)
class Behind:
    """Which figure: its tile, and the way to it within the tile."""

    tile: TileKey
    part: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A count with the way to its list."""

    count: int
    behind: Behind


@dataclass(frozen=True)
class Share:
    """A part of a whole, each a figure of its own."""

    part: Figure
    whole: Figure

    @property
    def pct(self) -> Decimal | None:
        """Half-up to one place; None: nothing to count."""
        return percentage(self.part.count, self.whole.count) if self.whole.count else None


@dataclass(frozen=True)
class Bar:
    """One bar of a tile. `key` is its code, `words` the same for people. `cumulative_pct` is the share of all bars up
    to this one (of a Pareto; else None)."""

    key: str
    words: str
    figure: Figure
    cumulative_pct: Decimal | None = None


@dataclass(frozen=True)
class BoardLine:
    """One line behind a figure. `key` is stable; `review_id` is None for a sheet or a task nobody checked. `words` say
    what makes it belong here: verdict and reasons, the answer, the method promoted and taken, the age in days. Never a
    comment, a reason of discretion, or anything spoken."""

    key: str
    review_id: str | None
    recording_id: str | None
    sheet_id: str | None
    task_id: str | None
    case_ref: str | None
    caseworker_id: str | None
    team: str | None
    scheme: str | None
    method: str | None
    day: date | None
    verdict: str | None
    reviewer_id: str | None
    words: str


@dataclass(frozen=True)
class BoardPage:
    """Some lines behind a figure, and how many there are in all."""

    lines: tuple[BoardLine, ...]
    total: int


@dataclass(frozen=True)
class Choices:
    """What the figures can be narrowed to."""

    teams: tuple[str, ...]
    schemes: tuple[str, ...]
    methods: tuple[str, ...]
    caseworkers: tuple[str, ...]

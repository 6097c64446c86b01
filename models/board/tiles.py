"""The tiles of the dashboard as data: counts with the way to their lists, and what is worked out from them.

Rates are `Decimal` per cent with one decimal; None: nothing to count. What each tile counts, where that comes from and
by which formula stands in `models.board.definitions`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.board.query import Bar, BoardQuery, Figure, Share


@dataclass(frozen=True)
class Classes:
    """Checks by class, and the share of the assessed that were accurate, discretion included; of calls with its margin
    where every one of them was drawn by a certificate in proportion."""

    checked: Figure
    accurate: Figure
    accurate_discretion: Figure
    inaccurate: Figure
    not_assessable: Figure
    kpi_pct: Decimal | None
    low_pct: Decimal | None = None
    high_pct: Decimal | None = None


@dataclass(frozen=True)
class KpiSide:
    """One row of the KPI: basis `sheet` or `call`.

    The margin stands in `classes`; `interval` says what it is or why there is none; `bound_pct` is the
    one-sided lower bound, rounded down; `shown` is "shown", "not shown" or "no data". `more_needed` is None where it
    cannot be shown. `unchecked` are the sheets of
    `in_scope` that are not confirmed (None for calls). Errors and `drawn` (by a
    certificate) are None where the row has none.
    """

    basis: str
    classes: Classes
    in_scope: Figure
    unchecked: Figure | None
    figure_errors: Figure | None
    process_errors: Figure | None
    drawn: Figure | None
    interval: str
    bound_pct: Decimal | None
    target_pct: Decimal
    shown: str
    more_needed: int | None
    coverage_pct: Decimal | None


@dataclass(frozen=True)
class KpiTile:
    """Both rows side by side, never added."""

    sheet: KpiSide
    call: KpiSide
    policies: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """How a prompt was answered on the checked calls. `evidenced` are the yes that rest on the call (a span of it, or
    the whole call heard)."""

    prompt: str
    words: str
    yes: Figure
    no: Figure
    not_applicable: Figure
    cannot_tell: Figure
    evidenced: Figure

    @property
    def yes_share(self) -> tuple[int, int]:
        """The yes, of the yes and no."""
        return self.yes.count, self.yes.count + self.no.count


@dataclass(frozen=True)
class BalanceTile:
    """What must not be paid for the KPI: affordability, vulnerability, the welfare of children."""

    prompts: tuple[Answers, ...]


@dataclass(frozen=True)
class TrendMonth:
    """A month (or its part, at the ends of the period) of both rows."""

    month: str
    first: date
    last: date
    sheet: Classes
    call: Classes


@dataclass(frozen=True)
class TrendLine:
    """Months of all, or of one team or scheme (`name`; "not held" where there is none)."""

    name: str | None
    months: tuple[TrendMonth, ...]


@dataclass(frozen=True)
class TrendTile:
    """Twelve months up to the end of the period."""

    all: TrendLine


@dataclass(frozen=True)
class ReasonsTile:
    """Why sheets are not accurate, by the steer's reasons, the most frequent first. A sheet may have several."""

    inaccurate: Figure
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class PromptsTile:
    """Which prompts were answered no on the checked calls, critical ones and others apart."""

    checks_critical: Figure
    critical: tuple[Bar, ...]
    checks_other: Figure
    others: tuple[Bar, ...]


@dataclass(frozen=True)
class Promoted:
    """What became of the Task 567 entries that promoted a method; `refusals` by their codes, of those refused."""

    method: str
    words: str
    promoted: Figure
    taken: Figure
    refused: Figure
    another: Figure
    open: Figure
    refusals: tuple[Bar, ...]
    outcomes: tuple[Bar, ...]


@dataclass(frozen=True)
class MethodTile:
    """The preferred method: offered first on the calls, and by Task 567 promoted and taken."""

    offered_first: Answers
    agrees: Answers
    taken: Share
    methods: tuple[Promoted, ...]


@dataclass(frozen=True)
class OnlineTile:
    """Caseworker Online: viewed and used on the checked calls; sheets with a view on file, and those that name one
    that is not on file."""

    viewed: Answers
    used: Answers
    on_file: Share
    cited_but_missing: Figure


@dataclass(frozen=True)
class DiscretionTile:
    """Discretion: sheets accurate by it of those assessed, grounds by their codes, grounds without a reason."""

    accurate: Share
    grounds: tuple[Bar, ...]
    without_reason: Figure


@dataclass(frozen=True)
class SensitiveTile:
    """Sheets whose verdict, label or liability order another reading of the policy would change."""

    any: Share
    readings: tuple[Bar, ...]


@dataclass(frozen=True)
class Stage:
    """Work in one stage: how much, by age in days of the decision (`BANDS`), and the oldest. Sheets without a date
    have no age."""

    key: str
    words: str
    figure: Figure
    bands: tuple[Figure, ...]
    undated: Figure
    oldest_days: int | None


@dataclass(frozen=True)
class SampleDue:
    """A sample that is not done."""

    sample_id: str
    reviewer_id: str | None
    due: date | None
    drawn: Figure
    done: Figure
    open: Figure
    overdue_days: int


@dataclass(frozen=True)
class WorkTile:
    """What is on hand on `as_of`, whatever the period."""

    as_of: date
    on_hand: Figure
    stages: tuple[Stage, ...]
    samples: tuple[SampleDue, ...]
    overdue: Figure


@dataclass(frozen=True)
class ReviewerLine:
    """How one reviewer marked (`reviewer_id` None: all together). `no_pct` is the share of no among yes and no;
    `inaccurate_pct` of the assessed, with its margin; `few`: too few checks to say anything."""

    reviewer_id: str | None
    classes: Classes
    drawn: Figure
    no: int
    answered: int
    no_pct: Decimal | None
    inaccurate_pct: Decimal | None
    low_pct: Decimal | None
    high_pct: Decimal | None
    mean_score: Decimal | None
    few: bool
    words: str


@dataclass(frozen=True)
class StrictnessTile:
    """The reviewers whose lines this person may see, and all together. `caution` stands with it always."""

    whole: ReviewerLine
    reviewers: tuple[ReviewerLine, ...]
    caution: str


@dataclass(frozen=True)
class Board:
    """Every tile of one query, read in one transaction."""

    query: BoardQuery
    as_of: date
    kpi: KpiTile
    balance: BalanceTile
    trend: TrendTile
    reasons: ReasonsTile
    prompts: PromptsTile
    method: MethodTile
    online: OnlineTile
    discretion: DiscretionTile
    sensitive: SensitiveTile
    work: WorkTile
    strictness: StrictnessTile

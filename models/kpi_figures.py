"""The figures of the KPI's row of calls: proportion, margin, and whether "at least 95%" is shown.

The one place that knows when calls are weighed, for the report (`models.reports.kpi`) and the dashboard's tile. Pure.
"""

from dataclasses import dataclass
from decimal import Decimal

from models import sample_size
from models.kpi import KpiRow, percentage, to_one_place
from models.stratified import Estimate, Stratum, estimate, unequal

WILSON = "95% Wilson"
WEIGHTED = "95% Wilson, weighted"
NOT_RANDOM = "not a random sample"
OVERLAPPING = "random, from frames that overlap in part: no interval"


@dataclass(frozen=True)
class Drawn:
    """How the checked calls of a row came to be checked: how many there are, how many of those were drawn by a
    certificate, what the drawn ones stand for, and whether that is known (`overlapping`: it is not). `stood_for`: so
    many calls of the frames lie in strata of which something is checked, of how many."""

    checked: int
    drawn: int
    strata: tuple[Stratum, ...] = ()
    overlapping: bool = False
    stood_for: tuple[int, int] = (0, 0)

    @property
    def all_drawn(self) -> bool:
        """Whether not one was picked by hand."""
        return 0 < self.checked == self.drawn

    @property
    def at_random(self) -> bool:
        """Whether an interval may stand beside the KPI."""
        return self.all_drawn and not self.overlapping

    @property
    def weighed(self) -> bool:
        """Whether some of the calls stand for so many more than others that they have to be weighed."""
        return self.at_random and unequal(self.strata)

    @property
    def estimate(self) -> Estimate | None:
        """The weighted share, where the calls have to be weighed."""
        return estimate(self.strata) if self.weighed else None

    @property
    def words(self) -> str:
        """What stands beside the KPI: which interval, or why none."""
        if not self.at_random:
            return OVERLAPPING if self.all_drawn else NOT_RANDOM
        return WEIGHTED if self.weighed else WILSON


@dataclass(frozen=True)
class CallFigures:
    """What the row of calls says beside its counts, in per cent to one place.

    None: `kpi_pct` and `shown` nothing is assessed, `low_pct` and `high_pct` there is no interval, `more_needed` it
    cannot be shown. `interval` says which it is, or why there is none.
    """

    kpi_pct: Decimal | None
    low_pct: Decimal | None
    high_pct: Decimal | None
    interval: str
    shown: bool | None
    more_needed: int | None

    @property
    def weighted(self) -> bool:
        """Whether the calls were weighed."""
        return self.interval == WEIGHTED


def call_figures(row: KpiRow, drawn: Drawn) -> CallFigures:
    """The figures of a row of checked calls, weighed where the calls were not drawn in proportion."""
    told = drawn.estimate
    if told is not None:
        low, high = (to_one_place(share) for share in told.wilson)
        per_cent = percentage(told.share.numerator, told.share.denominator)
        return CallFigures(per_cent, low, high, WEIGHTED, told.shown, told.more_needed())
    accurate = row.accurate + row.accurate_discretion
    margin_low, margin_high = (row.interval_pct if drawn.at_random else None) or (None, None)
    shown = None if row.assessed == 0 else sample_size.is_shown(accurate, row.assessed)
    needed = sample_size.more_needed(row.inaccurate, row.assessed)
    return CallFigures(row.kpi_pct, margin_low, margin_high, drawn.words, shown, needed)


def sheets_needed(row: KpiRow, in_scope: int) -> int:
    """How many more sheets must be confirmed as accurate for the target to be reached whatever the others are."""
    assessable = in_scope - row.not_assessable
    wanted = -(-assessable * int(sample_size.TARGET_PCT) // 100)
    return max(0, wanted - row.accurate - row.accurate_discretion)

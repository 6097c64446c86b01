"""The KPI as a proportion of arrangements: how many of those checked were accurate against the debt steer.

"At least 95% of new arrears arrangements will be accurate when compared to the agency debt steer" (letter of
12 October 2009, Q4). Discretion counts as accurate, what cannot be assessed leaves the sum, and nothing checked is no
data, never 100%. Beside the proportion of a sample stands its margin: the two-sided 95% Wilson score interval (E. B.
Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927).
Whether "at least 95%" is shown, the one-sided exact bound says: `models.sample_size`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

TWO_SIDED = 0.975
"""Where a two-sided interval of 95% ends."""


class KpiClass(StrEnum):
    """The four classes a check can have."""

    ACCURATE = "ACCURATE"
    ACCURATE_DISCRETION = "ACCURATE_DISCRETION"
    INACCURATE = "INACCURATE"
    NOT_ASSESSABLE = "NOT_ASSESSABLE"


@dataclass(frozen=True)
class KpiRow:
    """One row of the KPI: counts by class; `checked` is all four together."""

    accurate: int
    accurate_discretion: int
    inaccurate: int
    not_assessable: int

    def __add__(self, other: "KpiRow") -> "KpiRow":
        return KpiRow(
            self.accurate + other.accurate,
            self.accurate_discretion + other.accurate_discretion,
            self.inaccurate + other.inaccurate,
            self.not_assessable + other.not_assessable,
        )

    @property
    def checked(self) -> int:
        return self.accurate + self.accurate_discretion + self.inaccurate + self.not_assessable

    @property
    def kpi_pct(self) -> Decimal | None:
        """100 (accurate + by discretion) / (checked - not assessable), half-up to one place; None means no data."""
        if self.assessed == 0:
            return None
        return percentage(self.accurate + self.accurate_discretion, self.assessed)

    @property
    def assessed(self) -> int:
        """How many the proportion is of."""
        return self.checked - self.not_assessable

    @property
    def interval_pct(self) -> tuple[Decimal, Decimal] | None:
        """The proportion's margin, for a row that stands for more than was checked; None means no data."""
        return None if self.assessed == 0 else wilson(self.accurate + self.accurate_discretion, self.assessed)

    def as_dict(self) -> dict[str, object]:
        """The row of checked calls: counts, proportion and margin."""
        low, high = self.interval_pct or (None, None)
        return {
            "checked": self.checked,
            **self.counts(),
            "kpi_pct": None if self.kpi_pct is None else str(self.kpi_pct),
            "low_pct": None if low is None else str(low),
            "high_pct": None if high is None else str(high),
        }

    def as_census(self) -> dict[str, object]:
        """The row of confirmed sheets: a census, so there is no margin."""
        return {"confirmed": self.checked, **self.counts()}

    def counts(self) -> dict[str, int]:
        """The four counts, by class in small letters."""
        return {
            "accurate": self.accurate,
            "accurate_discretion": self.accurate_discretion,
            "inaccurate": self.inaccurate,
            "not_assessable": self.not_assessable,
        }


def percentage(part: int, whole: int) -> Decimal:
    """100 x part / whole, half-up to one decimal, exactly. `whole` must be greater than nothing."""
    return Decimal((2000 * part + whole) // (2 * whole)).scaleb(-1)


def wilson(part: int, whole: int) -> tuple[Decimal, Decimal]:
    """The two-sided 95% Wilson interval of part / whole in per cent, half-up to one place. `whole` must be positive."""
    low, high = wilson_shares(part / whole, whole)
    return to_one_place(low), to_one_place(high)


def wilson_shares(share: float, size: float) -> tuple[float, float]:
    """The same of a share of so many (not always whole: `models.stratified`), as shares.

    The quantile is SciPy's: `scipy.special`, imported when the first margin is asked for; `scipy.stats` has the whole
    interval, and takes four times as long to load.
    """
    from scipy.special import ndtri

    z = float(ndtri(TWO_SIDED))
    middle = share + z * z / (2 * size)
    reach = z * (share * (1 - share) / size + (z / (2 * size)) ** 2) ** 0.5
    whole = 1 + z * z / size
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def to_one_place(share: float) -> Decimal:
    """A share between 0 and 1 in per cent, half-up to one place."""
    per_cent = Decimal(repr(float(share))) * 100
    return min(max(per_cent, Decimal(0)), Decimal(100)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def kpi_row(classes: Iterable[str]) -> KpiRow:
    """Count the classes of checks into one row. Raises ValueError on a word that is no class."""
    counts = Counter(KpiClass(word) for word in classes)
    return KpiRow(
        counts[KpiClass.ACCURATE],
        counts[KpiClass.ACCURATE_DISCRETION],
        counts[KpiClass.INACCURATE],
        counts[KpiClass.NOT_ASSESSABLE],
    )

"""The KPI as a proportion of arrangements: how many of those checked were accurate against the debt steer.

"At least 95% of new arrears arrangements will be accurate when compared to the agency debt steer" (letter of
12 October 2009, Q4). Discretion counts as accurate, what cannot be assessed leaves the sum, and nothing checked is no
data, never 100%.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


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

    @property
    def checked(self) -> int:
        return self.accurate + self.accurate_discretion + self.inaccurate + self.not_assessable

    @property
    def kpi_pct(self) -> Decimal | None:
        """100 (accurate + by discretion) / (checked - not assessable), half-up to one place; None means no data."""
        assessed = self.checked - self.not_assessable
        if assessed == 0:
            return None
        return percentage(self.accurate + self.accurate_discretion, assessed)

    def as_dict(self) -> dict[str, object]:
        return {
            "checked": self.checked,
            "accurate": self.accurate,
            "accurate_discretion": self.accurate_discretion,
            "inaccurate": self.inaccurate,
            "not_assessable": self.not_assessable,
            "kpi_pct": None if self.kpi_pct is None else str(self.kpi_pct),
        }


def percentage(part: int, whole: int) -> Decimal:
    """100 x part / whole, half-up to one decimal, exactly. `whole` must be greater than nothing."""
    return Decimal((2000 * part + whole) // (2 * whole)).scaleb(-1)


def kpi_row(classes: Iterable[str]) -> KpiRow:
    """Count the classes of checks into one row. Raises ValueError on a word that is no class."""
    counts = Counter(KpiClass(word) for word in classes)
    return KpiRow(
        counts[KpiClass.ACCURATE],
        counts[KpiClass.ACCURATE_DISCRETION],
        counts[KpiClass.INACCURATE],
        counts[KpiClass.NOT_ASSESSABLE],
    )

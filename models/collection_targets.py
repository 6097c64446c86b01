"""The collections target of a year: what is to be collected over all schemes and by scheme, and a month's share of it.

Between the settings (`desktop.settings` reads and checks them) and the headline report, which sets the target beside
what was collected. A year is known by its first month, so it may begin with any. "The Agency Collections target of
£1.08 billion during 2008-09 of which at least £220 million should be arrears" (letter of 12 October 2009, question 4)
is an example and no default: without a setting there is no target.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from models.columns import from_pence
from models.guide_sheet import Scheme

ALL = "all"
ARREARS = "arrears"
KEYS = (ALL, ARREARS, *Scheme)
"""What a year's target may be set for: over all schemes, how much of that at least arrears, each scheme."""
MONTHS = 12


@dataclass(frozen=True)
class YearTarget:
    """The target of the twelve months from `first_month` ("2008-04"), in pence by what it is set for (`KEYS`)."""

    first_month: str
    pence: Mapping[str, int]

    def place_of(self, month: str) -> int | None:
        """Which month of the year this is, 0 to 11; None outside it."""
        place = ordinal(month) - ordinal(self.first_month)
        return place if 0 <= place < MONTHS else None

    @property
    def last_month(self) -> str:
        return month_at(ordinal(self.first_month) + MONTHS - 1)


@dataclass(frozen=True)
class Targets:
    """Every year's target, no two years with a month in common."""

    years: tuple[YearTarget, ...] = field(default=())

    def year_of(self, month: str) -> YearTarget | None:
        """The year a month lies in, where one is set."""
        return next((year for year in self.years if year.place_of(month) is not None), None)

    def of_month(self, month: str, what: str) -> int | None:
        """A twelfth of the year's target in pence, rounded down; the last month has what is left, so that twelve months
        are the year to the penny. Over all schemes, without a target of its own, it is the schemes' where each has one.
        None: no target."""
        year = self.year_of(month)
        if year is None:
            return None
        if what == ALL and ALL not in year.pence:
            parts = [self.of_month(month, scheme) for scheme in Scheme]
            return None if None in parts else sum(part for part in parts if part is not None)
        whole = year.pence.get(what)
        if whole is None:
            return None
        share = whole // MONTHS
        return share if year.place_of(month) != MONTHS - 1 else whole - share * (MONTHS - 1)


NO_TARGETS = Targets()
_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")


class TargetFault(ValueError):
    """What of written targets cannot be used: its place ("2008-04.CS2"), what stands there, why."""

    def __init__(self, place: str, value: object, reason: str) -> None:
        super().__init__(f"{place} = {value!r} cannot be used. {reason}")


def targets_from(written: Mapping[str, object]) -> Targets:
    """The targets as a settings file has them: first month of a year -> what for -> pounds, as text or whole.

    Raises TargetFault for the first that cannot be used.
    """
    years = tuple(_year_from(first, written[first]) for first in sorted(written))
    for year, later in pairwise(years):
        if year.place_of(later.first_month) is not None:
            reason = f"The year from {year.first_month} lasts until {year.last_month}; two years share no month."
            raise TargetFault(later.first_month, written[later.first_month], reason)
    return Targets(years)


def written_year(year: YearTarget) -> dict[str, str]:
    """A year as a settings file has it."""
    return {what: str(from_pence(year.pence[what])) for what in KEYS if what in year.pence}


def _year_from(first: str, told: object) -> YearTarget:
    if _MONTH.fullmatch(first) is None:
        raise TargetFault(first, told, "Name a year by its first month, as 2008-04.")
    if not isinstance(told, Mapping):
        raise TargetFault(first, told, f"Write a table with {', '.join(KEYS)}.")
    pence: dict[str, int] = {}
    for what, amount in told.items():
        place = f"{first}.{what}"
        if what not in KEYS:
            raise TargetFault(place, amount, f"Use {', '.join(KEYS)}.")
        pence[what] = _pence_from(place, amount)
    if pence.get(ARREARS, 0) > pence.get(ALL, pence.get(ARREARS, 0)):
        raise TargetFault(f"{first}.{ARREARS}", told[ARREARS], "It is a part of all, and cannot be more.")
    return YearTarget(first, pence)


def _pence_from(place: str, amount: object) -> int:
    from models.intake.amounts import Unfit, pence_of

    if isinstance(amount, int) and not isinstance(amount, bool) and amount >= 0:
        amount = str(amount)
    if not isinstance(amount, str) or not amount.strip():
        raise TargetFault(place, amount, 'Write pounds as text, "1080000000.00".')
    try:
        return pence_of(amount.strip())
    except Unfit as exc:
        raise TargetFault(place, amount, f"It is {exc}.") from None


def ordinal(month: str) -> int:
    """A month as a number that counts on."""
    return int(month[:4]) * MONTHS + int(month[5:]) - 1


def month_at(number: int) -> str:
    """The month of such a number."""
    return f"{number // MONTHS:04}-{number % MONTHS + 1:02}"

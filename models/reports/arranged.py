"""What was arranged on the guide sheets of a period, gone through once: heaps of amounts by scheme, segment and method.

Between the database and the reports headline and methods. Sheets are those every report counts
(`models.reports.counted`); amounts are the sheet's own as it stands, in whole pence. Of a heap only its sum, its number
and its two largest amounts are held, which is what suppression asks (`models.reports.amounts_hidden`), so memory does
not grow with the sheets.

Expected in two years: lump sum and instalments over the policy's two years (104 weekly, 52 fortnightly, 26 four-weekly
or 24 monthly unless the policy in force says otherwise), never more than the arrears. A sheet whose arrears are not
held is counted and adds to no amount.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from models.guide_sheet import Frequency, GuideSheet, Method
from models.reports.counted import AT_ONCE, Period, sheets_in_scope
from models.reports.table import month_of
from models.store.policies import Policies
from models.store.tables import stored_form

TWO_YEARS = {
    Frequency.WEEKLY.value: 104,
    Frequency.FORTNIGHTLY.value: 52,
    Frequency.FOUR_WEEKLY.value: 26,
    Frequency.MONTHLY.value: 24,
}
"""Instalments in two years where no policy is in force (domain notes, section 7)."""
BY_ORDER = Method.DEO.value
AMOUNTS = ("arrears", "lump", "expected", "deo", "other")
_FIGURES = stored_form(GuideSheet).alias("figures")


class Heap:
    """Amounts heaped up: `total` pence of `number` amounts above nothing, the largest and the second largest."""

    __slots__ = ("first", "number", "second", "total")

    def __init__(self) -> None:
        self.total = self.number = self.first = self.second = 0

    def add(self, pence: int) -> None:
        """Put an amount on it; nothing is no amount."""
        if not pence:
            return
        self.total += pence
        self.number += 1
        if pence > self.first:
            self.first, self.second = pence, self.first
        elif pence > self.second:
            self.second = pence

    def take_in(self, other: "Heap") -> None:
        """Put another heap on it."""
        self.total += other.total
        self.number += other.number
        self.first, self.second = sorted((self.first, self.second, other.first, other.second), reverse=True)[:2]

    @classmethod
    def of(cls, heaps: "Iterable[Heap]") -> "Heap":
        """Several heaps as one."""
        whole = cls()
        for heap in heaps:
            whole.take_in(heap)
        return whole


@dataclass
class OfScheme:
    """The sheets of a month and scheme: how many, and the heaps of `AMOUNTS`: arrears, lump sums, expected in two
    years, and of that by deduction from earnings order and otherwise."""

    sheets: int = 0
    heaps: dict[str, Heap] = field(default_factory=lambda: {name: Heap() for name in AMOUNTS})

    def take_in(self, other: "OfScheme") -> None:
        """Add the sheets of another scheme."""
        self.sheets += other.sheets
        for name in AMOUNTS:
            self.heaps[name].take_in(other.heaps[name])


@dataclass
class OfMethod:
    """The sheets of a month, segment and method: how many, what is expected, and how many sheets need how many
    instalments until nothing is left (of those on which something is left after the lump sum)."""

    sheets: int = 0
    expected: Heap = field(default_factory=Heap)
    instalments: Counter[int] = field(default_factory=Counter)


@dataclass
class Month:
    """What was arranged in a month: by scheme, and by segment and method; None is not held."""

    schemes: defaultdict[str | None, OfScheme] = field(default_factory=lambda: defaultdict(OfScheme))
    ways: defaultdict[tuple[str | None, str | None], OfMethod] = field(default_factory=lambda: defaultdict(OfMethod))

    def add(self, scheme: str | None, segment: str | None, method: str | None, amounts: "SheetAmounts | None") -> None:
        """Add a sheet; without amounts it is counted alone."""
        by_scheme, way = self.schemes[scheme], self.ways[segment, method]
        by_scheme.sheets += 1
        way.sheets += 1
        if amounts is None:
            return
        heaps = by_scheme.heaps
        heaps["arrears"].add(amounts.arrears)
        heaps["lump"].add(amounts.lump)
        heaps["expected"].add(amounts.expected)
        heaps["deo" if method == BY_ORDER else "other"].add(amounts.expected)
        way.expected.add(amounts.expected)
        if amounts.instalments is not None:
            way.instalments[amounts.instalments] += 1

    def whole(self) -> OfScheme:
        """All schemes together."""
        whole = OfScheme()
        for scheme in self.schemes.values():
            whole.take_in(scheme)
        return whole


@dataclass
class Arranged:
    """A period: its months that have a sheet ("2009-09"), and the sheets whose arrears are not held."""

    months: defaultdict[str, Month] = field(default_factory=lambda: defaultdict(Month))
    without_arrears: int = 0

    def month(self, name: str) -> Month:
        """A month, empty where nothing was arranged."""
        return self.months.get(name) or Month()


class SheetAmounts(NamedTuple):
    """One sheet's amounts in pence: what it owes, pays at once, is expected to pay in two years; and the instalments it
    takes until nothing is left, None where none is left after the lump sum or none is agreed."""

    arrears: int
    lump: int
    expected: int
    instalments: int | None


def amounts_of(
    arrears: int | None, lump: int | None, instalment: int | None, frequency: str | None, in_two_years: int | None
) -> SheetAmounts | None:
    """The amounts of a sheet from its figures in pence; None where its arrears are not held.

    A lump sum or an instalment that is not held is none, and so is an instalment nobody says how often to pay.
    """
    if arrears is None:
        return None
    lump, paid = min(lump or 0, arrears), (instalment or 0) if frequency else 0
    left = arrears - lump
    expected = min(arrears, lump + paid * (in_two_years or 0))
    return SheetAmounts(arrears, lump, expected, -(-left // paid) if paid and left else None)


def arranged(session: Session, period: Period, policies: Policies) -> Arranged:
    """Go through the sheets of a period once."""
    found = Arranged()
    horizons: dict[tuple[str | None, date | None], Any] = {}
    for counts_on, scheme, method, segment, decided, arrears, lump, instalment, frequency in _sheets(session, period):
        asked = (scheme, decided)
        if asked not in horizons:
            policy = policies.of(*asked)
            horizons[asked] = TWO_YEARS if policy is None else policy.settings.horizon
        amounts = amounts_of(arrears, lump, instalment, frequency, horizons[asked].get(frequency))
        found.without_arrears += amounts is None
        found.months[month_of(counts_on)].add(scheme or None, segment or None, method or None, amounts)
    return found


def _sheets(session: Session, period: Period) -> Iterator[Any]:
    scope, figures = sheets_in_scope(period), _FIGURES.c
    told = select(
        scope.c.counts_on,
        scope.c.scheme,
        scope.c.method,
        figures.segment,
        figures.decision_date,
        figures.arrears,
        figures.lump_sum,
        figures.instalment,
        figures.frequency,
    ).join_from(scope, _FIGURES, figures.id == scope.c.id)
    return iter(session.execute(told.execution_options(yield_per=AT_ONCE)))


def notes_of(found: Arranged, period: Period, threshold: int) -> tuple[str, ...]:
    """What a reader must know of the amounts: sheets that add to none, months that are not whole."""
    notes = []
    if found.without_arrears:
        few = found.without_arrears < threshold
        number = f"fewer than {threshold}" if few else f"{found.without_arrears:,}"
        notes.append(f"Sheets whose arrears are not held are counted and add to no amount: {number}.")
    if period.first.day != 1 or (period.last + timedelta(days=1)).day != 1:
        notes.append(
            f"What was arranged is that of the days from {period.first} to {period.last} only; a month's collections "
            "and target are always the whole month's."
        )
    return tuple(notes)


def median_of(numbers: Counter[int]) -> Decimal | None:
    """The middle of so many numbers, of two in the middle their mean; None of none."""
    count = numbers.total()
    if not count:
        return None
    middle: list[int] = []
    passed = 0
    for value in sorted(numbers):
        passed += numbers[value]
        while len(middle) < 2 and passed > (count - 1 + len(middle)) // 2:
            middle.append(value)
    return Decimal(sum(middle)) / 2

"""No debt comes out of what headline and methods show together: the rule, and a reader with a linear program."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from models.columns import to_pence
from models.guide_sheet import GuideSheet
from models.reports import headline, methods
from models.reports.amounts_hidden import ALL, SHOWN_AMOUNTS, HiddenAmounts, hidden_amounts, is_sensitive
from models.reports.arranged import Heap, Month, SheetAmounts, arranged
from models.reports.counted import Period
from models.reports.suppression import HIDDEN
from models.store import Store

THRESHOLD = 5
Sheet = tuple[str | None, str | None, str | None, SheetAmounts]
"""Scheme, segment, method, amounts."""


def heap_of(amounts: Iterable[int]) -> Heap:
    heap = Heap()
    for amount in amounts:
        heap.add(amount)
    return heap


def month_of(sheets: Iterable[Sheet]) -> Month:
    month = Month()
    for scheme, segment, method, amounts in sheets:
        month.add(scheme, segment, method, amounts)
    return month


def alike(number: int, scheme: str = "CS2", method: str = "cash", pounds: int = 100) -> list[Sheet]:
    """So many sheets of about the same debt, a quarter of it paid at once."""
    pence = [pounds * 100 + at for at in range(number)]
    return [(scheme, "A", method, SheetAmounts(each, each // 4, each - each // 8, 10)) for each in pence]


@pytest.mark.parametrize(
    ("debts", "sensitive"),
    [
        ([], False),
        ([10, 10, 10, 10], True),  # four, fewer than five
        ([10, 10, 10, 10, 10], False),
        ([51, 10, 10, 10, 10, 8], True),  # one of 99 is more than half
        ([50, 10, 10, 10, 10, 10], False),  # exactly half is not
        ([100, 100, 3, 3, 3], True),  # nine are left: less than a tenth of the largest
        ([100, 100, 4, 3, 3], False),
    ],
)
def test_the_rule(debts: list[int], sensitive: bool) -> None:
    assert is_sensitive(heap_of(debts), THRESHOLD) is sensitive


def test_nothing_is_hidden_where_nothing_is_suppressed() -> None:
    assert hidden_amounts(month_of(alike(1)), 0) == HiddenAmounts()


def test_nothing_is_hidden_where_many_owe_alike() -> None:
    assert hidden_amounts(month_of([*alike(9), *alike(9, method="deo")]), THRESHOLD) == HiddenAmounts()


def test_of_one_scheme_the_total_goes_with_it() -> None:
    hidden = hidden_amounts(month_of(alike(3)), THRESHOLD)
    assert hidden.headline == {(key, name) for key in ("CS2", ALL) for name in SHOWN_AMOUNTS}
    assert hidden.methods == {("A", "cash")}


def test_a_second_scheme_hides_the_few_of_the_first_and_the_total_is_shown() -> None:
    hidden = hidden_amounts(month_of([*alike(3), *alike(9, "CMS"), *alike(20, "CSCS")]), THRESHOLD)
    assert {key for key, name in hidden.headline if name == "expected"} == {"CS2", "CMS"}


def test_few_by_order_are_hidden_with_what_is_not_by_order_of_another_method() -> None:
    sheets = [*alike(30), *alike(2, method="deo"), *alike(30, method="cheque")]
    hidden = hidden_amounts(month_of(sheets), THRESHOLD)
    assert hidden.headline == {("CS2", "deo"), (ALL, "deo")}
    assert len(hidden.methods) == 2
    assert ("A", "deo") in hidden.methods


def test_few_that_are_not_by_order_cannot_be_had_by_taking_the_orders_off() -> None:
    hidden = hidden_amounts(month_of([*alike(30, method="deo"), *alike(2)]), THRESHOLD)
    assert (ALL, "deo") in hidden.headline
    assert hidden.methods == {("A", "cash"), ("A", "deo")}


debts = st.one_of(st.integers(1, 300), st.integers(1, 300), st.integers(1, 9_000))


@st.composite
def months(draw: st.DrawFn) -> Month:
    """A month of few sheets, some of which owe much more than the others."""
    sheets = []
    for _ in range(draw(st.integers(1, 30))):
        arrears = draw(debts)
        lump = draw(st.sampled_from([0, 0, 0, arrears // 3, arrears]))
        expected = draw(st.sampled_from([arrears, arrears, max(lump, arrears // 2)]))
        scheme = draw(st.sampled_from(["CS2", "CS2", "CMS", "CSCS", None]))
        method = draw(st.sampled_from(["deo", "deo", "cash", "cheque"]))
        sheets.append((scheme, draw(st.sampled_from("AB")), method, SheetAmounts(arrears, lump, expected, None)))
    return month_of(sheets)


class Reader:
    """Knows the two reports of a month, how their amounts hang together, and linear programming."""

    def __init__(self, true: dict[object, int], unseen: set[object]) -> None:
        """`true` amounts by (scheme or ALL, amount) and by ("way", (segment, method)); `unseen` are not printed."""
        self.true = true
        self.place = {key: at for at, key in enumerate(true)}
        self.bounds = [(0, None) if key in unseen else (value, value) for key, value in true.items()]
        self.sums: list[list[float]] = []
        self.at_most: list[list[float]] = []
        ways = [key for key in true if isinstance(key, tuple) and key[0] == "way"]
        schemes = {key[0] for key in true if isinstance(key, tuple) and key[0] != "way"}
        for name in SHOWN_AMOUNTS:
            self._sum((ALL, name), [(key, name) for key in schemes if key != ALL])
        self._sum((ALL, "expected"), ways)
        self._sum((ALL, "deo"), [key for key in ways if key[1][1] == "deo"])
        for key in schemes:
            for less, more in (("lump", "expected"), ("deo", "expected"), ("expected", "arrears")):
                self.at_most.append(self._row({(key, less): 1, (key, more): -1}))

    @classmethod
    def of(cls, month: Month, hidden: HiddenAmounts) -> "Reader":
        rows = {ALL: month.whole(), **month.schemes}
        true: dict[object, int] = {(key, name): rows[key].heaps[name].total for key in rows for name in SHOWN_AMOUNTS}
        true |= {("way", key): way.expected.total for key, way in month.ways.items()}
        return cls(true, {*hidden.headline, *(("way", key) for key in hidden.methods)})

    def tells(self, key: object) -> bool:
        """Whether an amount can be told to within a tenth of it, both ways."""
        value = self.true[key]
        least, most = self.range_of(key)
        return value > 0 and max(most - value, value - least) < value / 10 - 1e-6

    def _row(self, factors: dict[object, int]) -> list[float]:
        row = [0.0] * len(self.place)
        for key, factor in factors.items():
            row[self.place[key]] = factor
        return row

    def _sum(self, total: object, parts: list[object]) -> None:
        self.sums.append(self._row({total: -1} | dict.fromkeys(parts, 1)))

    def range_of(self, key: object) -> tuple[float, float]:
        """Between what an amount must lie."""
        found = []
        for sign in (1, -1):
            told = linprog(
                self._row({key: sign}),
                A_ub=self.at_most,
                b_ub=[0] * len(self.at_most),
                A_eq=self.sums,
                b_eq=[0] * len(self.sums),
                bounds=self.bounds,
            )
            found.append(sign * told.fun if told.status == 0 else float("inf"))
        return found[0], found[1]


@settings(max_examples=12)
@given(months())
def test_no_amount_that_gives_a_debt_away_can_be_told_to_within_a_tenth(month: Month) -> None:
    hidden = hidden_amounts(month, THRESHOLD)
    reader = Reader.of(month, hidden)
    assert [key for key in secrets_of(month) if reader.tells(key)] == []


def test_what_is_printed_tells_no_amount_that_gives_a_debt_away(store: Store) -> None:
    chance = random.Random(1298)
    with store.database.session() as session:
        for at in range(90):
            arrears = chance.choice([chance.randint(200, 900), chance.randint(200, 900), chance.randint(5_000, 20_000)])
            session.add(
                GuideSheet(
                    sheet_id=f"PAG-{at}",
                    imported_at=datetime(2009, 10, 5, tzinfo=UTC),
                    scheme=chance.choice(["CS2", "CS2", "CSCS"]),
                    segment=chance.choice(["A", "B"]),
                    method_agreed=chance.choice(["deo", "cash", "cheque"]),
                    decision_date=date(2009, chance.choice([7, 7, 8, 9, 9, 9]), 7),
                    arrears=Decimal(arrears),
                    lump_sum=Decimal(chance.choice([0, 0, arrears // 3])),
                    instalment=Decimal(chance.choice([2, 10, 100])),
                    frequency="W",
                )
            )
    true, printed = printed_by_month(store, 0), printed_by_month(store, THRESHOLD)
    assert any(cell is None for cells in printed.values() for cell in cells.values())
    assert any(cell is not None for cells in printed.values() for cell in cells.values())
    for month, cells in true.items():
        unseen = {key for key in cells if printed[month][key] is None}
        reader = Reader({key: cell or 0 for key, cell in cells.items()}, unseen)
        with store.database.session() as session:
            held = arranged(session, Period(date(2009, 7, 1), date(2009, 9, 30)), store.policies.within(session))
        assert [key for key in secrets_of(held.month(month)) if key in unseen and reader.tells(key)] == []
        assert secrets_of(held.month(month)) <= unseen | {key for key, cell in cells.items() if not cell}


def printed_by_month(store: Store, threshold: int) -> dict[str, dict[object, int | None]]:
    """What headline and methods of the summer of 2009 print, in pence; None where an amount is hidden."""
    period = (date(2009, 7, 1), date(2009, 9, 30))
    found: defaultdict[str, dict[object, int | None]] = defaultdict(dict)
    for month, scheme, *amounts in headline.report(store, *period, threshold).rows:
        for name, cell in zip(SHOWN_AMOUNTS, amounts, strict=False):
            found[str(month)][scheme, name] = pence_of(cell)
    for month, segment, method, _count, expected, *_ in methods.report(store, *period, threshold).rows:
        found[str(month)]["way", (segment, method)] = pence_of(expected)
    return dict(found)


def pence_of(cell: str | None) -> int | None:
    return None if cell is None or cell == HIDDEN else to_pence(Decimal(cell))


def secrets_of(month: Month) -> set[object]:
    """The amounts that give a debt away by themselves."""
    rows = {**month.schemes, ALL: month.whole()}
    found: set[object] = {
        (key, name)
        for key, row in rows.items()
        for name in SHOWN_AMOUNTS
        if 0 < row.sheets < THRESHOLD or is_sensitive(row.heaps[name], THRESHOLD)
    }
    return found | {("way", key) for key, way in month.ways.items() if is_sensitive(way.expected, THRESHOLD)}


@settings(max_examples=60)
@given(months())
def test_what_is_hidden_together_is_no_small_or_dominated_amount_by_itself(month: Month) -> None:
    hidden = hidden_amounts(month, THRESHOLD)
    for name in SHOWN_AMOUNTS:
        together = [row.heaps[name] for key, row in month.schemes.items() if (key, name) in hidden.headline]
        assert (ALL, name) in hidden.headline or not is_sensitive(Heap.of(iter(together)), THRESHOLD)
    if (ALL, "expected") not in hidden.headline:
        ways = [way.expected for key, way in month.ways.items() if key in hidden.methods]
        assert not is_sensitive(Heap.of(iter(ways)), THRESHOLD)


@settings(max_examples=60)
@given(months())
def test_what_is_not_by_order_is_not_told_by_taking_the_orders_off(month: Month) -> None:
    hidden = hidden_amounts(month, THRESHOLD)
    for key, row in {**month.schemes, ALL: month.whole()}.items():
        if {(key, "expected"), (key, "deo")}.isdisjoint(hidden.headline):
            assert not is_sensitive(row.heaps["other"], THRESHOLD)

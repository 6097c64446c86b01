"""No debt comes out of what headline and methods show together: the rule, and a reader with a linear program."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from models.reports.amounts_hidden import ALL, SHOWN_AMOUNTS, HiddenAmounts, hidden_amounts, is_sensitive
from models.reports.arranged import Heap, Month, SheetAmounts

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

    def __init__(self, month: Month, hidden: HiddenAmounts) -> None:
        whole = month.whole()
        self.true: dict[object, int] = {(ALL, name): whole.heaps[name].total for name in SHOWN_AMOUNTS}
        self.true |= {
            (key, name): row.heaps[name].total for key, row in month.schemes.items() for name in SHOWN_AMOUNTS
        }
        self.true |= {("way", key): way.expected.total for key, way in month.ways.items()}
        unseen = {*hidden.headline, *(("way", key) for key in hidden.methods)}
        self.place = {key: at for at, key in enumerate(self.true)}
        self.bounds = [(0, None) if key in unseen else (value, value) for key, value in self.true.items()]
        self.sums: list[list[float]] = []
        self.at_most: list[list[float]] = []
        for name in SHOWN_AMOUNTS:
            self._sum((ALL, name), [(key, name) for key in month.schemes])
        self._sum((ALL, "expected"), [("way", key) for key in month.ways])
        self._sum((ALL, "deo"), [("way", key) for key in month.ways if key[1] == "deo"])
        for key in (*month.schemes, ALL):
            for less, more in (("lump", "expected"), ("deo", "expected"), ("expected", "arrears")):
                self.at_most.append(self._row({(key, less): 1, (key, more): -1}))

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


@settings(max_examples=25)
@given(months())
def test_no_amount_that_gives_a_debt_away_can_be_told_to_within_a_tenth(month: Month) -> None:
    hidden = hidden_amounts(month, THRESHOLD)
    reader = Reader(month, hidden)
    rows = {**month.schemes, ALL: month.whole()}
    secret: list[object] = [
        (key, name)
        for key, row in rows.items()
        for name in SHOWN_AMOUNTS
        if 0 < row.sheets < THRESHOLD or is_sensitive(row.heaps[name], THRESHOLD)
    ]
    secret += [("way", key) for key, way in month.ways.items() if is_sensitive(way.expected, THRESHOLD)]
    for key in secret:
        value = reader.true[key]
        least, most = reader.range_of(key)
        assert value == 0 or max(most - value, value - least) >= value / 10 - 1e-6, (key, value, least, most)


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

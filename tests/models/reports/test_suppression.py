"""Small counts stay hidden: whoever knows every sum cannot work one out."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reports.intervals import overlap, plus
from models.reports.suppression import HIDDEN, Relation, Slack, suppressed
from models.reports.table import Column, Raw, Role, Value

SMALL = "<5"
MOST = 14
COLUMNS = (
    Column("total", Role.COUNT),
    Column("a", Role.COUNT),
    Column("b", Role.COUNT),
    Column("c", Role.COUNT),
    Column("a_pct", Role.FIGURE, ("a", "total")),
)


def table_of(parts: list[tuple[int, int, int]]) -> tuple[Raw, list[Relation]]:
    """Rows that add up across, and a last row that adds them up down."""
    every = [*parts, tuple(map(sum, zip(*parts, strict=True)))]
    rows: tuple[tuple[Value, ...], ...] = tuple((sum(row), *row, "50.0") for row in every)
    across = [Relation(plus=((at, 0),), less=((at, 1), (at, 2), (at, 3))) for at in range(len(rows))]
    last = len(parts)
    down = [Relation(plus=((last, place),), less=tuple((at, place) for at in range(last))) for place in range(1, 4)]
    return Raw(COLUMNS, rows), [*across, *down]


def possible(cell: str | None) -> Iterator[int]:
    """What a reader thinks a cell can be, as far as this test looks."""
    if cell == SMALL:
        return iter(range(1, 5))
    return iter((0, *range(5, 2 * MOST))) if cell == HIDDEN else iter((int(cell or 0),))


def recovered(rows: tuple[tuple[str | None, ...], ...], at: int) -> list[str]:
    """The cells of one row whose value its own sum gives away, by trying every one."""
    fits = [values for values in product(*(possible(cell) for cell in rows[at][:4])) if values[0] == sum(values[1:])]
    assert fits
    return [
        COLUMNS[place].name for place in range(4) if rows[at][place] == SMALL and len({v[place] for v in fits}) == 1
    ]


def test_small_counts_are_hidden_and_nothing_stays_nothing() -> None:
    raw = Raw((Column("n", Role.COUNT),), ((0,), (1,), (4,), (5,)))
    assert suppressed(raw, []).rows == (("0",), (SMALL,), (SMALL,), ("5",))


def test_a_percentage_of_a_hidden_count_is_hidden_with_it() -> None:
    raw, relations = table_of([(20, 2, 30)])
    raw = Raw(COLUMNS, raw.rows[:1])
    rows = suppressed(raw, relations[:1]).rows
    assert rows == ((HIDDEN, "20", SMALL, "30", HIDDEN),)


def test_two_small_counts_that_leave_one_way_only_take_a_third_cell_along() -> None:
    raw = Raw(COLUMNS[:4], ((2, 1, 1, 0),))
    assert suppressed(raw, [Relation(plus=((0, 0),), less=((0, 1), (0, 2), (0, 3)))]).rows == (
        (SMALL, SMALL, SMALL, "0"),
    )
    raw = Raw(COLUMNS[:4], ((8, 4, 4, 0),))
    assert suppressed(raw, [Relation(plus=((0, 0),), less=((0, 1), (0, 2), (0, 3)))]).rows == (
        (HIDDEN, SMALL, SMALL, "0"),
    )


def test_a_count_that_is_not_shown_at_all_is_not_given_away_either() -> None:
    raw = Raw(COLUMNS[:2], ((100, 98),))
    left = Slack(2, sensitive=True)
    assert suppressed(raw, [Relation(plus=((0, 1), left), less=((0, 0),))]).rows == (("100", HIDDEN),)


def test_differencing_down_the_months_finds_nothing() -> None:
    raw, relations = table_of([(3, 10, 10), (20, 10, 10)])
    found = suppressed(raw, relations)
    assert found.rows[0][1] == SMALL
    assert HIDDEN in (found.rows[1][1], found.rows[2][1])
    assert found.cells == sum(cell in (SMALL, HIDDEN) for row in found.rows for cell in row)


def test_nothing_is_hidden_without_a_threshold() -> None:
    raw, relations = table_of([(1, 2, 3)])
    assert suppressed(raw, relations, 0).cells == 0


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=3))
def test_no_small_count_can_be_recovered_from_the_sums(parts: list[tuple[int, int, int]]) -> None:
    raw, relations = table_of(parts)
    rows = suppressed(raw, relations).rows
    for at, row in enumerate(raw.rows):
        if isinstance(row[0], int) and row[0] <= MOST:
            assert recovered(rows, at) == []
    for place in range(1, 4):
        unknown = [rows[at][place] for at in range(len(rows)) if rows[at][place] in (SMALL, HIDDEN)]
        assert len(unknown) != 1 or unknown == [HIDDEN] or len(rows) == 1


def test_runs_of_numbers_add_and_meet() -> None:
    nothing_or_many = ((0, 0), (5, None))
    assert plus(((1, 4),), nothing_or_many) == ((1, 4), (6, None))
    assert overlap(((3, 5),), nothing_or_many) == ((5, 5),)


def readings(
    rows: tuple[tuple[str | None, ...], ...], c_may_be: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every table that would be shown like this one: all rows and columns add up, whatever the reader tries."""

    def values(cell: str | None) -> tuple[int, ...]:
        return (1, 2, 3, 4) if cell == SMALL else c_may_be if cell == HIDDEN else (int(cell or 0),)

    def fits(cell: str | None, number: int) -> bool:
        return number in values(cell)

    def of_row(row: tuple[str | None, ...]) -> list[tuple[int, ...]]:
        return [numbers for numbers in product(*map(values, row[1:])) if fits(row[0], sum(numbers))]

    *parts, whole = rows
    for table in product(*map(of_row, parts)):
        sums = [sum(column) for column in zip(*table, strict=True)]
        if all(map(fits, whole, (sum(sums), *sums))):
            yield table


@pytest.mark.parametrize(
    "parts",
    [
        [(2, 8, 0), (20, 0, 2), (2, 0, 0), (4, 2, 3)],
        [(1, 1, 1), (6, 0, 2), (0, 3, 9)],
        [(5, 1, 3), (3, 2, 0), (0, 3, 0), (1, 1, 2)],
    ],
)
def test_all_sums_at_once_give_nothing_away_either(parts: list[tuple[int, int, int]]) -> None:
    raw, relations = table_of(parts)
    rows = tuple(row[:4] for row in suppressed(raw, relations).rows)
    small = [(at, place) for at in range(len(parts)) for place in (1, 2, 3) if 0 < parts[at][place - 1] < 5]
    told = all(rows[at][place] == SMALL for at, place in small)
    found = list(readings(rows, (0, *range(5, 30)) if told else tuple(range(30))))
    for at, place in small:
        assert len({table[at][place - 1] for table in found}) > 1


def test_four_parts_of_a_total_below_five_do_not_say_that_they_are_small() -> None:
    columns = tuple(Column(name, Role.COUNT) for name in ("total", "a", "b", "c", "d"))
    whole = Relation(plus=((0, 0),), less=tuple((0, place) for place in range(1, 5)))
    assert suppressed(Raw(columns, ((4, 1, 1, 1, 1),)), [whole]).rows == ((HIDDEN,) * 5,)


def test_what_was_hidden_in_vain_is_shown_again() -> None:
    months: list[tuple[int, int, int]] = [(700, 30, 10 + at) for at in range(10)]
    raw, relations = table_of([*months, (700, 30, 3)])
    assert suppressed(raw, relations).cells <= 8

"""Small counts stay hidden: whoever knows every sum cannot work one out."""

from collections.abc import Iterator
from itertools import product

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

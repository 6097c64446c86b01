"""Where the pieces of a chart lie: sums without a window."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.views.chart_geometry import (
    LEAST_SEGMENT_PX,
    axis,
    column_widths,
    every_nth,
    in_grid,
    label_share,
    nearest,
    rows_of,
    stack_widths,
    stepped,
)


@settings(max_examples=60)
@given(st.floats(0, 1))
def test_a_scale_begins_at_a_round_figure_below_everything_and_ends_at_all(lowest: float) -> None:
    made = axis(lowest)
    assert made.low <= lowest or made.low == pytest.approx(0.9)
    assert made.ticks[0] == made.low
    assert made.ticks[-1] == 1
    assert 2 <= len(made.ticks) <= 6
    assert made.place(1) == 1
    assert made.place(made.low) == 0


def test_a_share_below_the_scale_is_drawn_at_its_beginning() -> None:
    assert axis(0.85).place(0.2) == 0


@settings(max_examples=60)
@given(st.lists(st.integers(0, 5000), min_size=1, max_size=6), st.floats(50, 800))
def test_a_stack_fills_its_bar_and_every_piece_that_counts_is_seen(counts: list[int], width: float) -> None:
    made = stack_widths(counts, width)
    assert sum(made) == pytest.approx(width if sum(counts) else 0)
    for count, each in zip(counts, made, strict=True):
        assert (each >= LEAST_SEGMENT_PX - 0.001) if count else each == 0


def test_labels_that_would_touch_are_thinned() -> None:
    assert every_nth([20] * 12, 30, 6) == 1
    assert every_nth([40] * 12, 30, 6) == 2
    assert every_nth([], 30, 6) == 1
    assert every_nth([500, 500], 30, 6) == 2


def test_things_side_by_side_break_where_the_width_ends() -> None:
    assert rows_of([40, 40, 40], 10, 100) == ((0, 1), (2,))
    assert rows_of([400], 10, 100) == ((0,),)
    assert rows_of([], 10, 100) == ()


def test_a_table_takes_its_width_and_numbers_are_never_cut_before_words() -> None:
    assert column_widths((100, 50), (False, True), 300) == (250, 50)
    assert column_widths((200, 50), (False, True), 150) == (100, 50)
    assert sum(column_widths((200, 200), (True, True), 100)) <= 100.001


def test_labels_stand_above_the_bars_where_there_is_no_room_beside() -> None:
    assert label_share(100, 50, 400, 80, 8) == (100, False)
    assert label_share(100, 50, 220, 80, 8) == (0, True)


def test_the_part_under_the_pointer_is_the_last_one_drawn_there() -> None:
    places = [(0, 0, 100, 20), (50, 0, 20, 20)]
    assert nearest(places, 55, 10) == 1
    assert nearest(places, 10, 10) == 0
    assert nearest(places, 10, 30) is None


def test_the_keyboard_stays_at_the_ends() -> None:
    assert stepped(None, 1, 3) == 0
    assert stepped(None, -1, 3) == 2
    assert stepped(2, 1, 3) == 2
    assert stepped(0, -1, 3) == 0
    assert stepped(None, 1, 0) is None
    assert [in_grid(at, 1, 0, 3, 5) for at in range(5)] == [1, 2, 2, 4, 4]
    assert in_grid(1, 0, 1, 3, 5) == 4
    assert in_grid(2, 0, 1, 3, 5) == 4

"""Recorders in doubt: told from named calls on impossible days, never from few, with the shift that would mend it."""

import random
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.clock_skew import ClockDoubt, clock_doubts
from models.matching import CallRow, SheetRow

DAY = date(2009, 9, 14)


def pair(number: int, gap: int, recorder: str | None = "NICE-1", case: str = "C1") -> tuple[CallRow, SheetRow]:
    """A call, and the sheet that names it, decided `gap` days after the call's day as the recorder tells it."""
    day = DAY + timedelta(days=number % 20)
    started = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    call = CallRow(f"r{number}", f"V{number}", case, "W1", day, started, recorder=recorder)
    return call, SheetRow(f"s{number}", f"P{number}", "C1", "W1", day + timedelta(days=gap), f"V{number}")


def doubts(*pairs: tuple[CallRow, SheetRow]) -> tuple[ClockDoubt, ...]:
    return clock_doubts(pairs)


def test_a_recorder_whose_calls_start_after_the_decision_is_told_with_the_shift() -> None:
    (found,) = doubts(*(pair(number, -3) for number in range(14)), pair(14, 0))
    assert str(found) == (
        "recorder NICE-1: 14 of 15 named calls start after the decision; its clock may be wrong: "
        "3 days earlier would bring 15 of them into the window"
    )


def test_a_clock_far_behind_is_told_too() -> None:
    (found,) = doubts(*(pair(number, 365) for number in range(5)))
    assert (found.before, found.shift_days, found.mended) == (5, 365, 5)
    assert "365 days later would bring 5 of them into the window" in str(found)


def test_days_within_the_window_are_no_reason_for_doubt() -> None:
    assert doubts(*(pair(number, number % 8) for number in range(16))) == ()


def test_each_recorder_is_judged_by_its_own_calls() -> None:
    good = [pair(number, 0, "A") for number in range(9)]
    bad = [pair(number, -1, "B") for number in range(9, 14)]
    assert [found.recorder for found in doubts(*good, *bad)] == ["B"]


def test_two_calls_say_nothing_about_a_clock() -> None:
    assert doubts(pair(1, -3), pair(2, -3)) == ()


def test_a_reference_that_contradicts_the_case_says_nothing_about_the_clock() -> None:
    assert doubts(*(pair(number, -3, case="C2") for number in range(9))) == ()


def test_days_without_order_have_no_one_shift() -> None:
    (found,) = doubts(*(pair(number, -20 * (number + 1)) for number in range(6)))
    assert found.shift_days is None
    assert "no one shift" in str(found)


def test_recordings_that_name_no_recorder_are_judged_together() -> None:
    (found,) = doubts(*(pair(number, -1, None) for number in range(4)))
    assert str(found).startswith("recordings that name no recorder: 4 of 4 named calls start after the decision")


@given(st.lists(st.tuples(st.integers(-9, 12), st.sampled_from(["A", "B", None])), max_size=30), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[tuple[int, str | None]], chance: random.Random) -> None:
    pairs = [pair(number, gap, recorder) for number, (gap, recorder) in enumerate(rows)]
    before = doubts(*pairs)
    chance.shuffle(pairs)
    assert doubts(*pairs) == before


@given(st.lists(st.integers(-30, 30), min_size=3, max_size=30))
def test_the_shift_told_does_mend_as_many_as_it_says(gaps: list[int]) -> None:
    for found in doubts(*(pair(number, gap) for number, gap in enumerate(gaps))):
        if found.shift_days is not None:
            assert sum(0 <= gap - found.shift_days <= 7 for gap in gaps) == found.mended > len(gaps) / 2

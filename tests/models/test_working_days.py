"""Working days: weekends and the bank holidays of England and Wales are no days of the window for a dispute."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.working_days import add_working_days, bank_holidays, reply_by


@pytest.mark.parametrize(
    ("released", "days", "last"),
    [
        (date(2009, 10, 5), 10, date(2009, 10, 19)),
        (date(2009, 10, 3), 1, date(2009, 10, 5)),  # released on a Saturday
        (date(2009, 12, 24), 1, date(2009, 12, 29)),  # Boxing Day fell on a Saturday: the Monday was free
        (date(2010, 4, 1), 1, date(2010, 4, 6)),  # Good Friday and Easter Monday
        (date(2011, 4, 28), 1, date(2011, 5, 3)),  # a royal wedding on the Friday, early May on the Monday
    ],
)
def test_the_window_ends_on_the_working_day_a_calendar_says(released: date, days: int, last: date) -> None:
    assert reply_by(released, days) == last


@given(st.dates(date(1995, 1, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_so_many_working_days_lie_between_release_and_end(released: date, days: int) -> None:
    free = bank_holidays()
    last = add_working_days(released, days, free)
    between = (released + timedelta(days=number) for number in range(1, (last - released).days + 1))
    assert sum(day.weekday() < 5 and day not in free for day in between) == days
    assert days == 0 or (last.weekday() < 5 and last not in free)


def test_a_negative_window_is_no_window() -> None:
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2009, 10, 5), -1, ())


def test_at_the_end_of_all_years_the_window_ends_with_them() -> None:
    assert reply_by(date(9999, 12, 30), 10) == date.max

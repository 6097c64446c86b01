"""Working days: Monday to Friday without the bank holidays of England and Wales.

By them the window runs in which a caseworker can dispute a review. The holidays come from the `holidays` library (its
own tables, nothing is asked of a network), which is imported when they are first needed.
"""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5
DISPUTE_WINDOW_DAYS = 10
"""Working days for a dispute, where the department has set no other number."""


def add_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """The `count`-th working day after `day`, which itself is not counted. Raises ValueError for a negative count, and
    OverflowError beyond the last year there is."""
    if count < 0:
        raise ValueError(f"not a number of days: {count}")
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            count -= 1
    return day


def bank_holidays() -> Container[date]:
    """The bank holidays of England and Wales, of whatever year is asked for."""
    from holidays.countries.united_kingdom import UnitedKingdom

    found: Container[date] = UnitedKingdom(subdiv="ENG")  # type: ignore[no-untyped-call]
    return found


def reply_by(released: date, window_days: int) -> date:
    """The last day for a dispute of what was released on a day: so many working days later, that day included; the last
    day there is where the working date is set to the end of all years."""
    try:
        return add_working_days(released, window_days, bank_holidays())
    except OverflowError:
        return date.max

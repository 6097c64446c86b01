"""The one clock: real, or set to a working date."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.clock import OFFICE_ZONE, Clock, clock_from, office_date
from models.errors import WrongUsage


def test_a_working_date_moves_the_day_and_keeps_the_time_of_day() -> None:
    clock = clock_from("2009-10-05")
    assert clock.today() == date(2009, 10, 5)
    wall, set_back = datetime.now(OFFICE_ZONE), clock.now()
    assert office_date(set_back) == clock.today()
    assert set_back.astimezone(OFFICE_ZONE).hour in {wall.hour, (wall.hour + 1) % 24}


@pytest.mark.parametrize("empty", [None, ""])
def test_without_a_working_date_it_is_the_real_day(empty: str | None) -> None:
    assert clock_from(empty) == Clock()
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("wrong", ["5.10.2009", "2009-13-01", "today"])
def test_what_is_no_date_is_wrong_usage(wrong: str) -> None:
    with pytest.raises(WrongUsage, match=wrong):
        clock_from(wrong)


def test_a_day_is_a_day_in_london() -> None:
    assert office_date(datetime(2009, 9, 14, 23, 30, tzinfo=UTC)) == date(2009, 9, 15)
    assert office_date(datetime(2009, 12, 14, 23, 30, tzinfo=UTC)) == date(2009, 12, 14)

"""Forms of dates: what a form reads, whatever language the system speaks, and which forms are none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.intake.date_forms import MONTHS, DateForm


@given(st.dates(date(1969, 1, 1), date(2068, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d/%m/%y", "%Y%m%d", "%d %b %Y"]))
def test_a_day_is_read_as_it_is_written(day: date, form: str) -> None:
    read = DateForm(form).read(DateForm(form).example(day).replace("10:31:40", ""))
    assert read is not None
    assert read.date() == day


@pytest.mark.parametrize(
    "form", ["%d/%m/%Y", "%d-%b-%Y", "%d %B %Y", "%d.%m.%y %H:%M:%S", "%Y%m%d%H%M%S", "%d/%m/%Y %I:%M %p"]
)
def test_the_example_of_a_form_is_read_by_it(form: str) -> None:
    read = DateForm(form).read(DateForm(form).example())
    assert read is not None
    assert read.date() == date(2009, 9, 14)


@pytest.mark.parametrize(
    ("form", "cell", "told"),
    [
        ("%d/%m/%Y", "4/9/2009", "2009-09-04T00:00:00"),
        ("%d %b %Y", "14 SEP 2009", "2009-09-14T00:00:00"),
        ("%d %b %Y", "14 Sept 2009", "2009-09-14T00:00:00"),
        ("%d %B %Y", "14 september 2009", "2009-09-14T00:00:00"),
        ("%d/%m/%y", "14/09/69", "1969-09-14T00:00:00"),
        ("%d/%m/%y", "14/09/68", "2068-09-14T00:00:00"),
        ("%d/%m/%Y %I:%M %p", "14/09/2009 12:05 am", "2009-09-14T00:05:00"),
        ("%d/%m/%Y %I:%M %p", "14/09/2009 12:05 PM", "2009-09-14T12:05:00"),
        ("%Y%m%d-%H%M%S.%f", "20090914-103140.25", "2009-09-14T10:31:40.250000"),
        ("%Y-%m-%d %H:%M%z", "2009-09-14 10:31Z", "2009-09-14T10:31:00+00:00"),
        (
            "%Y-%m-%d %H:%M%z",
            "2009-09-14 10:31-0530",
            "2009-09-14T10:31:00-05:30",
        ),
        ("100%% %d/%m/%Y", "100% 14/09/2009", "2009-09-14T00:00:00"),
    ],
)
def test_a_cell_is_read(form: str, cell: str, told: str) -> None:
    read = DateForm(form).read(cell)
    assert read is not None
    assert read.isoformat() == told


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("%d/%m/%Y", "14/09/09"),
        ("%d/%m/%Y", " 14/09/2009"),
        ("%d/%m/%Y", "14/09/2009 10:00"),
        ("%d/%m/%Y", "14-09-2009"),
        ("%d/%m/%Y", "١٤/٠٩/٢٠٠٩"),
        ("%d %b %Y", "14 Okt 2009"),
        ("%Y%m%d", "2009914"),
        ("%d/%m/%Y", ""),
    ],
)
def test_a_cell_of_another_form_is_not_read(form: str, cell: str) -> None:
    assert DateForm(form).read(cell) is None


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("%d/%m/%Y", "31/02/2009"),
        ("%d/%m/%Y", "14/13/2009"),
        ("%d/%m/%Y %H:%M", "14/09/2009 24:00"),
        ("%d/%m/%Y %I:%M %p", "14/09/2009 13:00 pm"),
        ("%Y-%m-%d %H:%M%z", "2009-09-14 10:31+25:00"),
    ],
)
def test_a_day_or_time_that_does_not_exist_is_told(form: str, cell: str) -> None:
    with pytest.raises(ValueError):
        DateForm(form).read(cell)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("", "must name"),
        ("%d/%m", "must name"),
        ("%d/%m/%Y/%y", "must name"),
        ("dd/mm/yyyy", "must name"),
        ("%d/%m/%Y %d", "stands twice"),
        ("%d/%m/%Q", "%Q is not known"),
        ("%d/%m/%Y%", "not a form"),
        ("%d/%m/%Y %I:%M", "together with %p"),
        ("%d/%m/%Y %H", "without its minutes"),
        ("%d/%m/%Y %M", "without their hour"),
        ("%d/%m/%Y" + "x" * 60, "not a form"),
    ],
)
def test_a_form_that_is_none_is_refused_in_words(form: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        DateForm(form)


def test_the_months_are_english_whatever_the_system_speaks() -> None:
    assert [DateForm("%d %B %Y").read(f"1 {name} 2009").month for name in MONTHS] == list(range(1, 13))  # type: ignore[union-attr]

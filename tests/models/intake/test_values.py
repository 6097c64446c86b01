"""Cells: what is read, exactly, and what is not guessed at."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.intake import values


@given(st.dates())
def test_a_date_is_read_as_it_is_written(day: date) -> None:
    assert values.day(day.isoformat()) == day


@pytest.mark.parametrize("cell", ["14/09/2009", "2009-9-14", "20090914", "2009-02-30", "2009-W38-1", "２００９-09-14"])
def test_other_dates_are_refused(cell: str) -> None:
    with pytest.raises(values.Unfit):
        values.day(cell)


@given(
    st.integers(-2_000_000_000, 7_000_000_000),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_time_keeps_its_moment_and_its_offset(second: int, offset_min: int) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    aware = (epoch + timedelta(seconds=second)).astimezone(timezone(timedelta(minutes=offset_min)))
    utc, kept = values.moment(aware.isoformat())
    assert utc.replace(tzinfo=UTC) == aware
    assert kept == offset_min


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2009-09-14T10:31:40", "without its offset"),
        ("2009-09-14 10:31:40+01:00", "not a time"),
        ("2009-09-14", "not a time"),
        ("2009-09-14T25:00:00Z", "no such time"),
        ("2009-09-14T10:31:40+25:00", "no such time"),
        ("2009-09-14T10:31:40 BST", "not a time"),
        ("0001-01-01T00:00:00+01:00", "age"),
    ],
)
def test_other_times_are_refused(cell: str, reason: str) -> None:
    with pytest.raises(values.Unfit, match=reason):
        values.moment(cell)


@pytest.mark.parametrize(
    ("cell", "ms"), [("102.2", 102_200), ("0", 0), ("11.6004", 11_600), ("0.0005", 1), ("7", 7000)]
)
def test_seconds_become_milliseconds(cell: str, ms: int) -> None:
    assert values.seconds(cell) == ms


@pytest.mark.parametrize("cell", ["-1", "1e2", "nan", "1:30", "9999999"])
def test_other_lengths_are_refused(cell: str) -> None:
    with pytest.raises(values.Unfit):
        values.seconds(cell)


def test_a_reference_keeps_leading_zeros_and_refuses_what_cannot_be_seen() -> None:
    assert values.reference("000123") == "000123"
    for cell in ("C-1\u200bA", "C\n1", "x" * 201):
        with pytest.raises(values.Unfit):
            values.reference(cell)


def test_text_has_a_sane_length_and_no_nul() -> None:
    assert values.text("a\nb") == "a\nb"
    for cell in ("x" * 10_000_000, "a\0b"):
        with pytest.raises(values.Unfit):
            values.text(cell)


def test_a_list_of_codes_is_taken_only_with_known_ones() -> None:
    read = values.list_of("deo", "cash")
    assert read("deo; cash") == "deo;cash"
    with pytest.raises(values.Unfit, match="deo, cash"):
        read("deo;gold")

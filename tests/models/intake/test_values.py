"""Cells: what is read, exactly, and what is not guessed at."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.intake import values


@given(st.integers(0, 99_999_999_999_999))
def test_money_written_with_two_places_is_read_to_the_penny(pence: int) -> None:
    assert values.money(f"{pence // 100}.{pence % 100:02}") == pence


@given(st.decimals(0, 10**9, places=1))
def test_money_with_fewer_places_means_the_same_amount(pounds: Decimal) -> None:
    assert values.money(str(pounds)) == int(pounds * 100)


@given(st.text(max_size=12))
def test_whatever_money_takes_is_plain_digits_of_at_most_two_places(cell: str) -> None:
    try:
        pence = values.money(cell)
    except values.Unfit:
        return
    assert cell.isascii()
    assert set(cell) <= set("0123456789.")
    assert Decimal(cell) * 100 == pence


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("-5.00", "negative"),
        ("1.234", "more than two decimals"),
        ("0.005", "more than two decimals"),
        ("NaN", "not an amount"),
        ("Infinity", "not an amount"),
        ("1e3", "not an amount"),
        ("1_000", "not an amount"),
        ("1,000.00", "not an amount"),
        ("£5", "not an amount"),
        ("٣", "not an amount"),
        ("５.00", "not an amount"),
        ("+5", "not an amount"),
        (".50", "not an amount"),
        ("5.", "not an amount"),
        ("5.00\n", "not an amount"),
        ("9" * 13, "too large"),
    ],
)
def test_what_is_not_money_is_refused_with_the_reason(cell: str, reason: str) -> None:
    with pytest.raises(values.Unfit, match=reason):
        values.money(cell)


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


def test_the_day_of_a_call_is_the_day_in_london() -> None:
    assert values.call_start("2009-09-14T23:30:00Z")[2] == date(2009, 9, 15)


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

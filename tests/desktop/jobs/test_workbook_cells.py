"""Number formats and numbers: what a cell says becomes text, and nothing is guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs.workbook_cells import (
    GENERAL,
    Format,
    GridRow,
    Shape,
    Span,
    Unreadable,
    built_in,
    column_of,
    format_of,
    letters,
    number_text,
    shown_number,
)


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("General", Shape.NUMBER),
        ("@", Shape.NUMBER),
        ("0", Shape.NUMBER),
        ("0.00", Shape.NUMBER),
        ("#,##0.00;[Red]-#,##0.00", Shape.NUMBER),
        ('[$£-809]#,##0.00" due"', Shape.NUMBER),
        ('"day "0', Shape.NUMBER),
        ("0.00E+00", Shape.NUMBER),
        ("0%", Shape.NUMBER),
        ("dd/mm/yyyy", Shape.DAY),
        ("[$-809]d mmmm yyyy;@", Shape.DAY),
        ("mmm-yy", Shape.DAY),
        ("yyyy\\-mm\\-dd", Shape.DAY),
        ("dd/mm/yyyy hh:mm", Shape.MOMENT),
        ("yyyy-mm-dd\\Thh:mm:ss", Shape.MOMENT),
        ("h:mm AM/PM", Shape.TIME),
        ("mm:ss.0", Shape.TIME),
        ("[h]:mm:ss", Shape.LENGTH),
        ("[mm]:ss", Shape.LENGTH),
        ("00000", Shape.ZEROS),
        ("", Shape.NUMBER),
    ],
)
def test_a_format_code_tells_the_shape(code: str, shape: Shape):
    assert format_of(code).shape is shape


@pytest.mark.parametrize(
    ("number", "shape"), [(0, Shape.NUMBER), (2, Shape.NUMBER), (14, Shape.DAY), (22, Shape.MOMENT), (46, Shape.LENGTH)]
)
def test_formats_known_by_number_have_their_shape(number: int, shape: Shape):
    assert built_in(number).shape is shape


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("119.99999999999999", "120"),
        ("0.1", "0.1"),
        ("1E+14", "100000000000000"),
        ("999999999999999", "999999999999999"),
        ("1e-7", "0.0000001"),
        ("007", "7"),
        ("-0.0", "0"),
        ("1234.50", "1234.5"),
        ("0", "0"),
        ("0.30000000000000004", "0.3"),
    ],
)
def test_a_number_is_shown_with_fifteen_digits_and_no_exponent(written: str, text: str):
    assert shown_number(written, GENERAL, 1900) == text


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 3))
@settings(deadline=None)
def test_amounts_lose_no_digit(pence: int, places: int):
    written = f"{pence / 10**places!r}"
    assert round(float(shown_number(written, GENERAL, 1900)) * 10**places) == pence


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e290, max_value=1e290))
@settings(deadline=None)
def test_every_number_is_plain_digits(value: float):
    text = number_text(value)
    assert set(text) <= set("-.0123456789")
    assert float(text) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("written", ["1234567890123456", "1.23456789012346E+18", "1E+20", "-1e15"])
@pytest.mark.parametrize("how", [GENERAL, Format(Shape.ZEROS, 18)])
def test_a_reference_longer_than_a_spreadsheet_keeps_is_never_given_with_other_digits(written: str, how: Format):
    with pytest.raises(Unreadable, match="more than 15 digits"):
        shown_number(written, how, 1900)


@pytest.mark.parametrize("written", ["x", "", "nan", "inf", "1e400", "1,5"])
def test_what_is_no_number_is_told(written: str):
    with pytest.raises(Unreadable, match="no number"):
        shown_number(written, GENERAL, 1900)


@pytest.mark.parametrize(
    ("written", "digits", "text"), [("7", 5, "00007"), ("123456", 5, "123456"), ("1.5", 5, "1.5"), ("-7", 5, "-7")]
)
def test_zeros_are_put_before_whole_numbers_only(written: str, digits: int, text: str):
    assert shown_number(written, Format(Shape.ZEROS, digits), 1900) == text


@pytest.mark.parametrize(
    ("written", "shape", "text"),
    [
        ("40070.9999999", Shape.DAY, "2009-09-14"),
        ("40070.9999999", Shape.MOMENT, "2009-09-15T00:00:00"),
        ("40070", Shape.MOMENT, "2009-09-14T00:00:00"),
        ("0.5", Shape.TIME, "12:00:00"),
        ("40070.5", Shape.TIME, "2009-09-14T12:00:00"),
        ("1.25", Shape.LENGTH, "30:00:00"),
    ],
)
def test_days_and_times_are_written_as_iso(written: str, shape: Shape, text: str):
    assert shown_number(written, Format(shape), 1900) == text


@pytest.mark.parametrize(
    ("written", "epoch"), [("60", 1900), ("0", 1900), ("-1", 1900), ("2958466", 1900), ("2957004", 1904)]
)
def test_a_day_out_of_the_calendar_is_told(written: str, epoch):
    with pytest.raises(Unreadable, match="date"):
        shown_number(written, Format(Shape.DAY), epoch)


@given(st.integers(0, 16_383))
@settings(deadline=None)
def test_columns_are_called_by_letters_and_back(column: int):
    assert column_of(letters(column)) == column


def test_areas_are_named_as_a_spreadsheet_does():
    assert str(Span(5, 3, 8, 27)) == "D5:AB8"
    with pytest.raises(Unreadable):
        column_of("a1")


def test_a_cell_put_far_to_the_right_leaves_blanks_before_it():
    row = GridRow(1)
    row.put(2, "c")
    row.put(0, "a")
    assert row.cells == ["a", "", "c"]

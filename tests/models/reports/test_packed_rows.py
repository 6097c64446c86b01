"""Packed rows are the rows that were put in."""

import pytest

from models.reports.packed_rows import AT_ONCE, PackedRows

ROWS = tuple((str(number), None if number % 3 else "é") for number in range(2 * AT_ONCE + 5))


def test_they_are_the_rows_that_were_put_in() -> None:
    packed = PackedRows(ROWS)
    assert len(packed) == len(ROWS)
    assert tuple(packed) == ROWS
    assert packed == ROWS
    assert packed != ROWS[1:]


def test_a_row_or_some_are_found_by_their_place() -> None:
    packed = PackedRows(iter(ROWS))
    assert packed[AT_ONCE] == ROWS[AT_ONCE]
    assert packed[-1] == ROWS[-1]
    assert packed[AT_ONCE - 2 : AT_ONCE + 2] == ROWS[AT_ONCE - 2 : AT_ONCE + 2]
    with pytest.raises(IndexError):
        packed[len(ROWS)]


def test_no_rows_are_no_rows() -> None:
    assert PackedRows(()) == ()

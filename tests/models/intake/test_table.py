"""The front door of lists: what a file is decides, and the days of spreadsheets."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from models.intake.delimited import DelimitedTable
from models.intake.table import FileRefused, TableForm, open_table, repeated, serial_day


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("d0cf11e0a1b11ae1")])
def test_a_workbook_goes_to_whoever_opens_workbooks_whatever_it_is_called(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(start + bytes(600))
    asked = []
    table = DelimitedTable(_csv(tmp_path))
    known = [frozenset({"a"})]
    form = TableForm(sheet="x")
    assert open_table(path, form, workbooks=lambda *call: asked.append(call) or table, known_headings=known) is table
    table.close()
    assert asked == [(path, form, known)]


def test_a_workbook_is_refused_where_nobody_opens_workbooks(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(FileRefused, match="is a workbook; save the list as CSV"):
        open_table(tmp_path / "list.xlsx", workbooks=None)


def test_text_is_read_as_text_whatever_it_is_called(tmp_path: Path) -> None:
    path = _csv(tmp_path).rename(tmp_path / "list.xlsx")
    with open_table(path, workbooks=None) as table:
        assert table.headings == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xef\xbb\xbf <HTML><table><tr><td>a</td></tr></table>", "is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "is XML"),
        (b"%PDF-1.4 \xff", "is a PDF"),
        (b"\x09\x08\x06\x00\x00\x05", "Excel 5"),
    ],
)
def test_what_only_looks_like_a_list_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "list.xls").write_bytes(content)
    with pytest.raises(FileRefused, match=reason):
        open_table(tmp_path / "list.xls", workbooks=None)


def test_headings_that_stand_twice_are_told_and_blank_ones_are_not() -> None:
    assert repeated(["a", "b", "a", "", ""]) == {"a"}


@pytest.mark.parametrize(
    ("serial", "epoch", "day"),
    [
        ("1", 1900, date(1900, 1, 1)),
        ("59", 1900, date(1900, 2, 28)),
        ("61", 1900, date(1900, 3, 1)),
        ("40070", 1900, date(2009, 9, 14)),
        ("40070.4386574074", 1900, date(2009, 9, 14)),
        ("2958465", 1900, date(9999, 12, 31)),
        ("0", 1904, date(1904, 1, 1)),
        ("38608", 1904, date(2009, 9, 14)),
        ("2957003", 1904, date(9999, 12, 31)),
    ],
)
def test_a_serial_day_is_the_day_the_spreadsheet_shows(serial: str, epoch, day: date) -> None:
    assert serial_day(serial, epoch) == day


@pytest.mark.parametrize(
    ("serial", "epoch"),
    [
        *[(serial, 1900) for serial in ("60", "60.5", "0", "-1", "2958466", "x", "", "nan", "1e999999")],
        *[(serial, 1904) for serial in ("-0.5", "2957004", "inf")],
    ],
)
def test_what_is_no_day_of_the_calendar_is_no_serial_day(serial: str, epoch) -> None:
    with pytest.raises(ValueError, match=r"day|serial"):
        serial_day(serial, epoch)


def test_reading_lists_loads_neither_a_workbook_library_nor_qt() -> None:
    program = (
        "import sys, models.intake.table, models.intake.lists, models.intake.take_in\n"
        "print(sorted(name for name in sys.modules if name.startswith(('python_calamine', 'PySide6'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _csv(folder: Path) -> Path:
    path = folder / "text.csv"
    path.write_text("a,b\n1,2\n")
    return path

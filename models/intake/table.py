"""One way to open any list: delimited text or a workbook, told apart by what the file is and not by how its name ends.

The first step of taking in a list; models.intake.lists says what the rows mean. Workbooks are opened by whoever is
handed in, because that happens in a child process.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from models.errors import Refusal
from models.intake.delimited import DelimitedTable
from models.intake.table_form import (
    FOUND_OUT,
    FileRefused,
    KnownHeadings,
    OpenWorkbook,
    Table,
    TableForm,
    TableRow,
    shown,
)

__all__ = [
    "FOUND_OUT",
    "FileRefused",
    "KnownHeadings",
    "OpenWorkbook",
    "Table",
    "TableForm",
    "TableRow",
    "open_table",
    "repeated",
    "serial_day",
    "shown",
]

LAST_SERIAL = 2_958_465
"""9999-12-31 counted from 1900; beyond it no spreadsheet shows a date."""


_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("d0cf11e0a1b11ae1"))
"""How a ZIP archive (XLSX, ODS), an empty one and a compound file (XLS, and what Office protects) begin."""
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x06\x00", b"\x09\x08\x08\x00")
"""A BIFF stream without a compound file around it: Excel 2 to 5."""


def open_table(
    path: Path,
    form: TableForm = FOUND_OUT,
    *,
    workbooks: OpenWorkbook | None,
    known_headings: KnownHeadings = (),
) -> Table:
    """Open a list, whatever it was written in. Raises FileRefused.

    `known_headings` tell the row of headings, and in a workbook the sheet; without one that fits, both are found by
    their look. `workbooks` None: a workbook is refused.
    """
    start = _start(path)
    if start.startswith(_WORKBOOKS):
        if workbooks is None:
            raise _refused(path, "is a workbook; save the list as CSV in UTF-8")
        return workbooks(path, form, known_headings)
    if start.startswith(_OLD_EXCEL):
        raise _refused(path, "is a workbook of Excel 5 or older; save it as .xlsx")
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table")):
        raise _refused(path, "is a web page, whatever it is called; open it in the spreadsheet and save it as .xlsx")
    if text.startswith(b"<?xml"):
        raise _refused(path, "is XML, not a list; open it in the spreadsheet and save it as .xlsx")
    if text.startswith(b"%pdf-"):
        raise _refused(path, "is a PDF, not a list; ask for the list as CSV or .xlsx")
    return DelimitedTable(path, form, known_headings)


def _start(path: Path) -> bytes:
    """The first bytes of a regular file; nothing of what is none, which its reader then refuses."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(512)
    except OSError:
        return b""


def _refused(path: Path, reason: str) -> FileRefused:
    return FileRefused(Refusal(shown(path), None, None, None, reason))


def repeated(headings: Sequence[str]) -> frozenset[str]:
    """The headings that stand more than once; whoever needs one of them cannot know which column is meant."""
    return frozenset(heading for heading, times in Counter(headings).items() if heading and times > 1)


def serial_day(serial: str, epoch: Literal[1900, 1904]) -> date:
    """The day a spreadsheet's bare number stands for; a fraction is the time of day and is left out. Raises ValueError.

    Counted from 1900, 1 is 1 January 1900 and 60 is 29 February 1900, a day that never was (ECMA-376 part 1,
    18.17.4.1); counted from 1904, 0 is 1 January 1904.
    """
    try:
        exact = Decimal(serial)
        there = 0 <= exact < LAST_SERIAL + 1
    except InvalidOperation:
        raise ValueError(f"{serial!r} is not a serial day") from None
    days = int(exact) if there else -1
    if epoch == 1904:
        if not 0 <= days <= LAST_SERIAL - 1462:
            raise ValueError(f"{serial} is no day of this calendar")
        return date(1904, 1, 1) + timedelta(days)
    if days == 60:
        raise ValueError("60 is 29 February 1900, a day that never was")
    if days < 1:
        raise ValueError(f"{serial} is no day of this calendar")
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days)

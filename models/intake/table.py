"""One way to open any list: delimited text or a workbook, told apart by what the file is and not by how its name ends.

The first step of taking in a list; models.intake.lists says what the rows mean. Workbooks are opened by whoever is
handed in, because that happens in a child process.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

from models.intake.table_form import FileRefused, KnownHeadings, OpenWorkbook, Table, TableForm, TableRow, shown

__all__ = [
    "FileRefused",
    "KnownHeadings",
    "OpenWorkbook",
    "Table",
    "TableForm",
    "TableRow",
    "repeated",
    "serial_day",
    "shown",
]

LAST_SERIAL = 2_958_465
"""9999-12-31 counted from 1900; beyond it no spreadsheet shows a date."""


def repeated(headings: Sequence[str]) -> frozenset[str]:
    """The headings that stand more than once; whoever needs one of them cannot know which column is meant."""
    return frozenset(heading for heading, times in Counter(headings).items() if heading and times > 1)


def serial_day(serial: str, epoch: Literal[1900, 1904]) -> date:
    """The day a spreadsheet's bare number stands for; a fraction is the time of day and is left out. Raises ValueError.

    Counted from 1900, 1 is 1 January 1900 and 60 is 29 February 1900, a day that never was (ECMA-376 part 1, 18.17.4.1);
    counted from 1904, 0 is 1 January 1904.
    """
    try:
        days = int(Decimal(serial))
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"{serial!r} is not a serial day") from None
    if epoch == 1904:
        if not 0 <= days <= LAST_SERIAL - 1462 or serial.lstrip().startswith("-"):
            raise ValueError(f"{serial} is no day of this calendar")
        return date(1904, 1, 1) + timedelta(days)
    if days == 60:
        raise ValueError("60 is 29 February 1900, a day that never was")
    if not 1 <= days <= LAST_SERIAL:
        raise ValueError(f"{serial} is no day of this calendar")
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days)

"""How a spreadsheet's values become the text of a cell; the child's side of reading lists.

Numbers as a spreadsheet shows them with 15 digits (119.99999999999999 is 120), days and times in ISO 8601 without an
offset, what no one can read (an error value, 29 February 1900) as `Unreadable`. The shapes come from the number format
(ECMA-376 part 1, 18.8.30 and 18.8.31), never from the look of the number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Literal, NamedTuple, Protocol

Epoch = Literal[1900, 1904]
SECONDS_A_DAY = 86_400
LAST_SERIAL = 2_958_465
MOST_ZEROS = 30
FIRST_NOT_KEPT = 1e15
"""A spreadsheet keeps 15 digits of a number."""


class Unreadable(ValueError):
    """A cell that holds something no text stands for; its text is a clause for people."""


class Shape(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    TIME = "time"
    LENGTH = "length"
    ZEROS = "zeros"


class Format(NamedTuple):
    """A shape; for `ZEROS` with the number of digits shown."""

    shape: Shape
    digits: int = 0


GENERAL = Format(Shape.NUMBER)
_BUILT_IN = {
    **dict.fromkeys([14, 15, 16, 17, 30, 36, 50, 51, 52, 53, 54, 57, 58], Format(Shape.DAY)),
    **dict.fromkeys([27, 28, 29, 31], Format(Shape.DAY)),
    **dict.fromkeys([18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56], Format(Shape.TIME)),
    22: Format(Shape.MOMENT),
    46: Format(Shape.LENGTH),
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_LENGTH = re.compile(r"\[(?:h+|m+|s+)\]")
_BRACKET = re.compile(r"\[[^\]]*\]")


def built_in(number: int) -> Format:
    """One of the formats that are known by number and not written in the file."""
    return _BUILT_IN.get(number, GENERAL)


def format_of(code: str) -> Format:
    """The shape a format code makes; of several sections the first counts."""
    bare = _LITERAL.sub("", code.casefold())
    first = bare.partition(";")[0]
    if _LENGTH.search(first):
        return Format(Shape.LENGTH)
    first = _BRACKET.sub("", first).strip()
    if first and not first.strip("0"):
        return Format(Shape.ZEROS, len(first)) if 1 < len(first) <= MOST_ZEROS else GENERAL
    if first in ("general", "@"):
        return GENERAL
    timed = bool(re.search(r"[hs]|am/pm|a/p", first))
    dated = bool(re.search(r"[dy]|mmm", first)) or ("m" in first and not timed)
    if dated:
        return Format(Shape.MOMENT if timed else Shape.DAY)
    return Format(Shape.TIME) if timed else GENERAL


def number_text(value: float) -> str:
    """A number with the 15 digits a spreadsheet shows, without an exponent."""
    short = format(value, ".15g")
    if "e" in short:
        if short in ("inf", "-inf", "nan"):
            raise Unreadable("holds no number")
        short = format(Decimal(short), "f")
    return "0" if short == "-0" else short


def kept_number_text(value: float) -> str:
    """The text of a number that a spreadsheet keeps to its last digit. Raises Unreadable for a longer one: of the
    reference 1234567890123456 it keeps 15 digits, and two references would be one."""
    if abs(value) >= FIRST_NOT_KEPT and abs(value) < 1e300:
        raise Unreadable(
            "holds a number of more than 15 digits, and a spreadsheet keeps no more; format the column as text and "
            "write it again"
        )
    return number_text(value)


def shown_number(written: str, how: Format, epoch: Epoch) -> str:
    """The text of a number cell: `written` as it stands in the file, in the shape of its format."""
    if how is GENERAL and len(written) < 16 and written.isascii():
        if written.isdigit():
            return written if written[0] != "0" else str(int(written))
        whole, point, decimals = written.partition(".")
        if (
            point
            and whole.isdigit()
            and decimals.isdigit()
            and decimals[-1] != "0"
            and (whole[0] != "0" or whole == "0")
        ):
            return written
    try:
        value = float(written)
    except ValueError:
        raise Unreadable("holds no number where the workbook says there is one") from None
    if not abs(value) < 1e300:
        raise Unreadable("holds no number")
    if how.shape is Shape.NUMBER:
        return kept_number_text(value)
    if how.shape is Shape.ZEROS:
        text = kept_number_text(value)
        return text.zfill(how.digits) if text.isdigit() else text
    return _temporal(value, how.shape, epoch)


def _temporal(value: float, shape: Shape, epoch: Epoch) -> str:
    if value < 0:
        raise Unreadable("holds a negative number as a date or time")
    if shape is Shape.LENGTH or (shape is Shape.TIME and value < 1):
        return clock_text(round(value * SECONDS_A_DAY))
    if shape is Shape.DAY:
        return day_of(int(value), epoch).isoformat()
    days, seconds = divmod(round(value * SECONDS_A_DAY), SECONDS_A_DAY)
    return f"{day_of(days, epoch).isoformat()}T{clock_text(seconds)}"


def day_of(days: int, epoch: Epoch) -> date:
    """The day a serial stands for; 60 counted from 1900 is 29 February 1900, which never was."""
    if epoch == 1904 and days <= LAST_SERIAL - 1462:
        return date(1904, 1, 1) + timedelta(days)
    if epoch == 1900 and 1 <= days <= LAST_SERIAL and days != 60:
        return date(1899, 12, 31 if days < 60 else 30) + timedelta(days)
    raise Unreadable(f"holds {days} as a date, which is no day of the calendar")


def clock_text(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}"


def moment_text(value: datetime) -> str:
    rounded = value + timedelta(microseconds=500_000)
    return rounded.replace(microsecond=0, tzinfo=None).isoformat()


@dataclass(slots=True)
class GridRow:
    """One row of a sheet: its number from 1, its cells from column A, and by place why some cannot be read."""

    number: int
    cells: list[str] = field(default_factory=list)
    unreadable: dict[int, str] = field(default_factory=dict)
    hidden: bool = False

    def put(self, place: int, text: str) -> None:
        cells = self.cells
        if place == len(cells):
            cells.append(text)
        elif place < len(cells):
            cells[place] = text
        else:
            cells.extend([""] * (place - len(cells)))
            cells.append(text)


class Span(NamedTuple):
    """A merged area: rows from 1, columns from 0, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        return f"{letters(self.first_column)}{self.first_row}:{letters(self.last_column)}{self.last_row}"


class SheetName(NamedTuple):
    """A sheet of cells as its tab shows it."""

    name: str
    hidden: bool


class Workbook(Protocol):
    """An open workbook, whichever form it has. `remarks` are words about the workbook as a whole."""

    epoch: Epoch
    sheets: list[SheetName]
    remarks: list[str]

    def rows(self, sheet: int) -> Iterable[GridRow]:
        """The rows of a sheet in their order, from the first; rows without any cell are left out."""
        ...

    def spans(self, sheet: int) -> list[Span]:
        """Merged areas of a sheet that cover more than one row; looks the sheet through, so that a broken one shows."""
        ...

    def hidden_columns(self, sheet: int) -> set[int]:
        """Hidden columns from 0, as far as was seen by the rows read so far."""
        ...

    def share_read(self) -> float: ...


def letters(column: int) -> str:
    """The name of a column counted from 0: A, B, ..., Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """The column from 0 that is called so; Unreadable for anything but the letters of one."""
    place = 0
    for letter in name:
        if not "A" <= letter <= "Z":
            raise Unreadable("stands in a column with no such name")
        place = place * 26 + ord(letter) - 64
    return place - 1

"""Reading one cell: plain functions from text to what the database holds, or `Unfit` with the reason in words.

Each takes text that is trimmed and not blank (a blank is "not held" and never comes here). Money becomes integer pence,
a time becomes naive UTC with its offset beside it. They are fast because a list may hold a million rows, and strict
because a figure must never be guessed at: no thousands separators, no exponents, only the digits 0 to 9.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from models.clock import office_date

Reader = Callable[[str], Any]

MOST_CHARACTERS = 32_767
"""The longest text a cell may hold; as much as a spreadsheet's cell."""
MOST_CHARACTERS_OF_A_KEY = 200

_MONEY = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(.*)")
_OFFSET = re.compile(r"Z|[+-][0-9]{2}:?[0-9]{2}")
_SECONDS = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,6}))?")
_COUNT = re.compile(r"[0-9]{1,9}")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class Unfit(ValueError):
    """A cell that cannot be taken; its text is the reason, for people."""


def text(cell: str) -> str:
    """Free text, kept as it is."""
    if len(cell) > MOST_CHARACTERS:
        raise Unfit(f"longer than {MOST_CHARACTERS:,} characters")
    if "\0" in cell:
        raise Unfit("holds a NUL character")
    return cell


def reference(cell: str) -> str:
    """An id or a reference: kept as it is, leading zeros too; one line of visible characters."""
    if len(cell) > MOST_CHARACTERS_OF_A_KEY:
        raise Unfit(f"longer than {MOST_CHARACTERS_OF_A_KEY} characters")
    if not cell.isprintable():
        raise Unfit("holds a character that cannot be seen")
    return cell


def money(cell: str) -> int:
    """Pounds with at most two places, as integer pence."""
    found = _MONEY.fullmatch(cell)
    if found is None:
        raise Unfit(_not_money(cell))
    pounds, pence = found.groups()
    if pence is None:
        return int(pounds) * 100
    return int(pounds) * 100 + (int(pence) if len(pence) == 2 else int(pence) * 10)


def _not_money(cell: str) -> str:
    if cell.startswith("-") and _MONEY.fullmatch(cell[1:]):
        return "a negative amount"
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", cell):
        return "more than two decimals"
    if re.fullmatch(r"[0-9]{13,}(\.[0-9]{1,2})?", cell):
        return "too large for an amount"
    return "not an amount; write pounds and pence as 1234.50"


def day(cell: str) -> date:
    """A calendar date, YYYY-MM-DD."""
    if _DATE.fullmatch(cell) is None:
        raise Unfit("not a date; write it as YYYY-MM-DD")
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise Unfit("no such day in the calendar") from None


def moment(cell: str) -> tuple[datetime, int]:
    """A time with its offset from UTC: the naive UTC time, and the offset in minutes."""
    found = _MOMENT.fullmatch(cell)
    if found is None:
        raise Unfit("not a time; write it as 2009-09-14T10:31:40+01:00")
    if not found[1]:
        raise Unfit("a time without its offset from UTC; write it as 2009-09-14T10:31:40+01:00")
    if _OFFSET.fullmatch(found[1]) is None:
        raise Unfit("not a time; write it as 2009-09-14T10:31:40+01:00")
    try:
        aware = datetime.fromisoformat(cell)
    except ValueError:
        raise Unfit("no such time") from None
    offset = aware.utcoffset()
    assert offset is not None
    if not 1900 <= aware.year < 2200:
        raise Unfit("not a time of this age")
    return aware.astimezone(UTC).replace(tzinfo=None), int(offset.total_seconds()) // 60


def call_start(cell: str) -> tuple[datetime, int, date]:
    """A time with its offset, and the day it is in the office."""
    started, offset_min = moment(cell)
    return started, offset_min, office_date(started.replace(tzinfo=UTC))


def seconds(cell: str) -> int:
    """A length in seconds, as milliseconds."""
    found = _SECONDS.fullmatch(cell)
    if found is None:
        raise Unfit("not a length in seconds")
    whole, fraction = found.groups()
    return int(whole) * 1000 + (int(fraction.ljust(6, "0")) + 500) // 1000 if fraction else int(whole) * 1000


def count(cell: str) -> int:
    """A whole number, 0 or more."""
    if _COUNT.fullmatch(cell) is None:
        raise Unfit("not a whole number")
    return int(cell)


def sha256(cell: str) -> str:
    """A SHA-256 in hexadecimal."""
    if _SHA256.fullmatch(cell) is None:
        raise Unfit("not a SHA-256; it has 64 hexadecimal digits")
    return cell.lower()


def one_of(*codes: str) -> Reader:
    """A reader that takes exactly these codes."""
    known = frozenset(codes)
    reason = "not a known code; use " + ", ".join(codes)

    def read(cell: str) -> str:
        if cell in known:
            return cell
        raise Unfit(reason)

    return read


def list_of(*codes: str) -> Reader:
    """A reader that takes a list of these codes, joined by semicolons; it is kept joined so."""
    one = one_of(*codes)

    def read(cell: str) -> str:
        return ";".join(one(part.strip()) for part in cell.split(";"))

    return read

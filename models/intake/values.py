"""Reading one cell: plain functions from text to what the database holds, or `Unfit` with the reason in words.

Each takes text that is trimmed and not blank (a blank is "not held" and never comes here). Money becomes integer pence
(`models.intake.amounts`), a time becomes naive UTC with its offset beside it. They are strict because a figure must
never be guessed at: only the digits 0 to 9, no exponents, ISO dates unless a profile names another form.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from models.intake.amounts import Unfit
from models.intake.date_forms import DateForm, month_named
from models.intake.table import serial_day

Reader = Callable[[str], Any]

MOST_CHARACTERS = 32_767
"""The longest text a cell may hold; as much as a spreadsheet's cell."""
MOST_CHARACTERS_OF_A_KEY = 200

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(.*)")
_OFFSET = re.compile(r"Z|[+-][0-9]{2}:?[0-9]{2}")
_SECONDS = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,6}))?")
_MILLISECONDS = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,6}))?")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-5]?[0-9]):([0-5][0-9](?:\.[0-9]{1,6})?)")
_SERIAL = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,15})?")
_COUNT = re.compile(r"[0-9]{1,9}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})|([0-9]{1,2})/([0-9]{4})|([A-Za-z]{3,9})[ -]([0-9]{4})")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class CameTwice(Unfit):
    """A time on the wall of the hour that comes twice, when the clocks go back: it exists, and nobody can say when."""


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


@dataclass(frozen=True)
class Calendar:
    """How days and times are written beside ISO 8601: the profile's forms, the zone of times without an offset, and
    the year from which a workbook counts its days (a bare number in a column of dates)."""

    forms: tuple[DateForm, ...] = ()
    zone: ZoneInfo | None = None
    serial_epoch: Literal[1900, 1904] | None = None

    def day(self, cell: str) -> date:
        """A calendar day; a time of day beside it, as workbooks have it, is left out."""
        if _DATE.fullmatch(cell) is not None or (self.serial_epoch and _MOMENT.fullmatch(cell) is not None):
            try:
                return date.fromisoformat(cell[:10])
            except ValueError:
                raise Unfit("no such day in the calendar") from None
        told = self._by_form(cell, with_time=False)
        if told is not None:
            return told.date()
        if self.serial_epoch and _SERIAL.fullmatch(cell) is not None:
            return self._serial(cell).date()
        raise Unfit(self._not("a date", "YYYY-MM-DD", with_time=False))

    def month(self, cell: str) -> str:
        """A month as YYYY-MM: 2009-09, 9/2009, Sep 2009, or the first or last day of one, as workbooks have it."""
        found = _MONTH.fullmatch(cell)
        if found is not None:
            year = int(found[1] or found[4] or found[6])
            number = month_named(found[5]) if found[5] else int(found[2] or found[3])
        else:
            try:
                told = self.day(cell)
            except Unfit:
                raise Unfit("not a month; write it as YYYY-MM") from None
            if told.day != 1 and (told + timedelta(days=1)).day != 1:
                raise Unfit("a day within a month; write the month as YYYY-MM")
            year, number = told.year, told.month
        if number is None or not 1 <= number <= 12:
            raise Unfit("no such month in the calendar")
        if not 1950 <= year < 2100:
            raise Unfit("not a month of this age")
        return f"{year:04}-{number:02}"

    def moment(self, cell: str) -> tuple[datetime, int]:
        """A time with its offset from UTC: the naive UTC time, and the offset in minutes."""
        told = self._iso(cell) or self._by_form(cell, with_time=True)
        if told is None and self.serial_epoch and _SERIAL.fullmatch(cell) is not None and "." in cell:
            told = self._serial(cell)
        if told is None:
            raise Unfit(self._not("a time", "2009-09-14T10:31:40+01:00", with_time=True))
        if told.tzinfo is None:
            told = self._placed(told)
        offset = told.utcoffset()
        assert offset is not None
        if not 1900 <= told.year < 2200:
            raise Unfit("not a time of this age")
        return told.astimezone(UTC).replace(tzinfo=None), int(offset.total_seconds()) // 60

    def _iso(self, cell: str) -> datetime | None:
        found = _MOMENT.fullmatch(cell)
        if found is None or (found[1] and _OFFSET.fullmatch(found[1]) is None):
            return None
        try:
            return datetime.fromisoformat(cell)
        except ValueError:
            raise Unfit("no such time") from None

    def _by_form(self, cell: str, *, with_time: bool) -> datetime | None:
        for form in self.forms:
            if with_time and not form.has_time:
                continue
            try:
                told = form.read(cell)
            except ValueError:
                raise Unfit("no such time" if form.has_time else "no such day in the calendar") from None
            if told is not None:
                return told
        return None

    def _serial(self, cell: str) -> datetime:
        """A workbook's own number of a day; its fraction is the time of day, to the second."""
        assert self.serial_epoch is not None
        try:
            day = serial_day(cell, self.serial_epoch)
        except ValueError as exc:
            raise Unfit(f"not a date ({exc})") from None
        if not 1950 <= day.year < 2100:
            raise Unfit("not a date of this age; the cell holds a bare number")
        seconds = int((Decimal(cell) % 1 * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
        return datetime.combine(day, time()) + timedelta(seconds=seconds)

    def _placed(self, told: datetime) -> datetime:
        """A time on the wall of the profile's zone, with its offset; never one of two it could be."""
        if self.zone is None:
            raise Unfit("a time without its offset from UTC; write it as 2009-09-14T10:31:40+01:00")
        here, later = told.replace(tzinfo=self.zone), told.replace(tzinfo=self.zone, fold=1)
        if here.utcoffset() == later.utcoffset():
            return here
        if here.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) == told:
            raise CameTwice(
                "this time came twice that night, as the clocks went back; write it with its offset from UTC"
            )
        raise Unfit("no such time: the clocks went forward that night")

    def _not(self, what: str, iso: str, *, with_time: bool) -> str:
        examples = [form.example() for form in self.forms if form.has_time or not with_time]
        hint = "" if examples or with_time else " (another form needs a profile)"
        return f"not {what}; write it as {' or '.join([iso, *examples])}{hint}"


ISO = Calendar()
"""Days and times as our own lists have them."""


def day(cell: str) -> date:
    """A calendar date, YYYY-MM-DD."""
    return ISO.day(cell)


def moment(cell: str) -> tuple[datetime, int]:
    """A time with its offset from UTC: the naive UTC time, and the offset in minutes."""
    return ISO.moment(cell)


def seconds(cell: str, form: re.Pattern[str] = _SECONDS, unit: str = "seconds") -> int:
    """A length in seconds, as milliseconds."""
    found = form.fullmatch(cell)
    if found is None:
        raise Unfit(f"not a length in {unit}")
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


def milliseconds(cell: str) -> int:
    """A length in whole milliseconds; a fraction is rounded half-up."""
    return (seconds(cell, _MILLISECONDS, "milliseconds") + 500) // 1000


def minutes(cell: str) -> int:
    """A length in minutes, as milliseconds."""
    return seconds(cell, _SECONDS, "minutes") * 60


def clock(cell: str) -> int:
    """A length as a clock shows it, h:mm:ss or mm:ss, as milliseconds."""
    found = _CLOCK.fullmatch(cell)
    if found is None:
        raise Unfit("not a length; write it as 0:01:42")
    hours, whole_minutes, rest = found.groups()
    return (int(hours or 0) * 60 + int(whole_minutes)) * 60_000 + seconds(rest)


def one_of(*codes: str) -> Reader:
    """A reader that takes these codes, also with capitals where they have none; it gives the code as it is here."""
    known = {code: code for code in codes}
    folded = {code.casefold(): code for code in codes}
    if len(folded) != len(known):
        raise ValueError("two codes differ in capitals only")
    reason = "not a known code; use " + ", ".join(codes)

    def read(cell: str) -> str:
        code = known.get(cell) or folded.get(cell.casefold())
        if code is None:
            raise Unfit(reason)
        return code

    return read


def list_of(*codes: str, separator: str = ";", mapped: Reader | None = None) -> Reader:
    """A reader that takes a list of these codes; it is kept joined by semicolons. `mapped` goes before each part."""
    one = one_of(*codes)

    def read(cell: str) -> str | None:
        parts = [part.strip() for part in cell.split(separator)]
        if mapped is not None:
            parts = [part for part in map(mapped, parts) if part]
        return ";".join(map(one, parts)) or None

    return read

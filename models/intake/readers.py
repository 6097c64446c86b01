"""From a column's sort and a profile to functions that read its cells: one at a time, and a whole block at once.

A block is read at the speed of the plain cases (one check over all its references, one expression over all its
amounts, each code and date once); as soon as one cell is not plain, every cell of the block is read by itself, so that
what is taken and why a cell is refused never depends on what stands beside it.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from models.clock import office_date
from models.intake import values
from models.intake.amounts import IN_PENCE, PER_WEEK, Unfit, pence_of, weekly, whole_pence
from models.intake.date_forms import DateForm
from models.intake.profile import ColumnMap, ListProfile, Unit

REMEMBERED = 20_000
"""Different cells of a column whose reading is remembered; further ones are read each time."""

_PLAIN_AMOUNTS = re.compile(r"(?:[0-9]{1,12}\.[0-9]{2})?(?:\n(?:[0-9]{1,12}\.[0-9]{2})?)*+")


class Sort(StrEnum):
    """What a column holds."""

    TEXT = "text"
    REFERENCE = "reference"
    MONEY = "money"
    WEEKLY = "money a week"
    DAY = "day"
    MONTH = "month"
    MOMENT = "moment"
    CALL_START = "start of a call"
    LENGTH = "length"
    COUNT = "count"
    SHA256 = "SHA-256"
    CODE = "code"
    CODES = "codes"


MONEY_UNITS = (Unit.POUNDS, Unit.PENCE)
LENGTH_UNITS = (Unit.SECONDS, Unit.MILLISECONDS, Unit.MINUTES, Unit.CLOCK)
UNITS: dict[Sort, tuple[Unit, ...]] = {
    Sort.MONEY: MONEY_UNITS,
    Sort.WEEKLY: MONEY_UNITS + tuple(PER_WEEK),
    Sort.LENGTH: LENGTH_UNITS,
}
"""The units a column of this sort may be written in; the first is ours. Other sorts have none."""
FIGURES = frozenset({Sort.MONEY, Sort.WEEKLY, Sort.LENGTH, Sort.COUNT})

BlockReader = Callable[[Sequence[str]], list[Any]]


class Readers(NamedTuple):
    """How the trimmed cells of one column are read. Both raise Unfit; `block` takes blanks and gives None for them."""

    one: values.Reader
    block: BlockReader


def readers(
    sort: Sort, codes: tuple[str, ...], told: ColumnMap, listed: ListProfile, calendar: values.Calendar
) -> Readers:
    """How cells of this sort are read under a profile."""
    plain = _reader(sort, codes, told, listed, calendar)
    one = plain if sort is Sort.CODES or not told.codes else _after_codes(plain, _mapped(told))
    return Readers(one, _block_reader(sort, told, listed, one))


def calendar_of(listed: ListProfile, serial_epoch: Any = None) -> values.Calendar:
    """The days and times of one list."""
    zone = None if listed.time_zone is None else ZoneInfo(listed.time_zone)
    return values.Calendar(tuple(map(DateForm, listed.date_forms)), zone, serial_epoch)


def _reader(
    sort: Sort, codes: tuple[str, ...], told: ColumnMap, listed: ListProfile, calendar: values.Calendar
) -> values.Reader:
    if sort in (Sort.MONEY, Sort.WEEKLY):
        return _amount(told.unit or Unit.POUNDS, listed, workbook=calendar.serial_epoch is not None)
    if sort is Sort.CALL_START:
        return lambda cell: _call_start(calendar, cell)
    if sort is Sort.CODES:
        return values.list_of(*codes, separator=listed.separator, mapped=_mapped(told) if told.codes else None)
    if sort is Sort.LENGTH:
        by_unit = (values.seconds, values.milliseconds, values.minutes, values.clock)
        return dict(zip(LENGTH_UNITS, by_unit, strict=True))[told.unit or Unit.SECONDS]
    simple: dict[Sort, values.Reader] = {
        Sort.TEXT: values.text,
        Sort.REFERENCE: values.reference,
        Sort.DAY: calendar.day,
        Sort.MONTH: calendar.month,
        Sort.MOMENT: calendar.moment,
        Sort.COUNT: values.count,
        Sort.SHA256: values.sha256,
    }
    return simple[sort] if sort in simple else values.one_of(*codes)


def _amount(unit: Unit, listed: ListProfile, *, workbook: bool) -> Callable[[str], int]:
    def pounds(cell: str) -> int:
        return pence_of(cell, listed.decimal, workbook=workbook)

    def pence(cell: str) -> int:
        return whole_pence(cell, workbook=workbook)

    read = pence if unit in IN_PENCE else pounds
    if unit in PER_WEEK:
        return lambda cell: weekly(read(cell), unit)
    return read


def _call_start(calendar: values.Calendar, cell: str) -> tuple[Any, ...]:
    """A time with its offset, and the day it is in the office."""
    started, offset_min = calendar.moment(cell)
    return started, offset_min, office_date(started.replace(tzinfo=UTC))


def _mapped(told: ColumnMap) -> values.Reader:
    """Their codes -> our words, also with capitals where the profile has none, if only one of its codes is meant."""
    exact = dict(told.codes)
    folded: dict[str, set[str]] = {}
    for theirs, ours in exact.items():
        folded.setdefault(theirs.casefold(), set()).add(ours)
    clear = {theirs: next(iter(ours)) for theirs, ours in folded.items() if len(ours) == 1}
    return lambda cell: exact[cell] if cell in exact else clear.get(cell.casefold(), cell)


def _after_codes(read: values.Reader, mapped: values.Reader) -> values.Reader:
    def read_mapped(cell: str) -> Any:
        ours = mapped(cell)
        return read(ours) if ours else None

    return read_mapped


def _block_reader(sort: Sort, told: ColumnMap, listed: ListProfile, one: values.Reader) -> BlockReader:
    remembered = _Remembered(one)
    if told.codes:
        return remembered.block
    if sort is Sort.REFERENCE:
        return _references
    if sort is Sort.TEXT:
        return _texts
    if sort in (Sort.MONEY, Sort.WEEKLY) and told.unit in (None, Unit.POUNDS) and listed.decimal == ".":
        return lambda cells: _amounts(cells, remembered)
    return remembered.block


def _references(cells: Sequence[str]) -> list[Any]:
    if len(max(cells, key=len, default="")) > values.MOST_CHARACTERS_OF_A_KEY or not "".join(cells).isprintable():
        raise Unfit("a reference of this block is unfit")
    return [cell or None for cell in cells]


def _texts(cells: Sequence[str]) -> list[Any]:
    if len(max(cells, key=len, default="")) > values.MOST_CHARACTERS or "\0" in "".join(cells):
        raise Unfit("a text of this block is unfit")
    return [cell or None for cell in cells]


def _amounts(cells: Sequence[str], remembered: "_Remembered") -> list[Any]:
    """Amounts that are all written as 1234.50 or blank, in one go; else one by one."""
    joined = "\n".join(cells)
    if joined.count("\n") == len(cells) - 1 and _PLAIN_AMOUNTS.fullmatch(joined):
        return [int(digits) if digits else None for digits in joined.replace(".", "").split("\n")]
    return remembered.block(cells)


class _Remembered(dict[str, Any]):
    """Cell -> what it is read as; each different cell is read once, as long as there is room."""

    def __init__(self, one: values.Reader) -> None:
        super().__init__({"": None})
        self._one = one

    def __missing__(self, cell: str) -> Any:
        value = self._one(cell)
        if len(self) < REMEMBERED and len(cell) <= values.MOST_CHARACTERS_OF_A_KEY:
            self[cell] = value
        return value

    def block(self, cells: Sequence[str]) -> list[Any]:
        return list(map(self.__getitem__, cells))

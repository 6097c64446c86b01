"""What the cells of a column look like: dates and their forms, amounts, codes; the clues a mapping is proposed from.

Pure functions over the first cells of one column, trimmed and without blanks. They never decide what could be two
things: a column in which day and month can be told either way says so.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from models.intake.amounts import Unfit, pence_of
from models.intake.date_forms import DateForm
from models.intake.profile import Unit
from models.intake.values import ISO, Calendar

DAYS = (
    ("%d/%m/%Y", "%m/%d/%Y"),
    ("%d/%m/%y", "%m/%d/%y"),
    ("%d-%m-%Y", "%m-%d-%Y"),
    ("%d.%m.%Y", "%m.%d.%Y"),
    ("%Y/%m/%d", None),
    ("%d %b %Y", None),
    ("%d %B %Y", None),
    ("%d-%b-%Y", None),
    ("%d-%b-%y", None),
    ("%b %d, %Y", None),
    ("%Y%m%d", None),
    ("%Y-%m-%d", None),
)
"""Forms of days, each with the form in which the same text could mean another day."""
TIMES = ("%H:%M:%S", "%H:%M", "%I:%M %p", "%H.%M")

UNIT_WORDS = (
    (re.compile(r"\b(four|4)[ -]?weekly\b"), Unit.POUNDS_FOUR_WEEKLY),
    (re.compile(r"\b(fortnightly|fortnight|2[ -]?weekly)\b"), Unit.POUNDS_A_FORTNIGHT),
    (re.compile(r"\b(monthly|month|pcm|pm|p m)\b"), Unit.POUNDS_A_MONTH),
    (re.compile(r"\b(annual|annually|yearly|year|pa|p a)\b"), Unit.POUNDS_A_YEAR),
)
_PENCE = re.compile(r"\b(pence|pennies)\b")
_IN_PENCE = {
    Unit.POUNDS: Unit.PENCE,
    Unit.POUNDS_FOUR_WEEKLY: Unit.PENCE_FOUR_WEEKLY,
    Unit.POUNDS_A_FORTNIGHT: Unit.PENCE_A_FORTNIGHT,
    Unit.POUNDS_A_MONTH: Unit.PENCE_A_MONTH,
    Unit.POUNDS_A_YEAR: Unit.PENCE_A_YEAR,
}


MOST_READABLE = 0.8
"""A form that reads so much of a column is its form: a date that no calendar has does not hide how the others are
written, and is refused by its line when the list is taken."""


class DateClue(NamedTuple):
    """`form` reads every cell that is a date; `other` does, too, and means other days (None: there is no doubt). Both
    None: ISO."""

    form: str | None
    other: str | None


def dates(cells: Sequence[str], *, with_time: bool, calendar: Calendar = ISO) -> DateClue | None:
    """How these cells write dates or times; None when they are none."""
    if not cells:
        return None
    if _all_iso(cells, with_time, calendar):
        return DateClue(None, None)
    # real dates of a spreadsheet between texts that a person typed: the texts decide
    typed = [cell for cell in cells if not _all_iso([cell], with_time, calendar)]
    return _form_of(typed, with_time) or _form_of(cells, with_time)


def _form_of(cells: Sequence[str], with_time: bool) -> DateClue | None:
    for most in (cells, None):
        for day, other in DAYS:
            for form, turned in _with_times(day, other, with_time):
                looked_at = most if most is not None else _readable(form, turned, cells)
                clue = _clue(form, turned, looked_at) if looked_at else None
                if clue is not None:
                    return clue
    return None


def amounts(cells: Sequence[str], *, workbook: bool = False) -> Literal[".", ","] | None:
    """The decimal sign under which all these cells are amounts; None when there is none."""
    signs: tuple[Literal[".", ","], ...] = (".", ",")
    for sign in signs:
        if cells and all(_is_amount(cell, sign, workbook) for cell in cells):
            return sign
    return None


def unit_in(heading: str) -> Unit | None:
    """The unit a heading speaks of ("Net income (monthly)"); None when it says none but pounds a week."""
    words = " ".join(re.sub(r"[^a-z0-9-]+", " ", heading.casefold()).split())
    unit = next((unit for sign, unit in UNIT_WORDS if sign.search(words)), Unit.POUNDS)
    unit = _IN_PENCE[unit] if _PENCE.search(words) else unit
    return None if unit is Unit.POUNDS else unit


def codes(
    cells: Sequence[str], ours: Sequence[str], known: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Their codes -> ours, as far as they are known, and those that are not; codes that are ours need no mapping."""
    own = {code.casefold() for code in ours}
    mapped: dict[str, str] = {}
    strange: list[str] = []
    folded = {theirs.casefold(): code for theirs, code in known.items()}
    for cell in dict.fromkeys(cells):
        if cell.casefold() in own:
            continue
        if cell.casefold() in folded:
            mapped[cell] = folded[cell.casefold()]
        elif cell.casefold().replace(" ", "_").replace("-", "_") in own:
            mapped[cell] = next(
                code for code in ours if code.casefold() == cell.casefold().replace(" ", "_").replace("-", "_")
            )
        else:
            strange.append(cell)
    return mapped, tuple(strange)


def _with_times(day: str, other: str | None, with_time: bool) -> list[tuple[str, str | None]]:
    plain = [] if with_time else [(day, other)]
    return plain + [(f"{day} {time}", None if other is None else f"{other} {time}") for time in TIMES]


def _clue(form: str, turned: str | None, cells: Sequence[str]) -> DateClue | None:
    """What is known when a form, or the same with day and month turned round, reads all of these cells."""
    fits = _reads_all(form, cells)
    turned_fits = turned is not None and _reads_all(turned, cells)
    if fits and turned_fits and all(_same(form, turned, cell) for cell in cells):
        return DateClue(form, None)
    if fits:
        return DateClue(form, turned if turned_fits else None)
    return DateClue(turned, None) if turned_fits else None


def _readable(form: str, turned: str | None, cells: Sequence[str]) -> list[str]:
    """The cells that either form reads; none when they are too few to speak for the column."""
    read = [cell for cell in cells if any(_reads_all(one, [cell]) for one in (form, turned) if one is not None)]
    return read if len(read) > 1 and len(read) >= MOST_READABLE * len(cells) else []


def _all_iso(cells: Sequence[str], with_time: bool, calendar: Calendar) -> bool:
    for cell in cells:
        try:
            if with_time:
                calendar.moment(cell)
            else:
                calendar.day(cell)
        except Unfit as exc:
            if with_time and "without its offset" in str(exc):
                continue
            return False
    return True


def _reads_all(form: str, cells: Sequence[str]) -> bool:
    read = DateForm(form).read
    try:
        return all(read(cell) is not None for cell in cells)
    except ValueError:
        return False


def _same(form: str, other: str | None, cell: str) -> bool:
    """Whether both forms mean the same day: 04/04/2009 is no doubt."""
    return other is not None and DateForm(form).read(cell) == DateForm(other).read(cell)


def _is_amount(cell: str, sign: Literal[".", ","], workbook: bool) -> bool:
    try:
        pence_of(cell, sign, workbook=workbook)
    except Unfit as exc:
        return "negative" in str(exc)
    return True

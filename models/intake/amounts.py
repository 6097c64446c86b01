"""Amounts of money as people write them, exactly: text to integer pence, or `Unfit` with the reason in words.

Taken are a pound sign, thousands in groups of three behind commas or spaces of any width, and one or two digits of
pence. What could mean two amounts is never guessed at: "1.234" and "1,23" are refused, and a decimal comma is read only
where the profile says so. A figure by the month is turned into weeks as the domain notes say (section 2): x 12/52,
rounded half-up to the penny.
"""

import re
from decimal import ROUND_HALF_UP
from decimal import Decimal as Exact
from typing import Literal

from models.intake.profile import Unit

Decimal = Literal[".", ","]

PER_WEEK: dict[Unit, tuple[int, int]] = {
    Unit.POUNDS_A_FORTNIGHT: (1, 2),
    Unit.POUNDS_FOUR_WEEKLY: (1, 4),
    Unit.POUNDS_A_MONTH: (12, 52),
    Unit.POUNDS_A_YEAR: (1, 52),
    Unit.PENCE_A_FORTNIGHT: (1, 2),
    Unit.PENCE_FOUR_WEEKLY: (1, 4),
    Unit.PENCE_A_MONTH: (12, 52),
    Unit.PENCE_A_YEAR: (1, 52),
}
"""The share of a figure of this unit that falls on a week, as a fraction."""
MOST_CHARACTERS = 200
"""No amount is longer, however it is written."""
IN_PENCE = frozenset(unit for unit in Unit if unit.value.startswith("pence"))

_PLAIN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([, ])[0-9]{3})(?:\2[0-9]{3}){0,2})(?:\.([0-9]{1,2}))?")
_NEGATIVE = re.compile(r"[-−–](.+)|(.+)[-−–]|\((.+)\)")
_POUND_SIGN = re.compile(r"(?:£ ?)?(.+?)")
_COMPUTED = re.compile(r"-?[0-9]{1,12}\.[0-9]{8,}")
NO_AMOUNT = Exact("0.00000001")
"""What a workbook's sums leave over (100.10 - 100 - 0.10 is not 0 in binary): pounds that are no part of a figure."""
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_TURNED = str.maketrans({",": ".", ".": ","})


class Unfit(ValueError):
    """A cell that cannot be taken; its text is the reason, for people."""


def pence_of(cell: str, decimal: Decimal = ".", *, workbook: bool = False) -> int:
    """Pounds and pence, as integer pence. `cell` is trimmed and not blank.

    `workbook`: the cell may be a number, which a spreadsheet hands over with a point whatever the profile says, and
    with what binary arithmetic leaves over: 239.999999999997 is shown as 240.00 there, and is that.
    """
    if len(cell) > MOST_CHARACTERS:  # megabytes of digits would keep the rules below busy for seconds
        raise Unfit(_why_not(cell[:MOST_CHARACTERS], decimal))
    if workbook:
        cell = _without_rest(cell)
    plain = _PLAIN.fullmatch(cell) if decimal == "." or workbook else None
    if plain is None:
        return _as_written(cell, decimal, workbook)
    return _together(plain[1], plain[2])


def whole_pence(cell: str, *, workbook: bool = False) -> int:
    """An amount that is written in pence already; `workbook` as for `pence_of`."""
    plain = cell.translate(_SPACES)
    if workbook:
        plain = _without_rest(plain, Exact(1))
    found = _PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)
    if found is not None and not found.groups()[-1]:
        return int(re.sub("[, ]", "", found[1]))
    if found is not None:
        raise Unfit("a fraction of a penny; this column is read as pence")
    if "£" in cell:
        raise Unfit("a pound sign in a column that is read as pence")
    negative = _NEGATIVE.fullmatch(plain)
    if negative is not None and _PLAIN.fullmatch(negative[1] or negative[2] or negative[3]):
        raise Unfit("a negative amount")
    if re.fullmatch("[0-9]{13,}", plain):
        raise Unfit("too large for an amount")
    raise Unfit("not an amount in pence; write a whole number")


def weekly(pence: int, unit: Unit) -> int:
    """What falls on a week of an amount by a longer period, rounded half-up to the penny."""
    times, by = PER_WEEK[unit]
    return (2 * pence * times + by) // (2 * by)


def _without_rest(cell: str, unit: Exact = Exact("0.01")) -> str:
    """The cell without what a workbook's arithmetic left over; as it is when there is more to it than that."""
    if _COMPUTED.fullmatch(cell) is None:
        return cell
    amount = Exact(cell)
    nearest = amount.quantize(unit, ROUND_HALF_UP)
    return format(nearest + 0, "f") if abs(amount - nearest) < NO_AMOUNT else cell


def _as_written(cell: str, decimal: Decimal, workbook: bool) -> int:
    told = cell.translate(_SPACES)
    negative = _NEGATIVE.fullmatch(told)
    sign_first = _POUND_SIGN.fullmatch(told)
    if negative is not None:
        told = (negative[1] or negative[2] or negative[3]).strip()
    elif sign_first is not None:
        negative = _NEGATIVE.fullmatch(sign_first[1])
        if negative is not None:
            told = (negative[1] or negative[2] or negative[3]).strip()
    body = _POUND_SIGN.fullmatch(told)
    told = body[1] if body is not None else told
    if decimal == ",":
        if workbook and re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", cell):
            raise Unfit("not clear: a number with three decimals, or thousands; format the column as text or as money")
        told = told.translate(_TURNED)
    found = _PLAIN.fullmatch(told) or _GROUPED.fullmatch(told)
    if found is None:
        raise Unfit(_why_not(told, decimal))
    if negative is not None:
        raise Unfit("a negative amount")
    return _together(re.sub("[, ]", "", found[1]), found.groups()[-1])


def _together(pounds: str, pence: str | None) -> int:
    if pence is None:
        return int(pounds) * 100
    return int(pounds) * 100 + (int(pence) if len(pence) == 2 else int(pence) * 10)


def _why_not(told: str, decimal: Decimal) -> str:
    """The reason; `told` has its point and comma in our roles."""
    point, comma = (".", ",") if decimal == "." else (",", ".")
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}|[0-9]{1,3}(,[0-9]{3})+\.[0-9]{3,}", told):
        return "more than two decimals"
    if re.fullmatch(r"[0-9]{13,}(\.[0-9]{1,2})?", told):
        return "too large for an amount"
    if re.fullmatch(r"[0-9]{1,3}([. ][0-9]{3})*,[0-9]{1,2}|[0-9]+,[0-9]{1,2}", told):
        return (
            f"not clear whether {comma!r} stands before pence; write 1234{point}50, "
            f"or say decimal = {comma!r} in the profile"
        )
    return f"not an amount; write pounds and pence as 1234{point}50"

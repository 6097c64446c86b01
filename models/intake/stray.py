"""Rows of a list that are no record: the totals a spreadsheet ends with, and the notes below it.

Taken for records, "Total" would be a guide sheet over the arrears of all others, and "Source: extract of June" one that
nobody can assess. Such a row has nothing but figures beside its name, or nothing at all; a row with a code, a date or
another reference is a record whatever it is called. They are refused, and so listed with their line.
"""

import re
from collections.abc import Sequence

from models.intake.readers import FIGURES, Sort

_TOTAL = re.compile(r"\W*(?:(?:grand|overall|sub)[ -]?)?(?:totals?|sum|average|mean)\b(?![-_/.]?\d).*", re.IGNORECASE)
_NOTE = re.compile(r"[*†‡(].*|.*\s.*", re.DOTALL)
_SIGNS = (" ", "*", "†", "‡", "(", "\n", "\u00a0", "total", "sum", "average", "mean")


def suspects(keys: Sequence[str]) -> list[int]:
    """The places of keys that may be no key; nearly always none, so a whole block is looked at together first."""
    together = "|".join(keys).casefold()
    if not any(sign in together for sign in _SIGNS):
        return []
    return [place for place, key in enumerate(keys) if _TOTAL.fullmatch(key) or _NOTE.fullmatch(key)]


def what(key: str, beside: Sequence[Sort]) -> str | None:
    """What the row with this key is, by the sorts of its other cells that are filled; None for a record."""
    if not beside and _NOTE.fullmatch(key):
        return "a note"
    if FIGURES.issuperset(beside) and _TOTAL.fullmatch(key):
        return "a row of totals"
    return None

"""Finding the row of headings of a list, and the character that separates its cells.

Both are found from the first rows alone and by fixed rules, so that the same file is always read the same way.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.intake.table_form import KnownHeadings

HEADINGS_WITHIN = 30
"""The headings are looked for in this many rows that hold anything."""
LOOKED_AT = 60
DELIMITERS = (",", ";", "\t", "|")


class SampleRow(NamedTuple):
    """One row of the beginning: its line, its cells, the line behind it, and what is wrong with it."""

    line: int
    cells: list[str]
    next_line: int
    fault: str | None = None


def trimmed_width(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that is not blank."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def is_known(cells: Sequence[str], known: KnownHeadings) -> bool:
    """Whether these cells hold all headings of one of the known sets, capitals or not."""
    there = {cell.strip().casefold() for cell in cells}
    return any(one and there.issuperset(heading.casefold() for heading in one) for one in known)


def find_headings(rows: Sequence[SampleRow], known: KnownHeadings) -> int | None:
    """The place of the row of headings among the first rows, None when there is none.

    The first that holds known headings; else the first that is as wide as most of the rows that follow it, which a
    title above a list is not.
    """
    filled = [(place, trimmed_width(row.cells)) for place, row in enumerate(rows) if trimmed_width(row.cells)]
    for place, _ in filled[:HEADINGS_WITHIN]:
        if is_known(rows[place].cells, known):
            return place
    for at, (place, width) in enumerate(filled[:HEADINGS_WITHIN]):
        if width >= _usual(width for _, width in filled[at + 1 :]):
            return place
    return filled[0][0] if filled else None


def find_delimiter(lines: Sequence[str], known: KnownHeadings) -> str:
    """The separator under which known headings are met; else under which most rows are as wide as the headings."""
    best, best_score = DELIMITERS[0], (False, 0.0, 0)
    for delimiter in DELIMITERS:
        rows = list(sample_rows(lines, delimiter))
        place = find_headings(rows, known)
        if place is None:
            continue
        width = trimmed_width(rows[place].cells)
        filled = [row for row in rows if row.fault or trimmed_width(row.cells)]
        score = (is_known(rows[place].cells, known), _alike(rows[place:], width) / len(filled), width)
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def sample_rows(lines: Sequence[str], delimiter: str, first_line: int = 1) -> Iterator[SampleRow]:
    """The first rows of a text, with those that are broken in them."""
    at = 0
    for _ in range(LOOKED_AT):
        reader = csv.reader(lines[at:], strict=True, delimiter=delimiter)
        try:
            cells = next(reader, None)
        except csv.Error as exc:
            yield SampleRow(first_line + at, [], first_line + at + 1, str(exc))
            at += 1
            continue
        if cells is None:
            return
        yield SampleRow(first_line + at, cells, first_line + at + reader.line_num)
        at += reader.line_num


def _alike(rows: Sequence[SampleRow], width: int) -> int:
    """How many rows are as wide as the headings, blank cells behind them apart, or else as wide as each other."""
    whole = [row for row in rows if not row.fault and trimmed_width(row.cells)]
    as_headings = sum(trimmed_width(row.cells) <= width <= len(row.cells) for row in whole)
    return max(as_headings, *Counter(len(row.cells) for row in whole).values(), 0)


def _usual(widths: Iterator[int]) -> int:
    """The most frequent width; of several, the smallest."""
    counted = Counter(widths)
    return min(counted, key=lambda width: (-counted[width], width)) if counted else 0

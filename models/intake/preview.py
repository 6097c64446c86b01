"""What would come of a list under a draft of its profile: the first rows as they stand, and as they would be taken.

For the mapping dialog; nothing is written. The rows go the very way an import goes (models.intake.list_file).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from models.columns import from_pence, with_offset
from models.errors import Refusal
from models.intake.first_rows import first_rows
from models.intake.list_file import ListFile, wanted
from models.intake.lists import Cell, ListKind
from models.intake.profile import ListProfile
from models.intake.readers import Sort
from models.intake.table import FileRefused, OpenWorkbook, TableRow

ROWS = 50


@dataclass(frozen=True)
class Preview:
    """`headings` and `rows` are theirs. `columns` are our headings; `taken`: line -> what is taken, as text, for each
    of them. A refusal without a line is one of the whole file."""

    headings: tuple[str, ...] = ()
    rows: tuple[TableRow, ...] = ()
    columns: tuple[str, ...] = ()
    taken: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()


def preview(
    path: Path, kind: ListKind, profile: ListProfile, *, workbooks: OpenWorkbook | None = None, rows: int = ROWS
) -> Preview:
    """Read the first rows of a list under this profile. A file that cannot be taken is told as a refusal."""
    try:
        first = first_rows(path, profile.form, (wanted(kind, profile),), workbooks, rows)
    except FileRefused as exc:
        return Preview(refused=(exc.refusal,))
    headings, raw = tuple(first.headings), tuple(first.rows)
    refused: list[Refusal] = []
    taken: dict[int, tuple[str, ...]] = {}
    try:
        with ListFile(first, kind, profile) as listed:
            for row in listed.rows(refused):
                taken[row.line] = tuple(_texts(listed.cells, row.values[0 if kind.joined is None else 1 :]))
            columns = tuple(cell.heading for cell in listed.cells)
            return Preview(headings, raw, columns, taken, tuple(refused), tuple(listed.remarks))
    except FileRefused as exc:
        return Preview(headings, raw, (), {}, (exc.refusal,), tuple(first.remarks))


def _texts(cells: Sequence[Cell], values: Sequence[Any]) -> list[str]:
    """The values of a row as our own lists write them, one text for each heading."""
    texts, at = [], 0
    for cell in cells:
        width = len(cell.columns)
        texts.append(_text(cell.sort, values[at : at + width]))
        at += width
    return texts


def _text(sort: Sort, values: Sequence[Any]) -> str:
    value = values[0]
    if value is None:
        return ""
    if sort in (Sort.MONEY, Sort.WEEKLY):
        return str(from_pence(value))
    if sort is Sort.LENGTH:
        return f"{value / 1000:g}"
    if isinstance(value, datetime):
        return with_offset(value.replace(tzinfo=UTC), values[1]).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)

"""Refused rows and files as a table: where, what stood there, and why; sorted, searched, written as CSV or text."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from desktop.tables.row_list import RowList
from models.errors import Refusal
from models.review_export import harmless


class RefusalsModel(RowList[Refusal]):
    """The refusals of one import, in the order they were found."""

    heads = ("File", "Line", "Column", "Value", "Why")
    numbers = frozenset({1})

    def cells(self, row: Refusal) -> tuple[str, ...]:
        return _cells(row)

    def whole(self, row: Refusal) -> str:
        return str(row)

    def short(self, column: int, cell: str) -> str:
        return (Path(cell).name or cell) if column == 0 else super().short(column, cell)


def as_text(refusals: Sequence[Refusal]) -> str:
    """For the clipboard: a line each, cells apart by tabs."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in _cells(refusal)) for refusal in refusals)


def as_csv(refusals: Sequence[Refusal]) -> str:
    """For a file: UTF-8, LF, what a spreadsheet would take for a formula made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "line", "column", "value", "reason"))
    for refusal in refusals:
        writer.writerow(harmless(cell) for cell in _cells(refusal))
    return out.getvalue()


def _cells(refusal: Refusal) -> tuple[str, str, str, str, str]:
    line = "" if refusal.line is None else str(refusal.line)
    return (refusal.file, line, refusal.column or "", refusal.value or "", refusal.reason)

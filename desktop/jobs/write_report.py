"""A management report to a file by the ending of its name: .xlsx, .csv, .pdf, .html.

Built from the report's words only (`models.reports.table`), so nothing but its permitted columns can be in the file: a
workbook has the sheets Report and About and no hidden one, its properties the title and the day it was made as of.
"""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, overload

from desktop.jobs.write_document import HTML, PDF, document_bytes
from desktop.jobs.write_whole import write_whole
from models.clock import OFFICE_ZONE
from models.errors import WrongUsage
from models.reports.on_paper import report_document
from models.reports.table import Report, Role, names
from models.review_export import NUMBER, Cell, Column, Kind, Table, harmless

XLSX, CSV = ".xlsx", ".csv"
ENDINGS = (XLSX, CSV, PDF, ".html")
MOST_IN_A_DOCUMENT = 2_000
"""Rows that people still leaf through; a longer list is for a spreadsheet."""
AT_ONCE = 1_000
"""Rows of a CSV that are put into words together."""


def refuse_ending(target: Path) -> None:
    """Raises WrongUsage unless the name ends with something a report can be written as, and stands on one line: an
    issued report is known by it."""
    if not target.name.isprintable():
        raise WrongUsage(f"{target.name!r} could not be written: its name holds a line break or the like.")
    if target.suffix.lower() not in {XLSX, CSV, PDF, *HTML}:
        raise WrongUsage(f"{target.name} could not be written: let its name end with {', '.join(ENDINGS)}.")


def write_report(report: Report, target: Path) -> None:
    """Write the report to `target`, whole or not at all. Raises WrongUsage (the ending, a list too long for paper),
    OutputRefused."""
    refuse_ending(target)
    _refuse_length(report, target)
    write_whole(target, "The report", lambda file: _write_into(report, target, file.buffer))


def report_bytes(report: Report, target: Path) -> bytes:
    """The whole file, by the ending of its name; the same bytes for the same report. Raises WrongUsage."""
    refuse_ending(target)
    _refuse_length(report, target)
    content = io.BytesIO()
    _write_into(report, target, content)
    return content.getvalue()


def _refuse_length(report: Report, target: Path) -> None:
    if target.suffix.lower() not in {XLSX, CSV} and len(report.rows) > MOST_IN_A_DOCUMENT:
        raise WrongUsage(f"{len(report.rows):,} rows are too many for a document: let the name end with .xlsx or .csv.")


def _write_into(report: Report, target: Path, file: BinaryIO) -> None:
    """A table a part at a time: a caselist of a hundred thousand reviews is never in memory as a whole."""
    ending = target.suffix.lower()
    if ending == CSV:
        for part in csv_parts(report):
            file.write(part.encode())
        file.write(_csv_about(report).encode())
    elif ending == XLSX:
        _write_workbook(report, file)
    else:
        file.write(document_bytes(report_document(report), target))


def csv_parts(report: Report) -> Iterator[str]:
    """The rows under the names of the contract: UTF-8, LF, absent is empty; text no spreadsheet takes for a formula."""
    yield _csv([names(report.columns)])
    rows = iter(report.rows)
    while some := list(islice(rows, AT_ONCE)):
        yield _csv([["" if cell is None else harmless(cell) for cell in row] for row in some])


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _csv_about(report: Report) -> str:
    """What must be known of the figures wherever they go, below them: lines of one cell that begin with #."""
    return _csv([f"# {name}: {words}"] for name, words in report.about())


def _write_workbook(report: Report, file: BinaryIO) -> None:
    from desktop.jobs.write_workbook import write_workbook

    columns = tuple(Column(column.name, _kind(column.role)) for column in report.columns)
    about = Table("About", (Column("what"), Column("words", Kind.FREE)), tuple(report.about()))
    created = datetime.combine(report.as_of, time(), OFFICE_ZONE)
    with tempfile.TemporaryDirectory(prefix="steercheck-") as name:
        workshop = Path(name)
        target = workshop / "report.xlsx"
        tables = (Table("Report", columns, _Cells(report)), about)
        write_workbook(tables, target, created, lambda: None, workshop, report.title, report.handling)
        with target.open("rb") as made:
            shutil.copyfileobj(made, file)


class _Cells(Sequence[tuple[Cell, ...]]):
    """The rows of a report as cells, made while they are gone through."""

    def __init__(self, report: Report) -> None:
        self._rows = report.rows
        self._roles = tuple(column.role for column in report.columns)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return map(self._cells, self._rows)

    @overload
    def __getitem__(self, at: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[tuple[Cell, ...], ...]: ...
    def __getitem__(self, at: int | slice) -> tuple[Any, ...]:
        found = self._rows[at]
        return tuple(map(self._cells, found)) if isinstance(at, slice) else self._cells(found)

    def _cells(self, row: Any) -> tuple[Cell, ...]:
        return tuple(map(_cell, self._roles, row))


def _kind(role: Role) -> Kind:
    return Kind.CODE if role is Role.KEY else Kind.NUMBER


def _cell(role: Role, text: str | None) -> Cell:
    """A number as a number, so that it can be reckoned with; what is hidden or no data stays text."""
    if role is Role.KEY or text is None or not NUMBER.fullmatch(text):
        return text
    return Decimal(text) if "." in text else int(text)

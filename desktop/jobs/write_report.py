"""A management report to a file by the ending of its name: .xlsx, .csv, .pdf, .html.

Built from the report's words only (`models.reports.table`), so nothing but its permitted columns can be in the file: a
workbook has the sheets Report and About and no hidden one, its properties the title and the day it was made as of.
"""

import csv
import io
import tempfile
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

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


def refuse_ending(target: Path) -> None:
    """Raises WrongUsage unless the name ends with something a report can be written as."""
    if target.suffix.lower() not in {XLSX, CSV, PDF, *HTML}:
        raise WrongUsage(f"{target.name} could not be written: let its name end with {', '.join(ENDINGS)}.")


def write_report(report: Report, target: Path) -> None:
    """Write the report to `target`, whole or not at all. Raises WrongUsage (the ending, a list too long for paper),
    OutputRefused."""
    content = report_bytes(report, target)
    write_whole(target, "The report", lambda file: file.buffer.write(content))


def report_bytes(report: Report, target: Path) -> bytes:
    """The whole file, by the ending of its name; the same bytes for the same report. Raises WrongUsage."""
    refuse_ending(target)
    ending = target.suffix.lower()
    if ending == CSV:
        return (csv_text(report) + _csv_about(report)).encode()
    if ending == XLSX:
        return _workbook(report)
    if len(report.rows) > MOST_IN_A_DOCUMENT:
        raise WrongUsage(f"{len(report.rows):,} rows are too many for a document: let the name end with .xlsx or .csv.")
    return document_bytes(report_document(report), target)


def csv_text(report: Report) -> str:
    """The rows under the names of the contract: UTF-8, LF, absent is empty; text no spreadsheet takes for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names(report.columns))
    writer.writerows(["" if cell is None else harmless(cell) for cell in row] for row in report.rows)
    return out.getvalue()


def _csv_about(report: Report) -> str:
    """What must be known of the figures wherever they go, below them: lines of one cell that begin with #."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([f"# {name}: {words}"] for name, words in report.about())
    return out.getvalue()


def _workbook(report: Report) -> bytes:
    from desktop.jobs.write_workbook import write_workbook

    columns = tuple(Column(column.name, _kind(column.role)) for column in report.columns)
    rows = tuple(
        tuple(_cell(column.role, cell) for column, cell in zip(report.columns, row, strict=True)) for row in report.rows
    )
    about = Table("About", (Column("what"), Column("words", Kind.FREE)), tuple(report.about()))
    created = datetime.combine(report.as_of, time(), OFFICE_ZONE)
    with tempfile.TemporaryDirectory(prefix="steercheck-") as name:
        workshop = Path(name)
        target = workshop / "report.xlsx"
        tables = (Table("Report", columns, rows), about)
        write_workbook(tables, target, created, lambda: None, workshop, report.title, report.handling)
        return target.read_bytes()


def _kind(role: Role) -> Kind:
    return Kind.CODE if role is Role.KEY else Kind.NUMBER


def _cell(role: Role, text: str | None) -> Cell:
    """A number as a number, so that it can be reckoned with; what is hidden or no data stays text."""
    if role is Role.KEY or text is None or not NUMBER.fullmatch(text):
        return text
    return Decimal(text) if "." in text else int(text)

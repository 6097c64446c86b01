"""A report looked at before it is written: what it was asked for, and what is to be said of it.

Worked out in the background with the report: a caselist has a hundred thousand rows.
"""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from models.reports.differencing import cautions
from models.reports.suppression import HIDDEN
from models.reports.table import NO_DATA, Report, Role
from models.review_export import harmless
from models.store.issued import IssuedStore

ABSENT = "–"
"""What stands in the window for a cell that is empty in a file."""

MOST_SHOWN = 20_000
"""Rows of a preview; a file has all."""
LOOKED_AT = 2_000
"""Rows: only lists of cases have more, and no count is hidden in them."""
NOTHING = ("0", "0.00", NO_DATA, None)
OF_THE_SHEETS = ("arrears_in_scope",)
"""Of a report that counts nothing but money: what says whether there was anything; a target stands there always."""


@dataclass(frozen=True)
class Asked:
    """What a report is asked for: its kind, the decisions of which days (ends included), counts below `threshold`
    hidden, told apart by `grouped_by`."""

    kind: str
    first: date
    last: date
    threshold: int
    grouped_by: str | None = None


@dataclass(frozen=True)
class Preview:
    """A report as it would be written, by what it was asked for; `shown` are its first rows, `legend` explains the
    marks in its cells, and `without_figures` says that nothing at all was counted. `cautions` are what it would give
    away beside copies that are issued already."""

    asked: Asked
    report: Report
    shown: tuple[tuple[str | None, ...], ...]
    legend: str
    without_figures: bool
    cautions: tuple[str, ...] = ()


def looked_at(asked: Asked, report: Report, issued: IssuedStore) -> Preview:
    """The preview of a report. The rows of a caselist are unpacked here, not while the window waits."""
    shown = tuple(islice(report.rows, MOST_SHOWN))
    beside = cautions(issued, report)
    return Preview(asked, report, shown, legend_words(report), is_without_figures(report), beside)


def legend_words(report: Report) -> str:
    """What the marks in the cells stand for, of those that are there (in a long list: in its first rows)."""
    cells = {
        cell for row in islice(report.rows, LOOKED_AT) for cell in row if cell is None or len(cell) < len(NO_DATA) + 1
    }
    parts: list[str] = []
    small = f"<{report.threshold}"
    if report.threshold > 1 and small in cells:
        parts.append(f"{small} is a count from 1 to {report.threshold - 1}")
    if report.threshold > 1 and HIDDEN in cells:
        parts.append(f"{HIDDEN} hides what would give such a count away")
    if NO_DATA in cells:
        parts.append(f"“{NO_DATA}” stands where nothing was there to count")
    if None in cells:
        parts.append(f"{ABSENT} does not apply here, and is empty in a file")
    return f"Marks: {'; '.join(parts)}." if parts else ""


def is_without_figures(report: Report) -> bool:
    """Whether nothing at all was counted: no rows, or only noughts and "no data" in them."""
    counts = [at for at, column in enumerate(report.columns) if column.role is Role.COUNT]
    counts = counts or [at for at, column in enumerate(report.columns) if column.name in OF_THE_SHEETS]
    if not report.rows:
        return True
    return bool(counts) and all(row[at] in NOTHING for row in report.rows for at in counts)


def table_text(report: Report) -> str:
    """The table to be pasted into a spreadsheet: heads and cells parted by tabs, absent cells empty; text no
    spreadsheet takes for a formula."""
    lines = [[c.title for c in report.columns], *([harmless(cell or "") for cell in row] for row in report.rows)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)

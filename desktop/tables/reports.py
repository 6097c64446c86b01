"""The words of the Reports page: the catalogue's lines, periods, the preview as rows, the issued copies, what differs.

Between `state.reports` and the views. Nothing of a report is rounded here: its cells are those of its documents.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop import theme
from desktop.state.report_preview import ABSENT, MOST_SHOWN
from desktop.tables import wording
from desktop.tables.report_columns import column_words
from models.reports.catalogue import CatalogueEntry
from models.reports.on_paper import for_people
from models.reports.sample_words import period_words
from models.reports.suppression import HIDDEN
from models.reports.table import NO_DATA, Column, Report, Role

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ABOVE = ("period_from", "period_to", "basis")
"""Columns that a report on its side has no line for: the line above the rows and their heads say them."""
MOST_ACROSS, MOST_BESIDE = 9, 4
"""A report with more columns than the first and no more rows than the second is laid on its side: a line a column."""
PUBLICATION, RESTRICTED = "For publication", "Restricted"
ANNEXES: Mapping[str, str] = {
    "kpi": "Letter of Oct 2009",
    "pipeline": "Annex A",
    "accuracy-trend": "Annex B",
    "new-arrangements": "Annex C",
    "throughput": "Annex D",
    "headline": "Annex E",
    "dashboard": "Annex F",
    "methods": "Annex G",
    "caselist": "",
    "feedback": "Letter of Oct 2009",
}
"""What each follows: an annex of the letter of 15 March 2018, or the letter of 12 October 2009. In the catalogue they
stand in this order."""
ANNEX_WORDS: Mapping[str, str] = {
    "pipeline": "Annex A of the letter of 15 March 2018, Case Closure Overview",
    "accuracy-trend": "Annex B of the letter of 15 March 2018, Compliance over 12 months",
    "new-arrangements": "Annex C of the letter of 15 March 2018, Application Throughput",
    "throughput": "Annex D of the letter of 15 March 2018, All SR In Month Throughput",
    "headline": "Annex E of the letter of 15 March 2018, Headline Performance Collected and Arranged",
    "dashboard": "Annex F of the letter of 15 March 2018, Performance Dashboard",
    "methods": "Annex G of the letter of 15 March 2018, Debt on all methods of payment",
    "kpi": "The report to Quality Assurance of the letter of 12 October 2009",
    "feedback": "The personal feed of the letter of 12 October 2009",
    "caselist": "The caselist that the letter of 15 March 2018 withholds",
}
PURPOSES: Mapping[str, str] = {
    "feedback": (
        "One review, or a caseworker's month: what went well, what to work on, the right of reply. Restricted to the "
        "caseworker, the team leader and Quality Assurance; without the other party's personal data."
    ),
}
"""What a report is for, where the catalogue of the command line says it with options."""
BRIEFLY: Mapping[str, str] = {
    "kpi": "Quality Assurance's report of the KPI.",
    "pipeline": "Volume and stage of the checks.",
    "accuracy-trend": "Accuracy by month and line of business.",
    "new-arrangements": "Received, cleared first time, reworked, by month.",
    "throughput": "Came in, cleared and on hand, by month.",
    "headline": "Arranged, beside collected and the target.",
    "dashboard": "Accuracy, coverage and methods at a glance.",
    "methods": "Debt by month, segment and method of payment.",
    "caselist": "The signed reviews behind the figures.",
    "feedback": "Of one review, or of a caseworker's month.",
}
"""The same in one line of the catalogue: enough to choose by."""
GROUPINGS: Mapping[str, str] = {
    "month": "By month",
    "team": "By team",
    "scheme": "By scheme",
    "method": "By method of payment",
    "caseworker": "By caseworker (restricted)",
}


# the catalogue


def purpose_words(entry: CatalogueEntry) -> str:
    """What it is for, in one line: enough to choose by."""
    return BRIEFLY.get(entry.kind, entry.purpose)


def in_order(entries: Iterable[CatalogueEntry]) -> tuple[CatalogueEntry, ...]:
    """As the letters name them; what they do not name comes last."""
    order = list(ANNEXES)
    return tuple(sorted(entries, key=lambda e: order.index(e.kind) if e.kind in order else len(order)))


def issued_words(days: Sequence[date]) -> str:
    """How often it was issued, and the day of the newest: "issued 3 times, last 5 Oct 2009". `days` newest first."""
    if not days:
        return ""
    times = {1: "once", 2: "twice"}.get(len(days), f"{wording.number(len(days))} times")
    return f"issued {times}, last {wording.day(days[0])}"


def matches(entry: CatalogueEntry, words: str) -> bool:
    """Whether every one of these words begins one of those the catalogue says of it, in any letter case."""
    columns = " ".join(name for names in entry.columns.values() for name in names)
    about = (entry.kind, entry.name, entry.purpose, ANNEX_WORDS.get(entry.kind, ""), columns.replace("_", " "))
    told = re.findall(r"\w+", " ".join(about).casefold())
    return all(any(each.startswith(word) for each in told) for word in re.findall(r"\w+", words.casefold()))


# the period


def periods(today: date) -> tuple[tuple[str, tuple[date, date]], ...]:
    """The spans a report is asked for, the usual first."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    last_quarter = quarter - timedelta(days=1)
    begun = last_quarter.replace(month=last_quarter.month - 2, day=1)
    april = date(today.year - (today.month < 4), 4, 1)
    return (
        ("Last month", (before.replace(day=1), before)),
        ("This month so far", (month, today)),
        ("Last quarter", (begun, last_quarter)),
        ("This quarter so far", (quarter, today)),
        ("Year so far", (today.replace(month=1, day=1), today)),
        ("Financial year so far", (april, today)),
        ("Last 12 months", (month.replace(year=month.year - 1), before)),
    )


def file_name(kind: str, first: date, last: date, grouped_by: str | None, ending: str) -> str:
    """What its file is called unless somebody chooses otherwise."""
    by = f"-by-{grouped_by}" if grouped_by else ""
    return f"{kind}{by}-{first}-{last}{ending}"


# the preview


@dataclass(frozen=True)
class Head:
    """The head of a preview's column: its title, what it says, whether figures stand in it."""

    title: str
    words: str
    figures: bool


class PreviewRows(QAbstractTableModel):
    """The rows of a report in the words of its documents (a caselist's to the letter); a wide one with few rows on its
    side, a line a column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.report: Report | None = None
        self.heads: tuple[Head, ...] = ()
        self._cells: Sequence[Sequence[str | None]] = ()
        self._tips: tuple[str, ...] = ()
        self._columns: tuple[Column, ...] = ()
        self._stale = False
        self.on_its_side = False

    def set_stale(self, *, stale: bool) -> None:
        """Rows that are of what was asked before are shown quietly."""
        if stale != self._stale:
            self._stale = stale
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            if last.isValid():
                self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.ForegroundRole])

    def show_report(self, report: Report | None, shown: Sequence[Sequence[str | None]] = ()) -> None:
        """Show this one with its first rows; None for none."""
        self.beginResetModel()
        self.report = report
        self.heads, self._cells, self._tips, self.on_its_side = (), (), (), False
        if report is not None:
            self.on_its_side = len(report.columns) > MOST_ACROSS and len(report.rows) <= MOST_BESIDE
            if self.on_its_side:
                self._lay_on_side(report)
            else:
                self.heads = tuple(
                    Head(c.title, column_words(report.kind, c.name), c.role is not Role.KEY) for c in report.columns
                )
                self._cells = shown
        self.endResetModel()

    def _lay_on_side(self, report: Report) -> None:
        names = [_row_name(report, row, at) for at, row in enumerate(report.rows, 1)]
        self.heads = (Head("Figure", "", figures=False), *(Head(name, "", figures=True) for name in names))
        said = (*ABOVE, "scope") if report.grouped_by else ABOVE
        kept = [at for at, column in enumerate(report.columns) if column.name not in said]
        self._columns = tuple(report.columns[at] for at in kept)
        self._cells = [(report.columns[at].title, *(row[at] for row in report.rows)) for at in kept]
        self._tips = tuple(column_words(report.kind, column.name) for column in self._columns)

    def is_hidden_cell(self, cell: str | None) -> bool:
        """Whether a cell holds a small count that is hidden, or what would give one away."""
        report = self.report
        return report is not None and report.threshold > 1 and cell in (HIDDEN, f"<{report.threshold}")

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.heads[index.column()])
        cell = self._cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(index, cell)
        if role == Qt.ItemDataRole.ForegroundRole:
            quiet = self._stale or cell is None or cell == NO_DATA or self.is_hidden_cell(cell)
            return theme.colour("quiet") if quiet else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(self._tip(index, cell))
        return None

    def _shown(self, index: Index, cell: str | None) -> str:
        report = self.report
        if cell is None:
            return ABSENT
        if report is None or (self.on_its_side and index.column() == 0):
            return cell
        if not report.publishable and report.grouped_by is None:  # references stay as they are
            return " ".join(cell.split())
        return for_people(self._columns[index.row()] if self.on_its_side else report.columns[index.column()], cell)

    def _tip(self, index: Index, cell: str | None) -> str:
        if self.on_its_side and index.column() == 0:
            return self._tips[index.row()]
        report = self.report
        if report is not None and self.is_hidden_cell(cell):
            why = f"from 1 to {report.threshold - 1}" if cell != HIDDEN else "it would give a small count away"
            return f"Hidden: {why}."
        return cell or ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        head = self.heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return head.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(head.words)
        return _alignment(head) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(head: Head) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if head.figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _row_name(report: Report, row: Sequence[str | None], at: int) -> str:
    """By the words that tell one row from the others, as the table on paper does; a group of the scope comes first
    ("Team DE-1, sheet")."""
    names = [column.name for column in report.columns]
    _whole, _semicolon, group = (row[names.index("scope")] or "").partition("; ") if "scope" in names else ("", "", "")
    keys = [
        place
        for place, column in enumerate(report.columns)
        if column.role is Role.KEY and column.name != "scope" and len({each[place] for each in report.rows}) > 1
    ]
    enough = next((n for n in range(1, len(keys)) if group or _tell_apart(report, keys[:n])), len(keys))
    told = ", ".join(part for part in (group, *(row[place] for place in keys[:enough])) if part)
    return (told[:1].upper() + told[1:]) or f"Row {at}"


def _tell_apart(report: Report, places: Sequence[int]) -> bool:
    """Whether no two rows say the same in these columns."""
    return len({tuple(row[place] for place in places) for row in report.rows}) == len(report.rows)


def facts_words(report: Report) -> str:
    """What the rows above are of, in one line."""
    rows = wording.several(len(report.rows), "row")
    parts = [f"As at {wording.day(report.as_of)}", period_words(report.date_from, report.date_to), rows]
    if report.coverage_pct is not None:
        parts.append("coverage no data" if report.coverage_pct == NO_DATA else f"coverage {coverage(report)}")
    if report.suppressed_cells:
        parts.append(f"{wording.several(report.suppressed_cells, 'cell')} hidden")
    if len(report.rows) > MOST_SHOWN:
        parts.append(f"the first {wording.number(MOST_SHOWN)} are shown, a file has all")
    return " · ".join(parts)


def coverage(report: Report) -> str:
    """61.5%, or that it is hidden."""
    return "hidden" if report.coverage_pct == HIDDEN else f"{report.coverage_pct}%"


def columns_in_words(kind: str, columns: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    """Each column's title and what it says."""
    return tuple((column.title, column_words(kind, column.name)) for column in columns)


# what is said where there is nothing to show

OF_REVIEWS = (
    "A feedback document is made of one review, or of a caseworker's month. Choose it among the reviews, then "
    "“Feedback document” or “Month's document”."
)
NOTHING_COUNTED = (
    "Nothing was counted in this period. Choose another one, or see that lists are imported, sheets confirmed and "
    "reviews signed. The report can be issued without figures all the same."
)
KEPT_HERE = (
    "A report that is issued is kept here byte for byte, so that the latest available copy can be handed over years "
    "later without making a fresh one."
)


def refused_words(entry: CatalogueEntry, staff_id: str | None) -> str:
    """Why whoever works (None: nobody was chosen) may not have it, and what to do."""
    what = entry.name if not entry.publishable else f"{entry.name}, told by caseworker,"
    who = f", and you are working as {staff_id}. Ask one of them for what you need;"
    if staff_id is None:
        who = ". Choose at the top right who is working;"
    return (
        f"{what} holds references to cases and staff. Only team leaders and Quality Assurance may have it{who} "
        "what may be published is open to you."
    )

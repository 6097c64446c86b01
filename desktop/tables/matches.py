"""A sheet beside the calls that could be its own (or a call beside its sheets): the facts of each, row by row.

Between what the match store offers and the comparison on the matches page. The first column is what is decided on, each
further one a candidate; a cell says its fact, and whether it agrees with the first column: by sign and in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.tables import wording
from desktop.tables.spoken import NOT_HELD
from models.clock import OFFICE_ZONE
from models.match_points import Agreement, Point
from models.match_report import CallFacts, Candidate, SheetCandidate, SheetSide

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
"""The Cell of a place, or None."""
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NOTHING = "—"

CALL_ROWS = (
    "Reference",
    "Case",
    "Caseworker",
    "Day",
    "Time",
    "Length",
    "Direction",
    "Other party",
    "Recorder",
    "Now with",
)
"""What is compared when calls stand beside a sheet."""
SHEET_ROWS = ("Reference", "Case", "Caseworker", "Day", "Method", "Now with")
"""What is compared when sheets stand beside a call."""


@dataclass(frozen=True)
class Cell:
    """One fact; `mark` and `words` say how it stands to the first column (None: nothing to compare)."""

    value: str
    mark: Agreement | None = None
    words: str = ""

    @property
    def spoken(self) -> str:
        signs = {Agreement.AGREES: "agrees", Agreement.CONTRADICTS: "contradicts"}
        sign = signs.get(self.mark or Agreement.NOT_SAID, "")
        return ", ".join(part for part in (self.value, sign, self.words) if part)


@dataclass(frozen=True)
class Side:
    """One column: its id, what stands below it in the heading, and its facts by row."""

    key: str
    note: str
    cells: tuple[Cell, ...]


def sides(
    fixed: SheetSide | CallFacts, candidates: Sequence[Candidate | SheetCandidate]
) -> tuple[tuple[str, ...], tuple[Side, ...]]:
    """The labels of the rows, and the columns: what is decided on, then the candidates in their order."""
    if isinstance(fixed, SheetSide):
        calls = [_call_side(each) for each in candidates if isinstance(each, Candidate)]
        return CALL_ROWS, (_fixed_sheet(fixed), *calls)
    sheets = [_sheet_side(each) for each in candidates if isinstance(each, SheetCandidate)]
    return SHEET_ROWS, (_fixed_call(fixed), *sheets)


def _fixed_sheet(sheet: SheetSide) -> Side:
    decided = Cell(wording.day(sheet.decision_date), None, "the decision")
    facts = [sheet.recording_ref or "names no call", sheet.case_ref or NOT_HELD, sheet.caseworker_id or NOT_HELD]
    nothing = [Cell(NOTHING)] * (len(CALL_ROWS) - len(facts) - 2)
    return Side(sheet.sheet_id, "Guide sheet", (*map(Cell, facts), decided, *nothing, Cell(NOTHING)))


def _fixed_call(call: CallFacts) -> Side:
    facts = (
        Cell(call.recording_id),
        Cell(", ".join(call.cases) or NOT_HELD),
        Cell(", ".join(call.caseworkers) or NOT_HELD),
        Cell(wording.moment(call.started_at), None, f"{wording.length(call.duration_ms)} long"),
        Cell(NOTHING),
        Cell(NOTHING),
    )
    return Side(call.recording_id, "Recording", facts)


def _call_side(call: Candidate) -> Side:
    points = {point.about: point for point in call.points}
    started = None if call.started_at is None else call.started_at.astimezone(OFFICE_ZONE)
    with_ = "kept apart by hand" if call.apart else ", ".join(call.sheets) or "no sheet"
    return Side(
        call.recording_id,
        _certainty(call.certainty),
        (
            _point(points, "Reference", ""),
            _point(points, "Case", call.case_ref or NOT_HELD),
            _point(points, "Caseworker", call.caseworker_id or NOT_HELD),
            _point(points, "Day", NOT_HELD if started is None else wording.day(started.date())),
            Cell(NOT_HELD if started is None else f"{started:%H:%M}"),
            Cell(wording.length(call.duration_ms)),
            Cell((call.direction or NOT_HELD).replace("_", " ")),
            Cell(call.other_party or NOT_HELD),
            Cell(call.recorder or NOT_HELD),
            Cell(with_),
        ),
    )


def _sheet_side(sheet: SheetCandidate) -> Side:
    points = {point.about: point for point in sheet.points}
    with_ = "kept apart by hand" if sheet.apart else ", ".join(sheet.recordings) or "no recording"
    return Side(
        sheet.sheet_id,
        _certainty(sheet.certainty),
        (
            _point(points, "Reference", ""),
            _point(points, "Case", sheet.case_ref or NOT_HELD),
            _point(points, "Caseworker", sheet.caseworker_id or NOT_HELD),
            _point(points, "Day", wording.day(sheet.decision_date)),
            Cell(wording.method(sheet.method_agreed)),
            Cell(with_),
        ),
    )


def _certainty(certainty: float) -> str:
    return f"{certainty:.0%}" if certainty else ""


def _point(points: dict[str, Point], about: str, value: str) -> Cell:
    point = points.get(about)
    if point is None:
        return Cell(value or NOTHING)
    return Cell(value or point.words, point.agreement, point.words if value else "")


class SidesModel(QAbstractTableModel):
    """Facts in rows, what is compared in columns; column 0 is what is decided on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.labels: tuple[str, ...] = ()
        self.sides: tuple[Side, ...] = ()

    def show(self, labels: tuple[str, ...], found: tuple[Side, ...]) -> None:
        """Other facts in the place of those that are there."""
        self.beginResetModel()
        self.labels, self.sides = labels, found
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.labels)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.sides)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        side, label = self.sides[index.column()], self.labels[index.row()]
        cell = side.cells[index.row()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{side.key}, {label}: {cell.spoken}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(cell.spoken)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        names = self.labels if orientation is Qt.Orientation.Vertical else [side.key for side in self.sides]
        if not 0 <= section < len(names):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            note = "" if orientation is Qt.Orientation.Vertical else self.sides[section].note
            return f"{names[section]} · {note}" if note else names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

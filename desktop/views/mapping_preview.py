"""The first rows of the list twice: as they stand in the file, and as they would be taken by the draft."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.state.mapping import ours_of
from desktop.tables import wording
from desktop.tables.preview import PreviewModel
from desktop.views.page import heading, quiet
from models.errors import Refusal
from models.intake.preview import Preview
from models.intake.profile import ListProfile
from models.intake.table import TableRow

ROWS_IN_SIGHT = 4
WIDEST_STEPS = 24


class MappingPreview(QWidget):
    """Two tables, one above the other, and the sentence that counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.raw, self.taken = PreviewModel(self), PreviewModel(self)
        self.raw_table = _Table(self.raw, "First rows as they stand in the file")
        self.taken_table = _Table(self.taken, "First rows as they would be taken")
        self.counts = heading("")
        self.counts.setWordWrap(True)
        self._sign = QLabel()
        self._tone = ""
        self.why = quiet("", small=True)
        self.remarks = quiet("", small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(heading("As it stands in the file"))
        column.addWidget(self.raw_table, 1)
        outcome = QHBoxLayout()
        outcome.setSpacing(theme.space(1))
        outcome.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        outcome.addWidget(self.counts, 1)
        column.addSpacing(theme.space(1))
        column.addLayout(outcome)
        column.addWidget(self.taken_table, 1)
        column.addWidget(self.why)
        column.addWidget(self.remarks)
        column.addStretch(0)
        self.taken_table.selectionModel().currentChanged.connect(
            lambda now, _before: self._say_why(now.row(), now.column())
        )
        theme.changes().changed.connect(self._draw)

    def show_raw(self, headings: Sequence[str], rows: Sequence[TableRow]) -> None:
        """The first rows as they are."""
        faults = {(at, -1): row.fault for at, row in enumerate(rows) if row.fault}
        self.raw.show(headings, [row.line for row in rows], [row.cells for row in rows], faults)
        self.raw_table.fit_columns()
        self.taken.show((), (), ())
        self.counts.setText("Reading …")
        self.why.setText("")
        self.remarks.setText("")
        self._tone = ""
        self._draw()

    def show_preview(self, found: Preview, draft: ListProfile) -> None:
        """What the draft makes of them."""
        refusals: dict[int | None, list[Refusal]] = {}
        for refusal in found.refused:
            refusals.setdefault(refusal.line, []).append(refusal)
        rows: list[Sequence[str]] = []
        faults: dict[tuple[int, int], str] = {}
        for at, row in enumerate(found.rows):
            taken = found.taken.get(row.line)
            rows.append(taken if taken is not None else [""] * len(found.columns))
            for refusal in refusals.get(row.line, ()):
                rows[at], where = _refused_row(found, draft, refusal)
                faults[at, where] = refusal.reason
                faults.setdefault((at, -1), f"this row is refused: {refusal.reason}")
        self.taken.show(found.columns, [row.line for row in found.rows], rows, faults)
        self.taken_table.setVisible(bool(found.columns))
        self.taken_table.fit_columns()
        self.counts.setText(counted(found))
        self._tone = "good" if found.rows and not found.refused else "bad"
        self.remarks.setText("\n".join(found.remarks[:3]))
        self.remarks.setVisible(bool(found.remarks))
        first = next((place for place in sorted(faults) if place[1] >= 0), None)
        if first is not None:
            self.taken_table.setCurrentIndex(self.taken.index(*first))
        self._say_why(*(first or (-1, -1)))
        self._draw()

    def _say_why(self, row: int, column: int) -> None:
        fault = self.taken.fault(row, column) if row >= 0 else ""
        head = self.taken.headerData(row, Qt.Orientation.Vertical) if fault else ""
        self.why.setText(f"Line {head}: {fault}" if fault else "")
        self.why.setVisible(bool(fault))

    def _draw(self) -> None:
        self._sign.setVisible(bool(self._tone))
        if self._tone:
            side = theme.icon_size().width()
            self._sign.setPixmap(theme.pixmap(self._tone, self._tone, side, self.devicePixelRatioF()))


def counted(found: Preview) -> str:
    """ "48 of the first 50 rows would be taken, 2 refused."""
    whole = next((refusal for refusal in found.refused if refusal.line is None), None)
    if whole is not None:
        column = f"{whole.column}: " if whole.column else ""
        return f"This list cannot be taken like this: {column}{whole.reason}."
    if not found.rows:
        return "There are no rows below the headings."
    refused = len({refusal.line for refusal in found.refused})
    taken = len(found.taken)
    rows = wording.several(len(found.rows), "row")
    if not refused:
        return f"All of the first {rows} would be taken."
    return f"{wording.number(taken)} of the first {rows} would be taken, {wording.number(refused)} refused."


def _refused_row(found: Preview, draft: ListProfile, refusal: Refusal) -> tuple[list[str], int]:
    """What a refused row shows (the value at fault in its column), and the column at fault, -1 for none."""
    ours = ours_of(refusal.column, draft, found.columns)
    where = -1 if ours is None else found.columns.index(ours)
    cells = [""] * len(found.columns)
    if where >= 0:
        cells[where] = refusal.value or "blank"
    elif cells:
        cells[0] = "refused"
        where = 0
    return cells, where


class _Table(QTableView):
    """Rows that are only looked at, with their lines at the left."""

    def __init__(self, model: PreviewModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        theme.mark(self, role="cells")
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._fit_rows()
        theme.changes().changed.connect(self._fit_rows)

    def fit_columns(self) -> None:
        """As wide as what they hold, none wider than can be taken in at a glance."""
        self.resizeColumnsToContents()
        widest = theme.space(WIDEST_STEPS * theme.changes().scale_pct / 100)
        for at in range(self.model().columnCount()):
            self.setColumnWidth(at, min(self.columnWidth(at) + theme.space(1), widest))

    def _fit_rows(self) -> None:
        row = theme.text_height() + theme.space(1)
        self.verticalHeader().setDefaultSectionSize(row)
        self.setMinimumHeight(row * ROWS_IN_SIGHT)

"""What came of an import: the counts of each kind, and every refused row with its place and reason."""

from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.tables import wording
from desktop.tables.refusals import SORT_ROLE, RefusalsModel, as_csv, as_text
from desktop.views.page import heading, quiet
from desktop.views.picking import Picker
from models.intake.request import ImportReport

HEADS = ("New", "Unchanged", "Changed", "Refused")


class ImportOutcome(QWidget):
    """Signals: `saved(path)`, `not_saved(why)` after the refusals were asked to be written to a file."""

    saved = Signal(object)
    not_saved = Signal(str)

    def __init__(self, picker: Picker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picker = picker
        self.title = heading("")
        self.title.setWordWrap(True)
        self.counts: dict[tuple[str, str], QLabel] = {}
        self.model = RefusalsModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortRole(SORT_ROLE)
        self.table = self._table()
        self.refused = heading("")
        self.copy = QPushButton("Copy")
        self.copy.setToolTip("Copy the selected refusals, or all of them (Ctrl+C)")
        self.copy.setAccessibleName("Copy the refusals")
        self.copy.clicked.connect(self.copy_refusals)
        self.save = QPushButton("Save as CSV …")
        self.save.setToolTip("Write the refusals to a file")
        self.save.setAccessibleName("Save the refusals as CSV")
        self.save.clicked.connect(self._on_save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.title)
        column.addLayout(self._grid())
        rule = QFrame()
        theme.mark(rule, role="rule")
        column.addWidget(rule)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self.refused, 1)
        tools.addWidget(self.copy)
        tools.addWidget(self.save)
        column.addWidget(self._tools)
        column.addWidget(self.table, 1)
        self.whole = quiet("", small=True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.whole)
        self.table.selectionModel().currentRowChanged.connect(lambda current, _previous: self._say_whole(current.row()))
        self.fine = quiet("Nothing was refused.")
        column.addWidget(self.fine)
        self.remarks = quiet("", small=True)
        column.addWidget(self.remarks)
        column.addStretch(0)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def _fit(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(theme.text_height() + theme.space(1.25))

    def show_report(self, report: ImportReport) -> None:
        self.title.setText(_headline(report))
        for kind, part in report.kinds():
            for head, count in zip(HEADS, (part.new, part.unchanged, part.changed, len(part.refused)), strict=True):
                label = self.counts[kind, head]
                label.setText(wording.number(count) if count else "–")
                theme.mark(label, role=_count_role(head, count))
                label.setAccessibleName(f"{wording.KINDS[kind]}, {head.lower()}: {count}")
        refusals = report.refusals
        self.model.show(refusals)
        self._sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.refused.setText(wording.several(len(refusals), "refusal"))
        for widget in (self._tools, self.table, self.whole):
            widget.setVisible(bool(refusals))
        self.fine.setVisible(not refusals)
        remarks = [remark for _kind, part in report.kinds() for remark in part.remarks]
        self.remarks.setText("\n".join(remarks[:20]))
        self.remarks.setVisible(bool(remarks))
        if refusals:
            self.table.selectRow(0)
            self._say_whole(0)
            self.table.resizeColumnsToContents()
            widest = theme.space(22 * theme.changes().scale_pct / 100)
            for at in range(4):
                self.table.setColumnWidth(at, min(self.table.columnWidth(at) + theme.space(1), widest))

    def _say_whole(self, row: int) -> None:
        """The chosen refusal without anything cut off."""
        if row >= 0:
            self.whole.setText(str(self.model.refusals[self._sorted.mapToSource(self._sorted.index(row, 0)).row()]))

    def copy_refusals(self) -> None:
        """The selected rows, else all, in the order shown."""
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        rows = chosen or list(range(self._sorted.rowCount()))
        source = [self._sorted.mapToSource(self._sorted.index(row, 0)).row() for row in rows]
        QGuiApplication.clipboard().setText(as_text([self.model.refusals[row] for row in source]))

    def write(self, path: Path) -> None:
        """Write all refusals to `path`."""
        try:
            path.write_text(as_csv(self.model.refusals), encoding="utf-8", newline="\n")
        except OSError as exc:
            self.not_saved.emit(f"The refusals could not be written to {path} ({exc.strerror}).")
        else:
            self.saved.emit(path)

    def _on_save(self) -> None:
        start = Path.home() / "refusals.csv"
        self._picker.target(self, "Save the refusals", start, "CSV files (*.csv)", self.write)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(0.75))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for at, head in enumerate(HEADS, 1):
            label = quiet(head, small=True)
            label.setWordWrap(False)
            grid.addWidget(label, 0, at, right)
        for row, (kind, words) in enumerate(wording.KINDS.items(), 1):
            grid.addWidget(QLabel(words), row, 0)
            for at, head in enumerate(HEADS, 1):
                self.counts[kind, head] = QLabel("–")
                grid.addWidget(self.counts[kind, head], row, at, right)
        grid.setColumnStretch(0, 1)
        return grid

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._sorted)
        theme.mark(table, role="cells")
        table.setAccessibleName("Refused rows and files")
        table.setSortingEnabled(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setHighlightSections(False)
        table.setMinimumHeight(theme.space(20))
        return table


def _headline(report: ImportReport) -> str:
    new = sum(part.new for _kind, part in report.kinds())
    changed = sum(part.changed for _kind, part in report.kinds())
    would = "would be " if report.dry_run else ""
    parts = [f"{wording.number(new)} {would}new" if new else "nothing new"]
    if changed:
        parts.append(f"{wording.number(changed)} {would}changed")
    if report.any_refused:
        parts.append(f"{wording.number(len(report.refusals))} refused")
    first = "Tried, nothing written: " if report.dry_run else "Imported: "
    return first + ", ".join(parts) + "."


def _count_role(head: str, count: int) -> str:
    if not count:
        return "quiet"
    return "bad" if head == "Refused" else "figures"

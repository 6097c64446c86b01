"""A table of what an import tells row by row, with the chosen row whole below it; searched from outside."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.row_list import MOST_SHOWN, RowList
from desktop.views.page import quiet

WIDEST_STEPS = 22


class RowTable(QTableView):
    """Calm rows over a `RowList`. Ctrl+C copies the selected rows, or all of them."""

    def __init__(self, model: RowList[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        theme.mark(self, role="cells")
        self.setAccessibleName(name)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def chosen(self) -> list[int]:
        """The rows that are selected, else all that are shown, in the order shown."""
        selected = sorted(index.row() for index in self.selectionModel().selectedRows())
        return selected or list(range(self._model.rowCount()))

    def copy(self) -> None:
        """Copy them as text, cells apart by tabs."""
        lines = ["\t".join(" ".join(c.split()) for c in self._model.cells(self._model.row(r))) for r in self.chosen()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def fit_columns(self) -> None:
        """As wide as what they hold, the last the rest; none wider than can be taken in at a glance."""
        self.resizeColumnsToContents()
        widest = theme.space(WIDEST_STEPS * theme.changes().scale_pct / 100)
        for at in range(self._model.columnCount() - 1):
            self.setColumnWidth(at, min(self.columnWidth(at) + theme.space(1), widest))

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.text_height() + theme.space(1.25))
        self.setMinimumHeight((theme.text_height() + theme.space(1.25)) * 5 + theme.space(2))


class RowPane(QWidget):
    """A table with the current row written out below, or one sentence where there is nothing."""

    def __init__(self, model: RowList[Any], name: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.table = RowTable(model, name)
        self.whole = quiet("", small=True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._nothing = nothing
        self.note = quiet(nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addWidget(self.whole)
        column.addStretch(0)
        self.table.selectionModel().currentRowChanged.connect(lambda current, _before: self._say_whole(current.row()))
        model.modelReset.connect(self._on_reset)
        self._on_reset()

    def say_nothing(self, words: str) -> None:
        """What stands there while there are no rows."""
        self._nothing = words
        self._on_reset()

    def _on_reset(self) -> None:
        held, shown = self.model.total, self.model.rowCount()
        self.table.setVisible(held > 0)
        self.whole.setVisible(held > 0)
        self.whole.setText("")
        if not held:
            self.note.setText(self._nothing)
        elif not shown:
            self.note.setText("No row holds these words.")
        elif self.model.is_cut:
            self.note.setText(f"The first {wording.number(MOST_SHOWN)} of {wording.number(held)}; a file has all.")
        self.note.setVisible(not held or not shown or self.model.is_cut)
        if shown:
            self.table.selectRow(0)
            self._say_whole(0)

    def _say_whole(self, row: int) -> None:
        """The chosen row without anything cut off."""
        if 0 <= row < self.model.rowCount():
            self.whole.setText(self.model.whole(self.model.row(row)))

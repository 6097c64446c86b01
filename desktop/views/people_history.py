"""The history of a caseworker's record: every version of every entry, and the way back for what was withdrawn."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.people import HistoryModel
from desktop.views.actions import ActionTable
from desktop.views.import_rows import RowPane
from desktop.views.press import TextButton
from models.store.development_reading import DevelopmentRecord

WHAT = 2
"""The column that says which entry it is."""


class PeopleHistory(QFrame):
    """Signal `restore_wished(entry_id)`: a withdrawn entry is to be put back."""

    restore_wished = Signal(str)

    def __init__(self, model: HistoryModel, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="sheet")
        self._model = model
        self._record: DevelopmentRecord | None = None
        self.pane = RowPane(model, "History of the record", "Nothing was written in this period yet.", self)
        self.pane.table.setSortingEnabled(False)  # newest first, as they come
        self.restore = TextButton("Put back what was withdrawn")
        actions.explain(self.restore, "undo_withdrawal")
        self.restore.clicked.connect(lambda _checked=False: self._on_restore())
        self.pane.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._offer())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(1.5))
        column.setSpacing(theme.space(1))
        column.addWidget(self.pane, 1)
        column.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        self.restore.hide()

    def show_record(self, record: DevelopmentRecord) -> None:
        """Show every version of the period's entries, newest first."""
        self._record = record
        self._model.show(record.versions)
        self._fit_columns()
        self._offer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """What an entry is has a third of the room, if it needs that much; the change has the rest."""
        table = self.pane.table
        table.fit_columns()
        table.setColumnWidth(WHAT, min(table.sizeHintForColumn(WHAT) + theme.space(2), self.width() // 3))

    def focus_first(self) -> None:
        self.pane.table.setFocus()

    def chosen(self) -> str | None:
        """The entry of the selected row, by its newest version, where it is withdrawn and may be put back."""
        index, record = self.pane.table.currentIndex(), self._record
        if record is None or not record.may_write or not 0 <= index.row() < self._model.rowCount():
            return None
        found = record.newest(str(self._model.row(index.row()).form.entry_id))
        return found.entry_id if found is not None and found.form.withdrawn else None

    def _offer(self) -> None:
        self.restore.setVisible(self.chosen() is not None)

    def _on_restore(self) -> None:
        entry_id = self.chosen()
        if entry_id is not None:
            self.restore_wished.emit(entry_id)

"""The rail beside the list of sheets: all of them, each verdict with its reasons, what a disputed reading changes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.sheets import RailLine
from desktop.views.rail import COUNT_ROLE, MARK_ROLE, SECTION_ROLE, RailDelegate
from models.store.worklist import WorkQuery

LONGEST = "Discretion without reason"
WIDEST = 26
"""The words of the rail take no more than so many steps of the grid: in large text the list needs the room."""
LINE_ROLE = Qt.ItemDataRole.UserRole + 4


class SheetsRail(QListWidget):
    """Signal `asked(dict)`: the fields of `WorkQuery` that a line stands for."""

    asked = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        theme.mark(self, role="rail")
        self.setAccessibleName("Sheets by verdict and reason")
        self.setItemDelegate(RailDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.currentItemChanged.connect(self._on_current)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def show_lines(self, lines: Sequence[RailLine], query: WorkQuery) -> None:
        """Show these lines; the one the question asks for is chosen. What is shown already stays as it is."""
        self.blockSignals(True)
        if [self._line(at) for at in range(self.count())] != list(lines):
            self.clear()
            for line in lines:
                item = QListWidgetItem(line.words, self)
                item.setData(LINE_ROLE, line)
                item.setData(SECTION_ROLE, line.words)
                item.setData(MARK_ROLE, line.mark)
                item.setData(COUNT_ROLE, line.count)
                item.setToolTip(line.words)
                spoken = f"{line.words}, {wording.number(line.count)}"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.blockSignals(False)
        self.show_query(query)

    def show_query(self, query: WorkQuery) -> None:
        """Mark the line of the question, without asking for it."""
        wanted = {"verdict": query.verdict, "reason": query.reason, "sensitive": query.sensitive}
        self.blockSignals(True)
        at = next((at for at in range(self.count()) if self._line(at).asks == wanted), -1)
        self.setCurrentRow(at)
        self.blockSignals(False)
        self.viewport().update()

    def step(self, by: int) -> None:
        """The next (or previous) line."""
        if self.count():
            self.setCurrentRow((max(0, self.currentRow()) + by) % self.count())

    def _line(self, at: int) -> RailLine:
        found = self.item(at).data(LINE_ROLE)
        assert isinstance(found, RailLine)
        return found

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.asked.emit(self._line(self.row(item)).asks)

    def _fit(self) -> None:
        """As wide as its longest words and a count of seven digits."""
        metrics = QFontMetrics(theme.font("body"))
        words = min(metrics.horizontalAdvance(LONGEST), theme.space(WIDEST))
        self.setFixedWidth(words + metrics.horizontalAdvance("0,000,000") + theme.icon_size().width() + theme.space(4))
        self.scheduleDelayedItemsLayout()

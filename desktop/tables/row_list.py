"""Rows of text that are sorted and searched where they lie: what is refused, changed and remarked in an import.

The model itself sorts and searches, because a proxy would ask Python for every cell of a hundred thousand rows. No more
than `MOST_SHOWN` rows are shown; how many there are in all is `total`.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.tables import wording

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MOST_SHOWN = 20_000

Row = TypeVar("Row")


class RowList(QAbstractTableModel, Generic[Row]):
    """Rows of one kind as a table of text. A kind says its `heads`, its `numbers` (columns of figures) and `cells`."""

    heads: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._cells: list[tuple[str, ...]] = []
        self._found: list[int] = []
        self._words = ""
        self._order: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order they came."""
        return self._rows

    @property
    def total(self) -> int:
        return len(self._rows)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are shown."""
        return len(self._rows) > MOST_SHOWN

    def row(self, at: int) -> Row:
        """The row shown at this place."""
        return self._rows[self._found[at]]

    def cells(self, row: Row) -> tuple[str, ...]:
        """What a row says, a text a column."""
        raise NotImplementedError

    def whole(self, row: Row) -> str:
        """A row in one sentence, nothing cut off."""
        return " · ".join(cell for cell in self.cells(row) if cell)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these, as they came, all of them."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._cells = [self.cells(row) for row in self._rows[:MOST_SHOWN]]
        self._words, self._order = "", (-1, Qt.SortOrder.AscendingOrder)
        self._found = list(range(len(self._cells)))
        self.endResetModel()

    def search(self, words: str) -> None:
        """Show only rows that hold every one of these words somewhere, in any letter case."""
        if words != self._words:
            self.beginResetModel()
            self._words = words
            self._arrange()
            self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By one column, figures as numbers; -1: as they came."""
        if (column, order) != self._order:
            self.beginResetModel()
            self._order = (column, order)
            self._arrange()
            self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cell = self._cells[self._found[index.row()]][index.column()]
            return wording.tip(cell) if role == Qt.ItemDataRole.ToolTipRole else self.short(index.column(), cell)
        return None

    def short(self, column: int, cell: str) -> str:  # noqa: ARG002
        """A cell as it stands in its row; the tool tip has it whole."""
        return " ".join(cell.split())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _arrange(self) -> None:
        wanted = self._words.casefold().split()
        self._found = [
            at
            for at, cells in enumerate(self._cells)
            if not wanted or all(word in "\n".join(cells).casefold() for word in wanted)
        ]
        column, order = self._order
        if column >= 0:
            falling = order is Qt.SortOrder.DescendingOrder
            if column in self.numbers:
                self._found.sort(key=lambda at: int(self._cells[at][column] or 0), reverse=falling)
            else:
                self._found.sort(key=lambda at: self._cells[at][column].casefold(), reverse=falling)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self.numbers else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

"""The first rows of a list as tables: as they stand in the file, and as they would be taken."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from desktop import theme
from desktop.tables import wording

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MOST_OF_A_CELL = 120


class PreviewModel(QAbstractTableModel):
    """Rows of text under headings, each with its line in the file; a refused cell says why."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._lines: tuple[int, ...] = ()
        self._rows: tuple[Sequence[str], ...] = ()
        self._faults: Mapping[tuple[int, int], str] = {}

    def show(
        self,
        heads: Sequence[str],
        lines: Sequence[int],
        rows: Sequence[Sequence[str]],
        faults: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        """Show these rows; `faults`: (row, column) -> why it is refused; column -1: the row as a whole."""
        self.beginResetModel()
        self._heads, self._lines, self._rows = tuple(heads), tuple(lines), tuple(rows)
        self._faults = faults or {}
        self.endResetModel()

    @property
    def heads(self) -> tuple[str, ...]:
        return self._heads

    def fault(self, row: int, column: int) -> str:
        """Why this cell (or its row as a whole) is refused; empty when it is not."""
        return self._faults.get((row, column)) or self._faults.get((row, -1), "")

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        cell = self._rows[row][column] if column < len(self._rows[row]) else ""
        fault = self.fault(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(cell[:MOST_OF_A_CELL].split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(f"{cell}: {fault}" if fault else cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{cell}, refused: {fault}" if fault else cell
        if fault and role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("bad")
        if (row, column) in self._faults and role == Qt.ItemDataRole.DecorationRole:
            return _sign()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignLeft if orientation is Qt.Orientation.Horizontal else Qt.AlignmentFlag.AlignRight
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._heads[section] if section < len(self._heads) else None
        return str(self._lines[section]) if section < len(self._lines) else None


def _sign() -> QIcon:
    """The sign of a refused cell; the same on a selected one."""
    drawn = theme.pixmap("bad", "bad", theme.icon_size().width())
    made = QIcon(drawn)
    made.addPixmap(drawn, QIcon.Mode.Selected)
    return made

"""Rows that are all at hand, shown by the table of the long lists (`views.work_table`) without reading page by page."""

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject

from desktop.tables import wording
from desktop.tables.paged import Index, PagedColumn, PagedModel

Line = TypeVar("Line")
HeldColumn = PagedColumn[Any, Any]
NOWHERE = QModelIndex()


class HeldModel(PagedModel[None, Line, None]):
    """The rows last shown. A kind says its `columns_held`, the key and the mark of a line."""

    columns_held: ClassVar[tuple[HeldColumn, ...]] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        # nothing is asked for: the rows are handed over
        QAbstractTableModel.__init__(self, parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def columns(self) -> tuple[HeldColumn, ...]:
        return self.columns_held

    @property
    def lines(self) -> tuple[Line, ...]:
        """All rows."""
        return self._lines

    def show(self, lines: Sequence[Line]) -> None:
        """Show these rows in the place of those before."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def mark_of(self, item: Line) -> tuple[str, str]:
        """Drawing and ink of a line."""
        raise NotImplementedError

    def tool_tip(self, item: Line) -> str:
        """The line in one sentence."""
        cells = (f"{column.head}: {column.text(item)}" for column in self.columns if column.head)
        return wording.tip(" · ".join(cells))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def item(self, row: int) -> Line | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: Hashable) -> int | None:
        return next((at for at, line in enumerate(self._lines) if self.key_of(line) == key), None)

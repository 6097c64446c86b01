"""A list of any length as a Qt item model that holds only the pages somebody looks at.

Between a state, which reads pages, and a table, which paints rows. A row not read yet is there, empty, and asks for its
page once it is looked at. Another answer takes the old one's place at once: the list never goes blank in between.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.state.paged import PAGE, Listing, PagedList

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
"""The line of a row, or None while it is not read."""
PAGES_KEPT = 40
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


QueryOf = TypeVar("QueryOf")
Line = TypeVar("Line")
OrderOf = TypeVar("OrderOf")


@dataclass(frozen=True)
class PagedColumn(Generic[Line, OrderOf]):
    """One column: its head, what stands in it, what it sorts by; `figures` are right-aligned digits of one width,
    `widest` is a text it should have room for."""

    name: str
    head: str
    text: Callable[[Line], str]
    order: OrderOf | None = None
    figures: bool = False
    widest: str = ""


class PagedModel(QAbstractTableModel, Generic[QueryOf, Line, OrderOf]):
    """The rows of the question last answered. A kind says its `columns`, the `tool_tip` of a line and its key."""

    def __init__(self, asked: PagedList[QueryOf, Line], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = asked
        self._pages: OrderedDict[int, Sequence[Line]] = OrderedDict()
        self._total = 0
        self.query = asked.query
        asked.listed.connect(self._on_listed)
        asked.totalled.connect(self._on_totalled)
        asked.page_came.connect(self._on_page)

    @property
    def columns(self) -> tuple[PagedColumn[Line, OrderOf], ...]:
        raise NotImplementedError

    def key_of(self, item: Line) -> Hashable:
        """What makes a line the same line after the list was read again."""
        raise NotImplementedError

    def tool_tip(self, item: Line) -> str:
        """What a line says beside its columns, as a tool tip."""
        raise NotImplementedError

    def text(self, column: PagedColumn[Line, OrderOf], item: Line) -> str:
        """What stands in a column of a line."""
        return column.text(item)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.item(index.row())
        if role == ITEM_ROLE:
            return item
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(figures=column.figures)
        if item is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(column, item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tool_tip(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.head}: {self.text(column, item)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(figures=column.figures)
        if role == Qt.ItemDataRole.ToolTipRole and column.order is not None:
            return f"Sort by {column.head.lower()}"
        return None

    def item(self, row: int) -> Line | None:
        """The line in `row`; None while its page is not read (it is asked for)."""
        start = row // PAGE * PAGE
        page = self._pages.get(start)
        if page is None:
            self._asked.need(start)
            return None
        self._pages.move_to_end(start)
        return page[row - start] if row - start < len(page) else None

    def row_of(self, key: Hashable) -> int | None:
        """Where the line with this key stands, among the pages at hand."""
        for start, page in self._pages.items():
            for at, item in enumerate(page):
                if self.key_of(item) == key:
                    return start + at
        return None

    def column_at(self, order: OrderOf | None) -> int | None:
        """The column that shows this order."""
        return next((at for at, column in enumerate(self.columns) if order and column.order is order), None)

    def _on_listed(self, listing: Listing[QueryOf, Line]) -> None:
        self.beginResetModel()
        self.query = listing.query
        self._total = listing.total
        self._pages.clear()
        if listing.items:
            self._pages[listing.offset] = listing.items
        self.endResetModel()

    def _on_totalled(self, listing: Listing[QueryOf, Line]) -> None:
        """More lines follow those that are shown: they are added behind, and nothing moves."""
        if listing.total > self._total:
            self.beginInsertRows(NOWHERE, self._total, listing.total - 1)
            self._total = listing.total
            self.endInsertRows()

    def _on_page(self, offset: int, items: Sequence[Line]) -> None:
        self._pages[offset] = items
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        last = min(offset + PAGE, self._total) - 1
        if last >= offset:
            self.dataChanged.emit(self.index(offset, 0), self.index(last, len(self.columns) - 1))


def _alignment(*, figures: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

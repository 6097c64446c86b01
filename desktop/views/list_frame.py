"""The frame of a page with a long list: what can be asked for at the left, a head, filters, the list, what is below.

A page is laid upon it and says what its parts are; where the list has nothing to show, the empty state stands in its
place.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.paged import PagedModel
from desktop.views.empty import EmptyState
from desktop.views.press import ElidedLabel, hairline
from desktop.views.work_table import WorkTable


class ListFrame(QWidget):
    """`title` and `summary` stand at the left of the head, `count` at its right."""

    def __init__(
        self,
        rail: QWidget,
        filters: QWidget,
        table: WorkTable,
        below: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = QLabel()
        theme.mark(self.title, role="title")
        self.summary = ElidedLabel()
        theme.mark(self.summary, role="quiet")
        self.count = QLabel()
        theme.mark(self.count, role="quiet")
        self.empty = EmptyState()
        self._keys = rail
        self._table = table
        self._stack = QStackedWidget()
        self._stack.addWidget(table)
        self._stack.addWidget(self.empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side(rail))
        row.addWidget(self._main(filters, below), 1)

    def beside_count(self, widget: QWidget) -> None:
        """Put a link into the head, before the count: there it comes and goes without moving the list."""
        self._head.insertWidget(self._head.indexOf(self.count), widget, 0, Qt.AlignmentFlag.AlignBottom)

    def below_head(self, widget: QWidget) -> None:
        """Put something into a line of its own between the head and the filters."""
        line = QHBoxLayout()
        line.setContentsMargins(theme.space(2), 0, theme.space(2), 0)
        line.addWidget(widget)
        self._lines.insertLayout(1, line)

    def focus_list(self) -> None:
        """The keyboard goes to the list, or to where one can go on from an empty one."""
        if not self.shows_empty:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._table.currentIndex().isValid():
                self._table.go_to(0)
        elif self.empty.button.isVisibleTo(self.empty):
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._keys.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shows_empty(self) -> bool:
        """Whether the empty state stands in the place of the list."""
        return self._stack.currentWidget() is self.empty

    def show_list(self, *, empty: bool = False) -> None:
        """Bring the list into sight, or the empty state in its place."""
        self._stack.setCurrentWidget(self.empty if empty else self._table)

    def show_order(self, model: PagedModel[Any, Any, Any], order: object, *, descending: bool) -> None:
        """Mark the head that the list is sorted by."""
        head = self._table.horizontalHeader()
        at = model.column_at(order)
        head.setSortIndicatorShown(at is not None)
        if at is not None:
            head.setSortIndicator(at, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    def _side(self, rail: QWidget) -> QFrame:
        side = QFrame()
        theme.mark(side, role="side")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addWidget(rail)
        return side

    def _main(self, filters: QWidget, below: Sequence[QWidget]) -> QFrame:
        head = self._head = QHBoxLayout()
        head.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), 0)
        head.setSpacing(theme.space(2))
        head.addWidget(self.title)
        head.addWidget(self.summary, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        narrowing = QVBoxLayout()
        narrowing.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1.5))
        narrowing.addWidget(filters)
        main = QFrame()
        theme.mark(main, role="sheet")
        column = self._lines = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(narrowing)
        column.addWidget(hairline(main))
        column.addWidget(self._stack, 1)
        for part in below:
            column.addWidget(part)
        return main

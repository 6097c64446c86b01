"""The table of a long list: calm rows, a mark and a word for the state, everything by keyboard."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.paged import ITEM_ROLE, PagedModel
from desktop.views.plain_table import set_plain
from models.matching import SETTLED
from models.store.worklist import WorkItem

Mark = Callable[[Any], tuple[str, str]]
"""Drawing and ink of a line's state."""
CLASS_MARKS = {
    "ACCURATE": ("good", "good"),
    "ACCURATE_DISCRETION": ("information", "good"),
    "INACCURATE": ("bad", "bad"),
    "NOT_ASSESSABLE": ("warning", "warn"),
}
"""Drawing and ink of a signed review's class; the word stands beside it."""

SAMPLES = {
    "state": "Accurate by discretion",
    "when": "14 Sep 2009 10:31",
    "caseworker": "Caseworker",
    "team": "DE-1000",
    "case": "C-1A02-0000",
    "length": "1:02:03",
    "transcript": "Transcript",
    "method": "Standing order",
    "match": "Caseworker and day · 50 %",
    "saved": "14 Sep 2009 10:31",
    "signed": "14 Sep 2009 10:31",
    "reviewer": "Reviewer",
    "score": "100.0",
    "recording": "VR-88102-00000",
    "sheet": "PAG-088102-000",
    "reason": "the same case in the window",
    "changed": "Changed since +",
    "steer": "Outside · inaccurate",
    "rung": "Rung 3E+",
    "decided": "14 Sep 2009",
    "label": "Arrangement",
    "why": "Not cleared in two years; be",
    "readings": "1 reading",
    "confirmed": "TL01, 14 Sep 2009",
}
"""How wide a column of the worklist is at first: as this text."""


def state_mark(item: WorkItem) -> tuple[str, str]:
    """Drawing and ink of a line's state."""
    if item.review_state == "signed":
        return CLASS_MARKS.get(item.kpi_class or "", ("state-signed", "quiet"))
    if item.review_state == "draft":
        return ("state-draft", "accent")
    if item.match_state in ("proposed", "ambiguous"):
        return ("state-ambiguous", "warn")
    if item.sheet_id is None:
        return ("state-no-sheet", "quiet")
    return ("state-no-call", "quiet") if item.recording_id is None else ("state-due", "accent")


def match_mark(item: WorkItem) -> tuple[str, str]:
    """Drawing and ink of a line on the matches page: whether it has found its partner."""
    if item.match_state in SETTLED:
        return ("matches", "quiet")
    return state_mark(item)


class WorkTable(QTableView):
    """Signals: `opened(line)` by Return or a double click; `typed(text)` when letters were typed into the list."""

    opened = Signal(object)
    typed = Signal(str)

    def __init__(
        self,
        model: PagedModel[Any, Any, Any],
        mark: Mark = state_mark,
        parent: QWidget | None = None,
        *,
        several: bool = False,
        lasting: int | None = None,
    ) -> None:
        """`several`: more than one line can be selected. `lasting`: so many columns are always shown; each further one
        only where there is room for it."""
        super().__init__(parent)
        self._model = model
        self._lasting = lasting
        self._widths: list[int] = []
        self.setModel(model)
        self.setItemDelegate(RowDelegate(mark, self))
        self.setAccessibleName("Calls")
        set_plain(self, several=several)
        self.setMouseTracking(True)
        head = self.horizontalHeader()
        head.setSortIndicatorShown(False)
        head.setSectionsClickable(True)
        self.doubleClicked.connect(lambda _index: self.open_current())
        model.modelReset.connect(self._fit_columns)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def current_item(self) -> Any:
        """The line of the row in focus; None without one, or while it is not read."""
        return self.currentIndex().data(ITEM_ROLE) if self.currentIndex().isValid() else None

    def selected_ranges(self) -> list[tuple[int, int]]:
        """The selected lines as first and last of each stretch, whether they are read or not."""
        selection = self.selectionModel().selection()
        return sorted((each.top(), each.bottom()) for each in selection.toList())

    def open_current(self) -> None:
        item = self.current_item()
        if item is not None:
            self.opened.emit(item)

    def go_to(self, row: int) -> None:
        """Select a row, and no other, and bring it into view: whatever key is held down just now."""
        if 0 <= row < self._model.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self._model.index(row, 0), flags.ClearAndSelect | flags.Rows)

    def first_visible_row(self) -> int:
        return max(0, self.rowAt(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        text = event.text()
        if plain and text.isprintable() and text.strip():
            self.typed.emit(text)
            return
        if event.key() == Qt.Key.Key_Home and plain:
            self.go_to(0)
            return
        if event.key() == Qt.Key.Key_End and plain:
            self.go_to(self._model.rowCount() - 1)
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self._fit_columns()

    def _fit_columns(self) -> None:
        metrics = QFontMetrics(theme.font("body"))
        head = QFontMetrics(theme.font("small"))
        self._widths = []
        for at, column in enumerate(self._model.columns):
            sample = column.widest or SAMPLES[column.name]
            width = max(metrics.horizontalAdvance(sample), head.horizontalAdvance(column.head) + 20)
            if column.name == "state":
                widest = column.widest or _widest_state(column.head)
                width = metrics.horizontalAdvance(widest) + theme.icon_size().width() + theme.space(2.5)
            if at == len(self._model.columns) - 1:  # it takes what is left, and gives way first
                width = head.horizontalAdvance(column.head) + 20
            self._widths.append(width + theme.space(3))
            self.setColumnWidth(at, self._widths[-1])
        self._spare_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spare_columns()

    def _spare_columns(self) -> None:
        """Hide what there is no room for, of the columns that need not last."""
        if self._lasting is None:
            return
        taken = sum(self._widths[: self._lasting])
        for at, width in enumerate(self._widths[self._lasting :], self._lasting):
            taken += width
            self.setColumnHidden(at, taken > self.viewport().width())


def _widest_state(head: str) -> str:
    return "Ambiguous" if head == "State" else "Accurate by discretion"


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: selection as a tint with a bar at the left, the state with its mark, digits aligned right."""

    def __init__(self, mark: Mark, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = mark

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        return QSize(theme.space(8), theme.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect: QRect = option.rect
        first = index.column() == 0
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        view = option.widget
        hovered = (
            isinstance(view, QTableView)
            and view.rowAt(view.viewport().mapFromGlobal(view.cursor().pos()).y()) == index.row()
            and view.viewport().underMouse()
        )
        focused = chosen and view is not None and view.hasFocus()
        if chosen or hovered:
            painter.fillRect(rect, theme.colour("selection" if chosen else "hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if first and chosen:
            painter.fillRect(rect.left(), rect.top(), 4 if focused else 2, rect.height(), theme.colour("accent"))
        if focused:
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(theme.space(1.5) if first else theme.space(1), 0, -theme.space(1), 0)
        item = index.data(ITEM_ROLE)
        if first and item is not None:
            side = theme.icon_size().width()
            mark = theme.pixmap(*self._mark(item), side, painter.device().devicePixelRatioF())
            painter.drawPixmap(inner.left(), rect.center().y() - side // 2, mark)
            inner.adjust(side + theme.space(1), 0, 0, 0)
        elif str(index.data() or "") == wording.CHANGED_SINCE:
            side = theme.icon_size().width()
            warning = theme.pixmap("warning", "warn", side, painter.device().devicePixelRatioF())
            painter.drawPixmap(inner.left(), rect.center().y() - side // 2, warning)
            inner.adjust(side + theme.space(0.5), 0, 0, 0)
        self._draw_text(painter, inner, index, item)
        painter.restore()

    def _draw_text(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        item: object,
    ) -> None:
        text = str(index.data() or "")
        quiet = item is None or text in ("—", "not held", "no call")
        font = theme.font("figures")
        painter.setFont(font)
        painter.setPen(theme.colour("quiet" if quiet else "text"))
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(alignment), shown)

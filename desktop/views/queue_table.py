"""The table of the Transcripts page: calm rows, a mark and a word for the state, how far each call is as a bar."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop import theme
from desktop.tables.transcribing import COLUMNS, PROGRESS, QueueRole, QueueTable, rows_of
from desktop.views.plain_table import set_plain
from models.transcription import Standing

BAR_PX = 4


class QueueView(QTableView):
    """Signals: `opened(recording_id)` by Return or a double click; `current_changed()`."""

    opened = Signal(str)
    current_changed = Signal()

    def __init__(self, table: QueueTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._kept: tuple[str, ...] = ()
        self._current = ""
        self.setModel(table)
        self.setItemDelegate(QueueDelegate(self))
        self.setAccessibleName("Calls to transcribe")
        set_plain(self, several=True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda _index: self.open_current())
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.current_changed.emit())
        table.modelAboutToBeReset.connect(self._keep)
        table.modelReset.connect(self._give_back)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def chosen(self) -> list[Standing]:
        """The selected calls, in the queue's order."""
        return rows_of(self._table, {index.row() for index in self.selectionModel().selectedRows()})

    def current_row(self) -> Standing | None:
        found = self.currentIndex().data(QueueRole.STANDING) if self.currentIndex().isValid() else None
        return found if isinstance(found, Standing) else None

    def open_current(self) -> None:
        row = self.current_row()
        if row is not None:
            self.opened.emit(row.recording_id)

    def go_to(self, at: int) -> None:
        """Select a line and bring it into view."""
        if 0 <= at < self._table.rowCount():
            self.setCurrentIndex(self._table.index(at, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            self.go_to(0 if event.key() == Qt.Key.Key_Home else self._table.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._current = self._table.rows[current.row()].id
        self.current_changed.emit()

    def _keep(self) -> None:
        self._kept = tuple(row.id for row in self.chosen())

    def _give_back(self) -> None:
        """Lines came, went or changed places: the same calls stay selected."""
        at = self._table.row_of(self._current)
        flags = QItemSelectionModel.SelectionFlag
        selection = self.selectionModel()
        if at is None:
            self.go_to(min(max(self.currentIndex().row(), 0), self._table.rowCount() - 1))
            return
        selection.setCurrentIndex(self._table.index(at, 0), flags.NoUpdate)
        for row in self._kept or (self._current,):
            place = self._table.row_of(row)
            if place is not None:
                selection.select(self._table.index(place, 0), flags.Select | flags.Rows)
        self.scrollTo(self._table.index(at, 0))

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        metrics, head = QFontMetrics(theme.font("body")), QFontMetrics(theme.font("small"))
        for at, column in enumerate(COLUMNS):
            width = max(metrics.horizontalAdvance(column.sample), head.horizontalAdvance(column.head) + 20)
            if at == 0:
                width += theme.icon_size().width() + theme.space(2)
            self.setColumnWidth(at, width + theme.space(2.5))


class QueueDelegate(QStyledItemDelegate):
    """Paints a cell: selection as a tint, the state with its mark, the progress with a bar below its words."""

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
        if chosen:
            painter.fillRect(rect, theme.colour("selection"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if first and chosen:
            focused = view is not None and view.hasFocus()
            painter.fillRect(rect.left(), rect.top(), 4 if focused else 2, rect.height(), theme.colour("accent"))
        inner = rect.adjusted(theme.space(1.5) if first else theme.space(1), 0, -theme.space(1), 0)
        if first:
            side = theme.icon_size().width()
            drawing, ink = index.data(QueueRole.MARK)
            mark = theme.pixmap(drawing, ink, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(inner.left(), rect.center().y() - side // 2, mark)
            inner.adjust(side + theme.space(1), 0, 0, 0)
        row = index.data(QueueRole.STANDING)
        share = index.data(QueueRole.SHARE)
        if index.column() == PROGRESS and isinstance(row, Standing) and 0 < share < 1:
            self._paint_bar(painter, inner, share)
            inner.adjust(0, 0, 0, -BAR_PX - 2)
        text = str(index.data() or "")
        font = theme.font("figures")
        painter.setFont(font)
        painter.setPen(theme.colour("quiet" if text in ("—", "not held") else "text"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)
        painter.restore()

    def _paint_bar(self, painter: QPainter, area: QRect, share: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(area.left(), area.bottom() - BAR_PX - theme.space(0.5), area.width(), BAR_PX)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(groove, BAR_PX / 2, BAR_PX / 2)
        groove.setWidth(max(BAR_PX, groove.width() * share))
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(groove, BAR_PX / 2, BAR_PX / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

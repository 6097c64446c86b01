"""The preview of a report: the very rows that would be written, what they are of, what their marks mean, the caveat."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.state.report_preview import Preview
from desktop.tables.reports import PreviewRows, facts_words
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.plain_table import set_plain
from desktop.views.press import ElidedLabel, TextButton
from models.reports.table import RESTRICTED, UNSUPPRESSED

WIDEST_STEPS = 34
INSET = 8
"""Pixels between the words of a cell and its edges, as of a head."""
SAMPLED_ROWS = 50
"""Rows that the width of a column is taken from: more would hold the window up in a long caselist."""
STALE = "Not up to date"
MAKING = "Being made …"


class _CellDelegate(QStyledItemDelegate):
    """Paints a cell: a style sheet takes five times as long for a table that fills the window."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("selection"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, theme.colour("accent"))
        else:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text") if ink is None or chosen else ink)
        inner = rect.adjusted(INSET, 0, -INSET, 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, index.data(Qt.ItemDataRole.TextAlignmentRole), words)
        painter.restore()


class ReportTable(QTableView):
    """The rows, read only. Signal `copy_wished()`."""

    copy_wished = Signal()

    def __init__(self, model: PreviewRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        theme.mark(self, role="cells")
        set_plain(self, several=False)
        self.setAccessibleName("Preview of the report")
        self.setItemDelegate(_CellDelegate(self))
        self.horizontalHeader().setStretchLastSection(False)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wished.emit()
        else:
            super().keyPressEvent(event)

    def fit_columns(self) -> None:
        """As wide as what they hold, none wider than can be taken in at a glance."""
        widest = round(theme.space(WIDEST_STEPS) * theme.changes().scale_pct / 100)
        width_of, head = QFontMetrics(theme.font("body")).horizontalAdvance, self.horizontalHeader()
        rows = range(min(SAMPLED_ROWS, self._rows.rowCount()))
        for at in range(self._rows.columnCount()):
            cells = max((width_of(str(self._rows.index(row, at).data())) for row in rows), default=0)
            self.setColumnWidth(at, min(max(cells + 2 * INSET, head.sectionSizeHint(at)) + theme.space(1.5), widest))

    def _fit(self) -> None:
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.text_height() + theme.space(1.25))
        self.fit_columns()


class ReportPreview(QWidget):
    """Signals: `wished(key)` of the empty state's button; `stop_wished()`; `again_wished()`; `copy_wished()`."""

    wished = Signal(str)
    stop_wished = Signal()
    again_wished = Signal()
    copy_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PreviewRows(self)
        self.table = ReportTable(self.rows)
        self.empty = EmptyState()
        self.facts = ElidedLabel()
        theme.mark(self.facts, role="quiet")
        self.standing = QLabel()
        theme.mark(self.standing, role="warn")
        self.stop = TextButton("Stop", "link")
        actions.explain(self.stop, "stop_report")
        self.again = TextButton("Make it again", "link")
        actions.explain(self.again, "make_report")
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(1), theme.space(0.5))
        head.setSpacing(theme.space(1))
        head.addWidget(self.facts, 1)
        for part in (self.standing, self.stop, self.again):
            head.addWidget(part)
        self._stack = QStackedWidget()
        self._stack.setContentsMargins(theme.space(1), 0, 0, 0)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.warning = _below("warn")
        self.legend = _below("small")
        self.caveat = _below("small")
        below = self._below = QWidget()
        lines = QVBoxLayout(below)
        lines.setContentsMargins(theme.space(2), theme.space(0.75), theme.space(2), theme.space(0.75))
        lines.setSpacing(theme.space(0.25))
        for label in (self.warning, self.legend, self.caveat):
            lines.addWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(below)
        self.empty.wished.connect(self.wished)
        self.stop.clicked.connect(lambda _checked=False: self.stop_wished.emit())
        self.again.clicked.connect(lambda _checked=False: self.again_wished.emit())
        self.table.copy_wished.connect(self.copy_wished)
        self.show_standing(making=False, stale=False)
        self.say("sheet", "Reports", "Choose a report at the left.")

    def show_preview(self, preview: Preview) -> None:
        """Show this one."""
        report = preview.report
        self.rows.show_report(report, preview.shown)
        self.table.fit_columns()
        self.facts.set_words(facts_words(report))
        self.legend.setText(" ".join((*report.notes, preview.legend)).strip())
        self.legend.setVisible(bool(self.legend.text()))
        caveat = report.caveat.replace(UNSUPPRESSED, "").replace(RESTRICTED, "").strip()  # said above, in their ink
        self.caveat.setText(f"Caveat: {caveat}")
        warnings = (
            (not report.publishable, f"{RESTRICTED} It is written where you choose, and no copy is kept here."),
            (report.publishable and report.threshold <= 1, UNSUPPRESSED),
            *((True, words) for words in preview.cautions),
        )
        self.warning.setText(" ".join(words for holds, words in warnings if holds))
        self.warning.setVisible(bool(self.warning.text()))
        self._below.show()
        self._stack.setCurrentWidget(self.table)

    def say(self, drawing: str, title: str, words: str, button: str = "", key: str = "") -> None:
        """Nothing to show: why, and what to do next."""
        self.rows.show_report(None)
        self.facts.set_words("")
        self._below.hide()
        self.empty.say(drawing, title, words, button, key)
        self._stack.setCurrentWidget(self.empty)

    def show_standing(self, *, making: bool, stale: bool) -> None:
        """Whether the rows are of what is asked for; those that are `stale` stay in sight, but not as if they were."""
        self.standing.setText(MAKING if making else STALE if stale else "")
        self.standing.setVisible(making or stale)
        self.stop.setVisible(making)
        self.again.setVisible(stale and not making)
        self.rows.set_stale(stale=making or stale)

    @property
    def shows_empty(self) -> bool:
        """Whether words stand in the place of the rows."""
        return self._stack.currentWidget() is self.empty

    def take_keyboard(self) -> None:
        """The keyboard goes to the rows, or to where one can go on without any."""
        if not self.shows_empty:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.table.currentIndex().isValid() and self.rows.rowCount():
                self.table.setCurrentIndex(self.rows.index(0, 0))
        elif self.empty.button.isVisibleTo(self.empty):
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)


def _below(role: str) -> QLabel:
    label = QLabel()
    theme.mark(label, role=role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

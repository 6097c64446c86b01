"""The cross-reference of a sample: each drawn call's sheet beside Task 567, and the sheets without a recording."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.sample_rows import CallLessModel, CrossingModel, crossed_words
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.look_pane import words_label
from desktop.views.press import TextButton, hairline
from desktop.views.work_table import WorkTable
from models.reports.sample_words import counted_words, promoted_words, without_call_words
from models.sample_crossing import CrossReference

LASTING = 7


class CrossingPart(QWidget):
    """Signal `open_wished(CrossedCall)`."""

    open_wished = Signal(object)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = words_label("heading", self)
        self.promoted = words_label("", self)
        self.model = CrossingModel(self)
        self.table = WorkTable(self.model, self.model.mark_of, lasting=LASTING)
        self.table.setAccessibleName("Cross-reference with Task 567")
        self.why = words_label("", self)
        self.call_less_words = QLabel(self)
        self.call_less = CallLessModel(self)
        self.sheets = WorkTable(self.call_less, self.call_less.mark_of)
        self.sheets.setAccessibleName("Guide sheets without a recording")
        self.turn = TextButton("", "link")
        self.tables = QStackedWidget()
        for table in (self.table, self.sheets):
            self.tables.addWidget(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_padded(self.counts, self.promoted))
        column.addWidget(hairline(self))
        column.addWidget(self.tables, 1)
        column.addWidget(hairline(self))
        column.addLayout(_padded(self.why))
        column.addWidget(hairline(self))
        foot = QWidget(self)
        flow = FlowLayout(foot, theme.space(1))
        flow.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        flow.addWidget(self.call_less_words)
        flow.addWidget(self.turn)
        column.addWidget(foot)
        actions.bind("open_draw", self.table, self.table.open_current)
        self.table.opened.connect(self.open_wished)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_why())
        self.turn.clicked.connect(lambda _checked=False: self.show_call_less(not self.shows_call_less))
        self.show_call_less(False)

    @property
    def shows_call_less(self) -> bool:
        """Whether the sheets without a recording stand in the place of the drawn calls."""
        return self.tables.currentWidget() is self.sheets

    def show_call_less(self, wanted: bool) -> None:
        """Show the sheets without a recording, or the drawn calls again."""
        had_keyboard = self.table.hasFocus() or self.sheets.hasFocus()
        self.tables.setCurrentWidget(self.sheets if wanted else self.table)
        self.turn.setText("Show the drawn calls" if wanted else "Show these sheets")
        self._show_why()
        if had_keyboard:
            self.focus_first()

    def show_crossing(self, found: CrossReference) -> None:
        """Show a cross-reference; the same call stays selected."""
        current = self.table.current_item()
        self.counts.setText(counted_words(found) or "Nothing was drawn.")
        self.promoted.setText(promoted_words(found))
        self.model.show(found.calls)
        row = None if current is None else self.model.row_of(current.records.position)
        self.table.go_to(row or 0)
        told = without_call_words(found)
        if found.without_call > len(found.call_less):
            told += f" The first {wording.number(len(found.call_less))} are listed."
        self.call_less_words.setText(told)
        self.call_less.show(found.call_less)
        self.turn.setVisible(bool(found.call_less))
        self.show_call_less(self.shows_call_less and bool(found.call_less))

    def focus_first(self) -> None:
        """The keyboard goes to the list."""
        (self.sheets if self.shows_call_less else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_why(self) -> None:
        line = self.table.current_item()
        if self.shows_call_less:
            self.why.setText("Every sheet is examined; without its recording it can only be checked by itself.")
        else:
            self.why.setText("" if line is None else crossed_words(line))


def _padded(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
    column.setSpacing(theme.space(0.5))
    for part in parts:
        column.addWidget(part)
    return column

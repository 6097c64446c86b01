"""The overview of a caseworker's period: its checks as published and as amended, and what is still to be done."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.people import ReviewedModel, Waiting, summary_of, waiting_of
from desktop.views.actions import ActionTable
from desktop.views.import_rows import RowPane
from desktop.views.page import Page, card, heading, quiet
from desktop.views.people_card import IN_LINE
from desktop.views.people_suggestions import STARTS, SuggestionCard
from desktop.views.press import TextButton
from models.reports.development_words import day_words
from models.store.development_reading import DevelopmentRecord

WIDEST_PX = 1040
SIDE_BY_SIDE_PX = 760
ROWS_SHOWN = 9
NO_CHECKS = "No check in this period yet. Checks appear here once they are signed."
NO_CHECKS_RELEASED = "No check of yours was released to you in this period yet."
NOTHING_WAITS = "Nothing is waiting. Objectives and needs that are agreed stand here until they are done."


class WaitingLink(TextButton):
    """A line that leads to its entry, cut with an ellipsis where there is no room and whole in its tool tip."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, "link", parent)
        self._words = words
        self.setStyleSheet(f"{IN_LINE} text-align: left;")
        self.setAccessibleName(words)
        self.setToolTip(wording.tip(words))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        icon = 0 if self.icon().isNull() else self.iconSize().width() + theme.space(0.75)
        room = self.width() - icon - theme.space(2)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))


class PeopleOverview(Page):
    """Signals: `suggestion_wished(Suggestion, EntryKind)`, `entry_wished(EntryKind, entry_id)`,
    `check_wished(recording_id, sheet_id)`, either may be None."""

    suggestion_wished = Signal(object, object)
    entry_wished = Signal(object, str)
    check_wished = Signal(object, object)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__("Overview", "", parent, widest=WIDEST_PX)
        self.title.hide()
        self.words.hide()
        self._rows: list[QWidget] = []
        self.links: list[WaitingLink] = []
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(theme.space(2))
        period, column = card(self._frame)
        column.addWidget(heading("The period in checks"))
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(theme.space(2))
        self._facts.setVerticalSpacing(theme.space(0.5))
        self._facts.setColumnStretch(1, 1)
        column.addLayout(self._facts)
        column.addStretch(1)
        waiting, self._waiting = card(self._frame)
        self._waiting.setSpacing(theme.space(0.5))
        self._waiting.addWidget(heading("Still to be done"))
        self._waiting_rows = QVBoxLayout()
        self._waiting_rows.setSpacing(theme.space(0.25))
        self._waiting.addLayout(self._waiting_rows)
        self._waiting.addStretch(1)
        self._pair.addWidget(period, 1)
        self._pair.addWidget(waiting, 2)
        self.offers = SuggestionCard(tuple(STARTS), self._frame)
        self.offers.wished.connect(self.suggestion_wished)
        self.model = ReviewedModel(self)
        checks, column = card(self._frame)
        column.addWidget(heading("Checks"))
        self.checks = RowPane(self.model, "Checks of the period", NO_CHECKS, checks)
        self.checks.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.checks.table.setSortingEnabled(False)  # by day, as they come
        self.checks.table.doubleClicked.connect(lambda _index: self.open_check())
        column.addWidget(self.checks)
        actions.bind("open_reviewed", self.checks, self.open_check)
        self.body.addLayout(self._pair)
        self.body.addWidget(self.offers)
        self.body.addWidget(checks)
        self.body.addStretch(1)
        theme.changes().changed.connect(self._fit)

    def show_record(self, record: DevelopmentRecord, today: date) -> None:
        """Show the period of a record."""
        self._empty(self._facts)
        for at, (name, value) in enumerate(summary_of(record)):
            label = quiet(name)
            label.setWordWrap(False)
            told = QLabel(value)
            told.setTextFormat(Qt.TextFormat.PlainText)
            told.setWordWrap(True)
            self._facts.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(told, at, 1)
        self._empty(self._waiting_rows)
        self.links = []
        for one in waiting_of(record, today):
            self._waiting_rows.addWidget(self._link(one))
        if not self.links:
            self._waiting_rows.addWidget(quiet(NOTHING_WAITS))
        self.offers.show_suggestions(record.suggestions if record.may_write else ())
        self.checks.say_nothing(NO_CHECKS if record.may_write else NO_CHECKS_RELEASED)
        self.model.show(record.reviews)
        self._fit()

    def focus_first(self) -> None:
        """The keyboard goes to the checks, else to what is to be done."""
        if self.model.total:
            self.checks.table.setFocus()
        elif self.links:
            self.links[0].setFocus()

    def open_check(self) -> None:
        """Open the selected check."""
        index = self.checks.table.currentIndex()
        if index.isValid():
            call = self.model.row(index.row())
            self.check_wished.emit(call.recording_id, call.sheet_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _link(self, one: Waiting) -> WaitingLink:
        made = WaitingLink(f"{'Was due' if one.late else 'Due'} {day_words(one.due)}: {one.words}")
        if one.late:
            made.show_icon("warning", "warn")
        made.clicked.connect(lambda _checked=False: self.entry_wished.emit(one.kind, one.entry_id))
        self.links.append(made)
        return made

    def _empty(self, layout: QGridLayout | QVBoxLayout) -> None:
        while (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _fit(self) -> None:
        narrow = self.width() < SIDE_BY_SIDE_PX * theme.changes().scale_pct / 100
        directions = QBoxLayout.Direction
        self._pair.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        table = self.checks.table
        rows = min(max(self.model.total, 1), ROWS_SHOWN)
        height = table.verticalHeader().defaultSectionSize()
        table.setFixedHeight(rows * height + table.horizontalHeader().sizeHint().height() + theme.space(1))
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Nothing is cut where there is room for all of it."""
        table = self.checks.table
        table.resizeColumnsToContents()
        last = self.model.columnCount() - 1
        wanted = [table.columnWidth(at) + theme.space(1) for at in range(last)]
        if sum(wanted) + table.sizeHintForColumn(last) > table.viewport().width():
            table.fit_columns()
            return
        for at, width in enumerate(wanted):
            table.setColumnWidth(at, width)

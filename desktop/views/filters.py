"""The filter row of the lists: words, caseworker, team, dates, steer, method, and whose reviews or which sheets."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.views.actions import ActionTable
from desktop.views.day_field import chosen_day, day_field
from desktop.views.flow import FlowLayout
from models.store.worklist import Choices, Section, WorkQuery

TYPING_PAUSE_MS = 150
BETWEEN = "between"
SEARCH = "Search ids, cases, caseworkers"


class Filters(QWidget):
    """Signals: `changed(values)` with the fields of `WorkQuery` to narrow by; `cleared()`; `left_for_list()` when the
    arrow down or Return in the search field should go on in the list."""

    changed = Signal(dict)
    cleared = Signal()
    left_for_list = Signal()

    def __init__(
        self, actions: ActionTable, today: date, parent: QWidget | None = None, *, search: str = SEARCH
    ) -> None:
        """`search` stands in the empty search field, which is as wide as these words."""
        super().__init__(parent)
        self._today = today
        self._search_words = search
        self.search = QLineEdit()
        self.search.setPlaceholderText(search)
        self.search.setClearButtonEnabled(False)
        self.search.setAccessibleName("Search the list")
        actions.explain(self.search, "search")
        self.search.installEventFilter(self)
        self.caseworker = _choice("Caseworker")
        self.team = _choice("Team")
        self.method = _choice("Method of collection")
        self.reviewer = _choice("Reviewer")
        self.sheets = _choice("Changed sheets")
        self.sheets.addItem("All sheets", False)
        self.sheets.addItem(wording.SHEET_CHANGED, True)
        self._make_steer()
        self.dates = _choice("Dates")
        self._fill_dates()
        self.between = QWidget()
        between = QHBoxLayout(self.between)
        between.setContentsMargins(0, 0, 0, 0)
        between.setSpacing(theme.space(0.75))
        self.date_from = day_field("First day", today - timedelta(days=30))
        self.date_to = day_field("Last day", today)
        between.addWidget(self.date_from)
        between.addWidget(QLabel("to"))
        between.addWidget(self.date_to)
        self.between.hide()
        self.clear = QPushButton("Clear filters")
        theme.mark(self.clear, role="link")
        actions.explain(self.clear, "clear_filters")
        self.clear.setAccessibleName("Clear filters")
        self.clear.hide()
        self._flow = FlowLayout(self, theme.space(1))
        for widget in (self.search, *self._choices(), self.between, self.clear):
            self._flow.addWidget(widget)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.search.textEdited.connect(lambda _text: self._pause.start())
        for combo in self._choices():
            combo.activated.connect(lambda _at: self._on_chosen())
        for field in (self.date_from, self.date_to):
            field.dateChanged.connect(lambda _date: self._tell())
        self.clear.clicked.connect(self.cleared)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def _make_steer(self) -> None:
        """What the steer says; of the list of sheets whether they are confirmed, and their scheme."""
        self.steer = _choice("What the steer says")
        self.steer.addItem("Any steer", None)
        for verdict, words in wording.KPI_CLASSES.items():
            self.steer.addItem(words, verdict)
        self.confirmed = _choice("Confirmed or not")
        for words, confirmed in (("To confirm", False), ("Confirmed", True), ("All sheets", None)):
            self.confirmed.addItem(words, confirmed)
        self.scheme = _choice("Scheme")

    def offer(self, choices: Choices) -> None:
        """What can be chosen; a choice made stays."""
        for combo, everything, values in (
            (self.caseworker, "All caseworkers", [(v, v) for v in choices.caseworkers]),
            (self.team, "All teams", [(v, v) for v in choices.teams]),
            (self.method, "All methods", [(wording.method(v), v) for v in choices.methods]),
            (self.reviewer, "All reviewers", [(v, v) for v in choices.reviewers]),
            (self.scheme, "All schemes", [(v, v) for v in choices.schemes]),
        ):
            kept = combo.currentData()
            combo.clear()
            combo.addItem(everything, None)
            for words, value in values:
                combo.addItem(words, value)
            combo.setCurrentIndex(max(0, combo.findData(kept)))
        self.updateGeometry()

    def show_query(self, query: WorkQuery, *, narrowed: bool = False) -> None:
        """Show the question as it stands: what does not fit the section is hidden."""
        self.reviewer.setVisible(query.section in (Section.DRAFTS, Section.SIGNED))
        self.method.setVisible(query.section is not Section.NO_SHEET)
        self.sheets.setVisible(query.section is Section.SIGNED)
        self.sheets.setCurrentIndex(int(query.sheet_changed))
        listed = query.section is Section.JUDGED
        self.confirmed.setVisible(listed)
        self.scheme.setVisible(listed)
        self.steer.setVisible(not listed and query.section is not Section.NO_SHEET)
        self.steer.setCurrentIndex(max(0, self.steer.findData(query.verdict)))
        self.confirmed.setCurrentIndex((False, True, None).index(query.confirmed))
        for combo, value in (
            (self.caseworker, query.caseworker),
            (self.team, query.team),
            (self.method, query.method),
            (self.reviewer, query.reviewer),
            (self.scheme, query.scheme),
        ):
            if value is not None and combo.findData(value) < 0:
                combo.addItem(value, value)
            combo.setCurrentIndex(max(0, combo.findData(value)))
        if query.date_from is None and query.date_to is None:
            self.dates.setCurrentIndex(0)
            self.between.hide()
        if self.search.text().strip() != query.text.strip() and not self._pause.isActive():
            self.search.setText(query.text)
        self.clear.setVisible(narrowed)

    def begin_search(self, text: str = "") -> None:
        """Put the cursor into the search field; `text` is what was typed elsewhere."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.search.setText(self.search.text() + text)
            self._pause.start()
        else:
            self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._tell()
                self.left_for_list.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self._tell()
                self.left_for_list.emit()
                return True
        return super().eventFilter(watched, event)

    def _choices(self) -> tuple[QComboBox, ...]:
        who = (self.caseworker, self.team, self.dates)
        return (self.confirmed, *who, self.steer, self.scheme, self.method, self.reviewer, self.sheets)

    def _fill_dates(self) -> None:
        today = self._today
        monday = today - timedelta(days=today.weekday())
        first = today.replace(day=1)
        last_month = (first - timedelta(days=1)).replace(day=1)
        for words, value in (
            ("Any date", None),
            ("This week", (monday, today)),
            ("Last week", (monday - timedelta(days=7), monday - timedelta(days=1))),
            ("This month", (first, today)),
            ("Last month", (last_month, first - timedelta(days=1))),
            ("Between …", BETWEEN),
        ):
            self.dates.addItem(words, value)

    def _on_chosen(self) -> None:
        self.between.setVisible(self.dates.currentData() == BETWEEN)
        self.updateGeometry()
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        span = self.dates.currentData()
        if span == BETWEEN:
            span = (chosen_day(self.date_from), chosen_day(self.date_to))
        date_from, date_to = span or (None, None)
        self.changed.emit(
            {
                "text": self.search.text(),
                "caseworker": self.caseworker.currentData(),
                "team": self.team.currentData(),
                "method": self.method.currentData() if not self.method.isHidden() else None,
                "reviewer": self.reviewer.currentData() if not self.reviewer.isHidden() else None,
                "date_from": date_from,
                "date_to": date_to,
                "sheet_changed": bool(self.sheets.currentData()) and not self.sheets.isHidden(),
            }
            | self._of_steer()
        )

    def _of_steer(self) -> dict[str, object]:
        """What the steer says is asked for here or by the rail beside the list of sheets, never by both."""
        if self.confirmed.isHidden():
            return {"verdict": self.steer.currentData() if not self.steer.isHidden() else None}
        return {"confirmed": self.confirmed.currentData(), "scheme": self.scheme.currentData()}

    def _fit(self) -> None:
        self.search.setFixedWidth(self.search.fontMetrics().horizontalAdvance(f"{self._search_words}  ") + 40)
        for field in (self.date_from, self.date_to):
            field.setMinimumWidth(field.fontMetrics().horizontalAdvance("00 Mmm 0000") + 48)
        self.updateGeometry()


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made

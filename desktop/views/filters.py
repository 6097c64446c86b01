"""The filter row of the lists: words, caseworker, team, dates, steer, method, and whose reviews or which sheets."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.views.actions import ActionTable
from desktop.views.days_choice import DaysChoice, choice, offer, recent_spans, show_value
from desktop.views.flow import FlowLayout
from desktop.views.search_field import SearchField
from models.store.worklist import Choices, Section, WorkQuery
from models.store.worklist_sections import OF_REVIEW, OF_SIGNED

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
        self.search = SearchField(search)
        actions.explain(self.search, "search")
        self.caseworker = choice("Caseworker")
        self.team = choice("Team")
        self.method = choice("Method of collection")
        self.reviewer = choice("Reviewer")
        self.sheets = choice("Changed sheets")
        self.sheets.addItem("All sheets", False)
        self.sheets.addItem(wording.SHEET_CHANGED, True)
        self._make_steer()
        self._days = DaysChoice("Dates", today, recent_spans(today), self)
        self.dates, self.between = self._days.box, self._days.between
        self.date_from, self.date_to = self._days.first, self._days.last
        self.clear = QPushButton("Clear filters")
        theme.mark(self.clear, role="link")
        actions.explain(self.clear, "clear_filters")
        self.clear.setAccessibleName("Clear filters")
        self.clear.hide()
        self._flow = FlowLayout(self, theme.space(1))
        for widget in (self.search, *self._choices(), self.between, self.clear):
            self._flow.addWidget(widget)
        self.search.written.connect(self._tell)
        self.search.left.connect(self.left_for_list)
        for combo in self._choices():
            if combo is not self.dates:
                combo.activated.connect(lambda _at: self._on_chosen())
        self._days.chosen.connect(self._on_chosen)
        self.clear.clicked.connect(self.cleared)

    def _make_steer(self) -> None:
        """What the steer says; of the list of sheets whether they are confirmed, and their scheme."""
        self.steer = choice("What the steer says")
        self.steer.addItem("Any steer", None)
        for verdict, words in wording.KPI_CLASSES.items():
            self.steer.addItem(words, verdict)
        self.confirmed = choice("Confirmed or not")
        for words, confirmed in (("To confirm", False), ("Confirmed", True), ("All sheets", None)):
            self.confirmed.addItem(words, confirmed)
        self.scheme = choice("Scheme")

    def offer(self, choices: Choices) -> None:
        """What can be chosen; a choice made stays."""
        for combo, everything, values in (
            (self.caseworker, "All caseworkers", [(v, v) for v in choices.caseworkers]),
            (self.team, "All teams", [(v, v) for v in choices.teams]),
            (self.method, "All methods", [(wording.method(v), v) for v in choices.methods]),
            (self.reviewer, "All reviewers", [(v, v) for v in choices.reviewers]),
            (self.scheme, "All schemes", [(v, v) for v in choices.schemes]),
        ):
            offer(combo, everything, values)
        self.updateGeometry()

    def show_query(self, query: WorkQuery, *, narrowed: bool = False) -> None:
        """Show the question as it stands: what does not fit the section is hidden."""
        self.reviewer.setVisible(query.section in OF_REVIEW)
        self.method.setVisible(query.section is not Section.NO_SHEET)
        self.sheets.setVisible(query.section in OF_SIGNED)
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
            show_value(combo, value)
        if query.date_from is None and query.date_to is None:
            self._days.reset()
        self.search.show_text(query.text)
        self.clear.setVisible(narrowed)

    def begin_search(self, text: str = "") -> None:
        """Put the cursor into the search field; `text` is what was typed elsewhere."""
        self.search.begin(text)

    def _choices(self) -> tuple[QComboBox, ...]:
        who = (self.caseworker, self.team, self.dates)
        return (self.confirmed, *who, self.steer, self.scheme, self.method, self.reviewer, self.sheets)

    def _on_chosen(self) -> None:
        self.updateGeometry()
        self._tell()

    def _tell(self) -> None:
        self.search.settle()
        date_from, date_to = self._days.days
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

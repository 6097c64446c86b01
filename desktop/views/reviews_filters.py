"""The filter row of the list of reviews: words, caseworker, team, reviewer, days of signing, scorecard, class, kind."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.reviews import KINDS
from desktop.views.actions import ActionTable
from desktop.views.days_choice import DaysChoice, choice, offer, recent_spans, show_value
from desktop.views.flow import FlowLayout
from desktop.views.search_field import SearchField
from models.store.review_listing import LifeChoices, LifeQuery

SEARCH = "Search calls, cases"
SHORT = 6
"""Letters that a box of long words has room for; its list shows them whole."""


class ReviewsFilters(QWidget):
    """Signals: `changed(values)` with the fields of `LifeQuery` to narrow by; `cleared()`; `left_for_list()` when the
    keyboard should go on in the list. `clear` is laid by the page: in the row it would break to a line of its own."""

    changed = Signal(dict)
    cleared = Signal()
    left_for_list = Signal()

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(SEARCH)
        actions.explain(self.search, "search_reviews")
        self.caseworker = choice("Caseworker")
        self.team = choice("Team")
        self.reviewer = choice("Reviewer")
        self.days = DaysChoice("Signed on", today, recent_spans(today), self)
        self.scorecard = choice("Scorecard")
        self.kpi_class = choice("KPI class")
        offer(self.kpi_class, "Class", [(words, code) for code, words in wording.KPI_CLASSES.items()])
        self.kind = choice("Kind of review")
        offer(self.kind, "Kind", [(words, kind.value) for kind, words in KINDS.items()])
        for box in (self.kpi_class, self.kind, self.scorecard):  # the longest of their words are seldom chosen
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(SHORT)
        self.clear = QPushButton("Clear filters", self)
        theme.mark(self.clear, role="link")
        self.clear.setStyleSheet("padding: 0 4px; border-width: 1px;")
        actions.explain(self.clear, "clear_review_filters")
        self.clear.setAccessibleName("Clear filters")
        self.clear.hide()
        self.offer(LifeChoices((), (), (), ()))
        boxes = (self.caseworker, self.team, self.reviewer, self.days.box, self.kpi_class, self.kind, self.scorecard)
        flow = FlowLayout(self, theme.space(1))
        for widget in (self.search, *boxes, self.days.between):
            flow.addWidget(widget)
        self.search.written.connect(self._tell)
        self.search.left.connect(self.left_for_list)
        for box in self._boxes().values():
            box.activated.connect(lambda _at: self._tell())
        self.days.chosen.connect(self._on_days)
        self.clear.clicked.connect(self.cleared)

    def offer(self, choices: LifeChoices) -> None:
        """What can be chosen; a choice made stays."""
        for box, everything, values in (
            (self.caseworker, "Caseworker", choices.caseworkers),
            (self.team, "Team", choices.teams),
            (self.reviewer, "Reviewer", choices.reviewers),
            (self.scorecard, "Scorecard", choices.scorecards),
        ):
            offer(box, everything, [(value, value) for value in values])
        self.scorecard.setVisible(len(choices.scorecards) > 1)
        self.updateGeometry()

    def show_query(self, query: LifeQuery, *, narrowed: bool, own: bool) -> None:
        """Show the question as it stands; `own`: a caseworker sees his own reviews and need not choose whose."""
        for box in (self.caseworker, self.team):
            box.setVisible(not own)
        for name, box in self._boxes().items():
            value = getattr(query, name)
            show_value(box, None if value is None else str(value))
        if query.date_from is None and query.date_to is None:
            self.days.reset()
        self.search.show_text(query.text)
        self.clear.setVisible(narrowed)
        self.updateGeometry()

    def begin_search(self, text: str = "") -> None:
        """Put the cursor into the search field; `text` is what was typed elsewhere."""
        self.search.begin(text)

    def _boxes(self) -> dict[str, QComboBox]:
        """By the field of `LifeQuery`."""
        return {
            "caseworker": self.caseworker,
            "team": self.team,
            "reviewer": self.reviewer,
            "kpi_class": self.kpi_class,
            "kind": self.kind,
            "scorecard": self.scorecard,
        }

    def _on_days(self) -> None:
        self.updateGeometry()
        self._tell()

    def _tell(self) -> None:
        self.search.settle()
        first, last = self.days.days
        values = {name: box.currentData() for name, box in self._boxes().items()}
        self.changed.emit({"text": self.search.text(), "date_from": first, "date_to": last, **values})

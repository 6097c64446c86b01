"""What narrows a search: who speaks, whose calls, which days; and what comes first."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.days_choice import Days, DaysChoice, choice, offer
from desktop.views.flow import FlowLayout
from models.store.search import SearchOrder, SearchQuery
from models.transcript import Speaker


class Narrowing(QWidget):
    """Signals: `changed()`; `cleared()` when everything is to be searched again."""

    changed = Signal()
    cleared = Signal()

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.speaker = choice("Who speaks")
        for words, speaker in (
            ("Anybody", None),
            ("Caseworker", Speaker.CASEWORKER),
            ("Non-resident parent", Speaker.NRP),
            ("Speaker not known", Speaker.UNKNOWN),
        ):
            self.speaker.addItem(words, speaker)
        self.caseworker = choice("Calls of a caseworker")
        self.caseworker.addItem("All caseworkers", None)
        self._days = DaysChoice("Dates of the calls", today, _spans(today), self)
        self.dates, self.between = self._days.box, self._days.between
        self.order = choice("What comes first")
        self.order.addItem("Newest calls first", SearchOrder.NEWEST)
        self.order.addItem("Best calls first", SearchOrder.BEST)
        self.order.setItemData(1, "The calls that say most of it", Qt.ItemDataRole.ToolTipRole)
        self.clear = QPushButton("Search everything")
        theme.mark(self.clear, role="link")
        actions.explain(self.clear, "clear_search")
        self.clear.setAccessibleName("Search everything")
        self.clear.hide()
        flow = FlowLayout(self, theme.space(1))
        for widget in (self.speaker, self.caseworker, self.dates, self.between, self.order, self.clear):
            flow.addWidget(widget)
        for combo in (self.speaker, self.caseworker, self.order):
            combo.activated.connect(lambda _at: self._on_chosen())
        self._days.chosen.connect(self._on_chosen)
        self.clear.clicked.connect(self.cleared)

    def offer(self, caseworkers: tuple[str, ...]) -> None:
        """Whose calls there are; who is chosen stays."""
        offer(self.caseworker, "All caseworkers", [(each, each) for each in caseworkers])
        self.updateGeometry()

    def query(self, text: str) -> SearchQuery:
        """The question with these words; the last of them is still being typed."""
        since, until = self._days.days
        speaker = Speaker(self.speaker.currentData()) if self.speaker.currentData() else None
        order = SearchOrder(self.order.currentData())
        made = SearchQuery(text, speaker, self.caseworker.currentData(), since, until, order, unfinished=True)
        self.clear.setVisible(narrowed(made))
        return made

    def widen(self) -> None:
        """Nothing narrows the search any more; what comes first stays."""
        for combo in (self.speaker, self.caseworker):
            combo.setCurrentIndex(0)
        self._days.reset()
        self.updateGeometry()

    def _on_chosen(self) -> None:
        self.updateGeometry()
        self.changed.emit()


def narrowed(query: SearchQuery) -> bool:
    """Whether not everything is searched."""
    return any(value is not None for value in (query.speaker, query.caseworker, query.since, query.until))


def _spans(today: date) -> tuple[tuple[str, Days], ...]:
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    second = (before.replace(day=1) - timedelta(days=1)).replace(day=1)
    return (
        ("This month", (first, today)),
        ("Last month", (before.replace(day=1), before)),
        ("Last three months", ((second - timedelta(days=1)).replace(day=1), before)),
    )

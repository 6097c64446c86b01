"""What narrows a search: who speaks, whose calls, which days; and what comes first."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.day_field import chosen_day, day_field
from desktop.views.flow import FlowLayout
from models.store.search import SearchOrder, SearchQuery
from models.transcript import Speaker

BETWEEN = "between"
Days = tuple[date | None, date | None]


class Narrowing(QWidget):
    """Signals: `changed()`; `cleared()` when everything is to be searched again."""

    changed = Signal()
    cleared = Signal()

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.speaker = _choice("Who speaks")
        for words, speaker in (
            ("Anybody", None),
            ("Caseworker", Speaker.CASEWORKER),
            ("Non-resident parent", Speaker.NRP),
            ("Speaker not known", Speaker.UNKNOWN),
        ):
            self.speaker.addItem(words, speaker)
        self.caseworker = _choice("Calls of a caseworker")
        self.caseworker.addItem("All caseworkers", None)
        self.dates = _choice("Dates of the calls")
        for words, days in _spans(today):
            self.dates.addItem(words, days)
        self.order = _choice("What comes first")
        self.order.addItem("Newest calls first", SearchOrder.NEWEST)
        self.order.addItem("Best calls first", SearchOrder.BEST)
        self.order.setItemData(1, "The calls that say most of it", Qt.ItemDataRole.ToolTipRole)
        self.between = QWidget()
        between = QHBoxLayout(self.between)
        between.setContentsMargins(0, 0, 0, 0)
        between.setSpacing(theme.space(0.75))
        self.since = day_field("First day", today - timedelta(days=30))
        self.until = day_field("Last day", today)
        between.addWidget(self.since)
        between.addWidget(QLabel("to"))
        between.addWidget(self.until)
        self.between.hide()
        self.clear = QPushButton("Search everything")
        theme.mark(self.clear, role="link")
        actions.explain(self.clear, "clear_search")
        self.clear.setAccessibleName("Search everything")
        self.clear.hide()
        flow = FlowLayout(self, theme.space(1))
        for widget in (self.speaker, self.caseworker, self.dates, self.between, self.order, self.clear):
            flow.addWidget(widget)
        for combo in (self.speaker, self.caseworker, self.dates, self.order):
            combo.activated.connect(lambda _at: self._on_chosen())
        for field in (self.since, self.until):
            field.dateChanged.connect(lambda _date: self.changed.emit())
        self.clear.clicked.connect(self.cleared)

    def offer(self, caseworkers: tuple[str, ...]) -> None:
        """Whose calls there are; who is chosen stays."""
        kept = self.caseworker.currentData()
        self.caseworker.clear()
        self.caseworker.addItem("All caseworkers", None)
        for caseworker in caseworkers:
            self.caseworker.addItem(caseworker, caseworker)
        self.caseworker.setCurrentIndex(max(0, self.caseworker.findData(kept)))
        self.updateGeometry()

    def query(self, text: str) -> SearchQuery:
        """The question with these words; the last of them is still being typed."""
        since, until = self._days()
        speaker = Speaker(self.speaker.currentData()) if self.speaker.currentData() else None
        order = SearchOrder(self.order.currentData())
        made = SearchQuery(text, speaker, self.caseworker.currentData(), since, until, order, unfinished=True)
        self.clear.setVisible(narrowed(made))
        return made

    def widen(self) -> None:
        """Nothing narrows the search any more; what comes first stays."""
        for combo in (self.speaker, self.caseworker, self.dates):
            combo.setCurrentIndex(0)
        self.between.hide()
        self.updateGeometry()

    def _days(self) -> Days:
        chosen = self.dates.currentData()
        if chosen == BETWEEN:
            return chosen_day(self.since), chosen_day(self.until)
        since, until = chosen
        return since, until

    def _on_chosen(self) -> None:
        self.between.setVisible(self.dates.currentData() == BETWEEN)
        self.updateGeometry()
        self.changed.emit()


def narrowed(query: SearchQuery) -> bool:
    """Whether not everything is searched."""
    return any(value is not None for value in (query.speaker, query.caseworker, query.since, query.until))


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


def _spans(today: date) -> tuple[tuple[str, object], ...]:
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    second = (before.replace(day=1) - timedelta(days=1)).replace(day=1)
    return (
        ("Any date", (None, None)),
        ("This month", (first, today)),
        ("Last month", (before.replace(day=1), before)),
        ("Last three months", ((second - timedelta(days=1)).replace(day=1), before)),
        ("Between …", BETWEEN),
    )

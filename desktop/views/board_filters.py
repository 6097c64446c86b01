"""The filter row of the dashboard: period, team, scheme, method, caseworker; what was chosen is remembered."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.board_period import spans, stepped
from desktop.views.actions import ActionTable
from desktop.views.days_choice import BETWEEN, DaysChoice, choice, offer, show_value
from desktop.views.flow import FlowLayout
from desktop.views.press import IconButton
from models.board.query import BoardQuery, Choices

NO_CHOICES = Choices((), (), (), ())


class BoardFilters(QWidget):
    """Signal `changed(BoardQuery)`. `clear` shows everything of the period."""

    changed = Signal(object)

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days = DaysChoice("Decided in", today, spans(today), self, any_date=False)
        self.team = choice("Team")
        self.scheme = choice("Scheme")
        self.method = choice("Method agreed")
        self.caseworker = choice("Caseworker")
        self.before = IconButton("chevron-left", "Period before")
        actions.explain(self.before, "previous_board_period")
        self.after = IconButton("chevron-right", "Next period")
        actions.explain(self.after, "next_board_period")
        self.clear = QPushButton("Clear filters", self)
        self.clear.setProperty("role", "link")
        actions.explain(self.clear, "clear_board_filters")
        self.clear.hide()
        flow = FlowLayout(self, theme.space(1))
        for part in (self.before, self.days.box, self.days.between, self.after, *self._boxes().values(), self.clear):
            flow.addWidget(part)
        self.offer(NO_CHOICES, restricted=False)
        for box in self._boxes().values():
            box.activated.connect(lambda _at: self._tell())
        self.days.chosen.connect(self._on_days)
        self.clear.clicked.connect(self.clear_filters)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))

    @property
    def query(self) -> BoardQuery:
        """What is asked for."""
        first, last = self.days.days
        assert first is not None
        assert last is not None
        values = {name: box.currentData() for name, box in self._boxes().items()}
        return BoardQuery(min(first, last), max(first, last), **values)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the period narrows the figures."""
        return any(box.currentData() is not None for box in self._boxes().values())

    def offer(self, choices: Choices, *, restricted: bool) -> None:
        """What can be chosen; a choice made stays. `restricted`: a single caseworker may not be asked for."""
        for box, everything, values in (
            (self.team, "All teams", [(value, value) for value in choices.teams]),
            (self.scheme, "All schemes", [(value, value) for value in choices.schemes]),
            (self.method, "All methods", [(wording.method(value), value) for value in choices.methods]),
            (self.caseworker, "All caseworkers", [(value, value) for value in choices.caseworkers]),
        ):
            kept = box.currentData()
            offer(box, everything, values)
            show_value(box, kept)
        self.caseworker.setVisible(not restricted)
        self.updateGeometry()

    def step(self, by: int) -> None:
        """The period before or after, as long as the one that is shown."""
        query = self.query
        self._show_days(*stepped((query.first, query.last), by))
        self._on_days()

    def clear_filters(self) -> None:
        """Everything of the period."""
        for box in self._boxes().values():
            box.setCurrentIndex(0)
        self._tell()

    def kept(self) -> dict[str, str]:
        """What is chosen, as it is remembered."""
        query, span = self.query, self.days.box.currentData()
        words = BETWEEN if span == BETWEEN else self.days.box.currentText()
        values = {name: str(box.currentData() or "") for name, box in self._boxes().items()}
        return {"span": words, "first": query.first.isoformat(), "last": query.last.isoformat(), **values}

    def restore(self, kept: Mapping[str, str]) -> None:
        """What was chosen last time; what cannot be understood is passed over."""
        for name, box in self._boxes().items():
            show_value(box, kept.get(name) or None)
        at = self.days.box.findText(kept.get("span", ""))
        if at >= 0:
            self.days.box.setCurrentIndex(at)
            self.days.between.hide()
        elif kept.get("span") == BETWEEN:
            try:
                self._show_days(date.fromisoformat(kept["first"]), date.fromisoformat(kept["last"]))
            except (KeyError, ValueError):
                return
        self.clear.setVisible(self.narrowed)

    def _boxes(self) -> dict[str, QComboBox]:
        """By the field of `BoardQuery`."""
        return {"team": self.team, "scheme": self.scheme, "method": self.method, "caseworker": self.caseworker}

    def _show_days(self, first: date, last: date) -> None:
        """Days of one's own in the two fields."""
        blockers = [QSignalBlocker(field) for field in (self.days.first, self.days.last)]
        for field, day in ((self.days.first, first), (self.days.last, last)):
            field.setDate(QDate(day.year, day.month, day.day))
        del blockers
        self.days.box.setCurrentIndex(self.days.box.count() - 1)
        self.days.between.show()

    def _on_days(self) -> None:
        self.updateGeometry()
        self._tell()

    def _tell(self) -> None:
        self.clear.setVisible(self.narrowed)
        self.updateGeometry()
        self.changed.emit(self.query)

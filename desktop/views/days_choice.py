"""Which days: the spans an office asks for, or two days of one's own. The same wherever a list is narrowed by days."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from desktop import theme
from desktop.views.day_field import chosen_day, day_field

Days = tuple[date | None, date | None]
"""First and last day; None for either end left open."""
BETWEEN = "between"


def choice(name: str) -> QComboBox:
    """A box of a row of filters, as wide as what stands in it."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


def offer(box: QComboBox, everything: str, values: Sequence[tuple[str, object]]) -> None:
    """Offer everything, then these values in words; what was chosen stays chosen if it is there."""
    kept = box.currentData()
    box.clear()
    box.addItem(everything, None)
    for words, value in values:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(kept)))


def show_value(box: QComboBox, value: object) -> None:
    """Show this value, whether it was offered or not."""
    if value is not None and box.findData(value) < 0:
        box.addItem(str(value), value)
    box.setCurrentIndex(max(0, box.findData(value)))


class DaysChoice(QObject):
    """A box of spans, `box`, and two fields of days, `between`, shown when they are wanted. Signal `chosen()`."""

    chosen = Signal()

    def __init__(
        self, name: str, today: date, spans: Sequence[tuple[str, Days]], parent: QWidget, *, any_date: bool = True
    ) -> None:
        """`spans` stand between "Any date" (unless days are needed: not `any_date`) and "Between …"."""
        super().__init__(parent)
        self.box = choice(name)
        every = [("Any date", (None, None))] if any_date else []
        for words, value in (*every, *spans, ("Between …", BETWEEN)):
            self.box.addItem(words, value)
        self.between = QWidget()
        row = QHBoxLayout(self.between)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.75))
        self.first = day_field("First day", today - timedelta(days=30))
        self.last = day_field("Last day", today)
        row.addWidget(self.first)
        row.addWidget(QLabel("to"))
        row.addWidget(self.last)
        self.between.hide()
        self.box.activated.connect(lambda _at: self._on_box())
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _date: self.chosen.emit())
        self.fit()
        theme.changes().changed.connect(self.fit)

    @property
    def days(self) -> Days:
        """What is chosen."""
        span = self.box.currentData()
        if span == BETWEEN:
            return chosen_day(self.first), chosen_day(self.last)
        first, last = span
        return first, last

    def reset(self) -> None:
        """Any date, or the first span."""
        self.box.setCurrentIndex(0)
        self.between.hide()

    def fit(self) -> None:
        """Room for a day in the text size in force."""
        for field in (self.first, self.last):
            field.setMinimumWidth(field.fontMetrics().horizontalAdvance("00 Mmm 0000") + 48)

    def _on_box(self) -> None:
        self.between.setVisible(self.box.currentData() == BETWEEN)
        self.chosen.emit()


def recent_spans(today: date) -> tuple[tuple[str, Days], ...]:
    """This and last week, this and last month."""
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    return (
        ("This week", (monday, today)),
        ("Last week", (monday - timedelta(days=7), monday - timedelta(days=1))),
        ("This month", (first, today)),
        ("Last month", (before.replace(day=1), before)),
    )

"""The fields of a draw: period, filters, exclusions, how many, seed, who checks it and by when. They judge nothing."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.samples import ALLOCATIONS
from desktop.views.calm_box import CalmBox
from desktop.views.day_field import chosen_day, day_field
from desktop.views.days_choice import offer
from desktop.views.flow import FlowLayout
from desktop.views.page import quiet
from desktop.views.press import TextButton
from desktop.views.samples_exclusions import ExclusionsBox
from models.guide_sheet import Scheme
from models.kpi import KpiClass
from models.sample_certificate import Filters
from models.sampling import LONGEST_SEED, Allocation

DUE_DAYS = 14
"""Offered for the day a sample is due; free to change."""
LENGTHS = tuple(
    (f"{words} or longer", seconds)
    for words, seconds in (("30 s", 30), ("1 min", 60), ("2 min", 120), ("5 min", 300), ("10 min", 600))
)
"""Least lengths of a call that are offered, in seconds; the command takes any."""
BLIND = "Blind: hides the steer's verdict, cues and earlier marks until the check is signed"
GIVEN_AWAY = "But it is drawn by what the steer says: whoever sees the sample knows the verdict on each of its calls."


class DrawFields(QWidget):
    """Signals: `frame_changed()` when other calls could be drawn; `number_changed()` when other numbers of them, or
    other ones are kept out; `seed_changed()`."""

    frame_changed = Signal()
    number_changed = Signal()
    seed_changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._row = 0
        self.labels: list[QLabel] = []
        self.faults: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(2))
        self._grid.setVerticalSpacing(theme.space(0.75))
        self._grid.setColumnStretch(1, 1)
        self._make_period()
        self._make_filters()
        self.exclusions = ExclusionsBox()
        self._add("exclude", "Keep out", self.exclusions)
        self._make_number()
        self._make_seed()
        self._make_checking()
        self._grid.setRowStretch(self._row, 1)
        self._connect()
        theme.changes().changed.connect(self._fit)
        self._fit()

    # what stands there

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of the calls."""
        return chosen_day(self.first), chosen_day(self.last)

    @property
    def filters(self) -> Filters:
        """What narrows the calls."""
        return Filters(
            self.team.currentData(),
            self.scheme.currentData(),
            self.method.currentData(),
            self.verdict.currentData(),
            self.length.currentData(),
        )

    @property
    def allocation(self) -> Allocation:
        return Allocation(self.how.currentData())

    @property
    def due_day(self) -> date | None:
        return chosen_day(self.due) if self.has_due.isChecked() else None

    @property
    def reviewer_id(self) -> str | None:
        found = self.reviewer.currentData()
        return found if isinstance(found, str) else None

    def begin(self, reviewers: Sequence[str], own_id: str) -> None:
        """Everything as it is first offered: last month, a quota, due in two weeks, for whoever draws it."""
        last = self._today.replace(day=1) - timedelta(days=1)
        for field, day in (
            (self.first, last.replace(day=1)),
            (self.last, last),
            (self.due, self._today + timedelta(days=DUE_DAYS)),
        ):
            field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(False)
        for box in self._boxes:
            box.setCurrentIndex(0)
        self.exclusions.clear()
        self.how.setCurrentIndex(0)
        self.number.setText(ALLOCATIONS[0][2])
        self.seed.clear()
        self.has_due.setChecked(True)
        self.blind.setChecked(False)
        self.reviewer.clear()
        self.reviewer.addItem("Nobody named", None)
        for staff_id in reviewers:
            self.reviewer.addItem(staff_id, staff_id)
        self.reviewer.setCurrentIndex(max(0, self.reviewer.findData(own_id)))
        self.show_faults({})
        self._tell_blind()

    def offer_teams(self, teams: tuple[str, ...]) -> None:
        """The teams there are."""
        offered = [self.team.itemData(at) for at in range(1, self.team.count())]
        if list(teams) != offered:
            offer(self.team, "Every team", [(name, name) for name in teams])

    def show_faults(self, faults: dict[str, str]) -> None:
        """Say below each field what is wrong with it."""
        for name, label in self.faults.items():
            label.setText(faults.get(name, ""))
            label.setVisible(bool(faults.get(name)))

    @property
    def _boxes(self) -> tuple[CalmBox, ...]:
        return (self.team, self.scheme, self.method, self.verdict, self.length)

    # building

    def _make_period(self) -> None:
        row, flow = _flow()
        self.first, self.last = day_field("First day of the calls"), day_field("Last day of the calls")
        for part in (self.first, QLabel("to"), self.last):
            flow.addWidget(part)
        self._add("period", "Calls of", row)

    def _make_filters(self) -> None:
        row, flow = _flow()
        self.team, self.scheme, self.method, self.verdict, self.length = (CalmBox(row) for _each in range(5))
        for box, name, everything, values in (
            (self.team, "Team", "Every team", []),
            (self.scheme, "Scheme", "Every scheme", [(each.value, each.value) for each in Scheme]),
            (self.method, "Method agreed", "Every method", [(words, code) for code, words in wording.METHODS.items()]),
            (self.verdict, "What the steer says", "Any verdict", [(wording.kpi_class(k), k.value) for k in KpiClass]),
            (self.length, "Least length of the call", "Any length", LENGTHS),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToContents)
            offer(box, everything, values)
            flow.addWidget(box)
        self._add("filters", "Only", row)

    def _make_number(self) -> None:
        row, flow = _flow()
        self.how = CalmBox(row)
        self.how.setAccessibleName("How it is settled how many calls each gives")
        for allocation, words, _number in ALLOCATIONS:
            self.how.addItem(words, allocation.value)
        self.number = QLineEdit()
        self.number.setAccessibleName("How many")
        self.number.setMaxLength(12)
        flow.addWidget(self.how)
        flow.addWidget(self.number)
        self._add("number", "How many", row)

    def _make_seed(self) -> None:
        row, flow = _flow()
        self.seed = QLineEdit()
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("The draw follows from the seed and from nothing else")
        self.seed.setMaxLength(LONGEST_SEED)
        self.suggest = TextButton("Suggest", "link")
        self.suggest.setToolTip("Put back the seed that follows from the period")
        flow.addWidget(self.seed)
        flow.addWidget(self.suggest)
        self._add("seed", "Seed", row)
        self.seed_words = quiet("", small=True)
        self.earlier_words = quiet("", small=True)
        for words in (self.seed_words, self.earlier_words):
            self._grid.addWidget(words, self._row, 1)
            self._row += 1

    def _make_checking(self) -> None:
        row, flow = _flow()
        self.reviewer = CalmBox(row)
        self.reviewer.setAccessibleName("Reviewer")
        self.reviewer.setToolTip("Whose worklist the calls come into")
        self.reviewer.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToContents)
        self.has_due = QCheckBox("due")
        self.has_due.setAccessibleName("To be checked by a day")
        self.due = day_field("To be checked by")
        for part in (self.reviewer, self.has_due, self.due):
            flow.addWidget(part)
        self._add("reviewer", "Checked by", row)
        self.blind = QCheckBox("Blind")
        self.blind.setToolTip(BLIND)
        self.blind.setAccessibleDescription(BLIND)
        self._grid.addWidget(self.blind, self._row, 1)
        self.blind_words = quiet("", small=True)
        self._grid.addWidget(self.blind_words, self._row + 1, 1)
        self._row += 2

    def _add(self, name: str, words: str, field: QWidget) -> None:
        label = QLabel(words)
        fault = quiet("", small=True)
        theme.mark(fault, role="bad")
        fault.hide()
        self._grid.addWidget(label, self._row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, self._row, 1)
        self._grid.addWidget(fault, self._row + 1, 1)
        self._row += 2
        self.labels.append(label)
        self.faults[name] = fault

    def _connect(self) -> None:
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _date: self.frame_changed.emit())
        for box in self._boxes:
            box.activated.connect(lambda _at: self.frame_changed.emit())
        self.exclusions.changed.connect(self.number_changed)
        self.how.activated.connect(self._on_how)
        self.number.textEdited.connect(lambda _text: self.number_changed.emit())
        self.seed.textEdited.connect(lambda _text: self.seed_changed.emit())
        self.has_due.toggled.connect(self.due.setEnabled)
        self.blind.toggled.connect(lambda _on: self._tell_blind())
        self.verdict.currentIndexChanged.connect(lambda _at: self._tell_blind())

    def _tell_blind(self) -> None:
        """What blind hides; and that a sample drawn by the verdict hides it from nobody."""
        given_away = self.blind.isChecked() and self.verdict.currentIndex() > 0
        words = f"{BLIND.partition(': ')[2].capitalize()}."
        self.blind_words.setText(f"{words} {GIVEN_AWAY}" if given_away else words)

    def _on_how(self, at: int) -> None:
        """Another allocation: its own number is offered, for a quota is no size."""
        self.number.setText(ALLOCATIONS[at][2])
        self.number_changed.emit()

    def _fit(self) -> None:
        """Labels stand beside the first line of their fields; fields are as wide as what stands in them."""
        for label in self.labels:
            label.setContentsMargins(0, theme.space(0.9), 0, 0)
        metrics = self.fontMetrics()
        self.number.setFixedWidth(metrics.horizontalAdvance("1,000,000") + theme.space(3))
        self.seed.setMinimumWidth(metrics.horizontalAdvance("2009-09-01 to 2009-09-30 draw 2") + theme.space(3))
        for field in (self.first, self.last, self.due):
            field.setMinimumWidth(metrics.horizontalAdvance("00 Mmm 0000") + 48)


def _flow() -> tuple[QWidget, FlowLayout]:
    row = QWidget()
    return row, FlowLayout(row, theme.space(1))

"""The fields of the collections target on the settings page: one year at a time, an amount over all and by scheme.

Whatever is written goes through `models.collection_targets`, as the settings file does: what cannot be used is refused
in the same words, and what stood there before stays.
"""

from calendar import month_name
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox

from desktop.settings import TARGETS
from models.collection_targets import ALL, ARREARS, TargetFault, YearTarget, targets_from, written_year
from models.guide_sheet import Scheme
from models.sheet_facts import money

ROWS = (
    (ALL, "All schemes", "In pounds, of the whole year; a month has a twelfth of it"),
    (ARREARS, "Of which arrears", "At least so much of it; said below the report"),
    *((scheme.value, scheme.value, "Of this scheme; empty: no target") for scheme in Scheme),
)
"""What a target may be set for, its name, what is said of it."""
FIRST_YEAR, LAST_YEAR = 1990, 2098

Written = Mapping[str, Mapping[str, str]]


class TargetFields(QObject):
    """Signals: `written(dict)` with the whole setting once an amount was changed; `refused(why)`."""

    written = Signal(dict)
    refused = Signal(str)

    def __init__(self, today: date, year_starts: int, parent: QObject | None = None) -> None:
        """Without any target the year of `today` is shown, as it begins in the month `year_starts`."""
        super().__init__(parent)
        self._written: Written = {}
        self._begun = (today.year - (today.month < year_starts), year_starts)
        self.month, self.year = QComboBox(), QSpinBox()
        for number in range(1, 13):
            self.month.addItem(month_name[number], number)
        self.year.setRange(FIRST_YEAR, LAST_YEAR)
        self.amounts = {what: QLineEdit() for what, _name, _hint in ROWS}
        for what, field in self.amounts.items():
            field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            field.setPlaceholderText("not set")
            field.editingFinished.connect(lambda what=what: self._take(what))
        self._turn_to(*self._begun)
        self.month.activated.connect(self._show_year)
        self.year.valueChanged.connect(self._show_year)

    @property
    def first_month(self) -> str:
        """The first month of the year that is shown, "2009-04"."""
        return f"{self.year.value():04}-{self.month.currentData():02}"

    def show(self, written: Written) -> None:
        """Show the targets in force; a first time, their newest year."""
        first, self._written = not self._written, written
        if first and written and self.first_month not in written:
            newest = max(written)
            self._turn_to(int(newest[:4]), int(newest[5:]))
        self._show_year()

    def _turn_to(self, year: int, month: int) -> None:
        self.month.setCurrentIndex(self.month.findData(month))
        self.year.setValue(year)

    def _show_year(self) -> None:
        year = self._year()
        for what, field in self.amounts.items():
            pence = year.pence.get(what)
            field.setText("" if pence is None else money(pence))

    def _year(self) -> YearTarget:
        found = (year for year in targets_from(self._written).years if year.first_month == self.first_month)
        return next(found, YearTarget(self.first_month, {}))

    def _take(self, what: str) -> None:
        typed = self.amounts[what].text().strip()
        others = {name: amount for name, amount in written_year(self._year()).items() if name != what}
        told = others | ({what: typed} if typed else {})
        setting: dict[str, Mapping[str, str]] = dict(self._written)
        setting.pop(self.first_month, None)
        try:
            years = targets_from(setting | ({self.first_month: told} if told else {})).years
        except TargetFault as exc:
            self._show_year()
            self.refused.emit(f"{TARGETS}.{exc}")
            return
        changed = {year.first_month: written_year(year) for year in years}
        if changed == {year.first_month: written_year(year) for year in targets_from(self._written).years}:
            self._show_year()
        else:
            self.written.emit(changed)

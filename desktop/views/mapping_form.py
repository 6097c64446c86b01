"""How a whole list is read: what kind it is, its dates, decimals and times; beside the mapping of its columns."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from desktop import theme
from desktop.views.calm_box import CalmBox
from models.intake.date_forms import DateForm
from models.intake.profile import ListProfile

KIND_NAMES = {
    "sheets": "Guide sheets",
    "tasks": "Task 567 list",
    "views": "Caseworker Online views",
    "staff": "Staff list",
    "index": "Recorder's index",
    "collections": "Collections",
}
DATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("2009-09-14", ()),
    ("14/09/2009", ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")),
    ("14/09/09", ("%d/%m/%y", "%d/%m/%y %H:%M")),
    ("14.09.2009", ("%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")),
    ("14-Sep-2009", ("%d-%b-%Y", "%d-%b-%Y %H:%M")),
    ("14 Sep 2009", ("%d %b %Y", "%d %b %Y %H:%M")),
    ("14 September 2009", ("%d %B %Y", "%d %B %Y %H:%M")),
    ("20090914", ("%Y%m%d", "%Y%m%d%H%M%S")),
    ("09/14/2009, the month first", ("%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p")),
)
"""How the 14th of September 2009 looks, and the forms that read it, with and without a time of day."""
DECIMALS = (("1,234.50", "."), ("1.234,50", ","))
ZONES = (
    ("with an offset, +01:00", None),
    ("by British clocks", "Europe/London"),
    ("in UTC all year", "UTC"),
)


class MappingForm(QWidget):
    """Signals: `kind_chosen(part)`; `changed(values)`, a part of a ListProfile by its fields; `refused(why)`."""

    kind_chosen = Signal(str)
    changed = Signal(dict)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = ListProfile()
        self.kind = _box("What this list is")
        for part, name in KIND_NAMES.items():
            self.kind.addItem(name, part)
        self.kind.activated.connect(lambda _at: self.kind_chosen.emit(self.kind.currentData()))
        self.dates = _box("How dates are written")
        self.dates.setEditable(True)
        self.dates.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.dates.setToolTip("How 14 September 2009 looks; or a form of its own, like %d/%m/%Y %H:%M")
        for name, forms in DATES:
            self.dates.addItem(name, forms)
        self.dates.activated.connect(lambda _at: self._on_dates())
        field = self.dates.lineEdit()
        assert field is not None
        field.setAccessibleName("How dates are written")
        field.editingFinished.connect(self._on_dates)
        self.decimal = _box("How amounts are written")
        for name, mark in DECIMALS:
            self.decimal.addItem(name, mark)
        self.decimal.activated.connect(lambda _at: self.changed.emit({"decimal": self.decimal.currentData()}))
        self.zone = _box("How times are told")
        for name, zone in ZONES:
            self.zone.addItem(name, zone)
        self.zone.activated.connect(lambda _at: self.changed.emit({"time_zone": self.zone.currentData()}))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(0.5))
        for at, (words, box) in enumerate(
            (
                ("This list holds", self.kind),
                ("Dates look like", self.dates),
                ("Amounts look like", self.decimal),
                ("Times are", self.zone),
            )
        ):
            label = QLabel(words)
            theme.mark(label, role="small")
            label.setBuddy(box)
            row, column = divmod(at, 2)
            grid.addWidget(label, row * 2, column)
            grid.addWidget(box, row * 2 + 1, column)
            grid.setColumnStretch(column, 1)

    def show_kind(self, part: str) -> None:
        self.kind.setCurrentIndex(self.kind.findData(part))

    def show_draft(self, draft: ListProfile) -> None:
        """How the list is read by this draft."""
        self._draft = draft
        at = next((i for i, (_name, forms) in enumerate(DATES) if forms == draft.date_forms), -1)
        if at < 0:
            at = next((i for i, (_n, forms) in enumerate(DATES) if forms and set(draft.date_forms) <= set(forms)), -1)
        self.dates.setCurrentIndex(at)
        if at < 0:
            self.dates.setEditText(" or ".join(draft.date_forms))
        self.decimal.setCurrentIndex(self.decimal.findData(draft.decimal))
        self._show_zone(draft.time_zone)

    def _show_zone(self, zone: str | None) -> None:
        at = next((i for i in range(self.zone.count()) if self.zone.itemData(i) == zone), -1)
        if at < 0:
            self.zone.addItem(f"by clocks of {zone}", zone)
            at = self.zone.count() - 1
        self.zone.setCurrentIndex(at)

    def _on_dates(self) -> None:
        written = self.dates.currentText().strip()
        known = dict(DATES)
        forms = known.get(written)
        if forms is None:
            forms = tuple(one.strip() for one in written.split(" or ") if one.strip())
        elif set(self._draft.date_forms) <= set(forms) and bool(forms) == bool(self._draft.date_forms):
            return
        if forms == self._draft.date_forms:
            return
        for one in forms:
            try:
                DateForm(one)
            except ValueError as exc:
                self.refused.emit(f"“{one}” is no form of a date: {exc}.")
                self.show_draft(self._draft)
                return
        self.changed.emit({"date_forms": forms})


def _box(name: str) -> QComboBox:
    box = CalmBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box

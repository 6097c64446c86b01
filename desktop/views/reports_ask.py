"""What a report is asked for: the days of the decisions, what small counts are hidden below, what it is told by."""

from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from desktop import theme
from desktop.state.report_preview import Asked
from desktop.tables import wording
from desktop.tables.reports import GROUPINGS, periods
from desktop.views.actions import ActionTable
from desktop.views.days_choice import DaysChoice, choice, offer
from desktop.views.flow import FlowLayout
from models.reports.catalogue import CatalogueEntry
from models.reports.making import is_publishable
from models.reports.sample_words import period_words

MOST = 1_000
THRESHOLD_TIP = (
    "Counts from 1 up to one less than this are written as “<5”, and what would give them away as “c”, so that no "
    "single case can be recognised. 0 shows every count; the file is then marked “not for publication”."
)


class ReportAsk(QWidget):
    """Signal `changed()`."""

    changed = Signal()

    def __init__(self, actions: ActionTable, today: date, threshold: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: CatalogueEntry | None = None
        self._kind = ""
        self._of_settings = threshold
        self.days = DaysChoice("Decisions in", today, periods(today), self, any_date=False)
        actions.explain(self.days.box, "choose_period", "Which decisions are counted, by their date")
        self.told = QLabel()
        theme.mark(self.told, role="quiet")
        self.threshold = QSpinBox()
        self.threshold.setRange(0, MOST)
        self.threshold.setSpecialValueText("none")
        self.threshold.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.threshold.setValue(threshold)
        self.threshold.setKeyboardTracking(False)
        self.threshold.setAccessibleName("Hide counts under")
        self.threshold.setToolTip(wording.tip(THRESHOLD_TIP))
        self._hide = _beside("Hide counts under", self.threshold)
        self.grouping = choice("Told by")
        self.grouping.setToolTip("What its rows tell apart")
        flow = FlowLayout(self, theme.space(1.5))
        flow.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        for part in (self.days.box, self.days.between, self.told, self._hide, self.grouping):
            flow.addWidget(part)
        self.days.chosen.connect(self._on_days)
        self.threshold.valueChanged.connect(lambda _value: self.changed.emit())
        self.grouping.activated.connect(lambda _at: self._on_grouping())
        self._say_days()

    @property
    def asked(self) -> Asked | None:
        """What is asked for; None while the first day is after the last."""
        first, last = self.days.days
        if first is None or last is None or first > last:
            return None
        return Asked(self._kind, first, last, self.threshold.value(), self.grouped_by)

    @property
    def grouped_by(self) -> str | None:
        """What the rows are to tell apart; None for the whole period."""
        found = None if self.grouping.isHidden() else self.grouping.currentData()
        return None if found is None else str(found)

    def show_entry(self, entry: CatalogueEntry) -> None:
        """What this report can be asked for. A caselist hides nothing."""
        self._entry, self._kind = entry, entry.kind
        with QSignalBlocker(self.grouping):
            self.grouping.setCurrentIndex(-1)
            offer(self.grouping, "Whole period", [(GROUPINGS.get(by, by), by) for by in entry.groupings])
        self.grouping.setVisible(bool(entry.groupings))
        self._show_threshold()

    def follow_settings(self, threshold: int) -> None:
        """The settings hide counts below another number now: so does this, unless a person chose otherwise here."""
        if self.threshold.value() == self._of_settings:
            with QSignalBlocker(self.threshold):
                self.threshold.setValue(threshold)
        self._of_settings = threshold

    def focus_period(self) -> None:
        """The keyboard goes to the period."""
        self.days.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_grouping(self) -> None:
        self._show_threshold()
        self.changed.emit()

    def _show_threshold(self) -> None:
        """Nothing is hidden in what is restricted anyway."""
        entry = self._entry
        restricted = entry is not None and not is_publishable(entry, self.grouped_by)
        self._hide.setVisible(not restricted)
        self.updateGeometry()

    def _on_days(self) -> None:
        self._say_days()
        self.updateGeometry()
        self.changed.emit()

    def _say_days(self) -> None:
        first, last = self.days.days
        self.told.setVisible(self.days.between.isHidden())
        self.told.setText("" if first is None or last is None else period_words(first, last))


def _beside(words: str, field: QWidget) -> QWidget:
    """A field with its words before it, which stay together where a row breaks."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space(0.75))
    label = QLabel(words)
    label.setBuddy(field)
    row.addWidget(label)
    row.addWidget(field)
    return pair

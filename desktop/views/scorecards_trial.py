"""Trying a version on signed reviews: which days, how far it is, what would flip, review by review.

Shows what `state.scorecards` tells of a trial. Nothing that was published changes, and the page says so.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.tables import wording
from desktop.tables.scorecards import TrialModel, change_words, class_moves, trial_summary
from desktop.views.actions import ActionTable
from desktop.views.days_choice import DaysChoice, recent_spans
from desktop.views.empty import EmptyState
from desktop.views.flow import FlowLayout
from desktop.views.import_rows import RowPane
from desktop.views.page import quiet
from desktop.views.press import TextButton, hairline
from desktop.views.scorecards_fields import scrolling
from models.scorecard import ScorecardDefinition
from models.trial import Trial, TrialLine

CHANGES_SHOWN = 4
UNTOUCHED = "Published results are untouched: a trial writes nothing."


class CardTrial(QWidget):
    """Signals: `run_wished(first, last)`, either None for an open end; `cancel_wished()`; `open_wished(TrialLine)`."""

    run_wished = Signal(object, object)
    cancel_wished = Signal()
    open_wished = Signal(object)

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trial: Trial | None = None
        self._card: ScorecardDefinition | None = None
        self._tried: ScorecardDefinition | None = None
        self._running = False
        self.days = DaysChoice("Signed reviews that count on", today, recent_spans(today), self)
        self.days.box.setItemText(0, "All signed reviews")
        self.run = TextButton("Run the trial", "primary")
        actions.explain(self.run, "run_trial")
        self.cancel = TextButton("Cancel", "link")
        actions.explain(self.cancel, "cancel_job", "Cancel the trial")
        self.cancel.setAccessibleName("Cancel the trial")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the trial is")
        self.progress = quiet("", small=True)
        self.summary = QLabel()
        theme.mark(self.summary, role="heading")
        self.summary.setWordWrap(True)
        self.stale = quiet("", small=True)
        self.changes = quiet("", small=True)
        self.model = TrialModel(self)
        self.rows = RowPane(self.model, "Reviews under trial", "")
        self.empty = EmptyState()
        self._lay_out()
        self.run.clicked.connect(lambda _checked=False: self.wish_run())
        self.cancel.clicked.connect(lambda _checked=False: self.cancel_wished.emit())
        self.rows.table.doubleClicked.connect(lambda _index: self._open())
        actions.bind("open_tried", self.rows.table, self._open)
        self.show_running(running=False)
        self.show_trial(None)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        asking = QWidget()
        flow = FlowLayout(asking, theme.space(1.5))
        label = QLabel("Try it on")
        label.setBuddy(self.days.box)
        for part in (label, self.days.box, self.days.between, self.run, self.cancel):
            flow.addWidget(part)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1))
        column.setSpacing(theme.space(0.75))
        column.addWidget(asking)
        column.addWidget(quiet(UNTOUCHED, small=True))
        self._under_way = QWidget()
        row = QHBoxLayout(self._under_way)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1.5))
        row.addWidget(self.bar, 1)
        row.addWidget(self.progress, 1)
        column.addWidget(self._under_way)
        found = QFrame()
        theme.mark(found, role="sheet")
        inner = QVBoxLayout(found)
        inner.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        inner.setSpacing(theme.space(0.75))
        for part in (self.summary, self.stale, self.changes):
            inner.addWidget(part)
        inner.addWidget(self.rows, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(found, sideways=False))
        self._stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(hairline(self))
        outer.addWidget(self._stack, 1)

    def _fit(self) -> None:
        """Room for the rows, and for two lines that have the chosen one whole."""
        below = 2 * theme.text_height("small") + theme.space(1)
        self.rows.setMinimumHeight(self.rows.table.minimumHeight() + below)

    def wish_run(self) -> None:
        """Begin a trial, where one can begin."""
        if self.run.isEnabled() and self.run.isVisibleTo(self):
            self.run_wished.emit(*self.days.days)

    def focus_first(self) -> None:
        """The keyboard goes to what came out, else to the way to begin."""
        shows = self._stack.currentIndex() == 0 and self.model.rowCount() > 0
        first = self.rows.table if shows else self.run if self.run.isEnabled() else self.days.box
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_card(self, card: ScorecardDefinition | None, faults: int) -> None:
        """The version that would be tried, None while it has faults."""
        self._card = card
        self.run.setEnabled(card is not None and not self._running)
        self.run.setAccessibleDescription("" if card is not None else f"It has {wording.several(faults, 'fault')}")
        self._say_stale()
        if self._trial is None:
            self._say_empty(faults)

    def show_running(self, *, running: bool) -> None:
        """Whether a trial is under way."""
        if running:
            self._tried = self._card
            self.bar.setValue(0)
            self.progress.setText("Reading the signed reviews")
        had_keyboard = self.cancel.hasFocus() or self.run.hasFocus()
        self._running = running
        self._under_way.setVisible(running)
        self.cancel.setVisible(running)
        self.run.setVisible(not running)
        self.run.setEnabled(self._card is not None and not running)
        if had_keyboard:
            (self.cancel if running else self.run).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, share: float, words: str) -> None:
        """How far it is."""
        self.bar.setValue(round(1000 * share))
        self.progress.setText(words)

    def show_trial(self, trial: Trial | None) -> None:
        """What came of it; None for none yet."""
        self._trial = trial
        if trial is None:
            self.model.show(())
            self._say_empty(0)
            return
        self.model.show(trial.lines)
        self.rows.table.fit_columns()
        self.summary.setText(trial_summary(trial))
        self.changes.setText("\n".join(_told(trial)))
        self.changes.setVisible(bool(self.changes.text()))
        self._say_stale()
        if trial.reviews:
            self._stack.setCurrentIndex(0)
        else:
            words = "Only reviews signed with a version of this scorecard can be tried. Choose other days."
            self.empty.say("scorecard", trial_summary(trial), words)
            self._stack.setCurrentIndex(1)

    def _say_empty(self, faults: int) -> None:
        if faults:
            words = "Mend them in the editor first: a trial needs a version that can be used."
            self.empty.say("warning", f"It has {wording.several(faults, 'fault')}", words)
        else:
            words = (
                "The answers of signed reviews are weighed anew under this version, and what would come out otherwise "
                "is listed, what flips first."
            )
            self.empty.say("scorecard", "What would have come out?", words)
        self._stack.setCurrentIndex(1)

    def _say_stale(self) -> None:
        changed = self._trial is not None and self._tried is not self._card
        self.stale.setText("The draft was changed since this trial: run it again.")
        self.stale.setVisible(changed)

    def _open(self) -> None:
        row = self.rows.table.currentIndex().row()
        if 0 <= row < self.model.rowCount():
            line: TrialLine = self.model.row(row)
            self.open_wished.emit(line)


def _told(trial: Trial) -> Sequence[str]:
    """What differs, from each version the reviews were made with, and which classes change."""
    told = []
    for old, changes in sorted(trial.changes.items()):
        if changes:
            shown = [change_words(each) for each in changes[:CHANGES_SHOWN]]
            more = len(changes) - CHANGES_SHOWN
            told.append(f"Against {old}: " + "; ".join(shown) + (f"; and {more} more" if more > 0 else ""))
        elif old != trial.scorecard_id:
            told.append(f"Against {old}: no prompt differs in what counts.")
    moves = class_moves(trial)
    if moves:
        told.append("Classes: " + " · ".join(moves))
    if trial.passed_over:
        told.append(f"{wording.several(trial.passed_over, 'review')} of other scorecards passed over.")
    return told

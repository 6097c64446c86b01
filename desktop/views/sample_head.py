"""What is due, in the head of "To check": how far one's samples are, and the choice between them and all calls."""

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.state.worklist import ALL, SAMPLES, Worklist
from desktop.tables.sample_head import choice_words, head_words, is_overdue
from desktop.tables.wording import number
from desktop.views.actions import ActionTable
from desktop.views.days_choice import choice
from desktop.views.press import ElidedLabel
from models.store.sample_waiting import AssignedSample
from models.store.worklist import Section


class SampleHead(QObject):
    """Says it in the `summary` of a list's head, and offers the choice in `box`. Signal `wished(calls)`."""

    wished = Signal(str)

    def __init__(
        self, worklist: Worklist, summary: ElidedLabel, actions: ActionTable, today: date, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._worklist = worklist
        self._summary = summary
        self._today = today
        self.box = choice("Which calls are due")
        actions.explain(self.box, "due_calls")
        self.box.hide()
        self.box.activated.connect(lambda _at: self.wished.emit(str(self.box.currentData())))
        worklist.assigned_came.connect(self.show)

    def show(self) -> None:
        """Show how it stands, where what is due is listed."""
        worklist = self._worklist
        due, waiting = worklist.query.section is Section.DUE, worklist.open_samples
        chosen = [sample for sample in waiting if sample.sample_id == worklist.query.sample]
        words = head_words(chosen or waiting, worklist.just_done, self._today) if due else ""
        self._summary.set_words(words)
        late = any(is_overdue(sample, self._today) for sample in chosen or waiting)
        role = "warn" if due and late else "quiet"
        if self._summary.property("role") != role:
            theme.mark(self._summary, role=role)
        self.box.setVisible(due and bool(waiting))
        self._offer(waiting)

    def switch(self) -> None:
        """From one's samples to all matched calls, or back."""
        if self._worklist.open_samples:
            self.wished.emit(SAMPLES if self._worklist.calls == ALL else ALL)

    def _offer(self, waiting: tuple[AssignedSample, ...]) -> None:
        left = number(sum(sample.waiting for sample in waiting))
        several = len(waiting) > 1
        offered = [(f"My samples: {left}" if several else f"My sample: {left}", SAMPLES)]
        offered += [(choice_words(sample, self._today), sample.sample_id) for sample in waiting if several]
        offered.append(("All matched calls", ALL))
        if offered != [(self.box.itemText(at), self.box.itemData(at)) for at in range(self.box.count())]:
            self.box.clear()
            for words, calls in offered:
                self.box.addItem(words, calls)
        self.box.setCurrentIndex(max(0, self.box.findData(self._worklist.calls)))

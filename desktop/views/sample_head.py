"""What is due, in the head of "To check": how far one's samples are, and the choice between them and all calls."""

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop import theme
from desktop.state.worklist import ALL, SAMPLES, Worklist
from desktop.tables.sample_head import choice_words, head_words, is_overdue
from desktop.views.actions import ActionTable
from desktop.views.press import ElidedLabel, TextButton
from models.store.sample_waiting import AssignedSample
from models.store.worklist import Section

NAME = "Which calls are due"


class SampleHead(QObject):
    """Says it in the `summary` of a list's head, or in a `line` of its own where there is little room; offers the
    choice by `button`. Signal `wished(calls)`."""

    wished = Signal(str)

    def __init__(
        self, worklist: Worklist, summary: ElidedLabel, actions: ActionTable, today: date, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._worklist = worklist
        self._summary = summary
        self._today = today
        self._tight = False
        self.line = ElidedLabel(parent)
        self.line.hide()
        self._offered: list[tuple[str, str]] = []
        self.button = TextButton("", "link", parent)
        self.button.setStyleSheet("padding: 0 2px;")
        self.menu = QMenu(NAME, self.button)
        self._group = QActionGroup(self.menu)
        actions.explain(self.button, "due_calls", NAME)
        self.button.clicked.connect(self._show_menu)
        self.button.hide()
        worklist.assigned_came.connect(self.show)

    def show(self) -> None:
        """Show how it stands, where what is due is listed."""
        worklist = self._worklist
        due, waiting = worklist.query.section is Section.DUE, worklist.open_samples
        chosen = [sample for sample in waiting if sample.sample_id == worklist.query.sample]
        words = head_words(chosen or waiting, worklist.just_done, self._today) if due else ""
        late = any(is_overdue(sample, self._today) for sample in chosen or waiting)
        role = "warn" if due and late else "quiet"
        for label, shown in ((self._summary, not self._tight), (self.line, self._tight)):
            label.set_words(words if shown else "")
            if label.property("role") != role:
                theme.mark(label, role=role)
        self.line.setVisible(self._tight and bool(words))
        self._offer(waiting)
        self.button.setVisible(due and bool(waiting))

    def set_tight(self, *, tight: bool) -> None:
        """Whether the head has too little room for the words."""
        if tight != self._tight:
            self._tight = tight
            self.show()

    def switch(self) -> None:
        """From one's samples to all matched calls, or back."""
        if self._worklist.open_samples:
            self.wished.emit(SAMPLES if self._worklist.calls == ALL else ALL)

    @property
    def offered(self) -> list[tuple[str, str]]:
        """What can be chosen: words, and which calls they stand for."""
        return list(self._offered)

    def _offer(self, waiting: tuple[AssignedSample, ...]) -> None:
        several = len(waiting) > 1
        offered = [("My samples" if several else "My sample", SAMPLES)]
        offered += [(choice_words(sample, self._today), sample.sample_id) for sample in waiting if several]
        offered.append(("All matched calls", ALL))
        chosen = next((each for each in offered if each[1] == self._worklist.calls), offered[0])
        if offered != self._offered:
            self._offered = offered
            self.menu.clear()
            for words, calls in offered:
                entry = self.menu.addAction(words)
                entry.setCheckable(True)
                entry.setData(calls)
                self._group.addAction(entry)
                entry.triggered.connect(lambda _on=False, calls=calls: self.wished.emit(calls))
        for entry in self.menu.actions():
            entry.setChecked(entry.data() == chosen[1])
        self.button.setText(f"{chosen[0].partition(' by ')[0].partition(' overdue ')[0]} ▾")
        self.button.setAccessibleName(f"{NAME}: {chosen[0]}")

    def _show_menu(self) -> None:
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

"""The matches page: what waits for a person's decision, and every match there is, to be taken apart or moved.

The list keeps the keyboard: up and down go through its lines, left and right through the candidates beside it, and one
key decides. How many of the list are decided stands above it; the last decision can be taken back by a key.
"""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.state.matching import Clocks, Decided, Matching
from desktop.state.worklist import Listing, Worklist
from desktop.tables import wording
from desktop.tables.worklist import MATCHES_COLUMNS, WorklistModel
from desktop.views.actions import ActionTable
from desktop.views.clock_panel import ClockPanel
from desktop.views.empty import EmptyState
from desktop.views.flow import FlowLayout
from desktop.views.match_pane import MatchPane
from desktop.views.work_table import WorkTable, match_mark
from models.store.worklist import Section

LISTS: tuple[tuple[Section, str], ...] = (
    (Section.AMBIGUOUS, "In doubt"),
    (Section.NO_SHEET, "Recordings without sheet"),
    (Section.NO_CALL, "Sheets without recording"),
    (Section.MATCHED, "Matched"),
)
EMPTY: dict[Section, tuple[str, str, str]] = {
    Section.AMBIGUOUS: (
        "good",
        "Nothing is in doubt",
        "Where a recording could belong to several sheets, or only the caseworker and the day agree, you decide here.",
    ),
    Section.NO_SHEET: ("good", "Every recording has its guide sheet", "One that has none would be listed here."),
    Section.NO_CALL: ("good", "Every guide sheet has its recording", "One that has none would be listed here."),
    Section.MATCHED: ("matches", "Nothing is matched yet", "Import recordings and guide sheets first."),
}


class MatchesPage(QWidget):
    """Signals: `open_wished(WorkItem)`; `undo_offered(Decided)` after each decision."""

    open_wished = Signal(object)
    undo_offered = Signal(object)

    def __init__(
        self, worklist: Worklist, matching: Matching, actions: ActionTable, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Matches")
        self._worklist = worklist
        self._matching = matching
        self._row = 0
        self._most = 0
        self.model = WorklistModel(worklist, MATCHES_COLUMNS, self)
        self.table = WorkTable(self.model, match_mark)
        self.table.setAccessibleName("Recordings and sheets")
        self.pane = MatchPane(actions)
        self.clocks = ClockPanel(actions)
        self.progress = QLabel()
        theme.mark(self.progress, role="quiet")
        self.progress.setAccessibleName("How many are decided")
        self.empty = EmptyState()
        self.tabs: dict[Section, QPushButton] = {}
        self._arrange(actions)
        self._connect(actions)

    def refresh(self) -> None:
        """Read the list and the counts again."""
        self._row = max(0, self.table.currentIndex().row())
        self._worklist.refresh(self._row)
        self._matching.look_at_clocks()

    def start_counting(self) -> None:
        """What is decided counts from now: the list was made anew by an import or by the rules."""
        self._most = 0

    def show_list(self, section: Section) -> None:
        self._row = 0
        if section is not self._worklist.query.section:
            self._most = 0
        self.search.clear()
        self._worklist.query = replace(self._worklist.query, text="")
        self._worklist.show(section)

    def show_only(self, section: Section, key: str) -> None:
        """Show one recording or sheet of a list."""
        self.show_list(section)
        self.search.setText(key)
        self._worklist.filter(text=key)

    def focus_list(self) -> None:
        if self._stack.currentWidget() is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabs[self._worklist.query.section].setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self, actions: ActionTable) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        left = QFrame()
        theme.mark(left, role="sheet")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(actions))
        column.addLayout(self._bar())
        column.addWidget(self.clocks)
        rule = QFrame()
        theme.mark(rule, role="rule")
        column.addWidget(rule)
        column.addWidget(self._stack, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(self.pane)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        left.setMinimumWidth(theme.space(40))
        self.pane.setMinimumWidth(theme.space(48))
        self.split.setSizes([theme.space(64), theme.space(106)])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def _head(self, actions: ActionTable) -> QWidget:
        title = QLabel("Matches")
        theme.mark(title, role="title")
        self.again = QPushButton("Match again")
        actions.explain(self.again, "match_again")
        self.again.setAccessibleName("Run the matching again")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search ids, cases")
        self.search.setAccessibleName("Search the list")
        actions.explain(self.search, "search")
        head = QWidget()
        flow = FlowLayout(head, theme.space(1))
        flow.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), 0)
        for part in (title, self.search, self.again, self.progress):
            flow.addWidget(part)
        return head

    def _bar(self) -> QVBoxLayout:
        row = QWidget()
        flow = FlowLayout(row, theme.space(0.5))
        group = QButtonGroup(self)
        for section, words in LISTS:
            tab = QPushButton(words)
            tab.setCheckable(True)
            theme.mark(tab, role="tab")
            tab.setToolTip(words)
            tab.clicked.connect(lambda *_checked, section=section: self.show_list(section))
            group.addButton(tab)
            flow.addWidget(tab)
            self.tabs[section] = tab
        bar = QVBoxLayout()
        bar.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        bar.addWidget(row)
        return bar

    def _connect(self, actions: ActionTable) -> None:
        # the list
        self._worklist.asked.connect(lambda query: self.tabs[query.section].setChecked(True))
        self._worklist.listed.connect(self._on_listed)
        self._worklist.page_came.connect(lambda _offset, _items: self._show_current())
        self._worklist.totalled.connect(self._show_progress)
        self._worklist.counted.connect(self._on_counted)
        self.search.textEdited.connect(lambda text: self._worklist.filter(text=text))
        self.search.returnPressed.connect(self.focus_list)
        self.table.typed.connect(self._on_typed)
        self.table.opened.connect(lambda _item: self.pane.open_chosen())
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        # the pane and the decisions
        self.pane.open_wished.connect(self.open_wished)
        self.pane.decision_wished.connect(self._matching.decide)
        self.pane.skip_wished.connect(self._skip)
        self._matching.offered.connect(self.pane.show_offer)
        self._matching.decided.connect(self._on_decided)
        self.again.clicked.connect(self._matching.run)
        # the clocks
        self._matching.clocks_came.connect(self._on_clocks)
        self.clocks.clock_wished.connect(self._matching.set_clock)
        self.clocks.left.connect(self.focus_list)
        # keys
        actions.bind("link", self.table, self._on_return)
        actions.bind("link_further", self, self.pane.link_further)
        actions.bind("make_primary", self, self.pane.make_primary)
        actions.bind("unlink", self, self.pane.unlink)
        actions.bind("skip", self, self._skip)
        actions.bind("next_candidate", self.table, lambda: self.pane.step(1))
        actions.bind("previous_candidate", self.table, lambda: self.pane.step(-1))
        actions.bind("undo_decision", self, self._matching.undo_last)
        actions.bind("open_match", self, self.pane.open_chosen)
        actions.bind("set_clock", self, self.clocks.open_fields)
        actions.bind("match_again", self, self._matching.run)
        actions.bind("search", self, self.search.setFocus)
        actions.bind("next_section", self, lambda: self._step(1))
        actions.bind("previous_section", self, lambda: self._step(-1))

    def _step(self, by: int) -> None:
        sections = [section for section, _words in LISTS]
        self.show_list(sections[(sections.index(self._worklist.query.section) + by) % len(sections)])

    def _on_return(self) -> None:
        """Link the chosen pair; a match that stands is opened, as nothing waits to be decided."""
        if self.pane.standing_pair is not None:
            self.pane.open_chosen()
        else:
            self.pane.link()

    def _skip(self) -> None:
        """The next line, from the last one on to the first."""
        total = self.model.rowCount()
        if total:
            self.table.go_to((self.table.currentIndex().row() + 1) % total)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_clocks(self, clocks: Clocks) -> None:
        self.clocks.show_clocks(clocks)

    def _show_progress(self, listing: Listing) -> None:
        """How many lines were decided since the list was first shown; a search narrows the list and counts nothing."""
        if listing.query.text.strip() or not listing.counted:
            return
        self._most = max(self._most, listing.total)
        waiting = listing.query.section is not Section.MATCHED and self._most > 0
        decided, most = wording.number(self._most - listing.total), wording.number(self._most)
        self.progress.setText(f"{decided} of {most} decided" if waiting else "")

    def _on_typed(self, text: str) -> None:
        self.search.setFocus()
        self.search.setText(self.search.text() + text)
        self._worklist.filter(text=self.search.text())

    def _on_listed(self, listing: Listing) -> None:
        self._show_progress(listing)
        if listing.total:
            self._stack.setCurrentWidget(self.table)
            self.table.go_to(min(self._row, listing.total - 1))
        else:
            narrowed = bool(listing.query.text.strip())
            nothing = ("filter", "Nothing fits the search", "Empty the search field to see the whole list.")
            self.empty.say(*(nothing if narrowed else EMPTY[listing.query.section]))
            self._stack.setCurrentWidget(self.empty)
        self._show_current()

    def _on_counted(self, counts: dict[Section, int]) -> None:
        for section, words in LISTS:
            self.tabs[section].setText(f"{words}  {wording.number(counts.get(section, 0))}")
            self.tabs[section].setAccessibleName(f"{words}, {counts.get(section, 0)}")
            self.tabs[section].updateGeometry()

    def _on_row(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_current()

    def _show_current(self) -> None:
        asked = self.pane.show_item(self.table.current_item(), self._worklist.query.section)
        if asked is not None:
            self._matching.ask(*asked)

    def _on_decided(self, decision: Decided) -> None:
        self.refresh()
        self.undo_offered.emit(decision)

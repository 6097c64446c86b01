"""The worklist: the sections at the left, the filters above, the calls below; where every day begins.

Shows what `state.worklist` answers and hands on what is wished: a call to be opened, a sheet to be looked for.
"""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.state.worklist import Listing, Worklist
from desktop.tables import wording
from desktop.tables.worklist import WorklistModel
from desktop.views.actions import ActionTable
from desktop.views.filters import Filters
from desktop.views.list_frame import ListFrame
from desktop.views.rail import SECTIONS, Rail
from desktop.views.sample_head import SampleHead
from desktop.views.work_table import WorkTable
from models.store.worklist import Section, WorkItem, WorkQuery

EMPTY: dict[Section, tuple[str, str, str, str, str]] = {
    Section.DUE: (
        "good",
        "Nothing waits for a check",
        "Every matched call has a review. Bring in the next recordings and lists, and they appear here.",
        "Import recordings and lists",
        "import",
    ),
    Section.DRAFTS: (
        "state-draft",
        "No check is half done",
        "A check you begin is saved with every answer and waits here until it is signed.",
        "See what is to check",
        "due",
    ),
    Section.SIGNED: (
        "sign",
        "Nothing is signed yet",
        "Signed reviews stand here with their score and KPI class, ready for the export.",
        "See what is to check",
        "due",
    ),
    Section.DISPUTED: (
        "good",
        "No dispute waits for a decision",
        "A prompt that a caseworker disputes waits here until another reviewer has decided it.",
        "",
        "",
    ),
    Section.NO_SHEET: (
        "good",
        "Every recording has its guide sheet",
        "A recording that no guide sheet belongs to would be listed here.",
        "",
        "",
    ),
    Section.NO_CALL: (
        "good",
        "Every guide sheet has its recording",
        "A sheet without a recording would be listed here, to be checked on the sheet alone.",
        "",
        "",
    ),
    Section.AMBIGUOUS: (
        "good",
        "Nothing is in doubt",
        "Where several recordings could belong to one sheet, you would decide here.",
        "",
        "",
    ),
}
"""Drawing, title, words, button and what it stands for, for each section with nothing in it."""
ALL_BEGUN = (
    "state-draft",
    "The rest of the sample is begun",
    "What is left of it lies half done among the drafts.",
    "See the drafts",
    "drafts",
)
NONE_MATCHED = (
    "matches",
    "The rest of the sample is not matched any more",
    "A drawn call is checked on the sheet it was drawn with. Match it again, or have it replaced in the sample.",
    "See the matches",
    "matches",
)
"""The same of a sample that has nothing to begin with any more, and is not done."""

TIGHT_BELOW_CHARACTERS = 120
"""How far one's samples are stands in a line of its own below this width, in widths of the letter n."""

NOUNS = {
    Section.DRAFTS: "draft",
    Section.SIGNED: "review",
    Section.DISPUTED: "review",
    Section.NO_SHEET: "recording",
    Section.NO_CALL: "sheet",
    Section.AMBIGUOUS: "sheet",
}
"""What is counted; calls everywhere else."""

TITLES = {section: words for section, words, _mark, _purpose in SECTIONS if section is not None}


class WorklistPage(ListFrame):
    """Signals: `open_wished(WorkItem)`; `page_wished(name)`; `database_empty(bool)` with each answer;
    `transcripts_wished(WorkQuery, ranges)` of the selected lines, as first and last of each stretch;
    `calls_chosen(which)` when another choice of what is due was made."""

    open_wished = Signal(object)
    transcripts_wished = Signal(object, object)
    page_wished = Signal(str)
    database_empty = Signal(bool)
    calls_chosen = Signal(str)

    def __init__(self, worklist: Worklist, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        self._worklist = worklist
        self._key: tuple[str | None, str | None, str | None] | None = None
        self._row = 0
        self._total_of_section: int | None = None
        self.model = WorklistModel(worklist)
        self.rail = Rail()
        self.filters = Filters(actions, today)
        self.table = WorkTable(self.model, several=True)
        super().__init__(self.rail, self.filters, self.table, parent=parent)
        self.model.setParent(self)
        self.count.setAccessibleName("How many calls are shown")
        self.samples = SampleHead(worklist, self.summary, actions, today, self)
        self.beside_count(self.samples.button)
        self.below_head(self.samples.line)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(400)
        self._waiting.timeout.connect(self._on_slow)
        self._bind(actions)
        self._connect()
        self.rail.show_section(worklist.query.section)
        self.filters.show_query(worklist.query)

    def refresh(self) -> None:
        """Read everything again; the selected call stays selected."""
        self._remember()
        self._worklist.refresh(self._row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.samples.set_tight(tight=self.width() < TIGHT_BELOW_CHARACTERS * self.fontMetrics().horizontalAdvance("n"))

    def show_section(self, section: Section) -> None:
        self._key, self._row = None, 0
        self._worklist.show(section)

    def _bind(self, actions: ActionTable) -> None:
        actions.bind("open_item", self.table, self.table.open_current)
        actions.bind("search", self, self.filters.begin_search)
        actions.bind("refresh", self, self.refresh)
        actions.bind("next_section", self, lambda: self.rail.step(1))
        actions.bind("previous_section", self, lambda: self.rail.step(-1))
        actions.bind("clear_filters", self, self._worklist.clear_filters)
        actions.bind("transcribe_calls", self, self.wish_transcripts)
        actions.bind("due_calls", self, self.samples.switch)

    def _connect(self) -> None:
        # the state
        self._worklist.asked.connect(self._on_asked)
        self._worklist.listed.connect(self._on_listed)
        self._worklist.totalled.connect(self._show_count)
        self._worklist.counted.connect(self._on_counted)
        self._worklist.choices_came.connect(self.filters.offer)
        self.samples.wished.connect(self._on_calls_wished)
        # what people do
        self.rail.section_wished.connect(self.show_section)
        self.filters.changed.connect(lambda values: self._worklist.filter(**values))
        self.filters.cleared.connect(self._worklist.clear_filters)
        self.filters.left_for_list.connect(self.focus_list)
        self.table.opened.connect(self._on_opened)
        self.table.typed.connect(self.filters.begin_search)
        self.table.horizontalHeader().sectionClicked.connect(self._on_head_clicked)
        self.empty.wished.connect(self._on_empty_wished)

    def wish_transcripts(self) -> None:
        """Have the selected calls transcribed."""
        ranges = self.table.selected_ranges()
        if ranges:
            self.transcripts_wished.emit(self.model.query, ranges)

    def _on_opened(self, item: WorkItem) -> None:
        self._remember()
        self.open_wished.emit(item)

    def _on_calls_wished(self, calls: str) -> None:
        self._key, self._row = None, 0
        self._worklist.choose(calls)
        self.samples.show()
        self.calls_chosen.emit(calls)

    def _remember(self) -> None:
        item = self.table.current_item()
        if item is not None:
            self._key, self._row = item.key, self.table.currentIndex().row()

    def _on_asked(self, query: WorkQuery) -> None:
        self.rail.show_section(query.section)
        self.filters.show_query(query, narrowed=self._worklist.narrowed)
        self.title.setText(TITLES[query.section])
        self.samples.show()
        self._waiting.start()

    def _on_slow(self) -> None:
        """The answer lets one wait: say so, and show no lines of another section meanwhile."""
        self.count.setText("Reading …")
        if self.model.query.section is not self._worklist.query.section:
            self.empty.say("refresh", "Reading …", "The list is on its way.")
            self.show_list(empty=True)

    def _on_listed(self, listing: Listing) -> None:
        """The model has taken the answer already: it was connected first."""
        self._waiting.stop()
        self.show_order(self.model, listing.query.sort, descending=listing.query.descending)
        if listing.counted:
            self._show_count(listing)
        if listing.total:
            focused = self.empty.button.hasFocus()
            self.show_list()
            row = self.model.row_of(self._key) if self._key is not None else None
            self.table.go_to(min(self._row if row is None else row, listing.total - 1))
            if focused:
                self.table.setFocus()
        else:
            self.count.clear()
            self._say_empty(listing.query)
            self.show_list(empty=True)
        self.database_empty.emit(listing.is_empty)

    def _on_counted(self, counts: dict[Section, int]) -> None:
        self.rail.show_counts(counts)

    def _show_count(self, listing: Listing) -> None:
        whole = self._worklist.counts.get(listing.query.section)
        if self._worklist.narrowed and whole is not None and whole >= listing.total:
            self.count.setText(f"{wording.number(listing.total)} of {wording.number(whole)}")
        else:
            self.count.setText(wording.several(listing.total, NOUNS.get(listing.query.section, "call")))

    def _say_empty(self, query: WorkQuery) -> None:
        if self._worklist.narrowed:
            words = "Clear them to see the whole section."
            self.empty.say("filter", "Nothing fits these filters", words, "Clear filters", "clear")
        elif query.drawn_for is not None:
            begun = sum(sample.begun for sample in self._worklist.open_samples)
            self.empty.say(*(ALL_BEGUN if begun else NONE_MATCHED))
        else:
            self.empty.say(*EMPTY[query.section])

    def _on_empty_wished(self, key: str) -> None:
        if key == "clear":
            self._worklist.clear_filters()
        elif key in (Section.DUE, Section.DRAFTS):
            self.show_section(Section(key))
        else:
            self.page_wished.emit(key)

    def _on_head_clicked(self, at: int) -> None:
        order = self.model.columns[at].order
        if order is None:
            return
        query = self._worklist.query
        self._key, self._row = None, 0
        self._worklist.sort(order, query.sort is order and not query.descending)

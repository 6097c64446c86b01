"""The worklist as a Qt item model that holds only the pages somebody looks at.

Between the worklist's state (which reads pages) and the table view (which paints rows). A row not read yet is there,
empty, and asks for its page once it is looked at. Another answer takes the old one's place at once: the list never goes
blank in between.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.state.worklist import PAGE, Listing, Worklist
from desktop.tables import wording
from desktop.tables.spoken import NOT_HELD
from models.matching import MatchState
from models.store.worklist import Order, Section, WorkItem
from models.transcription import Standing, TranscriptionState

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
"""The WorkItem of a row, or None while it is not read."""

PAGES_KEPT = 40
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Column:
    """One column: its head, what it sorts by, what stands in it; `figures` are right-aligned digits of one width."""

    name: str
    head: str
    text: Callable[[WorkItem], str]
    order: Order | None = None
    figures: bool = False


FURTHER = {MatchState.LINKED.value: " · further call", MatchState.SHARED.value: " · further sheet"}
"""What is added to how the two were matched where neither is the other's only one."""


def state_words(item: WorkItem) -> str:
    """The state of a line in a word or two; the list puts its mark before it."""
    if item.review_state == "draft":
        return "Draft"
    if item.review_state == "signed":
        return wording.kpi_class(item.kpi_class)
    if item.match_state in (MatchState.PROPOSED, MatchState.AMBIGUOUS):
        return "Proposed" if item.match_state == MatchState.PROPOSED else "Ambiguous"
    if item.sheet_id is None:
        return "No sheet"
    return "No call" if item.recording_id is None else "To check"


def match_words(item: WorkItem) -> str:
    if item.match_rule is None:
        return "—"
    rule = wording.RULES.get(item.match_rule, item.match_rule)
    words = rule if item.match_certainty == 100 else f"{rule} · {item.match_certainty} %"
    return words + FURTHER.get(item.match_state or "", "")


def steer_words(item: WorkItem) -> str:
    """What the steer says of a line's sheet: "Rung 2 · accurate"; a dash without a sheet, or before it is judged."""
    if item.verdict is None or item.rung is None:
        return "—"
    rung = RUNGS.get(item.rung, item.rung)
    return f"{rung} · {wording.kpi_class(item.verdict).lower()}"


RUNGS = {"1": "Rung 1", "2": "Rung 2", "3": "Rung 3", "3E": "Rung 3E", "OUT": "Outside", "NA": "No rung"}
STATE = Column("state", "State", state_words)
CLASS = Column("state", "KPI class", state_words, Order.KPI_CLASS)
WHEN = Column("when", "Call", lambda i: wording.moment(i.started_at) if i.recording_id else "no call", Order.WHEN)
DECIDED = Column("when", "Decision", lambda i: wording.day(i.decision_date), Order.WHEN)
CASEWORKER = Column("caseworker", "Caseworker", lambda i: i.caseworker_id or NOT_HELD, Order.CASEWORKER)
TEAM = Column("team", "Team", lambda i: i.team or NOT_HELD, Order.TEAM)
CASE = Column("case", "Case", lambda i: i.case_ref or NOT_HELD, Order.CASE)
LENGTH = Column(
    "length", "Length", lambda i: wording.length(i.duration_ms) if i.recording_id else "—", Order.LENGTH, True
)
TRANSCRIPT = Column("transcript", "Transcript", lambda i: "Yes" if i.has_transcript else "—")
METHOD = Column("method", "Method", lambda i: wording.method(i.method_agreed), Order.METHOD)
STEER = Column("steer", "Steer", steer_words, Order.VERDICT)
MATCH = Column("match", "Matched by", match_words, Order.MATCH)
SAVED = Column("saved", "Saved", lambda i: wording.moment(i.saved_at), Order.SAVED)
SIGNED = Column("signed", "Signed", lambda i: wording.moment(i.signed_at), Order.SIGNED)
REVIEWER = Column("reviewer", "Reviewer", lambda i: i.reviewer_id or "—", Order.REVIEWER)
SCORE = Column("score", "Score", lambda i: i.score or "—", Order.SCORE, True)
RECORDING = Column("recording", "Recording", lambda i: i.recording_id or "—")
SHEET = Column("sheet", "Guide sheet", lambda i: i.sheet_id or "—")
CHANGED = Column("changed", "Sheet", lambda i: wording.CHANGED_SINCE if i.sheet_changed else "as signed")
REASON = Column("reason", "Why", lambda i: i.match_reason or "—")

TRANSCRIPTS = {
    TranscriptionState.WAITING: "Waiting",
    TranscriptionState.RUNNING: "Begun",
    TranscriptionState.PAUSED: "Paused",
    TranscriptionState.FAILED: "Failed",
    TranscriptionState.DONE: "Yes",
}
"""A call whose transcript was asked for."""

SECTION_COLUMNS: dict[Section, tuple[Column, ...]] = {
    Section.DUE: (STATE, WHEN, CASEWORKER, TEAM, CASE, LENGTH, TRANSCRIPT, STEER, METHOD, MATCH),
    Section.DRAFTS: (STATE, WHEN, CASEWORKER, CASE, LENGTH, TRANSCRIPT, STEER, METHOD, SAVED, REVIEWER),
    Section.SIGNED: (CLASS, WHEN, CASEWORKER, CASE, SCORE, SIGNED, REVIEWER, CHANGED, METHOD),
    Section.NO_SHEET: (STATE, WHEN, CASEWORKER, TEAM, CASE, LENGTH, TRANSCRIPT, RECORDING),
    Section.NO_CALL: (STATE, DECIDED, CASEWORKER, TEAM, CASE, STEER, METHOD, SHEET),
    Section.AMBIGUOUS: (STATE, DECIDED, CASEWORKER, CASE, METHOD, SHEET, REASON),
}


MATCHES_COLUMNS: dict[Section, tuple[Column, ...]] = {
    Section.AMBIGUOUS: (SHEET, DECIDED, CASEWORKER, CASE, REASON),
    Section.NO_SHEET: (RECORDING, WHEN, CASEWORKER, CASE, LENGTH),
    Section.NO_CALL: (SHEET, DECIDED, CASEWORKER, CASE, METHOD),
    Section.MATCHED: (RECORDING, SHEET, CASEWORKER, CASE, MATCH),
}
"""The columns of the matches page, where half the width is for the candidates."""


class WorklistModel(QAbstractTableModel):
    """The rows of the question last answered, with the worklist's columns unless others are given."""

    def __init__(
        self,
        worklist: Worklist,
        columns: Mapping[Section, tuple[Column, ...]] = SECTION_COLUMNS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._worklist = worklist
        self._pages: OrderedDict[int, tuple[WorkItem, ...]] = OrderedDict()
        self._total = 0
        self._transcript_of: Callable[[str | None], Standing | None] = lambda _recording_id: None
        self.query = worklist.query
        worklist.listed.connect(self._on_listed)
        worklist.totalled.connect(self._on_totalled)
        worklist.page_came.connect(self._on_page)

    def show_transcripts_of(self, transcript_of: Callable[[str | None], Standing | None]) -> None:
        """How the transcription of a call stands is asked here: in memory, since it is asked for every line shown."""
        self._transcript_of = transcript_of

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns[self.query.section]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.item(index.row())
        if role == ITEM_ROLE:
            return item
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if item is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(column, item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tool_tip(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.head}: {self._text(column, item)}"
        return None

    def _text(self, column: Column, item: WorkItem) -> str:
        standing = self._transcript_of(item.recording_id) if column is TRANSCRIPT else None
        return column.text(item) if standing is None else TRANSCRIPTS[standing.state]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole and column.order is not None:
            return f"Sort by {column.head.lower()}"
        return None

    def item(self, row: int) -> WorkItem | None:
        """The line in `row`; None while its page is not read (it is asked for)."""
        start = row // PAGE * PAGE
        page = self._pages.get(start)
        if page is None:
            self._worklist.need(start)
            return None
        self._pages.move_to_end(start)
        return page[row - start] if row - start < len(page) else None

    def row_of(self, key: tuple[str | None, str | None, str | None]) -> int | None:
        """Where the line with this key stands, among the pages at hand; the call alone decides if the review is new."""
        nearly: int | None = None
        for start, page in self._pages.items():
            for at, item in enumerate(page):
                if item.key == key:
                    return start + at
                if item.key[:2] == key[:2]:
                    nearly = start + at
        return nearly

    def column_at(self, order: Order | None) -> int | None:
        """The column that shows this order."""
        return next((at for at, column in enumerate(self.columns) if order and column.order is order), None)

    def _on_listed(self, listing: Listing) -> None:
        self.beginResetModel()
        self.query = listing.query
        self._total = listing.total
        self._pages.clear()
        if listing.items:
            self._pages[listing.offset] = listing.items
        self.endResetModel()

    def _on_totalled(self, listing: Listing) -> None:
        """More lines follow those that are shown: they are added behind, and nothing moves."""
        if listing.total > self._total:
            self.beginInsertRows(NOWHERE, self._total, listing.total - 1)
            self._total = listing.total
            self.endInsertRows()

    def _on_page(self, offset: int, items: tuple[WorkItem, ...]) -> None:
        self._pages[offset] = items
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        last = min(offset + PAGE, self._total) - 1
        if last >= offset:
            self.dataChanged.emit(self.index(offset, 0), self.index(last, len(self.columns) - 1))


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _tool_tip(item: WorkItem) -> str:
    """The ids of a line, which the columns leave out, and why the two belong together."""
    parts = [part for part in (item.recording_id, item.sheet_id) if part]
    if item.match_reason:
        parts.append(item.match_reason)
    if item.sheet_changed:
        done = "this review was signed" if item.review_id else "it was confirmed"
        parts.append(f"the sheet was changed by an import, or is judged otherwise, since {done}")
    if item.reading_sensitive not in (None, "-"):
        parts.append(f"a disputed reading would change the steer: {item.reading_sensitive}")
    if item.has_transcript:
        parts.append("with transcript")
    return wording.tip(" · ".join(parts))

"""The worklist as a Qt item model: its columns by section, what stands in them, and the line of a call found again.

Between the worklist's state (which reads pages) and the table view (which paints rows).
"""

from collections.abc import Callable, Hashable, Mapping

from PySide6.QtCore import QObject

from desktop.state.worklist import Worklist
from desktop.tables import wording
from desktop.tables.blind import LISTED, SHORT
from desktop.tables.paged import ITEM_ROLE, Index, PagedColumn, PagedModel
from desktop.tables.spoken import NOT_HELD
from models.matching import MatchState
from models.store.worklist import Order, Section, WorkItem, WorkQuery
from models.transcription import Standing, TranscriptionState

__all__ = ["ITEM_ROLE", "MATCHES_COLUMNS", "RUNGS", "SECTION_COLUMNS", "Column", "Index", "WorklistModel"]

Column = PagedColumn[WorkItem, Order]

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
    """What the steer says of a line's sheet: "Rung 2 · accurate"; a dash without a sheet, or before it is judged; that
    it is hidden where the call waits to be checked blind."""
    if item.blind:
        return SHORT
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
    Section.DISPUTED: (CLASS, WHEN, CASEWORKER, CASE, SCORE, SIGNED, REVIEWER, CHANGED, METHOD),
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


class WorklistModel(PagedModel[WorkQuery, WorkItem, Order]):
    """The rows of the question last answered, with the worklist's columns unless others are given."""

    def __init__(
        self,
        worklist: Worklist,
        columns: Mapping[Section, tuple[Column, ...]] = SECTION_COLUMNS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(worklist, parent)
        self._columns = columns
        self._transcript_of: Callable[[str | None], Standing | None] = lambda _recording_id: None

    def show_transcripts_of(self, transcript_of: Callable[[str | None], Standing | None]) -> None:
        """How the transcription of a call stands is asked here: in memory, since it is asked for every line shown."""
        self._transcript_of = transcript_of

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns[self.query.section]

    def text(self, column: Column, item: WorkItem) -> str:
        standing = self._transcript_of(item.recording_id) if column is TRANSCRIPT else None
        return column.text(item) if standing is None else TRANSCRIPTS[standing.state]

    def key_of(self, item: WorkItem) -> Hashable:
        return item.key

    def tool_tip(self, item: WorkItem) -> str:
        """The ids of a line, which the columns leave out, and why the two belong together."""
        parts = [part for part in (item.recording_id, item.sheet_id) if part]
        if item.match_reason:
            parts.append(item.match_reason)
        if item.sheet_changed:
            done = "this review was signed" if item.review_id else "it was confirmed"
            parts.append(f"the sheet was changed by an import, or is judged otherwise, since {done}")
        if item.reading_sensitive not in (None, "-"):
            parts.append(f"a disputed reading would change the steer: {item.reading_sensitive}")
        if item.blind:
            parts.append(LISTED)
        if item.has_transcript:
            parts.append("with transcript")
        return wording.tip(" · ".join(parts))

    def row_of(self, key: Hashable) -> int | None:
        """Where the line with this key stands, among the pages at hand; the call alone decides if the review is new."""
        found = super().row_of(key)
        if found is not None or not isinstance(key, tuple):
            return found
        for start, page in self._pages.items():
            for at, item in enumerate(page):
                if item.key[:2] == key[:2]:
                    return start + at
        return None

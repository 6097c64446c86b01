"""What the worklist is asked, and what it answers: sections, filters, orders, lines, choices."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.store.sample_waiting import HIDDEN
from models.store.worklist_sections import Section


class Order(StrEnum):
    """What the list can be sorted by."""

    WHEN = "when"
    CASEWORKER = "caseworker"
    TEAM = "team"
    CASE = "case"
    LENGTH = "length"
    METHOD = "method"
    MATCH = "match"
    SAVED = "saved"
    SIGNED = "signed"
    SCORE = "score"
    KPI_CLASS = "class"
    REVIEWER = "reviewer"
    VERDICT = "verdict"
    DRAWN = "drawn"


@dataclass(frozen=True)
class WorkItem:
    """One line of the list. `started_at` carries the recorder's own offset; a check without a call has no recording.

    `sheet_changed` says that an import gave the sheet other figures since the review was signed. `score` is the text of
    the signed result ("83.3"); `candidates` counts the recordings an ambiguous sheet could belong to;
    `match_certainty` is in hundredths.

    Rung, label, verdict, reasons and readings are the steer's in the words of the contract's columns: of a signed
    review as frozen, else of the sheet as it stands, None until it is judged. In the list of sheets `begun` says that
    it is confirmed as it stands, by `reviewer_id` at `signed_at`, of the verdict `kpi_class`; `sheet_changed` that
    figures or verdict are others since it was. Nothing of it is told of a line that is `blind`.
    """

    recording_id: str | None
    sheet_id: str | None
    started_at: datetime | None
    decision_date: date | None
    caseworker_id: str | None
    team: str | None
    case_ref: str | None
    duration_ms: int | None
    method_agreed: str | None
    match_rule: str | None
    match_state: str | None
    match_certainty: int | None
    match_reason: str | None
    candidates: int
    review_id: str | None
    review_state: str | None
    reviewer_id: str | None
    saved_at: datetime | None
    signed_at: datetime | None
    score: str | None
    kpi_class: str | None
    critical: str | None
    has_transcript: bool
    sheet_changed: bool = False
    scheme: str | None = None
    label: str | None = None
    rung: str | None = None
    steer_label: str | None = None
    verdict: str | None = None
    reasons: str | None = None
    reading_sensitive: str | None = None
    begun: bool = False

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        """What makes this line the same line after the list was read again."""
        return (self.recording_id, self.sheet_id, self.review_id)

    @property
    def blind(self) -> bool:
        """Whether a blind draw of the line's call waits: what the steer says is hidden."""
        return self.rung == HIDDEN


@dataclass(frozen=True)
class WorkQuery:
    """What is asked for. Empty means no filter; dates are call dates (decision dates where there is no call), ends
    included; `reviewer` keeps drafts and signed reviews to one person; `sort` None is the section's own order;
    `with_reviewed` keeps recordings and sheets on their own in their section after their first review; `sheet_changed`
    keeps signed reviews to those whose sheet was changed since.

    `verdict`, `reason` (one of those joined in the column), `sensitive` (to a reading) and `scheme` ask for what the
    steer says; `confirmed` keeps the list of sheets to those that a person confirmed, or did not.

    `assigned_to` (a staff id) keeps what is due to the calls that wait in samples given to that person, `sample` to one
    of these; it is no filter, but what "due" means."""

    section: Section = Section.DUE
    caseworker: str | None = None
    team: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    method: str | None = None
    reviewer: str | None = None
    text: str = ""
    sort: Order | None = None
    descending: bool = False
    with_reviewed: bool = False
    sheet_changed: bool = False
    verdict: str | None = None
    reason: str | None = None
    sensitive: bool | None = None
    scheme: str | None = None
    confirmed: bool | None = None
    assigned_to: str | None = None
    sample: str | None = None

    @property
    def drawn_for(self) -> str | None:
        """Whose drawn calls are asked for; only what is due is asked for so."""
        return self.assigned_to if self.section is Section.DUE else None

    @property
    def asks_steer(self) -> bool:
        """Whether what the steer says narrows the list."""
        return self.verdict is not None or self.reason is not None or self.sensitive is not None

    @property
    def filtered(self) -> bool:
        """Whether anything but the section narrows the list."""
        narrowing = (self.caseworker, self.team, self.date_from, self.date_to, self.method, self.reviewer)
        steer = (self.verdict, self.reason, self.sensitive, self.scheme, self.confirmed)
        return any(value is not None for value in (*narrowing, *steer)) or bool(self.text.strip()) or self.sheet_changed


@dataclass(frozen=True)
class Choices:
    """What the filters can be set to, each in order."""

    caseworkers: tuple[str, ...]
    teams: tuple[str, ...]
    methods: tuple[str, ...]
    reviewers: tuple[str, ...]
    schemes: tuple[str, ...] = ()


OWN_ORDER = {
    Section.DRAFTS: (Order.SAVED, True),
    Section.SIGNED: (Order.SIGNED, True),
    Section.DISPUTED: (Order.SIGNED, False),
}
"""Newest first where work was done, the oldest where a dispute waits; everywhere else the oldest call first."""

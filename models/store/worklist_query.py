"""What the worklist is asked, and what it answers: sections, filters, orders, lines, choices."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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


@dataclass(frozen=True)
class WorkItem:
    """One line of the list. `started_at` carries the recorder's own offset; a check without a call has no recording.

    `sheet_changed` says that an import gave the sheet other figures since the review was signed. `score` is the text of
    the signed result ("83.3"); `candidates` counts the recordings an ambiguous sheet could belong to;
    `match_certainty` is in hundredths.
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

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        """What makes this line the same line after the list was read again."""
        return (self.recording_id, self.sheet_id, self.review_id)


@dataclass(frozen=True)
class WorkQuery:
    """What is asked for. Empty means no filter; dates are call dates (decision dates where there is no call), ends
    included; `reviewer` keeps drafts and signed reviews to one person; `sort` None is the section's own order;
    `with_reviewed` keeps recordings and sheets on their own in their section after their first review; `sheet_changed`
    keeps signed reviews to those whose sheet was changed since."""

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

    @property
    def filtered(self) -> bool:
        """Whether anything but the section narrows the list."""
        narrowing = (self.caseworker, self.team, self.date_from, self.date_to, self.method, self.reviewer)
        return any(value is not None for value in narrowing) or bool(self.text.strip()) or self.sheet_changed


@dataclass(frozen=True)
class Choices:
    """What the filters can be set to, each in order."""

    caseworkers: tuple[str, ...]
    teams: tuple[str, ...]
    methods: tuple[str, ...]
    reviewers: tuple[str, ...]


OWN_ORDER = {
    Section.DRAFTS: (Order.SAVED, True),
    Section.SIGNED: (Order.SIGNED, True),
}
"""Newest first where work was done; everywhere else the oldest call first."""

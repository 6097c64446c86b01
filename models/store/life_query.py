"""What the list of reviews is asked, and what it answers: where they stand, filters, orders, lines, choices."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from models.kpi import KpiClass
from models.review import ReviewKind
from models.review_life import LifeState
from models.scoring import Critical


class Stand(StrEnum):
    """Where a review stands, and what is to be done next. `AMENDED`: the version that counts is an amendment, wherever
    that stands itself; it is counted there, too."""

    DRAFT = "draft"
    TO_RELEASE = "to_release"
    AWAITING = "awaiting"
    OVERDUE = "overdue"
    ACKNOWLEDGED = "acknowledged"
    TO_DECIDE = "to_decide"
    TO_AMEND = "to_amend"
    DECIDED = "decided"
    AMENDED = "amended"


class LifeOrder(StrEnum):
    """What the list can be sorted by."""

    SIGNED = "signed"
    REPLY_BY = "reply_by"
    CASEWORKER = "caseworker"
    REVIEWER = "reviewer"
    SCORE = "score"
    KPI_CLASS = "class"
    STATE = "state"


@dataclass(frozen=True)
class LifeQuery:
    """What is asked for; empty means no filter. Dates are office days of signing (of drafts: of saving), ends included.

    `text` is looked for in the ids of recording and sheet, the case and the caseworker, and at the beginning of the
    review's id. Without a `sort` the
    newest come first.
    """

    stand: Stand | None = None
    caseworker: str | None = None
    team: str | None = None
    reviewer: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    scorecard: str | None = None
    kpi_class: str | None = None
    kind: ReviewKind | None = None
    text: str = ""
    sort: LifeOrder | None = None
    descending: bool = False


@dataclass(frozen=True)
class LifeLine:
    """One review as it stands now. `score_published` and `kpi_class_published` are those of its first version, the
    same as `score` and `kpi_class` unless it was amended; `versions` counts the signed ones."""

    review_id: str
    state: LifeState
    signed_at: datetime | None
    saved_at: datetime
    caseworker_id: str | None
    team: str | None
    reviewer_id: str
    recording_id: str | None
    sheet_id: str | None
    case_ref: str | None
    kind: ReviewKind
    scorecard: str
    score_published: Decimal | None
    score: Decimal | None
    critical: Critical | None
    kpi_class_published: KpiClass | None
    kpi_class: KpiClass | None
    reply_by: date | None
    disputed: int
    undecided: int
    to_amend: bool
    versions: int
    sheet_changed: bool


@dataclass(frozen=True)
class LifePage:
    """Some lines of the list, and how many it has in all."""

    lines: tuple[LifeLine, ...]
    total: int


@dataclass(frozen=True)
class LifeChoices:
    """What the filters can be set to, each in order."""

    caseworkers: tuple[str, ...]
    teams: tuple[str, ...]
    reviewers: tuple[str, ...]
    scorecards: tuple[str, ...]

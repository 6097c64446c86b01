"""Reviews of calls and sheets: the records, and the plain form that travels between them, the window and the files.

A review is a draft until it is signed; a signed one never changes. What the reviewer writes is a `ReviewForm` (the
shape of `steercheck.review/1` in the command-line contract); the store turns it into rows and back.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Column, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id
from models.listening import HeardSpan


class ReviewKind(StrEnum):
    """A primary review counts towards the KPI; second marks and calibration stay out of it."""

    PRIMARY = "primary"
    SECOND = "second"
    CALIBRATION = "calibration"


class ReviewState(StrEnum):
    """Where a review stands in its life."""

    DRAFT = "draft"
    SIGNED = "signed"


class AnswerValue(StrEnum):
    """What an answer counts as: yes, no, not applicable, cannot tell; NOTED is answered and counts nowhere (a text, a
    number without limits: models.answer_types)."""

    YES = "Y"
    NO = "N"
    NOT_APPLICABLE = "NA"
    CANNOT_TELL = "CT"
    NOTED = "NOTED"


YES_OR_NO = (AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_TELL)
"""What can be answered to a prompt that asks for yes or no."""


class EvidenceKind(StrEnum):
    """What an answer rests on: a span of the call, the whole call heard, a field of the sheet."""

    SPAN = "span"
    WHOLE_CALL = "whole_call"
    SHEET = "sheet"


_REVISION = Column("revision", Integer, nullable=False)
"""Counted by the mapper: a writer who read an older revision is told, never lost (ChangedElsewhere)."""


LISTED = (
    *("saved_at", "life", "caseworker_id", "team", "reviewer_id", "kpi_class", "score_tenths", "reply_by", "to_amend"),
    *("kind", "amends", "scorecard", "search", "id"),
)
"""What a list of many reviews filters and sorts by: all of it in one index, for the rows themselves are long. It is in
the order of the list, the newest last: what is signed was saved in that moment for the last time."""

COUNTED = (
    *("counts_on", "kind", "life", "arrangement_kind", "kpi_class", "policy", "scheme", "method", "team"),
    *("caseworker_id", "reviewer_id", "figure_error", "process_error", "score_tenths", "signed_at", "amends"),
    *("scorecard", "sheet", "recording", "marks", "id"),
)
"""What the reports count and group by (models.reports.counted), in one index for the same reason; by the day on which a
review counts."""

NEWEST = (*("sheet", "signed_at", "id", "kind", "life", "recording", "created_at", "reply_by", "to_amend"),)
"""By which the newest review of a sheet is found, and where it stands."""


class Review(SQLModel, table=True):
    """One review. `sheet_facts` and `result` are frozen at signing: the figures it was signed on, and what came out.

    `subject` is "recording:<row id>" or, for a check without a call, "sheet:<row id>"; with it one draft and one signed
    review per reviewer, scorecard and subject are kept by the database itself. An amendment is a further signed review
    that names the one it replaces in `amends`; none is replaced twice. While it is being made it is a draft that names
    it, one at a time. `counts_on` is the day by which a signed review falls into a period: the decision date, else the
    day of the call, else the day of signing.

    `life` is where it stands (models.review_life), "amended" once a later version took its place; `reply_by` and
    `to_amend` go with it. `team`, `arrangement_kind`, `scheme`, `method`, `score_tenths` and `kpi_class` say again what
    stands in the frozen figures and the result, `search` the ids, case and caseworker in small letters: lists of many
    reviews filter and sort by them, and reports count by them. `figure_error` and `process_error` say whether the steer
    or a critical prompt found one, `marks` how each prompt was answered (models.marks).
    """

    __tablename__ = "review"
    __table_args__ = (
        Index(
            "uq_review_signed_once",
            "reviewer_id",
            "scorecard",
            "subject",
            "kind",
            unique=True,
            sqlite_where=text("state = 'signed' AND amends IS NULL"),
            postgresql_where=text("state = 'signed' AND amends IS NULL"),
        ),
        Index(
            "uq_review_one_draft",
            "reviewer_id",
            "scorecard",
            "subject",
            "kind",
            unique=True,
            sqlite_where=text("state = 'draft' AND amends IS NULL"),
            postgresql_where=text("state = 'draft' AND amends IS NULL"),
        ),
        Index(
            "uq_review_amended_once",
            "amends",
            unique=True,
            sqlite_where=text("state = 'signed'"),
            postgresql_where=text("state = 'signed'"),
        ),
        Index(
            "uq_review_amended_by_one",
            "amends",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index("ix_review_listed", *LISTED),
        Index("ix_review_counted", *COUNTED),
        Index("ix_review_newest", *NEWEST),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str
    state: str = Field(index=True)
    life: str = "draft"
    subject: str
    recording: str | None = Field(default=None, foreign_key="recording.id", index=True)
    sheet: str | None = Field(default=None, foreign_key="guide_sheet.id", index=True)
    sheet_version: int | None = None
    caseworker_id: str | None = Field(default=None, index=True)
    reviewer_id: str
    sample_id: str | None = None
    scorecard: str = Field(foreign_key="scorecard.id")
    policy: str | None = None
    whole_call_heard: bool = False
    heard: Any = Field(default=None, sa_type=JsonText, nullable=True)
    comment: str = ""
    sheet_facts: Any = Field(default=None, sa_type=JsonText, nullable=True)
    result: Any = Field(default=None, sa_type=JsonText, nullable=True)
    amends: str | None = Field(default=None, foreign_key="review.id")
    amend_reason: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    saved_at: datetime = Field(sa_type=UtcDateTime)
    signed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    counts_on: date | None = Field(default=None, index=True)
    team: str | None = None
    search: str = ""
    arrangement_kind: str | None = None
    scheme: str | None = None
    method: str | None = None
    score_tenths: int | None = None
    kpi_class: str | None = None
    figure_error: bool = False
    process_error: bool = False
    marks: str | None = None
    reply_by: date | None = None
    to_amend: bool = False
    revision: int = Field(sa_column=_REVISION)

    __mapper_args__: ClassVar[dict[str, object]] = {"version_id_col": _REVISION}


class Answer(SQLModel, table=True):
    """One prompt's answer within a review. `value` is None while only a comment or evidence stands there; `given` is
    what was picked or written where more than yes or no can be answered."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("review", "prompt"), Index("ix_answer_counted", "value", "prompt", "review"))

    id: str = Field(default_factory=new_id, primary_key=True)
    review: str = Field(foreign_key="review.id")
    prompt: str
    value: str | None = None
    given: str | None = None
    comment: str = ""
    root_causes: Any = Field(default_factory=list, sa_type=JsonText)


class Evidence(SQLModel, table=True):
    """One piece of evidence of an answer: a span in milliseconds of the recording, the whole call, or a sheet field."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("answer", "position"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    answer: str = Field(foreign_key="answer.id", index=True)
    position: int
    kind: str
    start_ms: int | None = None
    end_ms: int | None = None
    field: str | None = None


@dataclass(frozen=True)
class EvidenceNote:
    """Evidence as the form holds it. `start_ms`/`end_ms` for a span, `field` for a sheet field."""

    kind: EvidenceKind
    start_ms: int | None = None
    end_ms: int | None = None
    field: str | None = None


@dataclass(frozen=True)
class AnswerNote:
    """One answer as the form holds it; `value` None means not answered yet. `given` is what was picked or typed where
    the prompt asks for more than yes or no, and `value` what that counts as (models.answer_types.answered)."""

    prompt: str
    value: AnswerValue | None = None
    comment: str = ""
    root_causes: tuple[str, ...] = ()
    evidence: tuple[EvidenceNote, ...] = ()
    given: str | None = None

    @property
    def blank(self) -> bool:
        written = self.given is not None or self.comment or self.root_causes or self.evidence
        return self.value is None and not written


@dataclass(frozen=True)
class ReviewForm:
    """A review as people and files see it. Ids are the department's own (recording_id, sheet_id, staff ids).

    `review_id` is None until first saved; `revision` is what the store compares to notice a second writer. `heard`
    holds the spans of the call that were gone through, with the speed of each (models.listening).
    """

    recording_id: str | None
    sheet_id: str | None
    caseworker_id: str | None
    reviewer_id: str
    scorecard: str = "arrears-call/1"
    kind: ReviewKind = ReviewKind.PRIMARY
    answers: tuple[AnswerNote, ...] = ()
    whole_call_heard: bool = False
    heard: tuple[HeardSpan, ...] = ()
    comment: str = ""
    sample_id: str | None = None
    policy: str | None = None
    review_id: str | None = None
    state: ReviewState = ReviewState.DRAFT
    revision: int = 0
    saved_at: datetime | None = None
    signed_at: datetime | None = None
    amends: str | None = None
    amend_reason: str | None = None

    def answer(self, prompt: str) -> AnswerNote:
        """The answer to `prompt`, a blank one when there is none yet."""
        return next((a for a in self.answers if a.prompt == prompt), AnswerNote(prompt))

    def with_answer(self, note: AnswerNote) -> "ReviewForm":
        """The same form with this one answer put in the place of the old one (dropped when blank)."""
        others = tuple(a for a in self.answers if a.prompt != note.prompt)
        return replace(self, answers=others if note.blank else (*others, note))


def subject_of(recording: str | None, sheet: str | None) -> str:
    """What a review is about, from the row ids: the recording, else the sheet. Raises ValueError when both are None."""
    if recording is not None:
        return f"recording:{recording}"
    if sheet is not None:
        return f"sheet:{sheet}"
    raise ValueError("a review needs a recording or a sheet")

"""Rows of a review to the plain records that leave the store, and the answers of a form back to rows.

Answers are read together with the revision they belong to, so that a draft another window is writing is never seen half
old and half new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from models.columns import with_offset
from models.errors import DatabaseUnusable
from models.frozen_steer import FrozenSteer
from models.guide_sheet import GuideSheet
from models.kpi import KpiClass
from models.listening import heard_of
from models.recording import Recording
from models.review import (
    Answer,
    AnswerNote,
    AnswerValue,
    Evidence,
    EvidenceKind,
    EvidenceNote,
    Review,
    ReviewForm,
    ReviewKind,
    ReviewState,
)
from models.review_life import LifeState
from models.scorecard import Scorecard
from models.scoring import Critical, Result
from models.staff import Staff, Team

READ_ATTEMPTS = 10
AMENDED = LifeState.AMENDED.value
STATES = tuple(state.value for state in LifeState)
"""What the state of a review in a list may be."""


@dataclass(frozen=True)
class ReviewSummary:
    """One line of a list of reviews.

    `state` is where it stands in its life (one of STATES), "amended" for a signed review whose place a later version
    took. `counts_on` is the day by which it falls into a period; a draft has none. `sheet_changed`: an import gave the
    sheet other figures since it was signed; whether the class could differ is for a person to say.
    """

    review_id: str
    kind: ReviewKind
    state: str
    recording_id: str | None
    sheet_id: str | None
    case_ref: str | None
    caseworker_id: str | None
    reviewer_id: str
    team: str | None
    scorecard: str
    counts_on: date | None
    saved_at: datetime
    signed_at: datetime | None
    score: Decimal | None
    critical: Critical | None
    kpi_class: KpiClass | None
    amends: str | None
    sheet_changed: bool = False
    reply_by: date | None = None


@dataclass(frozen=True)
class ReviewRows:
    """One review as it lies in the database."""

    review: Review
    scorecard_id: str
    recording: Recording | None
    sheet: GuideSheet | None
    team: str | None
    notes: tuple[AnswerNote, ...]

    @property
    def amended(self) -> bool:
        """Whether a later version has taken its place."""
        return self.review.life == AMENDED

    @property
    def state(self) -> str:
        """One of STATES."""
        return self.review.life

    @property
    def sheet_changed(self) -> bool:
        """Whether an import gave the sheet other figures since the review was signed."""
        signed_on = self.review.sheet_version
        return signed_on is not None and self.sheet is not None and self.sheet.version > signed_on

    @property
    def summary(self) -> ReviewSummary:
        """The review as a line of a list."""
        result = self.result
        return ReviewSummary(
            review_id=self.review.id,
            kind=ReviewKind(self.review.kind),
            state=self.state,
            recording_id=None if self.recording is None else self.recording.recording_id,
            sheet_id=None if self.sheet is None else self.sheet.sheet_id,
            case_ref=self.case_ref,
            caseworker_id=self.review.caseworker_id,
            reviewer_id=self.review.reviewer_id,
            team=self.team_at_signing,
            scorecard=self.scorecard_id,
            counts_on=self.review.counts_on,
            saved_at=self.review.saved_at,
            signed_at=self.review.signed_at,
            score=None if result is None else result.score,
            critical=None if result is None else result.critical,
            kpi_class=None if result is None else result.kpi_class,
            amends=self.review.amends,
            sheet_changed=self.sheet_changed,
            reply_by=self.review.reply_by,
        )

    @property
    def form(self) -> ReviewForm:
        """The review as people and files see it."""
        review = self.review
        return ReviewForm(
            recording_id=None if self.recording is None else self.recording.recording_id,
            sheet_id=None if self.sheet is None else self.sheet.sheet_id,
            caseworker_id=review.caseworker_id,
            reviewer_id=review.reviewer_id,
            scorecard=self.scorecard_id,
            kind=ReviewKind(review.kind),
            answers=self.notes,
            whole_call_heard=review.whole_call_heard,
            heard=heard_of(review.heard),
            comment=review.comment,
            sample_id=review.sample_id,
            policy=review.policy,
            review_id=review.id,
            state=ReviewState(review.state),
            revision=review.revision,
            saved_at=review.saved_at,
            signed_at=review.signed_at,
            amends=review.amends,
            amend_reason=review.amend_reason,
        )

    @property
    def figures(self) -> dict[str, str | None]:
        """The sheet's figures the review was signed on, as text; none without a sheet."""
        frozen: Any = self.review.sheet_facts
        return dict(frozen) if frozen else {}

    @property
    def result(self) -> Result | None:
        """The result frozen at signing; None for a draft."""
        return None if self.review.result is None else Result.from_values(self.review.result)

    @property
    def steer(self) -> FrozenSteer | None:
        """The steer frozen at signing; None for a draft, without a sheet, and for what was signed before it was worked
        out."""
        return FrozenSteer.of_result(self.review.result)

    @property
    def call_start(self) -> datetime | None:
        """When the call began, as the recorder wrote it."""
        if self.recording is None or self.recording.started_at is None:
            return None
        return with_offset(self.recording.started_at, self.recording.started_offset_min)

    @property
    def decision_date(self) -> date | None:
        """The day of the decision: as signed on, else as the sheet has it now."""
        if self.figures:
            frozen = self.figures.get("decision_date")
            return None if frozen is None else date.fromisoformat(frozen)
        return None if self.sheet is None else self.sheet.decision_date

    @property
    def case_ref(self) -> str | None:
        """The case: as signed on, else as the sheet, else as the recorder has it."""
        of_sheet = self.figures.get("case_ref") or (None if self.sheet is None else self.sheet.case_ref)
        return of_sheet or (None if self.recording is None else self.recording.case_ref)

    @property
    def team_at_signing(self) -> str | None:
        """The team it was signed for: that on the sheet, else the caseworker's own of that day."""
        return (
            self.review.team
            or self.figures.get("team")
            or (None if self.sheet is None else self.sheet.team)
            or self.team
        )


def searched(recording: Recording | None, sheet: GuideSheet | None, caseworker_id: str | None) -> str:
    """What a review of these is found by: ids, case and caseworker in small letters."""
    of_call = () if recording is None else (recording.recording_id, recording.case_ref)
    of_sheet = () if sheet is None else (sheet.sheet_id, sheet.case_ref)
    return " ".join(filter(None, dict.fromkeys((*of_call, *of_sheet, caseworker_id)))).lower()


def read_reviews(session: Session, *wanted: ColumnElement[bool] | bool, with_answers: bool = True) -> list[ReviewRows]:
    """The reviews for which every condition in `wanted` holds, in the order in which they were begun.

    A list that shows no answers does without them (`with_answers` False). Raises DatabaseUnusable when drafts change
    faster than they can be read.
    """
    if not with_answers:
        return [replace(rows, notes=()) for rows in _heads(session, wanted)]
    for _attempt in range(READ_ATTEMPTS):
        heads = _heads(session, wanted)
        answers, revisions = _answers(session, wanted)
        if revisions == {rows.review.id: rows.review.revision for rows in heads}:
            return [replace(rows, notes=answers.get(rows.review.id, ())) for rows in heads]
    raise DatabaseUnusable("Reviews are being written faster than they can be read. Try again in a moment.")


def _heads(session: Session, wanted: Sequence[ColumnElement[bool] | bool]) -> list[ReviewRows]:
    """The reviews with what they are about, still without answers, read anew whatever the session knows."""
    statement: Any = (
        select(Review, Scorecard.scorecard_id, Recording, GuideSheet, Team.name)  # type: ignore[call-overload]
        .join(Scorecard, col(Scorecard.id) == Review.scorecard)
        .outerjoin(Recording, col(Recording.id) == Review.recording)
        .outerjoin(GuideSheet, col(GuideSheet.id) == Review.sheet)
        .outerjoin(Staff, col(Staff.staff_id) == Review.caseworker_id)
        .outerjoin(Team, col(Team.id) == Staff.team_id)
        .where(*wanted)
        .order_by(Review.id)
        .execution_options(populate_existing=True)
    )
    found = session.execute(statement)
    return [ReviewRows(review, card, recording, sheet, team, ()) for review, card, recording, sheet, team in found]


def _answers(
    session: Session, wanted: Sequence[ColumnElement[bool] | bool]
) -> tuple[dict[str, tuple[AnswerNote, ...]], dict[str, int]]:
    """All answers with their evidence, and in the same statement the revision they belong to, by review."""
    statement: Any = (
        select(  # type: ignore[call-overload, misc]
            Review.id,
            Review.revision,
            Answer.id,
            Answer.prompt,
            Answer.value,
            Answer.given,
            Answer.comment,
            Answer.root_causes,
            Evidence.kind,
            Evidence.start_ms,
            Evidence.end_ms,
            Evidence.field,
        )
        .outerjoin(Answer, col(Answer.review) == Review.id)
        .outerjoin(Evidence, col(Evidence.answer) == Answer.id)
        .where(*wanted)
        .order_by(Review.id, Answer.id, Evidence.position)
    )
    revisions: dict[str, int] = {}
    notes: dict[str, dict[str, AnswerNote]] = {}
    for review, revision, answer, prompt, value, given, comment, causes, kind, start_ms, end_ms, field in session.exec(
        statement
    ):
        revisions[review] = revision
        if answer is None:
            continue
        of_review = notes.setdefault(review, {})
        note = of_review.get(answer) or _note(prompt, value, given, comment, causes, ())
        if kind is not None:
            piece = EvidenceNote(EvidenceKind(kind), start_ms, end_ms, field)
            note = replace(note, evidence=(*note.evidence, piece))
        of_review[answer] = note
    return {review: tuple(found.values()) for review, found in notes.items()}, revisions


def write_answers(session: Session, review: Review, notes: Iterable[AnswerNote]) -> None:
    """Make the stored answers of `review` exactly `notes`; what is equal already is left alone."""
    rows = {row.prompt: row for row in session.exec(select(Answer).where(Answer.review == review.id))}
    pieces = _evidence_of(session, [row.id for row in rows.values()])
    wanted = {note.prompt: note for note in notes if not note.blank}
    gone = [row.id for prompt, row in rows.items() if prompt not in wanted]
    changed = [
        note
        for prompt, note in wanted.items()
        if prompt not in rows or _note_of(rows[prompt], pieces.get(rows[prompt].id, ())) != note
    ]
    emptied = [*gone, *(rows[note.prompt].id for note in changed if note.prompt in rows)]
    if emptied:
        session.exec(delete(Evidence).where(col(Evidence.answer).in_(emptied)))
    if gone:
        session.exec(delete(Answer).where(col(Answer.id).in_(gone)))
    for note in changed:
        row = rows.get(note.prompt) or Answer(review=review.id, prompt=note.prompt)
        row.value, row.given, row.comment = note.value, note.given, note.comment
        row.root_causes = list(note.root_causes)
        session.add(row)
        session.flush()
        session.add_all(
            Evidence(
                answer=row.id,
                position=position,
                kind=piece.kind,
                start_ms=piece.start_ms,
                end_ms=piece.end_ms,
                field=piece.field,
            )
            for position, piece in enumerate(note.evidence)
        )
    session.flush()


def _evidence_of(session: Session, answers: Sequence[str]) -> dict[str, tuple[EvidenceNote, ...]]:
    found: dict[str, tuple[EvidenceNote, ...]] = {}
    wanted = select(Evidence).where(col(Evidence.answer).in_(answers)).order_by(col(Evidence.position))
    for row in session.exec(wanted):
        piece = EvidenceNote(EvidenceKind(row.kind), row.start_ms, row.end_ms, row.field)
        found[row.answer] = (*found.get(row.answer, ()), piece)
    return found


def _note_of(row: Answer, pieces: tuple[EvidenceNote, ...]) -> AnswerNote:
    return _note(row.prompt, row.value, row.given, row.comment, row.root_causes, pieces)


def _note(
    prompt: str,
    value: str | None,
    given: str | None,
    comment: str,
    causes: Sequence[str],
    pieces: tuple[EvidenceNote, ...],
) -> AnswerNote:
    return AnswerNote(prompt, None if value is None else AnswerValue(value), comment, tuple(causes), pieces, given)

"""Signing inside a session: who may, what is missing, and what is frozen.

Frozen are the figures of the sheet as text, its version, the N/A answers the rules gave, the result with its working,
and the day the review counts on; a later import, match or scorecard changes none of it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.clock import office_date
from models.crosscheck import OnlineView, Task567
from models.errors import InputRefused, NotAllowed, ReviewIncomplete
from models.judged import choices, missing_choice
from models.review import AnswerValue, Review, ReviewForm, ReviewState
from models.scorecard import ScorecardDefinition
from models.scoring import Missing, Result, against_rules, missing, result_of, ruled_out, settled
from models.sheet_facts import SheetFacts, facts_of, figures_of
from models.staff import Role
from models.store.review_rows import ReviewRows, write_answers
from models.store.staff import Person


@dataclass(frozen=True)
class Judgement:
    """Everything that decides what comes out of a review as it stands: form, scorecard, facts, length of the call."""

    card: ScorecardDefinition
    form: ReviewForm
    facts: SheetFacts
    duration_ms: int | None
    unchosen: tuple[Missing, ...] = ()
    """What is missing beside the answers: whose work is judged on a transferred call."""

    @property
    def answers(self) -> dict[str, AnswerValue]:
        """The person's answers, and N/A where a rule gave it."""
        return settled(self.card, self.form, self.facts)

    @property
    def result(self) -> Result:
        return result_of(self.card, self.answers, None)

    @property
    def missing(self) -> tuple[Missing, ...]:
        has_call = self.duration_ms is not None
        lacking = missing(self.card, self.form, self.facts, has_call=has_call, duration_ms=self.duration_ms)
        return (*self.unchosen, *lacking)


def judge(session: Session, rows: ReviewRows, card: ScorecardDefinition) -> Judgement:
    """The review with the facts of its sheet, tasks and views as they are held now."""
    tasks: list[Task567] = []
    views: list[OnlineView] = []
    if rows.sheet is not None:
        tasks = list(session.exec(select(Task567).where(Task567.sheet == rows.sheet.id).order_by(Task567.task_id)))
        views = list(
            session.exec(select(OnlineView).where(OnlineView.sheet == rows.sheet.id).order_by(OnlineView.view_id))
        )
    facts = facts_of(rows.sheet, has_call=rows.recording is not None, tasks=tasks, views=views)
    duration_ms = None if rows.recording is None else rows.recording.duration_ms
    return Judgement(card, rows.form, facts, duration_ms, missing_choice(rows.form, rows.recording, rows.sheet))


def sign(session: Session, rows: ReviewRows, judgement: Judgement, by: Person, now: datetime) -> None:
    """Freeze the review in the name of `by`. Raises NotAllowed, ReviewIncomplete, InputRefused (signed already)."""
    refuse_signer(rows, by)
    lacking = judgement.missing
    if lacking:
        raise ReviewIncomplete(
            f"The review cannot be signed yet: {things_missing(len(lacking))}. Nothing was signed.", lacking
        )
    review, sheet, form = rows.review, rows.sheet, judgement.form
    ruled = ruled_out(judgement.card, form, judgement.facts)
    contradictions = against_rules(judgement.card, form, judgement.facts)
    answered = form
    for prompt, value in judgement.answers.items():
        note = form.answer(prompt)
        if note.value is None:
            answered = answered.with_answer(type(note)(prompt, value, note.comment, note.root_causes, note.evidence))
    write_answers(session, review, answered.answers)
    review.state = ReviewState.SIGNED
    review.sheet_version = None if sheet is None else sheet.version
    review.sheet_facts = None if sheet is None else figures_of(sheet)
    review.result = judgement.result.as_values() | {
        "ruled_out": ruled,
        "against_rules": {found.prompt: str(found) for found in contradictions},
    }
    review.signed_at = review.saved_at = now
    decided = None if sheet is None else sheet.decision_date
    called = None if rows.recording is None else rows.recording.call_date
    review.counts_on = decided or called or office_date(now)
    session.add(review)
    try:
        session.flush()
    except IntegrityError as exc:
        raise InputRefused(
            f"{by.staff_id} signed a review of this already, in another window. Nothing was signed."
        ) from exc


def things_missing(count: int) -> str:
    """How many things keep a review from being signed, in words."""
    return "one thing is missing" if count == 1 else f"{count} things are missing" if count else "nothing is missing"


def refuse_signer(rows: ReviewRows, by: Person) -> None:
    """Raises NotAllowed unless `by` may sign this review: a reviewer, his or her own review, not of own work."""
    if not by.may_review:
        raise NotAllowed(
            f"{by.staff_id} may not sign reviews: only team leaders and Quality Assurance do. Nothing was signed."
        )
    if rows.review.reviewer_id != by.staff_id:
        raise NotAllowed(
            f"This is the review of {rows.review.reviewer_id}; {by.staff_id} cannot sign it. Nothing was signed."
        )
    judged = {rows.review.caseworker_id, rows.sheet and rows.sheet.caseworker_id}
    if by.staff_id in judged | set(choices(rows.recording, rows.sheet)):
        raise NotAllowed(
            f"Nobody signs a review of their own call: {by.staff_id} is its caseworker. Nothing was signed."
        )


def refuse_amending(rows: ReviewRows, by: Person) -> None:
    """Raises InputRefused when there is nothing to amend, NotAllowed when `by` is neither its signer nor QA."""
    review = rows.review
    if review.state != ReviewState.SIGNED:
        raise InputRefused(f"Review {review.id} is a draft: sign it first; only a signed review is amended.")
    if rows.amended:
        raise InputRefused(f"Review {review.id} was amended already: amend the version that took its place.")
    if by.staff_id != review.reviewer_id and by.role is not Role.QUALITY_ASSURANCE:
        raise NotAllowed(
            f"Review {review.id} was signed by {review.reviewer_id}: only {review.reviewer_id} or Quality Assurance "
            "amend it. Nothing was changed."
        )


def refuse_signed(review: Review) -> None:
    """Raises NotAllowed for a review that is not a draft any more."""
    if review.state != ReviewState.DRAFT:
        raise NotAllowed(f"Review {review.id} is signed and stays as it is; amend it to say otherwise.")

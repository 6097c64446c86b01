"""Signing inside a session: who may, what is missing, and what is frozen.

Frozen are the figures of the sheet as text, its version, the N/A answers the rules gave, the result with its working,
the steer with its policy, figures and outcome, what it proposed and where the answers go against it, and the day the
review counts on; a later import, match, policy or scorecard changes none of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.clock import office_date
from models.crosscheck import OnlineView, Task567
from models.errors import InputRefused, NotAllowed, ReviewIncomplete
from models.frozen_steer import KEY, FrozenSteer
from models.guide_sheet import GuideSheet
from models.judged import choices, missing_choice
from models.listening import supports_whole_call
from models.marks import marks_of
from models.policy import Policy
from models.proposals import AgainstSteer, Proposal, against_steer, proposals
from models.review import AnswerValue, EvidenceKind, Review, ReviewForm, ReviewState
from models.review_life import LifeState
from models.scorecard import ScorecardDefinition
from models.scoring import Missing, Result, against_rules, judged, missing, ruled_out, settled
from models.sheet_facts import SheetFacts, facts_of, figures_of
from models.steer import Verdict
from models.steer import figures_of as steer_figures
from models.steer import judge as judge_steer
from models.store.policies import Policies, PolicyStore
from models.store.review_rows import ReviewRows, write_answers
from models.store.staff import Person

ROW = "row"
"""Under this key of a frozen steer stand the texts of the contract's columns, for lists and exports."""


WHOLE_CALL = "whole_call"
"""Under this key of a result stands on what "the whole call heard" rests."""


class WholeCall(StrEnum):
    """On what "the whole call heard" rests: the listening record, or the word of who wrote a file of answers."""

    HEARD = "heard"
    DECLARED = "declared"

    @classmethod
    def signed_with(cls, review: Review) -> "WholeCall | None":
        """What a signed review says; one that was signed before this was kept apart declared it."""
        if not review.whole_call_heard or review.result is None:
            return None
        return cls(review.result.get(WHOLE_CALL, cls.DECLARED))


@dataclass(frozen=True)
class Steered:
    """What the steer says of a sheet: the policy in force, figures and judgement, and what it proposes."""

    policy: Policy | None
    frozen: FrozenSteer
    proposed: tuple[Proposal, ...]

    def as_values(self, answers: Mapping[str, AnswerValue]) -> dict[str, Any]:
        """What the result of a signed review keeps of it."""
        return {
            KEY: self.frozen.as_values() | {ROW: self.frozen.judgement.as_row()},
            "proposed": [each.as_values() for each in self.proposed],
            "against_steer": [each.as_values() for each in against_steer(self.proposed, answers)],
        }


def steered(sheet: GuideSheet, policies: Policies, card: ScorecardDefinition) -> Steered | None:
    """The steer of a sheet as it stands; None for figures that no sheet can have."""
    policy = policies.of(sheet.scheme, sheet.decision_date)
    figures = steer_figures(sheet)
    try:
        judgement = judge_steer(figures, policy)
    except ValueError:
        return None
    frozen = FrozenSteer(judgement.policy_id, figures, judgement)
    return Steered(policy, frozen, proposals(card, figures, policy, judgement))


@dataclass(frozen=True)
class Judgement:
    """Everything that decides what comes out of a review as it stands: form, scorecard, facts, length of the call, and
    what the steer says of its sheet (None without one)."""

    card: ScorecardDefinition
    form: ReviewForm
    facts: SheetFacts
    duration_ms: int | None
    steer: Steered | None = None
    unchosen: tuple[Missing, ...] = ()
    """What is missing beside the answers: whose work is judged on a transferred call."""
    word: WholeCall | None = None
    """What stands in for the listening record where that does not support the whole call: the word of a file of
    answers, or what an earlier version was signed with."""

    @property
    def answers(self) -> dict[str, AnswerValue]:
        """The person's answers, and N/A where a rule gave it."""
        return settled(self.card, self.form, self.facts)

    @property
    def result(self) -> Result:
        if self.steer is None:
            return judged(self.card, self.form, self.facts)
        steer = self.steer.frozen.judgement
        return judged(self.card, self.form, self.facts, steer.verdict, steer.reasons)

    @property
    def against_steer(self) -> tuple[AgainstSteer, ...]:
        """The answers that are others than the steer proposes."""
        return () if self.steer is None else against_steer(self.steer.proposed, self.answers)

    @property
    def missing(self) -> tuple[Missing, ...]:
        lacking = missing(
            self.card,
            self.form,
            self.facts,
            has_call=self.duration_ms is not None,
            duration_ms=self.duration_ms,
            declared=self.word is not None,
        )
        return (*self.unchosen, *lacking)

    @property
    def whole_call(self) -> WholeCall | None:
        """On what "the whole call heard" rests; None where it is not said, or nothing supports it."""
        pieces = (piece.kind for note in self.form.answers for piece in note.evidence)
        if not self.form.whole_call_heard and EvidenceKind.WHOLE_CALL not in pieces:
            return None
        return WholeCall.HEARD if supports_whole_call(self.form.heard, self.duration_ms) else self.word


def judge(
    session: Session,
    rows: ReviewRows,
    card: ScorecardDefinition,
    policies: Policies,
    word: WholeCall | None = None,
) -> Judgement:
    """The review with the facts of its sheet, tasks and views as they are held now, and the policy in force."""
    tasks: list[Task567] = []
    views: list[OnlineView] = []
    if rows.sheet is not None:
        tasks = list(session.exec(select(Task567).where(Task567.sheet == rows.sheet.id).order_by(Task567.task_id)))
        views = list(
            session.exec(select(OnlineView).where(OnlineView.sheet == rows.sheet.id).order_by(OnlineView.view_id))
        )
    facts = facts_of(rows.sheet, has_call=rows.recording is not None, tasks=tasks, views=views)
    duration_ms = None if rows.recording is None else rows.recording.duration_ms
    steer = None if rows.sheet is None else steered(rows.sheet, policies, card)
    unchosen = missing_choice(rows.form, rows.recording, rows.sheet)
    return Judgement(card, rows.form, facts, duration_ms, steer, unchosen, word)


def sign(
    session: Session, rows: ReviewRows, judgement: Judgement, by: Person, now: datetime, policies: PolicyStore
) -> None:
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
            answered = answered.with_answer(replace(note, value=value))
    write_answers(session, review, answered.answers)
    review.state, review.life = ReviewState.SIGNED, LifeState.SIGNED
    review.sheet_version = None if sheet is None else sheet.version
    review.sheet_facts = None if sheet is None else figures_of(sheet)
    review.result = judgement.result.as_values() | {
        "ruled_out": ruled,
        "against_rules": {found.prompt: str(found) for found in contradictions},
    }
    review.whole_call_heard = judgement.whole_call is not None
    if judgement.whole_call is not None:
        review.result = review.result | {WHOLE_CALL: judgement.whole_call.value}
    steer = judgement.steer
    if steer is not None:
        review.policy = steer.frozen.policy_id
        review.result = review.result | steer.as_values(judgement.answers)
        if steer.policy is not None and steer.frozen.policy_id is not None:
            policies.use(session, steer.policy)
    review.signed_at = review.saved_at = now
    decided = None if sheet is None else sheet.decision_date
    called = None if rows.recording is None else rows.recording.call_date
    review.counts_on = decided or called or office_date(now)
    review.team = rows.team_at_signing
    review.score_tenths = None if judgement.result.score is None else int(judgement.result.score * 10)
    review.kpi_class = judgement.result.kpi_class
    _repeat_for_counting(review, judgement)
    review.marks = marks_of([prompt.id for prompt in judgement.card.prompts], answered.answers)
    session.add(review)
    try:
        session.flush()
    except IntegrityError as exc:
        raise InputRefused(
            f"{by.staff_id} signed a review of this already, in another window. Nothing was signed."
        ) from exc


def _repeat_for_counting(review: Review, judgement: Judgement) -> None:
    """Say beside the frozen figures and result what the reports count and group by."""
    figures = review.sheet_facts or {}
    review.arrangement_kind = figures.get("arrangement_kind") or None
    review.scheme = figures.get("scheme") or None
    review.method = figures.get("method_agreed") or None
    result, steer = judgement.result, judgement.steer
    by_steer = steer is not None and steer.frozen.judgement.verdict is Verdict.INACCURATE
    review.figure_error = by_steer or any(error.critical for error in result.figure_errors)
    review.process_error = any(error.critical for error in result.process_errors)


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
    if by.staff_id in judged_people(rows):
        raise NotAllowed(
            f"Nobody signs a review of their own call: {by.staff_id} is its caseworker. Nothing was signed."
        )


def judged_people(rows: ReviewRows) -> set[str]:
    """Whose work it may be: nobody has a hand in a review of their own call."""
    named = {rows.review.caseworker_id, rows.sheet and rows.sheet.caseworker_id}
    return {person for person in named if person} | set(choices(rows.recording, rows.sheet))


def refuse_signed(review: Review) -> None:
    """Raises NotAllowed for a review that is not a draft any more."""
    if review.state != ReviewState.DRAFT:
        raise NotAllowed(f"Review {review.id} is signed and stays as it is; amend it to say otherwise.")

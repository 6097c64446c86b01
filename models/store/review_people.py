"""Who may take which step of a review's life; why not, in a sentence, or None.

Released by who signed it, by the caseworker's team leader or by Quality Assurance. A reply is recorded by the
caseworker, or by his team leader or the team leader who signed it for him. Decided by a reviewer who signed no version
of it. Amended by who signed it, by Quality Assurance, or by who decided that it is to be changed. Nobody has a hand in
a review of their own call but by his reply.
"""

from sqlmodel import Session, select

from models.review_life import LifeStory, Outcome, StepKind
from models.staff import Role, Staff
from models.store.review_rows import ReviewRows
from models.store.review_signing import judged_people
from models.store.staff import Person


def not_releasing(session: Session, by: Person, rows: ReviewRows) -> str | None:
    """Why `by` may not release this review."""
    if by.staff_id in judged_people(rows):
        return f"Nobody releases a review of their own call, and {by.staff_id} is its caseworker."
    review = rows.review
    if by.may_review and (by.staff_id == review.reviewer_id or by.role is Role.QUALITY_ASSURANCE):
        return None
    if leads(session, by, review.caseworker_id):
        return None
    return (
        f"{by.staff_id} may not release this review: {review.reviewer_id} who signed it, the team leader of its "
        "caseworker and Quality Assurance do."
    )


def not_replying(session: Session, by: Person, rows: ReviewRows) -> str | None:
    """Why `by` may not record the caseworker's reply."""
    review = rows.review
    if by.on_staff and by.staff_id == review.caseworker_id:
        return None
    signed_it = by.role is Role.TEAM_LEADER and by.staff_id == review.reviewer_id
    if (signed_it and by.staff_id not in judged_people(rows)) or leads(session, by, review.caseworker_id):
        return None
    whose = review.caseworker_id or "a caseworker nobody knows"
    return f"{by.staff_id} may not record a reply of {whose}: the caseworker does, or the team leader for him."


def not_deciding(by: Person, rows: ReviewRows, story: LifeStory) -> str | None:
    """Why `by` may not decide a dispute of this review."""
    if not by.may_review:
        return f"{by.staff_id} may not decide disputes: only team leaders and Quality Assurance do."
    if by.staff_id in judged_people(rows):
        return f"Nobody decides on a review of their own call, and {by.staff_id} is its caseworker."
    if by.staff_id in story.reviewers:
        return f"{by.staff_id} signed this review: a dispute of it is decided by another reviewer."
    return None


def not_amending(by: Person, rows: ReviewRows, story: LifeStory) -> str | None:
    """Why `by` may not amend this review."""
    review = rows.review
    if not by.may_review:
        return f"{by.staff_id} may not amend reviews: only team leaders and Quality Assurance do."
    if by.staff_id in judged_people(rows):
        return f"Nobody amends a review of their own call, and {by.staff_id} is its caseworker."
    if by.staff_id == review.reviewer_id or by.role is Role.QUALITY_ASSURANCE or by.staff_id in _changed_by(story):
        return None
    return (
        f"Review {review.id} was signed by {review.reviewer_id}: only {review.reviewer_id}, Quality Assurance and who "
        "decided that it is to be changed amend it."
    )


def _changed_by(story: LifeStory) -> set[str]:
    return {
        step.recorded_by for step in story.steps if step.kind == StepKind.DECIDED and step.outcome == Outcome.CHANGED
    }


def leads(session: Session, by: Person, caseworker_id: str | None) -> bool:
    """Whether `by` is the team leader of this caseworker: by name, else (where none is named) of the same team."""
    if by.role is not Role.TEAM_LEADER or caseworker_id is None or by.staff_id == caseworker_id:
        return False
    told = session.exec(select(Staff.team_leader, Staff.team_id).where(Staff.staff_id == caseworker_id)).first()
    if told is None:
        return False
    leader, team_id = told
    if leader:
        return leader == by.staff_id
    own = session.exec(select(Staff.team_id).where(Staff.staff_id == by.staff_id)).first()
    return team_id is not None and own == team_id

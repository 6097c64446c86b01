"""The steps of a review's life inside a session: reading them to a story, appending to them.

Who appends is told when somebody else was first: the step's position and the review's revision are the database's own
guards, so that nothing is ever written over.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, literal_column, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.errors import ChangedElsewhere, InputRefused, UnknownId
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.review import Review, ReviewState
from models.review_life import LifeState, LifeStory, Outcome, ReviewStep, StepKind, disputes_of, state_of
from models.store.review_rows import ReviewRows, read_reviews

STEPPED_ELSEWHERE = (
    "Somebody else recorded a step of this review in the meantime. Nothing was overwritten; "
    "look at where it stands now and go on from there."
)
_SIGNED: ColumnElement[str] = literal_column(
    f"'{ReviewState.SIGNED}'"
)  # in the statement itself: only so are the partial indexes used
_DRAFT: ColumnElement[str] = literal_column(f"'{ReviewState.DRAFT}'")


def head(session: Session, review_id: str) -> ReviewRows:
    """The review with this id, without its answers. Raises UnknownId."""
    found = read_reviews(session, col(Review.id) == review_id, with_answers=False)
    if not found:
        raise UnknownId("review", review_id)
    return found[0]


def steps_of(session: Session, review_ids: Iterable[str]) -> dict[str, tuple[ReviewStep, ...]]:
    """The steps of each of these versions, in order; nothing for one without any."""
    wanted = select(ReviewStep).where(col(ReviewStep.review).in_(tuple(review_ids)))
    found: dict[str, tuple[ReviewStep, ...]] = {}
    for step in session.exec(wanted.order_by(col(ReviewStep.review), col(ReviewStep.position))):
        found[step.review] = (*found.get(step.review, ()), step)
    return found


def chain_of(session: Session, review: Review) -> list[tuple[str, str]]:
    """Every signed version of this review with who signed it, oldest first; a draft that amends it is none of them."""
    chain = [(review.id, review.reviewer_id)] if review.state == ReviewState.SIGNED else []
    earlier = review.amends
    while earlier is not None:
        older = session.exec(select(Review.id, Review.reviewer_id, Review.amends).where(Review.id == earlier)).one()
        chain.insert(0, (older[0], older[1]))
        earlier = older[2]
    while chain:
        last = chain[-1][0]
        wanted = select(Review.id, Review.reviewer_id).where(Review.amends == last, col(Review.state) == _SIGNED)
        newer = session.exec(wanted).first()
        if newer is None:
            break
        chain.append((newer[0], newer[1]))
    return chain


def signed_of(session: Session, key: str) -> list[tuple[str, str]]:
    """The signed reviews of a recording or sheet by its id, newest versions only, with who signed each."""
    found = session.exec(
        select(Review.id, Review.reviewer_id)
        .outerjoin(Recording, col(Recording.id) == Review.recording)
        .outerjoin(GuideSheet, col(GuideSheet.id) == Review.sheet)
        .where(
            or_(col(Recording.recording_id) == key, col(GuideSheet.sheet_id) == key),
            Review.state == ReviewState.SIGNED,
            Review.life != LifeState.AMENDED,
        )
        .order_by(col(Review.signed_at))
    )
    return [(review_id, reviewer) for review_id, reviewer in found]


def amending_draft(session: Session, review_id: str) -> Review | None:
    """The draft in which an amendment of this review is being made."""
    return session.exec(select(Review).where(Review.amends == review_id, col(Review.state) == _DRAFT)).first()


def story_of(session: Session, review: Review) -> LifeStory:
    """The life of this version so far, and what the other versions of it say about it."""
    chain = chain_of(session, review)
    steps = steps_of(session, (version for version, _reviewer in chain))
    ids = [version for version, _reviewer in chain]
    before = ids[: ids.index(review.id)] if review.id in ids else ids
    draft = amending_draft(session, review.id)
    return LifeStory(
        review_id=review.id,
        state=LifeState(review.life),
        caseworker_id=review.caseworker_id,
        reviewer_id=review.reviewer_id,
        steps=steps.get(review.id, ()),
        disputed_before=frozenset(d.prompt for version in before for d in disputes_of(steps.get(version, ()))),
        newest=ids[-1] if ids else review.id,
        reviewers=frozenset(reviewer for _version, reviewer in chain),
        amending=None if draft is None else (draft.reviewer_id, draft.id),
    )


def append(session: Session, review: Review, story: LifeStory, taken: Sequence[ReviewStep]) -> LifeStory:
    """Append steps to a version, and say where it stands then. Raises ChangedElsewhere when somebody was first."""
    for position, each in enumerate(taken, len(story.steps)):
        each.review, each.position = review.id, position
    steps = (*story.steps, *taken)
    review.life = state_of(steps)
    review.reply_by = next((each.reply_by for each in steps if each.kind == StepKind.RELEASED), None)
    review.to_amend = any(each.outcome == Outcome.CHANGED for each in steps)
    session.add(review)
    session.add_all(taken)
    try:
        session.flush()
    except IntegrityError as exc:
        raise ChangedElsewhere(STEPPED_ELSEWHERE) from exc
    return story_of(session, review)


def refuse_when(review: Review, reason: str | None) -> None:
    """Raises InputRefused with the reason why a step is not possible, if there is one."""
    if reason is not None:
        raise InputRefused(f"Review {review.id}: {reason}. Nothing was changed.")

"""Finding a review inside a session: one by its id, and a reviewer's own of a call or sheet."""

from dataclasses import replace

from sqlmodel import Session, col

from models.errors import InputRefused, UnknownId
from models.review import Review, ReviewForm, ReviewState
from models.scorecard import family_of, number_of
from models.store.review_rows import ReviewRows, read_reviews
from models.store.review_subjects import subject_for


def one(session: Session, review_id: str) -> ReviewRows:
    """The review with this id. Raises UnknownId."""
    found = read_reviews(session, col(Review.id) == review_id)
    if not found:
        raise UnknownId("review", review_id)
    return found[0]


def own(
    session: Session, form: ReviewForm, *, any_version: bool = False
) -> tuple[ReviewRows | None, ReviewRows | None]:
    """The draft, and the newest signed version, that the form's reviewer has of its subject, scorecard and kind.

    With `any_version` the scorecard may be any version of the form's; of several the newest counts. A version that
    Quality Assurance put in the place of this reviewer's is the newest signed one too; an amendment that is being made
    is not a draft of its own.
    """
    subject = subject_for(session, form)
    same = read_reviews(session, col(Review.subject) == subject, col(Review.kind) == form.kind)
    theirs = [
        found
        for found in same
        if found.review.reviewer_id == form.reviewer_id
        and found.review.amends is None
        and (found.scorecard_id == form.scorecard or (any_version and _versions_of_one(found.scorecard_id, form)))
    ]
    theirs.sort(key=lambda found: number_of(found.scorecard_id), reverse=True)
    draft = next((found for found in theirs if found.review.state == ReviewState.DRAFT), None)
    signed = next((found for found in theirs if found.review.state == ReviewState.SIGNED), None)
    signed_ones = [found for found in same if found.review.state == ReviewState.SIGNED]
    while signed is not None and signed.amended:
        signed = next(found for found in signed_ones if found.review.amends == signed.review.id)
    return draft, signed


def _versions_of_one(scorecard_id: str, form: ReviewForm) -> bool:
    return family_of(scorecard_id) == family_of(form.scorecard)


def on_own_draft(session: Session, form: ReviewForm) -> ReviewForm:
    """`form` in the place of this reviewer's draft, where there is one. Raises InputRefused, UnknownId."""
    draft, signed = own(session, form)
    named = form.review_id
    if named is not None and (draft is None or draft.review.id != named):
        refuse_second(signed)
        raise UnknownId("draft of yours", named)
    if draft is None:
        refuse_second(signed)
        return replace(form, review_id=None, revision=0)
    return replace(form, review_id=draft.review.id, revision=draft.review.revision)


def refuse_second(signed: ReviewRows | None) -> None:
    """Raises InputRefused when there is a signed review already."""
    if signed is not None:
        form = signed.form
        raise InputRefused(
            f"{form.reviewer_id} signed review {form.review_id} of {form.recording_id or form.sheet_id} already. "
            "Nothing was changed; amend that one to say otherwise."
        )

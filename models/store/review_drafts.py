"""Writing a draft inside a session: whole, and only on top of the revision it was read at.

An amendment that is being made is a draft, too: it names the signed review it is to take the place of (`amends`), is
about the same call and sheet, and there is one at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session

from models.answer_types import fits, written
from models.clock import office_date
from models.errors import ChangedElsewhere, InputRefused, NotAllowed
from models.listening import kept_of
from models.review import AnswerNote, Review, ReviewForm, ReviewState
from models.review_life import LifeState, day_in_words
from models.scorecard import ScorecardDefinition
from models.store.review_own import one, own, refuse_second
from models.store.review_people import not_amending
from models.store.review_rows import ReviewRows, searched, write_answers
from models.store.review_signing import refuse_signed
from models.store.review_steps import amending_draft, refuse_when, story_of
from models.store.review_subjects import rows_of, subject_for
from models.store.staff import Person

_SAVED = (
    *("recording", "sheet", "caseworker_id", "scorecard", "whole_call_heard", "heard", "comment", "saved_at"),
    *("amend_reason", "team", "search", "sample_id"),
)

BEGUN_ELSEWHERE = (
    "This check was begun in another window in the meantime. Nothing was overwritten; "
    "open it again to go on from there."
)
CHANGED_ELSEWHERE = (
    "This check was changed in another window in the meantime. Nothing was overwritten; "
    "open it again to go on from the newest state."
)
DISCARDED_ELSEWHERE = "This draft was discarded in another window in the meantime. Nothing was written."


@dataclass(frozen=True)
class Writing:
    """What a draft is written with: its scorecard, the row id of that, and the moment."""

    card: ScorecardDefinition
    row: str
    now: datetime


def write_draft(session: Session, form: ReviewForm, writing: Writing) -> ReviewRows:
    """Insert or overwrite a draft with everything in `form`.

    Raises ChangedElsewhere, NotAllowed (signed, or of somebody else), InputRefused (signed already, unknown prompt).
    """
    columns = _columns(session, form, writing)
    if form.review_id is None:
        refuse_second(own(session, form)[1])
        return insert(session, columns, form.answers, writing.card)
    review = session.get(Review, form.review_id)
    if review is None:
        raise ChangedElsewhere(DISCARDED_ELSEWHERE)
    refuse_signed(review)
    if review.revision != form.revision:
        raise ChangedElsewhere(CHANGED_ELSEWHERE)
    of_form = (form.reviewer_id, columns["subject"], form.kind, form.amends)
    if (review.reviewer_id, review.subject, review.kind, review.amends) != of_form:
        raise NotAllowed(f"Draft {review.id} is of {review.reviewer_id}, and of its own call. Nothing was changed.")
    for name in _SAVED:
        setattr(review, name, columns[name])
    flag_modified(review, "saved_at")  # so that the revision counts up even within one tick of the clock
    session.add(review)
    session.flush()
    write_answers(session, review, _known(form.answers, writing.card))
    return one(session, review.id)


def write_amendment(
    session: Session, old: ReviewRows, form: ReviewForm, writing: Writing, *, to_sign: bool
) -> ReviewRows:
    """Insert or overwrite the amendment of a signed review that the form's reviewer is making.

    It is about the same call, sheet, caseworker and sample, whatever `form` says. `to_sign`: it is signed in this very
    session; then it takes the place of the reviewer's own draft, and another person's does not stand in the way. Raises
    as `write_draft`, and InputRefused when somebody else is making one.
    """
    before, amended = old.form, old.review.id
    whole = replace(
        form,
        recording_id=before.recording_id,
        sheet_id=before.sheet_id,
        caseworker_id=before.caseworker_id,
        kind=before.kind,
        sample_id=before.sample_id,
        amends=amended,
        review_id=None if form.review_id == amended else form.review_id,
    )
    draft = amending_draft(session, amended)
    if draft is not None and draft.reviewer_id == whole.reviewer_id:
        if whole.review_id is None and not to_sign:
            raise ChangedElsewhere(BEGUN_ELSEWHERE)
        in_place = whole if whole.review_id else replace(whole, review_id=draft.id, revision=draft.revision)
        return write_draft(session, in_place, writing)
    if whole.review_id is not None:
        raise ChangedElsewhere(DISCARDED_ELSEWHERE)
    if draft is not None and not to_sign:
        raise InputRefused(
            f"{draft.reviewer_id} is making an amendment of review {amended} already, last saved on "
            f"{day_in_words(office_date(draft.saved_at))}. Nothing was changed."
        )
    columns = _columns(session, whole, writing)
    if to_sign:
        columns |= {"state": ReviewState.SIGNED, "life": LifeState.SIGNED}
    return insert(session, columns, whole.answers, writing.card)


def refuse_amending(session: Session, old: ReviewRows, by: Person) -> None:
    """Raises InputRefused when it cannot be amended now, NotAllowed when `by` may not."""
    story = story_of(session, old.review)
    refuse_when(old.review, story.not_amended())
    reason = not_amending(by, old, story)
    if reason is not None:
        raise NotAllowed(f"{reason} Nothing was changed.")


def insert(
    session: Session, columns: dict[str, Any], answers: Sequence[AnswerNote], card: ScorecardDefinition
) -> ReviewRows:
    """A new review with these columns and answers. Raises ChangedElsewhere when there is such a one by now."""
    review = Review(**columns)
    session.add(review)
    try:
        session.flush()
    except IntegrityError as exc:
        raise ChangedElsewhere(BEGUN_ELSEWHERE) from exc
    write_answers(session, review, _known(answers, card))
    return one(session, review.id)


def _columns(session: Session, form: ReviewForm, writing: Writing) -> dict[str, Any]:
    rows = rows_of(session, form.recording_id, form.sheet_id)
    amended = None if form.amends is None else session.get(Review, form.amends)
    return {
        "kind": form.kind,
        "state": ReviewState.DRAFT,
        "subject": subject_for(session, form) if amended is None else amended.subject,
        "recording": None if rows.recording is None else rows.recording.id,
        "sheet": None if rows.sheet is None else rows.sheet.id,
        "caseworker_id": form.caseworker_id,
        "team": None if rows.sheet is None else rows.sheet.team,
        "search": searched(rows.recording, rows.sheet, form.caseworker_id),
        "reviewer_id": form.reviewer_id,
        "sample_id": form.sample_id,
        "scorecard": writing.row,
        "whole_call_heard": form.whole_call_heard,
        "heard": kept_of(form.heard),
        "comment": form.comment,
        "amends": form.amends,
        "amend_reason": form.amend_reason,
        "created_at": writing.now,
        "saved_at": writing.now,
    }


def _known(answers: Sequence[AnswerNote], card: ScorecardDefinition) -> Sequence[AnswerNote]:
    """The answers, as far as the scorecard asks for such. Raises InputRefused."""
    prompts = {prompt.id: prompt for prompt in card.prompts}
    for note in answers:
        if note.prompt not in prompts:
            raise InputRefused(f"Scorecard {card.id} has no prompt {note.prompt!r}. Nothing was changed.")
        unfit = fits(prompts[note.prompt], note)
        if unfit is not None:
            raise InputRefused(f"The answer {written(note)!r} to {note.prompt} {unfit}. Nothing was changed.")
    return answers

"""Reviews in the store: drafts, signing, amending, and reading them back.

A draft is written whole and only on top of the revision it was read at; a signed review never changes, a further
version is appended to it. What is frozen by signing stands in `models.store.review_signing`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from models.clock import Clock
from models.database import Database
from models.errors import ChangedElsewhere, InputRefused
from models.frozen_steer import FrozenSteer
from models.proposals import Proposal
from models.review import Answer, Evidence, Review, ReviewForm, ReviewKind, ReviewState
from models.review_life import LifeState
from models.scoring import Missing, Result
from models.store.policies import PolicyStore
from models.store.review_drafts import CHANGED_ELSEWHERE, Writing, refuse_amending, write_amendment, write_draft
from models.store.review_own import on_own_draft, one, own, refuse_second
from models.store.review_rows import AMENDED, STATES, ReviewRows, ReviewSummary, read_reviews
from models.store.review_signing import Judgement, WholeCall, judge, refuse_signed, refuse_signer, sign
from models.store.review_steps import amending_draft
from models.store.review_subjects import Subject, completed, find_subject, following_lists
from models.store.scorecards import ScorecardStore
from models.store.staff import Person, person_of

__all__ = ["AMENDED", "STATES", "ReviewRows", "ReviewStore", "ReviewSummary", "Subject"]


class ReviewStore:
    """Every read and write of reviews."""

    def __init__(self, database: Database, clock: Clock, policies: PolicyStore) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies
        self._scorecards = ScorecardStore(database, clock)

    # finding and reading

    def find(self, key: str) -> Subject:
        """What an id stands for: a recording, else a sheet (a check without a call), else a review.

        Raises UnknownId.
        """
        with self._database.session() as session:
            return find_subject(session, key)

    def get(self, review_id: str) -> ReviewForm:
        """The review as it stands, its answers in the scorecard's order. Raises UnknownId."""
        with self._database.session() as session:
            rows = one(session, review_id)
        return self._form(rows)

    def mine(
        self,
        recording_id: str | None,
        sheet_id: str | None,
        reviewer_id: str,
        scorecard: str | None = None,
        kind: ReviewKind = ReviewKind.PRIMARY,
    ) -> ReviewForm | None:
        """This reviewer's own review of a recording (else of a sheet): the draft, else the newest signed version.

        Without a `scorecard` it may be made with any version of the one in use: a call that was reviewed stays reviewed
        when the scorecard changes. None when there is none. Raises UnknownId for a recording or sheet that is not held.
        """
        card = scorecard or self._scorecards.current().id
        with self._database.session() as session:
            asked = ReviewForm(recording_id, sheet_id, None, reviewer_id, card, kind)
            draft, signed = own(session, asked, any_version=scorecard is None)
        found = draft or signed
        return None if found is None else self._form(found)

    def result(self, review_id: str) -> Result:
        """What came out of a signed review, as frozen; what comes out of a draft as it stands. Raises UnknownId."""
        with self._database.session() as session:
            rows = one(session, review_id)
            return rows.result or self._judge(session, rows).result

    def steer_of(self, review_id: str) -> FrozenSteer | None:
        """The steer a review was signed with; None for a draft, one without a sheet, and one signed before the steer
        was worked out. Raises UnknownId."""
        with self._database.session() as session:
            return FrozenSteer.of_result(one(session, review_id).review.result)

    def proposed(self, review_id: str) -> tuple[Proposal, ...]:
        """What the steer proposed when a review was signed; nothing for a draft, or where there was no steer yet.

        Raises UnknownId.
        """
        with self._database.session() as session:
            kept = (one(session, review_id).review.result or {}).get("proposed", ())
        return tuple(Proposal.from_values(values) for values in kept)

    def against_steer(self, review_id: str) -> list[dict[str, Any]]:
        """Where the answers are others than the steer proposed, in plain values (`AgainstSteer.as_values`): as frozen,
        of a draft as it stands. Raises UnknownId."""
        with self._database.session() as session:
            rows = one(session, review_id)
            if rows.review.result is not None:
                return list(rows.review.result.get("against_steer", ()))
            return [each.as_values() for each in self._judge(session, rows).against_steer]

    def missing(self, review_id: str, *, declared: bool = False) -> tuple[Missing, ...]:
        """What keeps a draft from being signed; `declared` as in `sign_form`. Raises UnknownId."""
        word = WholeCall.DECLARED if declared else None
        with self._database.session() as session:
            return self._judge(session, one(session, review_id), word).missing

    def whole_call(self, review_id: str) -> WholeCall | None:
        """On what "the whole call heard" of a signed review rests; None where it is not said. Raises UnknownId."""
        with self._database.session() as session:
            return WholeCall.signed_with(one(session, review_id).review)

    def listing(
        self,
        state: str | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
        *,
        released_to: str | None = None,
    ) -> list[ReviewSummary]:
        """Reviews by the day they count on, drafts last. `state` is one of STATES; ends of the period are included.

        A draft counts on no day, so a period leaves it out; "signed" are those that are not released yet.
        `released_to`: those that this caseworker was given.
        """
        found = self.records(date_from, date_to, state=state, released_to=released_to, with_answers=False)
        return [rows.summary for rows in found]

    def records(
        self,
        date_from: date | None = None,
        date_to: date | None = None,
        *,
        state: str | None = None,
        review_ids: Sequence[str] | None = None,
        released_to: str | None = None,
        with_answers: bool = True,
    ) -> list[ReviewRows]:
        """Reviews with their answers (where wanted), chosen and ordered as in `listing`: for exports and reports."""
        wanted: list[ColumnElement[bool] | bool] = []
        if date_from is not None:
            wanted.append(col(Review.counts_on) >= date_from)
        if date_to is not None:
            wanted.append(col(Review.counts_on) <= date_to)
        if state is not None:
            wanted.append(col(Review.life) == state)
        if released_to is not None:
            wanted += [col(Review.caseworker_id) == released_to, col(Review.reply_by).is_not(None)]
        if review_ids is not None:
            wanted.append(col(Review.id).in_(review_ids))
        with self._database.session() as session:
            found = read_reviews(session, *wanted, with_answers=with_answers)
        return sorted(found, key=lambda rows: (rows.review.counts_on or date.max, rows.review.id))

    # drafts

    def start_draft(
        self,
        recording_id: str | None,
        sheet_id: str | None,
        reviewer_id: str,
        scorecard: str | None = None,
        kind: ReviewKind = ReviewKind.PRIMARY,
    ) -> ReviewForm:
        """This reviewer's draft of a recording or sheet: the one begun before, else an empty one.

        Without a `scorecard` an empty one is made with the version in use now, and one begun with an earlier version
        keeps that. An empty one leaves no trace until it is first saved. Raises UnknownId, and InputRefused when this
        reviewer signed a review of it already or the scorecard was withdrawn.
        """
        card = self._scorecards.current() if scorecard is None else self._scorecards.get(scorecard)
        blank = ReviewForm(recording_id, sheet_id, None, reviewer_id, card.id, kind)
        with self._database.session() as session:
            draft, signed = own(session, blank, any_version=scorecard is None)
            if draft is not None:
                return self._form(draft)
            refuse_second(signed)
            whole = completed(session, blank, self._policies.within(session))
        self._scorecards.for_new_review(card.id)
        return whole

    def save_draft(self, form: ReviewForm) -> ReviewForm:
        """Write the whole draft, in one piece or not at all; gives it back with its id and new revision.

        A draft that was saved before follows its call to the sheet it is matched to now; one that amends a review stays
        about what that is about. Raises ChangedElsewhere when somebody wrote since `form` was read, NotAllowed when it
        is signed, InputRefused when an id in it is unknown or contradicts the lists, or when this reviewer signed a
        review of it already.
        """
        writing = self._writing(form)
        with self._database.session() as session:
            if form.amends is not None:
                old = one(session, form.amends)
                if form.review_id is None:
                    refuse_amending(session, old, person_of(session, form.reviewer_id))
                return self._form(write_amendment(session, old, form, writing, to_sign=False))
            again = form.review_id is not None
            whole = (
                following_lists(session, form) if again else completed(session, form, self._policies.within(session))
            )
            return self._form(write_draft(session, whole, writing))

    def begin_amending(self, review_id: str, by: Person) -> ReviewForm:
        """This person's draft of an amendment of a signed review: the one begun before, else a new one with the answers
        as signed. Raises UnknownId, NotAllowed, and InputRefused where it cannot be amended or somebody is at it."""
        with self._database.session() as session:
            old = one(session, review_id)
            refuse_amending(session, old, by)
            draft = amending_draft(session, review_id)
            if draft is not None and draft.reviewer_id == by.staff_id:
                return self._form(one(session, draft.id))
            before = old.form
            heard = before.heard if by.staff_id == before.reviewer_id else ()
            fresh = replace(before, review_id=None, revision=0, amend_reason=None, reviewer_id=by.staff_id, heard=heard)
            writing = Writing(self._scorecards.get(before.scorecard), old.review.scorecard, self._clock.now())
            return self._form(write_amendment(session, old, fresh, writing, to_sign=False))

    def on_own_draft(self, form: ReviewForm) -> ReviewForm:
        """`form` completed from the lists, to be written in the place of this reviewer's draft where there is one.

        Raises InputRefused when an id in it is unknown or contradicts the lists, or it is signed already.
        """
        with self._database.session() as session:
            return on_own_draft(session, completed(session, form, self._policies.within(session)))

    def discard_draft(self, review_id: str) -> ReviewForm:
        """Remove a draft; gives back its form as one that was never saved, so that saving it undoes this.

        Raises UnknownId, and NotAllowed for a signed review.
        """
        with self._database.session() as session:
            rows = one(session, review_id)
            refuse_signed(rows.review)
            form = self._form(rows)
            answers = [row.id for row in session.exec(select(Answer).where(Answer.review == review_id))]
            session.exec(delete(Evidence).where(col(Evidence.answer).in_(answers)))
            session.exec(delete(Answer).where(col(Answer.review) == review_id))
            session.delete(rows.review)
            session.flush()
        return replace(form, review_id=None, revision=0, saved_at=None)

    # signing

    def sign(self, review_id: str, by: Person, revision: int | None = None) -> ReviewForm:
        """Sign a draft; with `revision`, only in that state of it.

        "The whole call heard" counts only as far as the listening record supports it. Raises ReviewIncomplete
        (`details` are Missing), NotAllowed for who may not, InputRefused when this reviewer signed one already or it
        amends a review (see `amend`), ChangedElsewhere when draft or match changed in the meantime.
        """
        self._follow_match(review_id)
        with self._database.session() as session:
            rows = one(session, review_id)
            refuse_signed(rows.review)
            if rows.review.amends is not None:
                raise InputRefused(f"Draft {review_id} amends a review: it is signed with its reason, as an amendment.")
            if revision is not None and rows.review.revision != revision:
                raise ChangedElsewhere(CHANGED_ELSEWHERE)
            return self._form(self._sign(session, rows, by))

    def sign_form(self, form: ReviewForm, by: Person, *, declared: bool = True) -> ReviewForm:
        """Write and sign a form at once; nothing is left behind when it cannot be signed.

        A draft of the same reviewer gives way to it. `declared`: the form is a file of answers, without a listening
        record, and its own word on the whole call stands. Raises what `save_draft` and `sign` raise.
        """
        writing = self._writing(form)
        with self._database.session() as session:
            whole = on_own_draft(session, completed(session, form, self._policies.within(session)))
            word = WholeCall.DECLARED if declared else None
            return self._form(self._sign(session, write_draft(session, whole, writing), by, word))

    def amend(self, review_id: str, form: ReviewForm, reason: str, by: Person, *, declared: bool = False) -> ReviewForm:
        """Append a signed version in the place of a signed review, which stays as it was.

        It is about the same recording and sheet, whatever `form` says; this person's draft of the amendment becomes it.
        What the earlier version was signed with as to the whole call holds. Raises InputRefused for a draft, a review
        that was amended before or whose disputes wait for a decision, or no reason; NotAllowed unless `by` signed it,
        belongs to Quality Assurance or decided that it is to be changed; ReviewIncomplete and others as `sign`.
        """
        if not reason.strip():
            raise InputRefused("An amendment needs its reason in words. Nothing was changed.")
        writing = self._writing(form, begins=False)
        with self._database.session() as session:
            old = one(session, review_id)
            refuse_amending(session, old, by)
            told = replace(form, amend_reason=reason.strip(), reviewer_id=by.staff_id)
            rows = write_amendment(session, old, told, writing, to_sign=True)
            word = WholeCall.signed_with(old.review) or (WholeCall.DECLARED if declared else None)
            signed = self._sign(session, rows, by, word)
            old.review.life = LifeState.AMENDED
            session.add(old.review)
            session.flush()
            return self._form(signed)

    # inside a session

    def _form(self, rows: ReviewRows) -> ReviewForm:
        order = {prompt.id: place for place, prompt in enumerate(self._scorecards.get(rows.scorecard_id).prompts)}
        form = rows.form
        return replace(form, answers=tuple(sorted(form.answers, key=lambda note: order[note.prompt])))

    def _judge(self, session: Session, rows: ReviewRows, word: WholeCall | None = None) -> Judgement:
        if word is None and rows.review.amends is not None:
            amended = session.get(Review, rows.review.amends)
            word = None if amended is None else WholeCall.signed_with(amended)
        return judge(session, rows, self._scorecards.get(rows.scorecard_id), self._policies.within(session), word)

    def _sign(self, session: Session, rows: ReviewRows, by: Person, word: WholeCall | None = None) -> ReviewRows:
        refuse_signer(rows, by)
        sign(session, rows, self._judge(session, rows, word), by, self._clock.now(), self._policies)
        return one(session, rows.review.id)

    def _writing(self, form: ReviewForm, *, begins: bool = True) -> Writing:
        """What `form` is written with; no review begins with a scorecard that was withdrawn."""
        if begins and form.review_id is None and form.amends is None:
            self._scorecards.for_new_review(form.scorecard)
        row = self._scorecards.use(form.scorecard)
        return Writing(self._scorecards.get(form.scorecard), row, self._clock.now())

    def _follow_match(self, review_id: str) -> None:
        """Lay a draft beside the sheet its call is matched to now. Raises ChangedElsewhere when it is another one."""
        with self._database.session() as session:
            rows = one(session, review_id)
            form = rows.form
            settled = rows.review.state != ReviewState.DRAFT or rows.review.amends is not None
            now = form if settled else following_lists(session, form)
            if (now.recording_id, now.sheet_id) == (form.recording_id, form.sheet_id):
                return
            card = self._scorecards.get(rows.scorecard_id)
            write_draft(session, now, Writing(card, rows.review.scorecard, self._clock.now()))
        if now.recording_id != form.recording_id:
            raise ChangedElsewhere(
                f"{form.sheet_id} does not belong to {form.recording_id or 'no call'} any more, but to "
                f"{now.recording_id or 'no call'}. Nothing was signed; look at the answers again and sign."
            )
        raise ChangedElsewhere(
            f"{form.recording_id} was matched to {now.sheet_id or 'no sheet'} in the meantime, no longer to "
            f"{form.sheet_id or 'no sheet'}. Nothing was signed; look at the answers again and sign."
        )

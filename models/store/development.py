"""Caseworkers' records of performance and development: who may read and write them, and appending to them.

Only a caseworker's own team leader writes, and only the two of them read; the caseworker adds a comment. Quality
Assurance and everybody else is refused in words. Nothing here is asked by an export, the QA pack or a report that
leaves the team. What is read for a period is put together in `models.store.development_reading`.
"""

from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, or_, select

from models.clock import Clock
from models.database import Database
from models.development import (
    FIELD_WORDS,
    KIND_WORDS,
    MOST_LETTERS,
    DevelopmentEntry,
    EntryForm,
    EntryKind,
    ReportingPeriod,
    faults_of,
    form_of,
    row_of,
)
from models.errors import ChangedElsewhere, InputRefused, NotAllowed, Refusal, UnknownId
from models.review import Review, ReviewState
from models.staff import Role, Staff
from models.store.development_reading import (
    DevelopmentRecord,
    Entry,
    PersonLine,
    entry_of,
    period_entries,
    person_line,
    reviewed,
    suggested,
)
from models.store.review_people import leads
from models.store.scorecards import ScorecardStore
from models.store.staff import Person

__all__ = ["DevelopmentRecord", "DevelopmentStore", "Entry", "PersonLine"]

CHANGED = (
    "This entry was changed in another window in the meantime. Nothing was overwritten; look at what it says now, and "
    "save again what is to take its place."
)


class DevelopmentStore:
    """Reads and appends. Raises NotAllowed wherever somebody asks for a record that is not theirs to see."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._scorecards = ScorecardStore(database, clock)

    # reading

    def people(self, by: Person, period: ReportingPeriod) -> tuple[PersonLine, ...]:
        """Those whose records `by` may read, by staff id: a team leader's caseworkers, or the caseworker alone."""
        with self._database.session() as session:
            own = _staff(session, by.staff_id)
            if own is None or own.role not in (Role.TEAM_LEADER, Role.CASEWORKER):
                raise NotAllowed(
                    "Records of performance and development are between a caseworker and the team leader. "
                    f"{by.staff_id} is neither here, so none is shown."
                )
            theirs = [own]
            if own.role == Role.TEAM_LEADER:
                near = or_(Staff.team_leader == own.staff_id, Staff.team_id == own.team_id)
                found = session.exec(select(Staff).where(near).order_by(Staff.staff_id)).all()
                theirs = [each for each in found if _leads(session, by, each)]
            return tuple(person_line(session, each, period) for each in theirs)

    def record(self, caseworker_id: str, period: ReportingPeriod, by: Person) -> DevelopmentRecord:
        """A caseworker's record over a reporting period. The caseworker sees released reviews only.

        Raises NotAllowed, UnknownId.
        """
        with self._database.session() as session:
            staff, is_led = self._readable(session, caseworker_id, by)
            entries, versions = period_entries(session, caseworker_id, period)
            reviews, rows = reviewed(session, caseworker_id, period, released_only=not is_led)
            line = person_line(session, staff, period)
        words = {
            prompt.id: prompt.text
            for card in sorted({each.scorecard_id for each in rows})
            for prompt in self._scorecards.get(card).prompts
        }
        return DevelopmentRecord(
            line, period, is_led, not is_led, entries, versions, reviews, suggested(rows) if is_led else (), words
        ).with_words()

    def entry(self, entry_id: str, by: Person) -> Entry:
        """One entry as this version of it stands. Raises UnknownId, NotAllowed."""
        with self._database.session() as session:
            row = _row(session, entry_id)
            self._readable(session, row.caseworker_id, by)
            return entry_of(session, row)

    def may_write(self, caseworker_id: str, by: Person) -> bool:
        """Whether `by` is the one who writes this caseworker's record."""
        with self._database.session() as session:
            staff = _staff(session, caseworker_id)
            return staff is not None and _leads(session, by, staff)

    def form_from_review(self, review_id: str, by: Person) -> EntryForm:
        """The start of feedback from a signed review, tied to it. Nothing is written.

        Raises UnknownId, NotAllowed, InputRefused for a draft and for a review without a caseworker.
        """
        with self._database.session() as session:
            review = session.get(Review, review_id)
            if review is None:
                raise UnknownId("review", review_id)
            if review.state != ReviewState.SIGNED or review.caseworker_id is None:
                raise InputRefused("Feedback is given from a signed review of a caseworker. Nothing was written.")
            self._writable(session, review.caseworker_id, by)
            return EntryForm(
                review.caseworker_id,
                EntryKind.FEEDBACK,
                self._clock.today(),
                given_by=by.staff_id,
                reviews=(review_id,),
            )

    # writing

    def save(self, form: EntryForm, by: Person) -> Entry:
        """Append an entry, or a version that takes the place of the one the form was read from.

        What the caseworker wrote and what was noted before stay as they are. Raises InputRefused (`details` are
        Refusals, `column` the field), NotAllowed, UnknownId, ChangedElsewhere.
        """
        with self._database.session() as session:
            self._writable(session, form.caseworker_id, by)
            given_by = form.given_by.strip()
            if form.kind is EntryKind.FEEDBACK and not given_by:
                given_by = by.staff_id
            form = replace(form, given_by=given_by)
            if form.entry_id is None:
                form = replace(form, comment="", withdrawn=False)
            else:
                old = _row(session, form.entry_id)
                before = form_of(old)
                _refuse_other(before, form)
                form = replace(form, comment=before.comment)
                if form == before:
                    return entry_of(session, old)
            _refuse_faults(form)
            _refuse_reviews(session, form)
            return self._append(session, form, by)

    def withdraw(self, entry_id: str, by: Person) -> Entry:
        """Take an entry out of the record; it stays in its history. Raises as `save`."""
        return self._replace(entry_id, by, withdrawn=True)

    def restore(self, entry_id: str, by: Person) -> Entry:
        """Put a withdrawn entry back. Raises as `save`."""
        return self._replace(entry_id, by, withdrawn=False)

    def comment(self, entry_id: str, text: str, by: Person) -> Entry:
        """The caseworker's own words on an entry of their record, in the place of those before.

        Raises NotAllowed for anybody else, InputRefused for too many letters, UnknownId, ChangedElsewhere.
        """
        with self._database.session() as session:
            row = _row(session, entry_id)
            self._readable(session, row.caseworker_id, by)
            if by.staff_id != row.caseworker_id:
                raise NotAllowed(f"The comment is {row.caseworker_id}'s own to write. Nothing was changed.")
            if len(text) > MOST_LETTERS:
                fault = Refusal(
                    f"comment of {by.staff_id}",
                    None,
                    "comment",
                    text,
                    f"has {len(text)} letters; {MOST_LETTERS} are kept",
                )
                raise InputRefused(f"The comment {fault.reason}. Nothing was changed.", [fault])
            before = form_of(row)
            after = replace(before, comment=text.strip())
            return entry_of(session, row) if after == before else self._append(session, after, by)

    # inside a session

    def _replace(self, entry_id: str, by: Person, *, withdrawn: bool) -> Entry:
        with self._database.session() as session:
            row = _row(session, entry_id)
            self._writable(session, row.caseworker_id, by)
            if row.withdrawn == withdrawn:
                return entry_of(session, row)
            return self._append(session, replace(form_of(row), withdrawn=withdrawn), by)

    def _append(self, session: Session, form: EntryForm, by: Person) -> Entry:
        row = row_of(form, by.staff_id, self._clock.now())
        session.add(row)
        try:
            session.flush()
        except IntegrityError as exc:
            raise ChangedElsewhere(CHANGED) from exc
        return entry_of(session, row)

    def _readable(self, session: Session, caseworker_id: str, by: Person) -> tuple[Staff, bool]:
        """The caseworker, and whether `by` leads them (else it is the caseworker)."""
        staff = _staff(session, caseworker_id)
        is_led = staff is not None and _leads(session, by, staff)
        if not is_led and by.staff_id != caseworker_id:
            raise NotAllowed(
                f"The record of {caseworker_id} is between {caseworker_id} and the team leader of {caseworker_id}. "
                f"It is not shown to {by.staff_id}."
            )
        if staff is None:
            raise UnknownId("member of staff", caseworker_id)
        return staff, is_led

    def _writable(self, session: Session, caseworker_id: str, by: Person) -> None:
        if not self._readable(session, caseworker_id, by)[1]:
            raise NotAllowed(
                f"The record of {caseworker_id} is written by the team leader; {caseworker_id} may comment on each "
                "entry. Nothing was changed."
            )


def _staff(session: Session, staff_id: str) -> Staff | None:
    return session.exec(select(Staff).where(Staff.staff_id == staff_id)).first()


def _leads(session: Session, by: Person, other: Staff) -> bool:
    """Whether `by` leads `other`; without a named team leader, only caseworkers are led by those of their team."""
    return leads(session, by, other.staff_id) and bool(other.team_leader or other.role == Role.CASEWORKER)


def _row(session: Session, entry_id: str) -> DevelopmentEntry:
    row = session.get(DevelopmentEntry, entry_id)
    if row is None:
        raise UnknownId("entry of a record", entry_id)
    return row


def _refuse_other(before: EntryForm, after: EntryForm) -> None:
    """An entry stays of its caseworker and kind, and its notes of progress stay as they were written."""
    if (before.caseworker_id, before.kind) != (after.caseworker_id, after.kind):
        raise InputRefused(f"This entry is {KIND_WORDS[before.kind].lower()} of {before.caseworker_id}; it stays so.")
    if before.withdrawn:
        raise InputRefused("This entry was withdrawn. Put it back before you change it. Nothing was changed.")
    if after.progress[: len(before.progress)] != before.progress:
        raise InputRefused("Notes of progress stay as they were written; add another one. Nothing was changed.")


def _refuse_faults(form: EntryForm) -> None:
    faults = faults_of(form)
    if faults:
        more = f" ({len(faults)} fields in all)" if len(faults) > 1 else ""
        raise InputRefused(f"{faults[0].reason}{more}. Nothing was saved.", faults)


def _refuse_reviews(session: Session, form: EntryForm) -> None:
    """An entry is tied to signed reviews of its own caseworker only."""
    if not form.reviews:
        return
    theirs = session.exec(
        select(func.count())
        .select_from(Review)
        .where(
            col(Review.id).in_(form.reviews),
            Review.caseworker_id == form.caseworker_id,
            Review.state == ReviewState.SIGNED,
        )
    ).one()
    if theirs != len(set(form.reviews)):
        reason = f"{FIELD_WORDS['reviews']}: tied to a review that is not a signed one of {form.caseworker_id}"
        fault = Refusal(f"entry for {form.caseworker_id}", None, "reviews", ", ".join(form.reviews), reason)
        raise InputRefused(f"{reason}. Nothing was saved.", [fault])

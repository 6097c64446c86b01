"""What a caseworker's record of a reporting period is put together from: entries with their versions, reviews with what
came of them as published and as amended, and what was answered "no" again and again.

Asked by `models.store.development` only, which has looked before who may read it. Reviews are listed by day; there is
no order of merit, and no caseworker is laid beside another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.development import (
    DATED,
    UNDER_WAY,
    DevelopmentEntry,
    EntryForm,
    EntryKind,
    ReportingPeriod,
    Suggestion,
    form_of,
    suggestions_of,
)
from models.kpi import KpiClass
from models.review import AnswerValue, Review, ReviewKind, ReviewState
from models.review_life import LifeState, Outcome, ReviewStep, StepKind
from models.staff import Staff, Team
from models.store.review_rows import ReviewRows, read_reviews


@dataclass(frozen=True)
class PersonLine:
    """A caseworker in the list of a team leader. `next_due`: the earliest day something still to be done is due."""

    staff_id: str
    grade: str | None
    team: str | None
    team_leader: str | None
    reviews: int
    open_needs: int
    open_objectives: int
    next_due: date | None


@dataclass(frozen=True)
class Version:
    """One version of an entry; `before` is the one it replaced, None for the first."""

    form: EntryForm
    before: EntryForm | None
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Entry:
    """An entry as it stands, who wrote this version and when, and in how many versions it came about."""

    form: EntryForm
    begun_by: str
    begun_at: datetime
    made_by: str
    made_at: datetime
    versions: int

    @property
    def entry_id(self) -> str:
        """The id of this version."""
        return str(self.form.entry_id)


@dataclass(frozen=True)
class ReviewedCall:
    """A check of the period. What was published first stands beside what holds now, where a later version changed it.

    `review` is the row id of the version that holds now, `versions` of all, oldest first. `disputed` and `undecided`
    count prompts.
    """

    review: str
    versions: tuple[str, ...]
    day: date | None
    recording_id: str | None
    sheet_id: str | None
    case_ref: str | None
    reviewer_id: str
    score_published: Decimal | None
    score: Decimal | None
    class_published: KpiClass | None
    kpi_class: KpiClass | None
    life: LifeState
    released: bool
    disputed: int
    upheld: int
    changed: int

    @property
    def is_amended(self) -> bool:
        return len(self.versions) > 1

    @property
    def undecided(self) -> int:
        return self.disputed - self.upheld - self.changed


@dataclass(frozen=True)
class DevelopmentRecord:
    """A caseworker's record over a period, as the one who asked may see it.

    `entries` as they stand, withdrawn ones among them; `versions` of all of them, newest first. `prompts`: id -> words.
    """

    line: PersonLine
    period: ReportingPeriod
    may_write: bool
    may_comment: bool
    entries: tuple[Entry, ...]
    versions: tuple[Version, ...]
    reviews: tuple[ReviewedCall, ...]
    suggestions: tuple[Suggestion, ...]
    prompts: dict[str, str] = field(default_factory=dict)

    @property
    def caseworker_id(self) -> str:
        return self.line.staff_id

    def of_kind(self, kind: EntryKind) -> tuple[Entry, ...]:
        """The entries of a kind that stand, what is due first at the top, else the newest."""
        found = [each for each in self.entries if each.form.kind is kind and not each.form.withdrawn]
        if kind in DATED:
            key = lambda each: (not each.form.under_way, each.form.due or date.max, each.begun_at)  # noqa: E731
            return tuple(sorted(found, key=key))
        return tuple(sorted(found, key=lambda each: (each.form.day, each.begun_at), reverse=True))

    def review(self, review_id: str) -> ReviewedCall | None:
        """The check one of whose versions has this row id."""
        return next((each for each in self.reviews if review_id in each.versions), None)

    def newest(self, entry_id: str) -> Entry | None:
        """The entry that has come of this version of it."""
        after = {one.before.entry_id: one.form.entry_id for one in self.versions if one.before is not None}
        at: str | None = entry_id
        while at in after:
            at = after[at]
        return next((each for each in self.entries if each.entry_id == at), None)

    def with_words(self) -> "DevelopmentRecord":
        """The suggestions in the words of the prompts."""
        told = tuple(replace(one, words=self.prompts.get(one.prompt, one.prompt)) for one in self.suggestions)
        return replace(self, suggestions=told)


def person_line(session: Session, staff: Staff, period: ReportingPeriod) -> PersonLine:
    """A caseworker with the checks of the period and what is still to be done."""
    team = None if staff.team_id is None else session.get(Team, staff.team_id)
    begun = [amends for _id, amends in _signed(session, staff.staff_id, period) if amends is None]
    later = aliased(DevelopmentEntry)
    waiting = session.exec(
        select(col(DevelopmentEntry.kind), col(DevelopmentEntry.due))
        .outerjoin(later, col(later.replaces) == DevelopmentEntry.id)
        .where(
            DevelopmentEntry.caseworker_id == staff.staff_id,
            col(later.id).is_(None),
            col(DevelopmentEntry.withdrawn).is_(False),
            col(DevelopmentEntry.kind).in_(tuple(DATED)),
            col(DevelopmentEntry.standing).in_(tuple(UNDER_WAY)),
            col(DevelopmentEntry.day) <= period.last,
        )
    ).all()
    kinds = [kind for kind, _due in waiting]
    return PersonLine(
        staff.staff_id,
        staff.grade,
        None if team is None else team.name,
        staff.team_leader,
        len(begun),
        kinds.count(EntryKind.NEED),
        kinds.count(EntryKind.OBJECTIVE),
        min((due for _kind, due in waiting if due is not None), default=None),
    )


def entry_of(session: Session, row: DevelopmentEntry) -> Entry:
    """A row with who began its entry."""
    first, versions = row, 1
    while first.replaces is not None:
        before = session.get(DevelopmentEntry, first.replaces)
        if before is None:
            break
        first, versions = before, versions + 1
    return Entry(form_of(row), first.made_by, first.made_at, row.made_by, row.made_at, versions)


def period_entries(
    session: Session, caseworker_id: str, period: ReportingPeriod
) -> tuple[tuple[Entry, ...], tuple[Version, ...]]:
    """The entries that belong to the period as they stand, and every version of them, newest first."""
    rows = session.exec(
        select(DevelopmentEntry)
        .where(DevelopmentEntry.caseworker_id == caseworker_id)
        .order_by(col(DevelopmentEntry.made_at), DevelopmentEntry.id)
    ).all()
    by_id = {row.id: row for row in rows}
    replaced = {row.replaces for row in rows}
    entries: list[Entry] = []
    versions: list[Version] = []
    for row in rows:
        if row.id in replaced or not period.holds(form_of(row)):
            continue
        entries.append(entry_of(session, row))
        at: DevelopmentEntry | None = row
        while at is not None:
            before = None if at.replaces is None else by_id.get(at.replaces)
            versions.append(Version(form_of(at), None if before is None else form_of(before), at.made_by, at.made_at))
            at = before
    versions.sort(key=lambda one: (one.made_at, one.form.entry_id or ""), reverse=True)
    return tuple(entries), tuple(versions)


def reviewed(
    session: Session, caseworker_id: str, period: ReportingPeriod, *, released_only: bool
) -> tuple[tuple[ReviewedCall, ...], tuple[ReviewRows, ...]]:
    """The caseworker's checks of the period by day, and the rows of the versions that hold, with their answers.

    Second marks and calibration stay out: they are about the reviewers. `released_only`: what the caseworker has been
    shown.
    """
    signed = [review for review, _amends in _signed(session, caseworker_id, period)]
    rows = read_reviews(session, col(Review.id).in_(signed))
    steps: dict[str, list[ReviewStep]] = {}
    wanted = select(ReviewStep).where(col(ReviewStep.review).in_(signed))
    for step in session.exec(wanted.order_by(col(ReviewStep.position))):
        steps.setdefault(step.review, []).append(step)
    released = {key for key, each in steps.items() if any(step.kind == StepKind.RELEASED for step in each)}
    found = []
    for chain in _chains(rows):
        seen = [each for each in chain if not released_only or each.review.id in released]
        if seen:
            told = [step for each in seen for step in steps.get(each.review.id, ())]
            found.append((_call(seen, told, seen[-1].review.id in released), seen[-1]))
    found.sort(key=lambda pair: (pair[0].day or date.max, pair[0].versions[0]))
    return tuple(call for call, _rows in found), tuple(each for _call, each in found)


def _signed(session: Session, caseworker_id: str, period: ReportingPeriod) -> list[tuple[str, str | None]]:
    """The signed reviews of a caseworker that count in the period, each with the one it amends.

    Chosen by the caseworker alone and sifted here: the database would rather walk through every signed review there is.
    """
    of_caseworker = session.exec(
        select(Review.id, col(Review.amends), Review.state, Review.kind, col(Review.counts_on)).where(  # type: ignore[call-overload]
            Review.caseworker_id == caseworker_id
        )
    )
    return [
        (review, amends)
        for review, amends, state, kind, day in of_caseworker
        if (state, kind) == (ReviewState.SIGNED, ReviewKind.PRIMARY)
        and day is not None
        and period.first <= day <= period.last
    ]


def suggested(rows: Sequence[ReviewRows]) -> tuple[Suggestion, ...]:
    """The prompts that were answered "no" again and again in these reviews."""
    decided = {AnswerValue.YES: False, AnswerValue.NO: True}
    answers = (
        (each.review.id, note.prompt, decided[note.value])
        for each in rows
        for note in each.notes
        if note.value in decided
    )
    return suggestions_of(answers, {})


def _chains(rows: Sequence[ReviewRows]) -> list[list[ReviewRows]]:
    """The versions of each check, oldest first."""
    by_id = {each.review.id: each for each in rows}
    after = {each.review.amends: each for each in rows if each.review.amends in by_id}
    chains = []
    for each in rows:
        if each.review.amends in by_id:
            continue
        chain = [each]
        while chain[-1].review.id in after:
            chain.append(after[chain[-1].review.id])
        chains.append(chain)
    return chains


def _call(chain: Sequence[ReviewRows], steps: Sequence[ReviewStep], released: bool) -> ReviewedCall:
    first, now = chain[0].summary, chain[-1].summary
    outcomes = [step.outcome for step in steps if step.kind == StepKind.DECIDED]
    return ReviewedCall(
        review=now.review_id,
        versions=tuple(each.review.id for each in chain),
        day=now.counts_on,
        recording_id=now.recording_id,
        sheet_id=now.sheet_id,
        case_ref=now.case_ref,
        reviewer_id=now.reviewer_id,
        score_published=first.score,
        score=now.score,
        class_published=first.kpi_class,
        kpi_class=now.kpi_class,
        life=LifeState(chain[-1].review.life),
        released=released,
        disputed=sum(step.kind == StepKind.DISPUTED for step in steps),
        upheld=outcomes.count(Outcome.UPHELD),
        changed=outcomes.count(Outcome.CHANGED),
    )

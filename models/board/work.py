"""The work on hand: every sheet decided up to today whose check is not closed, by stage and age; samples not done.

The stages are those of the report `pipeline`, as they stand now: from the newest signed review of each sheet, which
says itself where it is in its life (`Review.life`, `reply_by`, `to_amend`).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, func, literal, or_, select
from sqlmodel import Session

from models.board.query import BoardQuery
from models.board.relations import DRAW, REVIEW, SHEET, Conditions, Several, as_it_is, newest, signed
from models.review import Review, ReviewKind
from models.review_life import LifeState
from models.sample import SampleRow
from models.store.tables import table_of

OPENED, IN_PROGRESS, AWAITING, DISPUTED, CLOSED = "opened", "in_progress", "awaiting_qa", "disputed", "closed"
STAGES = {
    OPENED: "Opened: no review begun",
    IN_PROGRESS: "In progress: begun, not signed",
    AWAITING: "Signed, not closed",
    DISPUTED: "Disputed, not decided",
}
BANDS = ((0, 7), (8, 14), (15, 28), (29, None))
"""Ages in days, ends included."""
BAND_WORDS = ("0-7 days", "8-14 days", "15-28 days", "over 28 days")
UNDATED = "undated"
SAMPLE = table_of(SampleRow)
_BEGUN, _CHECK = table_of(Review).alias("begun"), table_of(Review).alias("check_of_draw")


def sheets_with_check(several: Several = None) -> FromClause:
    """Every sheet with the newest signed review of it, if there is one."""
    return SHEET.outerjoin(
        REVIEW,
        and_(
            REVIEW.c.sheet == SHEET.c.id,
            signed(REVIEW, with_call=False),
            newest(REVIEW, with_call=False, several=several),
        ),
    )


def stage_on(today: date) -> ColumnElement[str]:
    """The stage of a sheet's check."""
    begun = exists(_BEGUN.c.sheet).where(_BEGUN.c.sheet == SHEET.c.id, _BEGUN.c.kind == ReviewKind.PRIMARY.value)
    waits = or_(
        REVIEW.c.life == LifeState.SIGNED.value,
        and_(REVIEW.c.life == LifeState.RELEASED.value, or_(REVIEW.c.reply_by.is_(None), REVIEW.c.reply_by >= today)),
        and_(REVIEW.c.life == LifeState.DECIDED.value, REVIEW.c.to_amend),
    )
    return case(
        (and_(REVIEW.c.id.is_(None), begun), IN_PROGRESS),
        (REVIEW.c.id.is_(None), OPENED),
        (REVIEW.c.life == LifeState.DISPUTED.value, DISPUTED),
        (waits, AWAITING),
        else_=CLOSED,
    )


def on_hand(query: BoardQuery, today: date) -> Conditions:
    """Sheets (of `sheets_with_check`) whose check is not closed."""
    decided = func.coalesce(SHEET.c.decision_date, today) <= today
    return [*as_it_is(query), decided, stage_on(today) != CLOSED]


def of_band(band: str, today: date) -> ColumnElement[bool]:
    """Sheets of an age: a number of `BANDS`, or UNDATED."""
    if band == UNDATED:
        return SHEET.c.decision_date.is_(None)
    least, most = BANDS[int(band)]
    young = SHEET.c.decision_date <= today - timedelta(days=least)
    return young if most is None else and_(young, SHEET.c.decision_date >= today - timedelta(days=most))


@dataclass(frozen=True)
class WorkGroup:
    """Sheets on hand of one stage and day of decision (None: not held)."""

    stage: str
    day: date | None
    count: int

    def band(self, today: date) -> int | None:
        """Which of `BANDS` they are in."""
        if self.day is None:
            return None
        age = (today - self.day).days
        return next(at for at, (_, most) in enumerate(BANDS) if most is None or age <= most)


def read_work(session: Session, query: BoardQuery, today: date, several: Several = None) -> tuple[WorkGroup, ...]:
    """Everything on hand."""
    stage = stage_on(today).label("stage")
    grouped = (
        select(stage, SHEET.c.decision_date, func.count())
        .select_from(sheets_with_check(several))
        .where(*on_hand(query, today))
        .group_by("stage", SHEET.c.decision_date)
    )
    return tuple(WorkGroup(*row) for row in session.execute(grouped))


@dataclass(frozen=True)
class SampleGroup:
    """A sample and its draws that stand."""

    sample_id: str
    reviewer_id: str | None
    due: date | None
    drawn: int
    done: int


def is_done() -> ColumnElement[bool]:
    """Whether a drawn call is checked, as `models.store.sample_reading.checked_by` says: by a signed primary review of
    it on its sheet, else of the call itself. Signed is asked by its moment, as the indexes have it."""
    of_kind = _CHECK.c.kind == ReviewKind.PRIMARY.value
    # nullif keeps SQLite at the index by sheets, which has the rest as well
    its_call = func.nullif(_CHECK.c.recording, "") == DRAW.c.recording
    by_sheet = exists(_CHECK.c.sheet).where(
        _CHECK.c.sheet == DRAW.c.sheet, _CHECK.c.signed_at.is_not(None), of_kind, its_call
    )
    of_call = _CHECK.c.subject == literal("recording:").concat(DRAW.c.recording)
    by_call = exists(_CHECK.c.recording).where(
        _CHECK.c.recording == DRAW.c.recording, _CHECK.c.signed_at.is_not(None), of_kind, of_call
    )
    return or_(by_sheet, by_call)


def draws() -> FromClause:
    """Draws with their samples."""
    return DRAW.join(SAMPLE, SAMPLE.c.id == DRAW.c.sample)


def draws_of(query: BoardQuery) -> Conditions:
    """Draws that stand, narrowed by what their sheets say now."""
    narrowed = as_it_is(query)[1:]
    of_sheets = [exists(SHEET.c.id).where(SHEET.c.id == DRAW.c.sheet, *narrowed)] if narrowed else []
    return [DRAW.c.stands, *of_sheets]


def read_samples(session: Session, query: BoardQuery) -> tuple[SampleGroup, ...]:
    """Every sample that is not done, what is due first."""
    standing = draws_of(query)
    counted = select(DRAW.c.sample, func.count()).group_by(DRAW.c.sample)
    # those not done are few: only they are sorted by sample
    waiting = {row[0]: row[1] for row in session.execute(counted.where(*standing, ~is_done()))}
    drawn = {row[0]: row[1] for row in session.execute(counted.where(*standing))} if waiting else {}
    by = (SAMPLE.c.id, SAMPLE.c.sample_id, SAMPLE.c.reviewer, SAMPLE.c.due)
    order = (SAMPLE.c.due.is_(None), SAMPLE.c.due, SAMPLE.c.sample_id)
    return tuple(
        SampleGroup(row[1], row[2], row[3], drawn[row[0]], drawn[row[0]] - waiting[row[0]])
        for row in session.execute(select(*by).order_by(*order))
        if row[0] in waiting
    )

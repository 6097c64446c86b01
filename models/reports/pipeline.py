"""How far the checks have come on a day: annex A of the 2018 letter ("volume and stage in process").

Each guide sheet decided in the period is one check, and stands in one stage as it stood at the end of the last day, so
a report of last month comes out the same today. Columns: command-line contract, "report".
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from models.reports.counted import REVIEW, SCOPE_WORDS, SHEET, Period, counts, new_kind
from models.reports.finishing import Heading, after, finished
from models.reports.kpi_known import scope_of
from models.reports.suppression import Relation
from models.reports.table import Column, Definition, Raw, Report, Role, Value
from models.review import ReviewKind
from models.review_life import Outcome, ReviewStep, StepKind
from models.store import Store
from models.store.tables import table_of

KIND = "pipeline"
TITLE = "Check pipeline"
STAGES = ("opened", "in_progress", "awaiting_qa", "disputed", "closed")
COLUMNS = (
    Column("stage"),
    Column("count", Role.COUNT),
    Column("oldest_days", Role.FIGURE, ("count",)),
)
DEFINITION = Definition(
    words=(
        "One check is one guide sheet decided in the period, in the stage in which it stood at the end of the last "
        "day. Opened: no review of it was begun. In progress: one was begun and none signed. Awaiting QA: signed, and "
        "neither in dispute nor closed. Disputed: a disputed prompt has no outcome yet. Closed: acknowledged, or every "
        "dispute decided with nothing to amend, or released and the days to reply are over. Primary reviews; of "
        f"several the newest. Scope: {SCOPE_WORDS}. A check that is closed is no longer waiting and has no age."
    ),
    source="Letter of 15 March 2018, annex A (volume and stage in process)",
    formula="oldest days = the last day less the earliest decision date in the stage",
)
_STEP = table_of(ReviewStep)


def report(store: Store, first: date, last: date, threshold: int) -> Report:
    """The report as at `last`, of the sheets decided since `first`."""
    period = Period(first, min(last, max(first, store.clock.today())))
    with store.database.session() as session:
        found = counts(session, Period(first, last))
        told = {stage: (number, oldest) for stage, number, oldest in session.execute(_by_stage(period))}
    rows: list[tuple[Value, ...]] = []
    for stage in STAGES:
        number, oldest = told.get(stage, (0, None))
        rows.append((stage, number, None if oldest is None or stage == "closed" else (period.last - oldest).days))
    whole, heading, relations = Period(first, last), Heading(KIND, TITLE, DEFINITION), []
    if sum(number for number, _ in told.values()) == found.in_scope:  # which other reports show unless it is few
        stages = tuple((at, 1) for at in range(len(STAGES)))
        relations.append(Relation(plus=stages, less=(scope_of(found, threshold),)))
    return finished(store, heading, whole, threshold, found, Raw(COLUMNS, tuple(rows)), relations)


def _by_stage(period: Period) -> Any:
    """Stage, how many, and the earliest decision date."""
    end = after(period)
    begun = (
        select(REVIEW.c.sheet, func.min(REVIEW.c.created_at).label("at"))
        .where(REVIEW.c.kind == ReviewKind.PRIMARY, REVIEW.c.sheet.is_not(None), REVIEW.c.created_at < end)
        .group_by(REVIEW.c.sheet)
        .subquery("begun")
    )
    newest = (
        select(
            REVIEW.c.id,
            REVIEW.c.sheet,
            func.row_number()
            .over(partition_by=REVIEW.c.sheet, order_by=(REVIEW.c.signed_at.desc(), REVIEW.c.id.desc()))
            .label("place"),
        )
        .where(
            REVIEW.c.kind == ReviewKind.PRIMARY,
            REVIEW.c.signed_at.is_not(None),
            REVIEW.c.sheet.is_not(None),
            REVIEW.c.signed_at < end,
        )
        .subquery("newest")
    )
    life = (
        select(
            _STEP.c.review,
            _how_many(_STEP.c.kind == StepKind.ACKNOWLEDGED).label("acknowledged"),
            _how_many(_STEP.c.kind == StepKind.DISPUTED).label("disputed"),
            _how_many(_STEP.c.kind == StepKind.DECIDED).label("decided"),
            _how_many(and_(_STEP.c.kind == StepKind.DECIDED, _STEP.c.outcome == Outcome.CHANGED)).label("changed"),
            func.max(_STEP.c.reply_by).label("reply_by"),
        )
        .where(_STEP.c.at < end)
        .group_by(_STEP.c.review)
        .subquery("life")
    )
    closed = or_(
        life.c.acknowledged > 0,
        and_(life.c.disputed > 0, life.c.changed == 0),
        and_(life.c.disputed == 0, life.c.reply_by < period.last),
    )
    stage = case(
        (and_(newest.c.id.is_(None), begun.c.at.is_(None)), "opened"),
        (newest.c.id.is_(None), "in_progress"),
        (life.c.disputed > life.c.decided, "disputed"),
        (closed, "closed"),
        else_="awaiting_qa",
    ).label("stage")
    return (
        select(stage, func.count(), func.min(SHEET.c.decision_date))
        .select_from(
            SHEET.outerjoin(begun, begun.c.sheet == SHEET.c.id)
            .outerjoin(newest, and_(newest.c.sheet == SHEET.c.id, newest.c.place == literal(1)))
            .outerjoin(life, life.c.review == newest.c.id)
        )
        .where(period.holds(SHEET.c.decision_date), new_kind(SHEET.c.arrangement_kind))
        .group_by(stage)
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))

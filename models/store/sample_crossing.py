"""Reading what a sample's cross-reference compares: sheets, Task 567, Caseworker Online views, signed answers, ties.

Between the tables and `models.sample_crossing`, which compares. Used by the store of samples. One statement a table,
whatever the sample's size.
"""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlmodel import Session

from models.crosscheck import OnlineView, Task567
from models.guide_sheet import GuideSheet
from models.matching import PRIMARY, Match
from models.recording import Recording
from models.review import Answer, Review
from models.review_life import LifeState
from models.sample import SampleDraw, SampleRow
from models.sample_certificate import Filters
from models.sample_crossing import METHOD_PROMPTS, CallLess, CrossReference, DrawnRecords, TaskSaid, crossed
from models.sheet_judgement import SheetJudgement
from models.staff import Staff, Team
from models.store.sample_reading import checked_by
from models.store.tables import table_of

MOST_CALL_LESS = 500
"""Sheets without a call that are listed; all are counted."""
_DRAW, _R, _S, _M, _T, _W, _V, _A, _J = (
    table_of(each).c
    for each in (SampleDraw, Recording, GuideSheet, Match, Task567, OnlineView, Review, Answer, SheetJudgement)
)


def cross_reference(session: Session, sample: SampleRow, filters: Filters) -> CrossReference:
    """The whole cross-reference of a sample as its records stand now."""
    rows = session.execute(
        select(
            *(_DRAW.id, _DRAW.position, _DRAW.sheet, _R.recording_id, _S.sheet_id, _DRAW.caseworker_id),
            *(_S.methods_offered, _S.method_agreed, _S.caseworker_online_ref),
            _has_tie(_DRAW.recording, _DRAW.sheet).label("tied"),
        )
        .select_from(
            table_of(SampleDraw)
            .join(table_of(Recording), _R.id == _DRAW.recording)
            .join(table_of(GuideSheet), _S.id == _DRAW.sheet)
        )
        .where(_DRAW.sample == sample.id, _DRAW.stands)
        .order_by(_DRAW.position)
    ).all()
    tasks, viewed, answers = _tasks(session, sample), _viewed(session, sample), _answers(session, sample)
    calls = tuple(
        crossed(
            DrawnRecords(
                row.position,
                row.recording_id,
                row.sheet_id,
                row.caseworker_id,
                row.id in answers,
                bool(row.tied),
                _methods(row.methods_offered),
                row.method_agreed or None,
                tasks.get(row.sheet, ()),
                viewed.get(row.sheet, 0),
                bool(row.caseworker_online_ref),
                answers.get(row.id, {}),
            ),
            blind=sample.blind,
        )
        for row in rows
    )
    return CrossReference(sample.sample_id, sample.blind, calls, *_without_call(session, sample, filters))


def _has_tie(recording: ColumnElement[str], sheet: ColumnElement[str]) -> ColumnElement[bool]:
    held = _M.state.in_([state.value for state in PRIMARY])
    return exists(select(_M.id).where(_M.recording == recording, _M.sheet == sheet, held))


def _drawn_sheets(sample: SampleRow) -> Select[tuple[str]]:
    return select(_DRAW.sheet).where(_DRAW.sample == sample.id, _DRAW.stands)


def _tasks(session: Session, sample: SampleRow) -> Mapping[str, tuple[TaskSaid, ...]]:
    """The Task 567 entries of each drawn sheet (row id), the oldest first."""
    found: defaultdict[str, tuple[TaskSaid, ...]] = defaultdict(tuple)
    rows = session.execute(
        select(
            *(_T.sheet, _T.task_id, _T.current_method, _T.promoted_method, _T.outcome_method),
            *(_T.refusal_reason, _T.closed),
        )
        .where(_T.sheet.in_(_drawn_sheets(sample)))
        .order_by(_T.raised, _T.task_id)
    )
    for sheet, task_id, current, promoted, taken, refused, closed in rows:
        said = TaskSaid(task_id, current or None, promoted or None, taken or None, refused, closed)
        found[sheet] = (*found[sheet], said)
    return found


def _viewed(session: Session, sample: SampleRow) -> Mapping[str, int]:
    """How many Caseworker Online views belong to each drawn sheet."""
    of_drawn = _W.sheet.in_(_drawn_sheets(sample))
    rows = session.execute(select(_W.sheet, func.count()).where(of_drawn).group_by(_W.sheet))
    return {row[0]: row[1] for row in rows}


def _answers(session: Session, sample: SampleRow) -> Mapping[str, Mapping[str, str]]:
    """What the signed check of each draw (row id) that has one answered on methods; the newest check last."""
    newest = (_V.life != LifeState.AMENDED.value, _DRAW.sample == sample.id, _DRAW.stands)
    signed = (
        select(_DRAW.id.label("draw"), _V.id.label("review"), _V.signed_at)
        .join_from(table_of(Review), table_of(SampleDraw), checked_by())
        .where(*newest)
        .subquery()
    )
    wanted = and_(_A.review == signed.c.review, _A.prompt.in_(METHOD_PROMPTS), _A.value.is_not(None))
    rows = session.execute(
        select(signed.c.draw, _A.prompt, _A.value)
        .select_from(signed.outerjoin(table_of(Answer), wanted))
        .order_by(signed.c.signed_at)
    )
    found: dict[str, dict[str, str]] = {}
    for draw, prompt, value in rows:
        told = found.setdefault(draw, {})
        if prompt is not None:
            told[prompt] = value
    return found


def _methods(written: str | None) -> tuple[str, ...]:
    """What a sheet says was offered, in its order."""
    return tuple(code.strip() for code in (written or "").replace(",", ";").split(";") if code.strip())


def _without_call(session: Session, sample: SampleRow, filters: Filters) -> tuple[int, int, tuple[CallLess, ...]]:
    """How many sheets were decided in the sample's period, how many of them have no call, and the first of those."""
    scope: list[ColumnElement[bool]] = [_S.decision_date.between(sample.date_from, sample.date_to)]
    for column, asked in ((_S.scheme, filters.scheme), (_S.method_agreed, filters.method)):
        if asked is not None:
            scope.append(column == asked)
    if filters.team is not None:
        scope.append(_of_team(filters.team))
    if filters.verdict is not None:
        scope.append(exists(select(_J.sheet).where(_J.sheet == _S.id, _J.verdict == filters.verdict)))
    whole = session.execute(select(func.count()).select_from(table_of(GuideSheet)).where(*scope)).scalar_one()
    held = select(_M.id).where(_M.sheet == _S.id, _M.recording.is_not(None))
    missing = [*scope, ~exists(held.where(_M.state.in_([state.value for state in PRIMARY])))]
    many = session.execute(select(func.count()).select_from(table_of(GuideSheet)).where(*missing)).scalar_one()
    rows = session.execute(
        select(_S.sheet_id, _S.caseworker_id, _S.decision_date, _S.method_agreed)
        .where(*missing)
        .order_by(_S.decision_date, _S.sheet_id)
        .limit(MOST_CALL_LESS)
    )
    return whole, many, tuple(CallLess(*row) for row in rows)


def _of_team(name: str) -> ColumnElement[bool]:
    """The sheet's team, else its caseworker's own."""
    staff, team = table_of(Staff).c, table_of(Team).c
    own = (
        select(staff.staff_id)
        .join_from(table_of(Staff), table_of(Team), team.id == staff.team_id)
        .where(team.name == name)
    )
    return or_(_S.team == name, (_S.team.is_(None) | (_S.team == "")) & _S.caseworker_id.in_(own))

"""The rows behind a figure: for every way within a tile, the conditions it was counted by.

A list is of one kind: reviews (REVIEW), sheets (SHEETS), entries of Task 567, sheets on hand, or draws of a sample.
`rows_behind` gives the row ids in the order of the list, the newest first (work: the oldest first).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal, select
from sqlmodel import Session

from models.board.blind import Known, blind_last
from models.board.kpi_tiles import CALL_BASIS, months_up_to
from models.board.prompts import CRITICAL, Prompts, answered
from models.board.query import Behind, BoardQuery, TileKey, narrowed_to
from models.board.reading import MARKS_OF
from models.board.relations import (
    DAY,
    DRAW,
    JUDGED,
    REVIEW,
    SHEET,
    SHEETS,
    TASK,
    WORD,
    Conditions,
    Several,
    checked,
    decided_since,
    drawn,
    has_view,
    in_scope,
    names_missing_view,
)
from models.board.sheets import OTHER_GROUND, ground_code
from models.board.strictness import ONE, may_see
from models.board.work import SAMPLE, draws, draws_of, is_done, of_band, on_hand, sheets_with_check, stage_on
from models.errors import NotAllowed
from models.kpi import KpiClass
from models.marks import NO
from models.reports.table import month_of
from models.steer_records import NOTHING
from models.store.staff import Person

NEAR, NEWEST = 1_000, timedelta(days=28)
"""So many lines from the beginning are looked for among those of the last days."""


class Kind(StrEnum):
    """What the lines of a list are."""

    CALL = "call"
    SHEET = "sheet"
    TASK = "task"
    WORK = "work"
    DRAW = "draw"


@dataclass(frozen=True)
class Rows:
    """The rows of a list: from where, which, in which order. `key` is their row id, `sheet` that of their sheet."""

    kind: Kind
    table: FromClause
    key: ColumnElement[Any]
    sheet: ColumnElement[Any]
    where: Conditions
    order: tuple[ColumnElement[Any], ...]
    span: tuple[date, date] | None = None
    """The days a list of sheets or tasks is of, where it begins with the newest."""

    def count(self) -> Select[Any]:
        """How many there are."""
        return select(func.count()).select_from(self.table).where(*self.where)

    def page(self, offset: int, limit: int) -> Select[Any]:
        """Some of their ids."""
        chosen = select(self.key).select_from(self.table).where(*self.where)
        return chosen.order_by(*self.order).offset(offset).limit(limit)

    def ids(self, session: Session, offset: int, limit: int) -> Sequence[str]:
        """Some of their ids. What is near the beginning is looked for among the newest first: to sort a hundred
        thousand sheets takes a fifth of a second."""
        newest = self._of_newest() if offset + limit <= NEAR else None
        if newest is not None:
            found = session.execute(newest.page(offset, limit)).scalars().all()
            if len(found) == limit:
                return found
        return session.execute(self.page(offset, limit)).scalars().all()

    def _of_newest(self) -> "Rows | None":
        """The same list of the last days alone."""
        first, last = self.span or (date.max, date.min)
        since = last - NEWEST if first < last else last
        if since <= first:
            return None
        return replace(self, where=[*self.where, decided_since(self.sheet, since, last), DAY.between(since, last)])


@dataclass(frozen=True)
class Asked:
    """What a list is made by: the question, its day, the prompts, who asks, the session to look up grounds, and which
    sheets have several reviews or are blind."""

    session: Session
    query: BoardQuery
    today: date
    prompts: Prompts
    by: Person
    known: Known

    @property
    def several(self) -> Several:
        """The sheets with several reviews (None: too many to be named)."""
        return self.known.several


def rows_behind(asked: Asked, behind: Behind) -> Rows:
    """The rows behind a figure. Raises KeyError or ValueError for a way no tile has, NotAllowed for a reviewer whose
    line this person may not see."""
    rows = _rows_of(asked, behind)
    blind = blind_last(rows.sheet, behind, asked.known)
    return replace(rows, order=(*blind, *rows.order), span=None) if blind else rows


def _rows_of(asked: Asked, behind: Behind) -> Rows:
    tile, way = behind.tile, behind.part
    if tile is TileKey.TREND:
        return _of_month(asked, way)
    if tile is TileKey.WORK:
        return _work(asked, way)
    if way[0] == "answer":
        return _calls(asked, answered(asked.prompts.of(way[1]), MARKS_OF[way[2]]))
    return _OF_TILES[tile](asked, way)


def _span(query: BoardQuery) -> tuple[date, date]:
    return query.first, query.last


def _calls(asked: Asked, *conditions: ColumnElement[bool]) -> Rows:
    where = [*checked(asked.query, asked.query.first, asked.query.last, asked.several), *conditions]
    return Rows(Kind.CALL, REVIEW, REVIEW.c.id, REVIEW.c.sheet, where, (REVIEW.c.counts_on.desc(), REVIEW.c.id))


def _sheets(asked: Asked, *conditions: ColumnElement[bool]) -> Rows:
    where = [*in_scope(asked.query, asked.query.first, asked.query.last), *conditions]
    return Rows(Kind.SHEET, SHEETS, SHEET.c.id, SHEET.c.id, where, (DAY.desc(), SHEET.c.id), _span(asked.query))


def _of_month(asked: Asked, way: tuple[str, ...]) -> Rows:
    *group, month, basis, name = way
    query = asked.query
    first, last = next(span for span in months_up_to(query.last) if month_of(span[0]) == month)
    narrowed = replace(query, first=first, last=last)
    if group:
        narrowed = narrowed_to(narrowed, group[0], group[1])
    return _basis(replace(asked, query=narrowed), (basis, name))


def _basis(asked: Asked, way: tuple[str, ...]) -> Rows:
    basis, name = way
    return _calls(asked, *_of_calls(name)) if basis == CALL_BASIS else _sheets(asked, *_of_sheets(name))


def _of_calls(name: str) -> Conditions:
    wrong = REVIEW.c.kpi_class == KpiClass.INACCURATE.value
    if name == "checked":
        return []
    if name == "drawn":
        return [drawn()]
    if name in ("figure_errors", "process_errors"):
        return [wrong, REVIEW.c[name.removesuffix("s")]]
    return [REVIEW.c.kpi_class == KpiClass(name.upper()).value]


def _of_sheets(name: str) -> Conditions:
    if name == "in_scope":
        return []
    if name in ("checked", "unchecked"):
        return [WORD.c.id.is_not(None) if name == "checked" else WORD.c.id.is_(None)]
    return [WORD.c.verdict == KpiClass(name.upper()).value]


def _one_of(column: ColumnElement[Any], code: str) -> ColumnElement[bool]:
    """Whether a code is one of those joined by +."""
    return literal("+").concat(column).concat("+").contains(f"+{code}+", autoescape=True)


def _reasons(asked: Asked, way: tuple[str, ...]) -> Rows:
    wrong = WORD.c.verdict == KpiClass.INACCURATE.value
    return _sheets(asked, wrong, *([_one_of(WORD.c.reasons, way[1])] if way[0] == "reason" else []))


def _prompts(asked: Asked, way: tuple[str, ...]) -> Rows:
    if way[0] == "checks":
        return _calls(asked, answered(asked.prompts.all(critical=way[1] == CRITICAL), NO))
    return _calls(asked, answered(asked.prompts.of(way[1], critical=way[0] == CRITICAL), NO))


def _method(asked: Asked, way: tuple[str, ...]) -> Rows:
    promoted, outcome = TASK.c.promoted_method, TASK.c.outcome_method
    fates: dict[str, ColumnElement[bool]] = {
        "taken": outcome == promoted,
        "refused": and_(TASK.c.refusal_reason.is_not(None), func.coalesce(outcome, "") != promoted),
        "another": and_(TASK.c.refusal_reason.is_(None), outcome != promoted),
        "open": and_(TASK.c.refusal_reason.is_(None), outcome.is_(None)),
        "told": outcome.is_not(None),
    }
    conditions: Conditions = [promoted.is_not(None)]
    if way[0] != "all":
        conditions.append(promoted == way[1])
    if way[0] in ("all", "promoted"):
        conditions += [fates[fate] for fate in way[1 if way[0] == "all" else 2 :]]
    elif way[0] == "refusal":
        conditions += [fates["refused"], TASK.c.refusal_reason == way[2]]
    else:
        conditions.append(outcome == way[2] if way[2] else outcome.is_(None))
    where = [*in_scope(asked.query, asked.query.first, asked.query.last), *conditions]
    table = TASK.join(SHEETS, SHEET.c.id == TASK.c.sheet)
    return Rows(Kind.TASK, table, TASK.c.id, TASK.c.sheet, where, (DAY.desc(), TASK.c.id), _span(asked.query))


def _online(asked: Asked, way: tuple[str, ...]) -> Rows:
    conditions = {"on_file": [has_view()], "in_scope": [], "missing": [names_missing_view()]}
    return _sheets(asked, *conditions[way[0]])


def _discretion(asked: Asked, way: tuple[str, ...]) -> Rows:
    if way[0] == "ground":
        return _sheets(asked, WORD.c.id.is_not(None), _ground(asked, way[1]))
    conditions = {
        "accurate": [WORD.c.verdict == KpiClass.ACCURATE_DISCRETION.value],
        "assessed": [WORD.c.verdict != KpiClass.NOT_ASSESSABLE.value],
        "without_reason": [_one_of(WORD.c.reasons, "DISCRETION_WITHOUT_REASON")],
    }
    return _sheets(asked, *conditions[way[0]])


def _ground(asked: Asked, code: str) -> ColumnElement[bool]:
    """Sheets confirmed with a ground of this code; under `OTHER_GROUND` all whose ground is no code."""
    if code != OTHER_GROUND:
        return WORD.c.discretion_ground == code
    held = asked.session.execute(select(WORD.c.discretion_ground).distinct()).scalars()
    return WORD.c.discretion_ground.in_([each for each in held if ground_code(each) == OTHER_GROUND])


def _sensitive(asked: Asked, way: tuple[str, ...]) -> Rows:
    told = JUDGED.c.reading_sensitive
    conditions: Conditions = [told.is_not(None)] if way[0] == "judged" else [told.not_in((NOTHING, ""))]
    if way[0] == "reading":
        conditions.append(_one_of(told, way[1]))
    rows = _sheets(asked, *conditions)
    return replace(rows, table=SHEETS.outerjoin(JUDGED, JUDGED.c.sheet == SHEET.c.id))


def _strictness(asked: Asked, way: tuple[str, ...]) -> Rows:
    if way[0] != ONE:
        return _calls(asked, *_of_calls(way[1]))
    if not may_see(asked.by, way[1]):
        raise NotAllowed(f"{asked.by.staff_id} may not see how {way[1]} marked: {way[1]} and Quality Assurance may.")
    return _calls(asked, REVIEW.c.reviewer_id == way[1], *_of_calls(way[2]))


def _work(asked: Asked, way: tuple[str, ...]) -> Rows:
    if way[0] in ("sample", "overdue"):
        return _draws(asked, way)
    where = on_hand(asked.query, asked.today)
    if way[0] != "on_hand":
        where.append(stage_on(asked.today) == way[1])
    if way[0] == "band":
        where.append(of_band(way[2], asked.today))
    oldest_first = (SHEET.c.decision_date.is_(None), SHEET.c.decision_date, SHEET.c.id)
    return Rows(Kind.WORK, sheets_with_check(asked.several), SHEET.c.id, SHEET.c.id, where, oldest_first)


def _draws(asked: Asked, way: tuple[str, ...]) -> Rows:
    where = draws_of(asked.query)
    if way[0] == "overdue":
        where += [SAMPLE.c.due < asked.today, ~is_done()]
    else:
        where.append(SAMPLE.c.sample_id == way[1])
        where += {"drawn": [], "done": [is_done()], "open": [~is_done()]}[way[2]]
    order = (SAMPLE.c.due.is_(None), SAMPLE.c.due, SAMPLE.c.sample_id, DRAW.c.position)
    return Rows(Kind.DRAW, draws(), DRAW.c.id, DRAW.c.sheet, where, order)


_OF_TILES = {
    TileKey.KPI: _basis,
    TileKey.REASONS: _reasons,
    TileKey.PROMPTS: _prompts,
    TileKey.METHOD: _method,
    TileKey.ONLINE: _online,
    TileKey.DISCRETION: _discretion,
    TileKey.SENSITIVE: _sensitive,
    TileKey.STRICTNESS: _strictness,
}

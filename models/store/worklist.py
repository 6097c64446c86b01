"""The worklist: what is due, drafted, signed and unmatched; counted, filtered, sorted and read a page at a time.

Between matching and the reviews on one side and the list in the window on the other. Reads only. The answers come from
the kept table (`models.store.work_lines`, `worklist_reading`); while that is not in step, from the sections' own
statements (`worklist_sections`), which this file filters, sorts, counts and pages: slower, never wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, not_, or_, select
from sqlmodel import Session, col

from models.clock import Clock
from models.columns import with_offset
from models.database import Database
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.review import Review, ReviewState
from models.staff import Staff, Team
from models.store import worklist_reading
from models.store.sample_waiting import assigned_draw
from models.store.work_lines import KeptLines
from models.store.worklist_query import OWN_ORDER, Choices, Order, WorkItem, WorkQuery
from models.store.worklist_reading import JOINED_BY, NO_READING, Said
from models.store.worklist_sections import OF_REVIEW, OF_SIGNED, PLACE_OF, Columns, Section, asked
from models.work_line import Place

__all__ = ["Choices", "Order", "Said", "Section", "WorkItem", "WorkQuery", "WorklistStore"]


class WorklistStore:
    """Answers the worklist's questions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._kept = KeptLines(database)
        self._counted: tuple[int, worklist_reading.Counted] | None = None
        self._said: dict[Place, tuple[int, dict[Said, int]]] = {}

    def is_empty(self) -> bool:
        """Whether there is nothing at all to work on: no recording and no guide sheet."""
        with self._database.session() as session:
            return (
                session.execute(select(col(Recording.id)).limit(1)).first() is None
                and session.execute(select(col(GuideSheet.id)).limit(1)).first() is None
            )

    def catch_up(self, check: Callable[[], None] = lambda: None) -> bool:
        """Bring the kept list in step, whatever was written since; whether it is. For the background.

        `check` raises to stop in between.
        """
        return self._kept.catch_up(check)

    def counts(
        self,
        reviewer: str | None = None,
        *,
        with_reviewed: bool = False,
        assigned_to: str | None = None,
        sample: str | None = None,
    ) -> dict[Section, int]:
        """How many lines each section holds; drafts are those of `reviewer` (everybody's when None), what is due those
        of the samples `assigned_to` somebody, or of one `sample` of these, where that is asked for."""
        bare = WorkQuery(with_reviewed=with_reviewed, assigned_to=assigned_to, sample=sample)
        return {
            section: self.count(
                replace(bare, section=section, reviewer=reviewer if section is Section.DRAFTS else None)
            )
            for section in Section
        }

    def count(self, query: WorkQuery) -> int:
        """How many lines the query has in all."""
        turn = self._kept.in_step()
        with self._database.session() as session:
            if turn is None:
                return _count(session, self._narrowed(query))
            if query.filtered or query.drawn_for:
                return self._asked(session, query, turn).count()
            if self._counted is None or self._counted[0] != turn:
                self._counted = (turn, worklist_reading.counted(session))
            return worklist_reading.total_of(query, self._counted[1])

    def page(self, query: WorkQuery, offset: int, limit: int) -> list[WorkItem]:
        """`limit` lines from `offset` on, in the query's order, which is the same at every call."""
        turn = self._kept.in_step()
        with self._database.session() as session:
            if turn is not None:
                alone = not query.filtered and not query.drawn_for
                known = alone and self._counted is not None and self._counted[0] == turn
                total = worklist_reading.total_of(query, self._counted[1]) if known and self._counted else None
                ways = self._asked(session, query, turn)
                return [_item(row) for row in ways.page(*_order_of(query), offset, limit, total)]
            statement = self._in_order(query).offset(offset).limit(limit)
            return [_item(row._mapping) for row in session.execute(statement)]

    def choices(self) -> Choices:
        """Every caseworker, team, method and reviewer there is to filter by."""
        kept = self._kept.in_step() is not None
        with self._database.session() as session:
            if kept:
                return worklist_reading.choices(session)
            return Choices(
                caseworkers=_texts(session, _distinct(Recording.caseworker_id), _distinct(GuideSheet.caseworker_id)),
                teams=_texts(session, _distinct(GuideSheet.team), _teams_with_work()),
                methods=_texts(session, _distinct(GuideSheet.method_agreed)),
                reviewers=_texts(session, _distinct(Review.reviewer_id)),
                schemes=_texts(session, _distinct(GuideSheet.scheme)),
            )

    def said(self, query: WorkQuery) -> dict[Said, int]:
        """How many lines of the query's section hold each combination of what the steer says; no filter counts."""
        turn = self._kept.in_step()
        with self._database.session() as session:
            if turn is not None:
                return self._said_of(session, PLACE_OF[query.section], turn)
            statement, columns = asked(query.section, self._database.is_sqlite, with_reviewed=query.with_reviewed)
            chosen = [getattr(columns, name) for name in Said._fields]
            bare = statement.with_only_columns(*chosen).order_by(None).subquery()
            told = session.execute(select(*bare.c, func.count()).group_by(*bare.c))
            return {Said(bool(begun), *said): number for begun, *said, number in told}

    def _asked(self, session: Session, query: WorkQuery, turn: int) -> worklist_reading.Asked:
        said = self._said_of(session, PLACE_OF[query.section], turn) if query.asks_steer else {}
        return worklist_reading.Asked(session, query, self._database.is_sqlite, said)

    def _said_of(self, session: Session, place: Place, turn: int) -> dict[Said, int]:
        known = self._said.get(place)
        if known is None or known[0] != turn:
            known = self._said[place] = (turn, worklist_reading.said(session, place))
        return known[1]

    def find(self, words: str, limit: int = 20) -> list[WorkItem]:
        """Calls, and sheets without a call, whose id, case or caseworker holds `words`; newest first."""
        if not words.strip():
            return []
        found: list[WorkItem] = []
        seen: set[tuple[str | None, str | None]] = set()
        for section in Section:
            query = WorkQuery(section, text=words, sort=Order.WHEN, descending=True)
            for item in self.page(query, 0, limit):
                if (item.recording_id, item.sheet_id) not in seen:
                    seen.add((item.recording_id, item.sheet_id))
                    found.append(item)
        return found[:limit]

    def _narrowed(self, query: WorkQuery) -> Select[Any]:
        statement, columns = asked(query.section, self._database.is_sqlite, with_reviewed=query.with_reviewed)
        return statement.where(*_conditions(query, columns))

    def _in_order(self, query: WorkQuery) -> Select[Any]:
        statement, columns = asked(query.section, self._database.is_sqlite, with_reviewed=query.with_reviewed)
        order, descending = _order_of(query)
        by = _sort_columns(order, columns)
        if query.drawn_for is not None and order is Order.DRAWN:
            by = (assigned_draw(query.drawn_for, query.sample, columns.recording, columns.sheet)[1], *by)
        chosen = [c.desc() if descending else c.asc() for c in by]
        return statement.where(*_conditions(query, columns)).order_by(
            *(c.nulls_last() for c in chosen), *columns.tie_break
        )


def _order_of(query: WorkQuery) -> tuple[Order, bool]:
    """What the list is sorted by, and whether the greatest comes first."""
    if query.sort is None and query.drawn_for:
        return Order.DRAWN, False
    if query.sort is None and query.section in OWN_ORDER:
        return OWN_ORDER[query.section]
    if query.sort is Order.DRAWN and not query.drawn_for:
        return Order.WHEN, query.descending
    if query.section is Section.JUDGED and query.sort in worklist_reading.OF_REVIEWS:
        return Order.WHEN, query.descending
    return query.sort or Order.WHEN, query.descending


def _conditions(query: WorkQuery, columns: Columns) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.caseworker is not None:
        found.append(columns.caseworker_id == query.caseworker)
    if query.team is not None:
        found.append(columns.team == query.team)
    if query.method is not None:
        found.append(columns.method_agreed == query.method)
    if query.date_from is not None:
        found.append(columns.day >= query.date_from)
    if query.date_to is not None:
        found.append(columns.day <= query.date_to)
    if query.reviewer is not None and query.section in OF_REVIEW:
        found.append(columns.reviewer_id == query.reviewer)
    if query.sheet_changed and query.section in OF_SIGNED:
        found.append(columns.sheet_changed)
    found += _of_steer(query, columns)
    if query.drawn_for is not None:
        found.append(assigned_draw(query.drawn_for, query.sample, columns.recording, columns.sheet)[0])
    for word in query.text.split():
        found.append(or_(*(field.icontains(word, autoescape=True) for field in columns.searched)))
    return found


def _of_steer(query: WorkQuery, columns: Columns) -> Iterator[ColumnElement[bool]]:
    if query.scheme is not None:
        yield columns.scheme == query.scheme
    if query.confirmed is not None and query.section is Section.JUDGED:
        yield columns.begun if query.confirmed else not_(columns.begun)
    if query.verdict is not None:
        yield columns.verdict == query.verdict
    if query.reason is not None:
        joined = literal(JOINED_BY).concat(columns.reasons).concat(JOINED_BY)
        yield joined.contains(f"{JOINED_BY}{query.reason}{JOINED_BY}", autoescape=True)
    if query.sensitive is not None:
        yield (columns.reading_sensitive != NO_READING) if query.sensitive else columns.reading_sensitive == NO_READING


def _sort_columns(order: Order, columns: Columns) -> tuple[ColumnElement[Any], ...]:
    by_time = (columns.day, columns.started_at)
    chosen: dict[Order, tuple[ColumnElement[Any], ...]] = {
        Order.WHEN: by_time,
        Order.DRAWN: by_time,
        Order.CASEWORKER: (columns.caseworker_id, *by_time),
        Order.TEAM: (columns.team, *by_time),
        Order.CASE: (columns.case_ref,),
        Order.LENGTH: (columns.duration_ms,),
        Order.METHOD: (columns.method_agreed, *by_time),
        Order.MATCH: (columns.match_certainty, columns.match_rule, *by_time),
        Order.SAVED: (columns.saved_at,),
        Order.SIGNED: (columns.signed_at,),
        Order.SCORE: (columns.score_number,),
        Order.KPI_CLASS: (columns.kpi_class, columns.score_number),
        Order.REVIEWER: (columns.reviewer_id, columns.saved_at),
        Order.VERDICT: (columns.verdict, columns.reasons, columns.reading_sensitive, *by_time),
    }
    return chosen[order]


def _count(session: Session, statement: Select[Any]) -> int:
    bare = statement.with_only_columns(literal(1)).order_by(None).subquery()
    return int(session.execute(select(func.count()).select_from(bare)).scalar_one())


def _distinct(column: Any) -> Select[Any]:
    return select(column).distinct()


def _texts(session: Session, *statements: Select[Any]) -> tuple[str, ...]:
    """The values of several one-column statements together, in order, without blanks."""
    return tuple(sorted({str(value) for each in statements for (value,) in session.execute(each) if value}))


def _teams_with_work() -> Select[Any]:
    """The teams of caseworkers whose calls are here, for calls without a sheet that names one."""
    return (
        _distinct(Team.name)
        .join(Staff, col(Staff.team_id) == Team.id)
        .join(Recording, col(Recording.caseworker_id) == Staff.staff_id)
    )


def _item(row: Any) -> WorkItem:
    started = row["started_at"]
    state = row["review_state"]
    drafted = state == ReviewState.DRAFT
    return WorkItem(
        recording_id=row["recording_id"],
        sheet_id=row["sheet_id"],
        started_at=None if started is None else with_offset(started, row["started_offset_min"]),
        decision_date=row["decision_date"],
        caseworker_id=row["caseworker_id"],
        team=row["team"],
        case_ref=row["case_ref"],
        duration_ms=row["duration_ms"],
        method_agreed=row["method_agreed"],
        match_rule=row["match_rule"],
        match_state=row["match_state"],
        match_certainty=row["match_certainty"],
        match_reason=row["match_reason"],
        candidates=int(row["candidates"] or 0),
        review_id=row["review_id"],
        review_state=state,
        reviewer_id=row["reviewer_id"],
        saved_at=row["saved_at"],
        signed_at=row["signed_at"],
        score=_text(row["score"]) if state == ReviewState.SIGNED else None,
        kpi_class=_text(row["kpi_class"]) if not drafted else None,
        critical=_text(row["critical"]) if state == ReviewState.SIGNED else None,
        has_transcript=bool(row["has_transcript"]),
        sheet_changed=bool(row["sheet_changed"]),
        scheme=row["scheme"],
        label=row["label"],
        rung=row["rung"],
        steer_label=row["steer_label"],
        verdict=row["verdict"],
        reasons=row["reasons"],
        reading_sensitive=row["reading_sensitive"],
        begun=bool(row["begun"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)

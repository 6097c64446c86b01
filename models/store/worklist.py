"""The worklist: what is due, drafted, signed and unmatched; counted, filtered, sorted and read a page at a time.

Between matching and the reviews on one side and the list in the window on the other. Reads only. A section is a
question to the database (`models.store.worklist_sections`); this file filters, sorts, counts and pages its answer.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select
from sqlmodel import Session, col

from models.clock import Clock
from models.columns import with_offset
from models.database import Database
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.review import Review, ReviewState
from models.staff import Staff, Team
from models.store.worklist_sections import Columns, Section, asked


class Order(StrEnum):
    """What the list can be sorted by."""

    WHEN = "when"
    CASEWORKER = "caseworker"
    TEAM = "team"
    CASE = "case"
    LENGTH = "length"
    METHOD = "method"
    MATCH = "match"
    SAVED = "saved"
    SIGNED = "signed"
    SCORE = "score"
    KPI_CLASS = "class"
    REVIEWER = "reviewer"


@dataclass(frozen=True)
class WorkItem:
    """One line of the list. `started_at` carries the recorder's own offset; a check without a call has no recording.

    `sheet_changed` says that an import gave the sheet other figures since the review was signed. `score` is the text of
    the signed result ("83.3"); `candidates` counts the recordings an ambiguous sheet could belong to;
    `match_certainty` is in hundredths.
    """

    recording_id: str | None
    sheet_id: str | None
    started_at: datetime | None
    decision_date: date | None
    caseworker_id: str | None
    team: str | None
    case_ref: str | None
    duration_ms: int | None
    method_agreed: str | None
    match_rule: str | None
    match_state: str | None
    match_certainty: int | None
    match_reason: str | None
    candidates: int
    review_id: str | None
    review_state: str | None
    reviewer_id: str | None
    saved_at: datetime | None
    signed_at: datetime | None
    score: str | None
    kpi_class: str | None
    critical: str | None
    has_transcript: bool
    sheet_changed: bool = False

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        """What makes this line the same line after the list was read again."""
        return (self.recording_id, self.sheet_id, self.review_id)


@dataclass(frozen=True)
class WorkQuery:
    """What is asked for. Empty means no filter; dates are call dates (decision dates where there is no call), ends
    included; `reviewer` keeps drafts and signed reviews to one person; `sort` None is the section's own order;
    `with_reviewed` keeps recordings and sheets on their own in their section after their first review; `sheet_changed`
    keeps signed reviews to those whose sheet was changed since."""

    section: Section = Section.DUE
    caseworker: str | None = None
    team: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    method: str | None = None
    reviewer: str | None = None
    text: str = ""
    sort: Order | None = None
    descending: bool = False
    with_reviewed: bool = False
    sheet_changed: bool = False

    @property
    def filtered(self) -> bool:
        """Whether anything but the section narrows the list."""
        narrowing = (self.caseworker, self.team, self.date_from, self.date_to, self.method, self.reviewer)
        return any(value is not None for value in narrowing) or bool(self.text.strip()) or self.sheet_changed


@dataclass(frozen=True)
class Choices:
    """What the filters can be set to, each in order."""

    caseworkers: tuple[str, ...]
    teams: tuple[str, ...]
    methods: tuple[str, ...]
    reviewers: tuple[str, ...]


_OWN_ORDER = {
    Section.DRAFTS: (Order.SAVED, True),
    Section.SIGNED: (Order.SIGNED, True),
}
"""Newest first where work was done; everywhere else the oldest call first."""


class WorklistStore:
    """Answers the worklist's questions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def is_empty(self) -> bool:
        """Whether there is nothing at all to work on: no recording and no guide sheet."""
        with self._database.session() as session:
            return (
                session.execute(select(col(Recording.id)).limit(1)).first() is None
                and session.execute(select(col(GuideSheet.id)).limit(1)).first() is None
            )

    def counts(self, reviewer: str | None = None, *, with_reviewed: bool = False) -> dict[Section, int]:
        """How many lines each section holds; drafts are those of `reviewer` (everybody's when None)."""
        bare = WorkQuery(with_reviewed=with_reviewed)
        with self._database.session() as session:
            return {
                section: _count(
                    session,
                    self._narrowed(
                        replace(bare, section=section, reviewer=reviewer if section is Section.DRAFTS else None)
                    ),
                )
                for section in Section
            }

    def count(self, query: WorkQuery) -> int:
        """How many lines the query has in all."""
        with self._database.session() as session:
            return _count(session, self._narrowed(query))

    def page(self, query: WorkQuery, offset: int, limit: int) -> list[WorkItem]:
        """`limit` lines from `offset` on, in the query's order, which is the same at every call."""
        statement = self._in_order(query).offset(offset).limit(limit)
        with self._database.session() as session:
            return [_item(row._mapping) for row in session.execute(statement)]

    def choices(self) -> Choices:
        """Every caseworker, team, method and reviewer there is to filter by."""
        with self._database.session() as session:
            return Choices(
                caseworkers=_texts(session, _distinct(Recording.caseworker_id), _distinct(GuideSheet.caseworker_id)),
                teams=_texts(session, _distinct(GuideSheet.team), _teams_with_work()),
                methods=_texts(session, _distinct(GuideSheet.method_agreed)),
                reviewers=_texts(session, _distinct(Review.reviewer_id)),
            )

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
        order, descending = query.sort or Order.WHEN, query.descending
        if query.sort is None and query.section in _OWN_ORDER:
            order, descending = _OWN_ORDER[query.section]
        chosen = [c.desc() if descending else c.asc() for c in _sort_columns(order, columns)]
        return statement.where(*_conditions(query, columns)).order_by(
            *(c.nulls_last() for c in chosen), *columns.tie_break
        )


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
    if query.reviewer is not None and query.section in (Section.DRAFTS, Section.SIGNED):
        found.append(columns.reviewer_id == query.reviewer)
    if query.sheet_changed and query.section is Section.SIGNED:
        found.append(columns.sheet_changed)
    for word in query.text.split():
        found.append(or_(*(field.icontains(word, autoescape=True) for field in columns.searched)))
    return found


def _sort_columns(order: Order, columns: Columns) -> tuple[ColumnElement[Any], ...]:
    by_time = (columns.day, columns.started_at)
    chosen: dict[Order, tuple[ColumnElement[Any], ...]] = {
        Order.WHEN: by_time,
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
    }
    return chosen[order]


def _count(session: Session, statement: Select[Any]) -> int:
    bare = statement.with_only_columns(literal(1), maintain_column_froms=True).order_by(None).subquery()
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
        kpi_class=_text(row["kpi_class"]) if state == ReviewState.SIGNED else None,
        critical=_text(row["critical"]) if state == ReviewState.SIGNED else None,
        has_transcript=bool(row["has_transcript"]),
        sheet_changed=bool(row["sheet_changed"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)

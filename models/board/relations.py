"""The rows that the dashboard counts and lists, as conditions on tables: checked calls, sheets in scope, Task 567.

They say the same as `models.reports.counted`, on which the reports stand (tests hold the two together), but narrow to
a team, a scheme, a method or a caseworker, and read nothing that is not in an index. A figure and the list behind it
are made from the very same conditions.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlmodel import Session

from models.board.query import BoardQuery
from models.crosscheck import OnlineView, Task567
from models.guide_sheet import GuideSheet
from models.reports.counted import new_kind
from models.review import Review, ReviewKind
from models.review_life import LifeState
from models.sample import SampleDraw
from models.sheet_judgement import SheetConfirmation, SheetJudgement, Word
from models.staff import Staff, Team
from models.store.tables import table_of

REVIEW, SHEET, TASK = table_of(Review), table_of(GuideSheet), table_of(Task567)
WORD = table_of(SheetConfirmation).alias("standing")
JUDGED, VIEW, DRAW = table_of(SheetJudgement), table_of(OnlineView), table_of(SampleDraw)
_STAFF, _TEAM = table_of(Staff), table_of(Team)

Conditions = list[ColumnElement[bool]]
Several = tuple[str, ...] | None
MOST_NAMED = 500
"""So many sheets are named in one statement."""


def signed(table: FromClause, *, with_call: bool) -> ColumnElement[bool]:
    """Primary reviews of sheets in the version that counts; signed is asked by its moment, as the index has it."""
    wanted = [
        table.c.kind == ReviewKind.PRIMARY.value,
        table.c.signed_at.is_not(None),
        table.c.life != LifeState.AMENDED.value,
        table.c.sheet.is_not(None),
    ]
    if with_call:
        wanted.append(table.c.recording.is_not(None))
    return and_(*wanted)


def with_several(session: Session) -> Several:
    """The sheets (row ids) with several signed reviews; None where they are too many to be named in a statement."""
    found = session.execute(_several(with_call=False).limit(MOST_NAMED + 1)).scalars().all()
    return None if len(found) > MOST_NAMED else tuple(found)


def _several(*, with_call: bool) -> Select[Any]:
    other = REVIEW.alias("other")
    of_signed = select(other.c.sheet).where(signed(other, with_call=with_call))
    return of_signed.group_by(other.c.sheet).having(func.count() > 1)


def newest(table: FromClause, *, with_call: bool, several: Several = None) -> ColumnElement[bool]:
    """Whether a review is the newest signed of its sheet. Only sheets with several are looked at closer; which they are
    may be known (`with_several`)."""
    if several == ():
        return true()
    later = REVIEW.alias("later")
    after = or_(
        later.c.signed_at > table.c.signed_at,
        and_(later.c.signed_at == table.c.signed_at, later.c.id > table.c.id),
    )
    there_is_later = exists(later.c.id).where(later.c.sheet == table.c.sheet, signed(later, with_call=with_call), after)
    return ~and_(table.c.sheet.in_(several or _several(with_call=with_call)), there_is_later)


def checked(query: BoardQuery, first: date, last: date, several: Several = None) -> Conditions:
    """Checked calls (of REVIEW) that count between two days."""
    found: Conditions = [
        signed(REVIEW, with_call=True),
        REVIEW.c.counts_on >= first,
        REVIEW.c.counts_on <= last,
        new_kind(REVIEW.c.arrangement_kind),
        newest(REVIEW, with_call=True, several=several),
    ]
    for name in ("team", "scheme", "method"):
        wanted = getattr(query, name)
        if wanted is not None:
            found.append(REVIEW.c[name] == wanted)
    if query.caseworker is not None:
        found.append(REVIEW.c.caseworker_id == query.caseworker)
    return found


def drawn() -> ColumnElement[bool]:
    """Whether the call of a review was drawn by a certificate."""
    return exists(DRAW.c.recording).where(DRAW.c.recording == REVIEW.c.recording, DRAW.c.stands)


SHEETS = SHEET.outerjoin(WORD, and_(WORD.c.sheet == SHEET.c.id, WORD.c.word == Word.CONFIRMED.value, WORD.c.stands))
"""Every sheet with the confirmation that stands, if there is one."""
DAY: ColumnElement[Any] = func.coalesce(WORD.c.counts_on, SHEET.c.decision_date)
"""The day by which a sheet counts."""
_CASEWORKERS_TEAM = (
    select(_TEAM.c.name)
    .join(_STAFF, _STAFF.c.team_id == _TEAM.c.id)
    .where(_STAFF.c.staff_id == SHEET.c.caseworker_id)
    .scalar_subquery()
)
_CONFIRMED = WORD.c.id.is_not(None)
OWN: dict[str, ColumnElement[Any]] = {
    "team": func.coalesce(func.nullif(SHEET.c.team, ""), _CASEWORKERS_TEAM),
    "scheme": SHEET.c.scheme,
    "method": SHEET.c.method_agreed,
    "caseworker": SHEET.c.caseworker_id,
}
"""What a sheet says of itself as it is now."""
_TOLD = {"team": WORD.c.team, "scheme": WORD.c.scheme, "method": WORD.c.method, "caseworker": WORD.c.caseworker_id}
OF_SHEET: dict[str, ColumnElement[Any]] = {
    name: case((_CONFIRMED, _TOLD[name]), else_=own) for name, own in OWN.items()
}
"""The same as it was confirmed, else as it is."""


def in_scope(query: BoardQuery, first: date, last: date) -> Conditions:
    """Sheets (of SHEETS) in scope between two days."""
    found: Conditions = [
        DAY.between(first, last),
        new_kind(case((_CONFIRMED, WORD.c.arrangement_kind), else_=SHEET.c.arrangement_kind)),
    ]
    return found + [OF_SHEET[name] == wanted for name, wanted in _narrowed(query)]


def decided_since(sheet: ColumnElement[Any], first: date, last: date) -> ColumnElement[bool]:
    """Whether a sheet (a column with its row id) is one of those that may count between two days, found by the indexes
    of days: every sheet in scope between them is among these."""
    told, own = table_of(SheetConfirmation).alias("told"), SHEET.alias("own")
    confirmed = select(told.c.sheet).where(told.c.counts_on.between(first, last))
    return sheet.in_(union_all(confirmed, select(own.c.id).where(own.c.decision_date.between(first, last))))


def as_it_is(query: BoardQuery) -> Conditions:
    """Sheets (of SHEET alone) narrowed by what they say now."""
    return [new_kind(SHEET.c.arrangement_kind)] + [OWN[name] == wanted for name, wanted in _narrowed(query)]


def _narrowed(query: BoardQuery) -> list[tuple[str, str]]:
    told = {name: getattr(query, name) for name in OWN}
    return [(name, wanted) for name, wanted in told.items() if wanted is not None]


def has_view() -> ColumnElement[bool]:
    """Whether a view of Caseworker Online is on file for a sheet."""
    return exists(VIEW.c.sheet).where(VIEW.c.sheet == SHEET.c.id)


def names_missing_view() -> ColumnElement[bool]:
    """Whether a sheet names a view that is not on file."""
    named = func.nullif(SHEET.c.caseworker_online_ref, "")
    return and_(named.is_not(None), ~exists(VIEW.c.view_id).where(VIEW.c.view_id == SHEET.c.caseworker_online_ref))


def month_in(
    session: Session, column: ColumnElement[Any], query: BoardQuery, first: date
) -> tuple[ColumnElement[str], ColumnElement[bool] | None]:
    """By what days from `first` on are told apart: their month (YYYY-MM), and whether they lie in the period asked for
    (None: all of them do)."""
    # SQLite holds days as text
    told = type_coerce(column, Text) if session.get_bind().dialect.name == "sqlite" else cast(column, Text)
    month = func.substr(told, 1, 7).label("month")
    return month, None if query.first <= first else and_(column >= query.first, column <= query.last).label("inside")


def joined(session: Session, column: ColumnElement[Any]) -> ColumnElement[str]:
    """The texts of a group end to end."""
    if session.get_bind().dialect.name == "sqlite":
        return func.group_concat(column, "")
    return func.string_agg(column, "")

"""The rows of the kept worklist as statements: the sections' own (`models.store.worklist_sections`), with what is kept
beside their columns to sort and search by.

The statements that follow single rows are made once: putting one together takes longer than the database needs for it.
Their parameters are `recordings`, `sheets` and `reviews` (row ids), those of a range `last` and `until`.
"""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Float,
    Insert,
    Select,
    bindparam,
    cast,
    column,
    delete,
    extract,
    func,
    insert,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.sql.functions import coalesce

from models.matching import Match
from models.sample import SampleDraw
from models.store.tables import table_of
from models.store.worklist_sections import Columns, Only, lines_of
from models.work_line import Place, WorkLine

DAY_STEP = 2**34
"""A line's `moment` is the number of its day (from 1970) times this, plus the seconds from the day's beginning to the
call's, shifted so that none is negative; a line without a start stands behind the others of its day."""

_LINE = table_of(WorkLine)
NAMES = [each.name for each in _LINE.columns if each.name != "id"]
"""The columns that are written, in the order of `rows_of`."""

SEARCH = table("work_search", column("work_search"), column("rowid"), column("search"))
"""SQLite's index of trigrams over `search`."""

AFTER_ALL_IDS = "~"
"""Greater than every row id."""

_DAY_S = 86_400
_EPOCH = date(1970, 1, 1)


def rows_of(place: Place, is_sqlite: bool, only: Only | None = None) -> Select[Any]:
    """What the kept table holds of a place, under NAMES, in the order of the ids."""
    statement, columns = lines_of(place, is_sqlite, only)
    kept = {
        "place": literal(place.value),
        "moment": _moment(columns, is_sqlite),
        "score_number": cast(columns.score, Float),
        "search": _searched(columns),
    }
    chosen = (kept[name] if name in kept else getattr(columns, name) for name in NAMES)
    return statement.with_only_columns(*(each.label(name) for each, name in zip(chosen, NAMES, strict=True))).order_by(
        *columns.tie_break
    )


def _those(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


_TIE, _DRAW = table_of(Match), table_of(SampleDraw)
SHEETS_OF_RECORDINGS = (
    select(_TIE.c.sheet).where(_TIE.c.recording.in_(_those("recordings")), _TIE.c.sheet.is_not(None)),
    select(_DRAW.c.sheet).where(_DRAW.c.recording.in_(_those("recordings"))),
)
"""The sheets tied to touched recordings, and those they were drawn with."""
_TOUCHED = or_(
    _LINE.c.recording.in_(_those("recordings")),
    _LINE.c.sheet.in_(_those("sheets")),
    _LINE.c.review_id.in_(_those("reviews")),
)
UNSEARCH = insert(SEARCH).from_select(
    ["work_search", "rowid", "search"], select(literal("delete"), _LINE.c.id, _LINE.c.search).where(_TOUCHED)
)
"""Takes the lines of touched rows out of the trigrams; before they are removed, for it needs their text."""
REMOVE = delete(_LINE).where(_TOUCHED)
LAST_LINE = select(func.max(_LINE.c.id))
SEARCHED_SINCE = insert(SEARCH).from_select(
    ["rowid", "search"], select(_LINE.c.id, _LINE.c.search).where(_LINE.c.id > bindparam("before"))
)


@cache
def filling(place: Place, is_sqlite: bool, *, by_range: bool = False) -> Insert:
    """What writes the lines of touched rows, or of a range of rows, into the kept table."""
    return insert(_LINE).from_select(NAMES, rows_of(place, is_sqlite, _in_range if by_range else _touched))


def _touched(place: Place, anchor: Any) -> ColumnElement[bool]:
    """The rows that lines of touched recordings, sheets and reviews are about; each by an index of its own."""
    if place is Place.RECORDING:
        return _column(anchor.id).in_(_those("recordings"))
    if place in (Place.SHEET, Place.JUDGED):
        return _column(anchor.id).in_(_those("sheets"))
    of_sheets = _column(anchor.sheet).in_(_those("sheets"))
    if place is Place.DOUBT:
        return of_sheets
    of_both = or_(_column(anchor.recording).in_(_those("recordings")), of_sheets)
    return of_both if place is Place.TIE else or_(of_both, _column(anchor.id).in_(_those("reviews")))


def _in_range(place: Place, anchor: Any) -> ColumnElement[bool]:
    key = _column(anchor.sheet if place is Place.DOUBT else anchor.id)
    return (key > bindparam("last")) & (key <= bindparam("until"))


def _column(attribute: Any) -> ColumnElement[Any]:
    """A record's attribute as the column it is; `col` promises less to the type checker."""
    return attribute  # type: ignore[no-any-return]


def moments_from(day: date) -> int:
    """The least `moment` of a line on this day."""
    return (day - _EPOCH).days * DAY_STEP


def _moment(columns: Columns, is_sqlite: bool) -> ColumnElement[Any]:
    day_s, start_s = _seconds(columns.day, is_sqlite), _seconds(columns.started_at, is_sqlite)
    in_day = coalesce(start_s - day_s + DAY_STEP // 2, literal(DAY_STEP - 1, BigInteger))
    return cast(day_s / literal(_DAY_S), BigInteger) * literal(DAY_STEP, BigInteger) + in_day


def _seconds(moment: ColumnElement[Any], is_sqlite: bool) -> ColumnElement[Any]:
    """Whole seconds since 1970 of a day or a moment in UTC."""
    if is_sqlite:
        return cast(func.strftime("%s", moment), BigInteger)
    return cast(func.floor(extract("epoch", moment)), BigInteger)


def _searched(columns: Columns) -> ColumnElement[Any]:
    text: ColumnElement[Any] = literal("")
    for each in columns.searched:
        text = text.concat(coalesce(each, "")).concat(" ")
    return func.lower(text)

"""The rows of the kept worklist as statements: the sections' own (`models.store.worklist_sections`), with what is kept
beside their columns to sort and search by."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, Select, cast, column, extract, func, literal, table
from sqlalchemy.sql.functions import coalesce

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

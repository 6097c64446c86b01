"""What an import changed in a record: each figure before and now, in words a person reads.

Works for every imported kind, on the stored form of a record (`PastVersion.facts`: money in pence, days and times in
ISO form). How the versions of a guide sheet differ for a review is `models.sheet_difference`'s business.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Table

from models.clock import OFFICE_ZONE
from models.columns import Pence, UtcDateTime, from_pence

BLANK = "not held"
NOT_FIGURES = frozenset({"id", "version", "imported_at", "sheet", "team_id", "started_offset_min", "viewed_offset_min"})
"""Columns that are ours, or only go along with another."""


class ChangedFigure(NamedTuple):
    """One figure of a record, before and now."""

    name: str
    before: str
    after: str


class ChangedRow(NamedTuple):
    """One record an import changed. `kind` as in the report ("sheets"), `key` the department's own id."""

    kind: str
    key: str
    figures: tuple[ChangedFigure, ...]


def changed_figures(table: Table, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ChangedFigure, ...]:
    """The figures that differ, in the order of the table; a column that was not kept then is passed over."""
    names = [column.name for column in table.columns if column.name in before and column.name not in NOT_FIGURES]
    return tuple(
        ChangedFigure(name, _in_words(table, name, before[name]), _in_words(table, name, after.get(name)))
        for name in names
        if before[name] != after.get(name)
    )


def _in_words(table: Table, name: str, value: Any) -> str:
    if value is None or value == "":
        return BLANK
    kind = table.columns[name].type
    if isinstance(kind, Pence):
        return f"£{from_pence(int(value)):,.2f}"
    if isinstance(kind, UtcDateTime):
        moment = datetime.fromisoformat(str(value))
        return _moment(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if isinstance(kind, Date):
        return _day(date.fromisoformat(str(value)))
    return str(value)


def _day(when: date) -> str:
    return f"{when.day} {when:%b %Y}"


def _moment(when: datetime) -> str:
    local = when.astimezone(OFFICE_ZONE)
    return f"{_day(local.date())} {local:%H:%M:%S}"

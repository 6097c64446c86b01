"""What records said before: the versions of one record, how they differ, and what changed since a moment.

Reads only. The review page shows the versions of a sheet, the import page what an import changed
(`changed_since(run.started_at, until=run.finished_at)`). `kind` is the table's name, `key` the department's own id.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from models.collected import Collected
from models.crosscheck import OnlineView, Task567
from models.database import Database
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.history import PastVersion
from models.recording import Recording
from models.sheet_difference import Difference, differences
from models.staff import Staff
from models.store.tables import stored_form, table_of

KEYS: dict[str, tuple[type[SQLModel], str]] = {
    "guide_sheet": (GuideSheet, "sheet_id"),
    "task_567": (Task567, "task_id"),
    "online_view": (OnlineView, "view_id"),
    "recording": (Recording, "recording_id"),
    "staff": (Staff, "staff_id"),
    "collected": (Collected, "figure"),
}
"""The kinds that have versions: their record, and the column that holds the department's own id."""

_PAST = table_of(PastVersion).c


@dataclass(frozen=True)
class Version:
    """One version of a record. `facts` in stored form; `until` is when it was replaced, None for the present one."""

    number: int
    facts: Mapping[str, Any]
    until: datetime | None


@dataclass(frozen=True)
class Change:
    """One step from a version to the next: what an import (or a person) changed, and when.

    `version` is the number of the version that came of it.
    """

    kind: str
    key: str
    version: int
    at: datetime
    figures: tuple[Difference, ...]


class HistoryStore:
    """Reads earlier versions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self, kind: str, key: str) -> tuple[Version, ...]:
        """Every version of one record, the oldest first, the present one last. Raises UnknownId."""
        with self._database.session() as session:
            present = _present(session, kind, key)
            past = select(_PAST.version, _PAST.facts, _PAST.replaced_at).where(
                _PAST.kind == kind, _PAST.record == present["id"]
            )
            found = session.execute(past.order_by(_PAST.version)).all()
        return (*(Version(*row) for row in found), Version(int(present["version"]), as_facts(present), None))

    def differences(self, kind: str, key: str) -> tuple[Change, ...]:
        """How one record came to say what it says, the newest step first. Raises UnknownId.

        A step in which nothing differs that is shown (a figure changed and changed back within it) is left out.
        """
        versions = self.versions(kind, key)
        steps = []
        for before, after in pairwise(versions):
            assert before.until is not None
            figures = differences(kind, before.facts, after.facts)
            if figures:
                steps.append(Change(kind, key, after.number, before.until, figures))
        return tuple(reversed(steps))

    def count_changed_since(self, moment: datetime, until: datetime | None = None, kind: str | None = None) -> int:
        """How many changes `changed_since` has to tell."""
        with self._database.session() as session:
            count = select(func.count()).select_from(table_of(PastVersion)).where(*_between(moment, until, kind))
            return int(session.execute(count).scalar_one())

    def changed_since(
        self,
        moment: datetime,
        until: datetime | None = None,
        *,
        kind: str | None = None,
        offset: int = 0,
        limit: int = 1000,
    ) -> list[Change]:
        """What was changed from `moment` on (up to `until`, ends included), in the order in which it was changed.

        For one import: its `started_at` and `finished_at`.
        """
        wanted = (
            select(_PAST.kind, _PAST.record, _PAST.version, _PAST.facts, _PAST.replaced_at)
            .where(*_between(moment, until, kind))
            .order_by(_PAST.replaced_at, _PAST.id)
        )
        with self._database.session() as session:
            rows = session.execute(wanted.offset(offset).limit(limit)).all()
            records: defaultdict[str, set[str]] = defaultdict(set)
            for row in rows:
                records[row.kind].add(row.record)
            after = {
                of_kind: _later_versions(session, of_kind, ids) for of_kind, ids in records.items() if of_kind in KEYS
            }
        changes = []
        for row in rows:
            key, facts = after.get(row.kind, {}).get((row.record, row.version + 1), ("", {}))
            if key:
                figures = differences(row.kind, row.facts, facts)
                changes.append(Change(row.kind, key, row.version + 1, row.replaced_at, figures))
        return changes


def _between(moment: datetime, until: datetime | None, kind: str | None) -> list[Any]:
    conditions: list[Any] = [_PAST.replaced_at >= moment]
    if until is not None:
        conditions.append(_PAST.replaced_at <= until)
    if kind is not None:
        conditions.append(_PAST.kind == kind)
    return conditions


def _present(session: Session, kind: str, key: str) -> Mapping[str, Any]:
    record, column = KEYS[kind]
    table = stored_form(record)
    found = session.execute(select(table).where(table.c[column] == key)).mappings().first()
    if found is None:
        raise UnknownId(kind.replace("_", " "), key)
    return dict(found)


def _later_versions(
    session: Session, kind: str, records: Iterable[str]
) -> dict[tuple[str, int], tuple[str, Mapping[str, Any]]]:
    """Every version of these records (row ids): the department's id and the facts, by row id and number."""
    record, column = KEYS[kind]
    table, wanted = stored_form(record), sorted(records)
    keys: dict[str, str] = {}
    found: dict[tuple[str, int], tuple[str, Mapping[str, Any]]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for row in session.execute(select(table).where(table.c.id.in_(some))).mappings():
            keys[row["id"]] = row[column]
            found[row["id"], row["version"]] = (row[column], as_facts(dict(row)))
        past = select(_PAST.record, _PAST.version, _PAST.facts).where(_PAST.kind == kind, _PAST.record.in_(some))
        for row_id, version, facts in session.execute(past):
            if row_id in keys:
                found[row_id, version] = (keys[row_id], facts)
    return found


_AT_ONCE = 500


def as_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the stored form as `PastVersion.facts` keeps it."""
    return {
        str(name): value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in row.items()
        if name not in ("id", "version", "imported_at", "sheet")
    }

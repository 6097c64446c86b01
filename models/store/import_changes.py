"""The rows that were changed in a span of time: what the page of an import shows as before and now.

Read from the past versions every change leaves behind (models.history), so it can be asked long after the import.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel, col

from models.collected import Collected
from models.crosscheck import OnlineView, Task567
from models.database import Database
from models.guide_sheet import GuideSheet
from models.history import PastVersion
from models.intake.account import ChangedRow
from models.recording import Recording
from models.sheet_difference import differences
from models.staff import Staff, Team
from models.store.tables import stored_form, table_of

MOST_SHOWN = 500
KINDS: dict[str, tuple[str, type[SQLModel], str]] = {
    table_of(record).name: (kind, record, key)
    for kind, record, key in (
        ("recordings", Recording, "recording_id"),
        ("sheets", GuideSheet, "sheet_id"),
        ("tasks", Task567, "task_id"),
        ("views", OnlineView, "view_id"),
        ("staff", Staff, "staff_id"),
        ("collections", Collected, "figure"),
    )
}
"""The table's name -> kind in the report, record, and the column of the department's own id."""


class ImportChangeStore:
    """Reads what imports changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def between(self, first: datetime, last: datetime, most: int = MOST_SHOWN) -> list[ChangedRow]:
        """Rows changed from `first` to `last` (aware, ends included), in the order of change, no more than `most`.

        A row that was changed and changed again stands once a change. One whose change cannot be told (only columns
        that are ours differ) is left out.
        """
        span = (col(PastVersion.replaced_at) >= first, col(PastVersion.replaced_at) <= last)
        with self._database.session() as session:
            wanted = select(PastVersion).where(*span, col(PastVersion.kind).in_(KINDS))
            versions = session.scalars(wanted.order_by(col(PastVersion.id)).limit(most)).all()
            after = _after(session, versions)
            teams = {row.id: row.name for row in session.execute(select(col(Team.id), col(Team.name)))}
        found = []
        for past in versions:
            kind, _record, key = KINDS[past.kind]
            now = after.get((past.record, past.version))
            if now is not None:
                figures = differences(past.kind, _told(past.facts, teams, past.facts), _told(now, teams, past.facts))
                if figures:
                    found.append(ChangedRow(kind, str(past.facts.get(key)), figures))
        return found


def _after(session: Session, versions: Any) -> dict[tuple[str, int], Mapping[str, Any]]:
    """What took the place of each version: the next past version, else the record as it stands."""
    ids = sorted({past.record for past in versions})
    later = session.scalars(select(PastVersion).where(col(PastVersion.record).in_(ids))).all()
    found: dict[tuple[str, int], Mapping[str, Any]] = {(past.record, past.version - 1): past.facts for past in later}
    for table_name in sorted({past.kind for past in versions}):
        table: Table = stored_form(KINDS[table_name][1])
        wanted = [past.record for past in versions if past.kind == table_name]
        for row in session.execute(select(table).where(table.c.id.in_(wanted))).mappings():
            found[row["id"], row["version"] - 1] = {name: _plain(value) for name, value in row.items()}
    return found


def _told(facts: Mapping[str, Any], teams: Mapping[str, str], columns: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that were kept at the time, teams by their names."""
    told = {name: facts.get(name) for name in columns}
    team = told.get("team_id")
    if isinstance(team, str):
        told["team_id"] = teams.get(team, team)
    return told


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value

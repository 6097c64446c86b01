"""What a kind of list was last taken from, whole (models.list_state): asked before a list is read, told after it.

An import asks `settled` with the SHA-256 of the file and of the way it is read; an answer means that reading it would
change nothing. Before it reads it notes `changes`, and afterwards `settle` keeps what came of it, unless somebody else
wrote the kind in between.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from models.clock import Clock
from models.columns import new_id
from models.database import Database
from models.errors import Refusal
from models.list_state import ListState
from models.store.tables import table_of

MOST_REFUSALS_KEPT = 10_000
"""A list with more refused rows is read again each time."""

_STATE = table_of(ListState)


@dataclass(frozen=True)
class Settled:
    """What came of a list: rows that are in the database, the others with their reasons, remarks for people."""

    taken: int
    refused: tuple[Refusal, ...]
    remarks: tuple[str, ...]


class ListStateStore:
    """Reads and keeps the state of lists; `kind` is the name of the records' table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def changes(self, kind: str) -> int:
        """How often records of this kind were written."""
        with self._database.session() as session:
            return session.execute(select(_STATE.c.changes).where(_STATE.c.kind == kind)).scalar_one_or_none() or 0

    def settled(self, kind: str, content_sha256: str, reading_sha256: str) -> Settled | None:
        """What came of this very file, read this very way, if nothing of the kind was written since; else None."""
        with self._database.session() as session:
            state = session.execute(select(_STATE).where(_STATE.c.kind == kind)).mappings().one_or_none()
        if state is None or state["settled_changes"] != state["changes"]:
            return None
        if (state["content_sha256"], state["reading_sha256"]) != (content_sha256, reading_sha256):
            return None
        refused = tuple(Refusal(**told) for told in state["refused"])
        return Settled(state["taken"], refused, tuple(state["remarks"]))

    def settle(self, kind: str, changes: int, content_sha256: str, reading_sha256: str, outcome: Settled) -> bool:
        """Keep what came of a list, if the kind still stands at `changes`; tells whether it was kept."""
        if len(outcome.refused) > MOST_REFUSALS_KEPT:
            return False
        told: dict[str, Any] = {
            "settled_changes": changes,
            "settled_at": self._clock.now(),
            "content_sha256": content_sha256,
            "reading_sha256": reading_sha256,
            "taken": outcome.taken,
            "refused": [refusal.as_dict() for refusal in outcome.refused],
            "remarks": list(outcome.remarks),
        }
        with self._database.session() as session:
            if self._database.is_sqlite:
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            here = (_STATE.c.kind == kind) & (_STATE.c.changes == changes)
            if session.connection().execute(update(_STATE).where(here).values(told)).rowcount:
                return True
            standing = session.execute(select(_STATE.c.id).where(_STATE.c.kind == kind)).first()
            if standing is not None or changes:
                return False
            session.execute(insert(_STATE).values(told | {"id": new_id(), "kind": kind, "changes": 0}))
        return True

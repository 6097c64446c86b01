"""The clocks of the recorders: how far a person said each is off, and its recordings moved accordingly.

Between the matches page (where a person sets the correction) and intake (which asks for it at every import). What the
recorder itself told is `started_at` less `clock_skew_s`; moving a recording keeps what stood before as a version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session

from models.clock import Clock, office_date
from models.columns import new_id
from models.database import Database
from models.errors import InputRefused
from models.history import PastVersion
from models.recorder_clock import RecorderClock
from models.recording import Recording
from models.store.history import as_facts
from models.store.tables import stored_form, table_of

AT_ONCE = 2000
"""So many recordings are moved in one transaction."""

MOST_S = 366 * 24 * 3600
"""No clock is taken to be off by more than a year."""

_CLOCK = table_of(RecorderClock)
_STORED = stored_form(Recording)


@dataclass(frozen=True)
class RecorderLine:
    """One recorder: how many recordings it made, and the correction in force; `set_by` None: as the profile has it."""

    recorder: str
    recordings: int
    clock_skew_s: int
    set_by: str | None
    set_at: datetime | None


class ClockStore:
    """Reads and sets the corrections."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def skew_of(self, recorder: str | None) -> int | None:
        """The correction a person set for this recorder, in seconds; None where nobody did."""
        with self._database.session() as session:
            found = session.execute(select(_CLOCK.c.clock_skew_s).where(_CLOCK.c.recorder == (recorder or "")))
            return found.scalar()

    def recorders(self) -> list[RecorderLine]:
        """Every recorder that made a recording, in order of name; recordings that name none stand under ""."""
        name = func.coalesce(_STORED.c.recorder, "")
        count = select(name, func.count(), func.max(_STORED.c.clock_skew_s)).group_by(name).order_by(name)
        with self._database.session() as session:
            told = {
                row.recorder: row
                for row in session.execute(
                    select(_CLOCK.c.recorder, _CLOCK.c.clock_skew_s, _CLOCK.c.set_by, _CLOCK.c.set_at)
                )
            }
            found = session.execute(count).all()
        return [
            RecorderLine(
                recorder, recordings, told[recorder].clock_skew_s, told[recorder].set_by, told[recorder].set_at
            )
            if recorder in told
            else RecorderLine(recorder, recordings, skew, None, None)
            for recorder, recordings, skew in found
        ]

    def set_skew(self, recorder: str | None, clock_skew_s: int, by: str) -> int:
        """A person says by how many seconds this recorder's times are to be moved; how many recordings changed.

        Their start and day are worked out again from what the recorder told; the version before is kept. A stop in
        between leaves some moved and the word kept: setting it again moves the rest. Raises InputRefused.
        """
        if abs(clock_skew_s) > MOST_S:
            raise InputRefused(
                f"A clock cannot be off by {clock_skew_s} seconds: more than a year. Nothing was changed."
            )
        self._keep(recorder or "", clock_skew_s, by)
        moved = 0
        while changed := self._move_some(recorder or "", clock_skew_s):
            moved += changed
        return moved

    def _keep(self, recorder: str, clock_skew_s: int, by: str) -> None:
        word = {"clock_skew_s": clock_skew_s, "set_by": by, "set_at": self._clock.now()}
        with self._database.session() as session:
            standing = session.execute(select(_CLOCK.c.id).where(_CLOCK.c.recorder == recorder)).scalar()
            if standing is None:
                session.execute(insert(_CLOCK).values(word | {"id": new_id(), "recorder": recorder}))
            else:
                session.execute(update(_CLOCK).where(_CLOCK.c.id == standing).values(word))

    def _move_some(self, recorder: str, clock_skew_s: int) -> int:
        """Move up to AT_ONCE recordings whose correction is another one, in one transaction."""
        made_by = func.coalesce(_STORED.c.recorder, "") == recorder
        wanted = select(_STORED).where(made_by, _STORED.c.clock_skew_s != clock_skew_s).limit(AT_ONCE)
        with self._database.session() as session:
            if self._database.is_sqlite:
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            rows = [dict(row) for row in session.execute(wanted).mappings()]
            if rows:
                self._write(session, rows, clock_skew_s)
            return len(rows)

    def _write(self, session: Session, rows: list[dict[str, Any]], clock_skew_s: int) -> None:
        now = self._clock.now()
        past = [
            {
                "id": new_id(),
                "kind": _STORED.name,
                "record": row["id"],
                "version": row["version"],
                "facts": as_facts(row),
                "replaced_at": now,
            }
            for row in rows
        ]
        session.connection().execute(insert(table_of(PastVersion)), past)
        session.connection().execute(
            update(_STORED).where(_STORED.c.id == bindparam("row")), [_moved(row, clock_skew_s) for row in rows]
        )


def _moved(row: Mapping[str, Any], clock_skew_s: int) -> dict[str, Any]:
    """The columns of a recording with another correction of its recorder's clock."""
    started = row["started_at"]
    changed: dict[str, Any] = {
        "row": row["id"],
        "version": row["version"] + 1,
        "clock_skew_s": clock_skew_s,
        "started_at": started,
        "call_date": row["call_date"],
    }
    if started is not None:
        moved = started + timedelta(seconds=clock_skew_s - row["clock_skew_s"])
        changed |= {"started_at": moved, "call_date": office_date(moved.replace(tzinfo=UTC))}
    return changed

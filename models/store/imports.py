"""Writing what intake read: new records, changed ones with what they said before, and nothing for unchanged ones.

Rows come in batches, in stored form (`models.store.tables.stored_form`); each batch is one short transaction, so that a
long import never keeps others from writing, and what was finished before a stop is whole. In a dry run everything is
looked up and nothing is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlmodel import Session, SQLModel

from models.clock import Clock
from models.columns import new_id
from models.database import Database
from models.recording import Recording, RecordingPath
from models.staff import Staff, Team
from models.store.bulk import NOT_FACTS, BulkTake, Tally, roomy
from models.store.list_states import ListStateStore
from models.store.tables import table_of

__all__ = ["NOT_FACTS", "ImportStore", "KnownRecording", "Tally"]

_RECORDING = table_of(Recording)
_PATH = table_of(RecordingPath)


class KnownRecording(NamedTuple):
    """A recording that intake met before; `id` is the row's."""

    id: str
    recording_id: str
    path: str
    sha256: str
    channels: int
    duration_ms: int
    started_at: datetime | None
    recorder: str | None
    clock_skew_s: int
    second_path: str | None
    second_sha256: str | None
    version: int


class ImportStore:
    """The writing side of intake. `list_states`: what each kind of list was last taken from."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.list_states = ListStateStore(database, clock)

    def take(
        self,
        record: type[SQLModel],
        columns: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
        *,
        dry_run: bool,
        beside: dict[str, object] | None = None,
    ) -> Tally:
        """Take rows whose first column is a unique key of `record`; only `columns` are compared and written.

        A column that is not among them keeps what it holds, in a new record `beside` or nothing. No key twice in one
        call.
        """
        with self._bulk(record, columns, beside or {}, dry_run=dry_run) as bulk:
            return bulk.take(list(zip(*rows, strict=True))) if rows else Tally(0, 0, 0)

    @contextmanager
    def bulk(self, record: type[SQLModel], columns: Sequence[str], *, dry_run: bool) -> Iterator[BulkTake]:
        """Taking a whole list of rows, block by block, with room for it in memory; as `take` otherwise."""
        with self._bulk(record, columns, {}, dry_run=dry_run) as bulk, roomy(bulk.connection):
            yield bulk

    def teams(self, names: Iterable[str], *, dry_run: bool) -> dict[str, str]:
        """The row id of each team; those not known are made (in a dry run they get an id nobody keeps)."""
        team = table_of(Team)
        with self._transaction(dry_run) as session:
            known = {name: row_id for row_id, name in session.execute(select(team.c.id, team.c.name)).all()}
            fresh = {name: new_id() for name in sorted(set(names) - known.keys())}
            if fresh and not dry_run:
                session.execute(insert(team), [{"id": row_id, "name": name} for name, row_id in fresh.items()])
        return known | fresh

    def staff_accounts(self) -> dict[str, str | None]:
        """Every staff id with its `os_user`."""
        staff = table_of(Staff)
        with self._database.session() as session:
            rows = session.execute(select(staff.c.staff_id, staff.c.os_user)).all()
        return {row.staff_id: row.os_user for row in rows}

    def recording_with_content(self, sha256: str) -> KnownRecording | None:
        """The recording whose file, or the file of whose other leg, has this SHA-256."""
        return self._known(or_(_RECORDING.c.sha256 == sha256, _RECORDING.c.second_sha256 == sha256))

    def recording_with_id(self, recording_id: str) -> KnownRecording | None:
        """The recording with the department's id."""
        return self._known(_RECORDING.c.recording_id == recording_id)

    def keep_path(self, recording: str, path: str) -> None:
        """Remember a further place of a recording (row id); one that is known already stays as it is."""
        with self._transaction(dry_run=False) as session:
            standing = select(_PATH.c.id).where(_PATH.c.recording == recording, _PATH.c.path == path)
            if session.execute(standing).first() is None:
                session.add(RecordingPath(recording=recording, path=path, found_at=self._clock.now()))

    def point_to(self, recording: str, path: str) -> None:
        """The file of a recording (row id) lies at `path` from now on; where it lay before is remembered."""
        with self._transaction(dry_run=False) as session:
            row_is = _RECORDING.c.id == recording
            before = session.execute(select(_RECORDING.c.path).where(row_is)).scalar_one()
            session.execute(update(_RECORDING).where(row_is).values(path=path))
            standing = select(_PATH.c.id).where(_PATH.c.recording == recording, _PATH.c.path == before)
            if session.execute(standing).first() is None:
                session.add(RecordingPath(recording=recording, path=before, found_at=self._clock.now()))

    def _known(self, condition: ColumnElement[bool]) -> KnownRecording | None:
        columns = [_RECORDING.c[name] for name in KnownRecording._fields]
        with self._database.session() as session:
            found = session.execute(select(*columns).where(condition).order_by(_RECORDING.c.id).limit(1)).first()
        return None if found is None else KnownRecording(*found)

    @contextmanager
    def _bulk(
        self, record: type[SQLModel], columns: Sequence[str], beside: dict[str, object], *, dry_run: bool
    ) -> Iterator[BulkTake]:
        with self._database.session() as session:
            yield BulkTake(session, self._clock, record, columns, beside, dry_run=dry_run)

    @contextmanager
    def _transaction(self, dry_run: bool) -> Iterator[Session]:
        """A session that, on SQLite, holds the right to write from its beginning: what it reads stays true."""
        with self._database.session() as session:
            if self._database.is_sqlite and not dry_run:
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session

"""Where recordings lie, and which of their channels are played: what may be set right after the import.

Between the open call (which finds that a file is gone, or whose person points to it) and the database.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from models.clock import Clock
from models.database import Database
from models.errors import UnknownId
from models.recording import Recording, RecordingPath


@dataclass
class KnownKeys:
    """Ids and contents (SHA-256, other legs among them) of all recordings, and which of them lies where."""

    ids: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)
    at: dict[str, str] = field(default_factory=dict)

    def add(self, recording_id: str, path: str, sha256: str, second_sha256: str | None) -> None:
        self.ids.add(recording_id)
        self.at[path] = recording_id
        self.contents.add(sha256)
        if second_sha256 is not None:
            self.contents.add(second_sha256)


class PlaceStore:
    """Places and channels of recordings, by the row's id; who changes one that is not there is told by UnknownId."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def seen_at(self, recording: str) -> tuple[str, ...]:
        """The other places where a recording was seen, newest first."""
        with self._database.session() as session:
            found = session.exec(
                select(RecordingPath.path)
                .where(RecordingPath.recording == recording)
                .order_by(col(RecordingPath.found_at).desc(), RecordingPath.path)
            )
            return tuple(found)

    def known(self) -> "KnownKeys":
        """What recordings there are, to be asked about thousands of files without asking the database each time."""
        keys = KnownKeys()
        with self._database.session() as session:
            rows = session.execute(
                select(Recording.recording_id, Recording.path, Recording.sha256, Recording.second_sha256)
            )
            for recording_id, path, sha256, second_sha256 in rows:
                keys.add(recording_id, path, sha256, second_sha256)
        return keys

    def point_to(self, recording: str, path: str, *, second: bool = False) -> Recording:
        """The file (or, `second`, the other leg's file) lies at `path` from now on; the place before is remembered."""

        def change(session: Session, row: Recording) -> None:
            if second:
                row.second_path = path
                return
            before, row.path = row.path, path
            known = select(RecordingPath).where(RecordingPath.recording == row.id)
            places = {place.path: place for place in session.exec(known)}
            if path in places:
                session.delete(places[path])
            if before != path and before not in places:
                session.add(RecordingPath(recording=row.id, path=before, found_at=self._clock.now()))

        return self._changed(recording, change)

    def pick_channels(self, recording: str, first: int, second: int) -> Recording:
        """Which two channels (from 0) of a file with more are played. Raises ValueError for others than it has."""

        def change(_session: Session, row: Recording) -> None:
            if row.file_channels is None or not {first, second} <= set(range(row.file_channels)):
                raise ValueError(f"channels {first} and {second} of {row.file_channels}")
            reading: dict[str, Any] = row.reading or {}
            row.reading = reading | {"picked": [first, second]}

        return self._changed(recording, change)

    def _changed(self, recording: str, change: Callable[[Session, Recording], None]) -> Recording:
        with self._database.session() as session:
            row = session.get(Recording, recording)
            if row is None:
                raise UnknownId("recording", recording)
            change(session, row)
            session.add(row)
        return row

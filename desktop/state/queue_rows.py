"""The queue of transcriptions as it stands in the database, read at once for the window. No Qt.

Between the store and the state that shows it (state/transcribing): the rows in the queue's order, what was found on the
channels of those that are done, and the speed of what was done before.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from models.store import Store
from models.transcript_settings import ChannelNotes
from models.transcription import Standing, TranscriptionState

OPEN = (TranscriptionState.WAITING, TranscriptionState.RUNNING)
NOT_DONE = (*OPEN, TranscriptionState.PAUSED, TranscriptionState.FAILED)
LATEST = 50
"""So many of the newest transcripts tell how fast this machine is."""


@dataclass(frozen=True)
class QueueRows:
    """All rows: what is not done in the queue's order, then what is done, newest first. `notes` by transcript."""

    rows: tuple[Standing, ...] = ()
    notes: Mapping[str, ChannelNotes] = field(default_factory=dict)

    @property
    def speed(self) -> float:
        """Seconds of sound a second of work, from the newest transcripts; 0 where nobody knows."""
        done = [row for row in self.rows if row.state is TranscriptionState.DONE][:LATEST]
        worked = sum(row.seconds for row in done)
        return sum(row.duration_ms for row in done) / 1000 / worked if worked > 0 else 0.0

    def in_state(self, *states: TranscriptionState) -> tuple[Standing, ...]:
        return tuple(row for row in self.rows if row.state in states)


def read_queue(store: Store, known: Mapping[str, ChannelNotes]) -> QueueRows:
    """The job. `known` are the notes that need not be read again."""
    rows = store.transcriptions.queue()
    open_rows = [row for row in rows if row.state in NOT_DONE]
    done = sorted((row for row in rows if row.state is TranscriptionState.DONE), key=_newest_first, reverse=True)
    transcripts = {row.transcript for row in done if row.transcript is not None}
    missing = transcripts - set(known)
    kept = {transcript: notes for transcript, notes in known.items() if transcript in transcripts}
    return QueueRows((*open_rows, *done), kept | store.transcriptions.notes(missing))


class Place(NamedTuple):
    """Before which row (row id) something is put; None: at the end."""

    before: str | None


def moved(rows: Collection[Standing], chosen: Collection[str], by: int) -> Place | None:
    """Where the `chosen` rows go when they move one place up (-1) or down (1); None: they cannot go further."""
    order = [row.id for row in rows if row.state in NOT_DONE]
    places = [at for at, row in enumerate(order) if row in chosen]
    if not places:
        return None
    if by < 0:
        above = [row for row in order[: places[0]] if row not in chosen]
        return Place(above[-1]) if above else None
    below = [row for row in order[places[-1] + 1 :] if row not in chosen]
    if not below:
        return None
    return Place(below[1] if len(below) > 1 else None)


def in_front(rows: Collection[Standing], chosen: Collection[str]) -> Place | None:
    """Where the `chosen` rows go to be done before all others; None: there are no others."""
    others = [row.id for row in rows if row.state in NOT_DONE and row.id not in chosen]
    return Place(others[0]) if others else None


def _newest_first(row: Standing) -> tuple[float, str]:
    return (row.finished_at.timestamp() if row.finished_at else 0.0, row.id)

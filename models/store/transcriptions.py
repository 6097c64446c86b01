"""The queue of recordings to be transcribed: what waits in which order, what runs, what failed and why.

Between those who ask for transcripts (worklist, command line) and the one lane that makes them. Everything is in the
database, so a queue outlives the program; what a run itself writes is in `transcription_runs`.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, delete, func, insert, select, update
from sqlmodel import Session

from models.columns import new_id
from models.errors import UnknownId
from models.recording import Recording
from models.store.claims import is_given_up
from models.store.tables import table_of
from models.store.transcription_runs import TranscriptionRuns
from models.transcript import Transcript
from models.transcript_settings import ChannelNotes, notes_of
from models.transcription import Standing, TranscribedChunk, Transcription, TranscriptionState

_RECORDING = table_of(Recording)
_TRANSCRIPT = table_of(Transcript)
_ROW = table_of(Transcription)
_CHUNK = table_of(TranscribedChunk)
_AT_ONCE = 500
NOTHING_DONE: dict[str, Any] = {"chunks_planned": None, "chunks_done": 0, "seconds": 0.0}

_STANDING = (
    *(_ROW.c.id, _RECORDING.c.recording_id, _ROW.c.state, _ROW.c.place, _ROW.c.transcript, _ROW.c.engine),
    *(_ROW.c.model, _ROW.c.chunks_planned, _ROW.c.chunks_done, _ROW.c.seconds, _ROW.c.why, _ROW.c.asked_by),
    *(_ROW.c.queued_at, _ROW.c.started_at, _ROW.c.finished_at, _RECORDING.c.duration_ms),
    *(_RECORDING.c.caseworker_id, _RECORDING.c.started_at.label("call_started_at")),
)
"""In the order of `Standing`."""


@dataclass(frozen=True)
class Wanted:
    """What became of a wish, by recording id: put into the queue; there already; has a whole transcript."""

    queued: tuple[str, ...]
    already: tuple[str, ...]
    transcribed: tuple[str, ...]


class TranscriptionStore(TranscriptionRuns):
    """The queue, and what runs write."""

    def wanted(self, recording_ids: Sequence[str], person: str, *, anew: bool = False) -> Wanted:
        """Put recordings at the end of the queue, in this order; paused and failed ones wait again, at their place.

        One with a whole transcript is left alone unless `anew`. All or nothing: raises UnknownId before anything is
        written.
        """
        queued: list[str] = []
        already: list[str] = []
        transcribed: list[str] = []
        with self._database.session() as session:
            known = _known(session, recording_ids)
            place = (session.execute(select(func.max(_ROW.c.place))).scalar() or 0) + 1
            for recording_id in dict.fromkeys(recording_ids):
                facts = known[recording_id]
                running = facts.state == TranscriptionState.RUNNING and not is_given_up(facts.claim)
                if facts.state == TranscriptionState.WAITING or running:
                    already.append(recording_id)
                    continue
                if facts.transcribed and not anew:
                    transcribed.append(recording_id)
                    continue
                values: dict[str, Any] = {
                    "state": TranscriptionState.WAITING.value,
                    "claim": None,
                    "why": None,
                    "asked_by": person,
                    "queued_at": self._clock.now(),
                    "finished_at": None,
                }
                if facts.row is None:
                    fresh = {
                        "id": new_id(),
                        "recording": facts.recording,
                        "place": place,
                        "chunks_done": 0,
                        "seconds": 0.0,
                    }
                    session.execute(insert(_ROW), values | fresh)
                else:
                    if facts.state == TranscriptionState.DONE:
                        values |= {"place": place} | NOTHING_DONE
                    session.execute(update(_ROW).where(_ROW.c.id == facts.row).values(**values))
                place += 1
                queued.append(recording_id)
        return Wanted(tuple(queued), tuple(already), tuple(transcribed))

    def next(self) -> Standing | None:
        """The first that waits, or was left running by a program that ended; None when there is nothing to do."""
        open_states = (TranscriptionState.WAITING.value, TranscriptionState.RUNNING.value)
        with self._database.session() as session:
            found = select(*_STANDING, _ROW.c.claim).join(_RECORDING, _RECORDING.c.id == _ROW.c.recording)
            for row in session.execute(found.where(_ROW.c.state.in_(open_states)).order_by(_ROW.c.place, _ROW.c.id)):
                if row.state == TranscriptionState.WAITING or is_given_up(row.claim):
                    return _standing(row)
        return None

    def of(self, recording_id: str) -> Standing | None:
        """How the transcription of a recording stands; None when none was ever asked for."""
        found = select(*_STANDING).join(_RECORDING, _RECORDING.c.id == _ROW.c.recording)
        with self._database.session() as session:
            row = session.execute(found.where(_RECORDING.c.recording_id == recording_id)).first()
        return None if row is None else _standing(row)

    def queue(self, states: Collection[TranscriptionState] | None = None) -> tuple[Standing, ...]:
        """Everything that was asked for, in the queue's order; only these `states` where given."""
        found = select(*_STANDING).join(_RECORDING, _RECORDING.c.id == _ROW.c.recording)
        if states is not None:
            found = found.where(_ROW.c.state.in_([state.value for state in states]))
        with self._database.session() as session:
            return tuple(_standing(row) for row in session.execute(found.order_by(_ROW.c.place, _ROW.c.id)))

    def without_transcript(self) -> tuple[str, ...]:
        """The ids of all recordings that have no whole transcript, oldest call first."""
        whole = select(_TRANSCRIPT.c.id).where(
            (_TRANSCRIPT.c.recording == _RECORDING.c.id) & _TRANSCRIPT.c.partial.is_(False)
        )
        found = select(_RECORDING.c.recording_id).where(~whole.exists())
        with self._database.session() as session:
            return tuple(session.execute(found.order_by(_RECORDING.c.started_at, _RECORDING.c.recording_id)).scalars())

    def recordings(self) -> tuple[str, ...]:
        """The ids of all recordings, in order."""
        with self._database.session() as session:
            return tuple(
                session.execute(select(_RECORDING.c.recording_id).order_by(_RECORDING.c.recording_id)).scalars()
            )

    def notes(self, transcripts: Collection[str]) -> dict[str, ChannelNotes]:
        """What was found out about the channels of these transcripts (row ids); none of those that say nothing."""
        found: dict[str, ChannelNotes] = {}
        columns = (_TRANSCRIPT.c.id, _TRANSCRIPT.c.settings)
        with self._database.session() as session:
            for some in _blocks(transcripts):
                for transcript, settings in session.execute(select(*columns).where(_TRANSCRIPT.c.id.in_(some))):
                    notes = notes_of(settings)
                    if notes is not None:
                        found[transcript] = notes
        return found

    def pause(self, ids: Collection[str]) -> int:
        """Waiting and running ones stop; a run is told at its next chunk. How many there were."""
        states = (TranscriptionState.WAITING, TranscriptionState.RUNNING)
        return self._set(ids, states, {"state": TranscriptionState.PAUSED.value, "claim": None})

    def retry(self, ids: Collection[str]) -> int:
        """Paused and failed ones, and those another machine left running, wait again and go on from what is done."""
        states = (TranscriptionState.PAUSED, TranscriptionState.FAILED, TranscriptionState.RUNNING)
        values = {"state": TranscriptionState.WAITING.value, "claim": None, "why": None, "finished_at": None}
        return self._set(ids, states, values)

    def drop(self, ids: Collection[str]) -> int:
        """Take off the queue whatever is not done; what was heard of a call stays, and it counts as paused."""
        states = [state.value for state in TranscriptionState if state is not TranscriptionState.DONE]
        dropped = 0
        with self._database.session() as session:
            for some in _blocks(ids):
                mine = _ROW.c.id.in_(some) & _ROW.c.state.in_(states)
                begun = {"state": TranscriptionState.PAUSED.value, "claim": None, "why": None}
                kept = session.execute(update(_ROW).where(mine & _ROW.c.transcript.is_not(None)).values(**begun))
                gone = mine & _ROW.c.transcript.is_(None)
                left = select(_ROW.c.id).where(gone)
                session.execute(delete(_CHUNK).where(_CHUNK.c.transcription.in_(left)))
                removed = session.execute(delete(_ROW).where(gone))
                dropped += kept.rowcount + removed.rowcount  # type: ignore[attr-defined]
        return dropped

    def move(self, ids: Sequence[str], before: str | None) -> None:
        """Put these, in this order, before another one (row id); None puts them at the end."""
        chosen = set(ids)
        with self._database.session() as session:
            rows = session.execute(select(_ROW.c.id).order_by(_ROW.c.place, _ROW.c.id)).scalars().all()
            missing = [one for one in (*ids, *([] if before is None else [before])) if one not in set(rows)]
            if missing:
                raise UnknownId("transcription", missing[0])
            if before in chosen:
                raise ValueError(f"{before} cannot be put before itself")
            others = [row for row in rows if row not in chosen]
            at = len(others) if before is None else others.index(before)
            for place, row in enumerate([*others[:at], *ids, *others[at:]], 1):
                session.execute(update(_ROW).where((_ROW.c.id == row) & (_ROW.c.place != place)).values(place=place))

    def _set(self, ids: Collection[str], states: Collection[TranscriptionState], values: dict[str, Any]) -> int:
        allowed = _ROW.c.state.in_([state.value for state in states])
        count = 0
        with self._database.session() as session:
            for some in _blocks(ids):
                done = session.execute(update(_ROW).where(_ROW.c.id.in_(some) & allowed).values(**values))
                count += done.rowcount  # type: ignore[attr-defined]
        return count


class _Known(NamedTuple):
    """A recording (row id), whether it has a whole transcript, and its transcription, if it has one."""

    recording: str
    transcribed: bool
    row: str | None
    state: str | None
    claim: str | None


def _known(session: Session, recording_ids: Sequence[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    whole = (
        select(_TRANSCRIPT.c.id)
        .where((_TRANSCRIPT.c.recording == _RECORDING.c.id) & _TRANSCRIPT.c.partial.is_(False))
        .exists()
    )
    columns = (_RECORDING.c.recording_id, _RECORDING.c.id, whole, _ROW.c.id, _ROW.c.state, _ROW.c.claim)
    joined = select(*columns).outerjoin(_ROW, _ROW.c.recording == _RECORDING.c.id)
    for some in _blocks(recording_ids):
        for recording_id, *facts in session.execute(joined.where(_RECORDING.c.recording_id.in_(some))):
            found[recording_id] = _Known(*facts)
    for recording_id in recording_ids:
        if recording_id not in found:
            raise UnknownId("recording", recording_id)
    return found


def _blocks(ids: Collection[str]) -> Iterator[list[str]]:
    told = list(ids)
    for at in range(0, len(told), _AT_ONCE):
        yield told[at : at + _AT_ONCE]


def _standing(row: Row[Any]) -> Standing:
    facts = row._mapping
    values = [facts[column] for column in _STANDING]
    return Standing(values[0], values[1], TranscriptionState(values[2]), *values[3:])

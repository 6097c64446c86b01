"""A transcript while an engine works at it: begun or gone on with, chunk by chunk, to its end or to a fault.

Between the speech job (jobs/speech/transcribe) and the database. Each chunk is one short transaction: its segments and
the note that it is done come together or not at all. Every write names the run's claim, so that a run somebody else
took over is told so by ChangedElsewhere instead of writing twice.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from models.clock import Clock
from models.columns import new_id
from models.database import Database
from models.errors import ChangedElsewhere, UnknownId
from models.recording import Recording
from models.store.claims import is_given_up, new_claim
from models.store.segment_rows import add_segments
from models.store.tables import table_of
from models.store.transcripts import content_hash, spoken_segments
from models.transcript import Correction, Segment, SpokenSegment, Transcript, Word
from models.transcription import ChunkKey, Hearing, Run, TranscribedChunk, Transcription, TranscriptionState

_RECORDING = table_of(Recording)
_TRANSCRIPT = table_of(Transcript)
_SEGMENT = table_of(Segment)
_WORD = table_of(Word)
_CORRECTION = table_of(Correction)
_ROW = table_of(Transcription)
_CHUNK = table_of(TranscribedChunk)

TAKEN_OVER = "This call is being transcribed by another Steercheck, or was taken off the queue. Nothing was lost."


class TranscriptionRuns:
    """What a run of the speech job writes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def start(self, transcription: str) -> str:
        """Somebody works on it from now on; the claim to name in every further write.

        Raises UnknownId, and ChangedElsewhere while another program works on it.
        """
        claim = new_claim()
        with self._database.session() as session:
            row = session.get(Transcription, transcription)
            if row is None:
                raise UnknownId("transcription", transcription)
            if row.state == TranscriptionState.RUNNING and not is_given_up(row.claim):
                raise ChangedElsewhere(TAKEN_OVER)
            values = {"state": TranscriptionState.RUNNING.value, "claim": claim, "why": None, "finished_at": None}
            same = (
                (_ROW.c.id == transcription)
                & (_ROW.c.state == row.state)
                & _ROW.c.claim.is_not_distinct_from(row.claim)
            )
            done = session.execute(update(_ROW).where(same).values(**values, started_at=self._clock.now()))
            _must_be_ours(done.rowcount)  # type: ignore[attr-defined]
        return claim

    def recording(self, transcription: str) -> Recording:
        """The recording a transcription is of. Raises UnknownId."""
        with self._database.session() as session:
            row = session.get(Transcription, transcription)
            found = None if row is None else session.get(Recording, row.recording)
        if found is None:
            raise UnknownId("transcription", transcription)
        return found

    def begin(
        self, transcription: str, claim: str, hearing: Hearing, planned: Sequence[ChunkKey], settings: object
    ) -> Run:
        """The transcript to add to: the one an earlier run left, if it was made the same way and its chunks are all
        among the `planned` ones, else a new one. `settings` go with the transcript. Raises ChangedElsewhere.
        """
        with self._database.session() as session:
            row = session.get(Transcription, transcription)
            if row is None or row.claim != claim:
                raise ChangedElsewhere(TAKEN_OVER)
            recording_id = session.execute(
                select(_RECORDING.c.recording_id).where(_RECORDING.c.id == row.recording)
            ).scalar_one()
            done = _chunks_done(session, transcription)
            left = row.transcript if _grows(session, row.transcript) else None
            same = (row.engine, row.model_sha256, row.recipe) == (hearing.engine, hearing.model_sha256, hearing.recipe)
            goes_on = left is not None and same and done <= set(planned)
            transcript = str(left) if goes_on else new_id()
            if goes_on:
                session.execute(update(_TRANSCRIPT).where(_TRANSCRIPT.c.id == transcript).values(settings=settings))
            else:
                session.execute(delete(_CHUNK).where(_CHUNK.c.transcription == transcription))
                session.execute(insert(_TRANSCRIPT), self._new_transcript(transcript, row.recording, hearing, settings))
                done = frozenset()
            values: dict[str, Any] = {
                "transcript": transcript,
                "engine": hearing.engine,
                "model": hearing.model,
                "model_sha256": hearing.model_sha256,
                "recipe": hearing.recipe,
                "chunks_planned": len(planned),
                "chunks_done": len(done),
            }
            if not goes_on:
                values["seconds"] = 0.0
            written = session.execute(update(_ROW).where(_ours(transcription, claim)).values(**values))
            _must_be_ours(written.rowcount)  # type: ignore[attr-defined]
            if left is not None and not goes_on:
                _discard(session, left)
        return Run(transcription, claim, recording_id, transcript, done)

    def commit(self, run: Run, chunk: ChunkKey, segments: Sequence[SpokenSegment], seconds: float = 0.0) -> None:
        """Add what was heard in one chunk, in the order of time with what is there, and note that it is done.

        `seconds` is the work it took. Raises ChangedElsewhere, OutputRefused (disk full), DatabaseUnusable.
        """
        with self._database.session() as session:
            counted = {"chunks_done": _ROW.c.chunks_done + 1, "seconds": _ROW.c.seconds + seconds}
            written = session.execute(update(_ROW).where(_ours(run.id, run.claim)).values(**counted))
            _must_be_ours(written.rowcount)  # type: ignore[attr-defined]
            session.execute(
                insert(_CHUNK),
                {
                    "transcription": run.id,
                    "channel": chunk.channel,
                    "start_frame": chunk.start_frame,
                    "end_frame": chunk.end_frame,
                },
            )
            _put_in(session, run.transcript, segments)

    def finish(self, run: Run, settings: object) -> None:
        """Every chunk is done: the transcript is whole from now on, with these `settings`. Raises ChangedElsewhere."""
        with self._database.session() as session:
            values = {"state": TranscriptionState.DONE.value, "claim": None, "finished_at": self._clock.now()}
            written = session.execute(update(_ROW).where(_ours(run.id, run.claim)).values(**values))
            _must_be_ours(written.rowcount)  # type: ignore[attr-defined]
            engine, model = session.execute(
                select(_TRANSCRIPT.c.engine, _TRANSCRIPT.c.model).where(_TRANSCRIPT.c.id == run.transcript)
            ).one()
            told = content_hash(spoken_segments(session, run.transcript), engine, model)
            whole = {"partial": False, "content_sha256": told, "settings": settings}
            session.execute(update(_TRANSCRIPT).where(_TRANSCRIPT.c.id == run.transcript).values(**whole))

    def fail(self, transcription: str, claim: str, why: str) -> None:
        """It could not go on; `why` is a sentence. What is done stays. Nothing happens to a run taken over."""
        values = {"state": TranscriptionState.FAILED.value, "claim": None, "why": why, "finished_at": self._clock.now()}
        with self._database.session() as session:
            session.execute(update(_ROW).where(_ours(transcription, claim)).values(**values))

    def release(self, transcription: str, claim: str) -> None:
        """The run stops before its end (the program closes): it waits again, where it stood in the queue."""
        values = {"state": TranscriptionState.WAITING.value, "claim": None}
        with self._database.session() as session:
            session.execute(update(_ROW).where(_ours(transcription, claim)).values(**values))

    def _new_transcript(self, transcript: str, recording: str, hearing: Hearing, settings: object) -> dict[str, Any]:
        return {
            "id": transcript,
            "recording": recording,
            "engine": hearing.engine,
            "model": hearing.model,
            "model_sha256": hearing.model_sha256,
            "settings": settings,
            "content_sha256": "",
            "partial": True,
            "created_at": self._clock.now(),
        }


def _ours(transcription: str, claim: str) -> Any:
    running = _ROW.c.state == TranscriptionState.RUNNING.value
    return (_ROW.c.id == transcription) & (_ROW.c.claim == claim) & running


def _must_be_ours(count: int) -> None:
    if count != 1:
        raise ChangedElsewhere(TAKEN_OVER)


def _chunks_done(session: Session, transcription: str) -> frozenset[ChunkKey]:
    columns = (_CHUNK.c[name] for name in ("start_frame", "channel", "end_frame"))
    rows = session.execute(select(*columns).where(_CHUNK.c.transcription == transcription))
    return frozenset(ChunkKey(*row) for row in rows)


def _grows(session: Session, transcript: str | None) -> bool:
    found = session.execute(select(_TRANSCRIPT.c.partial).where(_TRANSCRIPT.c.id == transcript)).scalar()
    return bool(found)


def _put_in(session: Session, transcript: str, segments: Sequence[SpokenSegment]) -> None:
    """Positions count in order of time at every moment: what begins later than the new segments moves up."""
    if not segments:
        return
    new = sorted(segments, key=_by_time)
    first = new[0].start_ms
    columns = [_SEGMENT.c[name] for name in ("position", "start_ms", "channel", "id")]
    of_it = _SEGMENT.c.transcript == transcript
    later = session.execute(
        select(*columns).where(of_it & (_SEGMENT.c.start_ms >= first)).order_by(_SEGMENT.c.position)
    ).all()
    if later:
        place = later[0].position
    else:
        last = select(_SEGMENT.c.position).where(of_it).order_by(_SEGMENT.c.position.desc()).limit(1)
        newest = session.execute(last).scalar()
        place = 0 if newest is None else newest + 1
    merged = sorted(
        [((row.start_ms, row.channel), 0, row) for row in later] + [(_by_time(one), 1, one) for one in new],
        key=lambda each: each[:2],
    )
    moves: list[tuple[int, str]] = []
    placed: list[tuple[int, SpokenSegment]] = []
    for at, (_, _, each) in enumerate(merged, place):
        if isinstance(each, SpokenSegment):
            placed.append((at, each))
        elif each.position != at:
            moves.append((at, each.id))
    for at, segment in reversed(moves):  # from the end, so that no two ever hold the same position
        session.execute(update(_SEGMENT).where(_SEGMENT.c.id == segment).values(position=at))
    add_segments(session, transcript, placed)


def _by_time(segment: SpokenSegment) -> tuple[int, int]:
    return segment.start_ms, segment.channel


def _discard(session: Session, transcript: str) -> None:
    """Half a transcript that another takes the place of; one that a person corrected stays."""
    mine = select(_SEGMENT.c.id).where(_SEGMENT.c.transcript == transcript)
    if session.execute(select(_CORRECTION.c.id).where(_CORRECTION.c.segment.in_(mine)).limit(1)).first() is not None:
        return
    session.execute(delete(_WORD).where(_WORD.c.segment.in_(mine)))
    session.execute(delete(_SEGMENT).where(_SEGMENT.c.transcript == transcript))
    session.execute(delete(_TRANSCRIPT).where(_TRANSCRIPT.c.id == transcript))

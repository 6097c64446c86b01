"""The transcription of a recording by a speech engine: where it stands, what is done, and why it could not go on.

Between the queue (a person asks for transcripts) and the transcript, which grows chunk by chunk. Every finished chunk
is a point to go on from, whatever ends the program. A recording has at most one row here; what an older run made stays
as its transcript.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class TranscriptionState(StrEnum):
    """Where a transcription stands. FAILED and PAUSED keep the chunks that are done; retrying goes on from them."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"


class Transcription(SQLModel, table=True):
    """The transcription of one recording (row id).

    `place` orders the queue. `claim` says which run works on it (`models.store.claims`). `transcript` is what grows,
    None before the first run. `recipe` is everything that decides what is heard and where it is cut: a run with another
    recipe begins anew. `seconds` of work add up over all runs. `why` is a sentence for people.
    """

    __tablename__ = "transcription"

    id: str = Field(default_factory=new_id, primary_key=True)
    recording: str = Field(foreign_key="recording.id", unique=True)
    transcript: str | None = Field(default=None, foreign_key="transcript.id", index=True)
    state: str = Field(index=True)
    place: int = Field(index=True)
    claim: str | None = None
    engine: str | None = None
    model: str | None = None
    model_sha256: str | None = None
    recipe: Any = Field(default=None, sa_type=JsonText, nullable=True)
    chunks_planned: int | None = None
    chunks_done: int = 0
    seconds: float = 0.0
    why: str | None = None
    asked_by: str
    queued_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TranscribedChunk(SQLModel, table=True):
    """A chunk that is done: its segments stand in the transcript. Frames at 16 kHz, the end left out."""

    __tablename__ = "transcribed_chunk"

    transcription: str = Field(foreign_key="transcription.id", primary_key=True)
    channel: int = Field(primary_key=True)
    start_frame: int = Field(primary_key=True)
    end_frame: int = Field(primary_key=True)


@dataclass(frozen=True, order=True)
class ChunkKey:
    """What names a chunk of a call: frames at 16 kHz, the end left out; in order of time."""

    start_frame: int
    channel: int
    end_frame: int


@dataclass(frozen=True)
class Hearing:
    """By what a transcript is made: the engine, the model's file name and SHA-256, and all that decides what is heard.

    `recipe` holds plain values; equal recipes give equal chunks of the same sound.
    """

    engine: str
    model: str
    model_sha256: str
    recipe: dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """How a transcription stands, for the queue and the review page; `place` orders the waiting ones.

    `partial` says that there is a transcript of it which still grows (or would, if it went on). Who took the call, and
    when, is the recording's.
    """

    id: str
    recording_id: str
    state: TranscriptionState
    place: int
    transcript: str | None
    engine: str | None
    model: str | None
    chunks_planned: int | None
    chunks_done: int
    seconds: float
    why: str | None
    asked_by: str
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    duration_ms: int
    caseworker_id: str | None = None
    call_started_at: datetime | None = None

    @property
    def partial(self) -> bool:
        return self.transcript is not None and self.state is not TranscriptionState.DONE

    @property
    def share(self) -> float:
        """How much of the voice is heard, 0 to 1; 0 while nobody knows how much there is."""
        if self.state is TranscriptionState.DONE:
            return 1.0
        return self.chunks_done / self.chunks_planned if self.chunks_planned else 0.0


@dataclass(frozen=True)
class Run:
    """A transcription somebody is working on: the row, its claim, its transcript, and the chunks that are done."""

    id: str
    claim: str
    recording_id: str
    transcript: str
    done: frozenset[ChunkKey]

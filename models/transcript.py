"""Transcripts: segments and words on the call's own clock, with corrections as a layer above them.

Times are milliseconds from the start of the recording. The words as recognised (or imported) never change; a
`Correction` says what a segment should read instead, who said so and when, and the newest one counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id

IMPORTED = "imported"
"""The engine of an imported transcript that does not name one."""


class Speaker(StrEnum):
    """Who speaks: the caseworker, the non-resident parent, or nobody can tell."""

    CASEWORKER = "caseworker"
    NRP = "nrp"
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """Why a segment may not be what was said: nobody speaks there, the engine repeats itself, or it is not sure."""

    NO_VOICE = "no_voice"
    REPEATED = "repeated"
    UNSURE = "unsure"


class Transcript(SQLModel, table=True):
    """One transcript of one recording. `content_sha256` makes importing the same one again change nothing.

    While `partial`, a speech engine still works at it (`models.transcription`): it grows, and its hash is empty.
    """

    __tablename__ = "transcript"

    id: str = Field(default_factory=new_id, primary_key=True)
    recording: str = Field(foreign_key="recording.id", index=True)
    engine: str
    model: str | None = None
    model_sha256: str | None = None
    settings: Any = Field(default=None, sa_type=JsonText, nullable=True)
    content_sha256: str
    partial: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)


class Segment(SQLModel, table=True):
    """A stretch of one speaker's speech, `position` counting from 0 in order of time. `doubt` holds words of `Doubt`,
    joined by semicolons."""

    __tablename__ = "segment"
    __table_args__ = (UniqueConstraint("transcript", "position"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    transcript: str = Field(foreign_key="transcript.id", index=True)
    position: int
    channel: int
    speaker: str
    start_ms: int
    end_ms: int
    text: str
    doubt: str | None = None


class Word(SQLModel, table=True):
    """One word of a segment; `probability` 0 to 1 where the engine gave one."""

    __tablename__ = "word"
    __table_args__ = (UniqueConstraint("segment", "position"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    segment: str = Field(foreign_key="segment.id", index=True)
    position: int
    start_ms: int
    end_ms: int
    text: str
    probability: float | None = None


class Correction(SQLModel, table=True):
    """What a person says a segment reads; the words underneath stay."""

    __tablename__ = "correction"

    id: str = Field(default_factory=new_id, primary_key=True)
    segment: str = Field(foreign_key="segment.id", index=True)
    text: str | None = None
    speaker: str | None = None
    author: str
    made_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True)
class WordText:
    """One word as recognised; milliseconds from the start of the recording, probability 0 to 1 where known."""

    start_ms: int
    end_ms: int
    text: str
    probability: float | None = None


@dataclass(frozen=True)
class SpokenSegment:
    """A stretch of speech on its way into the database: from a file, or from a speech engine."""

    channel: int
    speaker: Speaker
    start_ms: int
    end_ms: int
    text: str
    words: tuple[WordText, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Hand:
    """Who changed something, and when."""

    author: str
    at: datetime


@dataclass(frozen=True)
class SegmentText:
    """A stretch of speech as it reads now; `segment` is the row id, `text` corrected, `recognised_text` never changes.

    `speaker` is the corrected one too. `text_hand` and `speaker_hand` made them so; None: they are as recognised.
    """

    segment: str
    position: int
    channel: int
    speaker: Speaker
    start_ms: int
    end_ms: int
    text: str
    recognised_text: str
    words: tuple[WordText, ...]
    doubts: tuple[Doubt, ...] = ()
    text_hand: Hand | None = None
    speaker_hand: Hand | None = None

    @property
    def corrected(self) -> bool:
        """Whether a person made it read otherwise than it was recognised."""
        return self.text != self.recognised_text

    @property
    def probability(self) -> float | None:
        """Mean of its words' probabilities; None when no word has one."""
        known = [word.probability for word in self.words if word.probability is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True)
class TranscriptText:
    """One transcript as it reads now, segments in order of time; `transcript` is the row id.

    While `partial`, more is to come: what is not found in it may still be said. `remarks` are sentences on how it came
    about (`models.transcript_settings`).
    """

    transcript: str
    recording_id: str
    engine: str
    model: str | None
    segments: tuple[SegmentText, ...]
    partial: bool = False
    remarks: tuple[str, ...] = ()


def believable(segments: Sequence[SegmentText]) -> list[SegmentText]:
    """The segments that may well be what was said: cues and figures are taken from these. Left out is what an engine
    wrote where nobody speaks or while it repeated itself, unless a person corrected it."""
    unsaid = {Doubt.NO_VOICE, Doubt.REPEATED}
    return [segment for segment in segments if segment.corrected or unsaid.isdisjoint(segment.doubts)]


def doubts_as_text(doubts: tuple[Doubt, ...]) -> str | None:
    """As `Segment.doubt` holds them."""
    return ";".join(doubts) or None


def doubts_of(text: str | None) -> tuple[Doubt, ...]:
    """What `doubts_as_text` wrote."""
    return tuple(Doubt(word) for word in text.split(";")) if text else ()

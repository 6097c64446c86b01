"""Transcripts: segments and words on the call's own clock, with corrections as a layer above them.

Times are milliseconds from the start of the recording. The words as recognised (or imported) never change; a
`Correction` says what a segment should read instead, who said so and when, and the newest one counts.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class Speaker(StrEnum):
    """Who speaks: the caseworker, the non-resident parent, or nobody can tell."""

    CASEWORKER = "caseworker"
    NRP = "nrp"
    UNKNOWN = "unknown"


class Transcript(SQLModel, table=True):
    """One transcript of one recording. `content_sha256` makes importing the same one again change nothing."""

    __tablename__ = "transcript"

    id: str = Field(default_factory=new_id, primary_key=True)
    recording: str = Field(foreign_key="recording.id", index=True)
    engine: str
    model: str | None = None
    model_sha256: str | None = None
    settings: Any = Field(default=None, sa_type=JsonText, nullable=True)
    content_sha256: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class Segment(SQLModel, table=True):
    """A stretch of one speaker's speech, `position` counting from 0 in order of time."""

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

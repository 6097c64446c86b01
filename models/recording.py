"""Recordings of negotiation calls: where the file lies, what it is, and what the recorder said about it.

A recording is pointed at, never copied, moved or deleted; it belongs to the recorder. `recording_id` is the
department's own id (the recorder index's, else the path inside the imported folder).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import ByteCount, JsonText, UtcDateTime, new_id


class Recording(SQLModel, table=True):
    """One recorded call. Milliseconds and hertz; `started_offset_min` keeps the recorder's own offset.

    `started_at` is what the recorder told plus `clock_skew_s`, the correction of its clock. `second_path` is the other
    leg of a call recorded in two mono files (channel 1). `channels` are those that are played, of `file_channels` in
    the file; `reading` says how the file must be read where it does not say so itself (see models.sound_source).
    `further_cases` and `further_caseworkers` (joined by semicolons) are of a call about several cases, or one that was
    transferred.
    """

    __tablename__ = "recording"

    id: str = Field(default_factory=new_id, primary_key=True)
    recording_id: str = Field(unique=True)
    path: str
    sha256: str = Field(index=True)
    size_bytes: int = Field(sa_type=ByteCount)
    duration_ms: int
    codec: str
    rate_hz: int
    channels: int
    caseworker_channel: int = 0
    truncated: bool = False
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    started_offset_min: int | None = None
    call_date: date | None = Field(default=None, index=True)
    indexed_duration_ms: int | None = None
    direction: str | None = None
    caseworker_id: str | None = Field(default=None, index=True)
    extension: str | None = None
    case_ref: str | None = Field(default=None, index=True)
    other_party: str | None = None
    delete_after: date | None = None
    recorder: str | None = None
    clock_skew_s: int = 0
    further_cases: str | None = None
    further_caseworkers: str | None = None
    second_path: str | None = None
    second_sha256: str | None = Field(default=None, index=True)
    file_channels: int | None = None
    reading: Any = Field(default=None, sa_type=JsonText, nullable=True)
    note: str | None = None
    version: int = 1
    imported_at: datetime = Field(sa_type=UtcDateTime)


class RecordingPath(SQLModel, table=True):
    """A further place where the same recording (by SHA-256) was found."""

    __tablename__ = "recording_path"
    __table_args__ = (UniqueConstraint("recording", "path"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    recording: str = Field(foreign_key="recording.id", index=True)
    path: str
    found_at: datetime = Field(sa_type=UtcDateTime)

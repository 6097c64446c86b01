"""Samples of calls as they are kept: the certificate, the frame it was drawn from, the draws, and what replaced them.

What was drawn never changes: a replacement is appended, its call takes the position (`SampleDraw.turn` counts up),
and the certificate that is handed out names it. `SampleDraw` holds what the certificate says once more by row ids, so
that lists can ask which calls of a sample were checked.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import JsonText, LongListText, UtcDateTime, new_id


class SampleRow(SQLModel, table=True):
    """One sample; `sample_id` is "S-0001" and so on. `certificate` is as drawn (steercheck.sample/1, no replacements),
    `how_many` what was asked for ({"allocation", "number"}).

    `due` is the day by which its calls are to be checked, `reviewer` the staff id of who is to do it. `blind` hides the
    steer's verdict, cues and earlier marks until signing.
    """

    __tablename__ = "sample"

    id: str = Field(default_factory=new_id, primary_key=True)
    sample_id: str = Field(unique=True)
    date_from: date
    date_to: date
    seed: str
    frame_sha256: str
    certificate: Any = Field(sa_type=JsonText)
    how_many: Any = Field(sa_type=JsonText)
    drawn_by: str
    drawn_at: datetime = Field(sa_type=UtcDateTime)
    due: date | None = None
    reviewer: str | None = Field(default=None, index=True)
    blind: bool = False


class SampleFrame(SQLModel, table=True):
    """The frame a sample was drawn from: [recording_id, sheet_id, caseworker_id], sorted by recording_id. Beside the
    sample, since it is long and seldom asked for: to replace a call, and to say what changed since."""

    __tablename__ = "sample_frame"

    sample: str = Field(primary_key=True, foreign_key="sample.id")
    calls: Any = Field(sa_type=LongListText)


class SampleDraw(SQLModel, table=True):
    """One call that was drawn, or took the place of one. At each position the highest `turn` stands, if `stands`."""

    __tablename__ = "sample_draw"
    __table_args__ = (
        UniqueConstraint("sample", "position", "turn"),
        UniqueConstraint("sample", "recording"),
        Index("ix_sample_draw_standing", "recording", "stands"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    sample: str = Field(foreign_key="sample.id")
    position: int
    turn: int = 0
    recording: str = Field(foreign_key="recording.id")
    sheet: str = Field(foreign_key="guide_sheet.id", index=True)
    caseworker_id: str | None = None
    stands: bool = True


class SampleReplacement(SQLModel, table=True):
    """A drawn call (row id) that could not be checked, why, and the next in rank that took its place (None: there was
    none). `turn` is that of the draw it ended; ids as in the certificate."""

    __tablename__ = "sample_replacement"
    __table_args__ = (UniqueConstraint("sample", "position", "turn"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    sample: str = Field(foreign_key="sample.id")
    position: int
    turn: int
    recording: str = Field(foreign_key="recording.id")
    replaced_by: str | None = Field(default=None, foreign_key="recording.id")
    reason: str
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)

"""A person's word on how far a recorder's clock is off: kept by the recorder's name, so that it outlives every import.

Intake adds it to what the recorder tells, in the place of what the profile says; the matches page sets it.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, new_id


class RecorderClock(SQLModel, table=True):
    """The correction of one recorder's clock in seconds; `recorder` is "" for recordings that name no recorder."""

    __tablename__ = "recorder_clock"

    id: str = Field(default_factory=new_id, primary_key=True)
    recorder: str = Field(unique=True)
    clock_skew_s: int
    set_by: str
    set_at: datetime = Field(sa_type=UtcDateTime)

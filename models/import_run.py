"""Imports that were run: who took in what and when, and what came of it, so that a report can be printed again."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class RunState(StrEnum):
    """How an import ended."""

    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ImportRun(SQLModel, table=True):
    """One import, dry runs apart. `request` and `report` are plain values: places asked for, counts, refusals."""

    __tablename__ = "import_run"

    id: str = Field(default_factory=new_id, primary_key=True)
    started_at: datetime = Field(sa_type=UtcDateTime, index=True)
    finished_at: datetime = Field(sa_type=UtcDateTime)
    staff_id: str | None = None
    state: str
    profile: str | None = None
    request: Any = Field(sa_type=JsonText)
    report: Any = Field(sa_type=JsonText)

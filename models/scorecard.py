"""Scorecards as versioned data: sections, prompts, what each demands, and when it does not apply.

A scorecard is read from `resources/scorecards/*.toml`, kept whole in the database the first time it is used, and never
changed afterwards: a change is a new version with a new id ("arrears-call/2").
"""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class Scorecard(SQLModel, table=True):
    """A scorecard version as used: `definition` is the whole file as plain values, `sha256` its fingerprint."""

    __tablename__ = "scorecard"

    id: str = Field(default_factory=new_id, primary_key=True)
    scorecard_id: str = Field(unique=True)
    title: str
    definition: Any = Field(sa_type=JsonText)
    sha256: str
    first_used_at: datetime = Field(sa_type=UtcDateTime)

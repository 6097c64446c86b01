"""Performance and development of a caseworker: objectives, competency notes, development needs, continuous feedback.

Source: the letter of 12 October 2009 (VTR 1298), "Performance and Development System". An entry is never overwritten: a
change is a further entry that names the one it replaces. Nothing of this is ever part of a published report, of the QA
pack or of a list that other teams see.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class EntryKind(StrEnum):
    """What an entry is about."""

    OBJECTIVE = "objective"
    COMPETENCY = "competency"
    NEED = "need"
    FEEDBACK = "feedback"


class DevelopmentEntry(SQLModel, table=True):
    """One entry of a caseworker's record. `day` is the day it is about; `due` and `standing` serve objectives, needs.

    `details` holds what only one kind has, as plain values. `reviews` are the row ids of the reviews it is tied to.
    """

    __tablename__ = "development_entry"
    __table_args__ = (Index("uq_development_entry_replaced_once", "replaces", unique=True),)

    id: str = Field(default_factory=new_id, primary_key=True)
    caseworker_id: str = Field(index=True)
    kind: str
    day: date = Field(index=True)
    due: date | None = None
    standing: str | None = None
    title: str = ""
    text: str = ""
    competency: str | None = None
    level: str | None = None
    details: Any = Field(default=None, sa_type=JsonText, nullable=True)
    reviews: Any = Field(default_factory=list, sa_type=JsonText)
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    replaces: str | None = Field(default=None, foreign_key="development_entry.id")
    withdrawn: bool = False

"""What a record said before an import changed it: nothing that was once recorded is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class PastVersion(SQLModel, table=True):
    """One earlier version of an imported record.

    `kind` is the table's name, `record` its row id, `facts` the columns as they were (money in pence, dates in ISO
    form).
    """

    __tablename__ = "past_version"
    __table_args__ = (UniqueConstraint("kind", "record", "version"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str
    record: str
    version: int
    facts: Any = Field(sa_type=JsonText)
    replaced_at: datetime = Field(sa_type=UtcDateTime, index=True)

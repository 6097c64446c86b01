"""Which file a kind of list was last taken from, whole: what makes importing the same file again cost nothing.

Every batch of rows written counts `changes` up in its own transaction. When an import ends and nobody else wrote the
kind in between, what it read is settled: `settled_changes` is `changes` of that moment. As long as the two are equal,
the database says exactly what that file says, and reading it again could change nothing.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class ListState(SQLModel, table=True):
    """One kind of list. `kind` is the name of its table; `reading_sha256` covers the profile and the way of reading.

    `taken` counts the rows, `refused` and `remarks` are what was said of the others (`Refusal.as_dict`, sentences).
    """

    __tablename__ = "list_state"

    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(unique=True)
    changes: int = 0
    settled_changes: int | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    content_sha256: str | None = None
    reading_sha256: str | None = None
    taken: int | None = None
    refused: Any = Field(default=None, sa_type=JsonText, nullable=True)
    remarks: Any = Field(default=None, sa_type=JsonText, nullable=True)

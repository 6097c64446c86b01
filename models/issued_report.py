"""Reports as they were issued, byte for byte: "the latest available copies", as distinct from fresh ones (letter of 15
March 2018), can be handed over years later.

What was issued never changes and is never made again; the file stands beside its line, since it is long and seldom
asked for.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class IssuedReport(SQLModel, table=True):
    """One issued report; `issue_id` is "R-0001" and so on. `threshold` is what small counts were hidden below,
    `grouped_by` what its rows were asked for by, `report` the report as data (rows as text, definition, policies), to
    be compared with a fresh one; `sha256` and `size` (bytes) are the file's, `tool_version` the program's."""

    __tablename__ = "issued_report"

    id: str = Field(default_factory=new_id, primary_key=True)
    issue_id: str = Field(unique=True)
    kind: str = Field(index=True)
    title: str
    date_from: date
    date_to: date
    threshold: int
    as_of: date
    grouped_by: str | None = None
    file_name: str
    sha256: str
    size: int
    report: Any = Field(sa_type=JsonText)
    tool_version: str
    issued_by: str
    issued_at: datetime = Field(sa_type=UtcDateTime)


class IssuedFile(SQLModel, table=True):
    """The file of an issued report."""

    __tablename__ = "issued_file"

    issue: str = Field(primary_key=True, foreign_key="issued_report.id")
    content: bytes = Field(sa_type=LargeBinary)

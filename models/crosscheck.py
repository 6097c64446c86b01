"""The two lists a guide sheet is cross-referenced with: Task 567 entries and Caseworker Online views.

Both are matched to a sheet (`sheet`, the guide sheet's row id) when they are imported and whenever matching runs.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from models.columns import Pence, UtcDateTime, new_id


class Task567(SQLModel, table=True):
    """A Task 567 entry: the method of collection before, promoted, and taken."""

    __tablename__ = "task_567"

    id: str = Field(default_factory=new_id, primary_key=True)
    task_id: str = Field(unique=True)
    case_ref: str | None = Field(default=None, index=True)
    caseworker_id: str | None = None
    raised: date | None = None
    due: date | None = None
    closed: date | None = None
    current_method: str | None = None
    promoted_method: str | None = None
    outcome_method: str | None = None
    refusal_reason: str | None = None
    status: str | None = None
    sheet: str | None = Field(default=None, foreign_key="guide_sheet.id", index=True)
    version: int = 1
    imported_at: datetime = Field(sa_type=UtcDateTime)


class OnlineView(SQLModel, table=True):
    """The fact that somebody looked at Caseworker Online, and when; never what it showed."""

    __tablename__ = "online_view"

    id: str = Field(default_factory=new_id, primary_key=True)
    view_id: str = Field(unique=True)
    case_ref: str | None = Field(default=None, index=True)
    user_id: str | None = None
    viewed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    viewed_offset_min: int | None = None
    purpose: str | None = None
    commitments_count: int | None = None
    commitments: Decimal | None = Field(default=None, sa_type=Pence)
    balances: Decimal | None = Field(default=None, sa_type=Pence)
    sheet: str | None = Field(default=None, foreign_key="guide_sheet.id", index=True)
    version: int = 1
    imported_at: datetime = Field(sa_type=UtcDateTime)

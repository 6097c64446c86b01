"""What was collected, by month and scheme: the figures that stand beside what was arranged in the headline report.

They come from the department's own list (`import --collections`), are aggregates, and concern no case.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Pence, UtcDateTime, new_id


class Collected(SQLModel, table=True):
    """What was collected in a month ("2009-09") under a scheme (`Scheme`), in pounds; `version` counts its changes.

    `figure` is month and scheme together ("2009-09 CS2"): what an import and the history know the record by.
    """

    __tablename__ = "collected"
    __table_args__ = (UniqueConstraint("month", "scheme"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    figure: str = Field(unique=True)
    month: str
    scheme: str
    collected: Decimal = Field(sa_type=Pence)
    version: int = 1
    imported_at: datetime = Field(sa_type=UtcDateTime)

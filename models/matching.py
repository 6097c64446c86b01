"""Which recording belongs to which guide sheet, with the rule that joined them and how certain it is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, new_id


class MatchRule(StrEnum):
    """What joined the two: the sheet's recording reference, its case, its caseworker, or a person's decision."""

    REFERENCE = "reference"
    CASE = "case"
    PERSON = "person"
    HAND = "hand"


class MatchState(StrEnum):
    """`matched` counts; `proposed` waits for a person; `linked` is a further call of the same sheet; `kept_apart` is a
    person's word that the recording belongs to no sheet."""

    MATCHED = "matched"
    LINKED = "linked"
    PROPOSED = "proposed"
    AMBIGUOUS = "ambiguous"
    KEPT_APART = "kept_apart"


class Match(SQLModel, table=True):
    """One tie between a recording and a sheet. `certainty` is in hundredths (100 = certain); `reason` is for people.

    For `kept_apart` the sheet is None. A tie made by hand (`decided_by` set) outlives every later run of the rules.
    """

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("recording", "sheet"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    recording: str = Field(foreign_key="recording.id", index=True)
    sheet: str | None = Field(default=None, foreign_key="guide_sheet.id", index=True)
    rule: str
    state: str = Field(index=True)
    certainty: int
    reason: str
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

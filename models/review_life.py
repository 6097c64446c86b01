"""The life of a signed review: released to the caseworker, acknowledged or disputed, decided, amended.

A signed review never changes; what happens to it afterwards is appended, step by step, as `ReviewStep`. Where it stands
is kept beside it (`Review.life`) so that lists can ask for it.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, new_id


class LifeState(StrEnum):
    """Where a review stands. `AMENDED`: a later version took its place. `DECIDED`: every dispute has its outcome."""

    DRAFT = "draft"
    SIGNED = "signed"
    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    DECIDED = "decided"
    AMENDED = "amended"


class StepKind(StrEnum):
    """What can happen to a signed review."""

    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    DECIDED = "decided"


class Outcome(StrEnum):
    """What another reviewer decides on a disputed prompt; "changed" asks for an amendment."""

    UPHELD = "upheld"
    CHANGED = "changed"


class ReviewStep(SQLModel, table=True):
    """One step of a signed review's life, appended and never changed.

    `recorded_by` is who was working, `caseworker_id` whose reply it is. `reply_by` stands with a release: the last day
    on which a prompt can be disputed. A reply that disputes three prompts is three steps.
    """

    __tablename__ = "review_step"
    __table_args__ = (UniqueConstraint("review", "position"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    review: str = Field(foreign_key="review.id", index=True)
    position: int
    kind: str
    prompt: str | None = None
    outcome: str | None = None
    comment: str = ""
    recorded_by: str
    caseworker_id: str | None = None
    reply_by: date | None = None
    at: datetime = Field(sa_type=UtcDateTime)

"""The steer's judgement of every guide sheet, who confirmed it, and the policies that were counted by: the records.

Between the steer (`models.steer`, pure) and everything that lists or counts sheets. A judgement is worked out and may
be made again at any time from the sheet and the policy in force; a confirmation is a person's word on it and never
changes: figures, policy and result are frozen with it, and what replaces or withdraws it is appended. "Team leaders
examine every one" (letter of 12 October 2009, question 3): confirmed sheets are the KPI's `sheet` row.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import JsonText, UtcDateTime, new_id


class SteerPolicy(SQLModel, table=True):
    """A policy as it was when something was first signed or confirmed by it: `definition` is the whole file as plain
    values, days as text, `sha256` its fingerprint."""

    __tablename__ = "steer_policy"

    id: str = Field(default_factory=new_id, primary_key=True)
    policy_id: str = Field(unique=True)
    sha256: str
    definition: Any = Field(sa_type=JsonText)
    first_used_at: datetime = Field(sa_type=UtcDateTime)


class SheetJudgement(SQLModel, table=True):
    """What the steer says of a sheet (row id) as it stands: rung, label, verdict, reasons and readings as in the
    contract's columns. The figures behind it are worked out again where they are shown.

    `judged_by` is the fingerprint of the rules and policies in force (`models.store.judgements`); where it or
    `sheet_version` is another than today's, the sheet waits to be judged again.
    """

    __tablename__ = "sheet_judgement"
    __table_args__: ClassVar[Any] = {"sqlite_with_rowid": False}

    sheet: str = Field(primary_key=True, foreign_key="guide_sheet.id")
    sheet_version: int
    judged_by: str
    policy: str | None = None
    rung: str
    steer_label: str
    verdict: str
    reasons: str
    reading_sensitive: str
    liability_order_due: str
    instalments_to_clear: int | None = None


COUNTED = (
    *("sheet", "word", "stands", "counts_on", "arrangement_kind", "verdict", "policy", "scheme", "method", "team"),
    *("caseworker_id", "reasons", "discretion_ground", "id"),
)
"""What the reports count and group by, in one index: the rows are long."""


class Word(StrEnum):
    """What a person said of the judgement of a sheet."""

    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class SheetConfirmation(SQLModel, table=True):
    """A person's word on the judgement of a sheet; appended, never changed.

    Each word on a sheet but the first names the one it follows, and none is followed twice: the word that none follows
    stands. `figures` are the sheet's as text, `result` the judgement (`Judgement.as_values`); `counts_on` is the day by
    which it falls into a period, the decision date, else the day of the word. A withdrawal repeats what it withdraws.
    `scheme`, `method`, `team` (the sheet's, else the caseworker's own) and `caseworker_id` say again what stands in
    the frozen figures, `reasons` (joined by +) and `discretion_ground` in result and figures: reports count by them.
    `stands` alone changes: it is taken back when another word follows.
    """

    __tablename__ = "sheet_confirmation"
    __table_args__ = (
        Index("uq_sheet_confirmation_followed_once", "follows", unique=True),
        Index(
            "uq_sheet_confirmation_one_first",
            "sheet",
            unique=True,
            sqlite_where=text("follows IS NULL"),
            postgresql_where=text("follows IS NULL"),
        ),
        Index("ix_sheet_confirmation_counted", *COUNTED),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    sheet: str = Field(foreign_key="guide_sheet.id", index=True)
    word: str
    sheet_version: int
    policy: str | None = None
    verdict: str
    arrangement_kind: str | None = None
    scheme: str | None = None
    method: str | None = None
    team: str | None = None
    caseworker_id: str | None = None
    reasons: str = ""
    discretion_ground: str | None = None
    stands: bool = True
    counts_on: date = Field(index=True)
    figures: Any = Field(sa_type=JsonText)
    result: Any = Field(sa_type=JsonText)
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    note: str = ""
    follows: str | None = Field(default=None, foreign_key="sheet_confirmation.id")

"""The worklist as a kept table: one row a line, with what is shown, filtered, sorted and searched.

Between the statements that say what stands in which section (`models.store.worklist_sections`) and the list in the
window. Nothing here is a fact of its own: every row can be made again from the other tables. Triggers of the database
(`models.migrations.kept_list`) note in the transaction of each write what it touched, whoever writes; the lines of what
was touched are made again before the list is next read (`models.store.work_lines`). So a row may be behind for a
moment, but never unnoticed, even when a process was killed in between.
"""

from datetime import date, datetime
from enum import IntEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import ByteCount, UtcDateTime


class Place(IntEnum):
    """What a line is about."""

    TIE = 1
    RECORDING = 2
    SHEET = 3
    DOUBT = 4
    DRAFT = 5
    SIGNED = 6
    JUDGED = 7
    DISPUTED = 8


class Phase(IntEnum):
    """How the table stands: in step (but for what is in `work_touched`); to be made anew; being made anew."""

    IN_STEP = 0
    STALE = 1
    IN_MAKING = 2


_OF_REVIEWS = text("review_id IS NOT NULL")


def _sorted_by(name: str, *columns: str) -> Index:
    return Index(f"ix_work_line_{name}", "place", "begun", *columns)


def _reviews_by(name: str, *columns: str) -> Index:
    head = ("place", "begun", *columns)
    return Index(f"ix_work_line_{name}", *head, sqlite_where=_OF_REVIEWS, postgresql_where=_OF_REVIEWS)


class WorkLine(SQLModel, table=True):
    """One line. `recording` and `sheet` are row ids, as `review_id` is; `begun`: somebody began the review of it.

    `moment` orders lines by day, then by start (see `models.store.work_lines`); `search` holds the ids, the case and
    the caseworker in small letters; `score_number` is the score to sort by. An index stands for every order of the
    list; that of `moment` ends in `search`, which keeps equal lines in the order of their ids and lets a text be looked
    for without reading the rows.
    """

    __tablename__ = "work_line"
    __table_args__ = (
        _sorted_by("moment", "moment", "search"),
        _sorted_by("caseworker", "caseworker_id", "moment"),
        _sorted_by("team", "team", "moment"),
        _sorted_by("case", "case_ref"),
        _sorted_by("length", "duration_ms"),
        _sorted_by("method", "method_agreed", "moment"),
        _sorted_by("match", "match_certainty", "match_rule", "moment"),
        _sorted_by("verdict", "verdict", "reasons", "reading_sensitive", "moment"),
        _reviews_by("saved", "saved_at"),
        _reviews_by("signed", "signed_at"),
        _reviews_by("score", "score_number"),
        _reviews_by("class", "kpi_class", "score_number"),
        _reviews_by("reviewer", "reviewer_id", "saved_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=ByteCount)
    place: int
    begun: bool
    recording: str | None = Field(default=None, index=True)
    sheet: str | None = Field(default=None, index=True)
    recording_id: str | None = None
    sheet_id: str | None = None
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    started_offset_min: int | None = None
    decision_date: date | None = None
    day: date | None = None
    moment: int | None = Field(default=None, sa_type=ByteCount)
    caseworker_id: str | None = None
    team: str | None = None
    case_ref: str | None = None
    duration_ms: int | None = None
    method_agreed: str | None = None
    match_rule: str | None = None
    match_state: str | None = None
    match_certainty: int | None = None
    match_reason: str | None = None
    candidates: int
    review_id: str | None = Field(default=None, index=True)
    review_state: str | None = None
    reviewer_id: str | None = None
    saved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    signed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    score: str | None = None
    score_number: float | None = None
    kpi_class: str | None = None
    critical: str | None = None
    sheet_changed: bool
    has_transcript: bool
    search: str
    scheme: str | None = None
    label: str | None = None
    rung: str | None = None
    steer_label: str | None = None
    verdict: str | None = None
    reasons: str | None = None
    reading_sensitive: str | None = None


class WorkTouch(SQLModel, table=True):
    """A row that was written since: `kind` is recording, sheet or review; "all": every line is to be made anew."""

    __tablename__ = "work_touched"

    id: int | None = Field(default=None, primary_key=True, sa_type=ByteCount)
    kind: str
    row: str


class WorkState(SQLModel, table=True):
    """One row (id 1). `turn` counts what was written to the lines; `maker` is who makes them anew, and its last sign of
    life in seconds since 1970."""

    __tablename__ = "work_state"

    id: int = Field(primary_key=True)
    phase: int
    turn: int
    maker: str | None = None
    maker_alive_s: int | None = None

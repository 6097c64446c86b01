"""Which recording belongs to which guide sheet: the record, and the plain rows that the rules work on.

A call may belong to several sheets (several cases of one call), a sheet to several calls. Of the sheets of a call one
leads (`matched`), the others share it (`shared`): each of them has its call, and a call is counted once. Of the calls
of a sheet one is its own (`matched` or `shared`), the others are further ones (`linked`). The rules stand in
`models.match_rules`; what a person decided is handed to them, comes first and outlives every run.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, new_id

WINDOW_DAYS = 7
"""A call belongs to a decision made on its day or up to so many days later; a setting."""

MOST_CANDIDATES = 20
"""An ambiguous sheet names at most so many calls, the latest."""


class MatchRule(StrEnum):
    """What joined the two: the sheet's recording reference, its case, its caseworker, or a person's decision.

    A person can say that a call belongs to a sheet (`hand`: it is taken from any other), that it belongs to this sheet
    as well (`further_sheet`), or that the sheet has this call as well (`further_call`).
    """

    REFERENCE = "reference"
    CASE = "case"
    PERSON = "person"
    HAND = "hand"
    FURTHER_SHEET = "further_sheet"
    FURTHER_CALL = "further_call"


BY_HAND = (MatchRule.HAND, MatchRule.FURTHER_SHEET, MatchRule.FURTHER_CALL)
"""What a person decided."""


class MatchState(StrEnum):
    """`matched` is a call with its (leading) sheet; `shared` a further sheet of a call that another sheet leads;
    `linked` a further call of the same sheet; `proposed` and `ambiguous` wait for a person; `kept_apart` is a person's
    word that the recording does not belong to the sheet (to no sheet, where none is named)."""

    MATCHED = "matched"
    SHARED = "shared"
    LINKED = "linked"
    PROPOSED = "proposed"
    AMBIGUOUS = "ambiguous"
    KEPT_APART = "kept_apart"


PRIMARY = (MatchState.MATCHED, MatchState.SHARED)
"""The sheet has its own call by this tie."""
SETTLED = (*PRIMARY, MatchState.LINKED)
"""Ties that hold."""
OPEN = (MatchState.PROPOSED, MatchState.AMBIGUOUS)
"""Ties that wait for a person."""


class Match(SQLModel, table=True):
    """One tie between a recording and a sheet. `certainty` is in hundredths (100 = certain); `reason` is for people.

    A recording kept apart from every sheet has the sheet None. A tie made by hand (`decided_by` set) outlives every
    later run of the rules; only whether it leads may change with what else is known of the call.
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


class CallRow(NamedTuple):
    """What the rules need of a recording; `id` is the row's, `recording_id` the department's.

    `further_cases` and `further_caseworkers` are joined by semicolons.
    """

    id: str
    recording_id: str
    case_ref: str | None
    caseworker_id: str | None
    call_date: date | None
    started_at: datetime | None
    further_cases: str | None = None
    further_caseworkers: str | None = None
    recorder: str | None = None

    @property
    def cases(self) -> tuple[str, ...]:
        """Every case the call was about, its own first."""
        if not self.further_cases:  # as nearly every call is: asked for a hundred thousand times a run
            return (self.case_ref,) if self.case_ref else ()
        return joined(self.case_ref, self.further_cases)

    @property
    def caseworkers(self) -> tuple[str, ...]:
        """Everybody who spoke for the department, the first one first."""
        if not self.further_caseworkers:
            return (self.caseworker_id,) if self.caseworker_id else ()
        return joined(self.caseworker_id, self.further_caseworkers)


class SheetRow(NamedTuple):
    """What the rules need of a guide sheet."""

    id: str
    sheet_id: str
    case_ref: str | None
    caseworker_id: str | None
    decision_date: date | None
    recording_ref: str | None


class Decision(NamedTuple):
    """A person's word on a recording and a sheet (row ids): what was decided (one of BY_HAND) and the state it has.

    `sheet` None: the recording belongs to none.
    """

    recording: str
    sheet: str | None
    rule: MatchRule = MatchRule.HAND
    state: MatchState = MatchState.MATCHED


class Tie(NamedTuple):
    """What the rules say of one recording and one sheet (row ids); the columns of `Match`."""

    recording: str
    sheet: str
    rule: MatchRule
    state: MatchState
    certainty: int
    reason: str


def joined(own: str | None, further: str | None) -> tuple[str, ...]:
    """The one and the further ones (joined by semicolons), each once."""
    if not further:
        return (own,) if own else ()
    every = (own, *(each.strip() for each in further.split(";")))
    return tuple(dict.fromkeys(each for each in every if each))


def contradiction(call: CallRow, sheet: SheetRow) -> str | None:
    """In words, what speaks against the two belonging together although the sheet names the call; None: nothing."""
    if call.case_ref == sheet.case_ref and call.caseworker_id == sheet.caseworker_id:
        return None
    against = []
    cases, caseworkers = call.cases, call.caseworkers
    if cases and sheet.case_ref and sheet.case_ref not in cases:
        against.append(f"the call is on case {' and '.join(cases)}, the sheet on {sheet.case_ref}")
    if caseworkers and sheet.caseworker_id and sheet.caseworker_id not in caseworkers:
        against.append(f"the call is by {' and '.join(caseworkers)}, the sheet by {sheet.caseworker_id}")
    return "; ".join(against) or None


def days_before(call_date: date | None, decision_date: date | None) -> str:
    """Where a call lies beside a decision, in words."""
    if call_date is None or decision_date is None:
        return "on an unknown day"
    days = (decision_date - call_date).days
    if days == 0:
        return "on the day of the decision"
    unit = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {unit} {'before' if days > 0 else 'after'} the decision"

"""Which recording belongs to which guide sheet, with the rule that joined them and how certain it is.

`Match` is the record; `match_calls` is the three rules of the command-line contract (**match**) over plain rows, pure,
so that the order of the rows cannot matter and 100,000 calls take seconds. What a person decided is handed in and comes
first: it outlives every run.

1. The sheet names the recording: certain (100), unless case or caseworker contradict it: ambiguous.
2. Same case, called in the window before the decision: 90. The last call is the primary one, the others are linked. One
   call that would be the primary one of several sheets is ambiguous.
3. Same caseworker, same day, exactly one call and one sheet left over: 50, proposed, not counted until confirmed.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
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


class CallRow(NamedTuple):
    """What the rules need of a recording; `id` is the row's, `recording_id` the department's."""

    id: str
    recording_id: str
    case_ref: str | None
    caseworker_id: str | None
    call_date: date | None
    started_at: datetime | None


class SheetRow(NamedTuple):
    """What the rules need of a guide sheet."""

    id: str
    sheet_id: str
    case_ref: str | None
    caseworker_id: str | None
    decision_date: date | None
    recording_ref: str | None


class Decision(NamedTuple):
    """A person's word on a recording: belongs to `sheet` (row id), or to none (None)."""

    recording: str
    sheet: str | None


class Tie(NamedTuple):
    """What the rules say of one recording and one sheet (row ids); the columns of `Match`."""

    recording: str
    sheet: str
    rule: MatchRule
    state: MatchState
    certainty: int
    reason: str


def match_calls(
    calls: Sequence[CallRow],
    sheets: Sequence[SheetRow],
    decisions: Iterable[Decision] = (),
    window_days: int = WINDOW_DAYS,
) -> list[Tie]:
    """The ties the three rules give beside the `decisions`, which are not repeated in the result."""
    return _Matching(calls, sheets, tuple(decisions), window_days).ties


def contradiction(call: CallRow, sheet: SheetRow) -> str | None:
    """In words, what speaks against the two belonging together although the sheet names the call; None: nothing."""
    against = []
    if call.case_ref and sheet.case_ref and call.case_ref != sheet.case_ref:
        against.append(f"the call is on case {call.case_ref}, the sheet on {sheet.case_ref}")
    if call.caseworker_id and sheet.caseworker_id and call.caseworker_id != sheet.caseworker_id:
        against.append(f"the call is by {call.caseworker_id}, the sheet by {sheet.caseworker_id}")
    return "; ".join(against) or None


class _Matching:
    """One run of the rules. What is settled by an earlier rule is out of reach of the later ones."""

    def __init__(
        self, calls: Sequence[CallRow], sheets: Sequence[SheetRow], decisions: tuple[Decision, ...], window_days: int
    ) -> None:
        self.ties: list[Tie] = []
        self._window_days = window_days
        self._settled_calls = {decision.recording for decision in decisions}
        self._settled_sheets = {decision.sheet for decision in decisions if decision.sheet is not None}
        self._doubtful_calls: set[str] = set()
        self._doubtful_sheets: set[str] = set()
        calls = sorted(calls, key=_in_time)
        sheets = sorted(sheets, key=lambda sheet: sheet.sheet_id)
        self._by_reference(calls, sheets)
        self._by_case(calls, sheets)
        self._by_caseworker(calls, sheets)

    def _by_reference(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        named = {call.recording_id: call for call in calls if call.id not in self._settled_calls}
        claims = [
            (named[sheet.recording_ref], sheet)
            for sheet in sheets
            if sheet.recording_ref in named and sheet.id not in self._settled_sheets
        ]
        against = [contradiction(call, sheet) for call, sheet in claims]
        sound = Counter(call.id for (call, _), objection in zip(claims, against, strict=True) if objection is None)
        for (call, sheet), objection in zip(claims, against, strict=True):
            reason = f"the sheet names {call.recording_id}"
            if objection is not None:
                self._doubt(call, sheet, MatchRule.REFERENCE, 100, f"{reason}, but {objection}")
            elif sound[call.id] > 1:
                self._doubt(call, sheet, MatchRule.REFERENCE, 100, f"{reason}, but so do others")
            else:
                self._match(call, sheet, MatchRule.REFERENCE, 100, reason)

    def _by_case(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        sheets_of: defaultdict[str, list[SheetRow]] = defaultdict(list)
        for sheet in sheets:
            if sheet.case_ref and sheet.decision_date is not None:
                sheets_of[sheet.case_ref].append(sheet)
        calls_of: defaultdict[str, list[CallRow]] = defaultdict(list)
        for call in calls:
            if call.case_ref and call.call_date is not None and call.id not in self._settled_calls:
                calls_of[call.case_ref].append(call)
        for case_ref, of_case in calls_of.items():
            if case_ref in sheets_of:
                self._settle_case(of_case, sheets_of[case_ref])

    def _settle_case(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        """`calls` of one case in order of time, none of them settled; `sheets` of the same case."""
        days = [_day(call.call_date) for call in calls]
        wanted: list[tuple[SheetRow, int, int]] = []
        for sheet in sheets:
            decided = _day(sheet.decision_date)
            first, behind = bisect_left(days, decided - self._window_days), bisect_right(days, decided)
            if first < behind and sheet.id not in self._settled_sheets:
                wanted.append((sheet, first, behind))
        claims = Counter(behind for sheet, _, behind in wanted if sheet.id not in self._doubtful_sheets)
        unclear = []
        for sheet, first, behind in wanted:
            if sheet.id in self._doubtful_sheets or claims[behind] > 1:
                unclear.append((sheet, calls[max(first, behind - MOST_CANDIDATES) : behind]))
            else:
                last = calls[behind - 1]
                self._match(last, sheet, MatchRule.CASE, 90, _same_case(last, sheet))
        for sheet, candidates in unclear:
            for call in candidates:
                if call.id not in self._settled_calls and call.recording_id != sheet.recording_ref:
                    self._doubt(call, sheet, MatchRule.CASE, 90, _same_case(call, sheet))
        self._link_further_calls(calls, sheets)

    def _link_further_calls(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        """Calls left over in a case that has sheets with their calls: linked to the next decision after them."""
        settled = sorted(
            (sheet for sheet in sheets if sheet.id in self._settled_sheets),
            key=lambda sheet: (_day(sheet.decision_date), sheet.sheet_id),
        )
        decided = [_day(sheet.decision_date) for sheet in settled]
        for call in calls:
            if call.id in self._settled_calls or call.id in self._doubtful_calls:
                continue
            called = _day(call.call_date)
            place = bisect_left(decided, called)
            if place < len(settled) and decided[place] <= called + self._window_days:
                sheet = settled[place]
                reason = f"a further call: {_same_case(call, sheet)}"
                self.ties.append(Tie(call.id, sheet.id, MatchRule.CASE, MatchState.LINKED, 90, reason))
                self._settled_calls.add(call.id)

    def _by_caseworker(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        calls_of: defaultdict[tuple[str, date], list[CallRow]] = defaultdict(list)
        for call in calls:
            if call.id in self._settled_calls or call.id in self._doubtful_calls:
                continue
            if call.caseworker_id and call.call_date is not None:
                calls_of[call.caseworker_id, call.call_date].append(call)
        sheets_of: defaultdict[tuple[str, date], list[SheetRow]] = defaultdict(list)
        for sheet in sheets:
            if sheet.id in self._settled_sheets or sheet.id in self._doubtful_sheets:
                continue
            if sheet.caseworker_id and sheet.decision_date is not None:
                sheets_of[sheet.caseworker_id, sheet.decision_date].append(sheet)
        for place, free_calls in calls_of.items():
            free_sheets = sheets_of.get(place, [])
            if len(free_calls) == len(free_sheets) == 1:
                call, sheet = free_calls[0], free_sheets[0]
                reason = f"the only call and the only sheet of {call.caseworker_id} left over on {call.call_date}"
                if call.case_ref and sheet.case_ref and call.case_ref != sheet.case_ref:
                    reason += f", though the call is on case {call.case_ref} and the sheet on {sheet.case_ref}"
                self.ties.append(Tie(call.id, sheet.id, MatchRule.PERSON, MatchState.PROPOSED, 50, reason))

    def _match(self, call: CallRow, sheet: SheetRow, rule: MatchRule, certainty: int, reason: str) -> None:
        self.ties.append(Tie(call.id, sheet.id, rule, MatchState.MATCHED, certainty, reason))
        self._settled_calls.add(call.id)
        self._settled_sheets.add(sheet.id)

    def _doubt(self, call: CallRow, sheet: SheetRow, rule: MatchRule, certainty: int, reason: str) -> None:
        self.ties.append(Tie(call.id, sheet.id, rule, MatchState.AMBIGUOUS, certainty, reason))
        self._doubtful_calls.add(call.id)
        self._doubtful_sheets.add(sheet.id)


def _same_case(call: CallRow, sheet: SheetRow) -> str:
    return f"same case {sheet.case_ref}, {days_before(call.call_date, sheet.decision_date)}"


def days_before(call_date: date | None, decision_date: date | None) -> str:
    """Where a call lies beside a decision, in words."""
    if call_date is None or decision_date is None:
        return "on an unknown day"
    days = (decision_date - call_date).days
    if days == 0:
        return "on the day of the decision"
    unit = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {unit} {'before' if days > 0 else 'after'} the decision"


def _day(day: date | None) -> int:
    """The day as a number, so that a window may reach beyond the calendar's ends."""
    assert day is not None
    return day.toordinal()


def _in_time(call: CallRow) -> tuple[bool, datetime | None, str]:
    """Order of time, calls of unknown time first."""
    return (call.started_at is not None, call.started_at, call.recording_id)

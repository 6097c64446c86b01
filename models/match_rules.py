"""The rules that put recordings and guide sheets together: pure, over plain rows, whatever order they come in.

`match_calls` is the three rules of the command-line contract (**match**); 100,000 calls take seconds.

1. The sheet names the recording: certain (100), unless case or caseworker contradict it: ambiguous. Several sheets may
   name one call when they are of different cases, each a case of the call, and nothing contradicts: all are matched.
   Otherwise a call that several sheets name is for a person.
2. Same case (any case of the call), called in the window before the decision: 90. The last call is the primary one, the
   others are linked. One call that would be the primary one of several sheets of a case is ambiguous.
3. Same caseworker, same day, exactly one call and one sheet left over: 50, proposed, not counted until confirmed.

What a person decided comes first. Whether such a tie leads its call, or shares it with a leading sheet, is told anew at
every run; whatever a person tied or kept apart, no rule ties.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from models.matching import (
    MOST_CANDIDATES,
    WINDOW_DAYS,
    CallRow,
    Decision,
    MatchRule,
    MatchState,
    SheetRow,
    Tie,
    contradiction,
    days_before,
)


def match_calls(
    calls: Sequence[CallRow],
    sheets: Sequence[SheetRow],
    decisions: Iterable[Decision] = (),
    window_days: int = WINDOW_DAYS,
) -> list[Tie]:
    """The ties the three rules give, and those of the `decisions` whose state differs from the one they are given with
    (told with an empty reason: a person's own stays)."""
    return _Matching(calls, sheets, tuple(decisions), window_days).ties


class _Matching:
    """One run of the rules. What is settled by an earlier rule is out of reach of the later ones."""

    def __init__(
        self, calls: Sequence[CallRow], sheets: Sequence[SheetRow], decisions: tuple[Decision, ...], window_days: int
    ) -> None:
        self.ties: list[Tie] = []
        self._window_days = window_days
        self._hear(decisions)
        self._settled_calls: set[str] = set()
        self._settled_cases: set[tuple[str, str | None]] = set()
        self._doubtful_calls: set[str] = set()
        self._doubtful_sheets: set[str] = set()
        calls = sorted(calls, key=_in_time)
        sheets = sorted(sheets, key=lambda sheet: sheet.sheet_id)
        self._by_reference(calls, sheets)
        self._by_case(calls, sheets)
        self._by_caseworker(calls, sheets)
        self._tell_who_leads(calls, sheets, decisions)

    def _hear(self, decisions: tuple[Decision, ...]) -> None:
        """What a person decided: calls and sheets out of reach of the rules, and pairs that no rule may tie."""
        self._pairs = {(each.recording, each.sheet) for each in decisions if each.sheet is not None}
        self._taken_calls = {
            each.recording
            for each in decisions
            if each.rule is MatchRule.HAND and (each.sheet is None or each.state is not MatchState.KEPT_APART)
        }
        self._further_calls = {each.recording for each in decisions if each.rule is MatchRule.FURTHER_CALL}
        self._named_calls = {each.recording for each in decisions if each.state is not MatchState.KEPT_APART}
        self._settled_sheets = {
            each.sheet
            for each in decisions
            if each.sheet is not None
            and (
                each.rule is MatchRule.FURTHER_SHEET
                or (each.rule is MatchRule.HAND and each.state in (MatchState.MATCHED, MatchState.SHARED))
            )
        }

    def _is_free(self, call: CallRow, case_ref: str | None) -> bool:
        """Whether the call may still be tied on this case: a call of several cases once for each of them."""
        if call.id in self._taken_calls:
            return False
        if call.id not in self._settled_calls:
            return True
        return len(call.cases) > 1 and (call.id, case_ref) not in self._settled_cases

    def _by_reference(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        named = {call.recording_id: call for call in calls if call.id not in self._taken_calls}
        claims = [
            (call, sheet, contradiction(call, sheet))
            for sheet in sheets
            if sheet.recording_ref in named and sheet.id not in self._settled_sheets
            for call in (named[sheet.recording_ref],)
            if (call.id, sheet.id) not in self._pairs
        ]
        sound: defaultdict[str, list[SheetRow]] = defaultdict(list)
        for call, sheet, objection in claims:
            if objection is None:
                sound[call.id].append(sheet)
        for call, sheet, objection in claims:
            reason = f"the sheet names {call.recording_id}"
            others = sound[call.id]
            if objection is not None:
                self._doubt(call, sheet, MatchRule.REFERENCE, 100, f"{reason}, but {objection}")
            elif not _go_together(others, call):
                self._doubt(call, sheet, MatchRule.REFERENCE, 100, f"{reason}, but so do others")
            elif len(others) > 1:
                self._match(call, sheet, MatchRule.REFERENCE, 100, f"{reason}, as do sheets of other cases of the call")
            else:
                self._match(call, sheet, MatchRule.REFERENCE, 100, reason)

    def _by_case(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        sheets_of: defaultdict[str, list[SheetRow]] = defaultdict(list)
        for sheet in sheets:
            if sheet.case_ref and sheet.decision_date is not None:
                sheets_of[sheet.case_ref].append(sheet)
        calls_of: defaultdict[str, list[CallRow]] = defaultdict(list)
        for call in calls:
            if call.call_date is not None:
                for case_ref in call.cases:
                    if self._is_free(call, case_ref):
                        calls_of[case_ref].append(call)
        for case_ref, of_case in calls_of.items():
            if case_ref in sheets_of:
                self._settle_case(of_case, sheets_of[case_ref])

    def _settle_case(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        """`calls` of one case in order of time, all of them free for it; `sheets` of the same case."""
        days = [_day(call.call_date) for call in calls]
        wanted: list[tuple[SheetRow, int, int]] = []
        for sheet in sheets:
            decided = _day(sheet.decision_date)
            first, behind = bisect_left(days, decided - self._window_days), bisect_right(days, decided)
            while first < behind and (calls[behind - 1].id, sheet.id) in self._pairs:
                behind -= 1
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
                told = call.recording_id == sheet.recording_ref or (call.id, sheet.id) in self._pairs
                if not told and self._is_free(call, sheet.case_ref):
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
            if call.id in self._doubtful_calls or call.id in self._further_calls:
                continue
            called = _day(call.call_date)
            place = bisect_left(decided, called)
            if place < len(settled) and decided[place] <= called + self._window_days:
                sheet = settled[place]
                if (call.id, sheet.id) in self._pairs or not self._is_free(call, sheet.case_ref):
                    continue
                reason = f"a further call: {_same_case(call, sheet)}"
                self.ties.append(Tie(call.id, sheet.id, MatchRule.CASE, MatchState.LINKED, 90, reason))
                self._settle(call, sheet)

    def _by_caseworker(self, calls: list[CallRow], sheets: list[SheetRow]) -> None:
        beyond = self._settled_calls | self._doubtful_calls | self._taken_calls | self._named_calls
        calls_of: defaultdict[tuple[str, date], list[CallRow]] = defaultdict(list)
        for call in calls:
            if call.id not in beyond and call.call_date is not None:
                for caseworker_id in call.caseworkers:
                    calls_of[caseworker_id, call.call_date].append(call)
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
                if (call.id, sheet.id) in self._pairs:
                    continue
                reason = f"the only call and the only sheet of {place[0]} left over on {call.call_date}"
                if call.cases and sheet.case_ref and sheet.case_ref not in call.cases:
                    on = " and ".join(call.cases)
                    reason += f", though the call is on case {on} and the sheet on {sheet.case_ref}"
                self.ties.append(Tie(call.id, sheet.id, MatchRule.PERSON, MatchState.PROPOSED, 50, reason))

    def _tell_who_leads(self, calls: list[CallRow], sheets: list[SheetRow], decisions: tuple[Decision, ...]) -> None:
        """Of the sheets of a call one leads: the one a person gave it to, else one by rule, else one a person added."""
        shared = {call for call, count in self._primary_counts().items() if count > 1}
        decided = [each for each in decisions if each.sheet is not None and each.state is not MatchState.KEPT_APART]
        if not shared and not decided:
            return
        in_time = {call.id: (place, call) for place, call in enumerate(calls)}
        row_of = {sheet.id: sheet for sheet in sheets}
        decided = [each for each in decided if each.recording in in_time and each.sheet in row_of]
        states = _states_of_further_calls(decided, self._settled_sheets, in_time)
        primary: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for each in decided:
            if states.get((each.recording, each.sheet)) is not MatchState.LINKED:
                primary[each.recording].append((0 if each.rule is MatchRule.HAND else 2, str(each.sheet)))
        for tie in self.ties:
            if tie.state is MatchState.MATCHED and (tie.recording in shared or tie.recording in primary):
                primary[tie.recording].append((1, tie.sheet))
        leads = {
            call: min(found, key=lambda one: _rank(in_time[call][1], row_of[one[1]], one[0]))[1]
            for call, found in primary.items()
        }
        self.ties = [
            tie._replace(state=MatchState.SHARED)
            if tie.state is MatchState.MATCHED and leads.get(tie.recording, tie.sheet) != tie.sheet
            else tie
            for tie in self.ties
        ]
        for each in sorted(decided, key=lambda one: (one.recording, str(one.sheet))):
            state = states.get((each.recording, each.sheet))
            if state is not MatchState.LINKED:
                state = MatchState.MATCHED if leads[each.recording] == each.sheet else MatchState.SHARED
            if state is not each.state:
                self.ties.append(Tie(each.recording, str(each.sheet), each.rule, state, 100, ""))

    def _primary_counts(self) -> Counter[str]:
        return Counter(tie.recording for tie in self.ties if tie.state is MatchState.MATCHED)

    def _match(self, call: CallRow, sheet: SheetRow, rule: MatchRule, certainty: int, reason: str) -> None:
        self.ties.append(Tie(call.id, sheet.id, rule, MatchState.MATCHED, certainty, reason))
        self._settle(call, sheet)
        self._settled_sheets.add(sheet.id)

    def _settle(self, call: CallRow, sheet: SheetRow) -> None:
        self._settled_calls.add(call.id)
        self._settled_cases.add((call.id, sheet.case_ref))

    def _doubt(self, call: CallRow, sheet: SheetRow, rule: MatchRule, certainty: int, reason: str) -> None:
        self.ties.append(Tie(call.id, sheet.id, rule, MatchState.AMBIGUOUS, certainty, reason))
        self._doubtful_calls.add(call.id)
        self._doubtful_sheets.add(sheet.id)


def _go_together(sheets: list[SheetRow], call: CallRow) -> bool:
    """Whether one call can be that of all these sheets, which all name it and none of which contradicts it.

    Their cases must be known and differ. Where the recorder names no caseworker, theirs must be the same.
    """
    if len(sheets) == 1:
        return True
    cases = {sheet.case_ref for sheet in sheets if sheet.case_ref}
    if len(cases) < len(sheets):
        return False
    return bool(call.caseworkers) or len({sheet.caseworker_id for sheet in sheets if sheet.caseworker_id}) <= 1


def _states_of_further_calls(
    decided: list[Decision], settled_sheets: set[str], in_time: dict[str, tuple[int, CallRow]]
) -> dict[tuple[str, str | None], MatchState]:
    """What a person linked as a further call: linked, but where the sheet has no other call the last is its own."""
    of_sheet: defaultdict[str, list[Decision]] = defaultdict(list)
    for each in decided:
        further = each.rule is MatchRule.HAND and each.state is MatchState.LINKED
        if each.sheet is not None and (further or each.rule is MatchRule.FURTHER_CALL):
            of_sheet[each.sheet].append(each)
    states: dict[tuple[str, str | None], MatchState] = {}
    for sheet, found in of_sheet.items():
        found.sort(key=lambda each: in_time[each.recording][0])
        own = None if sheet in settled_sheets else found[-1]
        for each in found:
            states[each.recording, sheet] = MatchState.MATCHED if each is own else MatchState.LINKED
    return states


def _rank(call: CallRow, sheet: SheetRow, how: int) -> tuple[int, bool, bool, str]:
    """Which sheet leads a call, least first: how it was tied, then its own case, its own caseworker, the id."""
    return (how, sheet.case_ref != call.case_ref, sheet.caseworker_id != call.caseworker_id, sheet.sheet_id)


def _same_case(call: CallRow, sheet: SheetRow) -> str:
    return f"same case {sheet.case_ref}, {days_before(call.call_date, sheet.decision_date)}"


def _day(day: date | None) -> int:
    """The day as a number, so that a window may reach beyond the calendar's ends."""
    assert day is not None
    return day.toordinal()


def _in_time(call: CallRow) -> tuple[bool, datetime | None, str]:
    """Order of time, calls of unknown time first."""
    return (call.started_at is not None, call.started_at, call.recording_id)

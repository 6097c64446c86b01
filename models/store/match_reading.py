"""Reading matches: the report of what stands, and the candidates a person chooses from. Used by the match store."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, func, literal, or_, select
from sqlmodel import Session, SQLModel

from models.clock_skew import ClockDoubt, clock_doubts
from models.crosscheck import OnlineView, Task567
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.match_points import points_of
from models.match_report import (
    REASON_CODES,
    CallFacts,
    Candidate,
    CrossCheck,
    MatchReport,
    OpenTie,
    SheetCandidate,
    SheetSide,
)
from models.matching import (
    BY_HAND,
    PRIMARY,
    SETTLED,
    WINDOW_DAYS,
    CallRow,
    Match,
    MatchRule,
    MatchState,
    SheetRow,
    contradiction,
    days_before,
)
from models.recording import Recording
from models.store.tables import table_of

MOST_SHOWN = 50
"""So many candidates are offered at most."""

_R = table_of(Recording).c
_S = table_of(GuideSheet).c
_M = table_of(Match).c

CALL_COLUMNS: list[Column[Any]] = [_R[name] for name in CallRow._fields]
SHEET_COLUMNS: list[Column[Any]] = [_S[name] for name in SheetRow._fields]
_SHOWN: list[Column[Any]] = [_R.duration_ms, _R.direction, _R.other_party]
"""What is shown of a call beside what the rules need."""


def read_report(session: Session, doubts: tuple[ClockDoubt, ...] = ()) -> MatchReport:
    """Everything `steercheck match` tells, from the rows as they stand; `doubts` are the clocks in doubt."""
    ties = session.execute(
        select(_M.rule, _M.state, _M.certainty, _M.reason, _R.recording_id, _S.sheet_id)
        .select_from(
            table_of(Match)
            .join(table_of(Recording), _R.id == _M.recording)
            .join(table_of(GuideSheet), _S.id == _M.sheet)
        )
        .where(_M.state != MatchState.KEPT_APART.value)
        .order_by(_S.sheet_id, _M.certainty.desc(), _R.recording_id)
    ).all()
    counts: Counter[str] = Counter()
    proposed: list[OpenTie] = []
    ambiguous: defaultdict[str, list[OpenTie]] = defaultdict(list)
    with_sheet: set[str] = set()
    with_recording: set[str] = set()
    for rule, state, certainty, words, recording_id, sheet_id in ties:
        if state in SETTLED:
            counts[rule if state in PRIMARY else state] += 1
            with_sheet.add(recording_id)
            with_recording.add(sheet_id)
            continue
        tie = OpenTie(sheet_id, recording_id, REASON_CODES[MatchRule(rule)], certainty / 100, words)
        if state == MatchState.PROPOSED:
            proposed.append(tie)
        else:
            ambiguous[sheet_id].append(tie)
    return MatchReport(
        by_reference=counts[MatchRule.REFERENCE],
        by_case=counts[MatchRule.CASE],
        by_person=counts[MatchRule.PERSON] + sum(counts[rule] for rule in BY_HAND),
        linked=counts[MatchState.LINKED],
        proposed=tuple(proposed),
        ambiguous={sheet_id: tuple(found) for sheet_id, found in ambiguous.items()},
        recordings_without_sheet=_left_over(session, _R.recording_id, with_sheet),
        sheets_without_recording=_left_over(session, _S.sheet_id, with_recording),
        tasks=_cross_check(session, Task567, "task_id"),
        views=_cross_check(session, OnlineView, "view_id", _missing_views(session)),
        clock_doubts=doubts,
    )


def read_clock_doubts(session: Session, window_days: int = WINDOW_DAYS) -> tuple[ClockDoubt, ...]:
    """Recorders whose clock may be wrong, from the calls that sheets name."""
    named = select(*CALL_COLUMNS, *SHEET_COLUMNS).join_from(
        table_of(GuideSheet), table_of(Recording), _R.recording_id == _S.recording_ref
    )
    of_call = len(CALL_COLUMNS)
    rows = (tuple(row) for row in session.execute(named))
    pairs = ((CallRow._make(row[:of_call]), SheetRow._make(row[of_call:])) for row in rows)
    return clock_doubts(pairs, window_days)


def possible_recordings(session: Session, sheet_id: str, window_days: int) -> tuple[SheetSide, list[Candidate]]:
    """The sheet, and the recordings it names, of its case, or of its caseworker in the window. Raises UnknownId."""
    found = session.execute(select(*SHEET_COLUMNS, _S.method_agreed, _S.team).where(_S.sheet_id == sheet_id)).first()
    if found is None:
        raise UnknownId("guide sheet", sheet_id)
    *columns, method, team = found
    sheet = SheetRow(*columns)
    ways: list[ColumnElement[bool]] = [_R.recording_id == sheet.recording_ref, _R.case_ref == sheet.case_ref]
    if sheet.case_ref:
        ways.append(_among(_R.further_cases, sheet.case_ref))
    if sheet.decision_date is not None and sheet.caseworker_id is not None:
        span = _R.call_date.between(_shifted(sheet.decision_date, -window_days), sheet.decision_date)
        ways.append(and_(_R.caseworker_id == sheet.caseworker_id, span))
        ways.append(and_(_among(_R.further_caseworkers, sheet.caseworker_id), span))
    rows = session.execute(select(*CALL_COLUMNS, *_SHOWN).where(or_(*ways)).order_by(_R.recording_id)).all()
    ties = _ties_of(session, _M.recording, [row[0] for row in rows], _S.sheet_id)
    candidates = []
    for *columns, duration_ms, direction, other_party in rows:
        call = CallRow(*columns)
        certainty, reason = _weigh(call, sheet, window_days)
        candidates.append(
            Candidate(
                call.recording_id,
                call.started_at,
                call.caseworker_id,
                call.case_ref,
                duration_ms,
                reason,
                certainty,
                points_of(call, sheet, window_days),
                direction,
                other_party,
                call.recorder,
                ties.settled(call.id),
                ties.apart(call.id, sheet_id),
            )
        )
    side = SheetSide(
        sheet_id, sheet.decision_date, sheet.caseworker_id, sheet.case_ref, sheet.recording_ref, method, team
    )
    candidates.sort(key=lambda candidate: (candidate.apart, -candidate.certainty))
    return side, candidates[:MOST_SHOWN]


def possible_sheets(session: Session, recording_id: str, window_days: int) -> tuple[CallFacts, list[SheetCandidate]]:
    """The recording, and the sheets that name it, of its cases, or of its caseworkers in the window.

    Raises UnknownId.
    """
    found = session.execute(select(*CALL_COLUMNS, *_SHOWN).where(_R.recording_id == recording_id)).first()
    if found is None:
        raise UnknownId("recording", recording_id)
    *columns, duration_ms, direction, other_party = found
    call = CallRow(*columns)
    ways: list[ColumnElement[bool]] = [_S.recording_ref == call.recording_id, _S.case_ref.in_(call.cases)]
    if call.call_date is not None and call.caseworkers:
        span = _S.decision_date.between(call.call_date, _shifted(call.call_date, window_days))
        ways.append(and_(_S.caseworker_id.in_(call.caseworkers), span))
    rows = session.execute(select(*SHEET_COLUMNS, _S.method_agreed).where(or_(*ways)).order_by(_S.sheet_id)).all()
    ties = _ties_of(session, _M.sheet, [row[0] for row in rows], _R.recording_id)
    candidates = []
    for *columns, method in rows:
        sheet = SheetRow(*columns)
        certainty, reason = _weigh(call, sheet, window_days)
        named = (sheet.sheet_id, sheet.decision_date, sheet.caseworker_id, sheet.case_ref, method)
        points = points_of(call, sheet, window_days)
        settled, apart = ties.settled(sheet.id), ties.apart(sheet.id, recording_id)
        candidates.append(SheetCandidate(*named, reason, certainty, points, settled, apart))
    facts = CallFacts(
        recording_id,
        call.started_at,
        call.caseworkers,
        call.cases,
        duration_ms,
        direction,
        other_party,
        call.recorder,
    )
    candidates.sort(key=lambda candidate: (candidate.apart, -candidate.certainty))
    return facts, candidates[:MOST_SHOWN]


class _Ties:
    """What each of some recordings (or sheets) is tied to: the others' ids by row id and state."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._of: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row_id, state, other in rows:
            self._of[row_id].append((state, other))

    def settled(self, row_id: str) -> tuple[str, ...]:
        """The ids it is tied to for good, the leading one first."""
        order = {state.value: place for place, state in enumerate(SETTLED)}
        return tuple(
            other
            for state, other in sorted(self._of[row_id], key=lambda tie: (order.get(tie[0], len(order)), tie[1]))
            if state in SETTLED
        )

    def apart(self, row_id: str, other: str) -> bool:
        return (MatchState.KEPT_APART.value, other) in self._of[row_id]


def _ties_of(session: Session, side: Column[Any], ids: Sequence[str], other: Column[Any]) -> _Ties:
    record: type[SQLModel] = Recording if side is _M.sheet else GuideSheet
    on = _R.id == _M.recording if side is _M.sheet else _S.id == _M.sheet
    found = select(side, _M.state, other).join_from(table_of(Match), table_of(record), on).where(side.in_(ids))
    return _Ties(session.execute(found).all())


def _among(column: Column[Any], value: str) -> ColumnElement[bool]:
    """Whether a column of values joined by semicolons holds this one."""
    whole = literal(";").concat(func.replace(column, " ", "")).concat(";")
    return and_(column.is_not(None), whole.contains(f";{value.replace(' ', '')};", autoescape=True))


def _weigh(call: CallRow, sheet: SheetRow, window_days: int) -> tuple[float, str]:
    """How likely the two belong together, 0 to 1, and why, in words."""
    when = days_before(call.call_date, sheet.decision_date)
    if sheet.recording_ref == call.recording_id:
        against = contradiction(call, sheet)
        return 1.0, "the sheet names this call" + (f", but {against}" if against else "")
    in_window = (
        call.call_date is not None
        and sheet.decision_date is not None
        and 0 <= (sheet.decision_date - call.call_date).days <= window_days
    )
    if sheet.case_ref is not None and sheet.case_ref in call.cases:
        return (0.9 if in_window else 0.4), f"same case {sheet.case_ref}, {when}"
    same_day = call.call_date == sheet.decision_date
    return (0.5 if same_day else 0.2), f"same caseworker {sheet.caseworker_id}, {when}"


def _shifted(day: date, days: int) -> date:
    """`day` moved by `days`, stopping at the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _left_over(session: Session, key: Column[Any], taken: set[str]) -> tuple[str, ...]:
    return tuple(name for name in session.execute(select(key).order_by(key)).scalars() if name not in taken)


def _cross_check(session: Session, record: type[SQLModel], key: str, missing: Sequence[str] = ()) -> CrossCheck:
    table = table_of(record)
    rows = session.execute(select(table.c[key], table.c.sheet).order_by(table.c[key])).all()
    unmatched = tuple(name for name, sheet in rows if sheet is None)
    return CrossCheck(len(rows) - len(unmatched), unmatched, tuple(missing))


def _missing_views(session: Session) -> Sequence[str]:
    """Caseworker Online views that a sheet cites and no list holds."""
    known = select(table_of(OnlineView).c.view_id)
    named = _S.caseworker_online_ref
    cited = select(named).where(named.is_not(None), named.not_in(known)).distinct()
    return session.execute(cited.order_by(named)).scalars().all()

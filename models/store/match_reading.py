"""Reading matches: the report of what stands, and the candidates a person chooses from. Used by the match store."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, or_, select
from sqlmodel import Session, SQLModel

from models.crosscheck import OnlineView, Task567
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.match_report import REASON_CODES, Candidate, CrossCheck, MatchReport, OpenTie, SheetCandidate
from models.matching import (
    BY_HAND,
    PRIMARY,
    SETTLED,
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


def read_report(session: Session) -> MatchReport:
    """Everything `steercheck match` tells, from the rows as they stand."""
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
    )


def possible_recordings(session: Session, sheet_id: str, window_days: int) -> list[Candidate]:
    """Named by the sheet, of its case, or of its caseworker in the window. Raises UnknownId."""
    found = session.execute(select(*SHEET_COLUMNS).where(_S.sheet_id == sheet_id)).first()
    if found is None:
        raise UnknownId("guide sheet", sheet_id)
    sheet = SheetRow(*found)
    ways: list[ColumnElement[bool]] = [_R.recording_id == sheet.recording_ref, _R.case_ref == sheet.case_ref]
    if sheet.decision_date is not None and sheet.caseworker_id is not None:
        span = _R.call_date.between(_shifted(sheet.decision_date, -window_days), sheet.decision_date)
        ways.append(and_(_R.caseworker_id == sheet.caseworker_id, span))
    rows = session.execute(select(*CALL_COLUMNS, _R.duration_ms).where(or_(*ways)).order_by(_R.recording_id)).all()
    candidates = []
    for *columns, duration_ms in rows:
        call = CallRow(*columns)
        certainty, reason = _weigh(call, sheet, window_days)
        named = (call.recording_id, call.started_at, call.caseworker_id, call.case_ref, duration_ms)
        candidates.append(Candidate(*named, reason, certainty))
    return sorted(candidates, key=lambda candidate: -candidate.certainty)[:MOST_SHOWN]


def possible_sheets(session: Session, recording_id: str, window_days: int) -> list[SheetCandidate]:
    """Sheets that name the recording, are of its case, or of its caseworker in the window. Raises UnknownId."""
    found = session.execute(select(*CALL_COLUMNS).where(_R.recording_id == recording_id)).first()
    if found is None:
        raise UnknownId("recording", recording_id)
    call = CallRow(*found)
    ways: list[ColumnElement[bool]] = [_S.recording_ref == call.recording_id, _S.case_ref == call.case_ref]
    if call.call_date is not None and call.caseworker_id is not None:
        span = _S.decision_date.between(call.call_date, _shifted(call.call_date, window_days))
        ways.append(and_(_S.caseworker_id == call.caseworker_id, span))
    rows = session.execute(select(*SHEET_COLUMNS, _S.method_agreed).where(or_(*ways)).order_by(_S.sheet_id)).all()
    candidates = []
    for *columns, method in rows:
        sheet = SheetRow(*columns)
        certainty, reason = _weigh(call, sheet, window_days)
        named = (sheet.sheet_id, sheet.decision_date, sheet.caseworker_id, sheet.case_ref, method)
        candidates.append(SheetCandidate(*named, reason, certainty))
    return sorted(candidates, key=lambda candidate: -candidate.certainty)[:MOST_SHOWN]


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
    if call.case_ref is not None and call.case_ref == sheet.case_ref:
        return (0.9 if in_window else 0.4), f"same case {call.case_ref}, {when}"
    same_day = call.call_date == sheet.decision_date
    return (0.5 if same_day else 0.2), f"same caseworker {call.caseworker_id}, {when}"


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

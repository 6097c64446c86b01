"""The frame of a sample: which calls can be drawn, and why another one cannot.

In the frame is every recording that leads a tie to a sheet that holds (`models.matching`) and whose call date (a day in
Europe/London) lies in the period. A further call of a sheet that has its own, and what only was proposed, are not: a
sheet is checked once. Of a call with several sheets the leading one stands for it; its team, scheme, method and verdict
are what filters ask. Team is the sheet's, else the caseworker's own.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, select
from sqlmodel import Session

from models.guide_sheet import GuideSheet
from models.matching import PRIMARY, Match, MatchState, joined
from models.recording import Recording
from models.sample_certificate import NO_FILTERS, Filters
from models.sampling import FrameCall
from models.sheet_judgement import SheetJudgement
from models.staff import Staff, Team
from models.store.tables import table_of

_R, _S, _M, _J = (table_of(each).c for each in (Recording, GuideSheet, Match, SheetJudgement))
_LEADS_FIRST = case((_M.state == MatchState.MATCHED.value, 0), else_=1)


@dataclass(frozen=True, slots=True)
class FrameRow:
    """A call of the frame with its row ids."""

    call: FrameCall
    recording: str
    sheet: str


def read_frame(session: Session, first: date, last: date, filters: Filters = NO_FILTERS) -> list[FrameRow]:
    """The calls of a period (both days included) that pass the filters, by recording_id."""
    teams = _teams(session)
    rows = session.execute(
        select(
            *(_R.id, _R.recording_id, _R.caseworker_id, _R.further_caseworkers, _R.duration_ms),
            *(_S.id, _S.sheet_id, _S.caseworker_id, _S.team, _S.scheme, _S.method_agreed, _J.verdict),
        )
        .select_from(
            table_of(Recording)
            .join(table_of(Match), _M.recording == _R.id)
            .join(table_of(GuideSheet), _S.id == _M.sheet)
            .outerjoin(table_of(SheetJudgement), _J.sheet == _S.id)
        )
        .where(_M.state.in_([state.value for state in PRIMARY]), _R.call_date.between(first, last))
        .order_by(_R.recording_id, _LEADS_FIRST, _S.sheet_id)
    )
    found: list[FrameRow] = []
    narrowed = replace(filters, min_seconds=None) != NO_FILTERS
    before = None
    for (
        row,
        recording_id,
        of_call,
        further,
        length_ms,
        sheet,
        sheet_id,
        of_sheet,
        team,
        scheme,
        method,
        verdict,
    ) in rows:
        if row == before:  # a further sheet of the same call
            continue
        before = row
        whose = judged_by(of_sheet, of_call, further)
        if length_ms < 1000 * (filters.min_seconds or 0):
            continue
        if narrowed and not _passes(Filters(team or teams.get(whose or ""), scheme, method, verdict), filters):
            continue
        found.append(FrameRow(FrameCall(recording_id, sheet_id, whose), row, sheet))
    return found


def judged_by(of_sheet: str | None, of_call: str | None, further: str | None) -> str | None:
    """Whose call it is: the sheet's caseworker, else the recorder's; of a transferred call only one who was on it.

    None where only a reviewer can say it (`models.judged`).
    """
    on_call = joined(of_call, further)
    if len(on_call) > 1:
        return of_sheet if of_sheet in on_call else None
    return of_sheet or of_call


def why_not(session: Session, recording_id: str, first: date, last: date) -> str:
    """Why a recording is not in the frame of a period, as a clause; for one that is but for the filters, say so."""
    found = session.execute(select(_R.id, _R.call_date).where(_R.recording_id == recording_id)).first()
    if found is None:
        return "no recording has this id here"
    states = set(session.execute(select(_M.state).where(_M.recording == found.id)).scalars())
    if not states & {state.value for state in PRIMARY}:
        if MatchState.LINKED.value in states:
            return "is a further call of a sheet that has its own"
        return "is matched to no sheet" + (" yet" if states - {MatchState.KEPT_APART.value} else "")
    if found.call_date is None:
        return "has no call date"
    if not first <= found.call_date <= last:
        return f"its call was on {found.call_date.isoformat()}, outside the period"
    return "is kept out by the filters"


def _passes(told: Filters, asked: Filters) -> bool:
    pairs = ((told.team, asked.team), (told.scheme, asked.scheme), (told.method, asked.method))
    return all(wanted is None or has == wanted for has, wanted in (*pairs, (told.verdict, asked.verdict)))


def _teams(session: Session) -> dict[str, str]:
    """The team of everybody on the staff list who has one."""
    staff, team = table_of(Staff).c, table_of(Team).c
    found = session.execute(
        select(staff.staff_id, team.name).join_from(table_of(Staff), table_of(Team), team.id == staff.team_id)
    )
    return {staff_id: str(name) for staff_id, name in found}

"""Writing what the rules say: ties between recordings and sheets, and the sheet of each entry of the lists beside them.

Used by the match store inside its session; only rows that differ are touched.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BindParameter, Table, bindparam, delete, insert, select, update
from sqlmodel import Session, SQLModel

from models.clock import office_date
from models.columns import new_id
from models.crosscheck import OnlineView, Task567
from models.entry_matching import CitingSheet, EntryRow, SheetsByCase
from models.guide_sheet import GuideSheet
from models.matching import BY_HAND, Match, Tie
from models.store.tables import table_of

_MATCH = table_of(Match)
_BY_HAND = _MATCH.c.decided_by.is_not(None)
_TIE_COLUMNS = [_MATCH.c[name] for name in ("recording", "sheet", "rule", "state", "certainty", "reason")]


def write_ties(session: Session, ties: list[Tie]) -> None:
    """Bring the rules' ties in the database to `ties`, touching only rows that differ.

    Of a tie made by hand only the state is written.
    """
    wanted = {(tie.recording, tie.sheet): tie for tie in ties if tie.rule not in BY_HAND}
    for tie in ties:
        if tie.rule in BY_HAND:
            this = (_MATCH.c.recording == tie.recording) & (_MATCH.c.sheet == tie.sheet)
            session.execute(update(_MATCH).where(this).values(state=tie.state.value))
    gone, altered = [], []
    by_rule = select(_MATCH.c.id, *_TIE_COLUMNS).where(~_BY_HAND)
    for row_id, *columns in session.execute(by_rule):
        found = wanted.pop((columns[0], columns[1]), None)
        if found is None:
            gone.append({"row": row_id})
        elif tuple(columns) != _plain(found):
            altered.append({"row": row_id} | _values(found))
    connection = session.connection()
    row_is = _MATCH.c.id == _row_parameter(_MATCH)
    if gone:
        connection.execute(delete(_MATCH).where(row_is), gone)
    if altered:
        connection.execute(update(_MATCH).where(row_is), altered)
    if wanted:
        connection.execute(insert(_MATCH), [{"id": new_id()} | _values(tie) for tie in wanted.values()])


def place_entries(session: Session) -> None:
    """Give every Task 567 entry and every Caseworker Online view its sheet, writing only what differs."""
    sheet = table_of(GuideSheet).c
    found = session.execute(
        select(sheet.id, sheet.case_ref, sheet.caseworker_id, sheet.decision_date, sheet.caseworker_online_ref)
    )
    citing = [CitingSheet(*row) for row in found]
    task = table_of(Task567).c
    rows = session.execute(
        select(task.id, task.task_id, task.case_ref, task.caseworker_id, task.raised, task.sheet)
    ).all()
    if rows:
        # a Task 567 entry is cited by no sheet: only views are
        uncited = SheetsByCase(sheet._replace(cites=None) for sheet in citing)
        _write_places(session, Task567, uncited, ((EntryRow(*entry), stands) for *entry, stands in rows))
    view = table_of(OnlineView).c
    seen = session.execute(select(view.id, view.view_id, view.case_ref, view.user_id, view.viewed_at, view.sheet)).all()
    if not seen:
        return
    views = (
        (EntryRow(row_id, view_id, case_ref, user_id, _office_day(viewed_at)), stands)
        for row_id, view_id, case_ref, user_id, viewed_at, stands in seen
    )
    _write_places(session, OnlineView, SheetsByCase(citing), views)


def _office_day(moment: datetime | None) -> date | None:
    return None if moment is None else office_date(moment)


def _write_places(
    session: Session, record: type[SQLModel], sheets: SheetsByCase, entries: Iterable[tuple[EntryRow, str | None]]
) -> None:
    moved = []
    for entry, stands in entries:
        place = sheets.sheet_for(entry)
        if place != stands:
            moved.append({"row": entry.id, "sheet": place})
    if moved:
        table = table_of(record)
        session.connection().execute(update(table).where(table.c.id == _row_parameter(table)), moved)


def _row_parameter(table: Table) -> BindParameter[str]:
    """The row of an update or delete that runs over many rows."""
    return bindparam("row", type_=table.c.id.type)


def _values(tie: Tie) -> dict[str, object]:
    return dict(zip(Tie._fields, _plain(tie), strict=True))


def _plain(tie: Tie) -> tuple[object, ...]:
    """The tie as the database holds it: words instead of enumeration members."""
    return (tie.recording, tie.sheet, tie.rule.value, tie.state.value, tie.certainty, tie.reason)

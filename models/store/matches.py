"""Matches in the database: runs the rules, keeps what a person decided, writes only what differs.

`run` is called after every import and by `steercheck match`; the matches page of the window asks for `report` and
`candidates` and hands back `link`, `unlink` and `forget`.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BindParameter, Table, bindparam, delete, insert, or_, select, update
from sqlmodel import Session, SQLModel

from models.clock import Clock, office_date
from models.columns import new_id
from models.crosscheck import OnlineView, Task567
from models.database import Database
from models.entry_matching import CitingSheet, EntryRow, SheetsByCase
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.match_report import Candidate, MatchReport, SheetCandidate
from models.matching import (
    WINDOW_DAYS,
    CallRow,
    Decision,
    Match,
    MatchRule,
    MatchState,
    SheetRow,
    Tie,
    match_calls,
)
from models.recording import Recording
from models.store.match_reading import (
    CALL_COLUMNS,
    SHEET_COLUMNS,
    possible_recordings,
    possible_sheets,
    read_report,
)
from models.store.tables import table_of

_MATCH = table_of(Match)
_TIE_COLUMNS = [_MATCH.c[name] for name in ("recording", "sheet", "rule", "state", "certainty", "reason")]


class MatchStore:
    """Ties between recordings and sheets, and between sheets and the lists beside them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def run(self, window_days: int = WINDOW_DAYS) -> MatchReport:
        """Apply the rules to everything, write what differs, and report."""
        with self._database.session() as session:
            calls = [CallRow(*row) for row in session.execute(select(*CALL_COLUMNS))]
            sheets = [SheetRow(*row) for row in session.execute(select(*SHEET_COLUMNS))]
            by_hand = select(_MATCH.c.recording, _MATCH.c.sheet).where(_MATCH.c.decided_by.is_not(None))
            decisions = [Decision(*row) for row in session.execute(by_hand)]
            _write_ties(session, match_calls(calls, sheets, decisions, window_days))
            _place_entries(session)
        return self.report()

    def report(self) -> MatchReport:
        """What stands in the database now, without running the rules."""
        with self._database.session() as session:
            return read_report(session)

    def link(self, recording_id: str, sheet_id: str, by: str) -> str | None:
        """A person says the recording belongs to the sheet: its primary call from now on, through every later run.

        A recording already tied elsewhere is moved; the sheet_id it was matched to is returned, else None. A call that
        a person had linked to the same sheet before becomes a further one. Raises UnknownId.
        """
        return self.decide(by, link=(recording_id, sheet_id))[0]

    def unlink(self, recording_id: str, by: str) -> str | None:
        """A person says the recording belongs to no sheet; returns the sheet_id it was matched to. Raises UnknownId."""
        return self.decide(by, unlink=recording_id)[1]

    def decide(
        self, by: str, *, link: tuple[str, str] | None = None, unlink: str | None = None
    ) -> tuple[str | None, str | None]:
        """`link` (recording_id, sheet_id) and `unlink` (recording_id) at once, or neither when an id is unknown."""
        moved_from = parted_from = None
        with self._database.session() as session:
            if unlink is not None:
                parted_from = self._unlink(session, unlink, by)
            if link is not None:
                moved_from = self._link(session, *link, by)
        return moved_from, parted_from

    def forget(self, recording_id: str) -> None:
        """Take a person's word on this recording back; the next run decides by the rules again. Raises UnknownId."""
        with self._database.session() as session:
            recording = _row_id(session, Recording, recording_id)
            by_hand = _MATCH.c.decided_by.is_not(None)
            session.execute(delete(_MATCH).where(_MATCH.c.recording == recording, by_hand))

    def candidates(self, sheet_id: str, window_days: int = WINDOW_DAYS) -> list[Candidate]:
        """Recordings that may belong to this sheet, the likeliest first. Raises UnknownId."""
        with self._database.session() as session:
            return possible_recordings(session, sheet_id, window_days)

    def candidates_for_recording(self, recording_id: str, window_days: int = WINDOW_DAYS) -> list[SheetCandidate]:
        """Sheets this recording may belong to, the likeliest first. Raises UnknownId."""
        with self._database.session() as session:
            return possible_sheets(session, recording_id, window_days)

    def _link(self, session: Session, recording_id: str, sheet_id: str, by: str) -> str | None:
        recording, sheet = _row_id(session, Recording, recording_id), _row_id(session, GuideSheet, sheet_id)
        before = _sheet_of(session, recording)
        by_hand = _MATCH.c.decided_by.is_not(None)
        session.execute(update(_MATCH).where(_MATCH.c.sheet == sheet, by_hand).values(state=MatchState.LINKED.value))
        session.execute(
            delete(_MATCH).where(or_(_MATCH.c.recording == recording, (_MATCH.c.sheet == sheet) & ~by_hand))
        )
        session.add(self._decision(recording, sheet, MatchState.MATCHED, f"linked by {by}", by))
        return before if before != sheet_id else None

    def _unlink(self, session: Session, recording_id: str, by: str) -> str | None:
        recording = _row_id(session, Recording, recording_id)
        before = _sheet_of(session, recording)
        session.execute(delete(_MATCH).where(_MATCH.c.recording == recording))
        session.add(self._decision(recording, None, MatchState.KEPT_APART, f"kept apart by {by}", by))
        return before

    def _decision(self, recording: str, sheet: str | None, state: MatchState, reason: str, by: str) -> Match:
        return Match(
            recording=recording,
            sheet=sheet,
            rule=MatchRule.HAND,
            state=state,
            certainty=100,
            reason=reason,
            decided_by=by,
            decided_at=self._clock.now(),
        )


def _write_ties(session: Session, ties: list[Tie]) -> None:
    """Bring the rules' ties in the database to `ties`, touching only rows that differ."""
    wanted = {(tie.recording, tie.sheet): tie for tie in ties}
    gone, altered = [], []
    by_rule = select(_MATCH.c.id, *_TIE_COLUMNS).where(_MATCH.c.decided_by.is_(None))
    for row_id, *columns in session.execute(by_rule):
        tie = wanted.pop((columns[0], columns[1]), None)
        if tie is None:
            gone.append({"row": row_id})
        elif tuple(columns) != _plain(tie):
            altered.append({"row": row_id} | _values(tie))
    connection = session.connection()
    row_is = _MATCH.c.id == _row_parameter(_MATCH)
    if gone:
        connection.execute(delete(_MATCH).where(row_is), gone)
    if altered:
        connection.execute(update(_MATCH).where(row_is), altered)
    if wanted:
        connection.execute(insert(_MATCH), [{"id": new_id()} | _values(tie) for tie in wanted.values()])


def _place_entries(session: Session) -> None:
    """Give every Task 567 entry and every Caseworker Online view its sheet, writing only what differs."""
    sheet = table_of(GuideSheet).c
    found = session.execute(
        select(sheet.id, sheet.case_ref, sheet.caseworker_id, sheet.decision_date, sheet.caseworker_online_ref)
    )
    citing = [CitingSheet(*row) for row in found]
    task = table_of(Task567).c
    rows = session.execute(select(task.id, task.task_id, task.case_ref, task.caseworker_id, task.raised, task.sheet))
    # a Task 567 entry is cited by no sheet: only views are
    uncited = SheetsByCase(sheet._replace(cites=None) for sheet in citing)
    _write_places(session, Task567, uncited, ((EntryRow(*entry), stands) for *entry, stands in rows))
    view = table_of(OnlineView).c
    rows = session.execute(select(view.id, view.view_id, view.case_ref, view.user_id, view.viewed_at, view.sheet))
    views = (
        (EntryRow(row_id, view_id, case_ref, user_id, _office_day(viewed_at)), stands)
        for row_id, view_id, case_ref, user_id, viewed_at, stands in rows
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


def _sheet_of(session: Session, recording: str) -> str | None:
    """The sheet_id this recording (row id) is tied to for good, if any."""
    sheet = table_of(GuideSheet).c
    settled = _MATCH.c.state.in_((MatchState.MATCHED.value, MatchState.LINKED.value))
    found = select(sheet.sheet_id).join_from(table_of(GuideSheet), _MATCH, _MATCH.c.sheet == sheet.id)
    name: str | None = session.execute(found.where(_MATCH.c.recording == recording, settled)).scalar()
    return name


def _row_id(session: Session, record: type[Recording] | type[GuideSheet], key: str) -> str:
    """The row id of a recording or a guide sheet by the department's own id. Raises UnknownId."""
    table = table_of(record)
    column, noun = (table.c.recording_id, "recording") if record is Recording else (table.c.sheet_id, "guide sheet")
    found: str | None = session.execute(select(table.c.id).where(column == key)).scalar()
    if found is None:
        raise UnknownId(noun, key)
    return found


def _row_parameter(table: Table) -> BindParameter[str]:
    """The row of an update or delete that runs over many rows."""
    return bindparam("row", type_=table.c.id.type)


def _values(tie: Tie) -> dict[str, object]:
    return dict(zip(Tie._fields, _plain(tie), strict=True))


def _plain(tie: Tie) -> tuple[object, ...]:
    """The tie as the database holds it: words instead of enumeration members."""
    return (tie.recording, tie.sheet, tie.rule.value, tie.state.value, tie.certainty, tie.reason)

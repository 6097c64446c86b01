"""Matches in the database: runs the rules, keeps what a person decided, writes only what differs.

`run` is called after every import and by `steercheck match`; the matches page of the window asks for `report` and
`candidates` and hands back a person's word: `link`, `link_further`, `make_primary`, `part`, `unlink`. Each of them can
be taken back to what stood before (`standing`, `restore`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlmodel import Session

from models.clock import Clock
from models.clock_skew import ClockDoubt, clock_doubts
from models.database import Database
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.match_report import CallFacts, Candidate, MatchReport, SheetCandidate, SheetSide
from models.match_rules import match_calls
from models.matching import (
    OPEN,
    PRIMARY,
    SETTLED,
    WINDOW_DAYS,
    CallRow,
    Decision,
    Match,
    MatchRule,
    MatchState,
    SheetRow,
)
from models.recording import Recording
from models.store.match_reading import (
    CALL_COLUMNS,
    SHEET_COLUMNS,
    possible_recordings,
    possible_sheets,
    read_clock_doubts,
    read_report,
)
from models.store.match_writing import place_entries, write_ties
from models.store.tables import table_of

_MATCH = table_of(Match)
_BY_HAND = _MATCH.c.decided_by.is_not(None)
_IS_PRIMARY = _MATCH.c.state.in_([state.value for state in PRIMARY])
_OPEN = _MATCH.c.state.in_([state.value for state in OPEN])


@dataclass(frozen=True)
class Standing:
    """Every tie of some recordings and sheets (row ids) as it stood at a moment, to be put back."""

    recordings: tuple[str, ...]
    sheets: tuple[str, ...]
    rows: tuple[dict[str, object], ...]


class MatchStore:
    """Ties between recordings and sheets, and between sheets and the lists beside them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def run(self, window_days: int = WINDOW_DAYS) -> MatchReport:
        """Apply the rules to everything, write what differs, and report."""
        with self._database.session() as session:
            calls = [CallRow._make(row) for row in session.execute(select(*CALL_COLUMNS))]
            sheets = [SheetRow._make(row) for row in session.execute(select(*SHEET_COLUMNS))]
            columns = (_MATCH.c.recording, _MATCH.c.sheet, _MATCH.c.rule, _MATCH.c.state)
            decisions = [
                Decision(recording, sheet, MatchRule(rule), MatchState(state))
                for recording, sheet, rule, state in session.execute(select(*columns).where(_BY_HAND))
            ]
            write_ties(session, match_calls(calls, sheets, decisions, window_days))
            place_entries(session)
        named = {call.recording_id: call for call in calls}
        pairs = ((named[sheet.recording_ref], sheet) for sheet in sheets if sheet.recording_ref in named)
        doubts = clock_doubts(pairs, window_days)
        with self._database.session() as session:
            return read_report(session, doubts)

    def report(self, window_days: int = WINDOW_DAYS) -> MatchReport:
        """What stands in the database now, without running the rules."""
        with self._database.session() as session:
            return read_report(session, read_clock_doubts(session, window_days))

    def clock_doubts(self, window_days: int = WINDOW_DAYS) -> tuple[ClockDoubt, ...]:
        """Recorders whose clock may be wrong, with the shift that would mend it; nothing is moved."""
        with self._database.session() as session:
            return read_clock_doubts(session, window_days)

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

    def link_further(self, recording_id: str, sheet_id: str, by: str) -> MatchState:
        """A person says the two belong together as well: nothing is taken from either.

        A sheet that has its call gets a further one (`linked`); one that has none gets this call, which it shares with
        the sheet that leads it, if there is such. Raises UnknownId.
        """
        with self._database.session() as session:
            recording, sheet = _row_id(session, Recording, recording_id), _row_id(session, GuideSheet, sheet_id)
            this = (_MATCH.c.recording == recording) & (_MATCH.c.sheet == sheet)
            has_call = _has(session, _MATCH.c.sheet == sheet, _MATCH.c.recording != recording)
            has_sheet = _has(session, _MATCH.c.recording == recording, _MATCH.c.sheet != sheet)
            if has_call:
                rule, state, words = MatchRule.FURTHER_CALL, MatchState.LINKED, "linked as a further call"
            else:
                state = MatchState.SHARED if has_sheet else MatchState.MATCHED
                rule, words = MatchRule.FURTHER_SHEET, "linked as a further sheet of the call"
            session.execute(delete(_MATCH).where(this | ((_MATCH.c.sheet == sheet) & _OPEN)))
            session.add(self._decision(recording, sheet, rule, state, f"{words} by {by}", by))
            return state

    def make_primary(self, recording_id: str, sheet_id: str, by: str) -> str | None:
        """A person says which of the calls of a sheet is its own; the one before becomes a further call.

        Returns that one's recording_id, if there was one. Raises UnknownId.
        """
        with self._database.session() as session:
            recording, sheet = _row_id(session, Recording, recording_id), _row_id(session, GuideSheet, sheet_id)
            before = session.execute(
                select(_MATCH.c.id, table_of(Recording).c.recording_id)
                .join_from(_MATCH, table_of(Recording), table_of(Recording).c.id == _MATCH.c.recording)
                .where(_MATCH.c.sheet == sheet, _IS_PRIMARY, _MATCH.c.recording != recording)
            ).first()
            if before is not None:
                further = {"rule": MatchRule.FURTHER_CALL.value, "state": MatchState.LINKED.value, "certainty": 100}
                further |= {"reason": f"made a further call by {by}", "decided_by": by}
                session.execute(
                    update(_MATCH).where(_MATCH.c.id == before[0]).values(further | {"decided_at": self._clock.now()})
                )
            shares = _has(session, _MATCH.c.recording == recording, _MATCH.c.sheet != sheet)
            this = (_MATCH.c.recording == recording) & (_MATCH.c.sheet == sheet)
            session.execute(delete(_MATCH).where(this | ((_MATCH.c.sheet == sheet) & _OPEN)))
            rule, state = (
                (MatchRule.FURTHER_SHEET, MatchState.SHARED) if shares else (MatchRule.HAND, MatchState.MATCHED)
            )
            session.add(self._decision(recording, sheet, rule, state, f"made the call of the sheet by {by}", by))
            return None if before is None else str(before[1])

    def part(self, recording_id: str, sheet_id: str, by: str) -> None:
        """A person says these two do not belong together, whatever else either belongs to. Raises UnknownId."""
        with self._database.session() as session:
            recording, sheet = _row_id(session, Recording, recording_id), _row_id(session, GuideSheet, sheet_id)
            session.execute(delete(_MATCH).where(_MATCH.c.recording == recording, _MATCH.c.sheet == sheet))
            apart = self._decision(recording, sheet, MatchRule.HAND, MatchState.KEPT_APART, f"kept apart by {by}", by)
            session.add(apart)
            _promote(session, recording)

    def standing(self, recording_ids: Iterable[str], sheet_ids: Iterable[str]) -> Standing:
        """Every tie of these recordings and sheets as it stands, to be put back by `restore`. Raises UnknownId."""
        with self._database.session() as session:
            recordings = [_row_id(session, Recording, key) for key in recording_ids]
            sheets = [_row_id(session, GuideSheet, key) for key in sheet_ids]
            # what a link takes a call from stands at the sheets it is tied to
            sheets += session.execute(
                select(_MATCH.c.sheet).where(_MATCH.c.recording.in_(recordings), _MATCH.c.sheet.is_not(None))
            ).scalars()
            found = session.execute(select(_MATCH).where(_touches(recordings, sheets)).order_by(_MATCH.c.id))
            return Standing(tuple(recordings), tuple(sheets), tuple(dict(row._mapping) for row in found))

    def restore(self, standing: Standing) -> None:
        """Put back every tie of the recordings and sheets of `standing`, exactly as it stood."""
        with self._database.session() as session:
            session.execute(delete(_MATCH).where(_touches(standing.recordings, standing.sheets)))
            if standing.rows:
                session.execute(insert(_MATCH), [dict(row) for row in standing.rows])

    def forget(self, recording_id: str) -> None:
        """Take a person's word on this recording back; the next run decides by the rules again. Raises UnknownId."""
        with self._database.session() as session:
            recording = _row_id(session, Recording, recording_id)
            session.execute(delete(_MATCH).where(_MATCH.c.recording == recording, _BY_HAND))

    def candidates(self, sheet_id: str, window_days: int = WINDOW_DAYS) -> list[Candidate]:
        """Recordings that may belong to this sheet, the likeliest first. Raises UnknownId."""
        with self._database.session() as session:
            return possible_recordings(session, sheet_id, window_days)[1]

    def beside_sheet(self, sheet_id: str, window_days: int = WINDOW_DAYS) -> tuple[SheetSide, list[Candidate]]:
        """A sheet and the calls that could be its own, to be laid side by side. Raises UnknownId."""
        with self._database.session() as session:
            return possible_recordings(session, sheet_id, window_days)

    def beside_recording(
        self, recording_id: str, window_days: int = WINDOW_DAYS
    ) -> tuple[CallFacts, list[SheetCandidate]]:
        """A call and the sheets it could belong to, to be laid side by side. Raises UnknownId."""
        with self._database.session() as session:
            return possible_sheets(session, recording_id, window_days)

    def candidates_for_recording(self, recording_id: str, window_days: int = WINDOW_DAYS) -> list[SheetCandidate]:
        """Sheets this recording may belong to, the likeliest first. Raises UnknownId."""
        with self._database.session() as session:
            return possible_sheets(session, recording_id, window_days)[1]

    def _link(self, session: Session, recording_id: str, sheet_id: str, by: str) -> str | None:
        recording, sheet = _row_id(session, Recording, recording_id), _row_id(session, GuideSheet, sheet_id)
        before = _sheet_of(session, recording)
        settled = _MATCH.c.state.in_([state.value for state in SETTLED])
        session.execute(
            update(_MATCH).where(_MATCH.c.sheet == sheet, _BY_HAND, settled).values(state=MatchState.LINKED.value)
        )
        session.execute(
            update(_MATCH)
            .where(_MATCH.c.sheet == sheet, _MATCH.c.rule == MatchRule.FURTHER_SHEET.value)
            .values(rule=MatchRule.FURTHER_CALL.value)
        )
        session.execute(
            delete(_MATCH).where(or_(_MATCH.c.recording == recording, (_MATCH.c.sheet == sheet) & ~_BY_HAND))
        )
        session.add(self._decision(recording, sheet, MatchRule.HAND, MatchState.MATCHED, f"linked by {by}", by))
        return before if before != sheet_id else None

    def _unlink(self, session: Session, recording_id: str, by: str) -> str | None:
        recording = _row_id(session, Recording, recording_id)
        before = _sheet_of(session, recording)
        session.execute(delete(_MATCH).where(_MATCH.c.recording == recording))
        apart = self._decision(recording, None, MatchRule.HAND, MatchState.KEPT_APART, f"kept apart by {by}", by)
        session.add(apart)
        return before

    def _decision(
        self, recording: str, sheet: str | None, rule: MatchRule, state: MatchState, reason: str, by: str
    ) -> Match:
        return Match(
            recording=recording,
            sheet=sheet,
            rule=rule,
            state=state,
            certainty=100,
            reason=reason,
            decided_by=by,
            decided_at=self._clock.now(),
        )


def _sheet_of(session: Session, recording: str) -> str | None:
    """The sheet_id this recording (row id) is tied to for good, if any; of several the leading one."""
    sheet = table_of(GuideSheet).c
    settled = _MATCH.c.state.in_([state.value for state in SETTLED])
    found = select(sheet.sheet_id).join_from(table_of(GuideSheet), _MATCH, _MATCH.c.sheet == sheet.id)
    found = found.where(_MATCH.c.recording == recording, settled)
    leading = _MATCH.c.state != MatchState.MATCHED.value
    name: str | None = session.execute(found.order_by(leading, sheet.sheet_id)).scalar()
    return name


def _has(session: Session, *conditions: ColumnElement[bool]) -> bool:
    """Whether a tie for which all `conditions` hold makes a call the own one of a sheet."""
    return session.execute(select(_MATCH.c.id).where(_IS_PRIMARY, *conditions).limit(1)).first() is not None


def _promote(session: Session, recording: str) -> None:
    """After its leading sheet was parted from a call, the next of its sheets leads; the next run may say otherwise."""
    if _has(session, _MATCH.c.recording == recording, _MATCH.c.state == MatchState.MATCHED.value):
        return
    sheet = table_of(GuideSheet).c
    following = session.execute(
        select(_MATCH.c.id)
        .join_from(_MATCH, table_of(GuideSheet), _MATCH.c.sheet == sheet.id)
        .where(_MATCH.c.recording == recording, _MATCH.c.state == MatchState.SHARED.value)
        .order_by(sheet.sheet_id)
        .limit(1)
    ).scalar()
    if following is not None:
        session.execute(update(_MATCH).where(_MATCH.c.id == following).values(state=MatchState.MATCHED.value))


def _touches(recordings: Sequence[str], sheets: Sequence[str]) -> ColumnElement[bool]:
    return or_(_MATCH.c.recording.in_(recordings), _MATCH.c.sheet.in_(sheets))


def _row_id(session: Session, record: type[Recording] | type[GuideSheet], key: str) -> str:
    """The row id of a recording or a guide sheet by the department's own id. Raises UnknownId."""
    table = table_of(record)
    column, noun = (table.c.recording_id, "recording") if record is Recording else (table.c.sheet_id, "guide sheet")
    found: str | None = session.execute(select(table.c.id).where(column == key)).scalar()
    if found is None:
        raise UnknownId(noun, key)
    return found

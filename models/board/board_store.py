"""Everything the dashboard shows: read as a whole in one transaction, and line by line behind each figure.

A board is kept by question and person until something is written (`stamp`), so that coming back to it costs nothing.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from models.board.behind import Asked, rows_behind
from models.board.beside import at_one_state, side_by_side
from models.board.blind import Known, blind_sheets
from models.board.calls import read_calls
from models.board.kpi_tiles import months_up_to, trend_line
from models.board.lines import lines_of
from models.board.prompts import Placed, read_prompts
from models.board.query import Behind, BoardLine, BoardQuery, Choices, narrowed_to
from models.board.reading import Decided, Heard, board_of, read_decided, read_heard
from models.board.relations import with_several
from models.board.sheets import read_sheets
from models.board.tiles import Board, TrendLine
from models.clock import Clock
from models.database import Database
from models.errors import NotAllowed, WrongUsage
from models.guide_sheet import GuideSheet
from models.import_run import ImportRun
from models.review import Review
from models.review_life import ReviewStep
from models.sample import SampleDraw
from models.sheet_judgement import SheetConfirmation
from models.staff import Staff
from models.store.staff import Person
from models.store.tables import table_of
from models.work_line import WorkState, WorkTouch

KEPT = 8
"""So many boards are kept."""
_SHEET, _STAFF = table_of(GuideSheet), table_of(Staff)
_APPENDED: tuple[type[SQLModel], ...] = (SheetConfirmation, ReviewStep, SampleDraw, ImportRun)
"""What is only ever appended to: the newest row says whether anything was."""


@dataclass(frozen=True)
class _Key:
    query: BoardQuery
    by: Person
    stamp: str


class BoardStore:
    """The figures of the dashboard."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._cards: dict[str, tuple[Placed, ...]] = {}
        self._kept: OrderedDict[_Key, Board] = OrderedDict()
        self._last_known: tuple[Known | None, str] = (None, "")
        self._one_at_a_time = Lock()

    def read(self, query: BoardQuery, by: Person) -> Board:
        """Every tile of a question. Raises NotAllowed for who is no reviewer while a staff list is loaded, WrongUsage
        for a period that ends before it begins."""
        _refuse_period(query)
        with at_one_state(self._database) as session:
            _refuse(session, by)
            key = _Key(query, by, self._stamp(session))
            with self._one_at_a_time:
                held = self._kept.get(key)
            if held is None:
                held = self._read(session, query, by)
        with self._one_at_a_time:
            self._kept[key] = held
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return held

    def behind(self, query: BoardQuery, behind: Behind, offset: int, limit: int, by: Person) -> tuple[BoardLine, ...]:
        """Lines behind a figure of this question, in an order that is the same at every call. Raises as `read` does."""
        with at_one_state(self._database) as session:
            asked = self._asked(session, query, by)
            rows = rows_behind(asked, behind)
            return lines_of(asked, rows, behind, offset, limit)

    def count_behind(self, query: BoardQuery, behind: Behind, by: Person) -> int:
        """How many lines there are behind a figure: what the figure says."""
        with at_one_state(self._database) as session:
            rows = rows_behind(self._asked(session, query, by), behind)
            return int(session.execute(rows.count()).scalar_one())

    def trend(self, query: BoardQuery, by_what: str, by: Person) -> tuple[TrendLine, ...]:
        """The twelve months of each team or scheme (`by_what`: "team", "scheme") that has any check in them."""
        if by_what not in ("team", "scheme"):
            raise WrongUsage(f"The trend is told by team or by scheme, not by {by_what}.")
        _refuse_period(query)
        first = months_up_to(query.last)[0][0]
        with self._database.session() as session:
            _refuse(session, by)
            prompts = read_prompts(session, self._cards)
            found = []
            for name in _held(session, by_what):
                narrowed = narrowed_to(query, by_what, name)
                if getattr(query, by_what) not in (None, name):
                    continue
                sheets = read_sheets(session, narrowed, first, query.last)
                calls = read_calls(session, narrowed, first, query.last, prompts)
                if sheets.count or calls.count:
                    found.append(trend_line(session, narrowed, sheets, calls, (by_what, name), name))
        return tuple(found)

    def choices(self, by: Person) -> Choices:
        """What the figures can be narrowed to."""
        with self._database.session() as session:
            _refuse(session, by)
            told = (_held(session, name) for name in ("team", "scheme", "method_agreed", "caseworker_id"))
            return Choices(*told)

    def stamp(self) -> str:
        """Another text whenever something was written that a figure could come from."""
        with self._database.session() as session:
            return self._stamp(session)

    def forget(self) -> None:
        """Read everything anew at the next question."""
        with self._one_at_a_time:
            self._kept.clear()
            self._last_known = (None, "")

    def _read(self, session: Session, query: BoardQuery, by: Person) -> Board:
        today, prompts = self._clock.today(), read_prompts(session, self._cards)

        def decided(session: Session) -> Decided:
            return read_decided(session, query)

        def heard(session: Session) -> Heard:
            return read_heard(session, query, today, prompts, self._known(session).several)

        halves = side_by_side(self._database, session, self._stamp, decided, heard)
        return board_of(session, query, today, by, *halves)

    def _known(self, session: Session) -> Known:
        """What every list asks, and only a write changes."""
        stamp = self._stamp(session)
        with self._one_at_a_time:
            held, at = self._last_known
        if held is None or at != stamp:
            held = Known(with_several(session), blind_sheets(session))
            with self._one_at_a_time:
                self._last_known = (held, stamp)
        return held

    def _stamp(self, session: Session) -> str:
        review, state, touched = (table_of(each) for each in (Review, WorkState, WorkTouch))
        # the kept worklist notes every write to calls, sheets, matches, judgements and reviews (models.work_line)
        noted = session.execute(select(state.c.phase, state.c.turn)).one()
        told: list[object] = [self._clock.today(), *noted]
        told.append(session.execute(select(func.max(touched.c.id))).scalar())
        told.append(session.execute(select(func.max(review.c.saved_at))).scalar())
        told += [session.execute(select(func.max(table_of(each).c.id))).scalar() for each in _APPENDED]
        return " ".join(map(str, told))

    def _asked(self, session: Session, query: BoardQuery, by: Person) -> Asked:
        _refuse_period(query)
        _refuse(session, by)
        prompts = read_prompts(session, self._cards)
        return Asked(session, query, self._clock.today(), prompts, by, self._known(session))


def _held(session: Session, column: str) -> tuple[str, ...]:
    """The values a column of the sheets holds, in order."""
    name = _SHEET.c[column]
    found = session.execute(select(name).where(func.coalesce(name, "") != "").distinct())
    return tuple(sorted(found.scalars()))


def _refuse(session: Session, by: Person) -> None:
    """Raises NotAllowed unless `by` reviews, or works where no staff list is loaded."""
    if by.may_review or (not by.on_staff and session.execute(select(_STAFF.c.id).limit(1)).first() is None):
        return
    raise NotAllowed(f"{by.staff_id} may not see the dashboard: only team leaders and Quality Assurance may.")


def _refuse_period(query: BoardQuery) -> None:
    if query.first > query.last:
        raise WrongUsage(f"The period ends ({query.last}) before it begins ({query.first}).")

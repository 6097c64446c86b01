"""Keeping the worklist's table (`models.work_line`) in step with what it is made from.

Triggers note every row that is written; `KeptLines.in_step` makes the lines of those rows again, in one transaction,
before the list is read. What changed too much for that is made anew as a whole (`make_anew`), in short transactions
that keep nobody from writing; what is written meanwhile is noted and followed afterwards. Whoever reads while the table
is not in step asks the statements themselves: slower, never wrong.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, delete, false, func, insert, literal, or_, select, text, update
from sqlmodel import Session, col

from models.columns import new_id
from models.database import Database
from models.errors import DatabaseUnusable, OutputRefused
from models.guide_sheet import GuideSheet
from models.matching import Match
from models.migrations.kept_list import MOST_TOUCHED
from models.recording import Recording
from models.review import Review
from models.store.tables import table_of
from models.store.work_line_rows import NAMES, SEARCH, rows_of
from models.store.worklist_sections import Only
from models.work_line import Phase, Place, WorkLine, WorkState, WorkTouch

FOLLOWED_AT_ONCE = 250
"""So many touched rows are named in one statement."""
FOLLOWED_WHILE_READING = 2_000
"""More touched rows than that are followed in the background, not by who reads a page."""
MADE_AT_ONCE = 10_000
"""So many rows are looked through in one transaction while everything is made anew."""
SMALL = 2_000
"""A department with fewer recordings and fewer sheets has its list made anew by whoever reads it first."""
GIVEN_UP_AFTER_S = 120
"""A maker that gave no sign of life for so long is gone."""
PATIENCE_MS = 250
"""So long does a reader wait for its turn to write; then it asks the statements."""
_LINE = table_of(WorkLine)
_TOUCH = table_of(WorkTouch)
_STATE = table_of(WorkState)
_MADE_BY_RANGE = (
    (Place.TIE, Match.id),
    (Place.RECORDING, Recording.id),
    (Place.SHEET, GuideSheet.id),
    (Place.DOUBT, GuideSheet.id),
    (Place.DRAFT, Review.id),
    (Place.SIGNED, Review.id),
)
Some = TypeVar("Some")


class KeptLines:
    """The kept table of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._one_at_a_time = threading.Lock()

    def in_step(self) -> int | None:
        """The turn of the table once it is in step; None: ask the statements, and have it made anew behind."""
        with self._database.session() as session:
            phase, turn = _phase(session), _turn(session)
            touched = _touched(session, FOLLOWED_WHILE_READING + 1)
            if phase is Phase.IN_STEP and not touched:
                return turn
            small = _is_small(session)
        if not self._one_at_a_time.acquire(blocking=False):
            return None
        try:
            if phase is not Phase.IN_STEP or touched > FOLLOWED_WHILE_READING:
                return self._brought_in_step() if small else None
            return self._follow(patience_ms=PATIENCE_MS)
        except (DatabaseUnusable, OutputRefused):
            return None  # another writer is at work, or nothing can be written here
        finally:
            self._one_at_a_time.release()

    def catch_up(self, check: Callable[[], None] = lambda: None) -> bool:
        """Bring the table in step, however much there is to do; whether it is. `check` raises to stop in between.

        Raises DatabaseUnusable and OutputRefused.
        """
        with self._one_at_a_time:
            return self._brought_in_step(check) is not None

    def _brought_in_step(self, check: Callable[[], None] = lambda: None) -> int | None:
        for _ in range(3):  # so much may be written meanwhile that all has to be made anew again
            turn = self._follow()
            if turn is not None:
                return turn
            if not self._make_anew(check):
                return None
        return self._follow()

    def _follow(self, patience_ms: int | None = None) -> int | None:
        """Make the lines of everything touched again; the new turn, or None where all has to be made anew."""
        with self._database.session() as session:
            self._begin(session, patience_ms)
            rows = session.execute(select(_TOUCH.c.id, _TOUCH.c.kind, _TOUCH.c.row).limit(MOST_TOUCHED + 1)).all()
            turn = _turn(session)
            if _phase(session) is not Phase.IN_STEP:
                return None
            if len(rows) > MOST_TOUCHED or any(kind == "all" for _, kind, _ in rows):
                session.execute(update(_STATE).values(phase=Phase.STALE.value))
                return None
            if not rows:
                return turn
            touched = sorted({(kind, row) for _, kind, row in rows})
            for some in _pieces(touched):
                self._make_again(session, some)
            for some in _pieces([row_id for row_id, _, _ in rows]):
                session.execute(delete(_TOUCH).where(_TOUCH.c.id.in_(some)))
            session.execute(update(_STATE).values(turn=turn + 1))
        return turn + 1

    def _make_again(self, session: Session, touched: Sequence[tuple[str, str]]) -> None:
        """The lines of these rows (kind, row id), removed and made again from the statements."""
        of = {kind: [row for each, row in touched if each == kind] for kind in ("recording", "sheet", "review")}
        if of["recording"]:
            # a sheet in doubt is one line, made from all its ties
            tied = select(col(Match.sheet)).where(
                col(Match.recording).in_(of["recording"]), col(Match.sheet).is_not(None)
            )
            of["sheet"] = sorted({*of["sheet"], *session.execute(tied).scalars()})
        gone = _any_of(
            (_LINE.c.recording, of["recording"]), (_LINE.c.sheet, of["sheet"]), (_LINE.c.review_id, of["review"])
        )
        if self._database.is_sqlite:
            unsearched = select(literal("delete"), _LINE.c.id, _LINE.c.search).where(gone)
            session.execute(insert(SEARCH).from_select(["work_search", "rowid", "search"], unsearched))
        session.execute(delete(_LINE).where(gone))

        def only(place: Place, anchor: Any) -> ColumnElement[bool]:
            if place is Place.RECORDING or place is Place.SHEET:
                return _any_of((anchor.id, of["recording" if place is Place.RECORDING else "sheet"]))
            by_sheet = (anchor.sheet, of["sheet"])
            if place is Place.DOUBT:
                return _any_of(by_sheet)
            by_both = ((anchor.recording, of["recording"]), by_sheet)
            return _any_of(*by_both) if place is Place.TIE else _any_of(*by_both, (anchor.id, of["review"]))

        for place in Place:
            self._insert(session, place, only)

    def _insert(self, session: Session, place: Place, only: Only) -> None:
        before = session.execute(select(func.max(_LINE.c.id))).scalar() or 0
        session.execute(insert(_LINE).from_select(NAMES, rows_of(place, self._database.is_sqlite, only)))
        if self._database.is_sqlite:
            fresh = select(_LINE.c.id, _LINE.c.search).where(_LINE.c.id > before)
            session.execute(insert(SEARCH).from_select(["rowid", "search"], fresh))

    # all of it

    def _make_anew(self, check: Callable[[], None]) -> bool:
        """Make every line anew; whether it was done, for another process may be at it."""
        maker = new_id()
        if not self._claim(maker):
            return False
        for place, anchor in _MADE_BY_RANGE:
            last: str | None = ""
            while last is not None:
                check()
                with self._database.session() as session:
                    self._begin(session)
                    if not _still(session, maker):
                        return False
                    last = self._make_range(session, place, anchor, last)
        for index in sorted(_LINE.indexes, key=lambda index: str(index.name)):
            check()
            with self._database.session() as session:
                self._begin(session)
                if not _still(session, maker):
                    return False
                index.create(session.connection(), checkfirst=True)
        with self._database.session() as session:
            self._begin(session)
            if not _still(session, maker):
                return False
            done = {"phase": Phase.IN_STEP.value, "turn": _turn(session) + 1, "maker": None, "maker_alive_s": None}
            session.execute(update(_STATE).values(done))
        return True

    def _claim(self, maker: str) -> bool:
        """Empty the table in the name of `maker`; False while another one is making it."""
        now = int(time.time())
        with self._database.session() as session:
            self._begin(session)
            other = session.execute(select(_STATE.c.phase, _STATE.c.maker_alive_s)).one()
            alive = other.maker_alive_s is not None and other.maker_alive_s > now - GIVEN_UP_AFTER_S
            if other.phase == Phase.IN_MAKING and alive:
                return False
            mine = {"phase": Phase.IN_MAKING.value, "maker": maker, "maker_alive_s": now}
            session.execute(update(_STATE).values(mine))
            session.execute(delete(_TOUCH))
            connection = session.connection()
            if self._database.is_sqlite and not _is_small(session):
                for index in _LINE.indexes:
                    index.drop(connection, checkfirst=True)
            session.execute(delete(_LINE))
            if self._database.is_sqlite:
                session.execute(text("INSERT INTO work_search (work_search) VALUES ('delete-all')"))
        return True

    def _make_range(self, session: Session, place: Place, anchor: Any, last: str) -> str | None:
        """The lines of the next rows after `last`, in the order of their ids; the last of them, None at the end."""
        following = select(anchor).where(anchor > last).order_by(anchor).offset(MADE_AT_ONCE - 1).limit(1)
        until = session.execute(following).scalar()

        def only(of: Place, row: Any) -> ColumnElement[bool]:
            key = row.sheet if of is Place.DOUBT else row.id
            within: ColumnElement[bool] = key > last
            return within if until is None else within & (key <= until)

        self._insert(session, place, only)
        return until

    def _begin(self, session: Session, patience_ms: int | None = None) -> None:
        """Hold the right to write from the beginning: what is read stays true, and nobody else makes lines."""
        connection = session.connection()
        if not self._database.is_sqlite:
            session.execute(select(_STATE.c.id).with_for_update())
            return
        if patience_ms is None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience_ms}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")


def _phase(session: Session) -> Phase:
    return Phase(session.execute(select(_STATE.c.phase)).scalar_one())


def _turn(session: Session) -> int:
    return int(session.execute(select(_STATE.c.turn)).scalar_one())


def _touched(session: Session, most: int) -> int:
    """How many rows were touched; no more than `most` are counted."""
    some = select(_TOUCH.c.id).limit(most).subquery()
    return int(session.execute(select(func.count()).select_from(some)).scalar_one())


def _is_small(session: Session) -> bool:
    return all(
        session.execute(select(table.c.id).offset(SMALL).limit(1)).first() is None
        for table in (table_of(Recording), table_of(GuideSheet))
    )


def _still(session: Session, maker: str) -> bool:
    """Whether the table is still in the making by `maker`, who gives a sign of life."""
    mine = (_STATE.c.maker == maker) & (_STATE.c.phase == Phase.IN_MAKING.value)
    return bool(
        session.connection().execute(update(_STATE).where(mine).values(maker_alive_s=int(time.time()))).rowcount
    )


def _any_of(*lists: tuple[Any, Sequence[str]]) -> ColumnElement[bool]:
    """Whether one of the columns holds one of its values; each may be looked up in its own index."""
    return or_(false(), *(column.in_(values) for column, values in lists if values))


def _pieces(rows: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for start in range(0, len(rows), FOLLOWED_AT_ONCE):
        yield rows[start : start + FOLLOWED_AT_ONCE]

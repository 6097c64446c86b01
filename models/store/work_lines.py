"""Keeping the worklist's table (`models.work_line`) in step with what it is made from.

Triggers note every row that is written; `KeptLines.in_step` makes the lines of those rows again, in one transaction,
before the list is read. What changed too much for that is made anew as a whole (`make_anew`), in short transactions
that keep nobody from writing; what is written meanwhile is noted and followed afterwards. Whoever reads while the table
is not in step asks the statements themselves: slower, never wrong.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Insert, delete, func, select, text, update
from sqlmodel import Session

from models.columns import new_id
from models.database import Database
from models.errors import DatabaseUnusable, OutputRefused, SteercheckError
from models.guide_sheet import GuideSheet
from models.matching import Match
from models.migrations.kept_list import MOST_TOUCHED
from models.recording import Recording
from models.review import Review
from models.store.tables import table_of
from models.store.work_line_rows import (
    AFTER_ALL_IDS,
    LAST_LINE,
    REMOVE,
    SEARCHED_SINCE,
    SHEETS_OF_RECORDINGS,
    UNSEARCH,
    filling,
)
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
BREATH_EVERY_S = 1.0
BREATH_S = 0.12
"""The maker rests for so long now and then: who waits for a turn to write in SQLite looks every tenth of a second."""
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
    (Place.JUDGED, GuideSheet.id),
    (Place.DISPUTED, Review.id),
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
            followable = phase is Phase.IN_STEP and touched <= FOLLOWED_WHILE_READING
            if not followable and not _is_small(session):
                return None
        if not self._one_at_a_time.acquire(timeout=PATIENCE_MS / 1000):
            return None
        try:
            return self._follow(PATIENCE_MS) if followable else self._brought_in_step()
        except (DatabaseUnusable, OutputRefused):
            return None  # another writer is at work, or nothing can be written here
        finally:
            self._one_at_a_time.release()

    def catch_up(self, check: Callable[[], None] = lambda: None) -> bool:
        """Bring the table in step, however much there is to do; whether it is. `check` raises to stop in between.

        Where nothing can be written, or another program writes for long, the statements go on answering.
        """
        with self._one_at_a_time:
            try:
                return self._stands() is not None or self._brought_in_step(check) is not None
            except (DatabaseUnusable, OutputRefused):
                return False

    def _stands(self) -> int | None:
        """The turn of the table if it is in step as it is."""
        with self._database.session() as session:
            in_step = _phase(session) is Phase.IN_STEP and not _touched(session, 1)
            return _turn(session) if in_step else None

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
            # a sheet in doubt is one line, made from all its ties; a check of a call ends the waiting of its draws
            also = (session.execute(each, {"recordings": of["recording"]}).scalars() for each in SHEETS_OF_RECORDINGS)
            of["sheet"] = sorted({*of["sheet"], *chain.from_iterable(also)})
        named = {"recordings": of["recording"], "sheets": of["sheet"], "reviews": of["review"]}
        if self._database.is_sqlite:
            session.execute(UNSEARCH, named)
        session.execute(REMOVE, named)
        for place in Place:
            self._fill(session, filling(place, self._database.is_sqlite), named)

    def _fill(self, session: Session, statement: Insert, named: dict[str, Any]) -> None:
        before = session.execute(LAST_LINE).scalar() or 0
        session.execute(statement, named)
        if self._database.is_sqlite:
            session.execute(SEARCHED_SINCE, {"before": before})

    # all of it

    def _make_anew(self, check: Callable[[], None]) -> bool:
        """Make every line anew; whether it was done, for another process may be at it."""
        maker = new_id()
        if not self._claim(maker):
            return False
        try:
            return self._made_by(maker, check)
        except SteercheckError:  # stopped, or nothing can be written any more
            self._give_up(maker)
            raise

    def _give_up(self, maker: str) -> None:
        with self._database.session() as session:
            session.execute(update(_STATE).where(_STATE.c.maker == maker).values(phase=Phase.STALE.value, maker=None))

    def _made_by(self, maker: str, check: Callable[[], None]) -> bool:
        """Every line, place by place; False when another maker took over, or so much changed that it is in vain."""
        breathed = time.monotonic()
        for place, anchor in _MADE_BY_RANGE:
            last: str | None = ""
            while last is not None:
                check()
                if time.monotonic() - breathed > BREATH_EVERY_S:
                    time.sleep(BREATH_S)
                    breathed = time.monotonic()
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
        named = {"last": last, "until": AFTER_ALL_IDS if until is None else until}
        self._fill(session, filling(place, self._database.is_sqlite, by_range=True), named)
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


def _pieces(rows: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for start in range(0, len(rows), FOLLOWED_AT_ONCE):
        yield rows[start : start + FOLLOWED_AT_ONCE]

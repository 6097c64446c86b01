"""The dashboard between its page and the store: figures read in the background, and the list behind a figure.

What stood stays until the new figures are there. An answer to an older question is dropped; coming back to the page
reads again only when something was written meanwhile. Figures are put into words on the same lane (`put`), so that the
window only draws.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.state.paged import PagedList
from models.board.query import Behind, BoardLine, BoardQuery, Choices
from models.board.tiles import Board
from models.errors import NotAllowed, SteercheckError
from models.store import Store
from models.store.staff import Person

LANE = "board"
LIST_LANE = "board list"


@dataclass(frozen=True)
class ListQuery:
    """The list behind a figure; None before one is asked for."""

    board: BoardQuery
    behind: Behind | None = None


class BoardList(PagedList[ListQuery, BoardLine]):
    """The lines behind a figure, in the store's own order."""

    def __init__(
        self,
        store: Store,
        runner: Runner,
        person: Callable[[], Person],
        query: BoardQuery,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, ListQuery(query), LIST_LANE, parent)
        self._store = store
        self._person = person

    def _page(self, query: ListQuery, offset: int, limit: int) -> Sequence[BoardLine]:
        if query.behind is None:
            return ()
        return self._store.board.behind(query.board, query.behind, offset, limit, self._person())

    def _count(self, query: ListQuery) -> int:
        if query.behind is None:
            return 0
        return self._store.board.count_behind(query.board, query.behind, self._person())

    def _is_empty(self) -> bool:
        return False


@dataclass(frozen=True)
class _Answer:
    stamp: str
    shown: Any
    choices: Choices


@dataclass(frozen=True)
class _Refused:
    why: str
    nobody_yet: bool


class Dashboard(QObject):
    """Signals: `asked(BoardQuery)`: another question is under way; `reading_changed(bool)`; `came(shown)`: the figures
    as `put` makes them; `choices_came(Choices)`: what they can be narrowed to; `refused(why, nobody_yet)`: whoever
    works may not see them, or nobody is known yet who might; `failed(why)`."""

    asked = Signal(object)
    reading_changed = Signal(bool)
    came = Signal(object)
    choices_came = Signal(object)
    refused = Signal(str, bool)
    failed = Signal(str)

    def __init__(
        self,
        store: Store,
        runner: Runner,
        person: Callable[[], Person],
        query: BoardQuery,
        put: Callable[[Board], Any],
        parent: QObject | None = None,
    ) -> None:
        """`put` makes of the figures what the page shows; it is called on the lane."""
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._put = put
        self._request = 0
        self._handle: JobHandle | None = None
        self._known: tuple[BoardQuery, Person, str] | None = None
        self.reading = False
        self.query = query
        self.list = BoardList(store, runner, person, query, self)

    @property
    def person(self) -> Person:
        """Who is working."""
        return self._person()

    def ask(self, query: BoardQuery) -> None:
        """The figures of another period or of others; nothing is read where the question is the same."""
        if query != self.query or self._known is None:
            self.query = query
            self.asked.emit(query)
            self._read(anew=True)

    def refresh(self, *, anew: bool = True) -> None:
        """Read again; not `anew`: only if something was written since."""
        self._read(anew=anew)

    def open_list(self, behind: Behind) -> None:
        """Read the list behind a figure of the question in force."""
        self.list.ask(ListQuery(self.query, behind))

    def _read(self, *, anew: bool) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._request += 1
        request, query, person = self._request, self.query, self.person
        known = None if anew else self._known
        board, staff = self._store.board, self._store.staff

        def job(_report: Report, check: Check) -> _Answer | _Refused | None:
            stamp = board.stamp()
            if known == (query, person, stamp):
                return None
            check()
            try:
                found = board.read(query, person)
            except NotAllowed as exc:
                return _Refused(exc.message, not staff.listing())
            check()
            return _Answer(stamp, self._put(found), board.choices(person))

        def done(answer: _Answer | _Refused | None) -> None:
            if request != self._request:
                return
            self._end()
            if isinstance(answer, _Refused):
                self._known = None
                self.refused.emit(answer.why, answer.nobody_yet)
            elif answer is not None:
                self._known = (query, person, answer.stamp)
                self.choices_came.emit(answer.choices)
                self.came.emit(answer.shown)

        def failed(error: SteercheckError) -> None:
            if request == self._request:
                self._end()
                self.failed.emit(error.message)

        self._handle = self._runner.submit(LANE, job, on_done=done, on_failed=failed)
        self._set_reading(True)

    def _end(self) -> None:
        self._handle = None
        self._set_reading(False)

    def _set_reading(self, reading: bool) -> None:
        if reading != self.reading:
            self.reading = reading
            self.reading_changed.emit(reading)

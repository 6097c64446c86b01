"""A question whose answer may be long: its first lines, how many follow, and further pages as somebody looks at them.

Between a store and a list of the window. Every new question gets a number; answers to an older one are dropped.
Counting is done on a lane of its own and never keeps the first lines waiting.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from models.errors import SteercheckError

PAGE = 100
"""Lines read at a time: several screens full."""

Query = TypeVar("Query")
Line = TypeVar("Line")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Listing(Generic[Query, Line]):
    """The first answer to a question: how many lines there are, and those from `offset` on.

    Not yet `counted`: there may be more lines than `total`; `totalled` tells in a moment. `is_empty`: there is nothing
    at all to list, whatever is asked.
    """

    query: Query
    total: int
    offset: int
    items: tuple[Line, ...]
    is_empty: bool
    counted: bool = True


class PagedList(QObject, Generic[Query, Line]):
    """Asks and answers; a kind says how it reads.

    Signals: `asked(query)` when another question is under way; `listed(Listing)` with its first answer;
    `totalled(Listing)` when its lines were counted after that; `page_came(offset, items)`; `failed(why)`.
    """

    asked = Signal(object)
    listed = Signal(object)
    totalled = Signal(object)
    page_came = Signal(int, object)
    failed = Signal(str)

    def __init__(self, runner: Runner, query: Query, lane: str, parent: QObject | None = None) -> None:
        """Reads on the lane `lane`, counts beside it."""
        super().__init__(parent)
        self._runner = runner
        self._lane = lane
        self._request = 0
        self._under_way: dict[int, JobHandle] = {}
        self._first: JobHandle | None = None
        self._total: JobHandle | None = None
        self.query = query

    @abstractmethod
    def _page(self, query: Query, offset: int, limit: int) -> Sequence[Line]:
        """`limit` lines from `offset` on; called on the lane."""

    @abstractmethod
    def _count(self, query: Query) -> int:
        """How many lines there are; called on a lane."""

    @abstractmethod
    def _is_empty(self) -> bool:
        """Whether there is nothing at all to list; called on the lane."""

    def ask(self, query: Query, around: int = 0) -> None:
        """Another question; the lines around number `around` come first.

        The first page is shown before it is known how many lines follow; one further down only where it still is.
        """
        self._request += 1
        self._drop_under_way()
        self.query = query
        self.asked.emit(query)
        offset = around // PAGE * PAGE

        def first(_report: Report, _check: Check) -> Listing[Query, Line]:
            items = tuple(self._page(query, 0, PAGE))
            return Listing(query, len(items), 0, items, not items and self._is_empty(), counted=len(items) < PAGE)

        def further(_report: Report, check: Check) -> Listing[Query, Line]:
            total = self._count(query)
            check()
            start = min(offset, max(0, total - 1) // PAGE * PAGE)
            items = tuple(self._page(query, start, PAGE))
            return Listing(query, total, start, items, total == 0 and self._is_empty())

        self._first = self._submit(further if offset else first, self._on_listed)

    def filter(self, **values: object) -> None:
        """The same question narrowed otherwise, by its fields."""
        query: Any = self.query
        changed = replace(query, **values)
        if changed != query:
            self.ask(changed)

    def sort(self, order: object, descending: bool) -> None:
        """The same lines in another order; None: in the question's own."""
        self.filter(sort=order, descending=descending)

    def need(self, offset: int) -> None:
        """The page that begins at `offset` is wanted; asked for once."""
        if offset in self._under_way:
            return
        query = self.query
        self._under_way[offset] = self._submit(
            lambda _report, _check: tuple(self._page(query, offset, PAGE)),
            lambda items: self._on_page(offset, items),
        )

    def _submit(
        self, job: Callable[[Report, Check], Answer], take: Callable[[Answer], None], lane: str = ""
    ) -> JobHandle:
        request = self._request

        def on_done(answer: Answer) -> None:
            if request == self._request:
                take(answer)

        return self._runner.submit(lane or self._lane, job, on_done=on_done, on_failed=self._on_failed)

    def _drop_under_way(self) -> None:
        if self._first is not None:
            self._first.cancel()
        if self._total is not None:
            self._total.cancel()
        for handle in self._under_way.values():
            handle.cancel()
        self._under_way.clear()

    def _on_listed(self, listing: Listing[Query, Line]) -> None:
        self.listed.emit(listing)
        if listing.counted:
            return

        def on_total(total: int) -> None:
            self.totalled.emit(replace(listing, total=max(total, listing.total), counted=True))

        lane = f"{self._lane} totals"
        self._total = self._submit(lambda _report, _check: self._count(listing.query), on_total, lane)

    def _on_page(self, offset: int, items: tuple[Line, ...]) -> None:
        self._under_way.pop(offset, None)
        self.page_came.emit(offset, items)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

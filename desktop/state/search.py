"""The search across all transcripts as it stands: what is asked, the hits as they come, page by page, off the window.

Between the store and the search page. Every new question gets a number; answers to an older one are dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.state.transcript_lines import TranscriptLines
from models.errors import SteercheckError
from models.store import Store
from models.store.search import SearchCount, SearchHit, SearchOrder, SearchPage, SearchQuery

LINES = 60
"""Lines read at a time, newest first: several screens full."""
CALLS = 12
"""Calls read at a time, best first: each comes with its lines."""
LANE = "search"
COUNT_LANE = "search count"
"""Counting never keeps the lines waiting."""
LATE_MS = 5000
"""Words found later in their line than this are heard from themselves on."""
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Found:
    """The first answer to a question. `searched`: how many calls have a transcript, asked where nothing is found."""

    query: SearchQuery
    page: SearchPage
    searched: int | None = None


class Search(QObject):
    """Asks and answers.

    Signals: `asked(SearchQuery)` when another question is under way; `found(Found)` with its first answer;
    `more_found(SearchPage)`; `counted(SearchCount | None)`, None where it could not be counted;
    `caseworkers_known(tuple[str, ...])`; `failed(why)`.
    """

    asked = Signal(object)
    found = Signal(object)
    more_found = Signal(object)
    counted = Signal(object)
    caseworkers_known = Signal(object)
    failed = Signal(str)

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._request = 0
        self._jobs: list[JobHandle] = []
        self._after: int | None = None
        self._under_way = False
        self.query = SearchQuery("")

    @property
    def has_more(self) -> bool:
        """Whether there are lines after those that came."""
        return self._after is not None

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._under_way

    def ask(self, query: SearchQuery) -> None:
        """Another question; a search that holds no word is answered at once, with nothing."""
        self._request += 1
        request = self._request
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()
        self.query, self._after = query, None
        self._under_way = not query.wanted.empty
        self.asked.emit(query)
        if not self._under_way:
            return
        search, most = self._store.search, _most(query)

        def first(_report: Report, _check: Check) -> Found:
            page = search.page(query, None, most)
            return Found(query, page, None if page.hits else search.searched())

        self._submit(request, first, lambda found: self._on_found(request, found))
        counting = self._runner.submit(
            COUNT_LANE,
            lambda _report, _check: search.count(query),
            on_done=lambda count: self._on_counted(request, count),
            on_failed=lambda _fault: self._on_counted(request, None),
        )
        self._jobs.append(counting)

    def again(self) -> None:
        """The same question once more."""
        self.ask(self.query)

    def read_on(self) -> None:
        """The next page, unless it is on its way or there is none."""
        if self._after is None or self._under_way:
            return
        request, query, after, search = self._request, self.query, self._after, self._store.search
        self._under_way = True
        most = _most(query)
        self._submit(
            request,
            lambda _report, _check: search.page(query, after, most),
            lambda page: self._on_more(request, page),
        )

    def look_who(self) -> None:
        """Ask for the caseworkers there are."""
        self._runner.submit(
            COUNT_LANE,
            lambda _report, _check: self._store.search.caseworkers(),
            on_done=self.caseworkers_known.emit,
        )

    def _submit(self, request: int, job: Callable[[Report, Check], Answer], on_done: Callable[[Answer], None]) -> None:
        handle = self._runner.submit(
            LANE, job, on_done=on_done, on_failed=lambda fault: self._on_failed(request, fault)
        )
        self._jobs.append(handle)

    def _on_found(self, request: int, found: Found) -> None:
        if request == self._request:
            self._under_way, self._after = False, found.page.after
            self.found.emit(found)

    def _on_more(self, request: int, page: SearchPage) -> None:
        if request == self._request:
            self._under_way, self._after = False, page.after
            self.more_found.emit(page)

    def _on_counted(self, request: int, count: SearchCount | None) -> None:
        if request == self._request:
            self.counted.emit(count)

    def _on_failed(self, request: int, fault: SteercheckError) -> None:
        if request == self._request:
            self._under_way, self._after = False, None
            self.failed.emit(fault.message)


def place_of(hit: SearchHit, lines: TranscriptLines | None) -> int:
    """Where on the call to listen, in milliseconds: from the line, or from the words found where they come late."""
    if lines is None or not hit.marks:
        return hit.start_ms
    same = (one for one in lines.lines if (one.start_ms, one.text) == (hit.start_ms, hit.text))
    line = next(same, None)
    if line is None:
        return hit.start_ms
    before = len(hit.text[: hit.marks[0][0]].split())
    word = min(line.first_word + before, line.end_word - 1)
    found_ms = lines.words[word].start_ms
    return found_ms if found_ms - line.start_ms > LATE_MS else hit.start_ms


def _most(query: SearchQuery) -> int:
    return CALLS if query.order is SearchOrder.BEST else LINES

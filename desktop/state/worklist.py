"""The worklist as it stands: the question asked, the answers as they come, page by page, on a lane of their own.

Between the store and the list. Every new question gets a number; answers to an older one are dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from models.errors import SteercheckError
from models.store import Store
from models.store.worklist import Choices, Order, Section, WorkItem, WorkQuery

PAGE = 100
"""Lines read at a time: several screens full."""

LANE = "worklist"
COUNTS_LANE = "counts"
TOTALS_LANE = "worklist totals"
UPKEEP_LANE = "worklist upkeep"
"""Counting a large section never keeps the list waiting, nor does making the kept list anew after a large import."""
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Listing:
    """The first answer to a question: how many lines there are, and those from `offset` on.

    Not yet `counted`: there may be more lines than `total`; `totalled` tells in a moment.
    """

    query: WorkQuery
    total: int
    offset: int
    items: tuple[WorkItem, ...]
    is_empty: bool
    counted: bool = True


class Worklist(QObject):
    """Asks and answers.

    Signals: `asked(WorkQuery)` when another question is under way; `listed(Listing)` with its first answer;
    `totalled(Listing)` when its lines were counted after that; `page_came(offset, items)`;
    `counted(dict[Section, int])`; `choices_came(Choices)`; `failed(why)`.
    """

    asked = Signal(object)
    listed = Signal(object)
    totalled = Signal(object)
    page_came = Signal(int, object)
    counted = Signal(object)
    choices_came = Signal(object)
    failed = Signal(str)

    def __init__(
        self, store: Store, runner: Runner, query: WorkQuery | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._request = 0
        self._under_way: dict[int, JobHandle] = {}
        self._first: JobHandle | None = None
        self._total: JobHandle | None = None
        self._upkeep: JobHandle | None = None
        self._extras: list[JobHandle] = []
        self.query = query or WorkQuery()
        self.reviewer: str | None = None
        self.counts: dict[Section, int] = {}

    def ask(self, query: WorkQuery, around: int = 0) -> None:
        """Another question; the lines around number `around` come first.

        The first page is shown before it is known how many lines follow; one further down only where it still is.
        """
        self._request += 1
        self._drop_under_way()
        self.query = query
        self.asked.emit(query)
        offset = around // PAGE * PAGE
        store = self._store.worklist

        def first(_report: Report, _check: Check) -> Listing:
            items = tuple(store.page(query, 0, PAGE))
            return Listing(query, len(items), 0, items, not items and store.is_empty(), counted=len(items) < PAGE)

        def further(_report: Report, check: Check) -> Listing:
            total = store.count(query)
            check()
            start = min(offset, max(0, total - 1) // PAGE * PAGE)
            items = tuple(store.page(query, start, PAGE))
            return Listing(query, total, start, items, total == 0 and store.is_empty())

        self._first = self._submit(further if offset else first, self._on_listed)

    def show(self, section: Section) -> None:
        """The section with the filters as they are, in its own order."""
        reviewer = self.reviewer if section is Section.DRAFTS else None
        changed = self.query.sheet_changed and section is Section.SIGNED
        bare = replace(self.query, section=section, sort=None, descending=False)
        if section is Section.NO_SHEET:
            bare = replace(bare, verdict=None)
        self.ask(replace(bare, reviewer=reviewer, sheet_changed=changed))

    def filter(self, **values: object) -> None:
        """The same question narrowed otherwise: caseworker, team, dates, method, reviewer, text."""
        changed = replace(self.query, **values)  # type: ignore[arg-type]
        if changed != self.query:
            self.ask(changed)

    def clear_filters(self) -> None:
        kept = self.query
        reviewer = self.reviewer if kept.section is Section.DRAFTS else None
        bare = WorkQuery(kept.section, with_reviewed=kept.with_reviewed)
        self.ask(replace(bare, sort=kept.sort, descending=kept.descending, reviewer=reviewer))

    def sort(self, order: Order | None, descending: bool) -> None:
        changed = replace(self.query, sort=order, descending=descending)
        if changed != self.query:
            self.ask(changed)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the section narrows the list; one's own drafts are what the section means."""
        query = self.query
        if query.section is Section.DRAFTS and query.reviewer == self.reviewer:
            query = replace(query, reviewer=None)
        return query.filtered

    def need(self, offset: int) -> None:
        """The page that begins at `offset` is wanted; asked for once."""
        if offset in self._under_way:
            return
        query, store = self.query, self._store.worklist
        self._under_way[offset] = self._submit(
            lambda _report, _check: tuple(store.page(query, offset, PAGE)),
            lambda items: self._on_page(offset, items),
        )

    def refresh(self, around: int = 0) -> None:
        """Read everything again: the list, the counts, what can be filtered by."""
        self.ask(self.query, around)
        self.count()

    def count(self) -> None:
        """Counts and choices anew; an older count under way is given up."""
        self._keep_up()
        for handle in self._extras:
            handle.cancel()
        store, reviewer, whole = self._store.worklist, self.reviewer, self.query.with_reviewed
        self._extras = [
            self._runner.submit(
                COUNTS_LANE,
                lambda _report, _check: store.counts(reviewer, with_reviewed=whole),
                on_done=self._on_counts,
                on_failed=self._on_failed,
            ),
            self._runner.submit(
                COUNTS_LANE,
                lambda _report, _check: store.choices(),
                on_done=self._on_choices,
                on_failed=self._on_failed,
            ),
        ]

    def _keep_up(self) -> None:
        """Have the kept list made anew where so much changed that reading it cannot; one such job at a time."""
        if self._upkeep is not None:
            return
        store = self._store.worklist
        self._upkeep = self._runner.submit(
            UPKEEP_LANE,
            lambda _report, check: store.catch_up(check),
            on_done=self._on_kept_up,
            on_failed=self._on_failed,
            on_cancelled=lambda: self._on_kept_up(False),
        )

    def work_for(self, reviewer: str | None) -> None:
        """Drafts are those of `reviewer` from now on; everybody's when None."""
        if reviewer == self.reviewer:
            return
        mine = self.query.section is Section.DRAFTS and self.query.reviewer == self.reviewer
        self.reviewer = reviewer
        if mine:
            self.query = replace(self.query, reviewer=reviewer)
        self.refresh()

    def _submit(
        self, job: Callable[[Report, Check], Answer], take: Callable[[Answer], None], lane: str = LANE
    ) -> JobHandle:
        request = self._request

        def on_done(answer: Answer) -> None:
            if request == self._request:
                take(answer)

        return self._runner.submit(lane, job, on_done=on_done, on_failed=self._on_failed)

    def _drop_under_way(self) -> None:
        if self._first is not None:
            self._first.cancel()
        if self._total is not None:
            self._total.cancel()
        for handle in self._under_way.values():
            handle.cancel()
        self._under_way.clear()

    def _on_listed(self, listing: Listing) -> None:
        self.listed.emit(listing)
        if listing.counted:
            return
        query, store = listing.query, self._store.worklist

        def on_total(total: int) -> None:
            self.totalled.emit(replace(listing, total=max(total, listing.total), counted=True))

        self._total = self._submit(lambda _report, _check: store.count(query), on_total, TOTALS_LANE)

    def _on_kept_up(self, _in_step: bool) -> None:
        self._upkeep = None

    def _on_page(self, offset: int, items: tuple[WorkItem, ...]) -> None:
        self._under_way.pop(offset, None)
        self.page_came.emit(offset, items)

    def _on_counts(self, counts: dict[Section, int]) -> None:
        self.counts = counts
        self.counted.emit(counts)

    def _on_choices(self, choices: Choices) -> None:
        self.choices_came.emit(choices)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

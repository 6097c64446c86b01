"""The worklist as it stands: the question asked, the answers as they come, page by page, on a lane of their own.

Between the store and the list. Every new question gets a number; answers to an older one are dropped.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import JobHandle, Runner
from desktop.state import paged
from desktop.state.paged import PAGE, PagedList
from models.store import Store
from models.store.worklist import Choices, Section, WorkItem, WorkQuery

__all__ = ["COUNTS_LANE", "LANE", "PAGE", "UPKEEP_LANE", "Listing", "Worklist"]

LANE = "worklist"
COUNTS_LANE = "counts"
UPKEEP_LANE = "worklist upkeep"
"""Counting a large section never keeps the list waiting, nor does making the kept list anew after a large import."""
Listing = paged.Listing[WorkQuery, WorkItem]
"""The first answer to a question."""


class Worklist(PagedList[WorkQuery, WorkItem]):
    """Asks and answers.

    Signals, beside those of every paged list: `counted(dict[Section, int])`; `choices_came(Choices)`.
    """

    counted = Signal(object)
    choices_came = Signal(object)

    def __init__(
        self, store: Store, runner: Runner, query: WorkQuery | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, query or WorkQuery(), LANE, parent)
        self._store = store
        self._upkeep: JobHandle | None = None
        self._extras: list[JobHandle] = []
        self.reviewer: str | None = None
        self.counts: dict[Section, int] = {}

    def show(self, section: Section) -> None:
        """The section with the filters as they are, in its own order."""
        reviewer = self.reviewer if section is Section.DRAFTS else None
        changed = self.query.sheet_changed and section is Section.SIGNED
        bare = replace(self.query, section=section, sort=None, descending=False)
        if section is Section.NO_SHEET:
            bare = replace(bare, verdict=None)
        self.ask(replace(bare, reviewer=reviewer, sheet_changed=changed))

    def clear_filters(self) -> None:
        kept = self.query
        reviewer = self.reviewer if kept.section is Section.DRAFTS else None
        bare = WorkQuery(kept.section, with_reviewed=kept.with_reviewed)
        self.ask(replace(bare, sort=kept.sort, descending=kept.descending, reviewer=reviewer))

    @property
    def narrowed(self) -> bool:
        """Whether anything but the section narrows the list; one's own drafts are what the section means."""
        query = self.query
        if query.section is Section.DRAFTS and query.reviewer == self.reviewer:
            query = replace(query, reviewer=None)
        return query.filtered

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

    def _page(self, query: WorkQuery, offset: int, limit: int) -> Sequence[WorkItem]:
        return self._store.worklist.page(query, offset, limit)

    def _count(self, query: WorkQuery) -> int:
        return self._store.worklist.count(query)

    def _is_empty(self) -> bool:
        return self._store.worklist.is_empty()

    def _on_kept_up(self, _in_step: bool) -> None:
        self._upkeep = None

    def _on_counts(self, counts: dict[Section, int]) -> None:
        self.counts = counts
        self.counted.emit(counts)

    def _on_choices(self, choices: Choices) -> None:
        self.choices_came.emit(choices)

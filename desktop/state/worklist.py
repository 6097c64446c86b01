"""The worklist as it stands: the question asked, the answers as they come, page by page, on a lane of their own.

Between the store and the list. Every new question gets a number; answers to an older one are dropped. With every
refresh it is read what is due: the calls of the samples given to who works, while some of them wait and nobody asked
for all matched calls instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import JobHandle, Runner
from desktop.state import paged
from desktop.state.paged import PAGE, PagedList
from models.store import Store
from models.store.sample_waiting import AssignedSample
from models.store.worklist import Choices, Section, WorkItem, WorkQuery

__all__ = ["COUNTS_LANE", "LANE", "PAGE", "UPKEEP_LANE", "Listing", "Worklist"]

LANE = "worklist"
COUNTS_LANE = "counts"
UPKEEP_LANE = "worklist upkeep"
"""Counting a large section never keeps the list waiting, nor does making the kept list anew after a large import."""
SAMPLES, ALL = "samples", "all"
"""Which calls are due: those of all one's samples, or all that are matched; the id of a sample: those of that one."""
Listing = paged.Listing[WorkQuery, WorkItem]
"""The first answer to a question."""


class Worklist(PagedList[WorkQuery, WorkItem]):
    """Asks and answers.

    Signals, beside those of every paged list: `counted(dict[Section, int])`; `choices_came(Choices)`;
    `assigned_came()` when the samples given to who works were read.
    """

    counted = Signal(object)
    assigned_came = Signal()
    choices_came = Signal(object)

    def __init__(
        self, store: Store, runner: Runner, query: WorkQuery | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, query or WorkQuery(), LANE, parent)
        self._store = store
        self._upkeep: JobHandle | None = None
        self._extras: list[JobHandle] = []
        self._seen_open: set[str] = set()
        self.reviewer: str | None = None
        self.assigned: tuple[AssignedSample, ...] = ()
        self.calls = SAMPLES
        self.counts: dict[Section, int] = {}

    def show(self, section: Section) -> None:
        """The section with the filters as they are, in its own order."""
        reviewer = self.reviewer if section is Section.DRAFTS else None
        changed = self.query.sheet_changed and section is Section.SIGNED
        bare = replace(self.query, section=section, sort=None, descending=False)
        if section is Section.NO_SHEET:
            bare = replace(bare, verdict=None)
        self.ask(self._of_calls(replace(bare, reviewer=reviewer, sheet_changed=changed)))

    @property
    def open_samples(self) -> tuple[AssignedSample, ...]:
        """The samples given to who works that are not done, what is due first coming first."""
        return tuple(sample for sample in self.assigned if sample.done < sample.drawn)

    @property
    def just_done(self) -> tuple[AssignedSample, ...]:
        """Those whose last call was done while the window was open."""
        done = (sample for sample in self.assigned if sample.done >= sample.drawn)
        return tuple(sample for sample in done if sample.sample_id in self._seen_open)

    def choose(self, calls: str) -> None:
        """From now on these calls are due: of SAMPLES, ALL, or those of one sample by its id."""
        self.calls = calls
        query = self._of_calls(self.query)
        if query != self.query:
            self.ask(query)
        self._count_now()

    @property
    def next_due(self) -> WorkQuery:
        """What asks for the next call to check."""
        return self._of_calls(WorkQuery(Section.DUE))

    def _of_calls(self, query: WorkQuery) -> WorkQuery:
        """The question with what "due" means now; of other sections it stays as it is."""
        waiting = [sample.sample_id for sample in self.open_samples]
        if query.section is not Section.DUE or self.calls == ALL or not waiting:
            return replace(query, assigned_to=None, sample=None)
        one = self.calls if self.calls in waiting else None
        return replace(query, assigned_to=self.reviewer, sample=one)

    def clear_filters(self) -> None:
        kept = self.query
        reviewer = self.reviewer if kept.section is Section.DRAFTS else None
        bare = WorkQuery(kept.section, with_reviewed=kept.with_reviewed)
        bare = replace(bare, sort=kept.sort, descending=kept.descending, reviewer=reviewer)
        self.ask(self._of_calls(bare))

    @property
    def narrowed(self) -> bool:
        """Whether anything but the section narrows the list; one's own drafts are what the section means."""
        query = self.query
        if query.section is Section.DRAFTS and query.reviewer == self.reviewer:
            query = replace(query, reviewer=None)
        return query.filtered

    def refresh(self, around: int = 0) -> None:
        """Read everything again: the list, the counts, what can be filtered by."""

        def go_on() -> None:
            self.ask(self._of_calls(self.query), around)
            self._count_now()

        self._read_assigned(go_on)

    def count(self) -> None:
        """Counts and choices anew, and how far the samples are; an older count under way is given up."""
        self._read_assigned(self._count_now)

    def _read_assigned(self, then: Callable[[], None]) -> None:
        """Read the samples given to who works, and go on; nobody has any without being on the staff list."""
        reviewer = self.reviewer
        if reviewer is None:
            self._take_assigned(())
            then()
            return
        store = self._store.waiting

        def take(assigned: tuple[AssignedSample, ...]) -> None:
            if reviewer == self.reviewer:  # else somebody else works by now: it is read anew
                self._take_assigned(assigned)
                then()

        self._runner.submit(
            LANE, lambda _report, _check: store.assigned_to(reviewer), on_done=take, on_failed=self._on_failed
        )

    def _take_assigned(self, assigned: tuple[AssignedSample, ...]) -> None:
        self.assigned = assigned
        self._seen_open.update(sample.sample_id for sample in self.open_samples)
        self.assigned_came.emit()

    def _count_now(self) -> None:
        """Counts and choices anew, of what is due now."""
        self._keep_up()
        for handle in self._extras:
            handle.cancel()
        store, reviewer, due = self._store.worklist, self.reviewer, self.next_due
        whole, mine, sample = self.query.with_reviewed, due.assigned_to, due.sample
        self._extras = [
            self._runner.submit(
                COUNTS_LANE,
                lambda _report, _check: store.counts(reviewer, with_reviewed=whole, assigned_to=mine, sample=sample),
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
        self._seen_open.clear()
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

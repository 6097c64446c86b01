"""The list of every guide sheet: asked like the worklist, what the steer says counted, a page of it confirmed.

Between the Sheets page and the store. Which sheets of a page a person leaves out is remembered here while the window is
open, and nowhere else; what is confirmed or withdrawn is the store's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.state.worklist import UPKEEP_LANE, Worklist
from models.errors import Refusal, SteercheckError
from models.guide_sheet import GuideSheet
from models.steer import figures_of, judge
from models.steer_working import Ladder, ladder
from models.store import Store
from models.store.confirming import Confirmation, Confirmed
from models.store.staff import Person
from models.store.worklist import Said, Section, WorkItem, WorkQuery

AT_ONCE = 50
"""Sheets that are confirmed together; a page of the list that is read at once holds a whole number of them."""
LANE = "store"
SAID_LANE = "counts"
LOOK_LANE = "sheet"


@dataclass(frozen=True)
class Looked:
    """A sheet with its working and what people said of it, oldest word first; `fault` says why there is no working;
    of a sheet whose call waits to be checked `blind` nothing is told."""

    sheet: GuideSheet
    working: Ladder | None
    words: tuple[Confirmation, ...]
    fault: str = ""
    blind: bool = False


class SheetList(Worklist):
    """The worklist's question asked of every sheet; at first, of those nobody confirmed.

    What the rail and the choice of confirmed sheets ask for is no filter: clearing the filters leaves it. Signals:
    `said(dict[Said, int])`: what the steer says of all sheets, counted; `policies_refused(tuple[Refusal, ...])`: files
    of policies that are not judged by, told once.
    """

    said = Signal(object)
    policies_refused = Signal(object)

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(store, runner, WorkQuery(Section.JUDGED, confirmed=False), parent)
        self._said: JobHandle | None = None
        self._refused: tuple[Refusal, ...] = ()

    @property
    def narrowed(self) -> bool:
        return _unasked(self.query).filtered

    def clear_filters(self) -> None:
        kept = self.query
        bare = WorkQuery(Section.JUDGED, confirmed=kept.confirmed, sort=kept.sort, descending=kept.descending)
        self.ask(replace(bare, verdict=kept.verdict, reason=kept.reason, sensitive=kept.sensitive))

    def _count_now(self) -> None:
        """What the steer says counted anew, and what can be filtered by."""
        if self._said is not None:
            self._said.cancel()
        store, query = self._store.worklist, WorkQuery(Section.JUDGED)
        self._said = self._runner.submit(
            SAID_LANE,
            lambda _report, _check: (store.said(query), store.choices()),
            on_done=self._on_said,
            on_failed=self._on_failed,
        )

    def keep_up(self) -> None:
        """Judge the sheets that wait for it, and bring the kept list in step; one such job at a time."""
        if self._upkeep is not None:
            return
        store = self._store

        def job(report: Report, check: Check) -> tuple[int, tuple[Refusal, ...]]:
            judged = store.judgements.refresh(report, check)
            store.worklist.catch_up(check)
            return judged, store.policies.all().refused

        self._upkeep = self._runner.submit(
            UPKEEP_LANE,
            job,
            on_done=self._on_judged,
            on_failed=self._on_upkeep_failed,
            on_cancelled=lambda: self._on_kept_up(False),
            text="Judging the sheets",
        )

    def _on_judged(self, answer: tuple[int, tuple[Refusal, ...]]) -> None:
        judged, refused = answer
        self._on_kept_up(True)
        if judged:
            self.refresh()
        if refused and refused != self._refused:
            self.policies_refused.emit(refused)
        self._refused = refused

    def _on_upkeep_failed(self, error: SteercheckError) -> None:
        self._on_kept_up(False)
        self._on_failed(error)

    def _on_said(self, answer: tuple[dict[Said, int], object]) -> None:
        said, choices = answer
        self.said.emit(said)
        self.choices_came.emit(choices)


class Sheets(QObject):
    """Looking at sheets, leaving some out, confirming a page of them, withdrawing a confirmation.

    Signals: `looked(Looked)`; `left_out_changed()`; `confirming_changed(bool)`; `confirmed(Confirmed)`;
    `withdrawn(sheet_id)`; `failed(why)`.
    """

    looked = Signal(object)
    left_out_changed = Signal()
    confirming_changed = Signal(bool)
    confirmed = Signal(object)
    withdrawn = Signal(str)
    failed = Signal(str)

    def __init__(
        self, store: Store, runner: Runner, person: Callable[[], Person], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._request = 0
        self._looking: JobHandle | None = None
        self.list = SheetList(store, runner, self)
        self.left_out: dict[str, None] = {}
        self.confirming = False

    @property
    def person(self) -> Person:
        """Who is working."""
        return self._person()

    def look(self, sheet_id: str) -> None:
        """Work a sheet out for the eye; a late answer about another sheet is dropped."""
        self._request += 1
        request = self._request
        if self._looking is not None:
            self._looking.cancel()

        def done(found: Looked) -> None:
            if request == self._request:
                self.looked.emit(found)

        self._looking = self._runner.submit(
            LOOK_LANE, lambda _report, _check: self._read(sheet_id), on_done=done, on_failed=self._on_failed
        )

    def is_left_out(self, sheet_id: str) -> bool:
        """Whether a sheet is left out of the next confirmation."""
        return sheet_id in self.left_out

    def toggle(self, sheet_id: str) -> None:
        """Leave a sheet out of the next confirmation, or take it in again."""
        if sheet_id in self.left_out:
            del self.left_out[sheet_id]
        else:
            self.left_out[sheet_id] = None
        self.left_out_changed.emit()

    def why_not(self, item: WorkItem) -> str:
        """Why a sheet is not confirmed with its page; empty: it is."""
        if item.sheet_id in self.left_out:
            return "left out"
        if item.blind:
            return "to be checked blind"
        if item.verdict is None:
            return "not judged yet"
        if item.begun:
            return "confirmed"
        return "your own" if item.caseworker_id == self.person.staff_id else ""

    def of_page(self, items: Sequence[WorkItem]) -> dict[str, str]:
        """What would be confirmed of these: sheet_id -> the verdict that is shown."""
        return {str(item.sheet_id): str(item.verdict) for item in items if not self.why_not(item)}

    def confirm(self, items: Sequence[WorkItem]) -> None:
        """Confirm what the steer says of these sheets, but for those left out, in the working person's name."""
        seen, person = self.of_page(items), self.person
        if self.confirming or not seen:
            return
        self._set_confirming(True)
        self._runner.submit(
            LANE,
            lambda _report, _check: self._store.judgements.confirm(seen, person),
            on_done=self._on_confirmed,
            on_failed=self._on_confirm_failed,
            text="Confirming sheets",
        )

    def withdraw(self, sheet_id: str, reason: str) -> None:
        """Withdraw the confirmation of a sheet."""
        person = self.person
        self._runner.submit(
            LANE,
            lambda _report, _check: self._store.judgements.withdraw(sheet_id, person, reason),
            on_done=lambda _none: self.withdrawn.emit(sheet_id),
            on_failed=self._on_failed,
        )

    def _read(self, sheet_id: str) -> Looked:
        sheet = self._store.judgements.sheet(sheet_id)
        if self._store.waiting.blind_for(None, sheet_id, self.person.staff_id) is not None:
            return Looked(sheet, None, (), blind=True)
        words = tuple(self._store.judgements.words(sheet_id))
        figures = figures_of(sheet)
        policy = self._store.policies.all().of(sheet.scheme, sheet.decision_date)
        try:
            return Looked(sheet, ladder(figures, policy, judge(figures, policy)), words)
        except ValueError as exc:
            return Looked(sheet, None, words, f"It cannot be judged: {exc}.")

    def _set_confirming(self, confirming: bool) -> None:
        self.confirming = confirming
        self.confirming_changed.emit(confirming)

    def _on_confirmed(self, done: Confirmed) -> None:
        self._set_confirming(False)
        self.confirmed.emit(done)

    def _on_confirm_failed(self, error: SteercheckError) -> None:
        self._set_confirming(False)
        self._on_failed(error)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)


def _unasked(query: WorkQuery) -> WorkQuery:
    """The question without what the rail and the choice of confirmed sheets ask for."""
    return replace(query, confirmed=None, verdict=None, reason=None, sensitive=None)

"""The import as it is put together, tried and done: what will be taken, how far it is, what came of it.

Between the import page and the intake job. What was dropped on the window is looked at in the background, because a
folder on a share may answer slowly.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.read_workbook import open_workbook
from desktop.jobs.record_import import recorded
from desktop.jobs.runner import JobHandle, Runner
from desktop.jobs.take_in import take_in_job
from desktop.state.import_history import ImportHistory
from desktop.state.time_left import TimeLeft
from models.errors import SteercheckError
from models.import_run import RunState
from models.intake.account import ImportAccount
from models.intake.profile import Profile
from models.intake.recognise import Look, Recognised, look_at, recognise
from models.intake.request import ImportReport, ImportRequest
from models.store import Store

LANE = "intake"
LOOKING = "intake-looking"
PARTS = ("recordings", "index", "sheets", "tasks", "views", "staff", "transcripts", "collections")
LISTS = ("index", "sheets", "tasks", "views", "staff", "collections")
Answer = TypeVar("Answer")


class Intake(QObject):
    """One import at a time.

    Signals: `request_changed(ImportRequest)`; `not_recognised(list[Refusal])` for dropped things nobody knows;
    `foreign_found(list[ForeignList])` for dropped lists whose columns can be mapped; `looked(part, Look)` once a chosen
    list was looked at; `running_changed(bool)`; `progressed(fraction, words)`; `stopping()` once a stop was asked for;
    `told(ImportAccount)` however it ended, then one of `done(ImportReport)`, `failed(why)`, `cancelled()`.
    """

    request_changed = Signal(object)
    not_recognised = Signal(list)
    foreign_found = Signal(list)
    looked = Signal(str, object)
    running_changed = Signal(bool)
    progressed = Signal(float, str)
    stopping = Signal()
    told = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self, store: Store, runner: Runner, person: Callable[[], str | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._handle: JobHandle | None = None
        self._accounts: list[ImportAccount] = []
        self._seen: dict[str, tuple[Path, Profile | None]] = {}
        self.history = ImportHistory(store, runner, self)
        self.left = TimeLeft()
        self.request = ImportRequest()
        self.report: ImportReport | None = None
        self.account: ImportAccount | None = None

    @property
    def running(self) -> bool:
        return self._handle is not None

    @property
    def job_id(self) -> int | None:
        return None if self._handle is None else self._handle.id

    def choose(self, part: str, path: Path | None) -> None:
        """Set (or take back) one part of the request; a list is looked at anew, also the same one."""
        self._seen.pop(part, None)
        self._set(replace(self.request, **{part: path}))  # type: ignore[arg-type]

    def read_by(self, profile: Profile | None) -> None:
        """Read everything by this profile from now on; None: as our own."""
        self._set(replace(self.request, profile=profile))

    def clear(self) -> None:
        """Choose nothing; the profile stays."""
        self._set(ImportRequest(profile=self.request.profile))

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Find out what was dropped and add it to the request; what stood there of another kind stays."""
        profile = self.request.profile
        self._runner.submit(
            LOOKING,
            lambda _report, check: recognise(paths, profile, partial(open_workbook, check=check)),
            on_done=self._on_recognised,
            on_failed=lambda error: self.failed.emit(error.message),
            text="Looking at what was dropped",
        )

    def start(self, *, dry_run: bool) -> None:
        """Import (or only try) what is chosen; nothing happens while another import runs or nothing is chosen."""
        if self.running or self.request.is_empty:
            return
        request, person = replace(self.request, dry_run=dry_run), self._person()
        job = take_in_job(self._store, request)
        self._accounts.clear()
        self.left.begin()
        self._handle = self._runner.submit(
            LANE,
            recorded(self._store, request, person, job, self._accounts.append),
            on_done=self._ended(self._on_done),
            on_failed=self._ended(self._on_failed),
            on_cancelled=lambda: self._on_cancelled(request, person),
            on_progress=self._on_progress,
            text="Trying the import" if dry_run else "Importing",
        )
        self.running_changed.emit(True)

    def cancel(self) -> None:
        """Stop; what was finished before is kept."""
        if self._handle is not None:
            self._handle.cancel()
            self.stopping.emit()

    def _set(self, request: ImportRequest) -> None:
        self.request = request
        self.request_changed.emit(request)
        for part in LISTS:
            self._look(part)

    def _look_again(self) -> None:
        """After an import a file may have been mended, or be gone."""
        self._seen.clear()
        for part in LISTS:
            self._look(part)

    def _look(self, part: str) -> None:
        """Look in the background whether a list can be read as it is; only what was chosen anew, or for another
        profile."""
        path, profile = getattr(self.request, part), self.request.profile
        if path is None:
            self._seen.pop(part, None)
            return
        if self._seen.get(part) == (path, profile):
            return
        self._seen[part] = (path, profile)

        def done(look: Look) -> None:
            if self._seen.get(part) == (path, profile):
                self.looked.emit(part, look)

        self._runner.submit(
            LOOKING,
            lambda _report, check: look_at(path, part, profile, partial(open_workbook, check=check)),
            on_done=done,
            on_failed=self._on_failed,
        )

    def _ended(self, tell: Callable[[Answer], None]) -> Callable[[Answer], None]:
        """The one ending: no longer running, what it was, then how it ended."""

        def ended(answer: Answer) -> None:
            self._handle = None
            self.account = self._accounts.pop() if self._accounts else None
            self.running_changed.emit(False)
            self._look_again()
            if self.account is not None:
                self.told.emit(self.account)
            tell(answer)

        return ended

    def _on_cancelled(self, request: ImportRequest, person: str | None) -> None:
        """A stop may come before the job began; then nothing has told of it yet."""
        if not self._accounts:
            now = self._store.clock.now()
            nothing = ImportReport(dry_run=request.dry_run)
            self._accounts.append(
                ImportAccount.of(request, nothing, now, now, person=person, state=RunState.CANCELLED, why="")
            )
        self._ended(lambda _none: self.cancelled.emit())(None)

    def _on_progress(self, fraction: float, words: str) -> None:
        self.left.tell(fraction)
        self.progressed.emit(fraction, words)

    def _on_done(self, report: ImportReport) -> None:
        self.report = report
        self.done.emit(report)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

    def _on_recognised(self, found: Recognised) -> None:
        chosen = {part: getattr(found.request, part) for part in PARTS if getattr(found.request, part) is not None}
        if chosen:
            self._set(replace(self.request, **chosen))
        if found.refused:
            self.not_recognised.emit(found.refused)
        if found.foreign:
            self.foreign_found.emit(found.foreign)

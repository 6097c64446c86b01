"""The import as it is put together, tried and done: what will be taken, how far it is, what came of it.

Between the import page and the intake job. What was dropped on the window is looked at in the background, because a
folder on a share may answer slowly.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import JobHandle, Runner
from desktop.jobs.take_in import take_in_job
from models.errors import Refusal
from models.intake.request import ImportReport, ImportRequest
from models.store import Store

LANE = "intake"
PARTS = ("recordings", "index", "sheets", "tasks", "views", "staff", "transcripts")
Answer = TypeVar("Answer")


class Intake(QObject):
    """One import at a time.

    Signals: `request_changed(ImportRequest)`; `not_recognised(list[Refusal])` for dropped things nobody knows;
    `running_changed(bool)`; `progressed(fraction, words)`; `done(ImportReport)`; `failed(why)`; `cancelled()`.
    """

    request_changed = Signal(object)
    not_recognised = Signal(list)
    running_changed = Signal(bool)
    progressed = Signal(float, str)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._handle: JobHandle | None = None
        self.request = ImportRequest()
        self.report: ImportReport | None = None

    @property
    def running(self) -> bool:
        return self._handle is not None

    @property
    def job_id(self) -> int | None:
        return None if self._handle is None else self._handle.id

    def choose(self, part: str, path: Path | None) -> None:
        """Set (or take back) one part of the request."""
        self._set(replace(self.request, **{part: path}))  # type: ignore[arg-type]

    def clear(self) -> None:
        self._set(ImportRequest())

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Find out what was dropped and add it to the request; what stood there of another kind stays."""
        from models.intake.recognise import recognise

        self._runner.submit(
            LANE,
            lambda _report, _check: recognise(paths),
            on_done=self._on_recognised,
            on_failed=lambda error: self.failed.emit(error.message),
            text="Looking at what was dropped",
        )

    def start(self, *, dry_run: bool) -> None:
        """Import (or only try) what is chosen; nothing happens while another import runs or nothing is chosen."""
        if self.running or self.request.is_empty:
            return
        request = replace(self.request, dry_run=dry_run)
        self._handle = self._runner.submit(
            LANE,
            take_in_job(self._store, request),
            on_done=self._ended(self._on_done),
            on_failed=self._ended(lambda error: self.failed.emit(error.message)),
            on_cancelled=lambda: self._ended(lambda _none: self.cancelled.emit())(None),
            on_progress=self.progressed.emit,
            text="Trying the import" if dry_run else "Importing",
        )
        self.running_changed.emit(True)

    def cancel(self) -> None:
        """Stop; what was finished before is kept."""
        if self._handle is not None:
            self._handle.cancel()

    def _set(self, request: ImportRequest) -> None:
        self.request = request
        self.request_changed.emit(request)

    def _ended(self, tell: Callable[[Answer], None]) -> Callable[[Answer], None]:
        """The one ending: no longer running, then what it was."""

        def ended(answer: Answer) -> None:
            self._handle = None
            self.running_changed.emit(False)
            tell(answer)

        return ended

    def _on_done(self, report: ImportReport) -> None:
        self.report = report
        self.done.emit(report)

    def _on_recognised(self, found: tuple[ImportRequest, list[Refusal]]) -> None:
        request, unknown = found
        chosen = {part: getattr(request, part) for part in PARTS if getattr(request, part) is not None}
        if chosen:
            self._set(replace(self.request, **chosen))
        if unknown:
            self.not_recognised.emit(unknown)

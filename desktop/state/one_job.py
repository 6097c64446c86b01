"""One piece of background work at a time, with exactly one ending: what writing documents and exporting share.

Between a page, which asks and shows, and the runner's lane, in which a plain function works.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from models.errors import SteercheckError


class OneJob(QObject):
    """Signals: `running_changed(bool)`; `progressed(fraction, words)`; then exactly one of `done(outcome)`,
    `failed(why)` and `cancelled()`. What is asked for while one runs is passed over."""

    running_changed = Signal(bool)
    progressed = Signal(float, str)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, runner: Runner, lane: str, text: str, parent: QObject | None = None) -> None:
        """`text` names the work at the foot of the window."""
        super().__init__(parent)
        self._runner = runner
        self._lane = lane
        self._text = text
        self._handle: JobHandle | None = None

    @property
    def running(self) -> bool:
        return self._handle is not None

    @property
    def job_id(self) -> int | None:
        return None if self._handle is None else self._handle.id

    def cancel(self) -> None:
        """Stop at the next place where nothing half-written is left; what is written stays."""
        if self._handle is not None:
            self._handle.cancel()

    def _start(self, job: Callable[[Report, Check], Any]) -> None:
        if self.running:
            return
        self._handle = self._runner.submit(
            self._lane,
            job,
            on_done=self._on_done,
            on_failed=self._on_failed,
            on_cancelled=self._on_cancelled,
            on_progress=self.progressed.emit,
            text=self._text,
        )
        self.running_changed.emit(True)

    def _end(self) -> None:
        self._handle = None
        self.running_changed.emit(False)

    def _on_done(self, outcome: object) -> None:
        self._end()
        self.done.emit(outcome)

    def _on_failed(self, error: SteercheckError) -> None:
        self._end()
        self.failed.emit(error.message)

    def _on_cancelled(self) -> None:
        self._end()
        self.cancelled.emit()

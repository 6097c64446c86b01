"""Pointing to a recording that was moved, changed or removed: a file the person chose, or a folder to look through.

Belongs to the open call, which opens the sound again once the recording points to its file. Nothing is taken whose
SHA-256 is not the recording's.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs.find_recording import Leg, point_to
from desktop.jobs.runner import JobHandle, Runner
from models.recording import Recording
from models.store import Store

LANE = "relocation"
"""A lane of its own: looking through a share may take minutes, and everything else goes on."""


class Relocation(QObject):
    """At most one search at a time; a new one stops the one before.

    Signals: `searching(words)` as it goes on; `pointed(recording)` with the record as it stands now; `not_it(why)` when
    nothing there is the recording; `stopped()` when the person gave up.
    """

    searching = Signal(str)
    pointed = Signal(object)
    not_it = Signal(str)
    stopped = Signal()

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._job: JobHandle | None = None
        self._request = 0

    @property
    def is_searching(self) -> bool:
        return self._job is not None

    def point_to(self, recording: Recording, leg: Leg, place: Path) -> None:
        """Take `place`, a file or a folder, as where this leg of the recording lies."""
        self.forget()
        request = self._request
        self._job = self._runner.submit(
            LANE,
            point_to(self._store, recording, leg, place),
            on_done=lambda found: self._end(request, lambda: self.pointed.emit(found)),
            on_failed=lambda fault: self._end(request, lambda: self.not_it.emit(fault.message)),
            on_cancelled=lambda: self._end(request, self.stopped.emit),
            on_progress=lambda _fraction, words: self._tell(request, words),
            text=f"Looking for {leg.path.name}",
        )

    def cancel(self) -> None:
        """Give the search up."""
        if self._job is not None:
            self._job.cancel()

    def forget(self) -> None:
        """Give the search up, and say nothing of it: another call is opened."""
        self._request += 1
        self.cancel()
        self._job = None

    def _tell(self, request: int, words: str) -> None:
        if request == self._request:
            self.searching.emit(words)

    def _end(self, request: int, tell: Callable[[], None]) -> None:
        if request == self._request:
            self._job = None
            tell()

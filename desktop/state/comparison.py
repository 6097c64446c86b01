"""What was said on the open call beside its sheet and lists, worked out in the store's lane and kept up to date.

Between the draft (whose sheet is compared), the transcript as it is being corrected, and the panel "Said". Corrections
come word by word: the comparison is made again once they pause. Late answers are dropped by their request number.
"""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.runner import Runner
from models.errors import SteercheckError
from models.reconcile import Comparison
from models.store import Store
from models.store.calls import CallFile
from models.transcript import SegmentText

PAUSE_MS = 250
"""After the last correction the comparison waits so long for a further one."""


class Sight(StrEnum):
    """What there is to see."""

    NOTHING = "nothing"
    """Nothing is open."""
    NO_CALL = "no call"
    NO_TRANSCRIPT = "no transcript"
    WORKING = "working"
    FAILED = "failed"
    COMPARED = "compared"


class CallComparison(QObject):
    """The comparison of the open call.

    `rows` are there while `sight` is COMPARED, and stay while they are renewed; `has_sheet` and `has_task` say what
    they were held against; `fault` why there are none. Signal `changed()`: any of it is another.
    """

    changed = Signal()

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._request = 0
        self._file: CallFile | None = None
        self._read: Callable[[], tuple[SegmentText, ...] | None] = lambda: None
        self.sight = Sight.NOTHING
        self.rows: tuple[Comparison, ...] = ()
        self.fault = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._compare)

    def read_from(self, segments: Callable[[], tuple[SegmentText, ...] | None]) -> None:
        """Where the transcript is asked for as it reads now; None: there is none."""
        self._read = segments

    @property
    def has_sheet(self) -> bool:
        return self._file is not None and self._file.sheet is not None

    @property
    def has_task(self) -> bool:
        return self._file is not None and bool(self._file.tasks)

    @property
    def recording_id(self) -> str | None:
        return None if self._file is None else self._file.recording_id

    def show_file(self, file: CallFile | None) -> None:
        """Compare this call with these records; None: nothing is open."""
        other = file is None or self._file is None or file.recording_id != self._file.recording_id
        self._file = file
        if other:
            self.rows = ()
        self._compare()

    def renew(self) -> None:
        """The transcript reads otherwise: compare again once that pauses."""
        if self._file is not None:
            self._request += 1
            self._pause.start()

    def forget(self) -> None:
        """Nothing is open."""
        self.show_file(None)

    def _compare(self) -> None:
        self._pause.stop()
        self._request += 1
        file, request = self._file, self._request
        if file is None:
            self._see(Sight.NOTHING)
        elif file.recording is None:
            self._see(Sight.NO_CALL)
        else:
            segments = self._read()
            if segments is None:
                self._see(Sight.NO_TRANSCRIPT)
                return
            self._see(Sight.COMPARED if self.rows else Sight.WORKING)
            self._runner.submit(
                "store",
                lambda _report, _check: self._store.comparison.compare(file, segments),
                on_done=lambda rows: self._on_compared(request, rows),
                on_failed=lambda fault: self._on_failed(request, fault),
            )

    def _on_compared(self, request: int, rows: tuple[Comparison, ...]) -> None:
        if request == self._request:
            self._see(Sight.COMPARED, rows)

    def _on_failed(self, request: int, fault: SteercheckError) -> None:
        if request == self._request:
            self.fault = fault.message
            self._see(Sight.FAILED)

    def _see(self, sight: Sight, rows: tuple[Comparison, ...] | None = None) -> None:
        before = (self.sight, self.rows)
        self.sight = sight
        if rows is not None:
            self.rows = rows
        elif sight is not Sight.COMPARED:
            self.rows = ()
        if before != (self.sight, self.rows) or sight is not Sight.COMPARED:
            self.changed.emit()

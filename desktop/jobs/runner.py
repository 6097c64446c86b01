"""Background work for the window: lanes, progress, cancel, exactly one ending. The only Qt file among the jobs.

A lane is one thread that does its jobs one after another; different lanes run side by side. A job is a plain function
`job(report, check)`: it tells its progress by `report(fraction, text)` and lets itself be stopped wherever it calls
`check()`. Whatever becomes of it is told on the GUI thread, once: done, failed or cancelled.
"""

import itertools
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from models.errors import Cancelled, Defect, SteercheckError

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Report = Callable[[float, str], None]
Check = Callable[[], None]
Job = Callable[[Report, Check], Result]


@dataclass(eq=False)
class JobHandle:
    """A job that was handed in: `cancel()` asks it to stop, `ended` says whether its ending was told."""

    id: int
    text: str
    ended: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def cancelling(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Asks the job to stop; its ending still comes (as done, if it was already past its last check)."""
        self._stop.set()

    def check(self) -> None:
        """Raises Cancelled once `cancel` was called."""
        if self._stop.is_set():
            raise Cancelled


@dataclass(eq=False)
class _Work:
    handle: JobHandle
    job: Job[Any]
    on_done: Callable[[Any], None] | None
    on_failed: Callable[[SteercheckError], None] | None
    on_progress: Callable[[float, str], None] | None
    on_cancelled: Callable[[], None] | None
    progress: tuple[float, str] | None = None


class Runner(QObject):
    """Runs jobs in lanes.

    Signals: `job_started(id, text)`, `job_progressed(id, fraction, text)` (fraction 0..1), `job_ended(id)`.
    """

    job_started = Signal(int, str)
    job_progressed = Signal(int, float, str)
    job_ended = Signal(int)
    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids = itertools.count(1)
        self._lanes: dict[str, tuple[queue.SimpleQueue[_Work | None], threading.Thread]] = {}
        self._open: dict[int, _Work] = {}
        self._news: deque[Callable[[], None]] = deque()
        self._closed = False
        self._posted.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        lane: str,
        job: Job[Result],
        *,
        on_done: Callable[[Result], None] | None = None,
        on_failed: Callable[[SteercheckError], None] | None = None,
        on_progress: Callable[[float, str], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        text: str = "",
    ) -> JobHandle:
        """Puts a job at the end of a lane. `text` names it for the status bar.

        Once closed, a job is cancelled as it comes: the endings told while closing may well ask for more work.
        """
        handle = JobHandle(next(self._ids), text)
        work = _Work(handle, job, on_done, on_failed, on_progress, on_cancelled)
        self._open[handle.id] = work
        if self._closed:
            handle.cancel()
            self._post(partial(self._end, work, on_cancelled))
            return handle
        if lane not in self._lanes:
            waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
            thread = threading.Thread(target=self._serve, args=(waiting,), name=f"lane-{lane}", daemon=True)
            self._lanes[lane] = (waiting, thread)
            thread.start()
        self._lanes[lane][0].put(work)
        return handle

    @property
    def busy(self) -> bool:
        """Whether any job has not had its ending yet."""
        return bool(self._open)

    def close(self) -> None:
        """Cancels everything, waits for every lane, and tells the endings that are left. May be called twice."""
        self._closed = True
        for work in self._open.values():
            work.handle.cancel()
        for waiting, _ in self._lanes.values():
            waiting.put(None)
        for _, thread in self._lanes.values():
            thread.join()
        self._lanes.clear()
        self._tell()

    def _serve(self, waiting: "queue.SimpleQueue[_Work | None]") -> None:
        while (work := waiting.get()) is not None:
            self._run(work)

    def _run(self, work: _Work) -> None:
        """In the lane's thread: the job, and its one ending."""
        handle = work.handle
        try:
            handle.check()
            self._post(partial(self.job_started.emit, handle.id, handle.text))
            result = work.job(partial(self._report, work), handle.check)
        except Cancelled:
            ending = work.on_cancelled
        except SteercheckError as exc:
            if isinstance(exc, Defect):
                log.error("job %d failed", handle.id, exc_info=True)
            ending = partial(work.on_failed, exc) if work.on_failed else None
        except Exception as exc:
            log.error("job %d failed", handle.id, exc_info=True)
            defect = Defect(f"Something in Steercheck went wrong ({type(exc).__name__}). The log has the details.")
            defect.__cause__ = exc
            ending = partial(work.on_failed, defect) if work.on_failed else None
        else:
            ending = partial(work.on_done, result) if work.on_done else None
        self._post(partial(self._end, work, ending))

    def _report(self, work: _Work, fraction: float, text: str) -> None:
        """Only the latest progress is told: a job may report far more often than a screen can show."""
        waiting, work.progress = work.progress, (fraction, text)
        if waiting is None:
            self._post(partial(self._tell_progress, work))

    def _post(self, news: Callable[[], None]) -> None:
        self._news.append(news)
        self._posted.emit()

    def _tell(self) -> None:
        """On the GUI thread: everything that was posted, in order."""
        while self._news:
            self._news.popleft()()

    def _tell_progress(self, work: _Work) -> None:
        progress, work.progress = work.progress, None
        if progress is None:
            return
        self.job_progressed.emit(work.handle.id, *progress)
        if work.on_progress:
            work.on_progress(*progress)

    def _end(self, work: _Work, ending: Callable[[], None] | None) -> None:
        del self._open[work.handle.id]
        work.handle.ended = True
        self.job_ended.emit(work.handle.id)
        if ending is not None:
            ending()

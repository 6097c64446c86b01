"""The queue of calls to be transcribed, as the window has it: worked off in a lane of its own, ordered, paused, told.

Between those who ask for transcripts (worklist, review page), the queue in the database, and the run that works it off
(jobs/speech/queue_run). What is wished goes to the database first and is read back; the run finds it there. One lane,
one child with the model loaded, kept for some minutes after the last call.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.jobs.speech.queue_run import Begun, Ended, Held, News, QueueRun, Transcribes, Worked
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.transcribe import ChunkDone
from desktop.state.pace import Pace
from desktop.state.queue_rows import OPEN, Place, QueueRows, in_front, moved, read_queue
from models.errors import Defect, SteercheckError
from models.store import Store
from models.store.transcriptions import Wanted
from models.store.worklist import WorkQuery
from models.transcript_settings import ChannelNotes
from models.transcription import Standing, TranscriptionState

LANE = "speech"
QUEUE_LANE = "speech queue"
IDLE_MS = 5 * 60_000
"""So long the model stays loaded after the last call."""
LOOK_MS = 3_000
"""While another window works on the queue, it is looked at so often."""
AT_ONCE = 500
"""Lines of the worklist that are read together when many are asked for."""

Answer = TypeVar("Answer")
Ranges = Sequence[tuple[int, int]]
"""First and last line, both included."""


def _nothing(_answer: object) -> None:
    pass


@dataclass(frozen=True)
class Working:
    """The call that is worked on: its share (0 to 1) and what is done just now."""

    row: str
    recording_id: str
    share: float = 0.0
    phase: str = ""


class Transcribing(QObject):
    """The queue.

    Signals: `changed()` when rows or their states are others; `progressed()` when the call worked on is further;
    `chunk_done(ChunkDone)`; `finished(recording_id)` with a whole transcript; `wanted(Wanted)` when calls were asked
    for; `refused(why)` when the queue could not be read or changed; `stopped(why)` when it cannot go on by itself.
    """

    changed = Signal()
    progressed = Signal()
    chunk_done = Signal(object)
    finished = Signal(str)
    wanted = Signal(object)
    refused = Signal(str)
    stopped = Signal(str)

    def __init__(
        self,
        store: Store,
        runner: Runner,
        person: Callable[[], str],
        transcriber: Transcribes,
        recipe: Callable[[str, Check], Recipe],
        parent: QObject | None = None,
    ) -> None:
        """`recipe` is asked in the lane, with a recording's SHA-256; it raises InputRefused where there is no model."""
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._news: deque[News] = deque()
        self._run = QueueRun(store, transcriber, recipe, self._news.append)
        self._handle: JobHandle | None = None
        self._reading = False
        self._read_again = False
        self._begun = False
        self._first_look = True
        self._stopped = ""
        self._ended = 0
        self.rows = QueueRows()
        self.now: Working | None = None
        self.why_held: dict[str, str] = {}
        self.pausing: frozenset[str] = frozenset()
        self.pace = Pace()
        self._by_recording: dict[str, Standing] = {}
        self._idle = self._timer(IDLE_MS, self._let_model_go)
        self._look = self._timer(LOOK_MS, self._look_again)

    # what is known

    @property
    def job_id(self) -> int | None:
        """The job that runs, by which the line at the foot knows it."""
        return None if self._handle is None else self._handle.id

    @property
    def running(self) -> bool:
        return self._handle is not None

    @property
    def obstacle(self) -> str:
        """Why nothing goes on although calls wait; empty when there is no reason to worry."""
        if self._stopped:
            return self._stopped
        waiting = self.rows.in_state(*OPEN)
        held = [self.why_held[row.id] for row in waiting if row.id in self.why_held]
        return held[0] if held and self.now is None else ""

    def of(self, recording_id: str | None) -> Standing | None:
        """How the transcription of a call stands; None when none was asked for, or not yet read."""
        return self._by_recording.get(recording_id or "")

    def share_of(self, row: Standing) -> float:
        """How much of a call is done, 0 to 1."""
        return max(self.now.share, 0.0) if self.now is not None and self.now.row == row.id else row.share

    def notes_of(self, row: Standing) -> ChannelNotes | None:
        """What was found on the channels of a call that is done."""
        return self.rows.notes.get(row.transcript or "")

    def seconds_left(self, row: Standing | None = None) -> float | None:
        """For one call, or for the whole queue; None while it cannot be said."""
        if row is not None:
            return self.pace.seconds((1 - self.share_of(row)) * row.duration_ms)
        return self.pace.seconds() if self.now is not None else None

    def before(self, row: Standing) -> int:
        """How many calls come before this one."""
        return sum(one.state in OPEN and one.place < row.place for one in self.rows.rows)

    @property
    def counted(self) -> tuple[int, int]:
        """Which call this is of how many, since the run began: (3, 12)."""
        open_rows = sum(row.id not in self.why_held for row in self.rows.in_state(*OPEN))
        whole = self._ended + max(open_rows, 1)
        return min(self._ended + 1, whole), whole

    # what is wished

    def begin(self) -> None:
        """The window opens: go on where the queue stood."""
        self._begun = True
        self.refresh()

    def want(self, recording_ids: Sequence[str], *, anew: bool = False) -> None:
        """Put calls at the end of the queue; those that failed or were paused go on."""
        person = self._person()
        self._do(lambda: self._store.transcriptions.wanted(recording_ids, person, anew=anew), self.wanted.emit)

    def want_listed(self, query: WorkQuery, ranges: Ranges) -> None:
        """Put these lines of the worklist into the queue, whether they are in sight or not."""
        person, store = self._person(), self._store

        def ask() -> Wanted:
            found: list[str] = []
            for first, last in ranges:
                for at in range(first, last + 1, AT_ONCE):
                    items = store.worklist.page(query, at, min(AT_ONCE, last + 1 - at))
                    found.extend(item.recording_id for item in items if item.recording_id is not None)
            return store.transcriptions.wanted(found, person)

        self._do(ask, self.wanted.emit)

    def want_all(self) -> None:
        """Put every call without a transcript into the queue."""
        person, queue = self._person(), self._store.transcriptions
        self._do(lambda: queue.wanted(queue.without_transcript(), person), self.wanted.emit)

    def pause(self, rows: Collection[str]) -> None:
        """Let these wait; the one that is worked on stops after the stretch it is in."""
        now = self._run.bar(rows)
        if now is not None:
            self.pausing |= {now}
            self.changed.emit()
        self._leave([row for row in rows if row != now])

    def pause_all(self) -> None:
        self.pause([row.id for row in self.rows.in_state(*OPEN)])

    def stop(self) -> None:
        """Pause everything, at once: the stretch that is being heard is heard again later."""
        rows = [row.id for row in self.rows.in_state(*OPEN)]
        self._run.bar(rows, stop=True)
        self._leave(rows)

    def go_on(self, rows: Collection[str]) -> None:
        """Let these go on: paused, failed, or left by another program."""
        self._stopped = ""
        self._run.unbar(rows)
        self.pausing -= set(rows)
        self._run.release_held()
        self.why_held.clear()
        mine = None if self.now is None else self.now.row
        self._do(lambda: self._store.transcriptions.retry([row for row in rows if row != mine]))

    def go_on_all(self) -> None:
        """Everything that was paused, and whatever was held."""
        self.go_on([row.id for row in self.rows.in_state(TranscriptionState.PAUSED)] + list(self.pausing))

    def retry_failed(self) -> None:
        self.go_on([row.id for row in self.rows.in_state(TranscriptionState.FAILED)])

    def drop(self, rows: Collection[str]) -> None:
        """Take these off the queue, at once; what was heard of a call stays."""
        self._run.bar(rows, stop=True)

        def done(_count: object) -> None:
            self._run.unbar(rows)

        self._do(lambda: self._store.transcriptions.drop(rows), done)

    def move(self, rows: Collection[str], by: int) -> None:
        """One place up (-1) or down (1) among those that are not done."""
        self._move(rows, lambda standings: moved(standings, rows, by))

    def put_first(self, rows: Collection[str]) -> None:
        """Do these before all others."""
        self._move(rows, lambda standings: in_front(standings, rows))

    def models_changed(self) -> None:
        """Another model or engine is set: what was held is tried again."""
        self._run.release_held()
        self.why_held.clear()
        self._stopped = ""
        if self._begun:
            self.changed.emit()
            self._start()

    def let_go(self) -> None:
        """End the model's child. To be called once the runner is closed: the lane's thread owns it until then."""
        self._idle.stop()
        self._look.stop()
        self._run.close()

    # the lane

    def _start(self) -> None:
        """Work the queue off, unless that is under way."""
        if self._handle is not None or self._stopped:
            return
        self._idle.stop()
        self._ended = 0
        self.pace.begin(self.rows.speed)
        self._handle = self._runner.submit(
            LANE,
            self._run.run,
            on_done=lambda _none: self._on_run_ended(),
            on_failed=self._on_run_failed,
            on_cancelled=self._on_run_ended,
            on_progress=lambda _share, _phase: self._take_news(),
            text="Transcribing",
        )

    def _take_news(self) -> None:
        moved = False
        while self._news:
            news = self._news.popleft()
            match news:
                case Begun(standing):
                    self.now = Working(standing.id, standing.recording_id)
                    moved = True
                case Worked(standing, share, phase, done_ms, left_ms):
                    self.now = Working(standing.id, standing.recording_id, share, phase)
                    self.pace.tell(done_ms, left_ms)
                case ChunkDone():
                    self.chunk_done.emit(news)
                case Held(standing, why):
                    self.why_held[standing.id] = why
                    moved = True
                case Ended():
                    self._on_ended(news)
                    moved = True
        if moved:
            self.refresh()
        self.progressed.emit()

    def _on_ended(self, news: Ended) -> None:
        self.now = None
        if news.standing.id in self.pausing:
            self.pausing -= {news.standing.id}
            self._run.unbar([news.standing.id])
        if news.made is not None or news.why:
            self._ended += 1
        if news.made is not None:
            self.finished.emit(news.made.recording_id)

    def _on_run_ended(self) -> None:
        self._handle = None
        self._take_news()
        self.now = None
        self._idle.start()
        self.refresh()

    def _on_run_failed(self, error: SteercheckError) -> None:
        """A fault of ours ends one call, and the next one goes on; without the database nothing does."""
        if not isinstance(error, Defect):
            self._stopped = error.message
        self._on_run_ended()
        self.stopped.emit(error.message)

    def _let_model_go(self) -> None:
        if self._handle is None:
            self._runner.submit(LANE, lambda _report, _check: self._run.close())

    # the database

    def _leave(self, now: Sequence[str]) -> None:
        """Pause `now` in the database; afterwards they may be asked for again. The call that pauses after its stretch
        is left to the run."""
        self._do(lambda: self._store.transcriptions.pause(now), lambda _count: self._run.unbar(now))

    def _move(self, rows: Collection[str], where: Callable[[Sequence[Standing]], Place | None]) -> None:
        """Move these to `where`, as the queue stands then: a key pressed twice moves twice."""
        known = self.rows.notes

        def do() -> None:
            standings = read_queue(self._store, known).rows
            place = where(standings)
            if place is not None:
                chosen = [row.id for row in standings if row.id in rows]
                self._store.transcriptions.move(chosen, place.before)

        self._do(do)

    def _do(self, do: Callable[[], Answer], then: Callable[[Answer], object] = _nothing) -> None:
        """Change the queue, then read it."""
        known = self.rows.notes

        def job(_report: Report, _check: Check) -> tuple[Answer, QueueRows]:
            return do(), read_queue(self._store, known)

        def done(found: tuple[Answer, QueueRows]) -> None:
            then(found[0])
            self._take_rows(found[1])

        self._runner.submit(QUEUE_LANE, job, on_done=done, on_failed=self._on_not_read)

    def refresh(self) -> None:
        """Read the queue; what is asked for while that is under way is read once more."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        known = self.rows.notes

        def done(rows: QueueRows) -> None:
            self._reading = False
            self._take_rows(rows)
            if self._read_again:
                self._read_again = False
                self.refresh()

        def failed(error: SteercheckError) -> None:
            self._reading = self._read_again = False
            self._on_not_read(error)

        self._runner.submit(
            QUEUE_LANE, lambda _report, _check: read_queue(self._store, known), on_done=done, on_failed=failed
        )

    def _take_rows(self, rows: QueueRows) -> None:
        self.rows = rows
        self._by_recording = {row.recording_id: row for row in rows.rows}
        waiting = {row.id for row in rows.in_state(*OPEN)}
        self.why_held = {row: why for row, why in self.why_held.items() if row in waiting}
        elsewhere = [row for row in rows.in_state(TranscriptionState.RUNNING) if not self._is_mine(row)]
        if elsewhere:
            self._look.start()
        self.changed.emit()
        if any(row.id not in self.why_held for row in rows.in_state(TranscriptionState.WAITING)) or (
            elsewhere and self._first_look
        ):
            self._first_look = False
            self._start()

    def _is_mine(self, row: Standing) -> bool:
        return self.now is not None and self.now.row == row.id

    def _look_again(self) -> None:
        """Another program works on the queue, or did: what it left may be taken over."""
        self._first_look = True
        self.refresh()

    def _on_not_read(self, error: SteercheckError) -> None:
        self.refused.emit(error.message)

    def _timer(self, after_ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=after_ms)
        timer.timeout.connect(then)
        return timer

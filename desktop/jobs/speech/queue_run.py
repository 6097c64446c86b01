"""The queue of calls worked off in one thread: one call after another, each told of, until nothing is left to do.

queue (store.transcriptions) -> the next call -> its recipe -> the Transcriber, whose child keeps the model loaded
between calls. Between the window's state (state/transcribing), which hands `run` to its lane and may wish from its own
thread that calls be left alone, stopped or paused, and the Transcriber. A call that fails is told and the next one goes
on; a call that no model is set up for is held, and waits.
"""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol

from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.transcribe import SHARE_OF_PLANNING, SHARE_OF_READING, ChunkDone, Made
from models.errors import Cancelled, ChangedElsewhere, DatabaseUnusable, InputRefused, OutputRefused, SteercheckError
from models.store import Store
from models.transcription import Standing, TranscriptionState

Report = Callable[[float, str], None]
Check = Callable[[], None]

TO_DO = (TranscriptionState.WAITING, TranscriptionState.RUNNING)
HEARING_FROM = SHARE_OF_READING + SHARE_OF_PLANNING
"""From this share of a call on its stretches are heard; before, there is nothing to wait for when it is paused."""
WENT_WRONG = "Something in Steercheck went wrong with this call. The log has the details."


class Transcribes(Protocol):
    """What the queue needs of a Transcriber (jobs/speech/transcribe)."""

    def transcribe(
        self, standing: Standing, recipe: Recipe, report: Report, check: Check, told: Callable[[ChunkDone], None]
    ) -> Made: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Begun:
    """A call was taken up."""

    standing: Standing


@dataclass(frozen=True)
class Worked:
    """How far the call is (0 to 1), what is done just now, and how much sound the whole queue has behind it and before
    it, in milliseconds."""

    standing: Standing
    share: float
    phase: str
    done_ms: float
    left_ms: float


@dataclass(frozen=True)
class Ended:
    """A call is left: `made` is its whole transcript; else `why` says what went wrong, empty where nothing did."""

    standing: Standing
    made: Made | None = None
    why: str = ""


@dataclass(frozen=True)
class Held:
    """A call cannot be taken up as things are set; it waits."""

    standing: Standing
    why: str


News = Begun | Worked | ChunkDone | Ended | Held


@dataclass(eq=False)
class _Call:
    """The call that is worked on, and what is wished of it."""

    standing: Standing
    stop: threading.Event = field(default_factory=threading.Event)
    pause: threading.Event = field(default_factory=threading.Event)
    share: float = 0.0

    def check(self) -> None:
        """Raises Cancelled once it is to stop; a pause waits for the end of the stretch that is being heard."""
        if self.stop.is_set() or (self.pause.is_set() and self.share < HEARING_FROM):
            raise Cancelled


class QueueRun:
    """`run` and `close` belong to one thread; everything else may be called by any."""

    def __init__(
        self,
        store: Store,
        transcriber: Transcribes,
        recipe: Callable[[str, Check], Recipe],
        told: Callable[[News], None],
    ) -> None:
        """`recipe` is asked with a recording's SHA-256; `told` is called in the thread that runs."""
        self._store = store
        self._transcriber = transcriber
        self._recipe = recipe
        self._told = told
        self._barred: set[str] = set()
        self._held: set[str] = set()
        self._now: _Call | None = None
        self._done_ms = 0.0
        self._lock = threading.Lock()

    @property
    def held(self) -> frozenset[str]:
        """The rows that wait because no model or engine can be used for them."""
        with self._lock:
            return frozenset(self._held)

    def release_held(self) -> None:
        """Something was set up: what was held may be tried again."""
        with self._lock:
            self._held.clear()

    def bar(self, rows: Collection[str], *, stop: bool = False) -> str | None:
        """Take none of these up any more. One that is worked on goes on to the end of its stretch, or stops at once
        (`stop`); its row is given back."""
        with self._lock:
            self._barred |= set(rows)
            now = self._now
            if now is None or now.standing.id not in self._barred:
                return None
            (now.stop if stop else now.pause).set()
            return now.standing.id

    def unbar(self, rows: Collection[str]) -> None:
        """These may be taken up again; one that was to pause after its stretch goes on."""
        with self._lock:
            self._barred -= set(rows)
            if self._now is not None and self._now.standing.id in rows:
                self._now.pause.clear()

    def close(self) -> None:
        """Let the model's child go."""
        self._transcriber.close()

    def run(self, report: Report, check: Check) -> None:
        """The job. Raises what `check` raises, and DatabaseUnusable or OutputRefused when nothing can be stored."""
        self._done_ms = 0.0
        elsewhere: set[str] = set()
        while True:
            check()
            to_do = self._to_do(elsewhere)
            if not to_do:
                return
            if not self._one(to_do[0], sum(_left_ms(one) for one in to_do[1:]), report, check):
                elsewhere.add(to_do[0].id)

    def _to_do(self, elsewhere: Collection[str]) -> list[Standing]:
        """What waits, in order, but for what is barred, held or worked on by another program."""
        rows = self._store.transcriptions.queue(TO_DO)
        with self._lock:
            out = self._barred | self._held | set(elsewhere)
        return [row for row in rows if row.id not in out]

    def _one(self, standing: Standing, further_ms: float, report: Report, check: Check) -> bool:
        """Work on a call. False: another program does."""
        call = _Call(standing)
        with self._lock:
            if standing.id in self._barred:
                return True
            self._now = call

        def checked() -> None:
            check()
            call.check()

        def reported(share: float, phase: str) -> None:
            call.share = share
            done = self._done_ms + share * standing.duration_ms
            left = (1 - share) * standing.duration_ms + further_ms
            self._told(Worked(standing, share, phase, done, left))
            report(done / max(1.0, done + left), phase)

        def heard(chunk: ChunkDone) -> None:
            self._told(chunk)
            if call.pause.is_set():
                raise Cancelled

        settled = False
        try:
            self._told(Begun(standing))
            settled = self._transcribed(call, reported, checked, heard)
        except ChangedElsewhere:
            self._told(Ended(standing))
            return False
        except Cancelled:
            settled = True
            wished = call.stop.is_set() or call.pause.is_set()
            if wished:
                self._store.transcriptions.pause([standing.id])
            self._told(Ended(standing))
            if not wished:
                raise
        except (DatabaseUnusable, OutputRefused) as exc:
            settled = True
            self._told(Ended(standing, why=exc.message))
            raise
        except SteercheckError as exc:
            settled = True
            self._told(Ended(standing, why=exc.message))
        finally:
            with self._lock:
                self._now = None
            if not settled:  # a fault of ours, before anything was noted in the queue: it must not come up for ever
                self._hold(standing, WENT_WRONG)
        return True

    def _transcribed(self, call: _Call, report: Report, check: Check, told: Callable[[ChunkDone], None]) -> bool:
        """The recipe, then the transcript. A call without a recipe is held."""
        standing = call.standing
        recording = self._store.transcriptions.recording(standing.id)
        try:
            recipe = self._recipe(recording.sha256, check)
        except InputRefused as exc:
            self._hold(standing, exc.message)
            return True
        made = self._transcriber.transcribe(standing, recipe, report, check, told)
        self._done_ms += standing.duration_ms
        self._told(Ended(standing, made))
        return True

    def _hold(self, standing: Standing, why: str) -> None:
        with self._lock:
            self._held.add(standing.id)
        self._told(Held(standing, why))


def _left_ms(standing: Standing) -> float:
    return (1 - standing.share) * standing.duration_ms

"""A speech engine for tests of the window: every call holds one voice all the way, heard as numbered words at once.

Everything around it is real: the Transcriber, the plan, the queue, the database. `Hearing` lets a test hold the engine
back, break it, or look at what it was asked.
"""

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from desktop.jobs.samples import Samples
from desktop.jobs.speech.engine import RATE_HZ, Decoding, Sound, Token
from desktop.jobs.speech.listener import LoadedModel
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.transcribe import Transcriber
from desktop.jobs.speech.voice_activity import WINDOW
from models.errors import SpeechFailed
from models.recording import Recording
from models.store import Store

SECONDS = 2
PIECE_S = 0.5
"""Each call is so long, and its voice comes in pieces of this length, every other one silent."""


class Hearing:
    """What the engine does. `gate` set: it hears; `hold`: a stretch for each of the `permits`; `broken` holds recording
    ids whose child is killed."""

    def __init__(self, channels: int = 1, seconds: int = SECONDS) -> None:
        self.channels = channels
        self.seconds = seconds
        self.gate = threading.Event()
        self.gate.set()
        self.permits = threading.Semaphore(0)
        self.held = False
        self.waits = threading.Event()
        self.broken: set[str] = set()
        self.loaded: list[LoadedModel] = []
        self.closed = 0
        self.heard: Counter[str] = Counter()
        self.now = ""

    def hold(self) -> None:
        """From now on each stretch waits for a permit."""
        self.held = True

    def let_go(self) -> None:
        """No stretch waits any more."""
        self.held = False

    def transcriber(self, store: Store) -> Transcriber:
        """The real one, on this engine."""

        def listen(model: LoadedModel) -> "FakeListener":
            self.loaded.append(model)
            return FakeListener(self)

        def read(recording: Recording, report: Callable[[float], None], _check: Callable[[], None]) -> Samples:
            self.now = recording.recording_id
            report(1.0)
            noise = np.random.default_rng(7).integers(-9000, 9000, (self.channels, self.seconds * RATE_HZ))
            samples = Samples(RATE_HZ, self.channels)
            samples.append(noise.astype(np.int16))
            samples.finish()
            return samples

        return Transcriber(store, listen=listen, read=read)

    def recipe(self, _sha256: str, _check: Callable[[], None]) -> Recipe:
        return Recipe("pywhispercpp", Path("fake-en.bin"), "0" * 64, join_ms=0)


class FakeListener:
    """What the Transcriber needs of a listener."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing

    def voice(self, frames: int, read: Callable[[int, int], Sound], check: Callable[[], None]) -> np.ndarray:
        check()
        read(0, min(frames, WINDOW))
        windows = np.arange(-(-frames // WINDOW))
        piece = round(PIECE_S * RATE_HZ / WINDOW)
        return np.where(windows // piece % 2 == 0, 0.9, 0.0).astype(np.float32)

    def hear(self, sound: Sound, how: Decoding, check: Callable[[], None]) -> list[Token]:
        hearing = self._hearing
        check()
        if hearing.now in hearing.broken:
            raise SpeechFailed("the speech process was stopped: ended by signal 9")
        hearing.waits.set()
        while not hearing.gate.wait(0.01):
            check()
        while hearing.held and not hearing.permits.acquire(timeout=0.01):
            check()
        hearing.heard[hearing.now] += 1
        length = round(sound.size * 1000 / RATE_HZ)
        word = f" word{hearing.heard[hearing.now]}."
        return [Token(word.encode(), 0, length, 0.9)]

    def close(self) -> None:
        self._hearing.closed += 1

"""Calls made on the spot, and an engine that hears what it is told: for the tests of transcribing."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import resources
from desktop.jobs.samples import Samples
from desktop.jobs.speech.engine import Decoding, Sound, Token
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.voice_activity import WINDOW

RATE_HZ = 8_000
Bursts = Sequence[tuple[float, float]]
"""Seconds from and to where somebody makes a noise."""


class Calls:
    """Makes sound and calls."""

    @staticmethod
    def bursts(seconds: float, bursts: Bursts, *, seed: int, loud: float = 0.2, rate_hz: int = RATE_HZ) -> Sound:
        """Noise in bursts, silence between: float32 in -1..1."""
        out = np.zeros(round(seconds * rate_hz), np.float32)
        random = np.random.default_rng(seed)
        for start, end in bursts:
            first, last = round(start * rate_hz), round(end * rate_hz)
            out[first:last] = random.normal(0, loud, last - first)
        return np.clip(out, -1, 1)

    @staticmethod
    def samples(*channels: Sound, rate_hz: int = RATE_HZ) -> Samples:
        """A call of these channels, whole."""
        samples = Samples(rate_hz, len(channels))
        samples.append(np.rint(np.stack(channels) * 32767).astype(np.int16))
        samples.finish()
        return samples


def loud_windows(sound: Sound) -> npt.NDArray[np.float32]:
    """The probability of voice as a detector would give it that takes every noise for a voice."""
    windows = np.pad(sound, (0, -sound.size % WINDOW)).reshape(-1, WINDOW)
    return (np.abs(windows).max(axis=1) > 0.02).astype(np.float32)


class FakeListener:
    """Hears `said` (a sentence, or what a function makes of the sound) in every chunk; no child, no model."""

    def __init__(self, said: str | Callable[[Sound], str] = "well then.") -> None:
        self.said = said
        self.heard: list[int] = []
        self.before_hearing: Callable[[], None] = lambda: None
        self.closed = 0

    def voice(
        self, frames: int, read: Callable[[int, int], Sound], check: Callable[[], None]
    ) -> npt.NDArray[np.float32]:
        pieces = []
        for at in range(0, frames, 60 * 16_000 // WINDOW * WINDOW):
            check()
            pieces.append(loud_windows(read(at, min(frames, at + 60 * 16_000 // WINDOW * WINDOW))))
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

    def hear(self, sound: Sound, how: Decoding, check: Callable[[], None]) -> list[Token]:
        self.before_hearing()
        check()
        self.heard.append(sound.size)
        text = self.said if isinstance(self.said, str) else self.said(sound)
        words = text.split()
        each = sound.size * 1000 // 16_000 // max(1, len(words))
        return [Token(b" " + word.encode(), at * each, (at + 1) * each, 0.9) for at, word in enumerate(words)]

    def close(self) -> None:
        self.closed += 1


@pytest.fixture(scope="session")
def calls() -> Calls:
    return Calls()


@pytest.fixture
def fake() -> Callable[..., FakeListener]:
    """`fake("what is said")`: a listener without a child."""
    return FakeListener


@pytest.fixture(scope="session")
def demo_model() -> Path:
    """The speech model that ships for the demonstration."""
    return resources.path("speech/steercheck-demo-en.bin")


@pytest.fixture
def recipe() -> Recipe:
    """A recipe as for the demonstration, for an engine that is not asked."""
    return Recipe("pywhispercpp", Path("model.bin"), "ab" * 32, 1, 0, Decoding(trim_ms=1000))

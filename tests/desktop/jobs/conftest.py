"""Recordings made on the spot, for the tests of the jobs."""

import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.jobs.read_recording import RecordingReader

MakeWav = Callable[..., Path]


@pytest.fixture
def make_wav(tmp_path: Path) -> MakeWav:
    """Writes a 16-bit WAV file of noise and returns its path."""

    def make(name: str = "call.wav", *, seconds: float = 3, rate_hz: int = 8000, channels: int = 2) -> Path:
        noise = np.random.default_rng(7).integers(-9000, 9000, (round(seconds * rate_hz), channels), np.int16)
        path = tmp_path / name
        with wave.open(str(path), "wb") as out:
            out.setnchannels(channels)
            out.setsampwidth(2)
            out.setframerate(rate_hz)
            out.writeframes(noise.astype("<i2").tobytes())
        return path

    return make


@pytest.fixture(scope="module")
def reader() -> Iterator[RecordingReader]:
    """One for all: what becomes of its child in one test may not matter to the next, as in the program."""
    with RecordingReader() as one:
        yield one

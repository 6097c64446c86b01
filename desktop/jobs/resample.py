"""Sound at another rate, for devices that do not take the recording's: a windowed sinc, exact to the frame.

Output frame j lies at input frame `j * rate / out_rate` by whole-number arithmetic, so hours do not drift; there is no
delay to be made up for.
"""

from math import gcd
from typing import Protocol

import numpy as np
import numpy.typing as npt

Block = npt.NDArray[np.int16]
"""int16, shape (channels, frames)."""

SIDE = 16
"""Taps on each side of a frame."""
KAISER_BETA = 8.0
"""About 80 dB down outside the band."""


class Stream(Protocol):
    """Sound taken from front to end."""

    channels: int
    rate_hz: int

    def take(self, count: int) -> Block:
        """The next `count` frames: int16 (channels, count)."""


class Resampler:
    """`stream` at `out_rate_hz`. `before` is the sound just before its first frame: int16 (channels, SIDE)."""

    def __init__(self, stream: Stream, before: Block, out_rate_hz: int) -> None:
        common = gcd(stream.rate_hz, out_rate_hz)
        self._stream = stream
        self._up, self._down = out_rate_hz // common, stream.rate_hz // common
        self._taps = _taps(self._up, min(1.0, out_rate_hz / stream.rate_hz))
        self._held = before.astype(np.float32)
        self._held_from = -before.shape[1]
        self._given = 0

    def take(self, count: int) -> Block:
        """The next `count` output frames: int16 (channels, count)."""
        channels = self._held.shape[0]
        if count <= 0:
            return np.zeros((channels, 0), np.int16)
        places, phases = np.divmod((self._given + np.arange(count, dtype=np.int64)) * self._down, self._up)
        end = int(places[-1]) + SIDE + 1
        missing = end - (self._held_from + self._held.shape[1])
        if missing > 0:
            self._held = np.concatenate([self._held, self._stream.take(missing)], axis=1, dtype=np.float32)
        starts = places - SIDE + 1 - self._held_from
        out = self._doubled(starts, phases) if self._down == 1 else self._between(starts, phases)
        self._given += count
        passed = max(0, int(places[-1]) - SIDE + 1 - self._held_from)
        self._held = self._held[:, passed:]
        self._held_from += passed
        block: Block = np.clip(np.rint(out), -32768, 32767).astype(np.int16)
        return block

    def _between(self, starts: npt.NDArray[np.int64], phases: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Any two rates: each output frame from its own window and taps."""
        windows = np.lib.stride_tricks.sliding_window_view(self._held, 2 * SIDE, axis=1)
        out: npt.NDArray[np.float32] = np.einsum("cjk,jk->cj", windows[:, starts], self._taps[phases], optimize=False)
        return out

    def _doubled(self, starts: npt.NDArray[np.int64], phases: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """A rate that is a multiple: all frames of one phase follow each other, which is ten times as fast."""
        out = np.empty((self._held.shape[0], starts.size), np.float32)
        for at in range(min(self._up, starts.size)):
            first, last, taps = starts[at], starts[at :: self._up][-1] + 2 * SIDE, self._taps[phases[at]]
            for channel, held in enumerate(self._held):
                out[channel, at :: self._up] = np.correlate(held[first:last], taps, "valid")
        return out


def _taps(phases: int, band: float) -> npt.NDArray[np.float32]:
    """float32, shape (phases, 2 * SIDE): what each input frame gives to an output frame that lies phase/phases past
    one."""
    offsets = np.arange(1 - SIDE, SIDE + 1)[None] - np.arange(phases)[:, None] / phases
    inside = np.sqrt(np.maximum(0.0, 1 - (offsets / SIDE) ** 2))
    table = band * np.sinc(band * offsets) * np.i0(KAISER_BETA * inside) / np.i0(KAISER_BETA)
    out: npt.NDArray[np.float32] = (table / table.sum(axis=1, keepdims=True)).astype(np.float32)
    return out

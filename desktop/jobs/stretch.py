"""Faster and slower with the pitch kept: overlapping fragments of the recording, each laid where it fits best.

Waveform similarity overlap-add (Verhelst and Roelands, ICASSP 1993), on sound that can be read at any place.
libavfilter's atempo does the same on a stream, but does not say where its fragments come from, and strays by 20 ms of
the recording and more; here every fragment is centred on the place the time map names for it, give or take SEARCH_S,
and nothing adds up. Pure numpy: neither PyAV nor its memory comes into the program for it.
"""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Block = npt.NDArray[np.int16]
"""int16, shape (channels, frames)."""
Real = npt.NDArray[np.float32]

SLOWEST = 0.5
FASTEST = 3.0
HOP_S = 0.016
"""A fragment begins so often; each lasts two hops, which holds two periods of the deepest voice."""
SEARCH_S = 0.0075
"""How far a fragment may be moved to fit: both ways together one period of a voice at 67 Hz."""
REACH_S = 2 * HOP_S + SEARCH_S
"""How far around its place in the recording a stretcher reads."""
NEARER = 0.05
"""A place that fits as well but lies at the far end of the search must fit better by so much."""


class Source(Protocol):
    """Sound that can be read anywhere."""

    rate_hz: int
    channels: int

    def read(self, start_frame: int, count: int) -> Block:
        """int16 (channels, count) from `start_frame`, zeros where there is no sound."""


class Stretcher:
    """Sound of `source` from frame `start` on, at `speed`: output frame m is the sound of source frame
    `start + m * speed`."""

    def __init__(self, source: Source, start: float, speed: float) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"a speed of {speed} is not between {SLOWEST} and {FASTEST}")
        self.rate_hz = source.rate_hz
        self.channels = source.channels
        self._source = source
        self._start = start
        self._speed = speed
        self._hop = round(HOP_S * source.rate_hz)
        self._search = round(SEARCH_S * source.rate_hz)
        rising = 0.5 - 0.5 * np.cos(np.pi * (np.arange(self._hop) + 0.5) / self._hop)
        self._rising: Real = rising.astype(np.float32)
        self._nearer: Real = (1 - NEARER * np.abs(np.linspace(-1, 1, 2 * self._search + 1))).astype(np.float32)
        self._laid = 0
        self._centre = round(start)
        self._ready: list[Block] = []
        self._ready_frames = 0

    def take(self, count: int) -> Block:
        """The next `count` output frames: int16 (channels, count)."""
        while self._ready_frames < count:
            block = self._next_hop()
            self._ready.append(block)
            self._ready_frames += block.shape[1]
        sound = np.concatenate(self._ready, axis=1) if len(self._ready) != 1 else self._ready[0]
        self._ready = [sound[:, count:]]
        self._ready_frames -= count
        return sound[:, :count]

    def _next_hop(self) -> Block:
        """One hop of output: the second half of the last fragment fading into the first half of the next."""
        hop, search = self._hop, self._search
        self._laid += 1
        nominal = round(self._start + self._laid * hop * self._speed)
        going_on = self._source.read(self._centre, 2 * hop).astype(np.float32)
        around = self._source.read(nominal - hop - search, 2 * hop + 2 * search).astype(np.float32)
        moved = self._best(going_on.sum(axis=0), around.sum(axis=0))
        following = around[:, moved : moved + hop]
        out = going_on[:, :hop] * self._rising[::-1] + following * self._rising
        self._centre = nominal - search + moved
        return np.rint(out).astype(np.int16)

    def _best(self, wanted: Real, around: Real) -> int:
        """Where in `around` lies what is most like `wanted` (by normalised correlation), 0 to 2 * search."""
        alike = np.correlate(around, wanted, "valid")
        power = np.concatenate(([0.0], np.cumsum(around.astype(np.float64) ** 2)))
        strength = np.sqrt(np.maximum(power[len(wanted) :] - power[: -len(wanted)], 1.0))
        fit = alike / strength
        return int(np.argmax(np.where(fit > 0, fit * self._nearer, fit)) if fit.any() else self._search)

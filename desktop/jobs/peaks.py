"""Peaks of a call for drawing: what the waveform shows at any zoom, without touching an hour of samples.

The finest level is audiowaveform's version 2 form: per channel the least and the greatest sample of every hundredth of
a second as 8-bit values, interleaved, so that a cache file is a header and these bytes (`peaks_file`). Coarser levels
each take four of the level below. `Peaks` grows with the decode and reads the samples below the finest level;
`StoredPeaks` are those of an earlier opening, shown until the samples are there.
"""

import threading
from collections.abc import Callable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from desktop.jobs.samples import Samples

PEAKS_A_SECOND = 100
FACTOR = 4
LEVELS = 6
"""The coarsest holds one pair for every 10.24 seconds."""

Pairs = npt.NDArray[np.int8]
"""int8, shape (length, channels, 2): least, greatest."""
Edges = npt.NDArray[np.int64]
"""int64, shape (columns + 1,): the frames where each column of a picture begins, and where the last one ends."""
Drawn = npt.NDArray[np.float32]
"""float32, shape (channels, columns, 2): least and greatest in -1..1."""


class PeaksSource(Protocol):
    """What the waveform needs to draw a call: `Peaks`, or `StoredPeaks` before there are samples."""

    @property
    def rate_hz(self) -> int: ...
    @property
    def channels(self) -> int: ...
    @property
    def frames(self) -> int:
        """How many frames can be drawn now."""
        ...

    @property
    def complete(self) -> bool:
        """Whether nothing more will come."""
        ...

    @property
    def duration_ms(self) -> int:
        """The length of what is there; of stored peaks, which know it to 10 ms, the least it can be."""
        ...

    def over(self, edges: Edges) -> Drawn:
        """What to draw in each column between `edges`."""
        ...

    def samples_between(self, start_frame: int, end_frame: int) -> npt.NDArray[np.float32] | None:
        """The samples themselves, float32 (channels, frames) in -1..1; None where they are not all there."""
        ...


class StoredPeaks:
    """Peaks read from the cache: all levels, no samples. Never changes."""

    complete = False

    def __init__(self, pairs: Pairs, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.channels = pairs.shape[1]
        self.frames_per_peak = frames_per_peak(rate_hz)
        self.frames = len(pairs) * self.frames_per_peak
        self.duration_ms = max(0, (self.frames - self.frames_per_peak) * 1000 // rate_hz)
        self._levels = [pairs]
        while len(self._levels) < LEVELS:
            self._levels.append(coarser(self._levels[-1]))

    def level(self, index: int = 0) -> Pairs:
        """All pairs of one level (0 is the finest): int8, shape (length, channels, 2)."""
        return self._levels[index]

    def over(self, edges: Edges) -> Drawn:
        out = np.zeros((self.channels, len(edges) - 1, 2), np.float32)
        draw_level(self.level, self.frames_per_peak, edges, out)
        return out

    def samples_between(self, start_frame: int, end_frame: int) -> None:  # noqa: ARG002
        return None


class Peaks:
    """The peaks of `samples`. One thread calls `update`; any number of threads call `over` and `view`.

    `stored`, if they fit, stand for what is not decoded yet, so that a call opened again is drawn whole from the start.
    """

    def __init__(self, samples: Samples, stored: StoredPeaks | None = None) -> None:
        self.samples = samples
        self.rate_hz = samples.rate_hz
        self.channels = samples.channels
        self.frames_per_peak = frames_per_peak(samples.rate_hz)
        fits = stored is not None and (stored.rate_hz, stored.channels) == (self.rate_hz, self.channels)
        self.stored = stored if fits else None
        self._levels: list[Pairs] = [np.zeros((0, samples.channels, 2), np.int8) for _ in range(LEVELS)]
        self._lengths = [0] * LEVELS
        self._lock = threading.Lock()

    @property
    def complete(self) -> bool:
        """Whether nothing more will come."""
        return self.samples.complete

    @property
    def duration_ms(self) -> int:
        """The length of the samples that are there."""
        return self.samples.duration_ms

    @property
    def decoded_frames(self) -> int:
        """How many frames of the samples the peaks cover."""
        with self._lock:
            return min(self._lengths[0] * self.frames_per_peak, self.samples.frames)

    @property
    def frames(self) -> int:
        """How many frames can be drawn: those decoded, or all that are stored until the call is whole."""
        decoded = self.decoded_frames
        return decoded if self.stored is None or self.complete else max(decoded, self.stored.frames)

    def level(self, index: int = 0) -> Pairs:
        """All pairs of one level (0 is the finest) as they stand: int8, shape (length, channels, 2)."""
        with self._lock:
            return self._levels[index][: self._lengths[index]]

    def update(self) -> None:
        """Takes in the samples that came since the last call; the last, incomplete pair only once they are complete."""
        complete = self.samples.complete  # asked first: whatever is appended later belongs to the next call
        size = self.frames_per_peak
        at = self._lengths[0] * size
        count = (self.samples.frames - at) // size
        if count > 0:
            block = self.samples.read(at, count * size).reshape(self.samples.channels, count, size)
            self._grow(0, _eight_bit(block.min(axis=2).T, block.max(axis=2).T))
        rest = self.samples.frames - self._lengths[0] * size
        if complete and 0 < rest < size:
            block = self.samples.read(self._lengths[0] * size, rest)
            self._grow(0, _eight_bit(block.min(axis=1)[None], block.max(axis=1)[None]))
        for index in range(1, LEVELS):
            below = self.level(index - 1)
            done = self._lengths[index]
            whole = len(below) // FACTOR * FACTOR
            if whole > done * FACTOR:
                self._grow(index, coarser(below[done * FACTOR : whole]))
            rest = len(below) - self._lengths[index] * FACTOR
            if complete and 0 < rest < FACTOR:
                self._grow(index, coarser(below[-rest:]))

    def view(self, start_frame: int, end_frame: int, columns: int) -> Drawn:
        """What to draw between two frames in `columns` columns of the same width."""
        span = end_frame - start_frame
        if columns <= 0 or span <= 0:
            return np.zeros((self.samples.channels, max(0, columns), 2), np.float32)
        return self.over(start_frame + np.arange(columns + 1, dtype=np.int64) * span // columns)

    def over(self, edges: Edges) -> Drawn:
        """Least and greatest of each column.

        Each peak falls into exactly one column, so that no click of one sample is ever lost; where there is no sound
        (yet) both values are 0. Costs a few thousand values at any zoom.
        """
        out = np.zeros((self.samples.channels, len(edges) - 1, 2), np.float32)
        span = int(edges[-1] - edges[0])
        if span >= (len(edges) - 1) * self.frames_per_peak:
            draw_level(self._fullest, self.frames_per_peak, edges, out)
            return out
        decoded = self.samples.frames
        if self.stored is not None and not self.complete and edges[-1] > decoded:
            out = self.stored.over(edges)
            split = int(np.searchsorted(edges[1:], decoded, side="right"))  # the columns whose samples are all there
            if split > 0:
                self._from_samples(edges[: split + 1], out[:, :split])
            return out
        self._from_samples(edges, out)
        return out

    def samples_between(self, start_frame: int, end_frame: int) -> npt.NDArray[np.float32] | None:
        """The samples themselves, float32 (channels, frames) in -1..1; None when they are still to come."""
        end = min(end_frame, self.samples.frames) if self.complete else end_frame
        if end > self.samples.frames or end <= start_frame:
            return None
        found = self.samples.read(start_frame, end - start_frame).astype(np.float32)
        found /= 32768
        return found

    def _fullest(self, index: int) -> Pairs:
        """One level: our own once whole, until then the stored one where it reaches further."""
        own = self.level(index)
        if self.stored is None or self.complete:
            return own
        stored = self.stored.level(index)
        return stored if len(stored) > len(own) else own

    def _from_samples(self, edges: Edges, out: Drawn) -> None:
        """Zoomed in: read the samples; a column narrower than a sample shows the sample it lies in."""
        first = int(edges[0])
        block = self.samples.read(first, int(edges[-1]) - first + 1)
        block = block[:, :-1] if block.shape[1] > 1 else block
        starts = np.minimum(edges[:-1] - first, block.shape[1] - 1)
        out[:, :, 0] = np.minimum.reduceat(block, starts, axis=1)
        out[:, :, 1] = np.maximum.reduceat(block, starts, axis=1)
        out /= 32768

    def _grow(self, index: int, pairs: Pairs) -> None:
        length = self._lengths[index]
        level = self._levels[index]
        if length + len(pairs) > len(level):
            level = np.zeros((max(1024, 2 * (length + len(pairs))), self.samples.channels, 2), np.int8)
            level[:length] = self._levels[index][:length]
        level[length : length + len(pairs)] = pairs
        with self._lock:
            self._levels[index] = level
            self._lengths[index] = length + len(pairs)


def frames_per_peak(rate_hz: int) -> int:
    """How many frames one pair of the finest level stands for: a hundredth of a second, in whole frames."""
    return max(1, rate_hz // PEAKS_A_SECOND)


def coarser(below: Pairs) -> Pairs:
    """Four pairs each become one; what is left over at the end becomes a pair of its own."""
    whole = len(below) // FACTOR
    groups = below[: whole * FACTOR].reshape(whole, FACTOR, below.shape[1], 2)
    found = np.stack([groups[..., 0].min(axis=1), groups[..., 1].max(axis=1)], axis=2)
    rest = below[whole * FACTOR :]
    if len(rest):
        found = np.concatenate([found, np.stack([rest[..., 0].min(axis=0), rest[..., 1].max(axis=0)], axis=1)[None]])
    return found


def draw_level(level_of: Callable[[int], Pairs], size: int, edges: Edges, out: Drawn) -> None:
    """Fills `out` from the coarsest level that is still finer than a column; `size` is frames a pair of the finest."""
    columns, span = len(edges) - 1, int(edges[-1] - edges[0])
    index = 0
    while index + 1 < LEVELS and columns * size * FACTOR ** (index + 1) <= span:
        index += 1
    pairs = level_of(index)
    places = np.clip(edges // (size * FACTOR**index), 0, len(pairs))
    if span < columns * size:  # closer than the finest level: a column shows the pair it lies in
        inside = places[:-1] < len(pairs)
        out[:, inside, :] = pairs[places[:-1][inside]].transpose(1, 0, 2)
        out[:, edges[:-1] < 0, :] = 0
        out /= 128
        return
    # columns beyond either end of the sound are empty; reduceat cannot express an empty column
    filled = np.flatnonzero(places[1:] > places[:-1])
    if len(filled) == 0:
        return
    starts, end = places[:-1][filled], int(places[1:][filled[-1]])
    out[:, filled, 0] = np.minimum.reduceat(pairs[:end, :, 0], starts, axis=0).T
    out[:, filled, 1] = np.maximum.reduceat(pairs[:end, :, 1], starts, axis=0).T
    out /= 128


def _eight_bit(least: npt.NDArray[np.int16], greatest: npt.NDArray[np.int16]) -> Pairs:
    """16-bit to 8-bit values as audiowaveform does: divided by 256, towards zero. Shape (length, channels, 2)."""
    both = np.stack([least, greatest], axis=2).astype(np.int32)
    return ((both + 255 * (both < 0)) >> 8).astype(np.int8)

"""Peaks of a call for drawing: what the waveform shows at any zoom, without touching an hour of samples.

The finest level is audiowaveform's version 2 form: per channel the least and the greatest sample of every hundredth of
a second as 8-bit values, interleaved, so that a cache file is a header and these bytes. Coarser levels each take four
of the level below. Grows with the decode; below the finest level the samples themselves are read.
"""

import threading

import numpy as np
import numpy.typing as npt

from desktop.jobs.samples import Samples

PEAKS_A_SECOND = 100
FACTOR = 4
LEVELS = 6
"""The coarsest holds one pair for every 10.24 seconds."""

Pairs = npt.NDArray[np.int8]
"""int8, shape (length, channels, 2): least, greatest."""


class Peaks:
    """The peaks of `samples`. One thread calls `update`; any number of threads call `view`."""

    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self.frames_per_peak = max(1, samples.rate_hz // PEAKS_A_SECOND)
        self._levels: list[Pairs] = [np.zeros((0, samples.channels, 2), np.int8) for _ in range(LEVELS)]
        self._lengths = [0] * LEVELS
        self._lock = threading.Lock()

    @property
    def frames(self) -> int:
        """How many frames the peaks cover."""
        with self._lock:
            return min(self._lengths[0] * self.frames_per_peak, self.samples.frames)

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
            count = len(below) // FACTOR - done
            if count > 0:
                groups = below[done * FACTOR : (done + count) * FACTOR]
                self._grow(index, _of_groups(groups.reshape(count, FACTOR, -1, 2)))
            rest = len(below) - self._lengths[index] * FACTOR
            if complete and 0 < rest < FACTOR:
                self._grow(index, _of_groups(below[None, -rest:]))

    def view(self, start_frame: int, end_frame: int, columns: int) -> npt.NDArray[np.float32]:
        """What to draw between two frames: float32, shape (channels, columns, 2), least and greatest in -1..1.

        Each peak falls into exactly one column, so that no click of one sample is ever lost; where there is no sound
        (yet) both values are 0. Costs a few thousand values at any zoom.
        """
        out = np.zeros((self.samples.channels, max(0, columns), 2), np.float32)
        span = end_frame - start_frame
        if columns <= 0 or span <= 0:
            return out
        edges = start_frame + np.arange(columns + 1, dtype=np.int64) * span // columns
        if span < columns * self.frames_per_peak:
            self._from_samples(edges, out)
            return out
        index = 0
        while index + 1 < LEVELS and columns * self.frames_per_peak * FACTOR ** (index + 1) <= span:
            index += 1
        self._from_level(index, edges, out)
        return out

    def _from_samples(self, edges: npt.NDArray[np.int64], out: npt.NDArray[np.float32]) -> None:
        """Zoomed in: read the samples; a column narrower than a sample shows the sample it lies in."""
        first = int(edges[0])
        block = self.samples.read(first, int(edges[-1]) - first + 1)
        starts = edges[:-1] - first
        out[:, :, 0] = np.minimum.reduceat(block[:, :-1] if block.shape[1] > 1 else block, starts, axis=1)
        out[:, :, 1] = np.maximum.reduceat(block[:, :-1] if block.shape[1] > 1 else block, starts, axis=1)
        out /= 32768

    def _from_level(self, index: int, edges: npt.NDArray[np.int64], out: npt.NDArray[np.float32]) -> None:
        pairs = self.level(index)
        size = self.frames_per_peak * FACTOR**index
        places = np.clip(edges // size, 0, len(pairs))
        # columns beyond either end of the sound are empty; reduceat cannot express an empty column
        filled = np.flatnonzero(places[1:] > places[:-1])
        if len(filled) == 0:
            return
        starts, end = places[:-1][filled], int(places[1:][filled[-1]])
        out[:, filled, 0] = np.minimum.reduceat(pairs[:end, :, 0], starts, axis=0).T
        out[:, filled, 1] = np.maximum.reduceat(pairs[:end, :, 1], starts, axis=0).T
        out /= 128

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


def _eight_bit(least: npt.NDArray[np.int16], greatest: npt.NDArray[np.int16]) -> Pairs:
    """16-bit to 8-bit values as audiowaveform does: divided by 256, towards zero. Shape (length, channels, 2)."""
    both = np.stack([least, greatest], axis=2).astype(np.int32)
    return ((both + 255 * (both < 0)) >> 8).astype(np.int8)


def _of_groups(groups: Pairs) -> Pairs:
    """(count, FACTOR, channels, 2) to (count, channels, 2)."""
    return np.stack([groups[..., 0].min(axis=1), groups[..., 1].max(axis=1)], axis=2)

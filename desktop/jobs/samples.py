"""The samples of one open call, growing while the decoder still works.

Playback, waveform, silence map and speech all read from here, so that they can never disagree. One thread appends;
any number of threads read. Speech stays in memory: nothing here is ever written to disk.
"""

import threading

import numpy as np
import numpy.typing as npt

Block = npt.NDArray[np.int16]
"""int16, shape (channels, frames)."""

BLOCK_FRAMES = 1 << 16


class Samples:
    """int16 samples of `channels` at `rate_hz`, in blocks of fixed size so that growing copies nothing."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        if rate_hz <= 0 or channels <= 0:
            raise ValueError(f"{channels} channels at {rate_hz} Hz")
        self.rate_hz = rate_hz
        self.channels = channels
        self._blocks: list[Block] = []
        self._frames = 0
        self._complete = False
        self._lock = threading.Lock()

    @property
    def frames(self) -> int:
        """How many frames can be read now."""
        with self._lock:
            return self._frames

    @property
    def complete(self) -> bool:
        """Whether nothing more will come."""
        with self._lock:
            return self._complete

    @property
    def duration_ms(self) -> int:
        """The length of what is there."""
        return round(self.frames * 1000 / self.rate_hz)

    def append(self, block: Block) -> None:
        """Adds int16 frames, shape (channels, n), at the end. ValueError for another shape or after `finish`."""
        if block.ndim != 2 or block.shape[0] != self.channels or block.dtype != np.int16:
            raise ValueError(f"{block.dtype} {block.shape} is not int16 ({self.channels}, n)")
        if self._complete:
            raise ValueError("the recording is complete")
        at, taken = self._frames, 0
        while taken < block.shape[1]:
            index, offset = divmod(at + taken, BLOCK_FRAMES)
            if index == len(self._blocks):
                self._blocks.append(np.empty((self.channels, BLOCK_FRAMES), np.int16))
            count = min(BLOCK_FRAMES - offset, block.shape[1] - taken)
            self._blocks[index][:, offset : offset + count] = block[:, taken : taken + count]
            taken += count
        with self._lock:  # published only now: a reader never sees a frame that is not written yet
            self._frames = at + taken

    def finish(self) -> None:
        """Says that nothing more will come."""
        with self._lock:
            self._complete = True

    def read(self, start_frame: int, count: int) -> Block:
        """A copy of `count` frames from `start_frame`: int16 (channels, count), zeros where there is no sound."""
        out = np.zeros((self.channels, max(0, count)), np.int16)
        at, end = max(0, start_frame), min(self.frames, start_frame + count)
        while at < end:
            index, offset = divmod(at, BLOCK_FRAMES)
            take = min(BLOCK_FRAMES - offset, end - at)
            place = at - start_frame
            out[:, place : place + take] = self._blocks[index][:, offset : offset + take]
            at += take
        return out

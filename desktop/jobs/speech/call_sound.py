"""The sound of a call as the recogniser wants it, made piece by piece from the samples everything else reads.

A call of six hours is 700 MB of int16 samples; as float32 at 16 kHz it would be four times that. So nothing here ever
holds more than a piece: a stretch of one channel is resampled (jobs/resample) when it is asked for, from a frame that
both rates share, and comes out the same whoever asks for it in whatever pieces.
"""

from collections.abc import Sequence
from math import gcd

import numpy as np

from desktop.jobs.resample import SIDE, Resampler
from desktop.jobs.samples import Block, Samples
from desktop.jobs.speech.engine import RATE_HZ, Sound

BLOCK = 1 << 14
"""So many frames are resampled at once; more would cost a hundred megabytes a minute on the way."""
FULL_SCALE = np.float32(32768)


class CallSound:
    """The channels of a call at RATE_HZ: float32, a stretch of frames at a time; beyond the end there is silence.

    `gains` bring each channel to its level (jobs/speech/channels); frames are counted at RATE_HZ.
    """

    def __init__(self, samples: Samples, gains: Sequence[float] = ()) -> None:
        self._samples = samples
        self._gains = tuple(gains) or (1.0,) * samples.channels
        common = gcd(samples.rate_hz, RATE_HZ)
        self._up, self._down = RATE_HZ // common, samples.rate_hz // common
        self.channels = samples.channels
        self.frames = samples.frames * RATE_HZ // samples.rate_hz

    def levelled(self, channel: int, start: int, end: int) -> Sound:
        """Frames `start` up to, not including, `end` of a channel, at its level and within -1..1."""
        out: Sound = np.clip(self.recorded(channel, start, end) * np.float32(self._gains[channel]), -1, 1)
        return out

    def recorded(self, channel: int, start: int, end: int) -> Sound:
        """The same as loud as it was recorded."""
        if end <= start:
            return np.zeros(0, np.float32)
        first = start // self._up * self._up
        stream = _OneChannel(self._samples, channel, first // self._up * self._down)
        if self._up == self._down:
            return _as_float(stream.take(end - first)[0, start - first :])
        resampler = Resampler(stream, stream.before(), RATE_HZ)
        pieces = [resampler.take(min(BLOCK, end - at))[0] for at in range(first, end, BLOCK)]
        return _as_float(np.concatenate(pieces)[start - first :])


class _OneChannel:
    """One channel of the samples from a frame on, as the resampler takes it."""

    channels = 1

    def __init__(self, samples: Samples, channel: int, start: int) -> None:
        self.rate_hz = samples.rate_hz
        self._samples = samples
        self._channel = channel
        self._at = start

    def before(self) -> Block:
        """The sound just before: int16 (1, SIDE)."""
        return self._samples.read(self._at - SIDE, SIDE)[self._channel : self._channel + 1]

    def take(self, count: int) -> Block:
        block = self._samples.read(self._at, count)
        self._at += count
        return block[self._channel : self._channel + 1]


def _as_float(samples: Block) -> Sound:
    out: Sound = samples.astype(np.float32) / FULL_SCALE
    return out

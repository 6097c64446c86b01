"""What the channels of a call hold before anything is recognised: silence, one sound twice, the other side's voice.

A recorder that keeps each side on its own channel tells who speaks; but some write one sound to both, some leave one
silent, and telephones let the other side's voice bleed over. What is found is said to the person, and an island that
is only bleeding is left out, named with its time. The whole call is looked at, half a minute of samples at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop.jobs.samples import Block, Samples
from desktop.jobs.speech.engine import RATE_HZ, Sound

SILENT = 0.001
"""A channel that never is louder (root mean square of a second) holds no voice: 60 dB below full scale."""
SAME = 0.98
"""Correlation at which two channels are one sound written twice, upside down or not."""
FAINT = 0.3
"""The other side's voice bleeding over is at most so loud beside the other side itself."""
ALIKE = 0.35
"""Correlation with the other side, at the best of the delays tried, from which a faint island is its bleeding."""
MOST_DELAY = RATE_HZ * 30 // 1000
PEAK = 0.7
"""Each channel is brought to this peak before it is heard."""
CLICKS = 100_000
"""One sample in so many may be louder than what counts as the peak."""
SECONDS_AT_ONCE = 30
FULL_SCALE = 32768


@dataclass(frozen=True)
class ChannelCheck:
    """What was found out about the channels: which are silent, whether two hold the same sound, and the factor that
    brings each to PEAK (1 for a silent one)."""

    silent: tuple[int, ...] = ()
    same: bool = False
    gains: tuple[float, ...] = ()

    @property
    def heard(self) -> tuple[int, ...]:
        """The channels worth listening to: not the silent ones, and of two that are the same only the first."""
        if self.same:
            return (0,)
        return tuple(at for at in range(len(self.gains)) if at not in self.silent)


def check_channels(samples: Samples, check: Callable[[], None] = lambda: None) -> ChannelCheck:
    """Looks at the whole of every channel. Raises whatever `check` raises."""
    counts = np.zeros((samples.channels, FULL_SCALE + 1), np.int64)
    loudest = np.zeros(samples.channels)
    products = np.zeros((samples.channels, samples.channels))
    step = SECONDS_AT_ONCE * samples.rate_hz
    for at in range(0, samples.frames, step):
        check()
        block = samples.read(at, min(step, samples.frames - at))
        for channel, sound in enumerate(block):
            counts[channel] += np.bincount(np.abs(sound.astype(np.int32)), minlength=FULL_SCALE + 1)
        loudest = np.maximum(loudest, _loudest_second(block, samples.rate_hz, samples.frames))
        exact = block.astype(np.float64)
        products += exact @ exact.T
    silent = tuple(at for at in range(samples.channels) if loudest[at] < SILENT * FULL_SCALE)
    gains = tuple(1.0 if at in silent else _gain(counts[at]) for at in range(samples.channels))
    same = samples.channels == 2 and not silent and _likeness(products) >= SAME
    return ChannelCheck(silent, same, gains)


def is_bleeding(own: Sound, other: Sound) -> bool:
    """Whether a stretch of one channel is nothing but the voice on the other at the same time: much fainter, and the
    same sound, perhaps delayed. Both as recorded, not levelled, since their true loudness is compared."""
    if _rms(own) >= FAINT * _rms(other):
        return False
    size = 1 << (2 * own.size - 1).bit_length()
    spectrum = np.fft.rfft(own, size) * np.conj(np.fft.rfft(other, size))
    products = np.fft.irfft(spectrum, size)
    near = np.concatenate([products[: MOST_DELAY + 1], products[-MOST_DELAY:]])
    powers = float(np.sqrt(np.dot(own, own) * np.dot(other, other)))
    return powers > 0 and float(np.abs(near).max()) / powers >= ALIKE


def _rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) if sound.size else 0.0


def _loudest_second(block: Block, rate_hz: int, frames: int) -> npt.NDArray[np.float64]:
    """Root mean square of each channel's loudest second; a part of a second counts only where that is all there is."""
    whole = block.shape[1] // rate_hz
    if not whole and frames >= rate_hz:
        return np.zeros(block.shape[0])
    seconds = block[:, : whole * rate_hz].reshape(block.shape[0], whole, rate_hz) if whole else block[:, None]
    out: npt.NDArray[np.float64] = np.sqrt(np.square(seconds, dtype=np.float64).mean(axis=2).max(axis=1))
    return out


def _gain(counts: npt.NDArray[np.int64]) -> float:
    """From how often each absolute value occurs to the factor that brings the loudest, but for clicks, to PEAK."""
    louder = np.cumsum(counts[::-1])[::-1]
    clicks = int(counts.sum()) // CLICKS
    return PEAK * FULL_SCALE / max(1, int(np.flatnonzero(louder > clicks)[-1]))


def _likeness(products: npt.NDArray[np.float64]) -> float:
    powers = float(np.sqrt(products[0, 0] * products[1, 1]))
    return abs(float(products[0, 1])) / powers if powers > 0 else 0.0

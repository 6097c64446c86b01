"""What the channels of a call hold before anything is recognised: silence, one sound twice, the other side's voice.

A recorder that keeps each side on its own channel tells who speaks; but some write one sound to both, some leave one
silent, and telephones let the other side's voice bleed over. What is found is said to the person, and an island that
is only bleeding is left out, named with its time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.jobs.speech.engine import RATE_HZ, Sound
from desktop.jobs.speech.voice_activity import Island

SILENT = 0.001
"""A channel that never is louder (root mean square of a second) holds no voice: 60 dB below full scale."""
SAME = 0.98
"""Correlation at which two channels are one sound written twice."""
FAINT = 0.3
"""The other side's voice bleeding over is at most so loud beside the other side itself."""
ALIKE = 0.35
"""Correlation with the other side, at the best of the delays tried, from which a faint island is its bleeding."""
MOST_DELAY = RATE_HZ * 30 // 1000
PEAK = 0.7
"""Each channel is brought to this peak before it is heard."""


@dataclass(frozen=True)
class ChannelCheck:
    """What was found out about the channels: which are silent, and whether two hold the same sound."""

    silent: tuple[int, ...] = ()
    same: bool = False


def check_channels(sound: Sequence[Sound]) -> ChannelCheck:
    """Looks at the whole of every channel (float32 in -1..1, all of one length)."""
    silent = tuple(at for at, channel in enumerate(sound) if _loudest_second(channel) < SILENT)
    same = len(sound) == 2 and not silent and _correlation(sound[0], sound[1]) >= SAME
    return ChannelCheck(silent, same)


def levelled(channel: Sound) -> Sound:
    """The channel with its loudest sample at PEAK; a silent one as it is. A click does not count: the loudest is that
    of all but one in 100,000 samples."""
    if not channel.size:
        return channel
    loudest = float(np.partition(np.abs(channel), -1 - channel.size // 100_000)[-1 - channel.size // 100_000])
    out: Sound = channel if loudest < SILENT else np.clip(channel * np.float32(PEAK / loudest), -1, 1)
    return out


def is_bleeding(own: Sound, other: Sound, island: Island) -> bool:
    """Whether an island of `own` is nothing but the voice on `other`: much fainter, and the same sound, perhaps
    delayed. Both channels as recorded, not levelled: their true loudness is compared."""
    mine, theirs = own[island.start : island.end], other[island.start : island.end]
    if _rms(mine) >= FAINT * _rms(theirs):
        return False
    size = 1 << (2 * mine.size - 1).bit_length()
    spectrum = np.fft.rfft(mine, size) * np.conj(np.fft.rfft(theirs, size))
    products = np.fft.irfft(spectrum, size)
    near = np.concatenate([products[: MOST_DELAY + 1], products[-MOST_DELAY:]])
    powers = float(np.sqrt(np.dot(mine, mine) * np.dot(theirs, theirs)))
    return powers > 0 and float(np.abs(near).max()) / powers >= ALIKE


def _rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) if sound.size else 0.0


def _loudest_second(channel: Sound) -> float:
    whole = channel[: channel.size // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ)
    if not whole.size:
        return _rms(channel)
    return float(np.sqrt(np.square(whole).mean(axis=1).max()))


def _correlation(one: Sound, other: Sound) -> float:
    powers = float(np.sqrt(np.dot(one, one) * np.dot(other, other)))
    return float(np.dot(one, other)) / powers if powers > 0 else 0.0

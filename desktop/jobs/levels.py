"""Evening the speakers' levels: each channel brought to the same speech level, and a limiter so that nothing clips.

The gain of a channel follows from the level of its speech (jobs/activity), and is eased off by REST_DB where the other
speaks, so that line noise is not raised with it. Gains depend on the place in the recording alone, never on what was
played before: a seek, a loop or another block size sound the same.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from desktop.jobs.activity import Picture

Real = npt.NDArray[np.float32]

TARGET_DB = -20.0
"""Speech of every channel is brought to this level (mean power while speaking, against full scale)."""
MOST_DB = 24.0
LEAST_DB = -12.0
REST_DB = 9.0
RAMP_MS = 120
"""A gain comes and goes over so long, before the first and after the last word."""
CEILING = 29_000.0
"""The limiter's: 1 dB below full scale."""
SMOOTH_MS = 25
"""How far the limiter looks ahead, and how long it takes to let go."""


def gains_db(levels_db: Sequence[float | None]) -> tuple[float, ...]:
    """What each channel is raised by while it speaks; 0 where too little speech was found to tell."""
    return tuple(0.0 if level is None else min(MOST_DB, max(LEAST_DB, TARGET_DB - level)) for level in levels_db)


class Evening:
    """The gains of one call, by what is known of who speaks when."""

    def __init__(self, picture: Picture, rate_hz: int) -> None:
        self._frames_a_ms = rate_hz / 1000
        self._channels = [
            (
                np.array([start for start, _ in spans] or [0], np.float64),
                np.array([end for _, end in spans] or [0], np.float64),
                gain,
                gain - REST_DB if gain > 0 else gain,
            )
            for spans, gain in zip(picture.speech, gains_db(picture.levels_db), strict=True)
        ]

    def curves(self, start_frame: int, count: int) -> Real:
        """The factor of every frame of every channel: float32 (channels, count)."""
        ms = (start_frame + np.arange(count, dtype=np.float64)) / self._frames_a_ms
        out = np.empty((len(self._channels), count), np.float32)
        for row, (starts, ends, gain, rest) in zip(out, self._channels, strict=True):
            before = np.clip(np.searchsorted(starts, ms, "right") - 1, 0, len(starts) - 1)
            after = np.minimum(before + 1, len(starts) - 1)
            away = np.minimum(_distance(ms, starts[before], ends[before]), _distance(ms, starts[after], ends[after]))
            near = np.clip(1 - (away - RAMP_MS / 2) / RAMP_MS, 0, 1)
            row[:] = 10 ** ((rest + (gain - rest) * near * near * (3 - 2 * near)) / 20)
        return out


def _distance(
    ms: npt.NDArray[np.float64], start: npt.NDArray[np.float64], end: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """How far each moment lies outside its span."""
    return np.maximum(0.0, np.maximum(start - ms, ms - end))


def cell_frames(rate_hz: int) -> int:
    """The limiter's unit: about a millisecond."""
    return max(1, rate_hz // 1000)


def margin_frames(rate_hz: int) -> int:
    """How much sound on each side of a block the limiter needs to see."""
    return (2 * SMOOTH_MS + 2) * cell_frames(rate_hz)


def limited(sound: Real, rate_hz: int) -> Real:
    """`sound` (channels, n) nowhere louder than CEILING.

    `n` is a whole number of cells. The first and the last `margin_frames` are of use only to what lies between them.
    Where nothing is too loud within reach, every sample stays as it was.
    """
    if np.abs(sound).max(initial=0) <= CEILING:
        return sound
    size = cell_frames(rate_hz)
    peaks = np.abs(sound).reshape(sound.shape[0], -1, size).max(axis=2)
    wanted = np.minimum(1.0, CEILING / np.maximum(peaks, 1.0))
    padded = np.pad(wanted, ((0, 0), (2 * SMOOTH_MS, 2 * SMOOTH_MS)), constant_values=1.0)
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * SMOOTH_MS + 1, axis=1).min(axis=2)
    weights = np.hanning(2 * SMOOTH_MS + 3)[1:-1]
    gain = np.lib.stride_tricks.sliding_window_view(held, 2 * SMOOTH_MS + 1, axis=1) @ (weights / weights.sum())
    gain = np.minimum(gain, wanted)  # equal but for rounding
    edges = np.pad(gain, ((0, 0), (1, 1)), mode="edge")
    edges = np.minimum(edges[:, :-1], edges[:, 1:])  # at each cell's borders the lower of the two cells
    within = (np.arange(size) + 0.5) / size
    curve = edges[:, :-1, None] * (1 - within) + edges[:, 1:, None] * within
    out: Real = (sound * curve.reshape(sound.shape)).astype(np.float32)
    return out

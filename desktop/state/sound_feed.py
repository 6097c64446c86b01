"""What a sound device (or the silent clock) is fed: two channels made from the call's samples, with the time map.

Stands between jobs/samples and sound_out. It always gives as many frames as are asked for: silence while the decoder
is behind and after the end, with the map standing still meanwhile. One feed serves one stretch of playing; seeking
makes a new one. Knows no Qt.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from desktop.jobs.samples import Samples
from desktop.jobs.time_map import TimeMap

if TYPE_CHECKING:
    from desktop.jobs.stretch import Stretcher

Sound = npt.NDArray[np.int16]
"""int16, shape (frames, 2): left and right, as a device takes them."""

CHUNK_S = 0.1
LOOKAHEAD_S = 0.5
"""How far the filter may read ahead of what it gives: while the decoder works, sound stops this far before its end."""
FADE_S = 0.005
"""Crossfade where the speed changes, so that it does not click."""


class SoundFeed:
    """Sound from `start_frame` up to `end_frame` (or the end of the call), at `speed`, for a device at `rate_hz`."""

    def __init__(self, samples: Samples, start_frame: int, end_frame: int | None, speed: float, rate_hz: int) -> None:
        self._samples = samples
        self._rate_hz = rate_hz
        self._end_frame = end_frame
        self._map = TimeMap(start_frame)
        self._voice = _Voice(samples, start_frame, speed, rate_hz)
        self._fading: _Voice | None = None
        self._ended_at: int | None = None

    @property
    def ended_at(self) -> int | None:
        """The output frame at which the last of the sound was given, or None while there is more to come."""
        return self._ended_at

    def set_speed(self, speed: float) -> None:
        """Goes on at another speed from the next frame asked for."""
        self._fading = self._voice
        self._voice = _Voice(self._samples, self._voice.position, speed, self._rate_hz)

    def read(self, frames: int) -> Sound:
        """The next `frames` frames for the device."""
        given, fading = self._advance(frames)
        out = np.zeros((frames, 2), np.int16)
        if given:
            sound = self._voice.take(given)
            if fading is not None:
                length = min(round(FADE_S * self._rate_hz), given)
                falling = np.linspace(1, 0, length, dtype=np.float32)
                mixed = fading.take(length) * falling + sound[:, :length] * (1 - falling)
                sound[:, :length] = mixed.astype(np.int16)
            out[:given] = sound.T  # one channel is heard in both ears
        return out

    def skip(self, frames: int) -> None:
        """As `read`, for the silent clock: time passes and no sound is made."""
        given, _ = self._advance(frames)
        self._voice.skip(given)

    def source_at(self, output: float) -> float:
        """The source frame that is heard when the device has played `output` frames."""
        return self._map.source_at(output)

    def forget_before(self, output: float) -> None:
        self._map.forget_before(output)

    def _advance(self, frames: int) -> tuple[int, "_Voice | None"]:
        """Maps the next `frames`; returns how many of them are sound, and the voice to fade from."""
        complete = self._samples.complete
        limit = self._samples.frames
        voice = self._voice
        if voice.stretched and not complete:
            limit -= round(LOOKAHEAD_S * self._samples.rate_hz)
        if self._end_frame is not None and self._end_frame <= limit:
            limit, complete = self._end_frame, True
        before = voice.position
        given = min(frames, voice.available(limit))
        after = min(before + given * voice.step, float(limit))
        self._map.append(given, before, after)
        if given < frames and complete and self._ended_at is None:
            self._ended_at = self._map.output
        self._map.append(frames - given, after, after)
        fading, self._fading = self._fading, None
        return given, fading


class _Voice:
    """The samples from one place on at one speed, as the device's rate wants them."""

    def __init__(self, samples: Samples, start: float, speed: float, rate_hz: int) -> None:
        self._samples = samples
        self._start = start
        self._cursor = round(start)
        self._output = 0
        self.step = speed * samples.rate_hz / rate_hz
        self._stretcher: Stretcher | None = None
        self._ready = np.zeros((samples.channels, 0), np.int16)
        self._flushed = False
        if speed != 1 or rate_hz != samples.rate_hz:
            from desktop.jobs import stretch  # loads libavfilter, when it is first needed

            self._stretcher = stretch.Stretcher(samples.rate_hz, samples.channels, speed, rate_hz)

    @property
    def stretched(self) -> bool:
        return self._stretcher is not None

    @property
    def position(self) -> float:
        """The source frame of the next output frame."""
        return self._start + self._output * self.step

    def available(self, limit: int) -> int:
        """How many output frames the source up to frame `limit` still makes."""
        return max(0, int((limit - self._start) / self.step) - self._output)

    def skip(self, count: int) -> None:
        self._output += count

    def take(self, count: int) -> npt.NDArray[np.int16]:
        """The next `count` output frames: int16 (channels, count). Zeros stand in for what is not there."""
        self._output += count
        if self._stretcher is None:
            block = self._samples.read(self._cursor, count)
            self._cursor += count
            return block
        while self._ready.shape[1] < count and self._push(self._stretcher):
            pass
        block = np.zeros((self._samples.channels, count), np.int16)
        there = min(count, self._ready.shape[1])
        block[:, :there] = self._ready[:, :there]
        self._ready = self._ready[:, there:]
        return block

    def _push(self, stretcher: "Stretcher") -> bool:
        """Feeds the filter a little more; past the end of the call, what it still holds comes out. False: no more."""
        count = min(round(CHUNK_S * self._samples.rate_hz), self._samples.frames - self._cursor)
        if count > 0:
            new = stretcher.push(self._samples.read(self._cursor, count))
            self._cursor += count
        elif self._samples.complete and not self._flushed:
            new = stretcher.flush()
            self._flushed = True
        else:
            return False
        self._ready = np.concatenate([self._ready, new], axis=1)
        return True

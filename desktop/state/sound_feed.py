"""What a sound device (or the silent clock) is fed: two ears made from the call's samples, with the time map.

Stands between jobs/samples and sound_out. It always gives as many frames as are asked for: silence while the decoder
is behind and after the end, with the map standing still meanwhile. One feed serves one stretch of playing; seeking
makes a new one. Whatever changes while playing (speed, whom to hear, a loop's turn, a silence passed over) is a new
voice from some place on, faded into from the old one. Knows no Qt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from desktop.jobs.activity import Activity, Picture
from desktop.jobs.mix import Block, Listening, Mix
from desktop.jobs.route import Leg, Route
from desktop.jobs.samples import Samples
from desktop.jobs.time_map import Passage, TimeMap

if TYPE_CHECKING:
    from desktop.jobs.resample import Resampler
    from desktop.jobs.stretch import Stretcher

Sound = npt.NDArray[np.int16]
"""int16, shape (frames, 2): left and right, as a device takes them."""

LOOKAHEAD_S = 0.2
"""More than the longest way ahead that evening, stretching and resampling look: while the decoder works, sound that is
not simply copied stops this far before its end."""
FADE_S = 0.005
"""Crossfade where one voice takes over from another, so that it does not click."""


@dataclass(frozen=True)
class Manner:
    """How the recording is heard. `levelled` takes effect where there is an activity to tell levels by."""

    speed: float = 1.0
    listening: Listening = Listening.BOTH
    caseworker_channel: int = 0
    levelled: bool = False


class SoundFeed:
    """Sound of `samples` from `start_frame` on, for a device at `rate_hz`."""

    def __init__(
        self,
        samples: Samples,
        start_frame: int,
        rate_hz: int,
        manner: Manner | None = None,
        route: Route | None = None,
        activity: Activity | None = None,
    ) -> None:
        self._samples = samples
        self._rate_hz = rate_hz
        self._manner = manner or Manner()
        self._route = route or Route(samples.rate_hz)
        self._activity = activity
        self._picture: Picture | None = None
        self._map = TimeMap(start_frame)
        self._voice = self._new_voice(start_frame)
        self._since = float(start_frame)
        self._ended_at: int | None = None

    @property
    def ended_at(self) -> int | None:
        """The output frame at which the last of the sound was given, or None while there is more to come."""
        return self._ended_at

    def set_manner(self, manner: Manner) -> None:
        """Goes on in another manner from the next frame asked for."""
        self._manner = manner
        self._take_over(self._voice.position)

    def set_route(self, route: Route) -> None:
        """Goes on by another way from the next frame asked for."""
        self._route = route
        self._since = self._voice.position
        self._ended_at = None

    def read(self, frames: int) -> Sound:
        """The next `frames` frames for the device."""
        out = np.zeros((frames, 2), np.int16)
        at = 0
        for voice, given in self._pieces(frames):
            out[at : at + given] = voice.take(given).T
            at += given
        return out

    def skip(self, frames: int) -> None:
        """As `read`, for the silent clock: time passes and no sound is made."""
        for voice, given in self._pieces(frames):
            voice.skip(given)

    def source_at(self, output: float) -> float:
        """The source frame that is heard when the device has played `output` frames."""
        return self._map.source_at(output)

    def heard_between(self, first: float, last: float) -> list[tuple[Passage, float | None]]:
        """What was gone through between two output frames, each with its speed (None: jumped over)."""
        once = self._samples.rate_hz / self._rate_hz
        return [
            (passage, None if passage.rate is None else round(passage.rate / once, 2))
            for passage in self._map.passages(first, last)
        ]

    def forget_before(self, output: float) -> None:
        self._map.forget_before(output)

    def _pieces(self, frames: int) -> "Iterator[tuple[_Voice, int]]":
        """Maps the next frames and says which voice gives how many of them; for those that remain the map stands
        still. Each piece must be taken before the next is asked for."""
        left = frames
        while left > 0:
            if self._manner.levelled and self._activity is not None and self._activity.picture is not self._picture:
                self._take_over(self._voice.position)  # more is known of the call: even the levels by that
            voice, before = self._voice, self._voice.position
            leg = self._route.leg(before, self._since)
            limit, over = self._playable(leg, voice)
            given = min(left, voice.available(limit))
            after = min(before + given * voice.step, float(max(limit, before)))
            self._map.append(given, before, after)
            left -= given
            if given:
                yield voice, given
            if left and leg.then is not None and leg.end == limit:
                self._take_over(leg.then)
                self._since = float(leg.then)
            elif left:
                if over and self._ended_at is None:
                    self._ended_at = self._map.output
                self._map.append(left, after, after)
                return

    def _playable(self, leg: Leg, voice: "_Voice") -> tuple[float, bool]:
        """How far there is something to play, and whether that is all there will be on this leg."""
        complete = self._samples.complete  # asked first: what is appended later comes with the next asking
        limit = self._samples.frames
        if not complete and voice.looks_ahead:
            limit -= round(LOOKAHEAD_S * self._samples.rate_hz)
        if leg.end is not None and leg.end <= limit:
            return leg.end, True
        return limit, complete

    def _take_over(self, start: float) -> None:
        self._voice = self._new_voice(start, self._voice)

    def _new_voice(self, start: float, before: "_Voice | None" = None) -> "_Voice":
        manner = self._manner
        self._picture = self._activity.picture if manner.levelled and self._activity is not None else None
        mix = Mix(self._samples, manner.listening, manner.caseworker_channel, self._picture)
        return _Voice(mix, start, manner.speed, self._rate_hz, before)


class _Voice:
    """The mix from one place on at one speed, as the device's rate wants it; faded into from the voice before.

    Made ready when the first sound is taken: the silent clock never does.
    """

    def __init__(self, mix: Mix, start: float, speed: float, rate_hz: int, before: "_Voice | None" = None) -> None:
        self._mix = mix
        self._start = start
        self._speed = speed
        self._rate_hz = rate_hz
        self._before = before if before is not None and before.sounding else None
        self._faded = 0
        self._output = 0
        self._maker: Copier | Stretcher | Resampler | None = None
        self.step = speed * mix.rate_hz / rate_hz
        self.looks_ahead = speed != 1 or rate_hz != mix.rate_hz or mix.reach_frames > 0

    @property
    def sounding(self) -> bool:
        """Whether anything was taken of it."""
        return self._maker is not None

    @property
    def position(self) -> float:
        """The source frame of the next output frame."""
        return self._start + self._output * self.step

    def available(self, limit: float) -> int:
        """How many output frames the source up to frame `limit` still makes."""
        return max(0, int((limit - self._start) / self.step) - self._output)

    def skip(self, count: int) -> None:
        self._output += count

    def take(self, count: int) -> Block:
        """The next `count` output frames: int16 (2, count). Zeros stand in for what is not there."""
        if self._maker is None:
            self._maker = self._made_from(self.position)
        self._output += count
        sound = self._maker.take(count)
        return sound if self._before is None else self._faded_into(sound, self._before)

    def _faded_into(self, sound: Block, before: "_Voice") -> Block:
        length = max(1, round(FADE_S * self._rate_hz))
        count = min(length - self._faded, sound.shape[1])
        rising = ((self._faded + np.arange(count) + 0.5) / length).astype(np.float32)
        out = sound.copy()
        out[:, :count] = np.rint(before.take(count) * (1 - rising) + sound[:, :count] * rising).astype(np.int16)
        self._faded += count
        if self._faded == length:
            self._before = None
        return out

    def _made_from(self, start: float) -> "Copier | Stretcher | Resampler":
        stream: Copier | Stretcher = Copier(self._mix, round(start))
        if self._speed != 1:
            from desktop.jobs import stretch

            stream = stretch.Stretcher(self._mix, start, self._speed)
        if self._rate_hz == self._mix.rate_hz:
            return stream
        from desktop.jobs import resample

        return resample.Resampler(stream, self._mix.read(round(start) - resample.SIDE, resample.SIDE), self._rate_hz)


class Copier:
    """The mix as it is, from one frame on."""

    def __init__(self, mix: Mix, start: int) -> None:
        self.rate_hz = mix.rate_hz
        self.channels = mix.channels
        self._mix = mix
        self._cursor = start

    def take(self, count: int) -> Block:
        self._cursor += count
        return self._mix.read(self._cursor - count, count)

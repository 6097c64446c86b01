"""One file's sound from its first packet to its last: decoded, counted, and brought to int16. In the child.

What cannot be decoded is counted and passed over; the length is what was decoded. A frame whose rate or number of
channels differs from the first one's is fitted to it: one damaged frame must not cost a call.
"""

import array
import time
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

import av
import av.error

from desktop.jobs.sound_file import Refused, SoundFile, lies_elsewhere, sound_of

LONGEST_S = 6 * 3600
TOO_LONG = f"it is longer than {LONGEST_S // 3600} hours"
SLOW_AFTER_S = 6.0
LEAST_PACE = 10
"""Sound that is decoded at less than ten times its own speed, after so many seconds of the processor, is refused: a
call of hours takes its time, and a file made to take for ever does not get it. The slowest codec does a hundred."""
LOOK_AHEAD_S = 2.0
"""After so much work on one file it is looked whether it will ever end; the look itself takes no longer."""
RATES_HZ = range(4_000, 192_001)
MOST_CHANNELS = 64


class Track:
    """The sound of one opened file. `alive` is called for every packet. Raises Refused in words."""

    def __init__(self, opened: SoundFile, alive: Callable[[], None]) -> None:
        self.opened = opened
        self._alive = alive
        self._frames_by_rate: Counter[int] = Counter()
        self._about_s = 0.0
        self._packets = 0
        self.damaged = 0
        self.ends_damaged = False
        self.refitted = 0
        self.last_packet: av.Packet[av.AudioStream] | None = None
        self._began_at = time.process_time()
        self._looked_ahead = False
        self._frames = self._decoded()
        self._first = self._begin()
        self.rate_hz = self._first.sample_rate
        self.channels = self._first.layout.nb_channels
        self.codec = str(opened.stream.codec_context.codec.canonical_name)
        if self.rate_hz not in RATES_HZ:
            raise Refused(f"its rate of {self.rate_hz} samples a second is not that of a recording")
        if (opened.plain_seconds or 0) > LONGEST_S:
            raise Refused(TOO_LONG)
        if not 1 <= self.channels <= MOST_CHANNELS:
            raise Refused(f"it has {self.channels} channels; a recording has at most {MOST_CHANNELS}")

    @property
    def seconds(self) -> Fraction:
        """What was decoded so far, exactly."""
        return sum((Fraction(frames, rate) for rate, frames in self._frames_by_rate.items()), Fraction(0))

    def count(self) -> None:
        """Goes through the whole file without keeping any sound."""
        for _ in self._all():
            pass

    def pieces(self, rate_hz: int, picked: tuple[int, int] | None) -> Iterator[bytes]:
        """The sound as int16, interleaved, at `rate_hz`: of all channels, or of the two `picked` (from 0)."""
        resampler: av.AudioResampler | None = None
        shape = (self._first.format.name, self.rate_hz, self.channels)
        for frame in self._all():
            if resampler is None or shape != (frame.format.name, frame.sample_rate, frame.layout.nb_channels):
                yield from self._flushed(resampler, picked)
                shape = (frame.format.name, frame.sample_rate, frame.layout.nb_channels)
                resampler = av.AudioResampler(format="s16", layout=self._first.layout, rate=rate_hz)
            # the sound is one continuous run, whatever the packets' time stamps say
            frame.pts = None
            for part in resampler.resample(frame):
                yield self._samples(part, picked)
        yield from self._flushed(resampler, picked)

    def _flushed(self, resampler: "av.AudioResampler | None", picked: tuple[int, int] | None) -> Iterator[bytes]:
        if resampler is not None:
            for part in resampler.resample(None):
                yield self._samples(part, picked)

    def _samples(self, part: "av.AudioFrame", picked: tuple[int, int] | None) -> bytes:
        plain = bytes(memoryview(part.planes[0])[: part.samples * self.channels * 2])
        if picked is None:
            return plain
        every = array.array("h", plain)
        two = array.array("h", bytes(part.samples * 4))
        two[0::2], two[1::2] = every[picked[0] :: self.channels], every[picked[1] :: self.channels]
        return two.tobytes()

    def _begin(self) -> "av.AudioFrame":
        first = next(self._frames, None)
        if first is None:
            if lies_elsewhere(self.opened):
                raise Refused("its sound lies in another file, which is not followed")
            raise Refused("no sound in it can be decoded")
        return first

    def _all(self) -> "Iterator[av.AudioFrame]":
        """Every frame that fits, the first one again among them."""
        yield self._counted(self._first)
        for frame in self._frames:
            if frame.sample_rate not in RATES_HZ or not 1 <= frame.layout.nb_channels <= MOST_CHANNELS:
                self.damaged += 1
                continue
            if (frame.sample_rate, frame.layout.nb_channels) != (self.rate_hz, self.channels):
                self.refitted += 1
            yield self._counted(frame)
        if self.damaged * 2 > self._packets:
            raise Refused("no sound in it can be decoded")

    def _counted(self, frame: "av.AudioFrame") -> "av.AudioFrame":
        self._frames_by_rate[frame.sample_rate] += frame.samples
        self._about_s += frame.samples / frame.sample_rate  # `seconds` is exact, and too slow to ask for every frame
        if self._about_s > LONGEST_S:
            raise Refused(TOO_LONG)
        if not self._looked_ahead and time.process_time() - self._began_at > LOOK_AHEAD_S:
            self._looked_ahead = True
            self._look_ahead()
        return frame

    def _refuse_slow(self) -> None:
        worked_s = time.process_time() - self._began_at
        if worked_s > SLOW_AFTER_S and self._about_s < LEAST_PACE * worked_s:
            raise Refused("decoding it takes far longer than a recording does")

    def _look_ahead(self) -> None:
        """Goes through the packets without decoding them, which is ten times as fast: a file that would be too long
        after all need not be decoded for six hours of sound until that is seen. Raises Refused."""
        about_s, began_at = 0.0, time.process_time()
        with sound_of(self.opened.path, self.opened.raw) as again:
            try:
                for packet in again.container.demux(again.stream):
                    self._alive()
                    about_s += float((packet.duration or 0) * packet.time_base)
                    if about_s > LONGEST_S:
                        raise Refused(TOO_LONG)
                    if time.process_time() - began_at > LOOK_AHEAD_S:
                        return
            except av.error.MemoryError:
                raise
            except av.error.FFmpegError:  # where it breaks off, decoding will see
                return

    def _decoded(self) -> "Iterator[av.AudioFrame]":
        packets = self.opened.container.demux(self.opened.stream)
        while True:
            self._alive()
            self._refuse_slow()
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.MemoryError:
                raise
            except av.error.FFmpegError:  # the container breaks off here
                self.ends_damaged = True
                return
            if packet.size:
                self.last_packet = packet
            try:
                frames = packet.decode()
            except av.error.MemoryError:
                raise
            except av.error.FFmpegError:
                self.damaged += 1
                self.ends_damaged = True
                continue
            finally:
                self._packets += 1
            self.ends_damaged = self.ends_damaged and not frames
            yield from frames

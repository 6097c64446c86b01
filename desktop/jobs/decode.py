"""The child's side of reading a recording: one source in, its length or its samples out.

Runs only inside the child process that desktop.jobs.child starts. `sound_file` opens, `sound_track` decodes,
`sound_end` judges whether the file was cut short; here they become the frames of an answer. Two files that are the two
legs of one call are decoded side by side, in step.

Frames sent, in this order: `head` once, with the first decoded sound; `block` (decode only: int16, interleaved, at
most two seconds) or `alive` from time to time; then `done`. At any point instead: `refused` with a reason in words.
"""

import array
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from fractions import Fraction

import av
import av.error
import av.logging

from desktop.jobs.frames import Fields, Frame
from desktop.jobs.sound_end import clock, ending
from desktop.jobs.sound_file import Refused, in_words, sound_of
from desktop.jobs.sound_track import Track
from models.sound_source import RawForm

SOUND_RATE_HZ = 16_000
"""Samples are delivered at the file's rate up to this one."""
BLOCK_S = 2
ALIVE_S = 0.5
LEGS_DIFFER_S = Fraction(1, 20)
"""From here on it is said that one leg of a call is shorter than the other."""

Send = Callable[[Frame], None]


def answer(request: Frame, send: Send) -> None:
    """Serves one request: kind `probe` or `decode`, fields those of a SoundSource (desktop.jobs.read_recording)."""
    av.logging.set_level(None)
    try:
        with ExitStack() as files:
            line = Line(send)
            form = _raw_form(request)
            paths = [request.text("path")]
            if "second_path" in request.fields:
                paths.append(request.text("second_path"))
            tracks = [Track(files.enter_context(sound_of(path, form)), line.keep_alive) for path in paths]
            recording = TwoLegs(tracks) if len(tracks) == 2 else OneFile(tracks[0], _picked(request))
            line.serve(recording, with_sound=request.kind == "decode")
    except Refused as exc:
        send(Frame("refused", {"reason": str(exc)}))
    except MemoryError:
        send(Frame("refused", {"reason": "decoding it needs more memory than a recording may use"}))
    except av.error.FFmpegError as exc:
        send(Frame("refused", {"reason": f"its sound cannot be decoded ({exc.strerror})"}))
    except OSError as exc:  # the disk, or the network it hangs on, gave up in the middle
        send(Frame("refused", {"reason": in_words(exc)}))


def _raw_form(request: Frame) -> RawForm | None:
    if request.fields.get("raw_codec") is None:
        return None
    return RawForm(request.text("raw_codec"), request.number("raw_rate_hz"), request.number("raw_channels"))


def _picked(request: Frame) -> tuple[int, int] | None:
    if request.fields.get("first_channel") is None:
        return None
    return request.number("first_channel"), request.number("second_channel")


class OneFile:
    """A recording in one file: its one or two channels, or two out of more."""

    def __init__(self, track: Track, picked: tuple[int, int] | None) -> None:
        self._track = track
        self.size = track.opened.size
        self.file_channels = track.channels
        self.channels = min(2, track.channels)
        self.picked: tuple[int, int] | None = None
        if track.channels > 2:
            fits = picked is not None and max(picked) < track.channels
            self.picked = picked if fits else (0, 1)

    @property
    def head(self) -> Fields:
        return _head(self._track, self.channels, self.file_channels)

    @property
    def rate_hz(self) -> int:
        return self._track.rate_hz

    @property
    def seconds(self) -> Fraction:
        return self._track.seconds

    def count(self) -> None:
        self._track.count()

    def pieces(self, rate_hz: int) -> Iterator[bytes]:
        return self._track.pieces(rate_hz, self.picked)

    def ending(self) -> tuple[bool, list[str]]:
        truncated, notes = _ending(self._track)
        if self.picked is not None:
            first, second = self.picked
            notes.append(f"it has {self.file_channels} channels; {first + 1} and {second + 1} are played")
        return truncated, notes


class TwoLegs:
    """A call in two mono files, the legs; the first one becomes channel 0. The shorter one ends in silence."""

    channels = 2
    file_channels = 1

    def __init__(self, legs: list[Track]) -> None:
        self._legs = legs
        self.size = sum(leg.opened.size for leg in legs)
        for noun, leg in zip(("first", "second"), legs, strict=True):
            if leg.channels != 1:
                raise Refused(f"the {noun} leg of the call has {leg.channels} channels; a leg has one")

    @property
    def head(self) -> Fields:
        return _head(self._legs[0], 2, 1) | {"rate_hz": self.rate_hz}

    @property
    def rate_hz(self) -> int:
        return max(leg.rate_hz for leg in self._legs)

    @property
    def seconds(self) -> Fraction:
        return max(leg.seconds for leg in self._legs)

    def count(self) -> None:
        for leg in self._legs:
            leg.count()

    def pieces(self, rate_hz: int) -> Iterator[bytes]:
        """Both legs in step: whichever waits for the other is not decoded further."""
        sources: list[Iterator[bytes] | None] = [leg.pieces(rate_hz, None) for leg in self._legs]
        waiting = [bytearray(), bytearray()]
        while any(source is not None for source in sources):
            behind = min((at for at in (0, 1) if sources[at] is not None), key=lambda at: len(waiting[at]))
            source = sources[behind]
            piece = None if source is None else next(source, None)
            if piece is None:
                sources[behind] = None
            else:
                waiting[behind] += piece
            ready = min(len(one) for one in waiting)
            if ready:
                yield _woven(waiting, ready)
            for at, one in enumerate(waiting):  # the other leg has ended: silence goes beside this one
                if sources[1 - at] is None and len(one) > len(waiting[1 - at]):
                    waiting[1 - at] += bytes(len(one) - len(waiting[1 - at]))
                    yield _woven(waiting, len(one))

    def ending(self) -> tuple[bool, list[str]]:
        truncated, notes = False, []
        for noun, leg in zip(("first", "second"), self._legs, strict=True):
            cut, said = _ending(leg)
            truncated = truncated or cut
            notes += [f"{noun} leg: {one}" for one in said]
        first, second = (leg.seconds for leg in self._legs)
        if abs(first - second) >= LEGS_DIFFER_S:
            noun = "first" if first < second else "second"
            ends = clock(min(first, second))
            notes.append(
                f"the {noun} leg ends {float(abs(first - second)):.1f} s earlier, after {ends}; silence follows"
            )
        return truncated, notes


def _woven(waiting: list[bytearray], count: int) -> bytes:
    """`count` bytes of each leg, taken from what waits, as interleaved int16."""
    woven = array.array("h", bytes(2 * count))
    for at, one in enumerate(waiting):
        woven[at::2] = array.array("h", bytes(one[:count]))
        del one[:count]
    return woven.tobytes()


def _head(track: Track, channels: int, file_channels: int) -> Fields:
    return {
        "container": track.opened.kind.partition(",")[0],
        "codec": track.codec,
        "rate_hz": track.rate_hz,
        "channels": channels,
        "file_channels": file_channels,
    }


def _ending(track: Track) -> tuple[bool, list[str]]:
    end = ending(track)
    notes = [end.note] if end.note else []
    if track.damaged:
        notes.append(f"{track.damaged} damaged places were passed over")
    if track.refitted:
        notes.append("its rate or its number of channels changes on the way")
    tracks = len(track.opened.container.streams.audio)
    if tracks > 1:
        notes.append(f"the first of {tracks} sound tracks was taken")
    return end.truncated, notes


class Line:
    """The way back to the program: what is sent, when, and in which portions."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._spoke_at = time.monotonic()

    def serve(self, recording: OneFile | TwoLegs, *, with_sound: bool) -> None:
        rate_hz = min(recording.rate_hz, SOUND_RATE_HZ)
        self._send(Frame("head", recording.head | {"sound_rate_hz": rate_hz}))
        if with_sound:
            self._deliver(recording.pieces(rate_hz), rate_hz * BLOCK_S * recording.channels * 2)
        else:
            recording.count()
        truncated, notes = recording.ending()
        done: Fields = {
            "duration_ms": round(recording.seconds * 1000),
            "size_bytes": recording.size,
            "truncated": truncated,
            "note": "; ".join(notes),
        }
        self._send(Frame("done", done))

    def _deliver(self, pieces: Iterator[bytes], block_bytes: int) -> None:
        """Sends blocks of two seconds, the last one perhaps shorter."""
        pending = bytearray()
        for piece in pieces:
            pending += piece
            while len(pending) >= block_bytes:
                self._block(bytes(pending[:block_bytes]))
                del pending[:block_bytes]
        if pending:
            self._block(bytes(pending))

    def _block(self, samples: bytes) -> None:
        self._send(Frame("block", {}, samples))
        self._spoke_at = time.monotonic()

    def keep_alive(self) -> None:
        if time.monotonic() - self._spoke_at > ALIVE_S:
            self._send(Frame("alive"))
            self._spoke_at = time.monotonic()

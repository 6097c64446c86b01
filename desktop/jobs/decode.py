"""The child's side of reading a recording: one file in, its length or its samples out. Imports PyAV.

Runs only inside the child process that desktop.jobs.child starts. Nothing here trusts the file: only a regular local
file is opened, by us and not by FFmpeg (so no name can be taken for a URL), only containers that hold sound are
allowed (a playlist is none), and the length is what was decoded, not what the header claims.

Frames sent, in this order: `head` once, with the first decoded sound; `block` (decode only: int16, interleaved, at
most two seconds) or `alive` from time to time; then `done`. At any point instead: `refused` with a reason in words.
"""

import errno
import os
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import BinaryIO, Literal

import av
import av.error
import av.logging

from desktop.jobs.frames import Fields, Frame

SOUND_RATE_HZ = 16_000
"""Samples are delivered at the file's rate up to this one."""
BLOCK_S = 2
ALIVE_S = 0.5
LONGEST_S = 6 * 3600
IO_BUFFER = 1 << 17
RATES_HZ = range(4_000, 192_001)
CONTAINERS = (
    "wav w64 aiff au caf flac mp3 aac ac3 amr amrnb amrwb ogg mov mp4 matroska webm asf avi flv mpegts mpeg "
    "gsm g722 g729 ilbc voc ircam nistsphere tta ape wv rm dss act qcp sln spdif tak"
)
"""FFmpeg's names of containers that carry their own sound; everything that points elsewhere is absent."""
COUNTED = {"wav", "w64", "aiff", "au", "caf", "flac", "mov,mp4,m4a,3gp,3g2,mj2"}
"""Containers whose header counts the samples, so that a shorter sound means a truncated file."""
PLAYLISTS = (
    b"#EXTM3U",
    b"#EXTINF",
    b"[playlist]",
    b"ffconcat",
    b"<asx",
    b"<smil",
    b"<?wpl",
    b"<MPD",
    b"http",
    b"v=0",
)

Send = Callable[[Frame], None]


class Refused(Exception):
    """This file is not taken; the text is a clause for people."""


def answer(request: Frame, send: Send) -> None:
    """Serves one request: kind `probe` or `decode`, field `path` (absolute)."""
    av.logging.set_level(None)
    try:
        with open_regular(request.text("path")) as file:
            Reading(file, send, with_sound=request.kind == "decode").run()
    except Refused as exc:
        send(Frame("refused", {"reason": str(exc)}))
    except MemoryError:
        send(Frame("refused", {"reason": "decoding it needs more memory than a recording may use"}))


def open_regular(path: str) -> BinaryIO:
    """Opens a regular file for reading without ever blocking on a pipe or device; raises Refused in words."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if os.path.isdir(path):
            raise Refused("it is a folder")
        descriptor = os.open(path, flags)
    except OSError as exc:
        raise Refused(_in_words(exc)) from exc
    except ValueError as exc:  # a NUL in the name
        raise Refused("its name is not a file name") from exc
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        os.close(descriptor)
        raise Refused("it is a device or a pipe, not a file")
    if facts.st_size == 0:
        os.close(descriptor)
        raise Refused("the file is empty")
    return os.fdopen(descriptor, "rb")


class Reading:
    """One pass over one file, from its first packet to its last."""

    def __init__(self, file: BinaryIO, send: Send, *, with_sound: bool) -> None:
        self._file = file
        self._send = send
        self._with_sound = with_sound
        self._size = os.fstat(file.fileno()).st_size
        self._start = file.read(1 << 16)
        file.seek(0)
        self._channels = 0
        self._sound_rate_hz = 0
        self._frames_by_rate: Counter[int] = Counter()
        self._about_s = 0.0
        self._packets = 0
        self._damaged = 0
        self._ends_damaged = False
        self._resampler: av.AudioResampler | None = None
        self._pending = bytearray()
        self._spoke_at = time.monotonic()

    @property
    def seconds(self) -> Fraction:
        return sum((Fraction(frames, rate) for rate, frames in self._frames_by_rate.items()), Fraction(0))

    def run(self) -> None:
        if self._start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(PLAYLISTS):
            raise Refused("it is a list that points to other files, not a recording")
        try:
            container = av.open(
                self._file,
                "r",
                options={"format_whitelist": CONTAINERS.replace(" ", ","), "protocol_whitelist": "none"},
                metadata_errors="replace",
                buffer_size=IO_BUFFER,
            )
        except av.error.MemoryError:
            raise
        except (av.error.FFmpegError, UnicodeError) as exc:
            raise Refused("it holds no sound in a form this program knows") from exc
        with container:
            if not container.streams.audio:
                raise Refused("it holds no sound")
            self._read(container, container.streams.audio[0])

    def _read(self, container: "av.container.InputContainer", stream: "av.AudioStream") -> None:
        for frame in self._decoded(container, stream):
            if not self._channels:
                self._begin(container, stream, frame)
            self._take(frame)
        if not self._channels or self._damaged * 2 > self._packets:
            raise Refused("no sound in it can be decoded")
        if self._with_sound:
            self._resample(None)
            self._deliver(at_least=1)
        truncated, notes = self._judge_end(container, stream)
        if self._damaged:
            notes.append(f"{self._damaged} damaged places were passed over")
        if len(container.streams.audio) > 1:
            notes.append(f"the first of {len(container.streams.audio)} sound tracks was taken")
        fields: Fields = {
            "duration_ms": round(self.seconds * 1000),
            "size_bytes": self._size,
            "truncated": truncated,
            "note": "; ".join(notes),
        }
        self._send(Frame("done", fields))

    def _decoded(self, container: "av.container.InputContainer", stream: "av.AudioStream") -> "Iterator[av.AudioFrame]":
        """Every frame that can be decoded; a damaged packet is counted and passed over."""
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.MemoryError:
                raise
            except av.error.FFmpegError:  # the container breaks off here
                self._ends_damaged = True
                return
            try:
                frames = packet.decode()
            except av.error.MemoryError:
                raise
            except av.error.FFmpegError:
                self._damaged += 1
                self._ends_damaged = True
                self._keep_alive()
                continue
            finally:
                self._packets += 1
            self._ends_damaged = self._ends_damaged and not frames
            yield from frames

    def _begin(
        self, container: "av.container.InputContainer", stream: "av.AudioStream", frame: "av.AudioFrame"
    ) -> None:
        self._channels = frame.layout.nb_channels
        if self._channels > 2:
            raise Refused(f"it has {self._channels} channels; a call has one or two")
        if frame.sample_rate not in RATES_HZ:
            raise Refused(f"its rate of {frame.sample_rate} samples a second is not that of a recording")
        self._sound_rate_hz = min(frame.sample_rate, SOUND_RATE_HZ)
        head: Fields = {
            "container": container.format.name.partition(",")[0],
            "codec": stream.codec_context.codec.canonical_name,
            "rate_hz": frame.sample_rate,
            "channels": self._channels,
            "sound_rate_hz": self._sound_rate_hz,
        }
        self._send(Frame("head", head))

    def _take(self, frame: "av.AudioFrame") -> None:
        if frame.layout.nb_channels != self._channels:
            raise Refused(f"its number of channels changes after {_clock(self.seconds)}")
        if frame.sample_rate not in RATES_HZ:
            raise Refused(f"its rate changes to {frame.sample_rate} after {_clock(self.seconds)}")
        self._frames_by_rate[frame.sample_rate] += frame.samples
        self._about_s += frame.samples / frame.sample_rate  # `seconds` is exact, and too slow to ask for every frame
        if self._about_s > LONGEST_S:
            raise Refused(f"it is longer than {LONGEST_S // 3600} hours")
        if self._with_sound:
            self._resample(frame)
            self._deliver(at_least=self._sound_rate_hz * BLOCK_S)
        self._keep_alive()

    def _resample(self, frame: "av.AudioFrame | None") -> None:
        """Adds a frame, as interleaved int16 at the delivered rate, to what waits to be sent; None flushes."""
        if frame is None:
            ready = self._resampler.resample(None) if self._resampler else []
        else:
            # the sound is one continuous run, whatever the packets' time stamps say
            frame.pts = None
            try:
                self._resampler = self._resampler or self._new_resampler()
                ready = self._resampler.resample(frame)
            except ValueError:  # the file changes its rate or sample form on the way
                self._resample(None)
                self._resampler = self._new_resampler()
                ready = self._resampler.resample(frame)
        for part in ready:
            self._pending += memoryview(part.planes[0])[: part.samples * self._channels * 2]

    def _new_resampler(self) -> "av.AudioResampler":
        return av.AudioResampler(format="s16", layout=None, rate=self._sound_rate_hz)

    def _deliver(self, at_least: int) -> None:
        """Sends what waits in blocks of two seconds, the last one perhaps shorter, once `at_least` frames wait."""
        width = self._channels * 2
        whole = self._sound_rate_hz * BLOCK_S * width
        while len(self._pending) >= at_least * width:
            self._send(Frame("block", {}, bytes(self._pending[:whole])))
            del self._pending[:whole]
            self._spoke_at = time.monotonic()

    def _keep_alive(self) -> None:
        if time.monotonic() - self._spoke_at > ALIVE_S:
            self._send(Frame("alive"))
            self._spoke_at = time.monotonic()

    def _judge_end(self, container: "av.container.InputContainer", stream: "av.AudioStream") -> tuple[bool, list[str]]:
        """Whether the file was cut short, and what there is to say about its length."""
        if container.format.name == "ogg":
            cut = not _ogg_is_closed(self._file, self._size)
            return cut, [f"the file breaks off after {_clock(self.seconds)}"] if cut else []
        counted = container.format.name in COUNTED or (
            container.format.name == "mp3" and _mp3_counts_frames(self._start)
        )
        promised = Fraction(0)
        if counted and stream.duration and stream.time_base:
            promised = stream.duration * stream.time_base
        if container.format.name == "wav":
            promised = self.seconds * _wav_promise(self._start, self._size)
        if promised > LONGEST_S:
            return False, ["the length in its header is not the length of the sound"]
        if promised - self.seconds > Fraction(1, 2):
            told = f"the header speaks of {_clock(promised)}, the sound ends after {_clock(self.seconds)}"
            return True, [told]
        if self._ends_damaged:
            return True, [f"the file breaks off after {_clock(self.seconds)}"]
        return False, []


def _ogg_is_closed(file: BinaryIO, size: int) -> bool:
    """Whether the last Ogg page is whole and carries the end-of-stream mark (RFC 3533, section 6)."""
    file.seek(max(0, size - (1 << 17)))
    tail = file.read()
    at = tail.rfind(b"OggS")
    if at < 0 or len(tail) < at + 27:
        return False
    segments = tail[at + 26]
    lacing = tail[at + 27 : at + 27 + segments]
    whole = len(lacing) == segments and len(tail) >= at + 27 + segments + sum(lacing)
    return whole and bool(tail[at + 5] & 4)


def _wav_promise(start: bytes, size: int) -> Fraction:
    """How many times the sound that is there the `data` chunk of a WAV file declares; 1 when it declares nothing.

    FFmpeg cuts the declared length to the file's, so it has to be read here. RIFF chunks: id, length, content padded
    to an even length; RIFX is big-endian; RF64 keeps its lengths in a `ds64` chunk (EBU Tech 3306).
    """
    order: Literal["little", "big"] = "big" if start[:4] == b"RIFX" else "little"
    at, long_length = 12, 0
    while at + 8 <= len(start):
        name, length = start[at : at + 4], int.from_bytes(start[at + 4 : at + 8], order)
        if name == b"ds64":
            long_length = int.from_bytes(start[at + 16 : at + 24], order)
        if name == b"data":
            declared = long_length if length == 0xFFFF_FFFF else length
            there = size - at - 8
            written_later = declared in (0, 0x7FFF_FFFF) or there <= 0  # the recorder meant to fill it in
            return Fraction(1) if written_later else Fraction(declared, there)
        at += 8 + length + length % 2
    return Fraction(1)


def _mp3_counts_frames(start: bytes) -> bool:
    """Whether an MP3 file carries a frame count (a Xing, Info or VBRI header in its first frame)."""
    if start[:3] == b"ID3" and len(start) > 10:
        length = (start[6] << 21) | (start[7] << 14) | (start[8] << 7) | start[9]
        start = start[10 + length :]
    return any(mark in start[:400] for mark in (b"Xing", b"Info", b"VBRI"))


def _in_words(exc: OSError) -> str:
    words = {
        errno.ENOENT: "it is not there",
        errno.EACCES: "this account may not read it",
        errno.EPERM: "this account may not read it",
        errno.ELOOP: "its link leads in a circle",
        errno.ENXIO: "it is a device or a pipe, not a file",
        errno.ENAMETOOLONG: "its name is too long",
    }
    return words.get(exc.errno or 0, f"the disk says: {exc.strerror}")


def _clock(seconds: Fraction) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

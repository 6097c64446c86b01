"""Opening a file as sound, or saying in words what it is instead. In the child that decodes; imports PyAV.

Nothing here trusts the file: only a regular local file is opened, by us and not by FFmpeg (so no name can be taken
for a URL), only containers that carry their own sound are allowed, and FFmpeg may open nothing itself. The container
decides, never the ending of the name.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import av
import av.error

from desktop.jobs.wave_file import Part, Wave, as_plain_wave, read_wave, wave_header
from models.sound_source import RawForm

IO_BUFFER = 1 << 17
START_BYTES = 1 << 12
INDEX_BYTES = 1 << 22
CONTAINERS = (
    "wav w64 aiff au caf flac mp3 aac ac3 amr amrnb amrwb ogg mov mp4 matroska webm asf avi flv mpegts mpeg "
    "gsm g722 g729 ilbc voc ircam nistsphere tta ape wv rm dss act qcp sln spdif tak"
)
"""FFmpeg's names of containers that carry their own sound; everything that points elsewhere is absent."""
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
SOUND_STARTS = (
    b"RIFF",
    b"RIFX",
    b"RF64",
    b"BW64",
    b"riff\x2e\x91\xcf\x11",
    b"OggS",
    b"fLaC",
    b"ID3",
    b"#!AMR",
    b"0&\xb2u\x8ef\xcf\x11",
    b".snd",
    b"caff",
    b"FORM",
    b"\x1a\x45\xdf\xa3",
    b"NIST_1A",
    b"Creative Voice File",
    b"wvpk",
    b"MAC ",
    b"TTA1",
    b".RMF",
    b"#!iLBC",
)
"""How files with a header of their own begin; they are never read as raw sound, nor taken for text."""
OTHER_THINGS = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"BZh": "a compressed file (bzip2)",
    b"7z\xbc\xaf": "a compressed file (7z)",
    b"Rar!": "a compressed file (RAR)",
    b"\xfd7zXZ": "a compressed file (xz)",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document",
}
FFMPEG_RAW = {"oki": ""} | {name: name for name in ("mulaw", "alaw", "s16le", "s16be", "s8", "u8", "g722", "gsm")}
"""FFmpeg's names of the raw forms of models.sound_source; OKI has none and gets a header instead."""
OKI_TAG = 0x17
"""WAVE_FORMAT_DIALOGIC_OKI_ADPCM (mmreg.h)."""
MAY_BE_RAW = "; if it is sound without a header, an import profile can say how it is written"


class Refused(Exception):
    """This file is not taken; the text is a clause for people."""


@dataclass(frozen=True)
class SoundFile:
    """An opened file: FFmpeg's container, its first sound stream, the frame of a WAV file, and our own handle.

    `read_as_raw`: what the sound was read as when it was not by a header of its own. `path` and `raw` open it again.
    """

    path: str
    raw: RawForm | None
    container: "av.container.InputContainer"
    stream: "av.AudioStream"
    wave: Wave | None
    file: BinaryIO
    size: int
    read_as_raw: str = ""

    @property
    def kind(self) -> str:
        """FFmpeg's name of the container."""
        return "raw" if self.read_as_raw else str(self.container.format.name)

    @property
    def plain_seconds(self) -> float | None:
        """The length of plain samples, whose bytes are counted without decoding; None for everything else."""
        wave = self.wave
        if wave is None or wave.bytes_a_frame is None or self.read_as_raw:
            return None
        there = wave.there if wave.promised is None or wave.is_short else min(wave.promised, wave.there)
        return there / (wave.bytes_a_frame * max(1, wave.rate_hz))


def open_regular(path: str) -> BinaryIO:
    """Opens a regular file for reading without ever blocking on a pipe or device; raises Refused in words."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if os.path.isdir(path):
            raise Refused("it is a folder")
        descriptor = os.open(path, flags)
    except OSError as exc:
        raise Refused(in_words(exc)) from exc
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


@contextmanager
def sound_of(path: str, raw: RawForm | None) -> Iterator[SoundFile]:
    """The file at `path`, opened as sound. Raises Refused in words."""
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        start = file.read(START_BYTES)
        file.seek(0)
        wave = read_wave(file, size)
        has_header = _has_header(start)
        if raw is not None and not has_header:
            opened, name = _open_raw(file, raw), raw.codec
        elif wave is not None and wave.kind == "RIFX":
            opened, name = _open_rifx(file, wave), ""
        else:
            if not has_header:
                _refuse_other_things(start)
            source = as_plain_wave(file, wave) if wave is not None and wave.needs_our_header else file
            opened, name = _open(source, size), ""
        with opened as container:
            if not container.streams.audio:
                raise Refused("it holds no sound")
            yield SoundFile(path, raw, container, container.streams.audio[0], wave, file, size, name)


def lies_elsewhere(opened: SoundFile) -> bool:
    """Whether a movie says that its sound lies in another file: an entry of `dref` without the flag for "in this file"
    (ISO 14496-12, 8.7.2; QuickTime writes `alis` for `url `). FFmpeg does not follow it, and finds nothing."""
    if not opened.container.format.name.startswith("mov,"):
        return False
    at = 0
    while at < opened.size:
        opened.file.seek(at)
        head = opened.file.read(8)
        length = int.from_bytes(head[:4], "big")
        if head[4:] == b"moov":
            movie = opened.file.read(min(length, INDEX_BYTES))
            entries = movie.split(b"dref")[1:]
            return any(entry[12:20] in (b"url \0\0\0\0", b"alis\0\0\0\0") for entry in entries)
        if length < 8:
            return False
        at += length
    return False


def _open(source: "BinaryIO | Part", size: int) -> "av.container.InputContainer":
    try:
        return av.open(
            source,
            "r",
            options={"format_whitelist": CONTAINERS.replace(" ", ","), "protocol_whitelist": "none"},
            metadata_errors="replace",
            buffer_size=IO_BUFFER,
        )
    except av.error.MemoryError:
        raise
    except (av.error.FFmpegError, UnicodeError) as exc:
        words = "it holds no sound in a form this program knows"
        raise Refused(words if _zeros_only(source, size) else words + MAY_BE_RAW) from exc


def _open_raw(file: BinaryIO, raw: RawForm) -> "av.container.InputContainer":
    if raw.codec == "oki":
        form = b"".join(
            value.to_bytes(length, "little")
            for value, length in ((OKI_TAG, 2), (1, 2), (raw.rate_hz, 4), (raw.rate_hz // 2, 4), (1, 2), (4, 2))
        )
        return _open_as(Part(file, 0, wave_header(form, os.fstat(file.fileno()).st_size)), "wav", {})
    if raw.codec in ("g722", "gsm"):
        options = {} if raw.codec == "g722" else {"sample_rate": str(raw.rate_hz)}
        return _open_as(file, FFMPEG_RAW[raw.codec], options)
    return _open_samples(file, FFMPEG_RAW[raw.codec], raw.rate_hz, raw.channels)


def _open_rifx(file: BinaryIO, wave: Wave) -> "av.container.InputContainer":
    if wave.raw_name is None or not 1 <= wave.channels <= 64:
        raise Refused("it is a WAV file with the high byte first (RIFX) in a codec this program does not know")
    return _open_samples(Part(file, wave.at), wave.raw_name, wave.rate_hz, wave.channels)


def _open_samples(source: "BinaryIO | Part", name: str, rate_hz: int, channels: int) -> "av.container.InputContainer":
    return _open_as(source, name, {"sample_rate": str(rate_hz), "ch_layout": f"{channels}c"})


def _open_as(source: "BinaryIO | Part", name: str, options: dict[str, str]) -> "av.container.InputContainer":
    try:
        return av.open(
            source, "r", format=name, options=options | {"protocol_whitelist": "none"}, buffer_size=IO_BUFFER
        )
    except av.error.MemoryError:
        raise
    except (av.error.FFmpegError, ValueError) as exc:
        raise Refused("its sound cannot be read in the form it is said to have") from exc


def _has_header(start: bytes) -> bool:
    return start.startswith(SOUND_STARTS) or start[4:8] == b"ftyp"


def _refuse_other_things(start: bytes) -> None:
    """Raises Refused for what is known to be something else: FFmpeg might still find sound frames inside."""
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(PLAYLISTS):
        raise Refused("it is a list that points to other files, not a recording")
    for magic, words in OTHER_THINGS.items():
        if start.startswith(magic):
            raise Refused(f"it holds no sound: it is {words}")
    if _is_text(start):
        raise Refused("it holds no sound: it is text")


def _is_text(start: bytes) -> bool:
    try:
        text = start[: len(start) - len(start) % 4].decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        if exc.start < len(start) - 8:
            return False
        text = start[: exc.start].decode("utf-8-sig")
    return all(c.isprintable() or c in "\t\r\n\f" for c in text)


def _zeros_only(source: "BinaryIO | Part", size: int) -> bool:
    source.seek(0)
    found = source.read(START_BYTES)
    return size > 0 and not any(found)


def in_words(exc: OSError) -> str:
    """Why the system would not open or read a file, as a clause for people."""
    words = {
        errno.ENOENT: "it is not there",
        errno.EACCES: "this account may not read it",
        errno.EPERM: "this account may not read it",
        errno.ELOOP: "its link leads in a circle",
        errno.ENXIO: "it is a device or a pipe, not a file",
        errno.ENAMETOOLONG: "its name is too long",
    }
    return words.get(exc.errno or 0, f"the disk says: {exc.strerror}")

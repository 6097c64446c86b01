"""The frame of a WAV file, read by us: where the sound lies, how much the header promises, and what FFmpeg gets wrong.

FFmpeg cuts the promised length to the file's, so it has to be read here. Besides, three kinds of file are handed to
FFmpeg otherwise than they are: RIFX (FFmpeg takes its samples with the low byte first), files whose odd chunks are not
padded, and files whose header promises far less than there is. Their sound is then given as raw samples, or behind a
header of ours.

RIFF chunks: id, length, content padded to an even length; RIFX is the same with the high byte first; RF64 and BW64 keep
long lengths in a `ds64` chunk (EBU Tech 3306); W64 has GUIDs of 16 bytes and lengths of 8 that count themselves (Sony
Wave64). `fmt `: tag, channels, rate, bytes a second, block length, bits (RIFF MCI, 1991; mmreg.h).
"""

import os
import struct
from dataclasses import dataclass
from typing import BinaryIO, Literal

MOST_CHUNKS = 4096
MOST_BYTES = 1 << 60
"""No disk holds a file as long: lengths come from the file and may say anything."""
PLACEHOLDERS = (0, 0x7FFF_FFFF, 0xFFFF_FFFF)
"""Lengths of a recorder that meant to fill in the true one at its end."""
W64_START = b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0"
PCM, FLOAT, ALAW, MULAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
OTHER_TAGS = {0x65: 0x028F}
"""Tags that FFmpeg knows by another number: G.722 as Microsoft registered it (mmreg.h)."""
BIG_ENDIAN_RAW = {
    (PCM, 8): "u8",
    (PCM, 16): "s16be",
    (PCM, 24): "s24be",
    (PCM, 32): "s32be",
    (FLOAT, 32): "f32be",
    (FLOAT, 64): "f64be",
    (ALAW, 8): "alaw",
    (MULAW, 8): "mulaw",
}
"""FFmpeg's names of raw forms, by tag and bits of a RIFX file."""


@dataclass(frozen=True)
class Wave:
    """One WAV file: its kind, its `fmt ` chunk, where its sound begins, and the bytes of sound promised and there.

    `promised` is None where the recorder never filled it in. `is_odd`: chunks of odd length are not padded. `is_short`:
    the sound goes on beyond what was promised.
    """

    kind: Literal["RIFF", "RIFX", "RF64", "W64"]
    form: bytes
    at: int
    promised: int | None
    there: int
    is_odd: bool = False
    is_short: bool = False

    @property
    def needs_our_header(self) -> bool:
        """Whether FFmpeg would go wrong with the file's own."""
        return self.is_odd or self.is_short or (self.kind != "RIFX" and self._number(0, 2) in OTHER_TAGS)

    @property
    def raw_name(self) -> str | None:
        """FFmpeg's name of the raw form of a RIFX file's samples; None when it has none."""
        tag, bits = self._number(0, 2), self._number(14, 2)
        if tag == EXTENSIBLE and len(self.form) >= 28:
            tag = self._number(24, 4)
        return BIG_ENDIAN_RAW.get((tag, bits))

    @property
    def channels(self) -> int:
        return self._number(2, 2)

    @property
    def rate_hz(self) -> int:
        return self._number(4, 4)

    @property
    def bytes_a_second(self) -> int:
        return self._number(8, 4)

    @property
    def bytes_a_frame(self) -> int | None:
        """Bytes of one sample of all channels, where samples are plain: PCM, float, G.711."""
        tag, block = self._number(0, 2), self._number(12, 2)
        return block if tag in (PCM, FLOAT, ALAW, MULAW) and block else None

    def _number(self, at: int, length: int) -> int:
        return int.from_bytes(self.form[at : at + length], "big" if self.kind == "RIFX" else "little")


def read_wave(file: BinaryIO, size: int) -> Wave | None:
    """The frame of the WAV file that `file` is; None for everything else, and for one without `fmt ` or sound."""
    file.seek(0)
    start = file.read(40)
    try:
        if start[:16] == W64_START:
            return _read_w64(file, size)
        if start[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and start[8:12] == b"WAVE":
            return _read_riff(file, size, start[:4])
        return None
    finally:
        file.seek(0)


def _read_riff(file: BinaryIO, size: int, kind: bytes) -> Wave | None:
    order: Literal["little", "big"] = "big" if kind == b"RIFX" else "little"
    at, form, long_length, is_odd = 12, b"", 0, False
    for _ in range(MOST_CHUNKS):
        head = _at(file, at, 8)
        if len(head) < 8:
            return None
        name, length = head[:4], int.from_bytes(head[4:], order)
        if name == b"ds64":
            long_length = int.from_bytes(_at(file, at + 16, 8), order)
        if name == b"fmt ":
            form = _at(file, at + 8, min(length, 1024))
        if name == b"data":
            promised = long_length if length == 0xFFFF_FFFF and long_length else length
            there = size - at - 8
            if len(form) < 14 or there <= 0:
                return None
            told: Literal["RIFF", "RIFX", "RF64"] = "RIFX" if order == "big" else "RF64" if long_length else "RIFF"
            filled_in = None if promised in PLACEHOLDERS else promised
            found = Wave(told, form, at + 8, filled_in, there, is_odd)
            short = filled_in is not None and _goes_on(file, size, found, filled_in, order)
            return Wave(told, form, at + 8, filled_in, there, is_odd, short)
        end = at + 8 + length
        if length % 2 and not _is_chunk(_at(file, end + 1, 4)) and _is_chunk(_at(file, end, 4)):
            is_odd = True
            at = end
        else:
            at = end + length % 2
    return None


def _goes_on(file: BinaryIO, size: int, wave: Wave, promised: int, order: Literal["little", "big"]) -> bool:
    """Whether sound, and no further chunk, follows where the header says that the sound ends: at least half a second
    of it, since some recorders leave a few stray bytes at the end."""
    end = wave.at + promised
    if size - end < max(4096, wave.bytes_a_second // 2):
        return False
    for at in (end + promised % 2, end):
        if _is_chunk(_at(file, at, 4)):
            length = int.from_bytes(_at(file, at + 4, 4), order)
            if at + 8 + length <= size + 1:
                return False
    tail = _at(file, end, 4096)
    return tail.count(0) < len(tail)


def _read_w64(file: BinaryIO, size: int) -> Wave | None:
    at, form = 40, b""
    for _ in range(MOST_CHUNKS):
        head = _at(file, at, 24)
        if len(head) < 24:
            return None
        name, length = head[:4], int.from_bytes(head[16:], "little")
        if name == b"fmt ":
            form = _at(file, at + 24, min(max(0, length - 24), 1024))
        if name == b"data":
            there = size - at - 24
            if len(form) < 14 or there <= 0:
                return None
            return Wave("W64", form, at + 24, length - 24 if length > 24 else None, there)
        if length < 24:
            return None
        at += length + -length % 8
    return None


def _at(file: BinaryIO, at: int, count: int) -> bytes:
    if at >= MOST_BYTES:
        return b""
    file.seek(at)
    return file.read(count)


def _is_chunk(name: bytes) -> bool:
    """Whether four bytes look like a chunk's id: letters and digits, perhaps with blanks or underscores after them."""
    return len(name) == 4 and name.isascii() and name[:1].isalnum() and name.translate(None, b" _").isalnum()


class Part:
    """A file that consists of `head` and what stands in another from `at` on: what FFmpeg is given to read."""

    def __init__(self, file: BinaryIO, at: int, head: bytes = b"") -> None:
        self._file = file
        self._skew = at - len(head)
        self._head = head
        self._size = os.fstat(file.fileno()).st_size - self._skew
        self._place = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def read(self, count: int) -> bytes:
        if self._place < len(self._head):
            found = self._head[self._place : self._place + count]
        else:
            self._file.seek(self._place + self._skew)
            found = self._file.read(count)
        self._place += len(found)
        return found


def as_plain_wave(file: BinaryIO, wave: Wave) -> Part:
    """The same sound behind a header of ours, which promises what is there."""
    tag = int.from_bytes(wave.form[:2], "little")
    form = OTHER_TAGS.get(tag, tag).to_bytes(2, "little") + wave.form[2:]
    there = wave.there if wave.is_short or wave.promised is None else min(wave.there, wave.promised)
    return Part(file, wave.at, wave_header(form, there))


def wave_header(form: bytes, length: int) -> bytes:
    """RIFF header, `fmt ` and the head of `data`; 0 stands for a length of more than 32 bits: up to the file's end."""
    told = length if length < 0xFFFF_0000 else 0
    form += b"\0" * (len(form) % 2)
    return (
        b"RIFF"
        + struct.pack("<I", told + 20 + len(form) if told else 0)
        + b"WAVEfmt "
        + struct.pack("<I", len(form))
        + form
        + b"data"
        + struct.pack("<I", told)
    )

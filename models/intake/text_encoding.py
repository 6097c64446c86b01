"""Which encoding a text file is in: looked through as a whole first, so that nothing of a misread file is taken.

A byte order mark decides; else the pattern of NUL bytes tells UTF-16; else it is UTF-8 if it can be, and Windows-1252
if it cannot. A chunk of ASCII costs next to nothing, so looking through 170 MB takes a twentieth of a second.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from models.errors import Refusal
from models.intake.table_form import FileRefused

CHUNK = 1 << 20
SAMPLE = 1 << 16
MOST_OF_A_LINE = 16 << 20
"""Bytes without a line end beyond which a file is no list."""
A_FEW = 16
"""Control characters that may slip into a text; one in ten bytes of anything packed is one."""

_MARKS = (
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that Windows-1252 leaves open (Unicode consortium, CP1252.TXT)."""
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))
_CONTROL = bytes({*range(0x01, 0x09), *range(0x0E, 0x20), 0x7F} - {0x1A})
_SHOWN = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}


@dataclass(frozen=True)
class Encoded:
    """What was found: Python's name of the encoding, bytes of the mark before the text, whether NUL is in it."""

    encoding: str
    mark_bytes: int
    size_bytes: int
    holds_nul: bool
    remark: str | None


def look_through(file: BinaryIO, name: str, wanted: str | None = None) -> Encoded:
    """Read the whole file once and say how it is encoded. `wanted` is what a profile says; a byte order mark wins.

    Raises FileRefused, naming line and byte, for what cannot be decoded or is no text at all.
    """
    file.seek(0)
    sample = file.read(SAMPLE)
    encoding, mark_bytes = _marked(sample, name)
    if encoding is None:
        encoding = _as_wanted(wanted, sample, name) if wanted else _without_mark(sample, name)
    look = _Look(file, name, mark_bytes)
    if encoding is not None:
        look.decode(encoding, f"not {_SHOWN.get(encoding, encoding.upper())}")
    elif look.is_utf8():
        encoding = "utf-8"
    else:
        encoding = "cp1252"
        look.check_1252()
    remark = None if encoding == "utf-8" else f"read as {_SHOWN.get(encoding, encoding)}"
    return Encoded(encoding, mark_bytes, look.size_bytes, look.holds_nul, remark)


def _marked(sample: bytes, name: str) -> tuple[str | None, int]:
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            if encoding is None:
                raise FileRefused(Refusal(name, None, None, None, "is UTF-32; save the list as CSV in UTF-8"))
            return encoding, len(mark)
    return None, 0


def _as_wanted(wanted: str, sample: bytes, name: str) -> str:
    try:
        found = codecs.lookup(wanted)
        "".encode(wanted)
    except LookupError:
        raise FileRefused(Refusal(name, None, None, wanted, "is no encoding this program knows")) from None
    if found.name == "utf-16":
        return _utf_16_pattern(sample) or "utf-16-le"
    return "utf-8" if found.name == "utf-8-sig" else found.name


def _without_mark(sample: bytes, name: str) -> str | None:
    """UTF-16 by its pattern of NULs; None for anything in single bytes; refuses what is no text."""
    found = _utf_16_pattern(sample)
    if found is None:
        strange = len(sample) - len(sample.translate(None, _CONTROL))
        if (strange > A_FEW and strange * 20 > len(sample)) or sample.count(0) * 10 > len(sample):
            raise FileRefused(Refusal(name, None, None, None, "is neither text nor a workbook"))
    return found


def _utf_16_pattern(sample: bytes) -> str | None:
    half = len(sample) // 2
    even, odd = sample[0 : half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    if odd * 5 > half * 2 and even * 20 < half:
        return "utf-16-le"
    if even * 5 > half * 2 and odd * 20 < half:
        return "utf-16-be"
    return None


class _Look:
    """One or two passes over the bytes of a file; what they find besides is kept."""

    def __init__(self, file: BinaryIO, name: str, mark_bytes: int) -> None:
        self._file = file
        self._name = name
        self._mark_bytes = mark_bytes
        self.size_bytes = 0
        self.holds_nul = False
        self._bad_at = 0

    def decode(self, encoding: str, reason: str) -> None:
        """Decode all of it strictly, or refuse naming the line and the byte."""
        decoder = codecs.getincrementaldecoder(encoding)()
        line_ends = 0
        last = ""
        for chunk in self._chunks():
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as exc:
                good = exc.object[: exc.start].decode(encoding, "ignore")
                byte = f"byte 0x{exc.object[exc.start]:02X}"
                line = 1 + line_ends + _line_ends(last, good)
                raise self._refused(line, byte, f"{reason}; save the list as CSV in UTF-8") from exc
            line_ends += _line_ends(last, text)
            self.holds_nul = self.holds_nul or "\0" in text
            last = text[-1:] or last

    def is_utf8(self) -> bool:
        decoder = codecs.getincrementaldecoder("utf-8")()
        read = 0
        for chunk in self._chunks():
            held = decoder.getstate()[0]
            if held or not chunk or not chunk.isascii():
                try:
                    decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError as exc:
                    self._bad_at = read - len(held) + exc.start
                    return False
            self.holds_nul = self.holds_nul or b"\0" in chunk
            read += len(chunk)
        return True

    def check_1252(self) -> None:
        """Refuse what Windows-1252 leaves open, and UTF-8 that is damaged: read as Windows-1252, it would be distorted.

        Now and then two letters of Windows-1252 look like one of UTF-8; more than one in ten such is no accident.
        """
        read = high = of_sequences = sequences = 0
        for chunk in self._chunks():
            found = _UNDEFINED.search(chunk)
            if found is not None:
                byte = f"byte 0x{chunk[found.start()]:02X}"
                reason = "neither UTF-8 nor Windows-1252; save the list as CSV in UTF-8"
                raise self._refused(self._line_of(read + found.start()), byte, reason)
            high += len(chunk) - len(chunk.translate(None, _HIGH))
            lengths = [len(one) for one in _SEQUENCE.findall(chunk)]
            sequences += len(lengths)
            of_sequences += sum(lengths)
            self.holds_nul = self.holds_nul or b"\0" in chunk
            read += len(chunk)
        if sequences and sequences * 10 >= high - of_sequences:
            byte = self._byte_at(self._bad_at)
            reason = "UTF-8 with damaged letters in it; save the list as CSV in UTF-8"
            raise self._refused(self._line_of(self._bad_at), byte, reason)

    def _chunks(self) -> Iterator[bytes]:
        """The file behind its mark, chunk by chunk, with an empty one at the end."""
        self._file.seek(self._mark_bytes)
        self.size_bytes = self._mark_bytes
        without_line_end = 0
        while True:
            chunk = self._file.read(CHUNK)
            self.size_bytes += len(chunk)
            ends = b"\n" in chunk or b"\r" in chunk
            without_line_end = 0 if ends else without_line_end + len(chunk)
            if without_line_end > MOST_OF_A_LINE:
                reason = f"has a line of more than {MOST_OF_A_LINE >> 20} MB, which is no list"
                raise self._refused(None, None, reason)
            yield chunk
            if not chunk:
                return

    def _byte_at(self, offset: int) -> str:
        self._file.seek(self._mark_bytes + offset)
        return f"byte 0x{self._file.read(1)[0]:02X}"

    def _line_of(self, offset: int) -> int:
        self._file.seek(self._mark_bytes)
        left, line_ends, last = offset, 0, ""
        while left > 0 and (chunk := self._file.read(min(left, CHUNK))):
            text = chunk.decode("latin-1")
            line_ends += _line_ends(last, text)
            left, last = left - len(chunk), text[-1:]
        return 1 + line_ends

    def _refused(self, line: int | None, value: str | None, reason: str) -> FileRefused:
        return FileRefused(Refusal(self._name, line, None, value, reason))


def _line_ends(last: str, text: str) -> int:
    """Line ends (LF, CR LF, CR) in `text`; a CR that was the `last` character before it was counted already."""
    split = last == "\r" and text.startswith("\n")
    return text.count("\n") + text.count("\r") - text.count("\r\n") - (1 if split else 0)

"""From the bytes of a file to its text: UTF-8, UTF-16 and UTF-32 with or without a mark, else Windows-1252."""

import codecs
import re
from typing import NamedTuple

from models.intake.transcripts.told import Loss, Unfit

MOST_LINES = 500_000
"""No transcript has more lines; a file of nothing but line ends would take all memory."""
LOOKED_AT = 65536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
STRAY = "\N{REPLACEMENT CHARACTER}"
_BINARY = re.compile("[\0-\x06\x0e-\x1a\x1c-\x1f]")
_KNOWN_BINARIES = (
    (b"PK\x03\x04", "is a ZIP file or an office document; save the transcript as text, WebVTT or SRT"),
    (b"%PDF", "is a PDF; save the transcript as text, WebVTT or SRT"),
    (b"{\\rtf", "is an RTF document; save the transcript as plain text"),
    (b"\xd0\xcf\x11\xe0", "is an old office document; save the transcript as plain text"),
)


class Written(NamedTuple):
    """A file's text; `losses`: what its encoding made of it."""

    text: str
    losses: list[Loss]


def encoding_of(raw: bytes) -> str | None:
    """The encoding a byte order mark or the zero bytes of UTF-16 tell; None when nothing does."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    head = raw[:4096]
    if len(head) >= 4:
        zeros = (head[::2].count(0) / len(head[::2]), head[1::2].count(0) / len(head[1::2]))
        if zeros[1] > 0.4 and zeros[0] < 0.1:
            return "utf-16-le"
        if zeros[0] > 0.4 and zeros[1] < 0.1:
            return "utf-16-be"
    return None


def decoded(raw: bytes) -> Written:
    """The text of a file that is no JSON. Raises Unfit when it is no text."""
    for beginning, reason in _KNOWN_BINARIES:
        if raw.startswith(beginning):
            raise Unfit(None, None, reason)
    encoding = encoding_of(raw)
    losses: list[Loss] = []
    try:
        text = raw.decode(encoding or "utf-8")
    except UnicodeDecodeError as exc:
        if encoding not in (None, "utf-8-sig"):
            raise Unfit(None, None, f"is not {str(encoding).upper()}, as its first bytes say") from exc
        text, losses = _not_quite_utf_8(raw, encoding)
    _refuse_binary(text[:LOOKED_AT])
    if text.count("\n") + text.count("\r") > MOST_LINES:
        raise Unfit(None, None, f"has more than {MOST_LINES:,} lines")
    return Written(text, losses)


def _not_quite_utf_8(raw: bytes, encoding: str | None) -> tuple[str, list[Loss]]:
    """Text that is no clean UTF-8: with some stray bytes where most other letters are good, else Windows-1252."""
    head = raw[:LOOKED_AT].decode("utf-8", "replace")
    _refuse_binary(head)
    strays = head.count(STRAY)
    if encoding is not None or sum(not letter.isascii() for letter in head) > 2 * strays:
        text = raw.decode("utf-8-sig", "replace")
        return text, [Loss(f"not UTF-8, now {STRAY}: {{}}", text.count(STRAY), "bytes")]
    try:
        return raw.decode("cp1252"), [Loss("read as Windows-1252")]
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        raise Unfit(line, f"byte 0x{raw[exc.start]:02X}", "neither UTF-8 nor Windows-1252") from exc


def _refuse_binary(head: str) -> None:
    if len(_BINARY.findall(head)) > 8 + len(head) // 100:
        raise Unfit(None, None, "is binary, not text")

"""The language spoken between the program and its child processes: frames over a pair of pipes.

A frame is eight bytes of lengths (big-endian: header, payload), a JSON object with a `kind`, and optional raw bytes.
JSON because both ends are ours and a header is small; raw bytes because an hour of sound is 100 MB. Lengths are
checked before anything is read, so that a broken child cannot make the program allocate what it likes.

Both ends import this module, so it imports nothing heavy.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import IO

LENGTHS = struct.Struct("!II")
HEADER_LIMIT = 1 << 20
PAYLOAD_LIMIT = 16 << 20

Plain = str | int | float | bool | None
Fields = dict[str, Plain]


class BrokenStream(ValueError):
    """The other end sent something that is not a frame, or stopped in the middle of one."""


@dataclass(frozen=True)
class Frame:
    """One message: what it is (`kind`), its plain values, and raw bytes if it carries any."""

    kind: str
    fields: Fields = field(default_factory=dict)
    payload: bytes = b""

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if not isinstance(value, str):
            raise BrokenStream(f"{self.kind}: {name} is not text")
        return value

    def number(self, name: str) -> int:
        value = self.fields.get(name)
        if not isinstance(value, int):
            raise BrokenStream(f"{self.kind}: {name} is not a whole number")
        return value

    def flag(self, name: str) -> bool:
        value = self.fields.get(name)
        if not isinstance(value, bool):
            raise BrokenStream(f"{self.kind}: {name} is neither true nor false")
        return value


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """Sends one frame and flushes. OSError (a broken pipe) when the other end is gone."""
    header = json.dumps({"kind": frame.kind, **frame.fields}).encode("ascii")
    stream.write(LENGTHS.pack(len(header), len(frame.payload)) + header)
    if frame.payload:
        stream.write(frame.payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """The next frame, or None when the other end closed its pipe between two frames.

    Raises BrokenStream for anything that is not a whole frame.
    """
    lengths = stream.read(LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < LENGTHS.size:
        raise BrokenStream("ended inside a frame")
    header_length, payload_length = LENGTHS.unpack(lengths)
    if header_length > HEADER_LIMIT or payload_length > PAYLOAD_LIMIT:
        raise BrokenStream(f"frame of {header_length} + {payload_length} bytes")
    header = stream.read(header_length)
    payload = stream.read(payload_length) if payload_length else b""
    if len(header) < header_length or len(payload) < payload_length:
        raise BrokenStream("ended inside a frame")
    try:
        fields = json.loads(header)
    except ValueError as exc:
        raise BrokenStream("header is not JSON") from exc
    if not isinstance(fields, dict) or not isinstance(fields.get("kind"), str):
        raise BrokenStream("header has no kind")
    kind = fields.pop("kind")
    return Frame(kind, fields, payload)

"""Reading one transcript file in the JSON form of the command-line contract ("The transcript as JSON").

Times come as seconds and leave as milliseconds, checked against the recording they belong to. What is wrong is named by
its place in the document, as in `segments[3].end`.
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from models.errors import Refusal
from models.intake.csv_rows import FileRefused, shown
from models.intake.recordings import Shape
from models.transcript import Speaker, SpokenSegment, WordText

MOST_BYTES = 64 * 1024 * 1024
GRACE_MS = 1000
"""A time may lie so far beyond the end of the recording: engines round, decoders pad."""
IMPORTED = "imported"
"""The engine of a transcript that does not name one."""


class TranscriptFile(NamedTuple):
    """What a file says, segments in order of time."""

    recording_id: str
    engine: str
    model: str | None
    segments: tuple[SpokenSegment, ...]


class _Unfit(ValueError):
    """A value that cannot be taken: its place in the document, itself, and why."""

    def __init__(self, place: str | None, value: object, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.value = value


def read_transcript(path: Path, shape_of: Callable[[str], Shape | None]) -> TranscriptFile:
    """Read and check a file; `shape_of` tells the recording's channels and length, None for an unknown one.

    Raises FileRefused.
    """
    document = _loaded(path)
    try:
        return _checked(document, shape_of)
    except _Unfit as exc:
        raise FileRefused(Refusal(shown(path), None, exc.place, _printable(exc.value), str(exc))) from exc


def _loaded(path: Path) -> object:
    name = shown(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileRefused(Refusal(name, None, None, None, f"larger than {MOST_BYTES // 2**20} MB"))
        written = path.read_bytes()
    except OSError as exc:
        raise FileRefused(Refusal(name, None, None, None, f"cannot be read ({exc.strerror})")) from exc
    try:
        return json.loads(written.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        line = written.count(b"\n", 0, exc.start) + 1
        byte = f"byte 0x{written[exc.start]:02X}"
        raise FileRefused(Refusal(name, line, None, byte, "not UTF-8")) from exc
    except json.JSONDecodeError as exc:
        raise FileRefused(Refusal(name, exc.lineno, None, None, f"not JSON ({exc.msg})")) from exc
    except (RecursionError, ValueError) as exc:
        raise FileRefused(
            Refusal(name, None, None, None, "not a transcript: nested too deep or a number too long")
        ) from exc


def _checked(document: object, shape_of: Callable[[str], Shape | None]) -> TranscriptFile:
    if not isinstance(document, dict):
        raise _Unfit(None, document, "not a transcript: the document is no object")
    recording_id = _text(document, "recording_id", "")
    shape = shape_of(recording_id)
    if shape is None:
        raise _Unfit("recording_id", recording_id, "no recording has this id")
    listed = document.get("segments")
    if not isinstance(listed, list):
        raise _Unfit("segments", listed, "must be a list")
    segments = [_segment(item, f"segments[{place}]", shape) for place, item in enumerate(listed)]
    engine = _text(document, "engine", "") if document.get("engine") is not None else IMPORTED
    model = _text(document, "model", "") if document.get("model") is not None else None
    in_time = sorted(segments, key=lambda segment: (segment.start_ms, segment.channel))
    return TranscriptFile(recording_id, engine, model, tuple(in_time))


def _segment(item: object, place: str, shape: Shape) -> SpokenSegment:
    if not isinstance(item, dict):
        raise _Unfit(place, item, "must be an object")
    channel = item.get("channel")
    if not isinstance(channel, int) or isinstance(channel, bool) or not 0 <= channel < shape.channels:
        held = "1 channel, 0" if shape.channels == 1 else f"channels 0 to {shape.channels - 1}"
        raise _Unfit(f"{place}.channel", channel, f"the recording has {held}")
    speaker = item.get("speaker")
    if speaker not in tuple(Speaker):
        raise _Unfit(f"{place}.speaker", speaker, "not a speaker; use " + ", ".join(Speaker))
    start_ms, end_ms = _span(item, place, shape)
    words = item.get("words")
    if words is not None and not isinstance(words, list):
        raise _Unfit(f"{place}.words", words, "must be a list")
    return SpokenSegment(
        channel,
        Speaker(speaker),
        start_ms,
        end_ms,
        _text(item, "text", f"{place}."),
        tuple(_word(word, f"{place}.words[{position}]", shape) for position, word in enumerate(words or ())),
    )


def _word(item: object, place: str, shape: Shape) -> WordText:
    if not isinstance(item, dict):
        raise _Unfit(place, item, "must be an object")
    start_ms, end_ms = _span(item, place, shape)
    probability = item.get("probability")
    if probability is not None and not (_is_number(probability) and 0 <= probability <= 1):
        raise _Unfit(f"{place}.probability", probability, "must be a number from 0 to 1")
    text = _text(item, "text", f"{place}.")
    return WordText(start_ms, end_ms, text, None if probability is None else float(probability))


def _span(item: dict[str, object], place: str, shape: Shape) -> tuple[int, int]:
    start_ms, end_ms = (_time(item, name, place, shape) for name in ("start", "end"))
    if end_ms < start_ms:
        raise _Unfit(f"{place}.end", item["end"], "lies before the start")
    return start_ms, end_ms


def _time(item: dict[str, object], name: str, place: str, shape: Shape) -> int:
    """Seconds from the start of the recording, as milliseconds rounded half up."""
    at = item.get(name)
    where = f"{place}.{name}"
    if not isinstance(at, int | float) or isinstance(at, bool):
        raise _Unfit(where, at, "must be a number of seconds")
    if isinstance(at, float) and not math.isfinite(at):
        raise _Unfit(where, at, "must be a finite number of seconds")
    if at < 0:
        raise _Unfit(where, at, "lies before the recording")
    if at * 1000 > shape.duration_ms + GRACE_MS:
        raise _Unfit(where, at, f"lies beyond the recording, which is {shape.duration_ms / 1000:.1f} s long")
    return math.floor(at * 1000 + 0.5)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(item: dict[str, object], name: str, place: str) -> str:
    value = item.get(name)
    if not isinstance(value, str):
        raise _Unfit(f"{place}{name}", value, "must be text")
    if "\0" in value or shown(value) != value:
        raise _Unfit(f"{place}{name}", value, "holds a character that no text has")
    return value


def _printable(value: object) -> str | None:
    """A value of the document as a refusal shows it."""
    if value is None:
        return None
    return shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

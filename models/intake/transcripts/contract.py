"""Our own JSON: "The transcript as JSON" of the command-line contract. Exact: what is wrong is refused by its place."""

import math

from models.intake.transcripts.documents import Record, each
from models.intake.transcripts.told import Told, ToldStretch, ToldWord, Unfit, stray_count
from models.transcript import Speaker

FORM = "Steercheck's JSON"
LONGEST_S = 10**7
"""No recording is as long as this (115 days)."""


def recognises(document: object) -> bool:
    """A recording and segments, or segments that carry channel and speaker as ours do."""
    if not isinstance(document, dict) or not document.keys().isdisjoint(("language", "word_segments", "text", "info")):
        return False
    listed = document.get("segments")
    if "recording_id" in document:
        return "segments" in document or document.keys() <= {"recording_id", "file", "engine", "model"}
    first = listed[0] if isinstance(listed, list) and listed else None
    return isinstance(first, dict) and "channel" in first and first.get("speaker") in tuple(Speaker)


def read(document: Record) -> Told:
    """The transcript as told. Raises Unfit."""
    told = Told(FORM, exact=True, engine=_named(document, "engine"), model=_named(document, "model"))
    if "segments" not in document:
        raise Unfit("segments", None, "must be a list")
    for place, item in each(document["segments"], "segments"):
        told.add(_stretch(item, place))
    return told


def _stretch(item: Record, place: str) -> ToldStretch:
    channel = item.get("channel")
    if not isinstance(channel, int) or isinstance(channel, bool):
        raise Unfit(f"{place}.channel", channel, "must be a channel, 0 or 1")
    speaker = item.get("speaker")
    if speaker not in tuple(Speaker):
        raise Unfit(f"{place}.speaker", speaker, "not a speaker; use " + ", ".join(Speaker))
    start_ms, end_ms = _span(item, place)
    words = item.get("words")
    spoken = [] if words is None else [_word(word, at) for at, word in each(words, f"{place}.words")]
    return ToldStretch(place, start_ms, end_ms, _text(item, "text", place), channel, speaker, spoken)


def _word(item: Record, place: str) -> ToldWord:
    start_ms, end_ms = _span(item, place)
    probability = item.get("probability")
    if probability is not None and not (_is_number(probability) and 0 <= probability <= 1):
        raise Unfit(f"{place}.probability", probability, "must be a number from 0 to 1")
    return ToldWord(_text(item, "text", place), start_ms, end_ms, None if probability is None else float(probability))


def _span(item: Record, place: str) -> tuple[float, float]:
    start, end = (_seconds(item, name, place) for name in ("start", "end"))
    if end < start:
        raise Unfit(f"{place}.end", item["end"], "lies before the start")
    return start * 1000, end * 1000


def _seconds(item: Record, name: str, place: str) -> float:
    at = item.get(name)
    where = f"{place}.{name}"
    if not isinstance(at, int | float) or isinstance(at, bool):
        raise Unfit(where, at, "must be a number of seconds")
    if isinstance(at, float) and not math.isfinite(at):
        raise Unfit(where, at, "must be a finite number of seconds")
    if at < 0:
        raise Unfit(where, at, "lies before the recording")
    if at > LONGEST_S:
        raise Unfit(where, at, "lies beyond any recording")
    return float(at)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(item: Record, name: str, place: str) -> str:
    value = item.get(name)
    where = f"{place}.{name}" if place else name
    if not isinstance(value, str):
        raise Unfit(where, value, "must be text")
    if stray_count(value):
        raise Unfit(where, value, "holds a character that no text has")
    return value


def _named(document: Record, name: str) -> str | None:
    return None if document.get(name) is None else _text(document, name, "")

"""whisper.cpp, `-oj` and `-ojf`: "transcription" with offsets in milliseconds; `-ojf` adds the tokens of each stretch.

{"model": {"type"}, "params": {"model"}, "result": {"language"}, "transcription": [{"timestamps": {"from":
"00:00:00,000", "to"}, "offsets": {"from": 0, "to"}, "text", "speaker": "0", "tokens": [{"text", "timestamps",
"offsets", "id", "p", "t_dtw"}]}]}. A token that begins with a space begins a word; those in brackets ("[_BEG_]",
"[_TT_50]") are the engine's own.

A letter of several bytes can be split over two tokens, so that the file is no UTF-8: such files are handed over decoded
with "surrogateescape", and the bytes meet again when the tokens of a word are joined. "speaker" comes from `-di`, which
compares the loudness of the two channels: it is a channel.
"""

import re

from models.intake.transcripts.clock import clock_ms
from models.intake.transcripts.documents import (
    MILLISECONDS,
    Record,
    inner,
    name_of,
    probability,
    records,
    text,
    time_ms,
    word_ms,
)
from models.intake.transcripts.told import STRAY, Told, ToldStretch, ToldWord

FORM = "whisper.cpp JSON"
CHANNELS = {"0": 0, "1": 1}
TURN_MARK = "[SPEAKER_TURN]"
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Lone surrogates that stand for no byte."""


def recognises(document: object) -> bool:
    return isinstance(document, dict) and isinstance(document.get("transcription"), list)


def read(document: Record) -> Told:
    """The transcript as told. Raises Unfit."""
    told = Told(FORM, engine="whisper.cpp", model=_model(document))
    turns = 0
    for place, item in records(document, "transcription"):
        said = mended(text(item, "text", place)).strip()
        turns += bool(item.get("speaker_turn_next")) or TURN_MARK in said
        speaker = name_of(item.get("speaker"))
        channel = CHANNELS.get(speaker or "")
        told.add(
            ToldStretch(
                place,
                _edge(item, "from", place),
                _edge(item, "to", place),
                said.replace(TURN_MARK, "").strip(),
                channel,
                None if speaker == "?" or channel is not None else speaker,
                _words(item, place),
            )
        )
    told.lose("left out: the marks of a change of speaker in {}", turns)
    return told


def mended(written: str) -> str:
    """A text whose stray bytes (kept as lone surrogates) are put together again; what makes no letter is U+FFFD."""
    if written.isascii():
        return written
    return _NO_BYTES.sub(STRAY, written).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _edge(item: Record, name: str, place: str) -> float | None:
    """The start ("from") or end ("to") of a stretch: by its offset, else by its time stamp."""
    if "offsets" in item:
        return time_ms(inner(item, "offsets"), name, f"{place}.offsets", MILLISECONDS)
    stamp = inner(item, "timestamps").get(name)
    return clock_ms(stamp) if isinstance(stamp, str) else None


def _words(item: Record, place: str) -> list[ToldWord]:
    words: list[ToldWord] = []
    likelihoods: list[list[float]] = []
    for _, token in records(item, "tokens", place):
        written = token.get("text")
        if not isinstance(written, str) or _is_own(written):
            continue
        offsets = inner(token, "offsets")
        start_ms, end_ms = (word_ms(offsets, name, MILLISECONDS) for name in ("from", "to"))
        if not words or written.startswith(" "):
            words.append(ToldWord(written, start_ms, end_ms))
            likelihoods.append([])
        else:
            words[-1].text += written
            words[-1].end_ms = end_ms if end_ms is not None else words[-1].end_ms
        likely = probability(token, "p")
        if likely is not None:
            likelihoods[-1].append(likely)
    for word, known in zip(words, likelihoods, strict=True):
        word.text = mended(word.text).strip()
        word.probability = sum(known) / len(known) if known else None
    return [word for word in words if word.text]


def _is_own(written: str) -> bool:
    """Whether a token is the engine's own and no speech."""
    bare = written.strip()
    return bare.startswith(("[_", "<|")) or bare == TURN_MARK


def _model(document: Record) -> str | None:
    """The model's file without its folders, else its size."""
    path = inner(document, "params").get("model")
    if isinstance(path, str) and path.strip():
        return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or None
    return name_of(inner(document, "model").get("type"))

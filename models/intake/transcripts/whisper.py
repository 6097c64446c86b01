"""openai-whisper, the OpenAI service, faster-whisper as people dump it, and WhisperX: `segments` with times in seconds.

- openai-whisper (`--output_format json`): {"text", "segments": [{"start", "end", "text", "words": [{"word", "start",
  "end", "probability"}], "avg_logprob", ...}], "language"}; the service's `verbose_json` has its words beside them.
- faster-whisper has no file of its own; dumped are its segments as records, as a list of records, or as bare tuples
  (id, seek, start, end, text, tokens, ..., words), each word a record or (start, end, word, probability).
- WhisperX: words have "score" in place of "probability", and none of start, end and score where a word (mostly a
  figure: "£50") could not be aligned; "speaker" stands on segments and words when speakers were told apart.
"""

from typing import Any

from models.intake.transcripts.documents import Record, each, name_of, probability, time_ms, word_ms
from models.intake.transcripts.told import WORDS, Told, ToldStretch, ToldWord, Unfit
from models.intake.transcripts.turns import share_out

FORM = "Whisper JSON"
FIGURES = ("tokens", "temperature", "avg_logprob", "compression_ratio", "no_speech_prob", "seek")
TUPLE_TEXT = 4
"""Where the text stands in a dumped tuple; start and end stand before it, the words last or behind the figures."""


def recognises(document: object) -> bool:
    """Segments that have a text and no channel of ours: as a document, or as a bare list."""
    listed = document.get("segments") if isinstance(document, dict) else document
    if not isinstance(listed, list):
        return False
    if not listed:
        return isinstance(document, dict)
    first = listed[0]
    if _is_tuple(first):
        return True
    return isinstance(first, dict) and "text" in first and not first.keys().isdisjoint(("start", "end", "words"))


def read(document: object) -> Told:
    """The transcript as told. Raises Unfit."""
    told = Told(FORM)
    whole: Record = document if isinstance(document, dict) else {}
    listed = whole.get("segments") if whole else document
    if isinstance(listed, list) and any(_is_tuple(item) for item in listed):
        listed = [_record(item) if _is_tuple(item) else item for item in listed]
    anothers = figures = 0
    for place, item in each(listed, "segments" if whole else ""):
        stretch = _stretch(item, place)
        anothers += _words_of_others(item, stretch.speaker)
        figures += not item.keys().isdisjoint(FIGURES)
        told.add(stretch)
    _words_beside(whole, told)
    told.engine, told.model = _engine(whole), name_of(whole.get("model"))
    told.lose("{} with words of another speaker, who is not kept", anothers)
    told.lose("left out: the engine's own figures (avg_logprob, no_speech_prob and the like) of {}", figures)
    return told


def _stretch(item: Record, place: str) -> ToldStretch:
    said = item.get("text")
    if not isinstance(said, str):
        raise Unfit(f"{place}.text", said, "must be text")
    words = item.get("words")
    spoken = [] if words is None else [_word(word) for _, word in each(_named_words(words), f"{place}.words")]
    speaker, channel = name_of(item.get("speaker")), item.get("channel")
    return ToldStretch(
        place,
        time_ms(item, "start", place),
        time_ms(item, "end", place),
        said.strip(),
        channel if isinstance(channel, int) and not isinstance(channel, bool) else None,
        speaker,
        [word for word in spoken if word.text],
    )


def _word(item: Record) -> ToldWord:
    written = item.get("word", item.get("text"))
    likely = "probability" if "probability" in item else "score" if "score" in item else "confidence"
    return ToldWord(
        written.strip() if isinstance(written, str) else "",
        word_ms(item, "start"),
        word_ms(item, "end"),
        probability(item, likely),
    )


def _named_words(words: object) -> object:
    """Words as records, where they were dumped as (start, end, word, probability)."""
    if not isinstance(words, list):
        return words
    names = ("start", "end", "word", "probability")
    return [dict(zip(names, word, strict=False)) if isinstance(word, list) else word for word in words]


def _is_tuple(item: object) -> bool:
    return isinstance(item, list) and len(item) > TUPLE_TEXT and isinstance(item[TUPLE_TEXT], str)


def _record(item: list[Any]) -> Record:
    found: Record = {"start": item[2], "end": item[3], "text": item[TUPLE_TEXT], "tokens": None}
    behind = (part for part in item[TUPLE_TEXT + 2 :] if isinstance(part, list) and part)
    words = next((part for part in behind if isinstance(part[0], list | dict)), None)
    return found | {"words": words}


def _words_of_others(item: Record, speaker: str | None) -> bool:
    """Whether a stretch holds words that WhisperX gives to another speaker than the stretch."""
    words = item.get("words")
    if speaker is None or not isinstance(words, list):
        return False
    return any(isinstance(word, dict) and word.get("speaker", speaker) != speaker for word in words)


def _words_beside(whole: Record, told: Told) -> None:
    """Words that stand beside the segments (`verbose_json`, `word_segments`), where the segments have none."""
    beside = whole.get("words") or whole.get("word_segments")
    if not isinstance(beside, list) or any(stretch.words for stretch in told.stretches):
        return
    words = [word for word in (_word(item) for _, item in each(beside, "words")) if word.text]
    in_time = all(stretch.start_ms is not None for stretch in told.stretches)
    left = share_out(words, told.stretches) if in_time else len(words)
    told.lose("left out: the times of {} that belong to no stretch", left, WORDS)


def _engine(whole: Record) -> str:
    """Who wrote it; WhisperX is known by its scores and its second list of words."""
    said = name_of(whole.get("engine"))
    if said is not None:
        return said
    if "word_segments" in whole:
        return "whisperx"
    return "whisper"

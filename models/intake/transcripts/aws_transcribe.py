"""AWS Transcribe: items with times as text in seconds, punctuation apart, channels or speakers labelled.

{"jobName", "results": {"transcripts": [...], "items": [{"type": "pronunciation", "start_time": "4.86", "end_time",
"alternatives": [{"confidence": "1.0", "content": "I've"}]}, {"type": "punctuation", ...}], "channel_labels":
{"channels": [{"channel_label": "ch_0", "items": [...]}]}, "speaker_labels": {"segments": [{"speaker_label": "spk_0",
"items": [{"start_time", "speaker_label"}]}]}, "audio_segments": [...]}}. Newer files have the labels on the items, too.
Source: Amazon Transcribe developer guide, "Data input and output", "Partitioning speakers", "Multi-channel audio".
"""

from models.intake.transcripts.documents import (
    Record,
    count_of,
    first_of,
    inner,
    name_of,
    probability,
    records,
    word_ms,
)
from models.intake.transcripts.told import OTHER_ALTERNATIVES, WORDS, Told, ToldWord
from models.intake.transcripts.turns import SpokenWord, add_turns

FORM = "AWS Transcribe"


def recognises(document: object) -> bool:
    if not isinstance(document, dict):
        return False
    results = inner(document, "results")
    return isinstance(results.get("items"), list) or isinstance(inner(results, "channel_labels").get("channels"), list)


def read(document: Record) -> Told:
    """The transcript as told. Raises Unfit."""
    told = Told(FORM, engine="aws-transcribe")
    results = inner(document, "results")
    labels = inner(results, "channel_labels")
    others = 0
    if labels.get("channels"):
        for place, channel in records(labels, "channels", "results.channel_labels"):
            words, more = _words(channel, place, {}, _channel(channel.get("channel_label")))
            add_turns(told, words)
            others += more
    else:
        words, others = _words(results, "results", _speakers(results))
        add_turns(told, words)
    told.lose(OTHER_ALTERNATIVES, others, WORDS)
    return told


def _words(
    holder: Record, place: str, speakers: dict[str, str], channel: int | None = None
) -> tuple[list[SpokenWord], int]:
    """The words of a list of items, punctuation joined to the word before it, and how many have other wordings."""
    words: list[SpokenWord] = []
    others = 0
    for where, item in records(holder, "items", place):
        best = first_of(item, "alternatives")
        content = best.get("content")
        if not isinstance(content, str) or not content:
            continue
        others += count_of(item, "alternatives") > 1
        if item.get("type") == "punctuation" and words:
            words[-1].word.text += content
            continue
        start = item.get("start_time")
        speaker = name_of(item.get("speaker_label")) or speakers.get(str(start))
        if item.get("type") == "punctuation":
            words.append(SpokenWord(where, ToldWord(content, None, None), speaker, channel))
            continue
        start_ms, end_ms = (word_ms(item, name) for name in ("start_time", "end_time"))
        word = ToldWord(content, start_ms, end_ms, probability(best, "confidence"))
        words.append(SpokenWord(where, word, speaker, channel))
    return words, others


def _speakers(results: Record) -> dict[str, str]:
    """Who begins to speak at each time, where only the list of speakers says it."""
    found: dict[str, str] = {}
    for place, segment in records(inner(results, "speaker_labels"), "segments", "results.speaker_labels"):
        for _, item in records(segment, "items", place):
            label = name_of(item.get("speaker_label")) or name_of(segment.get("speaker_label"))
            if label is not None:
                found.setdefault(str(item.get("start_time")), label)
    return found


def _channel(label: object) -> int | None:
    """ "ch_1" -> 1."""
    tail = str(label).rpartition("_")[2]
    return int(tail) if tail.isdecimal() and len(tail) < 4 else None

"""Google Speech-to-Text, versions 1 and 2: results with alternatives, times as "12.340s".

v1: {"results": [{"alternatives": [{"transcript", "confidence", "words": [{"startTime": "1.300s", "endTime", "word",
"speakerTag"}]}], "channelTag": 1, "resultEndTime"}]}, often wrapped as {"response": {...}}; v2 has "startOffset",
"endOffset", "speakerLabel", "resultEndOffset", and can hold one such list for each file. The Python library writes the
same in snake case, protocol buffers also {"seconds": "1", "nanos": 300000000}. A time of zero is left out. Channels
count from 1. With speakers told apart, v1 repeats all words, now with speaker tags, in a last result of its own.
Source: Cloud Speech-to-Text REST reference, RecognizeResponse (v1) and BatchRecognizeResults (v2).
"""

from collections.abc import Iterator

from models.intake.transcripts.clock import duration_ms
from models.intake.transcripts.documents import Record, count_of, first_of, inner, name_of, number, probability, records
from models.intake.transcripts.told import (
    CONFIDENCE_OF_STRETCHES,
    OTHER_ALTERNATIVES,
    Told,
    ToldStretch,
    ToldWord,
    Unfit,
)
from models.intake.transcripts.turns import SpokenWord, add_turns

FORM = "Google Speech-to-Text"
STARTS = ("startTime", "startOffset", "start_time", "start_offset")
ENDS = ("endTime", "endOffset", "end_time", "end_offset")
RESULT_ENDS = ("resultEndTime", "resultEndOffset", "result_end_time", "result_end_offset")
CHANNELS = ("channelTag", "channel_tag")
BY_FILE = frozenset({"transcript", "inlineResult", "cloudStorageResult", "error"})
"""What v2 holds for each file."""
SPEAKERS = ("speakerLabel", "speakerTag", "speaker_label", "speaker_tag")


def recognises(document: object) -> bool:
    try:
        _, holder = _results(document) if isinstance(document, dict) else ("", {})
    except Unfit:
        return True
    first = first_of(holder, "results")
    return isinstance(first.get("alternatives"), list) or _value(first, RESULT_ENDS) is not None


def read(document: Record) -> Told:
    """The transcript as told. Raises Unfit."""
    told = Told(FORM, engine="google")
    path, holder = _results(document)
    results = list(records(holder, "results", path))
    several = len({_channel(result) for _, result in results} - {None}) > 1
    others = sum(count_of(result, "alternatives") > 1 for _, result in results)
    tagged = _repeated_with_speakers(results)
    sure = False
    since_ms: dict[int | None, float] = {}
    for place, result in results if tagged is None else [tagged]:
        channel = _channel(result) if several else None
        best = first_of(result, "alternatives")
        words = list(_words(best, f"{place}.alternatives[0]", channel))
        until_ms = _time(result, RESULT_ENDS, place)
        if words and (tagged is not None or len({word.speaker for word in words}) > 1):
            add_turns(told, words)
        elif words or str(best.get("transcript", "")).strip():
            told.add(
                _stretch(
                    place, str(best.get("transcript") or ""), words, channel, (since_ms.get(channel, 0.0), until_ms)
                )
            )
        sure = sure or (bool(best.get("confidence")) and all(spoken.word.probability is None for spoken in words))
        since_ms[channel] = since_ms.get(channel, 0.0) if until_ms is None else until_ms
    told.lose(OTHER_ALTERNATIVES, others)
    if sure:
        told.losses.append(CONFIDENCE_OF_STRETCHES)
    return told


def _results(document: Record) -> tuple[str, Record]:
    """What holds the list of results, out of whatever it was wrapped in, and the path to it. Raises Unfit."""
    path, holder = "", document
    if isinstance(holder.get("response"), dict):
        path, holder = "response", inner(holder, "response")
    files = inner(holder, "results")
    if files and all(isinstance(file, dict) and not BY_FILE.isdisjoint(file) for file in files.values()):
        if len(files) != 1:
            raise Unfit("results", None, f"holds the transcripts of {len(files)} recordings; save one file for each")
        uri = next(iter(files))
        return f"results[{uri}]", inner(files, uri, "transcript") or inner(files, uri, "inlineResult", "transcript")
    return path, holder


def _repeated_with_speakers(results: list[tuple[str, Record]]) -> tuple[str, Record] | None:
    """The last result, when it repeats the words of all others with their speakers."""
    if len(results) < 2:
        return None
    place, last = results[-1]
    best = first_of(last, "alternatives")
    named = any(_value(word, SPEAKERS) for _, word in records(best, "words", place))
    return (place, last) if named and not str(best.get("transcript") or "").strip() else None


def _stretch(
    place: str, said: str, words: list[SpokenWord], channel: int | None, within: tuple[float, float | None]
) -> ToldStretch:
    since_ms, until_ms = within
    if words:
        since_ms = words[0].word.start_ms or 0.0
        until_ms = words[-1].word.end_ms if words[-1].word.end_ms is not None else until_ms
    told = [spoken.word for spoken in words]
    said = said.strip() or " ".join(word.text for word in told)
    return ToldStretch(place, since_ms, until_ms, said, channel, words[0].speaker if words else None, told)


def _words(best: Record, place: str, channel: int | None) -> Iterator[SpokenWord]:
    for position, (where, item) in enumerate(records(best, "words", place)):
        written = item.get("word")
        if not isinstance(written, str) or not written.strip():
            continue
        start_ms, end_ms = _word_time(item, STARTS), _word_time(item, ENDS)
        if start_ms is None and end_ms is not None and position == 0:
            start_ms = 0.0
        word = ToldWord(written.strip(), start_ms, end_ms, _likely(item))
        speaker = name_of(_value(item, SPEAKERS))
        yield SpokenWord(where, word, None if speaker == "0" else speaker, channel)


def _likely(item: Record) -> float | None:
    """The confidence of a word; 0 means that none was asked for."""
    return probability(item, "confidence") or None


def _channel(result: Record) -> int | None:
    tag = _value(result, CHANNELS)
    return tag - 1 if isinstance(tag, int) and tag > 0 else None


def _time(item: Record, names: tuple[str, ...], place: str) -> float | None:
    value = _value(item, names)
    found = _length(value)
    if found is None and value is not None:
        raise Unfit(f"{place}.{next(name for name in names if name in item)}", value, "is not a time such as 12.340s")
    return found


def _word_time(item: Record, names: tuple[str, ...]) -> float | None:
    return _length(_value(item, names))


def _length(value: object) -> float | None:
    if isinstance(value, dict):
        seconds, nanos = number(value.get("seconds", 0)), number(value.get("nanos", 0))
        return None if seconds is None or nanos is None else seconds * 1000 + nanos / 1e6
    return duration_ms(value) if isinstance(value, str) else None


def _value(item: Record, names: tuple[str, ...]) -> object:
    return next((item[name] for name in names if item.get(name) is not None), None)

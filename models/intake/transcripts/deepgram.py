"""Deepgram's answer for recorded sound: channels with words in seconds; utterances and paragraphs when asked for.

{"metadata": {"model_info": {"<id>": {"name", "version"}}}, "results": {"channels": [{"alternatives": [{"transcript",
"confidence", "words": [{"word", "punctuated_word", "start", "end", "confidence", "speaker"}], "paragraphs":
{"paragraphs": [{"speaker", "start", "end", "sentences": [{"text", "start", "end"}]}]}}]}], "utterances": [{"start",
"end", "confidence", "channel", "speaker", "transcript", "words"}]}}. Taken are the utterances, else the sentences of
the paragraphs, else the words. "channel": 0 stands on every utterance of a mixed call, too.
Source: developers.deepgram.com, "Utterances", "Paragraphs", "Multichannel".
"""

from models.intake.transcripts.documents import (
    Record,
    count_of,
    first_of,
    inner,
    name_of,
    probability,
    records,
    text,
    time_ms,
    word_ms,
)
from models.intake.transcripts.told import OTHER_ALTERNATIVES, WORDS, Loss, Told, ToldStretch, ToldWord
from models.intake.transcripts.turns import SpokenWord, add_turns, share_out

FORM = "Deepgram"
INSIGHTS = ("summary", "topics", "intents", "sentiments", "entities")


def recognises(document: object) -> bool:
    if not isinstance(document, dict):
        return False
    channel = first_of(inner(document, "results"), "channels")
    return isinstance(channel.get("alternatives"), list)


def read(document: Record) -> Told:
    """The transcript as told. Raises Unfit."""
    results = inner(document, "results")
    told = Told(FORM, engine="deepgram", model=_model(document))
    several = count_of(results, "channels") > 1
    if results.get("utterances"):
        for place, item in records(results, "utterances"):
            told.add(_utterance(item, f"results.{place}", several))
    else:
        for number, (place, channel) in enumerate(records(results, "channels")):
            best, where = first_of(channel, "alternatives"), f"results.{place}.alternatives[0]"
            _add_channel(told, best, where, number if several else None)
    others = sum(count_of(channel, "alternatives") > 1 for _, channel in records(results, "channels"))
    told.lose(OTHER_ALTERNATIVES, others, "channels")
    left_out = [name for name in INSIGHTS if results.get(name)]
    if left_out:
        told.losses.append(Loss(f"left out: {', '.join(left_out)}"))
    return told


def _utterance(item: Record, place: str, several: bool) -> ToldStretch:
    channel = item.get("channel")
    if isinstance(channel, list):
        channel = channel[0] if channel else None
    return ToldStretch(
        place,
        time_ms(item, "start", place),
        time_ms(item, "end", place),
        text(item, "transcript", place).strip(),
        channel if several and isinstance(channel, int) else None,
        name_of(item.get("speaker")),
        [spoken.word for spoken in _words(item, place, None)],
    )


def _add_channel(told: Told, best: Record, place: str, channel: int | None) -> None:
    words = _words(best, place, channel)
    paragraphs = inner(best, "paragraphs")
    if not paragraphs.get("paragraphs"):
        add_turns(told, words)
        return
    sentences: list[ToldStretch] = []
    for where, paragraph in records(paragraphs, "paragraphs", f"{place}.paragraphs"):
        speaker = name_of(paragraph.get("speaker"))
        for at, sentence in records(paragraph, "sentences", where):
            start_ms, end_ms = (time_ms(sentence, name, at) for name in ("start", "end"))
            sentences.append(ToldStretch(at, start_ms, end_ms, text(sentence, "text", at).strip(), channel, speaker))
    left = share_out([spoken.word for spoken in words], sentences)
    told.lose("left out: the times of {} that belong to no stretch", left, WORDS)
    for stretch in sentences:
        told.add(stretch)


def _words(holder: Record, place: str, channel: int | None) -> list[SpokenWord]:
    words: list[SpokenWord] = []
    for where, item in records(holder, "words", place):
        written = item.get("punctuated_word") or item.get("word")
        if isinstance(written, str) and written.strip():
            start_ms, end_ms = (word_ms(item, name) for name in ("start", "end"))
            word = ToldWord(written.strip(), start_ms, end_ms, probability(item, "confidence"))
            words.append(SpokenWord(where, word, name_of(item.get("speaker")), channel))
    return words


def _model(document: Record) -> str | None:
    models = inner(document, "metadata", "model_info")
    first = next(iter(models.values()), None)
    return name_of(first.get("name")) if isinstance(first, dict) else None

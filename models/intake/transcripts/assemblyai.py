"""AssemblyAI: a finished transcript with words and utterances in milliseconds.

{"id", "status": "completed", "text", "words": [{"text", "start", "end", "confidence", "speaker", "channel"}],
"utterances": [{"text", "start", "end", "confidence", "speaker": "A", "channel": "1", "words"}], "audio_channels",
"speech_model"}; asked for by sentence or paragraph, it holds "sentences" or "paragraphs" in place of the utterances.
Channels count from 1, as text. Source: assemblyai.com/docs, "Get transcript", "Multichannel transcription".
"""

from models.intake.transcripts.documents import (
    MILLISECONDS,
    Record,
    name_of,
    number,
    probability,
    records,
    text,
    time_ms,
    word_ms,
)
from models.intake.transcripts.told import Loss, Told, ToldStretch, ToldWord, Unfit
from models.intake.transcripts.turns import SpokenWord, add_turns

FORM = "AssemblyAI"
TURNS = ("utterances", "sentences", "paragraphs")
MARKS = ("audio_url", "audio_duration", "utterances", "language_code", "acoustic_model")
INSIGHTS = {
    "sentiment_analysis_results": "sentiment",
    "chapters": "chapters",
    "entities": "entities",
    "auto_highlights_result": "highlights",
    "summary": "the summary",
    "content_safety_labels": "content labels",
    "iab_categories_result": "topics",
}


def recognises(document: object) -> bool:
    if not isinstance(document, dict) or "segments" in document:
        return False
    has_mark = not document.keys().isdisjoint(MARKS)
    if isinstance(document.get("status"), str) and has_mark:
        return True
    turns = [document.get(name) for name in (*TURNS, "words")]
    first = next((found[0] for found in turns if isinstance(found, list) and found), None)
    return has_mark and isinstance(first, dict) and first.keys() >= {"text", "start", "end", "confidence"}


def read(document: Record) -> Told:
    """The transcript as told. Raises Unfit."""
    status = document.get("status", "completed")
    if status != "completed":
        fault = document.get("error")
        raise Unfit("status", status, f"no transcript yet{f' ({fault})' if isinstance(fault, str) else ''}")
    told = Told(FORM, engine="assemblyai", model=name_of(document.get("speech_model")))
    turns = next((name for name in TURNS if document.get(name)), None)
    several = _several_channels(document)
    if turns is None:
        add_turns(told, _words(document, "", several))
    else:
        for place, item in records(document, turns):
            told.add(
                ToldStretch(
                    place,
                    time_ms(item, "start", place, MILLISECONDS),
                    time_ms(item, "end", place, MILLISECONDS),
                    text(item, "text", place).strip(),
                    _channel(item) if several else None,
                    _speaker(item, several),
                    [spoken.word for spoken in _words(item, place, several)],
                )
            )
    left_out = [words for name, words in INSIGHTS.items() if document.get(name)]
    if left_out:
        told.losses.append(Loss(f"left out: {', '.join(left_out)}"))
    return told


def _several_channels(document: Record) -> bool:
    told = number(document.get("audio_channels"))
    if told is not None:
        return told > 1
    return any(_channel(item) for name in (*TURNS, "words") for _, item in records(document, name))


def _channel(item: Record) -> int | None:
    """ "1" -> 0."""
    told = number(item.get("channel"))
    return int(told) - 1 if told is not None and 1 <= told < 1000 else None


def _speaker(item: Record, several: bool) -> str | None:
    """The speaker's letter or name; on separate channels it only repeats the channel ("1", "1A")."""
    name = name_of(item.get("speaker"))
    return None if several and name is not None and name[:1].isdecimal() else name


def _words(holder: Record, place: str, several: bool) -> list[SpokenWord]:
    words: list[SpokenWord] = []
    for where, item in records(holder, "words", place):
        written = item.get("text")
        if isinstance(written, str) and written.strip():
            start_ms, end_ms = (word_ms(item, name, MILLISECONDS) for name in ("start", "end"))
            word = ToldWord(written.strip(), start_ms, end_ms, probability(item, "confidence"))
            words.append(SpokenWord(where, word, _speaker(item, several), _channel(item) if several else None))
    return words

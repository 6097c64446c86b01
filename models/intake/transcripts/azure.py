"""Azure batch transcription (speech to text v3) and its fast transcription.

Batch: {"recognizedPhrases": [{"recognitionStatus": "Success", "channel": 0, "speaker": 1, "offset": "PT0.76S",
"duration", "offsetInTicks": 7600000.0, "durationInTicks", "nBest": [{"confidence", "lexical", "itn", "maskedITN",
"display", "words": [{"word", "offsetInTicks", "durationInTicks", "confidence"}], "displayWords": [{"displayText",
"offsetInTicks", ...}]}]}]}; a tick is 100 nanoseconds. Fast: {"phrases": [{"channel", "speaker", "offsetMilliseconds",
"durationMilliseconds", "text", "words": [{"text", "offsetMilliseconds", ...}], "confidence"}]}.
Source: Microsoft Learn, "Get batch transcription results".
"""

from models.intake.transcripts.clock import duration_ms
from models.intake.transcripts.documents import (
    MILLISECONDS,
    TICKS,
    Record,
    count_of,
    first_of,
    name_of,
    number,
    probability,
    records,
)
from models.intake.transcripts.told import (
    CONFIDENCE_OF_STRETCHES,
    OTHER_ALTERNATIVES,
    Told,
    ToldStretch,
    ToldWord,
    Unfit,
)

FORM = "Azure speech to text"


def recognises(document: object) -> bool:
    if not isinstance(document, dict):
        return False
    fast = isinstance(document.get("phrases"), list) and "combinedPhrases" in document
    return fast or isinstance(document.get("recognizedPhrases"), list)


def read(document: Record) -> Told:
    """The transcript as told. Raises Unfit."""
    told = Told(FORM, engine="azure")
    several = _several_channels(document)
    unheard = others = sure = 0
    for place, phrase in [*records(document, "recognizedPhrases"), *records(document, "phrases")]:
        best = first_of(phrase, "nBest") or phrase
        said = best.get("display") or best.get("text") or best.get("lexical")
        if not isinstance(said, str):
            unheard += 1
            continue
        start_ms, end_ms = _span(phrase, place)
        channel = phrase.get("channel") if several else None
        words = _words(best, place)
        others += count_of(phrase, "nBest") > 1
        sure += "confidence" in best and not any(word.probability is not None for word in words)
        told.add(
            ToldStretch(
                place,
                start_ms,
                end_ms,
                said.strip(),
                channel if isinstance(channel, int) else None,
                name_of(phrase.get("speaker")),
                words,
            )
        )
    told.lose("left out: {} that the service did not recognise", unheard)
    told.lose(OTHER_ALTERNATIVES, others)
    if sure:
        told.losses.append(CONFIDENCE_OF_STRETCHES)
    return told


def _several_channels(document: Record) -> bool:
    """Whether channels were told apart; "channel": 0 stands on every phrase of a mixed call, too."""
    names = ("recognizedPhrases", "phrases", "combinedRecognizedPhrases", "combinedPhrases")
    told = (item.get("channel") for name in names for _, item in records(document, name))
    return len({channel for channel in told if isinstance(channel, int)}) > 1


def _span(item: Record, place: str) -> tuple[float | None, float | None]:
    start_ms, length_ms = (_length(item, name, place) for name in ("offset", "duration"))
    return start_ms, None if start_ms is None or length_ms is None else start_ms + length_ms


def _length(item: Record, name: str, place: str) -> float | None:
    """A length of time: in ticks, in milliseconds, or as ISO 8601 ("PT1M30.5S"), whichever the file has."""
    for key, unit in ((f"{name}InTicks", TICKS), (f"{name}Milliseconds", MILLISECONDS)):
        found = number(item.get(key))
        if found is not None:
            return found * unit
    written = item.get(name)
    if written is None:
        return None
    found = duration_ms(written) if isinstance(written, str) else None
    if found is None:
        raise Unfit(f"{place}.{name}", written, "is not a length of time")
    return found


def _words(best: Record, place: str) -> list[ToldWord]:
    """The words as they read ("£50", "Hello."), with the confidence of those that were heard ("fifty", "pounds")."""
    shown = [_word(item, where, "displayText") for where, item in records(best, "displayWords", place)]
    heard = [_word(item, where, "word", "text") for where, item in records(best, "words", place)]
    if not shown:
        return [word for word in heard if word.text]
    place_in_heard = 0
    for word in shown:
        known: list[float] = []
        while place_in_heard < len(heard) and _begins_before_end(heard[place_in_heard], word):
            likely = heard[place_in_heard].probability
            known += [] if likely is None else [likely]
            place_in_heard += 1
        word.probability = min(known) if known else None
    return [word for word in shown if word.text]


def _begins_before_end(heard: ToldWord, shown: ToldWord) -> bool:
    return heard.start_ms is None or shown.end_ms is None or heard.start_ms < shown.end_ms


def _word(item: Record, place: str, *names: str) -> ToldWord:
    written = next((item[name] for name in names if isinstance(item.get(name), str)), "")
    try:
        start_ms, end_ms = _span(item, place)
    except Unfit:
        start_ms = end_ms = None
    return ToldWord(written.strip(), start_ms, end_ms, probability(item, "confidence"))

"""Making stretches out of words that come in one row: for services that give words but no sentences.

A stretch ends where the speaker or the channel changes, at a pause of a second, and at the end of a sentence.
"""

from dataclasses import dataclass

from models.intake.transcripts.told import Told, ToldStretch, ToldWord

PAUSE_MS = 1000
SENTENCE_ENDS = (".", "?", "!")


@dataclass(slots=True)
class SpokenWord:
    """A word with its place in the document, and who said it."""

    place: str
    word: ToldWord
    speaker: str | None
    channel: int | None


def add_turns(told: Told, words: list[SpokenWord]) -> None:
    """Add the stretches that these words, in the order they were spoken, make."""
    turn: list[SpokenWord] = []
    for spoken in words:
        if turn and _ends(turn[-1], spoken):
            told.add(_stretch(turn))
            turn = []
        turn.append(spoken)
    if turn:
        told.add(_stretch(turn))


def _ends(last: SpokenWord, following: SpokenWord) -> bool:
    if (last.speaker, last.channel) != (following.speaker, following.channel):
        return True
    if last.word.text.endswith(SENTENCE_ENDS):
        return True
    until, since = last.word.end_ms, following.word.start_ms
    return until is not None and since is not None and since - until >= PAUSE_MS


def _stretch(turn: list[SpokenWord]) -> ToldStretch:
    first = turn[0]
    words = [spoken.word for spoken in turn]
    text = " ".join(word.text for word in words)
    return ToldStretch(first.place, words[0].start_ms, words[-1].end_ms, text, first.channel, first.speaker, words)


def share_out(words: list[ToldWord], stretches: list[ToldStretch]) -> int:
    """Give each word to the stretch within which it begins; both lists in order of time. Returns how many fit none."""
    left = place = 0
    for word in words:
        at = word.start_ms
        if at is None:
            left += 1
            continue
        while place + 1 < len(stretches) and at >= _start(stretches[place + 1]):
            place += 1
        if not stretches or at < _start(stretches[place]) - PAUSE_MS:
            left += 1
        else:
            stretches[place].words.append(word)
    return left


def _start(stretch: ToldStretch) -> float:
    return float("inf") if stretch.start_ms is None else stretch.start_ms

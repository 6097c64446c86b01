"""A time for every word of a segment as it reads now: the engine's own, or an estimate where there is none.

A transcript may come without words, and a correction changes them; what a person reads, and what rules look for, is
the corrected text. Between `SegmentText` (the store's form) and everything that points at a moment of the call.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, Protocol

from models.transcript import WordText


class Spoken(Protocol):
    """What is needed of a segment: `SegmentText` and `SpokenSegment` alike."""

    @property
    def start_ms(self) -> int: ...
    @property
    def end_ms(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> tuple[WordText, ...]: ...


class WordTime(NamedTuple):
    """One word as it reads now; milliseconds of the call, probability 0 to 1 where the engine gave one.

    `written`: a person put it there, so that its time is an estimate between its neighbours'.
    """

    text: str
    start_ms: int
    end_ms: int
    probability: float | None = None
    written: bool = False


def word_times(segment: Spoken) -> list[WordTime]:
    """The words of a segment as it reads now, in order, each with a time."""
    shown = segment.text.split()
    known = segment.words
    if [word.text for word in known] == shown:
        return [_known(word) for word in known]
    if not known:
        return spread(shown, segment.start_ms, segment.end_ms)
    timed: list[WordTime] = []
    same = SequenceMatcher(None, [word.text for word in known], shown, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in same.get_opcodes():
        if kind == "equal":
            timed.extend(_known(word) for word in known[old_from:old_to])
        elif new_from < new_to:
            since = known[old_from].start_ms if old_from < old_to else timed[-1].end_ms if timed else segment.start_ms
            until = known[old_to].start_ms if old_to < len(known) else segment.end_ms
            timed.extend(spread(shown[new_from:new_to], since, max(since, until), written=True))
    return timed


def spread(texts: Sequence[str], start_ms: int, end_ms: int, *, written: bool = False) -> list[WordTime]:
    """Words laid over a stretch of time in proportion to their length."""
    weights = [len(text) + 1 for text in texts]
    whole, before, words = sum(weights), 0, []
    for text, weight in zip(texts, weights, strict=True):
        since = start_ms + (end_ms - start_ms) * before // whole
        before += weight
        until = start_ms + (end_ms - start_ms) * before // whole
        words.append(WordTime(text, since, until, None, written))
    return words


def _known(word: WordText) -> WordTime:
    return WordTime(word.text, word.start_ms, word.end_ms, word.probability)

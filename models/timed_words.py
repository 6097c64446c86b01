"""The words of a segment as it reads now, each with a time on the call's own clock.

Between a transcript and whatever points at words of it: the transcript pane, spoken figures, cues. A word's time is the
engine's, or, where a transcript has none or a correction changed the words, an estimate by length within its segment.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from models.transcript import SegmentText


class TimedWord(NamedTuple):
    """One word as shown; `line` is the row it stands in. Milliseconds of the call.

    `written`: a person put it there, so that its time is an estimate between its neighbours'.
    """

    text: str
    start_ms: int
    end_ms: int
    line: int
    probability: float | None = None
    written: bool = False


def timed_words(segment: SegmentText, row: int) -> list[TimedWord]:
    """The words of a segment as it reads now, each with a time."""
    shown = segment.text.split()
    known = segment.words
    if [word.text for word in known] == shown:
        return [TimedWord(word.text, word.start_ms, word.end_ms, row, word.probability) for word in known]
    if not known:
        return spread(shown, segment.start_ms, segment.end_ms, row)
    timed: list[TimedWord] = []
    same = SequenceMatcher(None, [word.text for word in known], shown, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in same.get_opcodes():
        if kind == "equal":
            timed.extend(TimedWord(w.text, w.start_ms, w.end_ms, row, w.probability) for w in known[old_from:old_to])
        elif new_from < new_to:
            since = known[old_from].start_ms if old_from < old_to else timed[-1].end_ms if timed else segment.start_ms
            until = known[old_to].start_ms if old_to < len(known) else segment.end_ms
            timed.extend(spread(shown[new_from:new_to], since, max(since, until), row, written=True))
    return timed


def spread(texts: Sequence[str], start_ms: int, end_ms: int, row: int, *, written: bool = False) -> list[TimedWord]:
    """Words laid over a stretch of time in proportion to their length."""
    weights = [len(text) + 1 for text in texts]
    whole, before, words = sum(weights), 0, []
    for text, weight in zip(texts, weights, strict=True):
        since = start_ms + (end_ms - start_ms) * before // whole
        before += weight
        until = start_ms + (end_ms - start_ms) * before // whole
        words.append(TimedWord(text, since, until, row, None, written))
    return words

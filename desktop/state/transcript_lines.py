"""A transcript as lines and words on the call's own clock, made ready in the store's lane. No Qt.

Between `TranscriptText` (the store's form) and the transcript table. Every word has a time: the engine's, or, where a
transcript has none or a correction changed the words, an estimate by length within its segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from models.transcript import SegmentText, Speaker, TranscriptText


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


@dataclass(frozen=True)
class Line:
    """One segment: words `first_word` up to, not including, `end_word` of the whole transcript.

    `recognised` is what it read before a person corrected it, None where nobody did.
    """

    segment: str
    speaker: Speaker
    start_ms: int
    end_ms: int
    text: str
    first_word: int
    end_word: int
    recognised: str | None = None


@dataclass(frozen=True)
class TranscriptLines:
    """Every line, every word of all lines in order, and the segments they were made of. Never changed in place."""

    lines: list[Line]
    words: list[TimedWord]
    segments: tuple[SegmentText, ...] = ()


def lines_of(transcript: TranscriptText) -> TranscriptLines:
    """The lines and words of a transcript as it reads now."""
    lines: list[Line] = []
    words: list[TimedWord] = []
    for row, segment in enumerate(transcript.segments):
        first = len(words)
        words.extend(timed_words(segment, row))
        lines.append(_line(segment, first, len(words)))
    return TranscriptLines(lines, words, transcript.segments)


def with_segment(shown: TranscriptLines, row: int, segment: SegmentText) -> TranscriptLines:
    """The same transcript with another segment in one row: no other line or word changes but by its place."""
    old, words = shown.lines[row], timed_words(segment, row)
    longer = len(words) - (old.end_word - old.first_word)
    line = _line(segment, old.first_word, old.first_word + len(words))
    below = shown.lines[row + 1 :]
    if longer:
        below = [replace(one, first_word=one.first_word + longer, end_word=one.end_word + longer) for one in below]
    return TranscriptLines(
        [*shown.lines[:row], line, *below],
        [*shown.words[: old.first_word], *words, *shown.words[old.end_word :]],
        (*shown.segments[:row], segment, *shown.segments[row + 1 :]),
    )


def _line(segment: SegmentText, first_word: int, end_word: int) -> Line:
    recognised = segment.recognised_text if segment.corrected else None
    start_ms, end_ms = segment.start_ms, segment.end_ms
    return Line(segment.segment, segment.speaker, start_ms, end_ms, segment.text, first_word, end_word, recognised)


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

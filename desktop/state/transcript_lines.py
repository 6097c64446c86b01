"""A transcript as lines and words on the call's own clock, made ready in the store's lane. No Qt.

Between `TranscriptText` (the store's form) and the transcript table. Every word has a time (`models.timed_words`).
"""

from dataclasses import dataclass, replace

from models.timed_words import TimedWord, timed_words
from models.transcript import Hand, SegmentText, Speaker, TranscriptText


@dataclass(frozen=True)
class Line:
    """One segment: words `first_word` up to, not including, `end_word` of the whole transcript.

    `recognised` is what it read before a person corrected it, None where nobody did; `text_hand` did so last, and
    `speaker_hand` said last whose it is.
    """

    segment: str
    speaker: Speaker
    start_ms: int
    end_ms: int
    text: str
    first_word: int
    end_word: int
    recognised: str | None = None
    text_hand: Hand | None = None
    speaker_hand: Hand | None = None


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
    text_hand = segment.text_hand if segment.corrected else None
    return Line(
        segment.segment,
        segment.speaker,
        segment.start_ms,
        segment.end_ms,
        segment.text,
        first_word,
        end_word,
        recognised,
        text_hand,
        segment.speaker_hand,
    )

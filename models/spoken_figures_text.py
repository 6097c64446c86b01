"""A transcript as sentences: plain words in order, each tied to its place in a segment, to be searched for figures.

The first step of `models.spoken_figures`. Engines cut segments at pauses, in the middle of a sentence too; where a
transcript has full stops, a sentence goes on over such a cut. Where it has none, every segment is one sentence.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from models.timed_words import timed_words
from models.transcript import SegmentText, Speaker

PAUSE_MS = 1500
"""A longer silence ends a sentence that has no full stop."""
ASIDE_WORDS = 3
"""The other speaker's "yes" or "mm" of so many words does not end a sentence."""
PUNCTUATED_SHARE = 0.3
"""The share of segments with an end mark from which on the marks are trusted."""

_ENDS = frozenset({".", "?", "!"})
_EDGES = " \t\n.,;:?!…\"'“”‘’()[]<>*–—-"
_PIECES = re.compile(r"[-–—/]")
_QUESTION = re.compile(
    r"^(?:(?:and|so|but|well|okay|ok|right|now|um|er) )*"
    r"(?:can|could|would|will|shall|should|do|does|did|are|is|was|have|has|what|what's|how|when|which|who|where|why)\b"
)
_ASKS_INSIDE = re.compile(
    r"\b(?:(?:what's|what is) (?:your|the)|how (?:much|long)|what (?:could|can|would|do) you|are you able to|"
    r"(?:can|could|would) you (?:pay|afford|manage|offer|put|do|clear))\b"
)
"""A question further on in talk without any mark."""
_TAG = re.compile(
    r"\b(?:is that (?:right|correct|ok|okay|all right|alright)|isn't it|yes|yeah|correct|right|okay|ok|agreed)$"
)


@dataclass
class Sentence:
    """Words as compared (lower case, bare of punctuation) with, word by word, the mark behind each and its place.

    `places`: (index of the segment, index of the word in its text); a hyphenated word is several words of one place.
    """

    position: int
    channel: int
    speaker: Speaker
    start_ms: int
    words: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    closed: bool = False
    last_ms: int = 0

    @cached_property
    def text(self) -> str:
        """The words in one line, single spaces between them: what phrases are searched in."""
        return " ".join(self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word there is, once: a look at it is cheaper than a search of the text."""
        return frozenset(self.words)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word) + 1
        return starts

    def word_at(self, offset: int) -> int:
        """Which word stands at this offset of `text`."""
        return bisect_right(self._starts, offset) - 1

    def between(self, start: int, end: int) -> str:
        """The words `start` up to, not including, `end` in one line."""
        return " ".join(self.words[max(0, start) : max(0, end)])

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question, with or without its mark; "that is £40 a week, is that right?" states."""
        if _QUESTION.match(self.text) is not None:
            return True
        if not self.closed and _ASKS_INSIDE.search(self.text) is not None:
            return True
        return self.marks[-1:] == ["?"] and _TAG.search(self.text) is None


def sentences_of(segments: Sequence[SegmentText]) -> list[Sentence]:
    """The sentences of a transcript in the order they begin; empty ones are left out."""
    ended = sum(1 for segment in segments if segment.text.rstrip().endswith((".", "?", "!", "…")))
    trusted = ended >= PUNCTUATED_SHARE * len(segments)
    found: list[Sentence] = []
    open_: dict[tuple[int, Speaker], Sentence] = {}
    since: dict[tuple[int, Speaker], int] = {}
    known: dict[str, _Piece] = {}
    for index, segment in enumerate(segments):
        key = (segment.channel, segment.speaker)
        current = open_.get(key)
        if current is not None and not (
            trusted and segment.start_ms - current.last_ms <= PAUSE_MS and since.get(key, 0) <= ASIDE_WORDS
        ):
            current = None
        written = segment.text.split()
        for other in since:
            since[other] += len(written)
        for place, piece in enumerate(written):
            if current is None or current.closed:
                current = Sentence(len(found), segment.channel, segment.speaker, segment.start_ms)
                found.append(current)
            heard = known.get(piece)
            if heard is None:
                heard = known[piece] = _piece(piece)
            _add(current, heard, (index, place))
        if current is not None:
            current.last_ms = segment.end_ms
            open_[key] = current
            since[key] = 0
            if current.closed:
                del open_[key]
    return [sentence for sentence in found if sentence.words]


def span_of(sentence: Sentence, segments: Sequence[SegmentText]) -> tuple[int, int, str]:
    """Where a sentence is said and how it reads: start and end in milliseconds, and its words as the transcript has
    them."""
    (first, word), (last, end) = sentence.places[0], sentence.places[-1]
    text = []
    for index in dict.fromkeys(index for index, _ in sentence.places):
        inside = {place for at, place in sentence.places if at == index}
        text.extend(segments[index].text.split()[min(inside) : max(inside) + 1])
    start_ms, end_ms = segments[first].start_ms, segments[last].end_ms
    if word > 0:
        start_ms = timed_words(segments[first], 0)[word].start_ms
    if end + 1 < len(segments[last].text.split()):
        end_ms = timed_words(segments[last], 0)[end].end_ms
    return start_ms, max(start_ms, end_ms), " ".join(text)


class _Piece(NamedTuple):
    """One word of the transcript as it is compared, and the mark behind it; a hyphen or a stroke parts it."""

    parts: tuple[str, ...]
    mark: str


def _piece(text: str) -> _Piece:
    bare = text.strip(_EDGES).lower()
    parts = [bare] if bare.isalpha() else _PIECES.split(bare.replace("’", "'"))
    return _Piece(tuple(part for part in parts if part), _mark(text))


def _add(sentence: Sentence, piece: _Piece, place: tuple[int, int]) -> None:
    """The next word; an end mark closes the sentence."""
    parts, mark = piece
    for part in parts:
        sentence.words.append(part)
        sentence.marks.append("")
        sentence.places.append(place)
    if mark and sentence.marks:
        sentence.marks[-1] = mark
        sentence.closed = mark in _ENDS


def _mark(piece: str) -> str:
    """The punctuation behind a word: an end mark, a comma (any mark within a sentence) or nothing."""
    last = piece.rstrip("\"'”’)]")[-1:]
    if last in {"?", "!"}:
        return last
    if last == ".":
        return "," if piece.endswith("...") else "."
    if last in {",", ";", ":", "…", "–", "—"} or piece in {"-", "–", "—"}:
        return ","
    return ""

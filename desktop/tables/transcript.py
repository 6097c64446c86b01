"""The transcript of the open call as a list of lines and, beneath them, of words on the call's own clock.

Between `TranscriptText` (the store's form) and the transcript view. One row a segment; every word has a time: the
engine's, or, where a transcript has none or a correction changed the words, an estimate by length within its segment.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.transcript import SegmentText, Speaker, TranscriptText

SPEAKER_NAMES = {Speaker.CASEWORKER: "CW", Speaker.NRP: "NRP", Speaker.UNKNOWN: "?"}
SPEAKER_WORDS = {
    Speaker.CASEWORKER: "caseworker",
    Speaker.NRP: "non-resident parent",
    Speaker.UNKNOWN: "speaker not known",
}

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class TimedWord:
    """One word as shown; `line` is the row it stands in. Milliseconds of the call."""

    text: str
    start_ms: int
    end_ms: int
    line: int
    probability: float | None = None


@dataclass(frozen=True)
class Line:
    """One segment: words `first_word` up to, not including, `end_word` of the whole transcript."""

    segment: str
    speaker: Speaker
    start_ms: int
    end_ms: int
    text: str
    first_word: int
    end_word: int


@dataclass(frozen=True)
class Hit:
    """One find: the words `first_word` to `last_word`, both included."""

    first_word: int
    last_word: int


class TranscriptRole(IntEnum):
    """What a row tells beside its text."""

    SPEAKER = Qt.ItemDataRole.UserRole + 1
    START_MS = Qt.ItemDataRole.UserRole + 2
    END_MS = Qt.ItemDataRole.UserRole + 3


class TranscriptTable(QAbstractListModel):
    """The lines of one transcript. Signals: `modelReset()` when another transcript was put in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.words: list[TimedWord] = []
        self._line_starts: list[int] = []

    def show(self, transcript: TranscriptText | None) -> None:
        """Put in a transcript, or none."""
        self.beginResetModel()
        self.lines, self.words = [], []
        for row, segment in enumerate(() if transcript is None else transcript.segments):
            first = len(self.words)
            self.words.extend(timed_words(segment, row))
            self.lines.append(
                Line(
                    segment.segment,
                    segment.speaker,
                    segment.start_ms,
                    segment.end_ms,
                    segment.text,
                    first,
                    len(self.words),
                )
            )
        self._line_starts = [line.start_ms for line in self.lines]
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{SPEAKER_WORDS[line.speaker]}: {line.text}"
            case TranscriptRole.SPEAKER:
                return line.speaker.value
            case TranscriptRole.START_MS:
                return line.start_ms
            case TranscriptRole.END_MS:
                return line.end_ms
        return None

    def line_at(self, ms: int) -> int | None:
        """The line being spoken at `ms`, or the last one that was; None before the first."""
        row = bisect_right(self._line_starts, ms) - 1
        return row if row >= 0 else None

    def word_at(self, ms: int, line: int) -> int | None:
        """The word of `line` being spoken at `ms`, or the last one that was; None before the line and after it."""
        spoken = self.lines[line]
        if not spoken.start_ms <= ms < spoken.end_ms or spoken.first_word == spoken.end_word:
            return None
        found = bisect_right(self.words, ms, lo=spoken.first_word, hi=spoken.end_word, key=lambda word: word.start_ms)
        return max(found - 1, spoken.first_word)

    def span_of(self, first_word: int, last_word: int) -> tuple[int, int]:
        """From the start of the one word to the end of the other, in milliseconds, whichever comes first."""
        chosen = self.words[min(first_word, last_word) : max(first_word, last_word) + 1]
        return min(word.start_ms for word in chosen), max(word.end_ms for word in chosen)

    def find(self, wanted: str) -> list[Hit]:
        """Every place where `wanted` stands within one line, without regard to capitals."""
        needle = " ".join(wanted.split()).casefold()
        if not needle:
            return []
        hits: list[Hit] = []
        for line in self.lines:
            texts = [word.text.casefold() for word in self.words[line.first_word : line.end_word]]
            joined = " ".join(texts)
            at = joined.find(needle)
            if at < 0:
                continue
            starts, offset = [], 0
            for text in texts:
                starts.append(offset)
                offset += len(text) + 1
            while at >= 0:
                first = bisect_right(starts, at) - 1
                last = bisect_right(starts, at + len(needle) - 1) - 1
                hits.append(Hit(line.first_word + first, line.first_word + last))
                at = joined.find(needle, at + len(needle))
        return hits


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
            timed.extend(spread(shown[new_from:new_to], since, max(since, until), row))
    return timed


def spread(texts: Sequence[str], start_ms: int, end_ms: int, row: int) -> list[TimedWord]:
    """Words laid over a stretch of time in proportion to their length."""
    weights = [len(text) + 1 for text in texts]
    whole, before, words = sum(weights), 0, []
    for text, weight in zip(texts, weights, strict=True):
        since = start_ms + (end_ms - start_ms) * before // whole
        before += weight
        words.append(TimedWord(text, since, start_ms + (end_ms - start_ms) * before // whole, row))
    return words

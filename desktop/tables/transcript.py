"""The transcript of the open call as a list of lines and, beneath them, of words on the call's own clock.

Between the lines that the open call brings along (state/transcript_lines) and the transcript view. One row a segment.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.state.transcript_lines import Line, TimedWord, TranscriptLines
from desktop.tables.spoken import clock_time, moment
from models.transcript import Doubt, Hand, SegmentText, Speaker

SPEAKER_NAMES = {Speaker.CASEWORKER: "CW", Speaker.NRP: "NRP", Speaker.UNKNOWN: "?"}
SPEAKER_WORDS = {
    Speaker.CASEWORKER: "caseworker",
    Speaker.NRP: "non-resident parent",
    Speaker.UNKNOWN: "speaker not known",
}

DOUBTFUL_BELOW = 0.6
"""A word the engine gives less probability than this is shaded."""
DOUBT_WORDS = {
    Doubt.NO_VOICE: "No voice is heard here",
    Doubt.REPEATED: "The engine repeats itself",
    Doubt.UNSURE: "The engine was not sure",
}
DOUBT_MARKS = {Doubt.NO_VOICE: "no voice here", Doubt.REPEATED: "repeats itself", Doubt.UNSURE: "not sure"}
"""The same as short as it stands below a line."""
NOTHING = "nothing said"
"""How a line without any words reads."""

AnyIndex = QModelIndex | QPersistentModelIndex


class Hit(NamedTuple):
    """One find: the words `first_word` to `last_word`, both included."""

    first_word: int
    last_word: int


class TranscriptRole(IntEnum):
    """What a row tells beside its text."""

    SPEAKER = Qt.ItemDataRole.UserRole + 1
    START_MS = Qt.ItemDataRole.UserRole + 2
    END_MS = Qt.ItemDataRole.UserRole + 3


class TranscriptTable(QAbstractListModel):
    """The lines of one transcript. Signals: `replaced()` when another transcript was put in; `grew(rows)` when the same
    one has further lines, with the row each old line has now."""

    replaced = Signal()
    grew = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.words: list[TimedWord] = []
        self.doubts: list[tuple[Doubt, ...]] = []
        self._line_starts: list[int] = []
        self._search: tuple[str, npt.NDArray[np.int64]] | None = None

    def show(self, transcript: TranscriptLines | None) -> None:
        """Put in a transcript, or none."""
        self.beginResetModel()
        self._take(transcript)
        self.endResetModel()
        self.replaced.emit()

    def grow(self, transcript: TranscriptLines) -> None:
        """Put in the same transcript with further lines; where an old line is gone, it is another one."""
        rows = {line.segment: row for row, line in enumerate(transcript.lines)}
        moved = [rows.get(line.segment) for line in self.lines]
        if not moved or None in moved:
            self.show(transcript)
            return
        self.beginResetModel()
        self._take(transcript)
        self.endResetModel()
        self.grew.emit(moved)

    def show_changed(self, transcript: TranscriptLines, row: int) -> None:
        """Put in the same transcript with another line in one row."""
        self._take(transcript)
        self.dataChanged.emit(self.index(row), self.index(row))

    def _take(self, transcript: TranscriptLines | None) -> None:
        self.lines = [] if transcript is None else transcript.lines
        self.words = [] if transcript is None else transcript.words
        self.doubts = [] if transcript is None else [open_doubts(one) for one in transcript.segments]
        self._line_starts = [line.start_ms for line in self.lines]
        self._search = None

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
                return self.spoken(index.row())
            case TranscriptRole.SPEAKER:
                return line.speaker.value
            case TranscriptRole.START_MS:
                return line.start_ms
            case TranscriptRole.END_MS:
                return line.end_ms
        return None

    def spoken(self, row: int) -> str:
        """A line as a screen reader says it, with what is doubtful about it."""
        doubts = doubt_words(self.doubts[row])
        return line_words(self.lines[row], self.words) + (f" ({doubts})" if doubts else "")

    def tip_of(self, word: int) -> str:
        """What there is to say about a word, its line, and what is doubtful about that."""
        found = self.words[word]
        said = word_tip(found, self.lines[found.line])
        doubts = doubt_words(self.doubts[found.line])
        return f"{said}\n{doubts}" if doubts else said

    def doubtful_rows(self) -> list[int]:
        """The lines that may not be what was said, and that nobody has corrected."""
        return [row for row, doubts in enumerate(self.doubts) if doubts]

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
        text, starts = self._searched()
        found = [match.start() for match in re.finditer(re.escape(needle), text)]
        first = np.searchsorted(starts, found, side="right") - 1
        last = np.searchsorted(starts, np.array(found, np.int64) + len(needle) - 1, side="right") - 1
        return [Hit(*words) for words in zip(first.tolist(), last.tolist(), strict=True)]

    def _searched(self) -> tuple[str, npt.NDArray[np.int64]]:
        """All words as find looks at them, a line each, and where each word begins in that."""
        if self._search is None:
            folded = [word.text.casefold() for word in self.words]
            text = "\n".join(" ".join(folded[line.first_word : line.end_word]) for line in self.lines if _spoken(line))
            lengths = np.array([len(word) + 1 for word in folded], np.int64)
            self._search = text, np.concatenate(([0], np.cumsum(lengths)[:-1])) if folded else lengths
        return self._search


def open_doubts(segment: SegmentText) -> tuple[Doubt, ...]:
    """What is doubtful about a segment as long as no person has written what was said."""
    return () if segment.corrected else segment.doubts


def doubt_words(doubts: Sequence[Doubt]) -> str:
    """Why a line may not be what was said."""
    return " · ".join(DOUBT_WORDS[doubt] for doubt in doubts)


def doubt_marks(doubts: Sequence[Doubt]) -> str:
    """The same, below the line."""
    return " · ".join(DOUBT_MARKS[doubt] for doubt in doubts)


def is_doubtful(word: TimedWord) -> bool:
    """Whether the engine itself was not sure of a word."""
    return word.probability is not None and word.probability < DOUBTFUL_BELOW


def word_tip(word: TimedWord, line: Line) -> str:
    """What there is to say about a word and its line: its time, how sure it is, and what a person changed."""
    said = [clock_time(word.start_ms)]
    if word.written:
        said.append("Written by hand, its time is an estimate")
    elif word.probability is not None:
        said.append(f"Recognised with {word.probability:.0%} certainty")
    if line.recognised is not None:
        said.append(f"Corrected{_hand(line.text_hand)}. Recognised was: {line.recognised or NOTHING}")
    if line.speaker_hand is not None:
        said.append(f"Speaker set{_hand(line.speaker_hand)}")
    return "\n".join(said)


def line_words(line: Line, words: Sequence[TimedWord]) -> str:
    """A line as a screen reader says it: who, when, what, and what is not sure."""
    said = f"{SPEAKER_WORDS[line.speaker]}, {clock_time(line.start_ms)}: {line.text or NOTHING}"
    doubtful = [word.text for word in words[line.first_word : line.end_word] if is_doubtful(word)]
    if doubtful:
        said += f" (not sure: {', '.join(doubtful)})"
    return said + (f" (corrected{_hand(line.text_hand)})" if line.recognised is not None else "")


def _hand(hand: Hand | None) -> str:
    """ " by TL01, 5 Oct 2009 10:42"."""
    return "" if hand is None else f" by {hand.author}, {moment(hand.at)}"


def _spoken(line: Line) -> bool:
    return line.first_word < line.end_word

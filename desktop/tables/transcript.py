"""The transcript of the open call as a list of lines and, beneath them, of words on the call's own clock.

Between the lines that the open call brings along (state/transcript_lines) and the transcript view. One row a segment.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.state.transcript_lines import Line, TimedWord, TranscriptLines
from models.transcript import Speaker

SPEAKER_NAMES = {Speaker.CASEWORKER: "CW", Speaker.NRP: "NRP", Speaker.UNKNOWN: "?"}
SPEAKER_WORDS = {
    Speaker.CASEWORKER: "caseworker",
    Speaker.NRP: "non-resident parent",
    Speaker.UNKNOWN: "speaker not known",
}

AnyIndex = QModelIndex | QPersistentModelIndex


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

    def show(self, transcript: TranscriptLines | None) -> None:
        """Put in a transcript, or none."""
        self.beginResetModel()
        self.lines = [] if transcript is None else transcript.lines
        self.words = [] if transcript is None else transcript.words
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

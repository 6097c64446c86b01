"""What a search found as the rows of a list: a head for each call, below it the lines that say it.

Between the search (`desktop.state.search`) and the page. Heads are no place for the cursor: the keyboard goes from line
to line, and each line tells a screen reader its call, too.
"""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.tables import wording
from desktop.tables.cue_words import SPEAKER_SHORT
from desktop.tables.spoken import clock_time
from desktop.tables.transcript import SPEAKER_WORDS
from models.store.search import SearchCount, SearchHit, SearchPage, SearchQuery
from models.transcript import Speaker

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 1


class CallHead(NamedTuple):
    """The head of a call's lines: when it was, which it is, whose, and how many of its lines are shown."""

    when: str
    recording_id: str
    facts: str
    lines: int


class FoundLine(NamedTuple):
    """A line that says it."""

    time: str
    speaker: str
    hit: SearchHit


class SearchRows(QAbstractListModel):
    """The rows. Signal `more_wished()` when somebody looks below the last of them."""

    more_wished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[CallHead | FoundLine] = []
        self._head: int | None = None
        self._more = False

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if isinstance(row, CallHead):
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return f"{row.when}, {row.recording_id}, {row.facts}"
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.time} {row.speaker} {row.hit.text}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = f"{SPEAKER_WORDS[row.hit.speaker]} at {row.time}: {row.hit.text}"
            return f"{said}. Call {row.hit.recording_id}, {when_words(row.hit)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], CallHead):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:
        if not parent.isValid() and self._more:
            self._more = False
            self.more_wished.emit()

    def hit(self, row: int) -> SearchHit | None:
        """The line in this row; None for a head, and where there is no row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found.hit if isinstance(found, FoundLine) else None

    def first_line(self) -> int | None:
        """The row of the first line."""
        return 1 if self._rows else None

    def show(self, page: SearchPage) -> None:
        """The first page of an answer."""
        self.beginResetModel()
        self._rows, self._head = [], None
        self._rows.extend(self._made(page))
        self._more = page.after is not None
        self.endResetModel()

    def add(self, page: SearchPage) -> None:
        """A further page; the lines of a call that stands at the end go on under its head."""
        self._more = page.after is not None
        continued = self._head
        made = self._made(page)
        if made:
            at = len(self._rows)
            self.beginInsertRows(NOWHERE, at, at + len(made) - 1)
            self._rows.extend(made)
            self.endInsertRows()
        if continued is not None:
            self.dataChanged.emit(self.index(continued), self.index(continued))

    def _made(self, page: SearchPage) -> list[CallHead | FoundLine]:
        """The rows of a page; the head it may go on from is told its further lines."""
        made: list[CallHead | FoundLine] = []
        before = len(self._rows)
        last = self._rows[-1] if self._rows else None
        call = last.hit.call if isinstance(last, FoundLine) else None
        for hit in page.hits:
            if hit.call != call:
                call, self._head = hit.call, before + len(made)
                made.append(CallHead(when_words(hit), hit.recording_id, _facts(hit), 0))
            assert self._head is not None
            rows, at = (made, self._head - before) if self._head >= before else (self._rows, self._head)
            head = rows[at]
            assert isinstance(head, CallHead)
            rows[at] = head._replace(lines=head.lines + 1)
            made.append(FoundLine(clock_time(hit.start_ms), SPEAKER_SHORT[hit.speaker], hit))
        return made


def when_words(hit: SearchHit) -> str:
    """When the call was: its start where the recorder told it, else its day."""
    if hit.started_at is not None:
        return wording.moment(hit.started_at)
    return "No date" if hit.call_date is None else wording.day(hit.call_date)


def _facts(hit: SearchHit) -> str:
    known = (hit.caseworker_id, hit.case_ref, wording.length(hit.duration_ms))
    return " · ".join(fact for fact in known if fact)


def question_words(query: SearchQuery) -> str:
    """What is searched, in words: “arrears”, said by the caseworker, on calls of CW012, from 1 Sep 2009."""
    parts = [f"“{query.text.strip()}”"]
    if query.speaker is Speaker.UNKNOWN:
        parts.append("where the speaker is not known")
    elif query.speaker is not None:
        parts.append(f"said by the {SPEAKER_WORDS[query.speaker]}")
    if query.caseworker is not None:
        parts.append(f"on calls of {query.caseworker}")
    if query.since is not None:
        parts.append(f"from {wording.day(query.since)}")
    if query.until is not None:
        parts.append(f"to {wording.day(query.until)}")
    return ", ".join(parts)


def count_words(count: SearchCount) -> str:
    """How much was found: "1,280 lines on 213 calls"."""
    if count.more:
        return f"More than {wording.several(count.lines, 'line')}"
    return f"{wording.several(count.lines, 'line')} on {wording.several(count.calls, 'call')}"

"""The queue of transcriptions as a table: a line a call, with its state, how far it is, what was found or went wrong.

Between the state of the queue and the Transcripts page. Lines keep their order; a line that only moved on is repainted,
so that the selection stays.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.state.transcribing import Transcribing
from desktop.tables import wording
from desktop.tables.spoken import NOT_HELD
from models.store.transcriptions import Wanted
from models.transcript_settings import ChannelNotes
from models.transcription import Standing, TranscriptionState

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
State = TranscriptionState

STATES = {
    State.WAITING: "Waiting",
    State.RUNNING: "Transcribing",
    State.PAUSED: "Paused",
    State.DONE: "Done",
    State.FAILED: "Failed",
}
MARKS = {
    State.WAITING: ("waiting", "quiet"),
    State.RUNNING: ("transcript", "accent"),
    State.PAUSED: ("pause", "warn"),
    State.DONE: ("good", "good"),
    State.FAILED: ("bad", "bad"),
}
"""Drawing and ink of a state; the word stands beside it."""


class QueueRole(IntEnum):
    """What a line tells beside its texts: its row, its mark (drawing, ink), how far it is (0 to 1)."""

    STANDING = Qt.ItemDataRole.UserRole + 1
    MARK = Qt.ItemDataRole.UserRole + 2
    SHARE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True)
class QueueColumn:
    """One column; `sample` is how wide it is at first."""

    head: str
    text: Callable[[Transcribing, Standing], str]
    sample: str
    figures: bool = False


def state_words(queue: Transcribing, row: Standing) -> str:
    """The state of a call in a word or two."""
    if row.id in queue.pausing:
        return "Pausing …"
    if row.id in queue.why_held:
        return "Held"
    return STATES[row.state]


def progress_words(queue: Transcribing, row: Standing) -> str:
    """How far a call is, and how long it will still take: "40% · 2 min left"."""
    if row.state is State.DONE:
        return f"took {wording.spoken_length(row.seconds)}"
    share = queue.share_of(row)
    if row.state is not State.RUNNING:
        return f"{share:.0%}" if share else "—"
    left = queue.seconds_left(row)
    return f"{share:.0%}" if left is None else f"{share:.0%} · {wording.spoken_length(left)} left"


def model_words(_queue: Transcribing, row: Standing) -> str:
    """By which model and engine."""
    return "—" if row.model is None else f"{row.model.removeprefix('ggml-').removesuffix('.bin')} · {row.engine}"


def remark_words(queue: Transcribing, row: Standing) -> str:
    """What there is to know of a call in one line: why it failed or waits, else what was found on its channels."""
    if row.id in queue.why_held:
        return queue.why_held[row.id]
    if row.why:
        return row.why
    if queue.now is not None and queue.now.row == row.id:
        return queue.now.phase
    notes = queue.notes_of(row)
    return "" if notes is None else found_words(notes)


def found_words(notes: ChannelNotes) -> str:
    """What was found on the channels, in a few words."""
    found: list[str] = []
    if len(notes.silent) == notes.channels:
        found.append("no sound")
    elif notes.silent:
        found.append(f"channel {notes.silent[0] + 1} silent")
    if notes.same:
        found.append("one sound on both channels")
    if notes.channels == 1:
        found.append("one channel")
    if notes.look_swapped:
        found.append("channels may be swapped")
    if notes.left_out:
        seconds = sum(end - start for _channel, start, end in notes.left_out) / 1000
        found.append(f"{seconds:.0f} s of the other side's voice left out")
    return ", ".join(found)


COLUMNS = (
    QueueColumn("State", state_words, "Transcribing"),
    QueueColumn("Recording", lambda _queue, row: row.recording_id, "VR-88102-000"),
    QueueColumn("Call", lambda _queue, row: wording.moment(row.call_started_at), "14 Sep 2009 10:31"),
    QueueColumn("Caseworker", lambda _queue, row: row.caseworker_id or NOT_HELD, "Caseworker"),
    QueueColumn("Length", lambda _queue, row: wording.length(row.duration_ms), "1:02:03", figures=True),
    QueueColumn("Progress", progress_words, "100% · 59 min left"),
    QueueColumn("Model", model_words, "large-v3-turbo · pywhispercpp"),
    QueueColumn("Remarks", remark_words, "one sound on both channels"),
)
PROGRESS = 5


class QueueTable(QAbstractTableModel):
    """The lines of the queue: what is not done in its order, then what is done."""

    def __init__(self, queue: Transcribing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._rows: tuple[Standing, ...] = ()
        queue.changed.connect(self._on_changed)
        queue.progressed.connect(self._on_progressed)

    @property
    def rows(self) -> tuple[Standing, ...]:
        return self._rows

    def row_of(self, row_id: str) -> int | None:
        return next((at for at, row in enumerate(self._rows) if row.id == row_id), None)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(self._queue, row)
            case Qt.ItemDataRole.ToolTipRole:
                return wording.tip(whole_words(self._queue, row))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.head}: {column.text(self._queue, row)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case QueueRole.STANDING:
                return row
            case QueueRole.MARK:
                return ("warning", "warn") if row.id in self._queue.why_held else MARKS[row.state]
            case QueueRole.SHARE:
                return self._queue.share_of(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].head
        return None

    def _on_changed(self) -> None:
        rows = self._queue.rows.rows
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = rows
            self._repaint(0, len(rows) - 1)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def _on_progressed(self) -> None:
        """Only the call that is worked on moved on."""
        at = None if self._queue.now is None else self.row_of(self._queue.now.row)
        if at is not None:
            self._repaint(at, at)

    def _repaint(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


def whole_words(queue: Transcribing, row: Standing) -> str:
    """A line written out: what is going on with the call, and what to do."""
    said = [f"{row.recording_id}: {state_words(queue, row).rstrip(' …').lower()}."]
    remark = remark_words(queue, row)
    if remark:
        said.append(remark[0].upper() + remark[1:] + ("" if remark.endswith(".") else "."))
    if row.state is not State.DONE and row.chunks_done and row.chunks_planned:
        said.append(
            f"{wording.number(row.chunks_done)} of {wording.several(row.chunks_planned, 'stretch', 'stretches')} done."
        )
    return " ".join(said)


def summary(queue: Transcribing) -> str:
    """Where the whole queue stands: "Transcribing 3 of 12 · 4 min left", "8 paused · 2 failed", "12 transcribed"."""
    if queue.now is not None:
        return sentence(queue)
    counts = [(state, len(queue.rows.in_state(state))) for state in (State.WAITING, State.PAUSED, State.FAILED)]
    words = [f"{wording.number(count)} {STATES[state].lower()}" for state, count in counts if count]
    if not words and queue.rows.rows:
        words = [f"{wording.number(len(queue.rows.in_state(State.DONE)))} transcribed"]
    return " · ".join(words)


def sentence(queue: Transcribing) -> str:
    """For the line at the foot: "Transcribing 3 of 12 · 4 min left"."""
    at, whole = queue.counted
    words = f"Transcribing {wording.number(at)} of {wording.number(whole)}"
    left = queue.seconds_left()
    return words if left is None else f"{words} · {wording.spoken_length(left)} left"


def wanted_words(wanted: Wanted) -> str:
    """What became of a wish for transcripts."""
    said: list[str] = []
    if wanted.queued:
        count = len(wanted.queued)
        said.append(f"{wording.several(count, 'call')} {'waits' if count == 1 else 'wait'} to be transcribed.")
    if wanted.already:
        count = len(wanted.already)
        said.append(f"{wording.several(count, 'call')} {'was' if count == 1 else 'were'} in the queue already.")
    if wanted.transcribed:
        count = len(wanted.transcribed)
        said.append(f"{wording.several(count, 'call')} {'has' if count == 1 else 'have'} a transcript already.")
    return " ".join(said) or "There was no recording to transcribe."


def rows_of(table: QueueTable, chosen: Collection[int]) -> list[Standing]:
    """The rows at these places, in their order."""
    return [table.rows[at] for at in sorted(chosen) if 0 <= at < len(table.rows)]

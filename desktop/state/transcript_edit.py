"""Correcting the transcript of the open call: words and speakers, shown at once, stored behind, undone at any time.

Between the transcript pane (which shows and wishes) and the store, where every change is one more correction above the
words as recognised. An undo is a further correction that reads as before. What cannot be stored is taken back and said.
"""

import threading
from collections import deque
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Report, Runner
from desktop.state.transcript_lines import TranscriptLines, with_segment
from models.errors import SteercheckError
from models.store import Store
from models.store.staff import Person
from models.transcript import SegmentText, Speaker

NEXT_SPEAKER = {
    Speaker.CASEWORKER: Speaker.NRP,
    Speaker.NRP: Speaker.UNKNOWN,
    Speaker.UNKNOWN: Speaker.CASEWORKER,
}


@dataclass(frozen=True)
class Change:
    """One change of one line, before and after, by whom."""

    row: int
    before: SegmentText
    after: SegmentText
    author: str


class TranscriptEdit(QObject):
    """The corrections of one transcript at a time.

    Signals: `changed(row)` when a line reads otherwise or is somebody else's (`lines` has it already);
    `failed(why)` when a correction could not be stored and was taken back.
    """

    changed = Signal(int)
    failed = Signal(str)

    def __init__(self, store: Store, runner: Runner, person: Person, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self.lines: TranscriptLines | None = None
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._waiting: deque[Change] = deque()
        self._writing = threading.Lock()

    @property
    def allowed(self) -> bool:
        """Whether the working person may correct."""
        return self._person.may_review

    def work_as(self, person: Person) -> None:
        """Somebody else works from now on."""
        self._person = person

    def open(self, lines: TranscriptLines | None) -> None:
        """Another transcript, or none: what was changed before can no longer be undone."""
        self.lines = lines
        self._done.clear()
        self._undone.clear()

    def correct(self, row: int, text: str) -> bool:
        """From now on the line reads `text`, spaces put in order; False when it reads so already or nobody may."""
        return self._change(row, text=" ".join(text.split()))

    def change_speaker(self, row: int, speaker: Speaker | None = None) -> bool:
        """From now on the line is this speaker's; without one, the next in turn."""
        if self.lines is None:
            return False
        return self._change(row, speaker=speaker or NEXT_SPEAKER[self.lines.segments[row].speaker])

    @property
    def can_undo(self) -> bool:
        return bool(self._done) and self.allowed

    @property
    def can_redo(self) -> bool:
        return bool(self._undone) and self.allowed

    def undo(self) -> int | None:
        """Take the last change back; the row it was made in."""
        if not self.can_undo:
            return None
        change = self._done.pop()
        self._undone.append(change)
        self._put(replace(change, before=change.after, after=change.before, author=self._author))
        return change.row

    def redo(self) -> int | None:
        """Make the change again that was taken back last; the row it is made in."""
        if not self.can_redo:
            return None
        change = self._undone.pop()
        self._done.append(change)
        self._put(replace(change, author=self._author))
        return change.row

    def flush(self) -> None:
        """The window closes: store now, in this thread, what still waits. Raises what the store raises."""
        for _change, fault in self._write():
            raise fault

    @property
    def _author(self) -> str:
        return self._person.staff_id

    def _change(self, row: int, *, text: str | None = None, speaker: Speaker | None = None) -> bool:
        if self.lines is None or not self.allowed:
            return False
        before = self.lines.segments[row]
        after = replace(
            before, text=before.text if text is None else text, speaker=before.speaker if speaker is None else speaker
        )
        if after == before:
            return False
        change = Change(row, before, after, self._author)
        self._done.append(change)
        self._undone.clear()
        self._put(change)
        return True

    def _put(self, change: Change) -> None:
        """Show a change, and have it stored."""
        self._show(change.row, change.after)
        self._waiting.append(change)
        self._runner.submit("store", self._write_job, on_done=self._on_written)

    def _show(self, row: int, segment: SegmentText) -> None:
        assert self.lines is not None
        self.lines = with_segment(self.lines, row, segment)
        self.changed.emit(row)

    def _write_job(self, _report: Report, _check: Check) -> list[tuple[Change, SteercheckError]]:
        return self._write()

    def _write(self) -> list[tuple[Change, SteercheckError]]:
        """Store what waits, in order; gives what could not be stored. Any thread."""
        faults: list[tuple[Change, SteercheckError]] = []
        with self._writing:
            while self._waiting:
                change = self._waiting.popleft()
                try:
                    self._store_one(change)
                except SteercheckError as exc:
                    faults.append((change, exc))
        return faults

    def _store_one(self, change: Change) -> None:
        transcripts, segment = self._store.transcripts, change.after.segment
        if change.after.text != change.before.text:
            transcripts.correct(segment, change.after.text, change.author)
        if change.after.speaker != change.before.speaker:
            transcripts.assign_speaker(segment, change.after.speaker, change.author)

    def _on_written(self, faults: list[tuple[Change, SteercheckError]]) -> None:
        for change, _fault in reversed(faults):
            segments = () if self.lines is None else self.lines.segments
            if change.row < len(segments) and segments[change.row] == change.after:
                self._done = [done for done in self._done if done.after != change.after]
                self._undone.clear()
                self._show(change.row, change.before)
        for _change, fault in faults[:1]:
            self.failed.emit(f"The transcript was not changed: {fault.message}")

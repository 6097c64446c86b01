"""Correcting the transcript of the open call: words and speakers, shown at once, stored behind, undone in their turn.

Between the transcript pane (which shows and wishes) and the store, where every change is one more correction above the
words as recognised. An undo is a further correction that reads as before. What cannot be stored is taken back and said.
"""

import itertools
import threading
from collections import deque
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Report, Runner
from desktop.state.steps import Step, Steps
from desktop.state.transcript_lines import TranscriptLines, with_segment
from models.errors import SteercheckError
from models.store import Store
from models.store.staff import Person
from models.transcript import Hand, SegmentText, Speaker

NEXT_SPEAKER = {
    Speaker.CASEWORKER: Speaker.NRP,
    Speaker.NRP: Speaker.UNKNOWN,
    Speaker.UNKNOWN: Speaker.CASEWORKER,
}


@dataclass(frozen=True)
class Change:
    """One change of one line: what stood before and after it. `number` is that of its step, there and back.

    The line is known by its segment: while the transcript still grows, rows move.
    """

    before: SegmentText
    after: SegmentText
    number: int

    @property
    def back(self) -> "Change":
        """The change that takes it back."""
        return replace(self, before=self.after, after=self.before)

    def on(self, segment: SegmentText) -> SegmentText:
        """The line as it is now, with what this changes: the rest may have changed otherwise since."""
        if self.after.text != self.before.text:
            segment = replace(segment, text=self.after.text, text_hand=self.after.text_hand)
        if self.after.speaker != self.before.speaker:
            segment = replace(segment, speaker=self.after.speaker, speaker_hand=self.after.speaker_hand)
        return segment

    def by(self, hand: Hand) -> "Change":
        """The same change, made by this hand."""
        after = self.after
        if after.text != self.before.text:
            after = replace(after, text_hand=hand)
        if after.speaker != self.before.speaker:
            after = replace(after, speaker_hand=hand)
        return replace(self, after=after)


class TranscriptEdit(QObject):
    """The corrections of one transcript at a time; each is one of the `steps`, which take it back.

    Signals: `changed(row)` when a line reads otherwise or is somebody else's (`lines` has it already);
    `failed(why)` when a correction could not be stored and was taken back.
    """

    changed = Signal(int)
    failed = Signal(str)

    def __init__(
        self, store: Store, runner: Runner, person: Person, parent: QObject | None = None, steps: Steps | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self.lines: TranscriptLines | None = None
        self._rows: dict[str, int] = {}
        self.steps = Steps(self) if steps is None else steps
        self._numbers = itertools.count(1)
        self._waiting: deque[tuple[Change, str]] = deque()
        self._under_way: list[Change] = []
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
        self._take(lines)
        self._under_way.clear()
        self.steps.forget(self)

    def read_again(self, lines: TranscriptLines) -> None:
        """The same transcript, read from the store once more (its speakers were swapped): what is on its way there is
        put on top. Another transcript is opened."""
        if self.lines is None or [one.segment for one in lines.segments] != [s.segment for s in self.lines.segments]:
            self.open(lines)
            return
        self._take(lines)
        self._put_on_top()

    def grow(self, lines: TranscriptLines) -> None:
        """The same transcript with further lines between and behind those that were there; another one is opened."""
        before = () if self.lines is None else self.lines.segments
        rows = {one.segment: row for row, one in enumerate(lines.segments)}
        if not before or any(one.segment not in rows for one in before):
            self.open(lines)
            return
        self._take(lines)
        self._put_on_top()
        self.steps.put_elsewhere(self, lambda row: rows[before[row].segment] if isinstance(row, int) else row)

    def _take(self, lines: TranscriptLines | None) -> None:
        self.lines = lines
        self._rows = {} if lines is None else {one.segment: row for row, one in enumerate(lines.segments)}

    def _put_on_top(self) -> None:
        """What was read may be older than what is on its way into the database."""
        assert self.lines is not None
        for change in self._under_way:
            row = self._rows[change.before.segment]
            self.lines = with_segment(self.lines, row, change.on(self.lines.segments[row]))

    def correct(self, row: int, text: str) -> bool:
        """From now on the line reads `text`, spaces put in order; False when it reads so already or nobody may."""
        return self._change(row, text=" ".join(text.split()))

    def change_speaker(self, row: int, speaker: Speaker | None = None) -> bool:
        """From now on the line is this speaker's; without one, the next in turn."""
        if self.lines is None:
            return False
        return self._change(row, speaker=speaker or NEXT_SPEAKER[self.lines.segments[row].speaker])

    def flush(self) -> None:
        """The window closes: store now, in this thread, what still waits. Raises what the store raises."""
        for _change, fault in self._write():
            if fault is not None:
                raise fault

    def _change(self, row: int, *, text: str | None = None, speaker: Speaker | None = None) -> bool:
        if self.lines is None or not self.allowed:
            return False
        before = self.lines.segments[row]
        after = replace(
            before, text=before.text if text is None else text, speaker=before.speaker if speaker is None else speaker
        )
        if after == before:
            return False
        hand = Hand(self._person.staff_id, self._store.clock.now())
        change = Change(before, after, next(self._numbers)).by(hand)
        seconds = before.start_ms // 1000
        words = f"{'correction' if speaker is None else 'speaker'} at {seconds // 60}:{seconds % 60:02}"
        undo, redo = partial(self._put, change.back), partial(self._put, change)
        self.steps.did(Step(self, row, words, undo, redo, lambda: self.allowed, change.number))
        self._put(change)
        return True

    def _put(self, change: Change) -> None:
        """Show a change, and have it stored."""
        assert self.lines is not None
        self._under_way.append(change)
        row = self._rows[change.before.segment]
        self._show(row, change.on(self.lines.segments[row]))
        self._waiting.append((change, self._person.staff_id))
        self._runner.submit("store", self._write_job, on_done=self._on_written)

    def _show(self, row: int, segment: SegmentText) -> None:
        assert self.lines is not None
        self.lines = with_segment(self.lines, row, segment)
        self.changed.emit(row)

    def _write_job(self, _report: Report, _check: Check) -> list[tuple[Change, SteercheckError | None]]:
        return self._write()

    def _write(self) -> list[tuple[Change, SteercheckError | None]]:
        """Store what waits, in order; gives each change with what kept it from being stored. Any thread."""
        tried: list[tuple[Change, SteercheckError | None]] = []
        with self._writing:
            while self._waiting:
                change, author = self._waiting.popleft()
                try:
                    self._store_one(change, author)
                except SteercheckError as exc:
                    tried.append((change, exc))
                else:
                    tried.append((change, None))
        return tried

    def _store_one(self, change: Change, author: str) -> None:
        transcripts, segment = self._store.transcripts, change.after.segment
        if change.after.text != change.before.text:
            transcripts.correct(segment, change.after.text, author)
        if change.after.speaker != change.before.speaker:
            transcripts.assign_speaker(segment, change.after.speaker, author)

    def _on_written(self, tried: list[tuple[Change, SteercheckError | None]]) -> None:
        for change, fault in reversed(tried):
            under_way = change in self._under_way
            if under_way:
                self._under_way.remove(change)
            if fault is not None and under_way:
                self._take_back(change)
        for fault in [fault for _change, fault in tried if fault is not None][:1]:
            self.failed.emit(f"The transcript was not changed: {fault.message}")

    def _take_back(self, change: Change) -> None:
        """What could not be stored is not shown either, unless the line reads otherwise by now."""
        self.steps.drop(self, change.number)
        row = self._rows.get(change.before.segment)
        now = None if self.lines is None or row is None else self.lines.segments[row]
        if row is not None and now is not None and now == change.on(now):
            self._show(row, change.back.on(now))

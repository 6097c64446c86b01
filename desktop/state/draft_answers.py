"""Changing the review in progress: answers, comments, evidence, what was heard; every change undoable and on its way
to the store at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Runner
from desktop.state.draft_opening import merged
from desktop.state.draft_saving import DraftSaving
from desktop.state.draft_standing import DraftStanding
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote
from models.store import Store
from models.store.staff import Person

HEARD_BEGINS_MS = 10_000
"""Listening for so long begins a draft; a shorter look into a call leaves no trace."""
WHOLE_CALL_SHARE = 0.95
"""From this share on, the listening record itself supports "the whole call heard"."""


@dataclass(frozen=True)
class Change:
    """One undoable change: the answer (and the word on the whole call) before and after it."""

    before: AnswerNote
    after: AnswerNote
    whole_before: bool
    whole_after: bool
    typed: bool = False


class DraftAnswers(DraftStanding):
    """Signals: `changed(prompt)` and `result_changed()` after every change; `heard_changed()`."""

    changed = Signal(str)
    result_changed = Signal()
    heard_changed = Signal()

    def __init__(self, store: Store, runner: Runner, person: Person, parent: QObject | None = None) -> None:
        super().__init__(person, parent)
        self._saving = DraftSaving(store, runner, self)
        self._signing = False
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def answer(self, prompt: str, value: AnswerValue | None) -> None:
        """Answer a prompt, or take its answer back (None)."""
        self._change(prompt, lambda note: replace(note, value=value))

    def comment(self, prompt: str, text: str) -> None:
        """What the reviewer writes beside an answer; saved when the keys have rested."""
        self._change(prompt, lambda note: replace(note, comment=text), typed=True)

    def root_causes(self, prompt: str, causes: tuple[str, ...]) -> None:
        """Why the answer is no, from the scorecard's own list."""
        self._change(prompt, lambda note: replace(note, root_causes=causes))

    def add_evidence(self, prompt: str, evidence: EvidenceNote) -> None:
        """Tie a span, the whole call or a field to an answer; what is there already is not added twice."""
        self._change(prompt, lambda note: _with(note, evidence))

    def remove_evidence(self, prompt: str, position: int) -> None:
        """Take one piece of evidence away, counted from 0."""
        self._change(
            prompt,
            lambda note: replace(note, evidence=(*note.evidence[:position], *note.evidence[position + 1 :])),
        )

    def add_whole_call(self, prompt: str, *, declared: bool = False) -> bool:
        """Rest an answer on the whole call. False, and nothing done, when too little of it was played and the person
        has not `declared` to have heard it all."""
        heard = self.form is not None and self.form.whole_call_heard
        if not (heard or declared or self.heard_share >= WHOLE_CALL_SHARE):
            return False
        self._change(prompt, lambda note: _with(note, EvidenceNote(EvidenceKind.WHOLE_CALL)), whole=True)
        return True

    def set_heard(self, spans: list[tuple[int, int]]) -> None:
        """Add what was played to what was heard of this call before."""
        if self.form is None or self.read_only or self._signing or not spans:
            return
        heard = merged((*self.form.heard, *spans))
        if tuple(heard.spans) == self.form.heard:
            return
        self.form = replace(self.form, heard=tuple(heard.spans))
        self.heard_changed.emit()
        if self.form.review_id is not None or sum(end - start for start, end in heard.spans) >= HEARD_BEGINS_MS:
            self._saving.offer(self.form)

    @property
    def can_undo(self) -> bool:
        return bool(self._done) and not self.read_only and not self._signing

    @property
    def can_redo(self) -> bool:
        return bool(self._undone) and not self.read_only and not self._signing

    def undo(self) -> str | None:
        """Take the last change back; the prompt it was made on."""
        if not self.can_undo:
            return None
        change = self._done.pop()
        self._undone.append(change)
        self._put(change.before, change.whole_before)
        return change.before.prompt

    def redo(self) -> str | None:
        """Make the change again that was taken back last; the prompt it is made on."""
        if not self.can_redo:
            return None
        change = self._undone.pop()
        self._done.append(change)
        self._put(change.after, change.whole_after)
        return change.after.prompt

    def _change(
        self,
        prompt: str,
        made: Callable[[AnswerNote], AnswerNote],
        *,
        typed: bool = False,
        whole: bool | None = None,
    ) -> None:
        if self.form is None or self.read_only or self._signing:
            return
        before, whole_before = self.form.answer(prompt), self.form.whole_call_heard
        after, whole_after = made(before), whole_before if whole is None else whole
        if (after, whole_after) == (before, whole_before):
            return
        last = self._done[-1] if self._done else None
        if typed and last is not None and last.typed and last.after.prompt == prompt:
            self._done[-1] = replace(last, after=after)
        else:
            self._done.append(Change(before, after, whole_before, whole_after, typed))
        self._undone.clear()
        self._put(after, whole_after, later=typed)

    def _put(self, note: AnswerNote, whole_call_heard: bool, *, later: bool = False) -> None:
        assert self.form is not None
        self.form = replace(self.form.with_answer(note), whole_call_heard=whole_call_heard)
        self._judge()
        self._saving.offer(self.form, later=later)
        self.changed.emit(note.prompt)
        self.result_changed.emit()

    def _forget_changes(self) -> None:
        """There is nothing to undo any more."""
        self._done.clear()
        self._undone.clear()


def _with(note: AnswerNote, evidence: EvidenceNote) -> AnswerNote:
    return note if evidence in note.evidence else replace(note, evidence=(*note.evidence, evidence))

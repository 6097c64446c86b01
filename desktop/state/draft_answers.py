"""Changing the review in progress: answers, comments, evidence, what was heard; every change undoable and on its way
to the store at once.

What a change touches is named by its place: the id of a prompt, OVERALL for the comment on the whole check, or WHO for
whose work is judged.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.runner import Runner
from desktop.state.draft_opening import merged
from desktop.state.draft_saving import DraftSaving
from desktop.state.draft_standing import DraftStanding
from models.judged import WHO
from models.listening import HeardSpan
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote
from models.store import Store
from models.store.staff import Person

HEARD_BEGINS_MS = 10_000
"""Listening for so long begins a draft; a shorter look into a call leaves no trace."""
WHOLE_CALL_SHARE = 0.95
"""From this share on, the listening record itself supports "the whole call heard"."""


TYPING_PAUSE_MS = 1000
"""What is typed without resting for so long is one step to undo."""

OVERALL = "overall"
"""The place of the comment on the whole check; ids of prompts are in capitals."""
SPEAKERS = "speakers"
"""The place of a swap of the speakers, which is undone in its turn and belongs to no prompt."""


@dataclass(frozen=True)
class Content:
    """What one change may touch: the answer to its prompt (None at OVERALL and WHO), the word on the whole call, the
    comment on the whole check, whose work is judged."""

    note: AnswerNote | None
    whole_call_heard: bool
    comment: str
    caseworker_id: str | None


@dataclass(frozen=True)
class Change:
    """One undoable change at a place: what stood before and after it."""

    place: str
    before: Content
    after: Content
    typed: bool = False


@dataclass(frozen=True)
class Deed:
    """Something done beside the review, at a place of its own, that is undone in its turn with the changes of it."""

    place: str
    undo: Callable[[], object]
    redo: Callable[[], object]


class DraftAnswers(DraftStanding):
    """Signals: `changed(place)` and `result_changed()` after every change; `heard_changed()`."""

    changed = Signal(str)
    result_changed = Signal()
    heard_changed = Signal()

    def __init__(self, store: Store, runner: Runner, person: Person, parent: QObject | None = None) -> None:
        super().__init__(person, parent)
        self._saving = DraftSaving(store, runner, self)
        self._signing = False
        self._done: list[Change | Deed] = []
        self._undone: list[Change | Deed] = []
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)

    def answer(self, prompt: str, value: AnswerValue | None) -> None:
        """Answer a prompt, or take its answer back (None)."""
        self._change_answer(prompt, lambda note: replace(note, value=value))

    def comment(self, prompt: str, text: str) -> None:
        """What the reviewer writes beside an answer; saved when the keys have rested."""
        self._change_answer(prompt, lambda note: replace(note, comment=text), typed=True)

    def comment_overall(self, text: str) -> None:
        """What the reviewer writes on the whole check; saved when the keys have rested."""
        self._change(OVERALL, lambda content: replace(content, comment=text), typed=True)

    def choose_caseworker(self, caseworker_id: str) -> None:
        """Say whose work is judged on a transferred call; nothing for somebody who cannot be."""
        if caseworker_id in self.caseworker_choices:
            self._change(WHO, lambda content: replace(content, caseworker_id=caseworker_id))

    def root_causes(self, prompt: str, causes: tuple[str, ...]) -> None:
        """Why the answer is no, from the scorecard's own list."""
        self._change_answer(prompt, lambda note: replace(note, root_causes=causes))

    def add_evidence(self, prompt: str, evidence: EvidenceNote) -> None:
        """Tie a span, the whole call or a field to an answer; what is there already is not added twice."""
        self._change_answer(prompt, lambda note: _with(note, evidence))

    def remove_evidence(self, prompt: str, position: int) -> None:
        """Take one piece of evidence away, counted from 0."""
        self._change_answer(
            prompt,
            lambda note: replace(note, evidence=(*note.evidence[:position], *note.evidence[position + 1 :])),
        )

    def add_whole_call(self, prompt: str, *, declared: bool = False) -> bool:
        """Rest an answer on the whole call. False, and nothing done, when too little of it was played and the person
        has not `declared` to have heard it all."""
        heard = self.form is not None and self.form.whole_call_heard
        if not (heard or declared or self.heard_share >= WHOLE_CALL_SHARE):
            return False
        self._change_answer(prompt, lambda note: _with(note, EvidenceNote(EvidenceKind.WHOLE_CALL)), whole=True)
        return True

    def set_heard(self, spans: Sequence[HeardSpan]) -> None:
        """Add what was gone through, at its speed, to what was heard of this call before."""
        if self.form is None or self.read_only or self._signing or not spans:
            return
        heard = merged((*self.form.heard, *spans))
        if tuple(heard.at_speed) == self.form.heard:
            return
        self.form = replace(self.form, heard=tuple(heard.at_speed))
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
        """Take the last change back; the place it was made at."""
        if not self.can_undo:
            return None
        change = self._done.pop()
        self._undone.append(change)
        if isinstance(change, Deed):
            change.undo()
        else:
            self._put(change.place, change.before)
        return change.place

    def redo(self) -> str | None:
        """Make the change again that was taken back last; the place it is made at."""
        if not self.can_redo:
            return None
        change = self._undone.pop()
        self._done.append(change)
        if isinstance(change, Deed):
            change.redo()
        else:
            self._put(change.place, change.after)
        return change.place

    def note_deed(self, deed: Deed) -> None:
        """Something was done beside the review that undo takes back in its turn."""
        if self.form is not None and not self.read_only and not self._signing:
            self._done.append(deed)
            self._undone.clear()

    def _change_answer(
        self,
        prompt: str,
        made: Callable[[AnswerNote], AnswerNote],
        *,
        typed: bool = False,
        whole: bool | None = None,
    ) -> None:
        def changed(content: Content) -> Content:
            heard = content.whole_call_heard if whole is None else whole
            return replace(content, note=made(content.note or AnswerNote(prompt)), whole_call_heard=heard)

        self._change(prompt, changed, typed=typed)

    def _change(self, place: str, made: Callable[[Content], Content], *, typed: bool = False) -> None:
        form = self.form
        if form is None or self.read_only or self._signing:
            return
        note = None if place in (OVERALL, WHO) else form.answer(place)
        before = Content(note, form.whole_call_heard, form.comment, form.caseworker_id)
        after = made(before)
        if after == before:
            return
        last = self._done[-1] if self._done else None
        same = isinstance(last, Change) and last.typed and last.place == place and self._typing.isActive()
        if typed and same and isinstance(last, Change):
            self._done[-1] = replace(last, after=after)
        else:
            self._done.append(Change(place, before, after, typed))
        self._undone.clear()
        if typed:
            self._typing.start()
        self._put(place, after, later=typed)

    def _put(self, place: str, content: Content, *, later: bool = False) -> None:
        assert self.form is not None
        form = self.form if content.note is None else self.form.with_answer(content.note)
        self.form = replace(
            form,
            whole_call_heard=content.whole_call_heard,
            comment=content.comment,
            caseworker_id=content.caseworker_id,
        )
        self._judge()
        self._saving.offer(self.form, later=later)
        self.changed.emit(place)
        self.result_changed.emit()

    def _forget_changes(self) -> None:
        """There is nothing to undo any more."""
        self._done.clear()
        self._undone.clear()


def _with(note: AnswerNote, evidence: EvidenceNote) -> AnswerNote:
    return note if evidence in note.evidence else replace(note, evidence=(*note.evidence, evidence))

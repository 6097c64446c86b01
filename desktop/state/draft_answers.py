"""Changing the review in progress: answers, comments, evidence, what was heard; every change a step that can be undone,
and on its way to the store at once.

What a change touches is named by its place: the id of a prompt, OVERALL for the comment on the whole check, WHO for
whose work is judged, or REASON for why a signed review is amended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.runner import Runner
from desktop.state.draft_opening import merged
from desktop.state.draft_saving import DraftSaving
from desktop.state.draft_standing import REASON, DraftStanding
from desktop.state.steps import Step, Steps
from models.answer_types import answered, check
from models.judged import WHO
from models.listening import HeardSpan
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote
from models.store import Store
from models.store.staff import Person

HEARD_BEGINS_MS = 10_000
"""Listening for so long begins a draft; a shorter look into a call leaves no trace."""

TYPING_PAUSE_MS = 1000
"""What is typed without resting for so long is one step to undo."""

OVERALL = "overall"
"""The place of the comment on the whole check; ids of prompts are in capitals."""
SPEAKERS = "speakers"
"""The place of a swap of the speakers, which is undone in its turn and belongs to no prompt."""


@dataclass(frozen=True)
class Content:
    """What one change may touch: the answer to its prompt (None at OVERALL, WHO and REASON), the word on the whole
    call, the comment on the whole check, whose work is judged, why it is amended."""

    note: AnswerNote | None
    whole_call_heard: bool
    comment: str
    caseworker_id: str | None
    reason: str | None


class DraftAnswers(DraftStanding):
    """Every change is one of the `steps`, which take it back in its turn.

    Signals: `changed(place)` and `result_changed()` after every change; `heard_changed()`.
    """

    changed = Signal(str)
    result_changed = Signal()
    heard_changed = Signal()

    def __init__(self, store: Store, runner: Runner, person: Person, parent: QObject | None = None) -> None:
        super().__init__(person, parent)
        self.steps = Steps(self)
        self._saving = DraftSaving(store, runner, self)
        self._signing = False
        self._typed: Step | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)

    def answer(self, prompt: str, value: AnswerValue | None) -> None:
        """Answer a prompt, or take its answer back (None). What is picked or typed is told by `give`."""
        self._change_answer(prompt, "answer", lambda note: replace(note, value=value, given=None))

    def give(self, prompt: str, given: str | None, *, typing: bool = False) -> None:
        """Answer a prompt that asks for more than yes or no with what was picked or typed (None: not answered).

        What is no answer to it is not taken: the field says why.
        """
        if self.card is None:
            return
        asked = self.card.prompt(prompt)
        if check(asked, given) is None:
            self._change_answer(prompt, "answer", lambda note: answered(asked, note, given), typed=typing)

    def take_proposals(self, *prompts: str) -> int:
        """Answer as the steer proposes what neither a person nor a rule has answered, all of it or only `prompts`; one
        step to undo. How many were taken."""
        form = self.form
        taken = [each for each in self.untaken() if not prompts or each.prompt in prompts]
        if form is None or not taken or not self._may_change():
            return 0
        before = tuple(form.answer(each.prompt) for each in taken)
        after = tuple(each.taken(note) for each, note in zip(taken, before, strict=True))
        text = f"answer {taken[0].prompt}" if len(taken) == 1 else f"{len(taken)} answers of the steer"
        undo, redo = partial(self._put_notes, before), partial(self._put_notes, after)
        self.steps.did(Step(self, taken[0].prompt, text, undo, redo, self._may_change))
        self._typed = None
        self._put_notes(after)
        return len(taken)

    def comment(self, prompt: str, text: str) -> None:
        """What the reviewer writes beside an answer; saved when the keys have rested."""
        self._change_answer(prompt, "comment on", lambda note: replace(note, comment=text), typed=True)

    def comment_overall(self, text: str) -> None:
        """What the reviewer writes on the whole check; saved when the keys have rested."""
        self._change(OVERALL, "overall comment", lambda content: replace(content, comment=text), typed=True)

    def give_reason(self, text: str) -> None:
        """Why a signed review is amended; saved when the keys have rested."""
        if self.amending:
            self._change(REASON, "reason of the amendment", lambda content: replace(content, reason=text), typed=True)

    def choose_caseworker(self, caseworker_id: str) -> None:
        """Say whose work is judged on a transferred call; nothing for somebody who cannot be."""
        if caseworker_id in self.caseworker_choices:
            name = "choice of the caseworker"
            self._change(WHO, name, lambda content: replace(content, caseworker_id=caseworker_id))

    def root_causes(self, prompt: str, causes: tuple[str, ...]) -> None:
        """Why the answer is no, from the scorecard's own list."""
        self._change_answer(prompt, "causes of", lambda note: replace(note, root_causes=causes))

    def add_evidence(self, prompt: str, evidence: EvidenceNote) -> None:
        """Tie a span, the whole call or a field to an answer; what is there already is not added twice."""
        self._change_answer(prompt, "evidence for", lambda note: _with(note, evidence))

    def remove_evidence(self, prompt: str, position: int) -> None:
        """Take one piece of evidence away, counted from 0."""
        self._change_answer(
            prompt,
            "removed evidence of",
            lambda note: replace(note, evidence=(*note.evidence[:position], *note.evidence[position + 1 :])),
        )

    def add_whole_call(self, prompt: str) -> bool:
        """Rest an answer on the whole call. False, and nothing done, while the listening record does not support it:
        nobody's word stands in for it."""
        if not self.whole_call_supported:
            return False
        whole_call = EvidenceNote(EvidenceKind.WHOLE_CALL)
        self._change_answer(prompt, "whole call for", lambda note: _with(note, whole_call), whole=True)
        return True

    def set_heard(self, spans: Sequence[HeardSpan]) -> None:
        """Add what was gone through, at its speed, to what was heard of this call before."""
        if self.form is None or not self._may_change() or not spans:
            return
        heard = merged((*self.form.heard, *spans))
        if tuple(heard.at_speed) == self.form.heard:
            return
        self.form = replace(self.form, heard=tuple(heard.at_speed))
        self.heard_changed.emit()
        if self.form.review_id is not None or sum(end - start for start, end in heard.spans) >= HEARD_BEGINS_MS:
            self._saving.offer(self.form)

    def _change_answer(
        self,
        prompt: str,
        words: str,
        made: Callable[[AnswerNote], AnswerNote],
        *,
        typed: bool = False,
        whole: bool | None = None,
    ) -> None:
        def changed(content: Content) -> Content:
            heard = content.whole_call_heard if whole is None else whole
            return replace(content, note=made(content.note or AnswerNote(prompt)), whole_call_heard=heard)

        self._change(prompt, f"{words} {prompt}", changed, typed=typed)

    def _change(self, place: str, text: str, made: Callable[[Content], Content], *, typed: bool = False) -> None:
        """`text` names the change where it can be undone; what is `typed` without a rest is one step."""
        form = self.form
        if form is None or not self._may_change():
            return
        note = None if place in (OVERALL, WHO, REASON) else form.answer(place)
        before = Content(note, form.whole_call_heard, form.comment, form.caseworker_id, form.amend_reason)
        after = made(before)
        if after == before:
            return
        last = self.steps.last
        if typed and last is not None and last is self._typed and last.place == place and self._typing.isActive():
            assert isinstance(last.about, Content)
            step = self._step(place, text, last.about, after) if after != last.about else None
            self.steps.amend(step)
        else:
            step = self._step(place, text, before, after)
            self.steps.did(step)
        self._typed = step if typed else None
        if typed:
            self._typing.start()
        self._put(place, after, later=typed)

    def _step(self, place: str, text: str, before: Content, after: Content) -> Step:
        return Step(
            self,
            place,
            text,
            partial(self._put, place, before),
            partial(self._put, place, after),
            self._may_change,
            before,
        )

    def _may_change(self) -> bool:
        """Whether anything can be changed now; a signature under way rests on what it saw."""
        return not self.read_only and not self._signing

    def _put(self, place: str, content: Content, *, later: bool = False) -> None:
        assert self.form is not None
        form = self.form if content.note is None else self.form.with_answer(content.note)
        self.form = replace(
            form,
            whole_call_heard=content.whole_call_heard,
            comment=content.comment,
            caseworker_id=content.caseworker_id,
            amend_reason=content.reason,
        )
        self._judge()
        self._saving.offer(self.form, later=later)
        self.changed.emit(place)
        self.result_changed.emit()

    def _put_notes(self, notes: tuple[AnswerNote, ...]) -> None:
        """Several answers at once; each is told."""
        assert self.form is not None
        for note in notes:
            self.form = self.form.with_answer(note)
        self._judge()
        self._saving.offer(self.form)
        for note in notes:
            self.changed.emit(note.prompt)
        self.result_changed.emit()

    def _forget_changes(self) -> None:
        """There is nothing of this review to undo any more."""
        self._typed = None
        self.steps.forget(self)


def _with(note: AnswerNote, evidence: EvidenceNote) -> AnswerNote:
    return note if evidence in note.evidence else replace(note, evidence=(*note.evidence, evidence))

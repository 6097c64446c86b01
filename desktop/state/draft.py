"""The one review in progress: its form, what it scores, what is missing, and its way to the store.

Between the open call (whose records it judges) and the scorecard form (which shows it and wishes changes). Every change
is a new `ReviewForm`, undoable, and handed to the saver at once; text waits 300 ms after the last key. Only one save is
under way at a time, and the newest form is always the next.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.runner import Runner
from desktop.state.draft_saver import DraftSaver
from desktop.state.heard import Heard
from models.errors import ChangedElsewhere, NotAllowed, SteercheckError
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm, ReviewState
from models.scorecard import ScorecardDefinition
from models.scoring import AgainstRule, Missing, Result, against_rules, missing, result_of, ruled_out, settled
from models.sheet_facts import SheetFacts, facts_of
from models.store import Store
from models.store.calls import CallFile
from models.store.staff import Person

SCORECARD = "arrears-call/1"
HELD_UP = "This check was changed in another window, and your last changes are only here. Reload it first."
TEXT_PAUSE_MS = 300
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


@dataclass(frozen=True)
class Opened:
    """A review as read: its scorecard, its form and, once signed, what came out of it, frozen."""

    card: ScorecardDefinition
    form: ReviewForm
    frozen: Result | None


class ReviewDraft(QObject):
    """The review in progress.

    Signals: `started()` once the form is there (a draft, a new one, or a signed review to read); `not_started(why)`;
    `changed(prompt)`; `result_changed()` after every change; `heard_changed()`; `saving()`, `saved(datetime)` after
    success only, `save_failed(why)`, `changed_elsewhere(why)`; `signed(review_id)`, `sign_refused(why)`; `left()` when
    everything is stored and the review was let go.
    """

    started = Signal()
    not_started = Signal(str)
    changed = Signal(str)
    result_changed = Signal()
    heard_changed = Signal()
    saving = Signal()
    saved = Signal(datetime)
    save_failed = Signal(str)
    changed_elsewhere = Signal(str)
    signed = Signal(str)
    sign_refused = Signal(str)
    left = Signal()

    def __init__(self, store: Store, runner: Runner, person: Person, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self.person = person
        self.file: CallFile | None = None
        self.card: ScorecardDefinition | None = None
        self.facts: SheetFacts | None = None
        self.form: ReviewForm | None = None
        self.result: Result | None = None
        self._frozen: Result | None = None
        self.saved_at: datetime | None = None
        self._saver: DraftSaver | None = None
        self._request = 0
        self._save_under_way = False
        self._blocked = False
        self._leaving = False
        self._signing = False
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._text_pause = QTimer(self)
        self._text_pause.setSingleShot(True)
        self._text_pause.setInterval(TEXT_PAUSE_MS)
        self._text_pause.timeout.connect(self._save)

    # opening and leaving

    def start(self, file: CallFile) -> None:
        """Read this person's review of the call or sheet, or make ready for a new one."""
        self._let_go()
        request, person = self._request, self.person
        self._runner.submit(
            "store",
            lambda _report, _check: _review_of(self._store, file, person),
            on_done=self._only(request, partial(self._on_started, file)),
            on_failed=self._only(request, lambda fault: self.not_started.emit(fault.message)),
            text="Opening the review",
        )

    @property
    def stored(self) -> bool:
        """Whether everything is in the store and no save is under way."""
        return not self._save_under_way and (self._saver is None or not self._saver.waiting)

    def leave(self) -> None:
        """Store what is not stored yet, then let go; `left` tells when. What hinders it is told: `save_failed`,
        `changed_elsewhere`."""
        if self._blocked:
            self.changed_elsewhere.emit(HELD_UP)
            return
        self._leaving = True
        self._save()

    def leave_unsaved(self) -> None:
        """Let go of what could not be stored, at the person's own word."""
        self._let_go()
        self.left.emit()

    def flush(self) -> None:
        """The window closes: write now, in this thread, whatever waits. Raises what a save raises.

        To be called before the runner is closed, which cancels what still stands in its lanes; endings of earlier
        saves find nobody. What cannot be written stays in hand, and so does what another window's change holds up.
        """
        self._text_pause.stop()
        self._request += 1
        self._save_under_way = self._leaving = self._signing = False
        saver = self._saver
        if saver is None:
            return
        if self._blocked and saver.waiting:
            raise ChangedElsewhere(HELD_UP)
        self._take(saver.save() or saver.stored)

    def _let_go(self) -> None:
        self._request += 1
        self._text_pause.stop()
        self.file = self.card = self.facts = self.form = self.saved_at = self._saver = None
        self.result = self._frozen = None
        self._save_under_way = self._blocked = self._leaving = self._signing = False
        self._done.clear()
        self._undone.clear()

    def _on_started(self, file: CallFile, opened: Opened) -> None:
        self.file = file
        self.card, self.form, self._frozen = opened.card, opened.form, opened.frozen
        self.facts = facts_of(file.sheet, has_call=file.recording is not None, tasks=file.tasks, views=file.views)
        self.saved_at = self.form.saved_at
        self._saver = DraftSaver(self._store, self.form)
        self._judge()
        self.started.emit()

    # what stands

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: signed, or nobody who may review is working."""
        return self.form is None or self.form.state != ReviewState.DRAFT or not self.person.may_review

    @property
    def unanswered(self) -> list[str]:
        """The prompts without an answer of their own or by rule, in the scorecard's order."""
        if self.card is None:
            return []
        answered = self.settled()
        return [prompt.id for prompt in self.card.prompts if prompt.id not in answered]

    def ruled_out(self) -> dict[str, str]:
        """The prompts that answer themselves "not applicable", with the reason in words."""
        if self.card is None or self.form is None or self.facts is None:
            return {}
        return ruled_out(self.card, self.form, self.facts)

    def missing(self) -> tuple[Missing, ...]:
        """What stands between this form and a signature."""
        if self.card is None or self.form is None or self.facts is None or self.file is None:
            return ()
        recording = self.file.recording
        return missing(
            self.card,
            self.form,
            self.facts,
            has_call=recording is not None,
            duration_ms=None if recording is None else recording.duration_ms,
        )

    def contradictions(self) -> tuple[AgainstRule, ...]:
        """The answers that go against a rule, with what the rule says."""
        if self.card is None or self.form is None or self.facts is None:
            return ()
        return against_rules(self.card, self.form, self.facts)

    def settled(self) -> dict[str, AnswerValue]:
        """Every answer that stands: the person's own, else "not applicable" by rule."""
        if self.card is None or self.form is None or self.facts is None:
            return {}
        return settled(self.card, self.form, self.facts)

    @property
    def heard_share(self) -> float:
        """What part of the call was played for this review, 0..1."""
        if self.form is None or self.file is None or self.file.recording is None:
            return 0.0
        return _merged(self.form.heard).share(self.file.recording.duration_ms)

    # changes

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
        self._change(
            prompt,
            lambda note: note if evidence in note.evidence else replace(note, evidence=(*note.evidence, evidence)),
        )

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
        whole = EvidenceNote(EvidenceKind.WHOLE_CALL)
        self._change(
            prompt,
            lambda note: note if whole in note.evidence else replace(note, evidence=(*note.evidence, whole)),
            whole=True,
        )
        return True

    def set_heard(self, spans: list[tuple[int, int]]) -> None:
        """Add what was played to what was heard of this call before."""
        if self.form is None or self.read_only or not spans:
            return
        heard = _merged((*self.form.heard, *spans))
        if tuple(heard.spans) == self.form.heard:
            return
        self.form = replace(self.form, heard=tuple(heard.spans))
        self.heard_changed.emit()
        if self.form.review_id is not None or sum(end - start for start, end in heard.spans) >= HEARD_BEGINS_MS:
            self._hand_over()
            self._save()

    @property
    def can_undo(self) -> bool:
        return bool(self._done) and not self.read_only

    @property
    def can_redo(self) -> bool:
        return bool(self._undone) and not self.read_only

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
        self._hand_over()
        if later:
            self._text_pause.start()
        else:
            self._save()
        self.changed.emit(note.prompt)
        self.result_changed.emit()

    def _judge(self) -> None:
        if self.card is not None:
            self.result = self._frozen or result_of(self.card, self.settled())

    # saving

    def _hand_over(self) -> None:
        if self._saver is not None and self.form is not None:
            self._saver.offer(self.form)

    def _save(self) -> None:
        """Start a save unless one is under way (its end starts the next) or another window's change stands open."""
        if self._save_under_way or self._blocked:
            return
        saver = self._saver
        if saver is None or not saver.waiting:
            self._after_saving()
            return
        self._text_pause.stop()
        self._save_under_way = True
        self.saving.emit()
        self._runner.submit(
            "store",
            lambda _report, _check: saver.save(),
            on_done=self._only(self._request, self._on_saved),
            on_failed=self._only(self._request, self._on_save_failed),
        )

    def retry(self) -> None:
        """Try again to store what could not be stored."""
        self._save()

    def _on_saved(self, stored: ReviewForm | None) -> None:
        self._save_under_way = False
        if stored is not None:
            self._take(stored)
        if not self._text_pause.isActive() or self._leaving:
            self._save()

    def _take(self, stored: ReviewForm) -> None:
        """What the store made of the form: its id, its revision and when it was saved."""
        if self.form is None or stored.review_id is None or stored.revision == self.form.revision:
            return
        self.form = replace(self.form, review_id=stored.review_id, revision=stored.revision, saved_at=stored.saved_at)
        self.saved_at = stored.saved_at or self._store.clock.now()
        self.saved.emit(self.saved_at)

    def _after_saving(self) -> None:
        """Everything is stored: go on to what waited for that."""
        if self._leaving:
            self._let_go()
            self.left.emit()
        elif self._signing:
            self._submit_signing()

    def _on_save_failed(self, fault: SteercheckError) -> None:
        self._save_under_way = self._leaving = self._signing = False
        if isinstance(fault, ChangedElsewhere | NotAllowed):  # written, or even signed, by another window
            self._blocked = True
            self.changed_elsewhere.emit(fault.message)
        else:
            self.save_failed.emit(fault.message)

    def reload(self, *, keep_mine: bool) -> None:
        """After another window's change: take its form; with `keep_mine` put my unsaved answers on top of it."""
        if self.file is None or self.form is None or self._saver is None:
            return
        file, person, mine, base = self.file, self.person, self.form, self._saver.stored
        self._runner.submit(
            "store",
            lambda _report, _check: _review_of(self._store, file, person),
            on_done=self._only(self._request, partial(self._on_reloaded, mine if keep_mine else None, base)),
            on_failed=self._only(self._request, self._on_save_failed),
        )

    def _on_reloaded(self, mine: ReviewForm | None, base: ReviewForm, opened: Opened) -> None:
        assert self._saver is not None
        theirs = opened.form
        self.card, self._frozen = opened.card, opened.frozen
        self._blocked = False
        self._done.clear()
        self._undone.clear()
        self._saver.settle(theirs)
        self.form = theirs
        self.saved_at = theirs.saved_at
        if mine is not None and not self.read_only:
            self.form = with_changes(theirs, base, mine)
            self._hand_over()
            self._save()
        self._judge()
        self.started.emit()
        if mine is not None and self.read_only:
            self.sign_refused.emit("It was signed in the meantime. Your changes since then could not be kept.")

    # signing

    def sign(self) -> None:
        """Sign in the working person's name, after everything is stored."""
        if self.form is None or self.read_only or self._signing or self._blocked:
            return
        self._signing = True
        self._hand_over()
        self._save()

    def _submit_signing(self) -> None:
        assert self.form is not None
        form, person = self.form, self.person
        self._runner.submit(
            "store",
            lambda _report, _check: _signed(self._store, form, person),
            on_done=self._only(self._request, self._on_signed),
            on_failed=self._only(self._request, self._on_sign_refused),
            text="Signing",
        )

    def _on_signed(self, opened: Opened) -> None:
        form = opened.form
        self._signing = False
        self.form, self._frozen = form, opened.frozen
        self._judge()
        self._done.clear()
        self._undone.clear()
        if self._saver is not None:
            self._saver.settle(form)
        self.signed.emit(form.review_id)

    def _on_sign_refused(self, fault: SteercheckError) -> None:
        self._signing = False
        self.sign_refused.emit(fault.message)

    def _only(self, request: int, then: Callable[..., None]) -> Callable[..., None]:
        """`then`, unless another review was opened in the meantime."""

        def told(outcome: object) -> None:
            if request == self._request:
                then(outcome)

        return told


def _review_of(store: Store, file: CallFile, person: Person) -> Opened:
    """The person's own review of the call or sheet, else one that another person signed, else a blank one."""
    form = store.reviews.mine(file.recording_id, file.sheet_id, person.staff_id, SCORECARD)
    if form is None and (signed := store.calls.signed_review(file)) is not None:
        form = store.reviews.get(signed)
    if form is None:
        form = store.reviews.start_draft(file.recording_id, file.sheet_id, person.staff_id, SCORECARD)
    return _opened(store, form)


def _signed(store: Store, form: ReviewForm, person: Person) -> Opened:
    """Sign the draft in the state this window saw last. Raises what `ReviewStore.sign` raises."""
    assert form.review_id is not None
    return _opened(store, store.reviews.sign(form.review_id, person, form.revision))


def _opened(store: Store, form: ReviewForm) -> Opened:
    frozen = None
    if form.state == ReviewState.SIGNED and form.review_id is not None:
        frozen = store.reviews.result(form.review_id)
    return Opened(store.scorecards.get(form.scorecard), form, frozen)


def with_changes(theirs: ReviewForm, base: ReviewForm, mine: ReviewForm) -> ReviewForm:
    """`theirs` with every answer on top that differs between `base` and `mine`; what was heard is joined."""
    merged = theirs
    for prompt in {note.prompt for form in (base, mine) for note in form.answers}:
        if mine.answer(prompt) != base.answer(prompt):
            merged = merged.with_answer(mine.answer(prompt))
    return replace(
        merged,
        whole_call_heard=theirs.whole_call_heard or mine.whole_call_heard,
        heard=tuple(_merged((*theirs.heard, *mine.heard)).spans),
    )


def _merged(spans: tuple[tuple[int, int], ...]) -> Heard:
    heard = Heard()
    for start_ms, end_ms in spans:
        heard.add(start_ms, end_ms)
    return heard

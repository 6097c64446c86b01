"""The one review in progress: read, changed, stored, signed and let go.

Between the open call (whose records it judges) and the scorecard form (which shows it and wishes changes). How it
stands is `draft_standing`, how it changes `draft_answers`, how it gets into the store `draft_saving`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Runner
from desktop.state.draft_answers import DraftAnswers
from desktop.state.draft_opening import Opened, review_of, signed_by, with_changes
from desktop.state.draft_saving import HELD_UP
from models.errors import SteercheckError
from models.review import ReviewForm
from models.store import Store
from models.store.calls import CallFile
from models.store.staff import Person


class ReviewDraft(DraftAnswers):
    """The review in progress.

    Signals: `started()` once the form is there (a draft, a new one, or a signed review to read); `not_started(why)`;
    `saving()`, `saved(datetime)` after success only, `save_failed(why)`, `changed_elsewhere(why)`;
    `signed(review_id)`, `sign_refused(why)`; `left()` when everything is stored and the review was let go; and those
    of DraftAnswers.
    """

    started = Signal()
    not_started = Signal(str)
    saving = Signal()
    saved = Signal(datetime)
    save_failed = Signal(str)
    changed_elsewhere = Signal(str)
    signed = Signal(str)
    sign_refused = Signal(str)
    left = Signal()

    def __init__(self, store: Store, runner: Runner, person: Person, parent: QObject | None = None) -> None:
        super().__init__(store, runner, person, parent)
        self._store = store
        self._runner = runner
        self.saved_at: datetime | None = None
        self.scorecard: str | None = None
        """What new reviews are made with; None: the version of the usual scorecard that is in use."""
        self.wished: str | None = None
        """The very review that the next opening is to show; one of the call or sheet where there is none."""
        self._request = 0
        self._leaving = False
        self._saving.began.connect(self.saving)
        self._saving.stored.connect(self._take)
        self._saving.idle.connect(self._on_idle)
        self._saving.failed.connect(self._on_save_failed)
        self._saving.held_up.connect(self._on_held_up)

    # opening and leaving

    def start(self, file: CallFile) -> None:
        """Read this person's review of the call or sheet, or make ready for a new one."""
        self._let_go()
        person, card, wished = self.person, self.scorecard, self.wished
        self.wished = None
        self._runner.submit(
            "store",
            lambda _report, _check: review_of(self._store, file, person, card, wished),
            on_done=self._only(partial(self._on_started, file)),
            on_failed=self._only(lambda fault: self.not_started.emit(fault.message)),
            text="Opening the review",
        )

    def reopen(
        self, file: CallFile, job: Callable[[Store, Person], Opened], refused: Callable[[str], None], text: str
    ) -> None:
        """Show another review (or version, or amendment) of the same call, as `job` reads or makes it."""
        person = self.person
        self._runner.submit(
            "store",
            lambda _report, _check: job(self._store, person),
            on_done=self._only(partial(self._on_reopened, file)),
            on_failed=self._only(lambda fault: refused(fault.message)),
            text=text,
        )

    def _on_reopened(self, file: CallFile, opened: Opened) -> None:
        self._request += 1
        self._forget_changes()
        self._on_started(file, opened)

    def _on_started(self, file: CallFile, opened: Opened) -> None:
        self.sheet_now = file.sheet
        self._take_opened(file, opened)
        self.saved_at = opened.form.saved_at
        self._saving.settle(opened.form)
        self._judge()
        self.started.emit()

    @property
    def stored(self) -> bool:
        """Whether everything is in the store and no save is under way."""
        return self._saving.done

    def leave(self) -> None:
        """Store what is not stored yet, then let go; `left` tells when. What hinders it is told: `save_failed`,
        `changed_elsewhere`."""
        if self._saving.blocked:
            self.changed_elsewhere.emit(HELD_UP)
            return
        self._leaving = True
        self._saving.save()

    def leave_unsaved(self) -> None:
        """Let go of what could not be stored, at the person's own word."""
        self._let_go()
        self.left.emit()

    def flush(self) -> None:
        """The window closes: write now, in this thread, whatever waits. Raises what a save raises.

        To be called before the runner is closed, which cancels what still stands in its lanes.
        """
        self._request += 1
        self._leaving = self._signing = False
        stored = self._saving.write_now()
        if stored is not None:
            self._take(stored)

    def _let_go(self) -> None:
        self._request += 1
        self._saving.settle(None)
        self.file = self.card = self.facts = self.form = self.saved_at = None
        self.result = self._frozen = self.sheet_now = self._verdict = self.life = None
        self.proposed = ()
        self.blind = None
        self._leaving = self._signing = False
        self._forget_changes()

    # saving

    def retry(self) -> None:
        """Try again to store what could not be stored."""
        self._saving.save()

    def _take(self, stored: ReviewForm) -> None:
        """What the store made of the form: its id, its revision and when it was saved."""
        if self.form is None or stored.review_id is None or stored.revision == self.form.revision:
            return
        self.form = replace(self.form, review_id=stored.review_id, revision=stored.revision, saved_at=stored.saved_at)
        self.saved_at = stored.saved_at or self._store.clock.now()
        self.saved.emit(self.saved_at)

    def _on_idle(self) -> None:
        """Everything is stored: go on to what waited for that."""
        if self._leaving:
            self._let_go()
            self.left.emit()
        elif self._signing:
            self._submit_signing()

    def _on_save_failed(self, why: str) -> None:
        self._leaving = self._signing = False
        self.save_failed.emit(why)

    def _on_held_up(self, why: str) -> None:
        self._leaving = self._signing = False
        self.changed_elsewhere.emit(why)

    def reload(self, *, keep_mine: bool) -> None:
        """After another window's change: take its form; with `keep_mine` put my unsaved answers on top of it."""
        file, base = self.file, self._saving.base
        if file is None or base is None:
            return
        mine, person, card = self.form if keep_mine else None, self.person, self.scorecard
        wished = base.review_id if base.amends is not None else None
        self._runner.submit(
            "store",
            lambda _report, _check: review_of(self._store, file, person, card, wished),
            on_done=self._only(partial(self._on_reloaded, file, mine, base)),
            on_failed=self._only(lambda fault: self.save_failed.emit(fault.message)),
        )

    def _on_reloaded(self, file: CallFile, mine: ReviewForm | None, base: ReviewForm, opened: Opened) -> None:
        theirs = opened.form
        self._take_opened(file, opened)
        self.saved_at = theirs.saved_at
        self._forget_changes()
        self._saving.settle(theirs)
        if mine is not None and not self.read_only:
            self.form = with_changes(theirs, base, mine)
            self._saving.offer(self.form)
        self._judge()
        self.started.emit()
        if mine is not None and self.read_only:
            self.sign_refused.emit("It was signed in the meantime. Your changes since then could not be kept.")

    # signing

    def sign(self) -> None:
        """Sign in the working person's name, after everything is stored."""
        if self.form is None or self.read_only or self._signing or self._saving.blocked:
            return
        self._signing = True
        self._saving.offer(self.form)

    def _submit_signing(self) -> None:
        assert self.form is not None
        form, person = self.form, self.person
        self._runner.submit(
            "store",
            lambda _report, _check: signed_by(self._store, form, person),
            on_done=self._only(self._on_signed),
            on_failed=self._only(self._on_sign_refused),
            text="Signing",
        )

    def _on_signed(self, opened: Opened) -> None:
        self._signing = False
        assert self.file is not None
        self._take_opened(self.file, opened)
        self.sheet_now = opened.signed_on
        self._forget_changes()
        self._saving.settle(opened.form)
        self._judge()
        self.signed.emit(opened.form.review_id)

    def _on_sign_refused(self, fault: SteercheckError) -> None:
        self._signing = False
        self.sign_refused.emit(fault.message)

    def _only(self, then: Callable[..., None]) -> Callable[..., None]:
        """`then`, unless another review was opened in the meantime."""
        request = self._request

        def told(outcome: object) -> None:
            if request == self._request:
                then(outcome)

        return told

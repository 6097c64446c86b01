"""What happens to a signed review on the desk: released, replied to, decided; read with it, and told when it changes.

Beside the draft, which shows and changes the review itself: this asks and writes `store.life`, always in the store's
lane. A step that another window or another person took first is told in words, and the life is read again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Runner
from desktop.state.draft import ReviewDraft
from desktop.state.draft_opening import Life, life_of
from models.errors import ChangedElsewhere, InputRefused, SteercheckError
from models.guide_sheet import GuideSheet
from models.review import ReviewForm, ReviewState
from models.review_life import Outcome, Reply
from models.scorecard import ScorecardDefinition
from models.scoring import Result
from models.store import Store
from models.store.staff import Person
from models.working_days import DISPUTE_WINDOW_DAYS

READ_AGAIN = " What stands now is shown; nothing of yours was written."


@dataclass(frozen=True)
class Version:
    """One version of a review as it was signed, to be laid beside another one; `sheet` as it was signed on."""

    card: ScorecardDefinition
    form: ReviewForm
    result: Result
    sheet: GuideSheet | None


def version_of(store: Store, review_id: str) -> Version:
    """One signed version. Raises UnknownId."""
    form = store.reviews.get(review_id)
    card, result = store.scorecards.get(form.scorecard), store.reviews.result(review_id)
    return Version(card, form, result, store.calls.sheet_signed_on(review_id))


class ReviewLife(QObject):
    """The life of the review on the desk; None while none is signed there.

    Signals: `changed()` whenever it was read; facts once they are in the store: `released(review_id)`,
    `replied(review_id)`, `decided(review_id, prompt)`; `refused(why)` in words, with nothing written;
    `compared(before, after)` with two Versions.
    """

    changed = Signal()
    released = Signal(str)
    replied = Signal(str)
    decided = Signal(str, str)
    refused = Signal(str)
    compared = Signal(object, object)

    def __init__(self, store: Store, runner: Runner, draft: ReviewDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._draft = draft
        self.window_days = DISPUTE_WINDOW_DAYS
        self.life: Life | None = None
        self.busy = False
        self._request = 0
        draft.started.connect(self._on_opened)
        draft.signed.connect(lambda _review: self._on_opened())
        draft.left.connect(self._forget)

    def _on_opened(self) -> None:
        """Another review (or version) lies on the desk; its life was read with it."""
        self._request += 1
        self.busy = False
        self.life = self._draft.life
        self.changed.emit()

    def _forget(self) -> None:
        self._request += 1
        self.life = None

    # the steps

    def release(self) -> None:
        """Hand the review to its caseworker."""
        days = self.window_days

        def step(review_id: str, person: Person) -> None:
            told = self._store.life.release((review_id,), person, days)
            for refusal in told.refused:
                raise InputRefused(refusal.reason)

        self._take(step, self.released.emit, "Releasing the review")

    def reply(self, reply: Reply) -> None:
        """Record what the caseworker says."""
        self._take(
            lambda review_id, person: self._store.life.reply(review_id, reply, person),
            self.replied.emit,
            "Recording the reply",
        )

    def decide(self, prompt: str, outcome: Outcome, comment: str) -> None:
        """Decide one disputed prompt."""
        self._take(
            lambda review_id, person: self._store.life.decide(review_id, prompt, outcome, comment, person),
            lambda review_id: self.decided.emit(review_id, prompt),
            "Recording the decision",
        )

    def compare(self, before: str, after: str) -> None:
        """Read two versions, to be laid side by side; `compared` tells."""
        self._runner.submit(
            "store",
            lambda _report, _check: (version_of(self._store, before), version_of(self._store, after)),
            on_done=self._only(lambda found: self.compared.emit(*found)),
            on_failed=self._only(lambda fault: self.refused.emit(fault.message)),
        )

    def refresh(self) -> None:
        """Read it again."""
        review_id, person = self._review_id, self._draft.person
        if review_id is not None:
            self._runner.submit(
                "store",
                lambda _report, _check: life_of(self._store, review_id, person),
                on_done=self._only(self._on_read),
                on_failed=self._only(lambda fault: self.refused.emit(fault.message)),
            )

    @property
    def _review_id(self) -> str | None:
        form = self._draft.form
        return None if form is None or form.state is not ReviewState.SIGNED else form.review_id

    def _take(self, step: Callable[[str, Person], object], then: Callable[[str], None], text: str) -> None:
        """One step at a time; its life is read in the same job."""
        review_id, person = self._review_id, self._draft.person
        if review_id is None or self.busy:
            return
        self.busy = True
        self.changed.emit()

        def job(_report: object, _check: object) -> Life:
            step(review_id, person)
            return life_of(self._store, review_id, person)

        def done(life: Life) -> None:
            self.busy = False
            self._on_read(life)
            then(review_id)

        self._runner.submit("store", job, on_done=self._only(done), on_failed=self._only(self._on_refused), text=text)

    def _on_read(self, life: Life) -> None:
        self.life = life
        self.changed.emit()

    def _on_refused(self, fault: SteercheckError) -> None:
        self.busy = False
        self.changed.emit()
        if isinstance(fault, ChangedElsewhere):
            self.refused.emit(fault.message + READ_AGAIN)
            self.refresh()
        else:
            self.refused.emit(fault.message)

    def _only(self, then: Callable[..., None]) -> Callable[..., None]:
        """`then`, unless another review was opened in the meantime."""
        request = self._request

        def told(outcome: object) -> None:
            if request == self._request:
                then(outcome)

        return told

"""Amending a signed review on the desk, and looking at its versions; the draft of an amendment is stored like any.

Beside the draft, which it has show another review of the same call: an amendment begun or gone on with, one dropped
(and taken up again as it was), an earlier version to read.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.state.draft import ReviewDraft
from desktop.state.draft_opening import amending, dropped, review_of, taken_up
from models.review import ReviewForm, ReviewState
from models.store.calls import CallFile


class Amending(QObject):
    """What is amended on the desk.

    Signals: `begun()` once the draft of the amendment is on the desk; `dropped()` once the signed review is there again
    and its amendment is not; `version_opened(review_id)`; `refused(why)`, nothing was changed.
    """

    begun = Signal()
    dropped = Signal()
    version_opened = Signal(str)
    refused = Signal(str)

    def __init__(self, draft: ReviewDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._then: Callable[[], None] | None = None
        self._gone: ReviewForm | None = None
        draft.started.connect(self._on_started)

    def begin(self) -> None:
        """Begin the amendment of the signed review on the desk, or go on with the one begun before."""
        form, file = self._draft.form, self._file
        if form is None or file is None or form.state is not ReviewState.SIGNED or form.review_id is None:
            return
        review_id = form.review_id
        self._then = self.begun.emit
        self._draft.reopen(
            file, lambda store, person: amending(store, review_id, file, person), self._refuse, "Opening the amendment"
        )

    def drop(self) -> None:
        """Drop the amendment on the desk and go back to the signed review; `take_up` takes it back."""
        form, file = self._draft.form, self._file
        if form is None or file is None or not self._draft.amending:
            return
        self._gone = form
        self._then = self.dropped.emit
        self._draft.reopen(
            file, lambda store, person: dropped(store, form, file, person), self._refuse, "Dropping the amendment"
        )

    def take_up(self) -> None:
        """Take up the amendment that was dropped last, as it was."""
        gone, file = self._gone, self._file
        form = self._draft.form
        if gone is None or file is None or form is None or form.review_id != gone.amends:
            return
        self._then = self.begun.emit
        self._draft.reopen(
            file, lambda store, person: taken_up(store, gone, file, person), self._refuse, "Opening the amendment"
        )

    def open_version(self, review_id: str) -> None:
        """Put another version of the review on the desk, to read; the draft of an amendment is stored first."""
        file, card = self._file, self._draft.scorecard
        if file is None or not self._draft.stored:
            return
        self._then = lambda: self.version_opened.emit(review_id)
        self._draft.reopen(
            file,
            lambda store, person: review_of(store, file, person, card, review_id),
            self._refuse,
            "Opening the version",
        )

    @property
    def _file(self) -> CallFile | None:
        """The records as they stand in the lists, whatever sheet a signed review was signed on."""
        return self._draft.file_now

    def _refuse(self, why: str) -> None:
        self._then = None
        self.refused.emit(why)

    def _on_started(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

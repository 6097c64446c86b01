"""Writing one draft to the store, newest form first, one writer at a time. No Qt: it works in the lane's thread.

The window hands over every form it makes (`offer`); whoever calls `save` writes the newest one and remembers the
revision that came back, so that the next form is written on top of it. What fails to be written stays in hand.
"""

import threading
from dataclasses import replace

from models.review import ReviewForm
from models.store import Store


class DraftSaver:
    """The newest form of one review, on its way to the store. Any thread may call it."""

    def __init__(self, store: Store, opened: ReviewForm) -> None:
        self._store = store
        self._stored = opened
        self._newest: ReviewForm | None = None
        self._hand = threading.Lock()
        self._writing = threading.Lock()

    @property
    def waiting(self) -> bool:
        """Whether there is a form that is not in the store yet."""
        with self._hand:
            return self._newest is not None

    @property
    def stored(self) -> ReviewForm:
        """The form as it was last read from, or written to, the store."""
        with self._hand:
            return self._stored

    def offer(self, form: ReviewForm) -> None:
        """Hand over a newer form; an older one still waiting is passed over."""
        with self._hand:
            self._newest = form

    def save(self) -> ReviewForm | None:
        """Write the newest form, if one waits; what is stored then, None when nothing waited.

        Raises ChangedElsewhere, DatabaseUnusable, InputRefused, NotAllowed and OutputRefused. Whatever it raises, a
        defect included: the form then waits on.
        """
        with self._writing:
            with self._hand:
                form, stored = self._newest, self._stored
                self._newest = None
            if form is None:
                return None
            written = None
            try:
                begun = stored.review_id is not None
                written = self._store.reviews.save_draft(
                    replace(
                        form,
                        review_id=stored.review_id,
                        revision=stored.revision,
                        state=stored.state,
                        sample_id=form.sample_id if begun else self._sample_of(form),
                    )
                )
            finally:
                with self._hand:
                    if written is None:
                        self._newest = self._newest or form
                    else:
                        self._stored = written
            return written

    def _sample_of(self, form: ReviewForm) -> str | None:
        """The sample that a new draft names; none where its call was replaced before anything was written."""
        if form.sample_id is None or self._store.waiting.stands_in(form.sample_id, form.recording_id):
            return form.sample_id
        return None

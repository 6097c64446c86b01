"""The steer's connections: whatever review is opened, signed or let go, its sheet is judged beside it."""

from PySide6.QtCore import QObject

from desktop.views.review_page import ReviewPage
from desktop.wiring.states import States
from models.review import ReviewState


class SteerWiring(QObject):
    """The draft's sheet with the steer, and the steer with its panel; withheld where a call is checked blind."""

    def __init__(self, parent: QObject, states: States, page: ReviewPage) -> None:
        super().__init__(parent)
        self._states = states
        page.tabs.steer.bind(states.steer)
        draft = states.draft
        draft.started.connect(self._on_review)
        draft.signed.connect(lambda _review_id: self._on_review())
        draft.not_started.connect(lambda _why: self._on_no_review())
        states.call.closed.connect(states.steer.forget)

    def _on_review(self) -> None:
        """A draft is judged on the sheet as it stands; a signed review shows what was frozen with it."""
        draft = self._states.draft
        if draft.file is None or draft.form is None:
            return
        if draft.blind is not None:
            self._states.steer.withhold()
            return
        signed = None if draft.form.state == ReviewState.DRAFT else draft.form.review_id
        self._states.steer.show_sheet(draft.file.sheet, draft.sheet_now, signed)

    def _on_no_review(self) -> None:
        call, steer = self._states.call, self._states.steer
        if call.blind is not None:
            steer.withhold()
        else:
            steer.show_sheet(None if call.file is None else call.file.sheet, None, None)

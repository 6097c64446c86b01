"""The review page, made with everything on the desk: opening and leaving an item, signing, storing at the end.

How it is heard, corrected, compared and judged is connected in `desk`, `said`, `steer` and `transcript_out`.
"""

from datetime import datetime

from PySide6.QtCore import QObject

from desktop.state.opening import Item
from desktop.views.page_stack import Making, Placed
from desktop.views.review_page import ReviewPage
from desktop.views.top_bar import TABS
from desktop.wiring.desk import DeskWiring
from desktop.wiring.parts import Parts
from desktop.wiring.said import SaidWiring
from desktop.wiring.steer import SteerWiring
from desktop.wiring.transcript_out import TranscriptOutWiring
from models.errors import UserError

WORDS = {name: words for name, words, _command in TABS}


def make(parts: Parts) -> Making:
    """In steps: of all pages it takes longest to make."""
    states = parts.states
    page = ReviewPage(
        states.call,
        states.draft,
        states.review_life,
        states.amending,
        parts.actions,
        states.session.settings,
        parts.memory,
        parts.window.stack,
        at_once=False,
    )
    yield from page.making
    page.set_settings(states.session.settings)  # they may have been changed between two steps
    yield
    wiring = ReviewWiring(parts, page)
    DeskWiring(parts.window, states, page)
    SaidWiring(parts.window, states, page)
    SteerWiring(parts.window, states, page)
    TranscriptOutWiring(parts, page)
    return Placed(page, wiring.arrive)


class ReviewWiring(QObject):
    """Review page, what is opened, and window."""

    def __init__(self, parts: Parts, page: ReviewPage) -> None:
        super().__init__(parts.window)
        self._window = parts.window
        self._states = parts.states
        self._opening = parts.opening
        self._ways = parts.ways
        self._page = page
        self._closing_anyway = False
        parts.opening.opened.connect(self._on_opened)
        page.closed.connect(parts.opening.closed)
        page.signed.connect(self._on_signed)
        page.sheet_wished.connect(parts.ways.open_item)
        page.life_hands.feedback_wished.connect(self._give_feedback)
        parts.states.draft.saved.connect(self._on_saved)
        parts.states.session.settings_changed.connect(page.set_settings)
        parts.window.before_close(self._store_all)

    def arrive(self) -> None:
        if self._states.draft.form is not None:
            self._page.form.focus_current()

    def _on_opened(self, item: Item) -> None:
        self._window.notices.clear("accent", "good")
        self._window.show_page("review")
        self._window.setWindowTitle(f"{item.name} – Steercheck")
        self._page.head.show_way_back(WORDS[self._opening.back_to])
        self._page.life_hands.go_on_at(item.at)

    def _give_feedback(self, review_id: str) -> None:
        self._states.people.begin_feedback(review_id)

    def _on_saved(self, when: datetime) -> None:
        self._window.status.tell_saved(when)

    def _on_signed(self, _review_id: str) -> None:
        self._states.worklist.count()
        item = self._opening.item
        name = "The review" if item is None else item.name
        self._window.tell(f"{name} is signed.", "good", "Next call to check", self._ways.open_next)

    def _store_all(self) -> bool:
        """Before the window closes. A draft that cannot be stored keeps it open once."""
        self._states.call.playback.pause()  # what was heard up to here goes with what is stored
        try:
            self._page.transcript.view.editor.save()
            self._states.draft.flush()
            self._states.edit.flush()
        except UserError as exc:
            if not self._closing_anyway:
                self._closing_anyway = True
                self._window.tell(f"Not saved: {exc.message} Close again to leave without it.", "bad")
                return False
        return True

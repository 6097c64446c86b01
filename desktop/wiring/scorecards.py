"""The Scorecards page and its connections: opening a review of a trial, taking back what was published, closing."""

from PySide6.QtCore import QObject

from desktop.state.opening import Item
from desktop.state.scorecard_preview import PreviewDraft
from desktop.views.page_stack import Placed
from desktop.views.scorecards_page import ScorecardsPage
from desktop.wiring.parts import Parts
from models.trial import TrialLine

PAGE = "scorecards"


def make(parts: Parts) -> Placed:
    states = parts.states
    preview = PreviewDraft(states.store, states.runner, states.session.person)
    page = ScorecardsPage(states.scorecards, preview, parts.actions, parts.today, parts.picker)
    preview.setParent(page)
    wiring = ScorecardsPageWiring(parts, page)
    return Placed(page, wiring.arrive)


class ScorecardsPageWiring(QObject):
    """The page of the scorecards with the window and what is opened."""

    def __init__(self, parts: Parts, page: ScorecardsPage) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._page = page
        self._closing = self._closing_anyway = False
        cards, window = parts.states.scorecards, parts.window
        page.review_wished.connect(self._on_review)
        page.notice_wished.connect(window.tell)
        page.published.connect(self._on_published)
        cards.editing.saved.connect(self._on_saved)
        cards.editing.save_failed.connect(lambda _why: self._stay())
        cards.editing.held_up.connect(lambda _why: self._stay())
        parts.states.session.person_changed.connect(lambda _person: page.show_person())
        window.remember_splitter("scorecards", page.editor.splitter)
        window.before_close(self._may_close)

    def arrive(self) -> None:
        self._page.refresh()
        self._page.focus_versions()

    def _on_review(self, line: TrialLine) -> None:
        item = Item(line.recording_id, line.sheet_id, review_id=line.review_id)
        self._parts.opening.open(item, back_to=PAGE)

    def _on_published(self, card_id: str) -> None:
        def take_back() -> None:
            cards = self._parts.states.scorecards
            if cards.open_id == card_id:
                cards.take_back()

        words = f"{card_id} is published: new reviews are made with it. Reviews begun with another version keep theirs."
        self._parts.window.tell(words, "good", "Take back", take_back)

    def _may_close(self) -> bool:
        """What is not saved yet is saved first, and the window closes by itself then; what cannot be saved keeps it
        open once."""
        editing = self._parts.states.scorecards.editing
        if editing.stored or self._closing_anyway:
            return True
        self._closing = True
        editing.when_stored(lambda: None)
        return False

    def _on_saved(self) -> None:
        if self._closing and self._parts.states.scorecards.editing.stored:
            self._parts.window.close()

    def _stay(self) -> None:
        if self._closing:
            self._closing = False
            self._closing_anyway = True
            self._parts.ways.go(PAGE)

"""The search page and its connections: a hit opens its call at the second, and the way back leads to the hits."""

from PySide6.QtCore import QObject

from desktop.state.opening import Item
from desktop.state.search import place_of
from desktop.views.page_stack import Placed
from desktop.views.review_page import ReviewPage
from desktop.views.search_page import SearchPage
from desktop.wiring.parts import Parts
from models.store.search import SearchHit

PAGE = "search"


def make(parts: Parts) -> Placed:
    page = SearchPage(parts.states.search, parts.actions, parts.today)
    SearchWiring(parts, page)
    return Placed(page, page.arrive)


class SearchWiring(QObject):
    """Search page, review page, and what lies on the desk."""

    def __init__(self, parts: Parts, page: SearchPage) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._arrival: tuple[SearchHit, bool] | None = None
        page.open_wished.connect(self._on_open)
        page.page_wished.connect(parts.ways.go)
        parts.window.stack.when_made("review", self._connect_review)

    def _connect_review(self) -> None:
        call = self._parts.states.call
        call.file_ready.connect(self._on_file)
        call.failed.connect(lambda _why: self._forget())
        self._parts.opening.opened.connect(self._on_opened)
        self._review.hands.nowhere_to_return.connect(self._on_nowhere)

    @property
    def _review(self) -> ReviewPage:
        page = self._parts.window.page("review")
        assert isinstance(page, ReviewPage)
        return page

    def _on_open(self, hit: SearchHit, plays: bool) -> None:
        self._arrival = (hit, plays)
        self._parts.opening.open(Item(hit.recording_id, None), back_to=PAGE)

    def _on_opened(self, item: Item) -> None:
        if self._arrival is not None and item.recording_id != self._arrival[0].recording_id:
            self._forget()

    def _on_file(self) -> None:
        """The records are there: go to the second, now or as soon as its sound has come."""
        call = self._parts.states.call
        arrival, file = self._arrival, call.file
        self._forget()
        if arrival is None or file is None or file.recording_id != arrival[0].recording_id:
            return
        hit, plays = arrival
        place_ms = place_of(hit, call.lines)
        if plays:
            self._review.hands.play_from(place_ms)
        else:
            call.playback.seek_ms(place_ms)

    def _forget(self) -> None:
        self._arrival = None

    def _on_nowhere(self) -> None:
        """There is no place on the call to return to: the hits are where one came from."""
        if self._parts.opening.back_to == PAGE:
            self._review.close_page()

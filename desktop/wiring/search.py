"""The search page's connections: a hit opens its call at the second, and the way back leads to the hits."""

from PySide6.QtCore import QObject

from desktop.state.opening import Item
from desktop.state.search import place_of
from desktop.window import Window
from desktop.wiring.parts import Pages, States
from desktop.wiring.ways import Ways
from models.store.search import SearchHit

PAGE = "search"


class SearchWiring(QObject):
    """Search page, review page, and what lies on the desk."""

    def __init__(self, window: Window, states: States, pages: Pages, ways: Ways) -> None:
        super().__init__(window)
        self._states = states
        self._page = pages.review
        self._arrival: tuple[SearchHit, bool] | None = None
        pages.search.open_wished.connect(self._on_open)
        pages.search.page_wished.connect(ways.go)
        states.call.file_ready.connect(self._on_file)
        states.call.failed.connect(lambda _why: self._forget())
        states.opening.opened.connect(self._on_opened)
        pages.review.hands.nowhere_to_return.connect(self._on_nowhere)

    def _on_open(self, hit: SearchHit, plays: bool) -> None:
        self._arrival = (hit, plays)
        self._states.opening.open(Item(hit.recording_id, None), back_to=PAGE)

    def _on_opened(self, item: Item) -> None:
        self._page.head.show_way_back("Search" if self._states.opening.back_to == PAGE else "Worklist")
        if self._arrival is not None and item.recording_id != self._arrival[0].recording_id:
            self._forget()

    def _on_file(self) -> None:
        """The records are there: go to the second, now or as soon as its sound has come."""
        arrival, file = self._arrival, self._states.call.file
        self._forget()
        if arrival is None or file is None or file.recording_id != arrival[0].recording_id:
            return
        hit, plays = arrival
        place_ms = place_of(hit, self._states.call.lines)
        if plays:
            self._page.hands.play_from(place_ms)
        else:
            self._states.call.playback.seek_ms(place_ms)

    def _forget(self) -> None:
        self._arrival = None

    def _on_nowhere(self) -> None:
        """There is no place on the call to return to: the hits are where one came from."""
        if self._states.opening.back_to == PAGE:
            self._page.close_page()

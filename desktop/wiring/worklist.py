"""The worklist's page and its connections: opening a line, asking for transcripts, welcoming into an empty database."""

from PySide6.QtCore import QObject

from desktop.state.worklist import SAMPLES
from desktop.views.page_stack import Placed
from desktop.views.worklist import WorklistPage
from desktop.window import PAGES_WITH_TAB
from desktop.wiring.parts import Parts
from models.store.worklist import WorkQuery

CALLS_KEY = "worklist/calls"


def make(parts: Parts) -> Placed:
    page = WorklistPage(parts.states.worklist, parts.actions, parts.today)
    wiring = WorklistWiring(parts, page)
    return Placed(page, wiring.arrive)


class WorklistWiring(QObject):
    """Worklist and window; the first answer says which page the window begins with."""

    def __init__(self, parts: Parts, page: WorklistPage) -> None:
        super().__init__(parts.window)
        self._window = window = parts.window
        self._states = states = parts.states
        self._page = page
        self._first_answer = True
        remembered = str(window.memory.value("window/page"))
        self._wanted_first = remembered if remembered in PAGES_WITH_TAB else "worklist"
        page.open_wished.connect(parts.ways.open_line)
        page.page_wished.connect(parts.ways.go)
        page.transcripts_wished.connect(self._on_transcripts_wished)
        page.database_empty.connect(self._on_empty)
        states.worklist.calls = str(window.memory.value(CALLS_KEY) or SAMPLES)
        page.calls_chosen.connect(lambda calls: window.memory.setValue(CALLS_KEY, calls))
        states.worklist.failed.connect(lambda why: window.tell(why, "bad", "Read again", states.worklist.refresh))

    def arrive(self) -> None:
        self._page.refresh()
        self._page.focus_list()

    def _on_transcripts_wished(self, query: WorkQuery, ranges: list[tuple[int, int]]) -> None:
        self._states.transcribing.want_listed(query, ranges)

    def _on_empty(self, empty: bool) -> None:
        """An empty database welcomes; the first answer brings back last time's page, unless one went on already."""
        first, self._first_answer = self._first_answer, False
        if empty and self._window.shown == "worklist":
            self._window.show_page("welcome")
        elif first and self._window.shown == "worklist":
            self._window.show_page(self._wanted_first)
        elif not empty and self._window.shown == "welcome":
            self._window.show_page("worklist")

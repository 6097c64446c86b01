"""The matches' page and its connections: what is decided is told, can be taken back, and changes the worklist."""

from PySide6.QtCore import QObject

from desktop.state.matching import ClockSet, Decided
from desktop.views.matches_page import MatchesPage
from desktop.views.page_stack import Placed
from desktop.wiring.parts import Parts
from models.match_report import MatchReport


def make(parts: Parts) -> Placed:
    page = MatchesPage(parts.states.unmatched, parts.states.matching, parts.actions)
    parts.window.remember_splitter("matches", page.split)
    wiring = MatchesWiring(parts, page)
    return Placed(page, wiring.arrive)


class MatchesWiring(QObject):
    """Matches page, matching and window."""

    def __init__(self, parts: Parts, page: MatchesPage) -> None:
        super().__init__(parts.window)
        self._window = window = parts.window
        self._states = parts.states
        self._page = page
        matching, unmatched = parts.states.matching, parts.states.unmatched
        page.open_wished.connect(lambda item: parts.ways.open_item(item.recording_id, item.sheet_id))
        page.undo_offered.connect(self._on_decided)
        matching.undone.connect(self._on_undone)
        matching.reported.connect(self._on_matched_again)
        matching.clock_set.connect(self._on_clock_set)
        matching.failed.connect(lambda why: window.tell(why, "bad"))
        unmatched.failed.connect(lambda why: window.tell(why, "bad", "Read again", page.refresh))

    def arrive(self) -> None:
        self._page.refresh()
        self._page.focus_list()

    def _on_decided(self, decision: Decided) -> None:
        self._window.tell(decision.words, "good", "Undo", lambda: self._states.matching.undo(decision))
        self._states.worklist.count()

    def _on_matched_again(self, _report: MatchReport) -> None:
        self._page.start_counting()
        self._page.refresh()
        self._states.worklist.count()

    def _on_clock_set(self, done: ClockSet) -> None:
        matching = self._states.matching
        self._window.tell(done.words, "good", "Set it back", lambda: matching.set_clock(done.recorder, done.before_s))

    def _on_undone(self, recording_id: str) -> None:
        self._window.tell(f"{recording_id} is as it stood before.", "good")
        self._page.refresh()
        self._states.worklist.count()

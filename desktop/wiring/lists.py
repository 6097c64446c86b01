"""The lists' connections: the worklist and its welcome, the matches, and the call on the desk."""

from datetime import datetime

from PySide6.QtCore import QObject

from desktop import paths
from desktop.demonstration import DEMONSTRATION_DAY, WORKER, demonstration_request
from desktop.jobs.open_demonstration import demonstration_job
from desktop.state.matching import ClockSet, Decided
from desktop.state.opening import Item
from desktop.window import PAGES_WITH_TAB, Window
from desktop.wiring.parts import Pages, States
from desktop.wiring.ways import Ways
from models.match_report import MatchReport


class ListsWiring(QObject):
    """Worklist, welcome, matches and review page."""

    def __init__(self, window: Window, states: States, pages: Pages, ways: Ways) -> None:
        super().__init__(window)
        self._window = window
        self._states = states
        self._pages = pages
        self._ways = ways
        self._first_answer = True
        remembered = str(window.memory.value("window/page"))
        self._wanted_first = remembered if remembered in PAGES_WITH_TAB else "worklist"
        self._connect_worklist()
        self._connect_matches()
        self._connect_review()

    def _connect_worklist(self) -> None:
        page, window = self._pages.worklist, self._window
        page.open_wished.connect(self._ways.open_line)
        page.page_wished.connect(self._ways.go)
        page.database_empty.connect(self._on_empty)
        self._states.worklist.failed.connect(
            lambda why: window.tell(why, "bad", "Read again", self._states.worklist.refresh)
        )
        welcome = self._pages.welcome
        welcome.page_wished.connect(self._ways.go)
        welcome.import_wished.connect(self._on_import_wished)
        welcome.demonstration_wished.connect(self._open_demonstration)

    def _on_empty(self, empty: bool) -> None:
        """An empty database welcomes; the first answer brings back last time's page, unless one went on already."""
        first, self._first_answer = self._first_answer, False
        if empty and self._window.shown == "worklist":
            self._window.show_page("welcome")
        elif first and self._window.shown == "worklist":
            self._window.show_page(self._wanted_first)
        elif not empty and self._window.shown == "welcome":
            self._window.show_page("worklist")

    def _on_import_wished(self) -> None:
        self._window.show_page("import")
        self._states.intake.start(dry_run=False)

    def _open_demonstration(self) -> None:
        folder = paths.data_folder() / "demonstration"
        self._window.tell("The demonstration opens in a window of its own; this database stays as it is.")
        self._states.runner.submit(
            "intake",
            demonstration_job(demonstration_request(), folder, DEMONSTRATION_DAY, WORKER),
            on_failed=self._ways.tell_failure,
            text="Preparing the demonstration",
        )

    def _connect_matches(self) -> None:
        page, matching, window = self._pages.matches, self._states.matching, self._window
        page.open_wished.connect(lambda item: self._ways.open_item(item.recording_id, item.sheet_id))
        page.undo_offered.connect(self._on_decided)
        matching.undone.connect(self._on_undone)
        matching.reported.connect(self._on_matched_again)
        matching.clock_set.connect(self._on_clock_set)
        matching.failed.connect(lambda why: window.tell(why, "bad"))
        self._states.unmatched.failed.connect(lambda why: window.tell(why, "bad", "Read again", page.refresh))

    def _on_decided(self, decision: Decided) -> None:
        self._window.tell(decision.words, "good", "Undo", lambda: self._states.matching.undo(decision))
        self._states.worklist.count()

    def _on_matched_again(self, _report: MatchReport) -> None:
        self._pages.matches.start_counting()
        self._pages.matches.refresh()
        self._states.worklist.count()

    def _on_clock_set(self, done: ClockSet) -> None:
        matching = self._states.matching
        self._window.tell(done.words, "good", "Set it back", lambda: matching.set_clock(done.recorder, done.before_s))

    def _on_undone(self, recording_id: str) -> None:
        self._window.tell(f"{recording_id} is as it stood before.", "good")
        self._pages.matches.refresh()
        self._states.worklist.count()

    def _connect_review(self) -> None:
        opening, draft, page = self._states.opening, self._states.draft, self._pages.review
        opening.opened.connect(self._on_opened)
        opening.left.connect(self._on_left)
        page.closed.connect(opening.closed)
        page.signed.connect(self._on_signed)
        page.sheet_wished.connect(self._ways.open_item)
        draft.saved.connect(self._on_saved)

    def _on_opened(self, item: Item) -> None:
        self._window.notices.clear("accent", "good")
        self._window.show_page("review")
        self._window.setWindowTitle(f"{item.name} – Steercheck")

    def _on_left(self, page: str) -> None:
        self._window.setWindowTitle("Steercheck")
        self._window.show_page(page)

    def _on_saved(self, when: datetime) -> None:
        self._window.status.tell_saved(when)

    def _on_signed(self, _review_id: str) -> None:
        self._states.worklist.count()
        item = self._states.opening.item
        name = "The review" if item is None else item.name
        self._window.tell(f"{name} is signed.", "good", "Next call to check", self._ways.open_next)

"""The ways through the window: to a page, to a call, to the next call. What is on the desk is always stored first."""

from PySide6.QtCore import QObject

from desktop.state.opening import Item, Opening
from desktop.window import Window
from desktop.wiring.states import States
from models.errors import SteercheckError
from models.store.worklist import Section, WorkItem, WorkQuery


class Ways(QObject):
    """Where a wish of any page leads."""

    def __init__(self, window: Window, states: States, opening: Opening) -> None:
        super().__init__(window)
        self._window = window
        self._states = states
        self._opening = opening
        self._before_keys = "worklist"

    def go(self, name: str) -> None:
        """Show a page; what is on the desk is stored first."""
        if name == "keys":
            self.show_keys()
        elif name == "review":
            self._window.show_page(name)
        else:
            self._opening.leave_for(name)

    def open_item(self, recording_id: str | None, sheet_id: str | None) -> None:
        """Open a call or a sheet on the review page."""
        self._opening.open(Item(recording_id, sheet_id))

    def show_keys(self) -> None:
        """The key sheet, or back from it."""
        if self._window.shown == "keys":
            self.leave_keys()
        else:
            self._before_keys = self._window.shown or "worklist"
            self._window.show_page("keys")

    def open_line(self, item: WorkItem) -> None:
        """Open a line of a list: for review, for a decision on its match, or not while somebody else is at it."""
        person = self._states.session.person
        if item.match_state in ("proposed", "ambiguous") and item.review_id is None:
            self._window.show_page("matches")
            self._show_match(Section.AMBIGUOUS, item.sheet_id or "")
            return
        if item.review_state == "draft" and item.reviewer_id not in (None, person.staff_id):
            self._window.tell(
                f"{item.reviewer_id} is checking this call. It can be read once it is signed.",
                "accent",
            )
            return
        self.open_item(item.recording_id, item.sheet_id)
        if item.sheet_id is None and item.recording_id is not None:
            self._offer_sheet(item.recording_id)

    def _offer_sheet(self, recording_id: str) -> None:
        def look() -> None:
            self.go("matches")
            self._show_match(Section.NO_SHEET, recording_id)

        self._window.tell("No guide sheet belongs to this recording.", "warn", "Find its sheet", look)

    def _show_match(self, section: Section, key: str) -> None:
        from desktop.views.matches_page import MatchesPage

        matches = self._window.page("matches")
        assert isinstance(matches, MatchesPage)
        matches.show_only(section, key)

    def open_next(self) -> None:
        """Open the next call that waits for a check: of one's samples, else the oldest that is matched."""
        store, due = self._states.store.worklist, self._states.worklist.next_due

        def on_done(items: list[WorkItem]) -> None:
            if items:
                self.open_item(items[0].recording_id, items[0].sheet_id)
            else:
                self._window.tell("Nothing else waits for a check.", "good")
                self.go("worklist")

        self._states.runner.submit(
            "worklist",
            lambda _report, _check: store.page(due, 0, 1) or store.page(WorkQuery(Section.DUE), 0, 1),
            on_done=on_done,
            on_failed=self.tell_failure,
        )

    def tell_failure(self, error: SteercheckError) -> None:
        """Say what went wrong in the words of the error."""
        self._window.tell(error.message, "bad")

    def leave_keys(self) -> None:
        """Back from the key sheet to the page before."""
        self._window.show_page(self._before_keys)

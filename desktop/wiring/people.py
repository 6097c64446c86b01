"""The People page and its connections: opening a check, undoing a withdrawal, what is begun from a review."""

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.state.opening import Item
from desktop.state.people import People
from desktop.views.page_stack import Placed
from desktop.views.people_page import PeoplePage
from desktop.wiring.parts import Parts
from models.development import EntryForm
from models.errors import Refusal
from models.store.development_reading import Entry

PAGE = "people"


def make(parts: Parts) -> Placed:
    page = PeoplePage(parts.states.people, parts.actions, parts.picker, parent=parts.window.stack)
    PeoplePageWiring(parts, page)
    return Placed(page, page.refresh)


class PeoplePageWiring(QObject):
    """The page of the records with the window and what is opened."""

    def __init__(self, parts: Parts, page: PeoplePage) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._page = page
        self._closing_anyway = False
        people = parts.states.people
        page.check_wished.connect(self._on_check)
        page.notice_wished.connect(parts.window.tell)
        page.withdrawn_told.connect(self._on_withdrawn)
        page.left_unsaved.connect(self._on_left)
        page.import_wished.connect(lambda: parts.ways.go("import"))
        people.written.connect(self._on_written)
        people.printed.connect(lambda where: parts.window.tell(f"The record was printed to {where}.", "good"))
        parts.window.before_close(self._may_close)

    def _on_check(self, recording_id: str | None, sheet_id: str | None) -> None:
        self._parts.opening.open(Item(recording_id, sheet_id), back_to=PAGE)

    def _on_withdrawn(self, _entry: Entry) -> None:
        undo = self._page.undo_withdrawal
        self._parts.window.tell("Withdrawn; it stays in the history.", "accent", "Undo", undo)

    def _on_left(self, form: EntryForm) -> None:
        self._parts.window.tell(
            "Closed without saving.", "accent", "Write on", lambda: self._parts.states.people.begun.emit(form)
        )

    def _on_written(self, path: Path) -> None:
        self._parts.window.tell(f"The record was written to {path}.", "good")

    def _may_close(self) -> bool:
        """What is written and not saved keeps the window open once."""
        if self._closing_anyway or not self._page.keep_all():
            return True
        self._closing_anyway = True
        self._parts.window.tell(
            "What you were writing on the People page is not saved. Save it there, or close again to leave it.", "bad"
        )
        self._parts.ways.go(PAGE)
        return False


class PeopleWiring(QObject):
    """The records' state, whether their page is there or not: what is begun elsewhere is written on the page."""

    def __init__(self, parts: Parts, people: People) -> None:
        super().__init__(parts.window)
        self._parts = parts
        people.begun.connect(self._on_begun)
        people.failed.connect(lambda why: parts.window.tell(why, "bad"))
        people.competencies_refused.connect(self._on_refused)

    def _on_begun(self, form: EntryForm) -> None:
        page = self._parts.window.page(PAGE)
        assert isinstance(page, PeoplePage)
        if self._parts.window.shown != PAGE:
            page.expect(form)
            self._parts.ways.go(PAGE)
        else:
            page.open_form(form)

    def _on_refused(self, refused: tuple[Refusal, ...]) -> None:
        """A file of competencies nobody can use, in its own words."""
        others = f" ({len(refused)} faults in all)" if len(refused) > 1 else ""
        self._parts.window.tell(f"A file of competencies is not used: {refused[0]}{others}.", "warn")

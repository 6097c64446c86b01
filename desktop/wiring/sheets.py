"""The Sheets page and its connections: opening a sheet, telling what was confirmed."""

from PySide6.QtCore import QObject

from desktop.state.opening import Item
from desktop.state.sheets import Sheets
from desktop.views.page_stack import Placed
from desktop.views.sheets_page import SheetsPage
from desktop.wiring.parts import Parts
from models.errors import Refusal
from models.store.worklist import WorkItem

PAGE = "sheets"
SHEET = "sheet:"


def make(parts: Parts) -> Placed:
    page = SheetsPage(parts.states.sheets, parts.actions, parts.today)
    wiring = SheetsPageWiring(parts, page)
    return Placed(page, wiring.arrive)


class SheetsPageWiring(QObject):
    """The page of the sheets with the window and what is opened."""

    def __init__(self, parts: Parts, page: SheetsPage) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._page = page
        page.open_wished.connect(self._on_open)
        page.page_wished.connect(self._on_page)
        page.notice_wished.connect(parts.window.tell)

    def arrive(self) -> None:
        self._page.refresh()
        self._page.focus_list()

    def _on_open(self, item: WorkItem) -> None:
        self._parts.opening.open(Item(item.recording_id, item.sheet_id), back_to=PAGE)

    def _on_page(self, name: str) -> None:
        if name.startswith(SHEET):
            self._parts.opening.open(Item(None, name.removeprefix(SHEET)), back_to=PAGE)
        else:
            self._parts.ways.go(name)


class SheetsWiring(QObject):
    """The list of sheets, which is judged whether its page is there or not, with the window and the worklist."""

    def __init__(self, parts: Parts, sheets: Sheets) -> None:
        super().__init__(parts.window)
        self._window = window = parts.window
        sheets.failed.connect(lambda why: window.tell(why, "bad"))
        sheets.list.failed.connect(lambda why: window.tell(why, "bad", "Read again", sheets.list.refresh))
        sheets.list.policies_refused.connect(self._on_policies_refused)
        sheets.confirmed.connect(lambda _done: parts.states.worklist.count())

    def _on_policies_refused(self, refused: tuple[Refusal, ...]) -> None:
        """A policy file nobody can be judged by, in its own words; `policy list` names every fault."""
        others = f" ({len(refused)} faults in all)" if len(refused) > 1 else ""
        self._window.tell(f"A policy file is not used: {refused[0]}{others}. The other policies are in force.", "warn")

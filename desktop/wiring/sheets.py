"""The Sheets page's connections: opening a sheet, telling what was confirmed, judging what an import brought."""

from PySide6.QtCore import QObject, Qt

from desktop.state.opening import Item
from desktop.window import Window
from desktop.wiring.parts import Pages, States
from desktop.wiring.ways import Ways
from models.errors import Refusal
from models.store.worklist import WorkItem

PAGE = "sheets"
SHEET = "sheet:"


class SheetsWiring(QObject):
    """The list of sheets with the window, the review page and the import."""

    def __init__(self, window: Window, states: States, pages: Pages, ways: Ways) -> None:
        super().__init__(window)
        self._window = window
        self._states = states
        self._ways = ways
        self._head = pages.review.head
        page, sheets = pages.sheets, states.sheets
        # after everybody else who names the way back
        states.opening.opened.connect(self._on_opened, Qt.ConnectionType.QueuedConnection)
        page.open_wished.connect(self._on_open)
        page.page_wished.connect(self._on_page)
        page.notice_wished.connect(window.tell)
        sheets.failed.connect(lambda why: window.tell(why, "bad"))
        sheets.list.failed.connect(lambda why: window.tell(why, "bad", "Read again", sheets.list.refresh))
        sheets.list.policies_refused.connect(self._on_policies_refused)
        sheets.confirmed.connect(lambda _done: states.worklist.count())
        states.intake.done.connect(lambda _report: sheets.list.keep_up())
        states.intake.cancelled.connect(sheets.list.keep_up)

    def _on_policies_refused(self, refused: tuple[Refusal, ...]) -> None:
        """A policy file nobody can be judged by, in its own words; `policy list` names every fault."""
        others = f" ({len(refused)} faults in all)" if len(refused) > 1 else ""
        self._window.tell(f"A policy file is not used: {refused[0]}{others}. The other policies are in force.", "warn")

    def _on_open(self, item: WorkItem) -> None:
        self._states.opening.open(Item(item.recording_id, item.sheet_id), back_to=PAGE)

    def _on_page(self, name: str) -> None:
        if name.startswith(SHEET):
            self._states.opening.open(Item(None, name.removeprefix(SHEET)), back_to=PAGE)
        else:
            self._ways.go(name)

    def _on_opened(self, _item: Item) -> None:
        if self._states.opening.back_to == PAGE:
            self._head.show_way_back("Sheets")

"""The Sheets page's connections: opening a sheet, telling what was confirmed, judging what an import brought."""

from PySide6.QtCore import QObject

from desktop.window import Window
from desktop.wiring.parts import Pages, States
from desktop.wiring.ways import Ways
from models.errors import Refusal
from models.store.worklist import WorkItem

SHEET = "sheet:"


class SheetsWiring(QObject):
    """The list of sheets with the window, the review page and the import."""

    def __init__(self, window: Window, states: States, pages: Pages, ways: Ways) -> None:
        super().__init__(window)
        self._window = window
        self._states = states
        self._ways = ways
        page, sheets = pages.sheets, states.sheets
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
        self._ways.open_item(item.recording_id, item.sheet_id)

    def _on_page(self, name: str) -> None:
        if name.startswith(SHEET):
            self._ways.open_item(None, name.removeprefix(SHEET))
        else:
            self._ways.go(name)

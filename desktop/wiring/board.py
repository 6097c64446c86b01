"""The Dashboard and its connections: opening a call from a list, remembering the filters, onto paper."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from desktop.state.opening import Item
from desktop.views.board_page import BoardPage
from desktop.views.opening_files import open_file
from desktop.views.page_stack import Making, Placed
from desktop.views.printing import paper
from desktop.wiring.parts import Parts
from models.board.query import BoardLine
from models.errors import SteercheckError

PAGE = "dashboard"
KEPT = "dashboard"
LANE = "board paper"


def make(parts: Parts) -> Making:
    """In steps: eleven charts."""
    page = BoardPage(parts.states.dashboard, parts.actions, parts.today, parts.window.stack, at_once=False)
    yield from page.making
    wiring = BoardWiring(parts, page)
    return Placed(page, wiring.arrive)


class BoardWiring(QObject):
    """The page with the window and what is opened."""

    def __init__(self, parts: Parts, page: BoardPage) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._page = page
        self._folder: Path | None = None
        memory = parts.memory
        memory.beginGroup(KEPT)
        kept = {name: str(memory.value(name)) for name in memory.childKeys()}
        memory.endGroup()
        page.begin(kept)
        page.open_wished.connect(self._on_open)
        page.page_wished.connect(parts.ways.go)
        page.notice_wished.connect(parts.window.tell)
        page.kept.connect(self._keep)
        page.print_wished.connect(self._on_print)
        page.save_wished.connect(self._on_save)
        dashboard = parts.states.dashboard
        dashboard.failed.connect(lambda why: parts.window.tell(why, "bad", "Read again", dashboard.refresh))
        dashboard.list.failed.connect(lambda why: parts.window.tell(why, "bad"))
        parts.states.session.person_changed.connect(lambda _person: self._on_person())

    def arrive(self) -> None:
        self._page.arrive()

    def _on_person(self) -> None:
        """Somebody else works, who may see other things."""
        self._page.leave_list()
        if self._parts.window.shown == PAGE:
            self._page.refresh()

    def _on_open(self, line: BoardLine) -> None:
        item = Item(line.recording_id, line.sheet_id, review_id=line.review_id or "")
        self._parts.opening.open(item, back_to=PAGE)

    def _keep(self, kept: dict[str, str]) -> None:
        for name, value in kept.items():
            self._parts.memory.setValue(f"{KEPT}/{name}", value)

    def _on_print(self) -> None:
        if self._page.board is not None:
            self._parts.picker.printer(self._page, "Print the dashboard", self._print)

    def _on_save(self) -> None:
        board = self._page.board
        if board is None:
            return
        start = (self._folder or Path.home()) / "dashboard.pdf"
        self._parts.picker.target(self._page, "Save the dashboard", start, "PDF (*.pdf)", self._save)

    def _save(self, file: Path) -> None:
        self._folder = file.parent
        printer = paper()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        self._print(printer)

    def _print(self, printer: QPrinter) -> None:
        """Drawn in the background: the printer is handed over whole."""
        from desktop.views.board_paper import print_board
        from desktop.views.chart_look import ChartLook

        board, look = self._page.board, ChartLook.for_paper()
        assert board is not None

        def draw(_report: object, _check: object) -> str:
            return print_board(board, look, printer)

        self._parts.states.runner.submit(
            LANE, draw, on_done=self._on_printed, on_failed=self._on_failed, text="Printing the dashboard"
        )

    def _on_printed(self, where: str) -> None:
        tell = self._parts.window.tell
        file = Path(where)
        if file.suffix.lower() == ".pdf":
            tell(f"The dashboard was written to {where}.", "good", "Open it", lambda: open_file(file))
        else:
            tell(f"The dashboard was printed to {where}.", "good")

    def _on_failed(self, error: SteercheckError) -> None:
        self._parts.window.tell(error.message, "bad")

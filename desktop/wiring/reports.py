"""The Reports page and its connections: files chosen and shown, printing, what another window issued."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from desktop.state.report_files import HandedOut
from desktop.views.opening_files import open_file
from desktop.views.page_stack import Making, Placed
from desktop.wiring.parts import Parts
from models.reports.table import Report
from models.store.issued import IssuedLine

if TYPE_CHECKING:
    from desktop.views.reports_page import ReportsParts

NAMES = {
    ".pdf": "PDF (*.pdf)",
    ".xlsx": "Excel workbook (*.xlsx)",
    ".csv": "CSV (*.csv)",
    ".html": "HTML (*.html)",
}
FOLDER_KEY, ENDING_KEY = "reports/folder", "reports/ending"


def make(parts: Parts) -> Making:
    """In steps: the states, the parts that take longest, the page around them."""
    reports = parts.states.reports
    yield
    from desktop.views.reports_ask import ReportAsk
    from desktop.views.reports_copies import ReportCopies
    from desktop.views.reports_page import ReportsParts
    from desktop.views.reports_preview import ReportPreview

    yield
    ask, preview = ReportAsk(parts.actions, parts.today, reports.threshold), ReportPreview(parts.actions)
    yield
    copies = ReportCopies()
    yield
    wiring = ReportsWiring(parts, ReportsParts(ask, preview, copies))
    return Placed(wiring.page, wiring.arrive)


class ReportsWiring(QObject):
    """The page with the window, the files and the printer. The folder and the kind of file are remembered."""

    def __init__(self, parts: Parts, made: "ReportsParts") -> None:
        from desktop.views.reports_page import ReportsPage

        super().__init__(parts.window)
        self._parts = parts
        window, reports, files = parts.window, parts.states.reports, parts.states.report_files
        ending = str(parts.memory.value(ENDING_KEY) or "")
        self.page = page = ReportsPage(reports, parts.actions, made, ending if ending in NAMES else ".pdf")
        page.hands.file_wished.connect(self._on_file)
        page.hands.print_wished.connect(self._on_print)
        page.hands.copy_wished.connect(self._on_copy)
        page.hands.look_wished.connect(files.look_at)
        page.hands.form_chosen.connect(lambda chosen: parts.memory.setValue(ENDING_KEY, chosen))
        page.page_wished.connect(parts.ways.go)
        page.notice_wished.connect(window.tell)
        reports.failed.connect(lambda why: window.tell(why, "bad"))
        files.done.connect(self._on_done)
        files.failed.connect(lambda why: window.tell(why, "bad"))
        files.cancelled.connect(lambda: window.tell("Cancelled. Nothing was written.", "warn"))
        files.running_changed.connect(lambda running: page.hands.show_writing(writing=running))
        parts.states.session.person_changed.connect(lambda _person: self._on_person())
        window.closing.connect(files.tidy)

    def arrive(self) -> None:
        self.page.refresh()
        self.page.focus_catalogue()

    @property
    def _folder(self) -> Path:
        kept = self._parts.memory.value(FOLDER_KEY)
        return Path(str(kept)) if kept and Path(str(kept)).is_dir() else Path.home()

    def _remember(self, target: Path) -> None:
        self._parts.memory.setValue(FOLDER_KEY, str(target.parent))
        if target.suffix.lower() in NAMES:
            self._parts.memory.setValue(ENDING_KEY, target.suffix.lower())
            self.page.hands.show_ending(target.suffix.lower())

    def _on_file(self, report: Report, name: str) -> None:
        def take(target: Path) -> None:
            self._remember(target)
            self._parts.states.report_files.write(report, target)

        start = self._folder / name
        first = NAMES[start.suffix]
        forms = [first, *(form for form in NAMES.values() if form != first)]
        title = f"Issue: {report.title}" if report.publishable else f"Write, without keeping a copy: {report.title}"
        self._parts.picker.target(self.page, title, start, ";;".join(forms), take)

    def _on_copy(self, line: IssuedLine, name: str) -> None:
        def take(target: Path) -> None:
            self._parts.memory.setValue(FOLDER_KEY, str(target.parent))
            self._parts.states.report_files.hand_out(line, target)

        start = self._folder / name
        form = NAMES.get(start.suffix.lower(), "All files (*)")
        self._parts.picker.target(self.page, f"Hand out {line.issue_id} again", start, form, take)

    def _on_print(self, report: Report) -> None:
        def take(printer: QPrinter) -> None:
            from desktop.views.print_document import print_document

            files = self._parts.states.report_files
            files.print(report, lambda document: print_document(document, printer))

        self._parts.picker.printer(self.page, f"Print: {report.title}", take)

    def _on_done(self, handed: HandedOut) -> None:
        tell = self._parts.window.tell
        file = handed.file
        if handed.issued is not None:
            self.page.show_issued(handed.issued)
        if file is None:
            tell(handed.words, "good")
        elif handed.to_look_at:
            if not open_file(file):
                tell(f"{handed.words} No program is set for such files; it lies in {file.parent}.", "warn")
        else:
            tell(handed.words, "good", "Show it", lambda: open_file(file))

    def _on_person(self) -> None:
        if self.page.isVisible():
            self.page.refresh()

"""What is done on the Reports page: issuing or writing the report in sight, printing and copying it; opening, saving,
comparing and checking the chosen copy. And the foot that offers it.

Between the page's keys and buttons and `state.reports`; files and printers are asked for by the wiring.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.state.reports import Reports
from desktop.tables.report_copies import again_name
from desktop.tables.reports import file_name
from desktop.views.reports_copies import ReportCopies
from desktop.views.reports_foot import ReportsFoot
from models.reports.catalogue import CatalogueEntry
from models.reports.table import Report
from models.store.issued import IssuedLine

MOST_ON_PAPER = 2_000
"""Rows that people still leaf through: as `desktop.jobs.write_report`."""
SHEET_ENDINGS = (".xlsx", ".csv")
OF_A_COPY = ("save_copy", "compare_copy", "check_copy")


class ReportsHands(QObject):
    """Signals: `file_wished(Report, name)`, a report to be issued or written; `print_wished(Report)`;
    `copy_wished(IssuedLine, name)`, a copy to be handed out again; `look_wished(IssuedLine)`, one to be opened;
    `form_chosen(ending)`; `copies_wished()` when the copies should come into sight; `notice_wished(text, tone)`."""

    file_wished = Signal(object, str)
    print_wished = Signal(object)
    copy_wished = Signal(object, str)
    look_wished = Signal(object)
    form_chosen = Signal(str)
    copies_wished = Signal()
    notice_wished = Signal(str, str)

    def __init__(self, reports: Reports, copies: ReportCopies, foot: ReportsFoot, ending: str, parent: QObject) -> None:
        """`ending`: the kind of file that was written last."""
        super().__init__(parent)
        self._reports = reports
        self._copies = copies
        self._foot = foot
        self._ending = ending
        self._entry: CatalogueEntry | None = None
        self._of_copies = False
        self.writing = False
        """Whether a file is being written: another waits until it is."""
        self.acts: Mapping[str, Callable[[], object]] = {
            "issue_report": self.issue,
            "print_report": self.print,
            "copy_report": reports.copy,
            "open_copy": self.open_copy,
            "save_copy": self.save_copy,
            "compare_copy": self.compare,
            "check_copy": self.check_copy,
        }
        foot.wished.connect(lambda command: self.acts[command]())
        foot.form_chosen.connect(self._on_form)
        copies.opened.connect(self.open_copy)
        reports.copied.connect(self._on_copied)

    @property
    def ready(self) -> Report | None:
        """The report in sight, while it is what is asked for."""
        preview = self._reports.preview
        return preview.report if preview is not None and self._reports.up_to_date else None

    # the report in sight

    def issue(self) -> None:
        """Have it written, and kept if it may be."""
        report = self.ready
        if report is not None and not self.writing:
            name = file_name(report.kind, report.date_from, report.date_to, report.grouped_by, self._foot.ending)
            self.file_wished.emit(report, name)

    def print(self) -> None:
        """Have it printed."""
        report = self.ready
        if report is None or self.writing:
            return
        if len(report.rows) > MOST_ON_PAPER:
            words = f"{len(report.rows):,} rows are too many for paper. Write them as Excel or CSV."
            self.notice_wished.emit(words, "warn")
        else:
            self.print_wished.emit(report)

    # the chosen copy

    def open_copy(self) -> None:
        """Have it opened to be read."""
        line = self._copy()
        if line is not None and not self.writing:
            self.look_wished.emit(line)

    def save_copy(self) -> None:
        """Have its very bytes written again."""
        line = self._copy()
        if line is not None and not self.writing:
            self.copy_wished.emit(line, again_name(line))

    def compare(self) -> None:
        """Compare it with a fresh report."""
        line = self._copy()
        if line is not None:
            self._copies.show_comparing(line)
            self._reports.compare(line)

    def check_copy(self) -> None:
        """See whether its bytes are those that were issued."""
        line = self._copy()
        if line is not None:
            self._reports.check(line)

    def _copy(self) -> IssuedLine | None:
        """The chosen copy, brought into sight; told where there is none."""
        self.copies_wished.emit()
        if self._copies.current is None:
            self.notice_wished.emit("No copy of this report was issued yet.", "accent")
        return self._copies.current

    # the foot

    def show_foot(self, entry: CatalogueEntry | None, *, allowed: bool, of_copies: bool) -> None:
        """Offer what can be done: with the copies, or with the report itself when it is `allowed`."""
        self._entry, self._of_copies = entry if allowed else None, of_copies
        self._show()

    def show_writing(self, *, writing: bool) -> None:
        """A file is being written, or no longer."""
        self.writing = writing
        self._show()

    def show_ending(self, ending: str) -> None:
        """The kind of file that is offered first from now on."""
        self._ending = ending
        self._show()

    def _show(self) -> None:
        foot, entry, ready = self._foot, self._entry, self.ready
        if self._of_copies:
            there = self._copies.current is not None
            foot.show_links(OF_A_COPY if there else (), enabled=not self.writing)
            foot.show_next("open_copy", "Open it" if there else "", enabled=not self.writing)
        elif entry is None:
            foot.show_links((), enabled=False)
            foot.show_next("issue_report", "", enabled=False)
        else:
            foot.show_links(("print_report", "copy_report"), enabled=ready is not None)
            long = ready is not None and len(ready.rows) > MOST_ON_PAPER
            foot.show_forms(SHEET_ENDINGS if long else entry.endings, self._ending)
            kept = self._reports.may_issue and (ready.publishable if ready is not None else entry.publishable)
            words = "Writing …" if self.writing else "Issue …" if kept else "Write without keeping …"
            foot.show_next("issue_report", words, enabled=ready is not None and not self.writing, with_form=True)
        foot.setVisible(entry is not None or (self._of_copies and self._copies.current is not None))

    def _on_form(self, ending: str) -> None:
        self.show_ending(ending)
        self.form_chosen.emit(ending)

    def _on_copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.notice_wished.emit("The table is copied. Paste it into a spreadsheet or a letter.", "good")

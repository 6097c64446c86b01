"""Reports as files and on paper for the window: issued, written without being kept, handed out again, printed.

One job at a time in a lane, with exactly one ending; what is issued is the report that was looked at, not another.
"""

import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.jobs.issue_report import issue, reopen
from desktop.jobs.runner import Check, Runner
from desktop.jobs.runner import Report as Tell
from desktop.jobs.write_report import write_report
from desktop.state.one_job import OneJob
from models.reports.document import Document
from models.reports.on_paper import report_document
from models.reports.table import RESTRICTED, UNSUPPRESSED, Report
from models.store import Store
from models.store.issued import IssuedLine
from models.store.staff import Person

LANE = "report files"


@dataclass(frozen=True)
class HandedOut:
    """What came of it: `words` for the notice; `file` to be shown, if any; `issued` the copy that is kept now;
    `to_look_at` when the file is to be opened at once."""

    words: str
    file: Path | None = None
    issued: IssuedLine | None = None
    to_look_at: bool = False


class ReportFiles(OneJob):
    """Writes one file at a time; `done` carries HandedOut."""

    def __init__(
        self, store: Store, runner: Runner, person: Callable[[], Person], parent: QObject | None = None
    ) -> None:
        super().__init__(runner, LANE, "Writing a report", parent)
        self._store = store
        self._person = person
        self._looked_at: tempfile.TemporaryDirectory[str] | None = None

    def write(self, report: Report, target: Path) -> None:
        """Issue the report to `target`; one that is restricted, or written by someone who may not issue, is not
        kept."""
        store, person = self._store, self._person()

        def job(_tell: Tell, check: Check) -> HandedOut:
            check()
            if report.publishable and store.issued.may_issue(person):
                line = issue(store, report, target, person)
                words = f"{report.title} is issued as {line.issue_id}: {target.name}. The same bytes are kept here."
                return HandedOut(f"{words} {_caution(report)}".strip(), target, line)
            write_report(report, target)
            why = "it is restricted" if not report.publishable else "only team leaders and Quality Assurance issue"
            words = f"Written: {target.name}. No copy is kept, as {why}."
            return HandedOut(f"{words} {_caution(report)}".strip(), target)

        self._start(job)

    def hand_out(self, line: IssuedLine, target: Path) -> None:
        """The very bytes of an issued copy to `target`."""
        store = self._store

        def job(_tell: Tell, _check: Check) -> HandedOut:
            reopen(store, line.issue_id, target)
            return HandedOut(f"{line.issue_id} is written again, byte for byte: {target.name}.", target)

        self._start(job)

    def look_at(self, line: IssuedLine) -> None:
        """The very bytes of an issued copy into a folder that goes with the window, to be opened there, read only."""
        store = self._store
        if self._looked_at is None:
            self._looked_at = tempfile.TemporaryDirectory(prefix="steercheck-", ignore_cleanup_errors=True)
        target = Path(self._looked_at.name) / f"{line.issue_id}-{line.file_name}"

        def job(_tell: Tell, _check: Check) -> HandedOut:
            if target.exists():
                target.chmod(stat.S_IRUSR | stat.S_IWUSR)
            reopen(store, line.issue_id, target)
            target.chmod(stat.S_IRUSR)
            return HandedOut(f"{line.issue_id} is open to be read: {line.file_name}.", target, to_look_at=True)

        self._start(job)

    def print(self, report: Report, draw: Callable[[Document], str]) -> None:
        """Have `draw` put the report on paper; it says where it went."""

        def job(_tell: Tell, check: Check) -> HandedOut:
            document = report_document(report)
            check()
            return HandedOut(f"Printed: {draw(document)}. No copy is kept of what is printed.")

        self._start(job)

    def tidy(self) -> None:
        """Remove what was only opened to be read."""
        if self._looked_at is not None:
            self._looked_at.cleanup()
            self._looked_at = None


def _caution(report: Report) -> str:
    """What whoever hands the file on must know."""
    if not report.publishable:
        return RESTRICTED
    return UNSUPPRESSED if report.threshold <= 1 else ""

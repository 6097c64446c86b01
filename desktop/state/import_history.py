"""Earlier imports, and the report of any of them: read in the background, saved, printed.

Between the import page and `store.import_runs`. A report is an account with the rows it changed; the newest import's
comes from `Intake`, an older one's is asked for by its id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Report, Runner
from models.errors import SteercheckError
from models.intake.account import ChangedRow, ImportAccount
from models.intake.report_document import report_html, write_report
from models.store import Store

LANE = "import-reports"
MOST_PRINTED = 2_000
"""So many refusals (and changed rows) go onto paper; the saved report and the CSV hold all."""


@dataclass(frozen=True)
class ImportStory:
    """What is told of one import: its account and the rows it changed (the first of very many)."""

    account: ImportAccount
    changes: tuple[ChangedRow, ...] = ()


class ImportHistory(QObject):
    """Signals: `listed(list[RunLine])`; `opened(ImportStory)`; `saved(path)`; `printed(where)`; `failed(why)`."""

    listed = Signal(list)
    opened = Signal(object)
    saved = Signal(object)
    printed = Signal(str)
    failed = Signal(str)

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._asked = 0

    def refresh(self) -> None:
        """Read the list of earlier imports."""
        self._runner.submit(
            LANE,
            lambda _report, _check: self._store.import_runs.listing(),
            on_done=self.listed.emit,
            on_failed=self._on_failed,
        )

    def open(self, run_id: str) -> None:
        """Read an earlier import; an older question is forgotten."""
        self._tell(lambda: self._store.import_runs.get(run_id))

    def tell(self, account: ImportAccount) -> None:
        """Find out what this import changed, and tell its story."""
        self._tell(lambda: account)

    def save(self, story: ImportStory, path: Path) -> None:
        """Write the report to `path`, HTML or text by its ending."""

        def job(_report: Report, _check: Check) -> Path:
            write_report(story.account, path, story.changes)
            return path

        self._runner.submit(LANE, job, on_done=self.saved.emit, on_failed=self._on_failed, text="Saving the report")

    def print(self, story: ImportStory, draw: Callable[[str], str]) -> None:
        """Have the report drawn onto paper: `draw` takes the document (HTML) and says where it went."""

        def job(_report: Report, _check: Check) -> str:
            return draw(report_html(story.account, story.changes, most=MOST_PRINTED))

        self._runner.submit(LANE, job, on_done=self.printed.emit, on_failed=self._on_failed, text="Printing the report")

    def _tell(self, account_of: Callable[[], ImportAccount]) -> None:
        self._asked += 1
        asked = self._asked

        def job(_report: Report, _check: Check) -> ImportStory:
            account = account_of()
            changed = any(part.changed for _kind, part in account.report.kinds())
            if account.report.dry_run or not changed:
                return ImportStory(account)
            between = self._store.import_changes.between(account.started_at, account.finished_at)
            return ImportStory(account, tuple(between))

        self._runner.submit(
            LANE,
            job,
            on_done=lambda story: self.opened.emit(story) if asked == self._asked else None,
            on_failed=self._on_failed,
        )

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

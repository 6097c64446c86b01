"""The management reports for the window: what is in the catalogue, the preview of one, the issued copies, comparing.

Between the Reports page and `store.issued`, `models.reports.making`. A preview is made in the background; the report it
shows is the very one that is issued. Files and paper are `state.report_files`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Runner
from desktop.jobs.runner import Report as Tell
from desktop.jobs.stoppable import stoppable
from desktop.settings import Settings
from desktop.state.report_preview import Asked, Preview, looked_at, table_text
from models.errors import IntegrityBroken, SteercheckError
from models.reports.catalogue import CATALOGUE, CatalogueEntry
from models.reports.making import is_publishable, make_report
from models.store import Store
from models.store.issued import IssuedLine
from models.store.staff import Person

if TYPE_CHECKING:
    from models.reports.compared import Compared

LIST_LANE = "issued reports"
COMPARE_LANE = "report compared"
COPY_LANE = "report copied"


@dataclass(frozen=True)
class ComparedCopy:
    """An issued copy beside a fresh report of the same parameters."""

    line: IssuedLine
    compared: "Compared"


class Reports(QObject):
    """Signals: `listed(tuple[IssuedLine, ...])`, every issued copy, newest first; `making_changed(bool)`;
    `previewed(Preview)`; `not_made(Asked, why)`; `not_wished()` when a preview was cancelled by a person;
    `compared(ComparedCopy)`; `checked(IssuedLine, why)`, `why` empty where the bytes are those that were issued;
    `comparing_changed(bool)`; `copied(text)`; `failed(why)`."""

    listed = Signal(object)
    making_changed = Signal(bool)
    previewed = Signal(object)
    not_made = Signal(object, str)
    not_wished = Signal()
    compared = Signal(object)
    checked = Signal(object, str)
    comparing_changed = Signal(bool)
    copied = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        store: Store,
        runner: Runner,
        person: Callable[[], Person],
        settings: Callable[[], Settings],
        parent: QObject | None = None,
    ) -> None:
        """`person` says who is working when something is asked for, `settings` what counts are hidden below and what
        the targets are."""
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._settings = settings
        self._making: JobHandle | None = None
        self._comparing: JobHandle | None = None
        self._listing: JobHandle | None = None
        self.asked: Asked | None = None
        self.preview: Preview | None = None
        self.lines: tuple[IssuedLine, ...] = ()
        self.may_issue = False
        """Whether what whoever works writes is issued, and kept."""

    @property
    def entries(self) -> tuple[CatalogueEntry, ...]:
        """The catalogue."""
        return CATALOGUE

    @property
    def person(self) -> Person:
        """Who is working."""
        return self._person()

    @property
    def threshold(self) -> int:
        """What the settings hide counts below."""
        return self._settings().suppress_below

    def is_restricted(self, entry: CatalogueEntry, grouped_by: str | None = None) -> bool:
        """Whether this report tells of single people, and is never published."""
        return not is_publishable(entry, grouped_by)

    def may_see(self, entry: CatalogueEntry, grouped_by: str | None = None) -> bool:
        """Whether whoever works may have this report."""
        return self.person.may_review or not self.is_restricted(entry, grouped_by)

    @property
    def job_id(self) -> int | None:
        """The preview under way, which the line at the foot can stop."""
        return None if self._making is None else self._making.id

    @property
    def making(self) -> bool:
        return self._making is not None

    @property
    def comparing(self) -> bool:
        return self._comparing is not None

    @property
    def up_to_date(self) -> bool:
        """Whether the preview is of what was asked for last."""
        return not self.making and self.preview is not None and self.preview.asked == self.asked

    # the issued copies

    def refresh(self) -> None:
        """Read what was issued, in this window or another."""
        if self._listing is not None:
            self._listing.cancel()
        issued, person = self._store.issued, self.person

        def job(_tell: Tell, _check: Check) -> tuple[tuple[IssuedLine, ...], bool]:
            return issued.listing(), issued.may_issue(person)

        def done(answer: tuple[tuple[IssuedLine, ...], bool]) -> None:
            self.lines, self.may_issue = answer
            self.listed.emit(self.lines)

        self._listing = self._runner.submit(LIST_LANE, job, on_done=done, on_failed=self._on_failed)

    def issued_of(self, kind: str) -> tuple[IssuedLine, ...]:
        """The copies of a kind, as they were last read."""
        return tuple(line for line in self.lines if line.kind == kind)

    def check(self, line: IssuedLine) -> None:
        """Whether the file kept is the very one that was issued."""
        issued = self._store.issued

        def job(_tell: Tell, _check: Check) -> str:
            try:
                issued.content(line.issue_id)
            except IntegrityBroken as exc:
                return exc.message
            return ""

        self._runner.submit(LIST_LANE, job, on_done=lambda why: self.checked.emit(line, why), on_failed=self._on_failed)

    def compare(self, line: IssuedLine) -> None:
        """Make the report of an issued copy afresh, and see what differs; a newer wish takes its place."""
        self.stop_comparing()
        store, person, targets = self._store, self.person, self._settings().targets

        def job(_tell: Tell, check: Check) -> ComparedCopy:
            from models.reports.compared_since import compared_with_fresh

            with stoppable(store.database, check):
                return ComparedCopy(line, compared_with_fresh(store, line.issue_id, person, targets))

        def ended() -> bool:
            """Whether this was the newest wish."""
            newest = self._comparing is handle
            if newest:
                self._comparing = None
                self.comparing_changed.emit(False)
            return newest

        def done(compared: ComparedCopy) -> None:
            if ended():
                self.compared.emit(compared)

        def failed(error: SteercheckError) -> None:
            if ended():
                self._on_failed(error)

        handle = self._runner.submit(
            COMPARE_LANE,
            job,
            on_done=done,
            on_failed=failed,
            text=f"Comparing {line.issue_id} with a fresh report",
        )
        self._comparing = handle
        self.comparing_changed.emit(True)

    def stop_comparing(self) -> None:
        """Nobody waits for the comparison any more."""
        if self._comparing is not None:
            self._comparing.cancel()
            self._comparing = None
            self.comparing_changed.emit(False)

    # the preview

    def ask(self, asked: Asked | None) -> None:
        """What is wanted from now on; a preview of something else that is under way is given up."""
        if asked != self.asked:
            self.asked = asked
            self._give_up()

    def make(self) -> None:
        """Make the preview of what was asked for; each kind in a lane of its own, so that a slow one given up does not
        hold up the next."""
        asked = self.asked
        if asked is None:
            return
        self._give_up()
        store, person, targets = self._store, self.person, self._settings().targets

        def job(_tell: Tell, check: Check) -> Preview:
            with stoppable(store.database, check):
                report = make_report(
                    store,
                    asked.kind,
                    asked.first,
                    asked.last,
                    asked.threshold,
                    person,
                    grouped_by=asked.grouped_by,
                    targets=targets,
                )
                return looked_at(asked, report, store.issued)

        def done(preview: Preview) -> None:
            if self._is(handle):
                self.preview = preview
                self._end()
                self.previewed.emit(preview)

        def failed(error: SteercheckError) -> None:
            if self._is(handle):
                self.preview = None
                self._end()
                self.not_made.emit(asked, error.message)

        handle = self._runner.submit(
            f"report {asked.kind}", job, on_done=done, on_failed=failed, text="Making the preview of a report"
        )
        self._making = handle
        self.making_changed.emit(True)

    def cancel(self) -> None:
        """Stop making the preview because a person wishes so."""
        if self.making:
            self._give_up()
            self.not_wished.emit()

    def copy(self) -> None:
        """Have the table of the preview as text, for the clipboard."""
        preview = self.preview
        if preview is None:
            return

        def job(_tell: Tell, _check: Check) -> str:
            return table_text(preview.report)

        self._runner.submit(COPY_LANE, job, on_done=self.copied.emit, on_failed=self._on_failed)

    def _is(self, handle: JobHandle) -> bool:
        """Late answers to an older question are dropped."""
        return self._making is handle

    def _give_up(self) -> None:
        if self._making is not None:
            self._making.cancel()
            self._end()

    def _end(self) -> None:
        self._making = None
        self.making_changed.emit(False)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

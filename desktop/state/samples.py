"""The samples for the window: listed, looked into, surveyed before a draw, drawn, replaced in, drawn again, planned.

Between the Samples page and `store.samples`. Reading and counting happen on lanes; a late answer to an older question
is dropped by its number. Who works decides what may be done; the store refuses the rest and says why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.jobs.uncollected import uncollected
from models.errors import InputRefused, Refusal, SteercheckError
from models.sample_certificate import Filters
from models.sample_certificate_file import CertificateFile
from models.sample_crossing import CrossReference
from models.sample_size import Plan
from models.store import Store
from models.store.sample_reading import DrawnCall, Sample, SampleLine
from models.store.sample_redrawing import Redrawn
from models.store.sample_survey import Showing, Survey
from models.store.samples import SampleOrder
from models.store.staff import Person

LANE, LOOK_LANE, SURVEY_LANE, PLAN_LANE, REDRAW_LANE, WRITE_LANE = (
    *("samples", "sample look", "sample survey", "sample plan", "sample redraw"),
    "store",
)


@dataclass(frozen=True)
class Looked:
    """A sample as it stands: certificate, progress, the draws that stand, what their checks found, the plan of it all,
    and the cross-reference."""

    sample: Sample
    line: SampleLine
    draws: tuple[DrawnCall, ...]
    showing: Showing
    plan: Plan
    crossing: CrossReference


@dataclass(frozen=True)
class Compared:
    """A certificate drawn again. `found` is None where that could not be done here; `why` says it then. `path` is the
    file it came from, None for a sample of this database."""

    told: CertificateFile
    path: Path | None
    found: Redrawn | None
    why: str = ""


class Samples(QObject):
    """Signals: `listed(tuple[SampleLine, ...])`; `looked(Looked)`; `surveyed(Survey)`; `planned(Plan)`;
    `next_found(recording_id, coming)`, what would take a call's place; `drawn(Sample)`; `replaced(Sample)`;
    `compared(Compared)`; `refused(tuple[Refusal, ...])` and `failed(why)`; `busy_changed(bool)` while something is
    written or drawn again."""

    listed = Signal(object)
    looked = Signal(object)
    surveyed = Signal(object)
    planned = Signal(object)
    next_found = Signal(str, object)
    drawn = Signal(object)
    replaced = Signal(object)
    compared = Signal(object)
    refused = Signal(object)
    failed = Signal(str)
    busy_changed = Signal(bool)

    def __init__(
        self, store: Store, runner: Runner, person: Callable[[], Person], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._under_way: dict[str, JobHandle] = {}
        self._redrawing: JobHandle | None = None
        self.lines: tuple[SampleLine, ...] = ()
        self.reviewers: tuple[str, ...] = ()
        """Who may be given a sample, by staff id."""
        self.open_id: str | None = None
        self.busy = False

    @property
    def person(self) -> Person:
        """Who is working."""
        return self._person()

    @property
    def job_id(self) -> int | None:
        """The redraw that goes on, which can be stopped."""
        return None if self._redrawing is None else self._redrawing.id

    # reading

    def refresh(self) -> None:
        """Read the samples again, and the one that is open."""
        samples, staff = self._store.samples, self._store.staff
        if not self.person.may_review:
            self.lines = ()
            self.listed.emit(())
            return

        def job(_report: Report, _check: Check) -> tuple[tuple[SampleLine, ...], tuple[str, ...]]:
            return samples.listing(), tuple(person.staff_id for person in staff.reviewers())

        def done(found: tuple[tuple[SampleLine, ...], tuple[str, ...]]) -> None:
            self.lines, self.reviewers = found
            self.listed.emit(self.lines)

        self._newest(LANE, job, done)

    def open(self, sample_id: str) -> None:
        """Look into a sample; a late answer about another one is dropped."""
        self.open_id = sample_id
        self._newest(LOOK_LANE, lambda _report, check: _look(self._store, sample_id, check), self.looked.emit)

    def survey(self, first: date, last: date, filters: Filters) -> None:
        """Count what could be drawn."""
        samples = self._store.samples

        def job(_report: Report, _check: Check) -> Survey:
            with uncollected():
                return samples.survey(first, last, filters)

        self._newest(SURVEY_LANE, job, self.surveyed.emit, "Counting")

    def plan(self, drawn: int) -> None:
        """What a sample of this size can show."""

        def job(_report: Report, _check: Check) -> Plan:
            from models.sample_size import plan

            return plan(drawn)

        self._newest(PLAN_LANE, job, self.planned.emit)

    def look_for_next(self, recording_id: str) -> None:
        """What would take the place of a drawn call of the open sample."""
        sample_id, samples = self.open_id, self._store.samples
        if sample_id is not None:
            self._newest(
                LOOK_LANE + " next",
                lambda _report, _check: samples.next_call(sample_id, recording_id),
                lambda coming: self.next_found.emit(recording_id, coming),
            )

    # writing

    def draw(self, order: SampleOrder) -> None:
        """Draw in the name of whoever works; one such wish at a time."""
        samples, person = self._store.samples, self.person

        def draw() -> Sample:
            with uncollected():
                return samples.draw(order, person)

        self._write(draw, self.drawn.emit, "Drawing a sample")

    def replace(self, sample_id: str, recording_id: str, reason: str) -> None:
        """Put the next in rank in the place of a drawn call."""
        samples, person = self._store.samples, self.person
        self._write(
            lambda: samples.replace(sample_id, recording_id, reason, person), self.replaced.emit, "Replacing a call"
        )

    # drawing again

    def redraw(self, sample: Sample) -> None:
        """Draw a kept sample again from the calls here, and compare."""
        self._redraw(lambda: CertificateFile(sample.sample_id, sample.certificate), None)

    def redraw_file(self, path: Path) -> None:
        """Read a certificate from a file, draw it again and compare."""

        def read() -> CertificateFile:
            from models.sample_certificate_file import read_certificate

            return read_certificate(path)

        self._redraw(read, path)

    def cancel(self) -> None:
        """Stop drawing again."""
        if self._redrawing is not None:
            self._redrawing.cancel()

    # inside

    def _redraw(self, read: Callable[[], CertificateFile], path: Path | None) -> None:
        if self.busy:
            return
        samples = self._store.samples

        def job(report: Report, check: Check) -> Compared:
            told = read()
            check()
            report(0.5, "Drawing again")
            try:
                with uncollected():
                    return Compared(told, path, samples.redraw(told))
            except InputRefused as exc:
                return Compared(told, path, None, exc.message)

        def end() -> None:
            self._redrawing = None
            self._set_busy(False)

        def done(answer: Compared) -> None:
            end()
            self.compared.emit(answer)

        def failed(error: SteercheckError) -> None:
            end()
            self.failed.emit(error.message)

        self._set_busy(True)
        self._redrawing = self._runner.submit(
            REDRAW_LANE, job, on_done=done, on_failed=failed, on_cancelled=end, text="Drawing a sample again"
        )

    def _newest(
        self, lane: str, job: Callable[[Report, Check], Any], tell: Callable[[Any], object], text: str = ""
    ) -> None:
        """Ask on a lane; the answer to what was asked there before is dropped."""
        before = self._under_way.get(lane)
        if before is not None:
            before.cancel()

        def done(answer: object) -> None:
            if self._under_way.get(lane) is handle:
                tell(answer)

        def failed(error: SteercheckError) -> None:
            if self._under_way.get(lane) is handle:
                self.failed.emit(error.message)

        handle = self._under_way[lane] = self._runner.submit(lane, job, on_done=done, on_failed=failed, text=text)

    def _write(self, write: Callable[[], object], tell: Callable[[Any], object], text: str) -> None:
        if self.busy:
            return
        self._set_busy(True)

        def done(answer: object) -> None:
            self._set_busy(False)
            tell(answer)

        def failed(error: SteercheckError) -> None:
            self._set_busy(False)
            faults = tuple(each for each in error.details if isinstance(each, Refusal))
            if faults:
                self.refused.emit(faults)
            self.failed.emit(error.message)

        self._runner.submit(WRITE_LANE, lambda _report, _check: write(), on_done=done, on_failed=failed, text=text)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)


def _look(store: Store, sample_id: str, check: Check) -> Looked:
    """Everything of a sample, in the lane."""
    from models.sample_size import plan

    samples = store.samples
    sample, line, draws = samples.get(sample_id), samples.progress(sample_id), samples.draws(sample_id)
    check()
    showing = samples.showing(sample_id)
    check()
    crossing = samples.cross_reference(sample_id)
    check()
    made = plan(line.drawn, showing.assessed, showing.inaccurate)
    return Looked(sample, line, draws, showing, made, crossing)

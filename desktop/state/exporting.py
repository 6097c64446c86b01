"""The export of signed reviews: how many will go, writing them, and where they went."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.jobs.write_export import WrittenPack, write_pack
from models.errors import SteercheckError
from models.review_export import export_tables
from models.store import Store

LANE = "export"


@dataclass(frozen=True)
class Period:
    """Decision dates, both ends included."""

    date_from: date
    date_to: date

    @property
    def in_order(self) -> bool:
        return self.date_from <= self.date_to


def last_month(today: date) -> Period:
    """The calendar month before `today`'s."""
    end = today.replace(day=1) - timedelta(days=1)
    return Period(end.replace(day=1), end)


class Exporting(QObject):
    """One export at a time.

    Signals: `counted(Period, reviews, answers)`; `running_changed(bool)`; `progressed(fraction, words)`;
    `done(WrittenPack)`; `failed(why)`; `cancelled()`.
    """

    counted = Signal(object, int, int)
    running_changed = Signal(bool)
    progressed = Signal(float, str)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._asked = 0
        self._handle: JobHandle | None = None

    @property
    def running(self) -> bool:
        return self._handle is not None

    @property
    def job_id(self) -> int | None:
        return None if self._handle is None else self._handle.id

    def count(self, period: Period) -> None:
        """How many signed reviews the period holds; an older question is forgotten."""
        self._asked += 1
        asked, store = self._asked, self._store

        def job(_report: Report, _check: Check) -> tuple[int, int]:
            tables = export_tables(store, period.date_from, period.date_to)
            return len(tables.reviews.rows), len(tables.answers.rows)

        def take(counts: tuple[int, int]) -> None:
            if asked == self._asked:
                self.counted.emit(period, *counts)

        self._runner.submit(LANE, job, on_done=take, on_failed=self._on_failed)

    def start(self, period: Period, target: Path) -> None:
        """Write the pack; nothing happens while another export runs."""
        if self.running:
            return
        store = self._store

        def job(report: Report, check: Check) -> WrittenPack:
            report(0.0, "Gathering the reviews")
            tables = export_tables(store, period.date_from, period.date_to)
            check()
            return write_pack(tables, target, check, report)

        self._handle = self._runner.submit(
            LANE,
            job,
            on_done=self._on_done,
            on_failed=self._on_export_failed,
            on_cancelled=self._on_cancelled,
            on_progress=self.progressed.emit,
            text="Exporting",
        )
        self.running_changed.emit(True)

    def cancel(self) -> None:
        """Stop; nothing half-written is left."""
        if self._handle is not None:
            self._handle.cancel()

    def _end(self) -> None:
        self._handle = None
        self.running_changed.emit(False)

    def _on_done(self, pack: WrittenPack) -> None:
        self._end()
        self.done.emit(pack)

    def _on_export_failed(self, error: SteercheckError) -> None:
        self._end()
        self.failed.emit(error.message)

    def _on_cancelled(self) -> None:
        self._end()
        self.cancelled.emit()

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

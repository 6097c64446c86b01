"""The export of signed reviews: how many will go, writing them, and where they went."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Report, Runner
from desktop.jobs.write_export import WrittenPack, write_pack
from desktop.state.one_job import OneJob
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


class Exporting(OneJob):
    """One export at a time; `done` carries the WrittenPack.

    Signal beside those of OneJob: `counted(Period, reviews, answers)`.
    """

    counted = Signal(object, int, int)

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(runner, LANE, "Exporting", parent)
        self._store = store
        self._asked = 0

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

        self._runner.submit(LANE, job, on_done=take, on_failed=self._on_uncounted)

    def start(self, period: Period, target: Path) -> None:
        """Write the pack; nothing happens while another export runs."""
        store = self._store

        def job(report: Report, check: Check) -> WrittenPack:
            report(0.0, "Gathering the reviews")
            tables = export_tables(store, period.date_from, period.date_to)
            check()
            return write_pack(tables, target, check, report)

        self._start(job)

    def _on_uncounted(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

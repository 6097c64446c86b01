"""Matches waiting for a person: the open lists, the candidates of one line, and linking by hand with undo.

Between the matches page and the match store, on the lane of the store.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Job, Report, Runner
from desktop.state.session import Session
from models.errors import SteercheckError
from models.match_report import Candidate, SheetCandidate
from models.store import Store

LANE = "store"
Answer = TypeVar("Answer")


class Side(StrEnum):
    """From which side a line is looked at."""

    SHEET = "sheet"
    RECORDING = "recording"


@dataclass(frozen=True)
class Offer:
    """What one line could belong to: recordings for a sheet, sheets for a recording, the likeliest first."""

    side: Side
    key: str
    candidates: tuple[Candidate | SheetCandidate, ...]


@dataclass(frozen=True)
class Decided:
    """A person's decision and what stood before, so that it can be taken back."""

    recording_id: str
    sheet_id: str | None
    before: str | None

    @property
    def words(self) -> str:
        if self.sheet_id is None:
            return f"{self.recording_id} is taken apart from {self.before or 'every sheet'}."
        moved = f" It belonged to {self.before} before." if self.before else ""
        return f"{self.recording_id} now belongs to {self.sheet_id}.{moved}"


class Matching(QObject):
    """Signals: `reported(MatchReport)`; `offered(Offer)`; `decided(Decided)`; `undone(recording_id)`; `failed(why)`."""

    reported = Signal(object)
    offered = Signal(object)
    decided = Signal(object)
    undone = Signal(str)
    failed = Signal(str)

    def __init__(self, store: Store, runner: Runner, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._session = session
        self._asked = 0

    def refresh(self) -> None:
        """What stands, without running the rules."""
        self._submit(lambda _report, _check: self._store.matches.report(), self.reported.emit)

    def run(self) -> None:
        """Run the rules again over everything."""
        days = self._session.settings.match_window_days
        self._submit(
            lambda _report, _check: self._store.matches.run(days), self.reported.emit, "Matching recordings and sheets"
        )

    def ask(self, side: Side, key: str) -> None:
        """What this sheet or recording could belong to; an older question is forgotten."""
        self._asked += 1
        asked, days, matches = self._asked, self._session.settings.match_window_days, self._store.matches

        def job(_report: Report, _check: Check) -> Offer:
            if side is Side.SHEET:
                return Offer(side, key, tuple(matches.candidates(key, days)))
            return Offer(side, key, tuple(matches.candidates_for_recording(key, days)))

        self._submit(job, lambda offer: self.offered.emit(offer) if asked == self._asked else None)

    def link(self, recording_id: str, sheet_id: str) -> None:
        """The person at the desk says the two belong together."""
        by = self._session.person.staff_id

        def job(_report: Report, _check: Check) -> Decided:
            before = self._store.matches.link(recording_id, sheet_id, by)
            return Decided(recording_id, sheet_id, before)

        self._submit(job, self.decided.emit)

    def unlink(self, recording_id: str) -> None:
        """The person at the desk says the recording belongs to no sheet."""
        by = self._session.person.staff_id

        def job(_report: Report, _check: Check) -> Decided:
            return Decided(recording_id, None, self._store.matches.unlink(recording_id, by))

        self._submit(job, self.decided.emit)

    def undo(self, decision: Decided) -> None:
        """Take the decision back; the rules decide again."""
        days = self._session.settings.match_window_days

        def job(_report: Report, _check: Check) -> str:
            self._store.matches.forget(decision.recording_id)
            self._store.matches.run(days)
            return decision.recording_id

        self._submit(job, self.undone.emit)

    def _submit(self, job: Job[Answer], take: Callable[[Answer], None], text: str = "") -> None:
        self._runner.submit(LANE, job, on_done=take, on_failed=self._on_failed, text=text)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

"""Matches waiting for a person: the candidates of one line, deciding by hand with undo, and the recorders' clocks.

Between the matches page and the match store, on the lane of the store.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Job, Report, Runner
from desktop.state.session import Session
from models.clock_skew import ClockDoubt
from models.errors import SteercheckError
from models.match_report import CallFacts, Candidate, MatchReport, SheetCandidate, SheetSide
from models.store import Store
from models.store.clocks import RecorderLine
from models.store.matches import Standing

LANE = "store"
CLOCKS_LANE = "clocks"
"""Looking at every named call never keeps a decision waiting."""
Answer = TypeVar("Answer")


class Side(StrEnum):
    """From which side a line is looked at."""

    SHEET = "sheet"
    RECORDING = "recording"


class Word(StrEnum):
    """What a person can say of a recording and a sheet."""

    LINK = "link"
    FURTHER = "further"
    PRIMARY = "primary"
    APART = "apart"
    UNLINK = "unlink"


@dataclass(frozen=True)
class Offer:
    """What one line could belong to: recordings for a sheet, sheets for a recording, the likeliest first; `fixed` is
    what is known of the line itself."""

    side: Side
    key: str
    candidates: tuple[Candidate | SheetCandidate, ...]
    fixed: SheetSide | CallFacts


@dataclass(frozen=True)
class Decided:
    """A person's decision and what stood before, so that it can be taken back."""

    recording_id: str
    sheet_id: str | None
    before: str | None
    word: Word = Word.LINK
    standing: Standing | None = None

    @property
    def words(self) -> str:
        call, sheet = self.recording_id, self.sheet_id
        match self.word:
            case Word.UNLINK:
                return f"{call} is taken apart from {self.before or 'every sheet'}."
            case Word.APART:
                return f"{call} and {sheet} are kept apart."
            case Word.FURTHER:
                return f"{call} belongs to {sheet} as well."
            case Word.PRIMARY:
                other = f" {self.before} is a further call now." if self.before else ""
                return f"{call} is the call of {sheet}.{other}"
        moved = f" It belonged to {self.before} before." if self.before else ""
        return f"{call} now belongs to {sheet}.{moved}"


@dataclass(frozen=True)
class Clocks:
    """Recorders in doubt, and all recorders with the correction in force."""

    doubts: tuple[ClockDoubt, ...]
    recorders: tuple[RecorderLine, ...]


@dataclass(frozen=True)
class ClockSet:
    """A recorder's clock as a person set it, and the correction before; `moved` recordings have another time now."""

    recorder: str
    clock_skew_s: int
    before_s: int
    moved: int

    @property
    def words(self) -> str:
        name = f"recorder {self.recorder}" if self.recorder else "recordings that name no recorder"
        calls = "1 recording was" if self.moved == 1 else f"{self.moved:,} recordings were"
        return f"The clock of {name} is set; {calls} moved and everything was matched again."


class Matching(QObject):
    """Signals: `reported(MatchReport)`; `offered(Offer)`; `decided(Decided)`; `undone(recording_id)`;
    `clocks_came(Clocks)`; `clock_set(ClockSet)`; `failed(why)`."""

    reported = Signal(object)
    offered = Signal(object)
    decided = Signal(object)
    undone = Signal(str)
    clocks_came = Signal(object)
    clock_set = Signal(object)
    failed = Signal(str)

    def __init__(self, store: Store, runner: Runner, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._session = session
        self._asked = 0
        self._taken: list[Decided] = []

    def refresh(self) -> None:
        """What stands, without running the rules."""
        days = self._session.settings.match_window_days
        self._submit(lambda _report, _check: self._store.matches.report(days), self.reported.emit)

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
                sheet, calls = matches.beside_sheet(key, days)
                return Offer(side, key, tuple(calls), sheet)
            call, sheets = matches.beside_recording(key, days)
            return Offer(side, key, tuple(sheets), call)

        self._submit(job, lambda offer: self.offered.emit(offer) if asked == self._asked else None)

    def link(self, recording_id: str, sheet_id: str) -> None:
        """The person at the desk says the two belong together, and the recording to no other sheet."""
        self.decide(Word.LINK, recording_id, sheet_id)

    def unlink(self, recording_id: str) -> None:
        """The person at the desk says the recording belongs to no sheet."""
        self.decide(Word.UNLINK, recording_id, None)

    def decide(self, word: Word, recording_id: str, sheet_id: str | None) -> None:
        """The person at the desk says `word` of the two; what stood before is kept to be put back."""
        by, matches = self._session.person.staff_id, self._store.matches

        def job(_report: Report, _check: Check) -> Decided:
            standing = matches.standing([recording_id], [] if sheet_id is None else [sheet_id])
            before: str | None = None
            if sheet_id is None:
                before = matches.unlink(recording_id, by)
            elif word is Word.FURTHER:
                matches.link_further(recording_id, sheet_id, by)
            elif word is Word.PRIMARY:
                before = matches.make_primary(recording_id, sheet_id, by)
            elif word is Word.APART:
                matches.part(recording_id, sheet_id, by)
            else:
                before = matches.link(recording_id, sheet_id, by)
            return Decided(recording_id, sheet_id, before, word, standing)

        self._submit(job, self._on_decided)

    def undo(self, decision: Decided) -> None:
        """Take the last decision back: what stood before stands again. An older one waits for those after it."""
        standing = decision.standing
        if standing is None or decision not in self._taken:
            return
        if decision is not self._taken[-1]:
            self.failed.emit("Take the later decisions back first, the last one before the others.")
            return
        self._taken.pop()

        def job(_report: Report, _check: Check) -> str:
            self._store.matches.restore(standing)
            return decision.recording_id

        self._submit(job, self.undone.emit)

    def undo_last(self) -> None:
        """Take the last decision back that was not taken back yet."""
        if self._taken:
            self.undo(self._taken[-1])

    def look_at_clocks(self) -> None:
        """Ask which recorders' clocks may be wrong, and what they are set to."""
        days, store = self._session.settings.match_window_days, self._store

        def job(_report: Report, _check: Check) -> Clocks:
            return Clocks(store.matches.clock_doubts(days), tuple(store.clocks.recorders()))

        self._runner.submit(CLOCKS_LANE, job, on_done=self.clocks_came.emit, on_failed=self._on_failed)

    def set_clock(self, recorder: str, clock_skew_s: int) -> None:
        """The person at the desk says how far a recorder's clock is off; everything is matched again."""
        days, by, store = self._session.settings.match_window_days, self._session.person.staff_id, self._store

        def job(_report: Report, _check: Check) -> tuple[ClockSet, MatchReport]:
            before = next((line.clock_skew_s for line in store.clocks.recorders() if line.recorder == recorder), 0)
            moved = store.clocks.set_skew(recorder, clock_skew_s, by)
            return ClockSet(recorder, clock_skew_s, before, moved), store.matches.run(days)

        def told(outcome: tuple[ClockSet, MatchReport]) -> None:
            self._taken.clear()  # a run may have written what a decision would put back
            self.clock_set.emit(outcome[0])
            self.reported.emit(outcome[1])

        self._submit(job, told, "Setting the recorder's clock and matching again")

    def _on_decided(self, decision: Decided) -> None:
        self._taken.append(decision)
        self.decided.emit(decision)

    def _submit(self, job: Job[Answer], take: Callable[[Answer], None], text: str = "") -> None:
        self._runner.submit(LANE, job, on_done=take, on_failed=self._on_failed, text=text)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

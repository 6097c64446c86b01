"""Scorecard versions in the window: their list, the one that is open, carrying it from draft to published, trying it.

Between the Scorecards page and `store.scorecards`. What the store refuses is told in its own words.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import JobHandle, Runner
from desktop.state.scorecard_draft import CardEditing, OpenVersion
from models.errors import ChangedElsewhere, OutputRefused, SteercheckError
from models.scorecard import CardStanding, ScorecardDefinition, family_of, read_scorecard
from models.scorecard_versions import CardDraft, VersionLine
from models.scorecard_writing import toml_text
from models.store import Store
from models.store.staff import Person

if TYPE_CHECKING:
    from models.trial import Trial

LANE = "store"
TRIAL_LANE = "scorecard trial"
Answer = TypeVar("Answer")


class Scorecards(QObject):
    """The versions.

    Signals: `listed(tuple[VersionLine, ...])`; `told(words, tone)` when something was done; `published(scorecard_id)`;
    `failed(why)`; `busy_changed(bool)` while a version is carried on; of a trial `trial_began()`,
    `trial_progressed(share, words)`, and one of `tried(Trial)`, `trial_cancelled()`, `trial_failed(why)`.
    """

    listed = Signal(object)
    told = Signal(str, str)
    published = Signal(str)
    failed = Signal(str)
    busy_changed = Signal(bool)
    trial_began = Signal()
    trial_progressed = Signal(float, str)
    tried = Signal(object)
    trial_cancelled = Signal()
    trial_failed = Signal(str)

    def __init__(
        self, store: Store, runner: Runner, person: Callable[[], Person], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._trial: JobHandle | None = None
        self._wished = ""
        self.busy = False
        self.lines: tuple[VersionLine, ...] = ()
        self.editing = CardEditing(store, runner, person, self)

    @property
    def person(self) -> Person:
        """Who is working."""
        return self._person()

    @property
    def may_change(self) -> bool:
        """Whether whoever works may make and change scorecards."""
        return self._person().may_review

    @property
    def open_id(self) -> str | None:
        """The version that is open."""
        version = self.editing.version
        return None if version is None else version.line.scorecard_id

    def line(self, scorecard_id: str | None) -> VersionLine | None:
        """A version as its line in the list."""
        return next((line for line in self.lines if line.scorecard_id == scorecard_id), None)

    # reading

    def refresh(self) -> None:
        """Read the list again, and the open version where nothing is unsaved; at first, the version in use."""
        cards = self._store.scorecards

        def done(lines: tuple[VersionLine, ...]) -> None:
            self.lines = lines
            self.listed.emit(lines)
            wished = self.line(self._wished or self.open_id)
            self._wished = ""
            if wished is None:
                if self.editing.stored:
                    if self.open_id is not None:
                        self.editing.close()
                    wished = _first(lines)
            elif wished.scorecard_id == self.open_id and not self.editing.is_older_than(wished):
                self.editing.note(wished)
                wished = None
            if wished is not None:
                self._read(wished)

        self._runner.submit(LANE, lambda _report, _check: cards.versions(), on_done=done, on_failed=self._on_failed)

    def open(self, scorecard_id: str) -> None:
        """Show a version; what is unsaved in the one before is saved first."""
        if scorecard_id != self.open_id:
            self._wished = scorecard_id
            self.editing.when_stored(self._open_wished)

    def _open_wished(self) -> None:
        line = self.line(self._wished)
        if line is not None:
            self._read(line)

    def _read(self, line: VersionLine) -> None:
        self._wished = line.scorecard_id

        def done(version: OpenVersion) -> None:
            if self._wished == line.scorecard_id:
                self._wished = ""
                self.editing.show(version)

        self._runner.submit(
            LANE, lambda _report, _check: _opened(self._store, line), on_done=done, on_failed=self._on_failed
        )

    def reload(self, *, keep_mine: bool) -> None:
        """After another window's save: take its draft, or put what stands here on top of it. Where it is no draft any
        more, what stands here makes the next version."""
        version = self.editing.version
        if version is None:
            return
        card_id, store = version.line.scorecard_id, self._store

        def read() -> OpenVersion | None:
            line = next((each for each in store.scorecards.versions() if each.scorecard_id == card_id), None)
            return None if line is None else _opened(store, line)

        def done(found: OpenVersion | None) -> None:
            if found is not None and found.draft is not None:
                self.editing.take_theirs(found, keep_mine=keep_mine)
            elif keep_mine:
                self._keep_as_next(card_id, is_there=found is not None)
            else:
                self.editing.close()
                self._wished = card_id
                self.refresh()

        self._do(read, done)

    def _keep_as_next(self, card_id: str, *, is_there: bool) -> None:
        """What stands here as the next version after one that was published, or discarded, elsewhere."""
        person, cards, mine = self._person(), self._store.scorecards, self.editing.values

        def make() -> CardDraft:
            based_on = card_id if is_there else cards.current(family_of(card_id)).id
            draft = cards.begin(based_on, person)
            return cards.save(draft.scorecard_id, mine, draft.revision, person)

        def done(draft: CardDraft) -> None:
            self.editing.close()
            self._on_begun(draft, "of what was written here")

        self._carry(make, done)

    # making versions

    def begin(self) -> None:
        """The next version from the one that is open, as a draft."""
        based_on = self.open_id
        if based_on is not None:
            person, cards = self._person(), self._store.scorecards
            self.editing.when_stored(
                lambda: self._carry(
                    lambda: cards.begin(based_on, person), lambda draft: self._on_begun(draft, f"from {based_on}")
                )
            )

    def take_in(self, path: Path) -> None:
        """A scorecard file as a draft of its own id."""
        person, cards = self._person(), self._store.scorecards
        self.editing.when_stored(
            lambda: self._carry(
                lambda: cards.add(read_scorecard(path).values, path.name, person),
                lambda draft: self._on_begun(draft, f"from {path.name}"),
            )
        )

    def _on_begun(self, draft: CardDraft, whence: str) -> None:
        self._wished = draft.scorecard_id
        self.told.emit(
            f"{draft.scorecard_id} is a draft now, made {whence}. Reviews use it once it is published.", "good"
        )

    def write(self, path: Path) -> None:
        """The open version as a TOML file, as it stands here."""
        text = toml_text(self.editing.values)

        def write() -> Path:
            try:
                path.write_text(text, encoding="utf-8", newline="\n")
            except OSError as exc:
                raise OutputRefused(f"{path} could not be written ({exc.strerror}).") from exc
            return path

        self._do(write, lambda where: self.told.emit(f"Written to {where}.", "good"))

    def publish(self) -> None:
        """Let new reviews be made with the open draft, once it is saved."""
        self.editing.when_stored(self._publish)

    def _publish(self) -> None:
        card_id = self.open_id
        if card_id is None or self.editing.read_only:
            return
        person, cards, revision = self._person(), self._store.scorecards, self.editing.revision
        self._carry(
            lambda: cards.publish(card_id, revision, person), lambda line: self.published.emit(line.scorecard_id)
        )

    def take_back(self) -> None:
        """The open version, published and not used yet, as a draft again."""
        self._carry_open(
            self._store.scorecards.take_back,
            "{id} is a draft again; reviews are not made with it.",
        )

    def withdraw(self) -> None:
        """Let no new review begin with the open version."""
        self._carry_open(
            self._store.scorecards.withdraw,
            "{id} is withdrawn: no new review begins with it. What was made with it stays.",
        )

    def reinstate(self) -> None:
        """Undo the withdrawal of the open version."""
        self._carry_open(self._store.scorecards.reinstate, "{id} can be used again.")

    def discard(self) -> None:
        """Remove the open draft for good."""
        card_id = self.open_id
        if card_id is None or self.editing.read_only:
            return
        person, cards = self._person(), self._store.scorecards
        based_on = None if self.editing.version is None else self.editing.version.line.based_on

        def done(_nothing: None) -> None:
            self.editing.close()
            self._wished = based_on or ""
            self.told.emit(f"The draft {card_id} is discarded.", "good")

        def discard() -> None:
            revision = self.editing.revision
            self._carry(lambda: cards.discard(card_id, revision, person), done)

        self.editing.when_stored(discard)

    def _carry_open(self, act: Callable[[str, Person], object], words: str) -> None:
        card_id, person = self.open_id, self._person()
        if card_id is not None:
            self._carry(
                lambda: act(card_id, person), lambda _line: self.told.emit(words.replace("{id}", card_id), "good")
            )

    # trying

    @property
    def job_id(self) -> int | None:
        """The trial under way, for the line at the foot."""
        return None if self._trial is None else self._trial.id

    def try_on(self, card: ScorecardDefinition, first: date | None, last: date | None) -> None:
        """What the signed reviews of these days would come to under `card`; one trial at a time."""
        if self._trial is not None:
            return
        cards = self._store.scorecards

        def done(trial: "Trial") -> None:
            self._trial = None
            self.tried.emit(trial)

        def failed(error: SteercheckError) -> None:
            self._trial = None
            self.trial_failed.emit(error.message)

        def cancelled() -> None:
            self._trial = None
            self.trial_cancelled.emit()

        self._trial = self._runner.submit(
            TRIAL_LANE,
            lambda report, check: cards.trial(card, first, last, report=report, check=check),
            on_done=done,
            on_failed=failed,
            on_progress=self.trial_progressed.emit,
            on_cancelled=cancelled,
            text=f"Trying {card.id} on signed reviews",
        )
        self.trial_began.emit()

    def cancel_trial(self) -> None:
        """Stop the trial under way."""
        if self._trial is not None:
            self._trial.cancel()

    # jobs

    def _carry(self, act: Callable[[], Answer], tell: Callable[[Answer], object]) -> None:
        """Carry a version on; the list and the open version are read again whatever came of it."""

        def done(answer: Answer) -> None:
            tell(answer)
            self.refresh()

        self._do(act, done)

    def _do(self, act: Callable[[], Answer], tell: Callable[[Answer], object]) -> None:
        """One write at a time."""
        if self.busy:
            return
        self._set_busy(True)

        def done(answer: Answer) -> None:
            self._set_busy(False)
            tell(answer)

        def failed(error: SteercheckError) -> None:
            self._set_busy(False)
            if isinstance(error, ChangedElsewhere) and self.open_id is not None:
                self.editing.hold_up(error.message)
            else:
                self._on_failed(error)

        self._runner.submit(LANE, lambda _report, _check: act(), on_done=done, on_failed=failed)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)


def _first(lines: tuple[VersionLine, ...]) -> VersionLine | None:
    """What is shown at first: the version in use, else the first there is."""
    return next((line for line in lines if line.current), lines[0] if lines else None)


def _opened(store: Store, line: VersionLine) -> OpenVersion:
    """A version read whole."""
    if line.standing is CardStanding.DRAFT:
        draft = store.scorecards.draft(line.scorecard_id)
        return OpenVersion(line, draft.values, draft)
    return OpenVersion(line, store.scorecards.get(line.scorecard_id).values)

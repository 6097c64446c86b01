"""The scorecard version that is open in the editor: its values as they stand, its faults, every step to undo, its way
into the store.

Between `state.scorecards` (which reads and carries versions on) and the editor. A draft is saved a moment after each
change, whole or not, on top of the revision it was read at; a second writer's draft is never written over unasked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.runner import Runner
from desktop.state.scorecard_editing import CARD, Edit, History, Spot, Values, nearest
from models.errors import ChangedElsewhere, InputRefused, Refusal, SteercheckError, UnknownId
from models.scorecard import ScorecardDefinition
from models.scorecard_file import definition_from
from models.scorecard_versions import CardDraft, VersionLine
from models.store import Store
from models.store.staff import Person

LANE = "store"
SAVE_PAUSE_MS = 500
TYPING_PAUSE_MS = 1000
"""What is typed without resting for so long is one step to undo."""


@dataclass(frozen=True)
class OpenVersion:
    """A version as it was read: `draft` where it can be changed, else None; `values` as its file has them."""

    line: VersionLine
    values: Values
    draft: CardDraft | None = None


class CardEditing(QObject):
    """The open version.

    Signals: `opened()` another version is shown; `changed(Spot)` after each step, where it was made; `saving()`,
    `saved(datetime)` after success only; `save_failed(why)`; `held_up(why)` when another window saved first.
    """

    opened = Signal()
    changed = Signal(object)
    saving = Signal()
    saved = Signal(datetime)
    save_failed = Signal(str)
    held_up = Signal(str)

    def __init__(
        self, store: Store, runner: Runner, person: Callable[[], Person], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._request = 0
        self.version: OpenVersion | None = None
        self.faults: tuple[Refusal, ...] = ()
        self.card: ScorecardDefinition | None = None
        self.last_card: ScorecardDefinition | None = None
        """The newest state without faults."""
        self.revision = 0
        self.is_held_up = False
        self._history = History({})
        self._written: Values = {}
        self._under_way = False
        self._then: list[Callable[[], object]] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_PAUSE_MS)
        self._pause.timeout.connect(self.save)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.rest)

    # how it stands

    @property
    def values(self) -> Values:
        return self._history.values

    @property
    def history(self) -> History:
        return self._history

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: no draft, or nobody who may is working."""
        return self.version is None or self.version.draft is None or not self._person().may_review

    @property
    def stored(self) -> bool:
        """Whether the store holds what stands here."""
        return not self._under_way and self.values == self._written

    def show(self, version: OpenVersion) -> None:
        """Another version, or the same one read again; what was done to the one before is let go."""
        self._begin(version)
        self._history = History(version.values)
        self._judge()
        self.opened.emit()

    def is_older_than(self, line: VersionLine) -> bool:
        """Whether the open version is to be read again: nothing is unsaved, and the list knows a newer state."""
        if self.version is None or not self.stored:
            return False
        was = self.version.line
        return line.standing is not was.standing or line.revision != self.revision or line.frozen != was.frozen

    def note(self, line: VersionLine) -> None:
        """The open version as the list has it now."""
        if self.version is not None:
            self.version = replace(self.version, line=line)

    def hold_up(self, why: str) -> None:
        """Another window saved first: nothing is saved until it is said what is to stand."""
        self.is_held_up = True
        self._then.clear()
        self.held_up.emit(why)

    def close(self) -> None:
        """No version is open."""
        self._request += 1
        self.version = None
        self._history = History({})
        self._written = {}
        self._under_way = self.is_held_up = False
        self._then.clear()
        self.faults, self.card, self.last_card = (), None, None
        self.opened.emit()

    def _begin(self, version: OpenVersion) -> None:
        self._request += 1
        self._pause.stop()
        self._then.clear()
        self.version = version
        self.last_card = None
        self._written = version.values
        self._under_way = self.is_held_up = False
        self.revision = version.line.revision if version.draft is None else version.draft.revision

    # changing

    def ground(self, place: str) -> Values:
        """What stood before the change that goes on at `place`: what is typed letter by letter is made of that."""
        return self._history.ground(place)

    def edit(self, values: Values, spot: Spot, words: str, place: str = "") -> None:
        """One step, `words` naming it where it can be undone; with a `place`, what is typed there goes on as one."""
        if self.read_only or not self._history.did(Edit(values, spot, words, place)):
            return
        if place:
            self._typing.start()
        self._stands(spot)

    def rest(self) -> None:
        """What is typed from now on is a step of its own."""
        self._history.rest()

    def undo(self) -> Edit | None:
        """Take back the last step; what that was."""
        return self._moved(None if self.read_only else self._history.undo())

    def redo(self) -> Edit | None:
        """Take the step again that was undone last."""
        return self._moved(None if self.read_only else self._history.redo())

    def _moved(self, edit: Edit | None) -> Edit | None:
        if edit is not None:
            self._stands(nearest(self.values, edit.spot))
        return edit

    def _stands(self, spot: Spot) -> None:
        self._judge()
        self._pause.start()
        self.changed.emit(spot)

    def _judge(self) -> None:
        source = "" if self.version is None else self.version.line.scorecard_id
        try:
            self.card = self.last_card = definition_from(self.values, source)
            self.faults = ()
        except InputRefused as refused:
            self.card = None
            self.faults = tuple(each for each in refused.details if isinstance(each, Refusal))

    # saving

    def when_stored(self, act: Callable[[], object]) -> None:
        """Do `act` once the store holds what stands here; never when it could not be saved, which is told."""
        if self.stored:
            act()
        elif self.is_held_up:
            self.held_up.emit(HELD_UP)
        else:
            self._then.append(act)
            self.save()

    def save(self) -> None:
        """Save what is not saved yet; the end of a save under way begins the next."""
        self._pause.stop()
        if self._under_way or self.is_held_up or self.version is None or self.stored:
            return
        request, values, revision, person = self._request, self.values, self.revision, self._person()
        card_id, cards = self.version.line.scorecard_id, self._store.scorecards

        def done(draft: CardDraft) -> None:
            if request == self._request:
                self._on_saved(values, draft)

        def failed(error: SteercheckError) -> None:
            if request == self._request:
                self._on_failed(error)

        self._under_way = True
        self.saving.emit()
        self._runner.submit(
            LANE, lambda _report, _check: cards.save(card_id, values, revision, person), on_done=done, on_failed=failed
        )

    def _on_saved(self, values: Values, draft: CardDraft) -> None:
        self._under_way = False
        self._written, self.revision = values, draft.revision
        self.saved.emit(draft.saved_at)
        if not self.stored:
            self.save()
            return
        waiting, self._then = self._then, []
        for act in waiting:
            act()

    def _on_failed(self, error: SteercheckError) -> None:
        self._under_way = False
        self._then.clear()
        if isinstance(error, ChangedElsewhere | InputRefused | UnknownId):  # saved, published or discarded elsewhere
            self.hold_up(error.message)
        else:
            self.save_failed.emit(error.message)

    def take_theirs(self, version: OpenVersion, *, keep_mine: bool) -> None:
        """After another window's save: go on from its draft, or with `keep_mine` save what stands here on top of it.
        Either can be undone to the other."""
        mine, history = self.values, self._history
        self._begin(version)
        if keep_mine:
            history = History(version.values)
            history.did(Edit(mine, CARD, "what was written here"))
        else:
            history.did(Edit(version.values, CARD, "what was saved elsewhere"))
        self._history = history
        self._judge()
        self.opened.emit()
        self.save()


HELD_UP = "This draft was saved in another window, and your last changes are only here. Say first which are to stand."

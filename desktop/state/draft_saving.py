"""Getting the draft into the store: at once, or when the keys have rested; one save at a time, the newest form next.

A store that could not take it (another program was writing, the disk was full) is asked again by itself.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.runner import Runner
from desktop.state.draft_saver import DraftSaver
from models.errors import ChangedElsewhere, DatabaseUnusable, NotAllowed, OutputRefused, SteercheckError
from models.review import ReviewForm
from models.store import Store

TEXT_PAUSE_MS = 300
TEXT_WAIT_MS = 600
"""Text that is typed without a pause is saved after so long all the same: a kill may cost a second, not a paragraph."""
AGAIN_MS = (2_000, 5_000, 15_000)
"""After so long a store that could not take a form is asked again; after the last, each time as long."""
PASSING = (DatabaseUnusable, OutputRefused)
"""Faults that may pass by themselves."""
HELD_UP = "This check was changed in another window, and your last changes are only here. Reload it first."


class DraftSaving(QObject):
    """Saves one review after the other.

    Signals: `began()`; `stored(ReviewForm)` after a save that succeeded; `idle()` when nothing waits any more;
    `failed(why)`; `held_up(why)` when another window wrote (or signed) first: nothing is saved until `settle`.
    """

    began = Signal()
    stored = Signal(object)
    idle = Signal()
    failed = Signal(str)
    held_up = Signal(str)

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._saver: DraftSaver | None = None
        self._request = 0
        self._under_way = False
        self.blocked = False
        self._text_pause = QTimer(self)
        self._text_pause.setSingleShot(True)
        self._text_pause.setInterval(TEXT_PAUSE_MS)
        self._text_pause.timeout.connect(self.save)
        self._text_wait = QTimer(self)
        self._text_wait.setSingleShot(True)
        self._text_wait.setInterval(TEXT_WAIT_MS)
        self._text_wait.timeout.connect(self.save)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.save)
        self._failures = 0

    @property
    def base(self) -> ReviewForm | None:
        """The form as it was last read from, or written to, the store."""
        return None if self._saver is None else self._saver.stored

    @property
    def done(self) -> bool:
        """Whether everything is in the store and no save is under way."""
        return not self._under_way and (self._saver is None or not self._saver.waiting)

    def settle(self, form: ReviewForm | None) -> None:
        """Begin with `form` as what the store holds (None: with nothing); what waited is dropped."""
        self._stop_waiting()
        self._request += 1
        self._under_way = self.blocked = False
        self._failures = 0
        self._saver = None if form is None else DraftSaver(self._store, form)

    def offer(self, form: ReviewForm, *, later: bool = False) -> None:
        """Save `form` now, or with `later` when the keys have rested."""
        if self._saver is not None:
            self._saver.offer(form)
        if later:
            self._text_pause.start()
            if not self._text_wait.isActive():
                self._text_wait.start()
        else:
            self.save()

    def save(self) -> None:
        """Start a save unless one is under way (its end starts the next); with nothing to save, say `idle`."""
        if self._under_way or self.blocked:
            return
        saver, request = self._saver, self._request
        self._stop_waiting()
        if saver is None or not saver.waiting:
            self.idle.emit()
            return

        def on_done(form: ReviewForm | None) -> None:
            if request == self._request:
                self._on_done(form)

        def on_failed(fault: SteercheckError) -> None:
            if request == self._request:
                self._on_failed(fault)

        self._under_way = True
        self.began.emit()
        self._runner.submit("store", lambda _report, _check: saver.save(), on_done=on_done, on_failed=on_failed)

    def write_now(self) -> ReviewForm | None:
        """Write in this thread whatever waits; what the store holds then. Raises what a save raises.

        Endings of earlier saves find nobody. What cannot be written stays in hand.
        """
        self._stop_waiting()
        self._request += 1
        self._under_way = False
        saver = self._saver
        if saver is None:
            return None
        if self.blocked and saver.waiting:
            raise ChangedElsewhere(HELD_UP)
        try:
            return saver.save() or saver.stored
        except PASSING:
            self._ask_again()  # the window may well stay open
            raise

    def _stop_waiting(self) -> None:
        self._text_pause.stop()
        self._text_wait.stop()
        self._again.stop()

    def _on_done(self, form: ReviewForm | None) -> None:
        self._under_way = False
        self._failures = 0
        if form is not None:
            self.stored.emit(form)
        if not (self._text_pause.isActive() and self._text_wait.isActive()):  # else the keys have not rested yet
            self.save()

    def _on_failed(self, fault: SteercheckError) -> None:
        self._under_way = False
        if isinstance(fault, ChangedElsewhere | NotAllowed):
            self.blocked = True
            self.held_up.emit(fault.message)
            return
        if isinstance(fault, PASSING):
            self._ask_again()
        self.failed.emit(fault.message)

    def _ask_again(self) -> None:
        self._again.start(AGAIN_MS[min(self._failures, len(AGAIN_MS) - 1)])
        self._failures += 1

"""What is done once the first rows are in sight: what goes on behind everything begins, and idle time makes the pages.

Nothing of it comes before the first rows are painted; each step is short, and what a person does comes between two. A
page that is wanted before its turn is made at once (`PageStack.page`), and its steps find nothing left to do.

What is loaded and made lasts as long as the window. It is taken out of the garbage collector's sight (`gc.freeze`), as
looking through all of it would hold the window up for 100 ms, several times on the way and again and again later.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import chain

from PySide6.QtCore import QObject, QTimer

from desktop import theme
from desktop.jobs.load_libraries import LIBRARIES, load_libraries
from desktop.wiring.pages import PAGES
from desktop.wiring.parts import Parts

AFTER_FIRST_ROWS_MS = 25
"""Painting is asked for with the answer, to be done within a few milliseconds: a later timer comes after it."""
BETWEEN_MS = 15
"""What waits in the queue of events is done between two steps."""
LANE = "libraries"

Step = Callable[[], object]
"""One that gives False is not done yet: it is taken again, after what waits in the queue of events."""

QUEUE_MODULES = ("models.transcription", "desktop.jobs.read_recording", "desktop.jobs.speech.transcribe")
REVIEW_MODULES = (
    *("desktop.state.open_call", "desktop.state.draft", "models.spoken_figures", "desktop.state.comparison"),
    *("desktop.state.steer", "desktop.views.transcript_pane", "desktop.views.waveform"),
    *("desktop.views.scorecard_form", "desktop.views.said_panel"),
)
"""The modules of the queue and of the review page in pieces; what is missing here comes with the last piece."""
REVIEW_ICONS = (
    ("back-1", "back-5", "chevron-down", "chevron-left", "chevron-up", "close", "fold", "follow", "forward-1"),
    ("forward-5", "headphones", "level", "loop", "own-window", "play", "skip-silence", "sound", "swap"),
    ("text-size", "transcript", "unfold"),
)
"""The icons of the review page in pieces; one that is missing here is drawn with the page."""


class Ahead(QObject):
    """Waits for the first answer of the worklist, then does its steps one by one."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._steps: Iterator[Step] = iter(())
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)
        self._making = False
        parts.opening.when_ready = self._open
        parts.states.worklist.listed.connect(self._on_first_answer)
        parts.states.worklist.failed.connect(self._on_first_answer)
        parts.window.closing.connect(self._timer.stop)

    def _on_first_answer(self, _answer: object) -> None:
        self._parts.states.worklist.listed.disconnect(self._on_first_answer)
        self._parts.states.worklist.failed.disconnect(self._on_first_answer)
        self._making = bool(self._pages())
        if self._making:
            gc.freeze()
        self._steps = iter([self._judge_sheets, self._load_libraries])
        self._timer.start(AFTER_FIRST_ROWS_MS)

    def _step(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            self._timer.start(BETWEEN_MS)
            if step() is False:
                self._steps = chain([step], self._steps)

    def _open(self, begin: Callable[[], None]) -> None:
        """A call opened while its page is on its way waits for it, rather than hold the window up for all that is left.
        Whatever is opened or left meanwhile takes its place."""
        if self._making:
            self._parts.window.stack.when_made("review", lambda: QTimer.singleShot(0, self, begin))
        else:
            begin()

    def _judge_sheets(self) -> None:
        self._parts.states.sheets.list.keep_up()

    def _load_libraries(self) -> None:
        """What needs them waits until they are there."""
        if sys.modules.keys() >= set(LIBRARIES):
            self._go_on()
        else:
            self._parts.states.runner.submit(LANE, load_libraries, on_done=lambda _nothing: self._go_on())

    def _go_on(self) -> None:
        modules = [partial(import_module, name) for name in QUEUE_MODULES]
        self._steps = iter([*modules, self._begin_queue, *self._pages(), self._end])
        self._timer.start(BETWEEN_MS)

    def _end(self) -> None:
        self._making = False

    def _begin_queue(self) -> None:
        self._parts.states.transcribing.begin()

    def _pages(self) -> list[Step]:
        """The review page first, for the first call that is opened; then the others as they are offered."""
        stack = self._parts.window.stack
        steps: list[Step] = [partial(import_module, name) for name in REVIEW_MODULES]
        steps.extend(partial(self._draw, names) for names in REVIEW_ICONS)
        steps.append(partial(import_module, "desktop.jobs.take_in"))  # half of what the import page brings
        for name in stack.unmade:
            steps += [PAGES[name], partial(self._make, name)]
        return steps

    def _make(self, name: str) -> bool:
        """A step of a page; whether it stands."""
        stands = self._parts.window.stack.go_on(name)
        gc.freeze()
        return stands

    def _draw(self, names: tuple[str, ...]) -> None:
        for name in names:
            theme.icon(name)

"""What is done once the first rows are in sight: what goes on behind everything begins, and idle time makes the pages.

Nothing of it comes before the first rows are painted; each step is short, and what a person does comes between two.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from desktop.wiring.parts import Parts

AFTER_FIRST_ROWS_MS = 25
"""Painting is asked for with the answer, to be done within a few milliseconds: a later timer comes after it."""
BETWEEN_MS = 15
"""What waits in the queue of events is done between two steps."""


class Ahead(QObject):
    """Waits for the first answer of the worklist, then does its steps one by one."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._steps: list[Callable[[], object]] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)
        parts.states.worklist.listed.connect(self._on_first_answer)
        parts.states.worklist.failed.connect(self._on_first_answer)
        parts.window.closing.connect(self._timer.stop)

    def _on_first_answer(self, _answer: object) -> None:
        self._parts.states.worklist.listed.disconnect(self._on_first_answer)
        self._parts.states.worklist.failed.disconnect(self._on_first_answer)
        self._steps = [self._judge_sheets, self._begin_queue, *self._pages()]
        self._timer.start(AFTER_FIRST_ROWS_MS)

    def _judge_sheets(self) -> None:
        self._parts.states.sheets.list.keep_up()

    def _begin_queue(self) -> None:
        self._parts.states.transcribing.begin()

    def _pages(self) -> list[Callable[[], object]]:
        """A page that was made meanwhile is there at once."""
        stack = self._parts.window.stack
        return [partial(stack.page, name) for name in stack.unmade]

    def _step(self) -> None:
        self._steps.pop(0)()
        if self._steps:
            self._timer.start(BETWEEN_MS)

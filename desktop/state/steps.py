"""What was done on the review page, step by step in time: one way back for everything, whoever did it.

The draft (answers, comments, evidence), the transcript's corrections and the swap of the speakers each note their steps
here. Whatever was done last is undone first, wherever the keyboard is. A step knows how it is undone and done again;
what it does is none of this file's business.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

Place = str | int
"""Where a step was done: the id of a prompt, a word of `draft_answers` in small letters (OVERALL), or, as a number, the
row of a line of the transcript."""


def _always() -> bool:
    return True


@dataclass(frozen=True, eq=False)
class Step:
    """One thing that was done by `by`, in words that follow "Undo": "answer LUMP_SOUGHT".

    `may` says whether it can be undone or redone now; `about` is what whoever did it knows it by.
    """

    by: object
    place: Place
    text: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    may: Callable[[], bool] = _always
    about: object = None


class Steps(QObject):
    """The steps of one review. Signal `changed()`: something else is undone, or redone, next."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._moving = False

    @property
    def last(self) -> Step | None:
        """What was done last and not undone."""
        return self._done[-1] if self._done else None

    @property
    def next_undo(self) -> Step | None:
        """What `undo` takes back; None when there is nothing, or when it may not be now."""
        return self._done[-1] if self._done and self._done[-1].may() else None

    @property
    def next_redo(self) -> Step | None:
        """What `redo` does again; None when there is nothing, or when it may not be now."""
        return self._undone[-1] if self._undone and self._undone[-1].may() else None

    def did(self, step: Step) -> None:
        """Something was done; what was undone before it can no longer be redone. What comes of an undo itself is no
        step of its own."""
        if not self._moving:
            self._done.append(step)
            self._undone.clear()
            self.changed.emit()

    def amend(self, step: Step | None) -> None:
        """The last thing done goes on as `step`, or (None) came to nothing. Raises IndexError when nothing was done."""
        self._done.pop()
        if step is not None:
            self._done.append(step)
        self._undone.clear()
        self.changed.emit()

    def undo(self) -> Step | None:
        """Take back what was done last; what that was."""
        return self._move(self.next_undo, self._done, self._undone, lambda step: step.undo())

    def redo(self) -> Step | None:
        """Do again what was undone last; what that was."""
        return self._move(self.next_redo, self._undone, self._done, lambda step: step.redo())

    def drop(self, by: object, about: object) -> None:
        """A step did not hold: it can be neither undone nor redone."""
        self._keep(lambda step: step.by is not by or step.about != about)

    def put_elsewhere(self, by: object, place_of: Callable[[Place], Place]) -> None:
        """What `by` did is found at other places now."""
        for steps in (self._done, self._undone):
            steps[:] = [replace(step, place=place_of(step.place)) if step.by is by else step for step in steps]

    def forget(self, by: object) -> None:
        """Nothing that `by` did can be undone any more."""
        self._keep(lambda step: step.by is not by)

    def _move(
        self, step: Step | None, source: list[Step], target: list[Step], go: Callable[[Step], object]
    ) -> Step | None:
        if step is None or self._moving:
            return None
        target.append(source.pop())
        self._moving = True
        try:
            go(step)
        finally:
            self._moving = False
        self.changed.emit()
        return step

    def _keep(self, wanted: Callable[[Step], bool]) -> None:
        before = len(self._done) + len(self._undone)
        self._done = [step for step in self._done if wanted(step)]
        self._undone = [step for step in self._undone if wanted(step)]
        if len(self._done) + len(self._undone) != before:
            self.changed.emit()

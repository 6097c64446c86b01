"""Decoding children that go from test to test: starting one takes longer than decoding a call of the demonstration.

A child that is let go while it has nothing to do is kept and given to the next reader that wants one; what was in the
middle of an answer is ended, as the program does. The children themselves are real.
"""

from collections.abc import Callable

from desktop.jobs.child import Child, Limits
from desktop.jobs.frames import Frame

OVER = frozenset({"done", "refused"})
"""The kinds of the last frame of an answer."""


class Lender:
    """Keeps the children nobody has at hand. Stands where `Child` does in `desktop.jobs.read_recording`."""

    def __init__(self) -> None:
        self._idle: list[Child] = []

    def __call__(self, name: str, limits: Limits) -> "Lent":
        while self._idle:
            kept = self._idle.pop()
            if kept.alive and (kept.name, kept.limits) == (name, limits):
                return Lent(kept, self._idle.append)
            kept.close()
        return Lent(Child(name, limits), self._idle.append)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


class Lent:
    """One child for one reader; closing gives it back."""

    def __init__(self, child: Child, give_back: Callable[[Child], None]) -> None:
        self._child = child
        self._give_back = give_back
        self._answering = False
        self._closed = False

    @property
    def alive(self) -> bool:
        return not self._closed and self._child.alive

    @property
    def pid(self) -> int:
        return self._child.pid

    def ask(self, request: Frame, check: Callable[[], None]) -> None:
        self._answering = True
        self._child.ask(request, check)

    def receive(self, check: Callable[[], None]) -> Frame:
        frame = self._child.receive(check)
        self._answering = frame.kind not in OVER
        return frame

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._answering or not self._child.alive:
            self._child.close()
        else:
            self._give_back(self._child)

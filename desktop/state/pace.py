"""How long a queue of calls will still take: from the sound that is done, and the time that took.

Unlike `time_left`, which knows one piece of work and its share, the queue grows while it is worked off: what is known
is how many milliseconds of sound are behind and how many are before us. The speed is a moving average, and what
earlier calls took serves until this run has a speed of its own.
"""

import math
import time
from collections.abc import Callable

MEMORY_S = 45.0
SAY_AFTER_S = 3.0


class Pace:
    """Told how much sound is done and left, says the seconds left. `now` gives seconds of a clock that never goes
    back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._before = 0.0
        self.begin()

    def begin(self, before: float = 0.0) -> None:
        """A run begins; `before` is the speed of earlier runs, in seconds of sound a second, 0 where nobody knows."""
        self._before = before
        self._since = self._at = self._now()
        self._done_ms = self._left_ms = 0.0
        self._speed = 0.0

    def tell(self, done_ms: float, left_ms: float) -> None:
        """So much sound of this run is behind, so much before us."""
        now = self._now()
        self._left_ms = left_ms
        passed = now - self._at
        if done_ms <= self._done_ms or passed <= 0:
            return
        speed = (done_ms - self._done_ms) / 1000 / passed
        if self._speed == 0.0:
            self._speed = speed
        else:
            # the first moments weigh by the time they took, so that a quick beginning is soon outweighed
            memory = min(MEMORY_S, max(1.0, now - self._since))
            self._speed += (1 - math.exp(-passed / memory)) * (speed - self._speed)
        self._done_ms, self._at = done_ms, now

    def seconds(self, left_ms: float | None = None) -> float | None:
        """Seconds for so much sound, of the whole queue unless said; None while it cannot be said."""
        known = self._speed if self._now() - self._since >= SAY_AFTER_S and self._speed else self._before
        if known <= 0:
            return None
        whole = (self._left_ms if left_ms is None else left_ms) / 1000 / known
        return max(0.0, whole - min(self._now() - self._at, MEMORY_S)) if known == self._speed else whole

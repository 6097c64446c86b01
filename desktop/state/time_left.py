"""How long running work will still take: an honest estimate from the share done and the time it took.

The speed is a moving average, so that a slow first file or a fast second half is followed within moments, and one slow
record does not make the estimate jump. Between two words it counts down; when nothing moves for longer than usual, the
time left grows. Nothing is said before there is something to go by.
"""

import math
import time
from collections.abc import Callable

SAY_AFTER_S = 2.0
LEAST_SHARE = 0.01
SHORTEST_MEMORY_S, LONGEST_MEMORY_S = 4.0, 45.0
MEMORY_SHARE = 0.25
"""The average looks back over this share of the time spent so far, within these bounds."""
USUAL_GAPS = 2.0
"""So many times the longest recent silence is nothing unusual."""
GAP_FADES = 0.8


class TimeLeft:
    """Told the share done, says the seconds left. `now` gives seconds of a clock that never goes back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.begin()

    def begin(self) -> None:
        """The work begins now."""
        self._since = self._told_at = self._now()
        self._share = 0.0
        self._speed = 0.0
        self._gap = 0.0

    def tell(self, share: float) -> None:
        """So much is done, 0 to 1; a share no greater than told before says nothing new."""
        now = self._now()
        passed = now - self._told_at
        if share <= self._share or passed <= 0:
            return
        self._speed = self._speed_after(passed, share - self._share)
        self._gap = max(passed, self._gap * GAP_FADES)
        self._share, self._told_at = share, now

    @property
    def seconds(self) -> float | None:
        """Seconds left, None while it cannot be said."""
        now = self._now()
        if now - self._since < SAY_AFTER_S or not LEAST_SHARE <= self._share < 1:
            return None
        silence = now - self._told_at
        unusual = silence - self._gap * USUAL_GAPS
        speed = self._speed_after(unusual, 0.0) if unusual > 0 else self._speed
        return max(0.0, (1 - self._share) / speed - min(silence, self._gap))

    def _speed_after(self, passed: float, done: float) -> float:
        """Shares a second, after `done` more in `passed` seconds."""
        if self._speed == 0.0:
            return done / passed
        spent = self._told_at - self._since + passed
        memory = min(max(SHORTEST_MEMORY_S, spent * MEMORY_SHARE), LONGEST_MEMORY_S)
        weight = 1 - math.exp(-passed / memory)
        return self._speed + weight * (done / passed - self._speed)

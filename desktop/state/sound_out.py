"""Where sound goes: a device (state/sound_device), or, where there is none, a silent clock at the same pace.

Both are started with a SoundFeed and asked how many of its frames have been heard; Playback turns that into a
position. The device takes sound in steps and holds some of it; `HeardClock` makes a steady position of that.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from desktop.state.sound_feed import SoundFeed

SILENT = "no sound device: playing silently"

Clock = Callable[[], float]


class SoundOut(Protocol):
    """Something that plays a feed. `rate_hz` is the rate it wants, `note` what to tell the person about it, `device_id`
    the system's word for the device, empty for none."""

    rate_hz: int
    note: str
    device_id: str

    def start(self, feed: SoundFeed) -> None:
        """Begins to play the feed from its start."""

    def stop(self) -> None:
        """Stops at once and drops what was not heard."""

    def heard_frames(self) -> float:
        """How many frames of the feed have been heard since `start`; never less than before."""

    def fault(self) -> str | None:
        """Why it can no longer play, or None."""


MakeOut = Callable[[int], SoundOut]
"""Makes a SoundOut for samples at that rate."""


class SilentOut:
    """No sound: frames are heard as time passes."""

    note = SILENT
    device_id = ""

    def __init__(self, rate_hz: int, now: Clock = time.monotonic) -> None:
        self.rate_hz = rate_hz
        self._now = now
        self._since = 0.0
        self._heard = 0
        self._feed: SoundFeed | None = None

    def start(self, feed: SoundFeed) -> None:
        self._feed, self._since, self._heard = feed, self._now(), 0

    def stop(self) -> None:
        self._feed = None

    def heard_frames(self) -> float:
        if self._feed is not None:
            passed = int((self._now() - self._since) * self.rate_hz)
            self._feed.skip(passed - self._heard)
            self._heard = passed
        return self._heard

    def fault(self) -> str | None:
        return None


class HeardClock:
    """Frames heard, from frames taken: the device takes them in steps and ahead of time, the ear hears them evenly.

    The lead of the taken frames over the clock at the very start is what the device keeps in hand; when the greatest
    lead of the last seconds falls below it, the device stood still meanwhile, and so does the position.
    """

    SETTLE_S = 0.1
    WINDOW_S = 1.5

    def __init__(self, rate_hz: int, now: Clock = time.monotonic) -> None:
        self._rate_hz = rate_hz
        self._now = now
        self._since = now()
        self._kept = 0.0
        self._leads: deque[tuple[float, float]] = deque()
        self._heard = 0.0

    def heard(self, taken: float) -> float:
        """The frames heard when the device has taken `taken`."""
        passed = self._now() - self._since
        lead = taken - passed * self._rate_hz
        while self._leads and self._leads[-1][1] <= lead:
            self._leads.pop()
        self._leads.append((passed, lead))
        while self._leads[0][0] < passed - self.WINDOW_S:
            self._leads.popleft()
        greatest = self._leads[0][1]
        if passed < self.SETTLE_S:
            self._kept = max(self._kept, greatest)
        estimate = passed * self._rate_hz + greatest - self._kept
        self._heard = max(self._heard, min(estimate, taken))
        return self._heard

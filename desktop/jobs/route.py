"""The way playing takes through the recording: on and on, over the silences, round in a loop, or to the end of a span.

The feed asks it leg by leg: how far may be played on from here, and where does it go on then? Silence is known from
the activity as it grows. A span and a loop are heard as they are: whoever picks a stretch wants to hear that stretch.
"""

from bisect import bisect_right
from enum import StrEnum
from math import ceil
from typing import NamedTuple

from desktop.jobs.activity import Activity, Picture
from desktop.jobs.speech_spans import Spans

AFTER_SPEECH_MS = 250
"""So much of a silence is heard before it is passed over, and BEFORE_SPEECH_MS again at its end."""
BEFORE_SPEECH_MS = 150
LEAST_SKIP_MS = 400
"""What would be passed over must be worth it."""
UNSETTLED_MS = 1000
"""While the decoder works, the last of what was judged may still turn out to be speech."""
LEAST_LOOP_MS = 100


class SkipSilence(StrEnum):
    """What is passed over: nothing; where neither speaks; all that is not the caseworker's, or not the parent's."""

    OFF = "off"
    BOTH = "both"
    CASEWORKER = "caseworker"
    PARENT = "nrp"


class Leg(NamedTuple):
    """Play up to source frame `end` (None: the end of the call), then go on from `then` (None: that was all)."""

    end: int | None
    then: int | None = None


class Route:
    """The way through one call, in source frames. `spoken` names the channels whose speech is heard; the rest may be
    skipped, None: nothing is."""

    def __init__(
        self,
        rate_hz: int,
        *,
        until: int | None = None,
        loop: tuple[int, int] | None = None,
        activity: Activity | None = None,
        spoken: tuple[int, ...] | None = None,
    ) -> None:
        self._rate_hz = rate_hz
        self._until = until
        self._loop = loop
        self._activity = activity if spoken else None
        self._spoken = spoken or ()
        self._known: tuple[Picture, Spans] | None = None

    def leg(self, position: float, since: float) -> Leg:
        """The leg from `position` on; playing has been going on without a jump since `since`."""
        if self._until is not None:
            return Leg(self._until)
        if self._loop is not None and position <= self._loop[1]:
            return Leg(self._loop[1], self._loop[0])
        silences = self._silences()
        at = bisect_right(silences, position * 1000 / self._rate_hz, key=lambda span: span[1])
        for start_ms, end_ms in silences[at : at + 2]:  # the one it stands in may not be worth it; then the next
            onward = self._frame(end_ms)
            end = max(self._frame(start_ms), ceil(since) + self._frame(AFTER_SPEECH_MS), ceil(position))
            if onward - end >= self._frame(LEAST_SKIP_MS):
                return Leg(end, onward)
        return Leg(None)

    def _silences(self) -> Spans:
        """What may be passed over: from a little after speech to a little before it, in milliseconds."""
        if self._activity is None:
            return []
        picture = self._activity.picture
        if self._known is None or self._known[0] is not picture:
            settled = picture.covered_ms - (0 if self._activity.complete else UNSETTLED_MS)
            gaps = _between([picture.speech[channel] for channel in self._spoken], picture.covered_ms)
            spans = []
            for start_ms, end_ms in gaps:
                last = settled if end_ms >= picture.covered_ms else end_ms - BEFORE_SPEECH_MS
                first = start_ms + (AFTER_SPEECH_MS if start_ms else 0)
                if last - first >= LEAST_SKIP_MS:
                    spans.append((first, last))
            self._known = (picture, spans)
        return self._known[1]

    def _frame(self, ms: int) -> int:
        return -(-ms * self._rate_hz // 1000)


def _between(channels: list[Spans], length_ms: int) -> Spans:
    """Where none of the channels speaks, from 0 to `length_ms`."""
    gaps, reached = [], 0
    for start, end in sorted(span for spans in channels for span in spans):
        if start > reached:
            gaps.append((reached, start))
        reached = max(reached, end)
    if length_ms > reached:
        gaps.append((reached, length_ms))
    return gaps

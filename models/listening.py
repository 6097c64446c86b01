"""What was heard of a call, and how fast: the spans a review keeps, and how they stand in the database.

A review's `heard` is a list of [start_ms, end_ms] (at normal speed, or written before speeds were kept, which counts as
that) and [start_ms, end_ms, speed]. Speed 0 is a silence that playback passed over: gone through, and not heard.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

SKIPPED = 0.0
"""In the place of a speed: passed over as silence."""
NORMAL = 1.0
WHOLE_CALL_SHARE = 0.95
"""From this share of the call on, the listening record supports "the whole call heard"."""


class HeardSpan(NamedTuple):
    """From `start_ms` up to `end_ms`, at `speed` (SKIPPED: not heard, but silent)."""

    start_ms: int
    end_ms: int
    speed: float = NORMAL


def heard_of(kept: Sequence[Sequence[float]] | None) -> tuple[HeardSpan, ...]:
    """The spans from a review's `heard` as it stands in the database."""
    return tuple(HeardSpan(int(span[0]), int(span[1]), *(float(speed) for speed in span[2:3])) for span in kept or ())


def kept_of(heard: Iterable[Sequence[float]]) -> list[Any] | None:
    """The spans as they stand in the database: normal speed is not written out; None for none."""
    return [list(span[:2]) if len(span) < 3 or span[2] == NORMAL else list(span) for span in heard] or None


def heard_ms(spans: Iterable[Sequence[float]], duration_ms: int) -> int:
    """How much of a recording of `duration_ms` the `spans` cover, at any speed, each moment counted once; silence that
    was skipped was gone through, too."""
    covered, reached = 0, 0
    for start, end in sorted((int(span[0]), int(span[1])) for span in spans):
        first, last = max(start, reached), min(end, duration_ms)
        if last > first:
            covered += last - first
            reached = last
    return covered


def supports_whole_call(heard: Iterable[Sequence[float]], duration_ms: int | None) -> bool:
    """Whether the listening record itself says that the call of `duration_ms` was heard as a whole."""
    return bool(duration_ms) and heard_ms(heard, duration_ms or 0) >= WHOLE_CALL_SHARE * (duration_ms or 0)

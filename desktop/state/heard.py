"""Which parts of a call were really played, and how fast: the reviewer's honest share.

Each moment of the call counts once, at the slowest speed it was heard at: hearing it again, properly, mends what was
rushed through. A silence that playback passed over is kept apart, as SKIPPED: nobody spoke there, so it takes nothing
from the share of the call that was gone through, and yet it is never said to have been heard.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from models.listening import NORMAL, SKIPPED, HeardSpan

FAST = 2.0
"""From this speed on, listening is told apart in words."""


class Heard:
    """Spans that lie apart or differ in speed, sorted."""

    def __init__(self, spans: Iterable[tuple[int, int] | tuple[int, int, float]] = ()) -> None:
        self._spans: list[HeardSpan] = []
        for span in spans:
            self.add(*span)

    @property
    def at_speed(self) -> list[HeardSpan]:
        """Everything with its speed, what was skipped included; neighbours of one speed are one span."""
        return list(self._spans)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """What was gone through, heard or skipped as silence: merged (start_ms, end_ms)."""
        return _merged((span.start_ms, span.end_ms) for span in self._spans)

    @property
    def skipped(self) -> list[tuple[int, int]]:
        """What was passed over as silence and not heard otherwise."""
        return [(span.start_ms, span.end_ms) for span in self._spans if span.speed == SKIPPED]

    @property
    def fast(self) -> list[tuple[int, int]]:
        """What was heard at double speed or faster, and never slower."""
        return _merged((span.start_ms, span.end_ms) for span in self._spans if span.speed >= FAST)

    def add(self, start_ms: int, end_ms: int, speed: float = NORMAL) -> bool:
        """Adds what was heard (or with SKIPPED passed over); True when that changed anything."""
        if end_ms <= start_ms:
            return False
        first = bisect_left(self._spans, start_ms, key=lambda span: span.end_ms)
        last = bisect_right(self._spans, end_ms, key=lambda span: span.start_ms)
        touched = self._spans[first:last]
        pieces: list[HeardSpan] = []
        at = start_ms
        for span in touched:
            if span.start_ms < start_ms:
                pieces.append(HeardSpan(span.start_ms, min(start_ms, span.end_ms), span.speed))
            if span.start_ms > at:
                pieces.append(HeardSpan(at, span.start_ms, speed))
            inside = HeardSpan(max(span.start_ms, start_ms), min(span.end_ms, end_ms), _better(span.speed, speed))
            if inside.end_ms > inside.start_ms:
                pieces.append(inside)
            if span.end_ms > end_ms:
                pieces.append(HeardSpan(max(end_ms, span.start_ms), span.end_ms, span.speed))
            at = max(at, min(span.end_ms, end_ms))
        pieces.append(HeardSpan(at, end_ms, speed))
        joined = _joined(sorted(piece for piece in pieces if piece.end_ms > piece.start_ms))
        self._spans[first:last] = joined
        return joined != touched

    def left(self, duration_ms: int) -> list[tuple[int, int]]:
        """What of a call of that length was not gone through yet: (start_ms, end_ms), in order."""
        ends = [0, *(end for _, end in self.spans)]
        starts = [*(start for start, _ in self.spans), duration_ms]
        gaps = zip(ends, starts, strict=True)
        return [(start, min(end, duration_ms)) for start, end in gaps if min(end, duration_ms) > start]

    def share(self, duration_ms: int) -> float:
        """What part of a call of that length was gone through, 0..1."""
        return _share(self.spans, duration_ms)

    def share_skipped(self, duration_ms: int) -> float:
        """What part of it was passed over as silence, 0..1."""
        return _share(self.skipped, duration_ms)

    def share_fast(self, duration_ms: int) -> float:
        """What part of it was heard at double speed or faster, and never slower, 0..1."""
        return _share(self.fast, duration_ms)


def _better(one: float, other: float) -> float:
    """The slower of two speeds; anything heard is better than skipped."""
    return max(one, other) if SKIPPED in (one, other) else min(one, other)


def _joined(spans: list[HeardSpan]) -> list[HeardSpan]:
    out: list[HeardSpan] = []
    for span in spans:
        if out and out[-1].end_ms == span.start_ms and out[-1].speed == span.speed:
            out[-1] = out[-1]._replace(end_ms=span.end_ms)
        else:
            out.append(span)
    return out


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and out[-1][1] >= start:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _share(spans: Iterable[tuple[int, int]], duration_ms: int) -> float:
    if duration_ms <= 0:
        return 0.0
    total = sum(min(end, duration_ms) - start for start, end in spans if start < duration_ms)
    return min(1.0, total / duration_ms)

"""Who speaks when, as shares of the waveform's columns: what speech, cross-talk, silence and hold are tinted by.

Between the activity (spans of speech in milliseconds) and the painting. A column is tinted as strongly as it is filled,
so that an hour on one screen still tells a conversation from a hold.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from desktop.jobs.activity import Picture

Shares = npt.NDArray[np.float32]
"""float32, shape (columns,): which part of each column a kind of span fills, 0..1."""


class Filled:
    """Spans that are apart and in order, asked for the share they fill of any columns."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        ends = np.array(spans, np.float64).reshape(-1, 2)
        lengths = ends[:, 1] - ends[:, 0]
        before = np.concatenate(([0.0], np.cumsum(lengths)))
        self._at = ends.reshape(-1)
        self._total = np.stack([before[:-1], before[1:]], axis=1).reshape(-1)
        self._starts = [int(start) for start, _ in spans]
        self._ends = [int(end) for _, end in spans]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def shares(self, edges_ms: npt.NDArray[np.float64]) -> Shares:
        """The share of each column between `edges_ms` (columns + 1 places, in milliseconds)."""
        if not self._starts:
            return np.zeros(len(edges_ms) - 1, np.float32)
        total = np.interp(edges_ms, self._at, self._total)
        shares: Shares = np.clip(np.diff(total) / np.maximum(np.diff(edges_ms), 1e-9), 0, 1).astype(np.float32)
        return shares

    def span_at(self, ms: float) -> tuple[int, int] | None:
        """The span a moment lies in."""
        at = bisect_right(self._starts, ms) - 1
        return (self._starts[at], self._ends[at]) if at >= 0 and ms < self._ends[at] else None


class Tints:
    """One picture of the activity, ready to be painted at any zoom."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.speech = [Filled(spans) for spans in picture.speech]
        self.cross_talk = Filled(picture.cross_talk)
        self.silence = Filled(picture.silence)
        self.hold = Filled(picture.hold)

    @property
    def channels(self) -> int:
        return len(self.speech)

    def word_at(self, ms: float, speakers: Sequence[str]) -> str:
        """Who speaks at a moment, in words; empty where that is not known yet."""
        if ms >= self.picture.covered_ms:
            return ""
        if self.cross_talk.span_at(ms):
            return "Both speak at once"
        for spoken, name in zip(self.speech, speakers, strict=True):
            if spoken.span_at(ms):
                return f"{name} speaks"
        return "On hold, or looking something up" if self.hold.span_at(ms) else "Nobody speaks"

    def edge_near(self, ms: float, within_ms: float) -> int | None:
        """The edge of speech nearest to a place, None without one within reach."""
        edges = self.picture.edges
        at = bisect_left(edges, ms)
        near = min(edges[max(0, at - 1) : at + 1], key=lambda edge: abs(edge - ms), default=None)
        return near if near is not None and abs(near - ms) <= within_ms else None

    def edge_beyond(self, ms: int, *, forward: bool) -> int | None:
        """The next edge of speech after a place, or the one before it."""
        edges = self.picture.edges
        at = bisect_right(edges, ms) if forward else bisect_left(edges, ms) - 1
        return edges[at] if 0 <= at < len(edges) else None

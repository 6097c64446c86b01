"""Which moment of the recording each frame of sound handed to the device comes from.

Speed changes, waiting for the decoder, skipped silence and loops are all stretches of this one map, so that the
position shown is always that of the sound that is heard, and what was heard, and how fast, is read off it.
"""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass
class Stretch:
    """`frames` of output, from `output` on, that run through the source from `source` to `source_end`."""

    output: int
    frames: int
    source: float
    source_end: float

    @property
    def rate(self) -> float:
        return (self.source_end - self.source) / self.frames

    def source_at(self, output: float) -> float:
        """The source frame at an output frame; outside the stretch, that of its nearer end."""
        inside = min(max(0.0, output - self.output), self.frames)
        return self.source + inside * (self.source_end - self.source) / self.frames


class Passage(NamedTuple):
    """A piece of the source that was gone through: at `rate` source frames an output frame, or, with rate None, jumped
    over (backwards in a loop: then `source_end` lies before `source`)."""

    source: float
    source_end: float
    rate: float | None


class TimeMap:
    """Output frame to source frame, piecewise linear; source frames are fractional where the sound is stretched."""

    def __init__(self, source: float) -> None:
        self._first = source
        self._stretches: list[Stretch] = []

    @property
    def output(self) -> int:
        """How many frames of output the map covers."""
        return self._stretches[-1].output + self._stretches[-1].frames if self._stretches else 0

    def append(self, frames: int, source: float, source_end: float) -> None:
        """Adds `frames` of output that run from `source` to `source_end` (the same twice: standing still)."""
        if frames <= 0:
            return
        if self._stretches:
            last = self._stretches[-1]
            # compared by products: no rounding lets two stretches of different speed grow together
            same = (last.source_end - last.source) * frames == (source_end - source) * last.frames
            if same and last.source_end == source:
                last.frames += frames
                last.source_end = source_end
                return
        self._stretches.append(Stretch(self.output, frames, source, source_end))

    def source_at(self, output: float) -> float:
        """The source frame heard at an output frame; before the first and past the last it stands still."""
        for stretch in reversed(self._stretches):
            if output >= stretch.output:
                return stretch.source_at(output)
        return self._stretches[0].source if self._stretches else self._first

    def passages(self, first: float, last: float) -> list[Passage]:
        """What output frames `first` to `last` went through, in order. A jump at `last` itself is not made yet."""
        found: list[Passage] = []
        before: Stretch | None = None
        for stretch in self._stretches:
            if stretch.output >= last:
                break
            if before is not None and first <= stretch.output and before.source_end != stretch.source:
                found.append(Passage(before.source_end, stretch.source, None))
            if stretch.output + stretch.frames > first and stretch.source_end != stretch.source:
                found.append(Passage(stretch.source_at(first), stretch.source_at(last), stretch.rate))
            before = stretch
        return found

    def forget_before(self, output: float) -> None:
        """Drops what was heard long ago, so that the map stays small."""
        while len(self._stretches) > 1 and self._stretches[0].output + self._stretches[0].frames < output:
            del self._stretches[0]

"""Which moment of the recording each frame of sound handed to the device comes from.

Speed changes, waiting for the decoder, and later skipped silence and loops are all stretches of this one map, so that
the position shown is always that of the sound that is heard.
"""

from dataclasses import dataclass


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
                inside = min(output - stretch.output, stretch.frames)
                return stretch.source + inside * (stretch.source_end - stretch.source) / stretch.frames
        return self._stretches[0].source if self._stretches else self._first

    def forget_before(self, output: float) -> None:
        """Drops what was heard long ago, so that the map stays small."""
        while len(self._stretches) > 1 and self._stretches[1].output <= output:
            del self._stretches[0]

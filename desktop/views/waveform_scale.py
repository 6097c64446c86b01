"""Which part of the call the waveform shows, and where on it a moment lies: zoom, scroll, ticks. Plain arithmetic."""

import math
from dataclasses import dataclass

NARROWEST_MS = 50.0
TICK_STEPS_MS = (
    *(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000),
    *(60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000),
)
FOLLOW_FROM = 0.08
"""Where the play head stands after the view has followed it, as a part of the width."""


@dataclass(frozen=True)
class Tick:
    """A line of the ruler; only the greater ones carry a time."""

    ms: float
    text: str


class Scale:
    """The window on the call: `width` pixels show [start_ms, start_ms + span_ms] of `duration_ms`."""

    def __init__(self) -> None:
        self.duration_ms = 0.0
        self.width = 1
        self.start_ms = 0.0
        self.span_ms = 0.0

    @property
    def end_ms(self) -> float:
        return self.start_ms + self.span_ms

    @property
    def whole(self) -> bool:
        """Whether the whole call is shown."""
        return self.span_ms >= self.duration_ms

    def set_duration(self, duration_ms: float) -> None:
        """Another call, or the same one grown: what was whole stays whole."""
        whole = self.whole
        self.duration_ms = max(0.0, duration_ms)
        self._show(0.0 if whole else self.start_ms, self.duration_ms if whole else self.span_ms)

    def x_of(self, ms: float) -> float:
        return (ms - self.start_ms) / self.span_ms * self.width if self.span_ms > 0 else 0.0

    def ms_at(self, x: float) -> float:
        """The moment under a pixel, kept within the call."""
        ms = self.start_ms + x / self.width * self.span_ms
        return min(max(0.0, ms), self.duration_ms)

    def zoom(self, factor: float, around_ms: float) -> None:
        """Shows `factor` times less, with the moment `around_ms` staying under its pixel."""
        if self.duration_ms <= 0:
            return
        span = min(self.duration_ms, max(min(NARROWEST_MS, self.duration_ms), self.span_ms / factor))
        part = (around_ms - self.start_ms) / self.span_ms
        self._show(around_ms - part * span, span)

    def show_whole(self) -> None:
        self._show(0.0, self.duration_ms)

    def scroll(self, delta_ms: float) -> None:
        self._show(self.start_ms + delta_ms, self.span_ms)

    def centre(self, ms: float) -> None:
        self._show(ms - self.span_ms / 2, self.span_ms)

    def reveal(self, start_ms: float, end_ms: float) -> None:
        """Scrolls, and zooms out if it must, so that a stretch is seen with a little around it."""
        room = (end_ms - start_ms) * 0.25
        if end_ms - start_ms + 2 * room > self.span_ms:
            self._show(start_ms - room, end_ms - start_ms + 2 * room)
        elif start_ms < self.start_ms or end_ms > self.end_ms:
            self.centre((start_ms + end_ms) / 2)

    def follow(self, ms: float) -> bool:
        """Turns the page when the play head has left the view; True when it did."""
        if self.whole or self.start_ms <= ms < self.end_ms:
            return False
        before = self.start_ms
        self._show(ms - self.span_ms * FOLLOW_FROM, self.span_ms)
        return self.start_ms != before

    def ticks(self, label_width: int) -> list[Tick]:
        """The ruler's lines, so far apart that labels of `label_width` pixels have room; lesser ones between."""
        if self.span_ms <= 0:
            return []
        per_pixel = self.span_ms / self.width
        step = next((s for s in TICK_STEPS_MS if s / per_pixel >= label_width * 1.5), TICK_STEPS_MS[-1])
        minor = step / (4 if step in (60_000, 120_000, 3_600_000, 20, 200, 2000) else 5)
        if minor / per_pixel < 5:
            minor = float(step)
        first = math.ceil(self.start_ms / minor)
        found: list[Tick] = []
        for number in range(first, math.floor(self.end_ms / minor) + 1):
            ms = number * minor
            great = abs(ms / step - round(ms / step)) < 1e-6
            found.append(Tick(ms, tick_text(ms, step) if great else ""))
        return found

    def _show(self, start_ms: float, span_ms: float) -> None:
        self.span_ms = min(self.duration_ms, max(span_ms, min(NARROWEST_MS, self.duration_ms)))
        self.start_ms = min(max(0.0, start_ms), self.duration_ms - self.span_ms)


def tick_text(ms: float, step_ms: float) -> str:
    """0:31 for whole seconds, 0:31.25 as finely as the step asks, 1:02:05 from an hour on."""
    total = round(ms)
    seconds, rest = divmod(total, 1000)
    hours, remainder = divmod(seconds, 3600)
    minutes, seconds = divmod(remainder, 60)
    text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    if step_ms < 1000:
        digits = 1 if step_ms >= 100 else 2 if step_ms >= 10 else 3
        text += "." + f"{rest:03}"[:digits]
    return text

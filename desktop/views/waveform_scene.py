"""What the waveform shows and where on the widget it lies: everything apart from play head and selection."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPixmap

from desktop.jobs.peaks import PeaksSource
from desktop.views.waveform_cues import CueMark, Tile, tiles
from desktop.views.waveform_layout import Layout
from desktop.views.waveform_paint import Mark, WaveformColours
from desktop.views.waveform_scale import Scale
from desktop.views.waveform_tints import Tints

SPEAKERS = ("CW", "NRP")
"""Caseworker and non-resident parent, as the transcript beside the waveform names them."""

Spans = list[tuple[int, int]]
"""(start_ms, end_ms) each."""


@dataclass
class Rails:
    """What became of the call while it was listened to. `heard` may cover the others: what was played too fast to
    follow, or skipped as silence, is told in its place."""

    heard: Spans = field(default_factory=list)
    fast: Spans = field(default_factory=list)
    skipped: Spans = field(default_factory=list)

    def word_at(self, ms: float) -> str:
        """What happened to a moment, in words; empty for nothing."""
        for spans, words in ((self.fast, "Heard faster than 2×"), (self.skipped, "Skipped"), (self.heard, "Heard")):
            if any(start <= ms < end for start, end in spans):
                return words
        return ""


@dataclass
class Scene:
    """The state of the picture. `strip` keeps the painted strip of the whole call with what it was painted from,
    `pixels` the memory of the lanes: asked for anew at every frame, it would take longer to get than to fill."""

    colours: WaveformColours
    scale: Scale = field(default_factory=Scale)
    layout: Layout = field(default_factory=Layout)
    peaks: PeaksSource | None = None
    caseworker_channel: int = 0
    tints: Tints | None = None
    marks: list[Mark] = field(default_factory=list)
    cues: list[CueMark] = field(default_factory=list)
    rails: Rails = field(default_factory=Rails)
    message: str = ""
    failed: bool = False
    strip: tuple[tuple[object, ...], QPixmap] | None = None
    pixels: npt.NDArray[np.uint32] = field(default_factory=lambda: np.empty((0, 0), np.uint32))

    def x_of(self, ms: float) -> float:
        """Where a moment lies in the lanes."""
        return self.layout.lanes.left() + self.scale.x_of(ms)

    def ms_at(self, x: float) -> float:
        """The moment under a place in the lanes."""
        return self.scale.ms_at(x - self.layout.lanes.left())

    @property
    def ms_per_px(self) -> float:
        """How much of the call one pixel of the lanes shows."""
        return self.scale.span_ms / self.scale.width

    def speaker(self, channel: int) -> int:
        """0 for the caseworker's channel, 1 for the other."""
        return channel if self.caseworker_channel == 0 else 1 - channel

    def channel_at(self, y: float) -> int:
        """The channel whose lane lies at a height; the nearest one outside."""
        channels = 1 if self.peaks is None else self.peaks.channels
        lanes = self.layout.lanes
        return min(max(0, int((y - lanes.top()) * channels / max(1, lanes.height()))), channels - 1)

    def overview_x(self, ms: float) -> float:
        """Where a moment lies in the strip of the whole call."""
        strip = self.layout.overview
        return strip.left() + ms / max(1.0, self.scale.duration_ms) * strip.width()

    def overview_ms(self, x: float) -> float:
        strip = self.layout.overview
        ms = (x - strip.left()) / max(1, strip.width()) * self.scale.duration_ms
        return min(max(0.0, ms), self.scale.duration_ms)

    def mark_rect(self, mark: Mark) -> QRectF:
        """Where a mark is painted, and can be pressed."""
        band = QRectF(self.layout.marks).adjusted(0, 1, 0, -1)
        left, right = self.x_of(mark.start_ms), self.x_of(mark.end_ms)
        return QRectF(left, band.top(), max(3.0, right - left), band.height())

    def mark_at(self, point: QPointF) -> int | None:
        """The index of the topmost mark under a point."""
        for index in reversed(range(len(self.marks))):
            if self.mark_rect(self.marks[index]).adjusted(-2, -1, 2, 1).contains(point):
                return index
        return None

    def tiles(self) -> list[Tile]:
        """Where cues are painted, and can be pressed."""
        return tiles(self.cues, self.layout.cues, self.x_of)

    def cues_at(self, point: QPointF) -> tuple[int, ...]:
        """The indices of the cues whose tile lies under a point."""
        for tile in self.tiles():
            if tile.rect.adjusted(-1, -1, 1, 1).contains(point):
                return tile.cues
        return ()

    def words_at(self, ms: float) -> str:
        """Who speaks at a moment and what became of it, in words; empty where nothing is known."""
        names = ("Caseworker", "Non-resident parent")
        found = [self.rails.word_at(ms)]
        if self.tints is not None:
            speakers = [names[self.speaker(0)], names[self.speaker(1)]] if self.tints.channels == 2 else ["Somebody"]
            found.insert(0, self.tints.word_at(ms, speakers))
        return " · ".join(words for words in found if words)

"""The still part of the waveform: what is shown of the call, and the picture of it that is painted once and kept."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from desktop import theme
from desktop.jobs.peaks import Peaks
from desktop.views.waveform_layout import Layout
from desktop.views.waveform_paint import Mark, WaveformColours, paint_mark, paint_ruler, wave_image
from desktop.views.waveform_scale import Scale, tick_text

SPEAKERS = ("CW", "NRP")
"""Caseworker and non-resident parent, as the transcript beside the waveform names them."""


@dataclass
class Scene:
    """Everything the waveform shows apart from play head and selection, and where on the widget it lies."""

    colours: WaveformColours
    scale: Scale = field(default_factory=Scale)
    layout: Layout = field(default_factory=Layout)
    peaks: Peaks | None = None
    caseworker_channel: int = 0
    marks: list[Mark] = field(default_factory=list)
    heard: list[tuple[int, int]] = field(default_factory=list)
    message: str = ""
    failed: bool = False

    def x_of(self, ms: float) -> float:
        """Where a moment lies in the lanes."""
        return self.layout.lanes.left() + self.scale.x_of(ms)

    def ms_at(self, x: float) -> float:
        """The moment under a place in the lanes."""
        return self.scale.ms_at(x - self.layout.lanes.left())

    def speaker(self, channel: int) -> int:
        """0 for the caseworker's channel, 1 for the other."""
        return channel if self.caseworker_channel == 0 else 1 - channel

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
        if mark.kind == "cue":
            return QRectF(left - band.height() / 2, band.top(), band.height(), band.height())
        return QRectF(left, band.top(), max(3.0, right - left), band.height())

    def mark_at(self, point: QPointF) -> int | None:
        """The index of the topmost mark under a point."""
        for index in reversed(range(len(self.marks))):
            if self.mark_rect(self.marks[index]).adjusted(-2, -1, 2, 1).contains(point):
                return index
        return None


def draw(scene: Scene, size: QSize, ratio: float) -> QPixmap:
    """The scene as a picture of `size` at `ratio` device pixels to the pixel."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(scene.colours.ground)
    painter = QPainter(picture)
    whole = QRectF(0, 0, size.width(), size.height())
    if scene.peaks is None:
        painter.setPen(scene.colours.bad if scene.failed else scene.colours.quiet)
        painter.setFont(theme.font("body"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(whole.adjusted(16, 0, -16, 0), int(flags), scene.message)
    else:
        painter.setFont(theme.font("small"))
        _draw_ruler(painter, scene)
        _draw_lanes(painter, scene, scene.peaks, ratio)
        painter.setClipRect(scene.layout.marks)
        for mark in scene.marks:
            rect = scene.mark_rect(mark)
            if rect.right() >= 0 and rect.left() <= size.width():
                # cut to what is seen, so that the label of a bar that begins further left is still there
                seen = rect if mark.kind == "cue" else rect.intersected(QRectF(scene.layout.marks))
                paint_mark(painter, seen, mark, scene.colours)
        painter.setClipping(False)
        _draw_overview(painter, scene, scene.peaks, ratio)
    painter.end()
    return picture


def _draw_ruler(painter: QPainter, scene: Scene) -> None:
    rect = QRectF(scene.layout.ruler)
    painter.fillRect(rect.adjusted(-scene.layout.gutter, 0, 0, 0), scene.colours.band)
    widest = painter.fontMetrics().horizontalAdvance(tick_text(scene.scale.end_ms, 1)) + 8
    paint_ruler(painter, rect, [(scene.x_of(tick.ms), tick) for tick in scene.scale.ticks(widest)], scene.colours)


def _draw_lanes(painter: QPainter, scene: Scene, peaks: Peaks, ratio: float) -> None:
    rate = peaks.samples.rate_hz
    start, end = (round(ms * rate / 1000) for ms in (scene.scale.start_ms, scene.scale.end_ms))
    columns = round(scene.layout.lanes.width() * ratio)
    view = peaks.view(start, max(end, start + 1), columns)
    there = round((peaks.frames - start) / max(1, end - start) * columns)
    view[:, max(0, there) :] = np.nan
    rects = scene.layout.lane_rects(len(view))
    for index, rect in enumerate(rects):
        ink = scene.colours.mono if len(view) == 1 else scene.colours.channels[scene.speaker(index)]
        painter.drawImage(QRectF(rect), wave_image(view[index], round(rect.height() * ratio), ink))
        if len(view) == 2:
            _draw_name(painter, scene, rect, index)
    painter.setPen(QPen(scene.colours.line, 1))
    for rect in rects[1:]:
        painter.drawLine(0, rect.top(), rect.right(), rect.top())
    if there < columns and not peaks.samples.complete and scene.message:
        place = QRectF(rects[0]).adjusted(max(0.0, there / ratio) + 12, 0, -8, 0)
        painter.setPen(scene.colours.quiet)
        if place.width() > painter.fontMetrics().horizontalAdvance(scene.message):
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, scene.message)
    _draw_heard(painter, scene)


def _draw_heard(painter: QPainter, scene: Scene) -> None:
    """A line under what was played, at the foot of the strip of the whole call."""
    strip = scene.layout.overview
    painter.setPen(QPen(scene.colours.evidence, 2))
    for start_ms, end_ms in scene.heard:
        left, right = scene.overview_x(start_ms), scene.overview_x(end_ms)
        painter.drawLine(QPointF(left, strip.top() - 2), QPointF(max(left + 1, right), strip.top() - 2))


def _draw_name(painter: QPainter, scene: Scene, lane: QRect, channel: int) -> None:
    """Whose lane it is, in the gutter."""
    speaker = scene.speaker(channel)
    painter.setPen(scene.colours.channels[speaker])
    place = QRectF(0, lane.top(), scene.layout.gutter, lane.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, SPEAKERS[speaker])


def _draw_overview(painter: QPainter, scene: Scene, peaks: Peaks, ratio: float) -> None:
    strip = scene.layout.overview
    painter.fillRect(strip.adjusted(-scene.layout.gutter, 0, 0, 0), scene.colours.band)
    frames = max(1, round(scene.scale.duration_ms * peaks.samples.rate_hz / 1000))
    view = peaks.view(0, frames, round(strip.width() * ratio))
    both = np.stack([view[..., 0].min(axis=0), view[..., 1].max(axis=0)], axis=1)
    both[round(peaks.frames / frames * len(both)) :] = np.nan
    painter.drawImage(QRectF(strip), wave_image(both, round(strip.height() * ratio), scene.colours.overview))
    if not scene.scale.whole:
        left, right = scene.overview_x(scene.scale.start_ms), scene.overview_x(scene.scale.end_ms)
        painter.setPen(QPen(scene.colours.selection_edge, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(left, strip.top() + 1, max(6.0, right - left), strip.height() - 2))

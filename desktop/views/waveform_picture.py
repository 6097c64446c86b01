"""The still part of the waveform: the picture of the scene that is painted once and kept until something changes.

Panning and zooming paint it anew at every frame, so every piece is one or two images of the lanes' width; the strip of
the whole call is kept beside, since neither changes it.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from desktop import theme
from desktop.jobs.peaks import PeaksSource
from desktop.views.waveform_cues import paint_tile
from desktop.views.waveform_ground import (
    BAR_PX,
    draw_rails,
    lay_bar,
    lay_ground,
    lay_holds,
    name_holds,
    pattern_step,
)
from desktop.views.waveform_paint import paint_mark, paint_ruler
from desktop.views.waveform_pixels import Pixels, ground_row, height_of, image_over, lay_line, lay_wave, packed
from desktop.views.waveform_scale import tick_text
from desktop.views.waveform_scene import SPEAKERS, Scene

SAMPLES_FROM_PX = 2.0
"""With so many device pixels to a sample, the wave is a line through its samples."""
DOTS_FROM_PX = 7.0
"""With so many pixels to a sample, each is a dot on that line."""
LINE_PX = 1.5


def draw(scene: Scene, size: QSize, ratio: float, picture: QPixmap | None = None) -> QPixmap:
    """The scene as a picture of `size` at `ratio` device pixels to the pixel; painted over `picture` if that fits."""
    if picture is None or picture.size() != size * ratio or picture.devicePixelRatio() != ratio:
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
        _draw_ruler(painter, scene, ratio)
        _draw_lanes(painter, scene, scene.peaks, ratio)
        painter.setClipRect(scene.layout.marks)
        for mark in scene.marks:
            rect = scene.mark_rect(mark)
            if rect.right() >= 0 and rect.left() <= size.width():
                # cut to what is seen, so that the label of a bar that begins further left is still there
                paint_mark(painter, rect.intersected(QRectF(scene.layout.marks)), mark, scene.colours)
        painter.setClipping(False)
        for tile in scene.tiles():
            paint_tile(painter, tile.rect, [scene.cues[number] for number in tile.cues], scene.colours)
        _draw_overview(painter, scene, scene.peaks, ratio)
        draw_rails(painter, scene)
    painter.end()
    return picture


def _draw_ruler(painter: QPainter, scene: Scene, ratio: float) -> None:
    rect = QRectF(scene.layout.ruler)
    painter.fillRect(rect.adjusted(-scene.layout.gutter, 0, 0, 0), scene.colours.band)
    widest = painter.fontMetrics().horizontalAdvance(tick_text(scene.scale.end_ms, 1)) + 8
    paint_ruler(painter, rect, [(scene.x_of(tick.ms), tick) for tick in scene.scale.ticks(widest)], scene.colours)
    spot = scene.layout.legend
    picture = theme.pixmap("information", "quiet", spot.width(), ratio)
    painter.drawPixmap(spot.topLeft(), picture)


def _draw_lanes(painter: QPainter, scene: Scene, peaks: PeaksSource, ratio: float) -> None:
    """Ground and wave as pixels of the device, names and lines above them."""
    area = scene.layout.lanes
    rate, columns, height = peaks.rate_hz, round(area.width() * ratio), round(area.height() * ratio)
    wide = max(1e-6, scene.scale.span_ms * rate / 1000 / columns)  # frames to a column
    # columns stand on a fixed grid, so that a wave that is scrolled does not shimmer
    first = np.floor(scene.scale.start_ms * rate / 1000 / wide)
    edges = np.floor((first + np.arange(columns + 1)) * wide).astype(np.int64)
    edges_ms = np.linspace(scene.scale.start_ms, scene.scale.end_ms, columns + 1)
    there = round((peaks.frames - edges[0]) / wide)
    if scene.pixels.shape != (height, columns):
        scene.pixels = np.empty((height, columns), np.uint32)
    pixels = scene.pixels
    rects = scene.layout.lane_rects(peaks.channels)
    tops = [round((rect.top() - area.top()) * ratio) for rect in rects]
    lanes = [pixels[top:end] for top, end in pairwise([*tops, height])]
    lay_ground(lanes, scene, pattern_step(ratio), edges_ms)
    samples = _samples(scene, peaks, edges_ms) if wide * SAMPLES_FROM_PX <= 1 else None
    if samples is None:
        view = peaks.over(edges)
        view[:, max(0, there) :] = np.nan
        for channel, lane in enumerate(lanes):
            lay_wave(lane, view[channel], _ink(scene, channel))
    else:
        x, levels = samples
        for channel, lane in enumerate(lanes):
            lay_line(lane, levels[channel], x * ratio, LINE_PX * ratio, _ink(scene, channel))
    if len(lanes) == 2:
        lay_bar(pixels, slice(tops[1] - round(BAR_PX * ratio) // 2, tops[1] + round(BAR_PX * ratio)), scene, edges_ms)
    _copy(painter, area.topLeft(), pixels, ratio)
    if samples is not None:
        _draw_dots(painter, scene, rects, *samples)
    _draw_names(painter, scene, rects)
    name_holds(painter, scene)
    if there < columns and not peaks.complete and scene.message:
        place = QRectF(rects[0]).adjusted(max(0.0, there / ratio) + 12, 0, -8, 0)
        painter.setPen(scene.colours.quiet)
        if place.width() > painter.fontMetrics().horizontalAdvance(scene.message):
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, scene.message)


def _copy(painter: QPainter, place: QPoint, pixels: Pixels, ratio: float) -> None:
    """Pixels of the device onto the picture, one to one."""
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawImage(QPoint(round(place.x() * ratio), round(place.y() * ratio)), image_over(pixels))
    painter.restore()


def _samples(
    scene: Scene, peaks: PeaksSource, edges_ms: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float32]] | None:
    """The samples that are seen, and where they lie in the lanes (pixels from their left edge); None without them."""
    frames_a_ms = peaks.rate_hz / 1000
    start = max(0, int(edges_ms[0] * frames_a_ms) - 1)
    levels = peaks.samples_between(start, int(edges_ms[-1] * frames_a_ms) + 2)
    if levels is None:
        return None
    moments = np.arange(start, start + levels.shape[1], dtype=np.float64) / frames_a_ms
    return (moments - scene.scale.start_ms) / scene.scale.span_ms * scene.layout.lanes.width(), levels


def _draw_dots(
    painter: QPainter, scene: Scene, rects: list[QRect], x: npt.NDArray[np.float64], levels: npt.NDArray[np.float32]
) -> None:
    """Zoomed in so far that samples stand apart, each is a dot."""
    if len(x) < 2 or x[1] - x[0] < DOTS_FROM_PX:
        return
    left = scene.layout.lanes.left()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for channel, rect in enumerate(rects):
        pen = QPen(_ink(scene, channel), 4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setClipRect(rect)
        heights = sample_y(levels[channel], rect)
        painter.drawPoints([QPointF(left + at, y) for at, y in zip(x, heights, strict=True)])
    painter.setClipping(False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def sample_y(levels: npt.NDArray[np.float32], lane: QRect) -> npt.NDArray[np.float32]:
    """The height on the widget at which samples are drawn in their lane."""
    found: npt.NDArray[np.float32] = lane.top() + lane.height() / 2 - height_of(levels) * (lane.height() / 2 - 1)
    return found


def _ink(scene: Scene, channel: int) -> QColor:
    """The colour of a lane's wave."""
    alone = scene.peaks is not None and scene.peaks.channels == 1
    return scene.colours.mono if alone else scene.colours.channels[scene.speaker(channel)]


def _draw_names(painter: QPainter, scene: Scene, rects: list[QRect]) -> None:
    """Whose lane it is, in the gutter, and a line between the lanes."""
    if len(rects) < 2:
        return
    for channel, rect in enumerate(rects):
        speaker = scene.speaker(channel)
        painter.setPen(scene.colours.channels[speaker])
        place = QRectF(0, rect.top(), scene.layout.gutter, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, SPEAKERS[speaker])
    painter.setPen(QPen(scene.colours.line, 1))
    painter.drawLine(0, rects[1].top(), scene.layout.lanes.left(), rects[1].top())


def _draw_overview(painter: QPainter, scene: Scene, peaks: PeaksSource, ratio: float) -> None:
    strip, colours = scene.layout.overview, scene.colours
    painted_from = (peaks, peaks.frames, strip.size(), ratio, scene.scale.duration_ms, colours, scene.tints)
    if scene.strip is None or scene.strip[0] != painted_from:
        scene.strip = (painted_from, _strip_of(scene, peaks, ratio))
    painter.fillRect(strip.adjusted(-scene.layout.gutter, 0, 0, 0), colours.band)
    painter.drawPixmap(strip.topLeft(), scene.strip[1])
    if not scene.scale.whole:
        left, right = scene.overview_x(scene.scale.start_ms), scene.overview_x(scene.scale.end_ms)
        painter.setPen(QPen(colours.selection_edge, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(left, strip.top() + 1, max(6.0, right - left), strip.height() - 2))


def _strip_of(scene: Scene, peaks: PeaksSource, ratio: float) -> QPixmap:
    """The strip of the whole call: both channels in one, holds dotted."""
    strip = scene.layout.overview
    columns, height = round(strip.width() * ratio), round(strip.height() * ratio)
    frames = max(1, round(scene.scale.duration_ms * peaks.rate_hz / 1000))
    view = peaks.over(np.arange(columns + 1, dtype=np.int64) * frames // max(1, columns))
    both = np.stack([view[..., 0].min(axis=0), view[..., 1].max(axis=0)], axis=1)
    both[round(peaks.frames / frames * columns) :] = np.nan
    pixels, row = np.empty((height, columns), np.uint32), ground_row(columns, scene.colours.band)
    pixels[:] = packed(row)
    if scene.tints is not None:
        held = scene.tints.hold.shares(np.linspace(0, scene.scale.duration_ms, columns + 1))
        lay_holds(pixels, scene, row, held, pattern_step(ratio))
    lay_wave(pixels, both, scene.colours.overview)
    picture = QPixmap.fromImage(image_over(pixels))
    picture.setDevicePixelRatio(ratio)
    return picture

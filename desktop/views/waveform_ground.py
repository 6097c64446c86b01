"""The ground of the lanes: speech tinted in the speaker's colour, silence, cross-talk hatched, hold dotted; and the
rails below, which tell what was heard. A pattern or a word stands beside every colour.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.views.waveform_paint import WaveformColours
from desktop.views.waveform_pixels import PATTERN_PX, Pixels, Row, dots, ground_row, hatch, lay_pattern, packed, tinted
from desktop.views.waveform_scene import Scene, Spans

SPEECH_STRENGTH = 0.14
HATCH_STRENGTH = 0.6
DOT_STRENGTH = 0.7
RAIL_PX = 2
BAR_PX = 3
HOLD_WORD = "hold"

Places = npt.NDArray[np.float64]
"""float64, shape (columns + 1,): the milliseconds between the columns of a picture."""


def lay_ground(lanes: list[Pixels], scene: Scene, step: int, edges_ms: Places) -> None:
    """Tints every lane; patterns are `step` device pixels wide."""
    tints, colours = scene.tints, scene.colours
    plain = ground_row(len(edges_ms) - 1, colours.ground)
    if tints is None or tints.channels != len(lanes):
        for lane in lanes:
            lane[:] = packed(plain)
        return
    ground = tinted(plain, tints.silence.shares(edges_ms), colours.silence)
    held, both = tints.hold.shares(edges_ms), tints.cross_talk.shares(edges_ms)
    for channel, lane in enumerate(lanes):
        ink = colours.mono if tints.channels == 1 else colours.channels[scene.speaker(channel)]
        row = tinted(ground, tints.speech[channel].shares(edges_ms) * np.float32(SPEECH_STRENGTH), ink)
        lane[:] = packed(row)
        lay_holds(lane, scene, row, held, step)
        crossed = tinted(row, both * np.float32(HATCH_STRENGTH), colours.cross_talk)
        lay_pattern(lane, crossed, both > 0, hatch(*lane.shape, step))


def lay_holds(lane: Pixels, scene: Scene, row: Row, held: npt.NDArray[np.float32], step: int) -> None:
    """Dots where somebody is on hold."""
    dotted = tinted(row, held * np.float32(DOT_STRENGTH), scene.colours.hold)
    lay_pattern(lane, dotted, held > 0, dots(*lane.shape, step))


def lay_bar(pixels: Pixels, rows: slice, scene: Scene, edges_ms: Places) -> None:
    """A bar between the lanes wherever both speak, however briefly."""
    if scene.tints is not None and scene.tints.cross_talk:
        there = scene.tints.cross_talk.shares(edges_ms) > 0
        np.copyto(pixels[rows], packed(ground_row(1, scene.colours.cross_talk))[0], where=there)


def name_holds(painter: QPainter, scene: Scene) -> None:
    """The word at each hold that has room for it."""
    if scene.tints is None:
        return
    lanes, metrics = QRectF(scene.layout.lanes), painter.fontMetrics()
    width, height = metrics.horizontalAdvance(HOLD_WORD) + 8, metrics.height()
    for start_ms, end_ms in scene.tints.picture.hold:
        left, right = max(scene.x_of(start_ms), lanes.left()), min(scene.x_of(end_ms), lanes.right())
        if right - left >= width + 4:
            plate = QRectF((left + right - width) / 2, lanes.top() + 2, width, height)
            painter.fillRect(plate, scene.colours.silence)
            painter.setPen(scene.colours.quiet)
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, HOLD_WORD)


def pattern_step(ratio: float) -> int:
    """The width of a pattern in device pixels."""
    return round(PATTERN_PX * ratio)


def draw_rails(painter: QPainter, scene: Scene) -> None:
    """What was heard, under the lanes as far as they are zoomed, and at the foot of the strip of the whole call."""
    rail, strip = QRectF(scene.layout.rail), QRectF(scene.layout.overview)
    _draw_rail(painter, scene, QRectF(rail.left(), rail.center().y(), rail.width(), 0), scene.x_of)
    foot = QRectF(strip.left(), strip.bottom() - RAIL_PX / 2, strip.width(), 0)
    _draw_rail(painter, scene, foot, scene.overview_x)


def rail_pen(kind: str, colours: WaveformColours) -> QPen:
    """The line of a rail: solid for heard, dashed for heard too fast to follow, dotted for skipped."""
    pen = QPen(colours.quiet if kind == "skipped" else colours.evidence, RAIL_PX)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if kind != "heard":
        pen.setDashPattern([4, 3] if kind == "fast" else [1, 2])
    return pen


def _draw_rail(painter: QPainter, scene: Scene, line: QRectF, x_of: Callable[[float], float]) -> None:
    painter.setClipRect(line.adjusted(0, -RAIL_PX, 0, RAIL_PX))
    rails = scene.rails
    kinds: tuple[tuple[str, Spans], ...] = (("heard", rails.heard), ("fast", rails.fast), ("skipped", rails.skipped))
    for kind, spans in kinds:
        for start_ms, end_ms in spans:
            left, right = x_of(start_ms), x_of(end_ms)
            if right < line.left() or left > line.right():
                continue
            left, right = max(left, line.left()), max(left + 1, min(right, line.right()))
            if kind != "heard":  # the solid line below is lifted first
                painter.setPen(QPen(scene.colours.ground, RAIL_PX))
                painter.drawLine(QLineF(left, line.top(), right, line.top()))
            painter.setPen(rail_pen(kind, scene.colours))
            painter.drawLine(QLineF(left, line.top(), right, line.top()))
    painter.setClipping(False)

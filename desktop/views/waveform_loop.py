"""The loop on the waveform: a band in the ruler between two brackets, edges through the lanes, its place in the
whole call.

Between the playback (whose loop it shows) and the hands (which drag its edges). While an edge is dragged the loop is
only shown there; it is wished for when the edge is let go, so that the sound is not torn to and fro.
"""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.jobs.route import LEAST_LOOP_MS
from desktop.tables.spoken import clock_time
from desktop.views.waveform_layout import Place
from desktop.views.waveform_scene import Scene

BAR_PX = 3
ARM_PX = 2
SIGN_PX = 9
"""The width of a bracket: a bar with an arm above and below."""
GRIP_PX = 5
"""How far beside an edge it can still be taken; in the ruler the whole bracket can."""
RULER_TINT, LANES_TINT, STRIP_TINT = 0.2, 0.07, 0.3


class Loop(QObject):
    """Signals: `changed()` when another loop is to be painted; `wished(start_ms, end_ms)` when an edge was let go."""

    changed = Signal()
    wished = Signal(int, int)

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._in_force: tuple[int, int] | None = None
        self._dragged: tuple[int, int] | None = None
        self.hint: Callable[[], str] = str

    @property
    def span(self) -> tuple[int, int] | None:
        """The loop as it is shown (start_ms, end_ms): where it is being dragged, else the one in force."""
        return self._dragged or self._in_force

    def show(self, span: tuple[int, int] | None) -> None:
        """Another loop is in force, or none."""
        self._in_force, self._dragged = span, None
        self.changed.emit()

    def drag(self, fixed_ms: float, ms: float) -> None:
        """Show it from the edge that stays to where the other one is held; never shorter than can be heard."""
        if abs(ms - fixed_ms) < LEAST_LOOP_MS:
            ms = fixed_ms + (LEAST_LOOP_MS if ms >= fixed_ms else -LEAST_LOOP_MS)
        last = round(self._scene.scale.duration_ms)
        start, end = sorted(min(max(0, round(at)), last) for at in (fixed_ms, ms))
        self._dragged = (start, end)
        self.changed.emit()

    def drop(self) -> None:
        """The edge was let go: what is shown is wished for."""
        span, self._dragged = self._dragged, None
        if span is not None and span != self._in_force:
            self.wished.emit(*span)
        self.changed.emit()  # back to what is in force, if the wish was not heard

    def edge_under(self, point: QPointF) -> int | None:
        """The edge within reach of a point in ruler or lanes: 0 its start, 1 its end."""
        span, place = self.span, self._scene.layout.place(point.toPoint())
        if span is None or place not in (Place.RULER, Place.LANES):
            return None
        inward = SIGN_PX if place is Place.RULER else GRIP_PX
        start, end = (point.x() - self._scene.x_of(ms) for ms in span)
        reached = [(abs(away), edge) for edge, away in ((0, start), (1, -end)) if -GRIP_PX <= away <= inward]
        return min(reached)[1] if reached else None

    def words_at(self, point: QPointF) -> str:
        """What is said of the loop under a point of the ruler; empty beside it."""
        span = self.span
        if span is None or self._scene.layout.place(point.toPoint()) is not Place.RULER:
            return ""
        left, right = (self._scene.x_of(ms) for ms in span)
        if not left - GRIP_PX <= point.x() <= right + GRIP_PX:
            return ""
        return "\n".join(line for line in (f"{self.words}, drag its ends to change it", self.hint()) if line)

    @property
    def words(self) -> str:
        """The loop in words: "Loop from 0:27 to 0:33"; empty without one."""
        return "" if self.span is None else "Loop from {} to {}".format(*map(clock_time, self.span))

    def paint(self, painter: QPainter) -> None:
        """The band with its brackets in the ruler, the edges in the lanes, the same small in the strip of the call."""
        if self.span is None:
            return
        scene, ink = self._scene, self._scene.colours.loop
        ruler, lanes, strip = (QRectF(part) for part in (scene.layout.ruler, scene.layout.lanes, scene.layout.overview))
        left, right = (scene.x_of(ms) for ms in self.span)
        if right >= lanes.left() and left <= lanes.right():
            painter.setClipRect(ruler.united(lanes))
            _tint(painter, QRectF(left, ruler.top(), right - left, ruler.height()), ink, RULER_TINT)
            _tint(painter, QRectF(left, lanes.top(), right - left, lanes.height()), ink, LANES_TINT)
            painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine))
            for x in (left, right):
                painter.drawLine(QLineF(x, ruler.bottom(), x, lanes.bottom()))
            paint_brackets(painter, QRectF(left, ruler.top(), right - left, ruler.height()), ink)
        left, right = (scene.overview_x(ms) for ms in self.span)
        band = QRectF(left, strip.top(), max(float(BAR_PX), right - left), strip.height())
        painter.setClipRect(strip)
        _tint(painter, band, ink, STRIP_TINT)
        painter.setPen(QPen(ink, 2))
        for x in (band.left() + 1, band.right() - 1):
            painter.drawLine(QLineF(x, band.top(), x, band.bottom()))
        painter.setClipping(False)


def paint_brackets(painter: QPainter, band: QRectF, ink: QColor) -> None:
    """Brackets at both ends of `band`; open in the middle, where the ruler's times stand."""
    arm = min(float(SIGN_PX), band.width() / 2)
    for left, reach in ((band.left(), band.left()), (band.right() - BAR_PX, band.right() - arm)):
        painter.fillRect(QRectF(left, band.top(), BAR_PX, band.height()), ink)
        for top in (band.top(), band.bottom() - ARM_PX):
            painter.fillRect(QRectF(reach, top, arm, ARM_PX), ink)


def _tint(painter: QPainter, place: QRectF, ink: QColor, strength: float) -> None:
    tint = QColor(ink)
    tint.setAlphaF(strength)
    painter.fillRect(place, tint)

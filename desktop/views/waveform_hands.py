"""What mouse, wheel and keys do on the waveform; says it in the words of the view, which alone tells the rest.

Click: go there. Drag: select, drawn to edges of speech unless Alt or Ctrl is held; with Shift the nearer end of the
selection moves, and either edge can be dragged, as can those of the loop. Double click: select what is spoken there.
Ctrl and wheel: zoom around the pointer. Wheel alone: scroll, when zoomed. In the strip of the whole call, press and
drag move what is shown. Arrows move the play head, with Shift the end of the selection, with Alt and Shift its start;
with Ctrl they go from edge of speech to edge of speech.
"""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.tables.spoken import clock_time
from desktop.views.waveform_cues import tip_of
from desktop.views.waveform_layout import Place
from desktop.views.waveform_loop import Loop
from desktop.views.waveform_scale import tick_text
from desktop.views.waveform_scene import Scene
from desktop.views.waveform_selection import Selection

DRAG_PX = 4
EDGE_PX = 5
KEY_STEP_MS = 1000
STEPS_A_WIDTH = 20
"""Zoomed in, a key moves by this part of what is shown, so that it is never out of sight at one press."""
ZOOM_STEP = 1.5
PIXELS_A_LINE = 15
_SHIFT, _CTRL, _ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Waves(Protocol):
    """What the hands need of the view."""

    @property
    def position_ms(self) -> int: ...
    def seek(self, ms: float) -> None: ...
    def choose_mark(self, index: int) -> None: ...
    def choose_cue(self, index: int) -> None: ...
    def zoom(self, factor: float, around_ms: float | None = None) -> None: ...
    def scroll_by(self, delta_ms: float) -> None: ...
    def show_legend(self) -> None: ...


class Hands(QObject):
    """Watches the events of `widget`; `dragging` tells the view not to turn the page meanwhile."""

    def __init__(self, widget: QWidget, waves: Waves, scene: Scene, selection: Selection, loop: Loop) -> None:
        super().__init__(widget)
        self._widget = widget
        self._waves = waves
        self._scene = scene
        self._selection = selection
        self._loop = loop
        self._pressed: tuple[Place, float, float] | None = None
        self._held_edge = self._held_loop = False
        self.dragging = False
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._scene.peaks is None:
            return super().eventFilter(watched, event)
        kind = event.type()
        if isinstance(event, QMouseEvent):
            self._mouse(kind, event)
            return False
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QHelpEvent) and kind == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self._widget)
            return True
        return super().eventFilter(watched, event)

    # the mouse

    def _mouse(self, kind: QEvent.Type, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            self._press(event)
        elif kind == QEvent.Type.MouseButtonDblClick and left:
            self._take_spoken(event.position())
        elif kind == QEvent.Type.MouseMove and self._pressed is not None:
            self._move(event)
        elif kind == QEvent.Type.MouseMove:
            self._show_grip(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and left:
            self._release(event.position())

    def _press(self, event: QMouseEvent) -> None:
        place = self._scene.layout.place(event.position().toPoint())
        x, ms = event.position().x(), self._scene.ms_at(event.position().x())
        if place is Place.LEGEND:
            self._waves.show_legend()
            return
        if place is Place.OVERVIEW:
            self._bring_into_view(x)
        elif event.modifiers() & _SHIFT:
            here = self._meant(event)
            ms = self._far_end(here)
            self.dragging = True
            self._selection.set(ms, here)
        elif (edge := self._edge_under(event.position())) is not None:
            ms = self._other_end(edge)
            self._held_edge = True
        elif (edge := self._loop.edge_under(event.position())) is not None and self._loop.span is not None:
            ms = float(self._loop.span[1 - edge])
            self._held_loop = True
        self._pressed = (place, x, ms)

    def _move(self, event: QMouseEvent) -> None:
        assert self._pressed is not None
        (place, start_x, anchor_ms), x = self._pressed, event.position().x()
        if place is Place.OVERVIEW:
            self._bring_into_view(x)
            return
        if not self.dragging and abs(x - start_x) >= DRAG_PX:
            self.dragging = True
            if not self._held_edge and not self._held_loop:
                anchor_ms = self._meant(event, anchor_ms)
                self._pressed = (place, start_x, anchor_ms)
        if self.dragging:
            self._scroll_at_border(x)
            if self._held_loop:
                self._loop.drag(anchor_ms, self._meant(event))
            else:
                self._selection.set(anchor_ms, self._meant(event))

    def _release(self, point: QPointF) -> None:
        if self._pressed is None:
            return
        (place, _, anchor_ms), moved = self._pressed, self.dragging or self._held_edge or self._held_loop
        if self._held_loop:
            self._loop.drop()
        self._pressed, self.dragging, self._held_edge, self._held_loop = None, False, False, False
        mark = self._scene.mark_at(point)
        if moved:
            return
        if place is Place.OVERVIEW:
            if self._scene.scale.whole:
                self._waves.seek(self._scene.overview_ms(point.x()))
        elif cues := self._scene.cues_at(point):
            self._waves.choose_cue(cues[0])
        elif mark is not None:
            self._waves.choose_mark(mark)
        else:
            self._selection.clear()
            self._waves.seek(anchor_ms)

    def _take_spoken(self, point: QPointF) -> None:
        """Selects the stretch of speech under the pointer, in the lane under it."""
        tints, place = self._scene.tints, self._scene.layout.place(point.toPoint())
        if tints is None or place is not Place.LANES:
            return
        channel = min(self._scene.channel_at(point.y()), tints.channels - 1)
        span = tints.speech[channel].span_at(self._scene.ms_at(point.x()))
        if span is not None:
            self._selection.set(*span)

    def _show_grip(self, point: QPointF) -> None:
        """A pointer that says: this edge can be dragged."""
        place = self._scene.layout.place(point.toPoint())
        if place is Place.LEGEND:
            self._widget.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._edge_under(point) is not None or self._loop.edge_under(point) is not None:
            self._widget.setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self._widget.unsetCursor()

    def _meant(self, event: QMouseEvent, ms: float | None = None) -> float:
        """The place under the pointer (or `ms`), drawn to an edge of speech unless Alt or Ctrl is held."""
        at = self._scene.ms_at(event.position().x()) if ms is None else ms
        return at if event.modifiers() & (_ALT | _CTRL) else self._selection.snapped(at)

    def _edge_under(self, point: QPointF) -> int | None:
        """The edge of the selection within reach: 0 its start, 1 its end."""
        span = self._selection.span
        if span is None or self._scene.layout.place(point.toPoint()) is not Place.LANES:
            return None
        away = [abs(self._scene.x_of(ms) - point.x()) for ms in span]
        nearest = 0 if away[0] < away[1] else 1
        return nearest if away[nearest] <= EDGE_PX else None

    def _other_end(self, edge: int) -> float:
        assert self._selection.span is not None
        return float(self._selection.span[1 - edge])

    def _far_end(self, ms: float) -> float:
        """The end of the selection that stays when the nearer one moves to `ms`; the play head without a selection."""
        span = self._selection.span
        if span is None:
            return float(self._waves.position_ms)
        return float(max(span, key=lambda end: abs(end - ms)))

    def _scroll_at_border(self, x: float) -> None:
        """A drag beyond what is shown takes it along."""
        lanes, scale = self._scene.layout.lanes, self._scene.scale
        beyond = x - lanes.right() if x > lanes.right() else min(0.0, x - lanes.left())
        if beyond and not scale.whole:
            self._waves.scroll_by(beyond * self._scene.ms_per_px)

    def _bring_into_view(self, x: float) -> None:
        scale = self._scene.scale
        if not scale.whole:
            self._waves.scroll_by(self._scene.overview_ms(x) - (scale.start_ms + scale.end_ms) / 2)

    def _wheel(self, event: QWheelEvent) -> bool:
        turn, smooth = event.angleDelta(), event.pixelDelta()
        scale = self._scene.scale
        if event.modifiers() & _CTRL:
            self._waves.zoom(ZOOM_STEP ** (turn.y() / 120), self._scene.ms_at(event.position().x()))
        elif scale.whole:
            return False  # the page may scroll
        elif not smooth.isNull():  # a touch pad: the wave goes with the fingers
            self._waves.scroll_by(-(smooth.x() or smooth.y()) * self._scene.ms_per_px)
        else:
            self._waves.scroll_by(-(turn.x() or turn.y()) / 120 * scale.span_ms * 0.15)
        event.accept()
        return True

    # the keys

    def _key(self, event: QKeyEvent) -> bool:
        """Arrows, Home and End move play head or selection; plus and minus zoom."""
        key, held = event.key(), event.modifiers() & (_CTRL | _ALT | _SHIFT)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return self._arrow(forward=key == Qt.Key.Key_Right, held=held)
        if held & (_CTRL | _ALT):
            return False
        if key == Qt.Key.Key_Home:
            self._waves.seek(0.0)
        elif key == Qt.Key.Key_End:
            self._waves.seek(self._scene.scale.duration_ms)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._waves.zoom(ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self._waves.zoom(1 / ZOOM_STEP)
        else:
            return False
        return True

    def _arrow(self, *, forward: bool, held: Qt.KeyboardModifier) -> bool:
        here = self._waves.position_ms
        start, end = self._selection.span or (here, here)
        if held == _ALT | _SHIFT or held == _ALT | _SHIFT | _CTRL:
            self._selection.set(min(self._next(start, forward, held), end), end)
        elif held & _ALT:
            return False
        elif held & _SHIFT:
            self._selection.set(start, max(start, self._next(end, forward, held)))
        else:
            self._waves.seek(self._next(here, forward, held))
        return True

    def _next(self, ms: int, forward: bool, held: Qt.KeyboardModifier) -> float:
        """One key press on from a place: a step, or with Ctrl the next edge of speech."""
        if held & _CTRL:
            tints = self._scene.tints
            edge = None if tints is None else tints.edge_beyond(ms, forward=forward)
            return ms if edge is None else edge
        step = max(1.0, min(KEY_STEP_MS, self._scene.scale.span_ms / STEPS_A_WIDTH))
        return max(0.0, ms + (step if forward else -step))

    # words

    def _tip(self, point: QPointF) -> str:
        """The cues under the pointer, or the evidence with its times; else the moment, who speaks, what was heard."""
        if cues := self._scene.cues_at(point):
            return tip_of([self._scene.cues[number] for number in cues])
        index = self._scene.mark_at(point)
        if index is not None:
            mark = self._scene.marks[index]
            return f"{mark.tip or mark.label}\n{clock_time(mark.start_ms)} to {clock_time(mark.end_ms)}"
        place = self._scene.layout.place(point.toPoint())
        if place is Place.LEGEND:
            return "What the tints and lines mean"
        if place is Place.OVERVIEW:
            ms = self._scene.overview_ms(point.x())
            return _lines(clock_time(round(ms)), self._scene.words_at(ms))
        looped = self._loop.words_at(point)
        if looped:
            return looped
        ms = self._scene.ms_at(point.x())
        fine = self._scene.ms_per_px * 10
        return _lines(tick_text(ms, fine) if fine < 100 else clock_time(round(ms)), self._scene.words_at(ms))


def _lines(*words: str) -> str:
    return "\n".join(line for line in words if line)

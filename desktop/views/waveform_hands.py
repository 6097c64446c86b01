"""What mouse, wheel and keys do on the waveform; says it in the words of the view, which alone tells the rest.

Click: go there. Drag: select; with Shift the nearer end of the selection moves. Ctrl and wheel: zoom around the
pointer. Wheel alone: scroll, when zoomed. In the strip of the whole call, press and drag move what is shown.
"""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.tables.spoken import clock_time
from desktop.views.waveform_layout import Place
from desktop.views.waveform_picture import Scene

DRAG_PX = 4
KEY_STEP_MS = 1000
ZOOM_STEP = 1.5


class Waves(Protocol):
    """What the hands need of the view."""

    @property
    def selection(self) -> tuple[int, int] | None: ...
    @property
    def position_ms(self) -> int: ...
    def seek(self, ms: float) -> None: ...
    def choose_mark(self, index: int) -> None: ...
    def set_selection(self, start_ms: float, end_ms: float) -> None: ...
    def clear_selection(self) -> None: ...
    def zoom(self, factor: float, around_ms: float | None = None) -> None: ...
    def scroll_by(self, delta_ms: float) -> None: ...


class Hands(QObject):
    """Watches the events of `widget`; `dragging` tells the view not to turn the page meanwhile."""

    def __init__(self, widget: QWidget, waves: Waves, scene: Scene) -> None:
        super().__init__(widget)
        self._widget = widget
        self._waves = waves
        self._scene = scene
        self._pressed: tuple[Place, float, float] | None = None
        self.dragging = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._scene.peaks is None:
            return super().eventFilter(watched, event)
        kind = event.type()
        if isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self._press(event)
            elif kind == QEvent.Type.MouseMove and self._pressed is not None:
                self._move(event.position().x())
            elif kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
                self._release(event.position())
            return False
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QHelpEvent) and kind == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self._widget)
            return True
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> None:
        place = self._scene.layout.place(event.position().toPoint())
        ms = self._scene.ms_at(event.position().x())
        if place is Place.OVERVIEW:
            self._bring_into_view(event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            here = ms
            ms = self._far_end(here)
            self.dragging = True
            self._waves.set_selection(ms, here)
        self._pressed = (place, event.position().x(), ms)

    def _move(self, x: float) -> None:
        assert self._pressed is not None
        place, start_x, anchor_ms = self._pressed
        if place is Place.OVERVIEW:
            self._bring_into_view(x)
            return
        self.dragging = self.dragging or abs(x - start_x) >= DRAG_PX
        if self.dragging:
            self._waves.set_selection(anchor_ms, self._scene.ms_at(x))

    def _release(self, point: QPointF) -> None:
        if self._pressed is None:
            return
        (place, _, anchor_ms), dragged = self._pressed, self.dragging
        self._pressed, self.dragging = None, False
        mark = self._scene.mark_at(point)
        if dragged:
            return
        if place is Place.OVERVIEW:
            if self._scene.scale.whole:
                self._waves.seek(self._scene.overview_ms(point.x()))
        elif mark is not None:
            self._waves.choose_mark(mark)
        else:
            self._waves.clear_selection()
            self._waves.seek(anchor_ms)

    def _bring_into_view(self, x: float) -> None:
        scale = self._scene.scale
        if not scale.whole:
            self._waves.scroll_by(self._scene.overview_ms(x) - (scale.start_ms + scale.end_ms) / 2)

    def _far_end(self, ms: float) -> float:
        """The end of the selection that stays when the nearer one moves to `ms`; the play head without a selection."""
        selection = self._waves.selection
        if selection is None:
            return float(self._waves.position_ms)
        return float(max(selection, key=lambda end: abs(end - ms)))

    def _wheel(self, event: QWheelEvent) -> bool:
        turn = event.angleDelta()
        scale = self._scene.scale
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._waves.zoom(ZOOM_STEP ** (turn.y() / 120), self._scene.ms_at(event.position().x()))
        elif scale.whole:
            return False  # the page may scroll
        else:
            self._waves.scroll_by(-(turn.x() or turn.y()) / 120 * scale.span_ms * 0.15)
        event.accept()
        return True

    def _key(self, event: QKeyEvent) -> bool:
        """Arrows, Home and End move the play head, with Shift the end of the selection; plus and minus zoom."""
        key, here = event.key(), self._waves.position_ms
        steps = {Qt.Key.Key_Left: -KEY_STEP_MS, Qt.Key.Key_Right: KEY_STEP_MS}
        places = {Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: self._scene.scale.duration_ms}
        zooms = {Qt.Key.Key_Plus: ZOOM_STEP, Qt.Key.Key_Equal: ZOOM_STEP, Qt.Key.Key_Minus: 1 / ZOOM_STEP}
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key in steps and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            start, end = self._waves.selection or (here, here)
            self._waves.set_selection(start, max(0, end + steps[Qt.Key(key)]))
        elif key in steps:
            self._waves.seek(here + steps[Qt.Key(key)])
        elif key in places:
            self._waves.seek(places[Qt.Key(key)])
        elif key in zooms:
            self._waves.zoom(zooms[Qt.Key(key)])
        else:
            return False
        return True

    def _tip(self, point: QPointF) -> str:
        """The mark under the pointer with its times; else the moment under it."""
        index = self._scene.mark_at(point)
        if index is not None:
            mark = self._scene.marks[index]
            return f"{mark.tip or mark.label}\n{clock_time(mark.start_ms)} to {clock_time(mark.end_ms)}"
        if self._scene.layout.place(point.toPoint()) is Place.OVERVIEW:
            return clock_time(round(self._scene.overview_ms(point.x())))
        return clock_time(round(self._scene.ms_at(point.x())))

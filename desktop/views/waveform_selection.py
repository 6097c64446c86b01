"""The stretch selected on the waveform: set, begun, ended, moved by its edges, and drawn to the edges of speech."""

from PySide6.QtCore import QObject, Signal

from desktop.views.waveform_scene import Scene

SELECT_MS = 5000
"""How long a selection is of which only one end was given."""
SNAP_PX = 8
SNAP_KEY_MS = 250
"""Who marks a place by ear is a little late: keys reach so far for the edge that was meant."""


class Selection(QObject):
    """Signals: `changed(start_ms, end_ms)`, `cleared()`. `snapping`: whether places jump to edges of speech."""

    changed = Signal(int, int)
    cleared = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self.span: tuple[int, int] | None = None
        self.snapping = True

    def set(self, start_ms: float, end_ms: float) -> None:
        """Selects a stretch; its two ends may come in either order."""
        start, end = sorted((max(0, round(start_ms)), max(0, round(end_ms))))
        end = min(end, round(self._scene.scale.duration_ms))
        if start >= end:
            self.clear()
        elif (start, end) != self.span:
            self.span = (start, end)
            self.changed.emit(start, end)

    def clear(self) -> None:
        if self.span is not None:
            self.span = None
            self.cleared.emit()

    def begin(self, ms: int) -> None:
        """Begins at `ms`: up to its old end, or five seconds on."""
        ms = round(self.snapped(ms, SNAP_KEY_MS))
        end = self.span[1] if self.span and self.span[1] > ms else ms + SELECT_MS
        self.set(ms, end)

    def end(self, ms: int) -> None:
        """Ends at `ms`: from its old start, or five seconds before."""
        ms = round(self.snapped(ms, SNAP_KEY_MS))
        start = self.span[0] if self.span and self.span[0] < ms else ms - SELECT_MS
        self.set(start, ms)

    def snapped(self, ms: float, within_ms: float | None = None) -> float:
        """A place, or the edge of speech within reach (a few pixels unless told) that is meant, if snapping is on."""
        tints = self._scene.tints
        if not self.snapping or tints is None:
            return ms
        reach = SNAP_PX * self._scene.ms_per_px if within_ms is None else within_ms
        edge = tints.edge_near(ms, reach)
        return ms if edge is None else edge

    def on_edge(self, ms: int) -> bool:
        """Whether a place is exactly an edge of speech."""
        return self._scene.tints is not None and self._scene.tints.edge_near(ms, 0) is not None

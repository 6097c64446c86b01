"""The waveform of the open call: one or two lanes, ruler, marks, selection, play head, and the whole call below.

Stands between the open call (samples and peaks), the playback (position, what was heard) and the review page (marks,
selection). It shows facts and emits wishes; only the strips around the play head are painted while playing.
"""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop import theme
from desktop.jobs.activity import Picture
from desktop.jobs.peaks import PeaksSource
from desktop.state.playback import Playback
from desktop.tables.spoken import clock_time
from desktop.views.actions import ActionTable
from desktop.views.waveform_cues import CueMark
from desktop.views.waveform_hands import ZOOM_STEP, Hands
from desktop.views.waveform_layout import LEAST_LANE_ROWS, wanted_height
from desktop.views.waveform_legend import waveform_legend
from desktop.views.waveform_loop import Loop
from desktop.views.waveform_paint import Mark, WaveformColours, diamond, head_pen, paint_head
from desktop.views.waveform_picture import draw
from desktop.views.waveform_scale import Scale
from desktop.views.waveform_scene import SPEAKERS, Scene, Spans
from desktop.views.waveform_selection import Selection
from desktop.views.waveform_tints import Tints

__all__ = ["Mark", "WaveformColours", "WaveformView"]

EMPTY = "No sound is open."


class WaveformView(QWidget):
    """The waveform.

    Signals: `sought(ms)`, `selected(start_ms, end_ms)`, `selection_cleared()`, `mark_chosen(index)`,
    `cue_chosen(index)`, `snapping_changed(bool)`, `loop_wished(start_ms, end_ms)` when an edge of the loop was dragged.
    """

    sought = Signal(int)
    selected = Signal(int, int)
    selection_cleared = Signal()
    mark_chosen = Signal(int)
    cue_chosen = Signal(int)
    snapping_changed = Signal(bool)
    loop_wished = Signal(int, int)

    def __init__(self, parent: QWidget | None = None, *, colours: WaveformColours | None = None) -> None:
        super().__init__(parent)
        self._given_colours = colours
        self._scene = Scene(colours or WaveformColours.from_theme(), message=EMPTY)
        self._position_ms = 0
        self._waiting = False
        self._selection = Selection(self._scene, self)
        self._picture: QPixmap | None = None
        self._stale = False
        self._loop = Loop(self._scene, self)
        self._hands = Hands(self, self, self._scene, self._selection, self._loop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Waveform of the call")
        theme.changes().changed.connect(self._dress)
        self._selection.changed.connect(self._on_selected)
        self._selection.cleared.connect(self._on_cleared)
        self._loop.changed.connect(self._on_loop)
        self._loop.wished.connect(self.loop_wished)
        self._describe()

    def bind_keys(self, actions: ActionTable, owner: QWidget) -> None:
        """Bind the waveform's own commands to `owner`, inside which their keys work."""
        actions.bind("snap", owner, lambda: self.set_snapping(not self.snapping))
        actions.bind("legend", owner, self.show_legend)
        self._loop.hint = lambda: actions.text_with_key("loop", "Leave the loop")

    def bind(self, playback: Playback) -> None:
        """Shows what a playback tells, and passes on where the person wants to go."""
        playback.position_changed.connect(self.set_position)
        playback.heard_changed.connect(lambda: self.set_heard(playback.heard))
        playback.loop_changed.connect(self.set_loop)
        playback.waiting_changed.connect(self.set_waiting)
        self.sought.connect(playback.seek_ms)
        self.loop_wished.connect(lambda start_ms, end_ms: playback.set_loop((start_ms, end_ms)))

    @property
    def position_ms(self) -> int:
        """Where the play head stands."""
        return self._position_ms

    @property
    def selection(self) -> tuple[int, int] | None:
        """The selected stretch (start_ms, end_ms), or None."""
        return self._selection.span

    @property
    def failed(self) -> bool:
        """Whether there is nothing to show but the reason why."""
        return self._scene.failed

    @property
    def snapping(self) -> bool:
        """Whether what is selected is drawn to the edges of speech."""
        return self._selection.snapping

    @property
    def visible_span(self) -> tuple[int, int]:
        """The part of the call that is shown (start_ms, end_ms)."""
        return round(self._scene.scale.start_ms), round(self._scene.scale.end_ms)

    def show_peaks(self, peaks: PeaksSource, expected_ms: int = 0, words: str = "Reading the recording…") -> None:
        """Shows a call, complete or growing; call it again as it grows and once it is complete.

        `expected_ms` (the length at import) keeps the scale still meanwhile; `words` stand where sound is to come.
        Stored peaks are the same call as the peaks that are made with them: nothing moves when those come.
        """
        shown = self._scene.peaks
        if peaks is not shown and (shown is None or getattr(peaks, "stored", None) is not shown):
            self._forget()
        complete = peaks.complete
        self._scene.peaks, self._scene.failed = peaks, False
        self._scene.message = "" if complete else words
        self._scene.scale.width = max(1, self._scene.layout.lanes.width())
        self._scene.scale.set_duration(max(0 if complete else expected_ms, peaks.duration_ms))
        self._redraw()
        self._describe()

    def show_message(self, words: str = EMPTY, *, failed: bool = False) -> None:
        """No waveform, and why in words: nothing open, still being read, or (`failed`) not to be read."""
        self._forget()
        self._scene.peaks, self._scene.message, self._scene.failed = None, words, failed
        self._scene.marks, self._scene.cues = [], []
        self._scene.rails.heard, self._scene.rails.fast, self._scene.rails.skipped = [], [], []
        self._redraw()
        self._describe()

    def set_activity(self, picture: Picture | None) -> None:
        """Who speaks when, as far as it is known: tints the lanes, and gives the edges to snap to."""
        known = None if self._scene.tints is None else self._scene.tints.picture
        if picture is not known:
            self._scene.tints = None if picture is None else Tints(picture)
            self._redraw()

    def set_snapping(self, snapping: bool) -> None:
        """Draw what is selected to the edges of speech, or not."""
        if snapping != self.snapping:
            self._selection.snapping = snapping
            self.snapping_changed.emit(snapping)
            if not self.isVisible():  # set from what is remembered, not by a key
                return
            QToolTip.showText(
                self.mapToGlobal(self._scene.layout.lanes.topLeft()),
                "Snapping to speech is on" if snapping else "Snapping to speech is off",
                self,
            )

    def show_legend(self) -> None:
        """Say what tints, patterns and lines mean."""
        waveform_legend(self._scene, self).show_at(self.mapToGlobal(self._scene.layout.lanes.topLeft()))

    def set_caseworker_channel(self, channel: int) -> None:
        """Which of two channels (0 or 1) is the caseworker's: its lane carries that name and colour."""
        self._scene.caseworker_channel = channel
        self._redraw()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Evidence, in the order `mark_chosen` counts it."""
        self._scene.marks = list(marks)
        self._redraw()

    def set_cues(self, cues: Sequence[CueMark]) -> None:
        """Cues in order of time, as `cue_chosen` counts them."""
        self._scene.cues = list(cues)
        self._redraw()

    def set_heard(self, spans: Sequence[tuple[int, int]], fast: Sequence[tuple[int, int]] = ()) -> None:
        """Underlines what was played: (start_ms, end_ms) each; dashed what was only played faster than 2x (`fast`)."""
        self._set_rails(list(spans), list(fast), self._scene.rails.skipped)

    def set_skipped(self, spans: Sequence[tuple[int, int]]) -> None:
        """Dots under what was skipped because nobody spoke, also where that counts as gone through."""
        self._set_rails(self._scene.rails.heard, self._scene.rails.fast, list(spans))

    def _set_rails(self, heard: Spans, fast: Spans, skipped: Spans) -> None:
        rails = self._scene.rails
        if (heard, fast, skipped) != (rails.heard, rails.fast, rails.skipped):
            rails.heard, rails.fast, rails.skipped = heard, fast, skipped
            self._redraw()

    def set_position(self, ms: int) -> None:
        """Moves the play head; paints no more than where it was and where it is, unless the page turns."""
        before, self._position_ms = self._position_ms, ms
        if before == ms or self._scene.peaks is None:
            return
        if not self._hands.dragging and self._scene.scale.follow(ms):
            self._redraw()
            return
        for at in (before, ms):
            self.update(_around(self._scene.x_of(at), self._scene.layout.moving))
            self.update(_around(self._scene.overview_x(at), self._scene.layout.overview))

    def set_waiting(self, waiting: bool) -> None:
        """Whether the sound at the play head is still to come: it is painted hollow meanwhile."""
        self._waiting = waiting
        self.update()
        self._describe()

    def set_selection(self, start_ms: float, end_ms: float) -> None:
        """Selects a stretch; its two ends may come in either order."""
        self._selection.set(start_ms, end_ms)

    def clear_selection(self) -> None:
        self._selection.clear()

    def set_loop(self, span: tuple[int, int] | None) -> None:
        """The stretch that is played over and over (start_ms, end_ms), or None."""
        self._loop.show(span)

    def select_from(self, ms: int) -> None:
        """Begins the selection at `ms`: up to its old end, or five seconds on."""
        self._selection.begin(ms)

    def select_to(self, ms: int) -> None:
        """Ends the selection at `ms`: from its old start, or five seconds before."""
        self._selection.end(ms)

    def _on_selected(self, start_ms: int, end_ms: int) -> None:
        self.update()
        self._describe()
        self.selected.emit(start_ms, end_ms)

    def _on_cleared(self) -> None:
        self.update()
        self._describe()
        self.selection_cleared.emit()

    def _on_loop(self) -> None:
        self.update()
        self._describe()

    def zoom_in(self) -> None:
        self.zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        self.zoom(1 / ZOOM_STEP)

    def zoom_whole(self) -> None:
        self._scene.scale.show_whole()
        self._redraw()

    def zoom(self, factor: float, around_ms: float | None = None) -> None:
        """Shows `factor` times less around a moment: the play head if it is seen, else the middle."""
        start, end = self.visible_span
        if around_ms is None:
            around_ms = self._position_ms if start <= self._position_ms <= end else (start + end) / 2
        self._scene.scale.zoom(factor, around_ms)
        self._redraw()

    def scroll_by(self, delta_ms: float) -> None:
        """Shows what lies `delta_ms` further on."""
        self._scene.scale.scroll(delta_ms)
        self._redraw()

    def reveal(self, start_ms: int, end_ms: int) -> None:
        """Scrolls, and zooms out if it must, so that a stretch is seen."""
        self._scene.scale.reveal(start_ms, end_ms)
        self._redraw()

    def seek(self, ms: float) -> None:
        """Wishes the play head at a place."""
        self.sought.emit(min(max(0, round(ms)), round(self._scene.scale.duration_ms)))

    def choose_mark(self, index: int) -> None:
        """Tells that a mark was pressed, and goes to its start."""
        self.mark_chosen.emit(index)
        self.seek(self._scene.marks[index].start_ms)

    def choose_cue(self, index: int) -> None:
        """Tells that a cue was pressed."""
        self.cue_chosen.emit(index)

    def sizeHint(self) -> QSize:
        return QSize(640, wanted_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, wanted_height(LEAST_LANE_ROWS))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None or self._stale:
            self._picture = draw(self._scene, self.size(), self.devicePixelRatioF(), self._picture)
            self._stale = False
        painter = QPainter(self)
        ratio, area = self._picture.devicePixelRatio(), QRectF(event.rect())
        painter.drawPixmap(area, self._picture, QRectF(area.topLeft() * ratio, area.size() * ratio))
        if self._scene.peaks is not None:
            self._loop.paint(painter)
            self._paint_selection(painter)
            self._paint_heads(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._scene.colours.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._redraw()
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def _paint_selection(self, painter: QPainter) -> None:
        """Tinted, so that the wave stays seen; the edges say the same without colour, with a diamond where one is drawn
        to an edge of speech."""
        span = self._selection.span
        if span is None:
            return
        lanes = QRectF(self._scene.layout.lanes)
        left, right = (min(max(self._scene.x_of(ms), lanes.left() - 3), lanes.right() + 3) for ms in span)
        painter.setClipRect(lanes)
        tint = self._scene.colours.selection_edge.toRgb()
        painter.setPen(QPen(tint, 2))
        for ms, x in zip(span, (left, right), strict=True):
            painter.drawLine(QPointF(x, lanes.top()), QPointF(x, lanes.bottom()))
            if self._selection.on_edge(ms):
                painter.setBrush(tint)
                painter.drawPolygon(diamond(QRectF(x, lanes.center().y() - 4, 8, 8)))
        tint.setAlphaF(0.16)
        painter.fillRect(QRectF(left, lanes.top(), right - left, lanes.height()), tint)
        painter.setClipping(False)

    def _paint_heads(self, painter: QPainter) -> None:
        moving, strip = QRectF(self._scene.layout.moving), QRectF(self._scene.layout.overview)
        x = self._scene.x_of(self._position_ms)
        if moving.left() <= x <= moving.right() + 1:
            paint_head(painter, x, moving, self._scene.colours, hollow=self._waiting)
        painter.setPen(head_pen(self._scene.colours, hollow=self._waiting))
        x = self._scene.overview_x(self._position_ms)
        painter.drawLine(QPointF(x, strip.top()), QPointF(x, strip.bottom()))

    def _fit(self) -> None:
        self._scene.layout.fit(self.size(), SPEAKERS)
        self._scene.scale.width = max(1, self._scene.layout.lanes.width())
        self._redraw()

    def _forget(self) -> None:
        """Another call, or none: what was tied to the one before goes."""
        self._scene.scale, self._scene.tints, self._scene.strip = Scale(), None, None
        self._position_ms, self._selection.span = 0, None
        self._loop.show(None)

    def _dress(self) -> None:
        """Another colour scheme or text size is in force."""
        self._scene.colours = self._given_colours or WaveformColours.from_theme()
        self.updateGeometry()
        self._fit()

    def _redraw(self) -> None:
        self._stale = True
        self.update()

    def _describe(self) -> None:
        """What a screen reader says of it."""
        if self._scene.peaks is None:
            words = self._scene.message
        else:
            words = f"Call of {clock_time(round(self._scene.scale.duration_ms))}."
            if self._selection.span is not None:
                words += " Selected: {} to {}.".format(*map(clock_time, self._selection.span))
            if self._loop.span is not None:
                words += f" {self._loop.words}."
            if self._waiting:
                words += " Waiting for the sound at the play head."
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)


def _around(x: float, part: QRect) -> QRect:
    """The strip of `part` a play head at `x` covers."""
    return QRect(math.floor(x) - 7, part.top(), 15, part.height())

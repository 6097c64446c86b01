"""What was said, what the sheet says and what was set up, figure by figure: a page of the sheet column.

It has the keyboard as one: Up and Down go from figure to figure, Left and Right from place to place where one was
spoken; a key plays the place (pressed again, the next), another takes it as evidence. It suggests; the reviewer
decides.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.comparison import CallComparison, Sight
from desktop.tables.said import OUTCOMES, SaidRow, counted, said_rows
from desktop.tables.wording import several
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.press import hairline
from desktop.views.said_row import COLUMNS, SHARES, SaidRowFrame
from desktop.views.scrolled_column import ScrolledColumn
from models.reconcile import Outcome
from models.spoken_figures_kinds import Figure

NARROW_BELOW_EM = 19
"""Below this many widths of an "m" the values stand one below the other."""
EMPTY = {
    Sight.NOTHING: ("transcript", "No call open", "What was said is shown beside the sheet here."),
    Sight.NO_CALL: (
        "state-no-call",
        "No recorded call",
        "This check has a sheet only: there is nothing said that could be compared.",
    ),
    Sight.NO_TRANSCRIPT: (
        "transcript",
        "Not yet transcribed",
        "Once this call is transcribed, or a transcript of it is imported, the figures that are spoken stand here "
        "beside the sheet.",
    ),
    Sight.WORKING: ("transcript", "Reading the transcript…", "Looking for the figures that are spoken."),
    Sight.COMPARED: (
        "state-no-sheet",
        "No guide sheet",
        "There is nothing to hold this call against, and no figure was found in its transcript.",
    ),
    Sight.FAILED: ("bad", "It could not be compared", ""),
}
FOLLOWING_MS = 150
"""So long after a step the row that was gone to is kept in sight while it grows."""
NO_SHEET = "This call has no guide sheet: what was said is listed, and there is nothing to hold it against."
NO_TASK = "No Task 567 entry belongs to this sheet."


class SaidPanel(QWidget):
    """The panel.

    Signals: `play_wished(start_ms, end_ms)` and `evidence_wished(start_ms, end_ms)`: a place, in milliseconds of the
    call; `sight_wished()` before it takes the keyboard: another page may lie over it; `told(shape, ink, words)` what is
    to be known of it from outside: that something does not agree, else nothing.
    """

    play_wished = Signal(int, int)
    evidence_wished = Signal(int, int)
    sight_wished = Signal()
    told = Signal(str, str, str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._state: CallComparison | None = None
        self._recording: str | None = None
        self._rows: list[SaidRow] = []
        self._frames: list[SaidRowFrame] = []
        self._at = 0
        self._played: tuple[int, int] | None = None
        self._following = False
        self.pickable = True
        self._blind = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Said, written, set up")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(0.5))
        theme.mark(self.note, role="small")
        self._head = _Head(self)
        self._rule = hairline(self)
        self._scroll = ScrolledColumn(self)
        self._column = self._scroll.column
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda _least, most: self._on_range(most))
        self.empty = EmptyState(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.note, self._head, self._rule):
            column.addWidget(part)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.empty, 1)
        theme.changes().changed.connect(self._fit)
        self._on_changed()
        QTimer.singleShot(0, self, self._make_ready)

    def bind(self, state: CallComparison) -> None:
        """Show what this state says from now on."""
        self._state = state
        state.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def rows(self) -> tuple[SaidRow, ...]:
        """What is shown."""
        return tuple(self._rows)

    @property
    def current(self) -> SaidRow | None:
        """The figure the keyboard's mark stands on."""
        return self._rows[self._at] if self._rows else None

    def set_pickable(self, pickable: bool) -> None:
        """Whether evidence can be taken."""
        self.pickable = pickable
        self._mark()

    def set_blind(self, *, blind: bool) -> None:
        """Whether the call is checked blind: then what the steer works out is not told."""
        if blind != self._blind:
            self._blind = blind
            self._on_changed()

    def take_keyboard(self) -> None:
        """Come into sight and have the keyboard."""
        self.sight_wished.emit()
        self.setFocus()

    def play(self) -> None:
        """Hear the place in hand; pressed again there, the next place of the same figure."""
        row, frame = self._hand()
        if row is None or frame is None or not row.places:
            return
        here = (self._at, frame.place)
        if self._played == here and len(row.places) > 1:
            frame.place = (frame.place + 1) % len(row.places)
            here = (self._at, frame.place)
        self._played = here
        self._mark()
        place = row.places[frame.place]
        self.sight_wished.emit()
        self.play_wished.emit(place.start_ms, place.end_ms)

    def take(self) -> None:
        """Take the place in hand as evidence of the open prompt."""
        row, frame = self._hand()
        if self.pickable and row is not None and frame is not None and row.places:
            place = row.places[frame.place]
            self.evidence_wished.emit(place.start_ms, place.end_ms)

    def _hand(self) -> tuple[SaidRow | None, SaidRowFrame | None]:
        return (self._rows[self._at], self._frames[self._at]) if self._rows else (None, None)

    # what the state tells

    def _on_changed(self) -> None:
        state = self._state
        sight = Sight.NOTHING if state is None else state.sight
        rows: list[SaidRow] = []
        if state is not None and sight is Sight.COMPARED:
            rows = said_rows(state.rows, has_sheet=state.has_sheet, has_task=state.has_task, blind=self._blind)
        if state is not None and state.recording_id != self._recording:
            self._recording = state.recording_id
            self._at, self._played = 0, None
            self._rows = []
            for frame in self._frames:
                frame.place = 0
            self._scroll.verticalScrollBar().setValue(0)
        for part in (self.note, self._head, self._rule, self._scroll):
            part.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        mismatches = sum(1 for row in rows if row.outcome is Outcome.MISMATCH)
        _, shape, ink = OUTCOMES[Outcome.MISMATCH]
        self.told.emit(*((shape, ink, several(mismatches, "mismatch", "mismatches")) if mismatches else ("", "", "")))
        if not rows or state is None:
            self._rows = []
            drawing, title, words = EMPTY[sight]
            self.empty.say(drawing, title, words or ("" if state is None else state.fault))
            return
        fresh = not self._rows
        self._show(rows)
        if fresh:
            self._at = self._first_mismatch()
            self._bring_when_laid_out()
        lines = [counted(self._rows) if state.has_sheet else NO_SHEET]
        if state.has_sheet and not state.has_task:
            lines.append(NO_TASK)
        self.note.setText("\n".join(lines))
        self._mark()

    def _show(self, rows: list[SaidRow]) -> None:
        self._rows = rows
        while len(self._frames) < len(rows):
            self._frames.append(self._frame(len(self._frames)))
        for at, frame in enumerate(self._frames):
            frame.setVisible(at < len(rows))
            if at < len(rows):
                frame.show_row(rows[at])
        self._at = min(self._at, len(rows) - 1)
        self._fit()

    def _make_ready(self) -> None:
        """Before the first call: make the rows there will be, one at a time."""
        if len(self._frames) < len(Figure):
            self._frames.append(self._frame(len(self._frames)))
            self._frames[-1].hide()
            QTimer.singleShot(0, self, self._make_ready)

    def _first_mismatch(self) -> int:
        """Where the eye goes first."""
        return next((at for at, row in enumerate(self._rows) if row.outcome is Outcome.MISMATCH), 0)

    def _frame(self, at: int) -> SaidRowFrame:
        frame = SaidRowFrame(self._actions, self._scroll.inside)
        frame.pointed.connect(lambda: self._point_at(at))
        frame.play_wished.connect(lambda place: self._play_at(at, place))
        frame.evidence_wished.connect(lambda place: self._take_at(at, place))
        self._column.insertWidget(at, frame)
        return frame

    def _play_at(self, at: int, place: int) -> None:
        self._at, self._frames[at].place, self._played = at, place, None
        self.play()

    def _take_at(self, at: int, place: int) -> None:
        self._at, self._frames[at].place = at, place
        self._mark()
        self.take()

    def _on_range(self, most: int) -> None:
        self._head.spare(self._scroll.verticalScrollBar().sizeHint().width() if most else 0)
        if self._following:
            self._bring_into_sight()

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 4, Qt.Key.Key_PageUp: -4}
        row, frame = self._hand()
        if event.key() in steps and row is not None:
            self._go_to(self._at + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and row is not None:
            self._go_to(0 if event.key() == Qt.Key.Key_Home else len(self._rows) - 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and row is not None and frame is not None:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            frame.place = max(0, min(len(row.places) - 1, frame.place + step))
            self._played = None
            self._mark()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.play()
        elif event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier and row:
            QApplication.clipboard().setText(row.spoken)
        else:
            super().keyPressEvent(event)

    def _go_to(self, at: int) -> None:
        self._at = max(0, min(len(self._rows) - 1, at))
        self._played = None
        self._mark()
        self._bring_when_laid_out()

    def _point_at(self, at: int) -> None:
        if at != self._at:
            self._at, self._played = at, None
        self.setFocus()
        self._mark()

    def _mark(self) -> None:
        for at, frame in enumerate(self._frames):
            frame.set_current(at == self._at and bool(self._rows), ring=self.hasFocus(), pickable=self.pickable)
        row, marked = self._hand()
        if row is not None and marked is not None:
            place = f". {row.places[marked.place].spoken}" if row.places else ""
            self.setAccessibleDescription(row.spoken + place)

    def _bring_when_laid_out(self) -> None:
        """The places of a row take their room a little later, and the scroll bar's range tells of it."""
        self._following = True
        QTimer.singleShot(0, self, self._bring_into_sight)
        QTimer.singleShot(FOLLOWING_MS, self, self._stop_following)

    def _stop_following(self) -> None:
        self._following = False

    def _bring_into_sight(self) -> None:
        if self._rows:
            self._scroll.bring_into_sight(self._frames[self._at])

    def showEvent(self, event: QShowEvent) -> None:
        """What was compared while another page lay over this one has its places only now."""
        super().showEvent(event)
        if not event.spontaneous():
            self._bring_when_laid_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < NARROW_BELOW_EM * self.fontMetrics().horizontalAdvance("m")
        self._head.setVisible(not narrow and bool(self._rows))
        for frame in self._frames:
            frame.set_narrow(narrow=narrow)


class _Head(QWidget):
    """The names of the columns, once, above them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.space(1))
        for name, share in zip(COLUMNS, SHARES, strict=True):
            label = QLabel(name, self)
            theme.mark(label, role="small")
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._row.addWidget(label, share)
        self.spare(0)

    def spare(self, width: int) -> None:
        """Leave the scroll bar's width free, so that the names stand above their columns."""
        self._row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1.5) + width, theme.space(0.5))

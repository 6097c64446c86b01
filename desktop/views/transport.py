"""The row of buttons under the waveform: back, play, forward, speed, how it is heard, the time, where the sound goes.

Emits wishes and shows what the playback tells. Keys are those of the one table of actions; this only names them.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from desktop import theme
from desktop.state.playback import Playback
from desktop.tables.spoken import clock_time
from desktop.views.actions import ActionTable
from desktop.views.listening import ListeningControls

STEP_MS = 5000
SMALL_STEP_MS = 1000
WAITING = "Waiting for the sound there…"
SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


class TransportBar(QWidget):
    """The transport.

    Signals: `play_toggled()`, `stepped(delta_ms)`, `speed_chosen(speed)`.
    """

    play_toggled = Signal()
    stepped = Signal(int)
    speed_chosen = Signal(float)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._page = parent or self
        self.listening: ListeningControls | None = None
        self._position_ms = 0
        self._duration_ms = 0
        self._note_text = ""
        self._told = ""
        self._waiting = False
        row = self._row = QHBoxLayout(self)
        self.set_close(close=False)
        row.setSpacing(theme.space(0.5))
        steps = (
            ("back-5", "back", "Back 5 seconds", -STEP_MS),
            ("back-1", "back_small", "Back 1 second", -SMALL_STEP_MS),
            ("forward-1", "forward_small", "Forward 1 second", SMALL_STEP_MS),
            ("forward-5", "forward", "Forward 5 seconds", STEP_MS),
        )
        self._steps = [self._step_button(*step) for step in steps]
        self._play = self._button("play", "play", "Play")
        self._play.clicked.connect(self.play_toggled)
        self._speed = QComboBox()
        for speed in SPEEDS:
            self._speed.addItem(speed_text(speed), speed)
        self._speed.setAccessibleName("Speed")
        self._speed.activated.connect(lambda index: self.speed_chosen.emit(self._speed.itemData(index)))
        self._time = QLabel()
        self._time.setAccessibleName("Position and length")
        self._note = QLabel()
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._note.setAccessibleName("Where the sound goes")
        theme.mark(self._time, role="figures")
        theme.mark(self._note, role="quiet")
        for widget in (*self._steps[:2], self._play, *self._steps[2:]):
            row.addWidget(widget)
        row.addSpacing(theme.space(1))
        row.addWidget(self._speed)
        row.addSpacing(theme.space(1))
        row.addWidget(self._time)
        row.addWidget(self._note, 1)
        theme.changes().changed.connect(self._dress)
        self._dress()
        self.set_playing(False)
        actions.keys_changed.connect(self._name_speed)
        self._name_speed()
        self.set_speed(1.0)
        self.set_duration(0)

    def bind(self, playback: Playback) -> None:
        """Shows what a playback tells, and passes on what the person wishes of it. To be called once."""
        listening = self.listening = ListeningControls(self._actions, playback, self)
        self._row.insertSpacing(self._row.indexOf(self._time), theme.space(0.5))
        self._row.insertWidget(self._row.indexOf(self._time) - 1, listening)
        self._row.addWidget(listening.device)
        listening.bind_keys(self._page)
        listening.told.connect(self._tell)
        self.play_toggled.connect(playback.toggle)
        self.stepped.connect(playback.step_ms)
        self.speed_chosen.connect(playback.set_speed)
        playback.playing_changed.connect(self.set_playing)
        playback.position_changed.connect(self.set_position)
        playback.duration_changed.connect(self.set_duration)
        playback.speed_changed.connect(self.set_speed)
        playback.device_changed.connect(self.set_device_note)
        playback.waiting_changed.connect(self.set_waiting)
        self.set_playing(playback.playing)
        self.set_duration(playback.duration_ms)
        self.set_position(playback.position_ms)
        self.set_speed(playback.speed)
        self.set_device_note(playback.device_note)
        self._dress()

    def loop_from(self, selection: Callable[[], tuple[int, int] | None]) -> None:
        """Where to ask for the stretch that is selected, when a loop is wished for. After `bind`."""
        assert self.listening is not None
        self.listening.loop_from(selection)

    def set_close(self, *, close: bool) -> None:
        """Without air above and below, where the page is low."""
        above = 0 if close else theme.space(0.5)
        self._row.setContentsMargins(theme.space(1), above, theme.space(1), above)

    def set_playing(self, playing: bool) -> None:
        words = "Pause" if playing else "Play"
        theme.dress(self._play, "pause" if playing else "play")
        self._name(self._play, "play", words)

    def set_position(self, ms: int) -> None:
        if ms // 1000 != self._position_ms // 1000:
            self._position_ms = ms
            self._show_time()

    def set_duration(self, ms: int) -> None:
        """0 when no call is open: then nothing can be pressed."""
        self._duration_ms = ms
        for button in (*self._steps, self._play):
            button.setEnabled(ms > 0)
        if self.listening is not None:
            self.listening.show_call()
        self._show_time()

    def set_speed(self, speed: float) -> None:
        """Shows the speed in force; one that is not offered is shown as well."""
        index = self._speed.findData(speed)
        if index < 0:
            self._speed.addItem(speed_text(speed), speed)
            index = self._speed.count() - 1
        self._speed.setCurrentIndex(index)

    def _name_speed(self) -> None:
        keys = ((words, self._actions.key_text(words)) for words in ("slower", "faster"))
        named = ", ".join(f"{words} {key}" for words, key in keys if key)
        self._speed.setToolTip("Speed, the pitch is kept" + (f" ({named})" if named else ""))

    def set_device_note(self, note: str) -> None:
        """Where the sound goes, or why there is none."""
        self._note_text = note
        self._note.setToolTip(note)
        self._elide_note()

    def set_waiting(self, waiting: bool) -> None:
        """Whether the sound at the position is still to come; said in the place of where the sound goes."""
        self._waiting = waiting
        self._elide_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide_note()

    def _step_button(self, icon: str, action_id: str, words: str, delta_ms: int) -> QToolButton:
        button = self._button(icon, action_id, words)
        button.clicked.connect(lambda: self.stepped.emit(delta_ms))
        return button

    def _button(self, icon: str, action_id: str, words: str) -> QToolButton:
        button = QToolButton()
        theme.mark(button, role="plain")
        theme.dress(button, icon)
        self._name(button, action_id, words)
        return button

    def _name(self, button: QToolButton, action_id: str, words: str) -> None:
        button.setAccessibleName(words)
        self._actions.explain(button, action_id, words)

    def _dress(self) -> None:
        """Another text size is in force: icons and the time grow with it."""
        side = round(theme.icon_size().width() * 1.25)
        for button in (*self._steps, self._play):
            button.setIconSize(QSize(side, side))
        if self.listening is not None:
            self.listening.dress(theme.icon_size().width())
        self._time.setFont(theme.font("figures"))
        self._show_time()
        self._elide_note()

    def _show_time(self) -> None:
        if self._duration_ms > 0:
            self._time.setText(f"{clock_time(self._position_ms)} / {clock_time(self._duration_ms)}")
        else:
            self._time.setText("–:–– / –:––")
        # the width of the longest time this call can show, so that nothing beside it ever moves
        widest = clock_time(self._duration_ms)
        self._time.setMinimumWidth(self._time.fontMetrics().horizontalAdvance(f" {widest} / {widest} "))

    def _tell(self, words: str) -> None:
        """Something that was just done, in the place of where the sound goes; empty: it was said for long enough."""
        self._told = words
        self._elide_note()

    def _elide_note(self) -> None:
        room = max(0, self._note.width() - 4)
        metrics = self._note.fontMetrics()
        said = WAITING if self._waiting else self._told
        self._note.setText(metrics.elidedText(said or self._note_text, Qt.TextElideMode.ElideRight, room))


def speed_text(speed: float) -> str:
    """1×, 1.25×."""
    return f"{speed:g}×"


def next_speed(speed: float, faster: bool) -> float:
    """The next speed offered above or below."""
    if faster:
        return next((offered for offered in SPEEDS if offered > speed), SPEEDS[-1])
    return next((offered for offered in reversed(SPEEDS) if offered < speed), SPEEDS[0])

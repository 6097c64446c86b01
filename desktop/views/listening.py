"""How the call is heard, beside the transport: skip silence, loop, whom to hear, swap, level, and the sound device.

Small buttons that wish and show what the playback tells; each names its key. Choices of more than two have a menu. The
keys of these actions are bound here, on the page the controls were made for.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from desktop import theme
from desktop.jobs.route import SkipSilence
from desktop.state.playback import Playback
from desktop.views.actions import ActionTable
from desktop.views.listening_words import LISTENING, ONE_CHANNEL, SKIPPING, next_listening, skipped_words

NO_ARROW = "QToolButton::menu-indicator { image: none; }"
"""Fusion's own arrow sits in a corner, beside the point; where a menu opens, the words or the icon say so."""
SAID_MS = 3000
"""How long it is told that a silence was skipped."""

Span = tuple[int, int]
Value = TypeVar("Value")


class ListeningControls(QWidget):
    """The controls of one playback. Signal `told(words)`: something to say in the bar for a moment, empty when that is
    over."""

    told = Signal(str)

    def __init__(self, actions: ActionTable, playback: Playback, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._playback = playback
        self._selection: Callable[[], Span | None] = lambda: None
        self._skipping = SkipSilence.BOTH
        self._skipped_ms = 0
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(SAID_MS)
        self._over.timeout.connect(lambda: self.told.emit(""))
        self._buttons: list[QToolButton] = []
        self.skip = self._button("skip-silence", self._toggle_skip)
        self.skip_what = self._button("chevron-down")
        self.loop = self._button("loop", self.toggle_loop)
        self.ears = self._button("headphones")
        self.swap = self._button("swap", playback.swap_speakers)
        self.level = self._button("level", self._toggle_level)
        self.device = self._button("sound")
        self._skip_choices = _menu_of(self.skip_what, [(mode, words, "") for mode, words in SKIPPING.items()])
        self._ear_choices = _menu_of(self.ears, [(each, words, "") for each, (_, words, _) in LISTENING.items()])
        self._name_choices()
        self._device_menu = QMenu(self.device)
        self._arrange()
        self._connect()

    def loop_from(self, selection: Callable[[], Span | None]) -> None:
        """Where to ask for the stretch that is selected, when a loop is wished for."""
        self._selection = selection

    def bind_keys(self, page: QWidget) -> None:
        """The keys of these actions work inside `page`."""
        wishes: dict[str, Callable[[], object]] = {
            "skip_silence": self._toggle_skip,
            "skip_what": self.skip_what.showMenu,
            "loop": self.toggle_loop,
            "listen_next": lambda: self._playback.set_listening(next_listening(self._playback.listening)),
            "swap_speakers": self._playback.swap_speakers,
            "level": self._toggle_level,
            "sound_device": self.device.showMenu,
        }
        for listening, (_, _, action_id) in LISTENING.items():
            wishes[action_id] = partial(self._playback.set_listening, listening)
        for action_id, wish in wishes.items():
            self._actions.bind(action_id, page, wish)

    def toggle_loop(self) -> None:
        """Loop the selection, else the stretch of speech at the play head; pressed again, go on through the call."""
        playback = self._playback
        span = None if playback.loop is not None else self._selection() or playback.speech_here()
        playback.set_loop(span)
        if span is not None and not playback.playing:
            playback.play()
        self._show_loop()

    def show_call(self) -> None:
        """Another call is open, or none: what can be pressed."""
        open_ = self._playback.duration_ms > 0
        for button in (self.skip, self.skip_what, self.loop, self.ears, self.swap, self.level):
            button.setEnabled(open_)
        if open_ and self._playback.channels == 1:
            self.ears.setEnabled(False)
            self.swap.setEnabled(False)
            self._name(self.ears, "listen_next", f"Whom to hear: {ONE_CHANNEL}")
            self._name(self.swap, "swap_speakers", f"Swap the speakers: {ONE_CHANNEL}")
        elif open_:
            self._show_listening()
            self._show_channel()

    def dress(self, side_px: int) -> None:
        """Another text size is in force."""
        for button in self._buttons:
            button.setIconSize(QSize(side_px, side_px))
        self.skip_what.setIconSize(QSize(side_px * 5 // 8, side_px))
        if self._playback.channels != 1:
            self._show_listening()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.25))
        for button in (self.skip, self.skip_what, self.loop, self.ears, self.swap, self.level):
            row.addWidget(button)
        for button in (self.skip, self.loop, self.level):
            button.setCheckable(True)
        self.ears.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.device.setMenu(self._device_menu)
        for button in (self.skip_what, self.ears, self.device):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setStyleSheet(NO_ARROW)

    def _connect(self) -> None:
        playback = self._playback
        for mode, action in self._skip_choices.items():
            action.triggered.connect(lambda _checked, mode=mode: playback.set_skip_silence(mode))
        for listening, action in self._ear_choices.items():
            action.triggered.connect(lambda _checked, listening=listening: playback.set_listening(listening))
        self._device_menu.aboutToShow.connect(self.list_devices)
        # bound methods: a connection to a lambda would outlive the widget
        playback.skip_silence_changed.connect(self._show_skip)
        playback.loop_changed.connect(self._show_loop)
        playback.listening_changed.connect(self._show_listening)
        playback.levelled_changed.connect(self._show_level)
        playback.caseworker_channel_changed.connect(self._show_channel)
        playback.device_changed.connect(self._show_device)
        playback.skipped.connect(self._say_skipped)
        self._actions.keys_changed.connect(self._name_choices)
        for show in (self._show_skip, self._show_loop, self._show_listening, self._show_level, self._show_channel):
            show()
        self._show_device()

    # wishes

    def _toggle_skip(self) -> None:
        off = self._playback.skip_silence == SkipSilence.OFF
        self._playback.set_skip_silence(self._skipping if off else SkipSilence.OFF)
        self._show_skip()

    def _toggle_level(self) -> None:
        self._playback.set_levelled(not self._playback.levelled)
        self._show_level()

    def list_devices(self) -> None:
        """Fill the menu with what there is now."""
        menu, playback = self._device_menu, self._playback
        menu.clear()
        group = QActionGroup(menu)
        chosen = playback.chosen_device
        system = _choice(menu, group, "Where the system sends it", "")
        system.setChecked(chosen is None)
        system.triggered.connect(lambda _checked: playback.choose_device(None))
        menu.addSeparator()
        devices = playback.devices()
        for device in devices:
            choice = _choice(menu, group, device.name, "")
            choice.setChecked(chosen is not None and chosen.id == device.id)
            choice.triggered.connect(lambda _checked, device=device: playback.choose_device(*device))
        if chosen is not None and chosen.id not in {device.id for device in devices}:
            _choice(menu, group, f"{chosen.name or 'The chosen device'}: not connected", "").setChecked(True)
        elif not devices:
            menu.addAction("There is no sound device").setEnabled(False)

    # facts

    def _show_skip(self) -> None:
        mode = self._playback.skip_silence
        if mode != SkipSilence.OFF:
            self._skipping = mode
        self._skip_choices[mode].setChecked(True)
        self.skip.setChecked(mode != SkipSilence.OFF)
        words = "Skip silence" if mode in (SkipSilence.OFF, SkipSilence.BOTH) else SKIPPING[mode]
        self._name(self.skip, "skip_silence", words)
        self._name(self.skip_what, "skip_what", "What to skip")

    def _show_loop(self) -> None:
        looping = self._playback.loop is not None
        self.loop.setChecked(looping)
        self._name(self.loop, "loop", "Leave the loop" if looping else "Loop the selection")

    def _show_listening(self) -> None:
        listening = self._playback.listening
        short, words, _ = LISTENING[listening]
        self._ear_choices[listening].setChecked(True)
        self.ears.setText(f"{short} ▾")
        self._name(self.ears, "listen_next", f"Whom to hear: {words[0].lower()}{words[1:]}")
        metrics = self.ears.fontMetrics()
        widest = max(metrics.horizontalAdvance(each) for each, _, _ in LISTENING.values())
        self.ears.setMinimumWidth(0)
        # as wide as its longest choice, so that nothing beside it ever moves
        self.ears.setMinimumWidth(self.ears.sizeHint().width() - metrics.horizontalAdvance(short) + widest)

    def _show_level(self) -> None:
        self.level.setChecked(self._playback.levelled)
        self._name(self.level, "level", "Even the speakers' levels")

    def _show_channel(self) -> None:
        side = "left" if self._playback.caseworker_channel == 0 else "right"
        self._name(self.swap, "swap_speakers", f"Swap the speakers: the caseworker is the {side} channel")

    def _show_device(self) -> None:
        note = self._playback.device_note
        theme.dress(self.device, "sound-off" if "silently" in note else "sound")
        self._name(self.device, "sound_device", f"Sound device: {note}" if note else "Sound device")
        self.device.setIconSize(self.skip.iconSize())

    def _say_skipped(self, start_ms: int, end_ms: int) -> None:
        """Skips that follow close upon each other are told together."""
        self._skipped_ms = end_ms - start_ms + (self._skipped_ms if self._over.isActive() else 0)
        self._over.start()
        self.told.emit(skipped_words(self._skipped_ms))

    def _button(self, icon: str, wish: Callable[[], object] | None = None) -> QToolButton:
        button = QToolButton(self)
        theme.mark(button, role="plain")
        theme.dress(button, icon)
        if wish is not None:
            button.clicked.connect(lambda _checked: wish())
        self._buttons.append(button)
        return button

    def _name_choices(self) -> None:
        """Whom to hear, each with its key."""
        for listening, (_, words, action_id) in LISTENING.items():
            key = self._actions.key_text(action_id)
            self._ear_choices[listening].setText(f"{words}\t{key}" if key else words)

    def _name(self, button: QToolButton, action_id: str, words: str) -> None:
        button.setAccessibleName(words)
        self._actions.explain(button, action_id, words)


def _menu_of(button: QToolButton, choices: list[tuple[Value, str, str]]) -> dict[Value, QAction]:
    """A menu of which one is chosen, on `button`: value, words, key to be shown."""
    menu = QMenu(button)
    group = QActionGroup(menu)
    button.setMenu(menu)
    return {value: _choice(menu, group, words, key) for value, words, key in choices}


def _choice(menu: QMenu, group: QActionGroup, words: str, key: str) -> QAction:
    action = menu.addAction(words if not key else f"{words}\t{key}")
    action.setCheckable(True)
    group.addAction(action)
    return action

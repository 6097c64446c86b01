"""The listening controls: menus and buttons wish, and show what is in force."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from desktop import theme
from desktop.jobs.activity import Activity
from desktop.jobs.mix import Listening
from desktop.jobs.route import SkipSilence
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.state.sound_out import SILENT
from desktop.state.sound_outputs import OutputDevice, Outputs
from desktop.views.actions import ActionTable
from desktop.views.listening_words import LISTENING, SKIPPING, next_listening, skipped_words
from desktop.views.transport import TransportBar


class Desk(Outputs):
    def devices(self) -> list[OutputDevice]:
        return [OutputDevice("usb", "Headset"), OutputDevice("hdmi", "Screen")]


@pytest.fixture
def playback(qapp) -> Iterator[Playback]:
    one = Playback(outputs=Desk())
    yield one
    one.unload()


@pytest.fixture
def bar(qtbot, playback) -> TransportBar:
    theme.apply(QApplication.instance(), "light")
    one = TransportBar(ActionTable())
    qtbot.addWidget(one)
    one.bind(playback)
    one.resize(1366, 60)
    one.show()
    return one


def load(playback: Playback, channels: int = 2) -> None:
    samples = Samples(8000, channels)
    samples.append(np.random.default_rng(1).normal(0, 3000, (channels, 80_000)).astype(np.int16))
    samples.finish()
    activity = Activity(samples)
    activity.update()
    playback.load(samples, activity=activity)


def chosen(button: QToolButton) -> list[str]:
    menu = button.menu()
    assert isinstance(menu, QMenu)
    return [action.text().split("\t")[0] for action in menu.actions() if action.isChecked()]


def choose(button: QToolButton, words: str) -> None:
    menu = button.menu()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text().split("\t")[0] == words).trigger()


@pytest.mark.parametrize("listening", list(Listening))
def test_whom_to_hear_is_chosen_from_a_menu_and_shown(bar, playback, listening):
    load(playback)
    short, words, _ = LISTENING[listening]
    choose(bar.listening.ears, words)
    assert playback.listening == listening
    assert bar.listening.ears.text().startswith(short)
    assert chosen(bar.listening.ears) == [words]


@pytest.mark.parametrize("mode", list(SkipSilence))
def test_what_to_skip_is_chosen_from_a_menu_and_shown(bar, playback, mode):
    load(playback)
    choose(bar.listening.skip_what, SKIPPING[mode])
    assert playback.skip_silence == mode
    assert bar.listening.skip.isChecked() == (mode != SkipSilence.OFF)
    assert chosen(bar.listening.skip_what) == [SKIPPING[mode]]


def test_the_skip_button_comes_back_to_what_was_skipped_last(bar, playback, qtbot):
    load(playback)
    playback.set_skip_silence(SkipSilence.PARENT)
    qtbot.mouseClick(bar.listening.skip, Qt.MouseButton.LeftButton)
    assert playback.skip_silence == SkipSilence.OFF
    qtbot.mouseClick(bar.listening.skip, Qt.MouseButton.LeftButton)
    assert playback.skip_silence == SkipSilence.PARENT


def test_level_and_swap_are_one_press_each(bar, playback, qtbot):
    load(playback)
    qtbot.mouseClick(bar.listening.level, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.listening.swap, Qt.MouseButton.LeftButton)
    assert (playback.levelled, playback.caseworker_channel) == (True, 1)
    assert bar.listening.level.isChecked()
    assert "the right channel" in bar.listening.swap.toolTip()


def test_the_loop_button_loops_the_selection_and_leaves_it(bar, playback, qtbot):
    load(playback)
    bar.listening.loop_from(lambda: (1000, 2000))
    qtbot.mouseClick(bar.listening.loop, Qt.MouseButton.LeftButton)
    assert (playback.loop, playback.playing) == ((1000, 2000), True)
    qtbot.mouseClick(bar.listening.loop, Qt.MouseButton.LeftButton)
    assert playback.loop is None
    assert not bar.listening.loop.isChecked()


def test_with_nothing_to_loop_the_button_stays_up(bar, playback, qtbot):
    samples = Samples(8000, 1)
    samples.append(np.zeros((1, 80_000), np.int16))
    samples.finish()
    playback.load(samples)
    qtbot.mouseClick(bar.listening.loop, Qt.MouseButton.LeftButton)
    assert playback.loop is None
    assert not bar.listening.loop.isChecked()


def test_the_devices_are_listed_when_asked_for_and_one_can_be_chosen(bar, playback):
    bar.listening.list_devices()
    assert chosen(bar.listening.device) == ["Where the system sends it"]
    choose(bar.listening.device, "Screen")
    assert playback.chosen_device == OutputDevice("hdmi", "Screen")
    bar.listening.list_devices()
    assert chosen(bar.listening.device) == ["Screen"]
    choose(bar.listening.device, "Where the system sends it")
    assert playback.chosen_device is None


def test_a_chosen_device_that_is_away_is_listed_as_such(bar, playback):
    playback.choose_device("bt", "Earphones")
    bar.listening.list_devices()
    assert chosen(bar.listening.device) == ["Earphones: not connected"]


def test_where_there_is_one_channel_nobody_can_be_picked(bar, playback):
    load(playback, channels=1)
    assert not bar.listening.ears.isEnabled()
    assert not bar.listening.swap.isEnabled()
    assert "one channel" in bar.listening.ears.toolTip()
    load(playback)
    assert bar.listening.ears.isEnabled()
    assert "one channel" not in bar.listening.ears.toolTip()


def test_skipped_silence_is_told_and_then_the_device_again(bar, playback, qtbot):
    load(playback)
    qtbot.waitUntil(lambda: playback.device_note == SILENT)
    playback.skipped.emit(1000, 5200)
    playback.skipped.emit(7000, 9000)
    assert bar._note.text() == "Skipped 6.2 s"
    qtbot.waitUntil(lambda: bar._note.text() == SILENT, timeout=8000)


def test_the_choices_go_round():
    assert next_listening(Listening.OWN_EARS) == Listening.BOTH
    assert skipped_words(75_000) == "Skipped 1 min 15 s"

"""The transport row: wishes out, facts in, names for everybody."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton

from desktop import theme
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.state.sound_out import SILENT
from desktop.views.actions import ActionTable
from desktop.views.transport import SPEEDS, TransportBar, next_speed


@pytest.fixture
def bar(qtbot) -> TransportBar:
    theme.apply(QApplication.instance(), "light")
    one = TransportBar(ActionTable())
    qtbot.addWidget(one)
    one.resize(1100, 60)
    one.show()
    return one


@pytest.fixture
def playback(bar, qtbot):
    one = Playback()
    bar.bind(one)
    samples = Samples(8000, 1)
    samples.append(np.zeros((1, 8000 * 102), np.int16))
    samples.finish()
    one.load(samples)
    yield one
    one.unload()


def button(bar: TransportBar, name: str) -> QToolButton:
    return next(each for each in bar.findChildren(QToolButton) if each.accessibleName() == name)


def label(bar: TransportBar, name: str) -> QLabel:
    return next(each for each in bar.findChildren(QLabel) if each.accessibleName() == name)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Back 5 seconds", 25_000),
        ("Back 1 second", 29_000),
        ("Forward 1 second", 31_000),
        ("Forward 5 seconds", 35_000),
    ],
)
def test_each_step_button_goes_as_far_as_it_says(bar, playback, qtbot, name, place):
    playback.seek_ms(30_000)
    qtbot.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)
    assert playback.position_ms == place


def test_the_play_button_plays_and_then_is_the_pause_button(bar, playback, qtbot):
    qtbot.mouseClick(button(bar, "Play"), Qt.MouseButton.LeftButton)
    assert playback.playing
    qtbot.mouseClick(button(bar, "Pause"), Qt.MouseButton.LeftButton)
    assert not playback.playing
    assert button(bar, "Play").isEnabled()


def test_choosing_a_speed_sets_it_and_a_set_speed_is_shown(bar, playback):
    choice = bar.findChild(QComboBox)
    choice.setCurrentIndex(choice.findText("1.5×"))
    choice.activated.emit(choice.currentIndex())
    assert playback.speed == 1.5
    playback.set_speed(2.5)
    assert choice.currentText() == "2.5×"


def test_the_time_is_shown_in_whole_seconds(bar, playback):
    playback.seek_ms(31_700)
    assert label(bar, "Position and length").text() == "0:31 / 1:42"


def test_where_the_sound_goes_is_told(bar, playback, qtbot):
    qtbot.waitUntil(lambda: label(bar, "Where the sound goes").toolTip() == SILENT)
    assert label(bar, "Where the sound goes").text() == SILENT


def test_without_a_call_nothing_can_be_pressed(bar, playback):
    playback.unload()
    assert bar.listening is not None
    assert [each for each in bar.findChildren(QToolButton) if each.isEnabled()] == [bar.listening.device]
    assert label(bar, "Position and length").text() == "–:–– / –:––"


def test_every_control_has_a_name_and_every_button_says_its_key(bar, playback):
    for each in bar.findChildren(QToolButton):
        assert each.accessibleName()
        assert each.toolTip().startswith(each.accessibleName() + " (")
    assert bar.findChild(QComboBox).accessibleName() == "Speed"
    assert "]" in bar.findChild(QComboBox).toolTip()


def test_the_next_speed_is_one_that_is_offered():
    assert next_speed(1.0, faster=True) == 1.25
    assert next_speed(1.1, faster=False) == 1.0
    assert next_speed(SPEEDS[-1], faster=True) == SPEEDS[-1]
    assert next_speed(SPEEDS[0], faster=False) == SPEEDS[0]

"""Listening on the review page: keys for everything, and what is kept of it."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.jobs.mix import Listening
from desktop.jobs.route import SkipSilence
from desktop.settings import Settings
from desktop.state.sound_outputs import OutputDevice
from desktop.views.review_page import ReviewPage
from models.review import AnswerValue
from models.store import Store

Opened = Callable[..., ReviewPage]
Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


def test_every_way_of_listening_has_a_key(opened: Opened, keys: SimpleNamespace) -> None:
    playback = opened("VR-88102").open_call.playback
    keys.press(Key.Key_Q)
    assert playback.skip_silence == SkipSilence.BOTH
    keys.press(Key.Key_Q)
    assert playback.skip_silence == SkipSilence.OFF
    keys.press(Key.Key_V)
    assert playback.levelled
    for key, listening in (
        (Key.Key_C, Listening.CASEWORKER),
        (Key.Key_N, Listening.PARENT),
        (Key.Key_E, Listening.OWN_EARS),
        (Key.Key_B, Listening.BOTH),
    ):
        keys.press(key, Alt)
        assert playback.listening == listening
    keys.press(Key.Key_H)
    assert playback.listening == Listening.CASEWORKER


def test_the_loop_key_loops_what_is_selected_and_lets_go_again(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    playback = page.open_call.playback
    page.waveform.set_selection(20_000, 22_000)
    keys.press(Key.Key_R)
    assert playback.loop == (20_000, 22_000)
    assert playback.playing
    assert playback.position_ms >= 20_000
    keys.press(Key.Key_R)
    assert playback.loop is None
    playback.pause()


def test_what_was_heard_fast_is_said_beside_the_share(opened: Opened, keys: SimpleNamespace, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    page.open_call.playback.set_speed(3.0)
    keys.press(Key.Key_K)
    qtbot.waitUntil(lambda: page.open_call.playback.position_ms > 3500)
    keys.press(Key.Key_K)
    assert page.foot.heard.text().endswith(", mostly at 3×")
    page.draft.set_heard([(40_000, 80_000, 1.0)])
    assert page.foot.heard.text().endswith("% fast")
    assert page.draft.heard.fast[0][0] == 0


def test_signing_while_playing_takes_along_what_was_heard_last(opened: Opened, demo_store: Store, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    page.draft.answer("FULL_FIRST", AnswerValue.YES)
    playback = page.open_call.playback
    playback.play()
    qtbot.waitUntil(lambda: playback.position_ms >= 300)
    with qtbot.waitSignal(
        page.draft.sign_refused
    ):  # most prompts are not answered; what was heard is stored all the same
        page.panel.signing_wished.emit()
    assert not playback.playing
    kept = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert [(span.start_ms, span.end_ms) for span in kept.heard] == [(0, playback.position_ms)]


def test_rewind_and_device_are_as_set(opened: Opened) -> None:
    page = opened("VR-88102")
    page.set_settings(replace(Settings(), resume_rewind_ms=2500, sound_device="usb-1", sound_device_name="Headset"))
    assert page.open_call.playback._rewind_ms == 2500
    assert page.open_call.playback.chosen_device == OutputDevice("usb-1", "Headset")

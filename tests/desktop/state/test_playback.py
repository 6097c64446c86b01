"""Playback over a clock moved by hand: position, speed, spans, what was heard, and a device that goes away."""

from collections.abc import Iterator

import numpy as np
import pytest

from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.state.sound_feed import SoundFeed
from desktop.state.sound_out import SILENT, SilentOut


class Hand:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class BrittleDevice:
    """A device of another rate than the call's, which takes sound and may go away."""

    rate_hz = 16_000
    note = "Headset"
    device_id = "headset"

    def __init__(self) -> None:
        self.feed: SoundFeed | None = None
        self.heard = 0
        self.gone = False

    def start(self, feed: SoundFeed) -> None:
        self.feed, self.heard = feed, 0

    def stop(self) -> None:
        self.feed = None

    def play(self, seconds: float) -> np.ndarray:
        assert self.feed is not None
        frames = round(seconds * self.rate_hz)
        self.heard += frames
        return self.feed.read(frames)

    def heard_frames(self) -> float:
        return self.heard

    def fault(self) -> str | None:
        return "the sound device is gone: playing silently" if self.gone else None


def call(seconds: float = 60, *, complete: bool = True) -> Samples:
    samples = Samples(8000, 2)
    samples.append(np.full((2, round(seconds * 8000)), 1000, np.int16))
    if complete:
        samples.finish()
    return samples


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def playback(qapp, hand) -> Iterator[Playback]:
    one = Playback(make_out=lambda rate_hz: SilentOut(rate_hz, hand), make_silent=lambda rate: SilentOut(rate, hand))
    yield one
    one.unload()


@pytest.fixture
def pass_time(playback, hand, qtbot):
    """Lets seconds pass on the sound's clock and waits until the position has followed."""

    def passing(seconds: float) -> None:
        with qtbot.waitSignal(playback.position_changed):
            hand.now += seconds

    return passing


def test_a_loaded_call_stands_at_its_start(playback):
    playback.load(call())
    assert (playback.position_ms, playback.duration_ms, playback.playing) == (0, 60_000, False)


def test_the_position_follows_the_clock_exactly(playback, pass_time):
    playback.load(call())
    playback.play()
    pass_time(1.25)
    assert playback.position_ms == 1250
    pass_time(10)
    assert playback.position_ms == 11_250


@pytest.mark.parametrize("speed", [0.5, 1.25, 3.0])
def test_at_another_speed_the_position_runs_at_that_speed(playback, pass_time, speed):
    playback.load(call())
    playback.set_speed(speed)
    playback.play()
    pass_time(4)
    assert playback.position_ms == pytest.approx(4000 * speed, abs=1)


def test_the_speed_can_change_while_playing(playback, pass_time, qtbot):
    playback.load(call())
    playback.play()
    pass_time(2)
    with qtbot.waitSignal(playback.speed_changed, check_params_cb=lambda speed: speed == 2.0):
        playback.set_speed(2.0)
    pass_time(3)
    assert playback.position_ms == 8000


def test_a_speed_out_of_range_becomes_the_nearest_that_is_possible(playback):
    playback.set_speed(9)
    assert playback.speed == 3.0
    playback.set_speed(0.1)
    assert playback.speed == 0.5


def test_pausing_keeps_the_place_and_playing_goes_on_from_it(playback, pass_time, hand):
    playback.load(call())
    playback.toggle()
    pass_time(3)
    playback.toggle()
    hand.now += 100
    assert (playback.position_ms, playback.playing) == (3000, False)
    playback.set_rewind_ms(0)
    playback.toggle()
    pass_time(1)
    assert playback.position_ms == 4000


def test_seeking_while_playing_plays_on_from_there(playback, pass_time):
    playback.load(call())
    playback.play()
    pass_time(1)
    playback.seek_ms(30_000)
    assert (playback.position_ms, playback.playing) == (30_000, True)
    pass_time(2)
    assert playback.position_ms == 32_000


@pytest.mark.parametrize(("wish", "place"), [(-5000, 0), (99_000, 60_000), (12_345, 12_345)])
def test_a_place_outside_the_call_becomes_its_nearest_end(playback, wish, place):
    playback.load(call())
    playback.seek_ms(wish)
    assert playback.position_ms == place


def test_steps_go_from_where_it_is(playback):
    playback.load(call())
    playback.seek_ms(10_000)
    playback.step_ms(-3000)
    playback.step_ms(1000)
    assert playback.position_ms == 8000


@pytest.mark.parametrize("ms", range(0, 60, 7))
def test_a_place_sought_is_the_place_shown_at_a_rate_that_does_not_divide(qapp, ms):
    samples = Samples(11_025, 1)
    samples.append(np.zeros((1, 11_025), np.int16))
    playback = Playback(make_out=SilentOut)
    playback.load(samples)
    playback.seek_ms(ms)
    assert playback.position_ms == ms


def test_at_its_end_it_stops_there_and_plays_again_from_the_start(playback, hand, qtbot):
    playback.load(call(2))
    playback.play()
    with qtbot.waitSignals([playback.ended, playback.playing_changed]):
        hand.now += 2.5
    assert (playback.position_ms, playback.playing) == (2000, False)
    playback.play()
    assert playback.position_ms == 0


def test_a_span_stops_at_its_end(playback, hand, qtbot):
    playback.load(call())
    playback.play_span(10_000, 12_500)
    assert (playback.playing, playback.position_ms) == (True, 10_000)
    with qtbot.waitSignal(playback.ended):
        hand.now += 7
    assert (playback.position_ms, playback.playing) == (12_500, False)
    assert playback.heard == [(10_000, 12_500)]


def test_after_a_span_playing_goes_on_through_the_call(playback, hand, qtbot, pass_time):
    playback.load(call())
    playback.play_span(10_000, 11_000)
    with qtbot.waitSignal(playback.ended):
        hand.now += 2
    playback.play()
    pass_time(5)
    assert playback.position_ms == 16_000


def test_seeking_leaves_a_span(playback, pass_time):
    playback.load(call())
    playback.play_span(10_000, 11_000)
    playback.seek_ms(20_000)
    pass_time(5)
    assert playback.position_ms == 25_000


def test_a_span_without_length_is_not_played(playback):
    playback.load(call())
    playback.play_span(5000, 5000)
    assert (playback.playing, playback.position_ms) == (False, 0)


def test_what_was_heard_is_merged_and_what_was_passed_over_is_not_in_it(playback, pass_time):
    playback.load(call(), heard=[(0, 1000)])
    playback.seek_ms(1000)
    playback.play()
    pass_time(2)
    playback.seek_ms(30_000)
    pass_time(3)
    playback.pause()
    playback.seek_ms(2000)
    playback.play()
    pass_time(2)
    playback.pause()
    assert playback.heard == [(0, 4000), (30_000, 33_000)]
    assert playback.heard_share() == pytest.approx(7 / 60)


def test_what_was_heard_is_told_when_it_stops(playback, pass_time, qtbot):
    playback.load(call())
    playback.play()
    pass_time(1)
    with qtbot.waitSignal(playback.heard_changed):
        playback.pause()


def test_another_call_starts_with_nothing_heard(playback, pass_time):
    playback.load(call())
    playback.play()
    pass_time(5)
    playback.load(call(30))
    assert (playback.playing, playback.position_ms, playback.heard) == (False, 0, [])
    assert playback.duration_ms == 30_000


def test_while_the_decoder_is_behind_playing_waits_and_goes_on(playback, pass_time, qtbot):
    samples = call(2, complete=False)
    playback.load(samples)
    playback.play()
    pass_time(10)
    assert 1800 <= playback.position_ms <= 2000  # the limiter looks ahead
    assert playback.playing
    reached = playback.position_ms
    with qtbot.waitSignal(playback.duration_changed, check_params_cb=lambda ms: ms == 22_000):
        samples.append(np.zeros((2, 160_000), np.int16))
        samples.finish()
    pass_time(3)
    assert playback.position_ms == reached + 3000


def test_a_device_gets_the_sound_at_its_own_rate_and_the_position_stays_the_calls(qapp, qtbot):
    device = BrittleDevice()
    playback = Playback(make_out=lambda rate: device)
    notes: list[str] = []
    playback.device_changed.connect(notes.append)
    playback.load(call())
    playback.play()
    with qtbot.waitSignal(playback.position_changed, check_params_cb=lambda ms: ms == 1500):
        sound = device.play(1.5)
    assert np.abs(sound[2000:, 0].astype(int) - 2000).max() < 30  # both speakers in both ears
    assert notes == ["Headset"]
    playback.unload()


def test_a_device_that_goes_away_leaves_the_clock_running_from_the_same_place(qapp, qtbot, hand):
    device = BrittleDevice()
    playback = Playback(make_out=lambda rate: device, make_silent=lambda rate: SilentOut(rate, hand))
    notes: list[str] = []
    playback.device_changed.connect(notes.append)
    playback.load(call())
    playback.play()
    device.play(4)
    with qtbot.waitSignal(playback.device_changed):
        device.gone = True
    assert notes == ["Headset", "the sound device is gone: playing silently"]
    with qtbot.waitSignal(playback.position_changed, check_params_cb=lambda ms: ms == 6000):
        hand.now += 2
    assert playback.heard == [(0, 6000)]
    playback.unload()


def test_without_a_device_it_says_so(playback, qtbot):
    with qtbot.waitSignal(playback.device_changed, check_params_cb=lambda note: note == SILENT):
        playback.load(call())
    assert playback.device_note == SILENT


def test_nothing_happens_without_a_call(playback):
    playback.play()
    playback.seek_ms(5)
    playback.step_ms(5)
    playback.play_span(0, 5)
    assert (playback.playing, playback.position_ms, playback.duration_ms) == (False, 0, 0)

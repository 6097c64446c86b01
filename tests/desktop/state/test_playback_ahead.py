"""A place whose sound is still to come is not lost: it is shown, and played from once the sound is there."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.state.sound_out import SilentOut

RATE_HZ = 8000


class Hand:
    """A clock moved by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def playback(qapp, hand: Hand) -> Iterator[Playback]:
    one = Playback(make_out=lambda rate: SilentOut(rate, hand))
    one.set_rewind_ms(0)
    yield one
    one.unload()


@pytest.fixture
def pass_time(playback: Playback, hand: Hand, qtbot) -> Callable[[float, int], None]:
    """So many seconds go by; the playback then stands where it must."""

    def go(seconds: float, place_ms: int) -> None:
        hand.now += seconds
        qtbot.waitUntil(lambda: playback.position_ms == place_ms)

    return go


def grow(samples: Samples, seconds: float) -> None:
    samples.append(np.full((samples.channels, round(seconds * RATE_HZ)), 1000, np.int16))


def test_a_place_sought_before_any_sound_is_there_is_shown_and_gone_to(playback, qtbot):
    told: list[int] = []
    playback.position_changed.connect(told.append)
    playback.expect(60_000)
    with qtbot.waitSignal(playback.waiting_changed, check_params_cb=lambda waiting: waiting):
        playback.seek_ms(40_000)
    assert (playback.position_ms, playback.playing, told) == (40_000, False, [40_000])
    samples = Samples(RATE_HZ, 2)
    grow(samples, 10)
    playback.load(samples)
    assert (playback.position_ms, playback.waiting) == (40_000, True)
    with qtbot.waitSignal(playback.waiting_changed, check_params_cb=lambda waiting: not waiting):
        grow(samples, 50)
        samples.finish()
    assert playback.position_ms == 40_000


def test_playing_wished_before_any_sound_is_there_begins_with_it(playback, pass_time):
    playing: list[bool] = []
    playback.playing_changed.connect(playing.append)
    playback.expect(60_000)
    playback.toggle()
    playback.step_ms(5000)
    assert (playback.playing, playback.position_ms) == (True, 5000)
    samples = Samples(RATE_HZ, 2)
    grow(samples, 60)
    samples.finish()
    playback.load(samples)
    pass_time(2, 7000)
    assert playing == [True]
    assert playback.heard == [(5000, 7000)]


def test_playing_waits_at_a_place_the_decoder_has_not_reached(playback, pass_time, hand, qtbot):
    playback.expect(60_000)
    samples = Samples(RATE_HZ, 2)
    grow(samples, 10)
    playback.load(samples)
    playback.play()
    pass_time(1, 1000)
    playback.seek_ms(30_000)
    assert (playback.playing, playback.waiting) == (True, True)
    with qtbot.waitSignal(playback.position_changed, check_params_cb=lambda ms: ms == 30_000):
        hand.now += 20
    grow(samples, 50)
    samples.finish()
    pass_time(2, 32_000)
    assert playback.heard == [(0, 1000), (30_000, 32_000)]


def test_a_span_chosen_before_any_sound_is_there_is_played_to_its_end(playback, hand, qtbot):
    playback.expect(60_000)
    playback.play_span(20_000, 21_000)
    samples = Samples(RATE_HZ, 1)
    grow(samples, 60)
    samples.finish()
    playback.load(samples)
    with qtbot.waitSignal(playback.ended):
        hand.now += 5
    assert (playback.position_ms, playback.heard) == (21_000, [(20_000, 21_000)])


def test_the_wish_to_play_can_be_taken_back_while_it_waits(playback):
    playback.expect(60_000)
    playback.play_span(20_000, 21_000)
    playback.pause()
    assert (playback.playing, playback.position_ms) == (False, 20_000)


def test_where_a_call_turns_out_shorter_its_end_is_gone_to(playback, qtbot):
    playback.expect(60_000)
    samples = Samples(RATE_HZ, 1)
    grow(samples, 10)
    playback.load(samples)
    playback.seek_ms(59_000)
    with qtbot.waitSignal(playback.position_changed, check_params_cb=lambda ms: ms == 10_000):
        samples.finish()
    assert not playback.waiting


def test_where_no_sound_comes_nothing_waits(playback):
    playback.expect(60_000)
    playback.seek_ms(40_000)
    playback.play()
    playback.expect(0)
    assert (playback.playing, playback.position_ms, playback.waiting) == (False, 0, False)
    playback.seek_ms(40_000)
    assert playback.position_ms == 0


def test_where_the_decoder_breaks_off_what_there_is_ends_there(playback):
    playback.expect(60_000)
    samples = Samples(RATE_HZ, 1)
    grow(samples, 10)
    playback.load(samples)
    playback.seek_ms(40_000)
    playback.expect(0)
    assert (playback.position_ms, playback.waiting) == (10_000, False)


def test_a_wish_for_one_call_is_not_done_in_the_next(playback):
    playback.expect(60_000)
    playback.seek_ms(40_000)
    playback.set_loop((1000, 3000))
    playback.unload()
    assert (playback.waiting, playback.loop) == (False, None)
    samples = Samples(RATE_HZ, 1)
    grow(samples, 60)
    playback.load(samples)
    assert playback.position_ms == 0

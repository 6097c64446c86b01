"""Loop, skipped silence, whom to hear, rewind, what was heard how fast, and devices that come and go."""

from collections.abc import Iterator

import numpy as np
import pytest

from desktop.jobs.activity import Activity
from desktop.jobs.mix import Listening
from desktop.jobs.route import SkipSilence
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.state.sound_feed import SoundFeed
from desktop.state.sound_out import SilentOut, SoundOut
from desktop.state.sound_outputs import OutputDevice, Outputs, found_again
from models.listening import SKIPPED

RATE_HZ = 8000


class Hand:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Device(SilentOut):
    """A device over the clock moved by hand, which can fail."""

    def __init__(self, rate_hz: int, hand: Hand, device: OutputDevice) -> None:
        super().__init__(rate_hz, hand)
        self.device_id, self.note = device
        self.stopped = 0
        self.broken = False

    def stop(self) -> None:
        self.stopped += 1
        super().stop()

    def fault(self) -> str | None:
        return "the sound device does not respond: playing silently" if self.broken else None


class Desk(Outputs):
    """Devices that can be plugged in and out."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self._hand = hand
        self.there = [OutputDevice("speakers", "Speakers"), OutputDevice("headset", "Headset")]
        self.made: list[SoundOut] = []

    def devices(self) -> list[OutputDevice]:
        return list(self.there)

    def make(self, rate_hz: int) -> SoundOut:
        wanted = None if self.wanted is None else found_again(self.wanted, self.there)
        device = wanted or next(iter(self.there), None)
        out = SilentOut(rate_hz, self._hand) if device is None else Device(rate_hz, self._hand, device)
        self.made.append(out)
        return out

    def plug(self, *devices: str) -> None:
        self.there = [OutputDevice(device, device.capitalize()) for device in devices]
        self.changed.emit()


def talk() -> Samples:
    """Two seconds of the caseworker, four of nothing, two of the parent, four of nothing."""
    rng = np.random.default_rng(1)
    sound = rng.normal(0, 4, (2, 12 * RATE_HZ))
    for channel, second in ((0, 0), (1, 6)):
        syllables = np.maximum(0.05, np.sin(np.pi * 4 * np.arange(2 * RATE_HZ) / RATE_HZ) ** 2)
        sound[channel, second * RATE_HZ : (second + 2) * RATE_HZ] += rng.normal(0, 4000, 2 * RATE_HZ) * syllables
    samples = Samples(RATE_HZ, 2)
    samples.append(sound.astype(np.int16))
    samples.finish()
    return samples


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def desk(qapp, hand) -> Desk:
    return Desk(hand)


@pytest.fixture
def playback(desk, hand) -> Iterator[Playback]:
    one = Playback(outputs=desk, make_silent=lambda rate: SilentOut(rate, hand))
    samples = talk()
    activity = Activity(samples)
    activity.update()
    one.load(samples, activity=activity)
    yield one
    one.unload()


@pytest.fixture
def pass_time(playback, hand, qtbot):
    def passing(seconds: float) -> None:
        with qtbot.waitSignal(playback.position_changed):
            hand.now += seconds

    return passing


def test_a_loop_goes_round_until_it_is_left(playback, pass_time):
    playback.set_loop((1000, 3000))
    assert playback.position_ms == 1000
    playback.play()
    pass_time(5)
    assert playback.position_ms == 2000
    playback.set_loop(None)
    pass_time(3)
    assert playback.position_ms == 5000


def test_a_loop_set_while_playing_inside_it_goes_on_from_there(playback, pass_time):
    playback.play()
    pass_time(2)
    playback.set_loop((1000, 3000))
    assert playback.position_ms == 2000
    pass_time(1.5)
    assert playback.position_ms == 1500


def test_going_somewhere_else_leaves_the_loop(playback, qtbot):
    playback.set_loop((1000, 3000))
    playback.seek_ms(2000)
    assert playback.loop == (1000, 3000)
    with qtbot.waitSignal(playback.loop_changed, check_params_cb=lambda span: span is None):
        playback.seek_ms(9000)
    assert playback.position_ms == 9000


def test_a_span_is_heard_without_the_loop(playback, pass_time, hand, qtbot):
    playback.set_loop((1000, 3000))
    playback.play_span(5000, 6000)
    with qtbot.waitSignal(playback.ended):
        hand.now += 2
    assert (playback.loop, playback.position_ms) == (None, 6000)


@pytest.mark.parametrize("span", [(1000, 1050), (3000, 1000)])
def test_a_loop_too_short_to_be_heard_is_not_taken(playback, span):
    playback.set_loop(span)
    assert playback.loop is None


def test_another_call_has_no_loop(playback):
    playback.set_loop((1000, 3000))
    playback.load(talk())
    assert playback.loop is None


def test_silence_is_skipped_and_told_when_it_is_heard(playback, pass_time):
    told: list[tuple[int, int]] = []
    playback.skipped.connect(lambda start, end: told.append((start, end)))
    playback.set_skip_silence(SkipSilence.BOTH)
    playback.play()
    pass_time(2)
    assert told == []
    pass_time(1)
    assert told == [pytest.approx((2250, 5850), abs=60)]
    assert playback.position_ms == pytest.approx(3000 + told[0][1] - told[0][0], abs=2)


def test_with_silence_skipped_the_call_ends_and_all_of_it_was_gone_through(playback, hand, qtbot):
    playback.set_skip_silence(SkipSilence.BOTH)
    playback.play()
    with qtbot.waitSignal(playback.ended):
        hand.now += 6
    assert playback.position_ms == 12_000
    assert playback.heard == [(0, 12_000)]
    skipped = [span for span in playback.heard_at_speed() if span.speed == SKIPPED]
    assert [(round(start, -2), round(end, -2)) for start, end, _ in skipped] == [(2300, 5800), (8300, 12_000)]


@pytest.mark.parametrize(("mode", "heard_ms"), [(SkipSilence.CASEWORKER, 2250), (SkipSilence.PARENT, 2650)])
def test_only_one_speaker_is_heard_where_that_is_wished_for(playback, hand, qtbot, mode, heard_ms):
    playback.set_skip_silence(mode)
    playback.play()
    with qtbot.waitSignal(playback.ended):
        hand.now += 6
    heard = sum(end - start for start, end, speed in playback.heard_at_speed() if speed != SKIPPED)
    assert heard == pytest.approx(heard_ms, abs=120)


def test_swapping_the_speakers_swaps_whose_speech_is_heard(playback, hand, qtbot):
    playback.set_skip_silence(SkipSilence.CASEWORKER)
    playback.swap_speakers()
    playback.play()
    with qtbot.waitSignal(playback.ended):
        hand.now += 6
    heard = [span for span in playback.heard_at_speed() if span.speed != SKIPPED]
    assert heard[-1] == pytest.approx((5850, 8250, 1.0), abs=60)


def test_skipping_takes_effect_while_playing(playback, pass_time):
    playback.play()
    pass_time(3)
    playback.set_skip_silence(SkipSilence.BOTH)
    pass_time(1)
    assert playback.position_ms > 6000


def test_each_speed_is_taken_down_with_what_was_heard_at_it(playback, pass_time):
    playback.play()
    pass_time(2)
    playback.set_speed(3.0)
    pass_time(1)
    playback.pause()
    assert playback.heard_at_speed() == [(0, 2000, 1.0), (2000, 5000, 3.0)]
    assert playback.heard == [(0, 5000)]


def test_playing_on_goes_back_a_little(playback, pass_time):
    playback.play()
    pass_time(4)
    playback.pause()
    playback.set_rewind_ms(1500)
    playback.play()
    assert playback.position_ms == 2500


def test_it_goes_back_no_further_than_the_start(playback, pass_time):
    playback.play()
    pass_time(0.4)
    playback.pause()
    playback.play()
    assert playback.position_ms == 0


def test_after_going_somewhere_it_plays_from_there(playback, pass_time):
    playback.play()
    pass_time(4)
    playback.pause()
    playback.seek_ms(8000)
    playback.play()
    assert playback.position_ms == 8000


def test_in_a_loop_it_goes_back_no_further_than_its_start(playback, pass_time):
    playback.set_loop((2000, 6000))
    playback.play()
    pass_time(0.5)
    playback.pause()
    playback.play()
    assert playback.position_ms == 2000


@pytest.mark.parametrize(
    ("setter", "value", "signal"),
    [
        ("set_listening", Listening.PARENT, "listening_changed"),
        ("set_levelled", True, "levelled_changed"),
        ("set_caseworker_channel", 1, "caseworker_channel_changed"),
        ("set_skip_silence", SkipSilence.PARENT, "skip_silence_changed"),
    ],
)
def test_each_wish_is_told_once_and_outlasts_the_call(playback, setter, value, signal):
    told: list[object] = []
    getattr(playback, signal).connect(told.append)
    getattr(playback, setter)(value)
    getattr(playback, setter)(value)
    playback.load(talk())
    assert told == [value]
    assert getattr(playback, setter.removeprefix("set_")) == value


def test_the_stretch_of_speech_at_hand_is_the_one_here_or_the_next(playback):
    assert playback.speech_here() == pytest.approx((0, 2000), abs=60)
    playback.seek_ms(4000)
    assert playback.speech_here() == pytest.approx((6000, 8000), abs=60)
    playback.seek_ms(10_000)
    assert playback.speech_here() is None


def test_a_device_can_be_chosen_while_playing(playback, desk, pass_time, qtbot):
    playback.play()
    pass_time(2)
    first = desk.made[-1]
    with qtbot.waitSignal(playback.device_chosen) as chosen:
        playback.choose_device("headset")
    assert chosen.args == ["headset", "Headset"]
    assert first.stopped
    assert (playback.device_note, playback.playing) == ("Headset", True)
    pass_time(1)
    assert playback.position_ms == pytest.approx(3000, abs=1)
    playback.choose_device(None)
    assert playback.device_note == "Speakers"


def test_a_device_is_found_again_by_its_name():
    there = [OutputDevice("usb-2", "Headset"), OutputDevice("speakers", "Speakers")]
    assert found_again(OutputDevice("usb-1", "Headset"), there) == there[0]
    assert found_again(OutputDevice("speakers", "Headset"), there) == there[1]
    assert found_again(OutputDevice("usb-1", ""), there) is None


def test_a_device_unplugged_while_playing_leaves_the_clock_and_plays_again_when_it_is_back(playback, desk, pass_time):
    playback.choose_device("headset", "Headset")
    playback.play()
    pass_time(2)
    desk.plug("speakers")
    assert playback.device_note == "the sound device is gone: playing silently"
    pass_time(1)
    assert (playback.position_ms, playback.playing) == (3000, True)
    desk.plug("speakers", "headset")
    assert playback.device_note == "Headset"
    pass_time(1)
    assert playback.position_ms == 4000
    assert playback.heard == [(0, 4000)]


def test_another_device_never_takes_over_by_itself_but_at_the_next_play(playback, desk, pass_time):
    playback.choose_device("headset", "Headset")
    playback.play()
    pass_time(1)
    desk.plug("speakers")
    desk.plug("speakers", "screen")
    assert playback.device_note == "the sound device is gone: playing silently"
    playback.pause()
    playback.play()
    assert playback.device_note == "Speakers"


def test_a_device_that_failed_is_looked_for_again_without_any_news_of_it(playback, desk, pass_time, qtbot):
    playback.play()
    pass_time(1)
    with qtbot.waitSignal(playback.device_changed):
        desk.made[-1].broken = True
    with qtbot.waitSignal(playback.device_changed, timeout=5000):
        pass
    assert playback.device_note == "Speakers"
    pass_time(1)
    assert playback.position_ms == 2000


def test_no_device_at_all_is_told_and_one_that_comes_is_used_at_once_when_nothing_plays(playback, desk):
    desk.plug()
    assert "silently" in playback.device_note
    desk.plug("headset")
    assert playback.device_note == "Headset"


def test_the_feed_of_a_new_device_has_its_rate(playback, desk, pass_time, monkeypatch):
    feeds: list[SoundFeed] = []
    monkeypatch.setattr(Device, "start", lambda self, feed: (feeds.append(feed), SilentOut.start(self, feed))[0])
    playback.play()
    pass_time(1)
    playback.choose_device("headset")
    assert len(feeds) == 2
    assert feeds[1].read(10).shape == (10, 2)

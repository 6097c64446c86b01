"""What the device is fed, and where in the recording each frame of it comes from."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs.activity import Activity
from desktop.jobs.mix import Listening
from desktop.jobs.route import Route
from desktop.jobs.samples import Samples
from desktop.state.sound_feed import Manner, SoundFeed

OWN_EARS = Manner(listening=Listening.OWN_EARS)


def samples_of(sound: np.ndarray, rate_hz: int = 8000, complete: bool = True) -> Samples:
    samples = Samples(rate_hz, sound.shape[0])
    samples.append(sound.astype(np.int16))
    if complete:
        samples.finish()
    return samples


def ramp(frames: int) -> np.ndarray:
    row = (np.arange(frames) % 20_000).astype(np.int16)
    return np.stack([row, -row])


def tone(hz: float, seconds: float, channels: int = 1) -> np.ndarray:
    wave = 9000 * np.sin(2 * np.pi * hz * np.arange(round(seconds * 8000)) / 8000)
    return np.repeat(wave.astype(np.int16)[None], channels, axis=0)


@given(st.integers(0, 5000), st.lists(st.integers(1, 900), min_size=1, max_size=9))
def test_at_the_samples_own_rate_and_speed_every_frame_is_the_recordings(start, sizes):
    sound = ramp(4000)
    feed = SoundFeed(samples_of(sound), start, 8000, OWN_EARS)
    out = np.concatenate([feed.read(size) for size in sizes])
    there = sound[:, start : start + sum(sizes)].T
    assert np.array_equal(out[: len(there)], there)
    assert not out[len(there) :].any()
    for at in range(len(there)):
        assert feed.source_at(at) == start + at
    if len(out) > len(there):
        assert feed.ended_at == len(there)


@given(st.sampled_from([0.5, 0.75, 1.25, 1.5, 2.0, 3.0]), st.integers(0, 8000), st.sampled_from([8000, 44_100]))
@settings(deadline=None, max_examples=25)
def test_at_any_speed_the_sound_ends_when_the_recording_does(speed, start, rate_hz):
    feed = SoundFeed(samples_of(ramp(16_000)), start, rate_hz, Manner(speed))
    while feed.ended_at is None:
        assert feed.read(1000).shape == (1000, 2)
    step = speed * 8000 / rate_hz
    assert feed.ended_at == pytest.approx((16_000 - start) / step, abs=1)
    assert feed.source_at(feed.ended_at) == pytest.approx(16_000, abs=step)
    middle = feed.ended_at // 2
    assert feed.source_at(middle) == pytest.approx(start + middle * step)


def test_skipping_maps_time_exactly_as_reading_does():
    samples = samples_of(ramp(16_000))
    feeds = [SoundFeed(samples, 100, 8000, Manner(1.5), Route(8000, loop=(50, 4000))) for _ in range(2)]
    for size in (700, 900, 1, 6000):
        feeds[0].read(size)
        feeds[1].skip(size)
    assert feeds[0].ended_at == feeds[1].ended_at
    places = [[feed.source_at(at) for at in range(0, 7601, 50)] for feed in feeds]
    assert places[0] == places[1]


def test_one_channel_is_heard_in_both_ears():
    feed = SoundFeed(samples_of(ramp(1000)[:1]), 0, 8000)
    out = feed.read(1000)
    assert np.array_equal(out[:, 0], out[:, 1])
    assert np.array_equal(out[:, 0], ramp(1000)[0])


def test_a_span_ends_at_its_last_frame():
    feed = SoundFeed(samples_of(ramp(8000)), 1000, 8000, OWN_EARS, Route(8000, until=1500))
    out = feed.read(800)
    assert feed.ended_at == 500
    assert not out[500:].any()
    assert feed.source_at(800) == 1500


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_while_the_decoder_is_behind_there_is_silence_and_the_map_stands_still(speed):
    samples = samples_of(ramp(8000), complete=False)
    feed = SoundFeed(samples, 0, 8000, Manner(speed))
    feed.read(9000)
    reached = feed.source_at(9000)
    assert 6000 <= reached <= 8000
    assert feed.source_at(feed._map.output - 1) == reached
    assert feed.ended_at is None
    samples.append(ramp(8000))
    samples.finish()
    feed.read(16_000)
    assert feed.ended_at is not None
    assert feed.source_at(25_000) == pytest.approx(16_000, abs=speed)


@pytest.mark.parametrize("speed", [1.0, 1.5])
def test_what_was_waited_for_is_heard_whole_once_it_is_there(speed):
    """The filters look ahead; no zeros may be baked in where the decoder was behind."""
    sound = tone(200, 4, 2)
    samples = samples_of(sound[:, :12_000], complete=False)
    feed = SoundFeed(samples, 0, 8000, Manner(speed))
    parts = [feed.read(500) for _ in range(30)]
    samples.append(sound[:, 12_000:])
    samples.finish()
    parts += [feed.read(500) for _ in range(40)]
    out = np.concatenate(parts)[:, 0].astype(float)
    power = np.sqrt((out[: len(out) // 400 * 400].reshape(-1, 400) ** 2).mean(axis=1))
    sounding = power > 6000
    gaps = np.abs(np.diff(sounding.astype(int))).sum()
    assert gaps <= 3  # on, waiting, on, end
    assert np.count_nonzero((power > 200) & ~sounding) <= 4


@pytest.mark.parametrize("change", [{"speed": 1.5}, {"levelled": True}, {"listening": Listening.BOTH}])
def test_a_change_while_playing_neither_clicks_nor_jumps(change):
    sound = tone(200, 6)
    samples = samples_of(np.concatenate([sound, sound * 0]))
    activity = Activity(samples)
    activity.update()
    feed = SoundFeed(samples, 0, 8000, OWN_EARS, activity=activity)
    parts = [feed.read(4003)]
    feed.set_manner(Manner(**{"listening": Listening.OWN_EARS, **change}))
    parts.append(feed.read(4001))
    feed.set_manner(OWN_EARS)
    parts.append(feed.read(4000))
    out = np.concatenate(parts)[:, 0].astype(int)
    steepest = np.abs(np.diff(out[:3000])).max()
    assert np.abs(np.diff(out)).max() < 1.9 * max(steepest, np.abs(np.diff(out[5000:7000])).max())
    speed = change.get("speed", 1)
    assert feed.source_at(4003) == 4003
    assert feed.source_at(8004) == pytest.approx(4003 + 4001 * speed)
    assert feed.source_at(12_004) == pytest.approx(4003 + 4001 * speed + 4000)


def test_the_ears_are_swapped_while_playing():
    sound = np.stack([tone(200, 4)[0], tone(200, 4)[0] // 4])
    feed = SoundFeed(samples_of(sound), 0, 8000, OWN_EARS)
    before = np.abs(feed.read(4000)).max(axis=0)
    feed.set_manner(Manner(listening=Listening.OWN_EARS, caseworker_channel=1))
    after = np.abs(feed.read(4000)[100:]).max(axis=0)
    assert list(before) == list(after[::-1])


@pytest.mark.parametrize("sizes", [(333,), (1000,), (4096, 7)])
def test_a_loop_goes_round_without_a_gap(sizes):
    sound = np.random.default_rng(1).integers(-9000, 9000, (2, 16_000)).astype(np.int16)
    feed = SoundFeed(samples_of(sound), 3000, 8000, OWN_EARS, Route(8000, loop=(2000, 5000)))
    out = np.concatenate([feed.read(sizes[at % len(sizes)]) for at in range(40)])[:9000]
    assert feed.ended_at is None
    assert np.array_equal(out[:2000], sound[:, 3000:5000].T)
    for turn in (2000, 5000):
        inside = slice(turn + 40, min(turn + 3000, len(out)))
        assert np.array_equal(out[inside], sound[:, 2040 : 2000 + inside.stop - turn].T)
    assert feed.source_at(2000) == 2000
    assert feed.source_at(4999) == 4999
    assert feed.source_at(5000) == 2000


def test_at_the_turn_of_a_loop_the_sound_fades_over():
    sound = tone(100, 4)
    feed = SoundFeed(samples_of(sound), 0, 8000, OWN_EARS, Route(8000, loop=(20, 4060)))
    out = np.concatenate([feed.read(1000) for _ in range(12)])[:, 0].astype(int)
    assert np.abs(np.diff(out)).max() < 3 * np.abs(np.diff(sound[0].astype(int))).max()


def talk(*parts: tuple[float, float]) -> np.ndarray:
    """Seconds of sound and of silence by turns, in one channel."""
    rows = []
    for spoken, silent in parts:
        rows.append(tone(300, spoken)[0] * (0.6 + 0.4 * np.sin(np.arange(round(spoken * 8000)) / 300)))
        rows.append(np.zeros(round(silent * 8000)))
    return np.concatenate(rows)


def listening_to(sound: np.ndarray, spoken: tuple[int, ...] = (0,)) -> SoundFeed:
    samples = samples_of(sound)
    activity = Activity(samples)
    activity.update()
    return SoundFeed(samples, 0, 8000, OWN_EARS, Route(8000, activity=activity, spoken=spoken), activity)


def test_silence_is_passed_over_and_told():
    feed = listening_to(talk((2, 5), (2, 0.3), (1, 8))[None])
    feed.read(18 * 8000)
    assert feed.ended_at is not None
    gone = feed.heard_between(0, feed.ended_at + 1)
    jumps = [(round(p.source / 8), round(p.source_end / 8)) for p, speed in gone if speed is None]
    assert jumps == [pytest.approx((2280, 6850), abs=60), pytest.approx((10_580, 18_300), abs=60)]
    assert feed.ended_at / 8 == pytest.approx(18_300 - sum(end - start for start, end in jumps), abs=2)
    for (before, _), (after, _) in pairwise(gone):
        assert before.source_end == after.source


def test_no_speech_is_lost_to_a_skip():
    sound = talk((2, 3), (0.4, 2), (1.5, 1.2), (3, 4))[None]
    feed = listening_to(sound)
    out = feed.read(round(feed_length(sound)))
    assert np.count_nonzero(np.abs(out[:, 0].astype(int)) > 500) >= 0.999 * np.count_nonzero(np.abs(sound) > 500)


def feed_length(sound: np.ndarray) -> float:
    return sound.shape[1] + 8000


def test_only_one_speaker_is_heard_where_that_is_wished_for():
    sound = np.stack([talk((2, 8)), np.roll(talk((2, 8)), 5 * 8000)])
    assert listening_to(sound, (1,)).read(8000)[4000:, 0].max() < 200
    other = listening_to(sound, (1,))
    other.read(10 * 8000)
    assert other.ended_at is not None
    assert 2 * 8000 <= other.ended_at <= 3.2 * 8000


def test_who_goes_into_a_silence_hears_a_moment_of_it():
    samples = samples_of(talk((2, 6), (2, 1))[None])
    activity = Activity(samples)
    activity.update()
    feed = SoundFeed(samples, 4 * 8000, 8000, OWN_EARS, Route(8000, activity=activity, spoken=(0,)), activity)
    feed.read(4 * 8000)
    assert feed.source_at(1000) == 33_000
    assert feed.source_at(2400) > 7.5 * 8000


def test_a_silent_call_comes_to_its_end():
    feed = listening_to(np.zeros((1, 80_000)))
    feed.read(8000)
    assert feed.ended_at is not None
    assert feed.source_at(feed.ended_at + 1) == 80_000


def test_no_silence_is_passed_over_inside_a_loop():
    samples = samples_of(talk((2, 5), (2, 5))[None])
    activity = Activity(samples)
    activity.update()
    route = Route(8000, loop=(2 * 8000, 6 * 8000), activity=activity, spoken=(0,))
    feed = SoundFeed(samples, 2 * 8000, 8000, OWN_EARS, route, activity)
    feed.read(8 * 8000)
    assert feed.source_at(4 * 8000 - 1) == 6 * 8000 - 1
    assert feed.source_at(4 * 8000) == 2 * 8000

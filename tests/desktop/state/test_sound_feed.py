"""What the device is fed, and where in the recording each frame of it comes from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs.samples import Samples
from desktop.state.sound_feed import SoundFeed


def samples_of(sound: np.ndarray, rate_hz: int = 8000, complete: bool = True) -> Samples:
    samples = Samples(rate_hz, sound.shape[0])
    samples.append(sound)
    if complete:
        samples.finish()
    return samples


def ramp(frames: int) -> np.ndarray:
    row = (np.arange(frames) % 20_000).astype(np.int16)
    return np.stack([row, -row])


@given(st.integers(0, 5000), st.lists(st.integers(1, 900), min_size=1, max_size=9))
def test_at_the_samples_own_rate_and_speed_every_frame_is_the_recordings(start, sizes):
    sound = ramp(4000)
    feed = SoundFeed(samples_of(sound), start, None, 1.0, 8000)
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
    feed = SoundFeed(samples_of(ramp(16_000)), start, None, speed, rate_hz)
    while feed.ended_at is None:
        assert feed.read(1000).shape == (1000, 2)
    step = speed * 8000 / rate_hz
    assert feed.ended_at == pytest.approx((16_000 - start) / step, abs=1)
    assert feed.source_at(feed.ended_at) == pytest.approx(16_000, abs=step)
    middle = feed.ended_at // 2
    assert feed.source_at(middle) == pytest.approx(start + middle * step)


def test_skipping_maps_time_exactly_as_reading_does():
    samples = samples_of(ramp(16_000))
    read, skipped = SoundFeed(samples, 100, 9000, 1.5, 8000), SoundFeed(samples, 100, 9000, 1.5, 8000)
    for size in (700, 900, 1, 6000):
        read.read(size)
        skipped.skip(size)
    assert read.ended_at == skipped.ended_at
    assert [read.source_at(at) for at in range(0, 7601, 50)] == [skipped.source_at(at) for at in range(0, 7601, 50)]


def test_one_channel_is_heard_in_both_ears():
    feed = SoundFeed(samples_of(ramp(1000)[:1]), 0, None, 1.0, 8000)
    out = feed.read(1000)
    assert np.array_equal(out[:, 0], out[:, 1])
    assert np.array_equal(out[:, 0], ramp(1000)[0])


def test_a_span_ends_at_its_last_frame():
    feed = SoundFeed(samples_of(ramp(8000)), 1000, 1500, 1.0, 8000)
    out = feed.read(800)
    assert feed.ended_at == 500
    assert not out[500:].any()
    assert feed.source_at(800) == 1500


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_while_the_decoder_is_behind_there_is_silence_and_the_map_stands_still(speed):
    samples = samples_of(ramp(8000), complete=False)
    feed = SoundFeed(samples, 0, None, speed, 8000)
    feed.read(9000)
    reached = feed.source_at(9000)
    assert 8000 - 4000 * (speed != 1) <= reached <= 8000
    assert feed.source_at(feed._map.output - 1) == reached
    assert feed.ended_at is None
    samples.append(ramp(8000))
    samples.finish()
    feed.read(16_000)
    assert feed.ended_at is not None
    assert feed.source_at(25_000) == pytest.approx(16_000, abs=speed)


def test_changing_the_speed_neither_clicks_nor_jumps():
    tone = (9000 * np.sin(2 * np.pi * 200 * np.arange(40_000) / 8000)).astype(np.int16)[None]
    feed = SoundFeed(samples_of(tone), 0, None, 1.0, 8000)
    parts = [feed.read(4003)]
    feed.set_speed(1.5)
    parts.append(feed.read(4001))
    feed.set_speed(0.75)
    parts.append(feed.read(4000))
    out = np.concatenate(parts)[:, 0].astype(int)
    steepest = 9000 * 2 * np.pi * 200 / 8000
    assert np.abs(np.diff(out)).max() < 1.6 * steepest
    assert feed.source_at(4003) == 4003
    assert feed.source_at(8004) == pytest.approx(4003 + 4001 * 1.5)
    assert feed.source_at(12_004) == pytest.approx(4003 + 4001 * 1.5 + 4000 * 0.75)

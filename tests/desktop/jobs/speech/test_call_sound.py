"""The sound of a call in pieces: the same whoever asks for it, at any rate, and never whole in memory."""

import tracemalloc

import numpy as np
import pytest

from desktop.jobs.samples import Samples
from desktop.jobs.speech.call_sound import CallSound


def noise(rate_hz: int, seconds: float, channels: int = 2) -> Samples:
    samples = Samples(rate_hz, channels)
    samples.append(np.random.default_rng(5).integers(-9000, 9000, (channels, round(seconds * rate_hz)), np.int16))
    return samples


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 6_000, 12_345])
def test_a_stretch_is_the_same_from_wherever_it_is_read(rate_hz: int) -> None:
    sound = CallSound(noise(rate_hz, 3))
    whole = sound.recorded(1, 0, sound.frames)
    assert whole.dtype == np.float32
    assert whole.shape == (sound.frames,) == (rate_hz * 3 * 16_000 // rate_hz,)
    for start, end in ((0, 1), (1, 700), (17_001, 40_000), (sound.frames - 5, sound.frames)):
        assert np.array_equal(sound.recorded(1, start, end), whole[start:end])


def test_times_stay_true_after_hours() -> None:
    samples = Samples(11_025, 1)
    for _ in range(30):
        samples.append(np.zeros((1, 11_025 * 20), np.int16))
    click = np.zeros((1, 100), np.int16)
    click[0, 50] = 30_000
    samples.append(click)
    sound = CallSound(samples)
    at = (30 * 20 * 11_025 + 50) * 16_000 // 11_025
    loudest = int(np.argmax(sound.recorded(0, at - 100, at + 60))) + at - 100
    assert abs(loudest - at) <= 1


def test_beyond_the_end_there_is_silence() -> None:
    sound = CallSound(noise(8_000, 1))
    assert not sound.recorded(0, sound.frames + 100, sound.frames + 200).any()
    assert sound.recorded(0, 50, 50).size == 0


def test_the_level_is_brought_up_and_never_beyond_full_scale() -> None:
    sound = CallSound(noise(8_000, 1), (2.0, 100.0))
    recorded = sound.recorded(0, 500, 900)
    assert np.allclose(sound.levelled(0, 500, 900), recorded * 2)
    assert np.abs(sound.levelled(1, 500, 900)).max() == 1.0


def test_an_hour_is_read_without_an_hour_in_memory() -> None:
    samples = noise(16_000, 60, 1)
    for _ in range(4):
        samples.append(samples.read(0, 16_000 * 60))
    sound = CallSound(samples)
    tracemalloc.start()
    for at in range(0, sound.frames, 16_000 * 60):
        sound.levelled(0, at, at + 16_000 * 60)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 << 20

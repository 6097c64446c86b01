"""Faster and slower with the pitch kept, and where in the recording it all comes from."""

import numpy as np
import pytest

from desktop.jobs.resample import SIDE, Resampler
from desktop.jobs.samples import Samples
from desktop.jobs.stretch import HOP_S, SEARCH_S, Stretcher
from desktop.state.sound_feed import Copier

SPEEDS = [0.5, 0.75, 1.25, 1.5, 2.0, 2.5, 3.0]


def samples_of(sound: np.ndarray, rate_hz: int = 8000) -> Samples:
    samples = Samples(rate_hz, sound.shape[0])
    samples.append(sound.astype(np.int16))
    samples.finish()
    return samples


def tone(hz: float, rate_hz: int, seconds: float, channels: int = 1) -> np.ndarray:
    wave = 12_000 * np.sin(2 * np.pi * hz * np.arange(round(rate_hz * seconds)) / rate_hz)
    return np.repeat(wave.astype(np.int16)[None], channels, axis=0)


def stretched(sound: np.ndarray, speed: float, rate_hz: int = 8000, start: float = 0) -> np.ndarray:
    stretcher = Stretcher(samples_of(sound, rate_hz), start, speed)
    frames = int((sound.shape[1] - start) / speed)
    sizes = [777] * (frames // 777) + [frames % 777]
    return np.concatenate([stretcher.take(size) for size in sizes], axis=1)


def pitch(sound: np.ndarray, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(sound[0] * np.hanning(sound.shape[1])))
    return float(spectrum.argmax()) * rate_hz / sound.shape[1]


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("rate_hz", [8000, 16_000])
def test_the_pitch_and_the_loudness_stay(speed, rate_hz):
    after = stretched(tone(440, rate_hz, 4, channels=2), speed, rate_hz)
    assert after.shape == (2, int(4 * rate_hz / speed))
    assert pitch(after, rate_hz) == pytest.approx(440, rel=0.01)
    inside = after[:, rate_hz // 10 : -rate_hz // 10].astype(float)
    assert np.sqrt((inside**2).mean()) == pytest.approx(12_000 / np.sqrt(2), rel=0.08)


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("start", [0, 4321.5])
def test_every_burst_is_heard_where_the_map_says(speed, start):
    sound = np.random.default_rng(3).normal(0, 20, (1, 160_000))
    places = np.arange(8000, 160_000, 8000)
    for at in places:
        sound[0, at - 200 : at + 200] += tone(1000, 8000, 0.05)[0]
    out = np.abs(stretched(sound, speed, start=start)[0].astype(float))
    bar = 8000 * (SEARCH_S + HOP_S * abs(speed - 1) / 2) + 80
    for at in places[places > start + 2000]:
        middle = (at - start) / speed
        around = out[round(middle - 400) : round(middle + 400)]
        weight = np.where(around > 2000, around, 0)
        heard = middle - 400 + (np.arange(len(around)) * weight).sum() / weight.sum()
        assert heard * speed == pytest.approx(middle * speed, abs=bar)


def test_the_first_frame_is_the_first_of_the_recording():
    sound = tone(300, 8000, 1) // 3
    sound[0, 4000] = 30_000
    assert stretched(sound, 1.5, start=4000)[0, 0] > 25_000


def test_left_and_right_stay_apart():
    sound = tone(440, 8000, 2, channels=2)
    sound[0] = 0
    out = stretched(sound, 1.5)
    assert np.abs(out[0]).max() == 0
    assert np.abs(out[1]).max() > 8000


def test_silence_stays_silence():
    assert not stretched(np.zeros((2, 16_000)), 2.0).any()


@pytest.mark.parametrize("speed", [0.4, 3.1])
def test_a_speed_out_of_range_is_refused(speed):
    with pytest.raises(ValueError, match="not between"):
        Stretcher(samples_of(tone(440, 8000, 1)), 0, speed)


def resampled(sound: np.ndarray, rate_hz: int, out_rate_hz: int) -> np.ndarray:
    samples = samples_of(sound, rate_hz)
    before = np.zeros((sound.shape[0], SIDE), np.int16)
    resampler = Resampler(Copier(samples, 0), before, out_rate_hz)
    frames = sound.shape[1] * out_rate_hz // rate_hz
    sizes = [1013] * (frames // 1013) + [frames % 1013]
    return np.concatenate([resampler.take(size) for size in sizes], axis=1)


@pytest.mark.parametrize(
    ("rate_hz", "out_rate_hz"), [(8000, 44_100), (8000, 48_000), (11_025, 48_000), (16_000, 44_100), (16_000, 8000)]
)
def test_another_rate_keeps_every_sample_in_its_place(rate_hz, out_rate_hz):
    out = resampled(tone(440, rate_hz, 3), rate_hz, out_rate_hz)
    truth = 12_000 * np.sin(2 * np.pi * 440 * np.arange(out.shape[1]) / out_rate_hz)
    inside = slice(out_rate_hz // 100, -out_rate_hz // 100)
    assert np.abs(out[0, inside] - truth[inside]).max() < 40


def test_what_the_lower_rate_cannot_carry_is_left_out():
    out = resampled(tone(6000, 16_000, 1), 16_000, 8000)
    assert np.abs(out[0, 100:-100]).max() < 600

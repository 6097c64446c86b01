"""Faster and slower with the pitch kept."""

import numpy as np
import pytest

from desktop.jobs.stretch import Stretcher


def tone(hz: float, rate_hz: int, seconds: float, channels: int = 1) -> np.ndarray:
    wave = 12_000 * np.sin(2 * np.pi * hz * np.arange(round(rate_hz * seconds)) / rate_hz)
    return np.repeat(wave.astype(np.int16)[None], channels, axis=0)


def through(stretcher: Stretcher, sound: np.ndarray, block: int = 800) -> np.ndarray:
    parts = [stretcher.push(sound[:, at : at + block]) for at in range(0, sound.shape[1], block)]
    return np.concatenate([*parts, stretcher.flush()], axis=1)


def pitch(sound: np.ndarray, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(sound[0] * np.hanning(sound.shape[1])))
    return float(spectrum.argmax()) * rate_hz / sound.shape[1]


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 1.5, 2.0, 2.5, 3.0])
@pytest.mark.parametrize("rate_hz", [8000, 16_000])
def test_the_pitch_stays_and_the_length_changes_with_the_speed(speed, rate_hz):
    before = tone(440, rate_hz, 4, channels=2)
    after = through(Stretcher(rate_hz, 2, speed, rate_hz), before)
    assert after.shape[0] == 2
    assert after.shape[1] == pytest.approx(before.shape[1] / speed, abs=rate_hz * 0.1)
    assert pitch(after, rate_hz) == pytest.approx(440, rel=0.01)
    assert np.abs(after[:, rate_hz // 2 : -rate_hz // 2]).max() == pytest.approx(12_000, rel=0.15)


@pytest.mark.parametrize("speed", [0.5, 1.5, 3.0])
def test_a_place_in_the_output_is_where_its_step_says(speed):
    sound = np.zeros((1, 80_000), np.int16)
    for at in range(8000, 80_000, 8000):  # a burst each second
        sound[0, at : at + 800] = tone(1000, 8000, 0.1)[0]
    stretcher = Stretcher(8000, 1, speed, 8000)
    out = through(stretcher, sound)
    loud = np.abs(out[0].astype(int)) > 2000
    starts = [i for i in np.flatnonzero(loud) if not loud[max(0, i - 400) : i].any()]
    assert len(starts) == 9
    for number, start in enumerate(starts, start=1):
        assert start * stretcher.step == pytest.approx(8000 * number, abs=8000 * 0.04 * max(1, speed))


def test_another_rate_keeps_pitch_and_length():
    before = tone(440, 8000, 3)
    after = through(Stretcher(8000, 1, 1.0, 44_100), before)
    assert after.shape[1] == pytest.approx(3 * 44_100, abs=100)
    assert pitch(after, 44_100) == pytest.approx(440, rel=0.005)


def test_left_and_right_stay_apart():
    sound = tone(440, 8000, 2, channels=2)
    sound[0] = 0
    out = through(Stretcher(8000, 2, 1.5, 48_000), sound)
    assert np.abs(out[0]).max() == 0
    assert np.abs(out[1]).max() > 8000


@pytest.mark.parametrize("speed", [0.4, 3.1])
def test_a_speed_out_of_range_is_refused(speed):
    with pytest.raises(ValueError, match="not between"):
        Stretcher(8000, 1, speed, 8000)

"""Resampling: exact places, whatever pieces it is asked for in, and the fast way like the general one."""

import numpy as np
import pytest

from desktop.jobs.resample import SIDE, Resampler


class Noise:
    """Sound that is taken from front to end."""

    channels = 2

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._sound = np.random.default_rng(1).integers(-32768, 32767, (2, 20_000), np.int16)
        self._at = 0

    def take(self, count: int) -> np.ndarray:
        self._at += count
        return self._sound[:, self._at - count : self._at]


def resampled(rate_hz: int, pieces: list[int]) -> np.ndarray:
    one = Resampler(Noise(rate_hz), np.zeros((2, SIDE), np.int16), 16_000)
    return np.concatenate([one.take(count) for count in pieces], axis=1)


@pytest.mark.parametrize("rate_hz", [4_000, 8_000, 11_025, 6_000])
def test_the_pieces_it_is_taken_in_change_nothing(rate_hz: int) -> None:
    whole = resampled(rate_hz, [6_000])
    assert (resampled(rate_hz, [1, 2, 997, 0, 3_000, 2_000]) == whole).all()


def test_a_multiple_of_the_rate_comes_out_as_any_other_would(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = resampled(8_000, [6_000])
    monkeypatch.setattr(Resampler, "_doubled", Resampler._between)
    assert np.abs(fast.astype(int) - resampled(8_000, [6_000])).max() <= 1


def test_a_tone_keeps_its_places() -> None:
    class Tone(Noise):
        def take(self, count: int) -> np.ndarray:
            at = np.arange(self._at, self._at + count)
            self._at += count
            return np.tile(np.rint(9_000 * np.sin(at * 2 * np.pi * 440 / 8_000)), (2, 1)).astype(np.int16)

    out = Resampler(Tone(8_000), np.zeros((2, SIDE), np.int16), 16_000).take(8_000)
    true = 9_000 * np.sin(np.arange(8_000) * 2 * np.pi * 440 / 16_000)
    assert np.abs(out[0, 100:].astype(float) - true[100:]).max() < 20

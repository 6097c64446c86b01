"""What the channels hold: silence, the same sound twice, another's voice bleeding over, and how loud they are."""

import numpy as np
import pytest

from desktop.jobs.samples import Samples
from desktop.jobs.speech.channels import PEAK, check_channels, is_bleeding
from models.errors import Cancelled


@pytest.fixture(scope="module")
def one(calls) -> np.ndarray:
    return calls.bursts(6, [(0.5, 2.5), (4, 5)], seed=1)


def test_two_sides_are_two_sides(calls, one) -> None:
    found = check_channels(calls.samples(one, calls.bursts(6, [(2.6, 3.8)], seed=2)))
    assert (found.silent, found.same, found.heard) == ((), False, (0, 1))


@pytest.mark.parametrize("factor", [1, 0.3, -1], ids=["equal", "fainter", "upside down"])
def test_one_sound_on_both_channels_is_noticed_and_heard_once(calls, one, factor: float) -> None:
    found = check_channels(calls.samples(one, one * np.float32(factor)))
    assert found.same
    assert found.heard == (0,)


def test_a_silent_channel_is_noticed_and_not_heard(calls, one) -> None:
    hiss = np.random.default_rng(3).normal(0, 0.0003, one.size).astype(np.float32)
    found = check_channels(calls.samples(hiss, one))
    assert (found.silent, found.same, found.heard) == ((0,), False, (1,))
    assert found.gains[0] == 1.0


def test_a_word_in_an_hour_of_silence_is_no_silent_channel(calls, one) -> None:
    samples = Samples(8_000, 1)
    for second in range(3_600):
        samples.append(np.zeros((1, 8_000), np.int16) if second != 1_800 else calls.samples(one).read(8_000, 8_000))
    assert check_channels(samples).silent == ()


def test_a_call_shorter_than_a_second_is_judged_whole(calls, one) -> None:
    assert check_channels(calls.samples(one[4_000:8_000])).silent == ()
    assert check_channels(calls.samples(np.zeros(400, np.float32))).silent == (0,)


def test_a_call_without_a_sample_has_silent_channels_only() -> None:
    found = check_channels(Samples(8_000, 2))
    assert (found.silent, found.heard) == ((0, 1), ())


def test_the_loudest_sample_is_brought_to_the_peak_and_a_click_does_not_count(calls, one) -> None:
    quiet = one * 0.1
    expected = PEAK / np.abs(quiet).max()
    assert check_channels(calls.samples(quiet)).gains[0] == pytest.approx(expected, rel=0.01)
    long = np.tile(quiet, 5)  # 240,000 samples: two of them may be clicks
    long[100] = long[200] = 1.0
    assert check_channels(calls.samples(long)).gains[0] == pytest.approx(expected, rel=0.01)


def test_full_scale_down_is_as_loud_as_full_scale_up() -> None:
    samples = Samples(8_000, 1)
    samples.append(np.full((1, 16_000), -32768, np.int16))
    assert check_channels(samples).gains[0] == pytest.approx(PEAK)


def test_looking_can_be_stopped(calls, one) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        check_channels(calls.samples(one), stop)


def test_the_other_voice_faint_and_late_is_bleeding(calls) -> None:
    voice = calls.bursts(2, [(0, 2)], seed=4, rate_hz=16_000)
    late = np.concatenate([np.zeros(200, np.float32), voice[:-200]]) * 0.01
    assert is_bleeding(late, voice)
    assert is_bleeding(late + np.random.default_rng(5).normal(0, 0.001, late.size).astype(np.float32), voice)


def test_a_faint_voice_of_its_own_is_no_bleeding(calls) -> None:
    own = calls.bursts(2, [(0, 2)], seed=6, loud=0.02, rate_hz=16_000)
    other = calls.bursts(2, [(0, 2)], seed=7, rate_hz=16_000)
    assert not is_bleeding(own, other)


def test_both_at_once_is_no_bleeding_and_neither_is_silence_on_the_other_side(calls) -> None:
    voice = calls.bursts(1, [(0, 1)], seed=8, rate_hz=16_000)
    assert not is_bleeding(voice, voice)
    assert not is_bleeding(voice, np.zeros_like(voice))
    assert not is_bleeding(np.zeros_like(voice), voice)

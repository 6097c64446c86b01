"""Evened levels, the limiter, and what each ear hears of the channels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs.activity import Activity
from desktop.jobs.levels import CEILING, LEAST_DB, MOST_DB, TARGET_DB, gains_db, limited, margin_frames
from desktop.jobs.mix import Listening, Mix
from desktop.jobs.samples import Samples

RATE_HZ = 8000


def samples_of(sound: np.ndarray) -> Samples:
    samples = Samples(RATE_HZ, sound.shape[0])
    samples.append(np.clip(sound, -32768, 32767).astype(np.int16))
    samples.finish()
    return samples


def voice(seconds: float, level: float, seed: int = 1) -> np.ndarray:
    frames = round(seconds * RATE_HZ)
    made = np.random.default_rng(seed).normal(0, 1, frames)
    return level * made * np.maximum(0.02, np.sin(np.pi * 4 * np.arange(frames) / RATE_HZ) ** 2)


def conversation(loud: float, faint: float) -> Samples:
    quiet = np.random.default_rng(3).normal(0, 5, 10 * RATE_HZ)
    left, right = quiet.copy(), np.roll(quiet, 77)
    left[: 4 * RATE_HZ] += voice(4, loud)
    right[5 * RATE_HZ : 9 * RATE_HZ] += voice(4, faint, 2)
    return samples_of(np.stack([left, right]))


def mixed(samples: Samples, listening: Listening, levelled: bool = True, channel: int = 0) -> np.ndarray:
    activity = Activity(samples)
    activity.update()
    return Mix(samples, listening, channel, activity.picture if levelled else None).read(0, samples.frames)


def level_db(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound.astype(float) ** 2) / 32768**2))


def test_a_faint_parent_is_as_loud_as_a_loud_caseworker():
    samples = conversation(8000, 400)
    both = mixed(samples, Listening.BOTH)[0]
    caseworker, parent = both[RATE_HZ : 3 * RATE_HZ], both[6 * RATE_HZ : 8 * RATE_HZ]
    assert level_db(samples.read(RATE_HZ, 2 * RATE_HZ)[0]) - level_db(samples.read(6 * RATE_HZ, 2 * RATE_HZ)[1]) > 22
    assert level_db(caseworker) == pytest.approx(level_db(parent), abs=1.5)
    assert level_db(parent) == pytest.approx(TARGET_DB, abs=1.5)


def test_what_lies_between_the_words_is_not_raised_as_far():
    samples = conversation(8000, 400)
    right = mixed(samples, Listening.PARENT)[0]
    speech = level_db(right[6 * RATE_HZ : 8 * RATE_HZ]) - level_db(samples.read(6 * RATE_HZ, 2 * RATE_HZ)[1])
    rest = level_db(right[RATE_HZ : 3 * RATE_HZ]) - level_db(samples.read(RATE_HZ, 2 * RATE_HZ)[1])
    assert 7 <= speech - rest <= 11


def test_gains_have_limits_and_need_speech_to_go_by():
    assert gains_db([None, -90.0, 0.0, TARGET_DB]) == (0.0, MOST_DB, LEAST_DB, 0.0)


@given(st.integers(0, 60_000), st.integers(1, 4000))
@settings(deadline=None, max_examples=20)
def test_every_block_sounds_as_it_does_within_the_whole(start, count):
    samples = conversation(9000, 9000)
    activity = Activity(samples)
    activity.update()
    mix = Mix(samples, Listening.BOTH, 0, activity.picture)
    whole = mix.read(0, samples.frames)
    assert np.abs(mix.read(start, count) - whole[:, start : start + count].astype(int)).max(initial=0) <= 1


def test_two_loud_speakers_at_once_are_limited_and_not_clipped():
    loud = np.stack([voice(3, 20_000), voice(3, 20_000, 4)])
    samples = samples_of(loud)
    both = mixed(samples, Listening.BOTH, levelled=False)
    assert np.abs(both.astype(int)).max() <= CEILING + 1
    added = samples.read(0, samples.frames).astype(float).sum(axis=0)
    gain = both[0, np.abs(added) > 3000] / added[np.abs(added) > 3000]
    assert gain.min() > 0.2
    assert gain.max() <= 1.001


def test_the_limiter_moves_gently():
    sound = np.full((1, 4 * RATE_HZ), 10_000, np.float32)
    sound[0, 2 * RATE_HZ : 2 * RATE_HZ + 40] = 60_000
    gain = limited(sound, RATE_HZ)[0] / sound[0]
    assert gain[2 * RATE_HZ : 2 * RATE_HZ + 40].max() * 60_000 <= CEILING + 1
    assert np.abs(np.diff(gain)).max() < 0.01
    reach = margin_frames(RATE_HZ)
    assert np.all(gain[: 2 * RATE_HZ - reach] == 1)
    assert np.all(gain[2 * RATE_HZ + 40 + reach :] == 1)


def test_what_is_not_too_loud_stays_as_it_is():
    sound = np.random.default_rng(1).uniform(-CEILING, CEILING, (2, 800)).astype(np.float32)
    assert np.array_equal(limited(sound, RATE_HZ), sound)


@pytest.mark.parametrize(
    ("listening", "channel", "left", "right"),
    [
        (Listening.CASEWORKER, 0, 100, 100),
        (Listening.CASEWORKER, 1, 30, 30),
        (Listening.PARENT, 0, 30, 30),
        (Listening.PARENT, 1, 100, 100),
        (Listening.OWN_EARS, 0, 100, 30),
        (Listening.OWN_EARS, 1, 30, 100),
        (Listening.BOTH, 1, 130, 130),
    ],
)
def test_each_ear_hears_whom_it_should(listening, channel, left, right):
    samples = samples_of(np.stack([np.full(800, 100), np.full(800, 30)]))
    assert Mix(samples, listening, channel).read(10, 1).ravel().tolist() == [left, right]


@pytest.mark.parametrize("listening", list(Listening))
def test_of_one_channel_both_ears_hear_the_same(listening):
    samples = samples_of(np.arange(800)[None])
    assert Mix(samples, listening, 1).read(10, 2).tolist() == [[10, 11], [10, 11]]

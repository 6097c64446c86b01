"""Who speaks when: against what is really said on the demonstration calls, and on sound made for the purpose."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs.activity import Activity
from desktop.jobs.samples import Samples
from resources import path

RATE_HZ = 8000
RECORDINGS = sorted(path("demo/recordings").iterdir())


def judged(sound: np.ndarray, rate_hz: int = RATE_HZ) -> Activity:
    samples = Samples(rate_hz, sound.shape[0])
    samples.append(np.clip(sound, -32768, 32767).astype(np.int16))
    samples.finish()
    activity = Activity(samples)
    activity.update()
    return activity


def decoded(file: Path) -> tuple[np.ndarray, int]:
    with av.open(str(file)) as container:
        rate_hz = min(16_000, container.streams.audio[0].rate)
        layout = container.streams.audio[0].layout.name
        resampler = av.AudioResampler(format="s16p", layout=layout, rate=rate_hz)
        parts = [out.to_ndarray() for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        parts += [out.to_ndarray() for out in resampler.resample(None)]
    return np.concatenate(parts, axis=1), rate_hz


def mask(spans: list[tuple[int, int]], length: int) -> np.ndarray:
    out = np.zeros(length, bool)
    for start, end in spans:
        out[start:end] = True
    return out


def voice(seconds: float, level: float, seed: int = 1) -> np.ndarray:
    """Sound that rises and falls as syllables do: noise bursts four times a second."""
    frames = round(seconds * RATE_HZ)
    noise = np.random.default_rng(seed).normal(0, 1, frames)
    return level * noise * np.maximum(0.02, np.sin(np.pi * 4 * np.arange(frames) / RATE_HZ) ** 2)


def quiet(seconds: float, level: float = 8, seed: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, level, round(seconds * RATE_HZ))


def two(left: list[np.ndarray], right: list[np.ndarray]) -> np.ndarray:
    both = [np.concatenate(parts) for parts in (left, right)]
    assert len(both[0]) == len(both[1])
    return np.stack(both)


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda file: file.stem.split("_")[-1])
def test_speech_is_found_where_it_is_on_the_demonstration_calls(file):
    name = file.stem.split("_")[-1]
    truth = json.loads(path(f"demo/truth/{name}.json").read_text())["segments"]
    sound, rate_hz = decoded(file)
    activity = judged(sound, rate_hz)
    length = sound.shape[1] * 1000 // rate_hz
    for channel in range(sound.shape[0]):
        own = [s for s in truth if sound.shape[0] == 1 or s["channel"] == channel]
        said = mask([(round(s["start"] * 1000), round(s["end"] * 1000)) for s in own], length)
        found = mask(activity.spans(channel), length)
        assert (said & found).sum() >= 0.99 * said.sum()
        assert (said & found).sum() >= 0.93 * found.sum()
        for start, end in activity.spans(channel):
            assert min(abs(start - s["start"] * 1000) for s in own) <= 150
            assert min(abs(end - s["end"] * 1000) for s in own) <= 150


def test_the_same_is_found_however_the_sound_came():
    sound, rate_hz = decoded(RECORDINGS[0])
    at_once = judged(sound, rate_hz).picture
    samples = Samples(rate_hz, sound.shape[0])
    activity = Activity(samples)
    for at in range(0, sound.shape[1], 13_331):
        samples.append(sound[:, at : at + 13_331])
        activity.update()
        assert activity.covered_ms <= samples.duration_ms
    samples.finish()
    activity.update()
    assert activity.picture == at_once


def test_a_faint_parent_is_found_beside_a_loud_caseworker():
    sound = two(
        [quiet(2), voice(5, 8000), quiet(8), voice(3, 8000)],
        [quiet(2), quiet(5), quiet(2), voice(4, 100, seed=5), quiet(2), quiet(3)],
    )
    activity = judged(sound)
    assert [len(activity.spans(channel)) for channel in (0, 1)] == [2, 1]
    assert activity.spans(1)[0] == pytest.approx((9000, 13_000), abs=100)
    loud, faint = activity.level_db(0), activity.level_db(1)
    assert loud is not None
    assert faint is not None
    assert loud - faint == pytest.approx(38, abs=2)


@pytest.mark.parametrize("attenuation_db", [-35, -25, -15])
def test_the_other_speaker_heard_through_is_not_speech(attenuation_db):
    left = np.concatenate([quiet(1), voice(6, 8000), quiet(2), voice(6, 8000, seed=3), quiet(6)])
    right = np.roll(left, 240) * 10 ** (attenuation_db / 20) + quiet(21, seed=9)
    right[RATE_HZ * 16 : RATE_HZ * 20] += voice(4, 2000, seed=4)
    activity = judged(np.stack([left, right]))
    assert [start for start, _ in activity.spans(1)] == pytest.approx([16_000], abs=100)
    assert len(activity.spans(0)) == 2


def test_two_channels_with_the_same_sound_both_speak():
    line = np.concatenate([quiet(1), voice(5, 5000), quiet(1)])
    activity = judged(np.stack([line, line]))
    assert activity.spans(0) == activity.spans(1) != []
    assert activity.cross_talk() == activity.spans(0)


def test_cross_talk_is_where_both_speak():
    activity = judged(
        two([quiet(2), voice(4, 5000), quiet(4)], [quiet(4), voice(4, 3000, seed=7), quiet(2)]),
    )
    assert len(activity.cross_talk()) == 1
    assert activity.cross_talk()[0] == pytest.approx((4000, 6000), abs=100)


@pytest.mark.parametrize("level", [8, 60, 200])
def test_a_noisy_line_is_not_speech(level):
    line = np.concatenate([quiet(3, level), voice(3, 6000), quiet(6, level, seed=4)])
    activity = judged(line[None])
    assert activity.spans(0)[0] == pytest.approx((3000, 6000), abs=150)
    assert len(activity.spans(0)) == 1


def test_a_click_is_not_speech():
    line = quiet(10)
    line[40_000:40_080] = 20_000
    assert judged(line[None]).spans(0) == []


def music(seconds: float) -> np.ndarray:
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    chord = sum(np.sin(2 * np.pi * hz * at) for hz in (262, 330, 392))
    return 1800 * chord * (1 + 0.3 * np.sin(2 * np.pi * 2 * at))


def test_music_is_hold_and_not_speech():
    activity = judged(two([voice(5, 5000), quiet(20), voice(5, 5000)], [quiet(5), music(20), quiet(5)]))
    assert activity.spans(1) == [] or sum(end - start for start, end in activity.spans(1)) < 2000
    held = sum(end - start for start, end in activity.hold())
    assert held >= 17_000
    assert all(start >= 4800 and end <= 25_200 for start, end in activity.hold())


def test_a_long_silence_is_hold_and_a_short_one_is_not():
    activity = judged(np.concatenate([voice(4, 5000), quiet(5), voice(4, 5000), quiet(20), voice(4, 5000)])[None])
    assert len(activity.silence()) == 2
    assert activity.hold() == [activity.silence()[1]]
    assert activity.hold()[0] == pytest.approx((13_000, 33_000), abs=150)


def test_a_place_snaps_to_the_nearest_edge_of_speech_within_reach():
    activity = judged(np.concatenate([quiet(2), voice(4, 5000), quiet(2)])[None])
    start, end = activity.spans(0)[0]
    assert activity.snap(start + 90) == start
    assert activity.snap(end - 140) == end
    assert activity.snap(4000) == 4000
    assert activity.snap(start + 300, within_ms=400) == start


def test_without_sound_there_is_nothing():
    activity = judged(np.zeros((2, 0)))
    assert (activity.spans(0), activity.cross_talk(), activity.silence(), activity.hold()) == ([], [], [], [])
    assert activity.snap(70) == 70
    assert activity.level_db(1) is None


def test_digital_silence_is_silence():
    activity = judged(np.zeros((2, 5 * RATE_HZ)))
    assert activity.silence() == [(0, 5000)]


@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=6), st.sampled_from([8000, 11_025, 16_000]))
@settings(deadline=None, max_examples=25)
def test_speech_and_silence_part_the_call_between_them(sizes, rate_hz):
    pieces: list[Callable[[int], np.ndarray]] = [np.zeros, lambda n: voice(n / RATE_HZ, 5000)[:n]]
    line = np.concatenate([pieces[at % 2](size) for at, size in enumerate(sizes)])
    activity = judged(line[None], rate_hz)
    both = sorted([*activity.spans(0), *activity.silence()])
    assert sum(end - start for start, end in both) == activity.covered_ms
    for (_, end), (start, _) in pairwise(both):
        assert end == start

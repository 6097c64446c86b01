"""The honest share, exactly: what a playback says was heard, whatever is done while it plays. The clock is a hand."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.jobs.activity import Activity
from desktop.jobs.route import SkipSilence
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.state.sound_out import SilentOut
from models.listening import SKIPPED, HeardSpan

RATE_HZ = 8000
CALL_MS = 12_000
Hear = Callable[[int], None]


def talk() -> Samples:
    """Two seconds of the caseworker, four of nothing, two of the parent, four of nothing."""
    rng = np.random.default_rng(1)
    sound = rng.normal(0, 4, (2, CALL_MS * RATE_HZ // 1000))
    for channel, second in ((0, 0), (1, 6)):
        syllables = np.maximum(0.05, np.sin(np.pi * 4 * np.arange(2 * RATE_HZ) / RATE_HZ) ** 2)
        sound[channel, second * RATE_HZ : (second + 2) * RATE_HZ] += rng.normal(0, 4000, 2 * RATE_HZ) * syllables
    samples = Samples(RATE_HZ, 2)
    samples.append(sound.astype(np.int16))
    samples.finish()
    return samples


@pytest.fixture(scope="module")
def call() -> tuple[Samples, Activity]:
    samples = talk()
    activity = Activity(samples)
    activity.update()
    return samples, activity


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def playback(qapp: object, clock: Clock, call: tuple[Samples, Activity]) -> Iterator[Playback]:
    one = Playback(make_out=lambda rate: SilentOut(rate, clock), make_silent=lambda rate: SilentOut(rate, clock))
    one.load(call[0], activity=call[1])
    yield one
    one.unload()


@pytest.fixture
def hear(playback: Playback, clock: Clock) -> Hear:
    """So many milliseconds go by, looked at as often as the playback itself looks."""

    def listen(ms: int) -> None:
        while ms > 0:
            step = min(ms, 20)
            clock.now += step / 1000
            playback._tick()
            ms -= step

    return listen


def length(spans: list[HeardSpan], *, skipped: bool = False) -> int:
    return sum(span.end_ms - span.start_ms for span in spans if (span.speed == SKIPPED) is skipped)


def test_going_round_a_loop_counts_its_stretch_once(playback: Playback, hear: Hear) -> None:
    playback.set_loop((2000, 2700))
    playback.play()
    hear(3250)
    assert playback.heard_at_speed() == [(2000, 2700, 1.0)]


def test_part_of_a_loop_counts_as_the_part_it_is(playback: Playback, hear: Hear) -> None:
    playback.set_loop((2000, 2700))
    playback.play()
    hear(300)
    playback.pause()
    assert playback.heard_at_speed() == [(2000, 2300, 1.0)]


def test_hearing_it_again_after_going_back_counts_once(playback: Playback, hear: Hear) -> None:
    playback.play()
    hear(3000)
    playback.seek_ms(1000)
    hear(1000)
    playback.step_ms(-1500)
    hear(500)
    playback.pause()
    assert playback.heard_at_speed() == [(0, 3000, 1.0)]


def test_each_stretch_has_the_speed_it_was_heard_at_to_the_millisecond(playback: Playback, hear: Hear) -> None:
    playback.play()
    hear(1000)
    playback.set_speed(2)
    hear(1000)
    playback.set_speed(0.5)
    hear(1000)
    playback.set_speed(1)
    playback.seek_ms(2000)
    hear(500)
    playback.pause()
    assert playback.heard_at_speed() == [
        (0, 1000, 1.0), (1000, 2000, 2.0), (2000, 2500, 1.0), (2500, 3000, 2.0), (3000, 3500, 0.5)
    ]  # fmt: skip


def test_rewinding_a_little_at_each_resume_counts_nothing_twice(playback: Playback, hear: Hear) -> None:
    playback.set_rewind_ms(400)
    for _ in range(4):
        playback.play()
        hear(1000)
        playback.pause()
    assert playback.heard_at_speed() == [(0, 2800, 1.0)]


def test_skipped_silence_and_what_was_heard_make_up_the_call_and_heard_is_the_time_that_passed(
    playback: Playback, hear: Hear, clock: Clock
) -> None:
    playback.set_skip_silence(SkipSilence.BOTH)
    ended = []
    playback.ended.connect(lambda: ended.append(clock.now))
    playback.play()
    while not ended:
        hear(20)
    spans = playback.heard_at_speed()
    assert [spans[0].start_ms, *(span.end_ms for span in spans)] == [*(span.start_ms for span in spans), CALL_MS]
    assert length(spans) == pytest.approx(ended[0] * 1000, abs=20)
    assert length(spans) + length(spans, skipped=True) == CALL_MS


def test_a_silence_skipped_at_the_very_end_is_told(playback: Playback, hear: Hear) -> None:
    playback.set_skip_silence(SkipSilence.BOTH)
    playback.seek_ms(7000)
    told = []
    playback.heard_changed.connect(lambda: told.append(playback.heard_at_speed()))
    playback.play()
    while playback.playing:
        playback._unsaid_ticks = 0  # as if all up to here had just been told
        hear(20)
    assert told[-1][-1].end_ms == CALL_MS
    assert told[-1] == playback.heard_at_speed()


ACTS = st.one_of(
    st.tuples(st.just("seek_ms"), st.integers(0, 80).map(lambda eighth: eighth * 125)),
    st.tuples(st.just("set_speed"), st.sampled_from([0.5, 1.0, 2.0, 3.0])),
    st.tuples(st.just("hear"), st.integers(1, 12).map(lambda eighth: eighth * 125)),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=12))
def test_whatever_is_done_each_moment_counts_at_the_slowest_speed_it_was_heard_at(
    playback: Playback, call: tuple[Samples, Activity], clock: Clock, acts: list[tuple[str, int]]
) -> None:
    playback.load(call[0], activity=call[1])
    playback.set_speed(1.0)
    playback.play()
    truth: dict[int, float] = {}
    at, speed = 0.0, 1.0
    for act, value in acts:
        if act == "hear":
            clock.now += value / 1000
            playback._tick()
            for ms in range(int(at), int(min(CALL_MS, at + value * speed))):
                truth[ms] = min(truth.get(ms, speed), speed)
            at = min(CALL_MS, at + value * speed)
        else:
            getattr(playback, act)(value)
            at, speed = (value, speed) if act == "seek_ms" else (at, value)
        if not playback.playing:
            at = 0.0  # from the end, play begins at the start
            playback.play()
    playback.pause()
    found = {ms: span.speed for span in playback.heard_at_speed() for ms in range(span.start_ms, span.end_ms)}
    edges = set(found.keys() ^ truth.keys()) | {ms for ms in found if found[ms] != truth.get(ms)}
    assert len(edges) <= 2 * len(acts), sorted(edges)[:10]
    assert sum(found.values()) == pytest.approx(sum(truth.values()), abs=6 * len(acts))

"""Zoom, scroll and ticks of the waveform, as arithmetic."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.views.waveform_scale import NARROWEST_MS, Scale, tick_text


def scale_of(duration_ms: float, width: int = 1000) -> Scale:
    scale = Scale()
    scale.width = width
    scale.set_duration(duration_ms)
    return scale


@given(
    st.integers(100, 7_200_000),
    st.lists(st.tuples(st.sampled_from([1.5, 1 / 1.5, 8, 1 / 8]), st.floats(0, 1)), max_size=25),
)
def test_zooming_never_leaves_the_call_nor_the_narrowest_window(duration, zooms):
    scale = scale_of(duration)
    for factor, place in zooms:
        scale.zoom(factor, scale.start_ms + place * scale.span_ms)
        assert scale.start_ms >= 0
        assert scale.end_ms <= duration + 1e-6
        assert min(NARROWEST_MS, duration) - 1e-6 <= scale.span_ms <= duration


def test_the_moment_under_the_pointer_stays_under_it_when_zooming():
    scale = scale_of(100_000)
    scale.zoom(4, 40_000)
    before = scale.x_of(42_000)
    scale.zoom(2, 42_000)
    assert scale.x_of(42_000) == pytest.approx(before)
    assert scale.ms_at(before) == pytest.approx(42_000)


def test_what_shows_the_whole_call_still_does_when_the_call_grows():
    scale = scale_of(1000)
    scale.set_duration(9000)
    assert (scale.start_ms, scale.end_ms) == (0, 9000)
    scale.zoom(3, 0)
    scale.set_duration(20_000)
    assert (scale.start_ms, scale.end_ms) == (0, 3000)


def test_the_page_turns_only_when_the_play_head_leaves_it():
    scale = scale_of(100_000)
    scale.zoom(10, 0)
    assert not scale.follow(9_999)
    assert scale.follow(10_001)
    assert scale.start_ms < 10_001 < scale.start_ms + 2000
    assert not scale_of(100_000).follow(99_000)


def test_revealing_a_stretch_shows_all_of_it():
    scale = scale_of(100_000)
    scale.zoom(20, 0)
    for start, end in ((50_000, 51_000), (60_000, 90_000), (99_000, 100_000)):
        scale.reveal(start, end)
        assert scale.start_ms <= start
        assert end <= scale.end_ms


@given(st.integers(60, 7_200_000), st.integers(200, 3000), st.floats(0, 1), st.integers(1, 12))
def test_the_times_of_the_ruler_have_room_and_tell_the_truth(duration, width, place, zooms):
    scale = scale_of(duration, width)
    for _ in range(zooms):
        scale.zoom(2, place * duration)
    ticks = scale.ticks(60)
    named = [tick for tick in ticks if tick.text]
    assert len(ticks) <= width / 4
    for left, right in pairwise(named):
        assert scale.x_of(right.ms) - scale.x_of(left.ms) >= 60
        assert left.text != right.text
    for tick in ticks:
        assert scale.start_ms - 1 <= tick.ms <= scale.end_ms + 1


@pytest.mark.parametrize(
    ("ms", "step", "text"),
    [(31_000, 1000, "0:31"), (31_250, 50, "0:31.25"), (31_500, 500, "0:31.5"), (3_725_000, 5000, "1:02:05")],
)
def test_times_are_written_as_finely_as_their_step(ms, step, text):
    assert tick_text(ms, step) == text

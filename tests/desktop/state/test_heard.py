"""Spans that were heard, merged, and at what speed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.state.heard import Heard
from models.listening import SKIPPED

spans = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=30)
speeds = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 200), st.sampled_from([SKIPPED, 0.5, 1.0, 1.5, 3.0])), max_size=30
)


@given(spans)
def test_the_spans_cover_exactly_what_was_heard_in_order_and_apart(heard):
    one, truth = Heard(), set()
    for start, end in heard:
        new = set(range(start, end)) - truth
        assert one.add(start, end) == bool(new)
        truth |= new
    assert {ms for start, end in one.spans for ms in range(start, end)} == truth
    for (_, before), (after, _) in pairwise(one.spans):
        assert before < after
    assert one.share(300) == len(truth) / 300


@given(speeds)
def test_each_moment_keeps_the_slowest_speed_it_was_heard_at(heard):
    one, truth = Heard(), {}
    for start, end, speed in heard:
        before = dict(truth)
        for ms in range(start, end):
            known = truth.get(ms, SKIPPED)
            truth[ms] = min(known, speed) if SKIPPED not in (known, speed) else max(known, speed)
        assert one.add(start, end, speed) == (truth != before)
    found = {ms: speed for start, end, speed in one.at_speed for ms in range(start, end)}
    assert found == truth
    for before, after in pairwise(one.at_speed):
        assert before.end_ms < after.start_ms or (before.end_ms == after.start_ms and before.speed != after.speed)
    assert Heard(one.at_speed).at_speed == one.at_speed


def test_touching_spans_become_one():
    one = Heard()
    one.add(0, 100)
    one.add(200, 300)
    one.add(100, 200)
    assert one.spans == [(0, 300)]


def test_a_skipped_silence_counts_as_gone_through_but_never_as_heard():
    one = Heard([(0, 400, 1.0), (400, 600, SKIPPED), (600, 800, 3.0)])
    assert one.share(1000) == 0.8
    assert one.share_skipped(1000) == 0.2
    assert one.share_fast(1000) == 0.2
    assert one.skipped == [(400, 600)]


def test_hearing_it_again_properly_mends_what_was_rushed_through():
    one = Heard([(0, 1000, 3.0)])
    one.add(200, 400, 1.0)
    assert one.at_speed == [(0, 200, 3.0), (200, 400, 1.0), (400, 1000, 3.0)]
    assert not one.add(0, 1000, 3.0)


def test_spans_kept_before_speeds_were_count_as_normal():
    assert Heard([(0, 100)]).at_speed == [(0, 100, 1.0)]


def test_nothing_is_heard_of_a_call_without_length():
    assert Heard().share(0) == 0

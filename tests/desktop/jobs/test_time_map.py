"""The map from what the device has played to the place in the recording."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.jobs.time_map import Passage, TimeMap

steps = st.lists(
    st.tuples(st.integers(1, 5000), st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 3.0])), min_size=1, max_size=12
)


def built(start: int, stretches: list[tuple[int, float]]) -> tuple[TimeMap, list[float]]:
    """A map, and by brute force the source frame of every output frame."""
    time_map, truth, source = TimeMap(start), [], float(start)
    for frames, speed in stretches:
        truth += [source + i * speed for i in range(frames)]
        time_map.append(frames, source, source + frames * speed)
        source += frames * speed
    return time_map, [*truth, source]


@given(st.integers(0, 10**9), steps)
def test_every_output_frame_maps_to_its_exact_source_frame(start, stretches):
    time_map, truth = built(start, stretches)
    assert time_map.output == len(truth) - 1
    for output in {0, len(truth) // 3, len(truth) // 2, len(truth) - 2, len(truth) - 1}:
        assert time_map.source_at(output) == truth[output]


@given(st.integers(0, 10**6), steps, st.data())
def test_forgetting_the_past_changes_nothing_from_there_on(start, stretches, data):
    time_map, truth = built(start, stretches)
    at = data.draw(st.integers(0, len(truth) - 1))
    time_map.forget_before(at)
    assert [time_map.source_at(output) for output in range(at, len(truth))] == truth[at:]


def test_before_the_first_and_past_the_last_frame_it_stands_still():
    time_map = TimeMap(700)
    assert time_map.source_at(5) == 700
    time_map.append(10, 700, 710)
    assert time_map.source_at(99) == 710


def test_an_hour_at_one_speed_stays_one_stretch():
    time_map, source = TimeMap(0), 0
    for _ in range(10_000):
        time_map.append(160, source, source + 160)
        source += 160
    assert len(time_map._stretches) == 1


@given(st.integers(0, 10**6), steps, st.data())
def test_what_was_gone_through_piece_by_piece_is_the_whole(start, stretches, data):
    time_map, truth = built(start, stretches)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(truth) - 1), max_size=5)))
    edges = [0, *cuts, len(truth) - 1]
    at = float(start)
    for first, last in pairwise(edges):
        for passage in time_map.passages(first, last):
            assert passage.rate is not None
            assert passage.source == at
            at = passage.source_end
        time_map.forget_before(last)
    assert at == truth[-1]


def test_a_jump_is_told_once_by_whoever_asks_past_it():
    time_map = TimeMap(0)
    time_map.append(100, 0, 100)
    time_map.append(50, 500, 600)
    time_map.append(10, 40, 50)
    assert time_map.passages(0, 100) == [Passage(0, 100, 1)]
    time_map.forget_before(100)
    assert time_map.passages(100, 151) == [
        Passage(100, 500, None),
        Passage(500, 600, 2),
        Passage(600, 40, None),
        Passage(40, 41, 1),
    ]
    time_map.forget_before(151)
    assert time_map.passages(151, 160) == [Passage(41, 50, 1)]

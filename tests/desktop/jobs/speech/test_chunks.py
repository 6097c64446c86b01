"""What is heard at once: islands joined over short pauses, never more than 28 seconds, cut where it is quietest."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs.speech.chunks import LOOK_BACK_FRAMES, MOST_FRAMES, chunks, cut
from desktop.jobs.speech.voice_activity import WINDOW, Island

S = 16_000


def test_islands_closer_than_the_setting_are_heard_together() -> None:
    pieces = [Island(0, 2 * S), Island(3 * S, 4 * S), Island(6 * S, 7 * S)]
    found = chunks(1, pieces, 1_000)
    assert [(chunk.start, chunk.end) for chunk in found] == [(0, 4 * S), (6 * S, 7 * S)]
    assert [chunk.islands for chunk in found] == [(pieces[0], pieces[1]), (pieces[2],)]
    assert {chunk.channel for chunk in found} == {1}


def test_with_no_joining_each_island_stands_alone() -> None:
    pieces = [Island(0, S), Island(S + 1, 2 * S)]
    assert len(chunks(0, pieces, 0)) == 2


def test_nothing_said_is_nothing_to_hear() -> None:
    assert chunks(0, [], 2_000) == []


def test_a_long_island_is_cut_where_voice_is_least_likely() -> None:
    heard = np.ones(60 * S // WINDOW + 1, np.float32)
    quiet = (24 * S) // WINDOW
    heard[quiet] = 0.4
    first, second, third = cut(Island(0, 60 * S), heard)
    assert first == Island(0, quiet * WINDOW + WINDOW // 2)
    assert second.start == first.end
    assert third.end == 60 * S


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 40 * S), st.integers(1, 100 * S)), max_size=12),
    st.integers(0, 5_000),
    st.integers(0, 2**32 - 1),
)
def test_whatever_is_said_every_frame_is_heard_once_in_order_and_no_chunk_is_too_long(spoken, join_ms, seed) -> None:
    islands, at = [], 0
    for pause, length in spoken:
        islands.append(Island(at + pause, at + pause + length))
        at += pause + length
    heard = np.random.default_rng(seed).random(at // WINDOW + 2, np.float32)
    pieces = [piece for island in islands for piece in cut(island, heard)]
    found = chunks(0, pieces, join_ms)
    assert all(0 < chunk.end - chunk.start <= MOST_FRAMES for chunk in found)
    assert [piece for chunk in found for piece in chunk.islands] == pieces
    assert sum(piece.frames for piece in pieces) == sum(island.frames for island in islands)
    assert all(one.end <= two.start for one, two in pairwise(pieces))
    long = [piece for island in islands if island.frames > MOST_FRAMES for piece in cut(island, heard)[:-1]]
    assert all(piece.frames >= MOST_FRAMES - LOOK_BACK_FRAMES - WINDOW for piece in long)

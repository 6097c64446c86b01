"""Peaks against the samples they stand for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs.peaks import FACTOR, LEVELS, Peaks
from desktop.jobs.samples import Samples


def noise(frames: int, channels: int = 2) -> np.ndarray:
    return np.random.default_rng(frames).integers(-32_768, 32_768, (channels, frames)).astype(np.int16)


def filled(sound: np.ndarray, rate_hz: int = 8000, pieces: int = 3) -> Peaks:
    """Peaks grown piece by piece, as the decode delivers."""
    samples = Samples(rate_hz, sound.shape[0])
    peaks = Peaks(samples)
    for piece in np.array_split(sound, pieces, axis=1):
        samples.append(piece)
        peaks.update()
    samples.finish()
    peaks.update()
    return peaks


@given(st.integers(1, 20_000), st.integers(1, 9), st.sampled_from([8000, 11_025, 16_000]))
@settings(deadline=None, max_examples=40)
def test_the_finest_level_holds_least_and_greatest_of_every_hundredth_in_eight_bits(frames, pieces, rate_hz):
    sound = noise(frames)
    level = filled(sound, rate_hz, pieces).level()
    size = rate_hz // 100
    assert level.shape == (-(-frames // size), 2, 2)
    for index in {0, len(level) // 2, len(level) - 1}:
        part = sound[:, index * size : (index + 1) * size].astype(int)
        assert level[index, :, 0].tolist() == [int(value / 256) for value in part.min(axis=1)]
        assert level[index, :, 1].tolist() == [int(value / 256) for value in part.max(axis=1)]


def test_each_coarser_level_takes_four_of_the_one_below():
    peaks = filled(noise(400_000, 1))
    for index in range(1, LEVELS):
        below, level = peaks.level(index - 1), peaks.level(index)
        assert len(level) == -(-len(below) // FACTOR)
        for at in range(len(level)):
            group = below[at * FACTOR : (at + 1) * FACTOR]
            assert level[at].tolist() == [[group[:, 0, 0].min(), group[:, 0, 1].max()]]


def test_growing_piece_by_piece_gives_what_one_piece_gives():
    sound = noise(123_457)
    for index in range(LEVELS):
        assert np.array_equal(filled(sound, pieces=1).level(index), filled(sound, pieces=50).level(index))


@given(st.integers(1, 900), st.integers(0, 70_000), st.integers(1, 70_000))
@settings(deadline=None, max_examples=60)
def test_a_view_shows_the_loudest_moment_of_what_it_covers_at_any_zoom(columns, start, span):
    sound = noise(100_000)
    view = filled(sound).view(start, start + span, columns)
    assert view.shape == (2, columns, 2)
    size = 80  # a column may show a little more than its span: the whole of every peak that begins in it
    coarse = size * FACTOR ** (LEVELS - 1)
    inside = sound[:, start : start + span].astype(int)
    around = sound[:, max(0, start - coarse) : start + span + coarse].astype(int)
    if span < columns * size:
        assert view[:, :, 1].max() == np.float32(inside.max() / 32768)
        assert view[:, :, 0].min() == np.float32(inside.min() / 32768)
    else:
        assert view[:, :, 1].max() <= around.max() / 32768
        assert view[:, :, 1].max() > 0.5
        assert view[:, :, 0].min() < -0.5


def test_a_click_of_one_sample_is_seen_in_exactly_one_column_however_far_out():
    sound = np.zeros((1, 800_000), np.int16)
    sound[0, 543_210] = 30_000
    view = filled(sound).view(0, 800_000, 500)
    assert np.flatnonzero(view[0, :, 1]).tolist() == [543_210 * 500 // 800_000]


def test_closer_than_a_sample_each_column_shows_the_sample_it_lies_in():
    sound = np.arange(0, 100, dtype=np.int16)[None] * 300
    view = filled(sound).view(10, 14, 40)
    assert view[0, :, 0].tolist() == view[0, :, 1].tolist()
    assert np.unique(view[0, :, 1] * 32768).tolist() == [3000, 3300, 3600, 3900]


@pytest.mark.parametrize(("start", "end"), [(200_000, 300_000), (-5000, 0), (150_000, 150_400)])
def test_where_there_is_no_sound_nothing_is_shown(start, end):
    assert not filled(noise(100_000)).view(start, end, 50).any()


def test_what_is_not_decoded_yet_is_empty_beside_what_is():
    samples = Samples(8000, 1)
    samples.append(np.full((1, 40_000), 20_000, np.int16))
    peaks = Peaks(samples)
    peaks.update()
    view = peaks.view(0, 80_000, 100)
    assert view[0, :50, 1].min() > 0.6
    assert not view[0, 50:].any()

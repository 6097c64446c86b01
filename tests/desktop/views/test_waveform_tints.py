"""Who speaks when, as shares of columns, as words and as edges; and the pixels that are made of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from desktop.jobs.activity import Picture
from desktop.views.waveform_pixels import dots, ground_row, hatch, lay_line, lay_pattern, lay_wave, packed, tinted
from desktop.views.waveform_tints import Filled, Tints

INK, GROUND = QColor("#204060"), QColor("#ffffff")


def spans_of(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers that rise as spans that are apart."""
    rising = np.cumsum(numbers).tolist()
    return list(zip(rising[0::2], rising[1::2], strict=False))


@given(st.lists(st.integers(1, 900), min_size=2, max_size=40), st.floats(0, 5000), st.floats(10, 20_000))
def test_the_shares_of_all_columns_are_the_time_that_is_filled(numbers: list[int], start: float, length: float) -> None:
    spans, edges = spans_of(numbers), np.linspace(start, start + length, 101)
    shares = Filled(spans).shares(edges)
    inside = sum(max(0.0, min(end, start + length) - max(begin, start)) for begin, end in spans)
    assert shares.sum() * length / 100 == pytest.approx(inside, abs=0.01 * length)
    assert ((shares >= 0) & (shares <= 1)).all()


def test_nothing_filled_has_no_share() -> None:
    assert not Filled([]).shares(np.linspace(0, 100, 11)).any()
    assert not Filled([])


TINTS = Tints(
    Picture(
        covered_ms=60_000,
        speech=([(1000, 3000), (9000, 12_000)], [(2500, 5000)]),
        cross_talk=[(2500, 3000)],
        silence=[(0, 1000), (5000, 9000), (12_000, 60_000)],
        hold=[(20_000, 60_000)],
        edges=[1000, 2500, 3000, 5000, 9000, 12_000],
    )
)


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (1500, "CW speaks"),
        (2700, "Both speak at once"),
        (4000, "NRP speaks"),
        (6000, "Nobody speaks"),
        (30_000, "On hold, or looking something up"),
        (60_000, ""),
    ],
)
def test_every_tint_has_its_words(ms: int, words: str) -> None:
    assert TINTS.word_at(ms, ("CW", "NRP")) == words


def test_the_nearest_edge_within_reach_is_meant() -> None:
    assert TINTS.edge_near(2600, 200) == 2500
    assert TINTS.edge_near(2800, 200) == 3000
    assert TINTS.edge_near(7000, 500) is None


def test_from_edge_to_edge_both_ways_until_there_is_none() -> None:
    assert [TINTS.edge_beyond(ms, forward=True) for ms in (0, 1000, 11_000, 12_000)] == [1000, 2500, 12_000, None]
    assert [TINTS.edge_beyond(ms, forward=False) for ms in (60_000, 12_000, 1001, 1000)] == [12_000, 9000, 1000, None]


def blank(height: int = 21, columns: int = 8) -> np.ndarray:
    pixels = np.empty((height, columns), np.uint32)
    pixels[:] = packed(ground_row(columns, GROUND))
    return pixels


def test_a_full_wave_fills_its_column_and_one_that_is_not_there_leaves_it() -> None:
    pixels = blank()
    peaks = np.array([[-1, 1], [0, 0], [np.nan, np.nan]] + [[0, 0]] * 5, np.float32)
    lay_wave(pixels, peaks, INK)
    assert (pixels[1:-1, 0] == INK.rgb()).all()
    assert np.flatnonzero(pixels[:, 1] == INK.rgb()).tolist() == [10]
    assert (pixels[:, 2] == GROUND.rgb()).all()


@given(st.floats(-1, 1, width=32), st.floats(-1, 1, width=32), st.integers(3, 60))
def test_a_bar_is_as_tall_as_its_level_whatever_row_it_ends_in(one: float, other: float, height: int) -> None:
    least, greatest = min(one, other), max(one, other)
    pixels = blank(height, 1)
    lay_wave(pixels, np.array([[least, greatest]], np.float32), QColor("black"))
    ink = (255 - (pixels[:, 0] & 0xFF).astype(float)).sum() / 255
    middle, reach = height // 2 + 0.5, height / 2 - 1
    top = min(middle - np.copysign(abs(greatest) ** 0.5, greatest) * reach, middle - 0.5)
    bottom = max(middle - np.copysign(abs(least) ** 0.5, least) * reach, middle + 0.5)
    assert ink == pytest.approx(min(bottom, height) - max(top, 0), abs=0.05)


def test_a_line_goes_through_its_samples_and_no_further() -> None:
    pixels = blank(41, 40)
    lay_line(pixels, np.array([0, 1, 0], np.float32), np.array([10.0, 20.0, 30.0]), 2.0, QColor("black"))
    dark = (pixels & 0xFF) < 128
    assert not dark[:, :10].any()
    assert not dark[:, 30:].any()
    assert np.flatnonzero(dark[:, 19]).min() < 5
    assert np.flatnonzero(dark[:, 10]).max() >= 19


def test_patterns_are_laid_only_where_they_are_wanted() -> None:
    pixels = blank(12, 24)
    where = np.zeros(24, np.bool_)
    where[6:18] = True
    lay_pattern(pixels, tinted(ground_row(24, GROUND), np.ones(24, np.float32), INK), where, hatch(12, 24, 6))
    inked = pixels == INK.rgb()
    assert inked.any(axis=0).tolist() == where.tolist()
    assert 0 < inked[:, 6:18].mean() < 0.5


def test_hatching_and_dots_differ_without_any_colour() -> None:
    assert (hatch(24, 24, 6) != dots(24, 24, 6)).any()
    assert dots(24, 24, 6).mean() < hatch(24, 24, 6).mean() < 0.5

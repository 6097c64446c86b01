"""The frame of the benchmarks itself: a promise that is broken fails, and the ratio is that of the fastest rounds."""

import itertools
import time

import pytest


@pytest.fixture
def unprinted(side_by_side):
    """A frame of its own, so that these lines do not stand in the table."""
    return type(side_by_side)([])


def burn(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_a_ratio_above_the_promise_fails(unprinted) -> None:
    with pytest.raises(AssertionError, match="BROKEN"):
        unprinted("slow", lambda: burn(0.02), ("fast", lambda: burn(0.002)), at_most=2, rounds=2)


def test_the_fastest_round_counts(unprinted) -> None:
    lengths = itertools.cycle([0.05, 0.005])
    line = unprinted("uneven", lambda: burn(next(lengths)), ("even", lambda: burn(0.005)), rounds=2)
    assert line.ours_s < 0.04

"""Samples that grow while they are read."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.jobs.samples import BLOCK_FRAMES, Samples


def ramp(start: int, count: int) -> np.ndarray:
    """A value per frame that tells where it belongs; the second channel is its negative."""
    row = ((np.arange(start, start + count) * 7) % 30_011).astype(np.int16)
    return np.stack([row, -row])


@given(
    st.lists(st.integers(0, BLOCK_FRAMES), max_size=5), st.integers(-50, 4 * BLOCK_FRAMES), st.integers(0, BLOCK_FRAMES)
)
def test_any_stretch_reads_as_it_was_appended_with_zeros_outside(sizes, start, count):
    samples = Samples(8000, 2)
    for size in sizes:
        samples.append(ramp(samples.frames, size))
    whole = np.zeros((2, start + count + 100 if start + count > 0 else 100), np.int16)
    there = min(samples.frames, whole.shape[1])
    whole[:, :there] = ramp(0, there)
    expected = np.concatenate([np.zeros((2, max(0, -start)), np.int16), whole[:, max(0, start) :]], axis=1)
    assert samples.frames == sum(sizes)
    assert np.array_equal(samples.read(start, count), expected[:, :count])


def test_growing_copies_nothing_that_was_there():
    samples = Samples(8000, 1)
    samples.append(np.ones((1, BLOCK_FRAMES), np.int16))
    first = samples._blocks[0]
    samples.append(np.ones((1, 3 * BLOCK_FRAMES), np.int16))
    assert samples._blocks[0] is first
    assert len(samples._blocks) == 4


def test_duration_and_completeness_are_told():
    samples = Samples(16_000, 1)
    samples.append(np.zeros((1, 24_000), np.int16))
    assert (samples.duration_ms, samples.complete) == (1500, False)
    samples.finish()
    assert samples.complete
    with pytest.raises(ValueError, match="complete"):
        samples.append(np.zeros((1, 1), np.int16))


@pytest.mark.parametrize("block", [np.zeros((1, 5), np.int16), np.zeros((2, 5), np.int32), np.zeros(5, np.int16)])
def test_a_block_of_another_shape_or_type_is_refused(block):
    with pytest.raises(ValueError, match="is not int16"):
        Samples(8000, 2).append(block)


def test_readers_never_see_a_frame_before_it_is_written():
    samples = Samples(8000, 2)
    wrong: list[int] = []

    def read() -> None:
        while not samples.complete:
            frames = samples.frames
            start = max(0, frames - 700)
            if not np.array_equal(samples.read(start, frames - start), ramp(start, frames - start)):
                wrong.append(frames)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    for _ in range(400):
        samples.append(ramp(samples.frames, 611))
    samples.finish()
    for thread in readers:
        thread.join()
    assert not wrong

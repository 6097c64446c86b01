"""Peaks kept on disk: audiowaveform's layout byte by byte, what is refused, what is removed, and what is drawn."""

import os
import stat
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from desktop import paths
from desktop.jobs import peaks_file
from desktop.jobs.peaks import LEVELS, Peaks, StoredPeaks
from desktop.jobs.samples import Samples

KEY = "ab" * 32
OTHER = "cd" * 32


def sound(frames: int, channels: int = 2, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(-32_768, 32_768, (channels, frames)).astype(np.int16)


def peaks_of(
    frames: np.ndarray, rate_hz: int = 8000, stored: StoredPeaks | None = None, complete: bool = True
) -> Peaks:
    samples = Samples(rate_hz, frames.shape[0])
    samples.append(frames)
    if complete:
        samples.finish()
    made = Peaks(samples, stored)
    made.update()
    return made


def test_the_file_is_audiowaveforms_version_2_byte_by_byte(tmp_path: Path) -> None:
    """The fields and their order as doc/DataFormat.md lists them; two pairs of two channels at 8000 Hz, 80 a pair."""
    frames = np.zeros((2, 160), np.int16)
    frames[0, 3], frames[0, 4] = 256 * 100, -256 * 50
    frames[1, 100], frames[1, 101] = 32_767, -32_768
    assert peaks_file.store(KEY, peaks_of(frames), tmp_path)
    assert (tmp_path / f"{KEY}.dat").read_bytes() == bytes.fromhex(
        "02000000"  # version 2
        "01000000"  # flags: 8 bits
        "401f0000"  # sample rate 8000
        "50000000"  # 80 samples a pair
        "02000000"  # 2 pairs a channel
        "02000000"  # 2 channels
        "ce640000"  # pair 0: channel 0 from -50 to 100, channel 1 silent
        "0000807f"  # pair 1: channel 0 silent, channel 1 from -128 to 127
    )


@given(
    arrays.arrays(np.int8, st.tuples(st.integers(0, 300), st.integers(1, 2), st.just(2))),
    st.sampled_from([4000, 8000, 11_025, 16_000]),
)
def test_what_is_written_is_read_back_at_every_level(pairs: np.ndarray, rate_hz: int) -> None:
    pairs.sort(axis=2)
    content = peaks_file.encoded(pairs, rate_hz)
    read = peaks_file.decoded(content)
    assert (read.rate_hz, read.channels) == (rate_hz, pairs.shape[1])
    assert np.array_equal(read.level(), pairs)
    assert peaks_file.encoded(read.level(), rate_hz) == content


@given(st.integers(1, 40_000), st.integers(1, 2))
def test_stored_levels_are_those_of_the_samples(frames: int, channels: int) -> None:
    made = peaks_of(sound(frames, channels))
    read = peaks_file.decoded(peaks_file.encoded(made.level(), 8000))
    for index in range(LEVELS):
        assert np.array_equal(read.level(index), made.level(index))
    assert read.duration_ms <= made.duration_ms
    assert made.duration_ms - read.duration_ms <= 10


def faulty() -> dict[str, bytes]:
    good = peaks_file.encoded(peaks_of(sound(8000)).level(), 8000)

    def with_field(index: int, value: int) -> bytes:
        fields = list(struct.unpack_from("<iIiiIi", good))
        fields[index] = value
        return struct.pack("<iIiiIi", *fields) + good[24:]

    return {
        "empty": b"",
        "header cut short": good[:23],
        "data cut short": good[:-1],
        "data too long": good + b"\0",
        "version 1": with_field(0, 1),
        "16 bits": with_field(1, 0),
        "no rate": with_field(2, 0),
        "negative rate": with_field(2, -8000),
        "another spacing": with_field(3, 256),
        "another length": with_field(4, 7),
        "a length beyond all reason": with_field(4, 0xFFFF_FFFF),
        "no channels": with_field(5, 0),
        "many channels": with_field(5, 6),
        "a least value above its greatest": good[:24] + b"\x05\x01" + good[26:],
        "something else": b"RIFF" + bytes(400),
    }


@pytest.mark.parametrize("fault", faulty())
def test_a_file_that_is_not_ours_whole_is_passed_over_and_written_anew(tmp_path: Path, fault: str) -> None:
    path = tmp_path / f"{KEY}.dat"
    path.write_bytes(faulty()[fault])
    assert peaks_file.load(KEY, tmp_path) is None
    made = peaks_of(sound(8000))
    assert peaks_file.store(KEY, made, tmp_path)
    read = peaks_file.load(KEY, tmp_path)
    assert read is not None
    assert np.array_equal(read.level(), made.level())


def test_what_was_never_kept_is_not_there(tmp_path: Path) -> None:
    assert peaks_file.load(KEY, tmp_path / "not there") is None


@pytest.mark.parametrize("key", ["", "short", "../" * 20 + "ab", "AB" * 32])
def test_only_a_hash_can_name_a_file(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        peaks_file.load(key, tmp_path)


def test_by_itself_it_goes_to_the_cache_folder_which_only_this_person_reads() -> None:
    assert peaks_file.store(KEY, peaks_of(sound(8000)))
    path = paths.peaks_folder() / f"{KEY}.dat"
    assert path.exists()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_only_a_call_that_is_whole_is_kept(tmp_path: Path) -> None:
    assert not peaks_file.store(KEY, peaks_of(sound(8000), complete=False), tmp_path)
    assert not peaks_file.store(KEY, peaks_of(sound(0)), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_already_is_not_written_again_but_what_differs_is(tmp_path: Path) -> None:
    peaks_file.store(KEY, peaks_of(sound(8000)), tmp_path)
    kept = peaks_file.load(KEY, tmp_path)
    assert not peaks_file.store(KEY, peaks_of(sound(8000), stored=kept), tmp_path)
    other = peaks_of(sound(8000, seed=2), stored=kept)
    assert peaks_file.store(KEY, other, tmp_path)
    read = peaks_file.load(KEY, tmp_path)
    assert read is not None
    assert np.array_equal(read.level(), other.level())


def test_a_full_folder_loses_what_was_unused_for_longest_and_nothing_that_is_not_ours(tmp_path: Path) -> None:
    foreign = tmp_path / "notes.txt"
    foreign.write_bytes(bytes(5000))
    left_over = tmp_path / f"{OTHER}.abc.part"
    left_over.write_bytes(bytes(100))
    os.utime(left_over, (500, 500))
    keys = [f"{at:064x}" for at in range(4)]
    for at, key in enumerate(keys[:3]):
        peaks_file.store(key, peaks_of(sound(8000)), tmp_path)
        os.utime(tmp_path / f"{key}.dat", (1000 + at, 1000 + at))
    assert peaks_file.load(keys[0], tmp_path) is not None  # used now: the second is the oldest
    size = (tmp_path / f"{keys[0]}.dat").stat().st_size
    peaks_file.store(keys[3], peaks_of(sound(8000)), tmp_path, limit_bytes=3 * size)
    assert {path.name for path in tmp_path.iterdir()} == {"notes.txt"} | {f"{keys[at]}.dat" for at in (0, 2, 3)}


def test_the_newest_stays_even_if_it_alone_is_too_much(tmp_path: Path) -> None:
    assert peaks_file.store(KEY, peaks_of(sound(8000)), tmp_path, limit_bytes=10)
    assert peaks_file.load(KEY, tmp_path) is not None


def test_a_folder_that_takes_no_file_is_no_fault(tmp_path: Path) -> None:
    in_the_way = tmp_path / "peaks"
    in_the_way.write_text("a file where the folder should be")
    assert not peaks_file.store(KEY, peaks_of(sound(8000)), in_the_way)
    assert peaks_file.load(KEY, in_the_way) is None


def test_a_write_that_fails_half_way_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peaks_file.store(KEY, peaks_of(sound(8000)), tmp_path)
    before = (tmp_path / f"{KEY}.dat").read_bytes()

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert not peaks_file.store(KEY, peaks_of(sound(8000, seed=3)), tmp_path)
    assert (tmp_path / f"{KEY}.dat").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_forgotten_peaks_are_gone(tmp_path: Path) -> None:
    peaks_file.store(KEY, peaks_of(sound(8000)), tmp_path)
    peaks_file.forget(KEY, tmp_path)
    peaks_file.forget(KEY, tmp_path)
    assert peaks_file.load(KEY, tmp_path) is None


def test_a_second_leg_or_another_reading_are_other_peaks() -> None:
    keys = {
        peaks_file.key_of(KEY),
        peaks_file.key_of(KEY, OTHER),
        peaks_file.key_of(KEY, OTHER, {"picked": [0, 1]}),
        peaks_file.key_of(KEY, None, {"raw": {"codec": "alaw"}}),
    }
    assert len(keys) == 4
    assert peaks_file.key_of(KEY) == KEY


def test_a_call_opened_again_is_drawn_whole_before_and_while_it_is_decoded() -> None:
    frames = sound(800_000)
    exact = peaks_of(frames)
    stored = peaks_file.decoded(peaks_file.encoded(exact.level(), 8000))
    partly = peaks_of(frames[:, :100_000], stored=stored, complete=False)
    edges = np.arange(0, 800_001, 800)
    assert np.array_equal(stored.over(edges), exact.over(edges))
    assert np.array_equal(partly.over(edges), exact.over(edges))
    assert partly.frames == 800_000


def test_zoomed_in_the_decoded_part_is_exact_and_the_rest_as_near_as_stored() -> None:
    frames = sound(80_000)
    exact = peaks_of(frames)
    stored = peaks_file.decoded(peaks_file.encoded(exact.level(), 8000))
    partly = peaks_of(frames[:, :40_000], stored=stored, complete=False)
    edges = np.arange(39_000, 41_001, 10)
    drawn, wanted = partly.over(edges), exact.over(edges)
    assert np.array_equal(drawn[:, :100], wanted[:, :100])
    assert (drawn[:, 100:, 0] <= wanted[:, 100:, 0] + 1 / 128).all()
    assert (drawn[:, 100:, 1] >= wanted[:, 100:, 1] - 1 / 128).all()


def test_peaks_of_another_rate_do_not_stand_for_these() -> None:
    stored = peaks_file.decoded(peaks_file.encoded(peaks_of(sound(8000)).level(), 8000))
    assert peaks_of(sound(8000), rate_hz=16_000, stored=stored).stored is None


def test_once_the_call_is_whole_its_own_peaks_count_even_if_it_is_shorter_than_what_was_stored() -> None:
    stored = peaks_file.decoded(peaks_file.encoded(peaks_of(sound(80_000)).level(), 8000))
    short = peaks_of(sound(8000, seed=2), stored=stored)
    assert short.frames == 8000
    assert not short.over(np.arange(16_000, 80_001, 800)).any()


def test_the_samples_themselves_are_given_only_where_all_are_there() -> None:
    growing = peaks_of(sound(1000), complete=False)
    assert growing.samples_between(900, 1100) is None
    whole = peaks_of(sound(1000))
    part = whole.samples_between(900, 1100)
    assert part is not None
    assert part.shape == (2, 100)
    assert part[0, 0] == np.float32(whole.samples.read(900, 1)[0, 0] / 32768)

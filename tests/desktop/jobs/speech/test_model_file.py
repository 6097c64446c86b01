"""What is no whole speech model is told by its structure, whatever it says of itself, before an engine sees it."""

import contextlib
import os
import random
import struct
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resources
from desktop.jobs.speech.model_file import ModelRefused, model_facts

FIRST_TENSOR = 48 + 8 + 24 + 4 + 300 * 6
"""Where the tensors of `model_bytes` begin."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ggml-tiny.en.bin"


def refused(file: Path, content: bytes) -> str:
    file.write_bytes(content)
    with pytest.raises(ModelRefused) as told:
        model_facts(file)
    return told.value.reason


def changed(content: bytes, at: int, *numbers: int) -> bytes:
    written = struct.pack(f"<{len(numbers)}i", *numbers)
    return content[:at] + written + content[at + len(written) :]


def test_the_demonstration_model_is_whole() -> None:
    facts = model_facts(resources.path("speech/steercheck-demo-en.bin"))
    assert (facts.hearing_layers, facts.writing_layers, facts.width) == (4, 3, 192)
    assert not facts.multilingual
    assert facts.memory_bytes == 29_158_371


def test_a_whole_model_is_taken(file: Path, model_bytes: bytes) -> None:
    file.write_bytes(model_bytes)
    assert model_facts(file).memory_bytes == len(model_bytes)


def test_a_model_of_several_languages_is_known_by_its_words(file: Path, model_bytes: bytes) -> None:
    file.write_bytes(changed(model_bytes, 4, 51_865))
    assert model_facts(file).multilingual


def test_an_empty_file_is_told_as_empty(file: Path) -> None:
    assert refused(file, b"") == "is empty; copy it again"


def test_a_gguf_file_is_named_as_such(file: Path) -> None:
    assert "GGUF" in refused(file, b"GGUF" + bytes(5000))


@pytest.mark.parametrize("content", [b"g", b"RIFF" + bytes(100), b"PK\3\4" + bytes(100), b"<html>not found</html>"])
def test_a_foreign_file_is_no_ggml_file(file: Path, content: bytes) -> None:
    assert refused(file, content).startswith("is no ggml file")


def test_random_bytes_are_no_ggml_file(file: Path) -> None:
    assert refused(file, random.Random(6).randbytes(100_000)).startswith("is no ggml file")


def test_random_bytes_behind_the_first_four_are_no_whisper_model(file: Path, model_bytes: bytes) -> None:
    assert "not of a Whisper model" in refused(file, model_bytes[:4] + random.Random(6).randbytes(100_000))


def test_a_copy_that_stopped_is_refused_wherever_it_stopped(file: Path, model_bytes: bytes) -> None:
    for length in random.Random(4).sample(range(1, len(model_bytes)), 200):
        refused(file, model_bytes[:length])


def test_a_copy_that_stopped_inside_a_tensor_tells_how_much_is_missing(file: Path, model_bytes: bytes) -> None:
    assert refused(file, model_bytes[:-7]) == "ends 7 bytes too early; copy it again"


def test_a_copy_that_stopped_between_tensors_tells_how_many_there_are(file: Path, model_bytes: bytes) -> None:
    tensor = 12 + 4 + len("encoder.positional_embedding") + 4 * 32
    assert refused(file, model_bytes[:-tensor]) == "holds 49 of 50 tensors; copy it again"


def test_tensors_of_other_names_are_refused(file: Path, model_bytes: bytes) -> None:
    other = model_bytes.replace(b"encoder.conv1.weight", b"encoder.conv9.weight")
    twice = model_bytes.replace(b"encoder.conv1.weight", b"encoder.conv2.weight")
    for content in (other, twice):
        assert refused(file, content) == "holds tensors that a Whisper model does not have"


def test_what_stands_behind_the_last_tensor_is_refused(file: Path, model_bytes: bytes) -> None:
    refused(file, model_bytes + b"more")


@pytest.mark.parametrize(
    ("at", "numbers"),
    [
        pytest.param(4, (2**31 - 1,), id="words"),
        pytest.param(12, (2**31 - 1,), id="width"),
        pytest.param(20, (2**31 - 1,), id="layers that hear"),
        pytest.param(36, (2**31 - 1,), id="layers that write"),
        pytest.param(36, (-1,), id="layers below nothing"),
        pytest.param(48, (2**31 - 1, 2**31 - 1), id="filters"),
        pytest.param(80, (2**31 - 1,), id="vocabulary"),
        pytest.param(84, (2**31 - 1,), id="one word"),
        pytest.param(84, (-5,), id="a word of less than nothing"),
        pytest.param(FIRST_TENSOR, (2**31 - 1,), id="dimensions"),
        pytest.param(FIRST_TENSOR + 4, (2**31 - 1,), id="name"),
        pytest.param(FIRST_TENSOR + 8, (99,), id="type of numbers"),
        pytest.param(FIRST_TENSOR + 12, (2**31 - 1,), id="length"),
        pytest.param(FIRST_TENSOR + 12, (-32,), id="length below nothing"),
        pytest.param(FIRST_TENSOR, (4, 4, 0, *([2**31 - 1] * 4)), id="beyond any disk"),
        pytest.param(FIRST_TENSOR + 8, (8, 31), id="no whole blocks"),
    ],
)
def test_sizes_that_cannot_be_are_refused_without_room_for_them(
    file: Path, model_bytes: bytes, at: int, numbers: tuple[int, ...]
) -> None:
    file.write_bytes(changed(model_bytes, at, *numbers))
    tracemalloc.start()
    try:
        with pytest.raises(ModelRefused):
            model_facts(file)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bytes_are_refused_or_lie_among_the_values(file: Path, model_bytes: bytes, data: st.DataObject) -> None:
    content = bytearray(model_bytes)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[at] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    with contextlib.suppress(ModelRefused):  # and by no other error
        assert model_facts(file).memory_bytes == len(content)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.binary(max_size=400), keep=st.integers(0, FIRST_TENSOR + 200))
def test_a_beginning_with_anything_behind_it_is_refused(file: Path, model_bytes: bytes, tail: bytes, keep: int) -> None:
    refused(file, model_bytes[:keep] + tail)


def test_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="is a folder; name the file in it"):
        model_facts(tmp_path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="No such file"):
        model_facts(tmp_path / "gone.bin")


@pytest.mark.skipif(os.name != "posix", reason="devices and pipes are POSIX's")
def test_a_link_to_a_device_and_a_pipe_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "endless.bin").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.bin")
    for name in ("endless.bin", "pipe.bin"):
        with pytest.raises(ModelRefused, match="is no file but a device or a pipe"):
            model_facts(tmp_path / name)


def test_a_link_to_a_model_is_followed(tmp_path: Path, model_bytes: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(model_bytes)
    (tmp_path / "link.bin").symlink_to(tmp_path / "model.bin")
    assert model_facts(tmp_path / "link.bin").width == 8

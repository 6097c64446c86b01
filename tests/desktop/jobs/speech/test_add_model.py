"""Taking a model from a disk: whole or not at all, nothing replaced, every refusal in words."""

import errno
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from desktop.jobs.speech import add_model as adding
from desktop.jobs.speech.add_model import PREFIX, Added, add_model
from desktop.jobs.speech.model_file import ModelRefused
from desktop.jobs.speech.model_shelf import Place, Shelf
from models.errors import Cancelled, OutputRefused


def go_on() -> None:
    """A check that never cancels."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "own", memory=tmp_path / "cache" / "models.json")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def source(stick: Path, model_bytes: bytes) -> Path:
    (stick / "mine.bin").write_bytes(model_bytes)
    return stick / "mine.bin"


def add(source: Path, shelf: Shelf, check: Callable[[], None] = go_on) -> Added:
    return add_model(source, shelf, lambda _fraction, _text: None, check)


def left_in(shelf: Shelf) -> list[str]:
    return sorted(os.listdir(shelf.own)) if shelf.own.exists() else []


def test_a_model_is_copied_into_the_persons_folder(source: Path, shelf: Shelf, model_bytes: bytes) -> None:
    added = add(source, shelf)
    assert added.model.file == shelf.own / "mine.bin"
    assert added.model.file.read_bytes() == model_bytes
    assert added.model.place is Place.OWN
    assert left_in(shelf) == ["mine.bin"]
    assert source.exists()


def test_an_unknown_model_is_taken_with_a_warning(source: Path, shelf: Shelf) -> None:
    added = add(source, shelf)
    assert added.model.known is None
    assert "Nobody vouches for this file" in added.warning


def test_a_file_that_only_bears_an_official_name_is_told(source: Path, shelf: Shelf) -> None:
    added = add(source.rename(source.with_name("ggml-base.en.bin")), shelf)
    assert "This is not the official ggml-base.en.bin" in added.warning


def test_a_known_model_gets_its_official_name_and_no_warning(stick: Path, shelf: Shelf) -> None:
    shutil.copyfile(resources.path("speech/steercheck-demo-en.bin"), stick / "whatever")
    elsewhere = Shelf(shelf.own, shipped=stick / "none")
    added = add(stick / "whatever", elsewhere)
    assert added.model.file.name == "steercheck-demo-en.bin"
    assert added.model.demonstration
    assert added.warning == ""


def test_a_name_without_the_ending_gets_it(source: Path, shelf: Shelf) -> None:
    assert add(source.rename(source.with_name("mine.ggml")), shelf).model.file.name == "mine.ggml.bin"


def test_the_same_content_is_not_copied_again(source: Path, shelf: Shelf) -> None:
    first = add(source, shelf).model
    again = add(source.rename(source.with_name("other-name.bin")), shelf)
    assert again.already
    assert again.model == first
    assert left_in(shelf) == ["mine.bin"]


def test_what_ships_is_there_already(shelf: Shelf) -> None:
    again = add(resources.path("speech/steercheck-demo-en.bin"), shelf)
    assert again.already
    assert again.model.place is Place.SHIPPED
    assert left_in(shelf) == []


def test_another_content_of_the_same_name_stands_beside_the_first(
    source: Path, shelf: Shelf, model_bytes: bytes
) -> None:
    add(source, shelf)
    source.write_bytes(model_bytes[:-1] + b"\1")
    assert add(source, shelf).model.file.name == "mine-2.bin"
    assert (shelf.own / "mine.bin").read_bytes() == model_bytes


def test_a_path_with_blanks_and_other_letters_is_taken(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Zoë Müller" / "größe 模型"
    added = add(source.rename(source.with_name("mödel ü.bin")), Shelf(folder))
    assert added.model.file == folder / "mödel ü.bin"


def test_progress_is_told_up_to_the_end(source: Path, shelf: Shelf) -> None:
    told: list[float] = []
    add_model(source, shelf, lambda fraction, _text: told.append(fraction), go_on)
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"GGUF" + bytes(200), "is a GGUF file"),
        (random.Random(1).randbytes(4000), "is no ggml file"),
        (b"RIFF" + bytes(200), "is no ggml file"),
    ],
)
def test_what_is_no_model_is_refused_in_words(stick: Path, shelf: Shelf, content: bytes, words: str) -> None:
    (stick / "x.bin").write_bytes(content)
    with pytest.raises(ModelRefused, match=words):
        add(stick / "x.bin", shelf)
    assert left_in(shelf) == []


def test_half_a_model_is_refused(source: Path, shelf: Shelf, model_bytes: bytes) -> None:
    source.write_bytes(model_bytes[: len(model_bytes) // 2])
    with pytest.raises(ModelRefused, match="copy it again"):
        add(source, shelf)


def test_a_folder_is_refused(stick: Path, shelf: Shelf) -> None:
    with pytest.raises(ModelRefused, match="is a folder"):
        add(stick, shelf)


@pytest.mark.skipif(os.name != "posix", reason="devices are POSIX's")
def test_a_link_to_a_device_is_refused(stick: Path, shelf: Shelf) -> None:
    (stick / "x.bin").symlink_to("/dev/zero")
    with pytest.raises(ModelRefused, match="a device or a pipe"):
        add(stick / "x.bin", shelf)


def test_a_stop_in_the_middle_leaves_nothing_behind(source: Path, shelf: Shelf) -> None:
    asked = [0]

    def check() -> None:
        asked[0] += 1
        if shelf.own.exists() and left_in(shelf):
            raise Cancelled

    with pytest.raises(Cancelled):
        add(source, shelf, check)
    assert left_in(shelf) == []


def test_a_full_disk_is_told_and_nothing_left_behind(
    source: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(adding.os, "fsync", full)
    with pytest.raises(OutputRefused, match="the disk is full") as told:
        add(source, shelf)
    assert str(shelf.own) in told.value.message
    assert left_in(shelf) == []


def test_too_little_room_is_told_before_anything_is_copied(
    source: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding.shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 9, 1_000_000))
    with pytest.raises(OutputRefused, match="1 MB free"):
        add(source, shelf)
    assert left_in(shelf) == []


def test_a_folder_that_cannot_be_made_is_told(source: Path, shelf: Shelf) -> None:
    shelf.own.write_text("a file where the folder should be")
    with pytest.raises(OutputRefused, match="could not be written"):
        add(source, shelf)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_no_permission_is_told(source: Path, shelf: Shelf) -> None:
    shelf.own.mkdir()
    shelf.own.chmod(0o500)
    try:
        with pytest.raises(OutputRefused, match="you may not write there"):
            add(source, shelf)
    finally:
        shelf.own.chmod(0o755)


def test_a_source_that_grows_while_it_is_copied_is_refused(source: Path, shelf: Shelf, model_bytes: bytes) -> None:
    def grow() -> None:
        if shelf.own.exists() and left_in(shelf):
            source.write_bytes(model_bytes + b"more")

    with pytest.raises(ModelRefused, match="changed while it was copied"):
        add(source, shelf, grow)
    assert left_in(shelf) == []


def test_what_a_killed_program_left_behind_goes_with_the_next_model(source: Path, shelf: Shelf) -> None:
    shelf.own.mkdir()
    old, young = shelf.own / f"{PREFIX}old", shelf.own / f"{PREFIX}young"
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (1, 1))
    add(source, shelf)
    assert left_in(shelf) == [young.name, "mine.bin"]

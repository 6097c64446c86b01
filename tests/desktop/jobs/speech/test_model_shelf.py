"""The models of this machine: found in three folders, each content once, hashed once, one of them the default."""

import json
import os
import shutil
from pathlib import Path

import pytest

import resources
from desktop.jobs.speech import model_shelf
from desktop.jobs.speech.model_shelf import Place, Shelf, default_of, look_at, models_on, needed_default, shelf_of
from desktop.settings import Settings
from models.errors import Cancelled, InputRefused
from models.speech_models import Asking, KnownModel, demonstration_model


def go_on() -> None:
    """A check that never cancels."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path / "own", tmp_path / "department", tmp_path / "shipped", tmp_path / "cache" / "models.json")
    for folder in (made.own, made.department, made.shipped):
        folder.mkdir()
    return made


def put(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def another(content: bytes, last: int) -> bytes:
    """A model of other content: the last value is another."""
    return content[:-1] + bytes([last])


def test_models_are_found_in_all_three_folders_the_departments_first(shelf: Shelf, model_bytes: bytes) -> None:
    put(shelf.own, "own.bin", another(model_bytes, 1))
    put(shelf.department, "department.bin", another(model_bytes, 2))
    put(shelf.shipped, "shipped.bin", another(model_bytes, 3))
    found = models_on(shelf, go_on)
    assert [(model.name, model.place) for model in found.models] == [
        ("department", Place.DEPARTMENT),
        ("own", Place.OWN),
        ("shipped", Place.SHIPPED),
    ]
    assert found.refused == ()


def test_folders_that_are_not_there_hold_nothing(tmp_path: Path) -> None:
    assert models_on(Shelf(tmp_path / "a", tmp_path / "b", tmp_path / "c"), go_on).models == ()


def test_the_same_content_is_listed_once(shelf: Shelf, model_bytes: bytes) -> None:
    put(shelf.own, "one.bin", model_bytes)
    put(shelf.own, "two.bin", model_bytes)
    put(shelf.department, "three.bin", model_bytes)
    assert [model.file.name for model in models_on(shelf, go_on).models] == ["three.bin"]


def test_what_is_no_model_is_named_with_its_reason(shelf: Shelf, model_bytes: bytes) -> None:
    put(shelf.own, "good.bin", model_bytes)
    broken = put(shelf.own, "half.bin", model_bytes[:-50])
    found = models_on(shelf, go_on)
    assert [model.name for model in found.models] == ["good"]
    assert [(one.file, one.reason) for one in found.refused] == [
        (str(broken), "ends 50 bytes too early; copy it again")
    ]


def test_hidden_and_other_files_and_folders_are_passed_over(shelf: Shelf, model_bytes: bytes) -> None:
    put(shelf.own, ".steercheck-model-x.bin", model_bytes)
    put(shelf.own, "README.md", b"words")
    (shelf.own / "folder.bin").mkdir()
    found = models_on(shelf, go_on)
    assert (found.models, found.refused) == ((), ())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_may_not_be_read_is_told(shelf: Shelf) -> None:
    shelf.department.chmod(0)
    try:
        assert [one.file for one in models_on(shelf, go_on).refused] == [str(shelf.department)]
    finally:
        shelf.department.chmod(0o755)


def test_a_file_is_hashed_once_and_again_when_it_changed(
    shelf: Shelf, model_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(shelf.own, "m.bin", model_bytes)
    first = models_on(shelf, go_on).models[0]
    hashed: list[Path] = []
    honest = model_shelf.sha256_of
    monkeypatch.setattr(model_shelf, "sha256_of", lambda path, check: (hashed.append(path), honest(path, check))[1])
    assert models_on(shelf, go_on).models[0] == first
    assert hashed == []
    file.write_bytes(another(model_bytes, 7))
    os.utime(file, ns=(1, 1))
    assert models_on(shelf, go_on).models[0].sha256 != first.sha256
    assert hashed == [file]


@pytest.mark.parametrize("memory", ["", "[]", '{"x": 1}', "{", '{"FILE": ["a", 1, 2, 3]}', "\ud800"])
def test_a_memory_that_is_lost_or_broken_costs_only_time(shelf: Shelf, model_bytes: bytes, memory: str) -> None:
    file = put(shelf.own, "m.bin", model_bytes)
    shelf.memory.parent.mkdir()
    shelf.memory.write_bytes(memory.replace("FILE", str(file)).encode("utf-8", "surrogatepass"))
    assert len(models_on(shelf, go_on).models) == 1
    assert str(file) in json.loads(shelf.memory.read_text())


def test_a_memory_that_cannot_be_written_is_no_fault(shelf: Shelf, model_bytes: bytes) -> None:
    put(shelf.own, "m.bin", model_bytes)
    shelf.memory.parent.write_text("a file where the folder should be")
    assert len(models_on(shelf, go_on).models) == 1


def test_looking_through_the_folders_can_be_stopped(shelf: Shelf, model_bytes: bytes) -> None:
    put(shelf.own, "m.bin", model_bytes)

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        models_on(shelf, stop)


def test_the_demonstration_model_is_known_and_told_as_such(tmp_path: Path) -> None:
    found = models_on(Shelf(tmp_path / "own"), go_on)
    (model,) = found.models
    assert (model.name, model.demonstration, model.place) == ("steercheck-demo-en", True, Place.SHIPPED)
    assert model.asking == Asking(0, 1000, False)


def test_a_copy_of_the_demonstration_model_under_another_name_is_still_known(shelf: Shelf) -> None:
    shutil.copyfile(resources.path("speech/steercheck-demo-en.bin"), shelf.own / "ggml-large-v3.bin")
    (model,) = models_on(shelf, go_on).models
    assert model.known == demonstration_model()


def test_a_file_is_known_by_its_sha1_where_only_that_is_published(
    shelf: Shelf, model_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    listed = KnownModel("tdrz", "ggml-tdrz.bin", None, None, hashlib.sha1(model_bytes).hexdigest())
    monkeypatch.setattr("models.speech_models._list", lambda: (listed,))
    put(shelf.own, "m.bin", model_bytes)
    assert models_on(shelf, go_on).models[0].known == listed
    assert look_at(shelf.own / "m.bin", shelf, go_on).known == listed


@pytest.fixture
def three(shelf: Shelf, model_bytes: bytes, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A small and a larger known model, a still larger unknown one, and the demonstration's."""
    import hashlib

    last = b"\x20\0\0\0encoder.positional_embedding"
    longer = model_bytes.replace(last, b"\x40" + last[1:])
    contents = {"small": model_bytes, "base": longer + bytes(128), "unknown": another(longer + bytes(128), 9)}
    listed = tuple(
        KnownModel(name, f"ggml-{name}.bin", None, hashlib.sha256(contents[name]).hexdigest(), None)
        for name in ("small", "base")
    )
    monkeypatch.setattr("models.speech_models._list", lambda: (*listed, demonstration))
    for name, content in contents.items():
        put(shelf.own, f"ggml-{name}.bin", content)
    shutil.copyfile(resources.path("speech/steercheck-demo-en.bin"), shelf.shipped / "steercheck-demo-en.bin")
    return shelf


demonstration = demonstration_model()


def test_without_a_choice_the_largest_known_model_is_the_default(three: Shelf) -> None:
    models = models_on(three, go_on).models
    assert len(models) == 4
    assert default_of(models, "").name == "base"


@pytest.mark.parametrize("wanted", ["small", "ggml-small.bin", "ggml-small"])
def test_the_default_can_be_chosen_by_name_and_file(three: Shelf, wanted: str) -> None:
    assert default_of(models_on(three, go_on).models, wanted).name == "small"


def test_the_default_can_be_chosen_by_its_hash(three: Shelf) -> None:
    models = models_on(three, go_on).models
    unknown = next(model for model in models if model.known is None)
    assert default_of(models, unknown.sha256) is unknown


def test_the_demonstration_model_is_never_the_default(tmp_path: Path) -> None:
    models = models_on(Shelf(tmp_path / "own"), go_on).models
    assert default_of(models, "") is None
    assert default_of(models, "steercheck-demo-en") is None


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("", "There is no speech model on this machine yet"),
        ("ggml-gone.bin", r"\(ggml-gone\.bin\) is not on this machine any more"),
        ("steercheck-demo-en", "understands only the demonstration's voices"),
    ],
)
def test_a_missing_default_is_told_with_what_to_do(tmp_path: Path, wanted: str, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        needed_default(models_on(Shelf(tmp_path / "own"), go_on), wanted)


def test_the_administrators_folder_comes_from_the_settings(tmp_path: Path) -> None:
    shelf = shelf_of(Settings(speech_models_folder=str(tmp_path)))
    assert shelf.department == tmp_path
    assert shelf_of(Settings()).department is None
    assert shelf.own.name == "speech-models"

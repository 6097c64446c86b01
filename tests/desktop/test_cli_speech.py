"""The commands `speech list`, `add`, `use` and `check`, as the contract has them."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.jobs.speech import self_test
from desktop.jobs.speech.engine_memory import EngineTest
from desktop.jobs.speech.recipe import Recipe
from desktop.paths import administrator_file, settings_file, speech_models_folder

Steercheck = Callable[..., object]


@pytest.fixture
def stick(tmp_path: Path, model_bytes: bytes) -> Path:
    (tmp_path / "ggml-mine.bin").write_bytes(model_bytes)
    return tmp_path / "ggml-mine.bin"


def models(steercheck: Steercheck) -> list[dict[str, object]]:
    return json.loads(steercheck("--json", "speech", "list").out)["models"]


def test_list_names_the_demonstration_model_and_says_how_to_get_another(steercheck: Steercheck) -> None:
    (model,) = models(steercheck)
    assert list(model) == ["name", "file", "sha256", "known", "demonstration", "default"]
    assert (model["name"], model["known"], model["demonstration"], model["default"]) == (
        "steercheck-demo-en",
        True,
        True,
        False,
    )
    assert "There is no speech model on this machine yet" in steercheck("speech", "list").out


def test_a_model_is_added_listed_and_the_default(steercheck: Steercheck, stick: Path) -> None:
    added = steercheck("--json", "speech", "add", stick)
    assert added.status == 0
    told = json.loads(added.out)
    assert (told["name"], told["known"], told["default"], told["already"]) == ("ggml-mine", False, True, False)
    assert Path(told["file"]).parent == speech_models_folder()
    assert "Nobody vouches for this file" in told["warning"]
    assert [(model["name"], model["default"]) for model in models(steercheck)] == [
        ("ggml-mine", True),
        ("steercheck-demo-en", False),
    ]


def test_adding_is_told_to_people_with_the_warning_on_standard_error(steercheck: Steercheck, stick: Path) -> None:
    added = steercheck("speech", "add", stick)
    assert "ggml-mine was added" in added.out
    assert "Nobody vouches for this file" in added.err
    again = steercheck("speech", "add", stick)
    assert again.status == 0
    assert "ggml-mine is here already" in again.out


@pytest.mark.parametrize("content", [b"", b"GGUF" + bytes(99), b"\x7fELF" + bytes(99)])
def test_what_is_no_model_is_refused(steercheck: Steercheck, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.bin").write_bytes(content)
    refused = steercheck("--json", "speech", "add", tmp_path / "x.bin")
    assert refused.status == 3
    assert json.loads(refused.out)["error"]["code"] == "MODEL_REFUSED"
    assert not speech_models_folder().exists()


def test_a_place_that_cannot_be_written_is_told(steercheck: Steercheck, stick: Path) -> None:
    speech_models_folder().parent.mkdir(parents=True, exist_ok=True)
    speech_models_folder().write_text("in the way")
    assert steercheck("speech", "add", stick).status == 7


def test_a_broken_file_among_the_models_is_named(steercheck: Steercheck, model_bytes: bytes) -> None:
    speech_models_folder().mkdir(parents=True)
    (speech_models_folder() / "half.bin").write_bytes(model_bytes[:-9])
    listed = steercheck("--json", "speech", "list")
    assert listed.status == 0
    assert len(json.loads(listed.out)["models"]) == 1
    assert "half.bin: ends 9 bytes too early; copy it again" in listed.err


def test_the_default_can_be_chosen(steercheck: Steercheck, stick: Path, model_bytes: bytes) -> None:
    stick.with_name("ggml-other.bin").write_bytes(model_bytes[:-1] + b"\1")
    for file in (stick, stick.with_name("ggml-other.bin")):
        steercheck("speech", "add", file)
    for name in ("ggml-mine", "ggml-other.bin"):
        assert steercheck("speech", "use", name).status == 0
        chosen = [model["name"] for model in models(steercheck) if model["default"]]
        assert chosen == [name.removesuffix(".bin")]


@pytest.mark.parametrize(
    ("name", "words"),
    [("large", "no speech model called large"), ("steercheck-demo-en", "understands only the demonstration's voices")],
)
def test_what_cannot_be_the_default_is_refused(steercheck: Steercheck, name: str, words: str) -> None:
    refused = steercheck("speech", "use", name)
    assert refused.status == 3
    assert words in refused.err
    assert not settings_file().exists()


def test_the_administrators_choice_stands(steercheck: Steercheck, stick: Path, tmp_path: Path) -> None:
    administrator_file().parent.mkdir(parents=True, exist_ok=True)
    administrator_file().write_text(
        f'speech_models_folder = "{stick.parent}"\nspeech_model = "ggml-mine.bin"\n', encoding="utf-8"
    )
    first = models(steercheck)[0]
    assert (first["name"], first["default"]) == ("ggml-mine", True)
    assert steercheck("speech", "use", "ggml-mine").status == 6


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> dict[str, EngineTest]:
    """What each engine's test will find; instead of running it."""
    found = {
        "pywhispercpp": EngineTest("pywhispercpp", "1.5.1", True, "", "", 12.5, 0.3, 0.97),
        "whisper-cpp-python": EngineTest("whisper-cpp-python", None, False, "it is not installed", "Do this."),
    }
    monkeypatch.setattr(self_test, "try_engine", lambda recipe, *_: _for(recipe, found))
    return found


def _for(recipe: Recipe, found: dict[str, EngineTest]) -> EngineTest:
    return found[recipe.engine]


def test_check_tells_what_an_hour_takes_and_which_engine_auto_takes(
    steercheck: Steercheck, stick: Path, tried: dict[str, EngineTest]
) -> None:
    steercheck("speech", "add", stick)
    checked = steercheck("speech", "check", "--threads", "2")
    assert checked.status == 0
    assert "ggml-mine, 2 threads:" in checked.out
    assert "pywhispercpp 1.5.1: works; an hour of calls takes about 12 min." in checked.out
    assert "whisper-cpp-python: does not work: it is not installed. Do this." in checked.out
    assert "auto takes pywhispercpp." in checked.out


def test_check_as_json(steercheck: Steercheck, stick: Path, tried: dict[str, EngineTest]) -> None:
    steercheck("speech", "add", stick)
    told = json.loads(steercheck("--json", "speech", "check").out)
    assert told["ok"] is True
    assert told["auto"] == "pywhispercpp"
    assert told["model"]["name"] == "ggml-mine"
    assert [(one["engine"], one["ok"], one["minutes_an_hour"]) for one in told["engines"]] == [
        ("pywhispercpp", True, 12.5),
        ("whisper-cpp-python", False, None),
    ]


def test_check_of_one_engine_and_a_named_model(
    steercheck: Steercheck, stick: Path, tried: dict[str, EngineTest]
) -> None:
    told = json.loads(steercheck("--json", "speech", "check", "--model", stick, "--engine", "pywhispercpp").out)
    assert told["model"]["file"] == str(stick)
    assert [one["engine"] for one in told["engines"]] == ["pywhispercpp"]
    assert told["auto"] is None  # that takes a test of both


def test_check_without_a_model_uses_the_demonstrations_and_says_so(
    steercheck: Steercheck, tried: dict[str, EngineTest]
) -> None:
    assert "A model for real calls takes many times as long" in steercheck("speech", "check").out


def test_check_fails_when_no_engine_works(steercheck: Steercheck, tried: dict[str, EngineTest]) -> None:
    tried["pywhispercpp"] = replace(tried["pywhispercpp"], passed=False, why="it is broken", mend="Mend it.")
    checked = steercheck("--json", "speech", "check")
    assert checked.status == 3
    assert json.loads(checked.out)["auto"] is None
    assert "No speech engine works" in checked.err


def test_a_chosen_model_that_is_gone_is_told(steercheck: Steercheck, tried: dict[str, EngineTest]) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('speech_model = "ggml-gone.bin"\n')
    checked = steercheck("speech", "check")
    assert checked.status == 3
    assert "ggml-gone.bin" in checked.err


def test_what_a_check_found_is_what_auto_goes_by(
    steercheck: Steercheck, stick: Path, tried: dict[str, EngineTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.jobs.speech.choose_model import recipe_for
    from desktop.jobs.speech.engine_memory import version_of
    from desktop.settings import Settings

    tried["pywhispercpp"] = replace(
        tried["pywhispercpp"], version=version_of("pywhispercpp"), passed=False, why="it is broken"
    )
    tried["whisper-cpp-python"] = EngineTest("whisper-cpp-python", version_of("whisper-cpp-python"), True)
    steercheck("speech", "add", stick)
    steercheck("speech", "check")
    monkeypatch.setattr(self_test, "try_engine", None)
    assert recipe_for("f" * 64, None, None, None, Settings(), lambda: None).engine == "whisper-cpp-python"

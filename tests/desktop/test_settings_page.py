"""The settings in the window: shown, saved at once, and what the administrator decided left alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.settings import Settings, load_settings
from desktop.state.speech_models import SpeechModels
from desktop.state.transcribing import Transcribing
from desktop.views.settings_page import SettingsPage
from desktop.window import Window
from models.store import Store


@pytest.fixture
def page(window: Window) -> SettingsPage:
    window.show_page("settings")
    return window.page("settings")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "settings.toml"


def choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_the_values_in_force_are_shown(make_window, demo_store: Store) -> None:
    settings = Settings(theme="dark", text_scale_pct=120, step_ms=3000, speed=1.25, match_window_days=10)
    page = make_window(demo_store, settings=settings).page("settings")
    shown = page.controls
    assert shown["theme"].currentText() == "Dark"
    assert shown["text_scale_pct"].currentText() == "120 %"
    assert shown["step_ms"].value() == 3.0
    assert shown["speed"].currentText() == "1.25×"
    assert shown["match_window_days"].value() == 10


@pytest.mark.parametrize(
    ("key", "value"),
    [("theme", "dark"), ("text_scale_pct", 150), ("speed", 1.5), ("sound", "silent")],
)
def test_a_choice_is_saved_at_once(page: SettingsPage, file: Path, key: str, value: object) -> None:
    choose(page.controls[key], value)
    assert getattr(load_settings(file), key) == value


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("step_ms", 2.5, 2500),
        ("small_step_ms", 0.5, 500),
        ("evidence_last_ms", 12.0, 12_000),
        ("match_window_days", 3, 3),
        ("dispute_window_days", 5, 5),
    ],
)
def test_a_number_is_saved_at_once(page: SettingsPage, file: Path, key: str, typed: float, value: int) -> None:
    page.controls[key].setValue(typed)
    assert getattr(load_settings(file), key) == value


def test_a_number_beyond_its_range_cannot_be_set(page: SettingsPage, file: Path) -> None:
    page.controls["match_window_days"].setValue(1000)
    assert load_settings(file).match_window_days == 60


def test_one_day_is_told_as_one(page: SettingsPage) -> None:
    days = page.controls["dispute_window_days"]
    assert days.text() == "10 working days"
    days.setValue(1)
    assert days.text() == "1 working day"


def test_a_hint_without_room_beside_its_control_stands_below_it(page: SettingsPage) -> None:
    size = page.controls["text_scale_pct"]
    hint = next(label for label in page.findChildren(QLabel) if label.text() == size.toolTip())
    assert hint.x() > size.geometry().right()
    choose(size, 200)
    page.layout().activate()
    page._place_hints()
    size.parentWidget().layout().activate()
    assert hint.y() > size.geometry().bottom()
    assert hint.x() == size.x()


def test_the_look_follows_at_once(page: SettingsPage) -> None:
    choose(page.controls["theme"], "dark")
    assert theme.scheme() == "dark"
    before = theme.text_height()
    choose(page.controls["text_scale_pct"], 200)
    assert theme.text_height() > before * 1.8


def test_the_review_page_hears_of_it(window: Window, page: SettingsPage) -> None:
    page.controls["step_ms"].setValue(2.0)
    assert window.page("review").settings.step_ms == 2000


def test_what_the_administrator_decided_is_shown_and_left_alone(make_window, demo_store: Store, file: Path) -> None:
    window = make_window(demo_store, locked=frozenset({"theme", "match_window_days"}))
    page = window.page("settings")
    assert not page.controls["theme"].isEnabled()
    assert page.controls["theme"].toolTip() == "Set by the administrator"
    choose(page.controls["theme"], "dark")
    assert theme.scheme() == "light"
    assert not file.exists()


def test_where_things_lie_is_shown_and_can_be_copied(window: Window, page: SettingsPage, demo_store: Store) -> None:
    shown = {line.text() for line in page.findChildren(QLineEdit) if line.isReadOnly() and line.isVisible()}
    assert demo_store.database.address in shown


def test_settings_that_cannot_be_written_are_told(window: Window, page: SettingsPage, tmp_path: Path) -> None:
    (tmp_path / "settings").rename(tmp_path / "away")
    (tmp_path / "settings").write_text("in the way")
    choose(page.controls["theme"], "dark")
    assert window.notices.notices[-1].tone == "bad"
    assert theme.scheme() == "dark"


def test_every_control_says_what_it_is_for(page: SettingsPage) -> None:
    for control in page.controls.values():
        assert isinstance(control, QComboBox | QSpinBox | QDoubleSpinBox | QLineEdit)
        assert control.accessibleName()
        assert control.accessibleDescription()
    names = [label.text() for label in page.findChildren(QLabel) if label.buddy() is not None]
    assert len(names) == len(page.controls) + len(("Words to expect", "Database", "Settings", "Log", "Speech models"))


def test_the_keyboard_walks_through_the_settings(page: SettingsPage, qtbot: QtBot) -> None:

    def in_front() -> bool:
        page.window().activateWindow()  # once more while a window of the test before is on its way out
        return page.isActiveWindow()

    qtbot.waitUntil(in_front)
    page.controls["theme"].setFocus()
    qtbot.keyClick(page.controls["theme"], Qt.Key.Key_Tab)
    assert page.controls["text_scale_pct"].hasFocus()


def test_calls_held_for_want_of_a_model_go_on_when_one_is_added(
    window: Window,
    page: SettingsPage,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    model_bytes: bytes,
    qtbot: QtBot,
) -> None:
    told: list[bool] = []
    monkeypatch.setattr(Transcribing, "models_changed", lambda _queue: told.append(True))
    (tmp_path / "ggml-mine.bin").write_bytes(model_bytes)
    models = window.findChild(SpeechModels)
    with qtbot.waitSignals([models.added, models.listed]):
        models.add(tmp_path / "ggml-mine.bin")
    assert told == [True]


def test_what_performance_and_development_is_called_is_saved_once_the_field_is_left(
    page: SettingsPage, file: Path
) -> None:
    field = page.controls["people_label"]
    field.setText(" People Performance ")
    field.editingFinished.emit()
    assert load_settings(file).people_label == "People Performance"

"""Changing keys: on the key sheet by keyboard, kept in a file, exported, taken, put back; collisions asked about."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.key_map import read_keys, write_keys
from desktop.state.key_choice import KeyChoice
from desktop.views.actions import ActionTable
from desktop.views.keys import KeysPage
from desktop.window import Window
from models.errors import InputRefused, OutputRefused

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sheet(window: Window) -> KeysPage:
    """The key sheet of the whole window, in sight."""
    window.show_page("keys")
    page = window.page("keys")
    assert isinstance(page, KeysPage)
    return page


def kept(tmp_path: Path) -> dict[str, str]:
    return read_keys(tmp_path / "settings" / "keys.toml")


def choose(sheet: KeysPage, qtbot: QtBot, command: str, key: object, modifiers: object = None) -> None:
    """Press the field of a command, then a key, as a person does."""
    cap = sheet.rows[command].cap
    cap.setFocus()
    qtbot.keyClick(cap, Qt.Key.Key_Space)
    assert cap.listening
    qtbot.keyClick(cap, key, modifiers or Qt.KeyboardModifier.NoModifier)


def test_a_key_is_changed_by_keyboard_and_kept(sheet: KeysPage, qtbot: QtBot, tmp_path: Path) -> None:
    choose(sheet, qtbot, "play", Qt.Key.Key_F13)
    assert sheet.rows["play"].cap.text() == "F13"
    assert kept(tmp_path) == {"play": "F13"}


def test_the_new_key_works_at_once_and_the_old_one_no_longer(window: Window, sheet: KeysPage, qtbot: QtBot) -> None:
    choose(sheet, qtbot, "open_settings", Qt.Key.Key_F9)
    window.show_page("worklist")
    qtbot.keyClick(window.page("worklist").table, Qt.Key.Key_Comma, CONTROL)
    assert window.shown == "worklist"
    qtbot.keyClick(window.page("worklist").table, Qt.Key.Key_F9)
    assert window.shown == "settings"


def test_a_key_with_modifiers_is_taken_as_pressed(sheet: KeysPage, qtbot: QtBot, tmp_path: Path) -> None:
    choose(sheet, qtbot, "comment", Qt.Key.Key_F17, CONTROL | SHIFT)
    assert kept(tmp_path) == {"comment": "Ctrl+Shift+F17"}


def test_a_modifier_alone_is_no_key(sheet: KeysPage, qtbot: QtBot) -> None:
    cap = sheet.rows["play"].cap
    cap.click()
    qtbot.keyClick(cap, Qt.Key.Key_Control, CONTROL)
    assert cap.listening


def test_escape_leaves_the_key_and_the_sheet(window: Window, sheet: KeysPage, qtbot: QtBot) -> None:
    choose(sheet, qtbot, "play", Qt.Key.Key_Escape)
    assert sheet.rows["play"].cap.text() == "Space"
    assert window.shown == "keys"


def test_looking_elsewhere_stops_the_waiting(sheet: KeysPage) -> None:
    cap = sheet.rows["play"].cap
    cap.setFocus()
    cap.click()
    sheet.search.setFocus()
    assert not cap.listening


def test_a_key_that_is_taken_is_asked_about_and_can_be_left(sheet: KeysPage, qtbot: QtBot, tmp_path: Path) -> None:
    choose(sheet, qtbot, "comment", Qt.Key.Key_N)
    row = sheet.rows["comment"]
    assert row.question.text() == "N is taken: Next unanswered prompt."
    row.leave.click()
    assert row.question.isHidden()
    assert kept(tmp_path) == {}


def test_a_key_that_is_taken_can_be_used_here_and_the_other_has_none(
    sheet: KeysPage, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(sheet, qtbot, "comment", Qt.Key.Key_N)
    sheet.rows["comment"].take.click()
    assert kept(tmp_path) == {"comment": "N", "next_unanswered": ""}
    assert sheet.rows["next_unanswered"].cap.text() == "none"


def test_the_same_key_may_serve_on_another_page(sheet: KeysPage, qtbot: QtBot, tmp_path: Path) -> None:
    choose(sheet, qtbot, "refresh", Qt.Key.Key_N)
    assert kept(tmp_path) == {"refresh": "N"}


def test_a_command_may_have_no_key(sheet: KeysPage, tmp_path: Path) -> None:
    sheet.rows["quit"].none.click()
    assert kept(tmp_path) == {"quit": ""}
    assert not sheet.rows["quit"].none.isEnabled()


def test_one_key_and_all_keys_can_be_put_back(sheet: KeysPage, qtbot: QtBot, tmp_path: Path) -> None:
    choose(sheet, qtbot, "play", Qt.Key.Key_F13)
    choose(sheet, qtbot, "back", Qt.Key.Key_F14)
    sheet.rows["play"].back.click()
    assert kept(tmp_path) == {"back": "F14"}
    sheet.reset.click()
    assert kept(tmp_path) == {}
    assert not sheet.reset.isEnabled()


def test_keys_go_out_to_a_file_and_come_back(
    sheet: KeysPage, picker: object, qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    choose(sheet, qtbot, "play", Qt.Key.Key_F13)
    picker.chosen = [tmp_path / "mine.toml"]
    sheet.save.click()
    sheet.reset.click()
    picker.chosen = [tmp_path / "mine.toml"]
    sheet.load.click()
    assert kept(tmp_path) == {"play": "F13"}
    assert window.notices.notices[-1].text == "The keys of mine.toml are in force."


def test_a_file_that_is_no_list_of_keys_changes_nothing(sheet: KeysPage, picker: object, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.toml"
    foreign.write_text('theme = "dark"\n')
    picker.chosen = [foreign]
    sheet.load.click()
    assert kept(tmp_path) == {}


def test_letters_narrow_the_commands(sheet: KeysPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(sheet.search, "next unans")
    shown = [command for command, row in sheet.rows.items() if row.isVisible()]
    assert shown == ["next_unanswered"]
    sheet.search.setText("zzzz")
    assert sheet.nothing.isVisible()


def test_tool_tips_follow_the_key(qtbot: QtBot) -> None:
    table, widget = ActionTable(), QWidget()
    qtbot.addWidget(widget)
    table.explain(widget, "play", "Pause")
    table.set_keys({"play": "F13"})
    assert widget.toolTip() == "Pause (F13)"


def test_keys_nobody_knows_are_passed_over() -> None:
    table = ActionTable(keys={"play": "no such key", "of_a_newer_program": "F1"})
    assert table.action("play").key == "Space"


def test_a_faulty_file_is_told_and_the_own_keys_are_in_force(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text("keys = [")
    choice = KeyChoice(file)
    with qtbot.waitSignal(choice.told) as told:
        choice.load()
    assert "is not a list of keys" in told.args[0]
    assert choice.keys == {}
    assert file.read_text() == "keys = ["


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("keys = [", "is not a list of keys"),
        ('schema = "steercheck.settings/1"', "schema is 'steercheck.settings/1'"),
        ('schema = "steercheck.keys/1"\nkeys = 3', "keys must be a table"),
        ('schema = "steercheck.keys/1"\n[keys]\nplay = 3', "keys.play = 3"),
    ],
)
def test_a_faulty_list_is_refused_by_its_entry(text: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(text)
    with pytest.raises(InputRefused, match=why.replace("(", r"\(")):
        read_keys(file)


def test_a_list_of_absurd_size_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text("#" * 70_000)
    with pytest.raises(InputRefused, match="larger than 64 KB"):
        read_keys(file)


def test_a_list_that_cannot_be_written_is_told_and_does_not_count(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    choice = KeyChoice(tmp_path / "file" / "keys.toml")
    with qtbot.waitSignal(choice.told) as told:
        choice.choose({"play": "F13"})
    assert "could not be written" in told.args[0]
    assert choice.keys == {}
    with pytest.raises(OutputRefused):
        write_keys(tmp_path / "file" / "keys.toml", {})

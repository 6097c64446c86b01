"""The table of commands: one key each, words with keys, and where a key works."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.views.actions import ACTIONS, ActionTable


@pytest.fixture
def page(qtbot: object) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    made.field = QLineEdit(made)
    layout.addWidget(made.field)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def test_no_two_commands_of_a_page_share_a_key() -> None:
    assert ActionTable().conflicts() == []


def test_a_changed_key_that_collides_is_reported() -> None:
    found = ActionTable(keys={"answer_yes": "Space"}).conflicts()
    assert [(c.key, {c.first, c.second}) for c in found] == [("Space", {"play", "answer_yes"})]


def test_a_page_may_not_take_a_key_that_works_everywhere() -> None:
    found = ActionTable(keys={"sign": "Ctrl+K"}).conflicts()
    assert [(c.first, c.second) for c in found] == [("palette", "sign")]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.id)
def test_every_key_is_one_qt_understands(action: object) -> None:
    assert action.text
    assert QKeySequence(action.key).count() == (1 if action.key else 0)


def test_ids_are_unique() -> None:
    assert len({a.id for a in ACTIONS}) == len(ACTIONS)


def test_the_tool_tip_names_the_key() -> None:
    assert ActionTable().text_with_key("play") == "Play or pause (Space)"
    assert ActionTable().text_with_key("play", "Pause") == "Pause (Space)"


def test_the_key_calls_the_slot(page: QWidget, qtbot: object) -> None:
    heard: list[str] = []
    ActionTable(page).bind("answer_yes", page, lambda: heard.append("yes"))
    qtbot.keyClick(page, Qt.Key.Key_1)
    assert heard == ["yes"]


def test_a_field_being_typed_in_keeps_its_letters(page: QWidget, qtbot: object) -> None:
    heard: list[str] = []
    ActionTable(page).bind("answer_yes", page, lambda: heard.append("yes"))
    page.field.setFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_1)
    assert heard == []
    assert page.field.text() == "1"


def test_what_is_at_hand_leaves_out_what_is_switched_off_or_hidden(page: QWidget) -> None:
    table = ActionTable(page)
    table.bind("answer_yes", page, lambda: None)
    off = table.bind("answer_no", page, lambda: None)
    off.setEnabled(False)
    hidden = QWidget(page)
    hidden.hide()
    table.bind("comment", hidden, lambda: None)
    assert [action.id for action, _bound in table.at_hand()] == ["answer_yes"]


def test_an_unknown_id_is_refused(page: QWidget) -> None:
    with pytest.raises(KeyError):
        ActionTable().bind("no_such", page, lambda: None)

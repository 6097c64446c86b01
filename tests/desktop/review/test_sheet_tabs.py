"""The tabs of the sheet column: one page in sight, reached by mouse, key and arrow, and remembered."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.actions import ActionTable
from desktop.views.sheet_tabs import SHEET_TAB, STEER_TAB, TAB_KEY, SheetTabs

Key = Qt.Key


def page(name: str) -> QWidget:
    made = QWidget()
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def tabs_with(memory: QSettings, qtbot: QtBot) -> SimpleNamespace:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = SheetTabs(ActionTable(parent), memory, parent)
    sheet, steer = page("Guide sheet"), page("Debt steer")
    made.add_page(SHEET_TAB, "Sheet", "panel_sheet", sheet)
    made.add_page(STEER_TAB, "Steer", "panel_scorecard", steer)
    parent.resize(400, 300)
    made.resize(400, 300)
    parent.show()
    qtbot.waitExposed(parent)
    parent.activateWindow()
    return SimpleNamespace(tabs=made, sheet=sheet, steer=steer, parent=parent)


def test_the_first_page_is_in_sight_until_another_is_chosen(memory: QSettings, qtbot: QtBot) -> None:
    made = tabs_with(memory, qtbot)
    assert (made.tabs.current, made.sheet.isVisible(), made.steer.isVisible()) == (SHEET_TAB, True, False)
    with qtbot.waitSignal(made.tabs.shown, check_params_cb=lambda name: name == STEER_TAB):
        qtbot.mouseClick(made.tabs._tabs[STEER_TAB], Qt.MouseButton.LeftButton)
    assert (made.sheet.isVisible(), made.steer.isVisible()) == (False, True)


def test_the_tab_in_sight_is_remembered(memory: QSettings, qtbot: QtBot) -> None:
    made = tabs_with(memory, qtbot)
    made.tabs.show_page(STEER_TAB)
    assert memory.value(TAB_KEY) == STEER_TAB
    assert tabs_with(memory, qtbot).tabs.current == STEER_TAB


def test_a_remembered_tab_that_is_no_more_gives_the_first(memory: QSettings, qtbot: QtBot) -> None:
    memory.setValue(TAB_KEY, "long gone")
    assert tabs_with(memory, qtbot).tabs.current == SHEET_TAB


@pytest.mark.parametrize("key", [Key.Key_Right, Key.Key_Left])
def test_arrows_go_from_tab_to_tab_and_round(memory: QSettings, qtbot: QtBot, key: Key) -> None:
    made = tabs_with(memory, qtbot)
    made.tabs._tabs[SHEET_TAB].setFocus()
    for expected in (STEER_TAB, SHEET_TAB):
        qtbot.keyClick(made.parent.focusWidget(), key)
        assert made.tabs.current == expected
        assert made.parent.focusWidget() is made.tabs._tabs[expected]


def test_return_opens_the_tab_that_has_the_keyboard(memory: QSettings, qtbot: QtBot) -> None:
    made = tabs_with(memory, qtbot)
    qtbot.keyClick(made.tabs._tabs[STEER_TAB], Key.Key_Return)
    assert made.tabs.current == STEER_TAB


def test_the_keyboard_goes_to_the_page_in_sight(memory: QSettings, qtbot: QtBot) -> None:
    made = tabs_with(memory, qtbot)
    made.tabs.show_page(STEER_TAB)
    made.tabs.focus_page()
    assert made.parent.focusWidget() is made.steer


def test_the_sheets_name_goes_before_a_tab_is_cut(memory: QSettings, qtbot: QtBot) -> None:
    made = tabs_with(memory, qtbot)
    made.tabs.set_name("PAG-088110-with-a-long-tail-behind-it-that-no-column-holds")
    made.tabs.resize(200, 300)
    assert made.tabs.name.text() == ""  # what is left of an id without its last digits tells nothing
    assert all(tab.width() >= tab.sizeHint().width() for tab in made.tabs._tabs.values())


def test_a_tab_shows_what_its_page_says_and_keeps_its_width(memory: QSettings, qtbot: QtBot) -> None:
    made = tabs_with(memory, qtbot)
    tab = made.tabs._tabs[STEER_TAB]
    made.tabs.mark_tab(STEER_TAB, "", "", "")
    width = tab.sizeHint().width()
    made.tabs.mark_tab(STEER_TAB, "bad", "bad", "Inaccurate")
    assert tab.accessibleName() == "Debt steer: Inaccurate"
    assert tab.sizeHint().width() == width
    made.tabs.mark_tab(STEER_TAB, "", "", "")
    assert tab.accessibleName() == "Debt steer"


def test_tabs_without_room_stand_in_a_row_of_their_own(memory: QSettings, qtbot: QtBot) -> None:
    made = tabs_with(memory, qtbot)
    for width, own_row in ((400, False), (90, True), (400, False)):
        made.tabs.resize(width, 300)
        assert made.tabs._own_row.isVisibleTo(made.tabs) is own_row
        qtbot.waitUntil(lambda: all(tab.isVisibleTo(made.tabs) for tab in made.tabs._tabs.values()))

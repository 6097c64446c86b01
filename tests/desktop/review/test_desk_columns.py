"""The columns of the review page: folded and opened, their widths, wide pages, the sheet in a window of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.state.amending import Amending
from desktop.state.draft import ReviewDraft
from desktop.state.open_call import OpenCall
from desktop.state.review_life import ReviewLife
from desktop.views.actions import ActionTable
from desktop.views.review_columns import SCORECARD, SHEET, TRANSCRIPT
from desktop.views.review_page import ReviewPage
from models.review import AnswerValue

Opened = Callable[..., ReviewPage]
Key = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
FOLD_KEYS = {TRANSCRIPT: Key.Key_1, SHEET: Key.Key_2, SCORECARD: Key.Key_3}


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def make_page(
    qtbot: QtBot, open_call: OpenCall, draft: ReviewDraft, life: ReviewLife, amending: Amending, memory: QSettings
) -> Iterator[Callable[[], ReviewPage]]:
    """Pages one after the other on the same memory, as from one start to the next."""
    made: list[ReviewPage] = []

    def let_go() -> None:
        for page in made:
            page.close()
            shiboken6.delete(page)
        made.clear()

    def make(width: int = 1366, height: int = 690) -> ReviewPage:
        let_go()
        page = ReviewPage(open_call, draft, life, amending, ActionTable(), memory=memory)
        page.resize(width, height)
        page.show()
        qtbot.waitExposed(page)
        made.append(page)
        return page

    yield make
    let_go()


def widths(page: ReviewPage) -> dict[str, int]:
    return {name: page.columns.column(name).width() for name in (TRANSCRIPT, SHEET, SCORECARD)}


@pytest.mark.parametrize("name", FOLD_KEYS)
def test_a_key_folds_a_column_and_opens_it_as_it_was(opened: Opened, keys: SimpleNamespace, name: str) -> None:
    page = opened("VR-88102")
    before = widths(page)
    keys.press(FOLD_KEYS[name], ALT | SHIFT)
    assert page.columns.is_folded(name)
    assert not page.columns.column(name).content.isVisible()
    assert widths(page)[name] < 50
    assert sum(widths(page).values()) == sum(before.values())
    keys.press(FOLD_KEYS[name], ALT | SHIFT)
    assert widths(page) == before


def test_a_button_folds_a_column_and_its_strip_opens_it(opened: Opened, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    column = page.columns.column(SHEET)
    column._fold.click()
    assert column._strip.isVisible()
    assert column._strip.height() == page.columns.height()
    qtbot.keyClick(column._strip, Key.Key_Return)
    assert not page.columns.is_folded(SHEET)


def test_the_last_open_column_stays_and_that_is_said(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    for key in (Key.Key_1, Key.Key_2, Key.Key_3):
        keys.press(key, ALT | SHIFT)
    assert not page.columns.is_folded(SCORECARD)
    assert page.notice.words.text() == "One column stays open."


def test_the_keyboard_leaves_what_is_folded_away(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_1, ALT)
    assert page.transcript.view.hasFocus()
    keys.press(Key.Key_1, ALT | SHIFT)
    assert page.form.hasFocusInside()
    keys.press(Key.Key_3, ALT | SHIFT)
    assert page.sheet.hasFocus()


def test_an_answer_opens_the_folded_scorecard_so_that_nothing_is_answered_blindly(
    opened: Opened, keys: SimpleNamespace
) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_3, ALT | SHIFT)
    keys.press(Key.Key_1)
    assert not page.columns.is_folded(SCORECARD)
    assert page.draft.form.answer(page.form.current).value == AnswerValue.YES


@pytest.mark.parametrize(("key", "name"), [(Key.Key_1, TRANSCRIPT), (Key.Key_2, SHEET), (Key.Key_3, SCORECARD)])
def test_going_to_a_folded_column_opens_it(opened: Opened, keys: SimpleNamespace, key: Key, name: str) -> None:
    page = opened("VR-88102")
    keys.press(key, ALT | SHIFT)
    keys.press(key, ALT)
    assert not page.columns.is_folded(name)


def test_folds_and_widths_are_remembered(make_page: Callable[..., ReviewPage]) -> None:
    page = make_page()
    page.columns.setSizes([500, 300, 564])
    page.columns.splitterMoved.emit(500, 1)
    page.columns.fold(SHEET, folded=True)
    before = widths(page)
    again = make_page()
    assert again.columns.is_folded(SHEET)
    assert widths(again) == before
    again.columns.fold(SHEET, folded=False)
    assert widths(again) == {TRANSCRIPT: 500, SHEET: 300, SCORECARD: 564}


def test_a_wide_page_has_other_widths_a_taller_waveform_and_a_memory_of_its_own(
    make_page: Callable[..., ReviewPage], qtbot: QtBot
) -> None:
    page = make_page()
    usual, lanes = widths(page), page.waveform.height()
    page.resize(1920, 1000)
    qtbot.waitUntil(lambda: page.waveform.height() > 1.3 * lanes)
    assert widths(page)[TRANSCRIPT] > 1.7 * usual[TRANSCRIPT]
    page.columns.setSizes([900, 400, 618])
    page.columns.splitterMoved.emit(900, 1)
    page.resize(1366, 690)
    assert widths(page) == usual
    assert abs(widths(make_page(1920, 1000))[TRANSCRIPT] - 900) <= 1


def test_twice_the_text_on_a_wide_screen_is_no_wide_page(make_page: Callable[..., ReviewPage], qapp: object) -> None:
    page = make_page(1920, 1000)
    wide = widths(page)[TRANSCRIPT]
    theme.apply(qapp, "light", 200)
    try:
        assert widths(page)[TRANSCRIPT] < 0.8 * wide
    finally:
        theme.apply(qapp, "light", 100)


def test_a_key_sends_the_sheet_to_its_own_window_and_brings_it_back(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    before = widths(page)
    keys.press(Key.Key_W, ALT)
    window = page.sheet_place.window
    assert window.isVisible()
    assert page.sheet.window() is window
    assert window.windowTitle().startswith("PAG-088102")
    assert page.columns.column(SHEET).isHidden()
    assert widths(page)[SCORECARD] > before[SCORECARD]
    assert page.form.hasFocusInside()
    keys.press(Key.Key_W, ALT)
    assert not window.isVisible()
    assert page.sheet.isVisible()
    assert page.sheet.window() is page
    assert widths(page) == before


def test_closing_the_window_brings_the_sheet_back(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_W, ALT)
    page.sheet_place.window.close()
    assert page.sheet.window() is page
    assert page.sheet.isVisible()


def test_the_window_follows_the_open_call(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_W, ALT)
    opened("VR-88101")
    assert page.sheet_place.window.windowTitle().startswith("PAG-088101")
    assert page.tabs.name.toolTip() == "PAG-088101"


def test_the_keys_of_the_page_work_in_the_window(opened: Opened, keys: SimpleNamespace, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_W, ALT)
    window = page.sheet_place.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.sheet.setFocus()
    prompt = page.form.current
    QTest.keyClick(page.sheet, Key.Key_2)
    assert page.draft.form.answer(prompt).value == AnswerValue.NO
    QTest.keyClick(page.sheet, Key.Key_F)
    assert page.draft.form.answer(prompt).evidence[0].field is not None


def test_the_window_comes_and_goes_with_the_page_and_is_remembered(make_page: Callable[..., ReviewPage]) -> None:
    page = make_page()
    page.sheet_place.toggle()
    page.hide()
    assert not page.sheet_place.window.isVisible()
    page.show()
    assert page.sheet_place.window.isVisible()
    again = make_page()
    assert again.sheet_place.detached
    assert again.sheet_place.window.isVisible()
    again.sheet_place.window.close()
    assert not make_page().sheet_place.detached


def test_a_sheet_without_a_call_stays_in_sight_with_every_other_column_folded(opened: Opened) -> None:
    page = opened("VR-88102")
    page.columns.fold(SHEET, folded=True)
    page.columns.fold(SCORECARD, folded=True)
    opened(sheet_id="PAG-088199")
    assert not page.columns.column(TRANSCRIPT).isVisible()
    assert page.form.isVisible()


def test_a_memory_that_makes_no_sense_is_passed_over(make_page: Callable[..., ReviewPage], memory: QSettings) -> None:
    usual = widths(make_page())
    memory.setValue("review/widths", "12,drei")
    memory.setValue("review/folded", "attic")
    assert widths(make_page()) == usual

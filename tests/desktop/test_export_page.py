"""Exporting in the window: a period, what will go, and a pack that is whole or not there."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

import resources
from desktop.demonstration import sign_answers
from desktop.state.exporting import Exporting, Period, last_month
from desktop.views.export_page import ExportPage
from desktop.window import Window
from models.store import Store


@pytest.fixture
def window(make_window, demo_store: Store, qtbot: QtBot) -> Window:
    """The window with two signed reviews, on the export page."""
    sign_answers(demo_store, [resources.path(f"demo/answers/VR-8810{n}.json") for n in (1, 2)])
    made = make_window(demo_store)
    qtbot.waitUntil(lambda: made.page("worklist").model.rowCount() > 0)
    made.show_page("export")
    return made


@pytest.fixture
def page(window: Window) -> ExportPage:
    return window.page("export")


@pytest.fixture
def exporting(window: Window) -> Exporting:
    return window.findChild(Exporting)


def preset(page: ExportPage, words: str) -> None:
    at = page.presets.findText(words)
    page.presets.setCurrentIndex(at)
    page.presets.activated.emit(at)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2009, 10, 5), date(2009, 9, 1), date(2009, 9, 30)),
        (date(2012, 3, 31), date(2012, 2, 1), date(2012, 2, 29)),
        (date(2010, 1, 1), date(2009, 12, 1), date(2009, 12, 31)),
    ],
)
def test_last_month_is_the_calendar_month_before(today: date, first: date, last: date) -> None:
    assert last_month(today) == Period(first, last)


def test_the_page_begins_with_last_month_and_says_what_will_go(page: ExportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.will_go.text() == "2 signed reviews with 40 answers will go.")
    assert page.period == Period(date(2009, 9, 1), date(2009, 9, 30))
    assert page.target.text().endswith("qa-pack-2009-09-01-2009-09-30.zip")
    assert page.start.isEnabled()


def test_an_empty_period_cannot_be_exported(page: ExportPage, qtbot: QtBot) -> None:
    preset(page, "This month")
    qtbot.waitUntil(lambda: page.will_go.text() == "No signed review lies in this period.")
    assert not page.start.isEnabled()


def test_days_the_wrong_way_round_are_said(page: ExportPage) -> None:
    page.date_from.setDate(QDate(2009, 10, 9))
    assert "before the first" in page.will_go.text()
    assert page.presets.currentText() == "Other days"
    assert not page.start.isEnabled()


def test_a_pack_is_written_by_keyboard_and_where_it_lies_is_said(
    page: ExportPage, exporting: Exporting, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(page.start.isEnabled)
    page.target.setText(str(tmp_path / "pack.zip"))
    with qtbot.waitSignal(exporting.done, timeout=30_000):
        qtbot.keyClick(page.presets, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        assert {"reviews.xlsx", "reviews.csv", "answers.csv", "reviews.jsonl", "README.txt"} <= set(pack.namelist())
    assert page.result.text() == "2 reviews and 40 answers exported"
    assert page.where.text() == str(tmp_path / "pack.zip")
    assert page.digest.text().startswith("SHA-256")


def test_the_folder_of_the_pack_can_be_opened(
    page: ExportPage, exporting: Exporting, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    qtbot.waitUntil(page.start.isEnabled)
    page.target.setText(str(tmp_path / "pack.zip"))
    with qtbot.waitSignal(exporting.done, timeout=30_000):
        page.start.click()
    qtbot.mouseClick(page.open_folder, Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in opened] == [str(tmp_path)]


def test_a_target_that_cannot_be_written_is_told_and_nothing_is_there(
    window: Window, page: ExportPage, exporting: Exporting, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(page.start.isEnabled)
    page.target.setText(str(tmp_path / "no-such-folder" / "pack.zip"))
    with qtbot.waitSignal(exporting.failed, timeout=30_000):
        page.start.click()
    assert "does not exist" in window.notices.notices[-1].text
    assert not list(tmp_path.glob("**/*.zip"))
    assert page.start.isEnabled() or not exporting.running


def test_an_export_can_be_cancelled(
    window: Window, page: ExportPage, exporting: Exporting, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(page.start.isEnabled)
    page.target.setText(str(tmp_path / "pack.zip"))
    with qtbot.waitSignal(exporting.cancelled, timeout=30_000):
        page.start.click()
        assert page.cancel.isVisible()
        qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    assert not (tmp_path / "pack.zip").exists()
    assert "Nothing was written" in window.notices.notices[-1].text


def test_a_chosen_target_stays_when_the_period_changes(page: ExportPage, picker, qtbot: QtBot, tmp_path: Path) -> None:
    picker.chosen = [tmp_path / "mine.zip"]
    qtbot.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    preset(page, "This year")
    assert page.target.text() == str(tmp_path / "mine.zip")


def test_without_a_name_the_page_asks_for_one(window: Window, page: ExportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.start.isEnabled)
    page.target.clear()
    page.start.click()
    assert window.notices.notices[-1].text == "Name the file to write first."
    assert page.target.hasFocus()

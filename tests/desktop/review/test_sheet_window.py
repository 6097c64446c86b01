"""Where the sheet's own window stands: kept for every layout of screens, never out of sight."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QRect, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.views import sheet_window
from desktop.views.sheet_window import SheetWindow

FARAWAY = QRect(4000, 120, 500, 600)


class Desk:
    """The screens there are, by a name for their layout."""

    def __init__(self) -> None:
        self.layout = "work"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    monkeypatch.setattr(sheet_window, "layout_of_screens", lambda: made.layout)
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, desk: Desk) -> Iterator[SheetWindow]:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    made = SheetWindow(QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat), page)
    yield made
    shiboken6.delete(made)


def in_sight(window: SheetWindow) -> bool:
    return window.screen().availableGeometry().contains(window.geometry())


def test_a_window_stands_on_each_layout_of_screens_where_it_stood_there(window: SheetWindow, desk: Desk) -> None:
    window.appear()
    at_work = QRect(30, 40, 400, 500)
    window.setGeometry(at_work)
    window.hide()
    desk.layout = "home"
    window.appear()
    at_home = QRect(200, 60, 380, 420)
    window.setGeometry(at_home)
    window.hide()
    desk.layout = "work"
    window.appear()
    assert window.geometry() == at_work
    window.hide()
    desk.layout = "home"
    window.appear()
    assert window.geometry() == at_home


def test_when_its_screen_goes_the_window_comes_back_into_sight_and_is_there_again_with_it(
    window: SheetWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.appear()
    window.setGeometry(FARAWAY)
    assert not in_sight(window)
    desk.layout = "one screen"
    application = QApplication.instance()
    application.screenRemoved.emit(application.primaryScreen())
    qtbot.waitUntil(lambda: in_sight(window))
    desk.layout = "work"
    application.screenAdded.emit(application.primaryScreen())
    qtbot.waitUntil(lambda: window._placed_for == "work")
    assert window.geometry().intersects(window.screen().availableGeometry())


def test_a_window_larger_than_the_screen_is_made_to_fit(window: SheetWindow, desk: Desk, qtbot: QtBot) -> None:
    window.appear()
    window.setGeometry(QRect(-300, -200, 9000, 9000))
    desk.layout = "one screen"
    application = QApplication.instance()
    application.screenRemoved.emit(application.primaryScreen())
    qtbot.waitUntil(lambda: in_sight(window))


TWO_SCREENS = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from desktop.views.sheet_window import SheetWindow
app = QApplication([])
page = QWidget()
page.show()
window = SheetWindow(QSettings(sys.argv[1], QSettings.Format.IniFormat), page)
window.appear()
if sys.argv[2] == "place":
    window.setGeometry(1500, 90, 480, 640)
print(len(app.screens()), *window.geometry().getRect())
window.hide()
"""


def test_on_real_screens_it_goes_to_the_second_one_and_back_to_the_first_when_that_is_gone(tmp_path: Path) -> None:
    def geometry(screens: int, deed: str) -> list[int]:
        told = [
            {"name": f"s{at}", "x": 1366 * at, "y": 0, "width": 1366, "height": 768, "dpr": 1, "logicalDpi": 96}
            for at in range(screens)
        ]
        layout = tmp_path / f"{screens}.json"
        layout.write_text(json.dumps({"screens": told}), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", TWO_SCREENS, str(tmp_path / "memory.ini"), deed],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={layout}"},
        )
        return [int(word) for word in done.stdout.split()]

    count, left, *_ = geometry(2, "place")
    assert (count, left) == (2, 1500)
    count, left, _top, width, _height = geometry(1, "look")
    assert count == 1
    assert 0 <= left <= left + width <= 1366
    assert geometry(2, "look") == [2, 1500, 90, 480, 640]

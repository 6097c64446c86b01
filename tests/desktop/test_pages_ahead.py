"""What is imported and made before the first rows, and what idle time makes after them."""

import gc
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from desktop.state.sheets import Sheets
from desktop.state.transcribing import Transcribing
from desktop.state.worklist import Worklist
from desktop.wiring.ahead import Ahead
from desktop.wiring.pages import PAGES
from models.store import Store

AHEAD = Ahead._pages
IMPORTED = """
import sys
import desktop.app, desktop.wiring.worklist
print(*sys.modules)
"""
NOT_BEFORE_THE_FIRST_ROWS = {
    *("numpy", "av", "xlsxwriter", "pywhispercpp", "PySide6.QtMultimedia", "desktop.demonstration"),
    *("desktop.jobs.read_recording", "desktop.jobs.take_in", "desktop.state.open_call"),
    *("desktop.views.review_page", "desktop.views.sheets_page"),
}


def test_the_first_rows_need_no_other_page_and_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED], check=True, capture_output=True, text=True)
    assert NOT_BEFORE_THE_FIRST_ROWS.intersection(done.stdout.split()) == set()


def test_only_the_worklist_is_made_for_a_person_who_begins_there(make_window, demo_store: Store) -> None:
    window = make_window(demo_store)
    assert set(PAGES).difference(window.stack.unmade) == {"worklist"}


def test_idle_time_makes_every_page(
    make_window, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ahead, "_pages", AHEAD)
    window = make_window(demo_store)
    qtbot.waitUntil(lambda: window.stack.unmade == ())
    assert window.shown == "worklist"
    assert window.page("worklist").model.rowCount() > 0


def test_sheets_are_judged_and_the_queue_is_read_without_their_pages(
    make_window, demo_store: Store, qtbot: QtBot
) -> None:
    window = make_window(demo_store)
    children = window.children

    def kinds() -> set[type]:
        return {type(child) for child in children()}

    qtbot.waitUntil(lambda: {Sheets, Transcribing} <= kinds())
    assert {"sheets", "transcribing"} <= set(window.stack.unmade)


def test_a_call_opened_while_its_page_is_on_its_way_comes_with_it(
    make_window, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ahead, "_pages", AHEAD)
    window = make_window(demo_store)
    answered = []
    window.findChild(Worklist).listed.connect(answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    window.open_item("VR-88102", None)
    window.open_item("VR-88101", None)
    assert not window.stack.is_made("review")
    qtbot.waitUntil(lambda: window.windowTitle().startswith("VR-88101"))
    assert window.shown == "review"


def test_a_page_wished_meanwhile_takes_the_place_of_the_call(
    make_window, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ahead, "_pages", AHEAD)
    window = make_window(demo_store)
    answered = []
    window.findChild(Worklist).listed.connect(answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    window.open_item("VR-88102", None)
    window.top.page_wished.emit("settings")
    qtbot.waitUntil(lambda: window.stack.is_made("review"))
    assert window.shown == "settings"
    assert window.windowTitle() == "Steercheck"


def test_the_garbage_collector_need_not_look_through_what_lasts_as_long_as_the_window(
    make_window, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ahead, "_pages", AHEAD)
    before = gc.get_freeze_count()
    window = make_window(demo_store)
    qtbot.waitUntil(lambda: window.stack.is_made("review"))
    assert gc.get_freeze_count() > before

"""The welcome of an empty database: three steps to the first check, and the demonstration apart."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.demonstration import demonstration_request
from desktop.jobs import open_demonstration
from desktop.jobs.open_demonstration import demonstration_job
from desktop.state.intake import Intake
from desktop.views.welcome import WelcomePage
from desktop.window import Window
from models.clock import Clock
from models.database import open_database
from models.errors import ChildFailed, OutputRefused
from models.intake.request import ImportRequest
from models.store import Store


@pytest.fixture
def window(make_window, store: Store, qtbot: QtBot) -> Window:
    made = make_window(store, None)
    qtbot.waitUntil(lambda: made.shown == "welcome")
    return made


@pytest.fixture
def page(window: Window) -> WelcomePage:
    return window.page("welcome")


def test_an_empty_database_welcomes(window: Window, page: WelcomePage) -> None:
    assert page.recordings.hasFocus()
    assert not page.start.isEnabled()
    assert window.top.tabs["worklist"].isChecked()


def test_a_filled_database_goes_straight_to_the_worklist(make_window, demo_store: Store, qtbot: QtBot) -> None:
    window = make_window(demo_store)
    qtbot.waitUntil(lambda: window.page("worklist").model.rowCount() > 0)
    assert window.shown == "worklist"


def test_the_accent_moves_to_the_next_step(page: WelcomePage, picker, demo: Path, qtbot: QtBot) -> None:
    assert page.recordings.property("role") == "primary"
    picker.chosen = [demo / "recordings"]
    qtbot.mouseClick(page.recordings, Qt.MouseButton.LeftButton)
    assert page.chosen_recordings.text() == str(demo / "recordings")
    assert page.lists.property("role") == "primary"


def test_three_steps_lead_to_the_worklist(window: Window, page: WelcomePage, picker, demo: Path, qtbot: QtBot) -> None:
    picker.chosen = [demo / "recordings"]
    qtbot.keyClick(page.recordings, Qt.Key.Key_Space)
    picker.chosen = [demo / name for name in ("recordings.csv", "guide-sheets.csv", "staff.csv")]
    qtbot.keyClick(page.lists, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.chosen_lists.text() == "recordings.csv, guide-sheets.csv, staff.csv")
    with qtbot.waitSignal(window.findChild(Intake).done, timeout=60_000):
        qtbot.keyClick(page.start, Qt.Key.Key_Space)
        assert window.shown == "import"
    window.show_page("worklist")
    qtbot.waitUntil(lambda: window.page("worklist").model.rowCount() == 11)


def test_the_demonstration_is_a_database_and_a_window_of_its_own(
    tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told.json"
    monkeypatch.setattr(open_demonstration, "own_command", lambda: [sys.executable, "-c", REPORT, str(told)])
    monkeypatch.setenv("STEERCHECK_DB", "elsewhere.db")
    request = ImportRequest(staff=demo / "staff.csv", sheets=demo / "guide-sheets.csv")
    job = demonstration_job(request, tmp_path / "demonstration", date(2009, 10, 5), "TL01")
    database = job(lambda _fraction, _text: None, lambda: None)
    started = json.loads(told.read_text())
    assert started["arguments"] == ["--db", str(database), "--as", "TL01", "open"]
    assert started["environment"] == {"STEERCHECK_TODAY": "2009-10-05"}
    assert not list(database.parent.glob("building*"))


def test_the_demonstrations_calls_wait_to_be_transcribed_by_its_window(
    tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_demonstration, "own_command", lambda: [sys.executable, "-c", "pass"])
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    shutil.copy(next((demo / "recordings").glob("*VR-88112*")), recordings)
    job = demonstration_job(ImportRequest(recordings=recordings), tmp_path / "look", date(2009, 10, 5), "TL01")
    store = Store(open_database(job(lambda _fraction, _text: None, lambda: None)), Clock())
    (waiting,) = store.transcriptions.queue()
    store.close()
    assert (waiting.state, waiting.asked_by) == ("waiting", "TL01")


REPORT = (
    "import json, os, sys; "
    "json.dump({'arguments': sys.argv[2:], "
    "'environment': {k: v for k, v in os.environ.items() if k.startswith('STEERCHECK_')}}, open(sys.argv[1], 'w'))"
)


def test_a_second_look_finds_the_first_ones_work(tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_demonstration, "own_command", lambda: [sys.executable, "-c", "pass"])
    job = demonstration_job(ImportRequest(staff=demo / "staff.csv"), tmp_path, date(2009, 10, 5), "TL01")
    database = job(lambda _fraction, _text: None, lambda: None)
    inode = database.stat().st_ino
    assert job(lambda _fraction, _text: None, lambda: None).stat().st_ino == inode


def test_a_demonstration_window_that_does_not_open_is_told(
    tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_demonstration, "own_command", lambda: [sys.executable, "-c", "raise SystemExit(4)"])
    job = demonstration_job(ImportRequest(staff=demo / "staff.csv"), tmp_path, date(2009, 10, 5), "TL01")
    with pytest.raises(ChildFailed, match="4"):
        job(lambda _fraction, _text: None, lambda: None)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, demo: Path) -> None:
    (tmp_path / "file").write_text("")
    job = demonstration_job(ImportRequest(staff=demo / "staff.csv"), tmp_path / "file" / "x", date(2009, 10, 5), "TL01")
    with pytest.raises(OutputRefused):
        job(lambda _fraction, _text: None, lambda: None)


def test_a_window_that_stays_open_is_left_alone(tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(*arguments: object, **options: object) -> "subprocess.Popen[bytes]":
        started.append(real(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(open_demonstration.subprocess, "Popen", remember)
    monkeypatch.setattr(
        open_demonstration,
        "own_command",
        lambda: [sys.executable, "-c", "import threading; threading.Event().wait(60)"],
    )
    monkeypatch.setattr(open_demonstration, "STARTS_WITHIN_S", 0.01)
    job = demonstration_job(ImportRequest(staff=demo / "staff.csv"), tmp_path, date(2009, 10, 5), "TL01")
    job(lambda _fraction, _text: None, lambda: None)
    started[-1].kill()
    started[-1].wait()


def test_the_button_asks_for_the_whole_demonstration(
    window: Window, page: WelcomePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def job(*arguments: object) -> object:
        asked.extend(arguments)
        return lambda _report, _check: None

    monkeypatch.setattr("desktop.wiring.welcome.demonstration_job", job)
    qtbot.mouseClick(page.demonstration, Qt.MouseButton.LeftButton)
    assert asked[0] == demonstration_request()
    assert asked[3] == "TL01"
    assert "window of its own" in window.notices.notices[0].text

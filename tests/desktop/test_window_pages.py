"""Every page of the window: its key, the keyboard on it, the names of its controls, and the room it needs.

Nothing is changed here, so one window stands for all that only look round in it.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.app import build
from desktop.jobs.runner import Runner
from desktop.settings import Settings
from desktop.state.draft import ReviewDraft
from desktop.window import PAGES_WITH_TAB, Window
from desktop.wiring.ahead import Ahead
from models.clock import Clock
from models.database import open_database
from models.store import Store

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def _standing(qapp: QApplication, _demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    folder = tmp_path_factory.mktemp("standing")
    shutil.copyfile(_demo_database, folder / "demo.db")
    store = Store(open_database(folder / "demo.db"), Clock())
    leader = store.staff.get("TL01")
    assert leader is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ahead, "_pages", lambda _self: [])
        theme.apply(qapp, "light", 100)
        window = build(store, leader, settings=Settings(theme="light"), locked=frozenset(), folder=folder)
        window.resize(1366, 768)
        window.show()
        yield window
        window.close()
        shiboken6.delete(window)
    store.close()


@pytest.fixture
def standing(_standing: Window, qtbot: QtBot) -> Window:
    """The window on the demonstration department, its worklist read and in sight."""
    _standing.show_page("worklist")
    qtbot.waitUntil(lambda: _standing.page("worklist").model.rowCount() > 0)
    with qtbot.waitActive(_standing):
        _standing.activateWindow()
    return _standing


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_2, "matches"),
        (Qt.Key.Key_5, "transcribing"),
        (Qt.Key.Key_I, "import"),
        (Qt.Key.Key_E, "export"),
        (Qt.Key.Key_Comma, "settings"),
    ],
)
def test_every_page_has_its_key(standing: Window, qtbot: QtBot, key: Qt.Key, page: str) -> None:
    qtbot.keyClick(standing.page("worklist").table, key, CONTROL)
    assert standing.shown == page
    assert standing.top.tabs[page].isChecked()
    qtbot.keyClick(standing.focusWidget(), Qt.Key.Key_1, CONTROL)
    assert standing.shown == "worklist"


@pytest.mark.parametrize("name", PAGES_WITH_TAB)
def test_a_page_that_is_shown_takes_the_keyboard(standing: Window, name: str) -> None:
    standing.show_page(name)
    assert standing.page(name).isAncestorOf(standing.focusWidget())


def visible_controls(window: Window) -> list[QAbstractButton | QLineEdit | QComboBox]:
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for control in window.findChildren(kind)
        if control.isVisible() and not control.objectName().startswith("qt_")
    ]
    assert controls
    return controls


def nameless(controls: list[QAbstractButton | QLineEdit | QComboBox]) -> list[object]:
    return [c for c in controls if not (c.accessibleName() or getattr(c, "text", str)())]


def reached_by_keyboard(control: QWidget) -> bool:
    """By Tab, or by the arrows from the one chosen of several, which is the one that Qt lets Tab reach."""
    group = control.group() if isinstance(control, QAbstractButton) else None
    choices = group.buttons() if group is not None and group.exclusive() else [control]
    return any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in choices)


@pytest.mark.parametrize("name", [*PAGES_WITH_TAB, "welcome", "keys"])
def test_every_control_has_a_name_and_the_keyboard_reaches_it(standing: Window, name: str) -> None:
    standing.show_page(name)
    controls = visible_controls(standing)
    assert nameless(controls) == []
    own = [c for c in controls if standing.page(name).isAncestorOf(c) and c.isEnabled()]
    assert [c for c in own if not reached_by_keyboard(c)] == []


def test_every_control_beside_an_open_call_has_a_name(window: Window, qtbot: QtBot) -> None:
    window.page("worklist").focus_list()
    qtbot.keyClick(window.page("worklist").table, Qt.Key.Key_Return)
    draft = window.findChild(ReviewDraft)
    qtbot.waitUntil(lambda: window.shown == "review" and draft.form is not None)
    assert nameless(visible_controls(window)) == []


@pytest.fixture(scope="module", params=[100, 200])
def scale(qapp: QApplication, _standing: Window, request: pytest.FixtureRequest) -> Iterator[int]:
    theme.apply(qapp, "light", request.param)
    yield request.param
    theme.apply(qapp, "light", 100)


@pytest.mark.parametrize("name", [*PAGES_WITH_TAB, "welcome", "keys"])
def test_no_page_needs_more_than_the_smallest_desk(standing: Window, qtbot: QtBot, scale: int, name: str) -> None:
    standing.show_page(name)
    runner = standing.findChild(Runner)
    qtbot.waitUntil(lambda: not runner.busy)
    QApplication.sendPostedEvents()
    needed = standing.minimumSizeHint()
    assert needed.width() <= 1366
    assert needed.height() <= 768

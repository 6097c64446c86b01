"""Every tool tip that names a key names the one in force, on every page."""

import re
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from desktop.views.actions import ActionTable
from desktop.views.review_page import ReviewPage
from desktop.views.transport import TransportBar
from desktop.window import Window
from models.recording import Recording
from models.store import Store


def test_no_tool_tip_keeps_a_key_that_was_changed(make_window, demo_store: Store, qtbot: QtBot) -> None:
    window: Window = make_window(demo_store)
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    with qtbot.waitSignal(page.draft.started, timeout=10_000):
        window.open_item("VR-88102", None)
    actions = window.findChild(ActionTable)
    assert actions is not None
    before = {widget: widget.toolTip() for widget in window.findChildren(QWidget) if widget.toolTip()}
    old = {action.id: actions.key_text(action.id) for action in actions if action.key}
    actions.set_keys({action_id: f"Ctrl+Alt+Shift+F{number % 35 + 1}" for number, action_id in enumerate(old)})
    new = {actions.key_text(action_id) for action_id in old}
    named = {widget: tip for widget, tip in before.items() if any(tip.endswith(f"({key})") for key in old.values())}
    assert len(named) > 50
    for widget, tip in named.items():
        if widget.toolTip() == tip:
            assert any(tip.endswith(f"({key})") for key in new), f"{widget}: {tip}"


def words_of(window: Window) -> list[str]:
    """Every tool tip, every word on a button, every entry of a menu."""
    said = [widget.toolTip() for widget in window.findChildren(QWidget)]
    said += [button.text() for button in window.findChildren(QAbstractButton)]
    for menu in window.findChildren(QMenu):
        said += [entry.text() for entry in menu.actions()]
    return said


def test_no_word_in_the_window_keeps_a_key_that_was_changed(
    make_window, demo_store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    window: Window = make_window(demo_store)
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    with demo_store.database.session() as session:
        call = session.exec(select(Recording).where(Recording.recording_id == "VR-88102")).one()
        call.path = str(tmp_path / "gone.wav")
    with qtbot.waitSignals([page.draft.started, page.open_call.sound_failed], timeout=10_000):
        window.open_item("VR-88102", None)
    window.tell("Something was done.")
    window.resize(1920, 900)  # room for the words in the search field
    actions = window.findChild(ActionTable)
    assert actions is not None
    keys = [actions.key_text(action.id) for action in actions if "+" in action.key]  # bare letters are words as well
    old = re.compile("|".join(rf"(?<![\w+]){re.escape(key)}(?![\w+])" for key in set(keys)))
    before = [words for words in words_of(window) if old.search(words)]
    for named in ("Point to it… (", "Dismiss the notice (", "Search   ", "The caseworker only\t"):
        assert any(words.startswith(named) for words in before), named
    actions.set_keys({action.id: f"Ctrl+Alt+Shift+F{number % 35 + 1}" for number, action in enumerate(actions)})
    qtbot.waitUntil(lambda: not [words for words in words_of(window) if old.search(words)])  # old buttons go by and by


def test_the_speed_box_names_the_keys_in_force_and_none_where_there_are_none(qtbot: QtBot) -> None:
    actions = ActionTable()
    bar = TransportBar(actions)
    qtbot.addWidget(bar)
    assert bar._speed.toolTip() == "Speed, the pitch is kept (slower [, faster ])"
    actions.set_keys({"slower": "F7", "faster": ""})
    assert bar._speed.toolTip() == "Speed, the pitch is kept (slower F7)"
    actions.set_keys({"slower": "", "faster": ""})
    assert bar._speed.toolTip() == "Speed, the pitch is kept"

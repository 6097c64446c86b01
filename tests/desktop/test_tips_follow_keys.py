"""Every tool tip that names a key names the one in force, on every page."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.actions import ActionTable
from desktop.views.review_page import ReviewPage
from desktop.window import Window
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

"""The steer in the window: the sheet of whatever is opened is judged beside it; a signed review shows what was kept."""

from pytestqt.qtbot import QtBot

import resources
from desktop.demonstration import sign_answers
from desktop.state.steer import SteerState
from desktop.views.steer_panel import SteerPanel
from models.store import Store


def test_a_draft_is_judged_and_a_signed_review_shows_what_was_frozen(
    make_window: object, demo_store: Store, qtbot: QtBot
) -> None:
    sign_answers(demo_store, [resources.path("demo/answers/VR-88104.json")])
    window = make_window(demo_store)
    panel, state = window.findChild(SteerPanel), window.findChild(SteerState)
    window.open_item("VR-88110", "PAG-088110")
    qtbot.waitUntil(lambda: panel.verdict.verdict.text() == "Accurate", timeout=10_000)
    assert (state.signed, panel.note.text()) == (False, "")
    window.open_item("VR-88104", "PAG-088104")
    qtbot.waitUntil(lambda: panel.verdict.verdict.text() == "Inaccurate", timeout=10_000)
    assert (state.signed, state.frozen) == (True, True)
    assert panel.note.text() == "As it was frozen at signing."

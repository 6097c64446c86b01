"""A call with several sheets in the whole window: from one sheet to the other and back, each with its own draft."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.state.opening import Item, Opening
from models.review import AnswerValue
from models.store import Store


def test_a_key_goes_from_sheet_to_sheet_and_what_was_answered_stays_with_each(
    make_window, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.link_further("VR-88102", "PAG-088199", "TL01")
    window = make_window(demo_store)
    page = window.page("review")
    with qtbot.waitSignal(page.draft.started, timeout=10_000):
        window.findChild(Opening).open(Item("VR-88102", None))
    qtbot.waitUntil(lambda: page.isAncestorOf(window.focusWidget()))  # the draft is there before its page is shown
    assert page.draft.form.sheet_id == "PAG-088102"
    page.draft.answer("FULL_FIRST", AnswerValue.YES)
    with qtbot.waitSignal(page.draft.started, timeout=10_000):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_S)
    assert page.draft.form.sheet_id == "PAG-088199"
    assert page.draft.form.answer("FULL_FIRST").value is None
    with qtbot.waitSignal(page.draft.started, timeout=10_000):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_S)
    assert page.draft.form.sheet_id == "PAG-088102"
    assert page.draft.form.answer("FULL_FIRST").value is AnswerValue.YES

"""Saving the transcript of the open call from the window, with what was corrected a moment ago."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.window import Window


@pytest.fixture
def opened(window: Window, qtbot: QtBot) -> Window:
    """The window with VR-88102 on the desk."""
    with qtbot.waitSignal(window.page("review").draft.started):
        window.open_item("VR-88102", None)
    return window


def test_the_transcript_is_saved_by_its_key_with_the_last_correction(
    opened: Window, picker, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = opened.page("review").transcript
    picker.chosen = [tmp_path / "call.json"]
    pane._edit.correct(0, "Good day")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_S, keys)
    qtbot.waitUntil((tmp_path / "call.json").exists)
    saved = json.loads((tmp_path / "call.json").read_text(encoding="utf-8"))
    assert (saved["recording_id"], saved["segments"][0]["text"]) == ("VR-88102", "Good day")
    assert picker.asked == ["Save the transcript"]
    qtbot.waitUntil(lambda: any("is saved as" in notice.text for notice in opened.notices.notices))


def test_the_menu_of_the_transcript_offers_it_and_a_refusal_is_told(
    opened: Window, picker, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = opened.page("review").transcript
    picker.chosen = [tmp_path / "call.doc"]
    pane.looks_menu.aboutToShow.emit()
    (entry,) = [entry for entry in pane.looks_menu.actions() if entry.text().startswith("Save as a file …")]
    assert entry.text().endswith("\tCtrl+Shift+S")
    entry.trigger()
    qtbot.waitUntil(lambda: any("does not say in which form" in notice.text for notice in opened.notices.notices))

"""Ctrl+Z and Ctrl+Shift+Z on the review page: every answer, comment and span, and the speakers, in their turn."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.state.draft_answers import SPEAKERS
from desktop.views.review_page import ReviewPage
from models.recording import Recording
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote
from models.store import Store

Opened = Callable[..., ReviewPage]
Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def undo(keys: SimpleNamespace) -> Callable[[], None]:
    return lambda: keys.press(Key.Key_Z, CONTROL)


@pytest.fixture
def redo(keys: SimpleNamespace) -> Callable[[], None]:
    return lambda: keys.press(Key.Key_Z, CONTROL | SHIFT)


def note(page: ReviewPage) -> AnswerNote:
    assert page.draft.form is not None
    return page.draft.form.answer(page.form.current or "")


def test_an_answer_and_its_clearing_are_taken_back(opened: Opened, keys, undo, redo) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_1)
    keys.press(Key.Key_0)
    assert note(page).value is None
    undo()
    assert note(page).value == AnswerValue.YES
    undo()
    assert note(page).value is None
    redo()
    assert note(page).value == AnswerValue.YES


def test_evidence_that_was_added_and_removed_is_taken_back(opened: Opened, keys, undo, redo) -> None:
    page = opened("VR-88102")
    page.waveform.set_selection(20_000, 22_000)
    keys.press(Key.Key_E)
    span = note(page).evidence
    assert [piece.kind for piece in span] == [EvidenceKind.SPAN]
    keys.press(Key.Key_Delete)
    assert note(page).evidence == ()
    undo()
    assert note(page).evidence == span
    undo()
    assert note(page).evidence == ()
    redo()
    assert note(page).evidence == span


def test_the_word_on_the_whole_call_goes_with_its_evidence(opened: Opened, keys, undo, redo) -> None:
    page = opened("VR-88102")
    page.draft.set_heard([(0, 102_000, 1.0)])
    keys.press(Key.Key_W)
    assert note(page).evidence == (EvidenceNote(EvidenceKind.WHOLE_CALL),)
    assert page.draft.form.whole_call_heard
    undo()
    assert (note(page).evidence, page.draft.form.whole_call_heard) == ((), False)
    redo()
    assert page.draft.form.whole_call_heard


def test_a_comment_is_one_step_for_each_pause(opened: Opened, keys, undo, redo, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_C)
    keys.type("sure")
    page.draft._typing.setInterval(1)
    page.draft._typing.start()
    qtbot.waitUntil(lambda: not page.draft._typing.isActive())
    page.draft._typing.setInterval(60_000)
    keys.type(" of it")
    keys.press(Key.Key_Escape)
    assert note(page).comment == "sure of it"
    undo()
    assert note(page).comment == "sure"
    undo()
    assert note(page).comment == ""
    redo()
    redo()
    assert note(page).comment == "sure of it"


def test_a_field_that_is_written_in_keeps_its_own_undo(opened: Opened, keys, undo) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_1)
    keys.press(Key.Key_C)
    keys.type("x")
    undo()
    assert page.form._detail.box.toPlainText() == ""
    assert note(page).value == AnswerValue.YES
    assert page.form._detail.box.hasFocus()


def test_the_comment_on_the_whole_check_is_taken_back(opened: Opened, keys, undo) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_C, SHIFT)
    keys.type("well led")
    keys.press(Key.Key_Escape)
    assert page.draft.form.comment == "well led"
    undo()
    assert page.draft.form.comment == ""


def test_whose_work_is_judged_is_taken_back(opened: Opened, keys, undo, redo, demo_store: Store) -> None:
    with demo_store.database.session() as session:
        row = session.get(Recording, demo_store.calls.open("VR-88102", None).recording.id)
        row.further_caseworkers = "CW014"
        session.add(row)
    page = opened("VR-88102")
    before = page.draft.form.caseworker_id
    page.draft.choose_caseworker("CW014")
    undo()
    assert page.draft.form.caseworker_id == before
    page.form.focus_current()
    redo()
    assert page.draft.form.caseworker_id == "CW014"


def test_swapped_speakers_are_taken_back_in_their_turn(opened: Opened, keys, undo, redo, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    call, playback = page.open_call, page.open_call.playback
    first = [line.speaker for line in page._table.lines]
    with qtbot.waitSignal(call.speakers_swapped):
        keys.press(Key.Key_X)
    assert [line.speaker for line in page._table.lines] != first
    assert page.waveform._scene.caseworker_channel == playback.caseworker_channel == 1
    keys.press(Key.Key_1)
    undo()
    assert (note(page).value, playback.caseworker_channel) == (None, 1)
    with qtbot.waitSignal(call.speakers_swapped):
        undo()
    assert [line.speaker for line in page._table.lines] == first
    assert call.file.recording.caseworker_channel == 0
    with qtbot.waitSignal(call.speakers_swapped):
        redo()
    assert playback.caseworker_channel == 1
    assert page.draft.undo() == SPEAKERS
    qtbot.waitUntil(lambda: call.file.recording.caseworker_channel == 0)

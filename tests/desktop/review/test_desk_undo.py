"""Ctrl+Z and Ctrl+Shift+Z on the review page: everything in its turn, wherever the keyboard is, and said."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop.state.transcript_edit import TranscriptEdit
from desktop.views.review_columns import TRANSCRIPT
from desktop.views.review_page import ReviewPage
from desktop.views.undo_hands import ABOUT, UndoHands
from models.errors import OutputRefused
from models.recording import Recording
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote
from models.store import Store
from models.store.staff import Person

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
    undo()
    qtbot.waitUntil(lambda: call.file.recording.caseworker_channel == 0)


@pytest.fixture
def corrected(opened: Opened, demo_store: Store, leader: Person) -> Callable[..., ReviewPage]:
    """A call opened on a page whose transcript can be corrected."""

    def open_it(call: str = "VR-88102") -> ReviewPage:
        page = opened(call)
        edit = TranscriptEdit(demo_store, page.draft._saving._runner, leader, page, page.draft.steps)
        page.transcript.bind_edit(edit)
        edit.open(page.open_call.lines)
        page.transcript.view.hands.can_edit = True
        return page

    return open_it


def line(page: ReviewPage, row: int) -> str:
    return page._table.lines[row].text


def commands(page: ReviewPage) -> list[str]:
    """What undo and redo are called now."""
    return [page.findChild(QAction, name).text() for name in ("undo", "redo")]


def test_answers_and_corrections_are_undone_in_the_order_of_time_from_anywhere(
    corrected: Callable[..., ReviewPage], keys, undo, redo
) -> None:
    page = corrected()
    first = line(page, 0)
    page.draft.answer("LUMP_SOUGHT", AnswerValue.YES)
    page.transcript._edit.correct(0, "Good morning.")
    page.draft.answer("CONDUCT", AnswerValue.NO)
    page.transcript.view.setFocus()
    answered = lambda prompt: page.draft.form.answer(prompt).value  # noqa: E731
    undo()
    assert (answered("CONDUCT"), line(page, 0)) == (None, "Good morning.")
    page.form.focus_current()
    undo()
    assert (answered("LUMP_SOUGHT"), line(page, 0)) == (AnswerValue.YES, first)
    undo()
    assert answered("LUMP_SOUGHT") is None
    page.transcript.view.setFocus()
    redo()
    redo()
    assert (answered("LUMP_SOUGHT"), line(page, 0)) == (AnswerValue.YES, "Good morning.")
    assert page.transcript.view.hasFocus()


def test_what_would_be_undone_is_named_and_what_was_undone_is_said(
    corrected: Callable[..., ReviewPage], keys, undo, redo
) -> None:
    page = corrected()
    assert commands(page) == ["Undo", "Redo"]
    page.draft.answer("LUMP_SOUGHT", AnswerValue.YES)
    assert commands(page) == ["Undo answer LUMP_SOUGHT", "Redo"]
    page.transcript._edit.correct(0, "Good morning.")
    start_s = page._table.lines[0].start_ms // 1000
    assert commands(page) == [f"Undo correction at 0:{start_s:02}", "Redo"]
    undo()
    undo()
    asked = next(prompt.text for prompt in page.draft.card.prompts if prompt.id == "LUMP_SOUGHT")
    assert page.notice.words.text() == f"Undone: answer LUMP_SOUGHT. {asked}"
    assert commands(page) == ["Undo", "Redo answer LUMP_SOUGHT"]
    page.notice.buttons[0].click()
    assert page.notice.words.text() == f"Done again: answer LUMP_SOUGHT. {asked}"
    page.draft.answer("CONDUCT", AnswerValue.YES)
    assert page.notice.isHidden()
    assert commands(page) == ["Undo answer CONDUCT", "Redo"]


def test_what_was_undone_is_brought_into_sight_and_its_column_opened(
    corrected: Callable[..., ReviewPage], keys, undo, qtbot: QtBot
) -> None:
    page = corrected()
    last = len(page._table.lines) - 1
    page.draft.answer("CONDUCT", AnswerValue.YES)
    page.transcript._edit.correct(last, "Goodbye.")
    page.transcript.view.verticalScrollBar().setValue(0)
    page.form._scroll.verticalScrollBar().setValue(0)
    page.columns.fold(TRANSCRIPT, folded=True)
    undo()
    assert not page.columns.is_folded(TRANSCRIPT)
    view = page.transcript.view
    qtbot.waitUntil(
        lambda: 0 <= view.layout_now.tops[last] - view.verticalScrollBar().value() < view.viewport().height()
    )
    undo()
    row, seen = page.form.rows["CONDUCT"], page.form._scroll.viewport()
    qtbot.waitUntil(lambda: seen.rect().intersects(QRect(row.mapTo(seen, QPoint(0, 0)), row.size())))


def test_a_field_with_nothing_of_its_own_to_undo_leaves_the_keys_to_the_page(opened: Opened, keys, undo, redo) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_1)
    keys.press(Key.Key_C)
    keys.type("x")
    undo()  # the letter
    assert note(page).value == AnswerValue.YES
    undo()  # the answer
    assert note(page).value is None
    assert page.form._detail.box.hasFocus()
    page.transcript.field.setFocus()
    undo()
    assert page.notice.words.text() == "There is nothing to undo."


def test_a_field_that_was_left_has_nothing_of_its_own_any_more(opened: Opened, keys, undo) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_C)
    keys.type("sure")
    keys.press(Key.Key_Escape)
    keys.press(Key.Key_1)
    keys.press(Key.Key_C)
    undo()
    assert (note(page).value, note(page).comment) == (None, "sure")
    undo()
    assert note(page).comment == ""


def test_letters_typed_and_taken_back_leave_no_step(opened: Opened, keys, undo) -> None:
    page = opened("VR-88102")
    page.draft._typing.setInterval(60_000)
    keys.press(Key.Key_1)
    keys.press(Key.Key_C)
    keys.type("x")
    keys.press(Key.Key_Backspace)
    keys.press(Key.Key_Escape)
    undo()
    assert note(page).value is None


def test_a_line_open_for_correction_is_kept_before_anything_is_undone(
    corrected: Callable[..., ReviewPage], keys, undo
) -> None:
    page = corrected()
    first = line(page, 0)
    page.transcript._edit.correct(0, "Good morning.")
    page.transcript.view.edit_line(0)
    undo()
    assert page.transcript.view.editor.row is None
    assert line(page, 0) == first


def test_corrections_outlast_a_swap_of_the_speakers(
    corrected: Callable[..., ReviewPage], keys, undo, redo, qtbot: QtBot, demo_store: Store
) -> None:
    page = corrected()
    call, first = page.open_call, line(page, 0)
    page.transcript._edit.correct(0, "Good morning.")
    with qtbot.waitSignal(call.speakers_swapped):
        keys.press(Key.Key_X)
    assert line(page, 0) == "Good morning."
    speakers = [one.speaker for one in page._table.lines]
    with qtbot.waitSignal(call.speakers_swapped):
        undo()
        undo()  # at once: the swap is still on its way to the store
        assert line(page, 0) == first
    assert line(page, 0) == first
    assert [one.speaker for one in page._table.lines] != speakers
    qtbot.waitUntil(lambda: demo_store.transcripts.newest("VR-88102").segments[0].text == first)
    redo()
    assert line(page, 0) == "Good morning."


def test_a_swap_that_was_refused_is_no_step(
    opened: Opened, keys, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened("VR-88102")

    def refuse(*_what: object) -> None:
        raise OutputRefused("The disk is full.")

    monkeypatch.setattr(page.open_call._store.speakers, "put_caseworker_on", refuse)
    with qtbot.waitSignal(page.open_call.speakers.refused):
        keys.press(Key.Key_X)
    assert page.draft.steps.next_undo is None


def test_what_must_be_answered_is_not_talked_over_by_an_undo(opened: Opened, keys, undo) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_1)
    page.notice.say("save", "Not saved: the disk is full.", "bad", lasting=True)
    undo()
    assert note(page).value is None
    assert page.notice.words.text() == "Not saved: the disk is full."


def test_after_a_while_it_is_no_longer_said_what_was_undone(opened: Opened, keys, undo, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    page.findChild(UndoHands)._said.setInterval(1)
    keys.press(Key.Key_1)
    undo()
    assert page.notice.about == ABOUT
    qtbot.waitUntil(page.notice.isHidden)

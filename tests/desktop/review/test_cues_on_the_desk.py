"""Cues on the review page: listed under their prompt, on the waveform and the ladder; heard and taken by keys."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.views.review_page import ReviewPage
from models.cue_rules import Stage
from models.review import EvidenceKind
from models.store import Store
from models.store.staff import Person

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(opened: Callable[..., ReviewPage], qtbot: QtBot) -> Callable[..., ReviewPage]:
    def open_at(prompt: str, recording: str = "VR-88109", sheet: str = "PAG-088109") -> ReviewPage:
        page = opened(recording, sheet)
        qtbot.waitUntil(lambda: page.open_call.cues.searched)
        page.form.go_to(prompt)
        page.form.focus_current()
        return page

    return open_at


def lines(page: ReviewPage) -> list[str]:
    return [row.play.accessibleName() for row in page.form.cues.rows]


def test_a_prompt_lists_its_cues_with_time_speaker_and_exact_words(desk: Callable[..., ReviewPage]) -> None:
    page = desk("FULL_FIRST")
    assert lines(page) == [
        "Cue, Full payment, 0:23  CW  “Are you able to pay the full amount today?”",
        "Cue, Full payment, 0:27  NRP  “cannot pay the full amount.”",
    ]


def test_what_was_not_found_is_worded_so(desk: Callable[..., ReviewPage]) -> None:
    page = desk("CWO_VIEWED", "VR-88104", "PAG-088104")
    told = page.form.cues._told.text()
    assert lines(page) == []
    assert told == "No cue for this was found in the transcript. It may have been said in other words, or misheard."
    assert page.form.cues.isVisible()


def test_one_key_plays_the_next_cue_and_backspace_returns(
    desk: Callable[..., ReviewPage], keys: SimpleNamespace, qtbot: QtBot
) -> None:
    page = desk("FULL_FIRST")
    playback = page.open_call.playback
    playback.seek_ms(5_000)
    first, second = page.open_call.cues.of_prompt("FULL_FIRST")
    keys.press(Qt.Key.Key_G)
    qtbot.waitUntil(lambda: playback.playing)
    assert first.start_ms - 500 <= playback.position_ms < first.end_ms
    assert page.form.cues.rows[0].play.accessibleDescription() == "Heard last"
    keys.press(Qt.Key.Key_G)
    qtbot.waitUntil(lambda: playback.position_ms >= second.start_ms - 500)
    keys.press(Qt.Key.Key_G)  # round again
    qtbot.waitUntil(lambda: playback.position_ms < first.end_ms)
    keys.press(Qt.Key.Key_G, SHIFT)
    qtbot.waitUntil(lambda: playback.position_ms >= second.start_ms - 500)
    keys.press(Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: playback.position_ms == 5_000)
    assert not playback.playing


def test_one_key_makes_the_cue_heard_last_evidence(
    desk: Callable[..., ReviewPage], keys: SimpleNamespace, qtbot: QtBot
) -> None:
    page = desk("FULL_FIRST")
    _, second = page.open_call.cues.of_prompt("FULL_FIRST")
    keys.press(Qt.Key.Key_G, SHIFT)
    keys.press(Qt.Key.Key_A)
    assert page.draft.form is not None
    (note,) = page.draft.form.answer("FULL_FIRST").evidence
    assert (note.kind, note.start_ms, note.end_ms) == (
        EvidenceKind.SPAN,
        second.start_ms - 500,
        second.end_ms + 500,
    )
    keys.press(Qt.Key.Key_A)
    assert len(page.draft.form.answer("FULL_FIRST").evidence) == 1
    assert "is evidence for this prompt already" in page.notice.words.text()
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.draft.form.answer("FULL_FIRST").evidence == ()


def test_a_key_without_a_cue_says_that_none_was_found(desk: Callable[..., ReviewPage], keys: SimpleNamespace) -> None:
    page = desk("CWO_VIEWED", "VR-88104", "PAG-088104")
    keys.press(Qt.Key.Key_G)
    told = "No cue for this prompt was found. It may have been said in other words, or misheard."
    assert page.notice.words.text() == told
    assert not page.open_call.playback.playing


def test_the_cues_of_the_whole_call_follow_the_play_head(
    desk: Callable[..., ReviewPage], keys: SimpleNamespace, qtbot: QtBot
) -> None:
    page = desk("CONDUCT")
    playback = page.open_call.playback
    playback.seek_ms(30_000)
    after = next(hit for hit in page.open_call.cues.hits if hit.start_ms >= 30_000)
    keys.press(Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: after.start_ms - 500 <= playback.position_ms < after.end_ms)


def test_the_waveform_shows_every_cue_and_fills_those_of_the_open_prompt(
    desk: Callable[..., ReviewPage], qtbot: QtBot
) -> None:
    page = desk("LUMP_SOUGHT")
    hits, marks = page.open_call.cues.hits, page.waveform._scene.cues
    assert [mark.start_ms for mark in marks] == [hit.start_ms for hit in hits]
    assert [mark.strong for mark in marks] == ["LUMP_SOUGHT" in hit.prompts for hit in hits]
    lump = next(number for number, mark in enumerate(marks) if mark.strong)
    assert marks[lump].tip == "0:31  Lump sum, caseworker: “can you pay a lump sum?”"
    page.waveform.cue_chosen.emit(lump)
    qtbot.waitUntil(lambda: page.open_call.playback.playing)
    assert page.open_call.playback.position_ms >= hits[lump].start_ms - 500


def test_the_ladder_tells_what_was_found_and_what_was_not(desk: Callable[..., ReviewPage], qtbot: QtBot) -> None:
    page = desk("LUMP_SOUGHT")
    ladder = page.head.ladder
    assert ladder.isVisible()
    assert ladder.buttons[Stage.FULL_PAYMENT].accessibleName() == "Full payment: 2 cues at 0:23, 0:27"
    assert ladder.buttons[Stage.PERIOD].accessibleName() == "Time to clear: not found in the transcript"
    assert not ladder.buttons[Stage.PERIOD].isEnabled()
    qtbot.mouseClick(ladder.buttons[Stage.ENFORCEMENT], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.open_call.playback.position_ms >= 59_000)


def test_a_blind_review_shows_no_cue_anywhere(desk: Callable[..., ReviewPage]) -> None:
    page = desk("FULL_FIRST")
    page.open_call.cues.show_cues = False
    assert page.waveform._scene.cues == []
    assert not page.head.ladder.isVisible()
    assert not page.form.cues.isVisible()


def test_who_may_only_read_adds_no_cue(desk: Callable[..., ReviewPage], keys: SimpleNamespace) -> None:
    page = desk("FULL_FIRST")
    page.draft.person = Person("os:reader", None, None)
    assert page.draft.read_only
    keys.press(Qt.Key.Key_A)
    assert page.draft.form is not None
    assert page.draft.form.answer("FULL_FIRST").evidence == ()


def test_a_call_without_a_transcript_has_no_ladder(opened: Callable[..., ReviewPage], demo_store: Store) -> None:
    from sqlalchemy import delete

    from models.transcript import Segment, Transcript

    with demo_store.database.session() as session:
        session.execute(delete(Segment))
        session.execute(delete(Transcript))
    page = opened("VR-88102", "PAG-088102")
    assert not page.head.ladder.isVisible()
    assert not page.form.cues.isVisible()
    assert page.open_call.cues.hits == ()

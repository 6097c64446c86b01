"""The listening desk in the whole window: what a person sets is there again, corrections of the transcript are kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.jobs.mix import Listening
from desktop.jobs.route import SkipSilence
from desktop.settings import Settings, load_settings
from desktop.views.review_page import ReviewPage
from desktop.views.transcript_look import TranscriptLook
from desktop.window import Window
from models.review import AnswerValue
from models.store import Store

CALL = "VR-88102"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "settings.toml"


@pytest.fixture
def desk(make_window: Callable[..., Window], demo_store: Store, qtbot: QtBot) -> Callable[..., ReviewPage]:
    """The review page of a window with the model call open, its sound and its draft read."""

    def open_it(**options: object) -> ReviewPage:
        window = make_window(demo_store, **options)
        page = window.page("review")
        assert isinstance(page, ReviewPage)
        with qtbot.waitSignals([page.draft.started, page.open_call.samples_complete], timeout=10_000):
            window.open_item(CALL, None)
        return page

    return open_it


@pytest.mark.qt_log_ignore("This plugin does not support")  # a tool tip, without a screen
def test_how_a_call_is_heard_is_kept_with_the_settings(desk: Callable[..., ReviewPage], file: Path) -> None:
    page = desk()
    playback = page.open_call.playback
    playback.set_skip_silence(SkipSilence.CASEWORKER)
    playback.set_listening(Listening.OWN_EARS)
    playback.set_levelled(True)
    page.waveform.set_snapping(False)
    page.transcript.wish_look(TranscriptLook(150, roomy=True))
    kept = load_settings(file)
    assert (kept.skip_silence, kept.listening, kept.levelled) == ("caseworker", "own_ears", True)
    assert (kept.snap_to_speech, kept.transcript_scale_pct, kept.transcript_roomy) == (False, 150, True)


def test_a_window_begins_as_the_last_one_was_left(desk: Callable[..., ReviewPage]) -> None:
    kept = Settings(
        theme="light",
        skip_silence="nrp",
        listening="caseworker",
        levelled=True,
        snap_to_speech=False,
        transcript_scale_pct=125,
        transcript_roomy=True,
    )
    page = desk(settings=kept)
    playback = page.open_call.playback
    assert (playback.skip_silence, playback.listening) == (SkipSilence.PARENT, Listening.CASEWORKER)
    assert playback.levelled
    assert not page.waveform.snapping
    assert page.transcript.view.look == TranscriptLook(125, roomy=True)


def test_what_an_administrator_decided_stays(desk: Callable[..., ReviewPage], file: Path) -> None:
    page = desk(locked=frozenset({"skip_silence"}))
    page.open_call.playback.set_skip_silence(SkipSilence.BOTH)
    assert load_settings(file).skip_silence == "off"


def test_a_correction_of_the_transcript_is_stored_and_one_being_written_when_the_window_closes_too(
    desk: Callable[..., ReviewPage], demo_store: Store, qtbot: QtBot
) -> None:
    page = desk()
    edit, editor = page.transcript._edit, page.transcript.view.editor
    assert edit.correct(0, "Good morning.")
    page.transcript.view.edit_line(1)
    editor.setPlainText("Hello?")
    page.window().close()
    transcript = demo_store.transcripts.newest(CALL)
    assert [segment.text for segment in transcript.segments[:2]] == ["Good morning.", "Hello?"]


def test_closing_while_playing_keeps_what_was_heard_last(
    desk: Callable[..., ReviewPage], demo_store: Store, qtbot: QtBot
) -> None:
    page = desk()
    page.draft.answer("FULL_FIRST", AnswerValue.YES)
    qtbot.waitUntil(lambda: page.draft.stored)
    playback = page.open_call.playback
    told: list[int] = []
    playback.heard_changed.connect(lambda: told.append(playback.position_ms))
    playback.play()
    qtbot.waitUntil(lambda: playback.position_ms >= 300)
    assert told == []
    page.window().close()
    kept = demo_store.reviews.mine(CALL, None, "TL01")
    assert [(span.start_ms, span.end_ms) for span in kept.heard] == [(0, told[0])]
    assert told[0] >= 300


def test_the_tints_and_edges_of_speech_come_with_the_sound(desk: Callable[..., ReviewPage]) -> None:
    page = desk()
    assert page.waveform._scene.tints is not None
    start, end = page.open_call.activity.speech[0][1]
    page.waveform.set_snapping(True)
    page.waveform.set_selection(start + 20, end - 20)
    assert page.open_call.activity.covered_ms >= 100_000
    assert page.waveform._selection.on_edge(start)


def test_folds_and_the_sheets_own_window_are_in_the_windows_memory(
    desk: Callable[..., ReviewPage], tmp_path: Path
) -> None:
    page = desk()
    page.columns.fold("transcript", folded=True)
    page.sheet_place.toggle()
    page.window().close()
    memory = QSettings(str(tmp_path / "settings" / "window.ini"), QSettings.Format.IniFormat)
    assert memory.value("review/folded") == "transcript"
    assert memory.value("review/sheet_window") == "true"

"""What the open call knows of its sound beside the samples: kept peaks, who speaks when, whose channel is whose."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlmodel import text

from desktop import paths
from desktop.jobs import peaks_file
from desktop.jobs.peaks import StoredPeaks
from desktop.jobs.runner import Runner
from desktop.state.decoding import peaks_key
from desktop.state.open_call import OpenCall, Sound
from models.errors import DatabaseUnusable
from models.store import Store
from models.store.speakers import SpeakerStore
from models.transcript import Speaker

CALL = "VR-88102"


@pytest.fixture
def opened_call(qtbot: QtBot, open_call: OpenCall, runner: Runner) -> Callable[[], OpenCall]:
    """Open the model call and wait until everything about its sound is done."""

    def open_it() -> OpenCall:
        with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
            open_call.open(CALL, None)
        qtbot.waitUntil(lambda: not runner.busy, timeout=10_000)
        return open_call

    return open_it


def kept(open_call: OpenCall) -> Path:
    assert open_call.file is not None
    assert open_call.file.recording is not None
    return paths.peaks_folder() / f"{peaks_key(open_call.file.recording)}.dat"


def test_the_peaks_of_a_whole_call_are_kept(opened_call: Callable[[], OpenCall]) -> None:
    call = opened_call()
    found = peaks_file.load(peaks_key(call.file.recording))
    assert found is not None
    assert (found.level() == call.peaks.level()).all()


def test_opened_again_the_peaks_are_there_with_the_records(
    opened_call: Callable[[], OpenCall], qtbot: QtBot, open_call: OpenCall
) -> None:
    opened_call()
    shown: list[object] = []
    open_call.file_ready.connect(lambda: shown.append((open_call.peaks, open_call.samples)))
    opened_call()
    peaks, samples = shown[0]
    assert isinstance(peaks, StoredPeaks)
    assert samples is None
    assert open_call.peaks.stored is peaks


def test_peaks_that_are_damaged_are_made_again(opened_call: Callable[[], OpenCall]) -> None:
    place = kept(opened_call())
    whole = place.read_bytes()
    place.write_bytes(whole[:100])
    opened_call()
    assert place.read_bytes() == whole


def test_a_recording_with_another_content_keeps_no_peaks(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path, runner: Runner
) -> None:
    recording = demo_store.calls.open(CALL, None).recording
    assert recording is not None
    content = bytearray(Path(recording.path).read_bytes())
    content[-10] ^= 0xFF
    other = tmp_path / "VR-88102.wav"
    other.write_bytes(content)
    with demo_store.database.session() as session:  # as if it had never been seen elsewhere
        session.execute(
            text("UPDATE recording SET path = :path WHERE id = :id"), {"path": str(other), "id": recording.id}
        )
    with qtbot.waitSignal(open_call.sound_failed, timeout=10_000):
        open_call.open(CALL, None)
    qtbot.waitUntil(lambda: not runner.busy, timeout=10_000)
    assert not kept(open_call).exists()


def test_who_speaks_when_is_known_and_playback_has_it(opened_call: Callable[[], OpenCall]) -> None:
    call = opened_call()
    assert call.activity is not None
    assert call.activity.covered_ms >= 102_000
    assert all(call.activity.speech)
    assert call.playback.speech_here() is not None


def test_without_a_call_nobody_is_known_to_speak(opened_call: Callable[[], OpenCall]) -> None:
    call = opened_call()
    call.close()
    assert (call.activity, call.peaks, call.sound) == (None, None, Sound.NONE)


def test_swapped_speakers_are_kept_with_the_recording_and_the_lines_follow(
    opened_call: Callable[[], OpenCall], qtbot: QtBot, demo_store: Store
) -> None:
    call = opened_call()
    before = [line.speaker for line in call.lines.lines]
    with qtbot.waitSignal(call.speakers_swapped):
        call.playback.swap_speakers()
    other = {Speaker.CASEWORKER: Speaker.NRP, Speaker.NRP: Speaker.CASEWORKER}
    assert [line.speaker for line in call.lines.lines] == [other[speaker] for speaker in before]
    assert call.file.recording.caseworker_channel == 1
    assert demo_store.calls.open(CALL, None).recording.caseworker_channel == 1
    opened_call()
    assert call.playback.caseworker_channel == 1


def test_the_next_call_has_its_own_caseworker_again(opened_call: Callable[[], OpenCall], qtbot: QtBot) -> None:
    call = opened_call()
    with qtbot.waitSignal(call.speakers_swapped):
        call.playback.swap_speakers()
    with qtbot.waitSignal(call.samples_complete, timeout=10_000):
        call.open("VR-88101", None)
    assert call.playback.caseworker_channel == 0


def test_a_swap_that_cannot_be_stored_is_taken_back_and_said(
    opened_call: Callable[[], OpenCall], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = opened_call()

    def refuse(*_args: object) -> None:
        raise DatabaseUnusable("the disk is full")

    monkeypatch.setattr(SpeakerStore, "put_caseworker_on", refuse)
    with qtbot.waitSignal(call.recording_told) as told:
        call.playback.swap_speakers()
    assert "not swapped: the disk is full" in told.args[0]
    assert call.playback.caseworker_channel == 0

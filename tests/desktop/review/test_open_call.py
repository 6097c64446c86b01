"""Opening a call: records first, sound as it comes, and words where there is none."""

from pathlib import Path

from pytestqt.qtbot import QtBot
from sqlmodel import text

from desktop.state.open_call import OpenCall, Sound
from models.store import Store


def test_opening_gives_the_records_and_then_the_sound(qtbot: QtBot, open_call: OpenCall) -> None:
    with qtbot.waitSignals(
        [open_call.file_ready, open_call.samples_started, open_call.samples_complete], order="strict"
    ):
        open_call.open("VR-88102", None)
    assert open_call.file is not None
    assert open_call.file.sheet_id == "PAG-088102"
    assert open_call.samples is not None
    assert open_call.samples.complete
    assert abs(open_call.duration_ms - 102_200) <= 100
    assert open_call.playback.duration_ms == open_call.duration_ms


def test_a_sheet_without_a_call_has_no_sound_and_no_fault(qtbot: QtBot, open_call: OpenCall) -> None:
    with qtbot.assertNotEmitted(open_call.sound_failed), qtbot.waitSignal(open_call.file_ready):
        open_call.open(None, "PAG-088199")
    assert open_call.sound == Sound.NONE


def test_an_unknown_call_is_said(qtbot: QtBot, open_call: OpenCall) -> None:
    with qtbot.waitSignal(open_call.failed) as told:
        open_call.open("VR-1", None)
    assert "VR-1" in told.args[0]


def test_a_missing_recording_is_said_and_the_records_are_there(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store
) -> None:
    _set_path(demo_store, "VR-88102", "/nowhere/VR-88102.wav")
    with qtbot.waitSignal(open_call.sound_failed) as told:
        open_call.open("VR-88102", None)
    assert "no longer in" in told.args[0]
    assert open_call.sound == Sound.FAILED
    assert open_call.file is not None


def test_a_file_of_another_size_is_said(qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path) -> None:
    other = tmp_path / "VR-88102.wav"
    other.write_bytes(b"RIFF")
    _set_path(demo_store, "VR-88102", str(other))
    with qtbot.waitSignal(open_call.sound_failed) as told:
        open_call.open("VR-88102", None)
    assert "changed since it was imported" in told.args[0]


def test_a_file_with_the_same_size_and_other_content_is_said_after_it_was_read(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    recording = demo_store.calls.open("VR-88102", None).recording
    assert recording is not None
    content = bytearray(Path(recording.path).read_bytes())
    content[-100] ^= 0x55
    other = tmp_path / "VR-88102.wav"
    other.write_bytes(content)
    _set_path(demo_store, "VR-88102", str(other))
    with qtbot.waitSignal(open_call.recording_changed, timeout=10_000) as told:
        open_call.open("VR-88102", None)
    assert "not the file that was imported" in told.args[0]
    assert open_call.sound == Sound.COMPLETE


def test_an_untouched_file_is_not_said_to_have_changed(qtbot: QtBot, open_call: OpenCall) -> None:
    with qtbot.assertNotEmitted(open_call.recording_changed):
        with qtbot.waitSignal(open_call.samples_complete):
            open_call.open("VR-88102", None)
        qtbot.waitUntil(lambda: all(job.ended for job in open_call._jobs))


def test_only_the_call_opened_last_counts(qtbot: QtBot, open_call: OpenCall) -> None:
    open_call.open("VR-88101", None)
    with qtbot.waitSignal(open_call.samples_complete):
        open_call.open("VR-88102", None)
    assert open_call.file is not None
    assert open_call.file.recording_id == "VR-88102"


def test_closing_lets_go_of_everything(qtbot: QtBot, open_call: OpenCall) -> None:
    with qtbot.waitSignal(open_call.samples_complete):
        open_call.open("VR-88102", None)
    with qtbot.waitSignal(open_call.closed):
        open_call.close()
    assert open_call.file is None
    assert open_call.samples is None
    assert open_call.playback.duration_ms == 0


def _set_path(store: Store, recording_id: str, path: str) -> None:
    with store.database.session() as session:
        session.connection().execute(
            text("UPDATE recording SET path = :path WHERE recording_id = :id"), {"path": path, "id": recording_id}
        )

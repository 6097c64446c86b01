"""Opening a call: records first, sound as it comes, and words where there is none."""

import hashlib
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot
from sqlmodel import text

from desktop.jobs.find_recording import Lack
from desktop.jobs.read_recording import Block
from desktop.jobs.runner import Runner
from desktop.jobs.samples import Samples
from desktop.state.open_call import OpenCall, Sound
from desktop.window import Window
from models.recording import Recording
from models.store import Store


@pytest.fixture
def decoders_stay() -> None:
    """Here each call has a decoder of its own, as in the program."""


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
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    _set_path(demo_store, "VR-88102", str(tmp_path / "VR-88102.wav"))
    with qtbot.waitSignal(open_call.sound_failed) as told:
        open_call.open("VR-88102", None)
    assert told.args[0] == f"VR-88102.wav was removed or moved: it is no longer in {tmp_path}."
    assert open_call.sound == Sound.FAILED
    assert open_call.away is not None
    assert open_call.away.lack == Lack.REMOVED
    assert open_call.file is not None


def test_a_recording_on_a_share_that_is_not_connected_is_said_to_be_out_of_reach(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store
) -> None:
    _set_path(demo_store, "VR-88102", "/nowhere/VR-88102.wav")
    with qtbot.waitSignal(open_call.sound_failed) as told:
        open_call.open("VR-88102", None)
    assert "out of reach: the folder /nowhere is not there (is a drive not connected?)." in told.args[0]


def test_a_file_of_another_size_is_said_to_have_changed_and_not_played(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    other = tmp_path / "VR-88102.wav"
    other.write_bytes(b"RIFF")
    _set_path(demo_store, "VR-88102", str(other))
    with qtbot.waitSignal(open_call.sound_failed) as told:
        open_call.open("VR-88102", None)
    assert "was changed since it was imported" in told.args[0]
    assert "4 now" in told.args[0]
    assert "not played" in told.args[0]


def test_a_file_with_the_same_size_and_other_content_is_taken_away_again(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    _set_path(demo_store, "VR-88102", str(_altered(demo_store, tmp_path)))
    with qtbot.waitSignal(open_call.sound_failed, timeout=10_000) as told:
        open_call.open("VR-88102", None)
    assert "was changed since it was imported: its content is another" in told.args[0]
    assert (open_call.sound, open_call.samples) == (Sound.FAILED, None)
    assert open_call.playback.duration_ms == 0


def test_a_moved_recording_is_found_where_it_was_seen_and_stays_found(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    recording = _recording(demo_store)
    demo_store.imports.keep_path(recording.id, recording.path)
    _set_path(demo_store, "VR-88102", str(tmp_path / "VR-88102.wav"))
    with qtbot.waitSignal(open_call.recording_told, timeout=10_000) as told:
        open_call.open("VR-88102", None)
    assert open_call.sound == Sound.COMPLETE
    assert told.args[0] == f"VR-88102.wav was moved: it lies in {Path(recording.path).parent} now."
    assert _recording(demo_store).path == recording.path
    assert demo_store.places.seen_at(recording.id) == (str(tmp_path / "VR-88102.wav"),)


def test_a_changed_recording_is_played_from_a_place_that_holds_it_as_it_was(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    recording = _recording(demo_store)
    demo_store.imports.keep_path(recording.id, recording.path)
    _set_path(demo_store, "VR-88102", str(_altered(demo_store, tmp_path)))
    with qtbot.waitSignal(open_call.recording_told, timeout=10_000) as told:
        open_call.open("VR-88102", None)
    assert "was changed; as it was imported it lies in" in told.args[0]
    qtbot.waitUntil(lambda: open_call.sound == Sound.COMPLETE, timeout=10_000)
    assert _recording(demo_store).path == recording.path


def test_an_untouched_file_is_played_without_a_word(qtbot: QtBot, open_call: OpenCall) -> None:
    with qtbot.assertNotEmitted(open_call.recording_told), qtbot.assertNotEmitted(open_call.sound_failed):
        with qtbot.waitSignal(open_call.samples_complete):
            open_call.open("VR-88102", None)
        qtbot.waitUntil(lambda: all(job.ended for job in open_call._jobs))


def test_pointing_to_the_file_opens_the_sound(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    recording = _recording(demo_store)
    _set_path(demo_store, "VR-88102", str(tmp_path / "VR-88102.wav"))
    with qtbot.waitSignal(open_call.sound_failed):
        open_call.open("VR-88102", None)
    assert open_call.away is not None
    assert open_call.file is not None
    assert open_call.file.recording is not None
    with qtbot.waitSignals([open_call.sound_reopened, open_call.samples_complete], order="strict", timeout=10_000):
        open_call.relocation.point_to(open_call.file.recording, open_call.away.leg, Path(recording.path))
    assert open_call.away is None
    assert open_call.file.recording.path == recording.path
    assert abs(open_call.duration_ms - 102_200) <= 100


def test_what_is_odd_about_a_recording_that_plays_is_said(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    content = Path(_recording(demo_store).path).read_bytes()[:400_000]
    cut = tmp_path / "VR-88102.wav"
    cut.write_bytes(content)
    _set(demo_store, path=str(cut), sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content))
    with qtbot.waitSignal(open_call.recording_told, timeout=10_000) as told:
        open_call.open("VR-88102", None)
    assert told.args[0].startswith("VR-88102: the header speaks of 1:42, the sound ends after")


def test_a_call_in_two_files_is_opened_with_both_as_its_channels(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    _two_legs(demo_store, tmp_path)
    with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
        open_call.open("VR-88102", None)
    assert open_call.samples is not None
    sound = open_call.samples.read(0, open_call.samples.frames)
    assert sound.shape == (2, 16_000)
    assert [int(channel[4000]) for channel in sound] == [1000, 2000]


def test_the_leg_that_is_gone_is_named_and_can_be_pointed_to(
    qtbot: QtBot, open_call: OpenCall, demo_store: Store, tmp_path: Path
) -> None:
    second = _two_legs(demo_store, tmp_path)[1]
    moved = second.rename(tmp_path / "elsewhere.wav")
    with qtbot.waitSignal(open_call.sound_failed, timeout=10_000) as told:
        open_call.open("VR-88102", None)
    assert told.args[0].startswith("leg-1.wav, one leg of the call, was removed or moved")
    assert open_call.away is not None
    assert open_call.file is not None
    assert open_call.file.recording is not None
    with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
        open_call.relocation.point_to(open_call.file.recording, open_call.away.leg, moved)
    assert _recording(demo_store).second_path == str(moved)


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


def test_one_decoder_serves_one_call_after_another(qtbot: QtBot, open_call: OpenCall) -> None:
    pids = []
    for recording_id in ("VR-88102", "VR-88101"):
        with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
            open_call.open(recording_id, None)
        pids.append(open_call._reader.child_pid)
    assert pids[0] is not None
    assert pids[0] == pids[1]


def test_a_decoder_that_died_is_replaced(qtbot: QtBot, open_call: OpenCall) -> None:
    with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
        open_call.open("VR-88102", None)
    pid = open_call._reader.child_pid
    assert pid is not None
    psutil.Process(pid).kill()
    qtbot.waitUntil(lambda: open_call._reader.child_pid is None)
    with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
        open_call.open("VR-88101", None)
    assert open_call._reader.child_pid not in (None, pid)


def test_a_decoder_that_dies_in_the_middle_leaves_what_came_playable_to_its_end(
    qtbot: QtBot, open_call: OpenCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Samples.append

    def killed_after(self: Samples, block: Block) -> None:
        append(self, block)
        pid = open_call._reader.child_pid
        if pid is not None:
            psutil.Process(pid).kill()

    monkeypatch.setattr(Samples, "append", killed_after)
    with qtbot.waitSignal(open_call.sound_failed, timeout=10_000):
        open_call.open("VR-88102", None)
    assert open_call.samples is not None
    assert open_call.samples.complete
    assert open_call.samples.frames > 0
    playback = open_call.playback
    playback.seek_ms(playback.duration_ms - 100)
    with qtbot.waitSignal(playback.ended):
        playback.play()


def test_the_decoder_ends_when_it_is_let_go(qtbot: QtBot, open_call: OpenCall, runner: Runner) -> None:
    with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
        open_call.open("VR-88102", None)
    pid = open_call._reader.child_pid
    assert pid is not None
    runner.close()
    open_call.let_reader_go()
    assert not psutil.pid_exists(pid)


def test_after_the_first_call_a_change_of_speed_imports_nothing(
    qtbot: QtBot, open_call: OpenCall, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "desktop.jobs.stretch", raising=False)
    with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
        open_call.open("VR-88102", None)
    qtbot.waitUntil(lambda: not runner.busy)
    assert "desktop.jobs.stretch" in sys.modules


def test_the_transcript_comes_with_its_words_laid_out(qtbot: QtBot, open_call: OpenCall) -> None:
    with qtbot.waitSignal(open_call.file_ready):
        open_call.open("VR-88102", None)
    assert open_call.file is not None
    assert open_call.file.transcript is not None
    assert open_call.lines is not None
    assert [line.text for line in open_call.lines.lines] == [
        segment.text for segment in open_call.file.transcript.segments
    ]
    assert open_call.lines.words[-1].line == len(open_call.lines.lines) - 1


def test_the_decoder_ends_with_the_window(qtbot: QtBot, make_window: Callable[..., Window], demo_store: Store) -> None:
    window = make_window(demo_store)
    call = window.findChild(OpenCall)
    assert call is not None
    with qtbot.waitSignal(call.samples_complete, timeout=10_000):
        window.open_item("VR-88102", None)
    pid = call._reader.child_pid
    assert pid is not None
    window.close()
    assert not psutil.pid_exists(pid)


def _recording(store: Store) -> Recording:
    found = store.calls.open("VR-88102", None).recording
    assert found is not None
    return found


def _altered(store: Store, folder: Path) -> Path:
    """A copy of the recording with one byte altered: the same size, another content."""
    content = bytearray(Path(_recording(store).path).read_bytes())
    content[-100] ^= 0x55
    other = folder / "VR-88102.wav"
    other.write_bytes(content)
    return other


def _two_legs(store: Store, folder: Path) -> list[Path]:
    """VR-88102 as two mono files of two seconds, of one value each."""
    paths = [folder / f"leg-{at}.wav" for at in (0, 1)]
    for at, path in enumerate(paths):
        with wave.open(str(path), "wb") as out:
            out.setparams((1, 2, 8000, 0, "NONE", ""))
            out.writeframes((1000 * (at + 1)).to_bytes(2, "little") * 16_000)
    first, second = (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    size = paths[0].stat().st_size
    _set(store, path=str(paths[0]), sha256=first, size_bytes=size, second_path=str(paths[1]), second_sha256=second)
    return paths


def _set(store: Store, **values: object) -> None:
    columns = ", ".join(f"{name} = :{name}" for name in values)
    with store.database.session() as session:
        session.connection().execute(text(f"UPDATE recording SET {columns} WHERE recording_id = 'VR-88102'"), values)


def _set_path(store: Store, recording_id: str, path: str) -> None:
    with store.database.session() as session:
        session.connection().execute(
            text("UPDATE recording SET path = :path WHERE recording_id = :id"), {"path": path, "id": recording_id}
        )

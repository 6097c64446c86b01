"""What the review page says of a recording whose file is gone or odd, and what a person does about it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.state.open_call import OpenCall, Sound
from desktop.views.picking import Picker
from desktop.views.review_page import ReviewPage
from models.recording import Recording
from models.store import Store

Opened = Callable[..., ReviewPage]


class Chooser(Picker):
    """Chooses at once, without a dialog. `asked`: the titles and the folders it would have begun in."""

    def __init__(self, place: Path | None) -> None:
        self.place = place
        self.asked: list[tuple[str, Path | None]] = []

    def file(self, owner: QWidget, title: str, start: Path | None, names: str, take: Callable[[Path], object]) -> None:
        self.folder(owner, title, start, take)

    def folder(self, owner: QWidget, title: str, start: Path | None, take: Callable[[Path], object]) -> None:
        self.asked.append((title, start))
        if self.place is not None:
            take(self.place)


@pytest.fixture
def gone(demo_store: Store, tmp_path: Path) -> Path:
    """The recording VR-88102, whose file was moved away: where it lies now."""
    there = tmp_path / "archive" / "2009" / "renamed.wav"
    there.parent.mkdir(parents=True)
    shutil.copyfile(recording(demo_store).path, there)
    change(demo_store, path=str(tmp_path / "VR-88102.wav"))
    return there


def recording(store: Store) -> Recording:
    found = store.calls.open("VR-88102", None).recording
    assert found is not None
    return found


def change(store: Store, **values: object) -> None:
    with store.database.session() as session:
        row = session.get(Recording, recording(store).id)
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def six_channels(store: Store, path: Path) -> None:
    """VR-88102 as a file of six channels, a tone in the fourth, as an import would have taken it."""
    import hashlib
    import wave

    samples = np.zeros((16_000, 6), "<i2")
    samples[:, 3] = (8000 * np.sin(np.arange(16_000) * 0.3)).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setparams((6, 2, 8000, 0, "NONE", ""))
        out.writeframes(samples.tobytes())
    content = path.read_bytes()
    change(
        store,
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        file_channels=6,
        channels=2,
        duration_ms=2000,
    )


def test_a_missing_file_is_said_with_what_can_be_done(gone: Path, opened: Opened) -> None:
    page = opened("VR-88102")
    assert "was removed or moved: it is no longer in" in page.notice.words.text()
    assert [button.text() for button in page.notice.buttons] == [
        "Point to it… (Ctrl+Shift+O)",
        "Look in a folder… (Ctrl+Shift+G)",
    ]


def test_pointing_to_the_file_by_the_keyboard_brings_the_sound_back(
    gone: Path, opened: Opened, keys: SimpleNamespace, qtbot: QtBot, demo_store: Store
) -> None:
    page = opened("VR-88102")
    page.recording_notice.picker = chooser = Chooser(gone)
    keys.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: page.open_call.sound == Sound.COMPLETE, timeout=10_000)
    assert chooser.asked == [("Point to VR-88102.wav", gone.parents[2])]
    assert not page.notice.isVisible()
    assert recording(demo_store).path == str(gone)


def test_a_folder_is_looked_through_for_the_recording(
    gone: Path, opened: Opened, keys: SimpleNamespace, qtbot: QtBot
) -> None:
    (gone.parent / "of-the-same-size.wav").write_bytes(bytes(gone.stat().st_size))
    page = opened("VR-88102")
    page.recording_notice.picker = Chooser(gone.parents[1])
    keys.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: page.open_call.sound == Sound.COMPLETE, timeout=10_000)


@pytest.mark.parametrize("wrong", ["another", "changed", "unknown", "folder", "none"])
def test_what_is_not_the_recording_is_never_taken_for_it(
    wrong: str, gone: Path, opened: Opened, qtbot: QtBot, demo_store: Store, tmp_path: Path
) -> None:
    page = opened("VR-88102")
    content = bytearray(gone.read_bytes())
    content[-50] ^= 1
    (tmp_path / "new").mkdir()
    other = demo_store.calls.open("VR-88101", None).recording
    assert other is not None
    places = {
        "another": (Path(other.path), f"{Path(other.path).name} is another recording, VR-88101."),
        "changed": (tmp_path / "new" / "VR-88102.wav", "VR-88102.wav is a changed version: it has the name"),
        "unknown": (tmp_path / "new" / "call.wav", "call.wav is not this recording: its content is another"),
        "folder": (tmp_path / "new", "None of the 1 files in"),
        "none": (tmp_path / "new" / "gone.wav", "gone.wav cannot be read (No such file or directory)."),
    }
    place, words = places[wrong]
    if wrong in ("changed", "unknown", "folder"):
        (place if wrong != "folder" else place / "other.wav").write_bytes(content)
    before = recording(demo_store).path
    page.recording_notice.picker = Chooser(place)
    with qtbot.waitSignal(page.open_call.relocation.not_it):
        page.recording_notice.look_in_folder() if wrong == "folder" else page.recording_notice.point_to_file()
    assert words in page.notice.words.text()
    qtbot.waitUntil(lambda: all(button.isVisible() for button in page.notice.buttons))
    assert len(page.notice.buttons) == 2
    assert page.open_call.sound == Sound.FAILED
    assert recording(demo_store).path == before


def test_a_search_can_be_given_up(gone: Path, opened: Opened, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    page.recording_notice.picker = Chooser(gone.parents[1])
    with qtbot.waitSignal(page.open_call.relocation.stopped):
        page.recording_notice.look_in_folder()
        page.open_call.relocation.cancel()
    assert "given up" in page.notice.words.text()
    assert not page.open_call.relocation.is_searching


def test_a_search_for_a_call_that_was_left_says_nothing_and_changes_nothing_on_the_desk(
    gone: Path, opened: Opened, qtbot: QtBot
) -> None:
    page = opened("VR-88102")
    page.recording_notice.picker = Chooser(gone)
    page.recording_notice.point_to_file()
    page = opened("VR-88101")
    qtbot.waitUntil(lambda: not page.open_call.relocation.is_searching)
    assert page.open_call.file is not None
    assert page.open_call.file.recording_id == "VR-88101"
    assert page.open_call.sound == Sound.COMPLETE


def test_pointing_is_not_asked_for_a_recording_that_plays(opened: Opened) -> None:
    page = opened("VR-88102")
    page.recording_notice.picker = chooser = Chooser(None)
    page.recording_notice.point_to_file()
    page.recording_notice.look_in_folder()
    assert chooser.asked == []


@pytest.mark.qt_log_ignore("This plugin does not support")  # a menu, without a screen
def test_of_six_channels_any_two_are_picked_from_a_menu_and_played(
    opened: Opened, qtbot: QtBot, demo_store: Store, tmp_path: Path
) -> None:
    six_channels(demo_store, tmp_path / "six.wav")
    page = opened("VR-88102")
    call = page.open_call
    assert "it has 6 channels; 1 and 2 are played" in page.notice.words.text()
    assert not loud(call).any()
    page.recording_notice.pick_channels()
    menu = page.recording_notice.channels
    assert [action.text() for action in menu.actions() if action.isChecked()] == [
        "First is channel 1 of the file",
        "Second is channel 2 of the file",
    ]
    with qtbot.waitSignals([call.sound_reopened, call.samples_complete], order="strict", timeout=10_000):
        next(action for action in menu.actions() if action.text() == "Second is channel 4 of the file").trigger()
    menu.close()
    assert loud(call).tolist() == [False, True]
    assert recording(demo_store).reading == {"picked": [0, 3]}
    assert "1 and 4 are played" in page.notice.words.text()


def test_where_there_is_nothing_to_pick_no_menu_opens(opened: Opened) -> None:
    page = opened("VR-88102")
    page.recording_notice.pick_channels()
    assert not page.recording_notice.channels.isVisible()


def loud(call: OpenCall) -> np.ndarray:
    assert call.samples is not None
    return np.abs(call.samples.read(0, call.samples.frames).astype(int)).mean(axis=1) > 500

"""The review page in all its states, one scene after the other on one window: each leaves it as the next expects it."""

import hashlib
import wave
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from desktop.jobs.route import SkipSilence
from desktop.screenshots_studio import SIZE, Scene, Studio
from desktop.state.playback import Playback
from desktop.state.steer import SteerState
from desktop.views.review_columns import SHEET, TRANSCRIPT
from desktop.views.review_page import ReviewPage
from desktop.views.sheet_tabs import SAID_TAB, SHEET_TAB, STEER_TAB
from models.listening import SKIPPED, HeardSpan
from models.recording import Recording

WIDE = (1920, 1080)
"""A large screen."""
GONE = "/recordings/2009-09"
"""A folder that is on no machine: where a recording was."""
DRAFTED = ("VR-88110", "PAG-088110")
"""The call whose check is half done."""


def _review(studio: Studio) -> None:
    page = studio.open(*DRAFTED)
    playback = studio.window.findChild(Playback)
    assert playback is not None
    playback.seek_ms(63_900)
    page.form.go_to("SOURCES_AGREE")


def _folded(studio: Studio) -> None:
    _review(studio)
    columns = _review_page(studio).columns
    for name in (TRANSCRIPT, SHEET):
        columns.fold(name, folded=True)


def _sheet_out(studio: Studio) -> None:
    page = _review_page(studio)
    for name in (TRANSCRIPT, SHEET):
        page.columns.fold(name, folded=False)
    page.sheet_place.send_out()


def _sheet_window(studio: Studio) -> QWidget:
    return _review_page(studio).sheet_place.window


def _wide(studio: Studio) -> None:
    _review_page(studio).sheet_place.bring_back()
    studio.window.resize(*WIDE)
    studio.wait()


def _swapped(studio: Studio) -> None:
    """With a selection, a loop, silence skipped, and some of the call heard fast."""
    studio.window.resize(*SIZE)
    page = _review_page(studio)
    page.open_call.playback.swap_speakers()
    page.open_call.playback.set_skip_silence(SkipSilence.BOTH)
    page.draft.set_heard([HeardSpan(0, 20_000), HeardSpan(20_000, 58_000, 2.5), HeardSpan(58_000, 62_000, SKIPPED)])
    page.open_call.playback.heard_changed.emit()
    page.open_call.playback.set_loop((24_000, 36_000))
    page.waveform.set_selection(27_000, 33_000)


def _no_recording(studio: Studio) -> None:
    page = _review_page(studio)
    page.open_call.playback.swap_speakers()
    page.open_call.playback.set_skip_silence(SkipSilence.OFF)
    studio.wait()
    _change_recording(studio, "VR-88102", path=str(Path(GONE) / "VR-88102.wav"))
    studio.open("VR-88102", None)


def _six_channels(studio: Studio) -> None:
    """A recording of which two of six channels are played, with its own speech on all of them."""
    _change_recording(studio, "VR-88102", path=_beside(studio, "VR-88103", "VR-88102"))  # it is there again
    samples = studio.open("VR-88105", None).open_call.samples
    assert samples is not None
    target = studio.folder / "VR-88105.wav"
    with wave.open(str(target), "wb") as file:
        file.setnchannels(6)
        file.setsampwidth(2)
        file.setframerate(samples.rate_hz)
        file.writeframes(np.tile(samples.read(0, samples.frames), (3, 1)).T.astype("<i2").tobytes())
    content = target.read_bytes()
    _change_recording(
        studio,
        "VR-88105",
        path=str(target),
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        file_channels=6,
        second_path=None,
        second_sha256=None,
    )
    studio.open("VR-88105", None)


def _beside(studio: Studio, recording_id: str, name: str) -> str:
    """The path of another recording beside one, by a part of its name."""
    with studio.store.database.session() as session:
        row = session.exec(select(Recording).where(Recording.recording_id == recording_id)).one()
        return str(next(Path(row.path).parent.glob(f"*{name}.*")))


def _change_recording(studio: Studio, recording_id: str, **facts: object) -> None:
    """As if the recording had been imported otherwise."""
    store = studio.store
    with store.database.session() as session:
        row = session.exec(select(Recording).where(Recording.recording_id == recording_id)).one()
        for name, value in facts.items():
            setattr(row, name, value)
        session.add(row)


def _review_page(studio: Studio) -> ReviewPage:
    page = studio.window.page("review")
    assert isinstance(page, ReviewPage)
    return page


def _missing(studio: Studio) -> None:
    studio.open(*DRAFTED).sign()


def _signed(studio: Studio) -> None:
    studio.open("VR-88104", "PAG-088104").form.go_to("LUMP_SOUGHT")


def _sheet_only(studio: Studio) -> None:
    studio.open(None, "PAG-088199")


def _no_sheet(studio: Studio) -> None:
    studio.open("VR-88112", None)


def _steer(studio: Studio) -> None:
    """As it was frozen with a signed review, outside the ladder."""
    page = studio.open("VR-88104", "PAG-088104")
    page.room.show_tab(STEER_TAB)


def _steer_ladder(studio: Studio) -> None:
    """The rung that is reached, with its sums and the paragraph of Annex A."""
    page = studio.open("VR-88109", "PAG-088109")
    studio.wait(lambda: bool(page.tabs.steer.steps))
    page.room.show_tab(STEER_TAB)
    reached = next(block for block in page.tabs.steer.steps if block.decides)
    reached.set_open(open_=True)
    studio.wait()
    page.tabs.steer.point_at(reached)


def _steer_trial(studio: Studio) -> None:
    page = studio.open(*DRAFTED)
    studio.wait(lambda: bool(page.tabs.steer.steps))
    page.room.show_tab(STEER_TAB)
    page.tabs.steer.try_figures()
    state = studio.window.findChild(SteerState)
    assert state is not None
    state.try_out("instalment_pence", 4_000)


def _said(studio: Studio) -> None:
    """Said 40, written 60: the place beside the prompt about it, its cues, and the steer's answers taken."""
    page = studio.open(*DRAFTED)
    studio.wait(lambda: bool(page.said.rows))
    page.form.take_proposals()
    page.form.go_to("SOURCES_AGREE")
    page.room.show_tab(SAID_TAB)


def _proposals(studio: Studio) -> None:
    """What the steer proposes, with its sum below a prompt of its own."""
    page = studio.open("VR-88111", "PAG-088111")
    page.tabs.show_page(SHEET_TAB)
    page.form.go_to("LABEL_RIGHT")


REVIEW_SCENES: dict[str, Scene] = {
    "review": _review,
    "review_folded": _folded,
    "review_beside_sheet": _sheet_out,
    "review_sheet_window": _sheet_window,
    "review_wide": _wide,
    "review_swapped": _swapped,
    "review_no_recording": _no_recording,
    "review_six_channels": _six_channels,
    "review_missing": _missing,
    "review_signed": _signed,
    "review_sheet": _sheet_only,
    "review_no_sheet": _no_sheet,
    "review_steer": _steer,
    "review_steer_ladder": _steer_ladder,
    "review_steer_trial": _steer_trial,
    "review_said": _said,
    "review_proposals": _proposals,
}

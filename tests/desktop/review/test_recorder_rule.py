"""A recorder that puts the caseworker on the second channel: told once by an import profile, kept at the desk."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import resources
from desktop import theme
from desktop.jobs.take_in import take_in_job
from desktop.views.review_page import ReviewPage
from models.intake.profile_file import profile_from
from models.intake.request import ImportRequest
from models.store import Store
from models.transcript import Speaker

MODEL, CALL = "VR-88102", "VR-99001"
NORTH = {
    "schema": "steercheck.import-profile/1",
    "title": "North office",
    "recorder": {"caseworker_channel": 1},
}


def take_in_from_the_north(store: Store, folder: Path) -> None:
    """The model call as another recorder would hand it in, its transcript telling channels and no speakers."""
    sounds, texts = folder / "sounds", folder / "texts"
    sounds.mkdir()
    texts.mkdir()
    sound = next(resources.path("demo/recordings").glob(f"*{MODEL}.wav"))
    copy = Path(shutil.copy(sound, sounds / f"{CALL}.wav"))
    content = bytearray(copy.read_bytes())
    content[-1] ^= 1  # another recording, by its content
    copy.write_bytes(content)
    model = json.loads(resources.path(f"demo/truth/{MODEL}.json").read_text(encoding="utf-8"))
    kept = ("channel", "start", "end", "text")
    told = {"language": "en", "segments": [{key: segment[key] for key in kept} for segment in model["segments"]]}
    (texts / f"{CALL}.json").write_text(json.dumps(told), encoding="utf-8")
    profile = profile_from(NORTH, "north", "north.toml")
    request = ImportRequest(recordings=sounds, transcripts=texts, profile=profile)
    report = take_in_job(store, request)(lambda _share, _text: None, lambda: None)
    assert (report.recordings.new, report.transcripts.new) == (1, 1), report.transcripts


def inked(page: ReviewPage, colour: str, lane: QRect) -> bool:
    image, ink = page.waveform.grab(lane).toImage(), QColor(theme.colour(colour)).rgb()
    return any(image.pixel(x, y) == ink for x in range(image.width()) for y in range(image.height()))


def test_a_rule_per_recorder_reaches_sound_waveform_and_transcript(
    page: ReviewPage, opened: Callable[..., ReviewPage], demo_store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    take_in_from_the_north(demo_store, tmp_path)
    opened(CALL)
    call = page.open_call
    assert call.file.recording.caseworker_channel == 1
    assert call.playback.caseworker_channel == 1
    upper, lower = page.waveform._scene.layout.lane_rects(2)
    assert inked(page, "nrp", upper)
    assert not inked(page, "caseworker", upper)
    assert inked(page, "caseworker", lower)
    assert {segment.speaker for segment in call.file.transcript.segments if segment.channel == 0} == {Speaker.NRP}
    assert {line.speaker for line in call.lines.lines} == {Speaker.NRP, Speaker.CASEWORKER}
    opened(MODEL)  # and the recorder of the department is heard as before
    assert call.playback.caseworker_channel == 0
    assert inked(page, "caseworker", page.waveform._scene.layout.lane_rects(2)[0])

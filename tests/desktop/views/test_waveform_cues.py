"""Cues on the waveform: where their tiles lie, which stand for several, what they say and what pressing them does."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from desktop import theme
from desktop.jobs.peaks import Peaks
from desktop.jobs.samples import Samples
from desktop.views.waveform import WaveformView
from desktop.views.waveform_cues import CueMark, tiles, tip_of
from desktop.views.waveform_layout import wanted_height
from models.cue_rules import Stage

BAND = QRect(100, 20, 1000, 20)


def cue(start_ms: int, letter: str = "F", **more: object) -> CueMark:
    return CueMark(start_ms, Stage.FULL_PAYMENT, letter, f"{letter} at {start_ms}", **more)  # type: ignore[arg-type]


def laid(*starts: int) -> list[tuple[int, tuple[int, ...]]]:
    found = tiles([cue(start) for start in starts], BAND, lambda ms: 100 + ms)
    return [(round(tile.rect.left()), tile.cues) for tile in found]


def test_a_tile_begins_where_its_cue_begins() -> None:
    assert laid(0, 500) == [(100, (0,)), (600, (1,))]


def test_tiles_that_would_cover_each_other_are_one() -> None:
    assert laid(500, 505, 510, 700) == [(600, (0, 1, 2)), (800, (3,))]


def test_a_tile_beside_a_wide_one_moves_on_a_little() -> None:
    (wide, _), (beside, cues) = laid(500, 505, 522)
    assert (wide, cues) == (600, (2,))
    assert beside > 622


def test_no_tile_is_cut_off_at_the_end_nor_painted_outside() -> None:
    assert laid(1_000)[0][0] == BAND.right() - (BAND.height() - 2)
    assert laid(5_000) == []


def test_a_tip_names_every_cue_up_to_eight() -> None:
    assert tip_of([cue(1), cue(2)]) == "F at 1\nF at 2"
    assert tip_of([cue(at) for at in range(11)]).splitlines()[-1] == "and 3 more"


@pytest.fixture
def view(qtbot):
    shown = WaveformView()
    qtbot.addWidget(shown)
    shown.resize(1000, 160)
    samples = Samples(8_000, 2)
    samples.append(np.zeros((2, 800_000), np.int16))
    samples.finish()
    peaks = Peaks(samples)
    peaks.update()
    shown.show_peaks(peaks)
    shown.show()
    return shown


def place(view: WaveformView, number: int) -> QPoint:
    return view._scene.tiles()[number].rect.center().toPoint()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_tile_says_its_words_and_tells_when_it_is_pressed(view, qtbot) -> None:
    view.set_cues([cue(10_000), cue(60_000, "L", speaker=1)])
    at = place(view, 1)
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert QToolTip.text() == "L at 60000"
    with qtbot.assertNotEmitted(view.sought), qtbot.waitSignal(view.cue_chosen, check_params_cb=lambda i: i == 1):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)


def test_cues_of_the_open_prompt_and_of_either_speaker_look_different(view) -> None:
    looks = []
    for mark in (cue(50_000), cue(50_000, speaker=1), cue(50_000, strong=True), cue(50_000, "L")):
        view.set_cues([mark])
        rect = view._scene.tiles()[0].rect.toAlignedRect()
        picture = view.grab(rect).toImage()
        looks.append([picture.pixel(x, y) for y in range(picture.height()) for x in range(picture.width())])
    assert all(one != two for i, one in enumerate(looks) for two in looks[i + 1 :])


def test_another_message_takes_the_cues_away(view) -> None:
    view.set_cues([cue(10_000)])
    view.show_message("Nothing")
    assert view._scene.cues == []


def test_where_there_is_little_height_evidence_gives_way_to_the_wave(view) -> None:
    layout = view._scene.layout
    heights = []
    for rows in (3.0, 0.8):
        view.resize(1000, wanted_height(rows))
        heights.append((layout.marks.height(), layout.cues.height()))
        assert layout.lanes.height() >= 2 * rows * theme.text_height("small") - 4
    (evidence, cues), (low_evidence, low_cues) = heights
    assert low_evidence < evidence / 2
    assert low_cues == cues

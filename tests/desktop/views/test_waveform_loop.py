"""The loop on the waveform: seen in the ruler, the lanes and the whole call, and changed by dragging its ends."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop import theme
from desktop.jobs.activity import Picture
from desktop.jobs.peaks import Peaks
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.views.actions import ActionTable
from desktop.views.waveform import WaveformView

LOOP = (30_000, 50_000)


@pytest.fixture
def view(qtbot) -> Iterator[WaveformView]:
    """A hundred seconds at ten pixels a second, looped from 30 to 50."""
    theme.apply(QApplication.instance(), "light", 100)
    samples = Samples(8000, 2)
    samples.append(np.zeros((2, 800_000), np.int16))
    samples.finish()
    peaks = Peaks(samples)
    peaks.update()
    one = WaveformView()
    qtbot.addWidget(one)
    one.resize(1000 + one._scene.layout.gutter, 200)
    one.show()
    one.show_peaks(peaks)
    one.set_loop(LOOP)
    yield one
    theme.apply(QApplication.instance(), "light", 100)


def at(view: WaveformView, ms: float, part: str = "ruler") -> QPoint:
    return QPoint(round(view._scene.x_of(ms)), getattr(view._scene.layout, part).center().y())


def drag(qtbot, view: WaveformView, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, (start + end) / 2)
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def inked_columns(view: WaveformView, part: str) -> set[int]:
    """The columns of a part in which the loop's own colour is seen."""
    rect: QRect = getattr(view._scene.layout, part)
    image, ink = view.grab(rect).toImage(), QColor(theme.colour("good")).rgb()
    return {
        rect.left() + x for x in range(image.width()) if any(image.pixel(x, y) == ink for y in range(rect.height()))
    }


def near(columns: set[int], x: float) -> bool:
    return any(abs(column - x) <= 3 for column in columns)


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_the_loop_is_marked_at_its_ends_in_ruler_and_whole_call_in_every_look(view, scheme):
    theme.apply(QApplication.instance(), scheme, 100)
    ruler, strip = inked_columns(view, "ruler"), inked_columns(view, "overview")
    for ms in LOOP:
        assert near(ruler, view._scene.x_of(ms))
        assert near(strip, view._scene.overview_x(ms))
    view.set_loop(None)
    assert not inked_columns(view, "ruler")
    assert not inked_columns(view, "overview")


def test_zoomed_in_the_loop_stays_at_its_moments_and_whole_below(view):
    view.zoom(5, 30_000)
    ruler = inked_columns(view, "ruler")
    assert near(ruler, view._scene.x_of(30_000))
    assert view._scene.x_of(50_000) > view.width()
    assert near(inked_columns(view, "overview"), view._scene.overview_x(50_000))
    view.scroll_by(50_000)
    assert not inked_columns(view, "ruler")


def test_dragging_an_end_in_the_ruler_wishes_for_another_loop_once(view, qtbot):
    wished: list[tuple[int, int]] = []
    view.loop_wished.connect(lambda start, end: wished.append((start, end)))
    view.sought.connect(lambda ms: pytest.fail("a drag is no click"))
    drag(qtbot, view, at(view, 50_000) - QPoint(4, 0), at(view, 60_000))
    assert len(wished) == 1
    assert wished[0] == pytest.approx((30_000, 60_000), abs=150)
    drag(qtbot, view, at(view, 30_000, "lanes"), at(view, 20_000, "lanes"))
    assert wished[1] == pytest.approx((20_000, 50_000), abs=150)  # what is not heard of is back as it was
    assert view.selection is None


def test_an_end_dragged_over_the_other_turns_the_loop_round(view, qtbot):
    with qtbot.waitSignal(view.loop_wished) as wished:
        drag(qtbot, view, at(view, 50_000), at(view, 10_000))
    assert wished.args == pytest.approx([10_000, 30_000], abs=150)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_end_is_drawn_to_an_edge_of_speech_unless_snapping_is_off(view, qtbot):
    view.set_activity(Picture(100_000, ([], [(60_300, 70_000)]), edges=[60_300, 70_000]))
    with qtbot.waitSignal(view.loop_wished) as wished:
        drag(qtbot, view, at(view, 50_000), at(view, 60_000))
    assert wished.args[1] == 60_300
    view.set_snapping(False)
    with qtbot.waitSignal(view.loop_wished) as wished:
        drag(qtbot, view, at(view, 50_000), at(view, 60_000))
    assert wished.args[1] == pytest.approx(60_000, abs=150)


def test_a_loop_is_never_dragged_shorter_than_can_be_heard(view, qtbot):
    with qtbot.waitSignal(view.loop_wished) as wished:
        drag(qtbot, view, at(view, 50_000), at(view, 30_000))
    assert wished.args[1] - wished.args[0] == 100


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_under_the_pointer_the_loop_is_said_with_its_key(view, qtbot):
    actions, owner = ActionTable(), QWidget()
    qtbot.addWidget(owner)
    view.bind_keys(actions, owner)
    actions.set_keys({"loop": "Ctrl+J"})
    for ms, said in ((40_000, True), (70_000, False)):
        point = at(view, ms)
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point)))
        assert ("Loop from 0:30 to 0:50" in QToolTip.text()) == said
        assert ("Leave the loop (Ctrl+J)" in QToolTip.text()) == said
    QToolTip.hideText()
    assert "Loop from 0:30 to 0:50." in view.accessibleDescription()


def test_the_loop_of_a_playback_follows_the_hand(view, qtbot, qapp):
    playback = Playback()
    samples = view._scene.peaks.samples
    playback.load(samples)
    view.bind(playback)
    playback.set_loop((10_000, 20_000))
    assert view._loop.span == (10_000, 20_000)
    drag(qtbot, view, at(view, 20_000), at(view, 25_000))
    assert playback.loop == pytest.approx((10_000, 25_000), abs=150)
    assert view._loop.span == playback.loop
    playback.unload()
    assert view._loop.span is None

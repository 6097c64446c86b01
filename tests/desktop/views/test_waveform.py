"""The waveform's gestures, its states, and what it paints."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from desktop import theme
from desktop.jobs.peaks import Peaks
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.views.waveform import Mark, WaveformView

SECONDS = 100


def peaks_of(seconds: float = SECONDS, channels: int = 2, complete: bool = True) -> Peaks:
    """A call with one loud stretch in each channel: seconds 10-20 in the first, 60-70 in the second."""
    samples = Samples(8000, channels)
    sound = np.zeros((channels, round(seconds * 8000)), np.int16)
    sound[0, 80_000:160_000:2] = 30_000
    sound[-1, 480_000:560_000:2] = 30_000
    samples.append(sound)
    if complete:
        samples.finish()
    peaks = Peaks(samples)
    peaks.update()
    return peaks


@pytest.fixture
def view(qtbot) -> Iterator[WaveformView]:
    theme.apply(QApplication.instance(), "light")
    one = WaveformView()
    qtbot.addWidget(one)
    one.resize(1000 + one._scene.layout.gutter, 200)
    one.show()
    one.resize(1000 + one._scene.layout.gutter, 200)
    one.show_peaks(peaks_of())
    return one


def point(view: WaveformView, ms: float, part: str = "lanes") -> QPoint:
    rect: QRect = getattr(view._scene.layout, part)
    x = view._scene.overview_x(ms) if part == "overview" else view._scene.x_of(ms)
    return QPoint(round(x), rect.center().y())


def wheel(view: WaveformView, ms: float, turn: int, keys=Qt.KeyboardModifier.NoModifier) -> QWheelEvent:
    place = QPointF(point(view, ms))
    event = QWheelEvent(
        place,
        QPointF(view.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
    return event


def drag(qtbot, view: WaveformView, start_ms: float, end_ms: float) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=point(view, start_ms))
    qtbot.mouseMove(view, point(view, (start_ms + end_ms) / 2))
    qtbot.mouseMove(view, point(view, end_ms))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=point(view, end_ms))


def picture(view: WaveformView) -> QImage:
    return view.grab().toImage()


def coloured(view: WaveformView, name: str, rect: QRect) -> int:
    """How many pixels of a part are painted in a colour of the theme."""
    image, colour = picture(view), QColor(theme.colour(name)).rgb()
    return sum(
        image.pixel(x, y) == colour for x in range(rect.left(), rect.right()) for y in range(rect.top(), rect.bottom())
    )


def test_a_click_goes_there(view, qtbot):
    with qtbot.waitSignal(view.sought) as sought:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, 42_000))
    assert sought.args[0] == pytest.approx(42_000, abs=100)
    assert view.selection is None


def test_a_drag_selects_in_either_direction(view, qtbot):
    told: list[tuple[int, int]] = []
    view.selected.connect(lambda start, end: told.append((start, end)))
    view.sought.connect(lambda ms: pytest.fail("a drag is no click"))
    drag(qtbot, view, 50_000, 30_000)
    assert view.selection == pytest.approx((30_000, 50_000), abs=100)
    assert told[-1] == view.selection


def test_a_click_takes_the_selection_away(view, qtbot):
    view.set_selection(1000, 2000)
    with qtbot.waitSignal(view.selection_cleared):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, 42_000))
    assert view.selection is None


def test_shift_and_a_click_move_the_nearer_end(view, qtbot):
    view.set_selection(30_000, 50_000)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, shift, point(view, 55_000))
    assert view.selection == pytest.approx((30_000, 55_000), abs=100)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, shift, point(view, 20_000))
    assert view.selection == pytest.approx((20_000, 55_000), abs=100)


def test_ctrl_and_the_wheel_zoom_around_the_pointer(view):
    before = point(view, 70_000)
    wheel(view, 70_000, 360, Qt.KeyboardModifier.ControlModifier)
    start, end = view.visible_span
    assert end - start == pytest.approx(100_000 / 1.5**3, rel=0.01)
    assert abs(point(view, 70_000).x() - before.x()) <= 1


def test_the_wheel_alone_scrolls_what_is_zoomed_and_else_leaves_the_page_to_scroll(view):
    assert not wheel(view, 50_000, -120).isAccepted()
    view.zoom(10, 0)
    assert wheel(view, 2000, -120).isAccepted()
    assert view.visible_span == (1500, 11_500)


def test_the_keys_move_select_and_zoom(view, qtbot):
    sought: list[int] = []
    view.sought.connect(sought.append)
    view.set_position(10_000)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(view, key)
    assert sought == [9000, 11_000, 0, 100_000]
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection == (10_000, 12_000)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.visible_span[1] - view.visible_span[0] == pytest.approx(100_000 / 1.5, abs=1)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.visible_span == (0, 100_000)


def test_a_selection_can_be_begun_and_ended_at_a_place(view):
    view.select_from(20_000)
    assert view.selection == (20_000, 25_000)
    view.select_to(33_000)
    assert view.selection == (20_000, 33_000)
    view.select_from(30_000)
    assert view.selection == (30_000, 33_000)
    view.clear_selection()
    view.select_to(3000)
    assert view.selection == (0, 3000)


def test_pressing_a_mark_chooses_it_and_goes_to_its_start(view, qtbot):
    view.set_marks([Mark(10_000, 20_000, "evidence", "Full payment"), Mark(60_000, 61_000, "cue", "income")])
    with qtbot.waitSignals(
        [view.mark_chosen, view.sought], check_params_cbs=[lambda i: i == 1, lambda ms: ms == 60_000]
    ):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, 60_000, "marks"))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_tool_tip_names_the_mark_or_else_the_moment(view):
    view.set_marks([Mark(10_000, 20_000, "evidence", "Full payment")])
    for part, words in (("marks", "Full payment\n0:10 to 0:20"), ("lanes", "0:15")):
        place = point(view, 15_000, part)
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
        assert QToolTip.text() == words
    QToolTip.hideText()


def test_the_strip_of_the_whole_call_moves_what_is_shown(view, qtbot):
    view.zoom(10, 0)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=point(view, 50_000, "overview"))
    assert view.visible_span == pytest.approx((45_000, 55_000), abs=150)
    qtbot.mouseMove(view, point(view, 80_000, "overview"))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=point(view, 80_000, "overview"))
    assert view.visible_span == pytest.approx((75_000, 85_000), abs=150)


def test_in_the_whole_call_a_click_on_the_strip_goes_there(view, qtbot):
    with qtbot.waitSignal(view.sought) as sought:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, 90_000, "overview"))
    assert sought.args[0] == pytest.approx(90_000, abs=150)


def test_zoomed_it_follows_the_play_head_but_not_during_a_drag(view, qtbot):
    view.zoom(10, 0)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=point(view, 2000))
    qtbot.mouseMove(view, point(view, 5000))
    view.set_position(15_000)
    assert view.visible_span == (0, 10_000)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=point(view, 5000))
    view.set_position(15_020)
    start, end = view.visible_span
    assert start < 15_020 < end


def test_each_channel_is_painted_in_its_speakers_colour_where_it_speaks(view):
    upper, lower = view._scene.layout.lane_rects(2)

    def stretch(lane: QRect, start_ms: int, end_ms: int) -> QRect:
        left, right = round(view._scene.x_of(start_ms)), round(view._scene.x_of(end_ms))
        return QRect(left, lane.top() + 3, right - left, lane.height() // 2 - 6)

    assert coloured(view, "caseworker", stretch(upper, 11_000, 19_000)) > 500
    assert coloured(view, "caseworker", stretch(upper, 30_000, 50_000)) == 0
    assert coloured(view, "nrp", stretch(lower, 61_000, 69_000)) > 500
    view.set_caseworker_channel(1)
    assert coloured(view, "nrp", stretch(upper, 11_000, 19_000)) > 500
    assert coloured(view, "caseworker", stretch(lower, 61_000, 69_000)) > 500


def test_while_it_plays_only_the_strips_around_the_play_head_are_painted(view, qtbot):
    qtbot.waitUntil(lambda: view._picture is not None)
    kept, areas = view._picture, []
    inner = view.paintEvent
    view.paintEvent = lambda event: (areas.append(event.region().boundingRect()), inner(event))
    view.set_position(50_000)
    qtbot.waitUntil(lambda: bool(areas))
    areas.clear()
    view.set_position(50_020)
    qtbot.waitUntil(lambda: bool(areas))
    assert max(area.width() for area in areas) < 40
    assert view._picture is kept


def test_a_growing_call_keeps_the_scale_of_its_expected_length(view):
    peaks = peaks_of(40, complete=False)
    view.show_peaks(peaks, expected_ms=SECONDS * 1000)
    assert view.visible_span == (0, 100_000)
    middle = view._scene.layout.lane_rects(2)[0]
    row = QRect(round(view._scene.x_of(50_000)), middle.center().y() - 3, 400, 8)
    assert coloured(view, "caseworker", row) == 0
    peaks.samples.append(np.zeros((2, 8000 * 59), np.int16))
    peaks.samples.finish()
    peaks.update()
    view.show_peaks(peaks)
    assert view.visible_span == (0, 99_000)
    assert coloured(view, "caseworker", row) > 300


def test_without_sound_it_says_why_and_takes_no_gesture(view, qtbot):
    view.show_message("It cannot be read.", failed=True)
    view.sought.connect(lambda ms: pytest.fail("nothing to go to"))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.accessibleDescription() == "It cannot be read."
    assert coloured(view, "bad", view.rect()) > 10


def test_a_screen_reader_hears_length_and_selection(view):
    assert view.accessibleName() == "Waveform of the call"
    assert view.accessibleDescription() == "Call of 1:40."
    view.set_selection(10_000, 20_000)
    assert view.accessibleDescription() == "Call of 1:40. Selected: 0:10 to 0:20."


def test_another_colour_scheme_is_taken_up_at_once(view):
    theme.apply(QApplication.instance(), "dark")
    assert coloured(view, "caseworker", view._scene.layout.lanes) > 500
    theme.apply(QApplication.instance(), "light")


def test_bound_to_a_playback_a_click_moves_the_play_head(view, qtbot):
    playback = Playback()
    playback.load(view._scene.peaks.samples)
    view.bind(playback)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, 42_000))
    assert playback.position_ms == pytest.approx(42_000, abs=100)
    assert view.position_ms == playback.position_ms
    playback.unload()


def test_a_call_of_one_channel_has_one_lane_without_a_speaker(view):
    view.show_peaks(peaks_of(channels=1))
    assert coloured(view, "unknown", view._scene.layout.lanes) > 1000
    assert coloured(view, "caseworker", view.rect()) == 0

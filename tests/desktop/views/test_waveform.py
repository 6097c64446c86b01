"""The waveform's gestures, its states, and what it paints."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from desktop import theme
from desktop.jobs import peaks_file
from desktop.jobs.activity import Picture
from desktop.jobs.peaks import Peaks
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback
from desktop.views.actions import ActionTable
from desktop.views.legend import Legend
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
    view.set_marks([Mark(10_000, 20_000, "Full payment"), Mark(60_000, 61_000, "Income")])
    with qtbot.waitSignals(
        [view.mark_chosen, view.sought], check_params_cbs=[lambda i: i == 1, lambda ms: ms == 60_000]
    ):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, 60_000, "marks"))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_tool_tip_names_the_mark_or_else_the_moment(view):
    view.set_marks([Mark(10_000, 20_000, "Full payment")])
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


SPOKEN = Picture(
    covered_ms=100_000,
    speech=([(10_000, 20_000)], [(18_000, 30_000), (60_000, 70_000)]),
    cross_talk=[(18_000, 20_000)],
    silence=[(0, 10_000), (30_000, 60_000), (70_000, 100_000)],
    hold=[(70_000, 100_000)],
    edges=[10_000, 18_000, 20_000, 30_000, 60_000, 70_000],
)


@pytest.fixture
def spoken(view) -> WaveformView:
    """The view, knowing who speaks when; a pixel is 100 ms."""
    view.set_activity(SPOKEN)
    return view


def column(view: WaveformView, ms: float, lane: int) -> set[int]:
    """The colours in one column of pixels of a lane, above its wave."""
    image, rect = picture(view), view._scene.layout.lane_rects(2)[lane]
    x = round(view._scene.x_of(ms)) + 1
    return {image.pixel(x, y) for y in range(rect.top() + 4, rect.top() + rect.height() // 3)}


def test_speech_is_tinted_in_its_own_lane_only(spoken):
    plain, silent = (QColor(theme.colour(name)).rgb() for name in ("surface", "window"))
    assert column(spoken, 24_000, 0) == {plain}
    assert len(column(spoken, 24_000, 1)) == 1
    assert not column(spoken, 24_000, 1) & {plain, silent}
    assert column(spoken, 40_000, 0) == column(spoken, 40_000, 1) == {silent}


def test_cross_talk_and_hold_are_told_by_patterns_not_by_colour_alone(spoken):
    lane = spoken._scene.layout.lane_rects(2)[1]
    image = picture(spoken)

    def shades(ms: float) -> int:
        left = round(spoken._scene.x_of(ms))
        rows = range(lane.top() + 4, lane.top() + 18)
        return len({image.pixel(left + x, y) for x in range(1, 13) for y in rows})

    assert shades(40_000) == 1
    assert shades(24_000) == 1
    assert shades(18_500) == 2
    assert shades(90_000) == 2


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_tool_tip_says_who_speaks_and_what_was_heard(spoken):
    spoken.set_heard([(0, 15_000), (62_000, 64_000)], [(62_000, 64_000)])
    spoken.set_skipped([(30_000, 60_000)])
    spoken.set_caseworker_channel(1)
    for ms, words in (
        (12_000, "0:12\nNon-resident parent speaks · Heard"),
        (19_000, "0:19\nBoth speak at once"),
        (63_000, "1:03\nCaseworker speaks · Heard faster than 2×"),
        (40_000, "0:40\nNobody speaks · Skipped"),
        (90_000, "1:30\nOn hold, or looking something up"),
    ):
        place = point(spoken, ms)
        QApplication.sendEvent(spoken, QHelpEvent(QEvent.Type.ToolTip, place, spoken.mapToGlobal(place)))
        assert QToolTip.text() == words
    QToolTip.hideText()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_zoomed_in_the_tool_tip_tells_the_moment_more_finely(view):
    view.zoom(1000, 42_000)
    place = point(view, 42_010)
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
    assert QToolTip.text().startswith("0:42.0")
    QToolTip.hideText()


def test_what_is_dragged_out_near_speech_snaps_to_its_edges(spoken, qtbot):
    drag(qtbot, spoken, 10_400, 29_700)
    assert spoken.selection == (10_000, 30_000)
    drag(qtbot, spoken, 40_000, 50_000)
    assert spoken.selection == pytest.approx((40_000, 50_000), abs=100)


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier])
def test_alt_or_ctrl_suspends_snapping(spoken, qtbot, held):
    qtbot.mousePress(spoken, Qt.MouseButton.LeftButton, held, point(spoken, 40_000))
    for ms in (50_000, 59_700):
        place = point(spoken, ms)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(spoken.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            held,
        )
        QApplication.sendEvent(spoken, event)
    qtbot.mouseRelease(spoken, Qt.MouseButton.LeftButton, held, point(spoken, 59_700))
    assert spoken.selection == pytest.approx((40_000, 59_700), abs=60)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_key_turns_snapping_off_and_on_and_says_so(spoken, qtbot):
    spoken.bind_keys(ActionTable(spoken), spoken)
    spoken.setFocus()
    with qtbot.waitSignal(spoken.snapping_changed) as told:
        qtbot.keyClick(spoken, Qt.Key.Key_M)
    assert told.args == [False]
    drag(qtbot, spoken, 10_400, 29_700)
    assert spoken.selection == pytest.approx((10_400, 29_700), abs=60)
    qtbot.keyClick(spoken, Qt.Key.Key_M)
    assert spoken.snapping


def test_a_place_marked_by_ear_is_drawn_to_the_speech_that_was_meant(spoken):
    spoken.select_from(10_200)
    spoken.select_to(30_240)
    assert spoken.selection == (10_000, 30_000)
    spoken.select_to(29_000)
    assert spoken.selection == (10_000, 29_000)


def test_either_edge_of_the_selection_can_be_dragged(spoken, qtbot):
    spoken.set_selection(35_000, 45_000)
    drag(qtbot, spoken, 45_000, 52_000)
    assert spoken.selection == pytest.approx((35_000, 52_000), abs=100)
    drag(qtbot, spoken, 35_000, 40_000)
    assert spoken.selection == pytest.approx((40_000, 52_000), abs=100)


def test_a_press_on_an_edge_that_is_not_moved_changes_nothing(spoken, qtbot):
    spoken.set_selection(35_000, 45_000)
    spoken.sought.connect(lambda ms: pytest.fail("no click"))
    qtbot.mouseClick(spoken, Qt.MouseButton.LeftButton, pos=point(spoken, 45_000))
    assert spoken.selection == (35_000, 45_000)


def test_the_pointer_shows_that_an_edge_can_be_dragged(spoken, qtbot):
    spoken.set_selection(35_000, 45_000)
    qtbot.mouseMove(spoken, point(spoken, 45_000))
    assert spoken.cursor().shape() is Qt.CursorShape.SizeHorCursor
    qtbot.mouseMove(spoken, point(spoken, 80_000))
    assert spoken.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_double_click_selects_what_is_spoken_in_that_lane(spoken, qtbot):
    lower = QPoint(point(spoken, 19_000).x(), spoken._scene.layout.lane_rects(2)[1].center().y())
    qtbot.mouseDClick(spoken, Qt.MouseButton.LeftButton, pos=lower)
    assert spoken.selection == (18_000, 30_000)


def test_a_drag_beyond_what_is_shown_takes_it_along(view, qtbot):
    view.zoom(10, 0)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=point(view, 5000))
    qtbot.mouseMove(view, point(view, 9000))
    beyond = point(view, 10_000) + QPoint(100, 0)
    qtbot.mouseMove(view, beyond)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=beyond)
    assert view.visible_span[0] > 500
    assert view.selection is not None
    assert view.selection[1] > 10_500


def test_keys_go_from_edge_to_edge_of_speech(spoken, qtbot):
    sought: list[int] = []
    spoken.sought.connect(sought.append)
    spoken.set_position(25_000)
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(spoken, Qt.Key.Key_Right, ctrl)
    qtbot.keyClick(spoken, Qt.Key.Key_Left, ctrl)
    assert sought == [30_000, 20_000]
    qtbot.keyClick(spoken, Qt.Key.Key_Right, ctrl | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(spoken, Qt.Key.Key_Right, ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert spoken.selection == (25_000, 60_000)


def test_keys_move_either_end_of_the_selection(spoken, qtbot):
    spoken.set_selection(35_000, 45_000)
    shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(spoken, Qt.Key.Key_Left, shift)
    assert spoken.selection == (35_000, 44_000)
    qtbot.keyClick(spoken, Qt.Key.Key_Left, alt | shift)
    assert spoken.selection == (34_000, 44_000)
    qtbot.keyClick(spoken, Qt.Key.Key_Left, alt | shift | Qt.KeyboardModifier.ControlModifier)
    assert spoken.selection == (30_000, 44_000)


def test_zoomed_in_a_key_never_leaps_out_of_sight(view, qtbot):
    view.zoom(1000, 50_000)
    view.set_position(50_000)
    with qtbot.waitSignal(view.sought) as sought:
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert 50_000 < sought.args[0] < 50_020


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_legend_names_everything_that_is_drawn(spoken, qtbot):
    qtbot.mouseClick(spoken, Qt.MouseButton.LeftButton, pos=spoken._scene.layout.legend.center())
    card = spoken.findChild(Legend)
    assert card is not None
    for words in ("Caseworker speaks", "Both speak at once", "Nobody speaks", "Hold", "Evidence", "Heard faster"):
        assert words in card.accessibleDescription()
    assert card.grab().toImage().pixelColor(20, 50).isValid()
    card.close()


def test_a_call_opened_again_is_painted_from_its_stored_peaks_and_nothing_moves_when_the_sound_comes(view):
    exact = view._scene.peaks
    stored = peaks_file.decoded(peaks_file.encoded(exact.level(), 8000))
    view.show_message("Reading the recording…")
    view.show_peaks(stored, expected_ms=SECONDS * 1000)
    view.zoom(3, 15_000)
    view.set_selection(12_000, 14_000)
    before, span = picture(view), view.visible_span
    begun = Peaks(Samples(8000, 2), stored)
    view.show_peaks(begun, expected_ms=SECONDS * 1000)
    assert (picture(view), view.visible_span, view.selection) == (before, span, (12_000, 14_000))
    begun.samples.append(exact.samples.read(0, exact.samples.frames))
    begun.samples.finish()
    begun.update()
    view.show_peaks(begun, expected_ms=SECONDS * 1000)
    assert (picture(view), view.visible_span, view.selection) == (before, span, (12_000, 14_000))


def test_another_calls_peaks_begin_anew(view):
    view.zoom(3, 15_000)
    view.set_selection(12_000, 14_000)
    view.set_activity(SPOKEN)
    view.show_peaks(peaks_of(50))
    assert view.visible_span == (0, 50_000)
    assert view.selection is None
    assert view._scene.tints is None


def test_at_the_deepest_zoom_the_samples_themselves_are_drawn(view):
    samples = Samples(8000, 2)
    wave = np.zeros((2, 8000), np.int16)
    wave[:, 4000:4400:8] = 32_000
    samples.append(wave)
    samples.finish()
    peaks = Peaks(samples)
    peaks.update()
    view.show_peaks(peaks)
    view.zoom(1000, 510)
    assert view.visible_span[1] - view.visible_span[0] == 50
    upper = view._scene.layout.lane_rects(2)[0]
    image, ink = picture(view), QColor(theme.colour("caseworker")).rgb()

    def top(ms: float) -> int:
        x = round(view._scene.x_of(ms))
        return min(y for y in range(upper.top(), upper.bottom()) if image.pixel(x, y) == ink)

    spikes = [ms for ms in range(490, 530) if view.visible_span[0] < ms < view.visible_span[1] and 500 <= ms < 550]
    assert all(top(ms) < upper.top() + 6 for ms in spikes)
    assert all(top(ms + 0.5) > upper.center().y() - 4 for ms in spikes)


def test_where_the_sound_is_still_to_come_the_play_head_is_hollow(view):
    view.set_position(80_000)
    solid = coloured(view, "playhead", view._scene.layout.moving)
    view.set_waiting(True)
    assert 0 < coloured(view, "playhead", view._scene.layout.moving) < solid * 0.8
    assert "Waiting for the sound" in view.accessibleDescription()
    view.set_waiting(False)
    assert coloured(view, "playhead", view._scene.layout.moving) == solid

"""Charts laid out, painted and walked: nothing outside its room, nothing over another, the keyboard reaches all."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.tables.board import shown
from desktop.tables.chart import Part, Tile, Tone
from desktop.views.chart_drawing import Drawing
from desktop.views.chart_kinds import drawing_of, table_of_tile
from desktop.views.chart_look import ChartLook
from desktop.views.chart_view import ChartView
from tests.desktop.board_example import example
from tests.desktop.keyboard import press

Key = Qt.Key
TILES = {tile.key: tile for tile in shown(example()).tiles}
NOTHING = {tile.key: tile for tile in shown(example(0)).tiles}
WIDTHS = (240.0, 420.0, 720.0)
KINDS = ("kpi", "balance", "trend", "reasons", "prompts", "method", "strictness")


@pytest.fixture(params=[("light", 100), ("contrast", 200)], ids=lambda look: f"{look[0]}-{look[1]}")
def look(request: pytest.FixtureRequest, qapp: QApplication, light_look: None) -> ChartLook:
    theme.apply(qapp, *request.param)
    return ChartLook.from_theme()


def laid(drawing: Drawing, width: float) -> Drawing:
    drawing.lay(QRectF(0, 0, width, drawing.height_for(width)))
    return drawing


def painted(drawing: Drawing, current: int | None = None) -> QImage:
    image = QImage(drawing.area.size().toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    drawing.paint(painter, current)
    painter.end()
    return image


def drawings(look: ChartLook) -> Iterator[tuple[str, Drawing]]:
    for key, tile in TILES.items():
        yield key, drawing_of(tile.chart, look)
        yield f"{key} table", table_of_tile(tile, look)
    for key, tile in NOTHING.items():
        yield f"{key} empty", drawing_of(tile.chart, look)


def test_every_part_lies_in_its_chart_and_over_no_other(look: ChartLook) -> None:
    for width in WIDTHS:
        for name, drawing in drawings(look):
            laid(drawing, width)
            room = drawing.area.adjusted(-8, -8, 8, 8)
            places = [place for place in drawing.places if not place.isEmpty()]
            assert len(drawing.places) == len(drawing.parts), name
            assert all(room.contains(place) for place in places), (name, width)
            for at, place in enumerate(places):
                inner = place.adjusted(3, 3, -3, -3)
                assert not any(inner.intersects(other.adjusted(3, 3, -3, -3)) for other in places[:at]), (name, width)


def test_every_chart_is_painted_at_every_width(look: ChartLook) -> None:
    for width in WIDTHS:
        for name, drawing in drawings(look):
            image = painted(laid(drawing, width), 0 if drawing.parts else None)
            colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
            assert len(colours) > 1, (name, width)


@pytest.mark.parametrize("key", KINDS)
def test_the_arrow_keys_reach_every_part_that_counts(key: str, qapp: QApplication, light_look: None) -> None:
    drawing = laid(drawing_of(TILES[key].chart, ChartLook.from_theme()), 500)
    first = drawing.step(None, 1, 0)
    assert first is not None
    seen, todo = {first}, [first]
    while todo:
        at = todo.pop()
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            found = drawing.step(at, across, down)
            assert found is not None
            if found not in seen:
                seen.add(found)
                todo.append(found)
    wanted = {at for at, place in enumerate(drawing.places) if not place.isEmpty()}
    assert seen == wanted


def test_the_newest_month_is_looked_at_first(qapp: QApplication, light_look: None) -> None:
    drawing = laid(drawing_of(TILES["trend"].chart, ChartLook.from_theme()), 500)
    at = drawing.step(None, 0, 1)
    assert at is not None
    assert drawing.parts[at].label == "Sep 2009, calls"
    assert drawing.parts[drawing.step(at, -1, 0) or 0].label == "Aug 2009, calls"
    assert drawing.parts[drawing.step(at, 0, -1) or 0].label == "Sep 2009, sheets"


def test_each_tone_has_a_pattern_or_shape_of_its_own(qapp: QApplication, light_look: None) -> None:
    from desktop.views.chart_look import draw_shape

    look = ChartLook.from_theme()
    seen = set()
    for tone in (Tone.GOOD, Tone.SECOND, Tone.BAD, Tone.WARN, Tone.QUIET, Tone.ACCENT):
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_shape(painter, QPointF(12, 12), 8, look, tone)
        painter.end()
        seen.add(tuple(image.pixelColor(x, y).lightness() < 230 for x in range(24) for y in range(24)))
    assert len(seen) == 6


@pytest.fixture
def view(qtbot: QtBot, light_look: None) -> Iterator[ChartView]:
    frame = QWidget()
    qtbot.addWidget(frame)
    made = ChartView(frame)
    frame.resize(600, 400)
    made.setGeometry(0, 0, 600, 400)
    made.show_tile(TILES["kpi"])
    frame.show()
    frame.activateWindow()
    qtbot.waitActive(frame)
    made.setFocus()
    yield made
    frame.close()


def test_a_part_is_said_as_it_is_walked_to_and_opened_by_enter(view: ChartView, qtbot: QtBot) -> None:
    walked: list[Part] = []
    opened: list[Part] = []
    view.walked.connect(walked.append)
    view.opened.connect(opened.append)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Down)
    assert walked[-1].said == "Guide sheets: 30 accurate."
    assert view.accessibleName() == "Accurate against the debt steer. Guide sheets: 30 accurate."
    assert "96.7%" in view.accessibleDescription()
    press(qtbot, Key.Key_Right)
    assert view.part is not None
    assert view.part.title == "Checked calls: accurate"
    view.open_current()
    assert opened == [view.part]
    press(qtbot, Key.Key_End)
    assert view.part.label == "drawn by lot"


def test_the_part_in_hand_stays_in_hand_as_a_table_and_in_other_figures(view: ChartView, qtbot: QtBot) -> None:
    for _step in range(3):
        press(qtbot, Key.Key_Down)
    assert view.part is not None
    assert view.part.label == "by discretion"
    view.show_as_table(True)
    assert view.part.label == "by discretion"
    view.show_as_table(False)
    other = next(tile for tile in shown(example(2)).tiles if tile.key == "kpi")
    view.show_tile(other)
    assert view.part.said == "Guide sheets: 8 by discretion."


def test_a_click_opens_what_it_was_on(view: ChartView, qtbot: QtBot) -> None:
    opened: list[Part] = []
    view.opened.connect(opened.append)
    chart = TILES["kpi"].chart
    counts = [part for part in chart.parts if part.title == "Checked calls: inaccurate"]
    view.go_to(counts[0].behind)
    place = view.place_of_current().center().toPoint()
    view.current = None
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert opened == counts


def test_a_chart_of_nothing_takes_the_keyboard_and_says_why(view: ChartView, qtbot: QtBot) -> None:
    tile: Tile = NOTHING["balance"]
    view.show_tile(tile)
    press(qtbot, Key.Key_Down)
    view.open_current()
    assert view.part is None
    assert view.accessibleDescription().startswith("No call of this period is checked yet")

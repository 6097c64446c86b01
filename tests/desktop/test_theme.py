"""The look: contrast of every pair in use, drawings, text size, light and dark."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

import resources
from desktop import theme
from desktop.palettes import CONTRAST, DARK, LEAST_CONTRAST, LIGHT, SCHEMES, SHAPE_PAIRS, TEXT_PAIRS, contrast

ICONS = sorted(p.stem for p in resources.path("icons").glob("*.svg"))


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication) -> object:
    yield
    theme.apply(qapp, "light", 100)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(scheme: str, ink: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][ground]) >= LEAST_CONTRAST[scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_stand_out_from_their_ground(scheme: str, shape: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][shape], SCHEMES[scheme][ground]) >= 3.0


def test_every_scheme_knows_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys() == CONTRAST.keys()


def test_the_setting_decides_between_light_and_dark(qapp: QApplication) -> None:
    theme.apply(qapp, "dark", 100)
    assert theme.scheme() == "dark"
    assert theme.colour("surface") == QColor(DARK["surface"])
    assert qapp.palette().window().color() == QColor(DARK["window"])
    theme.apply(qapp, "light", 100)
    assert qapp.palette().window().color() == QColor(LIGHT["window"])


def test_a_change_is_told(qapp: QApplication, qtbot: object) -> None:
    with qtbot.waitSignal(theme.changes().changed):
        theme.apply(qapp, "dark", 100)


def test_the_look_that_is_worn_is_not_put_on_again(qapp: QApplication, qtbot: object) -> None:
    theme.apply(qapp, "dark", 100)
    with qtbot.assertNotEmitted(theme.changes().changed):
        theme.apply(qapp, "dark", 100)


def test_what_is_built_at_once_is_dressed_when_it_stands(qapp: QApplication, qtbot: object) -> None:
    theme.apply(qapp, "light", 100)
    with qtbot.waitSignal(theme.changes().changed), theme.dressed_last(qapp):
        title = QLabel("Worklist")
        qtbot.addWidget(title)
        theme.mark(title, role="title")
        undressed = title.sizeHint()
    assert qapp.styleSheet()
    assert title.sizeHint().height() > undressed.height()


def test_text_grows_with_the_setting(qapp: QApplication) -> None:
    sizes = []
    for scale in (80, 100, 150, 200):
        theme.apply(qapp, "light", scale)
        sizes.append(theme.text_height())
    assert all(smaller < larger for smaller, larger in pairwise(sizes))
    assert theme.font("body").pointSizeF() == pytest.approx(2 * theme.changes().base_pt)


def test_small_body_and_title_are_three_sizes(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)
    sizes = {theme.font(name).pointSizeF() for name in theme.FONTS}
    assert len(sizes) == 3


@pytest.mark.parametrize("name", ICONS)
def test_a_drawing_can_be_drawn_and_is_not_empty(qapp: QApplication, name: str) -> None:
    assert QSvgRenderer(str(resources.path(f"icons/{name}.svg"))).isValid()
    image = theme.pixmap(name, "text", 32).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    inked = sum(image.pixelColor(x, y).alpha() > 128 for x in range(32) for y in range(32))
    assert inked > 8


def test_the_icons_of_the_review_page_are_shipped() -> None:
    assert {"play", "pause", "back-5", "back-1", "forward-1", "forward-5"} <= set(ICONS)


def test_a_dressed_button_changes_its_icon_with_the_scheme(qapp: QApplication, qtbot: object) -> None:
    theme.apply(qapp, "light", 100)
    button = QPushButton()
    qtbot.addWidget(button)
    theme.dress(button, "play")
    before = button.icon().pixmap(24).toImage()
    theme.apply(qapp, "dark", 100)
    assert button.icon().pixmap(24).toImage() != before


def test_an_unknown_drawing_is_named(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError, match="no-such"):
        theme.icon("no-such")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_switch_of_schemes_reaches_a_widget_as_often_however_deep_it_lies(qtbot, qapp) -> None:
    class Counted(QLabel):
        polished = 0

        def event(self, event: QEvent) -> bool:
            self.polished += event.type() == QEvent.Type.StyleChange
            return super().event(event)

    theme.apply(qapp, "light", 100)
    outer = inner = QWidget()
    qtbot.addWidget(outer)
    for _ in range(8):
        column = QVBoxLayout(inner)
        inner = QWidget(inner)
        column.addWidget(inner)
    label = Counted(inner)
    outer.show()
    label.polished = 0
    theme.apply(qapp, "dark", 100)
    assert 1 <= label.polished <= 3

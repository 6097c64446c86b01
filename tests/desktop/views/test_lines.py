"""The list of lines: nothing of a detail is cut, however narrow the list or large its text."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.views.lines import Line, LineList

LONG = Line("a", "CW014 · AO", "2 checks · 1 need · was due 1 Oct 2009")
SHORT = Line("b", "CW015 · AO", "1 check")


@pytest.fixture
def lines(qtbot: QtBot, light_look: None) -> LineList:
    made = LineList("Caseworkers")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show_lines([LONG, SHORT])
    made.show()
    return made


def heights(lines: LineList) -> list[int]:
    lines.doItemsLayout()
    return [lines.visualItemRect(lines.item(at)).height() for at in range(lines.count())]


def test_a_detail_that_fits_takes_one_line(lines: LineList) -> None:
    long, short = heights(lines)
    assert long == short


def test_a_detail_without_room_takes_as_many_lines_as_it_needs(lines: LineList) -> None:
    lines.resize(160, 300)
    long, short = heights(lines)
    assert long >= short + theme.text_height("small")


def test_a_larger_text_makes_its_lines_taller(lines: LineList) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = heights(lines)
    theme.apply(app, "light", 200)
    assert all(larger > usual for larger, usual in zip(heights(lines), before, strict=True))
    theme.apply(app, "light", 100)


def test_a_heading_is_not_chosen_and_passed_over(lines: LineList) -> None:
    lines.show_lines([Line("", "One kind"), LONG, Line("", "Another kind"), SHORT])
    assert lines.current_key() == "a"
    lines.step(1)
    assert lines.current_key() == "b"
    lines.step(1)
    assert lines.current_key() == "a"


def test_a_hidden_line_is_passed_over(lines: LineList) -> None:
    lines.show_lines([LONG, SHORT, Line("c", "CW021 · AO")])
    lines.item(1).setHidden(True)
    lines.step(1)
    assert lines.current_key() == "c"

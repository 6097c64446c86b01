"""A column that scrolls: what is in hand is brought into sight, and no further than needed."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.scrolled_column import ScrolledColumn


@pytest.fixture
def column(qtbot: QtBot) -> Iterator[ScrolledColumn]:
    around = QWidget()
    qtbot.addWidget(around)
    made = ScrolledColumn(around)
    for at in range(10):
        part = QWidget()
        part.setFixedHeight(300 if at == 9 else 50)
        made.column.insertWidget(at, part)
    made.resize(200, 120)
    around.show()
    qtbot.waitUntil(lambda: made.verticalScrollBar().maximum() > 0)
    yield made
    around.close()


def part(column: ScrolledColumn, at: int) -> QWidget:
    found = column.column.itemAt(at).widget()
    assert found is not None
    return found


def test_a_part_below_comes_up_whole(column: ScrolledColumn) -> None:
    column.bring_into_sight(part(column, 4))
    at = column.verticalScrollBar().value()
    assert 250 - 120 <= at <= 200


def test_a_part_above_comes_down_with_what_stands_over_it(column: ScrolledColumn) -> None:
    column.verticalScrollBar().setValue(300)
    column.bring_into_sight(part(column, 4), above_px=20)
    assert column.verticalScrollBar().value() == 180


def test_a_part_in_sight_moves_nothing(column: ScrolledColumn) -> None:
    column.verticalScrollBar().setValue(190)
    column.bring_into_sight(part(column, 4))
    assert column.verticalScrollBar().value() == 190


def test_of_a_part_higher_than_the_window_the_beginning_is_seen(column: ScrolledColumn) -> None:
    column.verticalScrollBar().setValue(500)
    column.bring_into_sight(part(column, 9))
    assert column.verticalScrollBar().value() == 450

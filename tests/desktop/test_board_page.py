"""The Dashboard by keyboard: figures, the list behind each, tables, what is counted, filters, paper."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.jobs.runner import Runner
from desktop.state.board import Dashboard
from desktop.tables.board import shown
from desktop.views.actions import ActionTable
from desktop.views.board_page import BoardPage
from desktop.window import Window
from models.board.query import Behind
from models.errors import NotAllowed
from models.staff import Role
from models.store import Store
from models.store.staff import Person
from tests.desktop.board_example import QUERY, MadeUp, counts
from tests.desktop.keyboard import press

Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
MakePage = Callable[..., BoardPage]


@pytest.fixture
def make_page(qtbot: QtBot, light_look: None) -> Iterator[MakePage]:
    """The page alone, in sight, over figures made up."""
    runner = Runner()
    made: list[BoardPage] = []

    def make(board: MadeUp, width: int = 1366) -> BoardPage:
        store = cast(Store, SimpleNamespace(board=board, staff=SimpleNamespace(listing=lambda: ["somebody"])))
        dashboard = Dashboard(store, runner, lambda: Person("TL01", Role.TEAM_LEADER, "DE-1"), QUERY, shown)
        actions = ActionTable()
        page = BoardPage(dashboard, actions, QUERY.last)
        for kept in (dashboard, actions):
            kept.setParent(page)
        made.append(page)
        page.resize(width, 690)
        page.show()
        page.activateWindow()
        qtbot.waitActive(page)
        with qtbot.waitSignal(dashboard.came):
            page.arrive()
        return page

    yield make
    runner.close()
    for page in made:
        page.close()
        page.deleteLater()


@pytest.fixture
def board() -> MadeUp:
    return MadeUp()


@pytest.fixture
def page(make_page: MakePage, board: MadeUp) -> BoardPage:
    return make_page(board)


def open_list(page: BoardPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.list._lines.listed):
        press(qtbot, Key.Key_Return)


def test_the_kpi_the_balance_and_the_months_are_in_sight_on_the_smallest_desk(page: BoardPage) -> None:
    room = page.grid.viewport().height()
    for key in ("kpi", "balance", "trend"):
        assert page.grid.tiles[key].geometry().bottom() <= room, key
    assert page.grid.tiles["kpi"].chart.hasFocus()
    assert page.summary.text() == "1 Oct 2008 to 30 Sep 2009 · as of 30 Sep 2009"


def test_the_list_behind_a_part_leads_back_to_that_very_part(page: BoardPage, qtbot: QtBot) -> None:
    for _step in range(4):
        press(qtbot, Key.Key_Down)
    assert page.said.toolTip() == "Guide sheets: 1 inaccurate."
    open_list(page, qtbot)
    assert page.shows_list
    assert (page.list.title.text(), page.list.count.text()) == ("Guide sheets: inaccurate", "1 line")
    assert page.list.about.text().startswith("Guide sheets: 1 inaccurate. Accurate against the debt steer, 1 Oct")
    assert page.list.table.hasFocus()
    for key in (Key.Key_Backspace, Key.Key_Escape):
        press(qtbot, key)
        assert not page.shows_list
        chart = page.grid.tiles["kpi"].chart
        assert chart.hasFocus()
        assert chart.part is not None
        assert chart.part.title == "Guide sheets: inaccurate"
        open_list(page, qtbot)


def test_a_count_of_none_has_no_list_and_says_so(page: BoardPage, qtbot: QtBot) -> None:
    for _step in range(5):
        press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    assert not page.shows_list
    assert page.said.toolTip().endswith("There is nothing to list: the count is none.")


def test_tab_and_a_key_go_from_chart_to_chart_and_bring_each_into_sight(page: BoardPage, qtbot: QtBot) -> None:
    for _stop in ("as a table", "what is counted", "the next chart"):
        press(qtbot, Key.Key_Tab)
    assert page.grid.tiles["balance"].chart.hasFocus()
    assert page.said.toolTip().startswith("Ctrl+Down: next chart · arrows: its figures · Return: the list behind one")
    for _tile in range(9):
        press(qtbot, Key.Key_Down, CONTROL)
    last = page.grid.tiles["strictness"]
    assert page.grid.at_hand is last
    bar = page.grid.verticalScrollBar()
    assert bar.value() <= last.y()
    assert last.geometry().bottom() <= bar.value() + page.grid.viewport().height()


def test_each_chart_has_its_table_and_one_key_switches_all(page: BoardPage, qtbot: QtBot) -> None:
    tiles = page.grid.tiles
    press(qtbot, Key.Key_T)
    assert [key for key, tile in tiles.items() if tile.chart.as_table] == ["kpi"]
    press(qtbot, Key.Key_T, SHIFT)
    assert all(tile.chart.as_table for tile in tiles.values())
    assert page.tables.text() == "Charts"
    press(qtbot, Key.Key_T, SHIFT)
    assert not any(tile.chart.as_table for tile in tiles.values())


def test_what_is_counted_stands_in_the_place_of_the_chart(page: BoardPage, qtbot: QtBot) -> None:
    tile = page.grid.tiles["kpi"]
    press(qtbot, Key.Key_I)
    assert tile.tells
    assert tile.counted is not None
    assert tile.counted.hasFocus()
    assert "VTR1298" in tile.counted.accessibleDescription()
    press(qtbot, Key.Key_Escape)
    assert not tile.tells
    assert tile.chart.hasFocus()


def test_the_figures_of_a_chart_are_copied_as_text(page: BoardPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.notice_wished):
        press(qtbot, Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "Accurate against the debt steer\t1 Oct 2008 to 30 Sep 2009"
    assert copied[2].startswith("Guide sheets\t35\t97.1%")


def test_what_stood_stays_until_the_narrowed_figures_are_there(page: BoardPage, board: MadeUp, qtbot: QtBot) -> None:
    before = page.board
    dashboard = page._dashboard
    with qtbot.waitSignal(dashboard.came), qtbot.waitSignal(page.kept) as kept:
        page.filters.team.setCurrentIndex(page.filters.team.findData("DE-2"))
        page.filters.team.activated.emit(0)
        assert page.board is before
    assert board.asked[-1].team == "DE-2"
    assert kept.args[0]["team"] == "DE-2"
    assert page.summary.text() == "1 Oct 2008 to 30 Sep 2009, team DE-2 · as of 30 Sep 2009"
    with qtbot.waitSignal(dashboard.came):
        press(qtbot, Key.Key_Left, ALT)
    assert (board.asked[-1].first.isoformat(), board.asked[-1].last.isoformat()) == ("2007-10-01", "2008-09-30")
    with qtbot.waitSignal(dashboard.came):
        press(qtbot, Key.Key_F, CONTROL | SHIFT)
    assert board.asked[-1].team is None


def test_a_period_without_checks_says_what_to_do(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page(MadeUp(0))
    assert page.hint.isVisible()
    assert page.grid.isVisible()
    links = page.ways.findChildren(QPushButton)
    assert [link.text() for link in links] == ["Confirm the sheets", "Check the calls"]
    with qtbot.waitSignal(page.page_wished) as wished:
        links[0].click()
    assert wished.args == ["sheets"]


def test_whoever_may_not_see_the_figures_is_told_so_and_the_keys_still_work(
    page: BoardPage, board: MadeUp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_query: object, _by: object) -> None:
        raise NotAllowed("CW014 may not see the dashboard: only team leaders and Quality Assurance may.")

    monkeypatch.setattr(board, "read", refuse)
    with qtbot.waitSignal(page._dashboard.refused):
        press(qtbot, Key.Key_F5)
    assert page.empty.isVisible()
    assert page.empty.title.text() == "The dashboard is for team leaders and Quality Assurance"
    assert page.board is None
    monkeypatch.undo()
    with qtbot.waitSignal(page._dashboard.came):
        press(qtbot, Key.Key_F5)
    assert page.grid.isVisible()


def test_in_large_text_there_is_one_column(make_page: MakePage, qapp, qtbot: QtBot) -> None:
    page = make_page(MadeUp())
    theme.apply(qapp, "light", 200)
    qtbot.waitUntil(lambda: len({tile.x() for tile in page.grid.tiles.values()}) == 1)
    tiles = page.grid.tiles.values()
    qtbot.waitUntil(lambda: all(tile.height() >= tile.heightForWidth(tile.width()) for tile in tiles))


@pytest.fixture
def window(make_window, demo_store: Store, board: MadeUp, qtbot: QtBot) -> Window:
    """The window, its dashboard over figures made up."""
    demo_store.board = board  # type: ignore[misc]
    made = make_window(demo_store)
    qtbot.waitActive(made)
    return made


def dashboard_of(window: Window, qtbot: QtBot) -> BoardPage:
    page = window.page("dashboard")
    assert isinstance(page, BoardPage)
    window.show_page("dashboard")
    qtbot.waitUntil(lambda: page.board is not None)
    return page


def test_a_call_is_opened_from_a_list_and_closing_it_leads_back(window: Window, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_D, CONTROL | SHIFT)
    page = dashboard_of(window, qtbot)
    for _step in range(4):
        press(qtbot, Key.Key_Down)
    open_list(page, qtbot)
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.shown == "review")
    qtbot.waitUntil(lambda: window.windowTitle().startswith("VR-88101"))
    press(qtbot, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.shown == "dashboard")
    assert page.shows_list
    qtbot.waitUntil(page.list.table.hasFocus)


def test_every_list_of_the_real_figures_is_as_long_as_its_count_says(lived: Store) -> None:
    leader = lived.staff.get("TL01")
    assert leader is not None
    query = replace(QUERY, last=date(2009, 10, 5))
    found = lived.board.read(query, leader)
    known = counts(found)
    parts = [part for tile in shown(found).tiles for part in tile.parts if isinstance(part.behind, Behind)]
    assert len(parts) > 30
    for part in parts:
        assert isinstance(part.behind, Behind)
        assert lived.board.count_behind(query, part.behind, leader) == known[part.behind] > 0, part.said


def test_the_filters_are_remembered(window: Window, qtbot: QtBot) -> None:
    page = dashboard_of(window, qtbot)
    page.filters.days.box.setCurrentIndex(page.filters.days.box.findText("This quarter"))
    page.filters.days.chosen.emit()
    memory = window.memory
    assert isinstance(memory, QSettings)
    kept = {name: str(memory.value(f"dashboard/{name}")) for name in ("span", "team")}
    assert kept == {"span": "This quarter", "team": ""}
    other = type(page.filters)(ActionTable(window), QUERY.last, window)
    other.restore(kept | {"method": "deo"})
    assert (other.days.box.currentText(), other.query.method, other.narrowed) == ("This quarter", "deo", True)


def test_the_dashboard_is_printed_with_charts_figures_and_definitions(
    window: Window, qtbot: QtBot, picker, tmp_path: Path
) -> None:
    page = dashboard_of(window, qtbot)
    for name, wish in (("printed.pdf", page.print_wished), ("saved.pdf", page.save_wished)):
        target = tmp_path / name
        picker.chosen.append(target)
        wish.emit()
        qtbot.waitUntil(lambda: any("was written to" in each.text for each in window.notices.notices))
        assert target.read_bytes().startswith(b"%PDF")
        window.notices.clear("good")


def test_an_open_list_is_read_again_with_the_figures_and_stays_on_its_line(
    page: BoardPage, board: MadeUp, qtbot: QtBot
) -> None:
    for _step in range(2):
        press(qtbot, Key.Key_Down)
    open_list(page, qtbot)
    press(qtbot, Key.Key_End)
    assert page.list.table.currentIndex().row() == 29
    board.scale = 2
    with qtbot.waitSignal(page.list._lines.listed):
        press(qtbot, Key.Key_F5)
    assert page.list.count.text() == "60 lines"
    assert page.list.about.text().startswith("Guide sheets: 60 accurate.")
    assert page.list.table.currentIndex().row() == 29

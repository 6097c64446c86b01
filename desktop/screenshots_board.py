"""Pictures of the Dashboard: charts, the same as tables, a list behind a figure, what is counted, little, nothing."""

from desktop.screenshots_studio import Scene, Studio
from desktop.views.board_page import BoardPage
from models.board.query import TileKey


def _page(studio: Studio) -> BoardPage:
    """The dashboard with everything read, its charts in sight from the top."""
    page = studio.window.page("dashboard")
    assert isinstance(page, BoardPage)
    studio.show("dashboard")
    studio.wait(lambda: page.board is not None)
    page.leave_list()
    page.filters.restore({"span": "Last 12 months"})
    page.arrive()
    studio.wait()
    page.grid.close_counted()
    page.grid.verticalScrollBar().setValue(0)
    return page


def _charts(studio: Studio) -> None:
    _page(studio).grid.tiles[TileKey.KPI].take_keyboard()


def _below(studio: Studio) -> None:
    """What comes when one scrolls."""
    _page(studio).grid.tiles[TileKey.METHOD].take_keyboard()


def _walked(studio: Studio) -> None:
    """A part in hand, said at the foot."""
    page = _page(studio)
    tile = page.grid.tiles[TileKey.TREND]
    tile.take_keyboard()
    if tile.chart.tile is not None and tile.chart.tile.parts:
        tile.chart.go_to(next((part.behind for part in reversed(tile.chart.tile.parts) if part.behind), None))


def _tables(studio: Studio) -> None:
    page = _page(studio)
    page.grid.tiles[TileKey.KPI].take_keyboard()
    page.grid.show_all_tables()


def _tables_back(studio: Studio) -> None:
    """Charts again, what the KPI counts in the place of its own."""
    page = _page(studio)
    if all(tile.chart.as_table for tile in page.grid.tiles.values()):
        page.grid.show_all_tables()
    page.grid.tell_counted(page.grid.tiles[TileKey.BALANCE])


def _list(studio: Studio) -> None:
    """The sheets that are not confirmed yet."""
    page = _page(studio)
    tile = page.grid.tiles[TileKey.KPI]
    assert tile.chart.tile is not None
    behind = [part for part in tile.chart.tile.parts if part.behind is not None]
    page.open_list(TileKey.KPI.value, behind[-1])
    studio.wait()


def _little(studio: Studio) -> None:
    """One caseworker: counts too small for a rate."""
    page = _page(studio)
    page.filters.restore({"span": "Last 12 months", "caseworker": "CW014"})
    page.arrive()
    studio.wait()


def _nothing(studio: Studio) -> None:
    """A month before anything was decided."""
    page = _page(studio)
    page.filters.restore({"span": "between", "first": "2009-01-01", "last": "2009-01-31"})
    page.filters.days.chosen.emit()
    studio.wait()


def _empty(studio: Studio) -> None:
    """A database with nothing in it."""
    studio.show("dashboard")
    studio.wait()


BOARD_EMPTY: dict[str, Scene] = {"dashboard_empty": _empty}
BOARD_SCENES: dict[str, Scene] = {
    "dashboard": _charts,
    "dashboard_walked": _walked,
    "dashboard_below": _below,
    "dashboard_tables": _tables,
    "dashboard_counted": _tables_back,
    "dashboard_list": _list,
    "dashboard_little": _little,
    "dashboard_nothing": _nothing,
}

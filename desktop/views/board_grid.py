"""The tiles of the dashboard in rows: two side by side where there is room, else one below the other; it scrolls.

Tiles of a row are of one height. The keyboard goes from tile to tile, and what it is on is brought into sight.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop import theme
from desktop.tables.chart import Part, Tile
from desktop.views.actions import ActionTable
from desktop.views.board_tile import BoardTile
from desktop.views.chart_look import ChartLook
from models.board.query import TileKey

ROWS: tuple[tuple[tuple[TileKey, int], ...], ...] = (
    ((TileKey.KPI, 13), (TileKey.BALANCE, 11)),
    ((TileKey.TREND, 13), (TileKey.WORK, 11)),
    ((TileKey.REASONS, 13), (TileKey.PROMPTS, 11)),
    ((TileKey.METHOD, 13), (TileKey.ONLINE, 11)),
    ((TileKey.DISCRETION, 13), (TileKey.SENSITIVE, 11)),
    ((TileKey.STRICTNESS, 1),),
)
"""What stands side by side, and how wide each is beside the other."""
ROOM_LINES = 62
"""Two tiles have room side by side in so many lines' height of body text."""
GAP = 1.5


def laid_out(
    rows: Sequence[Sequence[tuple[str, int]]],
    height_of: Callable[[str, int], int],
    width: int,
    gap: int,
    *,
    single: bool,
) -> tuple[dict[str, tuple[int, int, int, int]], int]:
    """Left, top, width and height of each tile by its key, and the height of them all. `height_of(key, width)` says how
    high a tile must be; `single`: one below the other."""
    if single:
        rows = [[(key, 1)] for row in rows for key, _share in row]
    places: dict[str, tuple[int, int, int, int]] = {}
    top = gap
    for row in rows:
        room = width - gap * (len(row) + 1)
        shares = sum(share for _key, share in row)
        widths = [room * share // shares for _key, share in row]
        height = max(height_of(key, each) for (key, _share), each in zip(row, widths, strict=True))
        left = gap
        for (key, _share), each in zip(row, widths, strict=True):
            places[key] = (left, top, each, height)
            left += each + gap
        top += height + gap
    return places, top


class BoardGrid(QScrollArea):
    """Signals: `walked(Part or None)`; `opened(key, Part)`: the list behind a part of that tile is wanted;
    `form_changed()`: a chart became a table, or a table a chart."""

    walked = Signal(object)
    opened = Signal(str, object)
    form_changed = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.inside = QWidget(self)
        self.inside.setProperty("role", "page")
        self.setWidget(self.inside)
        self.tiles: dict[str, BoardTile] = {}
        self._arranging = QTimer(self)
        self._arranging.setSingleShot(True)
        self._arranging.timeout.connect(self.arrange)
        theme.changes().changed.connect(self.arrange)

    def add_tile(self, key: TileKey) -> BoardTile:
        """Make the tile of that name, out of sight until there is something to show."""
        made = BoardTile(key.value, self._actions, self.inside)
        made.chart.walked.connect(self._on_walked)
        made.chart.opened.connect(lambda part, name=key.value: self.opened.emit(name, part))
        made.table_wished.connect(lambda: self.show_table(made))
        made.counted_wished.connect(lambda: self.tell_counted(made))
        made.height_changed.connect(self._arranging.start)
        self.tiles[key.value] = made
        made.hide()
        return made

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Another answer: every chart at once."""
        look = ChartLook.from_theme()
        for tile in tiles:
            self.tiles[tile.key].show_tile(tile, look)
            self.tiles[tile.key].show()
        self._order_tabs()
        self.arrange()

    @property
    def at_hand(self) -> BoardTile | None:
        """The tile with the keyboard."""
        focus = self.focusWidget()
        found = (tile for tile in self.tiles.values() if focus is not None and tile.isAncestorOf(focus))
        return next(found, None)

    def step_tile(self, by: int) -> None:
        """The keyboard goes to the next tile or the one before."""
        order = self._order
        now = self.at_hand
        at = order.index(now.key) + by if now is not None else 0
        self.tiles[order[min(max(0, at), len(order) - 1)]].take_keyboard()

    def show_table(self, tile: BoardTile | None = None) -> None:
        """The tile at hand as a table, or as its chart again."""
        tile = tile or self.at_hand
        if tile is not None:
            tile.tell_counted(False)
            tile.chart.show_as_table(not tile.chart.as_table)
            self.arrange()
            self.form_changed.emit()

    def show_all_tables(self) -> None:
        """Every chart as a table; as charts again where all are."""
        as_table = not self.all_tables
        for tile in self.tiles.values():
            tile.chart.show_as_table(as_table)
        self.arrange()
        self.form_changed.emit()

    @property
    def all_tables(self) -> bool:
        """Whether every chart is shown as a table."""
        return all(tile.chart.as_table for tile in self.tiles.values())

    def tell_counted(self, tile: BoardTile | None = None) -> None:
        """Say what the tile at hand counts, or show its chart again."""
        tile = tile or self.at_hand
        if tile is not None:
            tile.tell_counted(not tile.tells)
            self.arrange()
            self._bring_into_sight(tile)

    def close_counted(self) -> bool:
        """Show the chart of the tile at hand again; whether it told what is counted."""
        tile = self.at_hand
        tells = tile is not None and tile.tells
        if tells:
            self.tell_counted(tile)
        return tells

    def arrange(self) -> None:
        """Lay the tiles out in the room there is."""
        rows = [[(key.value, share) for key, share in row if key.value in self.tiles] for row in ROWS]
        width = self.viewport().width()
        single = width < ROOM_LINES * theme.text_height()
        places, height = laid_out(
            [row for row in rows if row],
            lambda key, each: self.tiles[key].heightForWidth(each),
            width,
            theme.space(GAP),
            single=single,
        )
        for key, place in places.items():
            self.tiles[key].setGeometry(QRect(*place))
        if self.inside.minimumHeight() != height:
            self.inside.setMinimumHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arrange()

    def _on_walked(self, part: Part | None) -> None:
        tile = self.at_hand
        if tile is not None and tile.chart.hasFocus():
            self._bring_into_sight(tile)
        self.walked.emit(part)

    def _bring_into_sight(self, tile: BoardTile) -> None:
        """Scroll no further than needed: the whole tile where there is room for it, else what the keyboard is on."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        top, height = tile.y(), tile.height()
        if height > room and (tile.tells or tile.chart.part is None):
            height = room - 2 * theme.space(GAP)  # its beginning
        elif height > room:
            top, height = tile.place_in(self.inside)
        air = theme.space(GAP)
        if top - air < bar.value():
            bar.setValue(top - air)
        elif top + height + air > bar.value() + room:
            bar.setValue(top + height + air - room)

    @property
    def _order(self) -> list[str]:
        """The tiles as they are read."""
        return [str(key) for row in ROWS for key, _share in row if key in self.tiles]

    def _order_tabs(self) -> None:
        tiles = [self.tiles[key] for key in self._order]
        stops = [stop for tile in tiles for stop in (tile.chart, tile.table, tile.information)]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

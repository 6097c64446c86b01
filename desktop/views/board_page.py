"""The Dashboard: how the arrangements of a period stand against the debt steer, and what stands behind each figure.

The page arranges and hands on wishes; `state.board` reads. What stood stays while other figures are read; the list
behind a figure takes the charts' place and leads back to the very part it was opened from.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.board import Dashboard
from desktop.tables.chart import BoardShown, Part
from desktop.views.actions import ActionTable
from desktop.views.board_filters import BoardFilters
from desktop.views.board_grid import ROWS, BoardGrid
from desktop.views.board_list import BoardListPane
from desktop.views.empty import EmptyState
from desktop.views.flow import FlowLayout
from desktop.views.press import ElidedLabel, TextButton, hairline
from models.board.query import Behind, BoardQuery, Choices

LOCKED = "The dashboard is for team leaders and Quality Assurance"
READING_MS = 250
"""Figures that are there sooner come without a word."""
HOW = "{next}: next chart · arrows: its figures · {open}: the list behind one · {counted}: what is counted"
NOTHING_BEHIND = "There is nothing to list: the count is none."
EMPTY = (
    "sheet",
    "Nothing to count yet",
    "The dashboard shows how guide sheets and checked calls stand against the debt steer. Import both to begin.",
    "Import",
    "import",
)


class BoardPage(QWidget):
    """Signals: `open_wished(BoardLine)`; `page_wished(name)`; `notice_wished(text, tone)`; `print_wished()`,
    `save_wished()`: of what is shown; `kept(dict)`: the filters to be remembered."""

    open_wished = Signal(object)
    page_wished = Signal(str)
    notice_wished = Signal(str, str)
    print_wished = Signal()
    save_wished = Signal()
    kept = Signal(dict)

    def __init__(
        self,
        dashboard: Dashboard,
        actions: ActionTable,
        today: date,
        parent: QWidget | None = None,
        *,
        at_once: bool = True,
    ) -> None:
        """Not made `at_once`, it stands only after `making` has been gone through, step by step."""
        super().__init__(parent)
        self._dashboard = dashboard
        self._actions = actions
        self.board: BoardShown | None = None
        self.setAccessibleName("Dashboard")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.making = self._make(today)
        if at_once:
            for _step in self.making:
                pass

    def _make(self, today: date) -> Iterator[None]:
        self._stack = QStackedWidget(self)
        self._main = QWidget(self._stack)
        self._begin_head(today)
        self.grid = BoardGrid(self._actions, self._main)
        yield
        for row in ROWS:
            for key, _share in row:
                self.grid.add_tile(key)
            yield
        self.list = BoardListPane(self._dashboard.list, self._actions, self._stack)
        self.empty = EmptyState(self._stack)
        yield
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(READING_MS)
        self._reading.timeout.connect(lambda: self._say_reading(reading=True))
        self._lay_out()
        self._bind()
        self._connect()

    # building

    def _begin_head(self, today: date) -> None:
        main = self._main
        self.title = QLabel("Dashboard", main)
        self.title.setProperty("role", "title")
        self.summary = ElidedLabel(main)
        self.summary.setProperty("role", "quiet")
        self.reading = QLabel("Reading …", main)
        self.reading.setProperty("role", "badge")
        self.reading.hide()
        self.tables = TextButton("Tables", "link", main)
        self._actions.explain(self.tables, "board_tables")
        self.print = TextButton("Print …", "link", main)
        self._actions.explain(self.print, "print_board")
        self.save = TextButton("Save as PDF …", "link", main)
        self._actions.explain(self.save, "save_board")
        self.filters = BoardFilters(self._actions, today, main)
        self.what_next = QWidget(main)
        self.hint = QLabel(self.what_next)
        self.hint.setProperty("role", "warn")
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.ways = QWidget(self.what_next)
        FlowLayout(self.ways, theme.space(1))
        self.what_next.hide()
        self.said = ElidedLabel(main)
        self.said.setProperty("role", "quiet")
        self._say_how()
        self._actions.keys_changed.connect(self._say_how)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(2), theme.space(1), theme.space(1), 0)
        head.setSpacing(theme.space(1))
        head.addWidget(self.title)
        head.addWidget(self.summary, 1)
        for part in (self.reading, self.tables, self.save, self.print):
            head.addWidget(part)
        narrowing = QVBoxLayout()
        narrowing.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(1))
        narrowing.setSpacing(theme.space(0.5))
        narrowing.addWidget(self.filters)
        hint = QHBoxLayout(self.what_next)
        hint.setContentsMargins(0, 0, 0, 0)
        hint.addWidget(self.hint, 1)
        hint.addWidget(self.ways, 1)
        narrowing.addWidget(self.what_next)
        foot = QFrame(self._main)
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        row.addWidget(self.said)
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(narrowing)
        column.addWidget(hairline(self._main))
        column.addWidget(self.grid, 1)
        column.addWidget(foot)
        for page in (self._main, self.list, self.empty):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _bind(self) -> None:
        grid, bind = self.grid, self._actions.bind
        for action_id, owner, wish in (
            ("open_behind", grid, self._open_at_hand),
            ("what_is_counted", grid, grid.tell_counted),
            ("board_table", grid, grid.show_table),
            ("board_tables", self, grid.show_all_tables),
            ("copy_board", grid, self.copy),
            ("next_tile", self, lambda: grid.step_tile(1)),
            ("previous_tile", self, lambda: grid.step_tile(-1)),
            ("leave_board_list", self, self.leave_list),
            ("close_board_part", self, self._close),
            ("next_board_period", self, lambda: self.filters.step(1)),
            ("previous_board_period", self, lambda: self.filters.step(-1)),
            ("clear_board_filters", self, self.filters.clear_filters),
            ("refresh_board", self, self.refresh),
            ("save_board", self, self.save_wished.emit),
            ("print_board", self, self.print_wished.emit),
        ):
            bind(action_id, owner, wish)

    def _connect(self) -> None:
        # the state
        self._dashboard.came.connect(self._on_came)
        self._dashboard.choices_came.connect(self._on_choices)
        self._dashboard.refused.connect(self._on_refused)
        self._dashboard.reading_changed.connect(self._on_reading)
        # what people do
        self.filters.changed.connect(self._on_filtered)
        self.grid.walked.connect(self._on_walked)
        self.grid.opened.connect(self.open_list)
        self.list.open_wished.connect(self.open_wished)
        self.list.left.connect(self.leave_list)
        self.empty.wished.connect(self.page_wished)
        self.tables.clicked.connect(self.grid.show_all_tables)
        self.grid.form_changed.connect(lambda: self.tables.setText("Charts" if self.grid.all_tables else "Tables"))
        self.save.clicked.connect(self.save_wished)
        self.print.clicked.connect(self.print_wished)

    # what people wish

    def begin(self, kept: Mapping[str, str]) -> None:
        """The filters as they were last time."""
        self.filters.restore(kept)

    def arrive(self) -> None:
        """The page comes into sight: read again if something was written, and let the keyboard follow."""
        if self._dashboard.query != self.filters.query or self.board is None:
            self._dashboard.ask(self.filters.query)
        else:
            self._dashboard.refresh(anew=False)
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """The keyboard goes where it was, else to the first chart."""
        if self.shows_list:
            self.list.take_keyboard()
        elif self._stack.currentWidget() is self.empty:
            shown = self.empty.button if self.empty.button.isVisibleTo(self.empty) else self
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.board is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.grid.at_hand is not None:
            self.grid.at_hand.take_keyboard()
        else:
            self.grid.step_tile(0)

    def refresh(self) -> None:
        """Read everything again."""
        self._dashboard.refresh()

    @property
    def shows_list(self) -> bool:
        """Whether the list behind a figure is in sight."""
        return self._stack.currentWidget() is self.list

    def open_list(self, tile: str, part: Part) -> None:
        """The list behind a part takes the charts' place."""
        if self.board is None or not isinstance(part.behind, Behind):
            self.said.set_words(f"{part.said} {NOTHING_BEHIND}")
            return
        self.list.show_part(tile, part, self._around_list(self.board, tile))
        self._dashboard.open_list(part.behind)
        self._stack.setCurrentWidget(self.list)
        self.list.take_keyboard()

    def leave_list(self) -> None:
        """Back to the part whose list it was."""
        if not self.shows_list:
            return
        behind, tile = self.list.behind, self.grid.tiles[self.list.tile]
        self._stack.setCurrentWidget(self._main)
        tile.take_keyboard()
        if behind is not None:
            tile.chart.go_to(behind)

    def copy(self) -> None:
        """The figures of the chart at hand, as text that a spreadsheet takes."""
        tile = self.grid.at_hand
        if tile is not None and tile.chart.tile is not None:
            shown = tile.chart.tile
            QGuiApplication.clipboard().setText(shown.figures.as_text(f"{shown.title}\t{self._around()}"))
            self.notice_wished.emit(f"The figures of “{shown.title}” are copied as text.", "good")

    def _open_at_hand(self) -> None:
        tile = self.grid.at_hand
        if tile is not None and not tile.tells:
            tile.chart.open_current()

    def _close(self) -> None:
        """Escape: from the list to its chart, from the explanation to the chart."""
        if self.shows_list:
            self.leave_list()
        else:
            self.grid.close_counted()

    def _on_filtered(self, query: BoardQuery) -> None:
        self.kept.emit(self.filters.kept())
        self._dashboard.ask(query)

    def _on_walked(self, part: Part | None) -> None:
        if part is None:
            self._say_how()
        else:
            self.said.set_words(part.said)

    def _say_how(self) -> None:
        """How one goes through the charts, by the keys in force."""
        keys = {"next": "next_tile", "open": "open_behind", "counted": "what_is_counted"}
        self.said.set_words(HOW.format(**{name: self._actions.key_text(key) for name, key in keys.items()}))

    # what comes

    def _on_came(self, board: BoardShown) -> None:
        self.board = board
        self.grid.show_tiles(board.tiles)
        self.summary.set_words(f"{self._around()} · as of {board.as_of}")
        self._show_hint(board)
        if self.shows_list:
            self._refresh_list(board)
            return
        if board.is_empty and not self.filters.narrowed:
            self.empty.say(*EMPTY)
            self._stack.setCurrentWidget(self.empty)
        else:
            self._stack.setCurrentWidget(self._main)
        if self.isVisible():
            self.take_keyboard_if_lost()

    def _on_refused(self, why: str, nobody_yet: bool) -> None:
        """Nothing of what somebody else was shown stays."""
        self.board = None
        if nobody_yet:
            self.empty.say(*EMPTY)
        else:
            self.empty.say("lock", LOCKED, why)
        self._stack.setCurrentWidget(self.empty)
        if self.isVisible():
            self.take_keyboard()

    def _show_hint(self, board: BoardShown) -> None:
        """What to do about a period in which there is nothing, with the ways to it."""
        self.hint.setText(board.hint)
        self.what_next.setVisible(bool(board.hint))
        flow = self.ways.layout()
        assert flow is not None
        while (item := flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for words, page in board.next_pages:
            link = TextButton(words, "link", self.ways)
            link.clicked.connect(lambda _checked=False, page=page: self.page_wished.emit(page))
            flow.addWidget(link)

    def take_keyboard_if_lost(self) -> None:
        """Where what had the keyboard went out of sight, it goes to what is there now."""
        focus = QApplication.focusWidget()
        if focus is None or focus is self or not focus.isVisible():
            self.take_keyboard()

    def _on_choices(self, choices: Choices) -> None:
        self.filters.offer(choices, restricted=not choices.caseworkers)

    def _on_reading(self, reading: bool) -> None:
        if reading:
            self._reading.start()
        else:
            self._reading.stop()
            self._say_reading(reading=False)

    def _say_reading(self, *, reading: bool) -> None:
        """What stands is marked while other figures are read."""
        self.reading.setVisible(reading)
        self.grid.setAccessibleDescription("Other figures are being read." if reading else "")

    def _refresh_list(self, board: BoardShown) -> None:
        """The list in sight, and what its part says of the new figures."""
        tile = next(each for each in board.tiles if each.key == self.list.tile)
        part = next((part for part in tile.parts if part.behind == self.list.behind), None)
        if part is not None:
            self.list.say(part, self._around_list(board, tile.key))
        self.list.refresh()

    def _around_list(self, board: BoardShown, tile: str) -> str:
        """The tile a list belongs to, with period and filters."""
        title = next(each.title for each in board.tiles if each.key == tile)
        return f"{title}, {self._around()}"

    def _around(self) -> str:
        """Period and filters in words."""
        board = self.board
        if board is None:
            return ""
        return ", ".join(part for part in (board.period, board.filters) if part)

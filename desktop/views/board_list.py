"""The list behind a figure of the dashboard: what it holds in words, its lines, and the way back to the very part."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.board import BoardList, ListQuery
from desktop.state.paged import Listing
from desktop.tables import wording
from desktop.tables.board_lines import LASTING, WORDS_AT, BoardLines, mark_of, name_of, opens
from desktop.tables.chart import Part
from desktop.views.actions import ActionTable
from desktop.views.look_pane import LookPane, words_label
from desktop.views.press import TextButton, hairline
from desktop.views.work_table import WorkTable
from models.board.query import Behind, BoardLine

WHY_LINES = 2
WHY_HIGHEST = 12
"""Lines of text, and steps of the grid, that the words of the selected line take."""


class BoardListPane(QFrame):
    """Signals: `open_wished(BoardLine)`; `left()`: back to the charts."""

    open_wished = Signal(object)
    left = Signal()

    def __init__(self, lines: BoardList, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self._key: object = None
        self._row = 0
        self.tile = ""
        self.setProperty("role", "sheet")
        self.model = BoardLines(lines, self)
        self.back = TextButton("Dashboard", "link", self)
        self.back.show_icon("chevron-left", "accent")
        actions.explain(self.back, "leave_board_list")
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.count = QLabel(self)
        self.count.setProperty("role", "quiet")
        self.about = words_label("quiet", self)
        self.table = WorkTable(self.model, mark_of, self, lasting=LASTING)
        self.table.setAccessibleName("The list behind the figure")
        table_head = self.table.horizontalHeader()
        table_head.setStretchLastSection(False)
        table_head.setSectionResizeMode(WORDS_AT, QHeaderView.ResizeMode.Stretch)
        self.why = LookPane("Why the selected line is here", WHY_LINES, WHY_HIGHEST, self)
        self.words = words_label("quiet", self.why.inside)
        self.why.column.addWidget(self.words)
        self.why.column.addStretch(1)
        self._lay_out()
        actions.bind("open_behind", self.table, self.table.open_current)
        self.back.clicked.connect(self.left)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_words())
        self.model.modelAboutToBeReset.connect(self._remember)
        lines.listed.connect(self._on_listed)
        lines.totalled.connect(self._show_count)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(1), theme.space(1), theme.space(2), 0)
        head.setSpacing(theme.space(1))
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        below = QHBoxLayout()
        below.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(1))
        below.addWidget(self.about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(hairline(self))
        column.addWidget(self.table, 1)
        column.addWidget(hairline(self))
        column.addWidget(self.why)

    def show_part(self, tile: str, part: Part, around: str) -> None:
        """Head the list of a part; `around` are its tile, period and filters. The list is asked for elsewhere."""
        self.tile = tile
        self._key, self._row = None, 0
        self.title.setText(part.title)
        self.count.setText("")
        self.say(part, around)

    def say(self, part: Part, around: str) -> None:
        """What the part says now: its figure may have become another one."""
        self.about.setText(f"{part.said} {around}")

    @property
    def behind(self) -> Behind | None:
        """Which figure it is the list of."""
        return self._lines.query.behind

    def take_keyboard(self) -> None:
        """The keyboard goes to the line it was on."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.go_to(self._row)

    def refresh(self) -> None:
        """Read the list again; the selected line stays selected."""
        if self.behind is not None:
            self._remember()
            self._lines.ask(self._lines.query, self._row)

    def _remember(self) -> None:
        line = self.table.current_item()
        if line is not None:
            self._key, self._row = line.key, self.table.currentIndex().row()

    def _on_listed(self, listing: Listing[ListQuery, BoardLine]) -> None:
        """The model has taken the answer already: it was connected first."""
        row = None if self._key is None else self.model.row_of(self._key)
        if listing.total:
            self.table.go_to(min(self._row if row is None else row, listing.total - 1))
        self._show_words()
        if listing.counted:
            self._show_count(listing)

    def _show_words(self) -> None:
        """Why the selected line is here, whole: its column may be too narrow for it."""
        line = self.table.current_item()
        self.words.setText("" if line is None else f"{name_of(line)}: {line.words}")

    def _show_count(self, listing: Listing[ListQuery, BoardLine]) -> None:
        self.count.setText(wording.several(listing.total, "line"))

    def _on_opened(self, line: BoardLine) -> None:
        if opens(line):
            self._remember()
            self.open_wished.emit(line)

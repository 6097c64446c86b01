"""One tile of the dashboard: title, the one line that explains it, the chart or its table, and what is counted.

A click on one of its buttons leaves the keyboard where it is; Tab goes from the chart to them.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.chart import Counted, Tile
from desktop.views.actions import ActionTable
from desktop.views.chart_look import ChartLook
from desktop.views.chart_view import RING_PX, ChartView
from desktop.views.look_pane import words_label
from desktop.views.press import IconButton


class BoardTile(QFrame):
    """Signals: `table_wished()`, `counted_wished()`: by the buttons of this tile; `height_changed()`: it needs another
    height at the same width."""

    table_wished = Signal()
    counted_wished = Signal()
    height_changed = Signal()

    def __init__(self, key: str, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.setProperty("role", "surface")
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.line = QLabel(self)
        self.line.setProperty("role", "small")
        for label in (self.title, self.line):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.chart = ChartView(self)
        self.table = IconButton("worklist", "As a table", self)
        self.information = IconButton("information", "What is counted", self)
        actions.explain(self.table, "board_table")
        actions.explain(self.information, "what_is_counted")
        for button in (self.table, self.information):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.counted: CountedPane | None = None
        self._needed = 0
        head = QHBoxLayout()
        head.setContentsMargins(RING_PX, 0, 0, 0)
        head.setSpacing(0)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.line)
        head.addLayout(words, 1)
        for button in (self.table, self.information):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space(1), theme.space(1), theme.space(1), theme.space(0.5))
        self._column.setSpacing(theme.space(0.25))
        self._column.addLayout(head)
        self._column.addWidget(self.chart)
        self._column.addStretch(1)
        self.table.clicked.connect(self.table_wished)
        self.information.clicked.connect(self.counted_wished)

    def event(self, event: QEvent) -> bool:
        """Larger text reaches the parts only after the scheme has changed."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.heightForWidth(self.width()) != self._needed:
            self._needed = self.heightForWidth(self.width())
            self.height_changed.emit()
        return done

    def show_tile(self, tile: Tile, look: ChartLook | None = None) -> None:
        """Another answer."""
        self.title.setText(tile.title)
        self.line.setText(tile.line)
        self.chart.show_tile(tile, look)
        if self.counted is not None:
            self.counted.say(tile.counted)

    @property
    def tells(self) -> bool:
        """Whether it says what is counted just now."""
        return self.counted is not None and not self.counted.isHidden()

    def tell_counted(self, tells: bool) -> None:
        """Say what is counted in the place of the chart, or show the chart again."""
        tile = self.chart.tile
        if tile is None or tells == self.tells:
            return
        if self.counted is None:
            self.counted = CountedPane(tile.title, self)
            self._column.insertWidget(self._column.indexOf(self.chart), self.counted)
            self.counted.say(tile.counted)
        had_keyboard = self.chart.hasFocus() or self.counted.hasFocus()
        self.counted.setVisible(tells)
        self.chart.setVisible(not tells)
        if had_keyboard or tells:
            (self.counted if tells else self.chart).setFocus()

    def take_keyboard(self) -> None:
        """The keyboard goes to what is shown."""
        shown = self.counted if self.counted is not None and self.tells else self.chart
        shown.setFocus(Qt.FocusReason.TabFocusReason)

    def place_in(self, widget: QWidget) -> tuple[int, int]:
        """Top and height of the part in hand, as `widget` sees it."""
        place = self.chart.place_of_current()
        return self.chart.mapTo(widget, place.topLeft().toPoint()).y(), round(place.height())


class CountedPane(QWidget):
    """What a tile counts: in words, the formula, the source."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = title
        column = QVBoxLayout(self)
        column.setContentsMargins(RING_PX, RING_PX, RING_PX, RING_PX)
        column.setSpacing(theme.space(0.25))
        self._words: list[QLabel] = []
        for head in ("What is counted", "Formula", "Source"):
            name = words_label("small", self)
            name.setText(head)
            words = words_label("sum", self)
            column.addWidget(name)
            column.addWidget(words)
            column.addSpacing(theme.space(0.5))
            self._words.append(words)
        column.addStretch(1)
        self.hide()

    def say(self, counted: Counted) -> None:
        """These words."""
        for words, text in zip(self._words, (counted.words, counted.formula, counted.source), strict=True):
            words.setText(text)
        self.setAccessibleName(f"{self._title}: what is counted")
        self.setAccessibleDescription(f"{counted.words} Formula: {counted.formula} Source: {counted.source}")

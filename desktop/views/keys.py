"""The key sheet: every command with its key, by group, read from the table of commands."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import Action, ActionTable
from desktop.views.page import Page, card, heading

COLUMN_PX = 330


class KeysPage(Page):
    """Signal `closed()` by Escape, `?` or the button."""

    closed = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__("Keys", "Everything here is done without a mouse. Escape goes back.", parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cards = [_group_card(actions, name, group) for name, group in _groups(actions)]
        self._columns: list[QVBoxLayout] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space(2))
        self.back = QPushButton("Back")
        self.back.setToolTip("Back (Escape)")
        self.back.setAccessibleName("Back")
        self.back.clicked.connect(self.closed)
        self.body.addLayout(self._row)
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self._spread(1)
        theme.changes().changed.connect(self._respread)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread(self._fitting(event.size().width()))

    def _respread(self) -> None:
        self._spread(self._fitting(self.width()))

    def _fitting(self, width: int) -> int:
        """As many columns as their words allow."""
        return max(1, min(4, int(width / (COLUMN_PX * theme.changes().scale_pct / 100))))

    def _spread(self, wanted: int) -> None:
        """Deal the cards onto the columns, the shortest column next."""
        if len(self._columns) == wanted:
            return
        while self._row.count():
            self._row.takeAt(0)
        self._columns = []
        filled = [0] * wanted
        for _number in range(wanted):
            column = QVBoxLayout()
            column.setSpacing(theme.space(2))
            self._columns.append(column)
            self._row.addLayout(column, 1)
        for frame, rows in self._cards:
            at = filled.index(min(filled))
            filled[at] += rows + 2
            self._columns[at].addWidget(frame)
        for column in self._columns:
            column.addStretch(1)


def _groups(actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    found: dict[str, list[Action]] = {}
    for action in actions:
        if action.key:
            found.setdefault(action.group, []).append(action)
    return list(found.items())


def _group_card(table: ActionTable, name: str, group: list[Action]) -> tuple[QFrame, int]:
    frame, column = card()
    column.setSpacing(theme.space(1))
    column.addWidget(heading(name))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(2))
    grid.setVerticalSpacing(theme.space(0.5))
    for row, action in enumerate(group):
        words = QLabel(action.text)
        words.setWordWrap(True)
        key = QLabel(table.key_text(action.id))
        theme.mark(key, role="key")
        key.setAccessibleName(f"{action.text}: {key.text()}")
        grid.addWidget(words, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    grid.setColumnStretch(0, 1)
    column.addLayout(grid)
    return frame, len(group)

"""The key sheet: every command with its key, by group; every key can be changed here, exported, and put back."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from desktop import theme
from desktop.key_map import FILE_NAME
from desktop.views.actions import Action, ActionTable
from desktop.views.key_field import KeyRow
from desktop.views.page import Page, card, heading
from desktop.views.picking import Picker

COLUMN_PX = 400
FILES = "Keys (*.toml)"


class KeysPage(Page):
    """Every command and its key.

    Signals: `closed()` by Escape, `?` or the button; `keys_wished(dict)` new keys by command id; `reset_wished(id)`,
    "" for all; `export_wished(path)` and `import_wished(path)`.
    """

    closed = Signal()
    keys_wished = Signal(dict)
    reset_wished = Signal(str)
    export_wished = Signal(object)
    import_wished = Signal(object)

    def __init__(self, actions: ActionTable, picker: Picker | None = None) -> None:
        super().__init__(
            "Keys",
            "Everything here is done without a mouse. Press a key's field, then the key or foot pedal it should be.",
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._actions = actions
        self._picker = picker or Picker()
        self.rows: dict[str, KeyRow] = {}
        self._cards: list[tuple[QFrame, list[KeyRow]]] = []
        self._columns: list[QVBoxLayout] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space(2))
        self.body.addLayout(self._tools())
        self.body.addWidget(self.nothing)
        self.body.addLayout(self._row)
        self.body.addStretch(1)
        theme.changes().changed.connect(self._respread)
        actions.keys_changed.connect(self._on_keys)

    def showEvent(self, event: QShowEvent) -> None:
        """The rows are made when they are first wanted: hardly a start of the program needs them."""
        if not self._cards:
            self._cards = [self._group_card(name, group) for name, group in _groups(self._actions)]
            self._respread()
            self._on_keys()
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread(self._fitting(event.size().width()))

    def _tools(self) -> QHBoxLayout:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a command or a key")
        self.search.setAccessibleName("Find a command or a key")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.back = self._button("Back", "Back (Escape)")
        self.back.clicked.connect(self.closed)
        self.load = self._button("Take keys from a file…", "Keys that were exported here or elsewhere")
        self.load.clicked.connect(self._on_load)
        self.save = self._button("Export…", "The changed keys as a file")
        self.save.clicked.connect(self._on_save)
        self.reset = self._button("Reset all", "Every key as the program has it")
        self.reset.clicked.connect(lambda: self.reset_wished.emit(""))
        self.nothing = QLabel("No command and no key of these letters.")
        theme.mark(self.nothing, role="quiet")
        self.nothing.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        row.addWidget(self.search, 1)
        for button in (self.load, self.save, self.reset, self.back):
            row.addWidget(button)
        return row

    def _button(self, words: str, tip: str) -> QPushButton:
        made = QPushButton(words)
        made.setToolTip(tip)
        made.setAccessibleName(words.removesuffix("…"))
        return made

    def _group_card(self, name: str, group: list[Action]) -> tuple[QFrame, list[KeyRow]]:
        frame, column = card()
        column.setSpacing(theme.space(0.5))
        column.addWidget(heading(name))
        rows = [KeyRow(self._actions, action) for action in group]
        for row in rows:
            row.key_wished.connect(self.keys_wished)
            row.reset_wished.connect(self.reset_wished)
            self.rows[row.action_id] = row
            column.addWidget(row)
        return frame, rows

    def _on_keys(self) -> None:
        for row in self.rows.values():
            row.show_key()
        changed = any(action.key != self._actions.own_key(action.id) for action in self._actions)
        self.reset.setEnabled(changed)
        self.save.setEnabled(changed)

    def _on_load(self) -> None:
        self._picker.file(self, "Take keys from a file", None, FILES, self.import_wished.emit)

    def _on_save(self) -> None:
        self._picker.target(self, "Export the keys", Path.home() / FILE_NAME, FILES, self.export_wished.emit)

    def _narrow(self, words: str) -> None:
        """Only the commands that hold these letters; a group without any is not shown."""
        for frame, rows in self._cards:
            shown = [row for row in rows if row.matches(words)]
            for row in rows:
                row.setVisible(row in shown)
            frame.setVisible(bool(shown))
        self.nothing.setVisible(not any(row.matches(words) for row in self.rows.values()))

    def _respread(self) -> None:
        self._spread(self._fitting(self.width()))

    def _fitting(self, width: int) -> int:
        """As many columns as their words allow."""
        return max(1, min(4, int(width / (COLUMN_PX * theme.changes().scale_pct / 100))))

    def _spread(self, wanted: int) -> None:
        """Deal the cards onto the columns, the shortest column next."""
        if len(self._columns) == wanted or not self._cards:
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
            filled[at] += len(rows) + 2
            self._columns[at].addWidget(frame)
        for column in self._columns:
            column.addStretch(1)


def _groups(actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    found: dict[str, list[Action]] = {}
    for action in actions:
        found.setdefault(action.group, []).append(action)
    return list(found.items())

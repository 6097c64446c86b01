"""The palette: type a few letters, and any command at hand or any call by its id or case is one Return away."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.worklist import state_words
from desktop.views.actions import Action, ActionTable
from desktop.views.lines import Line, LineList
from desktop.views.page import quiet
from models.store.worklist import WorkItem

TYPING_PAUSE_MS = 120
LETTERS_FOR_CALLS = 2


class Palette(QFrame):
    """An overlay on its parent. Signals: `calls_wished(words)`; `item_chosen(WorkItem)`; `closed()`."""

    calls_wished = Signal(str)
    item_chosen = Signal(object)
    closed = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        theme.mark(self, role="overlay")
        self.setAccessibleName("Find an action or a call")
        self._table = actions
        self._around = parent
        self._at_hand: list[tuple[Action, QAction]] = []
        self._items: list[WorkItem] = []
        self._before: QWidget | None = None
        self.words = QLineEdit()
        self.words.setPlaceholderText("An action, or the id or case of a call")
        self.words.setAccessibleName("Find an action or a call")
        self.words.installEventFilter(self)
        self.found = LineList("Found", at_once=True)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.taken.connect(self._on_taken)
        self.nothing = quiet("")
        self.nothing.setMargin(theme.space(1))
        self._looking = False
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1), theme.space(1), theme.space(1), theme.space(1))
        column.setSpacing(theme.space(1))
        column.addWidget(self.words)
        column.addWidget(self.found, 1)
        column.addWidget(self.nothing)
        column.addStretch(0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._ask_for_calls)
        self.words.textChanged.connect(self._on_words)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it over the page, with what can be done there."""
        self._before = QApplication.focusWidget()
        self._at_hand = [pair for pair in self._table.at_hand() if pair[0].id != "palette"]
        self._items = []
        self.words.clear()
        self._show()
        self._place()
        self.show()
        self.raise_()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Put it away; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def show_calls(self, words: str, items: Sequence[WorkItem]) -> None:
        """The calls found for `words`; dropped when something else was typed since."""
        if words == self.words.text().strip() and self.isVisible():
            self._items = list(items)
            self._looking = False
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.words and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(event)
        if watched is self.words and event.type() is QEvent.Type.FocusOut and not self.isHidden():
            QTimer.singleShot(0, self, self._close_if_left)
        if watched is self._around and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _close_if_left(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and focused is not self.words and not self.isAncestorOf(focused):
            self._before = None
            self.close_palette()

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.key() in steps:
            self.found.step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.found.take_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_palette()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.found.step(1 if event.key() == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _on_words(self, words: str) -> None:
        self._items = []
        self._pause.stop()
        self._looking = len(words.strip()) >= LETTERS_FOR_CALLS
        if self._looking:
            self._pause.start()
        self._show()

    def _ask_for_calls(self) -> None:
        self.calls_wished.emit(self.words.text().strip())

    def _show(self) -> None:
        wanted = self.words.text().casefold().split()
        lines = [
            Line(f"action:{action.id}", bound.text(), action.group, self._table.key_text(action.id))
            for action, bound in self._at_hand
            if all(word in f"{bound.text()} {action.group}".casefold() for word in wanted)
        ]
        lines += [_call_line(at, item) for at, item in enumerate(self._items)]
        self.found.show_lines(lines)
        self.found.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.nothing.setText("Looking …" if self._looking else "Nothing found.")

    def _on_taken(self, key: str) -> None:
        kind, _colon, which = key.partition(":")
        self.close_palette()
        if kind == "action":
            bound = next(bound for action, bound in self._at_hand if action.id == which)
            bound.trigger()
        else:
            self.item_chosen.emit(self._items[int(which)])

    def _place(self) -> None:
        """In the upper middle of the window, a good third of its height."""
        around = self._around.rect()
        width = min(around.width() - theme.space(4), round(640 * max(1.0, theme.changes().scale_pct / 100)))
        height = min(around.height() - theme.space(12), round(420 * max(1.0, theme.changes().scale_pct / 100)))
        self.setGeometry((around.width() - width) // 2, theme.space(8), width, height)


def _call_line(at: int, item: WorkItem) -> Line:
    key = item.recording_id or item.sheet_id or ""
    when = wording.moment(item.started_at) if item.recording_id else wording.day(item.decision_date)
    parts = [part for part in (when, item.caseworker_id, item.case_ref) if part]
    return Line(f"call:{at}", key, " · ".join(parts), state_words(item), "recording" if item.recording_id else "sheet")

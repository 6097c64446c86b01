"""One command of the key sheet with its key: press it, then the new key; what collides is asked about on the spot.

Foot pedals that type a key (F13 to F24, media keys, letters) are taken as what they type.
"""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import Action, ActionTable

MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
    }
)
LISTENING = "press a key …"
NONE = "none"


class KeyCap(QPushButton):
    """The key as it is written on a keyboard; pressed, it waits for another.

    Signals: `pressed_key(str)` in Qt's portable form, "" for none; `listening_changed(bool)`.
    """

    pressed_key = Signal(str)
    listening_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listening = False
        self._words = NONE
        theme.mark(self, role="keycap")
        self.clicked.connect(lambda: self.listen(not self.listening))

    def show_key(self, words: str) -> None:
        """The key as this system writes it, empty for none."""
        self._words = words or NONE
        self._dress()

    def listen(self, listening: bool) -> None:
        """Wait for a key, or stop waiting."""
        if listening != self.listening:
            self.listening = listening
            self._dress()
            self.listening_changed.emit(listening)

    def event(self, event: QEvent) -> bool:
        if self.listening and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the key is meant for this field, whatever it does elsewhere
            return True
        if self.listening and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.listen(False)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in MODIFIERS or key == Qt.Key.Key_unknown:
            return
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        self.listen(False)
        if plain and key == Qt.Key.Key_Escape:
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ShiftModifier and event.text().strip() and not event.text().isalpha():
            modifiers = Qt.KeyboardModifier.NoModifier  # "?" is the key, not Shift and "?"
        sequence = QKeySequence(QKeyCombination(modifiers, key))
        self.pressed_key.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))

    def _dress(self) -> None:
        self.setText(LISTENING if self.listening else self._words)
        tone = "accent" if self.listening else "quiet" if self._words == NONE else ""
        theme.mark(self, tone=tone)


class KeyRow(QWidget):
    """A command, its key, and what to do about it.

    Signals: `key_wished(dict)` with the command's new key, and "" for the one it is taken from; `reset_wished(id)`.
    """

    key_wished = Signal(dict)
    reset_wished = Signal(str)

    def __init__(self, table: ActionTable, action: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.action_id = action.id
        self._wanted = ""
        self._loser: Action | None = None
        self.words = QLabel(action.text)
        self.words.setWordWrap(True)
        self.cap = KeyCap()
        self.none = self._tool("close", f"No key for: {action.text}")
        self.back = self._tool("undo", f"The program's own key for: {action.text}")
        self.question = QLabel()
        self.question.setWordWrap(True)
        theme.mark(self.question, role="warn")
        self.take = QPushButton("Use it here")
        self.leave = QPushButton("Leave it")
        self._arrange()
        self.cap.pressed_key.connect(self._on_key)
        self.none.clicked.connect(lambda: self.key_wished.emit({self.action_id: ""}))
        self.back.clicked.connect(lambda: self.reset_wished.emit(self.action_id))
        self.take.clicked.connect(self._on_take)
        self.leave.clicked.connect(self._close_question)
        self.show_key()

    def show_key(self) -> None:
        """The key in force, and whether it is the person's own choice."""
        action = self._table.action(self.action_id)
        shown, own = self._table.key_text(self.action_id), self._table.own_key(self.action_id)
        changed = action.key != own
        self.cap.show_key(shown)
        said = f"{action.text}: {shown or 'no key'}" + (", changed" if changed else "")
        self.cap.setAccessibleName(said)
        self.cap.setToolTip("Press to choose another key (Escape leaves it)")
        self.none.setEnabled(bool(action.key))
        self.back.setVisible(changed)
        own_text = QKeySequence(own).toString(QKeySequence.SequenceFormat.NativeText) if own else "no key"
        self.back.setToolTip(f"Back to the program's own: {own_text}")
        self._close_question()

    def matches(self, words: str) -> bool:
        """Whether the command or its key holds these letters."""
        letters = words.casefold().strip()
        action = self._table.action(self.action_id)
        return letters in action.text.casefold() or letters in self._table.key_text(self.action_id).casefold()

    def _tool(self, drawing: str, words: str) -> QToolButton:
        button = QToolButton()
        theme.dress(button, drawing, "quiet")
        button.setAccessibleName(words)
        button.setToolTip("No key")
        return button

    def _arrange(self) -> None:
        for button in (self.none, self.back):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
        line = QHBoxLayout()
        line.setSpacing(theme.space(0.5))
        line.addWidget(self.words, 1)
        for widget in (self.cap, self.none, self.back):
            line.addWidget(widget)
        asked = QHBoxLayout()
        asked.setSpacing(theme.space(1))
        asked.addWidget(self.question, 1)
        asked.addWidget(self.take)
        asked.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addLayout(line)
        column.addLayout(asked)

    def _on_key(self, key: str) -> None:
        if not key or key == self._table.action(self.action_id).key:
            return
        self._loser = self._table.taken_by(self.action_id, key)
        if self._loser is None:
            self.key_wished.emit({self.action_id: key})
            return
        self._wanted = key
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        self.question.setText(f"{shown} is taken: {self._loser.text}.")
        self._show_question(True)
        self.take.setFocus()

    def _on_take(self) -> None:
        if self._loser is not None:
            self.key_wished.emit({self.action_id: self._wanted, self._loser.id: ""})
            self.cap.setFocus()

    def _close_question(self) -> None:
        had = self._loser is not None and self.isVisible()
        self._loser, self._wanted = None, ""
        self._show_question(False)
        if had:
            self.cap.setFocus()

    def _show_question(self, asked: bool) -> None:
        for widget in (self.question, self.take, self.leave):
            widget.setVisible(asked)

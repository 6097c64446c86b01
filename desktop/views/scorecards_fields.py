"""The fields of the scorecard editor: each shows one value of a draft, tells what is typed, and says what is wrong.

A field stands for one key of a table. What cannot be read as a number is told as the text it is: the draft keeps it,
and its fault says so. Undoing is the editor's, not the field's.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.calm_box import CalmBox
from desktop.views.flow import FlowLayout
from desktop.views.press_boxes import TickBox

Read = Callable[[str], object]
"""What a typed text stands for in the draft; None for a key that is left out."""


def as_text(text: str) -> object:
    """The text itself."""
    return text


def as_optional(text: str) -> object:
    """The text, or nothing where there is none."""
    return text or None


def as_whole(text: str) -> object:
    """A whole number, else the text as it stands."""
    plain = text.strip().replace(",", "")
    digits = plain.removeprefix("-")
    return int(plain) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else text


def as_optional_whole(text: str) -> object:
    """A whole number, or nothing where there is none."""
    return as_whole(text) if text.strip() else None


def as_amount(text: str) -> object:
    """A whole number, or an amount with its places as text ("0.50"), or nothing."""
    plain = text.strip().replace(",", "")
    found = as_optional_whole(plain)
    return plain if isinstance(found, str) else found


def undoes(event: QEvent) -> bool:
    """Whether a field is asked if it wants the keys that undo and redo: the editor does."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class EditLine(QLineEdit):
    """A line that leaves undoing to the editor. Signal `left()` when it is left."""

    left = Signal()

    def show_text(self, text: str) -> None:
        """Show this text from its beginning; nothing moves where it stands already."""
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        if undoes(event):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class EditBox(QPlainTextEdit):
    """Some lines of text; Tab goes on to the next field. Signals: `typed(text)`; `left()`."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.textChanged.connect(self._on_text)
        theme.changes().changed.connect(self._size)
        self._size()

    def show_text(self, text: str) -> None:
        """Show this text; nothing moves where it stands already."""
        if text != self.toPlainText():
            self._shown = text
            self.setPlainText(text)

    def event(self, event: QEvent) -> bool:
        if undoes(event):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _on_text(self) -> None:
        if self.toPlainText() != self._shown:
            self._shown = self.toPlainText()
            self.typed.emit(self._shown)

    def _size(self) -> None:
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + theme.space(2.5))


class CardField(QWidget):
    """A name, what is filled in below it, and below that what is wrong with it.

    Signals: `edited(key, value, typing)`, `value` None for a key to be left out; `left()`.
    """

    edited = Signal(str, object, bool)
    left = Signal()

    def __init__(self, key: str, words: str, purpose: str, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.words = words
        self.editor = editor
        self.label = QLabel(words)
        self.label.setBuddy(editor)
        theme.mark(self.label, role="small")
        self.said = fault_label()
        editor.setAccessibleName(words)
        editor.setToolTip(purpose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        column.addWidget(self.label)
        column.addWidget(editor)
        column.addWidget(self.said)
        self.setFocusProxy(editor)

    def show_value(self, value: object) -> None:
        """Show what the draft holds."""
        raise NotImplementedError

    def set_read_only(self, *, read_only: bool) -> None:
        """Whether it can only be read."""
        self.editor.setEnabled(not read_only)

    def show_fault(self, reason: str) -> None:
        """Say what is wrong, or nothing."""
        show_fault(self.said, reason)
        self.editor.setAccessibleDescription(sentence(reason))


class LineField(CardField):
    """A line of text or a number; `letters` is how many are in sight, 0 for as many as there is room for."""

    def __init__(self, key: str, words: str, purpose: str, read: Read = as_text, letters: int = 0) -> None:
        self.line = EditLine()
        self._letters = letters
        super().__init__(key, words, purpose, self.line)
        self.line.textEdited.connect(lambda text: self.edited.emit(key, read(text), True))
        self.line.left.connect(self.left)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def show_value(self, value: object) -> None:
        text = "" if value is None else str(value)
        self.line.show_text(text)

    def set_read_only(self, *, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def _fit(self) -> None:
        if self._letters:
            self.line.setFixedWidth(self._letters * self.line.fontMetrics().horizontalAdvance("0") + theme.space(3))


class BoxField(CardField):
    """Some lines of text."""

    def __init__(self, key: str, words: str, purpose: str, lines: int, read: Read = as_text) -> None:
        self.box = EditBox(lines)
        super().__init__(key, words, purpose, self.box)
        self.box.typed.connect(lambda text: self.edited.emit(key, read(text), True))
        self.box.left.connect(self.left)

    def show_value(self, value: object) -> None:
        self.box.show_text("" if value is None else str(value))

    def set_read_only(self, *, read_only: bool) -> None:
        self.box.setReadOnly(read_only)


class WordListField(BoxField):
    """A list of words, one a line."""

    def __init__(self, key: str, words: str, purpose: str, lines: int) -> None:
        super().__init__(key, words, purpose, lines, _lines_of)

    def show_value(self, value: object) -> None:
        shown = [str(each) for each in value] if isinstance(value, list | tuple) else []
        if (_lines_of(self.box.toPlainText()) or []) != shown:
            self.box.show_text("\n".join(shown))


class PickField(CardField):
    """One of several values."""

    def __init__(self, key: str, words: str, purpose: str, choices: Sequence[tuple[str, object]] = ()) -> None:
        self.box = CalmBox()
        super().__init__(key, words, purpose, self.box)
        column = self.layout()
        assert column is not None
        column.setAlignment(self.box, Qt.AlignmentFlag.AlignLeft)
        narrow(self.box)
        self.offer(choices)
        self.box.activated.connect(lambda _at: self.edited.emit(key, self.box.currentData(), False))

    def offer(self, choices: Sequence[tuple[str, object]]) -> None:
        """The choices; untouched where they are the same."""
        if choices != [(self.box.itemText(at), self.box.itemData(at)) for at in range(self.box.count())]:
            self.box.clear()
            for words, value in choices:
                self.box.addItem(words, value)

    def show_value(self, value: object) -> None:
        self.box.setCurrentIndex(self.box.findData(value))


class TickField(CardField):
    """A word that holds or does not; `out` leaves the key out where it does not."""

    def __init__(self, key: str, words: str, purpose: str, *, out: bool = False) -> None:
        self.tick = TickBox(words)
        super().__init__(key, words, purpose, self.tick)
        self.label.hide()
        self.tick.clicked.connect(lambda on: self.edited.emit(key, True if on else None if out else False, False))

    def show_value(self, value: object) -> None:
        self.tick.setChecked(value is True)


class FieldRow(QWidget):
    """Short fields side by side, as many in a row as there is room for; what is wrong with them stands below."""

    def __init__(self, fields: Sequence[CardField], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = {field.key: field for field in fields}
        self._faults: dict[str, str] = {}
        self.said = fault_label()
        inside = QWidget()
        flow = FlowLayout(inside, theme.space(1.5))
        for field in fields:
            flow.addWidget(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        column.addWidget(inside)
        column.addWidget(self.said)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say which of the fields are wrong."""
        told = []
        for key, field in self._fields.items():
            reason = faults.get(key, "")
            field.editor.setAccessibleDescription(sentence(reason))
            if reason:
                told.append(f"{field.words} {reason}.")
        show_fault(self.said, "\n".join(told))


class FieldForm(QWidget):
    """Several fields of one table. Signals: `wished(changes, typing)`: values by key, None for keys to be left out;
    `rested()` when a field was left."""

    wished = Signal(dict, bool)
    rested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, CardField] = {}
        self._rows: list[FieldRow] = []
        self._in_rows: set[str] = set()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space(1.25))

    def add(self, *fields: CardField) -> None:
        """One field over the whole width, or several side by side."""
        for field in fields:
            self.fields[field.key] = field
            field.edited.connect(lambda key, value, typing: self.wished.emit({key: value}, typing))
            field.left.connect(self.rested)
        if len(fields) == 1:
            self.column.addWidget(fields[0])
        else:
            row = FieldRow(fields)
            self._rows.append(row)
            self._in_rows |= {field.key for field in fields}
            self.column.addWidget(row)

    def show_table(self, table: Mapping[str, Any], faults: Mapping[str, str], *, read_only: bool) -> None:
        """Show what stands in the draft and what is wrong with it."""
        for key, field in self.fields.items():
            field.show_value(table.get(key))
            field.set_read_only(read_only=read_only)
            if key not in self._in_rows:
                field.show_fault(fault_of(faults, key))
        for row in self._rows:
            row.show_faults(faults)

    def focus_key(self, key: str) -> bool:
        """The keyboard goes to the field of this key, as far as it has one."""
        field = self.fields.get(key.partition("[")[0])
        if field is None or field.isHidden():
            return False
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def fault_label() -> QLabel:
    """Where it is said what is wrong."""
    made = QLabel()
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    theme.mark(made, role="bad")
    made.hide()
    return made


def show_fault(label: QLabel, reason: str) -> None:
    label.setText(sentence(reason))
    label.setVisible(bool(reason))


def sentence(reason: str) -> str:
    """A clause of a refusal as a sentence."""
    if not reason:
        return ""
    begun = reason[:1].upper() + reason[1:]
    return begun if begun.endswith(".") else f"{begun}."


def fault_of(faults: Mapping[str, str], key: str) -> str:
    """What is wrong with a key, or with one of the things in its list."""
    return faults.get(key) or next((why for named, why in faults.items() if named.startswith(f"{key}[")), "")


def narrow(box: CalmBox, letters: int = 12) -> None:
    """A box that gives way where there is little room."""
    box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumContentsLength(letters)


def scrolling(inside: QWidget, *, sideways: bool = True) -> QScrollArea:
    """What scrolls where there is less room than it needs."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    bars = Qt.ScrollBarPolicy
    area.setHorizontalScrollBarPolicy(bars.ScrollBarAsNeeded if sideways else bars.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def _lines_of(text: str) -> object:
    found = [line.strip() for line in text.splitlines() if line.strip()]
    return found or None

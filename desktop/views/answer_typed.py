"""A number, a point of a long scale or some sentences, typed in; why what stands there is no answer is said there."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.answers import limits_words
from desktop.views.actions import ActionTable
from desktop.views.answer_inputs import AnswerInput
from desktop.views.comment_box import CommentBox
from models.answer_types import Number, Scale, Text, answered, check
from models.review import AnswerNote
from models.scorecard import Prompt

NUMBER_LETTERS = frozenset("0123456789.,+-")
"""What is typed into a field for numbers; every other letter is a command, as beside it."""


class NumberEdit(QLineEdit):
    """A field for a number; letters that belong to none stay commands of the page. Signal `left()`."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
            if plain and event.text().isprintable() and event.text() and event.text() not in NUMBER_LETTERS:
                return False
            if event.key() == Qt.Key.Key_Escape and self.text():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.text().isprintable() and event.text() and event.text() not in NUMBER_LETTERS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TypedInput(AnswerInput):
    """A number (or a point of a long scale) typed in, with its unit and its limits, or some sentences; why what was
    typed is no answer stands beside it."""

    def __init__(self, prompt: Prompt, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(prompt, actions, parent)
        self._edit: NumberEdit | CommentBox
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        row = QHBoxLayout()
        row.setSpacing(theme.space(0.75))
        asked = prompt.answer
        if isinstance(asked, Text):
            self._edit = CommentBox(self)
            self._edit.setPlaceholderText(f"Up to {asked.longest} characters")
            row.addWidget(self._edit, 1)
            row.setAlignment(self._edit, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.left_open, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._edit = NumberEdit(self)
            unit = asked.unit if isinstance(asked, Number) else ""
            limits = QLabel(limits_words(asked), self)
            theme.mark(limits, role="small")
            limits.setWordWrap(True)
            before, after = (unit, "") if unit == "£" else ("", unit)
            for words in (before, None, after):
                if words is None:
                    row.addWidget(self._edit)
                elif words:
                    row.addWidget(QLabel(words, self))
            row.addWidget(limits, 1)
            row.addWidget(self.left_open)
        self._edit.setAccessibleName(f"Answer: {prompt.text}")
        self._edit.setAccessibleDescription(limits_words(asked))
        self._edit.left.connect(self.left)
        self._edit.textChanged.connect(self._on_text)
        self._edit.installEventFilter(self)
        self.refusal = QLabel(self)
        self.refusal.setWordWrap(True)
        self.refusal.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(self.refusal, role="bad")
        self.refusal.hide()
        column.addLayout(row)
        column.addWidget(self.refusal)
        theme.changes().changed.connect(self._size)
        self._size()

    @property
    def field(self) -> QWidget | None:
        return self._edit

    @property
    def takes_keyboard(self) -> QWidget | None:
        return self._edit if isinstance(self._edit, NumberEdit) else None

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._edit.text() if isinstance(self._edit, NumberEdit) else self._edit.toPlainText()

    def press_digit(self, digit: int) -> None:
        if self.read_only:
            return
        self._edit.setFocus()
        if isinstance(self._edit, NumberEdit):
            self._edit.selectAll()
            self._edit.insert(str(digit))
        else:
            self._edit.insertPlainText(str(digit))

    def step(self, by: int) -> None:
        asked = self.prompt.answer
        if isinstance(asked, Scale):
            here = int(self.text) if self.text.isdigit() else asked.least - (by > 0)
            self.picked.emit(str(min(max(here + by, asked.least), asked.most)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def _show_given(self, given: str | None) -> None:
        """The letters are left as they were typed while they say the same, or while nothing else was answered."""
        self._edit.setReadOnly(self.read_only)
        same = given is not None and self._same(given)
        still_typed = given is None and self.refused
        if not same and not still_typed and self.text != (given or ""):
            self._edit.blockSignals(True)
            if isinstance(self._edit, NumberEdit):
                self._edit.setText(given or "")
            else:
                self._edit.setPlainText(given or "")
            self._edit.blockSignals(False)
        self._say()

    def _same(self, given: str) -> bool:
        if not self.text.strip() or check(self.prompt, self.text) is not None:
            return False
        return answered(self.prompt, AnswerNote(self.prompt.id), self.text).given == given

    @property
    def refused(self) -> bool:
        """Whether what stands in the field is no answer."""
        return bool(self.text.strip()) and check(self.prompt, self.text) is not None

    def _say(self) -> None:
        reason = check(self.prompt, self.text) if self.text.strip() else None
        words = "" if reason is None or self.read_only else f"Not taken: it {reason}."
        self.refusal.setText(words)
        self.refusal.setAccessibleName(words)
        self.refusal.setVisible(bool(words))

    def _on_text(self) -> None:
        self._say()
        self.typed.emit(None if self.refused or not self.text.strip() else self.text)

    def _size(self) -> None:
        if isinstance(self._edit, NumberEdit):
            self._edit.setFixedWidth(self._edit.fontMetrics().horizontalAdvance("0" * 12))

"""What every prompt that asks for more than yes or no has in common: what stands there, and N/A and "cannot tell".

Each input shows one answer and wishes another; what an answer counts as, and why it is none, is said by
`models.answer_types`.
"""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.answer_buttons import CHOICES, AnswerButton
from models.review import AnswerValue
from models.scorecard import Prompt

LEFT_OPEN = {AnswerValue.NOT_APPLICABLE: "leave_na", AnswerValue.CANNOT_TELL: "leave_ct"}
"""What can be answered to everything, and the action that does."""


class LeftOpen(QWidget):
    """N/A and cannot tell. Signal `chosen(value)`, None for the one already chosen."""

    chosen = Signal(object)

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self.buttons: dict[AnswerValue, AnswerButton] = {}
        self._value: AnswerValue | None = None
        for value, word, name, _action, shape, ink, tint in CHOICES:
            if value in LEFT_OPEN:
                button = AnswerButton(word, name, shape, ink, tint, self)
                actions.explain(button, LEFT_OPEN[value], name.capitalize())
                button.clicked.connect(lambda _checked=False, value=value: self._on_click(value))
                row.addWidget(button)
                self.buttons[value] = button
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_answer(self, value: AnswerValue | None, *, by_rule: bool) -> None:
        self._value = value
        for each, button in self.buttons.items():
            button.setChecked(each == value)
            button.set_by_rule(by_rule and value is None and each is AnswerValue.NOT_APPLICABLE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        painter.end()

    def _on_click(self, value: AnswerValue) -> None:
        wished = None if value == self._value else value
        self.show_answer(self._value, by_rule=False)
        self.chosen.emit(wished)


class AnswerInput(QWidget):
    """One input. Signals: `picked(text)` (None takes the answer back), `typed(text)` while it is being written (None
    while what is written is no answer), `entered()` when a field got the keyboard, `left()` when it was left by Escape
    or Return."""

    picked = Signal(object)
    typed = Signal(object)
    entered = Signal()
    left = Signal()

    def __init__(self, prompt: Prompt, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.prompt = prompt
        self.left_open = LeftOpen(actions, self)
        self.left_open.chosen.connect(lambda value: self.picked.emit(None if value is None else value.value))
        self.read_only = True

    @property
    def field(self) -> QWidget | None:
        """What is typed into, if anything."""
        return None

    @property
    def takes_keyboard(self) -> QWidget | None:
        """The field that has the keyboard while its prompt is the open one; None where the row has it."""
        return None

    def show_answer(self, value: AnswerValue | None, given: str | None, *, by_rule: bool, read_only: bool) -> None:
        """Show what a person answered, or that the rule did."""
        self.read_only = read_only
        self.left_open.show_answer(value if given is None else None, by_rule=by_rule)
        self.left_open.setEnabled(not read_only)
        self._show_given(given)

    def _show_given(self, given: str | None) -> None:
        raise NotImplementedError

    def press_digit(self, digit: int) -> None:
        """A digit was pressed while the prompt has the keyboard."""
        raise NotImplementedError

    def step(self, by: int) -> None:
        """The point or option beside, where there are such."""

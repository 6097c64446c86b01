"""What every prompt that asks for more than yes or no has in common: what stands there, and N/A and "cannot tell".

Each input shows one answer and wishes another; what an answer counts as, and why it is none, is said by
`models.answer_types`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.views.actions import ActionTable
from desktop.views.answer_buttons import LEFT_OPEN, AnswerButtons
from models.review import AnswerValue
from models.scorecard import Prompt


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
        self.left_open = AnswerButtons(actions, self, LEFT_OPEN)
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

"""One prompt of the scorecard as a row: number, question, star, answer; what it rests on, and what it still needs.

Rows show and wish; the scorecard form decides which one is open, and lays the one PromptDetail into it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.answer_buttons import AnswerButtons
from desktop.views.answer_inputs import AnswerInput
from desktop.views.answer_options import OptionInput
from desktop.views.answer_typed import TypedInput
from desktop.views.press import TextButton
from desktop.views.proposals import ProposalLine
from models.answer_types import Choice, Scale, YesNo
from models.applicability import WORDS
from models.review import AnswerValue, EvidenceNote
from models.scorecard import Prompt

CHIPS_SHOWN = 3
MOST_POINTS = 11
"""A scale of more points than this is typed in."""
CRITICAL_TIP = "Critical: a no here makes the whole check inaccurate"


@dataclass(frozen=True)
class RowState:
    """What a row shows: the person's answer, the rule's reason where it answers itself, evidence, what is missing.

    `against` tells what the answer goes against; `proposed` is what the steer proposes while nothing is answered, `sum`
    what it rests on once it is answered so. `given` is what was picked or typed, `shown` the same in words. `life` is
    what became of the answer after signing: its dispute, how that was decided, as it was published.
    """

    value: AnswerValue | None = None
    rule: str = ""
    evidence: tuple[EvidenceNote, ...] = ()
    comment: str = ""
    missing: tuple[str, ...] = ()
    against: str = ""
    read_only: bool = False
    proposed: str = ""
    sum: str = ""
    given: str | None = None
    shown: str = ""
    life: tuple[str, ...] = ()

    @property
    def by_rule(self) -> bool:
        return bool(self.rule) and self.value is None

    @property
    def words(self) -> str:
        """The answer in words, for those who hear the screen."""
        if self.by_rule:
            return f"not applicable by rule: {self.rule}"
        if self.proposed:
            return f"not answered; the steer proposes {self.proposed}"
        return self.shown or ("not answered" if self.value is None else WORDS[self.value])


class PromptRow(QFrame):
    """One prompt. Signals: `entered(prompt)` when it was clicked or got the keyboard, `answered(prompt, value)`,
    `given(prompt, text, typing)` where more than yes or no is asked for, `left(prompt)` when a field of it was left,
    `evidence_played(EvidenceNote)`, `proposal_taken(prompt)`."""

    entered = Signal(str)
    proposal_taken = Signal(str)
    answered = Signal(str, object)
    given = Signal(str, object, bool)
    left = Signal(str)
    evidence_played = Signal(object)

    def __init__(
        self,
        prompt: Prompt,
        number: int,
        actions: ActionTable,
        evidence_words: Callable[[EvidenceNote], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.prompt = prompt
        self._evidence_words = evidence_words
        self.state = RowState()
        self.current = False
        self._wide: bool | None = None
        self._number = QLabel(str(number), self)
        self._number.setProperty("role", "small")
        self._text = QLabel(prompt.text, self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._star = QLabel(self)
        self._star.setAccessibleName("Critical" if prompt.critical else "")
        if prompt.critical:
            self._star.setToolTip(CRITICAL_TIP)
        self.input = input_for(prompt, actions, self)
        self.buttons = AnswerButtons(actions, self)
        self.buttons.setVisible(self.input is None)
        self._answer: QWidget = self.buttons if self.input is None else self.input
        self._notes, self._needs, self._life = (self._below(role) for role in ("small", "warn", "path"))
        self._chips = QWidget(self)
        self._chip_row = QHBoxLayout(self._chips)
        self._chip_row.setContentsMargins(0, 0, 0, 0)
        self._chip_row.setSpacing(theme.space(0.5))
        self.proposal = ProposalLine(actions, self)
        self.proposal.taken.connect(self._on_taken)
        self._detail: QWidget | None = None
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(theme.space(1))
        self._grid.setVerticalSpacing(theme.space(0.5))
        self._grid.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._arrange(wide=True)
        self.buttons.chosen.connect(self._on_chosen)
        if self.input is not None:
            self._connect_input(self.input)
        theme.changes().changed.connect(self._dress)
        self._dress()
        self.set_current(False)
        self._show()

    def _below(self, role: str) -> QLabel:
        """A paragraph below the question."""
        made = QLabel(self)
        made.setWordWrap(True)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setProperty("role", role)
        return made

    def _connect_input(self, field: AnswerInput) -> None:
        field.picked.connect(lambda text: self._on_given(text, typing=False))
        field.typed.connect(lambda text: self._on_given(text, typing=True))
        field.entered.connect(lambda: self.entered.emit(self.prompt.id))
        field.left.connect(lambda: self.left.emit(self.prompt.id))

    # what is shown

    def show_state(self, state: RowState) -> None:
        """Show this answer; nothing is touched when nothing changed."""
        if state != self.state:
            self.state = state
            self._show()

    def set_current(self, current: bool) -> None:
        """Whether this is the prompt the keys answer; the only one Tab stops at."""
        self.current = current
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        self._show_notes()
        self.update()

    def set_wide(self, wide: bool) -> None:
        """Answers beside the question, or below it where there is little room."""
        if wide != self._wide:
            self._arrange(wide=wide)

    def open_with(self, detail: QWidget) -> None:
        """Lay the detail below the question."""
        self._detail = detail
        self._grid.addWidget(detail, 7, 1, 1, 3)
        detail.show()
        self._show_notes()

    def close_detail(self) -> None:
        """Give the detail back."""
        if self._detail is not None:
            self._grid.removeWidget(self._detail)
            self._detail = None
            self._show_notes()

    def _arrange(self, *, wide: bool) -> None:
        self._wide = wide
        self._grid.removeWidget(self._life)
        for widget in (self._number, self._text, self._star, self._answer, self._notes, self._needs, self._chips):
            self._grid.removeWidget(widget)
        self._grid.removeWidget(self.proposal)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._number, 0, 0, top)
        if self.input is not None:
            self._grid.addWidget(self._text, 0, 1, 1, 2)
            self._grid.addWidget(self._star, 0, 3, top | Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(self.input, 1, 1, 1, 3)
        elif wide:
            self._grid.addWidget(self._text, 0, 1)
            self._grid.addWidget(self._star, 0, 2, top)
            self._grid.addWidget(self.buttons, 0, 3, top)
        else:
            self._grid.addWidget(self._text, 0, 1, 1, 2)
            self._grid.addWidget(self._star, 0, 3, top | Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(self.buttons, 1, 1, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self.proposal, 2, 1, 1, 3)
        self._grid.addWidget(self._notes, 3, 1, 1, 3)
        self._grid.addWidget(self._needs, 4, 1, 1, 3)
        self._grid.addWidget(self._life, 5, 1, 1, 3)
        self._grid.addWidget(self._chips, 6, 1, 1, 3, Qt.AlignmentFlag.AlignLeft)

    def _dress(self) -> None:
        side = max(12, round(theme.text_height() * 0.85))
        tall = self.buttons.sizeHint().height()
        self._star.setFixedSize(QSize(side, tall))
        if self.prompt.critical:
            self._star.setPixmap(theme.pixmap("star", "accent", side, self.devicePixelRatioF()))
        self._number.setMinimumWidth(self._number.fontMetrics().horizontalAdvance("20"))
        self._number.setFixedHeight(tall)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._text.setContentsMargins(0, (tall - theme.text_height()) // 2, 0, 0)  # its first line beside the answers
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def _show(self) -> None:
        state = self.state
        if self.input is None:
            self.buttons.show_answer(state.value, by_rule=state.by_rule)
            self.buttons.setEnabled(not state.read_only)
        else:
            self.input.show_answer(state.value, state.given, by_rule=state.by_rule, read_only=state.read_only)
        starred = ", critical" if self.prompt.critical else ""
        self.setAccessibleName(f"{self._number.text()}. {self.prompt.text}{starred}")
        needs = f". Missing: {'; '.join(state.missing)}" if state.missing else ""
        became = f". {' '.join(state.life)}" if state.life else ""
        self.setAccessibleDescription(state.words + needs + became)
        self._show_notes()

    def _show_notes(self) -> None:
        state = self.state
        self.proposal.show_words(state.proposed, read_only=state.read_only)
        notes = []
        if state.by_rule:
            notes.append(f"N/A: {state.rule}")
        if state.sum and self._detail is not None:
            notes.append(f"As the steer proposes: {state.sum}")
        if state.against:
            notes.append(state.against)
        if state.comment and self._detail is None:
            notes.append(f"“{' '.join(state.comment.split())}”")
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self._life.setText("\n".join(state.life))
        self._life.setVisible(bool(state.life))
        self._needs.setText("\n".join(words[:1].upper() + words[1:] for words in state.missing))
        self._needs.setVisible(bool(state.missing))
        self._show_chips(() if self._detail is not None else state.evidence)

    def _show_chips(self, evidence: tuple[EvidenceNote, ...]) -> None:
        while self._chip_row.count():
            item = self._chip_row.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for note in evidence[:CHIPS_SHOWN]:
            chip = TextButton(self._evidence_words(note), "link", self._chips)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setStyleSheet("padding: 0 8px 0 0; border: none;")
            chip.show_icon("field" if note.field else "play", "accent")
            chip.clicked.connect(lambda _checked=False, note=note: self.evidence_played.emit(note))
            self._chip_row.addWidget(chip)
        if len(evidence) > CHIPS_SHOWN:
            more = QLabel(f"and {len(evidence) - CHIPS_SHOWN} more", self._chips)
            theme.mark(more, role="small")
            self._chip_row.addWidget(more)
        self._chips.setVisible(bool(evidence))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.current:
            painter.fillRect(self.rect(), theme.colour("hover"))
            painter.fillRect(0, 0, 3, self.height(), theme.colour("accent"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    # hands

    def take_keyboard(self) -> None:
        """The keyboard goes to the field where numbers are typed, else to the row, where digits answer."""
        field = None if self.input is None or self.state.read_only else self.input.takes_keyboard
        (field or self).setFocus()

    @property
    def has_keyboard(self) -> bool:
        """Whether the row, or the field in it, has the keyboard."""
        field = None if self.input is None else self.input.field
        return self.hasFocus() or (field is not None and field.hasFocus())

    def _on_given(self, text: str | None, *, typing: bool) -> None:
        self.entered.emit(self.prompt.id)
        self.given.emit(self.prompt.id, text, typing)

    def _on_chosen(self, value: AnswerValue | None) -> None:
        self.entered.emit(self.prompt.id)
        self.answered.emit(self.prompt.id, value)

    def _on_taken(self) -> None:
        self.entered.emit(self.prompt.id)
        self.proposal_taken.emit(self.prompt.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.entered.emit(self.prompt.id)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self.entered.emit(self.prompt.id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def input_for(prompt: Prompt, actions: ActionTable, parent: QWidget) -> AnswerInput | None:
    """The input a prompt asks for; None where it asks for yes or no, which has buttons of its own."""
    asked = prompt.answer
    if isinstance(asked, YesNo):
        return None
    if isinstance(asked, Choice) or (isinstance(asked, Scale) and asked.most - asked.least < MOST_POINTS):
        return OptionInput(prompt, actions, parent)
    return TypedInput(prompt, actions, parent)

"""What the caseworker says to a released review, recorded by who leads him: taken note of, or prompts disputed.

Laid over the scorecard; nothing is written before "Record the reply". What is missing is said at the foot.
"""

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.state.draft_opening import Life
from desktop.tables import wording
from desktop.tables.answers import answer_words
from desktop.views.actions import ActionTable
from desktop.views.column_panel import ColumnPanel, panel_heading, panel_words
from desktop.views.comment_box import CommentBox
from desktop.views.day_field import chosen_day, day_field
from desktop.views.press_boxes import ChoiceBox, TickBox
from models.review import AnswerNote, ReviewForm
from models.review_life import DisputeNote, Reply, ReplyAnswer
from models.scorecard import Prompt, ScorecardDefinition

RECORD = "Record the reply"


class DisputeLine(QWidget):
    """One prompt that can be disputed: chosen, its reason is asked for below. Signal `changed()`."""

    changed = Signal()

    def __init__(self, number: int, prompt: Prompt, note: AnswerNote, why_not: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.prompt = prompt
        self.number = number
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        row = QHBoxLayout()
        row.setSpacing(theme.space(0.75))
        self.box = TickBox(f"{number}", self)
        self.box.setEnabled(why_not is None)
        words = f"{prompt.text} {answer_words(prompt, note).capitalize()}."
        self.box.setAccessibleName(f"Dispute {number}. {words}")
        question = QLabel(prompt.text, self)
        question.setWordWrap(True)
        answer = QLabel(answer_words(prompt, note), self)
        theme.mark(answer, role="heading")
        row.addWidget(self.box)
        row.addWidget(question, 1)
        row.addWidget(answer)
        column.addLayout(row)
        if why_not is not None:
            column.addWidget(panel_words(why_not, self, "small"))
        self.comment = CommentBox(self)
        self.comment.setPlaceholderText("What the caseworker says to this answer")
        self.comment.setAccessibleName(f"Dispute of {number}: comment")
        self.comment.hide()
        column.addWidget(self.comment)
        self.box.toggled.connect(self._on_toggled)
        self.comment.textChanged.connect(self.changed)
        self.comment.left.connect(self.box.setFocus)

    @property
    def chosen(self) -> bool:
        return self.box.isChecked()

    @property
    def note(self) -> DisputeNote:
        return DisputeNote(self.prompt.id, self.comment.toPlainText().strip())

    def _on_toggled(self, on: bool) -> None:
        self.comment.setVisible(on)
        if on:
            self.comment.setFocus()
        self.changed.emit()


class ReplyPanel(ColumnPanel):
    """Signals: `reply_wished(Reply)`; those of ColumnPanel. What is refused is told by `say_refused`."""

    reply_wished = Signal(object)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(actions, "reply", parent)
        self.confirm.setText(RECORD)
        actions.explain(self.confirm, "sign", RECORD)
        self.confirm.clicked.connect(self._on_confirm)
        self.lines: list[DisputeLine] = []
        self._about: str | None = None
        self.acknowledged: ChoiceBox
        self.disputed: ChoiceBox

    def show_reply(self, life: Life, form: ReviewForm, card: ScorecardDefinition) -> None:
        """Ask for the reply to this review; what was begun of it before stays."""
        self._open("The caseworker's reply")
        if self._about != life.story.review_id:
            self._about = life.story.review_id
            self._fill(life, form, card)
        self._say()
        (self.disputed if self.disputed.isChecked() else self.acknowledged).setFocus()

    def forget(self) -> None:
        """It was recorded, or another review is on the desk."""
        self._about = None

    def _fill(self, life: Life, form: ReviewForm, card: ScorecardDefinition) -> None:
        story = life.story
        who = story.caseworker_id or "the caseworker"
        inside, column = self._begin()
        released = None if story.released_at is None else wording.moment(story.released_at)
        last = "" if story.reply_by is None else f" A prompt can be disputed until {wording.day(story.reply_by)}."
        column.addWidget(panel_words(f"Released to {who} {released}.{last}", inside, "quiet"))
        self.acknowledged = ChoiceBox(f"Acknowledged: {who} takes note of it", inside)
        self.disputed = ChoiceBox(f"Disputed: {who} contests answers", inside)
        group = QButtonGroup(inside)
        group.addButton(self.acknowledged)
        group.addButton(self.disputed)
        late = life.possible.dispute
        self.disputed.setEnabled(late is None)
        column.addWidget(self.acknowledged)
        column.addWidget(self.disputed)
        if late is not None:
            column.addWidget(panel_words(late, inside, "small"))
        row = QHBoxLayout()
        label = QLabel("Reply given on", inside)
        self.day: QDateEdit = day_field("The day the reply was given", life.today)
        self.day.setMaximumDate(QDate(life.today.year, life.today.month, life.today.day))
        label.setBuddy(self.day)
        row.addWidget(label)
        row.addWidget(self.day)
        row.addStretch(1)
        column.addSpacing(theme.space(0.5))
        column.addLayout(row)
        self._note = CommentBox(inside)
        self._note.setPlaceholderText("What the caseworker says to it (optional)")
        self._note.setAccessibleName("Comment of the caseworker")
        self._note.left.connect(self.acknowledged.setFocus)
        column.addSpacing(theme.space(0.5))
        column.addWidget(self._note)
        self._disputing = QWidget(inside)
        lines = QVBoxLayout(self._disputing)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.space(1))
        lines.addWidget(panel_heading("Which answers, and why", self._disputing))
        self.lines = []
        for number, prompt in enumerate(card.prompts, 1):
            before = prompt.id in story.disputed_before
            why_not = "It was disputed on an earlier version; each is disputed once." if before else None
            line = DisputeLine(number, prompt, form.answer(prompt.id), why_not, self._disputing)
            line.changed.connect(self._say)
            lines.addWidget(line)
            self.lines.append(line)
        self._disputing.hide()
        column.addWidget(self._disputing)
        self.acknowledged.setChecked(True)
        self.disputed.toggled.connect(self._on_kind)
        self._end(inside, column)

    def _on_kind(self, disputed: bool) -> None:
        self._disputing.setVisible(disputed)
        self._note.setVisible(not disputed)
        self._say()

    def _missing(self) -> tuple[str, QWidget] | None:
        """What keeps it from being recorded, and where it is given."""
        if not self.disputed.isChecked():
            return None
        chosen = [line for line in self.lines if line.chosen]
        if not chosen:
            first = next((line.box for line in self.lines if line.box.isEnabled()), self.disputed)
            return "Choose the answers that are disputed.", first
        for line in chosen:
            if not line.note.comment:
                return f"Write what is said to no. {line.number}.", line.comment
        return None

    def _say(self) -> None:
        missing = self._missing()
        count = sum(line.chosen for line in self.lines) if self.disputed.isChecked() else 0
        ready = f"{wording.several(count, 'prompt')} disputed." if count else "Once recorded it stays."
        self._tell(ready if missing is None else missing[0], "quiet")

    def _on_confirm(self) -> None:
        missing = self._missing()
        if missing is not None:
            self._tell(missing[0], "warn")
            missing[1].setFocus()
            self._scroll.ensureWidgetVisible(missing[1])
            return
        if self.disputed.isChecked():
            notes = tuple(line.note for line in self.lines if line.chosen)
            reply = Reply(ReplyAnswer.DISPUTED, disputes=notes, day=chosen_day(self.day))
        else:
            said = self._note.toPlainText().strip()
            reply = Reply(ReplyAnswer.ACKNOWLEDGED, said, day=chosen_day(self.day))
        self.reply_wished.emit(reply)

"""Deciding a disputed prompt, by another reviewer: what was answered and why, what is said against it, the outcome.

One dispute after the other; the call can be heard meanwhile, and the evidence of the answer is one key away.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop import theme
from desktop.state.draft_opening import Life
from desktop.tables import wording
from desktop.tables.answers import answer_words
from desktop.views.actions import ActionTable
from desktop.views.column_panel import ColumnPanel, panel_heading, panel_words
from desktop.views.comment_box import CommentBox
from desktop.views.press import TextButton
from desktop.views.press_boxes import ChoiceBox
from models.clock import office_date
from models.review import EvidenceKind, EvidenceNote, ReviewForm
from models.review_life import Dispute, Outcome
from models.scorecard import ScorecardDefinition

SHAPES = {EvidenceKind.SPAN: "play", EvidenceKind.WHOLE_CALL: "headphones", EvidenceKind.SHEET: "field"}
RECORD = "Record the decision"
CHOOSE, WRITE = "Choose the outcome.", "Write why it is decided so."


class DecidePanel(ColumnPanel):
    """Signals: `decision_wished(prompt, Outcome, comment)`, `evidence_played(EvidenceNote)`; those of ColumnPanel."""

    decision_wished = Signal(str, object, str)
    evidence_played = Signal(object)

    def __init__(
        self, actions: ActionTable, evidence_words: Callable[[EvidenceNote], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(actions, "deciding", parent)
        self._evidence_words = evidence_words
        self.confirm.setText(RECORD)
        actions.explain(self.confirm, "sign", RECORD)
        self.confirm.clicked.connect(self._on_confirm)
        self.prompt: str | None = None
        self.upheld: ChoiceBox
        self.changed: ChoiceBox
        self.box: CommentBox

    def show_dispute(self, life: Life, form: ReviewForm, card: ScorecardDefinition, prompt: str | None = None) -> bool:
        """Show a dispute that waits, that of `prompt` or the first; False where none waits."""
        waiting = life.story.undecided
        if not waiting:
            return False
        chosen = prompt if prompt in waiting else waiting[0]
        numbers = {each.id: place for place, each in enumerate(card.prompts, 1)}
        others = f"  ·  {len(waiting) - 1} more" if len(waiting) > 1 else ""
        self._open(f"Decide the dispute of no. {numbers[chosen]}{others}")
        if chosen != self.prompt:
            dispute = next(each for each in life.story.disputes if each.prompt == chosen)
            self._fill(dispute, numbers[chosen], form, card, life.story.reviewer_id)
        self.prompt = chosen
        self._tell("Once recorded it stays.", "quiet")
        self.upheld.setFocus()
        return True

    def forget(self) -> None:
        """Another review is on the desk, or this dispute was decided."""
        self.prompt = None

    def _fill(self, dispute: Dispute, number: int, form: ReviewForm, card: ScorecardDefinition, reviewer: str) -> None:
        prompt, note = card.prompt(dispute.prompt), form.answer(dispute.prompt)
        inside, column = self._begin()
        column.addWidget(panel_heading(f"{number}. {prompt.text}", inside))
        column.addWidget(panel_words(f"Answered by {reviewer}", inside, "small"))
        column.addWidget(panel_words(answer_words(prompt, note).capitalize(), inside, "title"))
        for cause in note.root_causes:
            column.addWidget(panel_words(f"Cause: {cause}", inside))
        if note.comment:
            column.addWidget(panel_words(note.comment, inside, "saying"))
        for piece in note.evidence:
            line = TextButton(self._evidence_words(piece), "link", inside)
            line.show_icon(SHAPES[piece.kind], "accent")
            line.setAccessibleName(f"Evidence: {self._evidence_words(piece)}")
            line.setStyleSheet("text-align: left; padding: 2px 4px 2px 0;")
            line.clicked.connect(lambda _checked=False, piece=piece: self.evidence_played.emit(piece))
            column.addWidget(line)
        day = wording.day(dispute.given_on or office_date(dispute.at))
        column.addSpacing(theme.space(1))
        column.addWidget(panel_words(f"Disputed {day} by {dispute.caseworker_id}", inside, "small"))
        column.addWidget(panel_words(dispute.comment, inside, "saying"))
        column.addWidget(panel_heading("The outcome", inside))
        self.upheld = ChoiceBox("Upheld: the answer stands", inside)
        self.changed = ChoiceBox("To be changed: the review is amended", inside)
        group = QButtonGroup(inside)
        for button in (self.upheld, self.changed):
            group.addButton(button)
            column.addWidget(button)
        self.box = CommentBox(inside)
        self.box.setPlaceholderText("Why: the caseworker reads it")
        self.box.setAccessibleName("Reason of the decision")
        self.box.left.connect(self.upheld.setFocus)
        column.addWidget(self.box)
        self._end(inside, column)

    def _on_confirm(self) -> None:
        if self.prompt is None:
            return
        if not (self.upheld.isChecked() or self.changed.isChecked()):
            self._tell(CHOOSE, "warn")
            self.upheld.setFocus()
        elif not self.box.toPlainText().strip():
            self._tell(WRITE, "warn")
            self.box.setFocus()
        else:
            outcome = Outcome.UPHELD if self.upheld.isChecked() else Outcome.CHANGED
            self.decision_wished.emit(self.prompt, outcome, self.box.toPlainText().strip())

"""The scorecard beside the call: sections and prompts as rows, one of them open, answered by keys or pointer.

Reads the ReviewDraft and wishes changes of it; evidence from the call or the sheet is the page's to find, so those
wishes go out as signals.
"""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.state.draft import ReviewDraft
from desktop.state.draft_opening import USUAL_CARD, Life
from desktop.tables.review_life import fates
from desktop.tables.sheet import field_words
from desktop.tables.spoken import clock_time
from desktop.views.actions import ActionTable
from desktop.views.press import hairline
from desktop.views.prompt_detail import PromptDetail
from desktop.views.prompt_row import PromptRow
from desktop.views.prompt_scroll import PromptScroll
from desktop.views.prompt_states import states_of
from desktop.views.review_comment import OverallComment
from desktop.views.scorecard_head import ScorecardHead
from desktop.views.scorecard_rows import ScorecardRows
from models.review import AnswerValue, EvidenceKind, EvidenceNote
from models.scorecard import ScorecardDefinition, shipped

DIGITS = {
    0: None,
    1: AnswerValue.YES,
    2: AnswerValue.NO,
    3: AnswerValue.NOT_APPLICABLE,
    4: AnswerValue.CANNOT_TELL,
}
"""What a digit answers where yes or no is asked for."""
WIDE_FROM_CHARACTERS = 62
"""The answers stand beside the question from this width on, in widths of the letter n."""


class ScorecardForm(QWidget):
    """The form.

    Signals: `evidence_played(EvidenceNote)`; `span_wished()`, `field_wished()` for the prompt that is open;
    `unheard_wished()` to hear what was not heard yet; `opened(prompt)` when another prompt is the one the keys answer.
    """

    evidence_played = Signal(object)
    span_wished = Signal()
    field_wished = Signal()
    unheard_wished = Signal()
    opened = Signal(str)

    def __init__(self, draft: ReviewDraft, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._actions = actions
        self.current: str | None = None
        self._fates: dict[str, tuple[str, ...]] = {}
        self._shown_for: tuple[str | None, str | None] | None = None
        self._detail = PromptDetail(actions, self.evidence_words, self)
        self._detail.hide()
        self.cues = self._detail.cues
        self.overall = OverallComment(actions, self)
        self.overall.hide()
        self._build()
        self._bind()
        self._connect()
        QTimer.singleShot(0, self, self._make_ready)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = ScorecardHead(self._actions, self)
        self._scroll = PromptScroll(self._bring_into_sight, self)
        inside, rows = self._scroll.inside, self._scroll.column
        self._made = ScorecardRows(rows, inside, self._actions, self.evidence_words, self._connect_row, self.overall)
        self.rows = self._made.rows
        column.addWidget(self.head)
        column.addWidget(hairline(self))
        column.addWidget(self._scroll, 1)
        self.setAccessibleName("Scorecard")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def _bind(self) -> None:
        self._actions.bind("next_prompt", self, lambda: self.step(1))
        self._actions.bind("previous_prompt", self, lambda: self.step(-1))
        self._actions.bind("remove_evidence", self, self.remove_evidence)
        self._actions.bind("answer_lower", self, lambda: self.step_answer(-1))
        self._actions.bind("answer_higher", self, lambda: self.step_answer(1))

    def _connect(self) -> None:
        self._draft.started.connect(self._on_started)
        self._draft.changed.connect(lambda _prompt: self.refresh())
        self._draft.signed.connect(lambda _review: self.refresh())
        detail = self._detail
        detail.commented.connect(self._on_commented)
        detail.evidence_played.connect(self.evidence_played)
        detail.evidence_removed.connect(self._on_removed)
        detail.span_wished.connect(self.span_wished)
        detail.field_wished.connect(self.field_wished)
        detail.whole_wished.connect(self.add_whole_call)
        detail.unheard_wished.connect(self.unheard_wished)
        self._draft.heard_changed.connect(self._on_heard)
        detail.causes_chosen.connect(self._on_causes)
        detail.left.connect(self.focus_current)
        self.overall.commented.connect(self._draft.comment_overall)
        self.overall.left.connect(self.focus_current)
        self.head.all_taken.connect(self._on_all_taken)
        theme.changes().changed.connect(self._set_width)

    # what is shown

    def evidence_words(self, note: EvidenceNote) -> str:
        """Evidence as it reads: "0:27–0:29", "Whole call", "Lump sum asked: no"."""
        if note.kind is EvidenceKind.WHOLE_CALL:
            return "Whole call heard"
        if note.kind is EvidenceKind.SPAN:
            return f"{clock_time(note.start_ms or 0)}–{clock_time(note.end_ms or 0)}"
        file = self._draft.file
        if file is not None and file.sheet is not None and note.field is not None and hasattr(file.sheet, note.field):
            return field_words(file.sheet, note.field)
        return f"Sheet: {note.field}"

    def _make_ready(self) -> None:
        """Before the first call: make the rows of the usual scorecard, one section at a time."""
        if self._made.made_for is None:
            self._begin_rows(shipped()[USUAL_CARD])
        if self._made.unfinished:
            self._make_section()
            QTimer.singleShot(0, self, self._make_ready)

    def _on_started(self) -> None:
        """Show a review. The rows are made anew only for another scorecard; the same call keeps its open prompt."""
        card, file = self._draft.card, self._draft.file
        if card is None or file is None:
            return
        if self._made.made_for != card.id:
            self._begin_rows(card)
        while self._made.unfinished:
            self._make_section()
        shown_for = (file.recording_id, file.sheet_id)
        kept = self.current if shown_for == self._shown_for else None
        self._shown_for = shown_for
        self._put_detail_away()
        self.current = None
        self.refresh()
        self.go_to(kept or (self._draft.unanswered or self._made.order)[0])

    def _begin_rows(self, card: ScorecardDefinition) -> None:
        self._put_detail_away()
        self.current = None
        self._made.begin(card)
        self.head.show_card(card)

    def _make_section(self) -> None:
        self._made.make_section()
        self._set_width()

    def _connect_row(self, row: PromptRow) -> None:
        row.entered.connect(self.go_to)
        row.answered.connect(self._on_row_answered)
        row.given.connect(self._on_row_given)
        row.left.connect(lambda _prompt: self._leave_field())
        row.evidence_played.connect(self.evidence_played)
        row.proposal_taken.connect(self.take_proposals)

    def refresh(self) -> None:
        """Show the answers as they stand now: one change may answer other prompts by their rules."""
        form = self._draft.form
        if form is None or not self.rows:
            return
        settled, states = self._draft.settled(), states_of(self._draft)
        self.head.show_proposals(self._draft.untaken(), read_only=self._draft.read_only)
        for prompt, row in self.rows.items():
            row.show_state(replace(states[prompt], life=self._fates.get(prompt, ())))
        self.head.show_progress(len(settled), len(self._made.order))
        for heading in self._made.headings:
            heading.show_settled(settled)
        self.overall.show_comment(form.comment, read_only=self._draft.read_only)
        self._refresh_detail()

    def show_life(self, life: Life | None) -> None:
        """What became of each answer since it was signed."""
        card = self._draft.card
        told = {} if card is None else fates(life, card)
        if told != self._fates:
            self._fates = told
            self.refresh()

    def _refresh_detail(self) -> None:
        form, file, card = self._draft.form, self._draft.file, self._draft.card
        if self.current is None or form is None or file is None or card is None:
            return
        self._detail.show_prompt(
            card,
            card.prompt(self.current),
            form.answer(self.current),
            has_call=file.recording is not None,
            has_sheet=file.sheet is not None,
            read_only=self._draft.read_only,
        )

    def _put_detail_away(self) -> None:
        if self.current is not None and self.current in self.rows:
            self.rows[self.current].close_detail()
            self.rows[self.current].set_current(False)
        self._detail.hide()
        self._detail.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_width()

    def _set_width(self) -> None:
        wide = self.width() >= WIDE_FROM_CHARACTERS * self.fontMetrics().horizontalAdvance("n")
        for row in self.rows.values():
            row.set_wide(wide)

    # moving

    def go_to(self, prompt: str) -> None:
        """Open a prompt: it is the one the keys answer, and it is brought into sight."""
        if prompt == self.current or prompt not in self.rows:
            return
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._put_detail_away()
        self.current = prompt
        row = self.rows[prompt]
        row.set_current(True)
        row.open_with(self._detail)
        self._refresh_detail()
        if had_focus and self.hasFocusInside() and not row.has_keyboard:
            row.take_keyboard()
        self.opened.emit(prompt)
        QTimer.singleShot(0, self, self._bring_into_sight)

    def show_prompt(self, prompt: str) -> None:
        """Open a prompt and bring it into sight, even where it is open already and was scrolled away."""
        self.go_to(prompt)
        QTimer.singleShot(0, self, self._bring_into_sight)

    def hasFocusInside(self) -> bool:
        """Whether the keyboard is somewhere in the form."""
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _bring_into_sight(self) -> None:
        row = self.rows.get(self.current or "")
        if row is not None:
            self._scroll.bring(row, self._made.heading_above(row))

    def focus_current(self) -> None:
        """Give the keyboard to the open prompt."""
        if self.current in self.rows:
            self.rows[self.current or ""].take_keyboard()

    def step(self, by: int) -> None:
        """The next or previous prompt."""
        if self.current is None:
            return
        at = self._made.order.index(self.current) + by
        if 0 <= at < len(self._made.order):
            self.go_to(self._made.order[at])
        self.focus_current()

    def next_unanswered(self) -> None:
        """The next prompt without an answer, from the top again after the last."""
        waiting = self._draft.unanswered
        if not waiting or self.current is None:
            return
        here = self._made.order.index(self.current)
        later = [prompt for prompt in waiting if self._made.order.index(prompt) > here]
        self.go_to((later or waiting)[0])
        self.focus_current()

    def focus_comment(self) -> None:
        """Write a comment on the open prompt."""
        if not self._draft.read_only:
            self._detail.box.setFocus()
            self._bring_into_sight()
            self._scroll.bring_end(self._detail.box)

    def focus_overall(self) -> None:
        """Write the comment on the whole check."""
        self.show_overall()
        if not self._draft.read_only:
            self.overall.box.setFocus()

    def show_overall(self) -> None:
        """Bring the comment on the whole check into sight."""
        self._scroll.bring(self.overall)
        self._scroll.leave_open()

    # answering

    def answer(self, value: AnswerValue | None) -> None:
        """Answer the open prompt: yes and no only where it asks for them, the others to everything."""
        row = self.rows.get(self.current or "")
        if row is not None and (row.input is None or value not in (AnswerValue.YES, AnswerValue.NO)):
            self._draft.answer(row.prompt.id, value)
            QTimer.singleShot(0, self, self._bring_into_sight)

    def press_digit(self, digit: int) -> None:
        """A digit was pressed: yes, no, N/A, cannot tell, or nought to clear, else the option, the point, or the first
        digit of what is typed."""
        row = self.rows.get(self.current or "")
        if row is None:
            return
        if row.input is not None:
            if not self._draft.read_only:
                row.input.press_digit(digit)
        elif digit in DIGITS:
            self.answer(DIGITS[digit])

    def step_answer(self, by: int) -> None:
        """The point or option beside the one picked at the open prompt."""
        row = self.rows.get(self.current or "")
        if row is not None and row.input is not None and not self._draft.read_only:
            row.input.step(by)

    def _on_row_given(self, prompt: str, text: str | None, typing: bool) -> None:
        self._draft.give(prompt, text, typing=typing)
        self.refresh()

    def _leave_field(self) -> None:
        """Out of the field: the row takes the keyboard, even where the field would have it."""
        if self.current in self.rows:
            self.rows[self.current or ""].setFocus()

    def take_proposals(self, *prompts: str) -> None:
        """Answer as the steer proposes, all its prompts or only these; the keyboard stays where it is."""
        self._draft.take_proposals(*prompts)
        QTimer.singleShot(0, self, self._bring_into_sight)

    def _on_all_taken(self) -> None:
        """The button goes when it was pressed: the keyboard goes on to the open prompt."""
        self.take_proposals()
        self.focus_current()

    def add_whole_call(self) -> None:
        """Rest the open prompt on the whole call; where too little of it was played, say how much and what is left."""
        file = self._draft.file
        if self.current is None or file is None or file.recording is None or self._draft.read_only:
            return
        if self._draft.add_whole_call(self.current):
            self._detail.hide_notice()
        else:
            self._refuse_whole_call()
            QTimer.singleShot(0, self, self._bring_into_sight)

    def add_evidence(self, note: EvidenceNote) -> None:
        """Tie evidence to the open prompt."""
        if self.current is not None:
            self._draft.add_evidence(self.current, note)
            QTimer.singleShot(0, self, self._bring_into_sight)

    def remove_evidence(self) -> None:
        """Take away the evidence that has the keyboard, else the last piece."""
        form = self._draft.form
        if self.current is None or form is None:
            return
        pieces = form.answer(self.current).evidence
        if pieces:
            focused = self._detail.focused_evidence()
            self._on_removed(len(pieces) - 1 if focused is None else focused)

    def _on_removed(self, position: int) -> None:
        if self.current is not None:
            self.focus_current()
            self._draft.remove_evidence(self.current, position)

    def _on_row_answered(self, prompt: str, value: AnswerValue | None) -> None:
        self._draft.answer(prompt, value)
        self.refresh()

    def _on_commented(self, text: str) -> None:
        if self.current is not None:
            self._draft.comment(self.current, text)

    def _on_causes(self, causes: tuple[str, ...]) -> None:
        if self.current is not None:
            self._draft.root_causes(self.current, causes)

    def _refuse_whole_call(self) -> None:
        duration_ms = self._draft.call_ms
        self._detail.refuse_whole_call(self._draft.heard_share, self._draft.heard.left(duration_ms))

    def _on_heard(self) -> None:
        """What is said of the share heard stays true while one listens on."""
        if self._detail.refusing:
            if self._draft.whole_call_supported:
                self._detail.hide_notice()
            else:
                self._detail.say_heard(self._draft.heard_share, self._draft.heard.left(self._draft.call_ms))

"""What the open prompt shows below its question: when yes and when no, cues, evidence, the comment, root causes.

There is one of these; the scorecard form moves it into the row that is open.
"""

import html
import math
import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.answers import rule_words
from desktop.tables.review_words import numbered
from desktop.tables.spoken import clock_time
from desktop.views.actions import ActionTable, on_button
from desktop.views.comment_box import CommentBox
from desktop.views.press import IconButton, TextButton
from desktop.views.press_boxes import TickBox
from desktop.views.prompt_cues import PromptCues
from models.answer_types import scored
from models.completeness import DEMAND_IN_WORDS, demanded
from models.condition_words import not_applicable_words
from models.listening import WHOLE_CALL_SHARE
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote
from models.scorecard import Prompt, ScorecardDefinition

COMMENT_NEEDED = "Comment: this answer needs one"
CAUSE, CAUSE_NEEDED = "Why? Choose what applies.", "Why? At least one of these is needed."
PARTS_NAMED = 3
"""So many parts of the call that are still to be heard are named; the others are counted."""
KEYWORDS = re.compile(r"\b(Yes|No|N/A|Cannot tell):")


class EvidenceLine(QFrame):
    """One piece of evidence: hear it (or see the field), or take it away."""

    played = Signal()
    removed = Signal()

    def __init__(
        self, words: str, kind: EvidenceKind, actions: ActionTable, *, read_only: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.5))
        shown = {EvidenceKind.SPAN: "play", EvidenceKind.WHOLE_CALL: "headphones", EvidenceKind.SHEET: "field"}
        play = TextButton(words, "link", self)
        play.show_icon(shown[kind], "accent")
        play.setAccessibleName(f"Evidence: {words}")
        play.setStyleSheet("text-align: left; padding: 2px 4px 2px 0;")
        play.setToolTip("Hear it" if kind is EvidenceKind.SPAN else words)
        play.clicked.connect(self.played)
        row.addWidget(play)
        row.addStretch(1)
        remove = IconButton("close", f"Remove {words}", self)
        actions.explain(remove, "remove_evidence")
        remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        remove.clicked.connect(self.removed)
        remove.setVisible(not read_only)
        row.addWidget(remove)
        self.setFocusProxy(play)


class PromptDetail(QWidget):
    """Signals, all wishes about the prompt that is open: `commented(text)`, `evidence_played(EvidenceNote)`,
    `evidence_removed(position)`, `span_wished()`, `whole_wished()`, `field_wished()`, `unheard_wished()`,
    `causes_chosen(tuple)`, `left()` when the comment was left by Escape."""

    commented = Signal(str)
    evidence_played = Signal(object)
    evidence_removed = Signal(int)
    span_wished = Signal()
    whole_wished = Signal()
    field_wished = Signal()
    unheard_wished = Signal()
    causes_chosen = Signal(tuple)
    left = Signal()

    def __init__(
        self, actions: ActionTable, evidence_words: Callable[[EvidenceNote], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._evidence_words = evidence_words
        self._shown: tuple[str, tuple[EvidenceNote, ...], bool] | None = None
        self._causes_shown: tuple[str, bool, tuple[str, ...], bool] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(0.5), 0, theme.space(0.5))
        column.setSpacing(theme.space(1))
        self._help = QLabel(self)
        self._help.setWordWrap(True)
        self._help.setTextFormat(Qt.TextFormat.RichText)
        theme.mark(self._help, role="small")
        self.cues = PromptCues(actions, self)
        self._evidence = QWidget(self)
        self._lines = QVBoxLayout(self._evidence)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._adding = QWidget(self)
        adding = QHBoxLayout(self._adding)
        adding.setContentsMargins(0, 0, 0, 0)
        adding.setSpacing(theme.space(0.5))
        self.add_span = self._adder("Span", "evidence_span", self.span_wished, adding)
        self.add_whole = self._adder("Whole call", "evidence_whole", self.whole_wished, adding)
        self.add_field = self._adder("Sheet field", "evidence_field", self.field_wished, adding)
        adding.addStretch(1)
        self._notice = QFrame(self)
        theme.mark(self._notice, role="notice", tone="warn")
        notice = QVBoxLayout(self._notice)
        notice.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1), theme.space(1))
        notice.setSpacing(theme.space(0.5))
        self._notice_words = QLabel(self._notice)
        self._notice_words.setWordWrap(True)
        self.hear_rest = TextButton("", "", self._notice)
        actions.explain(self.hear_rest, "play_unheard", "Hear the next part", on_button)
        actions.explain(self.hear_rest, "play_unheard")
        self.hear_rest.show_icon("play", "accent")
        self.hear_rest.clicked.connect(self.unheard_wished)
        notice.addWidget(self._notice_words)
        notice.addWidget(self.hear_rest, 0, Qt.AlignmentFlag.AlignLeft)
        self._notice.hide()
        self.box = CommentBox(self)
        self._causes = QWidget(self)
        self._cause_lines = QVBoxLayout(self._causes)
        self._cause_lines.setContentsMargins(0, 0, 0, 0)
        self._cause_lines.setSpacing(0)
        for part in (self._help, self.cues, self._evidence, self._adding, self._notice, self._causes, self.box):
            column.addWidget(part)
        self.box.textChanged.connect(self._on_text)
        self.box.left.connect(self.left)

    def _adder(self, words: str, action: str, wish: SignalInstance, row: QHBoxLayout) -> TextButton:
        button = TextButton(words, "link", self._adding)
        button.setStyleSheet("padding: 2px 6px 2px 0;")
        button.show_icon("plus", "accent")
        self._actions.explain(button, action)
        button.setAccessibleName(self._actions.action(action).text)
        button.clicked.connect(wish)
        row.addWidget(button)
        return button

    def show_prompt(
        self,
        card: ScorecardDefinition,
        prompt: Prompt,
        note: AnswerNote,
        *,
        has_call: bool,
        has_sheet: bool,
        read_only: bool,
    ) -> None:
        """Show what belongs to `prompt`; the text cursor stays where it is while the text is the same."""
        if self._shown is None or self._shown[0] != prompt.id:
            self._help.setText(help_in_html(card, prompt, has_call=has_call))
            self.hide_notice()
        if (prompt.id, note.evidence, read_only) != self._shown:
            self._show_evidence(note.evidence, read_only=read_only)
        self._shown = (prompt.id, note.evidence, read_only)
        if self.box.toPlainText() != note.comment:
            self.box.blockSignals(True)
            self.box.setPlainText(note.comment)
            self.box.blockSignals(False)
        needed = prompt.needs_comment(note.value, note.given)
        self.box.setPlaceholderText(COMMENT_NEEDED if needed else "Comment")
        self.box.setAccessibleDescription(COMMENT_NEEDED if needed else "")
        self.box.setReadOnly(read_only)
        self.box.setVisible(not read_only or bool(note.comment))
        self._adding.setVisible(not read_only)
        self.add_span.setVisible(has_call)
        self.add_whole.setVisible(has_call)
        self.add_field.setVisible(has_sheet)
        self._show_causes(prompt, note, read_only=read_only)

    def refuse_whole_call(self, share: float, left: Sequence[tuple[int, int]]) -> None:
        """Too little of the call was played to rest an answer on the whole of it: how much, and what is `left`."""
        self.say_heard(share, left)
        self._notice.show()
        self.hear_rest.setFocus()

    def say_heard(self, share: float, left: Sequence[tuple[int, int]]) -> None:
        """How much was heard, while the notice stands."""
        words = whole_call_refused(share, left)
        if words != self._notice_words.text():
            self._notice_words.setText(words)
            self._notice_words.setAccessibleName(words)

    @property
    def refusing(self) -> bool:
        """Whether it is said that too little of the call was heard."""
        return self._notice.isVisibleTo(self)

    def hide_notice(self) -> None:
        self._notice.hide()

    def focused_evidence(self) -> int | None:
        """The position of the evidence that has the keyboard."""
        for position in range(self._lines.count()):
            item = self._lines.itemAt(position)
            widget = None if item is None else item.widget()
            button = None if widget is None else widget.focusProxy()
            if button is not None and button.hasFocus():
                return position
        return None

    def _show_evidence(self, evidence: tuple[EvidenceNote, ...], *, read_only: bool) -> None:
        _empty(self._lines)
        for position, note in enumerate(evidence):
            line = EvidenceLine(
                self._evidence_words(note), note.kind, self._actions, read_only=read_only, parent=self._evidence
            )
            line.played.connect(lambda note=note: self.evidence_played.emit(note))
            line.removed.connect(lambda position=position: self.evidence_removed.emit(position))
            self._lines.addWidget(line)
        self._evidence.setVisible(bool(evidence))

    def _show_causes(self, prompt: Prompt, note: AnswerNote, *, read_only: bool) -> None:
        """The causes to choose from; those on the screen stay while they are the same ones, with the keyboard."""
        shown = (prompt.id, note.value is AnswerValue.NO, note.root_causes, read_only)
        if shown == self._causes_shown:
            return
        boxes = self._causes.findChildren(TickBox)
        only_checks = self._causes_shown is not None and shown[:2] == self._causes_shown[:2] and bool(boxes)
        self._causes_shown = shown
        if only_checks:
            for box in boxes:
                box.blockSignals(True)
                box.setChecked(box.text() in note.root_causes)
                box.blockSignals(False)
                box.setEnabled(not read_only)
            return
        _empty(self._cause_lines)
        wanted = prompt.root_causes if note.value is AnswerValue.NO else ()
        if wanted:
            heading = QLabel(CAUSE_NEEDED if prompt.root_cause_needed else CAUSE, self._causes)
            theme.mark(heading, role="small")
            self._cause_lines.addWidget(heading)
        for cause in wanted:
            box = TickBox(cause, self._causes)
            box.setChecked(cause in note.root_causes)
            box.setEnabled(not read_only)
            box.toggled.connect(lambda _on=False: self._on_causes())
            self._cause_lines.addWidget(box)
        self._causes.setVisible(bool(wanted))

    def _on_causes(self) -> None:
        boxes = self._causes.findChildren(TickBox)
        self.causes_chosen.emit(tuple(box.text() for box in boxes if box.isChecked()))

    def _on_text(self) -> None:
        self.commented.emit(self.box.toPlainText())


def whole_call_refused(share: float, left: Sequence[tuple[int, int]]) -> str:
    """Why an answer cannot rest on the whole call yet, and which parts of it were not heard."""
    parts = [f"{clock_time(start)}–{clock_time(end)}" for start, end in left[:PARTS_NAMED]]
    if len(left) > PARTS_NAMED:
        parts.append(f"{len(left) - PARTS_NAMED} more")
    named = " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
    return (
        f"{math.floor(100 * share)}% of the call was heard here; an answer rests on the whole call from "
        f"{WHOLE_CALL_SHARE:.0%} on. Still to hear: {named}."
    )


def help_in_html(card: ScorecardDefinition, prompt: Prompt, *, has_call: bool) -> str:
    """The prompt's help with its yes and no in bold, what counts as a no, what a no asks for and when it is N/A: in the
    scorecard's words, and by which declared rule it answers itself."""
    words = KEYWORDS.sub(r"<b>\1:</b>", html.escape(" ".join(prompt.help.split()), quote=False))
    counts = html.escape(rule_words(prompt.answer), quote=False)
    needs = DEMAND_IN_WORDS[demanded(prompt, has_call=has_call)]
    needed = f"{needs[:1].upper()}{needs[1:]}." if scored(prompt.answer) else ""
    rule = "" if "N/A:" in prompt.help else f"<b>N/A:</b> {html.escape(prompt.not_applicable)}."
    if prompt.conditions:
        declared = numbered(not_applicable_words(card, prompt), card).removeprefix("not applicable ")
        rule = f"{rule} <b>N/A by itself</b> {html.escape(declared, quote=False)}.".lstrip()
    return (
        f"{' '.join(part for part in (words, counts) if part)}<br/>{' '.join(part for part in (rule, needed) if part)}"
    )


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item is not None and (old := item.widget()) is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()

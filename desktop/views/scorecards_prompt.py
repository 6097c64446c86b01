"""The forms of the scorecard editor: of a prompt with all it demands, of a section, and of the card as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.scorecard_editing import Spot, answers_of, may_be_from_steer
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.page import heading
from desktop.views.press import hairline
from desktop.views.press_boxes import TickBox
from desktop.views.scorecards_answer import AnswerForm
from desktop.views.scorecards_fields import (
    BoxField,
    FieldForm,
    LineField,
    PickField,
    TickField,
    WordListField,
    as_whole,
    fault_label,
    fault_of,
    show_fault,
)
from desktop.views.scorecards_rule import RuleForm
from models.applicability import WORDS
from models.review import AnswerValue
from models.scorecard import Demand, ScorecardDefinition

SECTION = "@section"
"""Stands for the section a prompt is in, which is no key of its table."""
COMMENT_ON = "comment_on"
NEITHER = "no prompt"
DEMANDS = (
    ("The call", Demand.CALL.value),
    ("The guide sheet", Demand.SHEET.value),
    ("Either of them", Demand.EITHER.value),
)


class CommentTicks(QWidget):
    """The answers that may not stand without a comment. Signal `edited(changes)`."""

    edited = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Mapping[str, Any] = {}
        self.ticks: dict[str, TickBox] = {}
        label = QLabel("A comment is needed with")
        theme.mark(label, role="small")
        self._inside = QWidget()
        self._flow = FlowLayout(self._inside, theme.space(1.5))
        self.said = fault_label()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        for part in (label, self._inside, self.said):
            column.addWidget(part)

    def show_table(self, table: Mapping[str, Any], faults: Mapping[str, str], *, read_only: bool) -> None:
        """Show which answers need one; those named that are none any more stay to be taken away."""
        self._table = table
        named = [str(each) for each in table.get(COMMENT_ON, ()) or ()]
        offered = {"no": "any no", **{answer: _answer_words(table, answer) for answer in answers_of(table)}}
        offered.pop(AnswerValue.NO.value, None)
        offered |= {answer: answer for answer in named if answer not in offered and answer != AnswerValue.NO}
        if list(offered) != list(self.ticks):
            self._build(list(offered))
        for answer, tick in self.ticks.items():
            tick.setText(offered[answer])
            tick.setAccessibleName(f"A comment is needed with {offered[answer]}")
            tick.setChecked(_any_no(table) if answer == "no" else answer in named)
            tick.setEnabled(not read_only)
        show_fault(self.said, fault_of(faults, COMMENT_ON))

    def _build(self, answers: Sequence[str]) -> None:
        for tick in self.ticks.values():
            tick.hide()
            tick.deleteLater()
        while self._flow.count():
            self._flow.takeAt(0)
        self.ticks = {}
        for answer in answers:
            tick = TickBox("", self._inside)
            tick.clicked.connect(lambda on, answer=answer: self._on_tick(answer, wanted=on))
            self._flow.addWidget(tick)
            tick.show()
            self.ticks[answer] = tick

    def _on_tick(self, answer: str, *, wanted: bool) -> None:
        named = [str(each) for each in self._table.get(COMMENT_ON, ()) or ()]
        if answer == "no":
            kept = [each for each in named if each != AnswerValue.NO]
            self.edited.emit({"comment_on_no": True if wanted else None, COMMENT_ON: kept or None})
            return
        named = [*named, answer] if wanted else [each for each in named if each != answer]
        self.edited.emit({COMMENT_ON: named or None})


def _any_no(table: Mapping[str, Any]) -> bool:
    return table.get("comment_on_no") is True or AnswerValue.NO.value in (table.get(COMMENT_ON) or ())


def _answer_words(table: Mapping[str, Any], answer: str) -> str:
    if answer in set(AnswerValue):
        return WORDS[AnswerValue(answer)]
    words = next((each.get("text") for each in table.get("option", ()) if each.get("id") == answer), "")
    return f"“{words or answer}”"


class CardForm(FieldForm):
    """The card as a whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(heading("The whole scorecard"))
        self.add(LineField("title", "Title", "What it is called in lists and documents"))
        self.discretion = PickField(
            "discretion_prompt",
            "A yes says: outside the ladder by recorded discretion",
            "The prompt whose yes makes the class “accurate by discretion”",
        )
        self.add(self.discretion)

    def offer_prompts(self, others: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """The prompts that can stand for discretion: those that ask for yes or no."""
        self.discretion.offer(
            [(NEITHER, None), *((name, each.get("id")) for name, each in others if "type" not in each)]
        )


class SectionForm(FieldForm):
    """A section: its heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(heading("Section"))
        self.add(LineField("title", "Heading", "Stands above its prompts on the form"))


class PromptForm(FieldForm):
    """A prompt; signals as FieldForm, with the key SECTION for another section."""

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = heading("Prompt")
        self.column.addWidget(self.title)
        self.section = PickField(SECTION, "Section", "The heading it stands under")
        self.add(
            LineField("id", "Id", "Capitals, digits and underscores; conditions that name it go along", letters=24),
            LineField("weight", "Weight", "Its share of the score", as_whole, 7),
            self.section,
            TickField("critical", "Critical", "A no here makes the whole check inaccurate"),
        )
        self.add(BoxField("text", "Question", "What the reviewer is asked", 2))
        self.add(BoxField("help", "Help", "When yes, when no: begin with “Yes:” and “No:”", 4))
        self.column.addWidget(hairline(self))
        self.answer = AnswerForm(actions)
        self.column.addWidget(self.answer)
        self.column.addWidget(hairline(self))
        self.rule = RuleForm(actions)
        self.column.addWidget(self.rule)
        self.column.addWidget(hairline(self))
        self.add(
            PickField("evidence", "A no needs evidence from", "Where what carries a no is found", DEMANDS),
            TickField("sensitive", "Sensitive", "Its comment stays out of what is exported", out=True),
            TickField("from_steer", "The steer proposes the answer", "Only for the prompts the steer knows"),
        )
        self.comments = CommentTicks()
        self.column.addWidget(self.comments)
        self.add(WordListField("root_causes", "Reasons to choose from for a no, one a line", "Root causes of a no", 3))
        self.add(TickField("root_cause_needed", "A no needs one of them", "A no may not stand without", out=True))
        self.column.addStretch(1)
        for part in (self.answer, self.rule):
            part.wished.connect(self.wished)
            part.rested.connect(self.rested)
        self.comments.edited.connect(lambda changes: self.wished.emit(changes, False))

    def show_prompt(
        self,
        values: tuple[Mapping[str, Any], Spot, str],
        sections: Sequence[str],
        others: Sequence[tuple[str, Mapping[str, Any]]],
        card: ScorecardDefinition | None,
        faults: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Show a prompt: its table, its place and its number on the form. `others` are those its rule can ask."""
        table, spot, number = values
        self.title.setText(f"Prompt {number}")
        self.section.offer([(f"{at + 1}. {title}", at) for at, title in enumerate(sections)])
        shown = {**table, SECTION: spot.section}
        shown.setdefault("from_steer", False)
        self.show_table(shown, faults, read_only=read_only)
        steers = self.fields["from_steer"]
        steers.setVisible(may_be_from_steer(table) or table.get("from_steer") is True)
        self.fields["id"].show_value(table.get("id"))
        self.answer.show_table(table, faults, read_only=read_only)
        self.rule.show_rule(table, others, card, faults, read_only=read_only)
        self.comments.show_table(table, faults, read_only=read_only)

    def focus_key(self, key: str) -> bool:
        if key.startswith("not_applicable"):
            return self.rule.focus_key(key)
        if super().focus_key(key):
            return True
        return self.answer.focus_key(key)

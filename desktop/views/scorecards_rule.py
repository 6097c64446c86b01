"""When a prompt is not applicable, as a person builds it: never, by hand, or by a rule of conditions, in live words."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state import scorecard_rules as rules
from desktop.state.scorecard_rules import RULE, RuleRow
from desktop.views.actions import ActionTable
from desktop.views.calm_box import CalmBox
from desktop.views.flow import FlowLayout
from desktop.views.press import IconButton, TextButton
from desktop.views.scorecards_fields import (
    EditLine,
    FieldForm,
    LineField,
    PickField,
    as_amount,
    fault_label,
    narrow,
    show_fault,
)
from models.condition_words import FACT_WORDS
from models.scorecard import NEVER, ScorecardDefinition

MODE = "mode"
BY_HAND, BY_RULE = "by_hand", "by_rule"
MODES = (
    ("Never: it always applies", NEVER),
    ("When the reviewer finds it so", BY_HAND),
    ("By itself, when a rule holds", BY_RULE),
)
KINDS = (("the sheet says", "fact"), ("an answer", "answer"), ("all of these", "all"), ("one of these", "any"))
WORDS_MISSING = "the figures or answers it depends on"
DEEPER_STEPS = 3


class ConditionRow(QWidget):
    """One condition. Signals: `put_wished(path, condition, typing)`, `kind_wished(path, kind)`, `removed(path)`,
    `added(path)` for one more part of a group; `left()`."""

    put_wished = Signal(object, dict, bool)
    kind_wished = Signal(object, str)
    removed = Signal(object)
    added = Signal(object)
    left = Signal()

    def __init__(self, row: RuleRow, lead: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._prompts: Sequence[tuple[str, Mapping[str, Any]]] = ()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.space(DEEPER_STEPS * row.depth), 0, 0, 0)
        outer.setSpacing(theme.space(1))
        self.lead = QLabel(lead)
        theme.mark(self.lead, role="quiet")
        widest = "or when " if row.depth == 0 else "and "
        self.lead.setMinimumWidth(self.lead.fontMetrics().horizontalAdvance(widest))
        outer.addWidget(self.lead, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        flow = FlowLayout(inside, theme.space(0.75))
        outer.addWidget(inside, 1)
        self.kind = self._box("What is asked", 10)
        for words, kind in KINDS:
            self.kind.addItem(words, kind)
        self.kind.activated.connect(lambda _at: self.kind_wished.emit(self.row.path, self.kind.currentData()))
        self.fact = self._box("Fact", 24)
        for fact, told in FACT_WORDS.items():
            for holds, words in zip((True, False), told, strict=True):
                self.fact.addItem(words, (fact, holds))
        self.fact.activated.connect(lambda _at: self._on_fact())
        self.prompt = self._box("Which answer", 18)
        self.prompt.activated.connect(lambda _at: self._on_prompt())
        self.way = self._box("What of it", 11)
        self.way.activated.connect(lambda _at: self._on_way())
        self.amount = EditLine()
        self.amount.setAccessibleName("How much")
        self.amount.setFixedWidth(8 * self.amount.fontMetrics().horizontalAdvance("0") + theme.space(2))
        self.amount.textEdited.connect(self._on_amount)
        self.amount.left.connect(self.left)
        self.more = TextButton("Add a part", "link")
        self.more.show_icon("plus", "accent")
        self.more.clicked.connect(lambda _checked=False: self.added.emit(self.row.path))
        for part in (self.kind, self.fact, self.prompt, self.way, self.amount, self.more):
            flow.addWidget(part)
        self.away = IconButton("close", "Remove the condition", self)
        self.away.clicked.connect(lambda _checked=False: self.removed.emit(self.row.path))
        outer.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def show_row(self, row: RuleRow, prompts: Sequence[tuple[str, Mapping[str, Any]]], *, read_only: bool) -> None:
        """Show a condition; `prompts` are the others of the scorecard, as they are called here."""
        self.row, self._prompts = row, prompts
        self.kind.setCurrentIndex(self.kind.findData(row.kind))
        self.fact.setVisible(row.kind == "fact")
        for part in (self.prompt, self.way):
            part.setVisible(row.kind == "answer")
        self.more.setVisible(row.kind in rules.GROUPS and not read_only)
        bound = next((name for name in ("at_least", "at_most") if name in row.table), "")
        self.amount.setVisible(row.kind == "answer" and bool(bound))
        if row.kind == "fact":
            self._show_fact(row.table)
        elif row.kind == "answer":
            self._show_answer(row.table, bound)
        for part in (self.kind, self.fact, self.prompt, self.way):
            part.setEnabled(not read_only)
        self.amount.setReadOnly(read_only)
        self.away.setVisible(not read_only)

    def _show_fact(self, table: Mapping[str, Any]) -> None:
        wanted = (str(table.get("fact", "")), table.get("is", True) is not False)
        at = next((at for at in range(self.fact.count()) if tuple(self.fact.itemData(at)) == wanted), -1)
        self.fact.setCurrentIndex(at)

    def _show_answer(self, table: Mapping[str, Any], bound: str) -> None:
        names = [(name, prompt.get("id")) for name, prompt in self._prompts]
        if names != [(self.prompt.itemText(at), self.prompt.itemData(at)) for at in range(self.prompt.count())]:
            self.prompt.clear()
            for name, prompt_id in names:
                self.prompt.addItem(name, prompt_id)
        self.prompt.setCurrentIndex(self.prompt.findData(table.get("answer")))
        asked = self._asked(table.get("answer"))
        ways = [] if asked is None else rules.ways_to_ask(asked)
        self.way.clear()
        for words, keys in ways:
            self.way.addItem(words, keys)
        keys = {name: value for name, value in table.items() if name != "answer"}
        at = next(
            (at for at, (_words, each) in enumerate(ways) if each == keys or (bound and bound in each)),
            -1,
        )
        self.way.setCurrentIndex(at)
        self.amount.show_text(str(table.get(bound, "")) if bound else "")

    def _asked(self, prompt_id: object) -> Mapping[str, Any] | None:
        return next((prompt for _name, prompt in self._prompts if prompt.get("id") == prompt_id), None)

    def _on_fact(self) -> None:
        fact, holds = self.fact.currentData()
        self.put_wished.emit(self.row.path, {"fact": fact} if holds else {"fact": fact, "is": False}, False)

    def _on_prompt(self) -> None:
        prompt_id = self.prompt.currentData()
        asked = self._asked(prompt_id)
        if asked is not None:
            keys = rules.ways_to_ask(asked)[0][1]
            self.put_wished.emit(self.row.path, {"answer": prompt_id, **keys}, False)

    def _on_way(self) -> None:
        self.put_wished.emit(self.row.path, {"answer": self.row.table.get("answer"), **self.way.currentData()}, False)

    def _on_amount(self, text: str) -> None:
        bound = "at_least" if "at_least" in self.row.table else "at_most"
        value = as_amount(text)
        self.put_wished.emit(self.row.path, {**self.row.table, bound: "" if value is None else value}, True)

    def _box(self, name: str, letters: int) -> CalmBox:
        made = CalmBox()
        made.setAccessibleName(name)
        narrow(made, letters)
        made.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return made

    def _fit(self) -> None:
        self.lead.setContentsMargins(0, theme.space(0.75), 0, 0)


class RuleForm(FieldForm):
    """The whole rule; signals as FieldForm, the keys `not_applicable` and `not_applicable_when`."""

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Mapping[str, Any] = {}
        self._others: Sequence[tuple[str, Mapping[str, Any]]] = ()
        self.mode = PickField(MODE, "Not applicable", "When N/A is right", MODES)
        self.add(self.mode)
        self.mode.edited.disconnect()
        self.mode.edited.connect(lambda _key, value, _typing: self._on_mode(str(value)))
        self.add(LineField("not_applicable", "In words", "What a reviewer reads beside N/A"))
        self.rows: list[ConditionRow] = []
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.space(0.75))
        self.said = fault_label()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAccessibleName("The rule in words")
        theme.mark(self.words, role="quote")
        self.more = TextButton("Add a condition", "link")
        self.more.show_icon("plus", "accent")
        actions.explain(self.more, "add_condition")
        self.more.clicked.connect(lambda _checked=False: self.add_condition())
        for part in (self._inside, self.said):
            self.column.addWidget(part)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.words)

    def show_rule(
        self,
        table: Mapping[str, Any],
        others: Sequence[tuple[str, Mapping[str, Any]]],
        card: ScorecardDefinition | None,
        faults: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Show the rule of a prompt; `others` are the prompts it can ask, `card` knows options and units."""
        self._table, self._others = table, others
        mode = _mode(table)
        super().show_table({MODE: mode, "not_applicable": table.get("not_applicable")}, faults, read_only=read_only)
        self.fields["not_applicable"].setVisible(mode != NEVER)
        conditions = self._conditions
        self._show_conditions(rules.rows(conditions), read_only=read_only)
        for part in (self._inside, self.words):
            part.setVisible(mode == BY_RULE)
        self.more.setVisible(mode == BY_RULE and not read_only)
        show_fault(self.said, "\n".join(why for key, why in faults.items() if key.startswith(RULE)))
        said = rules.rule_in_words(card, conditions)
        self.words.setText(said)
        self.words.setVisible(bool(said) and mode == BY_RULE)

    def add_condition(self, group: rules.Path = ()) -> None:
        """One more condition at the end of the rule, or of a group; the keyboard goes to it."""
        if _mode(self._table) == BY_RULE:
            before = {row.row.path for row in self.rows}
            self._tell(rules.add(self._conditions, group, rules.blank("fact", ())))
            new = next((row for row in self.rows if row.row.path not in before), None)
            if new is not None:
                new.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_key(self, key: str) -> bool:
        if key.startswith(RULE):
            row = next((row for row in self.rows if key.startswith(row.row.key)), None)
            (self.mode.box if row is None else row.kind).setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().focus_key(key)

    @property
    def _conditions(self) -> list[dict[str, Any]]:
        written = self._table.get(RULE, ())
        return [dict(each) for each in written if isinstance(each, Mapping)] if isinstance(written, list) else []

    def _show_conditions(self, found: Sequence[RuleRow], *, read_only: bool) -> None:
        if [(row.path, row.kind) for row in found] != [(row.row.path, row.row.kind) for row in self.rows]:
            self._build(found)
        for row, shown in zip(found, self.rows, strict=True):
            shown.show_row(row, self._others, read_only=read_only)

    def _build(self, found: Sequence[RuleRow]) -> None:
        for old in self.rows:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        kinds = {row.path: row.kind for row in found}
        self.rows = []
        for row in found:
            made = ConditionRow(row, _lead(row, kinds), self._inside)
            made.put_wished.connect(self._on_put)
            made.kind_wished.connect(self._on_kind)
            made.removed.connect(self._on_removed)
            made.added.connect(self.add_condition)
            made.left.connect(self.rested)
            self._lines.addWidget(made)
            made.show()
            self.rows.append(made)

    def _on_mode(self, mode: str) -> None:
        words = self._table.get("not_applicable", "")
        kept = "" if words == NEVER else words
        if mode == NEVER:
            self.wished.emit({"not_applicable": NEVER, RULE: None}, False)
        elif mode == BY_HAND:
            self.wished.emit({"not_applicable": kept, RULE: None}, False)
        else:
            rule = self._conditions or [rules.blank("fact", ())]
            self.wished.emit({"not_applicable": kept or WORDS_MISSING, RULE: rule}, False)

    def _on_put(self, path: rules.Path, condition: dict[str, Any], typing: bool) -> None:
        self._tell(rules.put(self._conditions, path, condition), typing=typing)

    def _on_kind(self, path: rules.Path, kind: str) -> None:
        self._tell(rules.set_kind(self._conditions, path, kind, [str(each.get("id")) for _name, each in self._others]))
        row = next((row for row in self.rows if row.row.path == path), None)
        if row is not None:
            row.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_removed(self, path: rules.Path) -> None:
        self._tell(rules.remove(self._conditions, path))
        if self.rows:
            self.rows[min(path[0], len(self.rows) - 1)].kind.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.mode.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, conditions: list[dict[str, Any]], *, typing: bool = False) -> None:
        self.wished.emit({RULE: conditions or None}, typing)


def _mode(table: Mapping[str, Any]) -> str:
    if RULE in table:
        return BY_RULE
    return NEVER if table.get("not_applicable") == NEVER else BY_HAND


def _lead(row: RuleRow, kinds: Mapping[rules.Path, str]) -> str:
    """The word before a condition: how it goes with the one above it."""
    first = row.path[-1] == 0
    if row.depth == 0:
        return "when" if first else "or when"
    if first:
        return ""
    return "and" if kinds[row.path[:-1]] == "all" else "or"

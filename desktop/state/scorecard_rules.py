"""The N/A rule of a draft's prompt as a person builds it: conditions as plain tables, flat rows of them, live words.

Pure, beside `state.scorecard_editing`. A rule is a list of conditions, any of which answers the prompt N/A; a condition
asks for a fact of the sheet, for another answer, or joins others by "all" or "any". A path names one: (2, 0) is the
first part of the third.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from models.answer_types import AnswerType
from models.condition_words import words
from models.scorecard import AllOf, AnswerIs, AnyOf, Condition, FactIs, GivenIs, ScorecardDefinition

RULE = "not_applicable_when"
GROUPS = ("all", "any")
FIRST_FACT = "paid_in_full"

Path = tuple[int, ...]
Conditions = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class RuleRow:
    """One condition as a row: where it stands, how deep, its kind (fact, answer, all, any), and its key in refusals."""

    path: Path
    kind: str
    table: Mapping[str, Any]
    key: str

    @property
    def depth(self) -> int:
        return len(self.path) - 1


def kind_of(condition: Mapping[str, Any]) -> str:
    """What a condition is; "fact" for one that is nothing yet."""
    return next((kind for kind in ("fact", "answer", *GROUPS) if kind in condition), "fact")


def rows(conditions: Conditions, key: str = RULE, path: Path = ()) -> list[RuleRow]:
    """The conditions from top to bottom, each group before its parts."""
    found: list[RuleRow] = []
    for at, condition in enumerate(conditions):
        kind, here = kind_of(condition), f"{key}[{at + 1}]"
        found.append(RuleRow((*path, at), kind, condition, here))
        if kind in GROUPS:
            found += rows(condition[kind], f"{here}.{kind}", (*path, at))
    return found


def blank(kind: str, others: Sequence[str]) -> dict[str, Any]:
    """A condition of this kind to begin with; `others` are the ids of the prompts that can be asked."""
    if kind == "answer" and others:
        return {"answer": others[0], "is": "N"}
    if kind in GROUPS:
        return {kind: [{"fact": FIRST_FACT}, {"fact": "discretion_recorded"}]}
    return {"fact": FIRST_FACT}


def add(conditions: Conditions, group: Path, condition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """With one more condition at the end of a group; () is the rule itself."""
    made = _copied(conditions)
    _parts(made, group).append(dict(condition))
    return made


def put(conditions: Conditions, path: Path, condition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """With this condition in the place of the one at `path`."""
    made = _copied(conditions)
    _parts(made, path[:-1])[path[-1]] = dict(condition)
    return made


def set_kind(conditions: Conditions, path: Path, kind: str, others: Sequence[str]) -> list[dict[str, Any]]:
    """Another kind of condition at `path`; a group keeps its parts, and what becomes a group is its first part."""
    old = _parts(_copied(conditions), path[:-1])[path[-1]]
    was = kind_of(old)
    if was == kind:
        return _copied(conditions)
    if kind in GROUPS:
        parts = old[was] if was in GROUPS else [old, {"fact": FIRST_FACT}]
        return put(conditions, path, {kind: parts})
    return put(conditions, path, blank(kind, others))


def remove(conditions: Conditions, path: Path) -> list[dict[str, Any]]:
    """Without the condition at `path`; a group that loses its last part goes with it."""
    made = _copied(conditions)
    while path:
        parts = _parts(made, path[:-1])
        del parts[path[-1]]
        path = path[:-1]
        if parts:
            break
    return made


def condition_from(table: Mapping[str, Any]) -> Condition | None:
    """The condition a table stands for, as far as it is one."""
    kind = kind_of(table)
    if kind == "fact":
        return FactIs(str(table.get("fact", "")), table.get("is", True) is not False)
    if kind in GROUPS:
        parts = tuple(part for part in map(condition_from, table[kind]) if part is not None)
        return None if not parts else AllOf(parts) if kind == "all" else AnyOf(parts)
    prompt = str(table.get("answer", ""))
    if "given" in table:
        return GivenIs(prompt, given=str(table["given"]))
    for bound in ("at_least", "at_most"):
        if bound in table:
            amount = _amount(table[bound])
            return None if amount is None else GivenIs(prompt, **{bound: amount})  # type: ignore[arg-type]
    return AnswerIs(prompt, str(table.get("is", ""))) if table.get("is") in ("Y", "N", "NA", "CT") else None


def rule_in_words(card: ScorecardDefinition | None, conditions: Conditions) -> str:
    """The rule as a sentence; `card` knows the words of options and units, and may be a little older."""
    known = card or ScorecardDefinition("", "", (), None, {})
    clauses = [words(known, made) for made in map(condition_from, conditions) if made is not None]
    if not clauses:
        return ""
    return "Not applicable " + ", or ".join(f"when {clause}" for clause in clauses) + "."


def ways_to_ask(prompt: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What can be asked of an answer to this prompt: words, and the keys of the condition beside `answer`."""
    kind = prompt.get("type", AnswerType.YES_NO)
    left_open: list[tuple[str, dict[str, Any]]] = [
        ("is not applicable", {"is": "NA"}),
        ("is cannot tell", {"is": "CT"}),
    ]
    if kind == AnswerType.YES_NO:
        return [("is yes", {"is": "Y"}), ("is no", {"is": "N"}), *left_open]
    counted: list[tuple[str, dict[str, Any]]] = [("counts as yes", {"is": "Y"}), ("counts as a no", {"is": "N"})]
    if kind == AnswerType.CHOICE:
        options = prompt.get("option", ())
        picked = [(f"is “{each.get('text', '')}”", {"given": str(each.get("id", ""))}) for each in options]
        return [*picked, *counted, *left_open]
    if kind in (AnswerType.SCALE, AnswerType.NUMBER):
        return [("is at least", {"at_least": 1}), ("is at most", {"at_most": 1}), *counted, *left_open]
    return left_open


def _amount(written: object) -> Decimal | None:
    try:
        return Decimal(str(written))
    except InvalidOperation:
        return None


def _copied(conditions: Conditions) -> list[dict[str, Any]]:
    return copy.deepcopy([dict(condition) for condition in conditions])


def _parts(conditions: list[dict[str, Any]], group: Path) -> list[dict[str, Any]]:
    """The list that holds the parts of a group."""
    there = conditions
    for at in group:
        condition = there[at]
        there = condition[kind_of(condition)]
    return there

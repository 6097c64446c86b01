"""Reading a scorecard file: TOML to a ScorecardDefinition, every fault named by its key.

What a prompt asks for is read by `models.scorecard_answers`, single values by `models.scorecard_tables`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.answer_types import AnswerType, Asked, Number, Scale, Text, YesNo, options_of
from models.errors import InputRefused, Refusal
from models.review import YES_OR_NO
from models.scorecard import (
    NEVER,
    AllOf,
    AnswerIs,
    AnyOf,
    Condition,
    Demand,
    FactIs,
    GivenIs,
    Prompt,
    ScorecardDefinition,
    Section,
)
from models.scorecard_answers import COMMENTED, KEYS, amount, asked_in, type_of
from models.scorecard_tables import Place, Tables
from models.sheet_facts import FACTS
from models.toml_lines import key_lines, line_of, toml_values

SCHEMA = "steercheck.scorecard/1"
CARD_KEYS = frozenset({"schema", "id", "title", "discretion_prompt", "section"})
SECTION_KEYS = frozenset({"title", "prompt"})
PROMPT_KEYS = frozenset(
    {
        "id",
        "text",
        "help",
        "type",
        "weight",
        "critical",
        "evidence",
        "from_steer",
        "not_applicable",
        "not_applicable_when",
        "comment_on_no",
        "comment_on",
        "sensitive",
        "root_causes",
        "root_cause_needed",
    }
)
GIVEN_KEYS = ("given", "at_least", "at_most")
"""What a condition may ask of an answer beside what it counts as (`is`)."""
CARD_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}/[1-9][0-9]{0,8}")
PROMPT_ID = re.compile(r"[A-Z][A-Z0-9_]*")
HEAVIEST = 1_000_000
LARGEST_BYTES = 4 * 1024 * 1024
DEEPEST = 20
"""Conditions within conditions."""


def read(path: Path) -> ScorecardDefinition:
    """Read a TOML file. Raises InputRefused with the file, and each faulty key, named."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as exc:
        raise InputRefused(f"{path} cannot be read ({exc.strerror}).") from exc
    if len(content) > LARGEST_BYTES:
        raise InputRefused(f"{path.name} is far too large for a scorecard. Nothing was changed.")
    try:
        return parse(content.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as exc:
        raise InputRefused(f"{path.name} is not a TOML file: {exc}. Nothing was changed.") from exc


def parse(text: str, source: str) -> ScorecardDefinition:
    """The scorecard in a TOML text; `source` is what it is called in refusals. Raises InputRefused."""
    try:
        values = toml_values(text)
    except ValueError as exc:
        raise InputRefused(f"{source} is not a TOML file: {exc}. Nothing was changed.") from exc
    try:
        return definition_from(values, source)
    except InputRefused as exc:
        lines = key_lines(text)
        told = [
            replace(each, line=line_of(lines, each.column or "")) for each in exc.details if isinstance(each, Refusal)
        ]
        raise InputRefused(exc.message, told) from exc


def definition_from(values: Mapping[str, Any], source: str) -> ScorecardDefinition:
    """The scorecard in plain `values`. Raises InputRefused; `details` are Refusals, one a faulty key."""
    reader = _Reader(source)
    card = reader.card(values)
    if reader.faults:
        first = reader.faults[0]
        raise InputRefused(
            f"{source} is not a scorecard that can be used: {first.column}: {first.reason}"
            + (f" ({len(reader.faults)} faults in all)." if len(reader.faults) > 1 else ".")
            + " Nothing was changed.",
            reader.faults,
        )
    return card


class _Reader(Tables):
    """One reading of one scorecard."""

    def card(self, values: Mapping[str, Any]) -> ScorecardDefinition:
        place = Place(values, "")
        self.known(place, CARD_KEYS)
        if self.value(place, "schema", str, "") != SCHEMA:
            self.fault("schema", values.get("schema"), f'must be "{SCHEMA}"')
        card_id = self.value(place, "id", str, "")
        if not CARD_ID.fullmatch(card_id):
            self.fault("id", card_id, 'must be a name and a version, like "arrears-call/1"')
        sections = tuple(self._section(place) for place in self.tables(place, "section"))
        discretion = self.optional(place, "discretion_prompt", str, None)
        card = ScorecardDefinition(card_id, self.text(place, "title"), sections, discretion, values)
        self._agreement(card)
        return card

    def _section(self, place: Place) -> Section:
        self.known(place, SECTION_KEYS)
        title = self.text(place, "title")
        return Section(title, tuple(self._prompt(inner, title) for inner in self.tables(place, "prompt")))

    def _prompt(self, place: Place, section: str) -> Prompt:
        kind = type_of(self, place)
        self.known(place, PROMPT_KEYS | KEYS[kind])
        prompt_id = self.value(place, "id", str, "")
        if not PROMPT_ID.fullmatch(prompt_id):
            self.fault(place.key("id"), prompt_id, "must be capitals, digits and underscores")
        weight = self.value(place, "weight", int, 0)
        if not 0 <= weight <= HEAVIEST:
            self.fault(place.key("weight"), weight, f"must be a whole number from 0 to {HEAVIEST}")
        evidence = self.value(place, "evidence", str, Demand.EITHER)
        if evidence not in set(Demand):
            self.fault(place.key("evidence"), evidence, "must be call, sheet or either")
            evidence = Demand.EITHER
        words = self.text(place, "not_applicable")
        conditions = self._conditions(place, "not_applicable_when") if "not_applicable_when" in place.table else ()
        if words == NEVER and conditions:
            self.fault(place.key("not_applicable_when"), None, 'stands beside not_applicable = "never"')
        asked = asked_in(self, place, kind)
        steers = self.value(place, "from_steer", bool, False)
        if steers and kind is not AnswerType.YES_NO:
            self.fault(place.key("from_steer"), steers, "the steer proposes yes or no; this prompt asks for more")
        return Prompt(
            prompt_id,
            self.text(place, "text"),
            self.text(place, "help"),
            section,
            weight,
            self.value(place, "critical", bool, False),
            Demand(evidence),
            steers,
            words,
            conditions,
            self.optional(place, "comment_on_no", bool, False),
            self.optional(place, "sensitive", bool, False),
            self.words(place, "root_causes"),
            self._comment_on(place, asked),
            self.optional(place, "root_cause_needed", bool, False),
            asked,
        )

    def _comment_on(self, place: Place, asked: Asked) -> tuple[str, ...]:
        named = self.words(place, "comment_on")
        allowed = (*COMMENTED, *(option.id for option in options_of(asked)))
        for number, answer in enumerate(named, 1):
            if answer not in allowed:
                self.fault(f"{place.key('comment_on')}[{number}]", answer, "must be one of " + ", ".join(allowed))
        return named

    def _conditions(self, place: Place, name: str, depth: int = 1) -> tuple[Condition, ...]:
        if depth > DEEPEST:
            self.fault(place.key(name), None, "is nested too deep")
            return ()
        found = []
        for inner in self.tables(place, name):
            condition = self._condition(inner, depth)
            if condition is not None:
                found.append(condition)
        return tuple(found)

    def _condition(self, place: Place, depth: int) -> Condition | None:
        kinds = [kind for kind in ("fact", "answer", "all", "any") if kind in place.table]
        if len(kinds) != 1:
            self.fault(place.at, dict(place.table), "must hold exactly one of fact, answer, all, any")
            return None
        kind = kinds[0]
        if kind == "fact":
            self.known(place, frozenset({kind, "is"}))
            fact = self.value(place, "fact", str, "")
            if fact not in FACTS:
                self.fault(place.key("fact"), fact, "is not a fact the program knows: " + ", ".join(FACTS))
            return FactIs(fact, self.optional(place, "is", bool, True))
        if kind == "answer":
            return self._answer_condition(place)
        self.known(place, frozenset({kind}))
        parts = self._conditions(place, kind, depth + 1)
        return AllOf(parts) if kind == "all" else AnyOf(parts)

    def _answer_condition(self, place: Place) -> Condition | None:
        self.known(place, frozenset({"answer", "is", *GIVEN_KEYS}))
        prompt = self.value(place, "answer", str, "")
        asked = [name for name in GIVEN_KEYS if name in place.table]
        if not asked:
            value = self.value(place, "is", str, "")
            if value not in YES_OR_NO:
                self.fault(place.key("is"), value, "must be Y, N, NA or CT")
            return AnswerIs(prompt, value)
        if len(asked) > 1 or "is" in place.table:
            self.fault(place.at, dict(place.table), "must hold exactly one of is, " + ", ".join(GIVEN_KEYS))
            return None
        if asked[0] == "given":
            return GivenIs(prompt, given=self.value(place, "given", str, ""))
        bound = amount(self, place, asked[0])
        return GivenIs(prompt, at_least=bound) if asked[0] == "at_least" else GivenIs(prompt, at_most=bound)

    def _agreement(self, card: ScorecardDefinition) -> None:
        """What only shows when the whole file is read: ids used twice or not at all, conditions in a circle."""
        places: dict[str, str] = {}
        asked: dict[str, Asked] = {}
        for number, section in enumerate(card.sections, 1):
            for count, prompt in enumerate(section.prompts, 1):
                at = f"section[{number}].prompt[{count}]"
                if prompt.id in places:
                    self.fault(f"{at}.id", prompt.id, f"is the id of {places[prompt.id]} as well")
                else:
                    places[prompt.id], asked[prompt.id] = at, prompt.answer
        discretion = card.discretion_prompt
        if discretion is not None and discretion not in places:
            self.fault("discretion_prompt", discretion, "is no prompt of this scorecard")
        elif discretion is not None and not isinstance(asked[discretion], YesNo):
            self.fault("discretion_prompt", discretion, "must ask for yes or no")
        asks = {prompt.id: _asked(prompt.conditions) for prompt in card.prompts}
        for prompt in card.prompts:
            at = f"{places[prompt.id]}.not_applicable_when"
            for other in sorted(asks[prompt.id] - places.keys()):
                self.fault(at, other, "is no prompt of this scorecard")
            for condition in _given_conditions(prompt.conditions):
                reason = _never_given(condition, asked.get(condition.prompt))
                if reason is not None:
                    self.fault(at, condition.prompt, reason)
            if _leads_back(prompt.id, asks):
                self.fault(at, prompt.id, "depends on itself in a circle")


def _asked(conditions: tuple[Condition, ...]) -> set[str]:
    """The prompts whose answers these conditions look at."""
    return {condition.prompt for condition in _leaves(conditions) if isinstance(condition, AnswerIs | GivenIs)}


def _given_conditions(conditions: tuple[Condition, ...]) -> list[GivenIs]:
    return [condition for condition in _leaves(conditions) if isinstance(condition, GivenIs)]


def _leaves(conditions: tuple[Condition, ...]) -> list[Condition]:
    found: list[Condition] = []
    for condition in conditions:
        found.extend(_leaves(condition.parts) if isinstance(condition, AllOf | AnyOf) else [condition])
    return found


def _never_given(condition: GivenIs, asked: Asked | None) -> str | None:
    """Why no answer to what is asked could be held against this condition; None when it can."""
    if asked is None:
        return None
    if isinstance(asked, Scale | Number):
        return None if condition.given is None else "is asked for a number: use at_least or at_most"
    if isinstance(asked, YesNo):
        return "asks for yes or no: use is"
    if isinstance(asked, Text):
        return "asks for free words: nothing can depend on them"
    if condition.given is None:
        return "is not asked for a number"
    return None if asked.option(condition.given) is not None else f"has no option {condition.given!r}"


def _leads_back(start: str, asks: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    ahead = list(asks[start])
    while ahead:
        prompt_id = ahead.pop()
        if prompt_id == start:
            return True
        if prompt_id not in seen:
            seen.add(prompt_id)
            ahead.extend(asks.get(prompt_id, ()))
    return False

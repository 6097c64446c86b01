"""Reading a scorecard file: TOML to a ScorecardDefinition, every fault named by its key.

Keys are written as in `section[1].prompt[4].weight`, counted from 1, so that a person finds them in the file.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from models.errors import InputRefused, Refusal
from models.review import AnswerValue
from models.scorecard import (
    NEVER,
    AllOf,
    AnswerIs,
    AnyOf,
    Condition,
    Demand,
    FactIs,
    Prompt,
    ScorecardDefinition,
    Section,
)
from models.sheet_facts import FACTS

SCHEMA = "steercheck.scorecard/1"
CARD_KEYS = frozenset({"schema", "id", "title", "discretion_prompt", "section"})
SECTION_KEYS = frozenset({"title", "prompt"})
PROMPT_KEYS = frozenset(
    {
        "id",
        "text",
        "help",
        "weight",
        "critical",
        "evidence",
        "from_steer",
        "not_applicable",
        "not_applicable_when",
        "comment_on_no",
        "sensitive",
        "root_causes",
    }
)
CARD_ID = re.compile(r"[a-z0-9][a-z0-9-]*/[1-9][0-9]*")
PROMPT_ID = re.compile(r"[A-Z][A-Z0-9_]*")
HEAVIEST = 1_000_000

Kind = TypeVar("Kind")


def read(path: Path) -> ScorecardDefinition:
    """Read a TOML file. Raises InputRefused with the file, and each faulty key, named."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise InputRefused(f"{path} cannot be read ({exc.strerror}).") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise InputRefused(f"{path.name} is not a TOML file: {exc}. Nothing was changed.") from exc
    return definition_from(values, path.name)


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


class _Place(NamedTuple):
    """A table of the file and where it stands."""

    table: Mapping[str, Any]
    at: str

    def key(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at else name


class _Reader:
    """One reading of one file; collects every fault instead of stopping at the first."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.faults: list[Refusal] = []

    def card(self, values: Mapping[str, Any]) -> ScorecardDefinition:
        place = _Place(values, "")
        self._known(place, CARD_KEYS)
        if self._value(place, "schema", str, "") != SCHEMA:
            self._fault("schema", values.get("schema"), f'must be "{SCHEMA}"')
        card_id = self._value(place, "id", str, "")
        if not CARD_ID.fullmatch(card_id):
            self._fault("id", card_id, 'must be a name and a version, like "arrears-call/1"')
        sections = tuple(self._section(place) for place in self._tables(place, "section"))
        discretion = self._value(place, "discretion_prompt", str, None) if "discretion_prompt" in values else None
        card = ScorecardDefinition(card_id, self._text(place, "title"), sections, discretion, values)
        self._agreement(card)
        return card

    def _section(self, place: _Place) -> Section:
        self._known(place, SECTION_KEYS)
        title = self._text(place, "title")
        return Section(title, tuple(self._prompt(inner, title) for inner in self._tables(place, "prompt")))

    def _prompt(self, place: _Place, section: str) -> Prompt:
        self._known(place, PROMPT_KEYS)
        prompt_id = self._value(place, "id", str, "")
        if not PROMPT_ID.fullmatch(prompt_id):
            self._fault(place.key("id"), prompt_id, "must be capitals, digits and underscores")
        weight = self._value(place, "weight", int, 0)
        if not 0 <= weight <= HEAVIEST:
            self._fault(place.key("weight"), weight, f"must be a whole number from 0 to {HEAVIEST}")
        evidence = self._value(place, "evidence", str, Demand.EITHER)
        if evidence not in set(Demand):
            self._fault(place.key("evidence"), evidence, "must be call, sheet or either")
            evidence = Demand.EITHER
        words = self._text(place, "not_applicable")
        conditions = self._conditions(place, "not_applicable_when") if "not_applicable_when" in place.table else ()
        if words == NEVER and conditions:
            self._fault(place.key("not_applicable_when"), None, 'stands beside not_applicable = "never"')
        return Prompt(
            prompt_id,
            self._text(place, "text"),
            self._text(place, "help"),
            section,
            weight,
            self._value(place, "critical", bool, False),
            Demand(evidence),
            self._value(place, "from_steer", bool, False),
            words,
            conditions,
            self._value(place, "comment_on_no", bool, False) if "comment_on_no" in place.table else False,
            self._value(place, "sensitive", bool, False) if "sensitive" in place.table else False,
            self._words(place, "root_causes"),
        )

    def _conditions(self, place: _Place, name: str) -> tuple[Condition, ...]:
        found = []
        for inner in self._tables(place, name):
            condition = self._condition(inner)
            if condition is not None:
                found.append(condition)
        return tuple(found)

    def _condition(self, place: _Place) -> Condition | None:
        kinds = [kind for kind in ("fact", "answer", "all", "any") if kind in place.table]
        if len(kinds) != 1:
            self._fault(place.at, dict(place.table), "must hold exactly one of fact, answer, all, any")
            return None
        kind = kinds[0]
        self._known(place, frozenset({kind, "is"} if kind in ("fact", "answer") else {kind}))
        if kind == "fact":
            fact = self._value(place, "fact", str, "")
            if fact not in FACTS:
                self._fault(place.key("fact"), fact, "is not a fact the program knows: " + ", ".join(FACTS))
            return FactIs(fact, self._value(place, "is", bool, True) if "is" in place.table else True)
        if kind == "answer":
            value = self._value(place, "is", str, "")
            if value not in set(AnswerValue):
                self._fault(place.key("is"), value, "must be Y, N, NA or CT")
            return AnswerIs(self._value(place, "answer", str, ""), value)
        parts = self._conditions(place, kind)
        return AllOf(parts) if kind == "all" else AnyOf(parts)

    def _agreement(self, card: ScorecardDefinition) -> None:
        """What only shows when the whole file is read: ids used twice or not at all, conditions in a circle."""
        places: dict[str, str] = {}
        for number, section in enumerate(card.sections, 1):
            for count, prompt in enumerate(section.prompts, 1):
                at = f"section[{number}].prompt[{count}]"
                if prompt.id in places:
                    self._fault(f"{at}.id", prompt.id, f"is the id of {places[prompt.id]} as well")
                else:
                    places[prompt.id] = at
        if card.discretion_prompt is not None and card.discretion_prompt not in places:
            self._fault("discretion_prompt", card.discretion_prompt, "is no prompt of this scorecard")
        asks = {prompt.id: _asked(prompt.conditions) for prompt in card.prompts}
        for prompt_id, others in asks.items():
            for other in sorted(others - places.keys()):
                self._fault(f"{places[prompt_id]}.not_applicable_when", other, "is no prompt of this scorecard")
            if _leads_back(prompt_id, asks):
                self._fault(f"{places[prompt_id]}.not_applicable_when", prompt_id, "depends on itself in a circle")

    def _tables(self, place: _Place, name: str) -> list[_Place]:
        written = place.table.get(name)
        if not isinstance(written, list) or not written:
            self._fault(place.key(name), written, "must be a list with at least one table")
            return []
        found = []
        for number, table in enumerate(written, 1):
            at = f"{place.key(name)}[{number}]"
            if isinstance(table, Mapping):
                found.append(_Place(table, at))
            else:
                self._fault(at, table, "must be a table")
        return found

    def _words(self, place: _Place, name: str) -> tuple[str, ...]:
        written = place.table.get(name, [])
        if not isinstance(written, list) or any(not isinstance(word, str) or not word.strip() for word in written):
            self._fault(place.key(name), written, "must be a list of words")
            return ()
        return tuple(written)

    def _text(self, place: _Place, name: str) -> str:
        written = self._value(place, name, str, "")
        if name in place.table and isinstance(place.table[name], str) and not written.strip():
            self._fault(place.key(name), written, "must not be empty")
        return str(written).strip()

    def _value(self, place: _Place, name: str, kind: type[Kind], instead: Any) -> Any:
        if name not in place.table:
            self._fault(place.key(name), None, "is missing")
            return instead
        written = place.table[name]
        if not isinstance(written, kind) or (kind is not bool and isinstance(written, bool)):
            words = {str: "text", int: "a whole number", bool: "true or false"}[kind]
            self._fault(place.key(name), written, f"must be {words}")
            return instead
        return written

    def _known(self, place: _Place, keys: frozenset[str]) -> None:
        for name in place.table:
            if name not in keys:
                self._fault(place.key(name), place.table[name], "is not a key of a scorecard")

    def _fault(self, key: str, value: object, reason: str) -> None:
        self.faults.append(Refusal(self._source, None, key, None if value is None else str(value), reason))


def _asked(conditions: tuple[Condition, ...]) -> set[str]:
    """The prompts whose answers these conditions look at."""
    asked: set[str] = set()
    for condition in conditions:
        if isinstance(condition, AnswerIs):
            asked.add(condition.prompt)
        elif isinstance(condition, AllOf | AnyOf):
            asked |= _asked(condition.parts)
    return asked


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

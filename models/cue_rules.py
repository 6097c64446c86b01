"""Cue rules: what moments of a call are looked for, in which words, said by whom, and which prompts they may answer.

Rules are data: shipped in resources/cues/*.toml, and a department's own in folders that are handed in. A file of the
department's goes before a shipped one of the same name. Between the files and `models.cues`.

    schema = "steercheck.cues/1"
    title = "The debt steer on the telephone"

    [heard_as]                          # what a speech engine often writes in the place of a word
    sum = ["some", "sun"]

    [[rule]]
    id = "lump-asked/1"                 # the number is the version: another wording is another version
    stage = "lump_sum"
    speaker = "caseworker"              # or "nrp"; without it, whoever says it
    prompts = ["LUMP_SOUGHT"]           # the first is the one it is listed under on the command line
    phrases = ["offer [a] lump sum"]    # the language of models.cue_phrases
    unless = ["no lump sum"]            # where this is found in the same words, it is no cue
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import resources
from models.cue_phrases import PhraseFault, Way, Word, ways_of
from models.cue_words import tokens_of
from models.errors import InputRefused, Refusal
from models.intake.profile_keys import Keys
from models.scorecard import shipped as shipped_scorecards
from models.toml_lines import key_lines, line_of, toml_values
from models.transcript import Speaker

SCHEMA = "steercheck.cues/1"
FOLDER, ENDING = "cues", ".toml"
MOST_BYTES = 1024 * 1024
FILE_KEYS = ("schema", "title", "heard_as", "rule")
RULE_KEYS = ("id", "stage", "speaker", "prompts", "phrases", "unless")
RULE_ID = re.compile(r"[a-z0-9][a-z0-9-]*/[1-9][0-9]*")
SPEAKERS = (Speaker.CASEWORKER.value, Speaker.NRP.value)


class Stage(StrEnum):
    """What a cue tells of, in the order of the steer's ladder (Annex A); around it, what else a check looks for."""

    CONDUCT = "conduct"
    ARREARS = "arrears"
    FULL_PAYMENT = "full_payment"
    LUMP_SUM = "lump_sum"
    INCOME = "income"
    RATE = "rate"
    PERIOD = "period"
    SUSTAINABILITY = "sustainability"
    METHOD = "method"
    CASEWORKER_ONLINE = "caseworker_online"
    DISCRETION = "discretion"
    ENFORCEMENT = "enforcement"
    LABEL = "label"
    PRIVACY = "privacy"


LADDER = tuple(stage for stage in Stage if stage not in (Stage.CONDUCT, Stage.ARREARS, Stage.LABEL, Stage.PRIVACY))
"""The stages of the steer itself: those of which "not found" is worth saying."""


@dataclass(frozen=True)
class CueRule:
    """One rule; `id` is its name and version ("lump-asked/1")."""

    id: str
    stage: Stage
    speaker: Speaker | None
    prompts: tuple[str, ...]
    phrases: tuple[Way, ...]
    unless: tuple[Way, ...] = ()

    @property
    def name(self) -> str:
        """The id without its version."""
        return self.id.partition("/")[0]


@dataclass(frozen=True)
class CueRules:
    """All rules in force. `heard_as`: token -> tokens that are taken for it. `sha256`: of the files they came from."""

    rules: tuple[CueRule, ...]
    heard_as: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sha256: str = ""

    @cached_property
    def words(self) -> frozenset[Word]:
        """Every word of every phrase."""
        ways = (way for rule in self.rules for way in (*rule.phrases, *rule.unless))
        return frozenset(step for way in ways for step in way.steps if isinstance(step, Word))

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every token a phrase asks for."""
        return frozenset(text for word in self.words for text in word.texts)

    @cached_property
    def glued(self) -> Mapping[str, tuple[str, ...]]:
        """Two words that follow each other in a phrase, written as one: "directdebit" -> direct, debit."""
        found: dict[str, tuple[str, ...]] = {}
        for rule in self.rules:
            for way in rule.phrases:
                for one, two in zip(way.steps, way.steps[1:], strict=False):
                    if isinstance(one, Word) and isinstance(two, Word) and one.key and two.key:
                        found |= {a + b: (a, b) for a in one.texts for b in two.texts}
        return {word: parts for word, parts in found.items() if word not in self.texts}


def shipped() -> CueRules:
    """The rules that come with the program."""
    return rules_in(())


def files_in(folders: Sequence[Path]) -> dict[str, Path]:
    """Every rule file by name, in order of name: of two with one name, that of the first folder, shipped ones last."""
    found: dict[str, Path] = {}
    for folder in (*folders, resources.path(FOLDER)):
        try:
            files = [path for path in folder.iterdir() if path.suffix == ENDING and path.is_file()]
        except OSError:
            continue
        for path in files:
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def rules_in(folders: Sequence[Path]) -> CueRules:
    """The rules of these folders and the shipped ones. Raises InputRefused; `details` are Refusals, one a fault."""
    return _rules(tuple((path, _content(path)) for path in files_in(folders).values()))


@cache
def _rules(files: tuple[tuple[Path, bytes], ...]) -> CueRules:
    """The rules of files with this content; read once, since phrases are many."""
    faults: list[Refusal] = []
    rules: dict[str, CueRule] = {}
    heard_as: dict[str, frozenset[str]] = {}
    for path, content in files:
        told = _File(path.name, content, faults)
        for place, rule in told.rules():
            if rule.name in rules:
                told.fault(f"{place}.id", rule.id, f"there is another rule of this name, {rules[rule.name].id}")
            rules.setdefault(rule.name, rule)
        for word, taken in told.heard_as().items():
            heard_as[word] = heard_as.get(word, frozenset()) | taken
    if faults:
        first, more = faults[0], len(faults) - 1
        others = f" ({len(faults)} faults in all)" if more else ""
        raise InputRefused(f"Cue rules that cannot be used: {first}{others}. Nothing was changed.", faults)
    digest = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for _, content in files))
    return CueRules(tuple(rules.values()), heard_as, digest.hexdigest())


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputRefused(f"{path.name} is too large for cue rules. Nothing was changed.")
        return path.read_bytes()
    except OSError as exc:
        raise InputRefused(f"{path} cannot be read ({exc.strerror}).") from exc


class _File:
    """One rule file: its tables, and where its faults go, each with file, line, key, value and reason."""

    def __init__(self, name: str, content: bytes, faults: list[Refusal]) -> None:
        self._name = name
        self._faults = faults
        self._lines: Mapping[str, int] = {}
        self._table: dict[str, Any] = {}
        try:
            text = content.decode("utf-8-sig")
            self._table = toml_values(text)
            self._lines = key_lines(text)
        except UnicodeDecodeError:
            faults.append(Refusal(name, None, None, None, "is not UTF-8"))
            return
        except ValueError as exc:
            number = str(exc).rpartition("(at line ")[2].partition(",")[0]
            line = int(number) if number.isdigit() else None
            faults.append(Refusal(name, line, None, None, f"not a TOML file: {exc}"))
            return
        keys = self._keys("", self._table)
        keys.known(FILE_KEYS)
        if self._table.get("schema") != SCHEMA:
            keys.fault("schema", f'must be "{SCHEMA}"')
        keys.text("title")
        self._take(keys)

    def fault(self, key: str, value: str | None, reason: str) -> None:
        self._faults.append(Refusal(self._name, line_of(self._lines, key), key or None, value, reason))

    def rules(self) -> list[tuple[str, CueRule]]:
        """The rules without a fault, each with its place ("rule[2]")."""
        written = self._table.get("rule", [])
        if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
            self.fault("rule", None, "must be tables, [[rule]]")
            return []
        found = ((f"rule[{number}]", table) for number, table in enumerate(written, 1))
        return [(at, rule) for at, table in found if (rule := self._rule(at, table)) is not None]

    def heard_as(self) -> dict[str, frozenset[str]]:
        """Tokens and what is taken for them."""
        keys = self._keys("", self._table)
        table = keys.inner("heard_as")
        found: dict[str, frozenset[str]] = {}
        if table is not None:
            for word in table.table:
                others = [tokens_of(other) for other in table.texts(word)]
                if len(tokens_of(word)) != 1 or any(len(other) != 1 for other in others):
                    table.fault(word, "single words only")
                    continue
                found[tokens_of(word)[0]] = frozenset(other[0] for other in others)
        self._take(keys)
        return found

    def _rule(self, at: str, table: Mapping[str, Any]) -> CueRule | None:
        keys, before = self._keys(at, table), len(self._faults)
        keys.known(RULE_KEYS)
        for name in ("id", "stage", "phrases"):
            if name not in table:
                keys.fault(name, "is missing")
        rule_id = keys.text("id")
        if rule_id is not None and not RULE_ID.fullmatch(rule_id):
            keys.fault("id", "must be a name and a version, as lump-asked/1")
        stage = keys.choice("stage", [each.value for each in Stage], "a stage")
        speaker = keys.choice("speaker", SPEAKERS, "a speaker")
        prompts = keys.texts("prompts")
        self._take(keys)
        for number, prompt in enumerate(prompts, 1):
            if prompt not in known_prompts():
                self.fault(f"{at}.prompts[{number}]", prompt, "no scorecard has a prompt of this name")
        phrases, unless = self._ways(keys, "phrases"), self._ways(keys, "unless")
        if len(self._faults) > before or rule_id is None or stage is None:
            return None
        return CueRule(rule_id, Stage(stage), Speaker(speaker) if speaker else None, prompts, phrases, unless)

    def _ways(self, keys: Keys, name: str) -> tuple[Way, ...]:
        phrases = keys.texts(name)
        if not phrases and name in keys.table and not keys.faults:
            keys.fault(name, "must hold a phrase")
        self._take(keys)
        found: dict[Way, None] = {}
        for number, phrase in enumerate(phrases, 1):
            try:
                found |= dict.fromkeys(ways_of(phrase))
            except PhraseFault as exc:
                self.fault(f"{keys.at}.{name}[{number}]", phrase, str(exc))
        return tuple(found)

    def _keys(self, at: str, table: Mapping[str, Any]) -> Keys:
        return Keys(self._name, table, at)

    def _take(self, keys: Keys) -> None:
        """The faults a reader of keys found, with their lines."""
        for each in keys.faults:
            self.fault(each.column or "", each.value, each.reason)
        keys.faults.clear()


@cache
def known_prompts() -> frozenset[str]:
    """The prompts of every scorecard that is shipped."""
    return frozenset(prompt.id for card in shipped_scorecards().values() for prompt in card.prompts)

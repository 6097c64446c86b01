"""Scorecards as data: the shipped one is what the domain notes say, and a faulty file is refused by its key."""

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resources
from models.answer_types import Choice, YesNo
from models.errors import InputRefused, Refusal
from models.scorecard import (
    AllOf,
    AnswerIs,
    Demand,
    FactIs,
    ScorecardDefinition,
    read_scorecard,
    scorecard_from,
    shipped,
)

# Domain notes, section 4: id, section, critical (K), evidence, proposed by the steer (s).
DOMAIN_TABLE = """
FIGURES_SOURCED  | Debt Steer                     | K | either |
FULL_FIRST       | Debt Steer                     | K | either |
LUMP_SOUGHT      | Debt Steer                     | K | either |
WITHIN_RUNG      | Debt Steer                     | K | sheet  | s
LABEL_RIGHT      | Debt Steer                     | K | sheet  | s
OVER_40_TESTED   | Debt Steer                     | K | either | s
DEO_LEAVES_60    | Debt Steer                     | K | sheet  | s
LO_CONSIDERED    | Debt Steer                     | K | either | s
METHOD_FIRST     | Preferred Method of Collection |   | either |
METHOD_EXPLAINED | Preferred Method of Collection |   | call   |
METHOD_AGREES    | Preferred Method of Collection |   | either |
CWO_VIEWED       | Caseworker Online              |   | either |
CWO_USED         | Caseworker Online              |   | call   |
WELFARE          | Discretion and conduct         | K | either |
FAMILY_NEEDS     | Discretion and conduct         | K | either |
HARDSHIP         | Discretion and conduct         | K | either |
GROUND_RECORDED  | Discretion and conduct         | K | sheet  |
CONDUCT          | Discretion and conduct         |   | call   |
SHEET_COMPLETE   | Documentation                  | K | sheet  |
SOURCES_AGREE    | Documentation                  | K | either |
"""


@pytest.fixture
def card() -> ScorecardDefinition:
    return shipped()["arrears-call/1"]


@pytest.fixture
def values() -> dict[str, Any]:
    """A small sound file as plain values, to be spoilt one key at a time."""
    prompt = {
        "id": "FIRST",
        "text": "Was it done?",
        "help": "Yes: it was. No: it was not.",
        "weight": 1,
        "critical": True,
        "evidence": "either",
        "from_steer": False,
        "not_applicable": "never",
    }
    second = prompt | {"id": "SECOND", "not_applicable": "not done", "not_applicable_when": [{"fact": "has_call"}]}
    return {
        "schema": "steercheck.scorecard/1",
        "id": "small/1",
        "title": "Small",
        "section": [{"title": "Only", "prompt": [prompt, second]}],
    }


def prompt_of(values: dict[str, Any], number: int = 2) -> dict[str, Any]:
    found: dict[str, Any] = values["section"][0]["prompt"][number - 1]
    return found


def refused_keys(values: dict[str, Any]) -> list[str]:
    with pytest.raises(InputRefused) as caught:
        scorecard_from(values, "small.toml")
    return [str(fault.column) for fault in caught.value.details]  # type: ignore[attr-defined]


def test_the_shipped_scorecard_is_the_table_of_the_domain_notes(card: ScorecardDefinition) -> None:
    written = [
        f"{p.id}|{p.section}|{'K' if p.critical else ''}|{p.evidence}|{'s' if p.from_steer else ''}"
        for p in card.prompts
    ]
    wanted = ["|".join(cell.strip() for cell in line.split("|")) for line in DOMAIN_TABLE.strip().splitlines()]
    assert written == wanted


def test_every_shipped_weight_is_one_and_no_comment_is_demanded(card: ScorecardDefinition) -> None:
    assert {p.weight for p in card.prompts} == {1}
    assert not any(p.comment_on_no for p in card.prompts)


def test_the_shipped_prompts_are_sentences_with_help_on_yes_and_no(card: ScorecardDefinition) -> None:
    for prompt in card.prompts:
        assert prompt.text.endswith("?")
        assert len(prompt.text.split()) > 5
        assert "Yes:" in prompt.help
        assert "No:" in prompt.help
        assert "  " not in prompt.help


def test_only_comments_on_health_and_family_are_sensitive(card: ScorecardDefinition) -> None:
    assert [p.id for p in card.prompts if p.sensitive] == ["WELFARE", "FAMILY_NEEDS", "HARDSHIP"]


def test_figures_and_sheet_always_apply(card: ScorecardDefinition) -> None:
    assert [p.id for p in card.prompts if p.always_applies] == ["FIGURES_SOURCED", "SHEET_COMPLETE"]


def test_a_scorecard_read_back_from_its_plain_values_is_the_same(card: ScorecardDefinition) -> None:
    again = scorecard_from(card.values, "database")
    assert again == card
    assert again.sha256 == card.sha256


def test_a_changed_weight_changes_the_fingerprint(values: dict[str, Any]) -> None:
    before = scorecard_from(copy.deepcopy(values), "small.toml").sha256
    prompt_of(values)["weight"] = 2
    assert scorecard_from(values, "small.toml").sha256 != before


def test_conditions_nest(values: dict[str, Any]) -> None:
    prompt_of(values)["not_applicable_when"] = [
        {"all": [{"fact": "has_call", "is": False}, {"any": [{"answer": "FIRST", "is": "N"}, {"fact": "no_deo"}]}]}
    ]
    condition = scorecard_from(values, "small.toml").prompt("SECOND").conditions[0]
    assert isinstance(condition, AllOf)
    assert condition.parts[0] == FactIs("has_call", False)
    assert condition.parts[1].parts == (AnswerIs("FIRST", "N"), FactIs("no_deo"))  # type: ignore[union-attr]


def test_demands_are_read(values: dict[str, Any]) -> None:
    prompt_of(values).update(evidence="call", comment_on_no=True, sensitive=True, root_causes=["haste", "knowledge"])
    prompt = scorecard_from(values, "small.toml").prompt("SECOND")
    assert prompt.evidence is Demand.CALL
    assert prompt.comment_on_no
    assert prompt.sensitive
    assert prompt.root_causes == ("haste", "knowledge")


FAULTS: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("schema", lambda v: v.update(schema="steercheck.scorecard/9")),
    ("id", lambda v: v.update(id="Small")),
    ("id", lambda v: v.update(id=7)),
    ("title", lambda v: v.update(title="  ")),
    ("title", lambda v: v.pop("title")),
    ("colour", lambda v: v.update(colour="red")),
    ("discretion_prompt", lambda v: v.update(discretion_prompt="NOWHERE")),
    ("section", lambda v: v.update(section=[])),
    ("section[1].prompt", lambda v: v["section"][0].pop("prompt")),
    ("section[1].name", lambda v: v["section"][0].update(name="x")),
    ("section[1].prompt[2]", lambda v: v["section"][0]["prompt"].__setitem__(1, "SECOND")),
    ("section[1].prompt[2].id", lambda v: prompt_of(v).update(id="second")),
    ("section[1].prompt[2].id", lambda v: prompt_of(v).update(id="FIRST")),
    ("section[1].prompt[2].text", lambda v: prompt_of(v).pop("text")),
    ("section[1].prompt[2].weight", lambda v: prompt_of(v).update(weight=-1)),
    ("section[1].prompt[2].weight", lambda v: prompt_of(v).update(weight=True)),
    ("section[1].prompt[2].weight", lambda v: prompt_of(v).update(weight=1.5)),
    ("section[1].prompt[2].critical", lambda v: prompt_of(v).update(critical="yes")),
    ("section[1].prompt[2].evidence", lambda v: prompt_of(v).update(evidence="hearsay")),
    ("section[1].prompt[2].from_steer", lambda v: prompt_of(v).update(from_steer=1)),
    ("section[1].prompt[2].comment_on_no", lambda v: prompt_of(v).update(comment_on_no="no")),
    ("section[1].prompt[2].root_causes", lambda v: prompt_of(v).update(root_causes=["", "haste"])),
    ("section[1].prompt[2].not_applicable", lambda v: prompt_of(v).update(not_applicable="")),
    ("section[1].prompt[2].not_applicable_when", lambda v: prompt_of(v).update(not_applicable="never")),
    (
        "section[1].prompt[2].not_applicable_when[1].fact",
        lambda v: prompt_of(v).update(not_applicable_when=[{"fact": "full_moon"}]),
    ),
    (
        "section[1].prompt[2].not_applicable_when[1].is",
        lambda v: prompt_of(v).update(not_applicable_when=[{"fact": "has_call", "is": "yes"}]),
    ),
    (
        "section[1].prompt[2].not_applicable_when[1].is",
        lambda v: prompt_of(v).update(not_applicable_when=[{"answer": "FIRST", "is": "MAYBE"}]),
    ),
    (
        "section[1].prompt[2].not_applicable_when[1]",
        lambda v: prompt_of(v).update(not_applicable_when=[{"fact": "has_call", "answer": "FIRST"}]),
    ),
    (
        "section[1].prompt[2].not_applicable_when[1].all",
        lambda v: prompt_of(v).update(not_applicable_when=[{"all": []}]),
    ),
    (
        "section[1].prompt[2].not_applicable_when",
        lambda v: prompt_of(v).update(not_applicable_when=[{"answer": "NOWHERE", "is": "N"}]),
    ),
    (
        "section[1].prompt[2].not_applicable_when",
        lambda v: prompt_of(v).update(not_applicable_when=[{"any": [{"answer": "SECOND", "is": "N"}]}]),
    ),
]


@pytest.mark.parametrize(("key", "spoil"), FAULTS, ids=[f"{n}-{key}" for n, (key, _) in enumerate(FAULTS)])
def test_a_fault_is_refused_by_its_key(
    values: dict[str, Any], key: str, spoil: Callable[[dict[str, Any]], object]
) -> None:
    spoil(values)
    assert key in refused_keys(values)


def test_rules_that_ask_each_other_in_a_circle_are_refused(values: dict[str, Any]) -> None:
    prompt_of(values, 1).update(not_applicable="x", not_applicable_when=[{"answer": "SECOND", "is": "N"}])
    prompt_of(values, 2).update(not_applicable_when=[{"answer": "FIRST", "is": "N"}])
    assert refused_keys(values) == [
        "section[1].prompt[1].not_applicable_when",
        "section[1].prompt[2].not_applicable_when",
    ]


def test_all_faults_are_listed_not_only_the_first(values: dict[str, Any]) -> None:
    prompt_of(values, 1)["weight"] = -1
    prompt_of(values, 2)["evidence"] = "hearsay"
    assert refused_keys(values) == ["section[1].prompt[1].weight", "section[1].prompt[2].evidence"]


def test_a_file_that_is_no_toml_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("id = ")
    with pytest.raises(InputRefused, match=r"broken\.toml is not a TOML file"):
        read_scorecard(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="cannot be read"):
        read_scorecard(tmp_path / "absent.toml")


def test_the_shipped_file_is_what_is_shipped(card: ScorecardDefinition) -> None:
    with resources.path("scorecards/arrears-call-1.toml").open("rb") as file:
        assert tomllib.load(file) == card.values


# what a prompt asks for

OPTIONS = [{"id": "well", "text": "Well", "credit": 100}, {"id": "badly", "text": "Badly", "credit": 0}]
PROMPT = "section[1].prompt[2]"
TYPE_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("type", {"type": "stars"}),
    ("type", {"type": 1}),
    ("option", {"option": OPTIONS}),
    ("option", {"type": "choice"}),
    ("option", {"type": "choice", "option": OPTIONS[:1]}),
    ("option[2].id", {"type": "choice", "option": [OPTIONS[0], OPTIONS[0]]}),
    ("option[1].id", {"type": "choice", "option": [{**OPTIONS[0], "id": "Y"}, OPTIONS[1]]}),
    ("option[1].credit", {"type": "choice", "option": [{**OPTIONS[0], "credit": 101}, OPTIONS[1]]}),
    ("option[1].credit", {"type": "choice", "option": [{**OPTIONS[0], "credit": 0.5}, OPTIONS[1]]}),
    ("option[1].text", {"type": "choice", "option": [{"id": "well", "credit": 100}, OPTIONS[1]]}),
    ("option[1].colour", {"type": "choice", "option": [{**OPTIONS[0], "colour": "red"}, OPTIONS[1]]}),
    ("least", {"type": "scale", "most": 5}),
    ("most", {"type": "scale", "least": 5, "most": 5}),
    ("most", {"type": "scale", "least": 1, "most": 1001}),
    ("no_below", {"type": "scale", "least": 1, "most": 5, "no_below": 1}),
    ("unit", {"type": "scale", "least": 1, "most": 5, "unit": "£"}),
    ("least", {"type": "number", "least": 0.5}),
    ("least", {"type": "number", "least": "much"}),
    ("most", {"type": "number", "least": 5, "most": "5.00"}),
    ("decimals", {"type": "number", "decimals": 7}),
    ("no_above", {"type": "number", "no_below": 5, "no_above": 4}),
    ("no_below", {"type": "number", "least": 5, "no_below": 4}),
    ("no_above", {"type": "number", "most": 5, "no_above": 6}),
    ("longest", {"type": "text", "longest": 4001}),
    ("from_steer", {"type": "text", "from_steer": True}),
    ("comment_on[1]", {"comment_on": ["MAYBE"]}),
    ("comment_on[1]", {"type": "choice", "option": OPTIONS, "comment_on": ["middling"]}),
    ("help", {"help": "half a pair: \ud800"}),
    ("root_causes[1]", {"root_causes": ["a\0b"]}),
    ("root_cause_needed", {"root_cause_needed": "yes"}),
    ("not_applicable_when[1]", {"not_applicable_when": [{"answer": "FIRST", "is": "N", "given": "N"}]}),
    ("not_applicable_when[1].at_least", {"not_applicable_when": [{"answer": "FIRST", "at_least": 1.5}]}),
    ("not_applicable_when", {"not_applicable_when": [{"answer": "FIRST", "given": "well"}]}),
]


@pytest.mark.parametrize(("key", "changes"), TYPE_FAULTS, ids=[f"{n}-{key}" for n, (key, _) in enumerate(TYPE_FAULTS)])
def test_a_fault_of_what_is_asked_for_is_refused_by_its_key(
    values: dict[str, Any], key: str, changes: dict[str, Any]
) -> None:
    prompt_of(values).update(changes)
    assert f"{PROMPT}.{key}" in refused_keys(values)


ASKED_OF: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"type": "choice", "option": OPTIONS}, {"given": "middling"}, "has no option 'middling'"),
    ({"type": "choice", "option": OPTIONS}, {"at_least": 1}, "is not asked for a number"),
    ({"type": "scale", "least": 1, "most": 5}, {"given": "3"}, "is asked for a number: use at_least or at_most"),
    ({"type": "text"}, {"given": "so"}, "asks for free words: nothing can depend on them"),
    ({}, {"at_most": 3}, "asks for yes or no: use is"),
]


@pytest.mark.parametrize(("asked", "condition", "reason"), ASKED_OF)
def test_a_condition_that_no_answer_could_meet_is_refused(
    values: dict[str, Any], asked: dict[str, Any], condition: dict[str, Any], reason: str
) -> None:
    prompt_of(values, 1).update(asked)
    prompt_of(values).update(not_applicable_when=[{"answer": "FIRST"} | condition])
    with pytest.raises(InputRefused, match=f"{PROMPT}.not_applicable_when".replace("[", r"\[")) as refused:
        scorecard_from(values, "small.toml")
    assert [detail.reason for detail in refused.value.details if isinstance(detail, Refusal)] == [reason]


def test_the_prompt_of_discretion_asks_for_yes_or_no(values: dict[str, Any]) -> None:
    prompt_of(values).update(type="text")
    values["discretion_prompt"] = "SECOND"
    assert refused_keys(values) == ["discretion_prompt"]


def test_conditions_nested_without_end_are_refused(values: dict[str, Any]) -> None:
    condition: dict[str, Any] = {"fact": "has_call"}
    for _ in range(60):
        condition = {"all": [condition]}
    prompt_of(values).update(not_applicable_when=[condition])
    assert any(key.endswith(".all") for key in refused_keys(values))


def test_a_file_far_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    with pytest.raises(InputRefused, match="far too large"):
        read_scorecard(path)


def test_a_prompt_without_a_type_asks_for_yes_or_no(card: ScorecardDefinition) -> None:
    assert {prompt.answer for prompt in card.prompts} == {YesNo()}


def test_an_option_without_credit_counts_as_a_no_unless_it_says_otherwise(values: dict[str, Any]) -> None:
    options = [*OPTIONS, {"id": "none", "text": "None", "credit": 0, "counts_as_no": False}]
    prompt_of(values).update(type="choice", option=options)
    asked = scorecard_from(values, "small.toml").prompt("SECOND").answer
    assert isinstance(asked, Choice)
    assert [option.counts_as_no for option in asked.options] == [False, True, False]

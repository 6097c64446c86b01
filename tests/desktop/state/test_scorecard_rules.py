"""Building a prompt's N/A rule: conditions within conditions, added, changed and removed, told in live words."""

from pathlib import Path

import pytest

from desktop.state import scorecard_rules as rules
from models.answer_types import AnswerType
from models.scorecard import read_scorecard
from models.scorecard_file import definition_from

EVERY_TYPE = Path(__file__).parents[2] / "models/scorecards/every-type.toml"
PAID, NO_CALL = {"fact": "paid_in_full"}, {"fact": "has_call", "is": False}
ANSWER = {"answer": "OFFERED", "is": "N"}
NESTED = [PAID, {"all": [ANSWER, NO_CALL]}]


def test_rows_stand_from_top_to_bottom_with_their_keys() -> None:
    assert [(row.path, row.kind, row.depth, row.key) for row in rules.rows(NESTED)] == [
        ((0,), "fact", 0, "not_applicable_when[1]"),
        ((1,), "all", 0, "not_applicable_when[2]"),
        ((1, 0), "answer", 1, "not_applicable_when[2].all[1]"),
        ((1, 1), "fact", 1, "not_applicable_when[2].all[2]"),
    ]


def test_a_condition_is_added_to_the_rule_or_to_a_group() -> None:
    assert rules.add([PAID], (), NO_CALL) == [PAID, NO_CALL]
    assert rules.add(NESTED, (1,), PAID) == [PAID, {"all": [ANSWER, NO_CALL, PAID]}]


def test_a_condition_is_put_in_the_place_of_another() -> None:
    assert rules.put(NESTED, (1, 0), PAID) == [PAID, {"all": [PAID, NO_CALL]}]


def test_a_group_goes_with_its_last_part() -> None:
    assert rules.remove(NESTED, (1, 0)) == [PAID, {"all": [NO_CALL]}]
    assert rules.remove([PAID, {"any": [{"all": [NO_CALL]}]}], (1, 0, 0)) == [PAID]
    assert rules.remove([PAID], (0,)) == []


def test_what_becomes_a_group_is_its_first_part_and_a_group_keeps_its_parts() -> None:
    assert rules.set_kind([ANSWER], (0,), "any", ["OFFERED"]) == [{"any": [ANSWER, PAID]}]
    assert rules.set_kind(NESTED, (1,), "any", []) == [PAID, {"any": [ANSWER, NO_CALL]}]
    assert rules.set_kind([PAID], (0,), "answer", ["OFFERED"]) == [ANSWER]
    assert rules.set_kind([PAID], (0,), "fact", []) == [PAID]


def test_what_was_given_in_stays_as_it_was() -> None:
    before = [PAID, {"all": [dict(ANSWER), dict(NO_CALL)]}]
    rules.remove(before, (1, 0))
    rules.add(before, (1,), PAID)
    assert before == NESTED


def test_the_rule_reads_as_a_sentence() -> None:
    assert rules.rule_in_words(None, NESTED) == (
        "Not applicable when the debt is paid in full, or when OFFERED is answered no and there is no recording of the "
        "call."
    )


def test_options_and_units_are_told_in_their_own_words() -> None:
    card = read_scorecard(EVERY_TYPE)
    picked = [{"answer": "EXPLAINED", "given": "not_at_all"}, {"answer": "FIRST_OFFER", "at_least": "5.00"}]
    assert rules.rule_in_words(card, picked) == (
        'Not applicable when EXPLAINED is answered "Not at all", or when FIRST_OFFER is £5.00 or more.'
    )


@pytest.mark.parametrize("half", [{}, {"answer": "OFFERED"}, {"answer": "OFFERED", "at_least": ""}, {"all": []}])
def test_what_is_half_written_does_not_stop_the_words(half: dict[str, object]) -> None:
    assert rules.rule_in_words(None, [PAID, half]).startswith("Not applicable when the debt is paid in full")


@pytest.mark.parametrize("asked", ["OFFERED", "EXPLAINED", "COURTESY", "FIRST_OFFER", "WHY_SO_LONG"])
def test_everything_offered_about_an_answer_can_be_used(asked: str) -> None:
    card = read_scorecard(EVERY_TYPE)
    prompts = {prompt["id"]: prompt for section in card.values["section"] for prompt in section["prompt"]}
    tried = "OFFERED" if asked == "WHY_SO_LONG" else "MINUTES_HELD"
    for _words, keys in rules.ways_to_ask(prompts[asked]):
        values = {**card.values, "section": [dict(section) for section in card.values["section"]]}
        for section in values["section"]:
            section["prompt"] = [
                {**prompt, "not_applicable_when": [{"answer": asked, **keys}]} if prompt["id"] == tried else prompt
                for prompt in section["prompt"]
            ]
        assert definition_from(values, "draft").prompt(tried).conditions


def test_nothing_but_being_left_open_can_be_asked_of_free_words() -> None:
    assert [words for words, _keys in rules.ways_to_ask({"type": AnswerType.TEXT.value})] == [
        "is not applicable",
        "is cannot tell",
    ]

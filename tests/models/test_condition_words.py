"""Conditions in plain words: every rule of the shipped scorecard, and those over other types of answer."""

from pathlib import Path

import pytest

from models.condition_words import FACT_WORDS, fact_words, not_applicable_words
from models.scorecard import read_scorecard, shipped
from models.sheet_facts import FACTS

CARD = shipped()["arrears-call/1"]
EVERY = read_scorecard(Path(__file__).parent / "scorecards" / "every-type.toml")

WORDS = [
    ("FIGURES_SOURCED", "always applies"),
    ("FULL_FIRST", "not applicable when the reviewer finds: already refused in writing"),
    ("LUMP_SOUGHT", "not applicable when the debt is paid in full"),
    ("WITHIN_RUNG", "not applicable when the debt is paid in full, or when discretion is recorded"),
    ("LABEL_RIGHT", "not applicable when WITHIN_RUNG is answered no and no discretion is recorded"),
    ("METHOD_AGREES", "not applicable when there is no Task 567 entry"),
    ("CWO_USED", "not applicable when the debt is paid in full, or when CWO_VIEWED is answered no"),
]


@pytest.mark.parametrize(("prompt", "words"), WORDS)
def test_a_rule_is_told_in_words(prompt: str, words: str) -> None:
    assert not_applicable_words(CARD, CARD.prompt(prompt)) == words


def test_rules_over_other_types_name_the_option_and_the_number_with_its_unit() -> None:
    assert not_applicable_words(EVERY, EVERY.prompt("FIRST_OFFER")) == (
        'not applicable when EXPLAINED is answered "Not at all"'
    )
    assert not_applicable_words(EVERY, EVERY.prompt("WHY_SO_LONG")) == (
        "not applicable when MINUTES_HELD is 4 minutes or less or COURTESY is 5 or more"
    )


def test_every_fact_has_its_words() -> None:
    assert set(FACT_WORDS) == set(FACTS)
    assert fact_words("has_call", holds=False) == "there is no recording of the call"
    assert fact_words("full_moon") == "full_moon"

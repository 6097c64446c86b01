"""A scorecard written as TOML reads back equal, whatever is in it."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scorecard import ScorecardDefinition, read_scorecard, scorecard_from, shipped
from models.scorecard_file import parse
from models.scorecard_writing import toml_of, toml_text
from models.sheet_facts import FACTS

EVERY = read_scorecard(Path(__file__).parent / "scorecards" / "every-type.toml")

words = st.text("ab Z0\"'\\#=[]{}£é…\n\t,.", min_size=1, max_size=150).filter(str.strip)
facts = st.fixed_dictionaries({"fact": st.sampled_from(FACTS)}, optional={"is": st.booleans()})
conditions = st.recursive(
    facts,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts}),
    ),
    max_leaves=4,
)
options = st.lists(st.tuples(words, st.integers(0, 100)), min_size=2, max_size=4).map(
    lambda rows: [{"id": f"o{n}", "text": text, "credit": credit} for n, (text, credit) in enumerate(rows)]
)
kinds = st.one_of(
    st.just({}),
    st.just({"type": "yes_no"}),
    options.map(lambda rows: {"type": "choice", "option": rows}),
    st.just({"type": "scale", "least": 0, "most": 10, "no_below": 4, "least_words": "none"}),
    st.just({"type": "number", "unit": "£", "decimals": 2, "no_below": "0.50", "no_above": 100}),
    st.just({"type": "text", "longest": 40}),
)
prompts = st.fixed_dictionaries(
    {
        "text": words,
        "help": words,
        "weight": st.integers(0, 1000),
        "critical": st.booleans(),
        "evidence": st.sampled_from(["call", "sheet", "either"]),
        "from_steer": st.just(value=False),
        "not_applicable": st.just("sometimes"),
    },
    optional={
        "not_applicable_when": st.lists(conditions, min_size=1, max_size=2),
        "comment_on_no": st.booleans(),
        "comment_on": st.lists(st.sampled_from(["Y", "N", "NA", "CT"]), max_size=2),
        "sensitive": st.booleans(),
        "root_causes": st.lists(words, max_size=2),
        "root_cause_needed": st.booleans(),
    },
)


@st.composite
def cards(draw: Any) -> ScorecardDefinition:
    made = [{"id": f"P{n}", **draw(prompts), **draw(kinds)} for n in range(draw(st.integers(min_value=1, max_value=3)))]
    values = {"schema": "steercheck.scorecard/1", "id": "any/1", "title": draw(words)}
    return scorecard_from(values | {"section": [{"title": draw(words), "prompt": made}]}, "any.toml")


@given(cards())
def test_what_is_written_reads_back_equal(card: ScorecardDefinition) -> None:
    back = parse(toml_of(card), "back.toml")
    assert back == card
    assert back.sha256 == card.sha256


@pytest.mark.parametrize("card", [EVERY, *shipped().values()], ids=lambda card: card.id)
def test_shipped_and_example_read_back_equal(card: ScorecardDefinition) -> None:
    assert parse(toml_of(card), "back.toml").values == card.values


def test_long_texts_are_folded_and_conditions_stand_in_one_line() -> None:
    text = toml_of(shipped()["arrears-call/1"])
    assert max(map(len, text.splitlines())) <= 120
    assert '    { all = [{ answer = "WITHIN_RUNG", is = "N" }, { fact = "discretion_recorded", is = false }] },' in text


def test_a_return_in_a_text_is_kept() -> None:
    values = copy.deepcopy(dict(EVERY.values))
    values["section"][0]["prompt"][0]["help"] = "one\r\ntwo\rthree " + "long " * 40
    card = scorecard_from(values, "returns.toml")
    assert parse(toml_of(card), "back.toml").values == values


def test_a_half_finished_draft_is_written_as_far_as_it_goes() -> None:
    text = toml_text({"id": "any/2", "section": [{"prompt": [{"id": "P", "own": 1}]}]})
    assert '[[section.prompt]]\nid = "P"\nown = 1\n' in text

"""Editing a draft scorecard: each change a pure step, what names a prompt goes along, and every step can be undone."""

import copy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.state import scorecard_editing as editing
from desktop.state.scorecard_editing import CARD, Edit, History, Spot
from models.answer_types import AnswerType
from models.errors import InputRefused, Refusal
from models.scorecard import read_scorecard
from models.scorecard_file import definition_from

EVERY_TYPE = Path(__file__).parents[2] / "models/scorecards/every-type.toml"
OFFERED, EXPLAINED, COURTESY, FIRST_OFFER = Spot(0, 0), Spot(0, 1), Spot(0, 2), Spot(1, 0)


@pytest.fixture(scope="module")
def values() -> editing.Values:
    return read_scorecard(EVERY_TYPE).values


def faults(values: editing.Values) -> tuple[Refusal, ...]:
    try:
        definition_from(values, "draft")
    except InputRefused as refused:
        return tuple(each for each in refused.details if isinstance(each, Refusal))
    return ()


def ids(values: editing.Values) -> list[str]:
    return [prompt["id"] for prompt in editing.prompts(values)]


def test_the_places_are_the_card_then_each_section_with_its_prompts(values: editing.Values) -> None:
    assert editing.spots(values) == [
        CARD,
        *(Spot(0), Spot(0, 0), Spot(0, 1), Spot(0, 2)),
        *(Spot(1), Spot(1, 0), Spot(1, 1), Spot(1, 2)),
    ]


def test_a_change_leaves_the_values_before_as_they_were(values: editing.Values) -> None:
    kept = copy.deepcopy(values)
    made = editing.put(values, OFFERED, "weight", 30)
    assert values == kept
    assert editing.table(made, OFFERED)["weight"] == 30


def test_none_takes_a_key_away(values: editing.Values) -> None:
    assert "comment_on" not in editing.table(editing.put(values, OFFERED, "comment_on", None), OFFERED)


def test_conditions_and_the_discretion_prompt_follow_a_prompt_to_its_new_id(values: editing.Values) -> None:
    made = editing.rename(values, OFFERED, "PLAN_OFFERED")
    assert made["discretion_prompt"] == "PLAN_OFFERED"
    assert editing.table(made, EXPLAINED)["not_applicable_when"] == [{"answer": "PLAN_OFFERED", "is": "N"}]
    assert faults(made) == ()


def test_conditions_within_conditions_follow_too(values: editing.Values) -> None:
    made = editing.rename(values, COURTESY, "MANNERS")
    assert faults(made) == ()
    assert "COURTESY" not in str(made)


def test_an_id_that_two_prompts_share_takes_nothing_along(values: editing.Values) -> None:
    doubled = editing.put(values, COURTESY, "id", "OFFERED")
    assert editing.rename(doubled, COURTESY, "MANNERS")["discretion_prompt"] == "OFFERED"


def test_another_type_of_answer_begins_with_what_it_needs(values: editing.Values) -> None:
    for kind in AnswerType:
        made = editing.set_type(values, COURTESY, kind)
        named = {fault.column for fault in faults(made)}
        assert not {column for column in named if column and column.startswith("section[1].prompt[3].")} - {
            "section[2].prompt[3].not_applicable_when"
        }


def test_another_type_drops_what_belonged_to_the_old_one(values: editing.Values) -> None:
    made = editing.table(editing.set_type(values, EXPLAINED, AnswerType.YES_NO), EXPLAINED)
    assert not {"option", "type", "comment_on"} & made.keys()


def test_a_new_prompt_stands_after_the_chosen_one_under_an_id_of_its_own(values: editing.Values) -> None:
    once, spot = editing.add_prompt(values, OFFERED)
    twice, again = editing.add_prompt(once, spot)
    assert (spot, again) == (Spot(0, 1), Spot(0, 2))
    assert ids(twice)[1:3] == ["NEW_PROMPT", "NEW_PROMPT_2"]


def test_a_new_prompt_only_lacks_its_words(values: editing.Values) -> None:
    made, spot = editing.add_prompt(values, OFFERED)
    assert set(editing.faults_at(faults(made), spot)) == {"text", "help"}


def test_a_prompt_is_added_to_a_card_without_sections() -> None:
    made, spot = editing.add_prompt({"id": "blank/1"}, CARD)
    assert spot == Spot(0, 0)
    assert ids(made) == ["NEW_PROMPT"]


def test_a_new_section_stands_after_the_chosen_one_with_a_prompt(values: editing.Values) -> None:
    made, spot = editing.add_section(values, OFFERED)
    assert spot == Spot(1)
    assert [len(section["prompt"]) for section in made["section"]] == [3, 1, 3]


def test_what_is_removed_leaves_one_at_its_neighbour(values: editing.Values) -> None:
    made, spot = editing.remove(values, COURTESY)
    assert (ids(made)[:3], spot) == (["OFFERED", "EXPLAINED", "FIRST_OFFER"], EXPLAINED)
    made, spot = editing.remove(values, Spot(1))
    assert (len(made["section"]), spot) == (1, Spot(0))
    assert editing.remove(values, CARD) == (values, CARD)


def test_a_prompt_at_the_edge_goes_over_into_the_next_section(values: editing.Values) -> None:
    made, spot = editing.move(values, COURTESY, 1)
    assert spot == FIRST_OFFER
    assert [prompt["id"] for prompt in made["section"][1]["prompt"]][:2] == ["COURTESY", "FIRST_OFFER"]
    assert editing.move(made, spot, -1) == (values, COURTESY)


def test_sections_change_places(values: editing.Values) -> None:
    made, spot = editing.move(values, Spot(0), 1)
    assert spot == Spot(1)
    assert ids(made)[0] == "FIRST_OFFER"
    assert editing.move(values, Spot(1), 1) == (values, Spot(1))


def test_a_refusal_leads_to_its_place() -> None:
    assert editing.place_of("section[2].prompt[4].option[1].credit") == (Spot(1, 3), "option[1].credit")
    assert editing.place_of("section[2].title") == (Spot(1), "title")
    assert editing.place_of("section[2].prompt") == (Spot(1), "prompt")
    assert editing.place_of("section") == (CARD, "section")
    assert editing.place_of("discretion_prompt") == (CARD, "discretion_prompt")


def test_a_fault_names_the_value_its_field_does_not_show(values: editing.Values) -> None:
    made = editing.put(values, EXPLAINED, "not_applicable_when", [{"answer": "GONE", "is": "N"}])
    assert editing.faults_at(faults(made), EXPLAINED) == {
        "not_applicable_when": "GONE is no prompt of this scorecard",
    }


def test_what_is_gone_is_looked_for_at_the_place_before(values: editing.Values) -> None:
    assert editing.nearest(values, Spot(1, 9)) == Spot(1, 2)
    assert editing.nearest({}, Spot(1, 0)) == CARD


def typed(history: History, text: str, place: str = "text") -> None:
    values = editing.put(history.ground(place), OFFERED, "text", text)
    history.did(Edit(values, OFFERED, "question", place))


def test_what_is_typed_without_a_rest_is_one_step(values: editing.Values) -> None:
    history = History(values)
    for text in ("W", "Wa", "Was"):
        typed(history, text)
    history.rest()
    typed(history, "Was it?")
    history.undo()
    assert editing.table(history.values, OFFERED)["text"] == "Was"
    history.undo()
    assert history.values == values
    assert history.next_undo is None


def test_typing_back_to_what_it_was_leaves_no_step(values: editing.Values) -> None:
    history = History(values)
    typed(history, "Was")
    typed(history, "Was a plan offered?")
    assert history.next_undo is None


def test_a_new_step_takes_the_place_of_what_was_undone(values: editing.Values) -> None:
    history = History(values)
    typed(history, "One")
    history.undo()
    typed(history, "Two")
    assert history.next_redo is None
    assert history.redo() is None


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "section", "remove", "up", "down", "put"]), st.integers(0, 30)), max_size=12
)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_every_step_is_undone_and_done_again(values: editing.Values, steps: list[tuple[str, int]]) -> None:
    history, seen = History(values), [values]
    for what, number in steps:
        there = editing.spots(history.values)
        spot = there[number % len(there)]
        made, at = {
            "add": lambda spot=spot: editing.add_prompt(history.values, spot),
            "section": lambda spot=spot: editing.add_section(history.values, spot),
            "remove": lambda spot=spot: editing.remove(history.values, spot),
            "up": lambda spot=spot: editing.move(history.values, spot, -1),
            "down": lambda spot=spot: editing.move(history.values, spot, 1),
            "put": lambda spot=spot, number=number: (editing.put(history.values, spot, "title", str(number)), spot),
        }[what]()
        assert at in editing.spots(made)
        if history.did(Edit(made, at, what)):
            seen.append(made)
    for before in reversed(seen[:-1]):
        history.undo()
        assert history.values == before
    while history.redo() is not None:
        pass
    assert history.values == seen[-1]

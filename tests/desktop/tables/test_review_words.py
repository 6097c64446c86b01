"""The working of a score and the answers of every type in words."""

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.tables.answers import answer_words, limits_words, rule_words
from desktop.tables.working import error_words, rounded_apart, shares_moved, sum_words, worked_lines
from models.answer_types import answered
from models.review import AnswerNote, AnswerValue, ReviewForm
from models.scorecard import ScorecardDefinition, read_scorecard, shipped
from models.scoring import judged, result_of
from models.sheet_facts import facts_of

EVERY_TYPE = Path(__file__).parents[2] / "models" / "scorecards" / "every-type.toml"


@pytest.fixture(scope="module")
def card() -> ScorecardDefinition:
    return read_scorecard(EVERY_TYPE)


def form_of(card: ScorecardDefinition, **given: str) -> ReviewForm:
    form = ReviewForm("VR-1", None, None, "TL01", card.id)
    for prompt_id, answer in given.items():
        prompt = card.prompt(prompt_id)
        form = form.with_answer(answered(prompt, AnswerNote(prompt_id), answer))
    return form


@pytest.mark.parametrize(
    ("prompt", "given", "words"),
    [
        ("OFFERED", "Y", "yes"),
        ("EXPLAINED", "partly", "Partly: one thing was left out"),
        ("COURTESY", "4", "4 of 1 to 5"),
        ("FIRST_OFFER", "1200", "£1,200.00"),
        ("MINUTES_HELD", "12", "12 minutes"),
        ("EXPLAINED", "NA", "not applicable"),
    ],
)
def test_an_answer_reads_as_its_prompt_asks(card: ScorecardDefinition, prompt: str, given: str, words: str) -> None:
    asked = card.prompt(prompt)
    assert answer_words(asked, answered(asked, AnswerNote(prompt), given)) == words


def test_limits_and_what_counts_as_a_no_are_said(card: ScorecardDefinition) -> None:
    assert limits_words(card.prompt("FIRST_OFFER").answer) == "£0 to £100,000.00"
    assert rule_words(card.prompt("FIRST_OFFER").answer) == "Below £5.00 counts as a no."
    assert rule_words(card.prompt("COURTESY").answer) == "Below 2 counts as a no."
    assert rule_words(card.prompt("MINUTES_HELD").answer) == "It is noted and counts nowhere."


def test_the_working_shows_weight_answer_shares_and_points(card: ScorecardDefinition) -> None:
    form = form_of(card, OFFERED="Y", EXPLAINED="partly", COURTESY="CT", FIRST_OFFER="120", MINUTES_HELD="3")
    result = judged(card, form, facts_of(None, has_call=True))
    lines = {line.number: line for line in worked_lines(result, card)}
    assert (lines[2].answer, lines[2].weight, lines[2].before, lines[2].now, lines[2].points, lines[2].note) == (
        *("Partly: one thing was left out", "40", "40.0%", "50.0%", "25.0"),
        "credit 50.0%",
    )
    assert not lines[3].counts
    assert lines[3].spoken == "3. How courteous was the caseworker?: cannot tell, weight 20, counts nowhere"
    assert lines[6].note.startswith("N/A: ")
    assert (result.score, sum_words(result)) == (Decimal("75.0"), "25.0 + 25.0 + 25.0 = 75.0")
    assert shares_moved(result)


def test_points_that_are_rounded_apart_from_the_score_are_said_to_be() -> None:
    usual = shipped()["arrears-call/1"]
    yes = dict.fromkeys((prompt.id for prompt in usual.prompts[:7]), AnswerValue.YES)
    no = {usual.prompts[7].id: AnswerValue.NO, usual.prompts[8].id: AnswerValue.NO}
    result = result_of(usual, yes | no)
    assert str(result.score) == "77.8"
    assert rounded_apart(result)  # 7 times 11.1 is 77.7


def test_errors_are_named_by_number() -> None:
    usual = shipped()["arrears-call/1"]
    result = result_of(usual, {"LUMP_SOUGHT": AnswerValue.NO, "CONDUCT": AnswerValue.NO})
    words = [error_words(each, usual) for each in (*result.figure_errors, *result.process_errors)]
    assert any(each.startswith("No. 3: ") for each in words)

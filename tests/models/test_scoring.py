"""Scoring: exact, half-up, independent of order, and the KPI class by the first rule that applies."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kpi import KpiClass
from models.review import YES_OR_NO, AnswerValue
from models.scorecard import ScorecardDefinition, scorecard_from, shipped
from models.scoring import Critical, Result, Verdict, result_of

CARD = shipped()["arrears-call/1"]
Y, N, NA, CT = YES_OR_NO
ALL_YES = {prompt.id: Y for prompt in CARD.prompts} | {"GROUND_RECORDED": NA}


def card_with(weights: list[int]) -> ScorecardDefinition:
    prompts: list[dict[str, Any]] = [
        {
            "id": f"P{number}",
            "text": "Is it?",
            "help": "Yes or no.",
            "weight": weight,
            "critical": False,
            "evidence": "either",
            "from_steer": False,
            "not_applicable": "sometimes",
        }
        for number, weight in enumerate(weights)
    ]
    values = {"schema": "steercheck.scorecard/1", "id": "weights/1", "title": "Weights"}
    return scorecard_from(values | {"section": [{"title": "S", "prompt": prompts}]}, "weights.toml")


def result(**changes: AnswerValue) -> Result:
    return result_of(CARD, ALL_YES | changes)


weighed = st.lists(st.tuples(st.integers(0, 1000), st.sampled_from(YES_OR_NO)), min_size=1, max_size=30)


@given(weighed)
def test_the_score_is_the_exact_share_of_weight_half_up(pairs: list[tuple[int, AnswerValue]]) -> None:
    card = card_with([weight for weight, _ in pairs])
    score = result_of(card, {f"P{n}": value for n, (_, value) in enumerate(pairs)}).score
    yes = sum(weight for weight, value in pairs if value is Y)
    no = sum(weight for weight, value in pairs if value is N)
    if yes + no == 0:
        assert score is None
    else:
        assert score is not None
        above = Fraction(score) - Fraction(100 * yes, yes + no)
        assert -Fraction(1, 20) < above <= Fraction(1, 20)
        assert -score.as_tuple().exponent == 1  # type: ignore[operator]


@given(weighed, st.randoms())
def test_the_order_of_prompts_does_not_matter(pairs: list[tuple[int, AnswerValue]], random: Any) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    outcomes = [
        result_of(card_with([w for w, _ in order]), {f"P{n}": value for n, (_, value) in enumerate(order)})
        for order in (pairs, shuffled)
    ]
    assert outcomes[0].score == outcomes[1].score
    assert outcomes[0].yes == outcomes[1].yes


@given(weighed)
def test_not_applicable_shares_its_weight_out_in_proportion(pairs: list[tuple[int, AnswerValue]]) -> None:
    """Leaving a prompt out of the scorecard and answering it N/A come to the same."""
    kept = [(weight, value) for weight, value in pairs if value is not NA]
    whole = result_of(card_with([w for w, _ in pairs]), {f"P{n}": value for n, (_, value) in enumerate(pairs)})
    without = result_of(card_with([w for w, _ in kept] or [0]), {f"P{n}": value for n, (_, value) in enumerate(kept)})
    assert whole.score == without.score


@given(weighed, st.data())
def test_turning_a_no_into_a_yes_never_lowers_the_score(pairs: list[tuple[int, AnswerValue]], data: Any) -> None:
    card = card_with([weight for weight, _ in pairs])
    answers = {f"P{n}": value for n, (_, value) in enumerate(pairs)}
    before = result_of(card, answers).score
    prompt = data.draw(st.sampled_from(sorted(answers)))
    if answers[prompt] is N and before is not None:
        after = result_of(card, answers | {prompt: Y}).score
        assert after is not None
        assert after >= before


def test_weights_of_40_20_20_20_move_from_60_to_75_when_the_failed_20_becomes_not_applicable() -> None:
    card = card_with([40, 20, 20, 20])
    answers = {"P0": Y, "P1": Y, "P2": N, "P3": N}
    assert result_of(card, answers).score == Decimal("60.0")
    assert result_of(card, answers | {"P3": NA}).score == Decimal("75.0")


def test_a_half_is_rounded_up_not_to_even() -> None:
    """125 of 2000 is 6.25 exactly: half-up gives 6.3, half-to-even would give 6.2."""
    assert result_of(card_with([125, 1875]), {"P0": Y, "P1": N}).score == Decimal("6.3")
    assert Decimal("6.25").quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("6.3")


def test_without_a_yes_or_a_no_there_is_no_score() -> None:
    outcome = result_of(card_with([1, 1]), {"P0": NA, "P1": CT})
    assert outcome.score is None
    assert (outcome.not_applicable, outcome.cannot_tell) == (1, 1)


def test_the_working_can_be_followed() -> None:
    lines = result(LUMP_SOUGHT=N, CONDUCT=CT).working
    assert lines[0] == "Score: 17 yes + 1 no = weight 18; 100 x 17 / 18 = 94.4"
    assert lines[1] == "Left out of both sums: 1 not applicable and 1 cannot tell"
    assert lines[2] == "Critical: fail, because of a no on LUMP_SOUGHT"
    assert lines[3].startswith("KPI class: INACCURATE: a no on the critical LUMP_SOUGHT")


def test_the_working_names_weights_where_they_differ() -> None:
    outcome = result_of(card_with([40, 20]), {"P0": Y, "P1": N})
    assert outcome.working[0] == "Score: 1 yes of weight 40 + 1 no of weight 20 = weight 60; 100 x 40 / 60 = 66.7"


@pytest.mark.parametrize(
    ("changes", "critical"),
    [
        ({}, Critical.PASS),
        ({"METHOD_FIRST": N, "CONDUCT": N}, Critical.PASS),
        ({"METHOD_AGREES": CT}, Critical.PASS),
        ({"FULL_FIRST": N}, Critical.FAIL),
        ({"FULL_FIRST": CT}, Critical.NOT_ASSESSABLE),
        ({"FULL_FIRST": CT, "LABEL_RIGHT": N}, Critical.FAIL),
    ],
)
def test_only_critical_prompts_decide_the_critical_result(changes: dict[str, AnswerValue], critical: Critical) -> None:
    assert result(**changes).critical is critical


CLASSES: list[tuple[dict[str, AnswerValue], Verdict | None, KpiClass]] = [
    ({}, None, KpiClass.ACCURATE),
    ({"METHOD_FIRST": N}, None, KpiClass.ACCURATE),
    ({"WITHIN_RUNG": NA, "GROUND_RECORDED": Y}, None, KpiClass.ACCURATE_DISCRETION),
    ({"GROUND_RECORDED": Y, "WELFARE": N}, None, KpiClass.INACCURATE),
    ({"GROUND_RECORDED": Y, "WELFARE": CT}, None, KpiClass.NOT_ASSESSABLE),
    ({"WELFARE": CT, "HARDSHIP": N}, None, KpiClass.INACCURATE),
    ({"WELFARE": CT}, None, KpiClass.NOT_ASSESSABLE),
    ({"FULL_FIRST": N}, Verdict.ACCURATE, KpiClass.INACCURATE),
    ({"FULL_FIRST": N}, Verdict.NOT_ASSESSABLE, KpiClass.INACCURATE),
    ({}, Verdict.INACCURATE, KpiClass.INACCURATE),
    ({"FULL_FIRST": CT}, Verdict.INACCURATE, KpiClass.INACCURATE),
    ({}, Verdict.NOT_ASSESSABLE, KpiClass.NOT_ASSESSABLE),
    ({"FULL_FIRST": CT}, Verdict.ACCURATE, KpiClass.NOT_ASSESSABLE),
    ({}, Verdict.ACCURATE, KpiClass.ACCURATE),
    ({}, Verdict.ACCURATE_DISCRETION, KpiClass.ACCURATE_DISCRETION),
    ({"GROUND_RECORDED": Y}, Verdict.ACCURATE, KpiClass.ACCURATE),
]


@pytest.mark.parametrize(("changes", "verdict", "kpi_class"), CLASSES)
def test_the_kpi_class_is_the_first_rule_that_applies(
    changes: dict[str, AnswerValue], verdict: Verdict | None, kpi_class: KpiClass
) -> None:
    assert result_of(CARD, ALL_YES | changes, verdict).kpi_class is kpi_class


def test_without_the_steer_the_reason_says_whose_answers_stand_in() -> None:
    assert result().kpi_reason.endswith("steer judged by the reviewer's answers")
    assert "reviewer" not in result_of(CARD, ALL_YES, Verdict.ACCURATE).kpi_reason


def test_an_unanswered_prompt_leaves_class_and_critical_result_open() -> None:
    answers = {prompt: value for prompt, value in ALL_YES.items() if prompt != "WELFARE"}
    outcome = result_of(CARD, answers)
    assert outcome.unanswered == 1
    assert outcome.kpi_class is None
    assert outcome.critical is None
    assert outcome.score == Decimal("100.0")


def test_a_critical_no_is_a_fail_even_while_others_are_unanswered() -> None:
    assert result_of(CARD, {"FULL_FIRST": N}).critical is Critical.FAIL


def test_a_result_comes_back_from_its_plain_values() -> None:
    for outcome in (result(FULL_FIRST=N), result_of(CARD, {})):
        assert Result.from_values(outcome.as_values()) == outcome

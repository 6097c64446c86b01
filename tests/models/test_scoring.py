"""Scoring: exact, half-up, independent of order, and the KPI class by the first rule that applies."""

import copy
import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kpi import KpiClass
from models.review import YES_OR_NO, AnswerValue
from models.scorecard import ScorecardDefinition, read_scorecard, scorecard_from, shipped
from models.scoring import Critical, Result, Step, Verdict, result_of, standing_of, without_class

CARD = shipped()["arrears-call/1"]
Y, N, NA, CT, NOTED = AnswerValue
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


# other answers than yes and no, and the working as data

EVERY = read_scorecard(Path(__file__).parent / "scorecards" / "every-type.toml")
ANSWERED = {"OFFERED": Y, "EXPLAINED": Y, "COURTESY": Y, "FIRST_OFFER": N, "MINUTES_HELD": NOTED, "WHY_SO_LONG": NA}
GIVEN = {"EXPLAINED": "partly", "COURTESY": "4", "FIRST_OFFER": "4.00", "MINUTES_HELD": "7"}


def steps(outcome: Result) -> dict[str, Step]:
    return {step.prompt: step for step in outcome.steps}


def test_every_answer_counts_by_its_credit() -> None:
    """20 x 1 + 40 x 1/2 + 20 x 3/4 + 20 x 0 = 55 of 100."""
    outcome = result_of(EVERY, ANSWERED, given=GIVEN)
    assert outcome.score == Decimal("55.0")
    assert outcome.working[0] == (
        "Score: 3 yes of weight 80 + 1 no of weight 20 = weight 100, credited 55; 100 x 55 / 100 = 55.0"
    )
    assert outcome.working[1] == "Left out of both sums: 1 not applicable and 1 noted"
    assert (outcome.noted, outcome.unanswered) == (1, 0)


def test_a_third_of_a_weight_is_not_rounded_before_the_end() -> None:
    values = copy.deepcopy(dict(EVERY.values))
    values["section"][0]["prompt"][2] |= {"least": 0, "most": 3}
    card = scorecard_from(values, "thirds.toml")
    outcome = result_of(card, {"COURTESY": Y, "OFFERED": Y}, given={"COURTESY": "1"})
    assert outcome.score == Decimal("66.7")
    assert "credited 80/3; 100 x 80/3 / 40" in outcome.working[0]


def test_the_share_of_what_is_not_applicable_goes_to_the_others_in_proportion() -> None:
    """The worked figure: weights 40/20/20/20, the failed 20 made N/A moves 60% to 75%."""
    card = card_with([40, 20, 20, 20])
    answers = {"P0": Y, "P1": Y, "P2": N, "P3": N}
    before, after = result_of(card, answers), result_of(card, answers | {"P3": NA})
    assert (before.score, after.score) == (Decimal("60.0"), Decimal("75.0"))
    assert [step.share for step in before.steps] == [Decimal("40.00"), *[Decimal("20.00")] * 3]
    assert [step.share for step in after.steps] == [Decimal("50.00"), Decimal("25.00"), Decimal("25.00"), None]
    assert [step.share_before for step in after.steps] == [step.share for step in before.steps]
    assert [step.points for step in after.steps] == [Decimal("50.00"), Decimal("25.00"), Decimal("0.00"), None]


def test_the_working_names_answer_credit_critical_mark_and_why_not_applicable() -> None:
    found = steps(result_of(EVERY, ANSWERED, given=GIVEN, why={"WHY_SO_LONG": "less than five minutes"}))
    assert (found["EXPLAINED"].shown, found["EXPLAINED"].credit) == ("Partly: one thing was left out", Fraction(1, 2))
    assert found["EXPLAINED"].section == "Asked and offered"
    assert [name for name, step in found.items() if step.critical] == ["OFFERED"]
    assert found["WHY_SO_LONG"].why == "less than five minutes"
    assert (found["MINUTES_HELD"].credit, found["MINUTES_HELD"].share_before) == (None, None)


def test_words_typed_as_an_answer_stay_out_of_the_working() -> None:
    outcome = result_of(EVERY, {"WHY_SO_LONG": NOTED}, given={"WHY_SO_LONG": "told of an illness"})
    assert "illness" not in str(outcome.as_values())


def test_figure_errors_and_process_errors_are_kept_apart() -> None:
    answers = ALL_YES | {"WITHIN_RUNG": N, "CONDUCT": N}
    outcome = result_of(CARD, answers, Verdict.INACCURATE, reasons=("BELOW_FLOOR", "LABEL"))
    assert [(each.code, each.by_steer) for each in outcome.figure_errors] == [
        ("BELOW_FLOOR", True),
        ("LABEL", True),
        ("WITHIN_RUNG", False),
    ]
    assert [(each.code, each.critical) for each in outcome.process_errors] == [("CONDUCT", False)]
    assert outcome.figure_errors[0].words.startswith("The contribution is below")


@pytest.mark.parametrize("verdict", [None, Verdict.ACCURATE, Verdict.ACCURATE_DISCRETION, Verdict.NOT_ASSESSABLE])
def test_reasons_are_errors_only_where_the_steer_says_inaccurate(verdict: Verdict | None) -> None:
    assert result_of(CARD, ALL_YES, verdict, reasons=("MISSING:arrears",)).figure_errors == ()


def test_a_result_frozen_by_an_earlier_version_still_reads() -> None:
    values = result(FULL_FIRST=N).as_values()
    early = {name: values[name] for name in values if name not in ("steps", "figure_errors", "process_errors", "noted")}
    read = Result.from_values(early | {"ruled_out": {}, "against_rules": {}})
    assert (read.score, read.kpi_class, read.steps, read.figure_errors) == (Decimal("94.7"), "INACCURATE", (), ())


def test_a_result_with_every_type_comes_back_from_its_plain_values() -> None:
    outcome = result_of(EVERY, ANSWERED, Verdict.INACCURATE, given=GIVEN, reasons=("LABEL",), why={"WHY_SO_LONG": "x"})
    assert Result.from_values(json.loads(json.dumps(outcome.as_values()))) == outcome


def test_the_short_way_comes_to_the_same() -> None:
    outcome = result_of(EVERY, ANSWERED, Verdict.ACCURATE, given=GIVEN)
    short = standing_of(EVERY, ANSWERED, GIVEN, Verdict.ACCURATE)
    assert (short.score, short.critical, short.kpi_class) == (outcome.score, outcome.critical, outcome.kpi_class)


credited = st.lists(
    st.tuples(st.integers(0, 1000), st.one_of(st.integers(0, 100), st.sampled_from([NA, CT]))), min_size=1, max_size=12
)
Pairs = list[tuple[int, int | AnswerValue]]


def credit_card(pairs: Pairs) -> ScorecardDefinition:
    """A choice a prompt with one option a per cent that is drawn."""
    prompts = [
        {
            **card_with([weight]).values["section"][0]["prompt"][0],
            "id": f"P{number}",
            "type": "choice",
            "option": [
                {"id": f"c{per_cent}", "text": "so much", "credit": per_cent, "counts_as_no": per_cent == 0}
                for per_cent in sorted({0, 100, answer if isinstance(answer, int) else 0})
            ],
        }
        for number, (weight, answer) in enumerate(pairs)
    ]
    values = {"schema": "steercheck.scorecard/1", "id": "credit/1", "title": "Credit"}
    return scorecard_from(values | {"section": [{"title": "S", "prompt": prompts}]}, "credit.toml")


def credit_result(pairs: Pairs) -> Result:
    card, answers, given = credit_card(pairs), {}, {}
    for number, (_, answer) in enumerate(pairs):
        if isinstance(answer, AnswerValue):
            answers[f"P{number}"] = answer
        else:
            answers[f"P{number}"], given[f"P{number}"] = (Y if answer else N), f"c{answer}"
    return result_of(card, answers, given=given)


@given(credited)
def test_the_score_by_credit_is_exact_half_up_and_between_0_and_100(pairs: Pairs) -> None:
    counted = [(weight, answer) for weight, answer in pairs if not isinstance(answer, AnswerValue)]
    whole = sum(weight for weight, _ in counted)
    score = credit_result(pairs).score
    if whole == 0:
        assert score is None
        return
    assert score is not None
    assert 0 <= score <= 100
    above = Fraction(score) - sum(Fraction(weight * answer, whole) for weight, answer in counted)
    assert -Fraction(1, 20) < above <= Fraction(1, 20)


@given(credited, st.data())
def test_one_more_no_never_raises_the_score(pairs: Pairs, data: Any) -> None:
    place = data.draw(st.integers(0, len(pairs) - 1))
    before = credit_result(pairs).score
    if before is not None and not isinstance(pairs[place][1], AnswerValue):
        after = credit_result([*pairs[:place], (pairs[place][0], 0), *pairs[place + 1 :]]).score
        assert after is not None
        assert after <= before


@given(credited)
def test_the_shares_of_the_working_add_up_to_the_whole(pairs: Pairs) -> None:
    outcome = credit_result(pairs)
    shares = [step.share for step in outcome.steps if step.share is not None]
    if outcome.score is None:
        assert shares == []
    else:
        assert abs(sum(shares) - 100) <= Decimal("0.005") * len(shares)
        points = sum(step.points for step in outcome.steps if step.points is not None)
        assert abs(points - outcome.score) <= Decimal("0.05") + Decimal("0.005") * len(shares)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_all_yes_is_a_hundred_and_all_no_nothing(weights: list[int]) -> None:
    card = card_with(weights)
    assert result_of(card, {prompt.id: Y for prompt in card.prompts}).score == Decimal("100.0")
    assert result_of(card, {prompt.id: N for prompt in card.prompts}).score == Decimal("0.0")


def test_without_its_class_a_result_keeps_its_score_and_says_why() -> None:
    card = shipped()["arrears-call/1"]
    answers = {prompt.id: AnswerValue.YES for prompt in card.prompts}
    whole = result_of(card, answers, Verdict.INACCURATE, reasons=["LABEL"])
    held = without_class(whole, "shown once signed")
    assert (held.score, held.critical, held.kpi_class) == (whole.score, whole.critical, None)
    assert held.working[-1] == "KPI class: none yet: shown once signed"
    assert not [line for line in held.working if "INACCURATE" in line]

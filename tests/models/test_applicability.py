"""N/A rules: each holds, does not hold, or stays open; the person's answer wins and is named where it contradicts."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.applicability import against_rules, ruled_out, settled
from models.crosscheck import Task567
from models.guide_sheet import GuideSheet
from models.review import YES_OR_NO, AnswerNote, AnswerValue, ReviewForm
from models.scorecard import ScorecardDefinition, read_scorecard, scorecard_from, shipped
from models.sheet_facts import FACTS, Fact, SheetFacts, facts_of

WHEN = datetime(2009, 10, 5, tzinfo=UTC)
CARD = shipped()["arrears-call/1"]
Y, N, NA, CT = YES_OR_NO

ORDINARY: dict[str, Any] = {
    "arrears": Decimal("5000.00"),
    "lump_sum": Decimal("500.00"),
    "net_income_weekly": Decimal("400.00"),
    "regular_maintenance_weekly": Decimal("60.00"),
    "instalment": Decimal("60.00"),
    "frequency": "W",
    "method_agreed": "direct_debit",
}
PAID = {"lump_sum": Decimal("5000.00"), "instalment": Decimal("0.00")}
DISCRETION = {"discretion_ground": "CHILD_WELFARE", "discretion_reason": "a reason"}
OPEN = {"arrears": None}


def form_of(**answers: AnswerValue) -> ReviewForm:
    notes = tuple(AnswerNote(prompt, value) for prompt, value in answers.items())
    return ReviewForm("VR-1", "PAG-1", "CW011", "TL01", answers=notes)


def facts_with(*, has_call: bool = True, has_task: bool = True, **figures: Any) -> SheetFacts:
    sheet = GuideSheet(sheet_id="PAG-1", imported_at=WHEN, **(ORDINARY | figures))
    tasks = [Task567(task_id="567-1", imported_at=WHEN)] if has_task else []
    return facts_of(sheet, has_call=has_call, tasks=tasks)


RULES: list[tuple[str, dict[str, AnswerValue], dict[str, Any], bool]] = [
    ("LUMP_SOUGHT", {}, PAID, True),
    ("LUMP_SOUGHT", {}, {}, False),
    ("LUMP_SOUGHT", {}, OPEN, False),
    ("WITHIN_RUNG", {}, PAID, True),
    ("WITHIN_RUNG", {}, DISCRETION, True),
    ("WITHIN_RUNG", {}, DISCRETION | OPEN, True),
    ("WITHIN_RUNG", {}, {}, False),
    ("WITHIN_RUNG", {}, OPEN, False),
    ("LABEL_RIGHT", {"WITHIN_RUNG": N}, {}, True),
    ("LABEL_RIGHT", {"WITHIN_RUNG": N}, DISCRETION, False),
    ("LABEL_RIGHT", {"WITHIN_RUNG": Y}, {}, False),
    ("LABEL_RIGHT", {}, {}, False),
    ("OVER_40_TESTED", {}, {}, True),
    ("OVER_40_TESTED", {}, {"instalment": Decimal("100.01")}, False),
    ("OVER_40_TESTED", {}, {"net_income_weekly": None}, False),
    ("DEO_LEAVES_60", {}, {}, True),
    ("DEO_LEAVES_60", {}, {"method_agreed": "deo"}, False),
    ("DEO_LEAVES_60", {}, {"method_agreed": None}, False),
    ("METHOD_FIRST", {}, {"method_agreed": "deduction_from_benefits"}, True),
    ("METHOD_FIRST", {}, {}, False),
    ("METHOD_FIRST", {}, {"method_agreed": None}, False),
    ("METHOD_AGREES", {}, {"has_task": False}, True),
    ("METHOD_AGREES", {}, {}, False),
    ("CWO_VIEWED", {}, PAID, True),
    ("CWO_VIEWED", {}, {}, False),
    ("CWO_VIEWED", {}, OPEN, False),
    ("CWO_USED", {}, PAID, True),
    ("CWO_USED", {"CWO_VIEWED": N}, {}, True),
    ("CWO_USED", {"CWO_VIEWED": Y}, {}, False),
    ("CWO_USED", {"CWO_VIEWED": CT}, {}, False),
    ("CWO_USED", {}, {}, False),
    ("GROUND_RECORDED", {}, PAID, True),
    ("GROUND_RECORDED", {"WITHIN_RUNG": Y}, {}, True),
    ("GROUND_RECORDED", {"WITHIN_RUNG": N}, {}, False),
    ("GROUND_RECORDED", {}, {}, False),
    ("CONDUCT", {}, {"has_call": False}, True),
    ("CONDUCT", {}, {}, False),
    ("SOURCES_AGREE", {}, {"has_call": False}, True),
    ("SOURCES_AGREE", {}, {}, False),
]


@pytest.mark.parametrize(("prompt", "answers", "figures", "applies_not"), RULES)
def test_each_rule_answers_its_prompt_exactly_when_it_holds(
    prompt: str, answers: dict[str, AnswerValue], figures: dict[str, Any], applies_not: bool
) -> None:
    form, facts = form_of(**answers), facts_with(**figures)
    assert (prompt in ruled_out(CARD, form, facts)) is applies_not
    assert (settled(CARD, form, facts).get(prompt) is NA) is applies_not


@pytest.mark.parametrize(
    "prompt",
    [
        "FIGURES_SOURCED",
        "FULL_FIRST",
        "LO_CONSIDERED",
        "METHOD_EXPLAINED",
        "WELFARE",
        "FAMILY_NEEDS",
        "HARDSHIP",
        "SHEET_COMPLETE",
    ],
)
def test_prompts_without_a_rule_are_left_to_the_reviewer(prompt: str) -> None:
    everything = {name: Fact(True, name) for name in FACTS}
    nothing = {name: Fact(False, name) for name in FACTS}
    for facts in (SheetFacts(everything), SheetFacts(nothing)):
        assert prompt not in ruled_out(CARD, form_of(), facts)


def test_the_reason_is_given_in_words_with_the_figures() -> None:
    reasons = ruled_out(CARD, form_of(CWO_VIEWED=N), facts_with(lump_sum=None, arrears=Decimal(0), has_call=False))
    assert reasons["OVER_40_TESTED"] == "£60.00 + £60.00 a week is at most 40% of £400.00 (£160.00)"
    assert reasons["LUMP_SOUGHT"] == "paid in full: £0.00 arrears less £0.00 lump sum leaves £0.00"
    assert reasons["CONDUCT"] == "no recording of the call"
    assert ruled_out(CARD, form_of(CWO_VIEWED=N), facts_with())["CWO_USED"] == "CWO_VIEWED is answered no"


def test_a_rule_sees_what_another_rule_answered() -> None:
    """WITHIN_RUNG answers itself N/A by discretion, so it is not "no" and the label is still judged."""
    answers = settled(CARD, form_of(), facts_with(**DISCRETION))
    assert answers["WITHIN_RUNG"] is NA
    assert "LABEL_RIGHT" not in answers


def test_a_persons_answer_wins_over_the_rule_and_is_named() -> None:
    form, facts = form_of(LUMP_SOUGHT=Y), facts_with(**PAID)
    assert settled(CARD, form, facts)["LUMP_SOUGHT"] is Y
    found = against_rules(CARD, form, facts)
    assert [(one.prompt, one.value) for one in found] == [("LUMP_SOUGHT", Y)]
    assert "£5,000.00" in str(found[0])


def test_not_applicable_where_the_rule_says_it_applies_is_taken_and_named() -> None:
    form, facts = form_of(LUMP_SOUGHT=NA), facts_with()
    assert settled(CARD, form, facts)["LUMP_SOUGHT"] is NA
    assert [one.prompt for one in against_rules(CARD, form, facts)] == ["LUMP_SOUGHT"]


def test_not_applicable_where_the_rule_cannot_tell_is_no_contradiction() -> None:
    assert against_rules(CARD, form_of(LUMP_SOUGHT=NA, WELFARE=NA), facts_with(**OPEN)) == ()


def test_answers_that_follow_their_rules_are_no_contradiction() -> None:
    assert against_rules(CARD, form_of(LUMP_SOUGHT=NA, CWO_USED=NA, CWO_VIEWED=NA), facts_with(**PAID)) == ()


def test_an_unanswered_prompt_whose_rule_is_open_stays_unanswered() -> None:
    assert "LUMP_SOUGHT" not in settled(CARD, form_of(), facts_with(**OPEN))


def small_card(condition: dict[str, Any]) -> ScorecardDefinition:
    prompt = {
        "id": "ONLY",
        "text": "Is it?",
        "help": "Yes or no.",
        "weight": 1,
        "critical": False,
        "evidence": "either",
        "from_steer": False,
        "not_applicable": "by its rule",
        "not_applicable_when": [condition],
    }
    values = {"schema": "steercheck.scorecard/1", "id": "small/1", "title": "Small"}
    return scorecard_from(values | {"section": [{"title": "S", "prompt": [prompt]}]}, "small.toml")


TRUTH: list[tuple[str, bool | None, bool | None, bool | None]] = [
    ("all", True, True, True),
    ("all", True, None, None),
    ("all", None, False, False),
    ("all", False, False, False),
    ("any", False, False, False),
    ("any", False, None, None),
    ("any", None, True, True),
    ("any", True, False, True),
]


@pytest.mark.parametrize(("kind", "first", "second", "outcome"), TRUTH)
def test_all_and_any_follow_three_valued_logic(
    kind: str, first: bool | None, second: bool | None, outcome: bool | None
) -> None:
    card = small_card({kind: [{"fact": "has_call"}, {"fact": "no_deo"}]})
    facts = SheetFacts(
        {name: Fact(False, name) for name in FACTS} | {"has_call": Fact(first, "a"), "no_deo": Fact(second, "b")}
    )
    form = form_of(ONLY=NA)
    assert bool(ruled_out(card, form, facts)) is (outcome is True)
    assert bool(against_rules(card, form, facts)) is (outcome is False)


# rules over what was picked or typed

EVERY = read_scorecard(Path(__file__).parent / "scorecards" / "every-type.toml")
TYPED: list[tuple[str, AnswerNote | None, bool | None]] = [
    ("FIRST_OFFER", AnswerNote("EXPLAINED", N, given="not_at_all"), True),
    ("FIRST_OFFER", AnswerNote("EXPLAINED", N, given="hardly"), False),
    ("FIRST_OFFER", AnswerNote("EXPLAINED", CT), False),
    ("FIRST_OFFER", None, None),
    ("WHY_SO_LONG", AnswerNote("MINUTES_HELD", AnswerValue.NOTED, given="4"), True),
    ("WHY_SO_LONG", AnswerNote("COURTESY", Y, given="5"), True),
    ("WHY_SO_LONG", AnswerNote("COURTESY", Y, given="4"), None),
]


@pytest.mark.parametrize(("prompt", "note", "holds"), TYPED)
def test_a_rule_may_ask_what_was_picked_or_typed(prompt: str, note: AnswerNote | None, holds: bool | None) -> None:
    form, facts = form_of(), facts_with()
    if note is not None:
        form = form.with_answer(note)
    assert (prompt in ruled_out(EVERY, form, facts)) is (holds is True)
    by_hand = form.with_answer(AnswerNote(prompt, NA))
    assert bool(against_rules(EVERY, by_hand, facts)) is (holds is False)


def test_the_reason_says_what_was_picked_in_words() -> None:
    form = form_of().with_answer(AnswerNote("EXPLAINED", N, given="not_at_all"))
    assert ruled_out(EVERY, form, facts_with())["FIRST_OFFER"] == "EXPLAINED is answered Not at all"

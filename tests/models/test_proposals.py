"""What the steer proposes for its prompts: the answers a careful reviewer gave, each with its sum."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import resources
from models.policy import policy_for, shipped
from models.proposals import Proposal, against_steer, proposals
from models.review import YES_OR_NO, AnswerNote, EvidenceKind, EvidenceNote
from models.scorecard import shipped as shipped_cards
from models.steer import Figures, figures_of, judge
from models.store import Store

CARD = shipped_cards()["arrears-call/1"]
Y, N, NA, CT = YES_OR_NO
MODEL = Figures(
    "CS2", date(2009, 9, 14), 500_000, 40_000, 6_000, 50_000, 6_000, "W", "direct_debit", "Y", "Agreement", "NA"
)
ANSWERS = sorted(resources.path("demo/answers").glob("*.json"))


def proposed(**changes: object) -> dict[str, Proposal]:
    figures = MODEL._replace(**changes)  # type: ignore[arg-type]
    policy = policy_for(shipped(), figures.scheme, figures.decision_date)
    return {each.prompt: each for each in proposals(CARD, figures, policy, judge(figures, policy))}


@pytest.mark.parametrize("file", ANSWERS, ids=lambda file: file.stem)
def test_the_demonstrations_careful_reviewer_answers_as_proposed(demo_store: Store, file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    sheet = demo_store.calls.open(document["recording_id"], document["sheet_id"]).sheet
    assert sheet is not None
    figures = figures_of(sheet)
    policy = policy_for(shipped(), figures.scheme, figures.decision_date)
    told = {answer["prompt"]: answer["answer"] for answer in document["answers"]}
    found = proposals(CARD, figures, policy, judge(figures, policy))
    assert {each.prompt: each.value.value for each in found} == {each.prompt: told[each.prompt] for each in found}


def test_only_the_prompts_of_the_steer_are_proposed_in_the_order_of_the_card() -> None:
    assert list(proposed()) == [prompt.id for prompt in CARD.prompts if prompt.from_steer]


@pytest.mark.parametrize(
    ("prompt", "changes", "words"),
    [
        (
            "WITHIN_RUNG",
            {},
            "Yes: rung 2: 104 × £60.00 = £6,240.00, and £4,500.00 is to be paid; 30% of £400.00 = £120.00 a week; "
            "£60.00 regular + £60.00 arrears = £120.00",
        ),
        (
            "WITHIN_RUNG",
            {"instalment_pence": 5_999},
            "No: outside the ladder. £120.00 − £119.99 = £0.01 a week short of 30%.",
        ),
        (
            "WITHIN_RUNG",
            {"lump_sum_pence": 500_000},
            "Not applicable: paid in full: £5,000.00 arrears − £5,000.00 lump sum = £0.00",
        ),
        (
            "WITHIN_RUNG",
            {"instalment_pence": 100, "discretion_ground": "HARDSHIP", "has_discretion_reason": True},
            "Not applicable: discretion is recorded, with its ground and a reason",
        ),
        ("LABEL_RIGHT", {}, "Yes: rung 2: an Agreement, and so it is called"),
        ("LABEL_RIGHT", {"label": "Arrangement"}, "No: rung 2: an Agreement, but the sheet calls it an Arrangement"),
        (
            "LABEL_RIGHT",
            {
                "instalment_pence": 100,
                "discretion_ground": "HARDSHIP",
                "has_discretion_reason": True,
                "label": "Arrangement",
            },
            "Yes: outside the ladder by recorded discretion: an Arrangement, and so it is called",
        ),
        (
            "LABEL_RIGHT",
            {"instalment_pence": 100},
            "Not applicable: outside the ladder, and no discretion is recorded with its reason",
        ),
        (
            "OVER_40_TESTED",
            {"instalment_pence": 20_000},
            "No: £60.00 regular + £200.00 arrears = £260.00 a week of £400.00 is above 40%, and no assurance is "
            "recorded",
        ),
        (
            "OVER_40_TESTED",
            {"instalment_pence": 20_000, "sustainability_assured": "Y"},
            "Yes: £60.00 regular + £200.00 arrears = £260.00 a week of £400.00 is above 40%, and an assurance is "
            "recorded",
        ),
        ("DEO_LEAVES_60", {}, "Not applicable: the method agreed is no deduction from earnings order"),
        (
            "DEO_LEAVES_60",
            {"method": "deo", "instalment_pence": 10_000},
            "Yes: £400.00 − £160.00 by the order = £240.00; protected are £400.00 − £160.00 = £240.00",
        ),
        (
            "DEO_LEAVES_60",
            {"method": "deo", "instalment_pence": 10_001},
            "No: £400.00 − £160.01 by the order = £239.99; protected are £400.00 − £160.00 = £240.00",
        ),
        ("LO_CONSIDERED", {}, "Not applicable: not due: 104 × £60.00 = £6,240.00, and £4,500.00 is to be paid"),
        (
            "LO_CONSIDERED",
            {"arrears_pence": 2_000_000, "instalment_pence": 10_000},
            "No: due, and the sheet does not say that it was considered: 104 × £100.00 = £10,400.00, and £19,500.00 "
            "is to be paid; 104 × (£160.00 − £60.00) = £10,400.00, and £19,500.00 is to be paid; £19,500.00 is left",
        ),
    ],
)
def test_each_answer_comes_with_its_sum(prompt: str, changes: dict[str, object], words: str) -> None:
    assert proposed(**changes)[prompt].words == words


def test_a_considered_liability_order_is_proposed_as_such() -> None:
    found = proposed(arrears_pence=2_000_000, instalment_pence=10_000, liability_order_considered="Y")["LO_CONSIDERED"]
    assert (found.value, found.field) == (Y, None)


@pytest.mark.parametrize("changes", [{"net_income_pence": None}, {"scheme": "CMS"}])
def test_what_cannot_be_worked_out_is_proposed_as_cannot_tell(changes: dict[str, object]) -> None:
    found = proposed(**changes)
    assert {each.value for each in found.values() if each.prompt != "DEO_LEAVES_60"} == {CT}
    assert "it cannot be worked out" in found["WITHIN_RUNG"].sum


def test_a_deduction_order_that_cannot_be_weighed_is_not_called_right() -> None:
    assert proposed(method="deo", net_income_pence=None)["DEO_LEAVES_60"].value is CT


def test_taking_a_no_brings_the_field_it_rests_on_once_and_leaves_the_comment() -> None:
    no = proposed(label="Arrangement")["LABEL_RIGHT"]
    label = EvidenceNote(EvidenceKind.SHEET, field="label")
    taken = no.taken(AnswerNote("LABEL_RIGHT", None, "seen"))
    assert taken == AnswerNote("LABEL_RIGHT", N, "seen", (), (label,))
    assert no.taken(taken) == taken


def test_taking_a_yes_needs_no_evidence() -> None:
    assert proposed()["LABEL_RIGHT"].taken(AnswerNote("LABEL_RIGHT")) == AnswerNote("LABEL_RIGHT", Y)


def test_only_answers_that_stand_and_differ_go_against_the_steer() -> None:
    found = tuple(proposed().values())
    (against,) = against_steer(found, {"LABEL_RIGHT": N, "WITHIN_RUNG": Y})
    assert (against.prompt, against.value) == ("LABEL_RIGHT", N)
    assert str(against) == (
        "LABEL_RIGHT: answered no, but the steer proposes yes: rung 2: an Agreement, and so it is called"
    )


def test_a_card_without_prompts_of_the_steer_is_proposed_nothing() -> None:
    plain = replace(CARD, sections=tuple(replace(each, prompts=()) for each in CARD.sections))
    policy = policy_for(shipped(), MODEL.scheme, MODEL.decision_date)
    assert proposals(plain, MODEL, policy, judge(MODEL, policy)) == ()

"""The working of the steer: every printed sum adds up, every answer is the judgement's and follows from the print."""

import csv
import re
from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from models.policy import Policy, policy_for, shipped
from models.steer import Figures, Judgement, Rung, Verdict, judge
from models.steer_amounts import amounts_of
from models.steer_notes import SECTION_33, order_note
from models.steer_steps import Question, StepState
from models.steer_working import Ladder, ladder

DAY = date(2009, 9, 14)
ANNEX_A = next(policy for policy in shipped() if policy.id == "2009-10/AnnexA/1")
CMS = next(policy for policy in shipped() if "CMS" in policy.schemes)

PENNY = Decimal("0.01")
POUND = r"£([\d,]+\.\d\d)"
NAME = r"(?: (?!a week|÷|×|=)[a-z][a-z ]*?)?"
CHAIN = re.compile(rf"{POUND}{NAME}((?: [+−] £[\d,]+\.\d\d{NAME})+) = (−?){POUND}(?!\d)")
SHARE = re.compile(r"([\d.]+)% of £([\d,]+\.\d\d) = £([\d,]+\.\d+)(…?)(?:, rounded (up|down) to £([\d,]+\.\d\d))?")
TIMES = re.compile(rf"([\d,]+) × {POUND} = {POUND}")
ROOM = re.compile(rf"([\d,]+) × \({POUND} − {POUND}\) = {POUND}")
BY_WEEK = re.compile(
    r"£([\d,]+\.\d\d) (?:a fortnight|every four weeks|a month) (÷ 2|÷ 4|× 12 ÷ 52) = £([\d,]+\.\d+)(…?)"
    r"(?:, to the nearest penny £([\d,]+\.\d\d))? a week"
)
DIVIDED = re.compile(rf"{POUND} ÷ {POUND} = ([\d,]+)(?:, remainder {POUND})?: ([\d,]+) ")
HIGHER = re.compile(rf"the higher of {POUND} and [^:]*: {POUND}")


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def check_exact(exact: Decimal, shown: str, broken_off: str, rounded: str | None, rounding: str) -> None:
    """A result with its digits: whole, or with what it is rounded to; "…" only where the digits do not end."""
    if broken_off:
        assert exact.quantize(Decimal(1).scaleb(-6), ROUND_DOWN) == number(shown) != exact
    else:
        assert exact == number(shown)
    assert (rounded is None) == (exact == exact.quantize(PENNY))
    if rounded is not None:
        assert exact.quantize(PENNY, rounding) == number(rounded)


def check_sums(words: str) -> None:
    """Recompute every sum in a line; every "=" must belong to one that was understood."""
    understood = 0
    left = words
    for found in BY_WEEK.finditer(words):
        whole, how, shown, broken_off, rounded = found.groups()
        exact = {"÷ 2": number(whole) / 2, "÷ 4": number(whole) / 4}.get(how, number(whole) * 12 / 52)
        check_exact(exact, shown, broken_off, rounded, ROUND_HALF_UP)
        understood += 1
        left = left.replace(found[0], "")
    for found in SHARE.finditer(words):
        pct, of, shown, broken_off, way, rounded = found.groups()
        check_exact(
            Decimal(pct) * number(of) / 100, shown, broken_off, rounded, ROUND_UP if way == "up" else ROUND_DOWN
        )
        understood += 1
    for found in HIGHER.finditer(words):
        part = next(SHARE.finditer(found[0]))
        assert number(found[2]) == max(number(found[1]), number(part[6] or part[3]))
    for found in ROOM.finditer(words):
        assert int(number(found[1])) * (number(found[2]) - number(found[3])) == number(found[4])
        understood += 1
    for found in TIMES.finditer(words):
        assert number(found[1]) * number(found[2]) == number(found[3])
        understood += 1
    for found in DIVIDED.finditer(words):
        balance, each, whole, over, needed = found.groups()
        assert number(whole) * number(each) + number(over or "0") == number(balance)
        assert number(needed) == number(whole) + (1 if over else 0)
        assert over is None or 0 < number(over) < number(each)
        understood += 1
    for found in CHAIN.finditer(ROOM.sub("", left)):
        terms = re.findall(r"([+−]) £([\d,]+\.\d\d)", found[2])
        added = sum((1 if sign == "+" else -1) * number(term) for sign, term in terms)
        assert number(found[1]) + added == (-1 if found[3] else 1) * number(found[4])
        understood += 1
    assert words.count("=") == understood, words


def check_answer(test: Question) -> None:
    """The answer of a test follows from what is printed of it, for those who have only the print."""
    paid = re.fullmatch(rf".*(?:= |: ){POUND}, and {POUND} is to be paid", test.sum)
    two = re.search(rf"{POUND} a week; .* = {POUND}(?:; .*)?$", test.sum)
    if paid:
        enough = number(paid[1]) >= number(paid[2])
        assert test.met == (enough if test.claim.startswith("Cleared") else not enough)
    elif two and test.claim.startswith("More than"):
        assert test.met == (number(two[2]) > number(two[1]))
    elif two and test.claim.startswith("At "):
        assert test.met == (number(two[2]) == number(two[1]))
    elif two and test.claim.startswith("Less than"):
        assert test.met == (number(two[2]) < number(two[1]))
    elif two:
        assert test.claim.endswith("or more")
        assert test.met == (number(two[2]) >= number(two[1]))


def lines(found: Ladder) -> list[str]:
    """Everything with a sum that the panel can print."""
    tests = [test for step in found.steps for test in (*step.tests, *step.then)]
    tests += [test for note in found.notes for test in note.tests]
    notes = [line for note in found.notes for line in note.lines]
    lumps = [words for lump in found.lumps for words in (lump.sum, lump.short)]
    clearing = [found.clearing.words] if found.clearing else []
    return [
        *found.sums,
        *(test.sum for test in tests),
        *notes,
        *lumps,
        *found.shortfalls,
        *clearing,
    ]


def working(figures: Figures, policy: Policy | None = ANNEX_A) -> Ladder:
    return ladder(figures, policy, judge(figures, policy))


def sheet(**changes: object) -> Figures:
    """E02 of the worked cases, with changes."""
    base = Figures(
        "CS2", DAY, 624_000, 40_000, 6_000, 0, 6_000, "W", "direct_debit", "Y", "Agreement", "N", None, False, "N"
    )
    return base._replace(**changes)


def examples() -> list[dict[str, str]]:
    with resources.path("demo/guide-sheets.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


pence = st.integers(0, 3_000_000)
weekly_pence = st.one_of(st.integers(0, 60_000), st.sampled_from([0, 1_000, 4_000, 6_000, 10_000, 12_000, 16_000]))


@st.composite
def complete(draw: st.DrawFn, schemes: tuple[str, ...] = ("CS2", "CSCS")) -> Figures:
    """A sheet that lacks nothing; often just at the cap, at the floor or at two years."""
    arrears, net_income, regular = draw(pence), draw(weekly_pence), draw(weekly_pence)
    lump_sum = draw(st.one_of(st.just(0), st.just(arrears), st.integers(0, arrears)))
    frequency = draw(st.sampled_from(["W", "F", "4W", "M"]))
    at_cap = max(0, net_income * 40 // 100 - regular - draw(st.sampled_from([0, 1, 100, 101])))
    in_time = -(-(arrears - lump_sum) // {"W": 104, "F": 52, "4W": 26, "M": 24}[frequency])
    instalment = draw(st.one_of(weekly_pence, st.just(at_cap), st.just(in_time), st.just(max(0, in_time - 1))))
    yes_no = st.sampled_from(["Y", "N", None])
    return Figures(
        draw(st.sampled_from(schemes)),
        DAY,
        arrears,
        net_income,
        regular,
        lump_sum,
        instalment,
        frequency,
        draw(st.sampled_from(["direct_debit", "deo"])),
        draw(yes_no),
        draw(st.sampled_from(["Agreement", "Arrangement"])),
        draw(yes_no),
        draw(st.sampled_from([None, "NONE", "CHILD_WELFARE"])),
        draw(st.booleans()),
        draw(yes_no),
        draw(st.one_of(st.none(), weekly_pence)),
    )


READINGS = {"": ANNEX_A} | {rival.id: replace(ANNEX_A, settings=rival.settings) for rival in ANNEX_A.rivals}
readings = st.sampled_from(list(READINGS))


@pytest.mark.parametrize(
    "wrong",
    [
        "£60.00 regular + £60.00 arrears = £120.01",
        "£9,000.00 arrears − £2,760.00 lump sum = £6,240.01",
        "30% of £333.33 = £99.999, rounded up to £99.99",
        "30% of £400.00 = £120.00, rounded up to £120.00",
        "104 × £60.00 = £6,240.01",
        "104 × (£160.00 − £60.00) = £10,400.01",
        "£100.00 a month × 12 ÷ 52 = £23.076923…, to the nearest penny £23.07 a week",
        "£6,240.01 ÷ £60.00 = 104, remainder £0.02: 105 weekly instalments",
        "the higher of £5.00 and 33% of £14.00 = £4.62: £4.62 a week",
        "£1.00 = £1.00",
    ],
)
def test_a_sum_that_does_not_add_up_is_found(wrong: str) -> None:
    """The checker of this module itself can fail."""
    with pytest.raises(AssertionError):
        check_sums(wrong)


@given(complete(), readings)
@settings(max_examples=80, deadline=None)
def test_every_printed_sum_adds_up_to_the_penny(figures: Figures, reading: str) -> None:
    for words in lines(working(figures, READINGS[reading])):
        check_sums(words)


@given(complete())
@settings(max_examples=60, deadline=None)
def test_every_answer_follows_from_what_is_printed(figures: Figures) -> None:
    found = working(figures)
    for step in found.steps:
        for test in (*step.tests, *step.then):
            check_answer(test)


@given(complete(), readings)
@settings(max_examples=80, deadline=None)
def test_the_step_that_decides_is_the_rung_of_the_judgement(figures: Figures, reading: str) -> None:
    found = working(figures, READINGS[reading])
    assert found.decided is not None
    assert found.decided.rung == found.judgement.rung
    states = [step.state for step in found.steps]
    at = states.index(StepState.DECIDES)
    assert set(states[:at]) <= {StepState.PASSED}
    assert set(states[at + 1 :]) <= {StepState.NOT_ASKED}


@given(complete(), readings)
@settings(max_examples=60, deadline=None)
def test_what_stands_beside_the_ladder_is_the_judgements(figures: Figures, reading: str) -> None:
    found = working(figures, READINGS[reading])
    said: Judgement = found.judgement
    assert found.clearing is not None
    assert found.clearing.needed == said.instalments_to_clear
    assert [lump.pence for lump in found.lumps] == [said.min_lump_rung2_pence, said.min_lump_rung3_pence]
    deo, order, *_ = found.notes
    assert order.answer == ("to be considered" if said.liability_order_due else "not due")
    assert bool(order.warning) == bool(said.liability_order_due)
    weeks = next((line for line in deo.lines if " week" in line and "÷" in line), None)
    assert (weeks is None) == (said.deo_weeks in (None, 0))
    if weeks is not None:
        assert re.search(rf": {said.deo_weeks:,} weeks?\.$", weeks)


@given(complete(), st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_the_balance_falls_instalment_by_instalment(figures: Figures, count: int) -> None:
    clearing = working(figures).clearing
    assert clearing is not None
    left = clearing.balance_pence
    for _ in range(count):
        left -= min(left, clearing.instalment_pence)
    assert clearing.left_after(count) == left
    assert (left == 0) == (clearing.needed is not None and clearing.needed <= count)


def test_the_test_of_a_rung_is_written_out_as_the_contract_has_it() -> None:
    decided = working(sheet()).decided
    assert decided is not None
    assert decided.tests[-1].line == ("30% of £400.00 = £120.00 a week; £60.00 regular + £60.00 arrears = £120.00: met")


def test_a_penny_below_the_cap_is_said() -> None:
    found = working(sheet(arrears_pence=1_500_000, instalment_pence=9_999, label="Arrangement"))
    assert found.knife_edge == "£0.01 below 40%: judged as not at 40%."
    assert found.judgement.rung == Rung.OUTSIDE
    assert [reading.id for reading in found.readings] == ["NEAR_CAP"]
    assert "£0.01 below 40%: judged as not at 40%" in found.steps[5].tests[1].line


@pytest.mark.parametrize(("instalment", "said"), [(10_000, False), (9_999, True), (9_900, True), (9_899, False)])
def test_the_knife_edge_is_a_pound_wide(instalment: int, said: bool) -> None:
    assert bool(working(sheet(arrears_pence=1_500_000, instalment_pence=instalment)).knife_edge) is said


def test_a_rival_reading_is_named_in_words_with_what_it_would_change() -> None:
    (reading,) = working(sheet(arrears_pence=624_001)).readings
    assert reading.id == "105_INSTALMENTS"
    assert reading.words == ANNEX_A.rival("105_INSTALMENTS").words
    assert reading.changes == (
        "Verdict: Inaccurate → Accurate",
        "Rung: Outside the ladder → Rung 2",
        "Called: neither → Agreement",
    )


def test_a_shortfall_is_said_in_pounds() -> None:
    found = working(sheet(arrears_pence=500_000, instalment_pence=3_000))
    assert found.findings == (
        (
            "The instalments do not clear the debt within two years.",
            "104 × £30.00 = £3,120.00; £5,000.00 to pay − £3,120.00 = £1,880.00 is left after two years.",
        ),
        (
            "The contribution is below the least share of net income.",
            "£120.00 − £90.00 = £30.00 a week short of 30%.",
        ),
    )


def test_an_order_that_takes_too_much_is_said_in_pounds() -> None:
    found = working(sheet(method="deo", instalment_pence=11_000, arrears_pence=600_000))
    assert found.shortfalls == ("£170.00 − £160.00 = £10.00 a week more than an order may take and leave 60%.",)
    assert [test.line for test in found.steps[1].asked][-1] == (
        "£400.00 − £170.00 by the order = £230.00, and £240.00 is protected: not met"
    )


def test_the_least_lump_sums_are_shown_with_what_was_missing() -> None:
    second, third = working(sheet(arrears_pence=1_200_000, lump_sum_pence=160_000, instalment_pence=10_000)).lumps
    assert (second.answer, second.short) == ("£5,760.00", "£5,760.00 − £1,600.00 paid = £4,160.00 short")
    assert (third.answer, third.short) == ("£1,600.00", "")
    assert third.sum == "104 × (£160.00 − £60.00) = £10,400.00; £12,000.00 arrears − £10,400.00 = £1,600.00"


def test_a_floor_above_the_cap_is_met_by_no_lump_sum() -> None:
    figures = sheet(scheme="CSCS", arrears_pence=49_920, net_income_pence=1_200, regular_pence=0, instalment_pence=480)
    second = working(figures).lumps[0]
    assert (second.pence, second.answer) == (None, "none would do")


def test_a_monthly_payer_is_brought_to_the_week_in_sight() -> None:
    found = working(sheet(instalment_pence=10_000, frequency="M"))
    assert found.sums[1] == "£100.00 a month × 12 ÷ 52 = £23.076923…, to the nearest penny £23.08 a week"
    assert found.clearing is not None
    assert found.clearing.words == (
        "£6,240.00 ÷ £100.00 = 62, remainder £40.00: 63 monthly instalments. Two years allow 24, "
        "and then £3,840.00 is left."
    )


def test_a_liability_order_is_considered_never_done_and_carries_the_warning() -> None:
    order = working(sheet(arrears_pence=1_500_000, instalment_pence=10_000, method="deo", label="Arrangement")).notes[1]
    assert order.answer == "to be considered"
    assert order.warning == SECTION_33
    assert order.lines == ("The sheet says that it was not considered.",)
    assert [test.met for test in order.tests] == [True, True, True]


def test_the_residual_reading_tests_what_an_order_would_leave() -> None:
    policy = replace(ANNEX_A, settings=ANNEX_A.rival("LO_ON_RESIDUAL").settings)
    figures = sheet(
        arrears_pence=100_000, net_income_pence=10_000, regular_pence=3_200, instalment_pence=800, method="deo"
    )
    enough = order_note(amounts_of(figures, policy.settings), policy).tests[2]
    assert enough.line == "after two years at 40%: £1,000.00 − £832.00 = £168.00: not met"


def test_the_paragraph_behind_a_step_is_the_policys() -> None:
    found = working(sheet())
    assert [p.reference for p in found.steps[0].paragraphs] == ["Annex A, Arrears Negotiation, first bullet"]
    assert found.steps[3].paragraphs == ANNEX_A.paragraphs_behind("2")
    assert all(step.paragraphs for step in found.steps)


def test_a_label_claims_a_rung_and_the_ladder_reaches_one() -> None:
    found = working(sheet(arrears_pence=1_200_000, lump_sum_pence=160_000, instalment_pence=10_000))
    assert found.claimed == "Agreement, that is rung 1 or 2"
    assert found.reached == "Rung 3, an Arrangement"
    assert found.findings == (("Called an Agreement; it is an Arrangement.", ""),)


def test_steps_after_the_one_that_decides_show_no_test() -> None:
    found = working(sheet())
    assert [len(step.asked) for step in found.steps] == [1, 1, 2, 2, 0, 0, 0]


def test_missing_figures_are_named_and_what_can_be_worked_out_is() -> None:
    found = working(sheet(instalment_pence=None, label=None))
    assert found.judgement.verdict is Verdict.NOT_ASSESSABLE
    assert found.steps == ()
    assert found.lacking == (
        "The instalment is not held.",
        "Whether it is an Agreement or an Arrangement is not held.",
    )
    assert found.sums == (
        "£6,240.00 arrears − £0.00 lump sum = £6,240.00",
        "40% of £400.00 = £160.00 a week",
        "30% of £400.00 = £120.00 a week",
    )


@given(
    complete(), st.sets(st.sampled_from(["arrears_pence", "net_income_pence", "regular_pence", "label"]), min_size=1)
)
@settings(max_examples=60, deadline=None)
def test_any_blank_gives_a_working_without_steps_whose_sums_add_up(figures: Figures, blanks: set[str]) -> None:
    found = working(figures._replace(**dict.fromkeys(blanks)))
    assert found.steps == ()
    assert len(found.lacking) == len(blanks)
    for words in lines(found):
        check_sums(words)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"scheme": "CMS"}, "No policy is in force for CMS on 14 Sep 2009."),
        ({"scheme": None}, "The scheme is not held, so no policy can be found."),
    ],
)
def test_no_policy_is_said_with_scheme_and_day(changes: dict[str, object], told: str) -> None:
    found = working(sheet(**changes), None)
    assert found.lacking == (told,)
    assert (found.policy, found.steps, found.clearing) == (None, (), None)


@given(complete(("CMS",)))
@settings(max_examples=60, deadline=None)
def test_the_2012_scheme_has_no_floor_and_asks_for_none(figures: Figures) -> None:
    found = working(figures._replace(decision_date=date(2013, 1, 7)), CMS)
    assert found.decided is not None
    assert found.decided.rung == found.judgement.rung
    assert [step.title for step in found.steps] == [
        "Paid in full",
        "More than 40%",
        "Up to 40%, cleared within two years",
        "40%, not cleared within two years",
        "Anything else",
    ] or found.figures.method == "deo"
    assert [lump.rung for lump in found.lumps] == [Rung.THREE]
    for words in lines(found):
        check_sums(words)


def test_the_demonstrations_sheets_all_come_with_their_working() -> None:
    expected = Path(__file__).parents[1] / "expected/expected.csv"
    with expected.open(encoding="utf-8") as file:
        wanted = {row["sheet_id"]: row for row in csv.DictReader(file)}
    assert wanted
    for row in examples():
        amounts = {
            name: None if row[column] == "" else int(Decimal(row[column]) * 100)
            for name, column in (
                ("arrears_pence", "arrears"),
                ("net_income_pence", "net_income_weekly"),
                ("regular_pence", "regular_maintenance_weekly"),
                ("lump_sum_pence", "lump_sum"),
                ("instalment_pence", "instalment"),
            )
        }
        day = date.fromisoformat(row["decision_date"])
        figures = Figures(row["scheme"], day, **amounts)._replace(
            frequency=row["frequency"] or None,
            method=row["method_agreed"] or None,
            employed=row["employed"] or None,
            label=row["label"] or None,
            sustainability_assured=row["sustainability_assured"] or None,
            discretion_ground=row["discretion_ground"] or None,
            has_discretion_reason=bool(row["discretion_reason"]),
            liability_order_considered=row["liability_order_considered"] or None,
        )
        found = working(figures, policy_for(shipped(), figures.scheme, day))
        assert found.judgement.rung == wanted[row["sheet_id"]]["rung"]
        for words in lines(found):
            check_sums(words)

"""The debt steer on the worked examples, the demonstration, and one sheet at a time at every edge of the rules."""

import csv
import dataclasses
import itertools
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from models import steer
from models.columns import to_pence
from models.guide_sheet import GuideSheet
from models.policy import Floor, Policy, Reading, policy_for, shipped
from models.steer import COLUMNS, Figures, Judgement, Verdict, figures_of, has_ground, judge, weekly_equivalent
from models.store import Store

EXPECTED = Path(__file__).parents[1] / "expected"
NUMBERS = ("arrears", "net_income_weekly", "regular_maintenance_weekly", "lump_sum", "instalment")
DAY = date(2009, 9, 14)
ANNEX_A = next(policy for policy in shipped() if policy.id == "2009-10/AnnexA/1")
CMS = next(policy for policy in shipped() if policy.id == "2012/CMS/1")

MODEL = Figures(
    scheme="CS2",
    decision_date=DAY,
    arrears_pence=624_000,
    net_income_pence=40_000,
    regular_pence=6_000,
    lump_sum_pence=0,
    instalment_pence=6_000,
    frequency="W",
    method="direct_debit",
    employed="Y",
    label="Agreement",
)
"""E02: 30% of £400.00, and the debt is cleared with the last of 104 instalments."""


def examples() -> list[dict[str, str]]:
    with (EXPECTED / "steer-examples.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures_in(row: dict[str, str]) -> Figures:
    pence = [to_pence(Decimal(row[name])) if row[name] else None for name in NUMBERS]
    return Figures(
        row["scheme"],
        date.fromisoformat(row["decision_date"]),
        *pence,
        row["frequency"],
        row["method_agreed"],
        row["employed"],
        row["label"],
        row["sustainability_assured"],
        row["discretion_ground"],
        bool(row["discretion_reason"]),
        row["liability_order_considered"],
    )


def judged(figures: Figures = MODEL, **changes: object) -> Judgement:
    changed = figures._replace(**changes)
    return judge(changed, policy_for(shipped(), changed.scheme, changed.decision_date))


def row_of(**changes: object) -> dict[str, str]:
    return judged(**changes).as_row()


# the worked examples and the demonstration


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["sheet_id"])
def test_a_worked_example_comes_out_to_the_last_column(row: dict[str, str]) -> None:
    expected = {name: row[f"expect_{name}"] for name in COLUMNS}
    assert judge(figures_in(row), ANNEX_A).as_row() == expected


def test_there_are_twenty_five_worked_examples() -> None:
    assert len(examples()) == 25


def test_the_demonstrations_sheets_come_out_as_expected(demo_store: Store) -> None:
    with (EXPECTED / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    with demo_store.database.session() as session:
        from sqlmodel import select

        sheets = {sheet.sheet_id: figures_of(sheet) for sheet in session.exec(select(GuideSheet))}
    assert sorted(sheets) == sorted(row["sheet_id"] for row in expected)
    for row in expected:
        found = judged(sheets[row["sheet_id"]]).as_row()
        assert {name: found[name] for name in found if name in row} == {
            name: row[name] for name in found if name in row
        }


# the payer's own frequency


@pytest.mark.parametrize(
    ("instalment", "frequency", "weekly"),
    [
        (6_001, "W", 6_001),
        (6_000, "F", 3_000),
        (6_001, "F", 3_001),
        (6_001, "4W", 1_500),
        (6_002, "4W", 1_501),
        (6_003, "4W", 1_501),
        (26_000, "M", 6_000),
        (100, "M", 23),
        (2, "M", 0),
        (13, "M", 3),
        (15, "M", 3),
        (17, "M", 4),
        (54_167, "M", 12_500),
    ],
)
def test_an_instalment_is_turned_into_weeks_half_up_to_the_penny(instalment: int, frequency: str, weekly: int) -> None:
    assert weekly_equivalent(instalment, frequency) == weekly


@pytest.mark.parametrize(("frequency", "horizon"), [("W", 104), ("F", 52), ("4W", 26), ("M", 24)])
def test_two_years_are_counted_in_the_payers_own_instalments(frequency: str, horizon: int) -> None:
    instalment = 28_000
    in_time = {"arrears_pence": horizon * instalment, "instalment_pence": instalment, "frequency": frequency}
    found = judged(**in_time, net_income_pence=200_000, sustainability_assured="Y")
    late = judged(**in_time | {"arrears_pence": horizon * instalment + 1}, net_income_pence=200_000)
    assert found.instalments_to_clear == horizon
    assert "NOT_CLEAR_2Y" not in found.reasons
    assert late.instalments_to_clear == horizon + 1
    assert "NOT_CLEAR_2Y" in late.reasons
    assert "105_INSTALMENTS" in late.reading_sensitive or late.rung == "OUT"


@pytest.mark.parametrize(("frequency", "horizon"), [("W", 104), ("F", 52), ("4W", 26), ("M", 24)])
def test_one_instalment_more_is_a_rival_reading_at_every_frequency(frequency: str, horizon: int) -> None:
    weekly = {"W": 1, "F": 2, "4W": 4, "M": 52 / 12}[frequency]
    instalment = round(8_000 * weekly)
    figures = MODEL._replace(frequency=frequency, instalment_pence=instalment)
    assert judged(figures, arrears_pence=(horizon + 1) * instalment).reading_sensitive[:1] == ("105_INSTALMENTS",)
    assert "105_INSTALMENTS" not in judged(figures, arrears_pence=(horizon + 1) * instalment + 1).reading_sensitive


# the ladder


def test_nothing_left_to_pay_is_rung_1_whatever_the_rate() -> None:
    found = row_of(lump_sum_pence=624_000, instalment_pence=0, regular_pence=39_000)
    assert (found["rung"], found["steer_label"], found["verdict"]) == ("1", "Agreement", "ACCURATE")
    assert (found["instalments_to_clear"], found["deo_weeks"], found["reading_sensitive"]) == ("0", "0", "-")


def test_a_debt_of_nothing_is_rung_1() -> None:
    assert row_of(arrears_pence=0, lump_sum_pence=None, instalment_pence=None)["rung"] == "1"


def test_a_penny_above_the_cap_asks_for_assurance() -> None:
    assert row_of(instalment_pence=10_001)["reasons"] == "NO_SUSTAINABILITY_ASSURANCE"
    assert row_of(instalment_pence=10_001, sustainability_assured="Y")["rung"] == "2"


def test_an_offer_above_the_cap_that_does_not_clear_is_only_that() -> None:
    found = row_of(arrears_pence=5_000_000, instalment_pence=10_001)
    assert (found["rung"], found["reasons"]) == ("OUT", "NOT_CLEAR_2Y")


def test_assurance_does_not_help_an_offer_that_does_not_clear() -> None:
    assert row_of(arrears_pence=5_000_000, instalment_pence=10_001, sustainability_assured="Y")["rung"] == "OUT"


def test_an_order_above_the_cap_is_outside_whatever_else_is_recorded() -> None:
    told = {"instalment_pence": 10_001, "method": "deo", "sustainability_assured": "Y"}
    assert row_of(**told)["reasons"] == "DEO_LEAVES_UNDER_60PC"
    found = row_of(**told, discretion_ground="HARDSHIP", has_discretion_reason=True, label="Arrangement")
    assert (found["steer_label"], found["verdict"]) == ("Arrangement", "INACCURATE")
    assert found["reasons"] == "DEO_LEAVES_UNDER_60PC"


def test_one_penny_below_the_cap_is_another_rung_and_flagged() -> None:
    at_cap = {"arrears_pence": 1_040_000, "instalment_pence": 10_000, "label": "Arrangement"}
    assert row_of(**at_cap)["rung"] == "3"
    below = judged(**at_cap | {"instalment_pence": 9_999, "arrears_pence": 104 * 9_999})
    assert below.rung == "2"
    assert "NEAR_CAP" in below.reading_sensitive


@pytest.mark.parametrize(("below", "flagged"), [(1, True), (100, True), (101, False)])
def test_near_the_cap_is_up_to_a_pound_below_it(below: int, flagged: bool) -> None:
    found = judged(arrears_pence=2_000_000, instalment_pence=10_000 - below)
    assert found.rung == "OUT"
    assert ("NEAR_CAP" in found.reading_sensitive) is flagged


def test_above_the_cap_is_not_near_it() -> None:
    assert "NEAR_CAP" not in judged(arrears_pence=2_000_000, instalment_pence=10_001).reading_sensitive


def test_an_order_at_the_cap_that_does_not_clear_is_rung_3_with_enforcement() -> None:
    found = row_of(arrears_pence=1_500_000, instalment_pence=10_000, method="deo", label="Arrangement")
    assert (found["rung"], found["reasons"], found["liability_order_due"]) == ("3E", "LO_NOT_CONSIDERED", "Y")


def test_an_order_that_was_considered_is_not_asked_for_again() -> None:
    told = {"arrears_pence": 1_500_000, "instalment_pence": 10_000, "label": "Arrangement"}
    assert row_of(**told, liability_order_considered="Y")["verdict"] == "ACCURATE"
    assert row_of(**told, liability_order_considered="NA")["verdict"] == "INACCURATE"


@pytest.mark.parametrize(("balance", "due"), [(99_999, "N"), (100_000, "Y")])
def test_a_liability_order_is_considered_from_a_thousand_pounds_on(balance: int, due: str) -> None:
    told = {"net_income_pence": 10_000, "regular_pence": 3_200, "instalment_pence": 100}
    assert row_of(**told, arrears_pence=balance)["liability_order_due"] == due


def test_a_liability_order_is_not_due_where_an_order_on_earnings_clears_in_time() -> None:
    told = {"arrears_pence": 1_040_000, "instalment_pence": 100}
    assert row_of(**told)["liability_order_due"] == "N"
    assert row_of(**told | {"arrears_pence": 1_040_001})["liability_order_due"] == "Y"
    assert row_of(**told, employed="N")["liability_order_due"] == "Y"
    assert row_of(**told, employed=None)["liability_order_due"] == "Y"


def test_a_liability_order_is_not_due_where_the_instalments_clear_in_time() -> None:
    assert row_of(employed="N")["liability_order_due"] == "N"


def test_a_liability_order_on_the_residual_is_compared_for_the_self_employed_too() -> None:
    found = judged(arrears_pence=1_100_000, instalment_pence=100, employed="N")
    assert found.liability_order_due is True
    assert "LO_ON_RESIDUAL" in found.reading_sensitive


# reasons, label and discretion


def test_reasons_come_in_the_order_of_the_contract() -> None:
    found = judged(
        arrears_pence=1_500_000, instalment_pence=10_000, method="deo", discretion_ground="HARDSHIP", label="Agreement"
    )
    assert found.reasons == ("LO_NOT_CONSIDERED", "DISCRETION_WITHOUT_REASON", "LABEL")


def test_a_ground_without_a_reason_is_named_and_counts_for_nothing() -> None:
    on_the_ladder = judged(discretion_ground="HARDSHIP")
    assert (on_the_ladder.verdict, on_the_ladder.reasons) == (Verdict.ACCURATE, ("DISCRETION_WITHOUT_REASON",))
    outside = judged(instalment_pence=3_000, discretion_ground="HARDSHIP", label="Arrangement")
    assert (outside.verdict, outside.steer_label) == (Verdict.INACCURATE, None)
    assert outside.reasons == ("NOT_CLEAR_2Y", "BELOW_FLOOR", "DISCRETION_WITHOUT_REASON")


def test_a_reason_without_a_ground_counts_for_nothing() -> None:
    found = judged(instalment_pence=3_000, has_discretion_reason=True, label="Arrangement")
    assert (found.verdict, found.reasons) == (Verdict.INACCURATE, ("NOT_CLEAR_2Y", "BELOW_FLOOR"))


def test_discretion_takes_an_arrangement_and_no_agreement() -> None:
    told = {"instalment_pence": 3_000, "discretion_ground": "HARDSHIP", "has_discretion_reason": True}
    assert judged(**told, label="Arrangement").verdict is Verdict.ACCURATE_DISCRETION
    agreement = judged(**told, label="Agreement")
    assert (agreement.verdict, agreement.reasons[-1]) == (Verdict.INACCURATE, "LABEL")


def test_on_the_ladder_discretion_changes_nothing() -> None:
    assert judged(discretion_ground="HARDSHIP", has_discretion_reason=True) == judged()


def test_an_agreement_called_an_arrangement_is_inaccurate() -> None:
    found = judged(label="Arrangement")
    assert (found.rung, found.verdict, found.reasons) == ("2", Verdict.INACCURATE, ("LABEL",))


@pytest.mark.parametrize("ground", [None, "", "  ", "NONE", "none "])
def test_no_ground_is_no_ground_however_it_is_written(ground: str | None) -> None:
    assert not has_ground(ground)
    assert judged(discretion_ground=ground) == judged()


def test_a_ground_is_one_whatever_its_code() -> None:
    assert has_ground("CHILD_WELFARE")


# CSCS, the 2012 scheme, and which policy


def test_the_floor_of_cscs_is_33_per_cent_and_at_least_five_pounds() -> None:
    assert row_of(scheme="CSCS")["floor_weekly"] == "132.00"
    assert row_of(scheme="CSCS", net_income_pence=1_515, regular_pence=0)["floor_weekly"] == "5.00"
    assert row_of(scheme="CSCS", net_income_pence=1_516, regular_pence=0)["floor_weekly"] == "5.01"


def test_a_third_of_maintenance_on_top_is_a_rival_of_cscs_alone() -> None:
    told = {"net_income_pence": 40_000, "instalment_pence": 7_200, "arrears_pence": 700_000}
    assert "CSCS_33_OF_MAINTENANCE" not in judged(**told).reading_sensitive
    below = judged(scheme="CSCS", regular_pence=6_000, instalment_pence=2_000, arrears_pence=200_000)
    assert below.reasons == ("BELOW_FLOOR",)
    assert "CSCS_33_OF_MAINTENANCE" in below.reading_sensitive


@pytest.mark.parametrize(("instalment", "flagged"), [(1_979, False), (1_980, True)])
def test_the_rival_floor_of_cscs_is_maintenance_and_33_per_cent_of_it(instalment: int, flagged: bool) -> None:
    found = judged(scheme="CSCS", regular_pence=6_000, instalment_pence=instalment, arrears_pence=100_000)
    assert ("CSCS_33_OF_MAINTENANCE" in found.reading_sensitive) is flagged


@pytest.mark.parametrize(("instalment", "flagged"), [(499, False), (500, True)])
def test_the_rival_floor_of_cscs_is_at_least_five_pounds_on_top(instalment: int, flagged: bool) -> None:
    found = judged(scheme="CSCS", regular_pence=1_000, instalment_pence=instalment, arrears_pence=20_000)
    assert ("CSCS_33_OF_MAINTENANCE" in found.reading_sensitive) is flagged


def test_the_2012_policy_has_no_floor() -> None:
    found = row_of(scheme="CMS", decision_date=date(2012, 12, 10), arrears_pence=100_000, instalment_pence=1_000)
    assert (found["rung"], found["steer_label"]) == ("2", "Agreement")
    assert (found["floor_weekly"], found["min_lump_rung2"]) == ("NA", "NA")


def test_the_2012_policy_knows_no_rung_3_that_clears() -> None:
    found = row_of(scheme="CMS", decision_date=date(2013, 1, 1), arrears_pence=1_040_000, instalment_pence=10_000)
    assert (found["rung"], found["verdict"]) == ("2", "ACCURATE")


def test_outside_the_2012_policy_it_is_never_for_being_below_a_floor() -> None:
    found = row_of(scheme="CMS", decision_date=date(2013, 1, 1), instalment_pence=100)
    assert (found["rung"], found["reasons"]) == ("OUT", "NOT_CLEAR_2Y")


@pytest.mark.parametrize(("balance", "due"), [(49_999, "N"), (50_000, "Y")])
def test_the_2012_policy_considers_an_order_from_five_hundred_pounds_on(balance: int, due: str) -> None:
    told = {"net_income_pence": 10_000, "regular_pence": 3_900, "instalment_pence": 100, "label": "Arrangement"}
    found = row_of(scheme="CMS", decision_date=date(2013, 1, 1), arrears_pence=balance, **told)
    assert (found["rung"], found["liability_order_due"]) == ("3E", due)


@pytest.mark.parametrize(
    ("scheme", "day"), [("CMS", date(2012, 12, 9)), ("CS2", date(2009, 3, 31)), (None, DAY), ("CSX", DAY)]
)
def test_without_a_policy_in_force_nothing_is_worked_out(scheme: str | None, day: date) -> None:
    found = row_of(scheme=scheme, decision_date=day)
    told = {"rung": "NA", "steer_label": "None", "verdict": "NOT_ASSESSABLE", "reasons": "NO_POLICY"}
    assert found == {name: told.get(name, "-" if name == "reading_sensitive" else "NA") for name in COLUMNS}


def test_a_policy_of_another_scheme_judges_nothing() -> None:
    assert judge(MODEL, CMS).reasons == ("NO_POLICY",)
    assert judge(MODEL, CMS).policy_id is None


def test_a_judgement_names_its_policy() -> None:
    assert judged().policy_id == "2009-10/AnnexA/1"


# what is blank


FIELDS = {
    "arrears": "arrears_pence",
    "net_income_weekly": "net_income_pence",
    "regular_maintenance_weekly": "regular_pence",
    "instalment": "instalment_pence",
    "frequency": "frequency",
    "label": "label",
}


@pytest.mark.parametrize("blank", FIELDS)
def test_a_blank_that_is_needed_is_named_by_its_column(blank: str) -> None:
    found = judged(**{FIELDS[blank]: None})
    assert found.reasons == (f"MISSING:{blank}",)
    assert (found.rung, found.steer_label, found.verdict) == ("NA", None, Verdict.NOT_ASSESSABLE)
    assert (found.liability_order_due, found.reading_sensitive) == (None, ())


def test_blanks_are_named_in_the_order_of_the_contract() -> None:
    found = judge(Figures("CS2", DAY), ANNEX_A)
    assert "+".join(found.reasons) == (
        "MISSING:arrears+MISSING:net_income_weekly+MISSING:regular_maintenance_weekly+MISSING:instalment+MISSING:label"
    )


def test_what_can_be_worked_out_without_the_blank_is() -> None:
    no_income = row_of(net_income_pence=None)
    assert (no_income["balance"], no_income["total_weekly"], no_income["instalments_to_clear"]) == (
        "6240.00",
        "120.00",
        "104",
    )
    assert {no_income[name] for name in ("rate_pct", "floor_weekly", "cap_weekly", "min_lump_rung2", "deo_weeks")} == {
        "NA"
    }
    no_arrears = row_of(arrears_pence=None)
    assert (no_arrears["floor_weekly"], no_arrears["cap_weekly"], no_arrears["deo_max_weekly"]) == (
        "120.00",
        "160.00",
        "160.00",
    )
    assert (no_arrears["rate_pct"], no_arrears["balance"], no_arrears["deo_weeks"]) == ("30.00", "NA", "NA")
    no_label = row_of(label=None)
    assert (no_label["min_lump_rung3"], no_label["deo_weeks"]) == ("0.00", "63")
    assert row_of(instalment_pence=None)["total_weekly"] == "NA"
    no_regular = row_of(regular_pence=None)
    assert (no_regular["total_weekly"], no_regular["floor_weekly"], no_regular["min_lump_rung3"]) == (
        "NA",
        "120.00",
        "NA",
    )


def test_every_combination_of_blanks_is_not_assessable_and_never_fails() -> None:
    names = list(FIELDS.values())
    for count in range(1, len(names) + 1):
        for blank in itertools.combinations(names, count):
            assert judged(**dict.fromkeys(blank)).verdict is Verdict.NOT_ASSESSABLE


def test_a_blank_instalment_is_no_matter_once_everything_is_paid() -> None:
    found = row_of(lump_sum_pence=624_000, instalment_pence=None)
    assert (found["rung"], found["total_weekly"], found["verdict"]) == ("1", "60.00", "ACCURATE")


def test_a_blank_frequency_is_no_matter_without_an_instalment() -> None:
    found = row_of(instalment_pence=0, frequency=None)
    assert (found["rung"], found["total_weekly"], found["instalments_to_clear"]) == ("OUT", "60.00", "NA")
    paid = row_of(lump_sum_pence=624_000, frequency=None)
    assert (paid["rung"], paid["total_weekly"]) == ("1", "NA")


def test_a_blank_lump_sum_is_none() -> None:
    assert judged(lump_sum_pence=None) == judged()


def test_no_income_at_all_is_a_figure() -> None:
    found = row_of(net_income_pence=0, regular_pence=0, instalment_pence=0, label="Arrangement")
    assert (found["rate_pct"], found["floor_weekly"], found["cap_weekly"]) == ("NA", "0.00", "0.00")
    assert (found["rung"], found["min_lump_rung2"], found["deo_weeks"]) == ("3E", "6240.00", "NA")


def test_not_employed_has_no_order_on_earnings() -> None:
    found = row_of(employed="N")
    assert (found["deo_max_weekly"], found["deo_weeks"]) == ("NA", "NA")


def test_maintenance_that_takes_the_cap_leaves_an_order_nothing() -> None:
    assert row_of(regular_pence=16_000)["deo_weeks"] == "NA"
    assert row_of(regular_pence=15_999)["deo_weeks"] == "624000"


# the money rate of a 1993-rules order


def test_an_order_takes_less_where_its_money_rate_protects_more() -> None:
    found = row_of(protected_money_pence=26_000)
    assert (found["cap_weekly"], found["deo_max_weekly"], found["deo_weeks"]) == ("160.00", "140.00", "78")


def test_a_money_rate_below_the_protected_share_changes_nothing() -> None:
    assert judged(protected_money_pence=24_000, method="deo") == judged(method="deo")


def test_a_money_rate_above_all_income_leaves_an_order_nothing() -> None:
    found = row_of(protected_money_pence=40_001)
    assert (found["deo_max_weekly"], found["deo_weeks"]) == ("0.00", "NA")


def test_an_order_into_its_money_rate_leaves_too_little() -> None:
    told = {"arrears_pence": 600_000, "protected_money_pence": 26_000, "instalment_pence": 8_001}
    assert row_of(**told, method="deo")["reasons"] == "DEO_LEAVES_UNDER_60PC"
    assert row_of(**told)["rung"] == "2"


def test_an_order_at_all_its_money_rate_lets_it_take_stands_at_the_ceiling() -> None:
    told = {"protected_money_pence": 26_000, "method": "deo", "label": "Arrangement", "instalment_pence": 8_000}
    clears, does_not = judged(**told, arrears_pence=832_000), judged(**told, arrears_pence=832_001)
    assert (clears.rung, does_not.rung) == ("3", "3E")
    assert does_not.min_lump_rung3_pence == 1
    assert does_not.liability_order_due is True


def test_where_maintenance_takes_the_cap_an_order_would_leave_the_whole_balance() -> None:
    told = {"net_income_pence": 10_000, "regular_pence": 4_000, "instalment_pence": 0, "label": "Arrangement"}
    found = judged(**told, arrears_pence=100_000, method="deo", liability_order_considered="Y")
    assert (found.rung, found.liability_order_due, found.reading_sensitive) == ("3E", True, ())


def test_near_the_ceiling_of_an_order_is_flagged_like_near_the_cap() -> None:
    told = {"arrears_pence": 2_000_000, "protected_money_pence": 26_000, "label": "Arrangement"}
    assert "NEAR_CAP" in judged(**told, method="deo", instalment_pence=7_999).reading_sensitive
    assert "NEAR_CAP" in judged(**told, instalment_pence=9_999).reading_sensitive
    assert "NEAR_CAP" not in judged(**told, instalment_pence=7_999).reading_sensitive


def test_an_order_of_the_2012_scheme_has_no_money_rate() -> None:
    told = {"scheme": "CMS", "decision_date": date(2013, 1, 1), "method": "deo"}
    assert judged(**told, protected_money_pence=39_000) == judged(**told)


# what cannot be


def test_a_lump_sum_above_the_arrears_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a lump sum above the arrears$"):
        judged(lump_sum_pence=624_001)


@pytest.mark.parametrize(
    "changes",
    [
        {"arrears_pence": -1, "lump_sum_pence": -2},
        {"net_income_pence": -1},
        {"regular_pence": -1},
        {"lump_sum_pence": -1},
        {"instalment_pence": -1},
        {"protected_money_pence": -1},
    ],
)
def test_a_figure_below_zero_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"^a figure below zero$"):
        judged(**changes)


def test_a_lump_sum_of_all_arrears_is_possible() -> None:
    assert judged(lump_sum_pence=624_000).balance_pence == 0


# other readings as the main one


def varied(**changes: object) -> Policy:
    """Annex A with other settings."""
    return dataclasses.replace(ANNEX_A, settings=dataclasses.replace(ANNEX_A.settings, **changes))


def test_a_policy_may_ask_the_floor_on_top_of_maintenance() -> None:
    found = judge(MODEL, ANNEX_A.read_as("EXCLUSIVE_30")).as_row()
    assert (found["floor_weekly"], found["min_lump_rung2"], found["rung"]) == ("180.00", "NA", "OUT")
    without = judge(MODEL._replace(regular_pence=None), ANNEX_A.read_as("EXCLUSIVE_30"))
    assert without.floor_weekly_pence is None


def test_a_policy_may_take_the_floor_from_maintenance_alone() -> None:
    policy = varied(floors={"CS2": Floor(3_300, 0, True), "CSCS": None})
    assert judge(MODEL, policy).floor_weekly_pence == 6_000 + 1_980
    assert judge(MODEL._replace(regular_pence=0), policy).floor_weekly_pence == 0
    assert judge(MODEL._replace(regular_pence=1), policy).floor_weekly_pence == 2
    assert judge(MODEL._replace(regular_pence=None), policy).floor_weekly_pence is None


def test_a_tolerance_of_the_floor_lets_pass_what_misses_it_by_no_more() -> None:
    told = MODEL._replace(arrears_pence=100_000)
    policy = varied(floor_tolerance_pence=2)
    assert judge(told._replace(instalment_pence=5_998), policy).rung == "2"
    assert judge(told._replace(instalment_pence=5_997), policy).rung == "OUT"


def test_a_policy_may_ask_for_assurance_above_the_cap_only() -> None:
    policy, told = varied(assurance_pct=5_000), MODEL._replace(arrears_pence=100_000)
    assert judge(told._replace(instalment_pence=14_000), policy).rung == "2"
    assert judge(told._replace(instalment_pence=14_001), policy).reasons == ("NO_SUSTAINABILITY_ASSURANCE",)


def test_nothing_that_an_order_on_earnings_would_leave_is_no_penny() -> None:
    policy = varied(order_on_residual=True, order_threshold_pence=1)
    told = MODEL._replace(instalment_pence=100, employed="N")
    assert judge(told._replace(arrears_pence=1_040_000), policy).liability_order_due is False
    assert judge(told._replace(arrears_pence=1_040_001), policy).liability_order_due is True


def test_a_floor_as_high_as_the_cap_is_still_within_it() -> None:
    told = {"scheme": "CSCS", "net_income_pence": 1_250, "regular_pence": 0, "instalment_pence": 500}
    found = row_of(**told, arrears_pence=52_000)
    assert (found["floor_weekly"], found["cap_weekly"], found["rung"]) == ("5.00", "5.00", "2")
    assert found["min_lump_rung2"] == "0.00"


# the short cut past rivals that can change nothing


@pytest.mark.parametrize(
    ("changes", "tried"),
    [
        ({"lump_sum_pence": 624_000}, 0),
        ({}, 4),
        ({"instalment_pence": 9_999}, 5),
        ({"instalment_pence": 10_001}, 1),
        ({"arrears_pence": 5_000_000}, 2),
        ({"arrears_pence": 5_000_000, "instalment_pence": 9_999}, 3),
        ({"arrears_pence": 5_000_000, "instalment_pence": 10_000}, 2),
        ({"arrears_pence": 5_000_000, "instalment_pence": 10_001}, 2),
    ],
)
def test_a_rival_that_can_change_nothing_is_not_tried(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, int], tried: int
) -> None:
    readings: list[object] = []

    def counted(reading: Reading, sheet: object) -> object:
        readings.append(reading)
        return facts_under(reading, sheet)

    facts_under = steer.facts_under
    monkeypatch.setattr(steer, "facts_under", counted)
    judged(**changes)
    assert len(readings) == 1 + tried


# records


def everything() -> Iterator[Judgement]:
    yield from (judge(figures_in(row), ANNEX_A) for row in examples())
    yield judge(MODEL, None)
    yield judged(label=None)


def test_figures_and_judgements_come_back_from_json() -> None:
    assert Figures.from_values(json.loads(json.dumps(MODEL.as_values()))) == MODEL
    assert Figures.from_values(Figures().as_values()) == Figures()
    for judgement in everything():
        back = Judgement.from_values(json.loads(json.dumps(judgement.as_values())))
        assert back == judgement
        assert isinstance(back.verdict, Verdict)


def test_a_judgement_is_written_in_the_columns_of_the_contract() -> None:
    contract = (Path(__file__).parents[1] / "expected" / "steer-examples.csv").read_text(encoding="utf-8")
    headings = [name.removeprefix("expect_") for name in contract.split("\n")[0].split(",") if "expect_" in name]
    assert list(COLUMNS) == headings


@pytest.mark.parametrize(
    ("pence", "written"), [(0, "0.00"), (5, "0.05"), (99, "0.99"), (100, "1.00"), (12_345, "123.45")]
)
def test_pence_are_written_as_pounds(pence: int, written: str) -> None:
    assert row_of(arrears_pence=pence, instalment_pence=1)["balance"] == written


def test_no_word_of_the_reason_of_discretion_travels_with_the_figures() -> None:
    sheet = GuideSheet(sheet_id="S", imported_at=None, discretion_ground="HEALTH", discretion_reason="a private matter")
    assert figures_of(sheet).has_discretion_reason
    assert "private" not in str(figures_of(sheet))
    sheet.discretion_reason = "  "
    assert not figures_of(sheet).has_discretion_reason


def test_every_figure_of_a_sheet_is_taken_over() -> None:
    sheet = GuideSheet(
        sheet_id="S",
        imported_at=None,
        scheme="CSCS",
        decision_date=DAY,
        arrears=Decimal("1.01"),
        net_income_weekly=Decimal("1.02"),
        regular_maintenance_weekly=Decimal("1.03"),
        lump_sum=Decimal("1.00"),
        instalment=Decimal("1.05"),
        frequency="4W",
        method_agreed="deo",
        employed="Y",
        label="Agreement",
        sustainability_assured="N",
        discretion_ground="HARDSHIP",
        discretion_reason="written",
        liability_order_considered="NA",
        protected_money_weekly=Decimal("1.06"),
    )
    assert figures_of(sheet) == Figures(
        "CSCS", DAY, 101, 102, 103, 100, 105, "4W", "deo", "Y", "Agreement", "N", "HARDSHIP", True, "NA", 106
    )

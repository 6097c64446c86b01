"""Facts of a sheet: exact to the penny, three-valued, and in words a person can follow."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.crosscheck import OnlineView, Task567
from models.guide_sheet import GuideSheet
from models.sheet_facts import FACTS, SHEET_FIELDS, SheetFacts, cap_pence, facts_of, figures_of, money

WHEN = datetime(2009, 10, 5, tzinfo=UTC)


def sheet_of(**figures: object) -> GuideSheet:
    written = {
        name: Decimal(value) if isinstance(value, str) and value[0].isdigit() else value
        for name, value in figures.items()
    }
    return GuideSheet(sheet_id="PAG-1", imported_at=WHEN, **written)


def facts(**figures: object) -> SheetFacts:
    return facts_of(sheet_of(**figures), has_call=True)


def test_every_fact_is_there_with_words_even_without_a_sheet() -> None:
    found = facts_of(None, has_call=False)
    assert set(found) == set(FACTS)
    assert all(found.words(name) for name in FACTS)
    assert {name for name in FACTS if found[name] is None} == {
        "paid_in_full",
        "discretion_recorded",
        "forty_per_cent_or_less",
        "no_deo",
        "no_choice_of_method",
    }


def test_call_sheet_task_and_view_are_there_or_not() -> None:
    task = Task567(task_id="567-1", imported_at=WHEN)
    view = OnlineView(view_id="CWO-1", imported_at=WHEN)
    there = facts_of(sheet_of(), has_call=True, tasks=[task], views=[view])
    absent = facts_of(None, has_call=False)
    for name in ("has_call", "has_sheet", "has_task", "has_view"):
        assert there[name] is True
        assert absent[name] is False


@pytest.mark.parametrize(
    ("arrears", "lump_sum", "holds"),
    [
        ("1000.00", "1000.00", True),
        ("1000.00", "999.99", False),
        ("0.00", None, True),
        ("1000.00", None, False),
        (None, "1000.00", None),
    ],
)
def test_paid_in_full_is_arrears_less_lump_sum_to_the_penny(
    arrears: str | None, lump_sum: str | None, holds: bool | None
) -> None:
    assert facts(arrears=arrears, lump_sum=lump_sum)["paid_in_full"] is holds


def test_paid_in_full_shows_its_sum() -> None:
    assert facts(arrears="1000.00", lump_sum="1000.00").words("paid_in_full") == (
        "paid in full: £1,000.00 arrears less £1,000.00 lump sum leaves £0.00"
    )


@pytest.mark.parametrize(
    ("ground", "reason", "holds"),
    [
        ("CHILD_WELFARE", "a reason", True),
        ("CHILD_WELFARE", None, False),
        ("CHILD_WELFARE", " ", False),
        (None, "x", False),
    ],
)
def test_discretion_needs_ground_and_reason(ground: str | None, reason: str | None, holds: bool) -> None:
    assert facts(discretion_ground=ground, discretion_reason=reason)["discretion_recorded"] is holds


def test_the_reason_of_discretion_is_not_repeated_in_words() -> None:
    found = facts(discretion_ground="CHILD_WELFARE", discretion_reason="Disabled child")
    assert "Disabled" not in found.words("discretion_recorded")


@pytest.mark.parametrize(
    ("regular", "instalment", "holds"),
    [("60.00", "100.00", True), ("60.00", "100.01", False), ("160.01", "0.00", False)],
)
def test_forty_per_cent_is_met_to_the_penny(regular: str, instalment: str, holds: bool) -> None:
    found = facts(net_income_weekly="400.00", regular_maintenance_weekly=regular, instalment=instalment, frequency="W")
    assert found["forty_per_cent_or_less"] is holds


def test_forty_per_cent_shows_its_sum() -> None:
    found = facts(net_income_weekly="320.00", regular_maintenance_weekly="30.00", instalment="0.00", frequency="W")
    assert found.words("forty_per_cent_or_less") == "£30.00 + £0.00 a week is at most 40% of £320.00 (£128.00)"


def test_a_monthly_instalment_counts_by_the_week() -> None:
    monthly = facts(net_income_weekly="280.00", regular_maintenance_weekly="25.00", instalment="260.00", frequency="M")
    assert monthly.words("forty_per_cent_or_less") == "£25.00 + £60.00 a week is at most 40% of £280.00 (£112.00)"


@pytest.mark.parametrize("absent", ["net_income_weekly", "regular_maintenance_weekly", "instalment", "frequency"])
def test_forty_per_cent_is_not_known_while_a_figure_is_not_held(absent: str) -> None:
    figures: dict[str, object] = {
        "arrears": "900.00",
        "net_income_weekly": "280.00",
        "regular_maintenance_weekly": "25.00",
        "instalment": "60.00",
        "frequency": "W",
    }
    figures[absent] = None
    found = facts(**figures)
    assert found["forty_per_cent_or_less"] is None
    assert found.words("forty_per_cent_or_less").startswith("not held: ")


def test_an_instalment_left_blank_is_nothing_once_all_is_paid() -> None:
    found = facts(arrears="900.00", lump_sum="900.00", net_income_weekly="280.00", regular_maintenance_weekly="25.00")
    assert found["forty_per_cent_or_less"] is True


@pytest.mark.parametrize(
    ("method", "no_deo", "no_choice"),
    [("deo", False, False), ("direct_debit", True, False), ("deduction_from_benefits", True, True), (None, None, None)],
)
def test_the_method_agreed_decides_on_order_and_choice(
    method: str | None, no_deo: bool | None, no_choice: bool | None
) -> None:
    found = facts(method_agreed=method)
    assert found["no_deo"] is no_deo
    assert found["no_choice_of_method"] is no_choice


@given(st.integers(0, 10**9))
def test_the_cap_is_rounded_down(pence: int) -> None:
    assert cap_pence(pence) <= Fraction(pence * 2, 5) < cap_pence(pence) + 1


def test_money_is_written_for_people() -> None:
    assert [money(n) for n in (0, 5, 100000, 123456789, -250)] == [
        "£0.00",
        "£0.05",
        "£1,000.00",
        "£1,234,567.89",
        "-£2.50",
    ]


def test_figures_are_every_column_of_the_sheet_as_text() -> None:
    figures = figures_of(sheet_of(arrears="900.00", label="Agreement", decision_date=WHEN.date()))
    assert tuple(figures) == SHEET_FIELDS
    assert figures["arrears"] == "900.00"
    assert figures["decision_date"] == "2009-10-05"
    assert figures["lump_sum"] is None
    assert not {"id", "version", "imported_at"} & set(SHEET_FIELDS)

"""Amounts of money in free text, and the figures of the sheet however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reports.withheld import AMOUNT_REMOVED, Withholding

FIGURES = {
    "net_income_weekly": "400.00",
    "arrears": "12000.00",
    "instalment": "60.50",
    "regular_maintenance_weekly": "30.00",
}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("£60 a week, then £1,200.50.", "# a week, then #."),
        ("he offered 60 pounds and 20p", "he offered # and #"),
        ("four hundred and twenty pounds", "#"),
        ("two hundred quid up front", "# up front"),
        ("£4k of arrears", "# of arrears"),
        ("earns 400 of it", "earns # of it"),
        ("12,000 or 12000 or 12000.00 or 60.50", "# or # or # or #"),
        ("30.00 a week", "# a week"),
    ],
)
def test_amounts_are_taken_out(said: str, left: str) -> None:
    assert Withholding((), FIGURES).text(said) == left.replace("#", AMOUNT_REMOVED)


@pytest.mark.parametrize(
    "said",
    [
        "30% over 104 weeks, 4 of 12 prompts, at 0:29 and 4:00",
        "14 Sep 2009, 2009-09-14, PAG-088104, VR-88104, rung 3E",
        "400 weeks and 400% are no figure of the sheet",
        "one of the two was asked first",
    ],
)
def test_what_is_no_money_stays(said: str) -> None:
    assert Withholding((), FIGURES).text(said) == said


def test_what_was_taken_out_is_counted_over_all_texts() -> None:
    withheld = Withholding(["C-1A04"], FIGURES)
    withheld.text("C-1A04 owes £4")
    withheld.text("AB123456C")
    assert withheld.counts == {"case_ref": 1, "amount": 1, "nino": 1}
    assert withheld.removed == 3


def test_a_sheet_without_figures_withholds_by_pattern_alone() -> None:
    assert Withholding((), {"arrears": None}).text("400 of £3") == f"400 of {AMOUNT_REMOVED}"


@given(st.text(alphabet="£0123456789,. pkounds-hundred", max_size=60))
def test_withholding_again_changes_nothing(said: str) -> None:
    once = Withholding((), FIGURES).text(said)
    assert Withholding((), FIGURES).text(once) == once

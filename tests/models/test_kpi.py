"""The KPI is a proportion of arrangements."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kpi import kpi_row, to_one_place, wilson


def test_discretion_counts_as_accurate_and_not_assessable_leaves_the_sum() -> None:
    row = kpi_row(["ACCURATE"] * 2 + ["ACCURATE_DISCRETION", "INACCURATE", "NOT_ASSESSABLE"])
    assert (row.checked, str(row.kpi_pct)) == (5, "75.0")


@pytest.mark.parametrize("classes", [[], ["NOT_ASSESSABLE"]])
def test_nothing_assessed_is_no_data(classes: list[str]) -> None:
    assert kpi_row(classes).kpi_pct is None
    row = kpi_row(classes).as_dict()
    assert (row["kpi_pct"], row["low_pct"], row["high_pct"]) == (None, None, None)


def test_the_demonstrations_call_row_comes_out() -> None:
    expected = json.loads((Path(__file__).parents[1] / "expected" / "expected-kpi.json").read_text())["call"]
    row = kpi_row(["ACCURATE"] * 7 + ["ACCURATE_DISCRETION"] + ["INACCURATE"] * 3).as_dict()
    assert row == expected


@pytest.mark.parametrize(
    ("part", "whole", "interval"),
    [(57, 60, ("86.3", "98.3")), (20, 20, ("83.9", "100.0")), (0, 5, ("0.0", "43.4")), (8, 11, ("43.4", "90.3"))],
)
def test_the_margin_is_the_two_sided_wilson_interval(part: int, whole: int, interval: tuple[str, str]) -> None:
    low, high = wilson(part, whole)
    assert (str(low), str(high)) == interval


@given(st.integers(1, 500), st.integers(0, 500))
def test_the_margin_is_that_of_another_library(whole: int, part: int) -> None:
    from statsmodels.stats.proportion import proportion_confint  # brings pandas: only where it is asked

    part = min(part, whole)
    low, high = proportion_confint(part, whole, alpha=0.05, method="wilson")
    # its rounding at the very ends may pass 0 and 1
    assert wilson(part, whole) == (to_one_place(round(max(low, 0), 12)), to_one_place(round(min(high, 1), 12)))


def test_a_census_has_no_margin() -> None:
    assert kpi_row(["ACCURATE", "INACCURATE"]).as_census() == {
        "confirmed": 2,
        "accurate": 1,
        "accurate_discretion": 0,
        "inaccurate": 1,
        "not_assessable": 0,
    }


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="GOOD"):
        kpi_row(["GOOD"])

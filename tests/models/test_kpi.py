"""The KPI is a proportion of arrangements."""

import json
from pathlib import Path

import pytest

from models.kpi import kpi_row


def test_discretion_counts_as_accurate_and_not_assessable_leaves_the_sum() -> None:
    row = kpi_row(["ACCURATE"] * 2 + ["ACCURATE_DISCRETION", "INACCURATE", "NOT_ASSESSABLE"])
    assert (row.checked, str(row.kpi_pct)) == (5, "75.0")


@pytest.mark.parametrize("classes", [[], ["NOT_ASSESSABLE"]])
def test_nothing_assessed_is_no_data(classes: list[str]) -> None:
    assert kpi_row(classes).kpi_pct is None
    assert kpi_row(classes).as_dict()["kpi_pct"] is None


def test_the_demonstrations_call_row_comes_out() -> None:
    expected = json.loads((Path(__file__).parents[1] / "expected" / "expected-kpi.json").read_text())["call"]
    row = kpi_row(["ACCURATE"] * 7 + ["ACCURATE_DISCRETION"] + ["INACCURATE"] * 3).as_dict()
    assert row == {key: expected[key] for key in row}


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="GOOD"):
        kpi_row(["GOOD"])

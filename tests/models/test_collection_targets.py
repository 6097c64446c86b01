"""The collections target: a year by its first month, a month's twelfth to the penny, faults named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.collection_targets import (
    NO_TARGETS,
    TargetFault,
    Targets,
    YearTarget,
    month_at,
    ordinal,
    targets_from,
    written_year,
)

LETTER = {"2008-04": {"all": "1080000000.00", "arrears": "220000000.00"}}
"""The example of the letter of 12 October 2009."""


def test_without_a_setting_there_is_no_target() -> None:
    assert NO_TARGETS.of_month("2009-09", "all") is None


def test_a_month_has_a_twelfth() -> None:
    targets = targets_from(LETTER)
    assert (targets.of_month("2008-04", "all"), targets.of_month("2009-03", "all")) == (9_000_000_000, 9_000_000_000)


def test_a_year_lasts_twelve_months() -> None:
    targets = targets_from(LETTER)
    assert (targets.of_month("2008-03", "all"), targets.of_month("2009-04", "all")) == (None, None)


@given(st.integers(0, 10**13), st.integers(1990 * 12, 2080 * 12))
def test_twelve_months_are_the_year_to_the_penny(pence: int, first: int) -> None:
    targets = Targets((YearTarget(month_at(first), {"CS2": pence}),))
    months = [targets.of_month(month_at(first + at), "CS2") for at in range(12)]
    assert sum(month or 0 for month in months) == pence
    assert max(months[:-1]) == min(months[:-1]) <= months[-1]  # type: ignore[operator,type-var]


def test_over_all_schemes_it_is_their_sum_where_each_has_one() -> None:
    each = {"CSCS": "12", "CS2": "24", "CMS": "36"}
    assert targets_from({"2009-04": each}).of_month("2009-04", "all") == 600
    assert targets_from({"2009-04": each | {"all": "120"}}).of_month("2009-04", "all") == 1000
    assert targets_from({"2009-04": {"CS2": "24"}}).of_month("2009-04", "all") is None


@pytest.mark.parametrize("amount", ["1080000000", "1,080,000,000.00", "£1,080,000,000", 1_080_000_000])
def test_an_amount_is_read_as_people_write_it(amount: object) -> None:
    (year,) = targets_from({"2008-04": {"all": amount}}).years
    assert written_year(year) == {"all": "1080000000.00"}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            {"2008-13": {"all": "1"}},
            "2008-13 = {'all': '1'} cannot be used. Name a year by its first month, as 2008-04.",
        ),
        ({"2008-04": 5}, "2008-04 = 5 cannot be used. Write a table with all, arrears, CSCS, CS2, CMS."),
        ({"2008-04": {"CSA": "1"}}, "2008-04.CSA = '1' cannot be used. Use all, arrears, CSCS, CS2, CMS."),
        ({"2008-04": {"all": 1.5}}, "2008-04.all = 1.5 cannot be used. Write pounds as text"),
        ({"2008-04": {"all": "-1"}}, "2008-04.all = '-1' cannot be used. It is a negative amount."),
        ({"2008-04": {"all": "1.234"}}, "2008-04.all = '1.234' cannot be used. It is more than two decimals."),
        ({"2008-04": {"all": "1", "arrears": "2"}}, "2008-04.arrears = '2' cannot be used. It is a part of all"),
        ({"2008-04": {}, "2008-10": {}}, "2008-10 = {} cannot be used. The year from 2008-04 lasts until 2009-03"),
    ],
)
def test_what_cannot_be_used_is_named(written: dict[str, object], told: str) -> None:
    with pytest.raises(TargetFault) as raised:
        targets_from(written)
    assert str(raised.value).startswith(told)


def test_months_count_on() -> None:
    assert month_at(ordinal("2008-12") + 1) == "2009-01"

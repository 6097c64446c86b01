"""How many checks show "at least 95%": the published figures, and what another library says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sample_size import (
    checks_needed,
    is_shown,
    lower_bound,
    more_needed,
    most_errors,
    plan,
    rounded_down,
    sentences,
)

PUBLISHED = (59, 93, 124, 153, 181)
"""Domain notes, section 4; the first three also in tables of sample sizes for attributes at 95% and 5%."""


@pytest.mark.parametrize(("errors", "checks"), list(enumerate(PUBLISHED)))
def test_the_published_numbers_of_checks_come_out(errors: int, checks: int) -> None:
    assert checks_needed(errors) == checks
    assert is_shown(checks - errors, checks)
    assert not is_shown(checks - 1 - errors, checks - 1)


@given(st.integers(1, 400), st.integers(0, 400))
def test_the_bound_is_that_of_another_library(assessed: int, accurate: int) -> None:
    from statsmodels.stats.proportion import proportion_confint  # brings pandas: only where it is asked

    accurate = min(accurate, assessed)
    # its interval is two-sided: the lower end at 90% leaves 5% below
    low, _high = proportion_confint(accurate, assessed, alpha=0.10, method="beta")
    low = 0.0 if accurate == 0 else float(low)
    ours = lower_bound(accurate, assessed)
    assert ours is not None
    assert float(ours) == pytest.approx(low * 100, abs=1e-9)
    assert is_shown(accurate, assessed) == (low >= 0.95)


def test_a_bound_is_rounded_down_so_that_it_never_claims_more() -> None:
    assert (plan(0, 59).low_pct, plan(0, 58).low_pct) == (Decimal("95.0"), Decimal("94.9"))
    assert rounded_down(Decimal("94.96")) == Decimal("94.9")
    assert (lower_bound(0, 5), lower_bound(0, 0)) == (Decimal(0), None)


def test_more_needed_ends_where_the_goal_is_shown() -> None:
    assert (more_needed(0, 0), more_needed(1, 17), more_needed(1, 93), more_needed(0, 500)) == (59, 76, 0, 0)


@pytest.mark.parametrize(("drawn", "errors"), [(58, None), (59, 0), (92, 0), (93, 1), (181, 4), (0, None)])
def test_a_sample_can_bear_so_many_errors(drawn: int, errors: int | None) -> None:
    assert most_errors(drawn) == errors


def test_a_goal_nobody_can_check_says_so_instead_of_searching_for_ever() -> None:
    target = Decimal("99.9999999")
    assert checks_needed(0, target) is None
    assert more_needed(0, 10, target) is None
    assert sentences(plan(10, target_pct=target))[0].endswith("more checks than anybody makes.")


@pytest.mark.parametrize("pct", ["0", "100", "-1", "NaN"])
def test_a_target_beyond_the_possible_is_refused(pct: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        is_shown(9, 10, Decimal(pct))


def test_the_plan_in_sentences() -> None:
    assert sentences(plan(40, 17, 1)) == (
        "To show at least 95% accurate with 95% confidence you need 59 with no error, 93 with 1 error, "
        "124 with 2 errors, 153 with 3 errors, 181 with 4 errors.",
        "A sample of 40 cannot show it, even without an error.",
        "17 checked, 1 error: at least 74.9%, so not shown.",
        "76 more without an error would show it.",
    )
    assert sentences(plan(120, 60))[1:] == (
        "A sample of 120 can show it with at most 1 error.",
        "60 checked, no error: at least 95.1%, so shown.",
    )


def test_a_sample_is_out_of_reach_once_it_holds_more_errors_than_it_can_bear() -> None:
    assert plan(93, 20, 1).in_reach
    assert not plan(93, 20, 2).in_reach
    assert not plan(40).in_reach

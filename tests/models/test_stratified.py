"""A share weighed by stratum: against sums by hand, a second library, and samples drawn over and over again."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest

from models.kpi import KpiRow
from models.kpi_figures import NOT_RANDOM, OVERLAPPING, WEIGHTED, WILSON, Drawn, call_figures
from models.sample_size import lower_bound
from models.stratified import Estimate, Stratum, estimate, unequal

HAND = (Stratum(Fraction(25), 4, 4, 3), Stratum(Fraction(5), 4, 4, 4))
"""100 calls of which 4 were checked, 3 of them accurate; 20 of which 4, all accurate."""


def told(*strata: Stratum) -> Estimate:
    found = estimate(strata)
    assert found is not None
    return found


def test_the_share_is_the_sum_of_the_shares_of_the_strata_by_their_size() -> None:
    assert told(*HAND).share == Fraction(100, 120) * Fraction(3, 4) + Fraction(20, 120) * 1


def test_the_effective_size_is_that_of_the_variance_by_hand() -> None:
    # Cochran 5.51: (100/120)^2 x 0.75 x 0.25 / 3 = 0.043403; 95/120 x 25/120 / 0.043403 = 3.8000;
    # Student's t for 7 and for 6 degrees of freedom: (2.364624 / 2.446912)^2 = 0.933873
    assert told(*HAND).effective == pytest.approx(3.8 * 0.933873, rel=1e-5)


def test_the_interval_and_the_bound_are_those_of_a_second_library() -> None:
    from statsmodels.stats.proportion import proportion_confint  # brings pandas: only where it is asked

    found = told(Stratum(Fraction(40), 30, 28, 27), Stratum(Fraction(9), 30, 30, 25), Stratum(Fraction(2), 9, 9, 9))
    right = float(found.share) * found.effective
    assert found.wilson == pytest.approx(proportion_confint(right, found.effective, 0.05, "wilson"))
    assert found.low == pytest.approx(proportion_confint(right, found.effective, 0.10, "beta")[0])


def test_equal_weights_are_no_weights_and_say_what_was_always_said() -> None:
    strata = (Stratum(Fraction(10), 30, 30, 29), Stratum(Fraction(10), 30, 30, 28))
    row, plain = KpiRow(57, 0, 3, 0), call_figures(KpiRow(57, 0, 3, 0), Drawn(60, 60))
    assert not unequal(strata)
    assert call_figures(row, Drawn(60, 60, strata)) == plain
    assert (str(plain.low_pct), str(plain.high_pct), plain.interval) == ("86.3", "98.3", WILSON)
    assert estimate(strata) is not None
    assert told(*strata).share == Fraction(57, 60)


def test_weights_that_come_of_rounding_are_equal() -> None:
    assert not unequal((Stratum(Fraction(100, 10), 10, 10, 9), Stratum(Fraction(101, 10), 10, 10, 9)))
    assert unequal((Stratum(Fraction(100, 10), 10, 10, 9), Stratum(Fraction(200, 10), 10, 10, 9)))


def test_without_an_error_it_is_the_weights_that_say_how_much_was_seen() -> None:
    one_of_many = told(Stratum(Fraction(1000), 1, 1, 1), Stratum(Fraction(1), 10, 10, 10))
    assert one_of_many.share == 1
    assert one_of_many.effective == pytest.approx(1010**2 / (1000**2 + 10))
    assert one_of_many.low < float(lower_bound(2, 2) or 0) / 100


def test_strata_of_one_call_are_taken_together() -> None:
    alone = [Stratum(Fraction(weight), 1, 1, right) for weight, right in ((30, 1), (10, 0), (20, 1), (30, 1))]
    found = told(*alone)
    assert found.share == Fraction(80, 90)
    assert 0 < found.effective < 4
    with_others = told(*alone[:1], Stratum(Fraction(10), 8, 8, 7))
    assert 0 < with_others.effective < 9


def test_calls_outside_the_row_leave_the_share_and_never_say_more_of_it() -> None:
    wholly, partly = told(Stratum(Fraction(5), 20, 20, 18)), told(Stratum(Fraction(5), 40, 20, 18))
    assert partly.share == wholly.share
    assert wholly.effective - 1 <= partly.effective <= 20


def test_no_stratum_counts_for_more_than_it_holds() -> None:
    assert estimate(()) is None
    assert estimate((Stratum(Fraction(3), 2, 0, 0),)) is None
    assert told(Stratum(Fraction(3), 2, 2, 1), Stratum(Fraction(50), 2, 2, 1)).effective <= 4


def test_more_of_such_calls_without_an_error_show_it() -> None:
    found = Estimate(Fraction(1), effective=30.0, assessed=60)
    # 59 of equal weight show it without an error: 29 more, and each of these says half as much
    assert found.more_needed() == 58
    assert found.more_needed(most=28) is None
    assert Estimate(Fraction(1), 59.0, 118).more_needed() == 0


def test_the_words_say_which_interval_or_why_none() -> None:
    assert Drawn(8, 8, HAND).words == WEIGHTED
    assert Drawn(8, 7, HAND).words == NOT_RANDOM
    assert Drawn(8, 8, HAND, overlapping=True).words == OVERLAPPING
    assert Drawn(0, 0).words == NOT_RANDOM
    assert call_figures(KpiRow(7, 0, 1, 0), Drawn(8, 7, HAND)).kpi_pct == KpiRow(7, 0, 1, 0).kpi_pct
    assert call_figures(KpiRow(7, 0, 1, 0), Drawn(8, 8, HAND)).weighted


def test_more_errors_never_show_more() -> None:
    strata = [
        (Stratum(Fraction(40), 30, 30, right), Stratum(Fraction(10), 30, 30, 30)) for right in (30, 29, 27, 20, 0)
    ]
    lows = [told(*each).low for each in strata]
    assert all(one > two for one, two in pairwise(lows))


@pytest.mark.parametrize(
    ("frames", "accurate", "drawn"),
    [
        ((1000, 200, 50), (0.97, 0.9, 0.8), 30),
        ((1000, 200, 50), (0.8, 0.97, 0.98), 30),
        ((100,) * 10 + (20,) * 20, (0.95,) * 30, 2),
    ],
)
def test_drawn_over_and_over_the_interval_holds_the_truth_as_often_as_it_says(
    frames: tuple[int, ...], accurate: tuple[float, ...], drawn: int
) -> None:
    chance, rounds = random.Random(1298), 400
    right = [round(frame * share) for frame, share in zip(frames, accurate, strict=True)]
    truth = sum(right) / sum(frames)
    held = bounded = 0
    for _ in range(rounds):
        found = told(
            *(
                Stratum(Fraction(frame, drawn), drawn, drawn, sum(call < of for call in calls))
                for frame, of in zip(frames, right, strict=True)
                for calls in [chance.sample(range(frame), drawn)]
            )
        )
        low, high = found.wilson
        held += low <= truth <= high
        bounded += found.low <= truth
    assert held >= 0.93 * rounds
    assert bounded >= 0.94 * rounds

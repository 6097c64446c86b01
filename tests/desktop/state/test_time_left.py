"""The estimate of the time left, on a clock of its own."""

import pytest

from desktop.state.time_left import TimeLeft


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def left(hand: Hand) -> TimeLeft:
    return TimeLeft(hand)


def work(left: TimeLeft, hand: Hand, shares: list[float], every_s: float) -> None:
    for share in shares:
        hand.seconds += every_s
        left.tell(share)


def test_nothing_is_said_before_there_is_something_to_go_by(left: TimeLeft, hand: Hand) -> None:
    assert left.seconds is None
    work(left, hand, [0.2], 1.0)
    assert left.seconds is None
    hand.seconds += 5
    assert left.seconds is not None


def test_a_first_percent_is_waited_for(left: TimeLeft, hand: Hand) -> None:
    work(left, hand, [0.001, 0.005], 10.0)
    assert left.seconds is None


def test_at_an_even_pace_the_estimate_is_the_truth(left: TimeLeft, hand: Hand) -> None:
    for done in range(1, 100):
        work(left, hand, [done / 100], 1.0)
        if left.seconds is not None:
            assert left.seconds == pytest.approx(100 - done, rel=1e-6)


def test_between_two_words_it_counts_down(left: TimeLeft, hand: Hand) -> None:
    work(left, hand, [0.1, 0.2], 10.0)
    assert left.seconds == pytest.approx(80)
    hand.seconds += 4
    assert left.seconds == pytest.approx(76)


def test_twice_the_pace_is_followed(left: TimeLeft, hand: Hand) -> None:
    work(left, hand, [done / 1000 for done in range(1, 300)], 1.0)
    before = left.seconds
    work(left, hand, [0.3 + done / 500 for done in range(1, 100)], 1.0)
    assert before == pytest.approx(701, abs=2)
    assert left.seconds == pytest.approx((1 - 0.498) * 500, rel=0.15)


def test_one_slow_record_makes_no_jump(left: TimeLeft, hand: Hand) -> None:
    work(left, hand, [done / 200 for done in range(1, 100)], 1.0)
    before = left.seconds
    work(left, hand, [0.5], 4.0)
    assert left.seconds == pytest.approx(before, rel=0.2)


def test_while_nothing_moves_the_time_left_grows(left: TimeLeft, hand: Hand) -> None:
    work(left, hand, [0.1, 0.2, 0.3], 1.0)
    seen = []
    for _minute in range(5):
        hand.seconds += 60
        seen.append(left.seconds)
    assert seen == sorted(seen)
    assert seen[-1] > 30


def test_a_share_told_twice_or_backwards_is_nothing_new(left: TimeLeft, hand: Hand) -> None:
    work(left, hand, [0.1, 0.2], 10.0)
    hand.seconds += 1
    before = left.seconds
    left.tell(0.2)
    left.tell(0.1)
    assert left.seconds == before


def test_it_is_never_less_than_nothing(left: TimeLeft, hand: Hand) -> None:
    work(left, hand, [0.5, 0.99], 10.0)
    hand.seconds += 10
    assert left.seconds >= 0


def test_the_end_and_a_new_beginning_have_no_estimate(left: TimeLeft, hand: Hand) -> None:
    work(left, hand, [0.5, 1.0], 10.0)
    assert left.seconds is None
    left.begin()
    hand.seconds += 60
    assert left.seconds is None

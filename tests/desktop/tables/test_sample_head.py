"""The head of "To check": how far one's samples are, in words."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.tables.sample_head import choice_words, due_words, head_words, is_overdue, progress_words
from models.store.sample_waiting import AssignedSample, CaseworkerShare

TODAY = date(2009, 9, 21)
FRIDAY = date(2009, 9, 25)
SHARES = (CaseworkerShare("CW012", 15, 34), CaseworkerShare("CW014", 2, 6))
ONE = AssignedSample("S-0001", FRIDAY, False, 17, 40, 0, 0, SHARES)


def test_one_sample_is_told_by_progress_day_and_caseworkers() -> None:
    assert head_words([ONE], [], TODAY) == "17 of 40 by Fri 25 Sep · CW012 15 of 34 · CW014 2 of 6"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (FRIDAY, "17 of 40 by Fri 25 Sep"),
        (TODAY, "17 of 40 by today"),
        (date(2009, 9, 20), "17 of 40, overdue since Sun 20 Sep (1 day)"),
        (date(2008, 12, 31), "17 of 40, overdue since Wed 31 Dec 2008 (264 days)"),
        (None, "17 of 40"),
    ],
)
def test_what_is_overdue_is_said_in_words(due: date | None, words: str) -> None:
    assert progress_words(replace(ONE, due=due), TODAY) == words


def test_a_caseworker_whose_calls_are_done_is_left_out() -> None:
    shares = (*SHARES, CaseworkerShare("CW011", 3, 3))
    assert "CW011" not in head_words([replace(ONE, by_caseworker=shares)], [], TODAY)


def test_a_sample_that_is_done_is_not_overdue() -> None:
    assert is_overdue(replace(ONE, due=date(2009, 9, 1)), TODAY)
    assert not is_overdue(replace(ONE, due=date(2009, 9, 1), done=40), TODAY)


def test_several_samples_are_added_up_and_the_next_day_is_named() -> None:
    other = replace(ONE, sample_id="S-0002", due=date(2009, 10, 2), done=1, drawn=10, by_caseworker=SHARES[1:])
    told = head_words([ONE, other], [], TODAY)
    assert told == "18 of 50 in 2 samples · S-0001 by Fri 25 Sep · CW012 15 of 34 · CW014 4 of 12"


def test_of_several_samples_each_that_is_overdue_is_named() -> None:
    late = replace(ONE, sample_id="S-0002", due=date(2009, 9, 18))
    assert "S-0002 overdue since Fri 18 Sep (3 days)" in head_words([ONE, late], [], TODAY)


def test_what_is_begun_astray_or_blind_is_told() -> None:
    told = head_words([replace(ONE, begun=2, astray=1, blind=True)], [], TODAY)
    assert "17 of 40 by Fri 25 Sep · blind · 2 begun, among the drafts · 1 not matched any more" in told


def test_a_sample_whose_last_call_was_done_says_so() -> None:
    done = replace(ONE, done=40)
    assert head_words([], [done], TODAY) == "S-0001 is done: 40 of 40 checked"
    assert head_words([], [], TODAY) == ""


def test_a_sample_among_others_is_chosen_by_its_day() -> None:
    assert choice_words(ONE, TODAY) == "S-0001 by Fri 25 Sep"
    assert choice_words(replace(ONE, due=None), TODAY) == "S-0001"


def test_a_day_that_is_not_set_is_said_so() -> None:
    assert due_words(None, TODAY) == "without a day"

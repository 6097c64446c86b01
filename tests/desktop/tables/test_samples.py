"""What the Samples page says in words: days, progress, seeds, what a draw would give, the plan, a redraw."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from desktop.tables.sample_rows import CrossingModel, GivesModel, crossed_words
from desktop.tables.samples import (
    compared_words,
    difference_words,
    due_words,
    earlier_words,
    head_words,
    number_of,
    plan_rows,
    replaced_words,
    sections,
    suggested_seed,
    unmatched_words,
    would_words,
)
from models.reports.sample_words import filter_words, how_words, period_words
from models.sample_certificate import NO_FILTERS, Filters
from models.sample_crossing import DrawnRecords, TaskSaid, crossed
from models.sample_redraw import Difference
from models.sample_size import plan
from models.sampling import Allocation, FrameCall, HowMany
from models.store.sample_reading import SampleLine
from models.store.sample_redrawing import Redrawn
from models.store.sample_survey import Gives, Survey

TODAY = date(2009, 10, 5)
QUOTA = HowMany(Allocation.PER_CASEWORKER, Decimal(3))


def line(**others: Any) -> SampleLine:
    known: dict[str, Any] = {
        "sample_id": "S-0001",
        "date_from": date(2009, 9, 1),
        "date_to": date(2009, 9, 30),
        "seed": "1298",
        "drawn_by": "TL01",
        "drawn_at": datetime(2009, 10, 1, 9, tzinfo=UTC),
        "due": None,
        "reviewer": "TL01",
        "blind": False,
        "done": 0,
        "drawn": 6,
        "by_caseworker": (),
        "how_many": QUOTA,
    }
    return SampleLine(**(known | others))


@pytest.mark.parametrize(
    ("due", "done", "words", "ink"),
    [
        (date(2009, 10, 8), 0, "due in 3 days", "warn"),
        (date(2009, 10, 9), 0, "due in 4 days", "quiet"),
        (date(2009, 10, 6), 0, "due tomorrow", "warn"),
        (TODAY, 0, "due today", "warn"),
        (date(2009, 10, 4), 5, "overdue by 1 day", "bad"),
        (date(2009, 10, 4), 6, "done", "good"),
        (None, 0, "no day set", "quiet"),
    ],
)
def test_a_due_day_is_said_from_today(due: date | None, done: int, words: str, ink: str) -> None:
    assert due_words(line(due=due, done=done), TODAY) == (words, ink)


def test_of_many_samples_ones_own_that_are_to_be_done_come_first() -> None:
    lines = [line(sample_id=f"S-{number}", reviewer="TL02") for number in range(8)]
    assert [title for title, _some in sections(lines, "TL01")] == [""]
    own, finished = line(sample_id="S-9"), line(sample_id="S-10", done=6)
    found = sections([finished, *lines, own], "TL01")
    assert [(title, len(some)) for title, some in found] == [("Yours to check", 1), ("All others", 9)]
    assert sections((), "TL01") == []


@pytest.mark.parametrize(
    ("allocation", "number", "words"),
    [
        (Allocation.PER_CASEWORKER, "3", "3 of each caseworker"),
        (Allocation.SIZE, "1000", "1,000 in all, in proportion"),
        (Allocation.EQUAL_SIZE, "59", "59 in all, alike of each"),
        (Allocation.RATE, "12.50", "12.5% of each caseworker's calls"),
        (Allocation.RATE, "10", "10% of each caseworker's calls"),
    ],
)
def test_how_a_sample_was_drawn_is_said_in_words(allocation: Allocation, number: str, words: str) -> None:
    assert how_words(HowMany(allocation, Decimal(number))) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2009, 9, 1), date(2009, 9, 30), "1 to 30 Sep 2009"),
        (date(2009, 9, 28), date(2009, 10, 4), "28 Sep to 4 Oct 2009"),
        (date(2009, 12, 28), date(2010, 1, 3), "28 Dec 2009 to 3 Jan 2010"),
        (date(2009, 9, 14), date(2009, 9, 14), "14 Sep 2009"),
    ],
)
def test_a_period_is_written_no_longer_than_it_must_be(first: date, last: date, words: str) -> None:
    assert period_words(first, last) == words


def test_filters_are_told_in_words() -> None:
    assert filter_words(NO_FILTERS) == "none"
    told = filter_words(Filters("DE-1", "CS2", "direct_debit", "INACCURATE", 90))
    assert told == "team DE-1, scheme CS2, method Direct Debit, steer says inaccurate, calls of 90 s or longer"


@pytest.mark.parametrize(
    ("allocation", "written", "why"),
    [
        (Allocation.SIZE, "", "Write how many."),
        (Allocation.SIZE, "forty", "forty is not a number."),
        (Allocation.SIZE, "2.5", "A number of calls is whole"),
        (Allocation.PER_CASEWORKER, "0", "A number of calls is whole"),
        (Allocation.RATE, "101", "A rate lies above 0"),
        (Allocation.SIZE, "NaN", "A number of calls is whole"),
    ],
)
def test_what_nobody_can_draw_is_said_why(allocation: Allocation, written: str, why: str) -> None:
    found = number_of(allocation, written)
    assert isinstance(found, str)
    assert found.startswith(why)
    assert found.endswith(".")


def test_a_number_is_read_as_people_write_it() -> None:
    assert number_of(Allocation.SIZE, " 1,000 ") == HowMany(Allocation.SIZE, Decimal(1000))
    assert number_of(Allocation.RATE, "12.5 %") == HowMany(Allocation.RATE, Decimal("12.5"))


def test_the_suggested_seed_follows_from_the_period_and_how_often_it_was_drawn_on() -> None:
    days = (date(2009, 9, 1), date(2009, 9, 30))
    assert suggested_seed(*days, 0) == "2009-09-01 to 2009-09-30"
    assert suggested_seed(*days, 2) == "2009-09-01 to 2009-09-30 draw 3"


def test_the_same_seed_again_is_told() -> None:
    assert "very seed" in earlier_words([line()], "1298")
    assert "very seed" not in earlier_words([line()], "1299")
    assert "and 2 more" in earlier_words([line() for _each in range(5)], "1")


def test_who_has_too_few_is_named_and_the_others_counted() -> None:
    gives = [Gives(f"CW{number}", 1, 3) for number in range(6)]
    assert would_words(gives, known=True) == (
        "6 would be drawn from 6 calls of 6 caseworkers in the frame. "
        "CW0, CW1, CW2, CW3 and 2 more have too few: all of theirs are taken."
    )
    assert would_words(gives[:1], known=False) == "1 call of 1 caseworker in the frame."
    assert would_words([], known=True) == "No call can be drawn."


def test_what_keeps_calls_out_of_the_frame_is_said() -> None:
    empty = Survey(TODAY, TODAY, NO_FILTERS, (), {}, (), 0, ())
    assert unmatched_words(empty) == "There is no recording of a call on these days."
    assert unmatched_words(replace(empty, filters=Filters(team="DE-1"))) == "No call of these days passes the filters."
    assert unmatched_words(replace(empty, unmatched=1)).endswith("no guide sheet is matched to it.")
    call = FrameCall("VR-1", "PAG-1", "CW011")
    assert unmatched_words(replace(empty, calls=(call,), counts={"CW011": 1})) == ""


def test_the_plan_says_of_each_number_of_errors_whether_the_sample_has_the_checks() -> None:
    assert plan_rows(plan(93)) == [
        ("no error", "59", "enough"),
        ("1 error", "93", "enough"),
        ("2 errors", "124", "31 too few"),
        ("3 errors", "153", "60 too few"),
        ("4 errors", "181", "88 too few"),
    ]


def test_a_redraw_is_told_in_words_with_what_changed_since() -> None:
    assert compared_words(Redrawn("S-1", ()), "S-1", 7, 11) == (
        "S-1 comes out the same: 7 calls of 11, drawn from the calls here."
    )
    one = Difference("seed", "1", "2", "another")
    assert compared_words(Redrawn("S-1", (one,)), "S-1", 7, 11) == "S-1 comes out otherwise: 1 thing differs."
    changed = tuple(f"VR-{number} came into the frame since." for number in range(5))
    assert compared_words(Redrawn("S-1", (one, one), changed), "S-1", 7, 11).endswith("2 more changes.")
    assert difference_words([one] * 25)[-1] == "5 more differ."


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (
            Difference("draws[0].recording_id", "VR-2", None, "is matched to no sheet"),
            "Draw 1: the certificate has VR-2, which is matched to no sheet.",
        ),
        (
            Difference("draws", None, "VR-1", "the redraw has it at 1, of CW011"),
            "VR-1 is missing from the certificate: the redraw has it at 1, of CW011.",
        ),
        (
            Difference("strata[1].weight", "2.0000", "1.0000", "calls of CW012"),
            "Caseworker line 2, calls each stands for: the certificate has 2.0000, drawing again gives 1.0000 "
            "(calls of CW012).",
        ),
        (Difference("seed", "1", None, "of"), "seed: the certificate has 1, drawing again gives nothing (of)."),
    ],
)
def test_a_difference_names_its_place_in_words(difference: Difference, words: str) -> None:
    assert difference_words([difference]) == [words]


def test_a_sample_that_is_done_says_no_day_it_is_due() -> None:
    assert head_words(line(due=TODAY, done=6), TODAY).startswith("6 of 6 checked · done · ")
    assert ", " in head_words(line(due=TODAY, done=1), TODAY)


def test_a_replacement_is_told_before_it_is_made() -> None:
    assert "cannot be chosen" in replaced_words("VR-1", "VR-2", "CW011")
    assert "none takes its place" in replaced_words("VR-1", None, None)


def test_a_compared_call_is_told_whole_below_the_list() -> None:
    task = TaskSaid("T-1", None, "direct_debit", "debit_card", "no bank account", date(2009, 9, 20))
    offered = ("direct_debit", "debit_card")
    records = DrawnRecords(1, "VR-1", "PAG-1", None, False, True, offered, "debit_card", (task,), 0, True, {})
    assert crossed_words(crossed(records, blind=False)) == (
        "Sheet and Task 567 T-1 name debit card. Offered, by the sheet: Direct Debit, Debit card. "
        "Caseworker Online: cited, not listed. Task 567 says why not: no bank account. "
        "Task 567 T-1 was closed on 20 Sep 2009."
    )


@pytest.mark.parametrize("kind", [CrossingModel, GivesModel])
def test_rows_at_hand_are_an_item_model(kind: Any, qtmodeltester: Any) -> None:
    model = kind()
    if kind is GivesModel:
        model.show([Gives("CW011", 1, 3), Gives(None, 2, 1)])
        assert [model.index(row, 2).data() for row in range(2)] == ["1 of 3: too few", "1"]
        assert model.row_of(None) == 1
    qtmodeltester.check(model)

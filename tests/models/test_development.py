"""Entries of a caseworker's record as plain forms: what is needed, what changed, which period they belong to."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.development import (
    MOST_TITLE,
    EntryForm,
    EntryKind,
    Progress,
    Standing,
    changed_fields,
    faults_of,
    form_of,
    period_of,
    row_of,
    suggestions_of,
)

DAY = date(2009, 10, 5)
NEED = EntryForm(
    "CW014",
    EntryKind.NEED,
    DAY,
    "Ask for the lump sum",
    due=date(2009, 12, 1),
    standing=Standing.OPEN,
    action="Listen to two calls together",
)


def test_a_form_comes_back_from_its_row_as_it_was_written() -> None:
    form = replace(
        NEED,
        outcome="None yet",
        prompts=("LUMP_SOUGHT",),
        reviews=("r1", "r2"),
        progress=(Progress(DAY, "TL01", "Begun"),),
    )
    row = row_of(form, "TL01", datetime(2009, 10, 5, 9, tzinfo=UTC))
    assert form_of(row) == replace(form, entry_id=row.id)


def test_a_need_without_action_and_day_names_both_fields() -> None:
    faults = faults_of(replace(NEED, action=" ", due=None))
    assert [(fault.column, fault.value) for fault in faults] == [("action", None), ("due", None)]


@pytest.mark.parametrize(
    ("form", "column"),
    [
        (EntryForm("CW014", EntryKind.FEEDBACK, DAY), "text"),
        (EntryForm("CW014", EntryKind.COMPETENCY, DAY, text="Asked well"), "competency"),
        (replace(NEED, kind=EntryKind.OBJECTIVE, standing=None), "standing"),
        (replace(NEED, due=date(2009, 10, 1)), "due"),
        (replace(NEED, title="x" * (MOST_TITLE + 1)), "title"),
    ],
)
def test_what_is_missing_or_too_much_is_named_by_its_field(form: EntryForm, column: str) -> None:
    assert [fault.column for fault in faults_of(form)] == [column]


def test_the_reporting_period_begins_on_the_first_of_april() -> None:
    period = period_of(date(2010, 3, 31))
    assert (period.first, period.last) == (date(2009, 4, 1), date(2010, 3, 31))
    assert period.step(1) == period_of(date(2010, 4, 1))


def test_a_period_that_begins_in_january_is_the_calendar_year() -> None:
    period = period_of(DAY, 1)
    assert (period.first, period.last) == (date(2009, 1, 1), date(2009, 12, 31))


def test_an_open_need_is_carried_into_the_next_period_and_a_met_one_is_not() -> None:
    following = period_of(DAY).step(1)
    met = replace(NEED, standing=Standing.MET)
    assert following.holds(NEED)
    assert not following.holds(met)
    assert not following.step(-2).holds(NEED)


def test_feedback_stays_in_the_period_it_was_given_in() -> None:
    given = EntryForm("CW014", EntryKind.FEEDBACK, DAY, text="Well explained")
    assert period_of(DAY).holds(given)
    assert not period_of(DAY).step(1).holds(given)


def test_a_change_names_its_fields_in_the_order_of_the_form() -> None:
    assert changed_fields(NEED, replace(NEED, standing=Standing.MET, title="Ask first")) == ("title", "standing")


def test_a_prompt_answered_no_twice_is_offered_with_how_often_it_was_asked() -> None:
    answers = [
        ("r1", "LUMP_SOUGHT", True),
        ("r2", "LUMP_SOUGHT", True),
        ("r3", "LUMP_SOUGHT", False),
        ("r1", "CONDUCT", True),
    ]
    (found,) = suggestions_of(answers, {"LUMP_SOUGHT": "Lump sum sought?"})
    assert (found.no, found.asked, found.reviews) == (2, 3, ("r1", "r2"))
    assert str(found) == "Lump sum sought? Answered “no” in 2 of 3 checks."

"""An issued report beside a fresh one: what differs, why, and what both together would give away."""

from dataclasses import replace
from datetime import date

import pytest

from models.errors import InputRefused
from models.reports.compared import NOTHING_CHANGED, ChangedCell, ChangedWord, compare
from models.reports.compared_since import compared_with_fresh
from models.reports.differencing import cautions, given_away
from models.reports.kept import as_kept, from_kept
from models.reports.making import make_report
from models.reports.table import Column, Definition, Report, Role
from models.review import AnswerNote, AnswerValue
from models.store import Store
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
BASE = Report(
    "monthly",
    "Monthly",
    *SEPTEMBER,
    date(2009, 10, 5),
    ("P/1",),
    Definition("words", "source", "formula"),
    (Column("month"), Column("line"), Column("checked", Role.COUNT), Column("pct", Role.FIGURE, ("checked",))),
    (("2009-08", "North", "40", "95.0"), ("2009-09", "North", "30", "90.0"), ("2009-09", "South", "<5", "c")),
    coverage_pct="80.0",
    threshold=5,
)
ROWS = BASE.rows


def leader(store: Store) -> Person:
    found = store.staff.get("TL01")
    assert found is not None
    return found


def issued(store: Store, report: Report) -> str:
    return store.issued.issue(report, "report.csv", b"the file", leader(store)).issue_id


def test_a_report_is_kept_as_plain_values_and_read_again() -> None:
    grouped = replace(BASE, grouped_by="team", notes=("a note",))
    assert from_kept(as_kept(grouped)) == grouped


def test_the_same_is_the_same_on_another_day() -> None:
    assert compare(BASE, replace(BASE, as_of=date(2010, 1, 1))).same


def test_a_changed_cell_is_found_whatever_moved_around_it() -> None:
    fresh = replace(BASE, rows=(("2009-09", "East", "9", "50.0"), ROWS[1], ("2009-08", "North", "41", "95.0"), ROWS[2]))
    found = compare(BASE, fresh)
    assert found.cells == (ChangedCell(("2009-08", "North"), "checked", "40", "41"),)
    assert (found.rows_new, found.rows_gone) == ((("2009-09", "East"),), ())
    assert (found.same, found.differences) == (False, 2)


def test_rows_that_are_gone_and_rows_about_the_same_are_told_apart() -> None:
    twice = replace(BASE, rows=(ROWS[0], ROWS[0]))
    assert compare(twice, replace(BASE, rows=(ROWS[0],))).rows_gone == (("2009-08", "North", "2"),)


def test_policies_definition_and_coverage_are_compared() -> None:
    fresh = replace(BASE, policies=("P/1", "P/2"), coverage_pct="81.0", definition=Definition("w", "source", "formula"))
    assert compare(BASE, fresh).words == (
        ChangedWord("Policies", "P/1", "P/1, P/2"),
        ChangedWord("Coverage", "80.0%", "81.0%"),
        ChangedWord("Definition", "words", "w"),
    )


def test_a_column_that_came_or_went_is_a_word_and_no_cell() -> None:
    fresh = replace(BASE, columns=BASE.columns[:3], rows=tuple(row[:3] for row in ROWS))
    found = compare(BASE, fresh)
    assert (found.cells, found.words[0].what) == ((), "Columns")


def test_a_fresh_report_of_an_unchanged_database_says_the_same(done: Store) -> None:
    issue_id = issued(done, make_report(done, "kpi", *SEPTEMBER, 5, leader(done)))
    found = compared_with_fresh(done, issue_id, leader(done))
    assert (found.same, found.since) == (True, (NOTHING_CHANGED,))


def test_what_was_amended_and_withdrawn_since_is_named_with_what_it_changed(done: Store) -> None:
    issue_id = issued(done, make_report(done, "kpi", *SEPTEMBER, 0, leader(done)))
    signed = next(line for line in done.reviews.listing() if line.recording_id == "VR-88103")
    form = done.life.begin_amending(signed.review_id, leader(done))
    done.reviews.amend(
        signed.review_id, form.with_answer(AnswerNote("LUMP_SOUGHT", AnswerValue.YES)), "heard again", leader(done)
    )
    found = compared_with_fresh(done, issue_id, leader(done))
    assert "1 review amended" in found.since
    assert found.as_dict()["same"] is found.same


def test_a_kind_this_program_does_not_make_can_only_be_handed_out(done: Store) -> None:
    with pytest.raises(InputRefused, match="does not make"):
        compared_with_fresh(done, issued(done, BASE), leader(done))


def test_a_second_copy_that_differs_by_little_gives_that_away(done: Store) -> None:
    first = issued(done, BASE)
    again = replace(BASE, rows=(("2009-08", "North", "40", "95.0"), ("2009-09", "North", "33", "90.0"), ROWS[2]))
    assert given_away(done.issued, again)[0].small_differences == ("2009-09, North: checked",)
    assert cautions(done.issued, again)[0].startswith(f"Beside {first}, which is already out")


def test_a_count_that_is_hidden_in_the_one_and_shown_in_the_other_is_named(done: Store) -> None:
    issued(done, BASE)
    again = replace(BASE, rows=(*ROWS[:2], ("2009-09", "South", "6", "83.3")))
    assert given_away(done.issued, again)[0].shown_elsewhere == ("2009-09, South: checked",)


@pytest.mark.parametrize(
    "other",
    [
        BASE,
        replace(BASE, rows=(("2009-08", "North", "60", "95.0"), *ROWS[1:])),
        replace(BASE, date_from=date(2009, 10, 1), date_to=date(2009, 10, 31), rows=(("2009-08", "North", "41", "9"),)),
        replace(BASE, threshold=0, rows=(("2009-08", "North", "41", "95.0"),)),
    ],
    ids=["the same", "far off", "another period", "nothing hidden"],
)
def test_copies_that_give_nothing_away_are_not_cautioned_about(done: Store, other: Report) -> None:
    issued(done, BASE)
    assert cautions(done.issued, other) == ()

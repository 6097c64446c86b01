"""What differs between two versions of a record, in words and in the record's order."""

from hypothesis import given
from hypothesis import strategies as st

from models.crosscheck import OnlineView, Task567
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.sheet_difference import LABELS, SHEET_LABELS, Difference, differences, figures_differ, in_words, listed
from models.staff import Staff


def test_money_stands_in_pounds_and_a_day_in_words() -> None:
    found = differences(
        "guide_sheet",
        {"instalment": 6000, "decision_date": "2009-10-03", "arrears": 500000},
        {"instalment": 7050, "decision_date": "2009-10-04", "arrears": 500000},
    )
    assert found == (
        Difference("decision_date", "Decided", "3 Oct 2009", "4 Oct 2009"),
        Difference("instalment", "Arrears instalment", "£60.00", "£70.50"),
    )


def test_a_figure_that_came_or_went_is_not_held_on_the_other_side() -> None:
    (found,) = differences("guide_sheet", {"lump_sum": None}, {"lump_sum": 0})
    assert (found.before, found.after) == ("not held", "£0.00")


def test_a_column_that_one_version_never_had_counts_as_not_held() -> None:
    (found,) = differences("recording", {}, {"recorder": "NICE-1"})
    assert str(found) == "Recorder not held → NICE-1"


def test_what_is_ours_and_not_the_sources_is_no_difference() -> None:
    assert differences("online_view", {"id": "1", "sheet": None, "version": 1}, {"id": "2", "sheet": "9"}) == ()


def test_a_column_without_a_label_is_told_all_the_same() -> None:
    assert listed(differences("guide_sheet", {"new_column": "a"}, {"new_column": "b"})) == "New column a → b"


def test_a_moment_is_told_on_the_offices_clock_and_a_length_in_minutes() -> None:
    assert in_words("started_at", "2009-09-14T09:31:05") == "14 Sep 2009 10:31:05"
    assert in_words("viewed_at", "2009-12-01T09:31:05+00:00") == "1 Dec 2009 09:31:05"
    assert in_words("duration_ms", 102_400) == "1:42"
    assert in_words("truncated", True) == "yes"


def test_every_column_that_a_source_fills_has_its_label() -> None:
    ours = {"id", "version", "imported_at", "sheet", "viewed_offset_min", "started_offset_min", "reading"}
    for record in (GuideSheet, Task567, OnlineView, Recording, Staff):
        assert set(record.model_fields) - ours == set(LABELS[str(record.__tablename__)])


FACTS = st.dictionaries(
    st.sampled_from(["arrears", "lump_sum", "instalment", "net_income_weekly"]),
    st.none() | st.integers(-(10**9), 10**9),
) | st.dictionaries(st.sampled_from(["label", "segment", "case_ref"]), st.none() | st.text(max_size=9))


@given(FACTS, FACTS)
def test_nothing_differs_from_itself_and_both_ways_tell_the_same_columns(one: dict, other: dict) -> None:
    assert differences("guide_sheet", one, one) == ()
    there, back = differences("guide_sheet", one, other), differences("guide_sheet", other, one)
    assert [(each.column, each.before, each.after) for each in there] == [
        (each.column, each.after, each.before) for each in back
    ]
    order = [each.column for each in there]
    assert order == sorted(order, key=list(SHEET_LABELS).index)


def test_figures_as_text_are_told_apart_column_by_column() -> None:
    assert figures_differ({"arrears": "5.00", "label": None}, {"arrears": "5.01", "label": ""}) == ("arrears",)

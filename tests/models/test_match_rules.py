"""The three rules: reference, case in the window, caseworker and day; and what a person decided."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.match_rules import match_calls
from models.matching import CallRow, Decision, MatchRule, MatchState, SheetRow, Tie

DAY = date(2009, 9, 14)


def call(name: str, case: str | None = None, by: str | None = None, day: date | None = DAY, hour: int = 10) -> CallRow:
    started = None if day is None else datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return CallRow(f"row-{name}", name, case, by, day, started)


def sheet(
    name: str, case: str | None = None, by: str | None = None, day: date | None = DAY, names: str | None = None
) -> SheetRow:
    return SheetRow(f"row-{name}", name, case, by, day, names)


def said(ties: list[Tie]) -> set[tuple[str, str, MatchRule, MatchState, int]]:
    return {
        (tie.recording.removeprefix("row-"), tie.sheet.removeprefix("row-"), tie.rule, tie.state, tie.certainty)
        for tie in ties
    }


REFERENCE = (MatchRule.REFERENCE, MatchState.MATCHED, 100)
CONFLICT = (MatchRule.REFERENCE, MatchState.AMBIGUOUS, 100)
CASE = (MatchRule.CASE, MatchState.MATCHED, 90)
LINKED = (MatchRule.CASE, MatchState.LINKED, 90)
UNCLEAR = (MatchRule.CASE, MatchState.AMBIGUOUS, 90)
PROPOSED = (MatchRule.PERSON, MatchState.PROPOSED, 50)


def test_a_sheet_that_names_the_recording_is_matched_whenever_the_call_was() -> None:
    ties = match_calls([call("V1", day=None)], [sheet("P1", names="V1", day=None)])
    assert said(ties) == {("V1", "P1", *REFERENCE)}


@pytest.mark.parametrize(
    ("of_call", "of_sheet"), [(("C1", "W1"), ("C2", "W1")), (("C1", "W1"), ("C1", "W2")), (("C1", None), ("C2", None))]
)
def test_a_named_recording_on_another_case_or_caseworker_is_a_conflict(of_call: tuple, of_sheet: tuple) -> None:
    (tie,) = match_calls([call("V1", *of_call)], [sheet("P1", *of_sheet, names="V1")])
    assert said([tie]) == {("V1", "P1", *CONFLICT)}
    assert "but" in tie.reason


def test_what_is_not_held_contradicts_nothing() -> None:
    ties = match_calls([call("V1", None, "W1")], [sheet("P1", "C1", None, names="V1")])
    assert said(ties) == {("V1", "P1", *REFERENCE)}


def test_a_conflict_does_not_take_the_recording_from_the_sheet_of_its_case() -> None:
    ties = match_calls([call("V1", "C1")], [sheet("P1", "C1"), sheet("P2", "C2", names="V1")])
    assert said(ties) == {("V1", "P1", *CASE), ("V1", "P2", *CONFLICT)}


def test_a_conflict_also_names_the_calls_of_the_sheets_own_case() -> None:
    ties = match_calls([call("V1", "C1"), call("V2", "C2")], [sheet("P2", "C2", names="V1")])
    assert said(ties) == {("V1", "P2", *CONFLICT), ("V2", "P2", *UNCLEAR)}


def test_a_recording_named_by_several_sheets_is_for_a_person() -> None:
    ties = match_calls([call("V1")], [sheet("P1", names="V1"), sheet("P2", names="V1")])
    assert said(ties) == {("V1", "P1", *CONFLICT), ("V1", "P2", *CONFLICT)}


def test_a_reference_to_no_recording_falls_back_on_the_case() -> None:
    ties = match_calls([call("V1", "C1")], [sheet("P1", "C1", names="V9")])
    assert said(ties) == {("V1", "P1", *CASE)}


@pytest.mark.parametrize(("days", "matched"), [(-1, False), (0, True), (7, True), (8, False)])
def test_the_window_reaches_from_seven_days_before_up_to_the_decision(days: int, matched: bool) -> None:
    ties = match_calls([call("V1", "C1", day=DAY - timedelta(days=days))], [sheet("P1", "C1")])
    assert said(ties) == ({("V1", "P1", *CASE)} if matched else set())


def test_the_window_is_a_setting() -> None:
    calls = [call("V1", "C1", day=DAY - timedelta(days=8))]
    assert match_calls(calls, [sheet("P1", "C1")], window_days=8)
    assert not match_calls([call("V1", "C1", day=DAY - timedelta(days=1))], [sheet("P1", "C1")], window_days=0)


def test_of_several_calls_the_last_is_primary_and_the_others_are_linked() -> None:
    calls = [
        call("V1", "C1", hour=9),
        call("V3", "C1", hour=16),
        call("V2", "C1", day=DAY - timedelta(days=3)),
        call("V4", "C1", day=DAY + timedelta(days=1)),
    ]
    assert said(match_calls(calls, [sheet("P1", "C1")])) == {
        ("V3", "P1", *CASE),
        ("V1", "P1", *LINKED),
        ("V2", "P1", *LINKED),
    }


def test_further_calls_of_a_sheet_matched_by_reference_are_linked() -> None:
    ties = match_calls([call("V1", "C1", hour=9), call("V2", "C1", hour=11)], [sheet("P1", "C1", names="V1")])
    assert said(ties) == {("V1", "P1", *REFERENCE), ("V2", "P1", *LINKED)}


def test_two_sheets_of_a_case_take_the_calls_before_each() -> None:
    later = DAY + timedelta(days=5)
    calls = [call("V1", "C1"), call("V2", "C1", day=later)]
    ties = match_calls(calls, [sheet("P2", "C1", day=later), sheet("P1", "C1")])
    assert said(ties) == {("V1", "P1", *CASE), ("V2", "P2", *CASE)}


def test_one_call_that_would_be_primary_for_two_sheets_is_for_a_person() -> None:
    calls = [call("V1", "C1")]
    ties = match_calls(calls, [sheet("P1", "C1"), sheet("P2", "C1", day=DAY + timedelta(days=1))])
    assert said(ties) == {("V1", "P1", *UNCLEAR), ("V1", "P2", *UNCLEAR)}


def test_the_only_call_and_the_only_sheet_of_a_caseworker_and_day_are_proposed() -> None:
    ties = match_calls([call("V1", None, "W1")], [sheet("P1", "C1", "W1")])
    assert said(ties) == {("V1", "P1", *PROPOSED)}


@pytest.mark.parametrize(
    ("calls", "sheets"),
    [
        ([call("V1", None, "W1"), call("V2", None, "W1")], [sheet("P1", "C1", "W1")]),
        ([call("V1", None, "W1")], [sheet("P1", "C1", "W1"), sheet("P2", "C2", "W1")]),
        ([call("V1", None, "W1")], [sheet("P1", "C1", "W2")]),
        ([call("V1", None, "W1")], [sheet("P1", "C1", "W1", day=DAY + timedelta(days=1))]),
        ([call("V1", None, None)], [sheet("P1", "C1", None)]),
        ([call("V1", None, "W1", day=None)], [sheet("P1", "C1", "W1", day=None)]),
    ],
)
def test_nothing_is_proposed_where_it_is_not_the_only_one(calls: list[CallRow], sheets: list[SheetRow]) -> None:
    assert match_calls(calls, sheets) == []


def test_what_is_matched_already_is_not_counted_for_a_proposal() -> None:
    calls = [call("V1", "C1", "W1"), call("V2", None, "W1")]
    ties = match_calls(calls, [sheet("P1", "C1", "W1"), sheet("P2", "C2", "W1")])
    assert said(ties) == {("V1", "P1", *CASE), ("V2", "P2", *PROPOSED)}


def test_a_hand_made_link_comes_before_every_rule() -> None:
    calls = [call("V1", "C1"), call("V2", "C1", hour=12)]
    sheets = [sheet("P1", "C1", names="V1"), sheet("P2", "C2")]
    ties = match_calls(calls, sheets, [Decision("row-V1", "row-P2")])
    assert said(ties) == {("V2", "P1", *CASE)}


def test_a_recording_kept_apart_is_never_matched_or_proposed() -> None:
    calls = [call("V1", "C1", "W1")]
    assert match_calls(calls, [sheet("P1", "C1", "W1", names="V1")], [Decision("row-V1", None)]) == []


def test_days_at_the_ends_of_the_calendar_are_no_trouble() -> None:
    calls = [call("V1", "C1", day=date(1, 1, 2)), call("V2", "C2", day=date(9999, 12, 30))]
    sheets = [sheet("P1", "C1", day=date(1, 1, 3)), sheet("P2", "C2", day=date(9999, 12, 31))]
    assert said(match_calls(calls, sheets)) == {("V1", "P1", *CASE), ("V2", "P2", *CASE)}


CASES = st.sampled_from([None, "C1", "C2"])
WORKERS = st.sampled_from([None, "W1", "W2"])
DAYS = st.none() | st.integers(0, 12).map(lambda days: DAY + timedelta(days=days))


@st.composite
def departments(draw: st.DrawFn) -> tuple[list[CallRow], list[SheetRow], list[Decision]]:
    calls = [
        call(f"V{number}", draw(CASES), draw(WORKERS), draw(DAYS), draw(st.integers(8, 18)))
        for number in range(draw(st.integers(0, 7)))
    ]
    named = st.none() | st.sampled_from([f"V{number}" for number in range(8)])
    sheets = [
        sheet(f"P{number}", draw(CASES), draw(WORKERS), draw(DAYS), draw(named))
        for number in range(draw(st.integers(0, 7)))
    ]
    decided = draw(st.lists(st.sampled_from(calls), unique=True, max_size=2)) if calls else []
    targets = st.none() | st.sampled_from([one.id for one in sheets]) if sheets else st.none()
    return calls, sheets, [Decision(one.id, draw(targets)) for one in decided]


@given(departments(), st.randoms())
def test_the_order_of_rows_does_not_matter(department: tuple, chance: random.Random) -> None:
    calls, sheets, decisions = department
    before = set(match_calls(calls, sheets, decisions))
    for rows in (calls, sheets, decisions):
        chance.shuffle(rows)
    assert set(match_calls(calls, sheets, decisions)) == before


@given(departments())
def test_no_tie_stands_twice_and_nothing_is_matched_twice(department: tuple) -> None:
    calls, sheets, decisions = department
    ties = match_calls(calls, sheets, decisions)
    assert len({(tie.recording, tie.sheet) for tie in ties}) == len(ties)
    settled = [tie for tie in ties if tie.state in (MatchState.MATCHED, MatchState.LINKED)]
    of_calls = [tie.recording for tie in settled] + [decision.recording for decision in decisions]
    assert len(set(of_calls)) == len(of_calls)
    primary = [tie.sheet for tie in settled if tie.state is MatchState.MATCHED]
    assert len(set(primary)) == len(primary)
    assert not set(primary) & {decision.sheet for decision in decisions}

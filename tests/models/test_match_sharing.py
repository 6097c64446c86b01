"""One call for several sheets, several calls for one sheet, and a person's word on each: by the rules alone."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.match_rules import match_calls
from models.matching import BY_HAND, PRIMARY, CallRow, Decision, MatchRule, MatchState, SheetRow, Tie, contradiction

DAY = date(2009, 9, 14)
FURTHER_SHEET, FURTHER_CALL, HAND = MatchRule.FURTHER_SHEET, MatchRule.FURTHER_CALL, MatchRule.HAND
MATCHED, SHARED, LINKED, APART = MatchState.MATCHED, MatchState.SHARED, MatchState.LINKED, MatchState.KEPT_APART


def call(name: str, cases: str = "", by: str = "", day: date = DAY, hour: int = 10) -> CallRow:
    """`cases` and `by` joined by semicolons, the call's own first."""
    (case, _, more), (worker, _, others) = cases.partition(";"), by.partition(";")
    started = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return CallRow(name, name, case or None, worker or None, day, started, more or None, others or None)


def sheet(name: str, case: str | None = None, by: str | None = None, names: str | None = None) -> SheetRow:
    return SheetRow(name, name, case, by, DAY, names)


def states(ties: list[Tie]) -> dict[tuple[str, str], MatchState]:
    return {(tie.recording, tie.sheet): tie.state for tie in ties}


def test_sheets_of_every_case_of_a_call_that_name_it_are_all_matched_and_that_of_its_own_case_leads() -> None:
    ties = match_calls([call("V1", "C2;C1")], [sheet("P1", "C1", names="V1"), sheet("P2", "C2", names="V1")])
    assert states(ties) == {("V1", "P1"): SHARED, ("V1", "P2"): MATCHED}


def test_a_call_whose_case_is_not_held_may_be_named_by_sheets_of_several_cases() -> None:
    sheets = [sheet("P1", "C1", "W1", "V1"), sheet("P2", "C2", "W1", "V1")]
    assert states(match_calls([call("V1")], sheets)) == {("V1", "P1"): MATCHED, ("V1", "P2"): SHARED}


def test_two_sheets_of_one_case_that_name_a_call_are_for_a_person() -> None:
    sheets = [sheet("P1", "C1", names="V1"), sheet("P2", "C1", names="V1")]
    assert set(states(match_calls([call("V1", "C1;C2")], sheets)).values()) == {MatchState.AMBIGUOUS}


def test_two_caseworkers_of_a_call_that_names_none_contradict_each_other() -> None:
    sheets = [sheet("P1", "C1", "W1", "V1"), sheet("P2", "C2", "W2", "V1")]
    assert set(states(match_calls([call("V1")], sheets)).values()) == {MatchState.AMBIGUOUS}


def test_of_a_transferred_call_the_sheet_of_each_caseworker_contradicts_nothing() -> None:
    sheets = [sheet("P1", "C1", "W2", "V1"), sheet("P2", "C2", "W1", "V1")]
    assert states(match_calls([call("V1", by="W1;W2")], sheets)) == {("V1", "P1"): SHARED, ("V1", "P2"): MATCHED}


def test_further_cases_and_caseworkers_are_said_when_none_of_them_fits() -> None:
    assert contradiction(call("V1", "C1;C2", "W1;W2"), sheet("P1", "C3", "W3")) == (
        "the call is on case C1 and C2, the sheet on C3; the call is by W1 and W2, the sheet by W3"
    )


def test_a_call_of_two_cases_is_matched_to_a_sheet_of_each_by_case() -> None:
    ties = match_calls([call("V1", "C1;C2")], [sheet("P1", "C1"), sheet("P2", "C2")])
    assert states(ties) == {("V1", "P1"): MATCHED, ("V1", "P2"): SHARED}


def test_a_call_matched_by_reference_on_one_case_is_still_the_call_of_its_other_case() -> None:
    ties = match_calls([call("V1", "C1;C2")], [sheet("P1", "C1", names="V1"), sheet("P2", "C2")])
    assert states(ties) == {("V1", "P1"): MATCHED, ("V1", "P2"): SHARED}


def test_a_sheet_added_by_a_person_leaves_the_call_with_its_own() -> None:
    ties = match_calls(
        [call("V1", "C1")],
        [sheet("P1", "C1", names="V1"), sheet("P2", "C2")],
        [Decision("V1", "P2", FURTHER_SHEET, SHARED)],
    )
    assert states(ties) == {("V1", "P1"): MATCHED}


def test_a_sheet_added_by_a_person_leads_when_the_call_lost_its_own() -> None:
    ties = match_calls([call("V1", "C1")], [sheet("P2", "C2")], [Decision("V1", "P2", FURTHER_SHEET, SHARED)])
    assert states(ties) == {("V1", "P2"): MATCHED}


def test_a_call_added_by_a_person_stays_a_further_one_though_it_is_the_last_of_its_case() -> None:
    calls = [call("V1", "C1", hour=9), call("V2", "C1", hour=11)]
    ties = match_calls(calls, [sheet("P1", "C1")], [Decision("V2", "P1", FURTHER_CALL, LINKED)])
    assert states(ties) == {("V1", "P1"): MATCHED}


def test_a_further_call_is_the_sheets_own_when_no_other_is_left() -> None:
    ties = match_calls([call("V2", "C9")], [sheet("P1", "C1")], [Decision("V2", "P1", FURTHER_CALL, LINKED)])
    assert states(ties) == {("V2", "P1"): MATCHED}


def test_a_further_call_may_have_a_sheet_of_its_own() -> None:
    calls = [call("V1", "C1"), call("V2", "C2")]
    sheets = [sheet("P1", "C1", names="V1"), sheet("P2", "C2", names="V2")]
    ties = match_calls(calls, sheets, [Decision("V2", "P1", FURTHER_CALL, LINKED)])
    assert states(ties) == {("V1", "P1"): MATCHED, ("V2", "P2"): MATCHED}


@pytest.mark.parametrize("names", [None, "V1"])
def test_a_pair_kept_apart_is_tied_by_no_rule_and_others_are(names: str | None) -> None:
    calls, apart = [call("V1", "C1", "W1", hour=12), call("V2", "C1", "W1", hour=9)], Decision("V1", "P1", HAND, APART)
    ties = match_calls(calls, [sheet("P1", "C1", "W1", names)], [apart])
    assert states(ties) == {("V2", "P1"): MATCHED}


CASES = st.sampled_from(["", "C1", "C2", "C1;C2", "C2;C1;C3"])
WORKERS = st.sampled_from(["", "W1", "W2", "W1;W2"])


@st.composite
def departments(draw: st.DrawFn) -> tuple[list[CallRow], list[SheetRow], list[Decision]]:
    numbers = range(draw(st.integers(0, 6)))
    days = st.integers(-3, 9).map(lambda days: DAY - timedelta(days=days))
    calls = [call(f"V{n}", draw(CASES), draw(WORKERS), draw(days), draw(st.integers(8, 18))) for n in numbers]
    named = st.none() | st.sampled_from([f"V{n}" for n in range(7)])
    case, worker = st.sampled_from([None, "C1", "C2", "C3"]), st.sampled_from([None, "W1", "W2"])
    sheets = [sheet(f"P{n}", draw(case), draw(worker), draw(named)) for n in range(draw(st.integers(0, 6)))]
    kinds = st.sampled_from([(HAND, MATCHED), (HAND, APART), (FURTHER_SHEET, SHARED), (FURTHER_CALL, LINKED)])
    decisions, owned, gone = [], set(), set()
    pairs = [(one.id, other.id) for one in calls for other in sheets]
    for pair in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []:
        rule, state = draw(kinds)
        gives_call = rule in (HAND, FURTHER_SHEET) and state is not APART
        if (gives_call and pair[1] in owned) or (state is MATCHED and pair[0] in gone):
            continue  # the store never keeps two calls as the own one of a sheet, nor two sheets as that of a call
        owned |= {pair[1]} if gives_call else set()
        gone |= {pair[0]} if state is MATCHED else set()
        decisions.append(Decision(*pair, rule, state))
    return calls, sheets, decisions


@given(departments(), st.randoms())
def test_the_order_of_rows_does_not_matter(department: tuple, chance: random.Random) -> None:
    before = set(match_calls(*department))
    for rows in department:
        chance.shuffle(rows)
    assert set(match_calls(*department)) == before


def whole(department: tuple) -> dict[tuple[str, str], tuple[MatchRule, MatchState]]:
    """Every tie after a run: those of the rules, and those a person made in the state the run gives them."""
    _, _, decisions = department
    stands = {(one.recording, one.sheet): (one.rule, one.state) for one in decisions}
    return stands | {(tie.recording, tie.sheet): (tie.rule, tie.state) for tie in match_calls(*department)}


@given(departments())
def test_a_persons_decision_outlives_every_run(department: tuple) -> None:
    after = whole(department)
    for decision in department[2]:
        rule, state = after[decision.recording, decision.sheet]
        assert rule is decision.rule
        assert (state is APART) == (decision.state is APART)


@given(departments())
def test_a_second_run_on_what_the_first_left_changes_nothing(department: tuple) -> None:
    calls, sheets, decisions = department
    after = whole(department)
    again = [Decision(*pair, *after[pair]) for pair in ((one.recording, one.sheet) for one in decisions)]
    assert whole((calls, sheets, again)) == after
    assert not [tie for tie in match_calls(calls, sheets, again) if tie.rule in BY_HAND]


@given(departments())
def test_a_sheet_has_one_call_of_its_own_and_a_call_one_sheet_that_leads(department: tuple) -> None:
    after = whole(department)
    own = [sheet_id for (_, sheet_id), (_, state) in after.items() if state in PRIMARY]
    assert len(set(own)) == len(own)
    leading = [recording for (recording, _), (_, state) in after.items() if state is MATCHED]
    assert len(set(leading)) == len(leading)
    assert {recording for (recording, _), (_, state) in after.items() if state is SHARED} <= set(leading)

"""Matches in the database: the demonstration's outcome, hand decisions kept, only differences written."""

import pytest
from sqlmodel import delete, select

from models.crosscheck import OnlineView
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.matching import Match
from models.recording import Recording
from models.store import Store


def ties(store: Store) -> list[dict[str, object]]:
    with store.database.session() as session:
        return [tie.model_dump() for tie in session.exec(select(Match).order_by(Match.id))]


def change(store: Store, record: type, key: object, **values: object) -> None:
    with store.database.session() as session:
        found = session.exec(select(record).where(key)).one()
        for name, value in values.items():
            setattr(found, name, value)
        session.add(found)


def test_the_demonstration_is_matched_as_its_department_expects(demo_store: Store) -> None:
    assert demo_store.matches.report().as_dict() == {
        "matched": 11,
        "by": {"reference": 10, "case": 1, "person": 0},
        "proposed": [],
        "ambiguous": [],
        "recordings_without_sheet": ["VR-88112"],
        "sheets_without_recording": ["PAG-088199"],
        "tasks": {"matched": 12, "unmatched": []},
        "views": {"matched": 7, "unmatched": [], "cited_but_missing": ["CWO-92199"]},
    }


def test_sheets_that_cite_no_view_are_not_counted_as_missing_one_where_no_view_is_known(demo_store: Store) -> None:
    with demo_store.database.session() as session:
        session.exec(delete(OnlineView))
    missing = demo_store.matches.run().as_dict()["views"]["cited_but_missing"]
    assert None not in missing
    assert len(missing) == 8


def test_a_second_run_touches_no_row(demo_store: Store) -> None:
    before = ties(demo_store)
    demo_store.matches.run()
    assert ties(demo_store) == before


def test_a_run_reports_what_it_wrote(demo_store: Store) -> None:
    assert demo_store.matches.run() == demo_store.matches.report()


def test_a_changed_reference_is_a_conflict_that_names_its_candidates(demo_store: Store) -> None:
    change(demo_store, GuideSheet, GuideSheet.sheet_id == "PAG-088102", recording_ref="VR-88103")
    report = demo_store.matches.run().as_dict()
    assert report["matched"] == 10
    assert report["ambiguous"] == [
        {
            "sheet_id": "PAG-088102",
            "candidates": [
                {"recording_id": "VR-88103", "reason": "CONFLICT", "certainty": 1.0},
                {"recording_id": "VR-88102", "reason": "SAME_CASE", "certainty": 0.9},
            ],
        }
    ]
    assert report["recordings_without_sheet"] == ["VR-88102", "VR-88112"]


def test_a_proposal_is_not_counted_until_a_person_confirms_it(demo_store: Store) -> None:
    change(demo_store, GuideSheet, GuideSheet.sheet_id == "PAG-088110", case_ref="C-9999")
    report = demo_store.matches.run().as_dict()
    assert (report["matched"], report["by"]["person"]) == (10, 0)
    assert report["proposed"] == [
        {
            "sheet_id": "PAG-088110",
            "recording_id": "VR-88110",
            "reason": "SAME_CASEWORKER_DAY",
            "certainty": 0.5,
        }
    ]
    assert "VR-88110" in report["recordings_without_sheet"]
    demo_store.matches.link("VR-88110", "PAG-088110", "TL02")
    report = demo_store.matches.run().as_dict()
    assert (report["matched"], report["by"]["person"], report["proposed"]) == (11, 1, [])


def test_a_link_by_hand_outlives_every_run_and_tells_who_and_when(demo_store: Store) -> None:
    assert demo_store.matches.link("VR-88112", "PAG-088199", "TL01") is None
    demo_store.matches.run()
    report = demo_store.matches.run()
    assert (report.matched, report.by_person, report.recordings_without_sheet) == (12, 1, ())
    (mine,) = [tie for tie in ties(demo_store) if tie["rule"] == "hand"]
    assert mine["decided_by"] == "TL01"
    assert mine["decided_at"].date().isoformat() == "2009-10-05"


def test_a_link_of_a_matched_recording_moves_it_and_says_from_where(demo_store: Store) -> None:
    assert demo_store.matches.link("VR-88101", "PAG-088199", "TL01") == "PAG-088101"
    report = demo_store.matches.run()
    assert report.sheets_without_recording == ("PAG-088101",)
    assert report.matched == 11


def test_a_recording_unlinked_by_hand_stays_without_a_sheet(demo_store: Store) -> None:
    assert demo_store.matches.unlink("VR-88101", "TL01") == "PAG-088101"
    report = demo_store.matches.run()
    assert report.recordings_without_sheet == ("VR-88101", "VR-88112")
    assert report.sheets_without_recording == ("PAG-088101", "PAG-088199")


def test_a_second_link_to_a_sheet_makes_the_first_a_further_call(demo_store: Store) -> None:
    demo_store.matches.link("VR-88112", "PAG-088199", "TL01")
    demo_store.matches.link("VR-88111", "PAG-088199", "TL01")
    report = demo_store.matches.run()
    assert report.linked == 1
    assert report.matched == 11
    assert report.recordings_without_sheet == ()


def test_a_decision_taken_back_leaves_the_rules_to_decide(demo_store: Store) -> None:
    before = demo_store.matches.report()
    demo_store.matches.unlink("VR-88101", "TL01")
    demo_store.matches.forget("VR-88101")
    assert demo_store.matches.run() == before


@pytest.mark.parametrize(("recording", "sheet"), [("VR-0", "PAG-088199"), ("VR-88112", "PAG-0")])
def test_a_link_with_an_unknown_id_changes_nothing(demo_store: Store, recording: str, sheet: str) -> None:
    before = ties(demo_store)
    with pytest.raises(UnknownId):
        demo_store.matches.decide("TL01", link=(recording, sheet), unlink="VR-88101")
    assert ties(demo_store) == before


def test_candidates_come_with_the_likeliest_first_and_why(demo_store: Store) -> None:
    change(demo_store, Recording, Recording.recording_id == "VR-88112", caseworker_id="CW012")
    found = demo_store.matches.candidates("PAG-088111")
    assert [(one.recording_id, one.certainty) for one in found] == [
        ("VR-88111", 1.0),
        ("VR-88112", 0.5),
        ("VR-88102", 0.2),
    ]
    assert found[0].reason == "the sheet names this call"
    assert found[2].reason == "same caseworker CW012, 7 days before the decision"
    assert found[1].duration_ms == pytest.approx(11_600, abs=100)


def test_sheets_for_a_recording_come_with_the_likeliest_first(demo_store: Store) -> None:
    found = demo_store.matches.candidates_for_recording("VR-88110")
    assert [(one.sheet_id, one.certainty) for one in found] == [("PAG-088110", 0.9)]
    with pytest.raises(UnknownId):
        demo_store.matches.candidates_for_recording("VR-0")


# a person's further word


def states(store: Store, *, of: str) -> dict[str, str]:
    """What stands of a recording or a sheet: the other's id and the state of the tie."""
    with store.database.session() as session:
        ties = select(Recording.recording_id, GuideSheet.sheet_id, Match.state).select_from(Match)
        found = session.exec(ties.join(Recording).join(GuideSheet)).all()
    return {
        (sheet if recording == of else recording): state
        for recording, sheet, state in found
        if of in (recording, sheet)
    }


def test_a_further_sheet_takes_nothing_from_the_call_and_outlives_every_run(demo_store: Store) -> None:
    assert demo_store.matches.link_further("VR-88101", "PAG-088199", "TL01") == "shared"
    report = demo_store.matches.run()
    assert states(demo_store, of="VR-88101") == {"PAG-088101": "matched", "PAG-088199": "shared"}
    assert (report.matched, report.by_person, report.sheets_without_recording) == (12, 1, ())


def test_a_further_sheet_leads_once_the_call_has_lost_its_own(demo_store: Store) -> None:
    demo_store.matches.link_further("VR-88101", "PAG-088199", "TL01")
    change(demo_store, GuideSheet, GuideSheet.sheet_id == "PAG-088101", recording_ref=None, case_ref="C-9999")
    demo_store.matches.run()
    assert states(demo_store, of="VR-88101") == {"PAG-088199": "matched"}
    change(demo_store, GuideSheet, GuideSheet.sheet_id == "PAG-088101", recording_ref="VR-88101", case_ref="C-1A01")
    demo_store.matches.run()
    assert states(demo_store, of="VR-88101") == {"PAG-088101": "matched", "PAG-088199": "shared"}


def test_a_further_call_leaves_the_sheet_its_own(demo_store: Store) -> None:
    assert demo_store.matches.link_further("VR-88112", "PAG-088101", "TL01") == "linked"
    demo_store.matches.run()
    assert states(demo_store, of="PAG-088101") == {"VR-88101": "matched", "VR-88112": "linked"}


def test_the_primary_of_several_calls_is_what_a_person_says(demo_store: Store) -> None:
    demo_store.matches.link_further("VR-88112", "PAG-088101", "TL01")
    assert demo_store.matches.make_primary("VR-88112", "PAG-088101", "TL01") == "VR-88101"
    report = demo_store.matches.run()
    assert states(demo_store, of="PAG-088101") == {"VR-88101": "linked", "VR-88112": "matched"}
    assert report.recordings_without_sheet == ()


def test_a_call_made_primary_keeps_the_sheet_it_leads(demo_store: Store) -> None:
    demo_store.matches.link_further("VR-88102", "PAG-088101", "TL01")
    demo_store.matches.make_primary("VR-88102", "PAG-088101", "TL01")
    demo_store.matches.run()
    assert states(demo_store, of="VR-88102") == {"PAG-088102": "matched", "PAG-088101": "shared"}


def test_a_pair_kept_apart_stays_apart_and_is_counted_nowhere(demo_store: Store) -> None:
    demo_store.matches.part("VR-88101", "PAG-088101", "TL01")
    report = demo_store.matches.run()
    assert states(demo_store, of="VR-88101") == {"PAG-088101": "kept_apart"}
    assert (report.matched, report.recordings_without_sheet) == (10, ("VR-88101", "VR-88112"))


def test_the_next_sheet_leads_when_the_leading_one_is_parted(demo_store: Store) -> None:
    demo_store.matches.link_further("VR-88101", "PAG-088199", "TL01")
    demo_store.matches.part("VR-88101", "PAG-088101", "TL01")
    assert states(demo_store, of="VR-88101") == {"PAG-088101": "kept_apart", "PAG-088199": "matched"}


DECISIONS = {
    "link": lambda store: store.link("VR-88102", "PAG-088101", "TL01"),
    "unlink": lambda store: store.unlink("VR-88102", "TL01"),
    "further": lambda store: store.link_further("VR-88102", "PAG-088101", "TL01"),
    "primary": lambda store: store.make_primary("VR-88102", "PAG-088101", "TL01"),
    "part": lambda store: store.part("VR-88101", "PAG-088101", "TL01"),
}


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
def test_every_decision_can_be_taken_back_to_what_stood(demo_store: Store, decide: object) -> None:
    demo_store.matches.link_further("VR-88112", "PAG-088101", "TL02")
    before = ties(demo_store)
    standing = demo_store.matches.standing(["VR-88101", "VR-88102"], ["PAG-088101"])
    decide(demo_store.matches)
    assert ties(demo_store) != before
    demo_store.matches.restore(standing)
    assert ties(demo_store) == before


def test_sheets_of_several_cases_that_name_one_call_are_all_matched(demo_store: Store) -> None:
    change(demo_store, Recording, Recording.recording_id == "VR-88101", further_cases="C-7777")
    change(
        demo_store,
        GuideSheet,
        GuideSheet.sheet_id == "PAG-088199",
        case_ref="C-7777",
        recording_ref="VR-88101",
    )
    report = demo_store.matches.run()
    assert states(demo_store, of="VR-88101") == {"PAG-088101": "matched", "PAG-088199": "shared"}
    assert (report.matched, report.by_reference) == (12, 11)


def test_a_further_case_of_a_call_makes_it_a_candidate(demo_store: Store) -> None:
    change(demo_store, Recording, Recording.recording_id == "VR-88112", further_cases="C-1; C-7777 ;C-2")
    change(demo_store, GuideSheet, GuideSheet.sheet_id == "PAG-088199", case_ref="C-7777")
    assert "VR-88112" in [one.recording_id for one in demo_store.matches.candidates("PAG-088199")]
    facts, found = demo_store.matches.beside_recording("VR-88112")
    assert facts.cases == ("C-1", "C-7777", "C-2")
    assert [one.sheet_id for one in found] == ["PAG-088199"]


def test_candidates_say_what_agrees_what_contradicts_and_what_they_belong_to(demo_store: Store) -> None:
    side, (first, *_) = demo_store.matches.beside_sheet("PAG-088101")
    assert (side.recording_ref, side.case_ref) == ("VR-88101", "C-1A01")
    assert [(point.about, point.agreement) for point in first.points] == [
        ("Reference", "agrees"),
        ("Case", "agrees"),
        ("Caseworker", "agrees"),
        ("Day", "agrees"),
    ]
    assert (first.sheets, first.apart) == (("PAG-088101",), False)
    demo_store.matches.part("VR-88101", "PAG-088101", "TL01")
    _, found = demo_store.matches.beside_sheet("PAG-088101")
    assert found[-1].apart


def test_a_recorder_with_a_wrong_clock_is_told_and_nothing_is_moved(demo_store: Store) -> None:
    with demo_store.database.session() as session:
        for call in session.exec(select(Recording)):
            call.call_date = None if call.call_date is None else call.call_date.replace(month=10)
            call.recorder = "NICE-1"
    before = ties(demo_store)
    (doubt,) = demo_store.matches.run().clock_doubts
    assert (doubt.recorder, doubt.named, doubt.after) == ("NICE-1", 10, 10)
    assert "its clock may be wrong" in str(doubt)
    assert demo_store.matches.clock_doubts() == (doubt,)
    assert len(ties(demo_store)) == len(before) - 1  # the one matched by case is out of its window; nothing else moved

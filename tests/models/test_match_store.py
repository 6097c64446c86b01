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

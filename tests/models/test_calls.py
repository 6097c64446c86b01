"""What belongs to one call, gathered from the demonstration as it was imported and matched."""

import pytest

from models.errors import UnknownId
from models.matching import Match, MatchRule, MatchState
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm
from models.store import Store


def test_a_recording_brings_its_sheet_task_view_and_transcript_along(demo_store: Store) -> None:
    file = demo_store.calls.open("VR-88102", None)
    assert file.sheet_id == "PAG-088102"
    assert file.match is not None
    assert file.match.rule == MatchRule.REFERENCE
    assert [task.task_id for task in file.tasks] == ["567-0088102"]
    assert [view.view_id for view in file.views] == ["CWO-92102"]
    assert file.transcript is not None
    assert file.transcript.recording_id == "VR-88102"
    assert (file.case_ref, file.caseworker_id) == ("C-1A02", "CW012")


def test_a_sheet_brings_its_matched_call_along(demo_store: Store) -> None:
    file = demo_store.calls.open(None, "PAG-088110")
    assert file.recording_id == "VR-88110"
    assert file.match is not None
    assert file.match.rule == MatchRule.CASE


def test_a_sheet_without_a_call_opens_alone(demo_store: Store) -> None:
    file = demo_store.calls.open(None, "PAG-088199")
    assert file.recording is None
    assert file.match is None
    assert file.transcript is None
    assert file.caseworker_id == "CW011"
    assert [task.task_id for task in file.tasks] == ["567-0088199"]


def test_a_call_without_a_sheet_opens_alone(demo_store: Store) -> None:
    file = demo_store.calls.open("VR-88112", None)
    assert file.sheet is None
    assert file.tasks == file.views == ()
    assert (file.case_ref, file.caseworker_id) == (None, "CW015")


def test_a_linked_call_is_a_further_call_of_its_sheet_and_the_matched_one_is_opened(demo_store: Store) -> None:
    _link(demo_store, "VR-88112", "PAG-088102")
    from_sheet = demo_store.calls.open(None, "PAG-088102")
    assert from_sheet.recording_id == "VR-88102"
    assert [call.recording_id for call in from_sheet.further_calls] == ["VR-88112"]
    from_call = demo_store.calls.open("VR-88112", None)
    assert from_call.sheet_id == "PAG-088102"
    assert [call.recording_id for call in from_call.further_calls] == ["VR-88102"]


@pytest.mark.parametrize(("recording", "sheet"), [("VR-1", None), (None, "PAG-1")])
def test_an_unknown_id_is_refused_by_name(demo_store: Store, recording: str | None, sheet: str | None) -> None:
    with pytest.raises(UnknownId, match=recording or sheet or ""):
        demo_store.calls.open(recording, sheet)


def test_naming_nothing_is_a_defect(demo_store: Store) -> None:
    with pytest.raises(ValueError, match="neither"):
        demo_store.calls.open(None, None)


def _link(store: Store, recording_id: str, sheet_id: str) -> None:
    recording = store.calls.open(recording_id, None).recording
    sheet = store.calls.open(None, sheet_id).sheet
    assert recording is not None
    assert sheet is not None
    tie = Match(
        recording=recording.id,
        sheet=sheet.id,
        rule=MatchRule.CASE,
        state=MatchState.LINKED,
        certainty=90,
        reason="an earlier call of the same case",
    )
    with store.database.session() as session:
        session.add(tie)


def test_the_signed_review_of_a_call_is_found_whoever_signed_it(demo_store: Store) -> None:
    file = demo_store.calls.open("VR-88101", None)
    assert demo_store.calls.signed_review(file) is None
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    form = ReviewForm("VR-88101", "PAG-088101", "CW011", "TL01", whole_call_heard=True)
    card = demo_store.scorecards.get(form.scorecard)
    for prompt in card.prompts:
        evidence = (EvidenceNote(EvidenceKind.SHEET, field="arrears"),)
        form = form.with_answer(AnswerNote(prompt.id, AnswerValue.CANNOT_TELL, evidence=evidence))
    signed = demo_store.reviews.sign_form(form, leader)
    assert demo_store.calls.signed_review(file) == signed.review_id

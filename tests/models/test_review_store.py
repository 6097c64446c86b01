"""Reviews in the store: drafts, signing, amending; what is frozen, what is refused, and two writers on one draft."""

import csv
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from models.clock import Clock
from models.columns import new_id
from models.database import open_database
from models.errors import ChangedElsewhere, InputRefused, NotAllowed, ReviewIncomplete, SteercheckError, UnknownId
from models.guide_sheet import GuideSheet
from models.listening import HeardSpan
from models.matching import Match, MatchRule, MatchState
from models.recording import Recording
from models.review import (
    YES_OR_NO,
    Answer,
    AnswerNote,
    Evidence,
    EvidenceKind,
    EvidenceNote,
    Review,
    ReviewForm,
    ReviewKind,
    ReviewState,
)
from models.review_file import read_review_file
from models.scorecard import Scorecard, scorecard_from, shipped
from models.store import Store, review_rows
from models.store.staff import Person

Y, N, NA, CT = YES_OR_NO
EXPECTED = Path(__file__).parents[1] / "expected" / "expected.csv"


@pytest.fixture
def answers(demo: Path) -> Callable[[str], ReviewForm]:
    """The form a careful reviewer hands in for a call or sheet."""
    return lambda key: read_review_file(demo / "answers" / f"{key}.json")


def person(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def signed(store: Store, form: ReviewForm) -> ReviewForm:
    return store.reviews.sign_form(form, person(store, form.reviewer_id))


def expected_rows() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", expected_rows(), ids=lambda row: row["sheet_id"])
def test_each_demonstration_review_comes_out_as_expected(
    demo_store: Store, answers: Callable[[str], ReviewForm], row: dict[str, str]
) -> None:
    form = signed(demo_store, answers(row["recording_id"] or row["sheet_id"]))
    result = demo_store.reviews.result(str(form.review_id))
    assert (str(result.score), result.critical, result.kpi_class) == (row["score"], row["critical"], row["kpi_class"])


@pytest.mark.parametrize("row", expected_rows(), ids=lambda row: row["sheet_id"])
def test_the_rules_alone_give_every_not_applicable_that_is_not_the_reviewers_own(
    demo_store: Store, answers: Callable[[str], ReviewForm], row: dict[str, str]
) -> None:
    """With all N/A answers left out, those with a rule come back by it, and the outcome is the same."""
    full = answers(row["recording_id"] or row["sheet_id"])
    card = shipped()["arrears-call/1"]
    ruled = {prompt.id for prompt in card.prompts if prompt.conditions}
    sparse = replace(full, answers=tuple(a for a in full.answers if not (a.value is NA and a.prompt in ruled)))
    form = signed(demo_store, sparse)
    assert {a.prompt: a.value for a in form.answers} == {a.prompt: a.value for a in full.answers}
    assert str(demo_store.reviews.result(str(form.review_id)).score) == row["score"]


def test_no_demonstration_answer_goes_against_a_rule(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    for row in expected_rows():
        form = signed(demo_store, answers(row["recording_id"] or row["sheet_id"]))
        with demo_store.database.session() as session:
            review = session.get(Review, form.review_id)
        assert review is not None
        assert review.result["against_rules"] == {}


# drafts


def test_looking_at_a_call_leaves_no_draft(demo_store: Store) -> None:
    form = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    assert form == ReviewForm("VR-88102", "PAG-088102", "CW012", "TL01")
    assert demo_store.reviews.listing() == []


def test_a_draft_is_saved_whole_and_found_again(demo_store: Store) -> None:
    span = EvidenceNote(EvidenceKind.SPAN, 1000, 2500)
    form = replace(
        demo_store.reviews.start_draft("VR-88102", None, "TL01"),
        answers=(
            AnswerNote("FULL_FIRST", Y, "at once", ("haste",), (span, EvidenceNote(EvidenceKind.WHOLE_CALL))),
            AnswerNote("CONDUCT", None, "a comment first"),
        ),
        whole_call_heard=True,
        heard=(HeardSpan(0, 5000), HeardSpan(7000, 9000, 3.0)),
        comment="on the whole good",
    )
    saved = demo_store.reviews.save_draft(form)
    assert saved == replace(
        form, review_id=saved.review_id, revision=saved.revision, saved_at=saved.saved_at, state=ReviewState.DRAFT
    )
    assert demo_store.reviews.get(str(saved.review_id)) == saved
    assert demo_store.reviews.start_draft("VR-88102", "PAG-088102", "TL01") == saved


def test_saving_again_changes_only_what_changed(demo_store: Store) -> None:
    first = demo_store.reviews.save_draft(
        replace(
            demo_store.reviews.start_draft("VR-88102", None, "TL01"),
            answers=(
                AnswerNote("FULL_FIRST", Y, evidence=(EvidenceNote(EvidenceKind.WHOLE_CALL),)),
                AnswerNote("CONDUCT", N, evidence=(EvidenceNote(EvidenceKind.SPAN, 0, 10),)),
                AnswerNote("WELFARE", NA),
            ),
        )
    )
    with demo_store.database.session() as session:
        before = {row.prompt: row.id for row in session.exec(select(Answer))}
    changed = first.with_answer(AnswerNote("CONDUCT", Y)).with_answer(AnswerNote("WELFARE"))
    second = demo_store.reviews.save_draft(changed)
    with demo_store.database.session() as session:
        after = {row.prompt: row.id for row in session.exec(select(Answer))}
        pieces = session.exec(select(Evidence)).all()
    assert after == {prompt: before[prompt] for prompt in ("FULL_FIRST", "CONDUCT")}
    assert [piece.kind for piece in pieces] == ["whole_call"]
    assert second.answer("CONDUCT") == AnswerNote("CONDUCT", Y)
    assert second.revision == first.revision + 1


def test_answers_come_back_in_the_order_of_the_form(demo_store: Store) -> None:
    blank = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    notes = tuple(AnswerNote(prompt, Y) for prompt in ("CONDUCT", "FULL_FIRST", "METHOD_FIRST"))
    saved = demo_store.reviews.save_draft(replace(blank, answers=notes))
    assert [note.prompt for note in saved.answers] == ["FULL_FIRST", "METHOD_FIRST", "CONDUCT"]


def test_a_stale_form_is_told_and_overwrites_nothing(demo_store: Store) -> None:
    first = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    newer = demo_store.reviews.save_draft(first.with_answer(AnswerNote("CONDUCT", Y)))
    with pytest.raises(ChangedElsewhere):
        demo_store.reviews.save_draft(first.with_answer(AnswerNote("CONDUCT", N)))
    assert demo_store.reviews.get(str(first.review_id)) == newer


def test_two_windows_that_begin_the_same_check_do_not_both_get_it(demo_store: Store) -> None:
    blank = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    demo_store.reviews.save_draft(blank.with_answer(AnswerNote("CONDUCT", Y)))
    with pytest.raises(ChangedElsewhere, match="begun in another window"):
        demo_store.reviews.save_draft(blank.with_answer(AnswerNote("CONDUCT", N)))
    assert len(demo_store.reviews.listing("draft")) == 1


def test_many_writers_at_once_lose_nothing_unsaid(demo_store: Store) -> None:
    """Two connections write the same draft as fast as they can: each save is either kept or told."""
    first = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    kept: list[int] = []
    told: list[SteercheckError] = []

    def write(name: str) -> None:
        store = Store(open_database(demo_store.database.address), Clock(date(2009, 10, 5)))
        for number in range(15):
            form = store.reviews.get(str(first.review_id))
            try:
                after = store.reviews.save_draft(form.with_answer(AnswerNote("CONDUCT", Y, f"{name} {number}")))
                kept.append(after.revision)
            except ChangedElsewhere as fault:
                told.append(fault)
        store.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert len(kept) + len(told) == 30
    assert sorted(kept) == list(range(first.revision + 1, first.revision + 1 + len(kept)))


def test_a_discarded_draft_can_be_put_back(demo_store: Store) -> None:
    form = demo_store.reviews.start_draft("VR-88102", None, "TL01").with_answer(
        AnswerNote("CONDUCT", N, "rude", (), (EvidenceNote(EvidenceKind.SPAN, 0, 10),))
    )
    saved = demo_store.reviews.save_draft(form)
    gone = demo_store.reviews.discard_draft(str(saved.review_id))
    assert demo_store.reviews.listing() == []
    with demo_store.database.session() as session:
        assert session.exec(select(Evidence)).all() == []
    again = demo_store.reviews.save_draft(gone)
    assert again.answers == saved.answers


def test_saving_a_draft_that_was_discarded_elsewhere_is_told(demo_store: Store) -> None:
    saved = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    demo_store.reviews.discard_draft(str(saved.review_id))
    with pytest.raises(ChangedElsewhere, match="discarded"):
        demo_store.reviews.save_draft(saved.with_answer(AnswerNote("CONDUCT", Y)))


def test_two_reviewers_have_drafts_of_their_own(demo_store: Store) -> None:
    for reviewer in ("TL01", "QA01"):
        demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, reviewer))
    assert sorted(one.reviewer_id for one in demo_store.reviews.listing("draft")) == ["QA01", "TL01"]


def test_a_draft_is_not_written_for_somebody_else(demo_store: Store) -> None:
    saved = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    with pytest.raises(NotAllowed):
        demo_store.reviews.save_draft(replace(saved, reviewer_id="QA01"))


def test_an_unknown_prompt_is_refused_and_nothing_kept(demo_store: Store) -> None:
    blank = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    with pytest.raises(InputRefused, match="no prompt 'NONSENSE'"):
        demo_store.reviews.save_draft(blank.with_answer(AnswerNote("NONSENSE", Y)))
    assert demo_store.reviews.listing() == []


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"recording_id": "VR-0"}, "recording_id"),
        ({"sheet_id": "PAG-0"}, "sheet_id"),
        ({"sheet_id": "PAG-088101"}, "sheet_id"),
        ({"caseworker_id": "CW011"}, "caseworker_id"),
        ({"sample_id": "S-0001"}, "sample_id"),
        ({"policy": "2012/CMS/1"}, "policy"),
        ({"recording_id": None, "sheet_id": None}, "recording_id"),
    ],
)
def test_ids_that_are_unknown_or_contradict_the_lists_are_refused(
    demo_store: Store, answers: Callable[[str], ReviewForm], change: dict[str, str | None], column: str
) -> None:
    form = replace(answers("VR-88102"), **change)  # type: ignore[arg-type]
    with pytest.raises(InputRefused) as caught:
        signed(demo_store, form)
    assert column in [fault.column for fault in caught.value.details]  # type: ignore[attr-defined]
    assert demo_store.reviews.listing() == []


def test_a_sheet_is_not_named_for_a_call_that_has_none(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    form = replace(answers("PAG-088199"), recording_id="VR-88112", caseworker_id=None)
    with pytest.raises(InputRefused, match="matched to no sheet"):
        signed(demo_store, form)


def test_sheet_and_caseworker_are_taken_from_the_lists_when_left_open(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    form = signed(demo_store, replace(answers("VR-88110"), sheet_id=None, caseworker_id=None))
    assert (form.sheet_id, form.caseworker_id) == ("PAG-088110", "CW021")


def test_a_call_without_a_sheet_has_the_recorders_caseworker(demo_store: Store) -> None:
    assert demo_store.reviews.start_draft("VR-88112", None, "TL01").caseworker_id == "CW015"


def match_anew(store: Store, recording_id: str, sheet_id: str) -> None:
    with store.database.session() as session:
        recording = session.exec(select(Recording).where(Recording.recording_id == recording_id)).one()
        sheet = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == sheet_id)).one()
        for old in session.exec(select(Match).where(Match.recording == recording.id)):
            session.delete(old)
        session.flush()
        session.add(
            Match(
                id=new_id(),
                recording=recording.id,
                sheet=sheet.id,
                rule=MatchRule.HAND,
                state=MatchState.MATCHED,
                certainty=100,
                reason="by hand",
            )
        )


def test_a_draft_follows_its_call_to_another_sheet(demo_store: Store) -> None:
    saved = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88112", None, "TL01"))
    assert saved.sheet_id is None
    match_anew(demo_store, "VR-88112", "PAG-088199")
    assert demo_store.reviews.save_draft(saved).sheet_id == "PAG-088199"


def test_signing_beside_another_sheet_than_the_draft_saw_is_told_first(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    form = demo_store.reviews.save_draft(answers("VR-88102"))
    match_anew(demo_store, "VR-88102", "PAG-088199")
    with pytest.raises(ChangedElsewhere, match="matched to PAG-088199"):
        demo_store.reviews.sign(str(form.review_id), person(demo_store, "TL01"))
    assert demo_store.reviews.get(str(form.review_id)).state is ReviewState.DRAFT
    assert demo_store.reviews.get(str(form.review_id)).sheet_id == "PAG-088199"


# signing


def test_a_draft_is_signed_and_stays_as_it_is(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    draft = demo_store.reviews.save_draft(answers("VR-88102"))
    form = demo_store.reviews.sign(str(draft.review_id), person(demo_store, "TL01"), draft.revision)
    assert form.state is ReviewState.SIGNED
    assert form.signed_at is not None
    writes: list[Callable[[], object]] = [
        lambda: demo_store.reviews.save_draft(form.with_answer(AnswerNote("CONDUCT", N))),
        lambda: demo_store.reviews.discard_draft(str(form.review_id)),
        lambda: demo_store.reviews.sign(str(form.review_id), person(demo_store, "TL01")),
    ]
    for write in writes:
        with pytest.raises(NotAllowed, match="signed"):
            write()
    assert demo_store.reviews.get(str(form.review_id)) == form


def test_signing_an_older_state_than_the_store_holds_is_told(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    draft = demo_store.reviews.save_draft(answers("VR-88102"))
    demo_store.reviews.save_draft(draft.with_answer(AnswerNote("CONDUCT", CT)))
    with pytest.raises(ChangedElsewhere):
        demo_store.reviews.sign(str(draft.review_id), person(demo_store, "TL01"), draft.revision)


def test_what_is_missing_is_listed_and_nothing_signed(demo_store: Store) -> None:
    draft = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    with pytest.raises(ReviewIncomplete) as caught:
        demo_store.reviews.sign(str(draft.review_id), person(demo_store, "TL01"))
    assert list(caught.value.details) == list(demo_store.reviews.missing(str(draft.review_id)))
    assert len(caught.value.details) > 10
    assert demo_store.reviews.get(str(draft.review_id)) == draft


def test_a_form_that_cannot_be_signed_leaves_no_draft(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    form = answers("VR-88102").with_answer(AnswerNote("CONDUCT", N))
    with pytest.raises(ReviewIncomplete):
        signed(demo_store, form)
    assert demo_store.reviews.listing() == []


def test_a_form_that_cannot_be_signed_leaves_the_draft_of_the_window_alone(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    draft = demo_store.reviews.save_draft(answers("VR-88102").with_answer(AnswerNote("CONDUCT", CT, "unclear")))
    with pytest.raises(ReviewIncomplete):
        signed(demo_store, answers("VR-88102").with_answer(AnswerNote("CONDUCT", N)))
    assert demo_store.reviews.get(str(draft.review_id)) == draft


def test_a_signed_form_takes_the_place_of_the_reviewers_draft(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    draft = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    form = signed(demo_store, answers("VR-88102"))
    assert form.review_id == draft.review_id
    assert [one.state for one in demo_store.reviews.listing()] == ["signed"]


def test_a_second_review_of_the_same_call_is_refused_naming_the_first(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    form = signed(demo_store, answers("VR-88102"))
    for again in (
        lambda: signed(demo_store, answers("VR-88102")),
        lambda: demo_store.reviews.start_draft("VR-88102", None, "TL01"),
        lambda: demo_store.reviews.save_draft(answers("VR-88102")),
    ):
        with pytest.raises(InputRefused, match=str(form.review_id)):
            again()


def test_another_reviewer_and_another_kind_may_review_the_same_call(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    signed(demo_store, answers("VR-88102"))
    signed(demo_store, replace(answers("VR-88102"), reviewer_id="QA01"))
    signed(demo_store, replace(answers("VR-88102"), kind=ReviewKind.CALIBRATION))
    assert len(demo_store.reviews.listing("signed")) == 3


def test_a_caseworker_signs_nothing(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    form = replace(answers("VR-88102"), reviewer_id="CW011")
    with pytest.raises(NotAllowed, match="only team leaders and Quality Assurance"):
        signed(demo_store, form)


def test_nobody_signs_for_another(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    draft = demo_store.reviews.save_draft(answers("VR-88102"))
    with pytest.raises(NotAllowed, match="review of TL01"):
        demo_store.reviews.sign(str(draft.review_id), person(demo_store, "QA01"))


def test_nobody_signs_a_review_of_their_own_call(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    with demo_store.database.session() as session:
        sheet = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == "PAG-088102")).one()
        sheet.caseworker_id = "TL01"
        session.add(sheet)
    with pytest.raises(NotAllowed, match="own call"):
        signed(demo_store, replace(answers("VR-88102"), caseworker_id=None))


def test_signing_freezes_figures_version_and_result(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    form = signed(demo_store, answers("VR-88104"))
    before = demo_store.reviews.result(str(form.review_id))
    with demo_store.database.session() as session:
        sheet = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == "PAG-088104")).one()
        sheet.arrears, sheet.label, sheet.version = sheet.lump_sum, "Arrangement", 2
        sheet.decision_date = date(2010, 1, 1)
        session.add(sheet)
    rows = demo_store.reviews.records(review_ids=[str(form.review_id)])[0]
    assert rows.figures["arrears"] == "4000.00"
    assert rows.figures["label"] == "Agreement"
    assert rows.decision_date == date(2009, 9, 15)
    assert rows.review.counts_on == date(2009, 9, 15)
    assert rows.review.sheet_version == 1
    assert demo_store.reviews.result(str(form.review_id)) == before


def test_signing_keeps_why_each_rule_answered(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    form = signed(demo_store, answers("VR-88101"))
    kept = demo_store.reviews.records(review_ids=[str(form.review_id)])[0].review.result
    assert kept["ruled_out"]["LUMP_SOUGHT"] == ("paid in full: £1,000.00 arrears less £1,000.00 lump sum leaves £0.00")


def test_an_answer_against_a_rule_is_signed_and_named(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    form = signed(demo_store, answers("VR-88101").with_answer(AnswerNote("LUMP_SOUGHT", Y)))
    kept = demo_store.reviews.records(review_ids=[str(form.review_id)])[0].review.result
    assert list(kept["against_rules"]) == ["LUMP_SOUGHT"]
    assert form.answer("LUMP_SOUGHT").value is Y


def test_a_scorecard_once_used_is_kept_and_no_later_file_changes_a_result(
    demo_store: Store, answers: Callable[[str], ReviewForm], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = signed(demo_store, answers("VR-88104"))
    before = demo_store.reviews.result(str(form.review_id))
    values = json.loads(json.dumps(shipped()["arrears-call/1"].values))
    for section in values["section"]:
        for prompt in section["prompt"]:
            prompt["weight"] = 7
    changed = scorecard_from(values, "changed.toml")
    monkeypatch.setattr("models.store.scorecards.shipped", lambda: {changed.id: changed})
    again = Store(demo_store.database, demo_store.clock)
    assert again.reviews.result(str(form.review_id)) == before
    assert {prompt.weight for prompt in again.scorecards.get("arrears-call/1").prompts} == {1}
    with demo_store.database.session() as session:
        assert len(session.exec(select(Scorecard)).all()) == 1


def test_an_unknown_scorecard_is_refused(demo_store: Store) -> None:
    with pytest.raises(UnknownId, match="scorecard"):
        demo_store.reviews.start_draft("VR-88102", None, "TL01", "arrears-call/9")


# amending


def test_an_amendment_is_appended_and_counts(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    old = signed(demo_store, answers("VR-88104"))
    new = demo_store.reviews.amend(
        str(old.review_id),
        answers("VR-88104").with_answer(AnswerNote("LUMP_SOUGHT", Y)),
        "heard again",
        person(demo_store, "TL01"),
    )
    assert new.amends == old.review_id
    assert new.amend_reason == "heard again"
    assert replace(demo_store.reviews.get(str(old.review_id)), revision=old.revision) == old
    states = {one.review_id: one.state for one in demo_store.reviews.listing()}
    assert states == {old.review_id: "amended", new.review_id: "signed"}
    assert demo_store.reviews.mine("VR-88104", None, "TL01") == new


def test_an_amendment_can_be_amended_but_no_version_twice(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    leader, form = person(demo_store, "TL01"), answers("VR-88102")
    old = signed(demo_store, form)
    second = demo_store.reviews.amend(str(old.review_id), form, "once", leader)
    with pytest.raises(InputRefused, match="amended already"):
        demo_store.reviews.amend(str(old.review_id), form, "twice", leader)
    third = demo_store.reviews.amend(str(second.review_id), form, "again", leader)
    assert demo_store.reviews.mine("VR-88102", None, "TL01") == third


def test_an_amendment_needs_a_reason_a_signed_review_and_a_complete_form(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    leader, form = person(demo_store, "TL01"), answers("VR-88102")
    draft = demo_store.reviews.save_draft(answers("VR-88111"))
    old = signed(demo_store, form)
    with pytest.raises(InputRefused, match="reason"):
        demo_store.reviews.amend(str(old.review_id), form, "  ", leader)
    with pytest.raises(InputRefused, match="is a draft"):
        demo_store.reviews.amend(str(draft.review_id), answers("VR-88111"), "x", leader)
    with pytest.raises(ReviewIncomplete):
        demo_store.reviews.amend(str(old.review_id), form.with_answer(AnswerNote("CONDUCT", N)), "x", leader)
    assert len(demo_store.reviews.listing("signed")) == 1


def test_only_who_signed_it_or_quality_assurance_amends(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    old = signed(demo_store, answers("VR-88102"))
    with pytest.raises(NotAllowed):
        demo_store.reviews.amend(str(old.review_id), answers("VR-88102"), "x", person(demo_store, "TL02"))
    new = demo_store.reviews.amend(str(old.review_id), answers("VR-88102"), "x", person(demo_store, "QA01"))
    assert new.reviewer_id == "QA01"
    assert demo_store.reviews.mine("VR-88102", None, "TL01") == new
    assert demo_store.reviews.mine("VR-88102", None, "QA01") is None


# finding and listing


def test_an_id_is_a_recording_else_a_sheet_else_a_review(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    find = demo_store.reviews.find
    form = signed(demo_store, answers("PAG-088199"))
    assert (find("VR-88110").recording_id, find("VR-88110").sheet_id) == ("VR-88110", "PAG-088110")
    assert (find("VR-88112").recording_id, find("VR-88112").sheet_id) == ("VR-88112", None)
    assert (find("PAG-088110").recording_id, find("PAG-088110").sheet_id) == (None, "PAG-088110")
    found = find(str(form.review_id))
    assert (found.recording_id, found.sheet_id, found.review_id) == (None, "PAG-088199", form.review_id)
    with pytest.raises(UnknownId):
        find("VR-0")


def test_a_list_is_by_decision_date_with_both_ends_and_drafts_last(
    demo_store: Store, answers: Callable[[str], ReviewForm]
) -> None:
    demo_store.reviews.save_draft(answers("VR-88111"))
    for key in ("VR-88110", "VR-88101", "VR-88105"):
        signed(demo_store, answers(key))
    listing = demo_store.reviews.listing
    assert [one.recording_id for one in listing()] == ["VR-88101", "VR-88105", "VR-88110", "VR-88111"]
    within = listing(date_from=date(2009, 9, 14), date_to=date(2009, 9, 16))
    assert [one.recording_id for one in within] == ["VR-88101", "VR-88105"]
    assert [one.score is None for one in listing("draft")] == [True]


def test_a_call_without_a_sheet_counts_on_the_day_of_the_call(demo_store: Store) -> None:
    blank = demo_store.reviews.start_draft("VR-88112", None, "TL01")
    cannot_tell = tuple(AnswerNote(prompt.id, CT) for prompt in shipped()["arrears-call/1"].prompts)
    form = signed(demo_store, replace(blank, answers=cannot_tell))
    rows = demo_store.reviews.records(review_ids=[str(form.review_id)])[0]
    assert rows.review.counts_on == date(2009, 9, 21)
    assert rows.decision_date is None
    assert rows.summary.team == "DE-1"


def test_a_review_that_is_not_there_is_unknown(demo_store: Store) -> None:
    for ask in (demo_store.reviews.get, demo_store.reviews.result, demo_store.reviews.missing):
        with pytest.raises(UnknownId):
            ask("no-such-review")


def test_a_draft_written_while_it_is_read_is_never_seen_half_old_and_half_new(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = demo_store.reviews.save_draft(
        demo_store.reviews.start_draft("VR-88102", None, "TL01").with_answer(AnswerNote("CONDUCT", Y))
    )
    elsewhere = Store(open_database(demo_store.database.address), demo_store.clock)
    real_heads = review_rows._heads
    written: list[ReviewForm] = []

    def heads_then_a_write(session: Session, wanted: Sequence[Any]) -> list[review_rows.ReviewRows]:
        found = real_heads(session, wanted)
        if not written:
            written.append(first)
            changed = replace(first, comment="new").with_answer(AnswerNote("CONDUCT", N))
            monkeypatch.setattr(review_rows, "_heads", real_heads)
            written.append(elsewhere.reviews.save_draft(changed))
        return found

    monkeypatch.setattr(review_rows, "_heads", heads_then_a_write)
    seen = demo_store.reviews.get(str(first.review_id))
    elsewhere.close()
    assert seen == written[1]
    assert (seen.comment, seen.answer("CONDUCT").value) == ("new", N)


def test_a_list_reads_no_answers(demo_store: Store, answers: Callable[[str], ReviewForm]) -> None:
    signed(demo_store, answers("VR-88102"))
    (rows,) = demo_store.reviews.records(with_answers=False)
    assert rows.notes == ()
    assert rows.summary == demo_store.reviews.listing()[0]

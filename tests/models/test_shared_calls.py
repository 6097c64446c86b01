"""Reviews of a call with several sheets, and of a call that was transferred between caseworkers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from models.errors import InputRefused, NotAllowed, ReviewIncomplete
from models.guide_sheet import GuideSheet
from models.judged import choices, judged_by_default
from models.listening import HeardSpan
from models.matching import Match, MatchState
from models.recording import Recording
from models.review import AnswerNote, AnswerValue, Review, ReviewForm
from models.review_file import read_review_file
from models.store import Store
from models.store.staff import Person
from models.store.worklist import Section, WorkQuery

CALL, OWN, FURTHER = "VR-88101", "PAG-088101", "PAG-088199"


@pytest.fixture
def shared(demo_store: Store) -> Store:
    """One call, its own sheet, and a further one that a person added."""
    assert demo_store.matches.link_further(CALL, FURTHER, "TL01") is MatchState.SHARED
    return demo_store


@pytest.fixture
def answers(demo: Path) -> Callable[..., ReviewForm]:
    """What a careful reviewer answers, about another call or sheet."""

    def made(key: str, recording_id: str | None, sheet_id: str | None) -> ReviewForm:
        form = read_review_file(demo / "answers" / f"{key}.json")
        whole = (HeardSpan(0, 10**7),)
        return replace(form, recording_id=recording_id, sheet_id=sheet_id, caseworker_id=None, heard=whole)

    return made


def signed(store: Store, form: ReviewForm) -> ReviewForm:
    found = store.staff.get(form.reviewer_id)
    assert found is not None
    return store.reviews.sign_form(form, found)


def subjects(store: Store) -> set[str]:
    with store.database.session() as session:
        rows = {row.id: row.recording_id for row in session.exec(select(Recording))}
        rows |= {row.id: row.sheet_id for row in session.exec(select(GuideSheet))}
        found = [subject.partition(":") for subject in session.exec(select(Review.subject))]
    return {f"{kind}:{rows[row]}" for kind, _, row in found}


def transfer(store: Store, to: str, sheets_caseworker: str | None = None) -> None:
    """The call was transferred to `to`; the sheet may name somebody else."""
    with store.database.session() as session:
        call = session.exec(select(Recording).where(Recording.recording_id == CALL)).one()
        call.further_caseworkers = to
        if sheets_caseworker is not None:
            sheet = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == OWN)).one()
            sheet.caseworker_id = sheets_caseworker


def test_a_call_with_several_sheets_names_them_the_leading_one_first(shared: Store) -> None:
    assert shared.calls.open(CALL, None).sheets == (OWN, FURTHER)
    assert shared.calls.open(CALL, None).sheet_id == OWN
    assert shared.calls.open(CALL, FURTHER).sheet_id == FURTHER
    assert shared.calls.open(None, FURTHER).recording_id == CALL


def test_each_sheet_of_a_call_has_one_review_and_is_counted_once(shared: Store, answers: Callable) -> None:
    signed(shared, answers(CALL, CALL, None))
    signed(shared, answers(CALL, CALL, FURTHER))
    assert subjects(shared) == {f"recording:{CALL}", f"sheet:{FURTHER}"}
    listed = [(line.recording_id, line.sheet_id) for line in shared.reviews.listing("signed")]
    assert sorted(listed) == [(CALL, OWN), (CALL, FURTHER)]
    for sheet_id in (OWN, FURTHER, None):
        with pytest.raises(InputRefused, match="already"):
            signed(shared, answers(CALL, CALL, sheet_id))


def test_the_review_of_each_sheet_is_found_again(shared: Store, answers: Callable) -> None:
    own, further = signed(shared, answers(CALL, CALL, None)), signed(shared, answers(CALL, CALL, FURTHER))
    assert shared.reviews.mine(CALL, OWN, "TL01") == own == shared.reviews.mine(CALL, None, "TL01")
    assert shared.reviews.mine(CALL, FURTHER, "TL01") == further
    assert shared.calls.signed_review(shared.calls.open(CALL, None)) == own.review_id
    assert shared.calls.signed_review(shared.calls.open(CALL, FURTHER)) == further.review_id


def test_only_the_leading_sheet_makes_a_call_due(shared: Store, answers: Callable) -> None:
    due = WorkQuery(Section.DUE, text=CALL)
    assert [line.sheet_id for line in shared.worklist.page(due, 0, 9)] == [OWN]
    signed(shared, answers(CALL, CALL, FURTHER))
    assert shared.worklist.count(due) == 1
    signed(shared, answers(CALL, CALL, None))
    assert shared.worklist.count(due) == 0


def test_the_id_of_a_further_sheet_stands_for_its_check_on_the_call(shared: Store, answers: Callable) -> None:
    found = shared.reviews.find(FURTHER)
    assert (found.recording_id, found.sheet_id) == (CALL, FURTHER)
    form = signed(shared, answers(CALL, None, FURTHER))
    assert (form.recording_id, form.sheet_id) == (CALL, FURTHER)


def test_a_review_stays_with_its_sheet_when_another_one_leads_the_call(shared: Store, answers: Callable) -> None:
    own = signed(shared, answers(CALL, CALL, None))
    with shared.database.session() as session:
        for tie in session.exec(select(Match).join(Recording).where(Recording.recording_id == CALL)):
            tie.state = MatchState.SHARED if tie.state == MatchState.MATCHED else MatchState.MATCHED
    assert shared.calls.open(CALL, None).sheets == (FURTHER, OWN)
    assert shared.reviews.mine(CALL, OWN, "TL01") == own
    assert shared.reviews.mine(CALL, FURTHER, "TL01") is None
    signed(shared, answers(CALL, CALL, FURTHER))
    assert subjects(shared) == {f"recording:{CALL}", f"sheet:{FURTHER}"}


def test_the_draft_of_a_further_sheet_lets_the_call_go_that_is_not_its_own_any_more(shared: Store) -> None:
    draft = shared.reviews.save_draft(
        replace(shared.reviews.start_draft(CALL, FURTHER, "TL01"), answers=(AnswerNote("FULL_FIRST", AnswerValue.YES),))
    )
    shared.matches.part(CALL, FURTHER, "TL01")
    saved = shared.reviews.save_draft(replace(draft, comment="on the sheet alone"))
    assert (saved.recording_id, saved.sheet_id, saved.review_id) == (None, FURTHER, draft.review_id)


def test_a_draft_stays_on_its_sheet_when_a_further_one_is_added(demo_store: Store) -> None:
    draft = demo_store.reviews.save_draft(replace(demo_store.reviews.start_draft(CALL, None, "TL01"), comment="begun"))
    demo_store.matches.link_further(CALL, FURTHER, "TL01")
    assert demo_store.reviews.save_draft(replace(draft, comment="on")).sheet_id == OWN


# transferred calls


def test_the_sheets_caseworker_is_judged_when_he_was_on_the_call(demo_store: Store) -> None:
    transfer(demo_store, "CW012")
    form = demo_store.reviews.start_draft(CALL, None, "TL01")
    assert form.caseworker_id == "CW011"
    assert demo_store.calls.open(CALL, None).caseworker_id == "CW011"


def test_the_reviewer_says_who_of_a_transferred_call_is_judged(demo_store: Store, answers: Callable) -> None:
    transfer(demo_store, "CW012")
    draft = demo_store.reviews.save_draft(replace(answers(CALL, CALL, None), caseworker_id="CW012"))
    assert demo_store.reviews.save_draft(replace(draft, comment="again")).caseworker_id == "CW012"
    form = demo_store.reviews.sign(str(draft.review_id), demo_store.staff.get("TL01"))
    assert form.caseworker_id == "CW012"


def test_nobody_is_judged_by_himself_when_the_sheets_caseworker_was_not_on_the_call(
    demo_store: Store, answers: Callable
) -> None:
    transfer(demo_store, "CW012", sheets_caseworker="CW015")
    draft = demo_store.reviews.save_draft(answers(CALL, CALL, None))
    assert draft.caseworker_id is None
    (lacking,) = demo_store.reviews.missing(str(draft.review_id))
    assert lacking.as_dict() == {"prompt": "caseworker_id", "what": "answer"}
    assert lacking.why == "the call was transferred: say whose work is judged, CW011 or CW012 or CW015"
    with pytest.raises(ReviewIncomplete):
        demo_store.reviews.sign(str(draft.review_id), demo_store.staff.get("TL01"))
    chosen = demo_store.reviews.save_draft(replace(draft, caseworker_id="CW012"))
    assert demo_store.reviews.sign(str(chosen.review_id), demo_store.staff.get("TL01")).caseworker_id == "CW012"


def test_somebody_who_was_not_on_a_transferred_call_is_refused(demo_store: Store, answers: Callable) -> None:
    transfer(demo_store, "CW012")
    with pytest.raises(InputRefused, match="transferred between CW011 and CW012"):
        signed(demo_store, replace(answers(CALL, CALL, None), caseworker_id="CW021"))


def test_nobody_signs_a_review_of_a_call_he_took_over(demo_store: Store, answers: Callable) -> None:
    transfer(demo_store, "TL01")
    with pytest.raises(NotAllowed, match="own call"):
        signed(demo_store, answers(CALL, CALL, None))


def test_a_call_that_was_not_transferred_leaves_no_choice() -> None:
    call = Recording.model_construct(caseworker_id="CW011", further_caseworkers=None)
    sheet = GuideSheet.model_construct(caseworker_id="CW012")
    assert judged_by_default(call, sheet) == "CW012"
    assert judged_by_default(call, None) == "CW011"
    assert judged_by_default(None, sheet) == "CW012"
    assert choices(call, None) == ("CW011",)


def test_the_working_persons_role_is_still_asked(demo_store: Store, answers: Callable) -> None:
    transfer(demo_store, "CW012")
    with pytest.raises(NotAllowed):
        demo_store.reviews.sign_form(answers(CALL, CALL, None), Person("CW021", None, None))

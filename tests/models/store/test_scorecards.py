"""Scorecard versions: from draft to published to withdrawn, frozen once used, and a second writer is told."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from models.clock import Clock
from models.errors import ChangedElsewhere, InputRefused, NotAllowed, Refusal, UnknownId
from models.review import AnswerNote, AnswerValue
from models.review_file import read_review_file
from models.scorecard import CardStanding, read_scorecard, scorecard_from, shipped
from models.staff import Role
from models.store import Store, scorecard_lines, scorecard_versions, scorecards
from models.store.scorecards import ScorecardStore
from models.store.staff import Person

LEADER = Person("TL01", Role.TEAM_LEADER, "DE-1")
QA = Person("QA01", Role.QUALITY_ASSURANCE, None)
WORKER = Person("CW011", Role.CASEWORKER, "DE-1")
EVERY = read_scorecard(Path(__file__).parents[1] / "scorecards" / "every-type.toml")
FIRST, SECOND, THIRD = "arrears-call/1", "arrears-call/2", "arrears-call/3"


@pytest.fixture
def cards(store: Store) -> ScorecardStore:
    return store.scorecards


def changed(values: Any, **prompt: Any) -> dict[str, Any]:
    """The values with keys of their first prompt set."""
    sections = [dict(section) for section in values["section"]]
    sections[0]["prompt"] = [sections[0]["prompt"][0] | prompt, *sections[0]["prompt"][1:]]
    return dict(values) | {"section": sections}


def published(cards: ScorecardStore, **prompt: Any) -> str:
    """The next version of the shipped scorecard, published."""
    draft = cards.begin(FIRST, LEADER)
    saved = cards.save(draft.scorecard_id, changed(draft.values, **prompt), draft.revision, LEADER)
    return cards.publish(saved.scorecard_id, saved.revision, QA).scorecard_id


def test_a_new_draft_takes_the_next_free_number_of_its_family(cards: ScorecardStore) -> None:
    first, second = cards.begin(FIRST, LEADER), cards.begin(FIRST, QA)
    assert (first.scorecard_id, second.scorecard_id) == (SECOND, THIRD)
    assert first.card is not None
    assert first.card.id == SECOND
    assert (first.based_on, first.made_by) == (FIRST, "TL01")
    assert first.card.sections == shipped()[FIRST].sections


def test_a_draft_can_be_made_from_a_draft(cards: ScorecardStore) -> None:
    draft = cards.begin(FIRST, LEADER)
    cards.save(SECOND, changed(draft.values, weight=7), draft.revision, LEADER)
    third = cards.begin(SECOND, LEADER)
    assert third.card is not None
    assert (third.scorecard_id, third.card.prompts[0].weight) == (THIRD, 7)


def test_a_half_finished_draft_is_kept_with_its_faults(cards: ScorecardStore) -> None:
    draft = cards.begin(FIRST, LEADER)
    saved = cards.save(SECOND, changed(draft.values, text="", weight=-1), draft.revision, LEADER)
    assert saved.card is None
    assert [fault.column for fault in saved.faults] == ["section[1].prompt[1].weight", "section[1].prompt[1].text"]
    assert cards.draft(SECOND) == saved


def test_a_second_writer_of_one_draft_is_told_and_nothing_is_lost(cards: ScorecardStore) -> None:
    draft = cards.begin(FIRST, LEADER)
    saved = cards.save(SECOND, changed(draft.values, weight=2), draft.revision, LEADER)
    with pytest.raises(ChangedElsewhere, match="another window"):
        cards.save(SECOND, changed(draft.values, weight=3), draft.revision, QA)
    with pytest.raises(ChangedElsewhere):
        cards.publish(SECOND, draft.revision, QA)
    with pytest.raises(ChangedElsewhere):
        cards.discard(SECOND, draft.revision, QA)
    assert cards.draft(SECOND) == saved


def test_a_draft_is_no_scorecard_yet(cards: ScorecardStore) -> None:
    cards.begin(FIRST, LEADER)
    with pytest.raises(UnknownId):
        cards.get(SECOND)
    assert SECOND not in cards.listing()
    assert cards.current().id == FIRST


def test_publishing_lets_new_reviews_be_made_with_it(cards: ScorecardStore) -> None:
    assert published(cards, weight=3) == SECOND
    assert cards.current().id == SECOND
    assert cards.get(SECOND).prompts[0].weight == 3
    assert [(line.scorecard_id, line.current) for line in cards.versions()] == [(SECOND, True), (FIRST, False)]
    assert cards.versions()[0].published_by == "QA01"


def test_a_draft_with_faults_is_not_published(cards: ScorecardStore) -> None:
    draft = cards.begin(FIRST, LEADER)
    saved = cards.save(SECOND, changed(draft.values, evidence="hearsay"), draft.revision, LEADER)
    with pytest.raises(InputRefused, match=r"prompt\[1\]\.evidence") as refused:
        cards.publish(SECOND, saved.revision, QA)
    assert isinstance(refused.value.details[0], Refusal)
    assert cards.draft(SECOND) == saved


def test_a_published_version_is_not_written_but_can_be_taken_back_while_unused(cards: ScorecardStore) -> None:
    published(cards)
    line = cards.versions()[0]
    with pytest.raises(InputRefused, match="take it back first"):
        cards.save(SECOND, {}, line.revision, LEADER)
    draft = cards.take_back(SECOND, LEADER)
    assert cards.current().id == FIRST
    assert cards.save(SECOND, changed(draft.values, weight=9), draft.revision, LEADER).revision > draft.revision


def test_a_used_version_is_frozen_and_the_way_on_is_said(cards: ScorecardStore) -> None:
    published(cards)
    cards.use(SECOND)
    for attempt in (
        lambda: cards.take_back(SECOND, LEADER),
        lambda: cards.save(SECOND, {}, 2, LEADER),
        lambda: cards.discard(SECOND, 2, LEADER),
        lambda: cards.publish(SECOND, 2, LEADER),
    ):
        with pytest.raises(InputRefused, match=r"used since 5 Oct 2009 and never changes: make the next version"):
            attempt()
    assert cards.versions()[0].frozen
    assert cards.begin(SECOND, LEADER).scorecard_id == THIRD


def test_what_came_with_the_program_never_changes(cards: ScorecardStore) -> None:
    for attempt in (lambda: cards.take_back(FIRST, LEADER), lambda: cards.save(FIRST, {}, 1, LEADER)):
        with pytest.raises(InputRefused, match="came with the program"):
            attempt()


def test_a_withdrawn_version_begins_no_review_but_is_still_read(cards: ScorecardStore) -> None:
    published(cards)
    assert cards.withdraw(SECOND, LEADER).standing is CardStanding.WITHDRAWN
    assert cards.current().id == FIRST
    assert cards.get(SECOND).id == SECOND
    with pytest.raises(InputRefused, match="was withdrawn: no new review begins with it; begin with arrears-call/1"):
        cards.for_new_review(SECOND)
    cards.reinstate(SECOND, LEADER)
    assert cards.current().id == SECOND
    with pytest.raises(InputRefused, match="was not withdrawn"):
        cards.reinstate(SECOND, LEADER)


def test_a_shipped_version_can_be_withdrawn_once_there_is_another(cards: ScorecardStore) -> None:
    with pytest.raises(InputRefused, match="publish another one first"):
        cards.withdraw(FIRST, LEADER)
    published(cards)
    assert cards.withdraw(FIRST, LEADER).standing is CardStanding.WITHDRAWN
    with pytest.raises(InputRefused, match="publish another one first"):
        cards.take_back(SECOND, LEADER)
    assert cards.reinstate(FIRST, LEADER).standing is CardStanding.PUBLISHED
    assert cards.versions()[-1].made_by is None


def test_only_team_leaders_and_quality_assurance_change_scorecards(cards: ScorecardStore) -> None:
    published(cards)
    for attempt in (
        lambda: cards.begin(FIRST, WORKER),
        lambda: cards.add(EVERY.values, "every-type.toml", WORKER),
        lambda: cards.save(SECOND, {}, 1, WORKER),
        lambda: cards.discard(SECOND, 1, WORKER),
        lambda: cards.publish(SECOND, 1, WORKER),
        lambda: cards.take_back(SECOND, WORKER),
        lambda: cards.withdraw(SECOND, WORKER),
        lambda: cards.reinstate(SECOND, WORKER),
    ):
        with pytest.raises(NotAllowed, match="CW011 may not change scorecards"):
            attempt()


def test_a_file_is_taken_in_as_a_draft_under_its_own_id_once(cards: ScorecardStore) -> None:
    draft = cards.add(EVERY.values, "every-type.toml", QA)
    assert draft.card == EVERY
    with pytest.raises(InputRefused, match="There is a scorecard every-type/1 already"):
        cards.add(EVERY.values, "every-type.toml", QA)
    with pytest.raises(InputRefused, match="is not a scorecard that can be used"):
        cards.add({"schema": "x"}, "x.toml", QA)
    with pytest.raises(UnknownId):
        cards.current("every-type")
    cards.publish("every-type/1", draft.revision, QA)
    assert cards.current("every-type").sha256 == EVERY.sha256
    assert cards.current().id == FIRST


def test_a_version_made_here_stays_what_it_was_when_a_release_ships_its_number(
    cards: ScorecardStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(cards, weight=5)
    later = shipped() | {SECOND: scorecard_from(dict(shipped()[FIRST].values) | {"id": SECOND}, "second.toml")}
    for module in (scorecards, scorecard_lines, scorecard_versions):
        monkeypatch.setattr(module, "shipped", lambda: later)
    assert cards.get(SECOND).prompts[0].weight == 5
    assert [(line.scorecard_id, line.shipped) for line in cards.versions()] == [(SECOND, False), (FIRST, True)]
    assert cards.take_back(SECOND, LEADER).scorecard_id == SECOND


def test_a_draft_can_be_thrown_away(cards: ScorecardStore) -> None:
    draft = cards.begin(FIRST, LEADER)
    cards.discard(SECOND, draft.revision, LEADER)
    assert [line.scorecard_id for line in cards.versions()] == [FIRST]
    with pytest.raises(UnknownId):
        cards.draft(SECOND)
    with pytest.raises(UnknownId):
        cards.save(SECOND, {}, 1, LEADER)


def test_a_value_no_file_could_hold_is_refused(cards: ScorecardStore) -> None:
    draft = cards.begin(FIRST, LEADER)
    for value in (object(), float("nan"), "half a pair: \ud800"):
        with pytest.raises(InputRefused, match="no file could hold"):
            cards.save(SECOND, {"title": value}, draft.revision, LEADER)
    for values in ({"section": 1}, {"section": [1]}, {"section": [{"prompt": [{"option": "x"}]}]}):
        with pytest.raises(InputRefused, match="must be a list of tables"):
            cards.save(SECOND, values, draft.revision, LEADER)
    assert cards.save(SECOND, {}, draft.revision, LEADER).faults


def test_two_stores_use_one_version_at_the_same_time(store: Store, clock: Clock) -> None:
    published(store.scorecards)
    other = ScorecardStore(store.database, clock)
    assert store.scorecards.use(SECOND) == other.use(SECOND)
    assert store.scorecards.versions()[0].first_used_at is not None


def test_a_review_with_every_type_of_answer_is_kept_and_read_back(demo_store: Store) -> None:
    demo_store.scorecards.publish("every-type/1", demo_store.scorecards.add(EVERY.values, "e", QA).revision, QA)
    form = demo_store.reviews.start_draft("VR-88102", None, "TL01", "every-type/1")
    notes = (
        AnswerNote("OFFERED", AnswerValue.YES),
        AnswerNote("EXPLAINED", AnswerValue.YES, "the day was left out", given="partly"),
        AnswerNote("COURTESY", AnswerValue.YES, given="4"),
        AnswerNote("FIRST_OFFER", AnswerValue.YES, given="25.00"),
        AnswerNote("MINUTES_HELD", AnswerValue.NOTED, given="7"),
        AnswerNote("WHY_SO_LONG", AnswerValue.NOTED, given="that the system was slow"),
    )
    for note in notes:
        form = form.with_answer(note)
    saved = demo_store.reviews.save_draft(form)
    assert saved.answers == notes
    signed = demo_store.reviews.sign(str(saved.review_id), LEADER)
    assert signed.answers == notes
    result = demo_store.reviews.result(str(signed.review_id))
    assert str(result.score) == "75.0"
    assert [step.credit for step in result.steps][:4] == [1, Fraction(1, 2), Fraction(3, 4), 1]


# reviews and the versions they are made with


def test_a_new_review_is_made_with_the_version_in_use(demo_store: Store) -> None:
    published(demo_store.scorecards)
    form = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    assert form.scorecard == SECOND
    assert demo_store.reviews.save_draft(form).scorecard == SECOND


def test_a_draft_keeps_the_version_it_was_begun_with(demo_store: Store) -> None:
    begun = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    published(demo_store.scorecards)
    assert demo_store.reviews.start_draft("VR-88102", None, "TL01") == begun
    assert demo_store.reviews.mine("VR-88102", None, "TL01") == begun
    assert begun.scorecard == FIRST


def test_a_call_reviewed_with_an_earlier_version_stays_reviewed(demo_store: Store, demo: Path) -> None:
    form = read_review_file(demo / "answers" / "VR-88104.json")
    signer = demo_store.staff.get(form.reviewer_id)
    assert signer is not None
    signed = demo_store.reviews.sign_form(form, signer)
    due = demo_store.worklist.counts(None)
    published(demo_store.scorecards)
    assert demo_store.reviews.mine("VR-88104", None, signer.staff_id) == signed
    with pytest.raises(InputRefused, match="already"):
        demo_store.reviews.start_draft("VR-88104", None, signer.staff_id)
    assert demo_store.worklist.counts(None) == due
    assert demo_store.reviews.mine("VR-88104", None, signer.staff_id, SECOND) is None


def test_no_review_begins_with_a_withdrawn_version_but_a_draft_of_it_goes_on(demo_store: Store) -> None:
    published(demo_store.scorecards)
    begun = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    fresh = demo_store.reviews.start_draft("VR-88104", None, "TL01")
    demo_store.scorecards.withdraw(SECOND, LEADER)
    for attempt in (
        lambda: demo_store.reviews.save_draft(fresh),
        lambda: demo_store.reviews.sign_form(fresh, LEADER),
        lambda: demo_store.reviews.start_draft("VR-88104", None, "TL01", SECOND),
    ):
        with pytest.raises(InputRefused, match="was withdrawn"):
            attempt()
    assert demo_store.reviews.start_draft("VR-88104", None, "TL01").scorecard == FIRST
    again = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    assert again == begun
    assert demo_store.reviews.save_draft(again).scorecard == SECOND


def test_an_answer_that_does_not_fit_its_prompt_is_not_stored(demo_store: Store) -> None:
    form = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    for note, reason in (
        (AnswerNote("FULL_FIRST", AnswerValue.YES, given="wholly"), "must be one of Y, N, NA, CT"),
        (AnswerNote("FULL_FIRST", AnswerValue.NOTED), "must be one of Y, N, NA, CT"),
    ):
        with pytest.raises(InputRefused, match=f"FULL_FIRST {reason}"):
            demo_store.reviews.save_draft(form.with_answer(note))
    assert demo_store.reviews.listing() == []

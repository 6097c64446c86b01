"""A review after it was signed: every step that can be taken, by whom, and every refusal in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import resources
from models.clock import Clock
from models.errors import (
    ChangedElsewhere,
    DatabaseUnusable,
    InputRefused,
    NotAllowed,
    Refusal,
    ReviewIncomplete,
    UnknownId,
)
from models.listening import HeardSpan
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm
from models.review_file import read_review_file
from models.review_life import DisputeNote, LifeState, LifeStory, Outcome, Reply, ReplyAnswer
from models.store import Store
from models.store.review_signing import WholeCall
from models.store.staff import Person

ACKNOWLEDGED = Reply(ReplyAnswer.ACKNOWLEDGED, "thank you")
UPHELD, CHANGED = Outcome.UPHELD, Outcome.CHANGED


def disputed(*prompts: str, day: date | None = None) -> Reply:
    notes = tuple(DisputeNote(prompt, "heard otherwise") for prompt in prompts)
    return Reply(ReplyAnswer.DISPUTED, disputes=notes, day=day)


def who(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


@pytest.fixture
def form(demo: Path) -> ReviewForm:
    """What the demonstration's team leader answers about a call of CW014, of the team DE-1 led by TL01."""
    return read_review_file(demo / "answers" / "VR-88104.json")


@pytest.fixture
def signed(demo_store: Store, form: ReviewForm) -> str:
    return str(demo_store.reviews.sign_form(form, who(demo_store, "TL01")).review_id)


@pytest.fixture
def released(demo_store: Store, signed: str) -> str:
    (story,) = demo_store.life.release([signed], who(demo_store, "TL01")).released
    assert story.reply_by == date(2009, 10, 19)
    return signed


def on(store: Store, day: date) -> Store:
    """The same database on another day."""
    return Store(store.database, Clock(day))


# release


def test_a_signed_review_is_released_with_its_last_day_for_a_dispute(demo_store: Store, signed: str) -> None:
    outcome = demo_store.life.release([signed], who(demo_store, "QA01"), window_days=5)
    assert outcome.refused == ()
    story = demo_store.life.of(signed)
    assert (story.state, story.reply_by, story.released_by) == (LifeState.RELEASED, date(2009, 10, 12), "QA01")
    assert demo_store.reviews.listing("released")[0].review_id == signed


def test_of_many_reviews_those_that_cannot_be_released_are_listed_with_the_reason(
    demo_store: Store, form: ReviewForm, released: str
) -> None:
    draft = demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88102", None, "TL01"))
    other = demo_store.reviews.sign_form(replace(form, reviewer_id="QA01"), who(demo_store, "QA01"))
    asked = [released, str(draft.review_id), "nobody", str(other.review_id)]
    outcome = demo_store.life.release(asked, who(demo_store, "TL01"))
    assert [story.review_id for story in outcome.released] == [other.review_id]
    told = {each.review_id: each.reason for each in outcome.refused}
    assert "released on 5 Oct 2009 already" in told[released]
    assert "it is a draft" in told[str(draft.review_id)]
    assert "'nobody'" in told["nobody"]


def test_a_database_that_takes_nothing_is_waited_for_once(
    demo_store: Store, signed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = read_review_file(resources.path("demo/answers/VR-88103.json"))
    second = str(demo_store.reviews.sign_form(other, who(demo_store, "TL01")).review_id)
    tried = []
    takes = demo_store.life._release

    def until(count: int) -> Callable[..., LifeStory]:
        def release(review_id: str, by: Person, last: date) -> LifeStory:
            tried.append(review_id)
            if len(tried) > count:
                raise DatabaseUnusable("busy")
            return takes(review_id, by, last)

        return release

    monkeypatch.setattr(demo_store.life, "_release", until(0))
    with pytest.raises(DatabaseUnusable):
        demo_store.life.release([signed, second], who(demo_store, "TL01"))
    monkeypatch.setattr(demo_store.life, "_release", until(2))
    told = demo_store.life.release([signed, second, "R-3"], who(demo_store, "TL01"))
    assert [story.review_id for story in told.released] == [signed]
    assert [(each.review_id, each.reason) for each in told.refused] == [(second, "busy"), ("R-3", "busy")]
    assert tried == [signed, signed, second]


@pytest.mark.parametrize(("person", "allowed"), [("TL01", True), ("QA01", True), ("TL02", False), ("CW014", False)])
def test_who_signed_it_the_team_leader_and_quality_assurance_release(
    demo_store: Store, signed: str, person: str, allowed: bool
) -> None:
    outcome = demo_store.life.release([signed], who(demo_store, person))
    assert bool(outcome.released) is allowed
    assert allowed or not outcome.refused[0].allowed


# replies


def test_an_acknowledgement_may_come_late_and_comes_once(demo_store: Store, released: str) -> None:
    later = on(demo_store, date(2009, 12, 1))
    story = later.life.reply(released, ACKNOWLEDGED, who(later, "CW014"))
    assert (story.state, story.acknowledged and story.acknowledged.comment) == (LifeState.ACKNOWLEDGED, "thank you")
    for reply in (ACKNOWLEDGED, disputed("LUMP_SOUGHT")):
        with pytest.raises(InputRefused, match="acknowledged on 1 Dec 2009"):
            later.life.reply(released, reply, who(later, "CW014"))


def test_a_dispute_names_its_prompts_and_who_recorded_it(demo_store: Store, released: str) -> None:
    story = demo_store.life.reply(released, disputed("LUMP_SOUGHT", "FULL_FIRST"), who(demo_store, "TL01"))
    assert (story.state, story.undecided) == (LifeState.DISPUTED, ("LUMP_SOUGHT", "FULL_FIRST"))
    first = story.disputes[0]
    assert (first.comment, first.recorded_by, first.caseworker_id) == ("heard otherwise", "TL01", "CW014")
    with pytest.raises(InputRefused, match="its disputes are decided instead"):
        demo_store.life.reply(released, ACKNOWLEDGED, who(demo_store, "CW014"))


@pytest.mark.parametrize(("today", "taken"), [(date(2009, 10, 19), True), (date(2009, 10, 20), False)])
def test_a_dispute_comes_within_the_window_its_last_day_included(
    demo_store: Store, released: str, today: date, taken: bool
) -> None:
    later = on(demo_store, today)
    if taken:
        assert later.life.reply(released, disputed("LUMP_SOUGHT"), who(later, "CW014")).disputed == ("LUMP_SOUGHT",)
        return
    with pytest.raises(InputRefused, match="ended on 19 Oct 2009; it can still be acknowledged"):
        later.life.reply(released, disputed("LUMP_SOUGHT"), who(later, "CW014"))
    assert later.life.of(released).state is LifeState.RELEASED


def test_the_day_on_the_form_counts_when_it_is_recorded_later(demo_store: Store, released: str) -> None:
    later = on(demo_store, date(2009, 11, 2))
    story = later.life.reply(released, disputed("LUMP_SOUGHT", day=date(2009, 10, 16)), who(later, "TL01"))
    assert story.disputes[0].given_on == date(2009, 10, 16)


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2009, 10, 4), "before its release on 5 Oct"), (date(2009, 10, 6), "is not given yet")]
)
def test_a_reply_lies_between_its_release_and_today(demo_store: Store, released: str, day: date, reason: str) -> None:
    with pytest.raises(InputRefused, match=reason):
        demo_store.life.reply(released, disputed("LUMP_SOUGHT", day=day), who(demo_store, "CW014"))


def test_a_reply_with_a_fault_is_not_taken_at_all_and_every_fault_is_named(demo_store: Store, released: str) -> None:
    demo_store.life.reply(released, disputed("FULL_FIRST"), who(demo_store, "CW014"))
    blank = DisputeNote("LABEL_RIGHT", "  ")
    notes = (*disputed("LUMP_SOUGHT", "FULL_FIRST", "NO_PROMPT", "LUMP_SOUGHT").disputes, blank)
    with pytest.raises(InputRefused) as caught:
        demo_store.life.reply(released, Reply(ReplyAnswer.DISPUTED, disputes=notes), who(demo_store, "CW014"))
    told = [(each.value, each.reason) for each in caught.value.details if isinstance(each, Refusal)]
    assert [value for value, _reason in told] == ["FULL_FIRST", "NO_PROMPT", "LUMP_SOUGHT", "LABEL_RIGHT"]
    assert all(word in reason for word, (_value, reason) in zip(("once", "no such", "twice", "why"), told, strict=True))
    assert demo_store.life.of(released).disputed == ("FULL_FIRST",)


@pytest.mark.parametrize("reply", [disputed(), replace(ACKNOWLEDGED, disputes=disputed("LUMP_SOUGHT").disputes)])
def test_a_reply_that_contradicts_itself_is_refused(demo_store: Store, released: str, reply: Reply) -> None:
    with pytest.raises(InputRefused, match=r"disputes nothing|names the prompts"):
        demo_store.life.reply(released, reply, who(demo_store, "CW014"))


@pytest.mark.parametrize("person", ["CW011", "TL02", "QA01"])
def test_nobody_but_the_caseworker_and_the_team_leader_records_a_reply(
    demo_store: Store, released: str, person: str
) -> None:
    with pytest.raises(NotAllowed, match="may not record a reply of CW014"):
        demo_store.life.reply(released, ACKNOWLEDGED, who(demo_store, person))


def test_what_is_not_released_cannot_be_replied_to(demo_store: Store, signed: str) -> None:
    with pytest.raises(InputRefused, match="not released yet"):
        demo_store.life.reply(signed, ACKNOWLEDGED, who(demo_store, "CW014"))


# decisions


@pytest.fixture
def in_dispute(demo_store: Store, released: str) -> str:
    demo_store.life.reply(released, disputed("LUMP_SOUGHT", "FULL_FIRST"), who(demo_store, "CW014"))
    return released


def test_it_is_decided_when_every_disputed_prompt_is(demo_store: Store, in_dispute: str) -> None:
    life, decider = demo_store.life, who(demo_store, "TL02")
    assert life.decide(in_dispute, "FULL_FIRST", UPHELD, "never asked", decider).state is LifeState.DISPUTED
    story = life.decide(in_dispute, "LUMP_SOUGHT", CHANGED, "asked at 0:41", decider)
    assert (story.state, story.changed, story.to_amend) == (LifeState.DECIDED, ("LUMP_SOUGHT",), True)
    last = story.disputes[0]
    assert (last.outcome, last.decision, last.decided_by) == (CHANGED, "asked at 0:41", "TL02")


@pytest.mark.parametrize(("person", "reason"), [("TL01", "signed this review"), ("CW014", "only team leaders")])
def test_another_reviewer_decides(demo_store: Store, in_dispute: str, person: str, reason: str) -> None:
    with pytest.raises(NotAllowed, match=reason):
        demo_store.life.decide(in_dispute, "LUMP_SOUGHT", UPHELD, "x", who(demo_store, person))


@pytest.mark.parametrize(
    ("prompt", "comment", "reason"),
    [("LABEL_RIGHT", "x", "not disputed"), ("NO_PROMPT", "x", "not disputed"), ("LUMP_SOUGHT", " ", "reason in words")],
)
def test_a_decision_is_of_a_disputed_prompt_and_says_why(
    demo_store: Store, in_dispute: str, prompt: str, comment: str, reason: str
) -> None:
    with pytest.raises(InputRefused, match=reason):
        demo_store.life.decide(in_dispute, prompt, UPHELD, comment, who(demo_store, "QA01"))


def test_a_decided_prompt_is_neither_decided_nor_disputed_again(demo_store: Store, in_dispute: str) -> None:
    demo_store.life.decide(in_dispute, "LUMP_SOUGHT", UPHELD, "x", who(demo_store, "QA01"))
    with pytest.raises(InputRefused, match="QA01 decided it on 5 Oct 2009 already"):
        demo_store.life.decide(in_dispute, "LUMP_SOUGHT", CHANGED, "x", who(demo_store, "TL02"))
    with pytest.raises(InputRefused, match="disputed and decided"):
        demo_store.life.reply(in_dispute, disputed("LUMP_SOUGHT"), who(demo_store, "CW014"))


# amending


@pytest.fixture
def changed(demo_store: Store, in_dispute: str) -> str:
    demo_store.life.decide(in_dispute, "FULL_FIRST", UPHELD, "x", who(demo_store, "TL02"))
    demo_store.life.decide(in_dispute, "LUMP_SOUGHT", CHANGED, "x", who(demo_store, "TL02"))
    return in_dispute


def test_a_dispute_cannot_be_amended_away(demo_store: Store, in_dispute: str, form: ReviewForm) -> None:
    with pytest.raises(InputRefused, match="LUMP_SOUGHT and FULL_FIRST waits for its decision"):
        demo_store.reviews.amend(in_dispute, form, "x", who(demo_store, "TL01"))


def test_who_decided_amends_and_the_new_version_is_released_again(
    demo_store: Store, changed: str, form: ReviewForm
) -> None:
    better = form.with_answer(AnswerNote("LUMP_SOUGHT", AnswerValue.YES))
    new = str(demo_store.reviews.amend(changed, better, "disputed", who(demo_store, "TL02")).review_id)
    assert demo_store.life.of(changed).state is LifeState.AMENDED
    assert demo_store.life.release([new], who(demo_store, "TL01")).released
    with pytest.raises(InputRefused, match="earlier version"):
        demo_store.life.reply(new, disputed("LUMP_SOUGHT"), who(demo_store, "CW014"))
    story = demo_store.life.reply(new, disputed("LABEL_RIGHT"), who(demo_store, "CW014"))
    assert story.disputed_before == {"LUMP_SOUGHT", "FULL_FIRST"}
    with pytest.raises(NotAllowed, match="signed this review"):  # the first version was
        demo_store.life.decide(new, "LABEL_RIGHT", UPHELD, "x", who(demo_store, "TL01"))
    steps: tuple[Callable[[], LifeStory], ...] = (
        lambda: demo_store.life.reply(changed, ACKNOWLEDGED, who(demo_store, "CW014")),
        lambda: demo_store.life.decide(changed, "LUMP_SOUGHT", UPHELD, "x", who(demo_store, "QA01")),
    )
    for step in steps:
        with pytest.raises(InputRefused, match=f"review {new} took its place"):
            step()


def test_nobody_else_amends(demo_store: Store, changed: str, form: ReviewForm) -> None:
    with pytest.raises(NotAllowed, match="only team leaders"):
        demo_store.reviews.amend(changed, form, "x", who(demo_store, "CW014"))


def test_every_version_says_what_it_changed(demo_store: Store, changed: str, form: ReviewForm) -> None:
    better = form.with_answer(AnswerNote("LUMP_SOUGHT", AnswerValue.YES))
    demo_store.reviews.amend(changed, better, "asked at 0:41", who(demo_store, "TL01"))
    first, second = demo_store.life.versions(changed)
    assert (first.why, first.changed, second.why) == (None, (), "asked at 0:41")
    assert (str(first.score), str(second.score)) == ("54.5", "63.6")
    (change,) = second.changed
    assert (change.prompt, change.before.value, change.after.value) == ("LUMP_SOUGHT", "N", "Y")


def test_an_amendment_in_the_making_is_a_draft_nobody_else_can_begin(demo_store: Store, changed: str) -> None:
    begun = demo_store.life.begin_amending(changed, who(demo_store, "TL01"))
    assert demo_store.life.begin_amending(changed, who(demo_store, "TL01")) == begun
    with pytest.raises(InputRefused, match="TL01 is making an amendment"):
        demo_store.life.begin_amending(changed, who(demo_store, "QA01"))
    kept = demo_store.reviews.save_draft(replace(begun, amend_reason="half a", comment="again"))
    assert (kept.amends, kept.amend_reason, kept.comment) == (changed, "half a", "again")
    with pytest.raises(ChangedElsewhere):
        demo_store.reviews.save_draft(replace(begun, comment="an older window"))
    with pytest.raises(InputRefused, match="signed with its reason"):
        demo_store.reviews.sign(str(kept.review_id), who(demo_store, "TL01"))
    assert demo_store.life.of(changed).amending == ("TL01", kept.review_id)
    assert demo_store.reviews.mine("VR-88104", None, "TL01") == demo_store.reviews.get(changed)
    final = demo_store.reviews.amend(changed, kept, "whole reason", who(demo_store, "TL01"))
    assert (final.review_id, final.amend_reason) == (kept.review_id, "whole reason")


def test_a_discarded_amendment_can_be_taken_back(demo_store: Store, changed: str) -> None:
    begun = demo_store.life.begin_amending(changed, who(demo_store, "QA01"))
    gone = demo_store.reviews.discard_draft(str(begun.review_id))
    assert demo_store.life.of(changed).amending is None
    again = demo_store.reviews.save_draft(gone)
    assert again.answers == begun.answers
    with pytest.raises(ChangedElsewhere, match="discarded"):
        demo_store.reviews.save_draft(begun)


def test_who_amends_from_a_file_does_not_wait_for_another_persons_draft(
    demo_store: Store, changed: str, form: ReviewForm
) -> None:
    begun = demo_store.life.begin_amending(changed, who(demo_store, "TL01"))
    demo_store.reviews.amend(changed, form, "at once", who(demo_store, "QA01"))
    with pytest.raises(InputRefused, match="amended already"):
        demo_store.reviews.amend(changed, begun, "too late", who(demo_store, "TL01"))
    assert demo_store.reviews.get(str(begun.review_id)).answers == begun.answers


# what is possible


def test_what_a_person_can_do_now_is_said_in_sentences(demo_store: Store, in_dispute: str) -> None:
    leader = demo_store.life.possible(in_dispute, who(demo_store, "TL01"))
    assert leader.dispute is None
    assert leader.release == "It was released on 5 Oct 2009 already."
    assert leader.decide == "TL01 signed this review: a dispute of it is decided by another reviewer."
    assert leader.amend is not None
    assert demo_store.life.possible(in_dispute, who(demo_store, "QA01")).decide is None
    with pytest.raises(UnknownId):
        demo_store.life.possible("nothing", who(demo_store, "QA01"))


# the whole call

WHOLE = EvidenceNote(EvidenceKind.WHOLE_CALL)


def test_in_the_window_the_listening_record_must_support_the_whole_call(demo_store: Store, form: ReviewForm) -> None:
    draft = demo_store.reviews.save_draft(form)
    with pytest.raises(ReviewIncomplete) as caught:
        demo_store.reviews.sign(str(draft.review_id), who(demo_store, "TL01"))
    assert "0% of the call was heard here" in str(caught.value.details[0])
    heard = demo_store.reviews.save_draft(replace(draft, heard=(HeardSpan(0, 10**7),)))
    signed = demo_store.reviews.sign(str(heard.review_id), who(demo_store, "TL01"))
    assert demo_store.reviews.whole_call(str(signed.review_id)) is WholeCall.HEARD


def test_a_file_of_answers_declares_it_and_the_review_says_so(demo_store: Store, signed: str) -> None:
    assert demo_store.reviews.whole_call(signed) is WholeCall.DECLARED
    assert demo_store.reviews.get(signed).whole_call_heard


def test_an_amendment_keeps_what_was_said_of_the_whole_call(demo_store: Store, changed: str) -> None:
    begun = demo_store.life.begin_amending(changed, who(demo_store, "QA01"))
    assert demo_store.reviews.missing(str(begun.review_id)) == ()
    new = demo_store.reviews.amend(changed, begun, "x", who(demo_store, "QA01"))
    assert demo_store.reviews.whole_call(str(new.review_id)) is WholeCall.DECLARED


def test_a_word_that_nothing_supports_is_not_signed(demo_store: Store, demo: Path) -> None:
    form = read_review_file(demo / "answers" / "VR-88103.json")
    assert form.whole_call_heard
    draft = demo_store.reviews.save_draft(form)
    signed = demo_store.reviews.sign(str(draft.review_id), who(demo_store, str(form.reviewer_id)))
    assert not signed.whole_call_heard
    assert demo_store.reviews.whole_call(str(signed.review_id)) is None


# finding


def test_an_id_stands_for_the_review_one_signed_or_the_only_one(
    demo_store: Store, form: ReviewForm, signed: str
) -> None:
    def find(key: str, person: str) -> str:
        return demo_store.life.find(key, who(demo_store, person))

    assert {find(key, "TL02") for key in (signed, "VR-88104", "PAG-088104")} == {signed}
    other = str(demo_store.reviews.sign_form(replace(form, reviewer_id="QA01"), who(demo_store, "QA01")).review_id)
    assert (find("VR-88104", "TL01"), find("VR-88104", "QA01")) == (signed, other)
    with pytest.raises(InputRefused, match="several signed reviews: name one of"):
        find("VR-88104", "TL02")
    with pytest.raises(InputRefused, match="No review of VR-88101 is signed"):
        find("VR-88101", "TL01")
    with pytest.raises(UnknownId):
        find("VR-0", "TL01")

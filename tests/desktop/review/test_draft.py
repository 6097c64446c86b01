"""The review in progress: what it says, how it is saved, what happens when something goes wrong, and signing."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state import draft_saving
from desktop.state.draft import ReviewDraft
from desktop.state.draft_answers import OVERALL
from desktop.state.draft_opening import with_changes
from models.errors import ChangedElsewhere, DatabaseUnusable
from models.listening import SKIPPED, HeardSpan
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm, ReviewState
from models.store import Store
from models.store.reviews import ReviewStore
from models.store.staff import Person

Start = Callable[..., ReviewDraft]
Stored = Callable[[], None]
SPAN = EvidenceNote(EvidenceKind.SPAN, 1000, 3000)
YES, NO = AnswerValue.YES, AnswerValue.NO


def test_looking_at_a_call_leaves_no_draft(start: Start, demo_store: Store) -> None:
    draft = start("VR-88102")
    draft.set_heard([(0, 4000)])
    assert draft.stored
    assert demo_store.reviews.listing() == []


def test_the_first_answer_is_in_the_store_at_once(start: Start, stored: Stored, demo_store: Store) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", YES)
    stored()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.answer("FULL_FIRST").value == YES
    assert draft.saved_at == mine.saved_at


def test_ten_seconds_of_listening_begin_a_draft(start: Start, stored: Stored, demo_store: Store) -> None:
    start("VR-88102").set_heard([(0, 6000), (8000, 12_000)])
    stored()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.heard == ((0, 6000, 1.0), (8000, 12_000, 1.0))


def test_what_was_heard_before_counts_on(start: Start, stored: Stored) -> None:
    start("VR-88102").set_heard([(0, 50_000)])
    stored()
    draft = start("VR-88102")
    draft.set_heard([(40_000, 80_000)])
    assert draft.form is not None
    assert draft.form.heard == ((0, 80_000, 1.0),)


def test_a_comment_waits_for_the_keys_to_rest(
    start: Start, stored: Stored, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[ReviewForm] = []
    save = ReviewStore.save_draft
    monkeypatch.setattr(ReviewStore, "save_draft", lambda self, form: (written.append(form), save(self, form))[1])
    draft = start("VR-88102")
    for length in range(1, 6):
        draft.comment("FULL_FIRST", "asked"[:length])
    assert written == []
    stored()
    assert [form.answer("FULL_FIRST").comment for form in written] == ["asked"]


def test_while_one_save_is_under_way_only_the_newest_form_waits(
    start: Start, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, held, written = threading.Event(), threading.Event(), []
    save = ReviewStore.save_draft

    def slow(self: ReviewStore, form: ReviewForm) -> ReviewForm:
        begun.set()
        held.wait(5)
        written.append(len(form.answers))
        return save(self, form)

    monkeypatch.setattr(ReviewStore, "save_draft", slow)
    draft = start("VR-88102")
    assert draft.card is not None
    first, *others = draft.card.prompts
    draft.answer(first.id, YES)
    assert begun.wait(5)
    for prompt in others:
        draft.answer(prompt.id, YES)
    held.set()
    stored()
    assert written == [1, 20]


def test_rules_answer_by_themselves_and_a_person_can_overrule_them(start: Start) -> None:
    draft = start("VR-88101")
    assert "paid in full" in draft.ruled_out()["LUMP_SOUGHT"]
    assert "LUMP_SOUGHT" not in draft.unanswered
    draft.answer("LUMP_SOUGHT", YES)
    assert [each.prompt for each in draft.contradictions()] == ["LUMP_SOUGHT"]


def test_the_result_follows_every_answer(start: Start) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", YES)
    draft.answer("LUMP_SOUGHT", NO)
    assert draft.result is not None
    assert (str(draft.result.score), draft.result.critical) == ("50.0", "fail")


def test_undo_and_redo_go_through_answers_comments_and_spans(start: Start) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", NO)
    draft.comment("FULL_FIRST", "a")
    draft.comment("FULL_FIRST", "ab")
    draft.add_evidence("FULL_FIRST", SPAN)
    seen = []
    while (step := draft.steps.undo()) is not None:
        assert step.place == "FULL_FIRST"
        assert draft.form is not None
        note = draft.form.answer("FULL_FIRST")
        seen.append((note.value, note.comment, len(note.evidence)))
    assert seen == [(NO, "ab", 0), (NO, "", 0), (None, "", 0)]
    while draft.steps.redo() is not None:
        pass
    assert draft.form is not None
    assert draft.form.answer("FULL_FIRST") == AnswerNote("FULL_FIRST", NO, "ab", (), (SPAN,))


def test_undo_is_saved_like_any_change(start: Start, stored: Stored, demo_store: Store) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", NO)
    stored()
    draft.steps.undo()
    stored()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.answers == ()


def test_the_same_evidence_is_not_added_twice(start: Start) -> None:
    draft = start("VR-88102")
    draft.add_evidence("FULL_FIRST", SPAN)
    draft.add_evidence("FULL_FIRST", SPAN)
    assert draft.form is not None
    assert draft.form.answer("FULL_FIRST").evidence == (SPAN,)


@pytest.mark.parametrize(("heard_ms", "taken"), [(0, False), (96_000, False), (97_500, True)])
def test_the_whole_call_is_evidence_once_95_per_cent_were_played(start: Start, heard_ms: int, taken: bool) -> None:
    draft = start("VR-88102")
    draft.set_heard([(0, heard_ms)] if heard_ms else [])
    assert draft.add_whole_call("CONDUCT") is taken
    assert draft.form is not None
    assert draft.form.whole_call_heard is taken


def test_nobodys_word_stands_in_for_the_listening_record(start: Start) -> None:
    draft = start("VR-88102")
    draft.form = replace(draft.form, whole_call_heard=True)  # as it was declared before the record had to support it
    assert not draft.add_whole_call("CONDUCT")
    draft.set_heard([(0, 102_000)])
    assert draft.add_whole_call("CONDUCT")


def test_a_failed_save_is_said_and_retried_with_nothing_lost(
    start: Start, stored: Stored, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = start("VR-88102")
    with monkeypatch.context() as broken:
        broken.setattr(ReviewStore, "save_draft", _busy)
        with qtbot.waitSignal(draft.save_failed) as told, qtbot.assertNotEmitted(draft.saved):
            draft.answer("FULL_FIRST", YES)
        assert "busy" in told.args[0]
    draft.retry()
    stored()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.answer("FULL_FIRST").value == YES


def _busy(_self: ReviewStore, _form: ReviewForm) -> ReviewForm:
    raise DatabaseUnusable("The database is busy.")


def test_a_store_that_was_busy_for_a_while_is_asked_again_by_itself(
    start: Start, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_saving, "AGAIN_MS", (1, 2))
    save, tries = ReviewStore.save_draft, []

    def busy_at_first(self: ReviewStore, form: ReviewForm) -> ReviewForm:
        tries.append(form)
        return save(self, form) if len(tries) > 4 else _busy(self, form)

    monkeypatch.setattr(ReviewStore, "save_draft", busy_at_first)
    draft = start("VR-88102")
    with qtbot.waitSignal(draft.saved):
        draft.answer("FULL_FIRST", YES)
    assert len(tries) == 5
    assert demo_store.reviews.mine("VR-88102", None, "TL01").answer("FULL_FIRST").value == YES


def test_a_defect_while_saving_loses_nothing_either(
    start: Start, stored: Stored, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: ReviewStore, _form: ReviewForm) -> ReviewForm:
        raise ZeroDivisionError

    draft = start("VR-88102")
    with monkeypatch.context() as patched:
        patched.setattr(ReviewStore, "save_draft", broken)
        with qtbot.waitSignal(draft.save_failed):
            draft.answer("FULL_FIRST", YES)
    assert not draft.stored
    draft.retry()
    stored()
    assert demo_store.reviews.mine("VR-88102", None, "TL01").answer("FULL_FIRST").value == YES


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_however_fast_and_whatever_fails_in_between_the_store_holds_what_was_answered_last(
    start: Start, stored: Stored, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Answers, typed comments, listening and undo by chance, while the store is slow, busy or defect by chance."""
    monkeypatch.setattr(draft_saving, "AGAIN_MS", (1,))
    chance, luck, save, written = random.Random(seed), random.Random(-seed), ReviewStore.save_draft, []

    def unsteady(self: ReviewStore, form: ReviewForm) -> ReviewForm:
        written.append(form)
        if luck.random() < 0.3:
            _busy(self, form)
        threading.Event().wait(luck.random() / 200)
        return save(self, form)

    monkeypatch.setattr(ReviewStore, "save_draft", unsteady)
    draft = start("VR-88102")
    prompts = [prompt.id for prompt in draft.card.prompts]
    acts = (
        lambda: draft.answer(chance.choice(prompts), chance.choice([YES, NO, None])),
        lambda: draft.comment(chance.choice(prompts), "".join(chance.choices("abc ", k=3))),
        lambda: draft.add_evidence(chance.choice(prompts), SPAN),
        lambda: draft.set_heard([HeardSpan(start, start + 1000, 1.0) for start in (chance.randrange(90) * 1000,)]),
        draft.steps.undo,
        draft.steps.redo,
    )
    for _ in range(150):
        chance.choice(acts)()
        if chance.random() < 0.3:  # let endings come in between
            before = len(written)
            with suppress(qtbot.TimeoutError):
                qtbot.waitUntil(lambda before=before: len(written) > before, timeout=5)
    draft.answer("FULL_FIRST", chance.choice([YES, NO]))
    stored()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert draft.form is not None
    assert {note for note in mine.answers if note != AnswerNote(note.prompt)} == {
        note for note in draft.form.answers if note != AnswerNote(note.prompt)
    }
    assert (mine.heard, mine.revision) == (draft.form.heard, draft.form.revision)


def test_leaving_waits_for_the_store(start: Start, demo_store: Store, qtbot: QtBot) -> None:
    draft = start("VR-88102")
    draft.comment("FULL_FIRST", "typed just now")
    with qtbot.waitSignal(draft.left):
        draft.leave()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.answer("FULL_FIRST").comment == "typed just now"


def test_leaving_does_not_happen_when_the_store_refuses(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = start("VR-88102")
    monkeypatch.setattr(ReviewStore, "save_draft", _busy)
    with qtbot.waitSignal(draft.save_failed), qtbot.assertNotEmitted(draft.left):
        draft.answer("FULL_FIRST", YES)
        draft.leave()
    assert draft.form is not None
    with qtbot.waitSignal(draft.left):
        draft.leave_unsaved()


def test_flush_writes_in_this_thread_what_still_waits(start: Start, demo_store: Store) -> None:
    draft = start("VR-88102")
    draft.comment("FULL_FIRST", "the window closes now")
    draft.flush()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.answer("FULL_FIRST").comment == "the window closes now"


def test_a_window_that_closes_while_a_save_is_under_way_loses_nothing(
    start: Start, demo_store: Store, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, save = threading.Event(), ReviewStore.save_draft
    monkeypatch.setattr(ReviewStore, "save_draft", lambda self, form: (begun.set(), save(self, form))[1])
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", YES)
    assert begun.wait(5)
    draft.answer("FULL_FIRST", NO)
    draft.flush()
    runner.close()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.answer("FULL_FIRST").value == NO


def test_flush_does_not_pass_over_what_another_window_holds_up(
    start: Start, stored: Stored, demo_store: Store, qtbot: QtBot
) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", YES)
    stored()
    _change_elsewhere(demo_store, "CONDUCT", YES)
    with qtbot.waitSignal(draft.changed_elsewhere):
        draft.answer("FULL_FIRST", NO)
    with pytest.raises(ChangedElsewhere):
        draft.flush()


def _change_elsewhere(store: Store, prompt: str, value: AnswerValue) -> None:
    mine = store.reviews.start_draft("VR-88102", "PAG-088102", "TL01")
    store.reviews.save_draft(mine.with_answer(AnswerNote(prompt, value)))


@pytest.mark.parametrize("keep_mine", [True, False])
def test_a_change_in_another_window_is_said_and_can_be_joined_or_taken(
    start: Start, stored: Stored, demo_store: Store, qtbot: QtBot, keep_mine: bool
) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", YES)
    stored()
    _change_elsewhere(demo_store, "CONDUCT", YES)
    with qtbot.waitSignal(draft.changed_elsewhere):
        draft.answer("FULL_FIRST", NO)
    unchanged = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert unchanged is not None
    assert unchanged.answer("FULL_FIRST").value == YES
    with qtbot.waitSignal(draft.started):
        draft.reload(keep_mine=keep_mine)
    stored()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.answer("CONDUCT").value == YES
    assert mine.answer("FULL_FIRST").value == (NO if keep_mine else YES)


def test_a_draft_held_up_by_another_window_is_not_left_silently(
    start: Start, stored: Stored, demo_store: Store, qtbot: QtBot
) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", YES)
    stored()
    _change_elsewhere(demo_store, "CONDUCT", YES)
    with qtbot.waitSignal(draft.changed_elsewhere):
        draft.answer("FULL_FIRST", NO)
    with qtbot.waitSignal(draft.changed_elsewhere), qtbot.assertNotEmitted(draft.left):
        draft.leave()
    with qtbot.waitSignal(draft.started):
        draft.reload(keep_mine=True)
    with qtbot.waitSignal(draft.left):
        draft.leave()


def test_a_review_signed_in_another_window_is_shown_as_signed(
    start: Start, stored: Stored, demo_store: Store, leader: Person, qtbot: QtBot
) -> None:
    draft = start("VR-88102")
    _answer_all(draft)
    stored()
    assert draft.form is not None
    assert draft.form.review_id is not None
    demo_store.reviews.sign(draft.form.review_id, leader)
    with qtbot.waitSignal(draft.changed_elsewhere):
        draft.answer("FULL_FIRST", NO)
    with qtbot.waitSignals([draft.started, draft.sign_refused]):
        draft.reload(keep_mine=True)
    assert draft.read_only
    assert draft.form.answer("FULL_FIRST").value == YES


def test_two_windows_that_begin_the_same_check_do_not_overwrite_each_other(
    start: Start, demo_store: Store, qtbot: QtBot
) -> None:
    draft = start("VR-88102")
    _change_elsewhere(demo_store, "CONDUCT", YES)
    with qtbot.waitSignal(draft.changed_elsewhere):
        draft.answer("FULL_FIRST", NO)


def test_joining_puts_only_what_differs_on_top() -> None:
    base = ReviewForm("R", None, None, "TL01").with_answer(AnswerNote("A", YES)).with_answer(AnswerNote("B", YES))
    mine = base.with_answer(AnswerNote("B")).with_answer(AnswerNote("C", NO))
    theirs = base.with_answer(AnswerNote("A", NO))
    joined = with_changes(replace(theirs, heard=((0, 5),)), base, replace(mine, heard=((4, 9),)))
    assert {note.prompt: note.value for note in joined.answers} == {"A": NO, "C": NO}
    assert joined.heard == ((0, 9, 1.0),)


def _answer_all(draft: ReviewDraft) -> None:
    assert draft.card is not None
    for prompt in draft.card.prompts:
        if prompt.id not in draft.ruled_out():
            draft.answer(prompt.id, YES)


def test_signing_stores_first_and_makes_it_read_only(start: Start, demo_store: Store, qtbot: QtBot) -> None:
    draft = start("VR-88102")
    _answer_all(draft)
    with qtbot.waitSignal(draft.signed) as told:
        draft.sign()
    form = demo_store.reviews.get(told.args[0])
    assert form.state == ReviewState.SIGNED
    assert draft.read_only
    draft.answer("FULL_FIRST", NO)
    assert draft.form == form
    assert draft.steps.next_undo is None


def test_signing_an_incomplete_review_is_refused_in_words(start: Start, qtbot: QtBot) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", YES)
    with qtbot.waitSignal(draft.sign_refused):
        draft.sign()
    assert draft.form is not None
    assert draft.form.state == ReviewState.DRAFT
    draft.answer("FULL_FIRST", NO)
    assert draft.form.answer("FULL_FIRST").value == NO


def test_a_signed_review_opens_read_only_with_its_frozen_result(start: Start, qtbot: QtBot, demo_store: Store) -> None:
    draft = start("VR-88102")
    _answer_all(draft)
    with qtbot.waitSignal(draft.signed):
        draft.sign()
    result = draft.result
    again = start("VR-88102")
    assert again.read_only
    assert again.result == result


def test_another_leader_sees_what_was_signed(start: Start, qtbot: QtBot, demo_store: Store) -> None:
    draft = start("VR-88102")
    _answer_all(draft)
    with qtbot.waitSignal(draft.signed):
        draft.sign()
    other = demo_store.staff.get("TL02")
    assert other is not None
    draft.person = other
    assert start("VR-88102").read_only
    assert draft.form is not None
    assert draft.form.reviewer_id == "TL01"


def test_nobody_on_the_staff_list_can_only_read(start: Start, draft: ReviewDraft) -> None:
    draft.person = Person("os:guest", None, None)
    start("VR-88102").answer("FULL_FIRST", YES)
    assert draft.read_only
    assert draft.form is not None
    assert draft.form.answers == ()


def test_the_overall_comment_is_saved_when_the_keys_have_rested(
    start: Start, stored: Stored, demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    save = ReviewStore.save_draft
    monkeypatch.setattr(
        ReviewStore, "save_draft", lambda self, form: (written.append(form.comment), save(self, form))[1]
    )
    draft = start("VR-88102")
    for length in range(1, 9):
        draft.comment_overall("a model "[:length])
    stored()
    assert written == ["a model "]
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.comment == "a model "


def test_undo_takes_the_overall_comment_back_and_leaves_the_answers(start: Start) -> None:
    draft = start("VR-88102")
    draft.answer("FULL_FIRST", YES)
    draft.comment_overall("good")
    draft.comment_overall("good call")
    draft.set_heard([(0, 102_000)])
    draft.add_whole_call("CONDUCT")
    assert draft.form is not None
    assert draft.steps.undo().place == "CONDUCT"
    assert (draft.form.comment, draft.form.whole_call_heard) == ("good call", False)
    assert draft.steps.undo().place == OVERALL
    assert (draft.form.comment, draft.form.answer("FULL_FIRST").value) == ("", YES)
    assert draft.steps.redo().place == OVERALL
    assert draft.form.comment == "good call"


def test_my_overall_comment_is_kept_on_top_of_another_windows_answers() -> None:
    base = ReviewForm("VR-88102", "PAG-088102", None, "TL01", comment="first")
    theirs = base.with_answer(AnswerNote("FULL_FIRST", YES))
    mine = replace(base, comment="second")
    joined = with_changes(theirs, base, mine)
    assert (joined.comment, joined.answer("FULL_FIRST").value) == ("second", YES)
    assert with_changes(replace(base, comment="theirs"), base, base).comment == "theirs"


def test_what_was_rushed_through_and_skipped_is_kept_as_such(start: Start, stored: Stored, demo_store: Store) -> None:
    draft = start("VR-88102")
    draft.set_heard([HeardSpan(0, 30_000), HeardSpan(30_000, 34_000, SKIPPED), HeardSpan(34_000, 60_000, 3.0)])
    stored()
    again = start("VR-88102")
    assert again.form is not None
    assert again.form.heard == ((0, 30_000, 1.0), (30_000, 34_000, SKIPPED), (34_000, 60_000, 3.0))
    assert again.heard.fast == [(34_000, 60_000)]
    assert again.heard.skipped == [(30_000, 34_000)]

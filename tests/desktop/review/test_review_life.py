"""The life of the review on the desk without a window: its steps, refusals in words, other windows, amending."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.screenshots_reviews import AMENDED, AWAITING, DISPUTED, TO_AMEND, TO_RELEASE
from desktop.state.amending import Amending
from desktop.state.draft import ReviewDraft
from desktop.state.draft_standing import REASON
from desktop.state.review_life import ReviewLife
from desktop.tables.review_life import fates, strip
from desktop.tables.version_difference import compared
from desktop.views.actions import ActionTable
from desktop.views.calm_box import CalmBox
from desktop.views.version_panel import VersionPanel
from models.errors import ChangedElsewhere
from models.review import AnswerValue, ReviewState
from models.review_life import DisputeNote, LifeState, Outcome, Reply, ReplyAnswer
from models.store import Store
from models.store.review_life import LifeStore

YES = AnswerValue.YES


class Desk:
    """A draft with its life, and who works at it."""

    def __init__(self, store: Store, runner: Runner, qtbot: QtBot, staff_id: str) -> None:
        person = store.staff.get(staff_id)
        assert person is not None
        self.store = store
        self.qtbot = qtbot
        self.draft = ReviewDraft(store, runner, person)
        self.life = ReviewLife(store, runner, self.draft, self.draft)
        self.amending = Amending(self.draft, self.draft)

    def open(self, recording_id: str) -> "Desk":
        with self.qtbot.waitSignal(self.draft.started):
            self.draft.start(self.store.calls.open(recording_id, None))
        return self

    @property
    def words(self) -> list[str]:
        assert self.life.life is not None
        return [step.words for step in strip(self.life.life)]

    @property
    def review_id(self) -> str:
        assert self.draft.form is not None
        assert self.draft.form.review_id is not None
        return self.draft.form.review_id


@pytest.fixture
def desk(lived: Store, runner: Runner, qtbot: QtBot) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def make(staff_id: str) -> Desk:
        made.append(Desk(lived, runner, qtbot, staff_id))
        return made[-1]

    yield make
    runner.close()
    for each in made:
        shiboken6.delete(each.draft)


def test_a_review_is_released_and_its_strip_says_so(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("TL02").open(TO_RELEASE[0])
    assert at.words == ["Signed 5 Oct 2009 by TL02", "Not released yet"]
    with qtbot.waitSignal(at.life.released) as told:
        at.life.release()
    assert told.args == [at.review_id]
    assert at.words == ["Signed 5 Oct 2009 by TL02", "Released 5 Oct, reply by 19 Oct", "No reply yet"]


def test_a_second_release_is_refused_in_words_and_nothing_else_happens(
    desk: Callable[[str], Desk], qtbot: QtBot
) -> None:
    at = desk("TL01").open(AWAITING)
    steps = at.life.life.story.steps
    with qtbot.waitSignal(at.life.refused) as told, qtbot.assertNotEmitted(at.life.released):
        at.life.release()
    assert "released on 5 Oct 2009 already" in told.args[0]
    assert at.store.life.of(at.review_id).steps == steps
    assert not at.life.busy


def test_a_reply_disputes_prompts_and_each_row_says_so(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("TL01").open(AWAITING)
    notes = (DisputeNote("FULL_FIRST", "I asked first."), DisputeNote("CONDUCT", "I was calm."))
    with qtbot.waitSignal(at.life.replied):
        at.life.reply(Reply(ReplyAnswer.DISPUTED, disputes=notes))
    assert at.words[2:] == ["Disputed 5 Oct (2 prompts)", "2 prompts to decide"]
    told = fates(at.life.life, at.draft.card)
    assert told["CONDUCT"] == (
        "Disputed 5 Oct 2009 by CW014: “I was calm.”",
        "It waits for its decision by another reviewer.",
    )


def test_who_signed_cannot_decide_and_is_told_why(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("TL01").open(DISPUTED)
    with qtbot.waitSignal(at.life.refused) as told:
        at.life.decide("LUMP_SOUGHT", Outcome.UPHELD, "It stands.")
    assert "decided by another reviewer" in told.args[0]


def test_another_reviewer_decides_and_the_answer_shows_the_outcome(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("QA01").open(DISPUTED)
    with qtbot.waitSignal(at.life.decided) as told:
        at.life.decide("LUMP_SOUGHT", Outcome.CHANGED, "It was asked for.")
    assert told.args == [at.review_id, "LUMP_SOUGHT"]
    assert at.words[-2:] == ["Decided 5 Oct by QA01", "To be amended"]
    assert fates(at.life.life, at.draft.card)["LUMP_SOUGHT"][1] == (
        "Decided 5 Oct 2009 by QA01: to be changed. “It was asked for.”"
    )


def test_a_step_of_another_window_is_told_and_shown(
    desk: Callable[[str], Desk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = desk("TL01").open(TO_RELEASE[0]), desk("QA01").open(TO_RELEASE[0])
    with qtbot.waitSignal(there.life.released):
        there.life.release()

    def late(*_args: object) -> None:
        raise ChangedElsewhere("This review was changed in another window.")

    with monkeypatch.context() as first:
        first.setattr(LifeStore, "release", late)
        with qtbot.waitSignal(here.life.refused) as told:
            here.life.release()
    assert told.args[0].endswith("What stands now is shown; nothing of yours was written.")
    qtbot.waitUntil(lambda: here.life.life.story.state is LifeState.RELEASED)


def test_an_amendment_is_a_stored_draft_that_is_found_again(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("TL01").open(TO_AMEND)
    signed = at.review_id
    with qtbot.waitSignal(at.amending.begun):
        at.amending.begin()
    assert at.draft.amending
    at.draft.answer("CWO_VIEWED", YES)
    at.draft.give_reason("As decided.")
    qtbot.waitUntil(lambda: at.draft.stored)
    again = desk("TL01").open(TO_AMEND)
    assert (again.review_id, again.draft.read_only) == (signed, True)
    assert again.words[-1] == "Being amended by TL01"
    with qtbot.waitSignal(again.amending.begun):
        again.amending.begin()
    assert again.draft.form.answer("CWO_VIEWED").value is YES
    assert again.draft.form.amend_reason == "As decided."


def test_an_amendment_without_a_reason_is_not_ready_and_its_reason_is_undone_in_its_turn(
    desk: Callable[[str], Desk], qtbot: QtBot
) -> None:
    at = desk("TL01").open(TO_AMEND)
    with qtbot.waitSignal(at.amending.begun):
        at.amending.begin()
    assert [each.prompt for each in at.draft.missing()] == [REASON]
    at.draft.give_reason("As decided.")
    assert at.draft.missing() == ()
    assert at.draft.steps.undo().place == REASON
    assert at.draft.form.amend_reason in (None, "")


def test_a_signed_amendment_stands_beside_what_was_published(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("TL01").open(TO_AMEND)
    signed = at.review_id
    with qtbot.waitSignal(at.amending.begun):
        at.amending.begin()
    at.draft.answer("CWO_VIEWED", YES)
    at.draft.comment("CWO_VIEWED", "The view of 10:02 is listed.")
    at.draft.give_reason("As decided.")
    with qtbot.waitSignal(at.draft.signed):
        at.draft.sign()
    assert at.draft.form.state is ReviewState.SIGNED
    assert at.words[-2:] == ["Amended 5 Oct by TL01", "Not released yet"]
    assert "As published: no. As amended: yes." in fates(at.life.life, at.draft.card)["CWO_VIEWED"]
    with qtbot.waitSignal(at.life.compared) as told:
        at.life.compare(signed, at.review_id)
    groups = {
        group.title: [(each.label, each.before, each.after) for each in group.lines]
        for group in compared(*told.args, lambda piece: str(piece.field))
    }
    number = [prompt.id for prompt in at.draft.card.prompts].index("CWO_VIEWED") + 1
    title = next(each for each in groups if each.startswith(f"{number}. "))
    assert ("Answer", "No", "Yes") in groups[title]
    assert groups["What came out"][0][0] == "Score"


def test_a_dropped_amendment_is_taken_up_again_as_it_was(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("TL01").open(TO_AMEND)
    signed = at.review_id
    with qtbot.waitSignal(at.amending.begun):
        at.amending.begin()
    at.draft.answer("CWO_VIEWED", YES)
    at.draft.give_reason("As decided.")
    with qtbot.waitSignal(at.amending.dropped):
        at.amending.drop()
    assert (at.review_id, at.life.life.story.amending) == (signed, None)
    with qtbot.waitSignal(at.amending.begun):
        at.amending.take_up()
    assert (at.draft.form.answer("CWO_VIEWED").value, at.draft.form.amend_reason) == (YES, "As decided.")


def test_a_second_person_is_told_who_is_amending(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("TL01").open(TO_AMEND)
    with qtbot.waitSignal(at.amending.begun):
        at.amending.begin()
    other = desk("QA01").open(TO_AMEND)
    with qtbot.waitSignal(other.amending.refused) as told:
        other.amending.begin()
    assert "TL01" in told.args[0]
    assert not other.draft.amending


def test_any_two_of_many_versions_are_compared(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("QA01").open(AMENDED)
    with qtbot.waitSignal(at.amending.begun):
        at.amending.begin()
    at.draft.answer("METHOD_EXPLAINED", AnswerValue.CANNOT_TELL)
    at.draft.give_reason("The recording is too faint there.")
    with qtbot.waitSignal(at.draft.signed):
        at.draft.sign()
    column = QWidget()
    qtbot.addWidget(column)
    panel = VersionPanel(ActionTable(), column)
    with qtbot.waitSignal(panel.comparison_wished) as first:
        panel.show_versions(at.life.life)
    ids = [version.review_id for version in at.life.life.versions]
    assert first.args == [ids[0], ids[2]]
    boxes = panel.findChildren(CalmBox)
    assert [box.currentText() for box in boxes] == ["Original", "Amendment 2"]
    boxes[0].setCurrentIndex(1)
    with qtbot.waitSignal(panel.comparison_wished) as second:
        boxes[0].activated.emit(1)
    assert second.args == [ids[1], ids[2]]
    assert [link.accessibleName().split(":")[0] for link in panel.links] == ["Open to read", "Open to read"]


def test_an_older_version_opens_to_be_read(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    at = desk("TL01").open(AMENDED)
    newest, first = at.review_id, at.life.life.versions[0].review_id
    with qtbot.waitSignal(at.amending.version_opened):
        at.amending.open_version(first)
    assert (at.review_id, at.draft.read_only, at.life.life.is_newest) == (first, True, False)
    assert at.life.life.story.newest == newest
    assert "As amended" not in " ".join(fates(at.life.life, at.draft.card)["METHOD_EXPLAINED"])


def test_a_review_of_another_reviewer_is_opened_by_its_id(desk: Callable[[str], Desk], qtbot: QtBot) -> None:
    signed = desk("TL01").open(AWAITING).review_id
    at = desk("QA01")
    at.draft.wished = signed
    at.open(AWAITING)
    assert (at.review_id, at.draft.read_only) == (signed, True)

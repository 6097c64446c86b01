"""What the steer proposes, on the scorecard and at signing: shown with its sum, taken by one key, undone at once."""

from collections.abc import Callable
from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.views.review_page import ReviewPage
from models.review import AnswerValue, EvidenceKind, EvidenceNote
from models.store import Store

Opened = Callable[..., ReviewPage]
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
STEER = ("WITHIN_RUNG", "LABEL_RIGHT", "LO_CONSIDERED")
"""The steer's prompts that no rule answers on VR-88111."""


def values(page: ReviewPage) -> list[AnswerValue | None]:
    assert page.draft.form is not None
    return [page.draft.form.answer(prompt).value for prompt in STEER]


def test_a_proposal_stands_below_its_prompt_with_its_sum_and_is_no_answer(opened: Opened) -> None:
    page = opened("VR-88111")
    row = page.form.rows["LABEL_RIGHT"]
    assert row.proposal.words.text() == (
        "Steer proposes no: rung 3: an Arrangement, but the sheet calls it an Agreement"
    )
    assert row.proposal.isVisibleTo(row)
    assert values(page) == [None, None, None]
    assert page.form.head.proposals.text() == "Take the steer's 3 answers (Y)"


def test_one_key_takes_all_and_one_undo_gives_all_back(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88111")
    keys.press(Key.Key_Y)
    assert values(page) == [AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_APPLICABLE]
    assert page.draft.form is not None
    label = EvidenceNote(EvidenceKind.SHEET, field="label")
    assert page.draft.form.answer("LABEL_RIGHT").evidence == (label,)
    assert not page.form.head.proposals.isVisibleTo(page.form)
    keys.press(Key.Key_Z, CONTROL)
    assert values(page) == [None, None, None]
    assert page.form.head.proposals.isVisibleTo(page.form)


def test_what_a_person_answered_is_left_alone_and_named_where_it_differs(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88111")
    page.form.go_to("LABEL_RIGHT")
    keys.press(Key.Key_1)
    keys.press(Key.Key_Y)
    assert values(page) == [AnswerValue.YES, AnswerValue.YES, AnswerValue.NOT_APPLICABLE]
    assert page.form.rows["LABEL_RIGHT"]._notes.text().startswith("Against the steer, which proposes no: rung 3")


def test_a_single_answer_is_taken_by_its_own_button(opened: Opened) -> None:
    page = opened("VR-88111")
    page.form.rows["WITHIN_RUNG"].proposal.take.click()
    assert values(page) == [AnswerValue.YES, None, None]
    assert page.form.current == "WITHIN_RUNG"
    assert page.form.rows["WITHIN_RUNG"]._notes.text().startswith("As the steer proposes: rung 3: 104 × £58.00")
    assert page.form.head.proposals.text() == "Take the steer's 2 answers (Y)"


def test_the_class_follows_the_verdict_of_the_steer(opened: Opened) -> None:
    page = opened("VR-88111")
    assert page.draft.card is not None
    for prompt in page.draft.card.prompts:
        if prompt.id not in page.draft.ruled_out():
            page.draft.answer(prompt.id, AnswerValue.YES)
    page.draft.answer("GROUND_RECORDED", AnswerValue.NOT_APPLICABLE)
    assert page.draft.result is not None
    assert page.draft.result.kpi_class == "INACCURATE"
    assert "the recalculated steer says INACCURATE" in page.draft.result.kpi_reason


def test_answers_against_the_steer_are_listed_at_signing(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88111")
    page.draft.answer("LABEL_RIGHT", AnswerValue.YES)
    keys.press(Key.Key_Return, CONTROL)
    words = "\n".join(label.text() for label in page.panel._scroll.widget().findChildren(QLabel))
    assert "Answered against the steer (kept as you answered)" in words
    assert "Answered yes; the steer proposes no: rung 3" in words


def test_a_signed_review_offers_nothing_to_take(opened: Opened, demo_store: Store, qtbot: QtBot) -> None:
    page = opened("VR-88111")
    page.draft.take_proposals()
    assert page.draft.card is not None
    for prompt in page.draft.unanswered:
        page.draft.answer(prompt, AnswerValue.YES)
    with qtbot.waitSignal(page.draft.signed):
        page.draft.sign()
    assert page.draft.form is not None
    assert len(demo_store.reviews.proposed(str(page.draft.form.review_id))) == 5
    assert not page.form.head.proposals.isVisibleTo(page.form)
    assert page.draft.take_proposals() == 0

"""The way to a signature: what is missing, what goes against a rule, how the result comes about."""

from collections.abc import Callable
from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.tables.review_words import numbered
from desktop.views.review_page import ReviewPage
from models.review import AnswerValue, EvidenceKind, EvidenceNote
from models.scorecard import shipped

Opened = Callable[..., ReviewPage]
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def words(page: ReviewPage) -> str:
    assert page.panels.open_panel is not None
    inside = page.panels.open_panel._scroll.widget()
    return "\n".join(label.text() for label in inside.findChildren(QLabel))


def answer_all(page: ReviewPage, value: AnswerValue = AnswerValue.YES) -> None:
    assert page.draft.card is not None
    for prompt in page.draft.card.prompts:
        if prompt.id not in page.draft.ruled_out():
            page.draft.answer(prompt.id, value)


def test_what_is_missing_is_listed_and_return_goes_there(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    answer_all(page)
    page.draft.answer("LABEL_RIGHT", AnswerValue.NO)
    page.draft.answer("CONDUCT", None)
    keys.press(Key.Key_Return, CONTROL)
    assert page.panel.isVisible()
    assert "2 things are missing" in words(page)
    assert not page.panel.confirm.isVisible()
    keys.press(Key.Key_Return)
    assert not page.panel.isVisible()
    assert page.form.current == "LABEL_RIGHT"
    assert page.form.rows["LABEL_RIGHT"].hasFocus()


def test_the_list_is_walked_by_arrows_and_left_by_escape(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_Return, CONTROL)
    assert page.panel._links[0].hasFocus()
    keys.press(Key.Key_Down)
    assert page.panel._links[1].hasFocus()
    keys.press(Key.Key_Up)
    assert page.panel._links[0].hasFocus()
    keys.press(Key.Key_Escape)
    assert not page.panel.isVisible()
    assert page.form.hasFocusInside()


def test_the_list_shrinks_while_it_is_open(opened: Opened) -> None:
    page = opened("VR-88102")
    page.sign()
    before = len(page.panel._links)
    page.draft.answer("FULL_FIRST", AnswerValue.YES)
    assert len(page.panel._links) == before - 1


def test_answers_against_a_rule_are_listed_and_do_not_hinder(opened: Opened) -> None:
    page = opened("VR-88101")
    answer_all(page)
    page.draft.answer("LUMP_SOUGHT", AnswerValue.YES)
    page.sign()
    assert "Answered against a rule" in words(page)
    assert page.panel.confirm.text() == "Sign as TL01"
    assert page.panel.confirm.hasFocus()


def test_the_score_is_shown_with_its_working(opened: Opened) -> None:
    page = opened("VR-88102")
    answer_all(page)
    page.draft.answer("LUMP_SOUGHT", AnswerValue.NO)
    page.draft.add_evidence("LUMP_SOUGHT", EvidenceNote(EvidenceKind.SHEET, field="lump_sum_asked"))
    page.show_score()
    shown = words(page)
    assert page.draft.result is not None
    assert f"Score {page.draft.result.score}" in shown
    assert "Critical: fail" in shown
    assert "because of a no on no. 3" in shown


def test_the_working_names_prompts_by_number_and_classes_in_words() -> None:
    card = shipped()["arrears-call/1"]
    line = "KPI class: INACCURATE: a no on the critical LUMP_SOUGHT, WELFARE"
    assert numbered(line, card) == "KPI class: inaccurate: a no on the critical no. 3, no. 14"


def test_a_person_who_may_not_review_sees_no_sign(opened: Opened, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    caseworker = page.open_call._store.staff.get("CW011")
    assert caseworker is not None
    page.draft.person = caseworker
    opened("VR-88103")
    assert page.draft.read_only
    assert not page.foot.sign.isVisible()
    page.sign()
    assert not page.panel.isVisible()


def test_the_overall_comment_stands_in_the_panel_and_can_be_written_from_there(
    opened: Opened, keys: SimpleNamespace
) -> None:
    page = opened("VR-88102")
    page.sign()
    assert "No overall comment was written." in words(page)
    keys.press(Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert not page.panel.isVisible()
    assert page.form.overall.box.hasFocus()
    keys.type("good call")
    page.sign()
    assert "good call" in words(page)


def test_a_signed_overall_comment_is_read_only(opened: Opened, keys: SimpleNamespace, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    answer_all(page)
    page.draft.comment_overall("good call")
    with qtbot.waitSignal(page.signed):
        page.draft.sign()
    keys.press(Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert page.form.overall.box.isReadOnly()
    assert not page.form.overall.box.hasFocus()
    keys.type("x")
    assert page.form.overall.box.toPlainText() == "good call"
    page.show_score()
    assert "good call" in words(page)

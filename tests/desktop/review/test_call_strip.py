"""A call that stands for several: its sheets to switch between, and whose work is judged when it was transferred."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlmodel import select

from desktop.views.review_page import ReviewPage
from models.guide_sheet import GuideSheet
from models.judged import WHO
from models.recording import Recording
from models.review import AnswerValue
from models.store import Store

Opened = Callable[..., ReviewPage]
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shared(demo_store: Store) -> Store:
    demo_store.matches.link_further("VR-88102", "PAG-088199", "TL01")
    return demo_store


def transfer(store: Store, sheets_caseworker: str = "CW012") -> None:
    with store.database.session() as session:
        call = session.exec(select(Recording).where(Recording.recording_id == "VR-88102")).one()
        call.further_caseworkers = "CW014"
        session.exec(
            select(GuideSheet).where(GuideSheet.sheet_id == "PAG-088102")
        ).one().caseworker_id = sheets_caseworker


def checked(page: ReviewPage) -> list[str]:
    buttons = (*page.strip.sheets.items(), *page.strip.caseworkers.items())
    return [key for key, button in buttons if button.isChecked()]


def test_a_call_with_one_sheet_and_one_caseworker_says_nothing_of_it(opened: Opened) -> None:
    assert not opened("VR-88102").strip.isVisible()


def test_a_call_with_several_sheets_says_so_and_which_is_shown(opened: Opened, shared: Store) -> None:
    page = opened("VR-88102")
    assert page.strip.isVisible()
    assert [button.text() for button in page.strip.sheets.values()] == ["PAG-088102 (leading)", "PAG-088199"]
    assert checked(page) == ["PAG-088102"]
    assert page.strip.sheets["PAG-088102"].accessibleName() == "PAG-088102 (leading), shown"


def test_a_key_wishes_for_the_next_sheet_round_the_end(
    opened: Opened, shared: Store, keys: SimpleNamespace, qtbot: QtBot
) -> None:
    page = opened("VR-88102")
    with qtbot.waitSignal(page.sheet_wished) as wish:
        keys.press(Key.Key_S)
    assert wish.args == ["VR-88102", "PAG-088199"]
    page = opened("VR-88102", "PAG-088199")
    assert checked(page) == ["PAG-088199"]
    with qtbot.waitSignal(page.sheet_wished) as wish:
        keys.press(Key.Key_S)
    assert wish.args == ["VR-88102", "PAG-088102"]


def test_each_sheet_of_the_call_has_a_draft_of_its_own(
    opened: Opened, shared: Store, stored: Callable[[], None]
) -> None:
    opened("VR-88102").draft.answer("FULL_FIRST", AnswerValue.YES)
    stored()
    page = opened("VR-88102", "PAG-088199")
    assert page.draft.form.answer("FULL_FIRST").value is None
    page.draft.answer("FULL_FIRST", AnswerValue.NO)
    stored()
    drafts = {draft.sheet_id: draft.recording_id for draft in shared.reviews.listing("draft")}
    assert drafts == {"PAG-088102": "VR-88102", "PAG-088199": "VR-88102"}


def test_a_transferred_call_judges_the_sheets_caseworker_unless_the_reviewer_says_otherwise(
    opened: Opened, demo_store: Store, keys: SimpleNamespace, stored: Callable[[], None]
) -> None:
    transfer(demo_store)
    page = opened("VR-88102")
    assert list(page.strip.caseworkers) == ["CW012", "CW014"]
    assert checked(page) == ["CW012"]
    keys.press(Key.Key_T)
    assert page.draft.form.caseworker_id == "CW014"
    assert checked(page) == ["CW014"]
    stored()
    assert [draft.caseworker_id for draft in demo_store.reviews.listing("draft")] == ["CW014"]
    keys.press(Key.Key_Z, CONTROL)
    assert checked(page) == ["CW012"]


def test_wishing_for_another_sheet_leaves_whose_work_is_judged(
    opened: Opened, shared: Store, keys: SimpleNamespace
) -> None:
    transfer(shared)
    page = opened("VR-88102")
    assert checked(page) == ["PAG-088102", "CW012"]
    keys.press(Key.Key_S)
    assert checked(page) == ["PAG-088102", "CW012"]


def test_the_choice_is_listed_as_missing_and_one_return_away(
    opened: Opened, demo_store: Store, keys: SimpleNamespace
) -> None:
    transfer(demo_store, sheets_caseworker="CW015")
    page = opened("VR-88102")
    assert checked(page) == []
    assert "Choose before signing" in page.strip._who_hint.text()
    assert page.draft.missing()[0].prompt == WHO
    keys.press(Key.Key_Return, CONTROL)
    keys.press(Key.Key_Return)
    assert not page.panel.isVisible()
    assert page.strip.caseworkers["CW012"].hasFocus()
    keys.press(Key.Key_Return)
    assert page.draft.form.caseworker_id == "CW012"
    assert WHO not in [lacking.prompt for lacking in page.draft.missing()]


def test_a_signed_review_shows_who_was_judged_and_lets_nobody_else_be_chosen(
    opened: Opened, demo_store: Store, keys: SimpleNamespace, qtbot: QtBot
) -> None:
    transfer(demo_store)
    page = opened("VR-88102")
    for prompt in page.draft.card.prompts:
        if prompt.id not in page.draft.ruled_out():
            page.draft.answer(prompt.id, AnswerValue.YES)
    page.draft.choose_caseworker("CW014")
    with qtbot.waitSignal(page.draft.signed):
        page.draft.sign()
    assert checked(page) == ["CW014"]
    keys.press(Key.Key_T)
    assert page.draft.form.caseworker_id == "CW014"
    assert not page.strip.caseworkers["CW012"].isEnabled()

"""Options, points, numbers and words on the scorecard: by keys, refused in words, undone in their turn."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.state.draft import ReviewDraft
from desktop.views.review_page import ReviewPage
from models.review import AnswerNote, AnswerValue
from models.scorecard import Scorecard, read_scorecard
from models.store import Store

Opened = Callable[..., ReviewPage]
Start = Callable[..., ReviewDraft]
Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
EVERY_TYPE = Path(__file__).parents[2] / "models" / "scorecards" / "every-type.toml"


@pytest.fixture
def every_type(demo_store: Store, draft: ReviewDraft) -> Iterator[None]:
    """New reviews are made with a scorecard that asks for everything."""
    card = read_scorecard(EVERY_TYPE)
    with demo_store.database.session() as session:
        session.add(
            Scorecard(
                scorecard_id=card.id,
                title=card.title,
                definition=card.values,
                sha256=card.sha256,
                first_used_at=demo_store.clock.now(),
            )
        )
    draft.scorecard = card.id
    return


def note(draft: ReviewDraft, prompt: str) -> AnswerNote:
    assert draft.form is not None
    return draft.form.answer(prompt)


def test_what_is_picked_and_typed_counts_as_its_prompt_declares(every_type: None, start: Start) -> None:
    draft = start("VR-88102")
    draft.give("EXPLAINED", "hardly")
    draft.give("COURTESY", "4")
    draft.give("FIRST_OFFER", "1,200.5")
    draft.give("WHY_SO_LONG", " The system was slow. ")
    told = {each.prompt: (each.value, each.given) for each in draft.form.answers}
    assert told == {
        "EXPLAINED": (AnswerValue.NO, "hardly"),
        "COURTESY": (AnswerValue.YES, "4"),
        "FIRST_OFFER": (AnswerValue.YES, "1200.50"),
        "WHY_SO_LONG": (AnswerValue.NOTED, "The system was slow."),
    }


def test_what_is_no_answer_is_not_taken(every_type: None, start: Start) -> None:
    draft = start("VR-88102")
    draft.give("COURTESY", "4")
    for wrong in ("9", "three", "4.5"):
        draft.give("COURTESY", wrong)
    assert note(draft, "COURTESY").given == "4"


def test_every_type_of_answer_is_undone_in_its_turn(every_type: None, start: Start) -> None:
    draft = start("VR-88102")
    draft.give("EXPLAINED", "wholly")
    draft.give("EXPLAINED", "partly")
    draft.give("FIRST_OFFER", "1", typing=True)
    draft.give("FIRST_OFFER", "12", typing=True)
    draft.answer("EXPLAINED", AnswerValue.NOT_APPLICABLE)
    seen = []
    while draft.steps.undo() is not None:
        seen.append((note(draft, "EXPLAINED").given, note(draft, "FIRST_OFFER").given))
    assert seen == [("partly", "12.00"), ("partly", None), ("wholly", None), (None, None)]
    while draft.steps.redo() is not None:
        pass
    assert note(draft, "EXPLAINED") == AnswerNote("EXPLAINED", AnswerValue.NOT_APPLICABLE)


def test_answers_of_every_type_are_in_the_store(
    every_type: None, start: Start, stored: Callable[[], None], demo_store: Store
) -> None:
    draft = start("VR-88102")
    draft.give("COURTESY", "2")
    stored()
    mine = demo_store.reviews.mine("VR-88102", None, "TL01", "every-type/1")
    assert mine is not None
    assert mine.answer("COURTESY").given == "2"


def test_digits_pick_options_and_points_and_arrows_step_between_them(
    every_type: None, opened: Opened, keys: SimpleNamespace
) -> None:
    page = opened("VR-88102")
    page.form.go_to("EXPLAINED")
    keys.press(Key.Key_2)
    assert note(page.draft, "EXPLAINED").given == "partly"
    keys.press(Key.Key_Right)
    assert note(page.draft, "EXPLAINED").given == "hardly"
    keys.press(Key.Key_0)
    assert note(page.draft, "EXPLAINED").value is None
    keys.press(Key.Key_Down)
    assert page.form.current == "COURTESY"
    keys.press(Key.Key_3)
    keys.press(Key.Key_Left)
    assert note(page.draft, "COURTESY").given == "2"
    for _press in range(5):
        keys.press(Key.Key_Right)
    assert note(page.draft, "COURTESY").given == "5"


def test_not_applicable_and_cannot_tell_answer_whatever_is_asked(
    every_type: None, opened: Opened, keys: SimpleNamespace
) -> None:
    page = opened("VR-88102")
    page.form.go_to("EXPLAINED")
    keys.press(Key.Key_2)
    keys.press(Key.Key_N, SHIFT)
    assert note(page.draft, "EXPLAINED") == AnswerNote("EXPLAINED", AnswerValue.NOT_APPLICABLE)
    keys.press(Key.Key_K, SHIFT)
    assert note(page.draft, "EXPLAINED").value is AnswerValue.CANNOT_TELL


def test_a_number_is_typed_at_once_and_refused_in_words_beside_its_field(
    every_type: None, opened: Opened, keys: SimpleNamespace
) -> None:
    page = opened("VR-88102")
    page.form.go_to("COURTESY")
    keys.press(Key.Key_Down)
    row = page.form.rows["FIRST_OFFER"]
    assert isinstance(page.window().focusWidget(), QLineEdit)
    keys.type("120")
    assert note(page.draft, "FIRST_OFFER").given == "120.00"
    keys.type("..")
    assert note(page.draft, "FIRST_OFFER").value is None
    assert row.input.refusal.text() == "Not taken: it must be a number, like 120.00."
    assert row.input.text == "120.."
    keys.press(Key.Key_Backspace)
    keys.press(Key.Key_Backspace)
    assert row.input.refusal.isHidden()
    assert note(page.draft, "FIRST_OFFER").given == "120.00"
    assert row.input.text == "120"


def test_commands_work_from_a_field_for_numbers(every_type: None, opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    page.form.go_to("FIRST_OFFER")
    page.form.focus_current()
    keys.press(Key.Key_C)
    assert page.form._detail.box.hasFocus()
    keys.press(Key.Key_Escape)
    keys.press(Key.Key_Up)
    assert page.form.current == "COURTESY"


def test_words_are_written_in_a_box_that_says_when_they_are_too_many(
    every_type: None, opened: Opened, keys: SimpleNamespace
) -> None:
    page = opened("VR-88102")
    page.form.go_to("WHY_SO_LONG")
    page.form.focus_current()
    keys.press(Key.Key_1)
    keys.type(" minute, for the system was slow")
    assert note(page.draft, "WHY_SO_LONG").given == "1 minute, for the system was slow"
    page.form.rows["WHY_SO_LONG"].input.field.setPlainText("x" * 201)
    assert "at most 200 are taken" in page.form.rows["WHY_SO_LONG"].input.refusal.text()
    assert note(page.draft, "WHY_SO_LONG").value is None


def test_a_needed_comment_and_cause_say_that_they_are_needed(every_type: None, opened: Opened) -> None:
    page = opened("VR-88102")
    page.draft.give("EXPLAINED", "partly")
    page.form.go_to("EXPLAINED")
    assert page.form._detail.box.placeholderText() == "Comment: this answer needs one"
    page.draft.answer("OFFERED", AnswerValue.NO)
    page.form.go_to("OFFERED")
    heading = page.form._detail._cause_lines.itemAt(0).widget()
    assert heading.text() == "Why? At least one of these is needed."
    assert any("cause" in each.what for each in page.draft.missing() if each.prompt == "OFFERED")


def test_a_signed_answer_of_every_type_is_read_only(every_type: None, opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    page.draft.give("COURTESY", "4")
    page.draft.person = replace(page.draft.person, role=None)
    page.form.refresh()
    page.form.go_to("COURTESY")
    keys.press(Key.Key_1)
    keys.press(Key.Key_Right)
    assert note(page.draft, "COURTESY").given == "4"

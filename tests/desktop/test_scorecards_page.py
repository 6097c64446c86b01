"""The Scorecards page: a version made, mended, seen, tried and published by keyboard alone; who may only read it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from desktop.demonstration import DEMONSTRATION_DAY, sign_answers
from desktop.jobs.runner import Runner
from desktop.state.scorecard_editing import Spot, spot_of, table
from desktop.state.scorecard_preview import PreviewDraft
from desktop.state.scorecards import Scorecards
from desktop.views.actions import ActionTable
from desktop.views.scorecards_page import EDIT, PREVIEW, TRIAL, ScorecardsPage
from desktop.window import Window
from models.errors import ChangedElsewhere
from models.review import AnswerValue
from models.scoring import Standing
from models.staff import Role
from models.store import Store
from models.store.staff import Person
from models.trial import Trial, TrialLine
from tests.desktop.keyboard import press, write

Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Standing(None, None, None)
USED, DRAFT = "arrears-call/1", "arrears-call/2"
EVERY_TYPE = Path(__file__).parents[1] / "models/scorecards/every-type.toml"


@pytest.fixture
def window(make_window: Callable[..., Window], demo_store: Store, qtbot: QtBot) -> Window:
    """The window with one check signed, the Scorecards page in sight."""
    sign_answers(demo_store, [resources.path("demo/answers/VR-88101.json")])
    made = make_window(demo_store)
    qtbot.waitActive(made)
    return made


@pytest.fixture
def make_page(store: Store, qtbot: QtBot, light_look: None) -> Iterator[Callable[[Role], ScorecardsPage]]:
    """The page alone, in sight, for somebody of a role; nothing but the shipped scorecard in its store."""
    runner = Runner()

    def make(role: Role) -> ScorecardsPage:
        person = Person("TL01", role, None)
        cards, actions = Scorecards(store, runner, lambda: person), ActionTable()
        preview = PreviewDraft(store, runner, person)
        made = ScorecardsPage(cards, preview, actions, DEMONSTRATION_DAY)
        for kept in (cards, actions, preview):
            kept.setParent(made)
        qtbot.addWidget(made)
        made.resize(1366, 680)
        made.show()
        made.activateWindow()
        qtbot.waitActive(made)
        made.refresh()
        qtbot.waitUntil(lambda: cards.open_id == USED)
        made.focus_versions()
        return made

    yield make
    runner.close()


@pytest.fixture
def page(make_page: Callable[[Role], ScorecardsPage]) -> ScorecardsPage:
    return make_page(Role.TEAM_LEADER)


@pytest.fixture
def cards(page: ScorecardsPage) -> Scorecards:
    found = page.findChild(Scorecards)
    assert isinstance(found, Scorecards)
    return found


@pytest.fixture
def every_type(page: ScorecardsPage, cards: Scorecards, qtbot: QtBot) -> ScorecardsPage:
    """The page with a draft that has every type of answer."""
    cards.take_in(EVERY_TYPE)
    qtbot.waitUntil(lambda: cards.open_id == "every-type/1")
    return page


def prompt_at(cards: Scorecards, prompt_id: str) -> dict[str, object]:
    spot = spot_of(cards.editing.values, prompt_id)
    assert spot is not None
    return dict(table(cards.editing.values, spot))


def test_a_version_is_made_mended_seen_tried_and_published_by_keyboard_alone(window: Window, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_7, CONTROL)
    cards, page = window.findChild(Scorecards), window.page("scorecards")
    qtbot.waitUntil(lambda: cards.open_id == USED)
    press(qtbot, Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: cards.open_id == DRAFT)
    # a prompt that failed becomes critical, and its weight is no number at first
    page.editor.focus_outline()
    while page.editor.spot != spot_of(cards.editing.values, "METHOD_EXPLAINED"):
        press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_Backtab)
    assert QApplication.focusWidget() is page.editor.prompt_form.fields["critical"].editor
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_Backtab)
    press(qtbot, Key.Key_Backtab)
    write(qtbot, "many")
    assert "whole number" in page.editor.prompt_form._rows[0].said.text()
    press(qtbot, Key.Key_Return, CONTROL)
    assert cards.line(DRAFT).standing == "draft"
    press(qtbot, Key.Key_Escape)
    press(qtbot, Key.Key_F8)
    assert QApplication.focusWidget() is page.editor.prompt_form.fields["weight"].editor
    press(qtbot, Key.Key_Z, CONTROL)
    assert cards.editing.faults == ()
    assert prompt_at(cards, "METHOD_EXPLAINED")["critical"] is True
    # seen and answered
    press(qtbot, Key.Key_2, ALT)
    press(qtbot, Key.Key_1)
    assert page.preview._draft.form.answer("FIGURES_SOURCED").value is AnswerValue.YES
    assert "Score 100.0" in page.preview.result.text()
    # tried on what was signed
    with qtbot.waitSignal(cards.tried) as tried:
        press(qtbot, Key.Key_R, CONTROL)
    assert tried.args[0].flips == 1
    qtbot.waitUntil(page.trial.rows.table.hasFocus)
    assert page.trial.summary.text().startswith("1 review · 1 would flip")
    with qtbot.waitSignal(page.review_wished):
        press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.shown == "review")
    press(qtbot, Key.Key_7, CONTROL)
    qtbot.waitUntil(lambda: window.shown == "scorecards")
    # published, and taken back from the notice
    with qtbot.waitSignal(cards.published):
        press(qtbot, Key.Key_Return, CONTROL)
    assert window.notices.notices[-1].action.text() == "Take back"
    qtbot.waitUntil(lambda: cards.line(DRAFT).current)


def test_the_rule_of_a_prompt_is_built_and_told_in_words(
    every_type: ScorecardsPage, cards: Scorecards, qtbot: QtBot
) -> None:
    editor = every_type.editor
    editor.go_to(Spot(0, 2), "not_applicable")
    rule = editor.prompt_form.rule
    rule.mode.box.setFocus()
    press(qtbot, Key.Key_End)
    rule.mode.box.activated.emit(rule.mode.box.currentIndex())
    press(qtbot, Key.Key_C, ALT)
    assert QApplication.focusWidget() is rule.rows[1].kind
    rule.rows[1].kind_wished.emit((1,), "answer")
    assert rule.words.text() == "Not applicable when the debt is paid in full, or when OFFERED is answered no."
    assert cards.editing.faults == ()
    press(qtbot, Key.Key_Z, CONTROL)
    assert len(rule.rows) == 2


def test_the_answers_to_choose_from_are_added_and_undone(
    every_type: ScorecardsPage, cards: Scorecards, qtbot: QtBot
) -> None:
    every_type.editor.go_to(Spot(0, 1), "option[1].credit")
    press(qtbot, Key.Key_A, ALT)
    write(qtbot, "A little")
    assert prompt_at(cards, "EXPLAINED")["option"][-1] == {"id": "answer_1", "text": "A little", "credit": 0}
    press(qtbot, Key.Key_Z, CONTROL)
    press(qtbot, Key.Key_Z, CONTROL)
    assert len(prompt_at(cards, "EXPLAINED")["option"]) == 4


def test_every_kind_of_answer_shows_its_own_fields(every_type: ScorecardsPage, cards: Scorecards) -> None:
    editor, form = every_type.editor, every_type.editor.prompt_form.answer
    for prompt_id, key in (("COURTESY", "least_words"), ("FIRST_OFFER", "unit"), ("WHY_SO_LONG", "longest")):
        editor.go_to(spot_of(cards.editing.values, prompt_id), key)
        shown = [part for part in form._parts.values() if part.isVisible()]
        assert [key in part.fields for part in shown] == [True]
        assert QApplication.focusWidget() is shown[0].fields[key].editor


def test_parts_are_moved_and_removed_by_keys(every_type: ScorecardsPage, cards: Scorecards, qtbot: QtBot) -> None:
    every_type.editor.go_to(Spot(0, 0))
    every_type.editor.focus_outline()
    press(qtbot, Key.Key_Down, ALT)
    assert every_type.editor.spot == Spot(0, 1)
    press(qtbot, Key.Key_Delete)
    assert spot_of(cards.editing.values, "OFFERED") is None
    assert every_type.editor.outline.view.hasFocus()
    press(qtbot, Key.Key_Z, CONTROL)
    assert spot_of(cards.editing.values, "OFFERED") == Spot(0, 1)


def test_a_draft_with_faults_shows_no_form_and_leads_to_the_fault(
    every_type: ScorecardsPage, qtbot: QtBot, cards: Scorecards
) -> None:
    every_type.editor.add_prompt()
    every_type.show_part(PREVIEW)
    assert "newest state without any" in every_type.preview.note.text()
    every_type.show_part(TRIAL)
    assert not every_type.trial.run.isEnabled()
    press(qtbot, Key.Key_Return, CONTROL)
    assert every_type.part == EDIT
    assert cards.line("every-type/1").standing == "draft"


def test_a_draft_is_discarded_after_one_question(every_type: ScorecardsPage, cards: Scorecards, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Delete, CONTROL)
    assert every_type.question.isVisible()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: cards.line("every-type/1") is None)


def test_a_second_writer_is_asked_about_in_the_page(
    every_type: ScorecardsPage, cards: Scorecards, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(cards.editing.opened):
        cards.editing.hold_up(str(ChangedElsewhere("Saved elsewhere.")))
        assert [button.text() for button in every_type.notice.buttons] == ["Keep mine", "Take theirs"]
        every_type.notice.buttons[0].click()
    assert not every_type.notice.isVisible()


def test_a_caseworker_reads_and_tries_no_review(make_page: Callable[[Role], ScorecardsPage]) -> None:
    page = make_page(Role.CASEWORKER)
    assert not page.tabs.tabs[TRIAL].isVisible()
    page.show_part(TRIAL)
    assert page.part == EDIT
    assert [name for name, button in page.head.buttons.items() if button.isVisible()] == ["save_card"]


def test_nothing_that_was_tried_stays_in_sight_of_the_next_person(page: ScorecardsPage, cards: Scorecards) -> None:
    page.show_part(TRIAL)
    line = TrialLine("R1", "VR-1", None, "CW011", "TL01", None, USED, NONE, NONE, (), ())
    page.trial.show_trial(Trial(USED, (line,), {}, 0))
    page.show_person()
    assert page.part == EDIT
    assert page.trial.model.total == 0


def test_closing_saves_what_was_just_typed(window: Window, demo_store: Store, qtbot: QtBot) -> None:
    window.show_page("scorecards")
    cards, page = window.findChild(Scorecards), window.page("scorecards")
    cards.take_in(EVERY_TYPE)
    qtbot.waitUntil(lambda: cards.open_id == "every-type/1")
    page.editor.go_to(Spot(0, 0), "text")
    write(qtbot, "Really: ")
    assert not cards.editing.stored
    with qtbot.waitSignal(window.closing):
        window.close()
    prompt = demo_store.scorecards.draft("every-type/1").values["section"][0]["prompt"][0]
    assert "Really: " in prompt["text"]

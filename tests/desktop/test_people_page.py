"""The People page: a caseworker's record written by keyboard alone, kept while one looks elsewhere, shown to two."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from desktop.demonstration import sign_answers
from desktop.jobs.runner import Runner
from desktop.settings import Settings
from desktop.state.people import People
from desktop.state.session import Session
from desktop.views.actions import ActionTable
from desktop.views.people_card import EntryCard
from desktop.views.people_checks import CheckChoice
from desktop.views.people_page import HISTORY, OVERVIEW, PeoplePage
from desktop.window import Window
from models.development import EntryForm, EntryKind, Standing, Suggestion
from models.store import Store
from tests.desktop.keyboard import press, write

Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NEED = EntryKind.NEED


def people_of(window: Window) -> People:
    found = window.findChild(People)
    assert isinstance(found, People)
    return found


@pytest.fixture
def window(make_window, demo_store: Store, qtbot: QtBot) -> Window:
    """The window with a check of CW014 signed."""
    sign_answers(demo_store, [resources.path("demo/answers/VR-88104.json")])
    made = make_window(demo_store)
    qtbot.waitActive(made)
    return made


@pytest.fixture
def make_page(demo_store: Store, qtbot: QtBot, picker, light_look: None) -> Iterator[Callable[..., PeoplePage]]:
    """The page alone, in sight, for a person."""
    runner = Runner()

    def make(staff_id: str, settings: Settings | None = None) -> PeoplePage:
        person = demo_store.staff.get(staff_id)
        assert person is not None
        session = Session(demo_store, runner, person, settings=settings or Settings(), locked=frozenset())
        people, actions = People(demo_store, runner, session), ActionTable()
        made = PeoplePage(people, actions, picker)
        for kept in (session, people, actions):
            kept.setParent(made)
        qtbot.addWidget(made)
        made.resize(1366, 680)
        made.show()
        made.activateWindow()
        qtbot.waitActive(made)
        with qtbot.waitSignal(people.listed):
            made.refresh()
        return made

    yield make
    runner.close()


@pytest.fixture
def page(make_page: Callable[..., PeoplePage], demo_store: Store, qtbot: QtBot) -> PeoplePage:
    """The page with the record of CW014, one check signed."""
    sign_answers(demo_store, [resources.path("demo/answers/VR-88104.json")])
    made = make_page("TL01")
    with qtbot.waitSignal(made._people.record_came, check_params_cb=lambda record: record.caseworker_id == "CW014"):
        made.rail.setCurrentRow(2)
    return made


def cards(page: PeoplePage, kind: EntryKind = NEED) -> list[EntryCard]:
    return page.sections[kind].cards


def test_a_need_is_agreed_changed_withdrawn_and_put_back_by_keyboard_alone(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(people_of(window).record_came):
        press(qtbot, Key.Key_8, CONTROL)
    page = window.page("people")
    assert isinstance(page, PeoplePage)
    people = people_of(window)
    for _twice in range(2):
        with qtbot.waitSignal(people.record_came):
            press(qtbot, Key.Key_Down, CONTROL)
    assert people.record is not None
    assert people.record.caseworker_id == "CW014"
    press(qtbot, Key.Key_4, ALT)
    press(qtbot, Key.Key_N, CONTROL)
    write(qtbot, "Ask for the lump sum")
    press(qtbot, Key.Key_Tab)
    write(qtbot, "Listen to two calls")
    with qtbot.waitSignal(people.record_came):
        press(qtbot, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(cards(page)) == 1 and cards(page)[0].edit.hasFocus())
    press(qtbot, Key.Key_F2)
    press(qtbot, Key.Key_End)
    write(qtbot, " early")
    with qtbot.waitSignal(people.record_came):
        press(qtbot, Key.Key_Return, CONTROL)
    qtbot.waitUntil(cards(page)[0].edit.hasFocus)
    assert cards(page)[0].accessibleName() == "Ask for the lump sum early, Open"
    with qtbot.waitSignal(people.record_came):
        press(qtbot, Key.Key_Delete)
    assert cards(page) == []
    with qtbot.waitSignal(people.record_came):
        press(qtbot, Key.Key_Z, CONTROL)
    assert len(cards(page)) == 1
    press(qtbot, Key.Key_6, ALT)
    told = [page.history_model.cells(row)[3] for row in page.history_model.rows]
    assert told == ["Put back", "Withdrawn", "Need: Ask for the lump sum → Ask for the lump sum early", "Begun"]


def test_what_is_missing_stands_below_its_field_and_nothing_is_lost(page: PeoplePage, qtbot: QtBot) -> None:
    page.show_part(NEED.value)
    page.add_entry()
    panel = page.sections[NEED].panel
    write(qtbot, "Ask for the lump sum")
    with qtbot.waitSignal(page._people.refused):
        press(qtbot, Key.Key_Return, CONTROL)
    assert panel._faults["action"].text() == "Agreed action: say what was agreed to be done"
    assert panel.fields["action"].hasFocus()
    assert panel.form().title == "Ask for the lump sum"
    page.leave_entry()


def test_what_is_begun_waits_while_another_record_is_read(page: PeoplePage, qtbot: QtBot) -> None:
    page.show_part(NEED.value)
    page.add_entry()
    write(qtbot, "Ask for the lump sum")
    for row, is_open in ((0, False), (2, True)):
        with qtbot.waitSignal(page._people.record_came):
            page.rail.setCurrentRow(row)
        assert page.sections[NEED].panel.is_open is is_open
    assert page.sections[NEED].panel.form().title == "Ask for the lump sum"
    page.leave_entry()


def test_feedback_begun_from_a_signed_review_is_written_on_the_page_and_not_lost_at_the_end(
    window: Window, qtbot: QtBot
) -> None:
    people = people_of(window)
    leader = window.findChild(Session).person
    review = people._store.development.record("CW014", people.present, leader).reviews[0].review
    with qtbot.waitSignal(people.record_came):
        people.begin_feedback(review)
    page = window.page("people")
    assert isinstance(page, PeoplePage)
    panel = page.sections[EntryKind.FEEDBACK].panel
    qtbot.waitUntil(lambda: panel.is_open)
    assert (window.shown, page.part) == ("people", "feedback")
    assert (panel.form().caseworker_id, panel.form().reviews) == ("CW014", (review,))
    assert not window.close()
    assert "not saved" in window.notices.notices[-1].text
    assert window.close()


def test_the_overview_opens_a_check_and_shows_what_was_published(page: PeoplePage, qtbot: QtBot) -> None:
    page.show_part(OVERVIEW)
    assert [page.overview.model.cells(row)[1:3] for row in page.overview.model.rows] == [("C-1A04", "Inaccurate")]
    assert page.overview.checks.table.hasFocus()
    with qtbot.waitSignal(page.check_wished) as wished:
        press(qtbot, Key.Key_Return)
    assert wished.args == ["VR-88104", "PAG-088104"]


def test_the_record_is_written_for_the_one_to_one(page: PeoplePage, qtbot: QtBot, picker, tmp_path: Path) -> None:
    target = tmp_path / "record.html"
    picker.chosen.append(target)
    with qtbot.waitSignal(page._people.written):
        press(qtbot, Key.Key_S, CONTROL)
    assert "PDS: record of CW014" in target.read_text(encoding="utf-8")


def test_the_record_is_printed(page: PeoplePage, qtbot: QtBot, picker, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    picker.chosen.append(target)
    with qtbot.waitSignal(page._people.printed):
        press(qtbot, Key.Key_P, CONTROL)
    assert target.read_bytes().startswith(b"%PDF")


def test_a_year_back_holds_nothing_and_no_year_lies_after_the_present(page: PeoplePage, qtbot: QtBot) -> None:
    assert not page.head.after.isEnabled()
    with qtbot.waitSignal(page._people.record_came):
        press(qtbot, Key.Key_Left, ALT)
    assert page.head.period.text() == "1 Apr 2008 to 31 Mar 2009"
    assert page.overview.model.total == 0
    assert page.head.after.isEnabled()


def test_a_caseworker_reads_the_own_record_and_comments_on_it(
    make_page: Callable[..., PeoplePage], demo_store: Store, qtbot: QtBot
) -> None:
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    day = demo_store.clock.today()
    form = EntryForm("CW014", NEED, day, "Ask for the lump sum", due=day, standing=Standing.OPEN, action="Listen")
    demo_store.development.save(form, leader)
    page = make_page("CW014")
    people = page._people
    qtbot.waitUntil(lambda: people.record is not None)
    assert not page.rail.isVisible()
    page.show_part(NEED.value)
    assert page.sections[NEED].add.isHidden()
    press(qtbot, Key.Key_C)
    write(qtbot, "Gladly")
    with qtbot.waitSignal(people.record_came):
        press(qtbot, Key.Key_Return, CONTROL)
    assert people.record is not None
    assert [each.form.comment for each in people.record.of_kind(NEED)] == ["Gladly"]


def test_quality_assurance_is_told_why_no_record_is_shown(make_page: Callable[..., PeoplePage]) -> None:
    page = make_page("QA01")
    assert page.empty.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus is page or page.isAncestorOf(focus), "its keys work"
    assert "between a caseworker and the team leader" in page.empty.words.text()


def test_the_department_says_what_it_is_called_and_when_its_year_begins(
    make_page: Callable[..., PeoplePage], qtbot: QtBot
) -> None:
    page = make_page("TL01", Settings(people_label="People Performance", people_year_starts=1))
    qtbot.waitUntil(lambda: page._people.record is not None)
    assert page.head.title.text() == "CW011 · AO · DE-1 · People Performance"
    assert page.head.period.text() == "1 Jan 2009 to 31 Dec 2009"


def test_what_is_answered_no_again_and_again_starts_a_need_that_a_person_saves(page: PeoplePage, qtbot: QtBot) -> None:
    people = page._people
    assert people.record is not None
    review = people.record.reviews[0].review
    told = Suggestion("LUMP_SOUGHT", "Lump sum sought?", 3, 6, (review,))
    people.begun.connect(page.open_form)
    people.record_came.emit(replace(people.record, suggestions=(told,)))
    page.show_part(NEED.value)
    qtbot.mouseClick(page.sections[NEED].offers.buttons[0], Qt.MouseButton.LeftButton)
    form = page.sections[NEED].panel.form()
    assert (form.title, form.prompts, form.reviews) == ("Lump sum sought?", ("LUMP_SOUGHT",), (review,))
    assert people.record.entries == ()
    page.leave_entry()


def test_checks_are_ticked_and_those_of_other_periods_stay(page: PeoplePage) -> None:
    assert page._people.record is not None
    choice = CheckChoice()
    calls = page._people.record.reviews
    choice.offer(calls, ("elsewhere",))
    assert choice.tied() == ("elsewhere",)
    choice.item(0).setCheckState(Qt.CheckState.Checked)
    assert choice.tied() == ("elsewhere", calls[0].review)


def test_what_is_closed_without_saving_can_be_written_on(page: PeoplePage, qtbot: QtBot) -> None:
    page.show_part(NEED.value)
    page.add_entry()
    write(qtbot, "Ask for the lump sum")
    with qtbot.waitSignal(page.left_unsaved) as left:
        press(qtbot, Key.Key_Escape)
    assert not page.sections[NEED].panel.is_open
    page.open_form(left.args[0])
    assert page.sections[NEED].panel.form().title == "Ask for the lump sum"
    page.leave_entry()


def test_a_comment_that_came_while_an_entry_is_changed_is_told_and_kept(
    page: PeoplePage, demo_store: Store, qtbot: QtBot
) -> None:
    people, (leader, caseworker) = page._people, (demo_store.staff.get(one) for one in ("TL01", "CW014"))
    assert leader is not None
    assert caseworker is not None
    day = demo_store.clock.today()
    form = EntryForm("CW014", NEED, day, "Ask for the lump sum", due=day, standing=Standing.OPEN, action="Listen")
    entry = demo_store.development.save(form, leader)
    with qtbot.waitSignal(people.record_came):
        people.refresh()
    page.show_part(NEED.value)
    page.edit_entry()
    demo_store.development.comment(entry.entry_id, "Gladly", caseworker)
    write(qtbot, " early")
    with qtbot.waitSignals([people.refused, people.record_came]):
        press(qtbot, Key.Key_Return, CONTROL)
    panel = page.sections[NEED].panel
    assert panel.unsaved.text().startswith("Changed by CW014 in the meantime")
    with qtbot.waitSignal(people.saved) as saved:
        press(qtbot, Key.Key_Return, CONTROL)
    kept = saved.args[0].form
    assert ("early" in kept.title, kept.comment) == (True, "Gladly")


def test_an_entry_withdrawn_before_is_put_back_from_the_history(
    page: PeoplePage, demo_store: Store, qtbot: QtBot
) -> None:
    leader, people = demo_store.staff.get("TL01"), page._people
    assert leader is not None
    day = demo_store.clock.today()
    entry = demo_store.development.save(EntryForm("CW014", EntryKind.FEEDBACK, day, text="Well explained"), leader)
    demo_store.development.withdraw(entry.entry_id, leader)
    with qtbot.waitSignal(people.record_came):
        people.refresh()
    page.show_part(HISTORY)
    assert page.history.restore.isVisible()
    with qtbot.waitSignal(people.record_came):
        press(qtbot, Key.Key_Z, CONTROL)
    assert len(page.sections[EntryKind.FEEDBACK].cards) == 1
    assert not page.history.restore.isVisible()

"""Who is working, by the account, by the setting, or by choice, and what may not be chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.settings import Settings, load_settings
from desktop.state.draft import ReviewDraft
from desktop.state.session import Session
from desktop.window import Window
from models.staff import Staff
from models.store import Store
from models.store.staff import Person
from models.store.worklist import Section

NOBODY = Person("os:somebody", None, None)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def begin(
    store: Store, runner: Runner, file: Path, settings: Settings | None = None, person: Person = NOBODY
) -> Session:
    return Session(store, runner, person, settings=settings or Settings(), locked=frozenset(), file=file)


def give_account(store: Store, staff_id: str, account: str) -> None:
    from sqlmodel import select

    with store.database.session() as session:
        member = session.exec(select(Staff).where(Staff.staff_id == staff_id)).one()
        member.os_user = account
        session.add(member)


def test_reviewers_can_be_chosen_while_no_account_is_known(
    demo_store: Store, runner: Runner, file: Path, qtbot: QtBot
) -> None:
    session = begin(demo_store, runner, file)
    with qtbot.waitSignal(session.reviewers_known) as known:
        session.look_who_works()
    assert [person.staff_id for person in known.args[0]] == ["QA01", "TL01", "TL02"]
    assert session.person == NOBODY


def test_a_choice_is_kept_for_the_next_start(demo_store: Store, runner: Runner, file: Path, qtbot: QtBot) -> None:
    session = begin(demo_store, runner, file)
    with qtbot.waitSignal(session.reviewers_known):
        session.look_who_works()
    with qtbot.waitSignal(session.person_changed) as changed:
        session.work_as("TL02")
    assert changed.args[0].staff_id == "TL02"
    again = begin(demo_store, runner, file, load_settings(file))
    with qtbot.waitSignal(again.person_changed):
        again.look_who_works()
    assert again.person.staff_id == "TL02"


def test_the_account_decides_once_the_staff_list_knows_it(
    demo_store: Store, runner: Runner, file: Path, qtbot: QtBot
) -> None:
    give_account(demo_store, "TL01", "somebody")
    session = begin(demo_store, runner, file, Settings(worker="TL02"))
    with qtbot.waitSignal(session.reviewers_known) as known:
        session.look_who_works()
    assert session.person.staff_id == "TL01"
    assert known.args[0] == []


def test_where_accounts_are_loaded_a_stranger_may_not_choose(
    demo_store: Store, runner: Runner, file: Path, qtbot: QtBot
) -> None:
    give_account(demo_store, "TL01", "leader")
    session = begin(demo_store, runner, file, Settings(worker="TL02"))
    with qtbot.waitSignal(session.reviewers_known) as known:
        session.look_who_works()
    assert known.args[0] == []
    assert session.person == NOBODY


def test_the_administrator_may_allow_the_choice(demo_store: Store, runner: Runner, file: Path, qtbot: QtBot) -> None:
    give_account(demo_store, "TL01", "leader")
    session = begin(demo_store, runner, file, Settings(staff_choice_allowed=True))
    with qtbot.waitSignal(session.reviewers_known) as known:
        session.look_who_works()
    assert len(known.args[0]) == 3


def test_only_reviewers_of_the_list_can_be_chosen(demo_store: Store, runner: Runner, file: Path, qtbot: QtBot) -> None:
    session = begin(demo_store, runner, file)
    with qtbot.waitSignal(session.reviewers_known):
        session.look_who_works()
    session.work_as("CW011")
    assert session.person == NOBODY


def test_a_remembered_worker_who_left_the_list_is_not_taken(
    demo_store: Store, runner: Runner, file: Path, qtbot: QtBot
) -> None:
    session = begin(demo_store, runner, file, Settings(worker="TL09"))
    with qtbot.waitSignal(session.reviewers_known):
        session.look_who_works()
    assert session.person == NOBODY


def test_a_claimed_person_stays(demo_store: Store, runner: Runner, file: Path, qtbot: QtBot) -> None:
    leader = demo_store.staff.get("TL01")
    session = begin(demo_store, runner, file, Settings(worker="TL02"), leader)
    with qtbot.waitSignal(session.reviewers_known):
        session.look_who_works()
    assert session.person == leader


def test_locked_settings_are_left_alone(demo_store: Store, runner: Runner, file: Path) -> None:
    session = Session(demo_store, runner, NOBODY, settings=Settings(), locked=frozenset({"theme"}), file=file)
    session.change(theme="dark", speed=2.0)
    assert (session.settings.theme, session.settings.speed) == ("system", 2.0)


def test_in_the_window_the_choice_makes_the_reviews_ones_own(make_window, demo_store: Store, qtbot: QtBot) -> None:
    window: Window = make_window(demo_store, None)
    qtbot.waitUntil(window.worker.isVisible)
    window.worker.people.setFocus()
    qtbot.keyClicks(window.worker.people, "TL02")
    qtbot.keyClick(window.worker.people, Qt.Key.Key_Return)
    window.worker.people.activated.emit(window.worker.people.findData("TL02"))
    assert window.worker.isHidden()
    assert window.top.person.text() == "TL02 · DE-2"
    assert window.findChild(ReviewDraft).person.staff_id == "TL02"
    page = window.page("worklist")
    page.show_section(Section.DRAFTS)
    qtbot.waitUntil(lambda: page.model.query.section is Section.DRAFTS)
    assert page.model.query.reviewer == "TL02"


def test_somebody_elses_call_on_the_desk_becomes_ones_own(make_window, demo_store: Store, qtbot: QtBot) -> None:
    window: Window = make_window(demo_store, None)
    qtbot.waitUntil(window.worker.isVisible)
    draft = window.findChild(ReviewDraft)
    window.open_item("VR-88102", None)
    qtbot.waitUntil(lambda: draft.form is not None)
    assert draft.read_only
    window.worker.chosen.emit("TL01")
    qtbot.waitUntil(lambda: draft.form is not None and not draft.read_only)
    assert draft.form.reviewer_id == "TL01"

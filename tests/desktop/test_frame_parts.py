"""The small parts of the frame: notices, the line at the foot, the bar at the top, rows that break."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.jobs.runner import Runner
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.notice import NoticeArea
from desktop.views.status_line import StatusLine
from desktop.views.top_bar import TopBar
from desktop.views.worker_bar import WorkerBar
from models.staff import Role
from models.store.staff import Person

LEADER = Person("TL01", Role.TEAM_LEADER, "DE-1")
NOBODY = Person("os:somebody", None, None)


@pytest.fixture
def notices(light_look: None, qtbot: QtBot) -> NoticeArea:
    made = NoticeArea()
    qtbot.addWidget(made)
    return made


def test_a_notice_is_seen_until_it_is_put_aside(notices: NoticeArea) -> None:
    notices.tell("Stored.", "good")
    assert not notices.isHidden()
    notices.dismiss()
    assert notices.isHidden()


def test_its_action_is_taken_once_and_it_goes(notices: NoticeArea, qtbot: QtBot) -> None:
    taken: list[str] = []
    notice = notices.tell("Linked.", "good", "Undo", lambda: taken.append("undo"))
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    assert taken == ["undo"]
    assert notices.notices == ()


def test_only_the_newest_two_are_shown(notices: NoticeArea) -> None:
    for text in ("one", "two", "three"):
        notices.tell(text)
    assert [n.text for n in notices.notices] == ["two", "three"]


def test_the_same_sentence_is_not_shown_twice(notices: NoticeArea) -> None:
    notices.tell("Full.", "bad")
    notices.tell("Full.", "bad")
    assert len(notices.notices) == 1


def test_calm_ones_go_while_faults_stay(notices: NoticeArea) -> None:
    notices.tell("By the way.", "accent")
    notices.tell("Not saved.", "bad")
    notices.clear("accent")
    assert [n.text for n in notices.notices] == ["Not saved."]


def test_words_are_never_taken_for_markup(notices: NoticeArea) -> None:
    notice = notices.tell("<b>C-1A02</b> & more")
    label = next(w for w in notice.findChildren(QLabel) if w.text())
    assert label.textFormat() is Qt.TextFormat.PlainText


class Time:
    """A clock the test moves by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def status(runner: Runner, time: Time, light_look: None, qtbot: QtBot) -> StatusLine:
    made = StatusLine(runner, ActionTable(), can_cancel=lambda job_id: job_id == 1, now=time)
    qtbot.addWidget(made)
    return made


def test_what_ends_at_once_is_never_shown(status: StatusLine, runner: Runner, time: Time) -> None:
    runner.job_started.emit(1, "Importing")
    time.now = 0.1
    status._show()
    runner.job_ended.emit(1)
    assert status.words.isHidden()


def test_work_shows_how_far_it_is_and_how_long_it_takes(status: StatusLine, runner: Runner, time: Time) -> None:
    runner.job_started.emit(1, "Importing")
    time.now = 60.0
    runner.job_progressed.emit(1, 0.25, "3 of 12")
    status._show()
    assert status.words.text() == "Importing · 3 of 12 · 3 min left"
    assert status.bar.value() == 250
    runner.job_ended.emit(1)
    assert status.words.isHidden()


def test_no_time_is_promised_from_the_first_moments(status: StatusLine, runner: Runner, time: Time) -> None:
    runner.job_started.emit(1, "Importing")
    time.now = 1.0
    runner.job_progressed.emit(1, 0.5, "6 of 12")
    status._show()
    assert status.words.text() == "Importing · 6 of 12"


def test_work_without_a_name_stays_in_the_background(status: StatusLine, runner: Runner, time: Time) -> None:
    runner.job_started.emit(1, "")
    time.now = 10.0
    status._show()
    assert status.words.isHidden()


def test_cancel_asks_once_and_says_so(status: StatusLine, runner: Runner, time: Time, qtbot: QtBot) -> None:
    runner.job_started.emit(1, "Importing")
    time.now = 1.0
    status._show()
    with qtbot.waitSignal(status.cancel_wished) as wished:
        qtbot.mouseClick(status.cancel, Qt.MouseButton.LeftButton)
    assert wished.args == [1]
    runner.job_progressed.emit(1, 0.5, "6 of 12")
    assert status.words.text() == "Stopping …"
    assert not status.cancel.isEnabled()


def test_work_that_cannot_be_cancelled_offers_no_button(status: StatusLine, runner: Runner, time: Time) -> None:
    runner.job_started.emit(2, "Opening VR-88102")
    time.now = 1.0
    status._show()
    assert not status.words.isHidden()
    assert status.cancel.isHidden()


def test_the_next_work_is_shown_when_the_first_has_ended(status: StatusLine, runner: Runner, time: Time) -> None:
    runner.job_started.emit(1, "Importing")
    runner.job_started.emit(2, "Exporting")
    time.now = 1.0
    status._show()
    assert status.words.text() == "Importing"
    runner.job_ended.emit(1)
    assert status.words.text() == "Exporting"


def test_where_room_is_spared_it_is_there_only_while_work_runs(status: StatusLine, runner: Runner, time: Time) -> None:
    status.spare_room(True)
    assert status.isHidden()
    runner.job_started.emit(1, "Importing")
    time.now = 1.0
    status._show()
    assert not status.isHidden()
    runner.job_ended.emit(1)
    assert status.isHidden()
    status.spare_room(False)
    assert not status.isHidden()


def test_saved_is_said_on_the_offices_clock(status: StatusLine) -> None:
    status.tell_saved(datetime(2009, 10, 5, 9, 42, 7, tzinfo=UTC))
    assert status.note.text() == "Saved 10:42:07"


def test_the_line_does_not_change_its_height(status: StatusLine, runner: Runner, time: Time) -> None:
    before = status.height()
    runner.job_started.emit(1, "Importing")
    time.now = 1.0
    status._show()
    assert status.sizeHint().height() <= before


def test_the_bar_gives_up_words_before_it_clips(light_look: None, qtbot: QtBot) -> None:
    bar = TopBar(ActionTable(), None)
    qtbot.addWidget(bar)
    bar.show_person(LEADER)
    bar.show()
    bar.resize(2000, 44)
    assert "Ctrl+K" in bar.search.text()
    bar.resize(bar._row.minimumSize().width() - 20, 44)
    assert bar.search.text() == ""


MANY: tuple[tuple[str, str, str], ...] = (
    ("worklist", "Worklist", "open_worklist"),
    ("sheets", "Sheets", "open_sheets"),
    ("search", "Search", "palette"),
    ("queue", "Transcribing", "menu"),
    ("samples", "Samples", "keys"),
    ("dashboard", "Dashboard", "keys"),
    ("reports", "Reports", "keys"),
    ("matches", "Matches", "open_matches"),
    ("import", "Import", "open_import"),
    ("export", "Export", "open_export"),
    ("settings", "Settings", "open_settings"),
)


@pytest.fixture
def full_bar(light_look: None, qapp: QApplication) -> Iterator[TopBar]:
    """More pages than have room on the smallest desk, for a leader on a set day."""
    bar = TopBar(ActionTable(), date(2009, 10, 5), tabs=MANY)
    bar.show_person(LEADER)
    bar.show_page("worklist")
    bar.resize(1366, 44)
    bar.show()
    yield bar
    bar.close()
    shiboken6.delete(bar)


def show_at(scale: int) -> None:
    """Put another size of text in force, down to the last part."""
    theme.apply(QApplication.instance(), "light", scale)
    QApplication.sendPostedEvents()


def cut(bar: TopBar) -> list[str]:
    """What of the bar is seen and has less than its room, or stands outside."""
    bar.layout().activate()
    parts = [part for kind in (QPushButton, QToolButton, QLabel) for part in bar.findChildren(kind) if part.isVisible()]
    return [
        part.accessibleName() or part.text()
        for part in parts
        if part.width() < part.sizeHint().width() or part.geometry().right() > bar.width()
    ]


@pytest.mark.parametrize("scale", [100, 200])
def test_eleven_pages_have_their_place_on_the_smallest_desk(full_bar: TopBar, scale: int) -> None:
    show_at(scale)
    shown = [name for name, tab in full_bar.tabs.items() if tab.isVisible()]
    full_bar.more_pages.pages.aboutToShow.emit()
    entries = [entry.objectName() for entry in full_bar.more_pages.pages.actions()]
    assert full_bar.minimumSizeHint().width() <= full_bar.width() == 1366
    assert cut(full_bar) == []
    assert len(shown) >= 3
    assert shown + (entries if full_bar.more_pages.isVisible() else []) == [name for name, *_ in MANY]


def test_the_page_in_sight_keeps_its_tab(full_bar: TopBar) -> None:
    show_at(200)
    assert full_bar.tabs["settings"].isHidden()
    full_bar.show_page("settings")
    assert full_bar.tabs["settings"].isVisible()
    assert full_bar.tabs["settings"].isChecked()
    assert cut(full_bar) == []
    full_bar.show_page("worklist")
    assert full_bar.tabs["settings"].isHidden()


def test_a_page_in_the_menu_is_wished_from_there_with_its_key_beside_it(full_bar: TopBar, qtbot: QtBot) -> None:
    show_at(200)
    full_bar.more_pages.pages.aboutToShow.emit()
    entry = full_bar.more_pages.pages.actions()[-1]
    assert entry.text() == "Settings\tCtrl+,"
    with qtbot.waitSignal(full_bar.page_wished) as wished:
        entry.trigger()
    assert wished.args == ["settings"]


def test_a_bar_with_room_has_no_menu_of_pages_and_the_window_can_be_made_narrower(full_bar: TopBar) -> None:
    full_bar.resize(2400, 44)
    assert full_bar.more_pages.isHidden()
    assert all(tab.isVisible() for tab in full_bar.tabs.values())
    full_bar.resize(full_bar.minimumSizeHint().width(), 44)
    assert [name for name, tab in full_bar.tabs.items() if tab.isVisible()] == ["worklist"]
    assert cut(full_bar) == []


def test_without_a_working_date_the_bar_shows_none(light_look: None, qtbot: QtBot) -> None:
    bar = TopBar(ActionTable(), None)
    qtbot.addWidget(bar)
    assert bar.day.isHidden()


def test_the_question_who_works_is_asked_only_while_nobody_is_known(light_look: None, qtbot: QtBot) -> None:
    bar = WorkerBar()
    qtbot.addWidget(bar)
    bar.ask(NOBODY, [LEADER])
    assert not bar.isHidden()
    assert bar.people.itemText(1) == "TL01 · DE-1"
    bar.ask(LEADER, [LEADER])
    assert bar.isHidden()
    bar.ask(NOBODY, [])
    assert bar.isHidden()


def test_choosing_nobody_is_no_choice(light_look: None, qtbot: QtBot) -> None:
    bar = WorkerBar()
    qtbot.addWidget(bar)
    bar.ask(NOBODY, [LEADER])
    with qtbot.assertNotEmitted(bar.chosen):
        bar.people.activated.emit(0)
    with qtbot.waitSignal(bar.chosen) as chosen:
        bar.people.activated.emit(1)
    assert chosen.args == ["TL01"]


@pytest.fixture
def flow(qtbot: QtBot) -> Iterator[FlowLayout]:
    owner = QWidget()
    qtbot.addWidget(owner)
    made = FlowLayout(owner, 10)
    for _number in range(5):
        button = QPushButton()
        button.setFixedSize(100, 30)
        made.addWidget(button)
    yield made
    owner.close()


def test_rows_break_where_the_width_ends(flow: FlowLayout) -> None:
    assert flow.heightForWidth(540) == 30
    assert flow.heightForWidth(539) == 70
    assert flow.heightForWidth(100) == 190


def test_what_is_hidden_takes_no_room(flow: FlowLayout) -> None:
    flow.itemAt(0).widget().hide()
    assert flow.heightForWidth(430) == 30


def test_children_stand_side_by_side_without_overlap(flow: FlowLayout) -> None:
    flow.setGeometry(QRect(0, 0, 330, 200))
    places = [flow.itemAt(at).geometry() for at in range(flow.count())]
    assert places[0].left() == 0
    assert places[1].left() == 110
    assert places[3].top() == 40
    assert all(not a.intersects(b) for a in places for b in places if a is not b)


def test_the_height_of_a_row_grows_with_the_text(qapp, light_look: None) -> None:
    before = theme.row_height()
    theme.apply(qapp, "light", 200)
    assert theme.row_height() > before * 1.4

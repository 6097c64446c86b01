"""The window as a whole: its frame, what it remembers, opening and leaving a call, closing, and faults."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.faults import Faults
from desktop.jobs.runner import Runner
from desktop.settings import load_settings
from desktop.state.draft import ReviewDraft
from desktop.window import Window
from desktop.wiring.pages import PAGES
from models.errors import OutputRefused
from models.review import AnswerValue
from models.store import Store
from models.store.worklist import Section, WorkQuery

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_first(window: Window, qtbot: QtBot) -> None:
    """Open the selected call by Return and wait until its page is shown and can be answered."""
    page = window.page("worklist")
    page.focus_list()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    draft = window.findChild(ReviewDraft)
    qtbot.waitUntil(lambda: window.shown == "review" and draft.form is not None)


def test_the_bar_says_who_works_and_on_which_day(window: Window) -> None:
    assert window.top.person.text() == "TL01 · DE-1"
    assert window.top.day.text() == "5 Oct 2009"
    assert window.top.day.isVisible()


def test_beside_an_open_call_no_page_needs_more_than_the_smallest_desk(window: Window, qtbot: QtBot) -> None:
    """In the largest text, with a notice of two lines, and the line at the foot, which the review page spares while
    nothing runs: out of sight it took the room of both from every other page."""
    theme.apply(QApplication.instance(), "light", 200)
    open_first(window, qtbot)
    window.tell("A notice that goes on for longer than a line of the window is wide. " * 2, "bad", "Act", lambda: None)
    needed = {}
    for name in PAGES:
        window.show_page(name)
        window.status.show()
        QApplication.sendPostedEvents()
        needed[name] = window.minimumSizeHint()
    assert {name: size for name, size in needed.items() if size.width() > 1366 or size.height() > 768} == {}


def test_return_opens_a_call_and_escape_comes_back_to_its_line(window: Window, qtbot: QtBot) -> None:
    page = window.page("worklist")
    page.focus_list()
    page.table.go_to(3)
    open_first(window, qtbot)
    assert window.shown == "review"
    assert window.windowTitle().startswith("VR-88104")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.shown == "worklist")
    qtbot.waitUntil(lambda: page.table.current_item() is not None)
    assert page.table.current_item().recording_id == "VR-88104"
    assert page.table.hasFocus()


def test_the_foot_leaves_its_room_to_the_review_page(window: Window, qtbot: QtBot) -> None:
    open_first(window, qtbot)
    qtbot.waitUntil(window.status.isHidden)  # work that takes long on a busy machine is told there until it is done
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.shown == "worklist")
    assert window.status.isVisible()
    assert window.windowTitle() == "Steercheck"


def test_looking_into_a_call_leaves_no_draft(window: Window, qtbot: QtBot, demo_store: Store) -> None:
    open_first(window, qtbot)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.shown == "worklist")
    assert demo_store.worklist.count(WorkQuery(Section.DRAFTS)) == 0


def test_going_to_another_page_stores_what_was_answered(window: Window, qtbot: QtBot, demo_store: Store) -> None:
    open_first(window, qtbot)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_1)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_2, CONTROL)
    qtbot.waitUntil(lambda: window.shown == "matches")
    (draft,) = demo_store.worklist.page(WorkQuery(Section.DRAFTS), 0, 9)
    form = demo_store.reviews.get(draft.review_id)
    assert [note.value for note in form.answers] == [AnswerValue.YES]


def test_a_save_is_told_at_the_foot(window: Window, qtbot: QtBot) -> None:
    open_first(window, qtbot)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_1)
    qtbot.waitUntil(lambda: window.status.note.text().startswith("Saved "))


def test_another_call_is_opened_after_the_first_is_stored(window: Window, qtbot: QtBot, demo_store: Store) -> None:
    draft = window.findChild(ReviewDraft)
    open_first(window, qtbot)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_2)
    window.open_item("VR-88105", None)
    qtbot.waitUntil(lambda: draft.form is not None and draft.form.recording_id == "VR-88105")
    assert demo_store.worklist.count(WorkQuery(Section.DRAFTS)) == 1
    assert window.shown == "review"


def test_a_sheet_without_a_call_opens_as_a_check_without_a_call(window: Window, qtbot: QtBot) -> None:
    page = window.page("worklist")
    page.show_section(Section.NO_CALL)
    qtbot.waitUntil(lambda: page.model.query.section is Section.NO_CALL)
    open_first(window, qtbot)
    form = window.findChild(ReviewDraft).form
    assert (form.recording_id, form.sheet_id) == (None, "PAG-088199")


def test_a_recording_without_a_sheet_offers_to_find_it(window: Window, qtbot: QtBot) -> None:
    page = window.page("worklist")
    page.show_section(Section.NO_SHEET)
    qtbot.waitUntil(lambda: page.model.query.section is Section.NO_SHEET)
    open_first(window, qtbot)
    (notice,) = window.notices.notices
    assert notice.action.text() == "Find its sheet"
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shown == "matches")
    matches = window.page("matches")
    qtbot.waitUntil(lambda: matches.pane.title.text() == "VR-88112")


def test_a_call_somebody_else_is_checking_is_left_to_them(window: Window, qtbot: QtBot, demo_store: Store) -> None:
    demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88106", "PAG-088106", "TL02"))
    item = demo_store.worklist.page(WorkQuery(Section.DRAFTS), 0, 1)[0]
    window.page("worklist").open_wished.emit(item)
    assert window.shown == "worklist"
    assert "TL02 is checking this call" in window.notices.notices[0].text


def test_a_signed_call_offers_the_next(window: Window, qtbot: QtBot) -> None:
    open_first(window, qtbot)
    window.page("review").signed.emit("any")
    (notice,) = window.notices.notices
    assert notice.text == "VR-88101 is signed."
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    draft = window.findChild(ReviewDraft)
    qtbot.waitUntil(lambda: draft.form is not None and draft.form.recording_id == "VR-88101")


def test_the_frame_remembers_its_place_and_its_page(
    make_window, demo_store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    first = make_window(demo_store)
    qtbot.waitUntil(lambda: first.page("worklist").model.rowCount() > 0)
    first.show_page("matches")
    first.show_page("settings")
    first.resize(1000, 700)
    first.close()
    second = make_window(demo_store)
    qtbot.waitUntil(lambda: second.shown == "settings")
    kept = (tmp_path / "settings" / "window.ini").read_text()
    assert "geometry" in kept
    assert "matches" in kept


def test_closing_waits_for_all_work(window: Window, qtbot: QtBot) -> None:
    runner = window.findChild(Runner)
    ended: list[str] = []
    runner.submit(
        "slow", lambda _report, check: _until_cancelled(check), on_cancelled=lambda: ended.append("cancelled")
    )
    window.close()
    assert ended == ["cancelled"]
    assert not runner.busy


def _until_cancelled(check) -> None:
    while True:
        check()


def test_closing_stores_the_last_answer(window: Window, qtbot: QtBot, demo_store: Store) -> None:
    open_first(window, qtbot)
    draft = window.findChild(ReviewDraft)
    draft.comment("FULL_FIRST", "asked at once")
    window.close()
    (item,) = demo_store.worklist.page(WorkQuery(Section.DRAFTS), 0, 9)
    assert demo_store.reviews.get(item.review_id).answer("FULL_FIRST").comment == "asked at once"


def test_a_draft_that_cannot_be_stored_keeps_the_window_open_once(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OutputRefused("The disk is full.")

    monkeypatch.setattr(window.findChild(ReviewDraft), "flush", full)
    assert not window.close()
    assert "The disk is full." in window.notices.notices[-1].text
    assert window.isVisible()
    assert window.close()


def test_a_defect_is_told_calmly_and_its_details_can_be_copied(
    window: Window, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    figure = "£" + "1,234.00"
    faults = window.findChild(Faults)
    with capture_exceptions():
        faults.install()
        try:
            raise ZeroDivisionError(figure)
        except ZeroDivisionError as exc:
            faults.take(type(exc), exc, exc.__traceback__)
    (notice,) = window.notices.notices
    assert notice.tone == "bad"
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError" in copied
    assert "test_window.py" in copied
    assert figure not in copied
    assert "test_window.py" in caplog.text
    assert figure not in caplog.text


def test_a_defect_in_a_slot_does_not_end_the_window(window: Window, qtbot: QtBot) -> None:
    with capture_exceptions():
        window.findChild(Faults).install()
        action = QAction(window)
        action.triggered.connect(lambda: {}["missing"])
        action.trigger()
    assert window.isVisible()
    assert "went wrong" in window.notices.notices[0].text


def test_files_dropped_on_the_window_go_to_the_import(window: Window, qtbot: QtBot, demo: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(demo / "staff.csv")), QUrl.fromLocalFile(str(demo / "recordings"))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert window.shown == "import"
    sources = window.page("import").sources
    qtbot.waitUntil(lambda: sources["staff"]._path == demo / "staff.csv")
    assert sources["recordings"]._path == demo / "recordings"


def test_what_is_dropped_from_the_network_is_passed_over(window: Window) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/calls.csv")])
    drop = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(drop)
    assert window.shown == "worklist"


def test_the_theme_can_be_switched_by_key_and_is_kept(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.page("worklist").table, Qt.Key.Key_L, CONTROL | shift)
    assert theme.scheme() == "dark"
    assert load_settings(tmp_path / "settings" / "settings.toml").theme == "dark"


def test_the_text_grows_step_by_step_and_is_kept(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    larger = next(a for a in window.actions() if a.objectName() == "larger_text")
    larger.trigger()
    larger.trigger()
    assert theme.changes().scale_pct == 125
    assert load_settings(tmp_path / "settings" / "settings.toml").text_scale_pct == 125


def test_keys_of_the_window_are_bound_once(window: Window) -> None:
    bound = [action.objectName() for action in window.findChildren(QAction) if action.parent() is window]
    assert len(bound) == len(set(bound))
    assert {"palette", "keys", "quit", "open_worklist"} <= set(bound)

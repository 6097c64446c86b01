"""The matches in the window: what waits for a person, linking and taking apart by keyboard, and undo."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlmodel import select

from desktop.state.matching import Matching
from desktop.views.matches_page import MatchesPage
from desktop.window import Window
from models.guide_sheet import GuideSheet
from models.matching import Match
from models.recording import Recording
from models.staff import Staff
from models.store import Store
from models.store.worklist import Section, WorkQuery

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: Window, qtbot: QtBot) -> MatchesPage:
    window.show_page("matches")
    made = window.page("matches")
    qtbot.waitUntil(lambda: made.tabs[Section.MATCHED].text() == "Matched  11")
    return made


def show(page: MatchesPage, section: Section, qtbot: QtBot) -> None:
    page.show_list(section)
    qtbot.waitUntil(lambda: page.model.query.section is section)


def keys(page: MatchesPage) -> list[str | None]:
    return [page.model.item(row).recording_id or page.model.item(row).sheet_id for row in range(page.model.rowCount())]


def candidates(page: MatchesPage) -> list[str]:
    return [page.pane.candidates.item(at).text() for at in range(page.pane.candidates.count())]


def test_each_list_has_its_count(page: MatchesPage) -> None:
    assert [tab.text() for tab in page.tabs.values()] == [
        "In doubt  0",
        "Recordings without sheet  1",
        "Sheets without recording  1",
        "Matched  11",
    ]


def test_nothing_in_doubt_is_said(page: MatchesPage) -> None:
    assert page.empty.isVisible()
    assert page.empty.title.text() == "Nothing is in doubt"


def test_a_recording_without_a_sheet_shows_what_is_known(page: MatchesPage, qtbot: QtBot) -> None:
    show(page, Section.NO_SHEET, qtbot)
    assert page.pane.title.text() == "VR-88112"
    assert "21 Sep 2009 11:30" in page.pane.facts.text()
    qtbot.waitUntil(page.pane.nobody.isVisible)
    assert not page.pane.link_button.isEnabled()


def test_a_sheet_lists_its_candidates_with_reason_and_certainty(
    page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.unlink("VR-88110", "TL01")
    page.refresh()
    show(page, Section.NO_CALL, qtbot)
    row = keys(page).index("PAG-088110")
    page.table.go_to(row)
    qtbot.waitUntil(lambda: page.pane.candidates.count() > 0)
    assert candidates(page)[0].startswith("VR-88110 · 18 Sep 2009 13:55")
    line = page.pane.candidates.item(0)
    assert "CW021" in line.toolTip()
    assert "case" in line.toolTip()


def test_linking_by_key_is_by_whom_it_was_and_can_be_undone(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.unlink("VR-88110", "TL01")
    page.refresh()
    show(page, Section.NO_CALL, qtbot)
    page.table.go_to(keys(page).index("PAG-088110"))
    page.focus_list()
    qtbot.waitUntil(lambda: page.pane.candidates.count() > 0)
    with qtbot.waitSignal(window.findChild(Matching).decided):
        qtbot.keyClick(page.table, Qt.Key.Key_L)
    with demo_store.database.session() as session:
        match = session.exec(select(Match).where(Match.decided_by == "TL01")).one()
    assert (match.decided_by, match.rule, match.state) == ("TL01", "hand", "matched")
    notice = window.notices.notices[-1]
    assert notice.text == "VR-88110 now belongs to PAG-088110."
    with qtbot.waitSignal(window.findChild(Matching).undone):
        qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    (item,) = demo_store.worklist.page(WorkQuery(Section.MATCHED, text="VR-88110"), 0, 9)
    assert item.match_rule == "case"


def test_a_match_is_taken_apart_by_key(window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot) -> None:
    show(page, Section.MATCHED, qtbot)
    page.focus_list()
    page.table.go_to(0)
    first = keys(page)[0]
    with qtbot.waitSignal(window.findChild(Matching).decided) as decided:
        qtbot.keyClick(page.table, Qt.Key.Key_U)
    assert decided.args[0].recording_id == first
    assert demo_store.worklist.count(WorkQuery(Section.MATCHED)) == 10
    assert "taken apart" in window.notices.notices[-1].text


def test_an_id_that_is_not_listed_can_be_typed(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    show(page, Section.NO_SHEET, qtbot)
    page.pane.by_id.setFocus()
    qtbot.keyClicks(page.pane.by_id, "PAG-088199")
    with qtbot.waitSignal(window.findChild(Matching).decided):
        qtbot.keyClick(page.pane.by_id, Qt.Key.Key_Return)
    (item,) = demo_store.worklist.page(WorkQuery(Section.MATCHED, text="VR-88112"), 0, 9)
    assert item.sheet_id == "PAG-088199"


def test_an_id_nobody_has_is_told(window: Window, page: MatchesPage, qtbot: QtBot) -> None:
    show(page, Section.NO_SHEET, qtbot)
    page.pane.by_id.setFocus()
    qtbot.keyClicks(page.pane.by_id, "PAG-0")
    with qtbot.waitSignal(window.findChild(Matching).failed):
        qtbot.keyClick(page.pane.by_id, Qt.Key.Key_Return)
    assert "PAG-0" in window.notices.notices[-1].text


def test_a_recording_moved_says_where_it_was(window: Window, page: MatchesPage, qtbot: QtBot) -> None:
    show(page, Section.NO_CALL, qtbot)
    page.pane.by_id.setFocus()
    qtbot.keyClicks(page.pane.by_id, "VR-88101")
    with qtbot.waitSignal(window.findChild(Matching).decided):
        qtbot.keyClick(page.pane.by_id, Qt.Key.Key_Return)
    assert "It belonged to PAG-088101 before." in window.notices.notices[-1].text


def test_matching_again_keeps_what_a_person_decided(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.unlink("VR-88101", "TL01")
    with qtbot.waitSignal(window.findChild(Matching).reported):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F5)
    assert demo_store.worklist.count(WorkQuery(Section.MATCHED)) == 10


def test_the_search_narrows_the_list(page: MatchesPage, qtbot: QtBot) -> None:
    show(page, Section.MATCHED, qtbot)
    qtbot.keyClick(page.table, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(page.search, "1A07")
    qtbot.waitUntil(lambda: keys(page) == ["VR-88107"])
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.table.hasFocus()


def test_return_opens_the_call(window: Window, page: MatchesPage, qtbot: QtBot) -> None:
    show(page, Section.NO_SHEET, qtbot)
    page.focus_list()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shown == "review")


@pytest.fixture
def doubtful(store: Store) -> Store:
    """One call and one sheet of the same caseworker and day, neither naming a case: only proposed."""
    moment = datetime(2009, 9, 14, 9, 0, tzinfo=UTC)
    call = Recording(
        recording_id="VR-1",
        path="/calls/1.wav",
        sha256="1",
        size_bytes=1,
        duration_ms=60_000,
        codec="pcm",
        rate_hz=8000,
        channels=2,
        started_at=moment,
        call_date=moment.date(),
        caseworker_id="CW011",
        imported_at=moment,
    )
    sheet = GuideSheet(sheet_id="PAG-1", caseworker_id="CW011", decision_date=moment.date(), imported_at=moment)
    with store.database.session() as session:
        session.add(Staff(staff_id="TL01", role="team_leader"))
        session.add(call)
        session.add(sheet)
    store.matches.run()
    return store


def test_a_proposed_pair_waits_in_doubt_until_confirmed(make_window, doubtful: Store, qtbot: QtBot) -> None:
    window = make_window(doubtful)
    window.show_page("matches")
    page = window.page("matches")
    qtbot.waitUntil(lambda: page.pane.title.text() == "PAG-1")
    qtbot.waitUntil(lambda: page.pane.candidates.count() == 1)
    assert "In doubt" in page.pane.facts.text()
    page.focus_list()
    with qtbot.waitSignal(window.findChild(Matching).decided):
        qtbot.keyClick(page.table, Qt.Key.Key_L)
    assert doubtful.worklist.count(WorkQuery(Section.DUE)) == 1


def test_opening_what_is_in_doubt_leads_to_the_decision(make_window, doubtful: Store, qtbot: QtBot) -> None:
    window = make_window(doubtful)
    qtbot.waitUntil(lambda: bool(window.page("worklist")._worklist.counts))
    (item,) = doubtful.worklist.page(WorkQuery(Section.AMBIGUOUS), 0, 9)
    window.page("worklist").open_wished.emit(item)
    assert window.shown == "matches"
    qtbot.waitUntil(lambda: window.page("matches").pane.title.text() == "PAG-1")

"""The matches in the window: what waits for a person, linking and taking apart by keyboard, and undo."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlmodel import select

from desktop.state.matching import Decided, Matching
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
    return [side.key for side in page.pane.sides.model.sides[1:]]


def facts(page: MatchesPage, candidate: int) -> dict[str, str]:
    """What stands in a candidate's column, as it is read out."""
    model = page.pane.sides.model
    return {label: cell.spoken for label, cell in zip(model.labels, model.sides[candidate + 1].cells, strict=True)}


def decide(window: Window, page: MatchesPage, key: Qt.Key, qtbot: QtBot) -> Decided:
    with qtbot.waitSignal(window.findChild(Matching).decided) as decided:
        qtbot.keyClick(page.table, key)
    return decided.args[0]


def go_to(page: MatchesPage, section: Section, key: str, qtbot: QtBot) -> None:
    """Stand on a line of a list with its candidates read."""
    show(page, section, qtbot)
    page.table.go_to(keys(page).index(key))
    page.focus_list()
    qtbot.waitUntil(lambda: bool(page.pane.sides.model.sides) or page.pane.nobody.isVisible())


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
    assert not page.pane.buttons["link"].isEnabled()


def test_a_sheet_stands_beside_its_candidates_with_what_agrees_and_what_contradicts(
    page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.unlink("VR-88110", "TL01")
    page.refresh()
    go_to(page, Section.NO_CALL, "PAG-088110", qtbot)
    assert candidates(page)[0] == "VR-88110"
    assert page.pane.sides.model.headerData(1, Qt.Orientation.Horizontal) == "VR-88110 · 90%"
    said = facts(page, 0)
    assert said["Case"] == "C-1A10, agrees, same case"
    assert said["Caseworker"] == "CW021, agrees, same caseworker"
    assert said["Day"] == "18 Sep 2009, agrees, on the day of the decision"
    assert said["Reference"] == "the sheet names no call"
    assert said["Time"] == "13:55"
    assert said["Now with"] == "no sheet"


def test_linking_by_key_is_by_whom_it_was_and_can_be_undone(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.unlink("VR-88110", "TL02")
    page.refresh()
    go_to(page, Section.NO_CALL, "PAG-088110", qtbot)
    decide(window, page, Qt.Key.Key_Return, qtbot)
    with demo_store.database.session() as session:
        match = session.exec(select(Match).where(Match.decided_by == "TL01")).one()
    assert (match.decided_by, match.rule, match.state) == ("TL01", "hand", "matched")
    notice = window.notices.notices[-1]
    assert notice.text == "VR-88110 now belongs to PAG-088110."
    with qtbot.waitSignal(window.findChild(Matching).undone):
        qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    with demo_store.database.session() as session:
        assert [tie.state for tie in session.exec(select(Match).where(Match.decided_by == "TL02"))] == ["kept_apart"]


def test_the_last_decision_is_taken_back_by_a_key(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    go_to(page, Section.MATCHED, "VR-88101", qtbot)
    decide(window, page, Qt.Key.Key_U, qtbot)
    assert demo_store.worklist.count(WorkQuery(Section.MATCHED)) == 10
    with qtbot.waitSignal(window.findChild(Matching).undone):
        qtbot.keyClick(page.table, Qt.Key.Key_Z, CONTROL)
    (item,) = demo_store.worklist.page(WorkQuery(Section.MATCHED, text="VR-88101"), 0, 9)
    assert item.match_rule == "reference"


def test_an_older_decision_waits_for_the_later_ones(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    matching = window.findChild(Matching)
    go_to(page, Section.MATCHED, "VR-88101", qtbot)
    first = decide(window, page, Qt.Key.Key_U, qtbot)
    go_to(page, Section.MATCHED, "VR-88102", qtbot)
    decide(window, page, Qt.Key.Key_U, qtbot)
    with qtbot.waitSignal(matching.failed):
        matching.undo(first)
    assert demo_store.worklist.count(WorkQuery(Section.MATCHED)) == 9


def test_the_arrows_choose_among_the_candidates(page: MatchesPage, demo_store: Store, qtbot: QtBot) -> None:
    demo_store.matches.unlink("VR-88104", "TL01")
    page.refresh()
    go_to(page, Section.NO_CALL, "PAG-088104", qtbot)
    assert len(candidates(page)) > 1
    assert page.pane.sides.current == 0
    qtbot.keyClick(page.table, Qt.Key.Key_Right)
    assert page.pane.sides.current == 1
    assert page.pane.pair == (candidates(page)[1], "PAG-088104")
    qtbot.keyClick(page.table, Qt.Key.Key_Left)
    qtbot.keyClick(page.table, Qt.Key.Key_Left)
    assert page.pane.sides.current == 0
    assert "VR-88104 is chosen" in page.pane.sides.candidates.accessibleDescription()


def test_a_further_sheet_is_linked_by_key_and_the_call_keeps_its_own(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    go_to(page, Section.NO_CALL, "PAG-088199", qtbot)
    page.pane.by_id.setText("VR-88101")
    decision = decide(window, page, Qt.Key.Key_L, qtbot)
    assert decision.words == "VR-88101 belongs to PAG-088199 as well."
    lines = demo_store.worklist.page(WorkQuery(Section.MATCHED, text="VR-88101"), 0, 9)
    assert {line.sheet_id: line.match_state for line in lines} == {"PAG-088101": "matched", "PAG-088199": "shared"}


def test_the_call_of_a_sheet_is_chosen_among_several_by_key(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.link_further("VR-88112", "PAG-088101", "TL01")
    page.refresh()
    go_to(page, Section.MATCHED, "VR-88112", qtbot)
    assert page.pane.buttons["make_primary"].isVisible()
    decision = decide(window, page, Qt.Key.Key_P, qtbot)
    assert decision.words == "VR-88112 is the call of PAG-088101. VR-88101 is a further call now."


def test_one_sheet_of_a_call_with_several_is_taken_apart_and_the_other_stays(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.link_further("VR-88101", "PAG-088199", "TL01")
    page.refresh()
    show(page, Section.MATCHED, qtbot)
    qtbot.waitUntil(lambda: page.model.rowCount() == 12)
    pairs = [(page.model.item(row).recording_id, page.model.item(row).sheet_id) for row in range(12)]
    page.table.go_to(pairs.index(("VR-88101", "PAG-088101")))
    qtbot.waitUntil(lambda: bool(page.pane.sides.model.sides))
    assert decide(window, page, Qt.Key.Key_U, qtbot).words == "VR-88101 and PAG-088101 are kept apart."
    (line,) = demo_store.worklist.page(WorkQuery(Section.MATCHED, text="VR-88101"), 0, 9)
    assert (line.sheet_id, line.match_state) == ("PAG-088199", "matched")


def test_a_match_is_taken_apart_by_key(window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot) -> None:
    show(page, Section.MATCHED, qtbot)
    page.focus_list()
    page.table.go_to(0)
    first = keys(page)[0]
    assert decide(window, page, Qt.Key.Key_U, qtbot).recording_id == first
    assert demo_store.worklist.count(WorkQuery(Section.MATCHED)) == 10
    assert "taken apart" in window.notices.notices[-1].text


def test_skipping_goes_to_the_next_line_and_round_the_end(page: MatchesPage, qtbot: QtBot) -> None:
    go_to(page, Section.MATCHED, "VR-88101", qtbot)
    qtbot.keyClick(page.table, Qt.Key.Key_S)
    assert page.table.currentIndex().row() == 1
    page.table.go_to(10)
    qtbot.keyClick(page.table, Qt.Key.Key_S)
    assert page.table.currentIndex().row() == 0


def test_how_many_are_decided_stands_above_the_list_and_counts_back_with_an_undo(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    for key in ("VR-88101", "VR-88102"):
        demo_store.matches.unlink(key, "TL02")
    page.refresh()
    show(page, Section.NO_CALL, qtbot)
    qtbot.waitUntil(lambda: page.progress.text() == "0 of 3 decided")
    go_to(page, Section.NO_CALL, "PAG-088101", qtbot)
    decide(window, page, Qt.Key.Key_Return, qtbot)
    qtbot.waitUntil(lambda: page.progress.text() == "1 of 3 decided")
    with qtbot.waitSignal(window.findChild(Matching).undone):
        qtbot.keyClick(page.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: page.progress.text() == "0 of 3 decided")


def test_a_match_that_stands_is_opened_by_return_and_moved_only_on_purpose(
    window: Window, page: MatchesPage, demo_store: Store, qtbot: QtBot
) -> None:
    go_to(page, Section.MATCHED, "VR-88102", qtbot)
    assert page.pane.sides.current == -1
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shown == "review")


# recorders' clocks


@pytest.fixture
def late(demo_store: Store) -> Store:
    """The recorder's clock is three days ahead."""
    with demo_store.database.session() as session:
        for call in session.exec(select(Recording)):
            call.recorder = "NICE-1"
            if call.started_at is not None and call.call_date is not None:
                call.started_at += timedelta(days=3)
                call.call_date += timedelta(days=3)
    return demo_store


def test_a_clock_that_may_be_wrong_is_said_and_set_by_keyboard(make_window, late: Store, qtbot: QtBot) -> None:
    window = make_window(late)
    window.show_page("matches")
    page = window.page("matches")
    qtbot.waitUntil(page.clocks.isVisible)
    assert "named calls start after the decision; its clock may be wrong" in page.clocks.words.text()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0 or page.empty.isVisible())
    page.focus_list()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K)
    assert page.clocks.recorder.hasFocus()
    assert page.clocks.recorder.currentData() == "NICE-1"
    assert page.clocks.fields["days"].value() == -3
    page.clocks.apply.setFocus()
    with qtbot.waitSignal(window.findChild(Matching).clock_set):
        qtbot.keyClick(page.clocks.apply, Qt.Key.Key_Return)
    assert late.clocks.skew_of("NICE-1") == -3 * 86_400
    assert late.worklist.count(WorkQuery(Section.MATCHED)) == 11
    qtbot.waitUntil(lambda: not page.clocks.isVisible())
    assert "12 recordings were moved" in window.notices.notices[-1].text
    with qtbot.waitSignal(window.findChild(Matching).clock_set):
        qtbot.mouseClick(window.notices.notices[-1].action, Qt.MouseButton.LeftButton)
    assert late.clocks.skew_of("NICE-1") == 0


def test_nothing_is_said_of_clocks_that_are_right(page: MatchesPage, qtbot: QtBot, window: Window) -> None:
    with qtbot.waitSignal(window.findChild(Matching).clocks_came):
        page.refresh()
    assert not page.clocks.isVisible()
    page.clocks.open_fields()
    assert page.clocks.isVisible()
    page.clocks.close_fields()
    assert not page.clocks.isVisible()


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


def test_a_key_opens_the_call(window: Window, page: MatchesPage, qtbot: QtBot) -> None:
    show(page, Section.NO_SHEET, qtbot)
    page.focus_list()
    qtbot.keyClick(page.table, Qt.Key.Key_O)
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
    qtbot.waitUntil(lambda: candidates(page) == ["VR-1"])
    assert "In doubt" in page.pane.facts.text()
    page.focus_list()
    decide(window, page, Qt.Key.Key_Return, qtbot)
    assert doubtful.worklist.count(WorkQuery(Section.DUE)) == 1


def test_opening_what_is_in_doubt_leads_to_the_decision(make_window, doubtful: Store, qtbot: QtBot) -> None:
    window = make_window(doubtful)
    qtbot.waitUntil(lambda: bool(window.page("worklist")._worklist.counts))
    (item,) = doubtful.worklist.page(WorkQuery(Section.AMBIGUOUS), 0, 9)
    window.page("worklist").open_wished.emit(item)
    assert window.shown == "matches"
    qtbot.waitUntil(lambda: window.page("matches").pane.title.text() == "PAG-1")

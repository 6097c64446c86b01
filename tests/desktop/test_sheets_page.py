"""The Sheets page: every sheet by verdict and reason, a page of them confirmed, some left out, a word withdrawn."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desktop.state.sheets import Sheets
from desktop.tables.worklist import ITEM_ROLE
from desktop.views.key_rail import COUNT_ROLE
from desktop.views.sheets_page import SheetsPage
from desktop.window import Window
from models.clock import Clock
from models.guide_sheet import GuideSheet
from models.store import Store
from models.store.bulk import count_change
from models.store.tables import table_of

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHEET = table_of(GuideSheet)


@pytest.fixture
def page(window: Window, qtbot: QtBot) -> SheetsPage:
    """The page in sight, its first list read."""
    found = window.page("sheets")
    assert isinstance(found, SheetsPage)
    with qtbot.waitSignals([found._list.listed, found._list.said]):
        window.show_page("sheets")
    return found


@pytest.fixture
def listed(page: SheetsPage, qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    """Do something and wait for the list that comes of it."""

    def doing(what: Callable[[], object]) -> None:
        with qtbot.waitSignal(page._list.listed):
            what()

    return doing


def shown(page: SheetsPage) -> list[str]:
    return [page.model.index(row, 0).data(ITEM_ROLE).sheet_id for row in range(page.model.rowCount())]


def rail(page: SheetsPage) -> dict[str, int]:
    return {page.rail.item(at).text(): page.rail.item(at).data(COUNT_ROLE) for at in range(page.rail.count())}


def line_of(page: SheetsPage, words: str, nth: int = 0) -> int:
    return [at for at in range(page.rail.count()) if page.rail.item(at).text() == words][nth]


def cells(page: SheetsPage, row: int) -> list[str]:
    return [str(page.model.index(row, column).data()) for column in range(page.model.columnCount())]


def show_all(page: SheetsPage) -> None:
    page.filters.confirmed.setCurrentIndex(page.filters.confirmed.findText("All sheets"))
    page.filters.confirmed.activated.emit(page.filters.confirmed.currentIndex())


def test_every_sheet_waits_to_be_confirmed_with_what_the_steer_says_of_it(page: SheetsPage) -> None:
    assert len(shown(page)) == 12
    assert page.count.text() == "12 sheets"
    assert cells(page, shown(page).index("PAG-088111")) == [
        *("Inaccurate", "Rung 3", "Wrong label", "PAG-088111", "21 Sep 2009", "CW012", "C-1A11", "—", "—"),
        *("Direct Debit", "Agreement", "DE-1"),
    ]


def test_the_model_keeps_qts_rules(page: SheetsPage) -> None:
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.model.data(page.model.index(0, 0))
    tester.deleteLater()


def test_the_rail_counts_verdicts_and_their_reasons(page: SheetsPage) -> None:
    assert [page.rail.item(at).text() for at in range(page.rail.count())] == [
        *("All sheets", "Accurate", "Accurate by discretion", "Not cleared in two years", "Below the floor"),
        *("Inaccurate", "Not cleared in two years", "Below the floor", "Wrong label", "Not assessable"),
        "Reading-sensitive",
    ]
    counts = rail(page)
    assert (counts["All sheets"], counts["Accurate"], counts["Inaccurate"]) == (12, 9, 2)
    assert (counts["Not assessable"], counts["Reading-sensitive"]) == (0, 6)


def test_a_reason_of_the_rail_narrows_the_list_and_filters_narrow_it_further(
    page: SheetsPage, listed: Callable[[Callable[[], object]], None]
) -> None:
    listed(lambda: page.rail.setCurrentRow(line_of(page, "Below the floor", 1)))
    assert shown(page) == ["PAG-088104"]
    listed(lambda: page.rail.setCurrentRow(line_of(page, "Reading-sensitive")))
    assert len(shown(page)) == 6
    page.filters.team.setCurrentIndex(page.filters.team.findData("DE-1"))
    listed(lambda: page.filters.team.activated.emit(page.filters.team.currentIndex()))
    assert shown(page) == ["PAG-088102", "PAG-088105", "PAG-088199"]
    listed(page._list.clear_filters)
    assert len(shown(page)) == 6
    assert not page.filters.clear.isVisibleTo(page)


def test_nothing_that_fits_says_so_and_offers_the_way_back(
    page: SheetsPage, listed: Callable[[Callable[[], object]], None]
) -> None:
    listed(lambda: page._ask(text="nobody"))
    assert page.empty.title.text() == "Nothing fits these filters"
    listed(page.empty.button.click)
    assert len(shown(page)) == 12


def test_the_selected_sheet_is_worked_out_below(page: SheetsPage, qtbot: QtBot) -> None:
    page.table.go_to(shown(page).index("PAG-088104"))
    qtbot.waitUntil(lambda: page.look.sheet_id == "PAG-088104")
    assert page.look.reached.text() == "Called Agreement, that is rung 1 or 2. Steer: Outside the ladder, inaccurate."
    assert "£60.00 regular + £20.00 arrears = £80.00" in page.look.sums.text()
    assert "£40.00 a week short of 30%" in page.look.why.text()


def test_space_leaves_a_sheet_out_and_control_return_confirms_the_rest(
    page: SheetsPage, demo_store: Store, qtbot: QtBot
) -> None:
    page.table.go_to(shown(page).index("PAG-088104"))
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Space)
    assert cells(page, shown(page).index("PAG-088104"))[0] == "Left out · inaccurate"
    assert page.foot.words.text() == "Sheets 1 to 12: 11 to confirm, 1 left out."
    assert page.foot.confirm.text() == "Confirm 11 sheets"
    with qtbot.waitSignals([page._sheets.confirmed, page._list.listed]):
        qtbot.keyClick(page.table, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: shown(page) == ["PAG-088104"])
    assert demo_store.judgements.standing("PAG-088104") is None
    word = demo_store.judgements.standing("PAG-088111")
    assert word is not None
    assert (word.made_by, word.verdict) == ("TL01", "INACCURATE")
    assert page.foot.confirm.text() == "Nothing to confirm"


def test_a_sheet_left_out_is_taken_in_again_by_the_same_key(page: SheetsPage, qtbot: QtBot) -> None:
    for _ in range(2):
        page.table.go_to(0)
        page.table.setFocus()
        qtbot.keyClick(page.table, Key.Key_Space)
    assert page._sheets.left_out == {}
    assert page.table.currentIndex().row() == 1


def test_o_opens_the_first_sheet_left_out_for_a_check_and_the_way_back_leads_here(
    window: Window, page: SheetsPage, qtbot: QtBot
) -> None:
    page.table.go_to(shown(page).index("PAG-088199"))
    page.leave_out()
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_O)
    qtbot.waitUntil(lambda: window.shown == "review")
    assert window.windowTitle().startswith("PAG-088199")
    review = window.page("review")
    qtbot.waitUntil(lambda: review.head._back.text() == "Sheets")
    review.close_page()
    qtbot.waitUntil(lambda: window.shown == "sheets")


def test_what_was_judged_otherwise_meanwhile_is_told_and_stays(
    window: Window, page: SheetsPage, demo_store: Store, qtbot: QtBot
) -> None:
    with demo_store.database.session() as session:
        new = {"version": SHEET.c.version + 1, "label": "Arrangement"}
        session.execute(update(SHEET).where(SHEET.c.sheet_id == "PAG-088102").values(**new))
        count_change(session.connection(), SHEET.name)
    told: list[str] = []
    page.notice_wished.connect(lambda words, _tone: told.append(words))
    with qtbot.waitSignals([page._sheets.confirmed, page._list.listed]):
        page.confirm()
    assert told == [
        "11 sheets confirmed.",
        "1 sheet not confirmed: PAG-088102 is judged INACCURATE now; look at it again.",
    ]
    qtbot.waitUntil(lambda: shown(page) == ["PAG-088102"])


def test_a_confirmation_is_withdrawn_with_a_reason_and_the_sheet_waits_again(
    page: SheetsPage, demo_store: Store, listed: Callable[[Callable[[], object]], None], qtbot: QtBot
) -> None:
    with qtbot.waitSignals([page._sheets.confirmed, page._list.listed]):
        page.confirm()
    listed(lambda: show_all(page))
    page.table.go_to(shown(page).index("PAG-088102"))
    assert cells(page, shown(page).index("PAG-088102"))[8].startswith("TL01, ")
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_W)
    assert page.foot.asking
    assert not page.foot.withdraw.isEnabled()
    page.foot.reason.setText("the income was of another case")
    with qtbot.waitSignals([page._sheets.withdrawn, page._list.listed]):
        qtbot.keyClick(page.foot.reason, Key.Key_Return)
    assert [word.note for word in demo_store.judgements.words("PAG-088102")] == ["", "the income was of another case"]
    assert not page.foot.asking


def test_a_sheet_that_says_otherwise_since_waits_again_and_its_word_is_compared(
    page: SheetsPage, demo_store: Store, qtbot: QtBot
) -> None:
    with qtbot.waitSignals([page._sheets.confirmed, page._list.listed]):
        page.confirm()
    qtbot.waitUntil(lambda: page.empty.title.text() == "Every sheet here is confirmed")
    with demo_store.database.session() as session:
        new = {"version": SHEET.c.version + 1, "label": "Arrangement"}
        session.execute(update(SHEET).where(SHEET.c.sheet_id == "PAG-088102").values(**new))
        count_change(session.connection(), SHEET.name)
    page._list.keep_up()
    qtbot.waitUntil(lambda: shown(page) == ["PAG-088102"])
    assert cells(page, 0)[8] == "Changed since"
    qtbot.waitUntil(lambda: "Since it was confirmed: Verdict: Accurate → Inaccurate" in page.look.why.text())


def test_escape_keeps_the_confirmation(
    page: SheetsPage, listed: Callable[[Callable[[], object]], None], qtbot: QtBot
) -> None:
    with qtbot.waitSignals([page._sheets.confirmed, page._list.listed]):
        page.confirm()
    listed(lambda: show_all(page))
    page.table.go_to(0)
    page.ask_withdrawal()
    qtbot.keyClick(page.foot.reason, Key.Key_Escape)
    assert not page.foot.asking
    assert page.table.hasFocus()


def test_what_is_not_confirmed_offers_nothing_to_withdraw(page: SheetsPage) -> None:
    told: list[str] = []
    page.notice_wished.connect(lambda words, _tone: told.append(words))
    page.table.go_to(0)
    page.ask_withdrawal()
    assert told == ["This sheet is not confirmed, so there is nothing to withdraw."]
    assert not page.foot.asking


def test_a_policy_file_that_is_not_used_is_told_once(
    demo_store: Store, clock: Clock, tmp_path: Path, make_window: Callable[..., Window], qtbot: QtBot
) -> None:
    (tmp_path / "ours.toml").write_text('schema = "steercheck.policy/2"\n', encoding="utf-8")
    window = make_window(Store(demo_store.database, clock, (tmp_path,)))
    told = "A policy file is not used: ours.toml:"
    qtbot.waitUntil(lambda: any(told in label.text() for label in window.notices.findChildren(QLabel)))


def test_a_person_who_may_not_review_confirms_nothing(
    window: Window, page: SheetsPage, demo_store: Store, qtbot: QtBot
) -> None:
    sheets = window.findChild(Sheets)
    assert sheets is not None
    caseworker = demo_store.staff.get("CW011")
    assert caseworker is not None
    sheets._person = lambda: caseworker
    page.table.go_to(1)
    assert page.foot.words.text() == "Only team leaders and Quality Assurance confirm sheets."
    assert not page.foot.confirm.isEnabled()
    page.confirm()
    assert not sheets.confirming

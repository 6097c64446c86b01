"""The Reports page on the demonstration's finished work: reports looked at, issued, found again, compared, by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.settings import Settings
from desktop.state.report_files import ReportFiles
from desktop.state.reports import Reports
from desktop.views.actions import ActionTable
from desktop.views.lines import LINE_ROLE
from desktop.views.reports_ask import ReportAsk
from desktop.views.reports_copies import ReportCopies
from desktop.views.reports_page import ABOUT, COPIES, PREVIEW, ReportsPage, ReportsParts
from desktop.views.reports_preview import ReportPreview
from desktop.window import Window
from models.clock import Clock
from models.store import Store
from models.store.issued import IssuedLine
from models.store.staff import Person

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SOMEBODY = Person("os:somebody", None, None)


@pytest.fixture
def working(done: Store) -> list[Person]:
    """Who works, to be changed by a test before the page reads."""
    leader = done.staff.get("TL01")
    assert leader is not None
    return [leader]


@pytest.fixture
def reports(done: Store, working: list[Person], qtbot: QtBot) -> Iterator[Reports]:
    runner = Runner()
    yield Reports(done, runner, lambda: working[0], Settings)
    runner.close()


@pytest.fixture
def page(reports: Reports, clock: Clock, qtbot: QtBot, light_look: None) -> ReportsPage:
    """The page alone, shown, the first report's preview made."""
    actions = ActionTable()
    parts = ReportsParts(ReportAsk(actions, clock.today(), 5), ReportPreview(actions), ReportCopies())
    made = ReportsPage(reports, actions, parts, ".pdf")
    qtbot.addWidget(made)
    made.resize(1366, 680)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    with qtbot.waitSignals([reports.listed, reports.previewed]):
        made.refresh()
    made.focus_catalogue()
    return made


def go_to(page: ReportsPage, kind: str, reports: Reports, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reports.previewed):
        page.show_report(kind)


def catalogue(page: ReportsPage) -> list[str]:
    lines = page.side.list
    found = [lines.item(at).data(LINE_ROLE) for at in range(lines.count())]
    return [line.key for line in found if line.key]


def words_of(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def issue(done: Store, reports: Reports, page: ReportsPage, qtbot: QtBot, name: str = "trend.pdf") -> IssuedLine:
    """A copy of the report in sight, kept as another window does."""
    assert reports.preview is not None
    line = done.issued.issue(reports.preview.report, name, b"the file", reports.person)
    with qtbot.waitSignal(reports.listed):
        page.refresh()
    return line


def test_the_catalogue_names_every_report_and_the_arrows_go_through_it(
    page: ReportsPage, reports: Reports, qtbot: QtBot
) -> None:
    assert catalogue(page) == [
        *("kpi", "pipeline", "accuracy-trend", "new-arrangements", "throughput", "headline", "dashboard", "methods"),
        *("caselist", "feedback"),
    ]
    assert page.title.text() == "Accuracy of arrears arrangements: the KPI"
    with qtbot.waitSignal(reports.previewed):
        qtbot.keyClick(page.side.list, Key.Key_Down)
    assert page.title.text() == "Check pipeline"
    assert page.preview.rows.rowCount() == 5
    assert page.hands.ready == reports.preview.report


def test_letters_typed_in_the_catalogue_find_a_report(page: ReportsPage, reports: Reports, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.side.list, "d")
    qtbot.keyClicks(page.side.search, "ebt seg")
    qtbot.waitUntil(lambda: catalogue(page) == ["methods"])
    qtbot.waitUntil(lambda: page.title.text() == "Debt by method of payment and segment")
    qtbot.keyClick(page.side.search, Key.Key_Escape)
    assert len(catalogue(page)) == 10
    assert page.side.list.current_key() == "methods"


def test_another_parameter_makes_the_rows_stale_until_they_are_made_again(
    page: ReportsPage, reports: Reports, qtbot: QtBot
) -> None:
    go_to(page, "accuracy-trend", reports, qtbot)
    assert "<5" in page.preview.legend.text()
    with qtbot.waitSignal(reports.previewed):
        page.ask.threshold.setValue(0)
        assert page.preview.standing.isVisibleTo(page)
        assert page.hands.ready is None
        assert not page.foot.next.isEnabled()
    assert not page.preview.standing.isVisibleTo(page)
    assert "not for publication" in page.preview.warning.text()
    assert page.foot.next.isEnabled()


def test_a_preview_can_be_stopped_and_made_after_all(page: ReportsPage, reports: Reports, qtbot: QtBot) -> None:
    page.show_report("throughput")
    qtbot.waitUntil(lambda: reports.making)
    qtbot.keyClick(page.side.list, Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert page.preview.empty.title.text() == "No preview"
    with qtbot.waitSignal(reports.previewed):
        page.preview.empty.button.click()
    assert page.preview.rows.rowCount() > 0


def test_the_kpi_is_told_by_team_with_a_row_a_team(page: ReportsPage, reports: Reports, qtbot: QtBot) -> None:
    assert page.preview.rows.on_its_side
    with qtbot.waitSignal(reports.previewed):
        page.ask.grouping.setCurrentIndex(page.ask.grouping.findData("team"))
        page.ask.grouping.activated.emit(page.ask.grouping.currentIndex())
    heads = [page.preview.rows.headerData(at, Qt.Orientation.Horizontal) for at in range(1, 3)]
    assert heads == ["Team DE-1, sheet", "Team DE-1, call"]
    assert not page.badge.isVisibleTo(page)


def test_the_kpi_by_caseworker_is_marked_as_restricted(page: ReportsPage, reports: Reports, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reports.previewed):
        page.ask.grouping.setCurrentIndex(page.ask.grouping.findData("caseworker"))
        page.ask.grouping.activated.emit(page.ask.grouping.currentIndex())
    assert page.badge.isVisibleTo(page)
    assert not page.ask.threshold.isVisibleTo(page)
    assert "no copy is kept here" in page.preview.warning.text()
    assert page.foot.next.text() == "Write without keeping …"


def test_a_period_without_anything_says_so_and_leads_on(page: ReportsPage, reports: Reports, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reports.previewed):
        page.ask.days.box.setCurrentIndex(page.ask.days.box.findText("This month so far"))
        page.ask.days.box.activated.emit(page.ask.days.box.currentIndex())
    assert "Nothing was counted in this period" in page.notice.words.text()
    page.notice.buttons[0].click()
    assert page.ask.days.box.hasFocus()
    with qtbot.waitSignal(page.page_wished) as wished:
        page.notice.buttons[1].click()
    assert wished.args == ["sheets"]


def test_a_period_that_ends_before_it_begins_is_told_and_not_made(page: ReportsPage, reports: Reports) -> None:
    page.ask.days.box.setCurrentIndex(page.ask.days.box.count() - 1)
    page.ask.days.box.activated.emit(page.ask.days.box.currentIndex())
    page.ask.days.first.setDate(page.ask.days.last.date().addDays(1))
    assert page.preview.empty.title.text() == "No such period"
    assert reports.asked is None
    assert not page.foot.next.isVisibleTo(page)


def test_what_a_report_is_stands_in_words_with_every_column(page: ReportsPage, reports: Reports, qtbot: QtBot) -> None:
    go_to(page, "throughput", reports, qtbot)
    qtbot.keyClick(page.side.list, Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.part == ABOUT
    assert page.about.hasFocus()
    words = words_of(page.about)
    for told in ("Annex D of the letter of 15 March 2018", "on hand at the end =", "Check type", "Came in during"):
        assert told in words


def test_a_restricted_report_is_looked_at_and_said_not_to_be_kept(
    page: ReportsPage, reports: Reports, qtbot: QtBot
) -> None:
    go_to(page, "caselist", reports, qtbot)
    assert "no copy is kept here" in page.preview.warning.text()
    assert page.badge.isVisibleTo(page)
    assert page.foot.next.text() == "Write without keeping …"
    assert not page.tabs.tabs[COPIES].isVisibleTo(page)


def test_somebody_without_the_right_is_told_why_and_nothing_is_read(
    page: ReportsPage, reports: Reports, working: list[Person], qtbot: QtBot
) -> None:
    working[0] = SOMEBODY
    page.show_report("caselist")
    assert "Choose at the top right who is working" in page.preview.empty.words.text()
    assert reports.asked is None
    page.show_report("kpi")
    page.ask.grouping.setCurrentIndex(page.ask.grouping.findData("caseworker"))
    page.ask.grouping.activated.emit(page.ask.grouping.currentIndex())
    assert "told by caseworker" in page.preview.empty.words.text()
    assert not page.foot.isVisibleTo(page)


def test_feedback_leads_to_the_reviews(page: ReportsPage, qtbot: QtBot) -> None:
    page.show_report("feedback")
    with qtbot.waitSignal(page.page_wished) as wished:
        page.preview.empty.button.click()
    assert wished.args == ["reviews"]


def test_the_table_is_copied_with_its_heads(page: ReportsPage, reports: Reports, qtbot: QtBot) -> None:
    go_to(page, "pipeline", reports, qtbot)
    page.preview.take_keyboard()
    with qtbot.waitSignal(reports.copied):
        qtbot.keyClick(page.preview.table, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("Stage\tCount\tOldest days\nopened\t")


def test_what_another_window_issued_stands_in_the_list_on_arriving(
    page: ReportsPage, reports: Reports, done: Store, qtbot: QtBot
) -> None:
    go_to(page, "accuracy-trend", reports, qtbot)
    page.show_part(COPIES)
    assert page.copies.empty.title.text() == "No copy was issued yet"
    line = issue(done, reports, page, qtbot)
    assert page.tabs.tabs[COPIES].text() == "Issued copies · 1"
    assert page.copies.current == line
    assert line.sha256 in page.copies.whole.text()
    assert "issued once, last" in page.side.list.currentItem().data(LINE_ROLE).detail
    with qtbot.waitSignal(page.hands.look_wished):
        qtbot.keyClick(page.copies.table, Key.Key_Return)
    with qtbot.waitSignal(page.hands.copy_wished) as wished:
        page.foot.links["save_copy"].click()
    assert wished.args == [line, "trend-R-0001.pdf"]


def test_a_copy_is_compared_and_checked_from_the_keyboard(
    page: ReportsPage, reports: Reports, done: Store, qtbot: QtBot
) -> None:
    go_to(page, "accuracy-trend", reports, qtbot)
    issue(done, reports, page, qtbot)
    page.show_part(COPIES)
    with qtbot.waitSignal(reports.compared):
        qtbot.keyClick(page.copies.table, Key.Key_D, CONTROL)
    assert "says the very same as R-0001" in page.copies.notice.words.text()
    assert not page.copies.differences.isVisibleTo(page)
    done.judgements.withdraw("PAG-088104", reports.person, "The figures are asked for again.")
    with qtbot.waitSignal(reports.compared):
        page.foot.links["compare_copy"].click()
    told = [page.copies.differing.row(at)[1] for at in range(page.copies.differing.rowCount())]
    assert "Checked" in told
    assert page.copies.differences.isVisibleTo(page)
    with done.database.session() as session:
        session.connection().exec_driver_sql("UPDATE issued_file SET content = x'00'")
    with qtbot.waitSignal(reports.checked):
        qtbot.keyClick(page.copies.table, Key.Key_H, CONTROL)
    assert "is not what was issued" in page.copies.notice.words.text()
    assert page.copies.rows.cells(page.copies.current)[6] == "✗ damaged"


def test_on_a_narrow_desk_the_catalogue_is_a_box(page: ReportsPage, reports: Reports, qtbot: QtBot) -> None:
    page.resize(900, 600)
    qtbot.waitUntil(lambda: page.reports.isVisibleTo(page))
    assert not page.side.isVisibleTo(page)
    assert page.reports.hasFocus()
    with qtbot.waitSignal(reports.previewed):
        qtbot.keyClick(page.reports, Key.Key_Down, CONTROL)
    assert page.reports.currentData() == "pipeline"


@pytest.fixture
def window(make_window, done: Store, qtbot: QtBot) -> Window:
    """The whole window with the page in sight, the first preview made."""
    made = make_window(done)
    reports = made.findChild(Reports)
    made.show_page("reports")
    qtbot.waitUntil(lambda: reports.up_to_date and reports.may_issue)
    return made


def test_issuing_writes_the_file_keeps_the_copy_and_remembers_where(
    window: Window, picker, done: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page, files = window.page("reports"), window.findChild(ReportFiles)
    picker.chosen = [tmp_path / "kpi.xlsx"]
    with qtbot.waitSignal(files.done):
        qtbot.keyClick(page.side.list, Key.Key_S, CONTROL)
    assert picker.asked == ["Issue: Accuracy of arrears arrangements: the KPI"]
    assert done.issued.content("R-0001") == (tmp_path / "kpi.xlsx").read_bytes()
    qtbot.waitUntil(lambda: page.tabs.tabs[COPIES].text() == "Issued copies · 1")
    assert page.foot.ending == ".xlsx"
    assert window.memory.value("reports/folder") == str(tmp_path)
    assert page.part == PREVIEW


def test_a_report_is_printed_on_paper(window: Window, picker, tmp_path: Path, qtbot: QtBot) -> None:
    files = window.findChild(ReportFiles)
    picker.chosen = [tmp_path / "paper.pdf"]
    with qtbot.waitSignal(files.done) as ended:
        qtbot.keyClick(window.page("reports").side.list, Key.Key_P, CONTROL)
    assert ended.args[0].words.startswith("Printed: ")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF-")

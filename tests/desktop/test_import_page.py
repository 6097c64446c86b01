"""Importing in the window: choose, try, import, read what was refused."""

import csv
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from xlsxwriter import Workbook

from desktop.jobs.runner import Runner
from desktop.state.intake import PARTS, Intake
from desktop.state.time_left import TimeLeft
from desktop.tables.refusals import RefusalsModel, as_csv
from desktop.views.import_page import ImportPage
from desktop.window import Window
from models.errors import Refusal
from models.intake.account import ImportAccount
from models.intake.request import ImportReport, KindReport
from models.store import Store
from models.store.worklist import Section, WorkQuery

LISTS = {
    "index": "recordings.csv",
    "sheets": "guide-sheets.csv",
    "tasks": "task-567.csv",
    "views": "caseworker-online.csv",
    "staff": "staff.csv",
}


@pytest.fixture
def window(make_window, store: Store, qtbot: QtBot) -> Window:
    """The window on an empty database."""
    made = make_window(store, None)
    qtbot.waitUntil(lambda: made.shown == "welcome")
    made.show_page("import")
    return made


@pytest.fixture
def page(window: Window) -> ImportPage:
    return window.page("import")


@pytest.fixture
def intake(window: Window) -> Intake:
    return window.findChild(Intake)


@pytest.fixture
def faulty_sheets(tmp_path: Path, demo: Path) -> Path:
    """The guide sheets with an amount that is none in line 2."""
    lines = (demo / "guide-sheets.csv").read_text().splitlines()
    lines[1] = lines[1].replace(",1000.00,320.00,", ",=ten,320.00,")
    path = tmp_path / "guide-sheets.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    """What was collected in two months."""
    path = tmp_path / "collected.csv"
    path.write_text("month,scheme,collected\n2009-08,CS2,1000.00\n2009-09,CS2,1200.50\n", encoding="utf-8")
    return path


def choose_all(page: ImportPage, picker, demo: Path, collected: Path, qtbot: QtBot) -> None:
    """Choose every part by its button."""
    for part, source in page.sources.items():
        name = LISTS.get(part, "truth" if part == "transcripts" else "recordings")
        picker.chosen = [collected if part == "collections" else demo / name]
        qtbot.mouseClick(source.choose, Qt.MouseButton.LeftButton)


def cell(page: ImportPage, kind: str, head: str) -> str:
    return page.outcome.counts[kind, head].text()


def test_nothing_can_be_imported_before_something_is_chosen(page: ImportPage) -> None:
    assert not page.start.isEnabled()
    assert not page.try_first.isEnabled()


def test_what_is_chosen_is_shown_and_can_be_left_out_again(
    page: ImportPage, intake: Intake, picker, demo: Path, collected: Path, qtbot: QtBot
) -> None:
    choose_all(page, picker, demo, collected, qtbot)
    assert all(getattr(intake.request, part) is not None for part in PARTS)
    assert picker.asked == [
        "Folder of recordings",
        "Recorder's index",
        "Guide sheets",
        "Task 567 list",
        "Caseworker Online views",
        "Staff list",
        "Transcripts",
        "Collections",
    ]
    qtbot.mouseClick(page.sources["views"].clear, Qt.MouseButton.LeftButton)
    assert intake.request.views is None
    assert page.sources["views"].clear.isHidden()


def test_an_import_fills_the_database_and_says_how_many(
    page: ImportPage, intake: Intake, picker, demo: Path, collected: Path, qtbot: QtBot, store: Store
) -> None:
    choose_all(page, picker, demo, collected, qtbot)
    with qtbot.waitSignal(intake.done, timeout=60_000):
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    new = {kind: cell(page, kind, "New") for kind in page_kinds(page)}
    assert new == {
        "recordings": "12",
        "sheets": "12",
        "tasks": "12",
        "views": "7",
        "staff": "10",
        "transcripts": "12",
        "collections": "2",
    }
    assert page.outcome.refusals_pane.note.text() == "Nothing was refused."
    assert store.worklist.count(WorkQuery(Section.DUE)) == 11


def page_kinds(page: ImportPage) -> list[str]:
    return list(dict.fromkeys(kind for kind, _head in page.outcome.counts))


def test_after_an_import_the_person_is_asked_for_and_the_list_is_filled(
    window: Window, page: ImportPage, intake: Intake, demo: Path, qtbot: QtBot
) -> None:
    for part, name in LISTS.items():
        intake.choose(part, demo / name)
    intake.choose("recordings", demo / "recordings")
    with qtbot.waitSignal(intake.done, timeout=60_000):
        intake.start(dry_run=False)
    qtbot.waitUntil(window.worker.isVisible)
    qtbot.mouseClick(page.done, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shown == "worklist")
    qtbot.waitUntil(lambda: window.page("worklist").model.rowCount() == 11)


def test_trying_writes_nothing(page: ImportPage, intake: Intake, demo: Path, qtbot: QtBot, store: Store) -> None:
    intake.choose("sheets", demo / "guide-sheets.csv")
    with qtbot.waitSignal(intake.done, timeout=20_000):
        qtbot.mouseClick(page.try_first, Qt.MouseButton.LeftButton)
    assert page.outcome.title.text() == "Tried, nothing written: 12 would be new."
    assert store.worklist.is_empty()
    assert page.done.isHidden()


def test_importing_again_changes_nothing(page: ImportPage, intake: Intake, demo: Path, qtbot: QtBot) -> None:
    intake.choose("sheets", demo / "guide-sheets.csv")
    for _time in range(2):
        with qtbot.waitSignal(intake.done, timeout=20_000):
            intake.start(dry_run=False)
    assert (cell(page, "sheets", "New"), cell(page, "sheets", "Unchanged")) == ("–", "12")


def test_a_refused_row_is_listed_with_place_value_and_reason(
    page: ImportPage, intake: Intake, faulty_sheets: Path, qtbot: QtBot
) -> None:
    intake.choose("sheets", faulty_sheets)
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=False)
    assert (cell(page, "sheets", "New"), cell(page, "sheets", "Refused")) == ("11", "1")
    row = [page.outcome.table.model().index(0, column).data() for column in range(5)]
    assert row[:4] == ["guide-sheets.csv", "2", "arrears", "=ten"]
    assert row[4]
    assert page.outcome.refusals_pane.whole.text().endswith(f"guide-sheets.csv:2: arrears: =ten: {row[4]}")


def test_refusals_can_be_copied(page: ImportPage, intake: Intake, faulty_sheets: Path, qtbot: QtBot) -> None:
    intake.choose("sheets", faulty_sheets)
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=True)
    qtbot.mouseClick(page.outcome.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().split("\t")[1:4] == ["2", "arrears", "=ten"]


def test_refusals_can_be_saved_as_harmless_csv(
    window: Window, page: ImportPage, intake: Intake, faulty_sheets: Path, qtbot: QtBot, picker, tmp_path: Path
) -> None:
    intake.choose("sheets", faulty_sheets)
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=True)
    picker.chosen = [tmp_path / "refusals.csv"]
    qtbot.mouseClick(page.outcome.save, Qt.MouseButton.LeftButton)
    lines = (tmp_path / "refusals.csv").read_text().splitlines()
    assert lines[0] == "file,line,column,value,reason"
    assert ",2,arrears,'=ten," in lines[1]
    assert window.notices.notices[-1].tone == "good"


def test_a_target_that_cannot_be_written_is_told(
    window: Window, page: ImportPage, intake: Intake, faulty_sheets: Path, qtbot: QtBot, picker, tmp_path: Path
) -> None:
    intake.choose("sheets", faulty_sheets)
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=True)
    picker.chosen = [tmp_path / "no" / "such" / "refusals.csv"]
    qtbot.mouseClick(page.outcome.save, Qt.MouseButton.LeftButton)
    assert window.notices.notices[-1].tone == "bad"


def test_an_import_can_be_cancelled_and_says_so(
    window: Window, page: ImportPage, intake: Intake, demo: Path, qtbot: QtBot
) -> None:
    intake.choose("recordings", demo / "recordings")
    with qtbot.waitSignal(intake.cancelled, timeout=60_000):
        intake.start(dry_run=False)
        assert page.cancel.isVisible()
        assert page.start.isHidden()
        qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
        assert page.progress.text().startswith("Stopping")
        assert not page.cancel.isEnabled()
    assert window.notices.notices[-1].text.startswith("The import was stopped.")
    assert page.outcome.title.text().startswith("Stopped; what was taken before is kept")
    assert page.start.isVisible()


@pytest.mark.parametrize(
    ("dry_run", "notice", "title"),
    [
        (False, "The import was stopped. Nothing was written yet.", "Stopped; what was taken before is kept."),
        (True, "The trial was stopped. Nothing was written.", "Trial stopped; nothing was written."),
    ],
)
def test_a_stop_before_the_work_began_says_the_same(
    dry_run: bool, notice: str, title: str, window: Window, page: ImportPage, intake: Intake, demo: Path, qtbot: QtBot
) -> None:
    hold = threading.Event()
    window.findChild(Runner).submit("intake", lambda _report, _check: hold.wait(60))
    intake.choose("recordings", demo / "recordings")
    with qtbot.waitSignal(intake.cancelled, timeout=60_000):
        intake.start(dry_run=dry_run)
        qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
        hold.set()
    assert window.notices.notices[-1].text == notice
    assert page.outcome.title.text() == title
    assert page.start.isVisible()


def test_a_stop_says_what_is_kept_and_leaves_a_whole_state(
    window: Window, page: ImportPage, intake: Intake, demo: Path, qtbot: QtBot, store: Store
) -> None:
    intake.choose("sheets", demo / "guide-sheets.csv")
    intake.choose("recordings", demo / "recordings")
    intake.choose("index", demo / "recordings.csv")

    def stop(_fraction: float, _words: str) -> None:
        if store.imports.recording_with_id("VR-88102") is not None:
            intake.cancel()

    intake.progressed.connect(stop)
    with qtbot.waitSignal(intake.cancelled, timeout=60_000):
        intake.start(dry_run=False)
    kept = intake.account.report.recordings.new
    assert 0 < kept < 12
    assert f"Kept and matched: {kept} recordings. Importing again goes on" in window.notices.notices[-1].text
    assert page.done.isVisible()
    intake.progressed.disconnect(stop)
    with qtbot.waitSignal(intake.done, timeout=60_000):
        intake.start(dry_run=False)
    report = intake.report
    assert (report.recordings.unchanged, report.recordings.new, report.sheets.new) == (kept, 12 - kept, 12)


def test_a_trial_that_is_stopped_says_that_nothing_was_written(
    window: Window, intake: Intake, demo: Path, qtbot: QtBot
) -> None:
    intake.choose("recordings", demo / "recordings")
    with qtbot.waitSignal(intake.cancelled, timeout=60_000):
        intake.start(dry_run=True)
        intake.cancel()
    assert window.notices.notices[-1].text == "The trial was stopped. Nothing was written."


def test_progress_is_shown_while_it_runs(page: ImportPage, intake: Intake, demo: Path, qtbot: QtBot) -> None:
    intake.choose("recordings", demo / "recordings")
    seen: list[str] = []
    intake.progressed.connect(lambda _fraction, _words: seen.append(page.progress.text()))
    with qtbot.waitSignal(intake.done, timeout=60_000):
        intake.start(dry_run=True)
    assert any(seen)
    assert page.bar.isHidden()


def test_dropped_things_nobody_knows_are_named(window: Window, intake: Intake, tmp_path: Path, qtbot: QtBot) -> None:
    stranger = tmp_path / "holiday.jpg"
    stranger.write_bytes(b"\xff\xd8\xff")
    with qtbot.waitSignal(intake.not_recognised):
        intake.take_dropped([stranger])
    assert "holiday.jpg" in window.notices.notices[-1].text


def test_the_time_left_is_said_and_counts_down(page: ImportPage, intake: Intake) -> None:
    moments = [0.0]
    intake.left = TimeLeft(lambda: moments[0])
    intake.running_changed.emit(True)
    for share in (0.1, 0.2, 0.3):
        moments[0] += 60.0
        intake.left.tell(share)
    intake.progressed.emit(0.3, "Guide sheets")
    assert page.progress.text() == "Guide sheets · 7 min left"
    assert page.bar.value() == 300
    moments[0] += 58.0
    page._tick.timeout.emit()
    assert page.progress.text() == "Guide sheets · 6 min left"
    intake.running_changed.emit(False)


def changed_sheets(demo: Path, path: Path) -> Path:
    """The guide sheets with other arrears in two of them."""
    words = (demo / "guide-sheets.csv").read_text()
    assert words.count(",6000.00,") == 2
    path.write_text(words.replace(",6000.00,", ",5800.00,"))
    return path


def test_changed_rows_are_shown_with_their_figures_before_and_now(
    page: ImportPage, intake: Intake, demo: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    for path in (demo / "guide-sheets.csv", changed_sheets(demo, tmp_path / "guide-sheets.csv")):
        intake.choose("sheets", path)
        with qtbot.waitSignal(intake.done, timeout=20_000):
            intake.start(dry_run=False)
    assert page.outcome.tabs[1].text() == "2 changed"
    assert page.outcome.changes_pane.isVisible()
    qtbot.waitUntil(lambda: page.outcome.changes.rowCount() == 2)
    shown = [page.outcome.changes.index(0, column).data() for column in range(5)]
    assert shown == ["Guide sheets", "PAG-088103", "Arrears", "£6,000.00", "£5,800.00"]


def test_a_trial_says_why_it_shows_no_changed_figures(
    page: ImportPage, intake: Intake, demo: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    intake.choose("sheets", demo / "guide-sheets.csv")
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=False)
    intake.choose("sheets", changed_sheets(demo, tmp_path / "guide-sheets.csv"))
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=True)
    assert page.outcome.tabs[1].text() == "2 changed"
    assert "not touched by a trial" in page.outcome.changes_pane.note.text()


def test_remarks_are_shown(page: ImportPage, intake: Intake, demo: Path, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "sheets.csv"
    path.write_text((demo / "guide-sheets.csv").read_text(), encoding="utf-16")
    intake.choose("sheets", path)
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=True)
    qtbot.mouseClick(page.outcome.tabs[2], Qt.MouseButton.LeftButton)
    assert page.outcome.remarks_pane.isVisible()
    told = [page.outcome.remarks.index(row, 1).data() for row in range(page.outcome.remarks.rowCount())]
    assert any("UTF-16" in words for words in told)


def test_refusals_are_searched_by_keyboard(page: ImportPage, intake: Intake, qtbot: QtBot) -> None:
    tell(intake, [Refusal("a.csv", line, "arrears", f"x{line}", "not an amount") for line in range(1, 30)])
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.outcome.search.hasFocus()
    qtbot.keyClicks(page.outcome.search, "X7 amount")
    assert [page.outcome.model.index(row, 1).data() for row in range(page.outcome.model.rowCount())] == ["7"]
    qtbot.keyClicks(page.outcome.search, " nothing")
    assert page.outcome.refusals_pane.note.text() == "No row holds these words."
    page.outcome.search.clear()
    assert page.outcome.model.rowCount() == 29


def test_the_three_lists_are_reached_by_keyboard(page: ImportPage, intake: Intake, qtbot: QtBot) -> None:
    tell(intake, [Refusal("a.csv", 1, None, None, "no")])
    for key, pane in zip((Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1), (1, 2, 0), strict=True):
        qtbot.keyClick(page, key, Qt.KeyboardModifier.AltModifier)
        assert page.outcome.panes[pane].isVisible()


def tell(intake: Intake, refused: list[Refusal]) -> None:
    """An import that just ended like this."""
    report = ImportReport(sheets=KindReport(refused=refused))
    now = datetime(2009, 10, 5, 9, tzinfo=UTC)
    intake.told.emit(ImportAccount.of(intake.request, report, now, now, person="TL01"))


def test_earlier_imports_are_listed_and_opened_by_keyboard(
    page: ImportPage, intake: Intake, demo: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    for path in (demo / "guide-sheets.csv", changed_sheets(demo, tmp_path / "guide-sheets.csv")):
        intake.choose("sheets", path)
        with qtbot.waitSignal(intake.done, timeout=20_000):
            intake.start(dry_run=False)
    lines = page.results.earlier.lines
    qtbot.waitUntil(lambda: lines.count() == 2)
    tell(intake, [Refusal("a.csv", 1, None, None, "no")])
    qtbot.keyClick(page, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert lines.hasFocus()
    assert "2 changed" in lines.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    with qtbot.waitSignal(intake.history.opened):
        qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert page.outcome.isVisible()
    assert page.outcome.title.text() == "Imported: nothing new, 2 changed."
    assert page.outcome.changes.rowCount() == 2
    assert page.done.isHidden()


def test_a_trial_is_not_among_the_earlier_imports(page: ImportPage, intake: Intake, demo: Path, qtbot: QtBot) -> None:
    intake.choose("sheets", demo / "guide-sheets.csv")
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=True)
    with qtbot.waitSignal(intake.history.listed):
        intake.history.refresh()
    assert page.results.earlier.lines.count() == 0


@pytest.mark.parametrize("name", ["report.html", "report.txt"])
def test_the_report_is_saved_as_html_or_text(
    window: Window,
    page: ImportPage,
    intake: Intake,
    faulty_sheets: Path,
    qtbot: QtBot,
    picker,
    tmp_path: Path,
    name: str,
) -> None:
    intake.choose("sheets", faulty_sheets)
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=False)
    picker.chosen = [tmp_path / name]
    with qtbot.waitSignal(intake.history.saved):
        qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    words = (tmp_path / name).read_text(encoding="utf-8")
    assert "=ten" in words
    assert words.startswith("<!DOCTYPE html>") == name.endswith("html")
    assert window.notices.notices[-1].tone == "good"


def test_a_report_that_cannot_be_written_is_told(
    window: Window, page: ImportPage, intake: Intake, picker, tmp_path: Path, qtbot: QtBot
) -> None:
    tell(intake, [])
    picker.chosen = [tmp_path / "no" / "report.html"]
    with qtbot.waitSignal(intake.history.failed):
        page.outcome.report.click()
    assert window.notices.notices[-1].tone == "bad"


def test_the_report_is_printed_on_a4(
    window: Window, page: ImportPage, intake: Intake, picker, tmp_path: Path, qtbot: QtBot
) -> None:
    tell(intake, [Refusal("a.csv", line, "arrears", "x", "not an amount") for line in range(1, 120)])
    picker.chosen = [tmp_path / "report.pdf"]
    with qtbot.waitSignal(intake.history.printed, timeout=20_000) as printed:
        qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed.args == [str(tmp_path / "report.pdf")]
    document = QPdfDocument()
    assert document.load(str(tmp_path / "report.pdf")) is QPdfDocument.Error.None_
    assert document.pageCount() > 1
    size = document.pagePointSize(0)
    assert (round(size.width()), round(size.height())) == (595, 842)
    words = document.getAllText(0).text()
    assert "Import of 5 Oct 2009" in words
    assert "not an amount" in words
    document.close()


def test_a_printer_that_gives_nothing_is_told(
    window: Window, page: ImportPage, intake: Intake, picker, tmp_path: Path, qtbot: QtBot
) -> None:
    tell(intake, [])
    picker.chosen = [tmp_path / "no" / "report.pdf"]
    with qtbot.waitSignal(intake.history.failed):
        page.outcome.print.click()
    assert "could not be printed" in window.notices.notices[-1].text


def test_a_list_with_other_headings_says_so_on_its_row(
    page: ImportPage, intake: Intake, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "north.csv"
    path.write_text("Sheet no,Case,Arrears owed\n1,C-1,5000\n")
    with qtbot.waitSignal(intake.looked):
        intake.choose("sheets", path)
    assert page.sources["sheets"]._where.accessibleName() == "north.csv: other headings than ours"
    assert page.sources["sheets"].has_fault


def test_a_list_is_looked_at_again_after_a_trial(
    page: ImportPage, intake: Intake, demo: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "sheets.csv"
    with qtbot.waitSignal(intake.looked):
        intake.choose("sheets", path)
    assert page.sources["sheets"].has_fault
    path.write_text((demo / "guide-sheets.csv").read_text())
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=True)
    qtbot.waitUntil(lambda: not page.sources["sheets"].has_fault)


def test_a_dropped_spreadsheet_is_known_and_imported(
    page: ImportPage, intake: Intake, demo: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "export.xlsx"
    with Workbook(str(path)) as book, (demo / "guide-sheets.csv").open(encoding="utf-8", newline="") as file:
        page_of_book = book.add_worksheet()
        for at, row in enumerate(csv.reader(file)):
            page_of_book.write_row(at, 0, row)
    intake.take_dropped([path])
    qtbot.waitUntil(lambda: intake.request.sheets == path, timeout=20_000)
    with qtbot.waitSignal(intake.done, timeout=30_000):
        intake.start(dry_run=False)
    assert cell(page, "sheets", "New") == "12"


@pytest.fixture
def refusals() -> list[Refusal]:
    return [
        Refusal("/lists/b.csv", 10, "arrears", "x", "not an amount"),
        Refusal("/lists/a.csv", 9, None, None, "too few fields"),
        Refusal("/lists/a.csv", None, None, None, "not UTF-8"),
    ]


def test_refusals_sort_lines_as_numbers(page: ImportPage, refusals: list[Refusal]) -> None:
    page.outcome.model.show(refusals)
    page.outcome.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    shown = [page.outcome.table.model().index(row, 1).data() for row in range(3)]
    assert shown == ["", "9", "10"]


def test_the_table_of_refusals_keeps_qts_rules(qapp, refusals: list[Refusal]) -> None:
    model = RefusalsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(refusals)
    model.show(())
    assert tester.model().rowCount() == 0


def test_a_refusal_of_a_whole_file_leaves_its_cells_empty(refusals: list[Refusal]) -> None:
    assert as_csv(refusals).splitlines()[3] == "/lists/a.csv,,,,not UTF-8"

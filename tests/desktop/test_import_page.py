"""Importing in the window: choose, try, import, read what was refused."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.state.intake import PARTS, Intake
from desktop.tables.refusals import RefusalsModel, as_csv
from desktop.views.import_page import ImportPage
from desktop.window import Window
from models.errors import Refusal
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


def choose_all(page: ImportPage, picker, demo: Path, qtbot: QtBot) -> None:
    """Choose every part by its button."""
    for part, source in page.sources.items():
        name = LISTS.get(part, "truth" if part == "transcripts" else "recordings")
        picker.chosen = [demo / name]
        qtbot.mouseClick(source.choose, Qt.MouseButton.LeftButton)


def cell(page: ImportPage, kind: str, head: str) -> str:
    return page.outcome.counts[kind, head].text()


def test_nothing_can_be_imported_before_something_is_chosen(page: ImportPage) -> None:
    assert not page.start.isEnabled()
    assert not page.try_first.isEnabled()


def test_what_is_chosen_is_shown_and_can_be_left_out_again(
    page: ImportPage, intake: Intake, picker, demo: Path, qtbot: QtBot
) -> None:
    choose_all(page, picker, demo, qtbot)
    assert all(getattr(intake.request, part) is not None for part in PARTS)
    assert picker.asked == [
        "Folder of recordings",
        "Recorder's index",
        "Guide sheets",
        "Task 567 list",
        "Caseworker Online views",
        "Staff list",
        "Transcripts",
    ]
    qtbot.mouseClick(page.sources["views"].clear, Qt.MouseButton.LeftButton)
    assert intake.request.views is None
    assert page.sources["views"].clear.isHidden()


def test_an_import_fills_the_database_and_says_how_many(
    page: ImportPage, intake: Intake, picker, demo: Path, qtbot: QtBot, store: Store
) -> None:
    choose_all(page, picker, demo, qtbot)
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
    assert window.notices.notices[-1].text.startswith("The import was stopped.")
    assert page.start.isVisible()


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

"""Mapping another department's columns in the window: proposed, changed, previewed, saved, and gone on with."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop.state.import_profiles import ImportProfiles
from desktop.state.intake import Intake
from desktop.state.mapping import Mapping, name_of, ours_of
from desktop.tables.preview import PreviewModel
from desktop.views.import_page import ImportPage
from desktop.views.mapping_page import MappingPage
from desktop.window import Window
from models.intake.profile import ColumnMap, ListProfile, Unit
from models.intake.profile_file import read_profile
from models.intake.recognise import ForeignList
from models.store import Store

HEADINGS = (
    "PAG no;Case;System;Caseworker;Decision date;Arrears;Net monthly;Regular maintenance;Lump sum;Instalment;"
    "Paid every;Wie;Label\n"
)
ROWS = (
    "088201;C-1;CS2;CW012;14/09/2009;5,000.00;1,733.33;60.00;500.00;60.00;Weekly;DD;Agreement\n"
    "088202;C-2;CS2;CW014;25/09/2009;1,250.50;866.67;20.00;0.00;45.00;Monthly;SO;Arrangement\n"
)


@pytest.fixture
def window(make_window, store: Store, qtbot: QtBot) -> Window:
    made = make_window(store, None)
    qtbot.waitUntil(lambda: made.shown == "welcome")
    made.show_page("import")
    return made


@pytest.fixture
def page(window: Window) -> MappingPage:
    return window.page("mapping")


@pytest.fixture
def imports(window: Window) -> ImportPage:
    return window.page("import")


@pytest.fixture
def mapping(window: Window) -> Mapping:
    return window.findChild(Mapping)


@pytest.fixture
def intake(window: Window) -> Intake:
    return window.findChild(Intake)


@pytest.fixture
def north(tmp_path: Path) -> Path:
    """The list of another office."""
    path = tmp_path / "north.csv"
    path.write_text(HEADINGS + ROWS)
    return path


@pytest.fixture
def opened(window: Window, mapping: Mapping, north: Path, qtbot: QtBot) -> Mapping:
    """The mapping of that list, on the screen, its proposal tried."""
    with qtbot.waitSignal(mapping.previewed, timeout=10_000):
        mapping.begin([ForeignList(north, "sheets")], None)
    assert window.shown == "mapping"
    return mapping


def pick(qtbot: QtBot, box: QComboBox, text: str) -> None:
    """Choose an entry of a combo box by typing, as a person with a keyboard does."""
    at = next(i for i in range(box.count()) if box.itemText(i).startswith(text))
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    while box.currentIndex() != at:
        qtbot.keyClick(box, Qt.Key.Key_Down)


def map_what_is_open(page: MappingPage, mapping: Mapping, qtbot: QtBot) -> None:
    """What the proposal leaves open, mapped by keyboard."""
    pick(qtbot, page.rows["method_agreed"].heading, "Wie")
    for value, words in (("DD", "Direct Debit"), ("SO", "Standing order")):
        pick(qtbot, page.rows["method_agreed"].codes.boxes[value], words)
    for value, words in (("Weekly", "W"), ("Monthly", "M")):
        box = page.rows["frequency"].codes.boxes.get(value)
        if box is not None:
            pick(qtbot, box, words)
    qtbot.waitUntil(lambda: mapping.preview is not None and len(mapping.preview.taken) == 2, timeout=10_000)


def test_a_dropped_list_with_other_headings_opens_the_mapping(
    window: Window, page: MappingPage, intake: Intake, north: Path, qtbot: QtBot
) -> None:
    intake.take_dropped([north])
    qtbot.waitUntil(lambda: window.shown == "mapping", timeout=10_000)
    assert page.title.text() == "Map columns: north.csv"
    assert page.form.kind.currentData() == "sheets"
    assert window.top.tabs["import"].isChecked()


def test_the_key_opens_the_mapping_of_a_chosen_list(
    window: Window, imports: ImportPage, intake: Intake, north: Path, qtbot: QtBot
) -> None:
    intake.choose("sheets", north)
    qtbot.keyClick(imports, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.shown == "mapping", timeout=10_000)


def test_the_first_rows_stand_as_they_are(page: MappingPage, opened: Mapping) -> None:
    assert page.preview.raw.heads[:2] == ("PAG no", "Case")
    assert page.preview.raw.index(0, 0).data() == "088201"
    assert page.preview.raw.index(1, 5).data() == "1,250.50"
    assert page.preview.raw.headerData(0, Qt.Orientation.Vertical) == "2"


def test_the_proposal_stands_column_by_column_with_its_reason(page: MappingPage, opened: Mapping) -> None:
    row = page.rows["net_income_weekly"]
    assert row.heading.currentText() == "Net monthly"
    assert row.unit.currentData() == Unit.POUNDS_A_MONTH
    assert "its heading says pounds a month" in row.words.text()
    assert page.form.dates.currentText() == "14/09/2009"


def test_a_needed_column_that_comes_from_nowhere_is_said_and_cannot_be_saved(
    page: MappingPage, opened: Mapping, qtbot: QtBot
) -> None:
    page.name.setText("Northern office")
    assert page.said.text() == "Still needed: Method agreed."
    assert not page.save.isEnabled()
    assert page.rows["method_agreed"].heading.hasFocus()
    assert "cannot be taken like this" in page.preview.counts.text()


def test_a_profile_needs_a_name(page: MappingPage, opened: Mapping, qtbot: QtBot) -> None:
    map_what_is_open(page, opened, qtbot)
    assert not page.save.isEnabled()
    qtbot.keyClicks(page.name, "Northern office")
    assert page.save.isEnabled()
    assert "northern-office.toml" in page.said.text()


def test_everything_is_mapped_by_keyboard_and_previewed(page: MappingPage, opened: Mapping, qtbot: QtBot) -> None:
    map_what_is_open(page, opened, qtbot)
    assert page.preview.counts.text() == "All of the first 2 rows would be taken."
    heads = page.preview.taken.heads
    shown = {head: page.preview.taken.index(0, at).data() for at, head in enumerate(heads)}
    assert shown["sheet_id"] == "088201"
    assert shown["decision_date"] == "2009-09-14"
    assert shown["net_income_weekly"] == "400.00"
    assert shown["method_agreed"] == "direct_debit"


def test_a_refused_cell_is_marked_and_says_why(page: MappingPage, mapping: Mapping, north: Path, qtbot: QtBot) -> None:
    north.write_text(HEADINGS + ROWS.replace("1,250.50", "see file"))
    with qtbot.waitSignal(mapping.previewed, timeout=10_000):
        mapping.begin([ForeignList(north, "sheets")], None)
    mapping.map_column("method_agreed", ColumnMap("Wie", codes={"DD": "direct_debit", "SO": "standing_order"}))
    mapping.map_column("frequency", ColumnMap("Paid every", codes={"Weekly": "W", "Monthly": "M"}))
    qtbot.waitUntil(lambda: mapping.preview is not None and len(mapping.preview.taken) == 1, timeout=10_000)
    at = page.preview.taken.heads.index("arrears")
    cell = page.preview.taken.index(1, at)
    assert cell.data() == "see file"
    assert cell.data(Qt.ItemDataRole.DecorationRole) is not None
    assert "refused: not an amount" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "not an amount" in page.preview.why.text()
    assert page.preview.counts.text() == "1 of the first 2 rows would be taken, 1 refused."
    assert page.rows["arrears"].words.text().startswith("1 of the first rows refused: “see file”")


def test_a_column_can_be_the_same_in_every_row(page: MappingPage, opened: Mapping, qtbot: QtBot) -> None:
    row = page.rows["method_agreed"]
    pick(qtbot, row.heading, "The same")
    assert row.constant.hasFocus()
    qtbot.keyClicks(row.constant, "cheque")
    qtbot.keyClick(row.constant, Qt.Key.Key_Return)
    assert opened.draft.columns["method_agreed"] == ColumnMap(value="cheque")


def test_units_decimals_zones_and_forms_of_dates_are_chosen(page: MappingPage, opened: Mapping, qtbot: QtBot) -> None:
    pick(qtbot, page.rows["arrears"].unit, "pence")
    pick(qtbot, page.form.decimal, "1.234,50")
    pick(qtbot, page.form.zone, "by British")
    field = page.form.dates.lineEdit()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "%d/%m/%Y or %d %b %Y")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    draft = opened.draft
    assert draft.columns["arrears"].unit is Unit.PENCE
    assert (draft.decimal, draft.time_zone, draft.date_forms) == (",", "Europe/London", ("%d/%m/%Y", "%d %b %Y"))


def test_a_form_of_dates_that_is_none_is_refused_in_words(
    window: Window, page: MappingPage, opened: Mapping, qtbot: QtBot
) -> None:
    before = opened.draft
    field = page.form.dates.lineEdit()
    field.selectAll()
    qtbot.keyClicks(field, "day month")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "is no form of a date" in window.notices.notices[-1].text
    assert opened.draft == before
    assert page.form.dates.currentText() == "14/09/2009"


def test_changes_can_be_taken_back(page: MappingPage, opened: Mapping, qtbot: QtBot) -> None:
    pick(qtbot, page.rows["case_ref"].heading, "Not in this file")
    assert opened.draft.columns["case_ref"].is_left_out
    page.again.click()
    assert opened.draft == opened.list.proposal.profile
    assert page.rows["case_ref"].heading.currentText() == "Case"


def test_the_list_can_be_of_another_kind(page: MappingPage, opened: Mapping, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.opened, timeout=10_000):
        pick(qtbot, page.form.kind, "Task 567")
    assert "task_id" in page.rows
    assert "sheet_id" not in page.rows


def test_saving_keeps_the_profile_and_goes_on_with_the_import(
    window: Window, page: MappingPage, opened: Mapping, intake: Intake, north: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    map_what_is_open(page, opened, qtbot)
    page.name.setText("Northern office")
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.shown == "import", timeout=10_000)
    assert intake.request.sheets == north
    assert intake.request.profile is not None
    assert intake.request.profile.name == "northern-office"
    kept = read_profile(tmp_path / "settings" / "import-profiles" / "northern-office.toml")
    assert kept == intake.request.profile
    imports = window.page("import")
    qtbot.waitUntil(lambda: imports.choice.profile.box.currentText() == "Northern office (own)")
    assert imports.start.hasFocus()
    with qtbot.waitSignal(intake.done, timeout=20_000):
        intake.start(dry_run=False)
    assert (intake.report.sheets.new, intake.report.any_refused) == (2, False)


def test_leaving_saves_nothing(
    window: Window, page: MappingPage, opened: Mapping, qtbot: QtBot, tmp_path: Path
) -> None:
    page.name.setText("Northern office")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.shown == "import")
    assert opened.list is None
    assert not (tmp_path / "settings" / "import-profiles").exists()


def test_several_lists_are_mapped_one_after_the_other_into_one_profile(
    window: Window, page: MappingPage, mapping: Mapping, north: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    tasks = tmp_path / "tasks-north.csv"
    tasks.write_text("Task no;Case\n1;C-1\n")
    with qtbot.waitSignal(mapping.previewed, timeout=10_000):
        mapping.begin([ForeignList(north, "sheets"), ForeignList(tasks, "tasks")], None)
    assert "1 more will follow" in page.words.text()
    map_what_is_open(page, mapping, qtbot)
    page.name.setText("Northern office")
    page.save.click()
    qtbot.waitUntil(lambda: mapping.list is not None and mapping.list.path == tasks, timeout=10_000)
    assert page.name.text() == "Northern office"
    mapping.map_column("task_id", ColumnMap("Task no"))
    page.save.click()
    qtbot.waitUntil(lambda: window.shown == "import", timeout=10_000)
    profile = window.findChild(ImportProfiles).profile
    assert set(profile.lists) == {"sheets", "tasks"}


def test_a_list_that_cannot_be_read_is_told(window: Window, mapping: Mapping, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(mapping.failed, timeout=10_000):
        mapping.begin([ForeignList(tmp_path / "none.csv", "sheets")], None)
    assert "there is no such file" in window.notices.notices[-1].text
    assert window.shown == "import"


def test_the_wheel_scrolls_the_columns_and_changes_nothing(page: MappingPage, opened: Mapping, qtbot: QtBot) -> None:
    box = page.rows["arrears"].heading
    box.setFocus()
    middle = QPointF(box.rect().center())
    turned = QWheelEvent(
        middle,
        QPointF(box.mapToGlobal(box.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turned)
    assert box.currentText() == "Arrears"


def test_every_control_has_an_accessible_name(page: MappingPage, opened: Mapping) -> None:
    boxes = [box for box in page.findChildren(QComboBox) if box.isVisible()]
    assert boxes
    assert [box for box in boxes if not box.accessibleName()] == []


def test_the_preview_keeps_qts_rules(qapp) -> None:
    model = PreviewModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(("a", "b"), (2, 3), (("1", "2"), ("3",)), {(1, 0): "no"})
    model.show((), (), ())
    assert tester.model().rowCount() == 0


def test_a_refusal_is_of_the_column_that_is_read_from_its_heading() -> None:
    draft = ListProfile(columns={"arrears": ColumnMap("Arrears owed")})
    ours = ("sheet_id", "arrears")
    assert ours_of("ARREARS  owed", draft, ours) == "arrears"
    assert ours_of("sheet_id", draft, ours) == "sheet_id"
    assert ours_of("Comments", draft, ours) is None
    assert ours_of(None, draft, ours) is None


@pytest.mark.parametrize(
    ("title", "name"), [("Northern office", "northern-office"), ("  ../Nord & Ost! ", "nord-ost"), ("…", "")]
)
def test_a_profiles_file_is_named_after_its_title(title: str, name: str) -> None:
    assert name_of(title) == name

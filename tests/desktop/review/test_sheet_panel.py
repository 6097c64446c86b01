"""The guide sheet beside the call: as recorded, named, nothing left out, and every field fit to be evidence."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.tables.sheet import FIELD_LABELS, GROUPS, SheetGroup, against_call, field_words, sheet_groups
from desktop.views.review_page import ReviewPage
from models.sheet_facts import SHEET_FIELDS
from models.store import Store

CALL = datetime(2009, 9, 14, 9, 31, 40, tzinfo=UTC)


def groups(store: Store, recording: str | None = None, sheet: str | None = None) -> dict[str, dict[str, str]]:
    found = sheet_groups(store.calls.open(recording, sheet))
    return {group.title: {line.label: line.value for line in group.lines} for group in found}


def note(found: list[SheetGroup], title: str) -> str:
    return next(group.note for group in found if group.title == title)


def test_every_field_that_can_be_evidence_is_on_the_panel() -> None:
    shown = [name for _, names in GROUPS for name in names]
    assert sorted(shown) == sorted(SHEET_FIELDS)
    assert set(FIELD_LABELS) == set(SHEET_FIELDS)


def test_figures_stand_as_recorded_and_blanks_are_named(demo_store: Store) -> None:
    shown = groups(demo_store, "VR-88102")
    assert shown["Money"]["Arrears"] == "£5,000.00"
    assert shown["Money"]["Net income"] == "£400.00 a week"
    assert shown["Money"]["Income as at"] == "not held"
    assert shown["Who and when"]["Decided"] == "14 Sep 2009"
    assert shown["How it will be paid"]["Method agreed"] == "Direct Debit"


def test_a_monthly_instalment_says_so(demo_store: Store) -> None:
    shown = groups(demo_store, sheet="PAG-088199")["How it will be paid"]
    assert (shown["Arrears instalment"], shown["Paid"]) == ("£260.00 a month", "monthly")


def test_the_task_and_the_view_stand_below_the_sheet(demo_store: Store) -> None:
    shown = groups(demo_store, "VR-88102")
    assert shown["Task 567"]["Promoted"] == "Direct Debit"
    assert shown["Caseworker Online"]["Viewed"] == "14 Sep 2009 10:29, 1 min 50 s before the call"


def test_a_missing_task_view_or_sheet_is_said(demo_store: Store) -> None:
    alone = sheet_groups(demo_store.calls.open("VR-88112", None))
    assert note(alone, "") == "No guide sheet belongs to this call yet."
    assert note(alone, "Task 567") == "No Task 567 entry for this case."
    cited = sheet_groups(demo_store.calls.open(None, "PAG-088199"))
    assert note(cited, "Caseworker Online") == "The sheet cites CWO-92199, which is in no list."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-110, "1 min 50 s before the call"), (0, "at 0:00 of the call"), (42, "at 0:42 of the call"),
     (102, "at 1:42 of the call"), (162, "1 min after the call"), (-7200, "2 h before the call")],
)  # fmt: skip
def test_a_view_is_placed_against_the_call(seconds: int, words: str) -> None:
    assert against_call(CALL + timedelta(seconds=seconds), CALL, 102_000) == words


def test_a_field_reads_as_evidence_in_words(demo_store: Store) -> None:
    sheet = demo_store.calls.open("VR-88104", None).sheet
    assert sheet is not None
    assert field_words(sheet, "lump_sum_asked") == "Lump sum asked: no"


def test_a_field_is_picked_by_keys_and_by_its_plus(opened: Callable[..., ReviewPage], qtbot: QtBot) -> None:
    panel = opened("VR-88102").sheet
    panel.setFocus()
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.field_picked) as told:
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert told.args == ["net_income_weekly"]
    row = next(row for row in panel._rows if row.line.field == "lump_sum")
    with qtbot.waitSignal(panel.field_picked) as told:
        row.add.click()
    assert told.args == ["lump_sum"]


def test_lines_of_the_lists_cannot_be_evidence(opened: Callable[..., ReviewPage], qtbot: QtBot) -> None:
    panel = opened("VR-88102").sheet
    panel.setFocus()
    qtbot.keyClick(panel, Qt.Key.Key_End)
    with qtbot.assertNotEmitted(panel.field_picked):
        qtbot.keyClick(panel, Qt.Key.Key_Return)


def test_another_call_puts_its_own_values_in_the_same_lines(opened: Callable[..., ReviewPage]) -> None:
    panel = opened("VR-88102").sheet
    rows = list(panel._rows)
    opened("VR-88106")
    shown = {row.line.label: row._value.text() for row in panel._rows}
    assert panel._rows == rows
    assert shown["Arrears"] == "£2,500.00"
    assert shown["Reason"] == "Disabled child in the household; to be reviewed in January"

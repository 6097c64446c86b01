"""Lists: which rows go in, which are refused and how, and that taking them in again changes nothing."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from models.crosscheck import OnlineView, Task567
from models.errors import Cancelled, Refusal
from models.guide_sheet import GuideSheet
from models.history import PastVersion
from models.intake.lists import INDEX, SHEETS, STAFF, TASKS, VIEWS, ListKind
from models.intake.request import ImportRequest
from models.intake.take_in import take_in
from models.store import Store


def where(refusal: Refusal) -> tuple[int | None, str | None, str | None]:
    return refusal.line, refusal.column, refusal.value


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("sheet_id", "", "must not be blank"),
        ("scheme", "CS3", "use CSCS, CS2, CMS"),
        ("frequency", "weekly", "use W, F, 4W, M"),
        ("method_agreed", "DD", "use direct_debit"),
        ("methods_offered", "direct_debit;gold", "not a known code"),
        ("label", "agree", "use Agreement, Arrangement"),
        ("employed", "yes", "use Y, N, NA"),
        ("arrears", "-1.00", "negative"),
        ("arrears", "12.345", "more than two decimals"),
        ("net_income_weekly", "lots", "not an amount"),
        ("instalment", "NaN", "not an amount"),
        ("lump_sum", "5000.01", "above the arrears"),
        ("decision_date", "14 Sep 2009", "YYYY-MM-DD"),
        ("decision_date", "2009-02-30", "no such day"),
        ("case_ref", "C\u200b1", "cannot be seen"),
    ],
)
def test_a_bad_cell_is_refused_by_file_line_column_and_value(
    taken, listed, sheet, held, column: str, value: str, reason: str
) -> None:
    path = listed("sheets.csv", [sheet(), sheet(sheet_id="PAG-2") | {column: value}, sheet(sheet_id="PAG-3")])
    report = taken(sheets=path).sheets
    (refusal,) = report.refused
    assert (refusal.file, *where(refusal)) == (str(path), 3, column, value)
    assert reason in refusal.reason
    assert report.new == 2
    assert [one.sheet_id for one in held(GuideSheet)] == ["PAG-1", "PAG-3"]


def test_a_cell_of_ten_megabytes_is_refused_and_shown_cut(taken, listed, sheet) -> None:
    rows = [sheet(discretion_reason="x" * 10_000_000), sheet(sheet_id="PAG-2", discretion_reason="")]
    report = taken(sheets=listed("sheets.csv", rows)).sheets
    (refusal,) = report.refused
    assert where(refusal) == (2, "discretion_reason", "x" * 200)
    assert report.new == 1


def test_the_second_row_with_a_key_is_refused(taken, listed, sheet, held) -> None:
    report = taken(sheets=listed("sheets.csv", [sheet(), sheet(arrears="9.00", lump_sum="")])).sheets
    (refusal,) = report.refused
    assert where(refusal) == (3, "sheet_id", "PAG-1")
    assert held(GuideSheet)[0].arrears == Decimal("5000.00")


@pytest.mark.parametrize("kind", [SHEETS, TASKS, VIEWS, STAFF, INDEX], ids=lambda kind: kind.name)
def test_a_missing_needed_column_refuses_the_whole_file(taken, listed, kind: ListKind) -> None:
    part = "index" if kind is INDEX else kind.name
    for missing in kind.needed:
        cells = {cell.heading: "x" for cell in kind.cells if cell.heading != missing}
        report = taken(**{part: listed("list.csv", [cells])})
        (refusal,) = report.refusals
        assert where(refusal) == (None, missing, None)


def test_a_file_with_headings_only_has_no_rows(taken, listed, sheet) -> None:
    path = listed("sheets.csv", [], headings=list(sheet()))
    assert taken(sheets=path).as_dict()["sheets"] == {"new": 0, "unchanged": 0, "changed": 0, "refused": []}


def test_columns_of_any_order_are_taken_and_unknown_ones_passed_over(taken, listed, sheet, held) -> None:
    row = dict(reversed(list((sheet() | {"colour": "blue"}).items())))
    assert taken(sheets=listed("sheets.csv", [row])).sheets.new == 1
    assert held(GuideSheet)[0].frequency == "W"


def test_figures_are_kept_exactly_and_blanks_stay_not_held(taken, listed, sheet, held) -> None:
    taken(sheets=listed("sheets.csv", [sheet(arrears="0.1", lump_sum="", case_ref="  000123 ", label="")]))
    (kept,) = held(GuideSheet)
    assert (kept.arrears, kept.lump_sum, kept.case_ref, kept.label) == (Decimal("0.10"), None, "000123", None)
    assert (kept.decision_date, kept.received_date) == (date(2009, 9, 14), None)


def test_taking_the_same_rows_in_again_changes_nothing(taken, listed, sheet, held) -> None:
    path = listed("sheets.csv", [sheet(), sheet(sheet_id="PAG-2")])
    taken(sheets=path)
    before = [one.model_dump() for one in held(GuideSheet)]
    report = taken(sheets=path).sheets
    assert (report.new, report.unchanged, report.changed) == (0, 2, 0)
    assert [one.model_dump() for one in held(GuideSheet)] == before
    assert held(PastVersion) == []


def test_a_changed_row_is_a_new_version_and_the_old_one_is_kept(taken, listed, sheet, held) -> None:
    taken(sheets=listed("sheets.csv", [sheet(), sheet(sheet_id="PAG-2")]))
    before = held(GuideSheet)[0]
    report = taken(sheets=listed("sheets.csv", [sheet(arrears="4000.00"), sheet(sheet_id="PAG-2")])).sheets
    after = held(GuideSheet)[0]
    (past,) = held(PastVersion)
    assert (report.new, report.unchanged, report.changed) == (0, 1, 1)
    assert (after.id, after.version, after.arrears) == (before.id, 2, Decimal("4000.00"))
    assert (past.kind, past.record, past.version) == ("guide_sheet", before.id, 1)
    assert past.facts["arrears"] == 500_000
    assert past.facts["decision_date"] == "2009-09-14"


def test_a_column_the_file_does_not_have_keeps_what_is_held(taken, listed, sheet, held) -> None:
    taken(sheets=listed("sheets.csv", [sheet(discretion_reason="a child is ill")]))
    taken(sheets=listed("sheets.csv", [sheet(arrears="4000.00")]))
    assert held(GuideSheet)[0].discretion_reason == "a child is ill"


def test_a_dry_run_counts_everything_and_writes_nothing(taken, listed, sheet, held) -> None:
    taken(sheets=listed("sheets.csv", [sheet()]))
    before = [one.model_dump() for one in held(GuideSheet)]
    rows = [sheet(arrears="4000.00"), sheet(sheet_id="PAG-2"), sheet(sheet_id="PAG-3", label="?")]
    report = taken(sheets=listed("sheets.csv", rows), dry_run=True)
    assert (report.sheets.new, report.sheets.changed, len(report.sheets.refused)) == (1, 1, 1)
    assert report.as_dict()["dry_run"] is True
    assert [one.model_dump() for one in held(GuideSheet)] == before
    assert held(PastVersion) == []


def test_a_task_and_a_view_are_read_with_their_codes_times_and_sums(taken, listed, held) -> None:
    task = {"task_id": "567-1", "case_ref": "C-1", "raised": "2009-09-14", "status": "open", "promoted_method": "deo"}
    view = {
        "view_id": "CWO-1",
        "case_ref": "C-1",
        "viewed_at": "2009-09-14T10:29:50+01:00",
        "commitments_count": "2",
        "commitments": "412.00",
    }
    report = taken(tasks=listed("tasks.csv", [task]), views=listed("views.csv", [view]))
    assert not report.any_refused
    (kept,) = held(OnlineView)
    assert (kept.viewed_at.isoformat(), kept.viewed_offset_min) == ("2009-09-14T09:29:50+00:00", 60)
    assert (kept.commitments_count, kept.commitments) == (2, Decimal("412.00"))
    assert held(Task567)[0].raised == date(2009, 9, 14)


@pytest.mark.parametrize(
    ("part", "cells", "column"),
    [
        ("tasks", {"task_id": "567-1", "case_ref": "C-1", "status": "done"}, "status"),
        ("tasks", {"task_id": "567-1", "case_ref": "C-1", "outcome_method": "gold"}, "outcome_method"),
        ("views", {"view_id": "CWO-1", "case_ref": "C-1", "viewed_at": "2009-09-14T10:29"}, "viewed_at"),
        ("views", {"view_id": "CWO-1", "case_ref": "C-1", "commitments_count": "-2"}, "commitments_count"),
        ("views", {"view_id": "CWO-1", "case_ref": "C-1", "balances": "1e3"}, "balances"),
    ],
)
def test_a_bad_cell_of_the_other_lists_is_refused(taken, listed, part: str, cells: dict[str, str], column: str) -> None:
    (refusal,) = taken(**{part: listed("list.csv", [cells])}).refusals
    assert where(refusal) == (2, column, cells[column])


def test_a_stop_leaves_whole_batches_and_taking_in_again_goes_on(
    store: Store, taken: Callable, probe, listed, sheet, held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.intake.list_file.BLOCK", 500)
    monkeypatch.setattr("models.intake.take_lists.BATCH", 1000)
    path = listed("sheets.csv", [sheet(sheet_id=f"PAG-{number:04}") for number in range(2500)])

    def stop_once_something_is_in() -> None:
        if held(GuideSheet):
            raise Cancelled

    with pytest.raises(Cancelled):
        take_in(store, ImportRequest(sheets=path), probe, lambda _fraction, _text: None, stop_once_something_is_in)
    kept = len(held(GuideSheet))
    assert 1000 <= kept < 2500
    report = taken(sheets=path).sheets
    assert (report.new, report.unchanged) == (2500 - kept, kept)


def test_progress_rises_to_one(store: Store, probe, listed, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.intake.list_file.BLOCK", 500)
    path = listed("sheets.csv", [sheet(sheet_id=f"PAG-{number:04}") for number in range(2500)])
    told: list[float] = []
    take_in(store, ImportRequest(sheets=path), probe, lambda fraction, _text: told.append(fraction), lambda: None)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) >= 3


def test_the_demonstration_lists_go_in_without_a_refusal(taken, demo: Path) -> None:
    report = taken(
        sheets=demo / "guide-sheets.csv",
        tasks=demo / "task-567.csv",
        views=demo / "caseworker-online.csv",
        staff=demo / "staff.csv",
    )
    assert report.refusals == []
    assert (report.sheets.new, report.tasks.new, report.views.new, report.staff.new) == (12, 12, 7, 10)


def test_every_figure_of_the_demonstration_stands_as_it_is_written(taken, held, demo: Path) -> None:
    taken(sheets=demo / "guide-sheets.csv")
    kept = {one.sheet_id: one for one in held(GuideSheet)}
    with (demo / "guide-sheets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column, written in row.items():
                value = getattr(kept[row["sheet_id"]], column)
                assert ("" if value is None else str(value)) == written

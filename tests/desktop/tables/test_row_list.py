"""Rows that sort and search themselves: changed figures, remarks and refusals of an import."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.tables import row_list
from desktop.tables.import_rows import Change, ChangesModel, Remark, RemarksModel, changes_of, remarks_of
from desktop.tables.refusals import RefusalsModel
from models.errors import Refusal
from models.intake.account import ChangedRow
from models.intake.request import ImportReport, KindReport
from models.sheet_difference import Difference

REFUSED = [
    Refusal(f"/lists/{name}.csv", line, "arrears", value, "no")
    for name, line, value in zip("bca", (10, 9, 100), "yxz", strict=True)
]


@pytest.fixture
def model(qapp) -> RefusalsModel:
    made = RefusalsModel()
    made.show(REFUSED)
    return made


def lines(model: RefusalsModel) -> list[str]:
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_rows_stand_as_they_came(model: RefusalsModel) -> None:
    assert lines(model) == ["10", "9", "100"]


def test_figures_sort_as_numbers_and_text_as_text(model: RefusalsModel) -> None:
    model.sort(1)
    assert lines(model) == ["9", "10", "100"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert lines(model) == ["100", "10", "9"]
    model.sort(0)
    assert lines(model) == ["100", "10", "9"]
    model.sort(-1)
    assert lines(model) == ["10", "9", "100"]


def test_every_word_must_stand_somewhere_in_the_row(model: RefusalsModel) -> None:
    model.search("ARREARS b.csv")
    assert lines(model) == ["10"]
    model.search("b.csv nothing")
    assert lines(model) == []
    model.search("")
    assert lines(model) == ["10", "9", "100"]


def test_what_is_found_stays_sorted(model: RefusalsModel) -> None:
    model.sort(1)
    model.search("arrears")
    assert lines(model) == ["9", "10", "100"]
    assert model.row(0) is REFUSED[1]


def test_of_very_many_rows_the_first_are_shown_and_all_are_kept(qapp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_list, "MOST_SHOWN", 2)
    model = RefusalsModel()
    model.show(REFUSED)
    assert (model.rowCount(), model.total, model.is_cut) == (2, 3, True)
    assert model.rows == tuple(REFUSED)


def test_changed_figures_are_told_in_words(qapp) -> None:
    row = ChangedRow("sheets", "PAG-1", (Difference("method_agreed", "Method agreed", "direct_debit", "cheque"),))
    model = ChangesModel()
    model.show(changes_of([row]))
    assert [model.index(0, at).data() for at in range(5)] == [
        "Guide sheets",
        "PAG-1",
        "Method agreed",
        "Direct Debit",
        "Cheque",
    ]
    assert changes_of([row]) == [Change("sheets", "PAG-1", "Method agreed", "direct_debit", "cheque")]


def test_remarks_stand_with_what_they_are_about(qapp) -> None:
    report = ImportReport(sheets=KindReport(remarks=["read as UTF-16"]))
    model = RemarksModel()
    model.show(remarks_of(report))
    assert model.rows == (Remark("sheets", "read as UTF-16"),)
    assert model.whole(model.row(0)) == "Guide sheets · read as UTF-16"


def test_the_model_keeps_qts_rules_while_it_is_sorted_and_searched(qapp) -> None:
    model = RefusalsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(REFUSED)
    model.sort(1)
    model.search("b.csv")
    model.show(())
    assert tester.model().rowCount() == 0

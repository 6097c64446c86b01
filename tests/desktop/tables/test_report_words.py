"""The words of the Reports page: catalogue lines, periods, the preview as rows, issued copies, what differs."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from desktop.state.report_preview import is_without_figures, legend_words, table_text
from desktop.tables.report_columns import column_words
from desktop.tables.report_copies import again_name, compared_words, copy_words, differences
from desktop.tables.reports import (
    ANNEX_WORDS,
    ANNEXES,
    PreviewRows,
    facts_words,
    file_name,
    in_order,
    issued_words,
    matches,
    periods,
    purpose_words,
)
from models.reports.catalogue import CATALOGUE, entry_of
from models.reports.compared import NOTHING_CHANGED, ChangedCell, ChangedWord, Compared
from models.reports.table import NO_DATA, Column, Definition, Report, Role
from models.store.issued import IssuedLine

DAY = date(2009, 10, 5)
KEYS = (Column("month"), Column("line_of_business"))
COUNTS = (Column("checked", Role.COUNT), Column("accurate", Role.COUNT), Column("kpi_pct", Role.FIGURE, ("accurate",)))
REPORT = Report(
    "accuracy-trend",
    "Steer accuracy trend",
    date(2009, 9, 1),
    date(2009, 9, 30),
    DAY,
    ("cs2/1",),
    Definition("words", "source", "formula"),
    (*KEYS, *COUNTS),
    (("2009-09", "CS2", "12", "<5", "c"), ("2009-09", None, "0", "0", NO_DATA)),
    coverage_pct="61.5",
    suppressed_cells=2,
    threshold=5,
)
LINE = IssuedLine(
    "R-0001",
    "accuracy-trend",
    "Steer accuracy trend",
    date(2009, 9, 1),
    date(2009, 9, 30),
    DAY,
    5,
    None,
    "trend.pdf",
    "ab" * 32,
    840,
    "0.1.0",
    "TL01",
    datetime(2009, 10, 5, 9, 30, tzinfo=UTC),
)
ALIKE = Compared((), (), (), ())


def rows_of(report: Report) -> PreviewRows:
    made = PreviewRows()
    made.show_report(report, tuple(report.rows))
    return made


def wide(rows: int) -> Report:
    """A report of twelve columns."""
    columns = (Column("basis"), *(Column(f"count_{at}", Role.COUNT) for at in range(11)))
    names = ("sheet", "call", "third", "fourth", "fifth")
    return replace(REPORT, columns=columns, rows=tuple((name, *("7",) * 11) for name in names[:rows]))


@pytest.mark.parametrize("entry", [entry for entry in CATALOGUE if entry.kind != "feedback"], ids=lambda e: e.kind)
def test_every_column_of_every_report_is_told_in_words(entry) -> None:
    wordless = [name for names in entry.columns.values() for name in names if not column_words(entry.kind, name)]
    assert wordless == []


def test_every_report_says_which_letter_it_follows_and_speaks_no_options() -> None:
    assert {entry.kind for entry in CATALOGUE} == set(ANNEXES) == set(ANNEX_WORDS)
    assert not any("--" in purpose_words(entry) for entry in CATALOGUE)


def test_the_catalogue_stands_in_the_order_of_the_letters() -> None:
    annexes = [ANNEXES[entry.kind] for entry in in_order(CATALOGUE)]
    assert annexes[:8] == ["Letter of Oct 2009", *(f"Annex {letter}" for letter in "ABCDEFG")]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        ([DAY], "issued once, last 5 Oct 2009"),
        ([DAY, date(2009, 9, 1)], "issued twice, last 5 Oct 2009"),
        ([DAY] * 3, "issued 3 times, last 5 Oct 2009"),
    ],
)
def test_what_was_issued_is_told_by_number_and_newest_day(days: list[date], words: str) -> None:
    assert issued_words(days) == words


@pytest.mark.parametrize(
    ("words", "kind"), [("payment annex", "methods"), ("oldest day", "pipeline"), ("annex Z", ""), ("", "kpi")]
)
def test_a_report_is_found_by_any_word_of_its_name_letter_and_columns(words: str, kind: str) -> None:
    found = [entry.kind for entry in in_order(CATALOGUE) if matches(entry, words)]
    assert found[:1] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("today", "name", "first", "last"),
    [
        (DAY, "Last month", date(2009, 9, 1), date(2009, 9, 30)),
        (DAY, "Last quarter", date(2009, 7, 1), date(2009, 9, 30)),
        (DAY, "This quarter so far", date(2009, 10, 1), DAY),
        (DAY, "Year so far", date(2009, 1, 1), DAY),
        (DAY, "Financial year so far", date(2009, 4, 1), DAY),
        (DAY, "Last 12 months", date(2008, 10, 1), date(2009, 9, 30)),
        (date(2012, 2, 29), "Last 12 months", date(2011, 2, 1), date(2012, 1, 31)),
        (date(2012, 2, 29), "Last quarter", date(2011, 10, 1), date(2011, 12, 31)),
        (date(2012, 3, 31), "Financial year so far", date(2011, 4, 1), date(2012, 3, 31)),
        (date(2012, 1, 1), "Last month", date(2011, 12, 1), date(2011, 12, 31)),
    ],
)
def test_periods_are_those_of_the_calendar(today: date, name: str, first: date, last: date) -> None:
    assert dict(periods(today))[name] == (first, last)


def test_a_file_is_called_by_kind_grouping_and_period() -> None:
    assert file_name("kpi", DAY, DAY, "team", ".pdf") == "kpi-by-team-2009-10-05-2009-10-05.pdf"
    assert again_name(LINE) == "trend-R-0001.pdf"


def test_the_preview_has_the_cells_of_the_document_in_words(qtmodeltester: ModelTester) -> None:
    rows = rows_of(REPORT)
    qtmodeltester.check(rows, force_py=True)
    told = [[rows.index(r, c).data() for c in range(5)] for r in range(2)]
    assert told == [["Sep 2009", "CS2", "12", "<5", "c"], ["Sep 2009", "–", "0", "0", "no data"]]
    titles = [rows.headerData(c, Qt.Orientation.Horizontal) for c in range(5)]
    assert titles == ["Month", "Line of business", "Checked", "Accurate", "KPI %"]


def test_money_is_shown_in_pounds_and_a_caselist_to_the_letter() -> None:
    columns = (Column("month"), Column("collected", Role.AMOUNT))
    money = rows_of(replace(REPORT, columns=columns, rows=(("2009-09", "41900.00"),)))
    assert [money.index(0, c).data() for c in range(2)] == ["Sep 2009", "£41,900.00"]
    cases = rows_of(replace(REPORT, columns=columns, rows=(("2009-09", "in_progress"),), publishable=False))
    assert [cases.index(0, c).data() for c in range(2)] == ["2009-09", "in_progress"]


def test_a_hidden_cell_says_why_it_is_hidden() -> None:
    rows = rows_of(REPORT)
    tips = [rows.index(0, c).data(Qt.ItemDataRole.ToolTipRole) for c in (2, 3, 4)]
    assert tips == [
        "<p>12</p>",
        "<p>Hidden: from 1 to 4.</p>",
        "<p>Hidden: it would give a small count away.</p>",
    ]


def test_a_wide_report_with_few_rows_lies_on_its_side_and_a_long_one_does_not() -> None:
    rows = rows_of(wide(2))
    assert rows.on_its_side
    assert [rows.headerData(c, Qt.Orientation.Horizontal) for c in range(3)] == ["Figure", "Sheet", "Call"]
    assert (rows.rowCount(), rows.index(0, 0).data(), rows.index(0, 2).data()) == (11, "Count 0", "7")
    assert not rows_of(wide(5)).on_its_side


def test_the_line_above_the_rows_says_what_they_are_of() -> None:
    told = "As at 5 Oct 2009 · 1 to 30 Sep 2009 · 2 rows · coverage 61.5% · 2 cells hidden"
    assert facts_words(REPORT) == told
    assert "coverage hidden" in facts_words(replace(REPORT, coverage_pct="c"))
    assert "coverage no data" in facts_words(replace(REPORT, coverage_pct=NO_DATA))


def test_the_legend_explains_the_marks_that_are_there_and_no_others() -> None:
    assert legend_words(REPORT) == (
        "Marks: <5 is a count from 1 to 4; c hides what would give such a count away; "
        "“no data” stands where nothing was there to count; – does not apply here, and is empty in a file."
    )
    assert legend_words(replace(REPORT, rows=(("2009-09", "CS2", "12", "9", "75.0"),))) == ""


def test_a_report_without_figures_is_known_as_such() -> None:
    assert not is_without_figures(REPORT)
    assert is_without_figures(replace(REPORT, rows=REPORT.rows[1:]))
    assert is_without_figures(replace(REPORT, rows=()))
    money = (Column("month"), Column("arrears_in_scope", Role.AMOUNT), Column("target", Role.AMOUNT))
    assert is_without_figures(replace(REPORT, columns=money, rows=(("2009-09", "0.00", "90000.00"),)))


def test_the_table_as_text_has_heads_and_nothing_a_spreadsheet_takes_for_a_formula() -> None:
    report = replace(REPORT, rows=(("2009-09", "=1+1", "12", None, "75.0"),))
    assert table_text(report).splitlines() == [
        "Month\tLine of business\tChecked\tAccurate\tKPI %",
        "2009-09\t'=1+1\t12\t\t75.0",
    ]


def test_a_copy_is_told_with_its_hash_and_whether_its_bytes_were_checked() -> None:
    assert "ab" * 32 in copy_words(LINE, None)
    assert copy_words(LINE, "").endswith("The very bytes are kept.")
    assert copy_words(LINE, "damaged").endswith("not those that were issued.")
    assert "840 bytes" in copy_words(LINE, None)


def test_a_comparison_without_a_difference_says_so() -> None:
    assert compared_words(LINE, ALIKE) == "A fresh report says the very same as R-0001."
    assert differences(ALIKE) == ()


def test_a_comparison_tells_every_difference_side_by_side() -> None:
    compared = Compared(
        (ChangedCell(("2009-09", "CS2"), "kpi_pct", "83.3", None),),
        (("2009-09", "CSCS"),),
        (),
        (ChangedWord("Coverage", "100.0%", "91.7%"),),
        ("1 confirmation withdrawn",),
    )
    assert compared_words(LINE, compared) == (
        "A fresh report differs from R-0001 in 1 cell, 1 row that is gone and 1 statement about the whole report. "
        "The issued copy stays as it is. Since it was issued: 1 confirmation withdrawn."
    )
    assert differences(compared) == (
        ("The whole report", "Coverage", "100.0%", "91.7%"),
        ("Sep 2009 · CSCS", "Row", "there", "no longer there"),
        ("Sep 2009 · CS2", "KPI %", "83.3", "–"),
    )


def test_a_comparison_after_which_nothing_changed_says_so_in_a_sentence() -> None:
    same = Compared((), (), (), (), (NOTHING_CHANGED,))
    assert compared_words(LINE, same) == f"A fresh report says the very same as R-0001. {NOTHING_CHANGED}"


def test_a_report_whose_groupings_are_offered_has_words_for_each() -> None:
    from desktop.tables.reports import GROUPINGS

    assert set(entry_of("kpi").groupings) == set(GROUPINGS)

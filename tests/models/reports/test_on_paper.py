"""A report for people: the same figures in another dress, the KPI at the top, nothing said twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.reports.document import ColumnKind, Facts, Measures, Table
from models.reports.on_paper import for_people, report_document
from models.reports.table import Column, Definition, Report, Role

KEY, COUNT = Column("key"), Column("count", Role.COUNT)
KPI = Report(
    "kpi",
    "The KPI",
    date(2009, 9, 1),
    date(2009, 9, 30),
    date(2009, 10, 5),
    ("P/1",),
    Definition("words", "source", "formula"),
    (
        *(Column(name) for name in ("period_from", "period_to", "basis", "scope")),
        *(Column(name, Role.COUNT) for name in ("checked", "accurate", "inaccurate")),
        *(Column(name, Role.FIGURE) for name in ("kpi_pct", "low_pct", "high_pct")),
        *(Column(name) for name in ("interval", "target_pct")),
        *(Column(name, Role.FIGURE) for name in ("shown", "more_needed")),
    ),
    (
        *[("2009-09-01", "2009-09-30", "sheet", "new", "1200", "1100", "100", "91.7", None, None, "census", "95")],
        *[("2009-09-01", "2009-09-30", "call", "new", "11", "c", "<5", "c", "c", "c", "95% Wilson", "95")],
    ),
    threshold=5,
)
KPI = replace(KPI, rows=((*KPI.rows[0], "not shown", "30"), (*KPI.rows[1], "c", "c")))


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        (KEY, "2009-09-01", "1 Sep 2009"),
        (KEY, "2009-09", "Sep 2009"),
        (KEY, "2009-13", "2009-13"),
        (KEY, "awaiting_qa", "Awaiting QA"),
        (KEY, "direct_debit", "Direct debit"),
        (KEY, "kpi_sheet", "KPI sheet"),
        (KEY, "CS2", "CS2"),
        (KEY, "not held", "not held"),
        (KEY, None, "–"),
        (COUNT, "12345", "12,345"),
        (COUNT, "-1234.50", "-1,234.50"),
        (Column("owed", Role.AMOUNT), "1234.50", "£1,234.50"),
        (Column("owed", Role.AMOUNT), "c", "c"),
        (COUNT, "<5", "<5"),
        (COUNT, "c", "c"),
    ],
)
def test_a_cell_is_worded_for_people(column: Column, cell: str | None, words: str) -> None:
    assert for_people(column, cell) == words


def test_the_kpi_stands_at_the_top_with_its_target() -> None:
    figures = report_document(KPI).blocks[0]
    assert isinstance(figures, Measures)
    sheet, call = figures.each
    assert (sheet.name, sheet.value, sheet.per_cent, sheet.target) == (
        "Guide sheets",
        "91.7%",
        Decimal("91.7"),
        Decimal(95),
    )
    assert sheet.words == "1,200 checked; census; at least 95%: not shown; 30 more needed"
    assert (call.value, call.per_cent, call.low) == ("hidden", None, None)


def test_what_is_the_same_in_every_row_is_said_once() -> None:
    document = report_document(KPI)
    table = next(block for block in document.blocks if isinstance(block, Table))
    facts = next(block for block in document.blocks if isinstance(block, Facts))
    assert [column.title for column in table.columns] == ["Basis", "Guide sheets", "Checked calls"]
    assert ("Scope", "New") in facts.pairs
    assert not [row for row in table.rows if row[0] in ("Scope", "Period from")]


def test_many_rows_of_many_columns_lie_across_a_wide_page() -> None:
    rows = tuple((*row[:3], f"20{at:02}", *row[4:]) for at in range(12) for row in KPI.rows)
    document = report_document(replace(KPI, rows=rows))
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert (document.wide, len(table.rows)) == (True, 24)
    assert not any(isinstance(block, Measures) for block in document.blocks)


def test_a_share_has_a_bar_beside_it_in_a_table_that_has_room() -> None:
    narrow = replace(KPI, columns=(KEY, COUNT, Column("pct", Role.FIGURE)), rows=(("a", "1", "50.0"),))
    table = next(block for block in report_document(narrow).blocks if isinstance(block, Table))
    assert [column.kind for column in table.columns] == [ColumnKind.CODE, ColumnKind.NUMBER, ColumnKind.SHARE]


def test_a_grouped_kpi_has_a_table_for_the_sheets_and_one_for_the_calls() -> None:
    rows = tuple((*row[:3], f"new arrangements; month 2013-{at:02}", *row[4:]) for at in (1, 2) for row in KPI.rows)
    document = report_document(replace(KPI, rows=rows, grouped_by="month"))
    sheets, calls = (block for block in document.blocks if isinstance(block, Table))
    assert [column.title for column in sheets.columns][:3] == ["Month", "Checked", "Accurate"]
    assert [row[0] for row in sheets.rows] == ["Jan 2013", "Feb 2013"]
    assert "Margin %" in [column.title for column in calls.columns]
    assert "Margin %" not in [column.title for column in sheets.columns]

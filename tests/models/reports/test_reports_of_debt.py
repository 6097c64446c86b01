"""Headline, methods and new arrangements: what is counted, in which month, to which penny, and what is hidden."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models.clock import Clock
from models.collected import Collected
from models.collection_targets import targets_from
from models.database import Database
from models.guide_sheet import GuideSheet
from models.reports import headline, methods, new_arrangements
from models.reports.arranged import TWO_YEARS, amounts_of, median_of
from models.reports.reconciling import Difference
from models.reports.reconciling_amounts import differences
from models.reports.table import Report
from models.staff import Role
from models.store import Store
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
TO_OCTOBER = (date(2009, 9, 1), date(2009, 10, 31))
NOW = datetime(2009, 10, 5, 9, tzinfo=UTC)
LEADER = Person("TL01", Role.TEAM_LEADER, "DE-1")


def rows_of(report: Report) -> list[dict[str, str | None]]:
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def add(store: Store, number: int = 1, **facts: Any) -> None:
    """Put sheets of 1,000 pounds, to be paid at 10 a week after 100, into the database."""
    usual: dict[str, Any] = {
        "scheme": "CS2",
        "decision_date": date(2009, 9, 14),
        "arrears": Decimal("1000.00"),
        "net_income_weekly": Decimal("400.00"),
        "regular_maintenance_weekly": Decimal("60.00"),
        "lump_sum": Decimal("100.00"),
        "instalment": Decimal("10.00"),
        "frequency": "W",
        "method_agreed": "direct_debit",
        "label": "Agreement",
    }
    with store.database.session() as session:
        before = len(session.exec(select(GuideSheet.id)).all())
        for at in range(before, before + number):
            session.add(GuideSheet(sheet_id=f"PAG-{at:04}", imported_at=NOW, **(usual | facts)))


def collect(store: Store, month: str, scheme: str, pounds: str) -> None:
    with store.database.session() as session:
        row = Collected(
            figure=f"{month} {scheme}", month=month, scheme=scheme, collected=Decimal(pounds), imported_at=NOW
        )
        session.add(row)


def confirm(store: Store, sheets: list[str]) -> None:
    store.judgements.refresh()
    judged = {sheet: store.judgements.of_sheet(sheet) for sheet in sheets}
    found = store.judgements.confirm({sheet: told.verdict for sheet, told in judged.items() if told}, LEADER)
    assert len(found.sheet_ids) == len(sheets)


@pytest.mark.parametrize(
    ("figures", "expected", "instalments"),
    [
        ((100_000, 10_000, 500, "W", 104), 62_000, 180),
        ((100_000, 10_000, 1_000, "W", 104), 100_000, 90),  # more than is owed is never expected
        ((100_000, 10_000, 2_000, "M", 24), 58_000, 45),
        ((100_000, 100_000, None, None, None), 100_000, None),
        ((100_000, None, None, None, None), 0, None),
        ((100_000, 10_000, 500, None, None), 10_000, None),  # nobody says how often
        ((0, 0, 500, "W", 104), 0, None),
    ],
)
def test_what_is_expected_of_a_sheet(figures: tuple[Any, ...], expected: int, instalments: int | None) -> None:
    amounts = amounts_of(*figures)
    assert amounts is not None
    assert (amounts.expected, amounts.instalments) == (expected, instalments)


def test_a_sheet_whose_arrears_are_not_held_has_no_amounts() -> None:
    assert amounts_of(None, 100, 100, "W", TWO_YEARS["W"]) is None


@given(st.lists(st.integers(0, 40), min_size=1))
def test_the_median_is_the_middle(numbers: list[int]) -> None:
    assert median_of(Counter(numbers)) == Decimal(str(median(numbers)))


def test_arranged_stands_by_scheme_and_over_all(store: Store) -> None:
    add(store, 2)
    add(store, scheme="CMS", decision_date=date(2013, 1, 7), method_agreed="deo", lump_sum=None)
    add(store, scheme=None, instalment=Decimal("1.00"))
    found = rows_of(headline.report(store, date(2009, 9, 1), date(2009, 9, 30), 0))
    assert [(row["scheme"], row["arrears_in_scope"], row["lump_sums"], row["expected_2_years"]) for row in found] == [
        ("CS2", "2000.00", "200.00", "2000.00"),
        ("not held", "1000.00", "100.00", "204.00"),
        ("all", "3000.00", "300.00", "2204.00"),
    ]
    (row, _all) = rows_of(headline.report(store, date(2013, 1, 1), date(2013, 1, 31), 0))
    assert (row["scheme"], row["lump_sums"], row["of_which_deo"]) == ("CMS", "0.00", "1000.00")


def test_collected_and_target_stand_beside_what_was_arranged_and_are_not_added(store: Store) -> None:
    add(store)
    collect(store, "2009-09", "CS2", "640.10")
    collect(store, "2009-09", "CMS", "0.20")
    targets = targets_from({"2009-04": {"all": "1000", "CS2": "120"}})
    found = rows_of(headline.report(store, *SEPTEMBER, 0, targets=targets))
    told = {row["scheme"]: (row["expected_2_years"], row["collected"], row["target"]) for row in found}
    assert told == {
        "CS2": ("1000.00", "640.10", "10.00"),
        "CMS": ("0.00", "0.20", None),
        "all": ("1000.00", "640.30", "83.33"),
    }


def test_over_all_schemes_nothing_is_said_to_be_collected_where_one_has_no_figure(store: Store) -> None:
    collect(store, "2009-09", "CS2", "640.10")
    collect(store, "2009-10", "CMS", "5.00")
    found = rows_of(headline.report(store, *TO_OCTOBER, 0))
    assert [row["collected"] for row in found if row["scheme"] == "all"] == [None, None]


def test_the_part_of_the_target_that_is_to_be_arrears_is_said(store: Store) -> None:
    targets = targets_from({"2009-04": {"all": "1080000000", "arrears": "220000000"}})
    (note,) = headline.report(store, *SEPTEMBER, 0, targets=targets).notes
    assert "from 2009-04 to 2010-03 (£1,080,000,000.00), at least £220,000,000.00 is to be arrears" in note


def test_a_month_that_is_not_whole_is_said(store: Store) -> None:
    report = headline.report(store, date(2009, 9, 14), date(2009, 9, 30), 0)
    assert any("of the days from 2009-09-14" in note for note in report.notes)


def test_an_empty_period_has_a_row_a_month_and_nothing_in_it(store: Store) -> None:
    found = rows_of(headline.report(store, *TO_OCTOBER, 5))
    assert [(row["month"], row["scheme"], row["arrears_in_scope"], row["collected"]) for row in found] == [
        ("2009-09", "all", "0.00", None),
        ("2009-10", "all", "0.00", None),
    ]
    assert methods.report(store, *TO_OCTOBER, 5).rows == ()
    found = rows_of(new_arrangements.report(store, *SEPTEMBER, 5))
    assert found[0] == {
        "month": "2009-09",
        "sheets_received": "0",
        "cleared_first_time": "0",
        "reworked": "0",
        "median_days_to_check": "no data",
    }


def test_varied_arrangements_are_out_of_scope(store: Store) -> None:
    add(store, arrangement_kind="varied")
    assert methods.report(store, *SEPTEMBER, 0).rows == ()


def test_debt_stands_by_segment_and_method_and_blanks_are_not_held(store: Store) -> None:
    add(store, 3, segment="A")
    add(store, 1, segment="A", method_agreed="deo", instalment=Decimal("1.00"))
    add(store, 1, segment=None, method_agreed=None, instalment=None)
    found = rows_of(methods.report(store, *SEPTEMBER, 0))
    assert [tuple(row.values())[1:] for row in found] == [
        ("A", "deo", "1", "204.00", "6.2", "900"),
        ("A", "direct_debit", "3", "3000.00", "90.8", "90"),
        ("not held", "not held", "1", "100.00", "3.0", "no data"),
    ]


def test_sheets_whose_arrears_are_not_held_are_counted_and_said(store: Store) -> None:
    add(store, 5)
    add(store, arrears=None)
    report = methods.report(store, *SEPTEMBER, 5)
    assert rows_of(report)[0]["count"] == "6"
    assert rows_of(report)[0]["expected_2_years"] == "5000.00"
    assert report.notes == ("Sheets whose arrears are not held are counted and add to no amount: fewer than 5.",)


def test_few_sheets_and_one_large_debt_are_hidden_with_their_share(store: Store) -> None:
    add(store, 20)
    add(store, 20, method_agreed="cash")
    add(store, 3, method_agreed="cheque")
    add(store, 4, method_agreed="standing_order")
    add(store, 9, segment="B")
    add(store, 1, segment="B", arrears=Decimal("90000.00"), lump_sum=Decimal("90000.00"))
    found = {(row["segment"], row["method"]): row for row in rows_of(methods.report(store, *SEPTEMBER, 5))}
    few, large = found["not held", "cheque"], found["B", "direct_debit"]
    assert (few["count"], few["expected_2_years"], few["share_pct"]) == ("<5", "c", "c")
    assert (large["count"], large["expected_2_years"], large["share_pct"]) == ("10", "c", "c")


def test_a_sheet_is_cleared_first_time_when_nothing_of_it_was_done_again(demo_store: Store) -> None:
    ids = ["PAG-088101", "PAG-088102", "PAG-088103", "PAG-088104", "PAG-088105", "PAG-088106"]
    with demo_store.database.session() as session:
        session.exec(select(GuideSheet).where(GuideSheet.sheet_id == ids[0])).one().version = 2
    confirm(demo_store, ids)
    demo_store.judgements.withdraw(ids[1], LEADER, "not yet")
    (row,) = rows_of(new_arrangements.report(demo_store, *SEPTEMBER, 0))
    assert (row["sheets_received"], row["cleared_first_time"], row["reworked"]) == ("12", "4", "2")


def test_the_days_to_check_run_from_the_day_received(database: Database) -> None:
    store = Store(database, Clock(date(2009, 10, 5)))
    add(store, 1, received_date=date(2009, 10, 1))
    add(store, 1)
    ids = ["PAG-0000", "PAG-0001"]
    confirm(store, ids)
    (row,) = rows_of(new_arrangements.report(store, *SEPTEMBER, 0))
    assert row["median_days_to_check"] == str(Decimal(4 + (date(2009, 10, 5) - date(2009, 9, 14)).days) / 2)


def test_every_total_is_that_of_the_sheets_one_by_one(done: Store) -> None:
    assert differences(done, *TO_OCTOBER) == ()


def test_a_total_that_is_not_that_of_the_sheets_is_found(done: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TWO_YEARS, "W", 103)
    monkeypatch.setattr("models.reports.arranged.amounts_of", lambda *_: None)
    whats = {each.what for each in differences(done, *SEPTEMBER)}
    assert {"headline expected_2_years", "methods expected_2_years"} <= whats


def test_every_policy_and_a_lump_sum_above_the_arrears_agree_with_the_sheets(store: Store) -> None:
    add(store, lump_sum=Decimal("1500.00"))
    for frequency in ("F", "4", "M", None):
        add(store, frequency=frequency)
    add(store, scheme="CMS", decision_date=date(2014, 5, 1), arrears=Decimal("5000.00"), method_agreed="deo")
    add(store, scheme=None, arrears=None)
    add(store, arrangement_kind="varied")
    assert differences(store, date(2009, 1, 1), date(2014, 12, 31)) == ()


def test_the_figures_that_go_out_are_held_against_the_sheets_and_else_fresh_ones(store: Store) -> None:
    add(store)
    made = methods.report(store, *SEPTEMBER, 0)
    assert differences(store, *SEPTEMBER, (methods.KIND,), made) == ()
    add(store, 2)
    assert differences(store, *SEPTEMBER, (methods.KIND,), made) == ()  # only older than the sheets
    hidden = methods.report(store, *SEPTEMBER, 5)
    assert hidden.suppressed_cells
    assert differences(store, *SEPTEMBER, (methods.KIND,), hidden) == ()


def test_a_wrong_total_is_found_in_the_report_that_goes_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store)
    made = methods.report(store, *SEPTEMBER, 0)
    monkeypatch.setattr("models.reports.arranged.amounts_of", lambda *_: None)
    wrong = methods.report(store, *SEPTEMBER, 0)
    assert differences(store, *SEPTEMBER, (methods.KIND,), made) == ()
    assert differences(store, *SEPTEMBER, (methods.KIND,), wrong) == (
        Difference("methods expected_2_years", 0, 100_000),
    )


def test_months_across_a_year_are_told_apart(store: Store) -> None:
    add(store, 1, decision_date=date(2009, 12, 31))
    add(store, 2, decision_date=date(2009, 12, 31) + timedelta(days=1))
    found = rows_of(methods.report(store, date(2009, 12, 1), date(2010, 1, 31), 0))
    assert [(row["month"], row["count"], row["share_pct"]) for row in found] == [
        ("2009-12", "1", "100.0"),
        ("2010-01", "2", "100.0"),
    ]

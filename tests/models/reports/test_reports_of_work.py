"""Trend, pipeline and throughput: what is counted when, and that their sums hold."""

from datetime import date

from models.reports import accuracy_trend, pipeline, throughput
from models.reports.table import Report
from models.store import Store

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
TO_OCTOBER = (date(2009, 9, 1), date(2009, 10, 31))


def rows_of(report: Report) -> list[dict[str, str | None]]:
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def test_the_trend_has_every_month_of_the_period_also_without_a_check(done: Store) -> None:
    found = rows_of(accuracy_trend.report(done, *TO_OCTOBER, 0))
    assert [(row["month"], row["checked"], row["kpi_pct"]) for row in found] == [
        ("2009-09", "12", "83.3"),
        ("2009-10", "0", "no data"),
    ]


def test_the_pipeline_is_told_as_it_stood_on_its_last_day(done: Store) -> None:
    before = {row["stage"]: row["count"] for row in rows_of(pipeline.report(done, *SEPTEMBER, 0))}
    after = {row["stage"]: row["count"] for row in rows_of(pipeline.report(done, *TO_OCTOBER, 0))}
    assert before == {"opened": "12", "in_progress": "0", "awaiting_qa": "0", "disputed": "0", "closed": "0"}
    assert after == {"opened": "0", "in_progress": "0", "awaiting_qa": "12", "disputed": "0", "closed": "0"}


def test_the_age_of_few_checks_is_hidden_with_their_number(told: Store) -> None:
    found = {row["stage"]: row for row in rows_of(pipeline.report(told, *TO_OCTOBER, 5))}
    assert (found["awaiting_qa"]["count"], found["awaiting_qa"]["oldest_days"]) == ("<5", "c")


def test_what_came_in_less_what_was_cleared_is_on_hand(done: Store) -> None:
    found = rows_of(throughput.report(done, *TO_OCTOBER, 0))
    assert len(found) == 2 * 3
    for row in found:
        start, intake, cleared, end = (
            int(row[name] or 0) for name in ("on_hand_start", "intake", "cleared", "on_hand_end")
        )
        assert start + intake - cleared == end
    calls = [row for row in found if row["check_type"] == "call"]
    assert [(row["intake"], row["cleared"]) for row in calls] == [("11", "0"), ("0", "11")]
    assert calls[1]["on_hand_start"] == calls[0]["on_hand_end"] == "11"

"""The dashboard's shares, each with what it is of."""

from datetime import date

from models.reports import dashboard
from models.store import Store

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))


def shares(store: Store, threshold: int = 0) -> dict[str | None, tuple[str | None, ...]]:
    return {row[0]: row[1:4] for row in dashboard.report(store, *SEPTEMBER, threshold).rows}


def test_every_measure_of_the_contract_has_its_row(done: Store) -> None:
    assert list(shares(done)) == [
        *("kpi_sheet", "kpi_call", "coverage", "calls_sampled", "preferred_promoted", "preferred_taken", "cwo_used"),
        *("discretion", "reading_sensitive"),
    ]


def test_the_demonstrations_measures_agree_with_its_kpi(done: Store) -> None:
    found = shares(done)
    assert found["kpi_sheet"] == ("10", "12", "83.3")
    assert found["kpi_call"] == ("8", "11", "72.7")
    assert found["coverage"] == ("12", "12", "100.0")
    assert found["discretion"] == ("1", "12", "8.3")
    assert found["calls_sampled"] == ("0", "11", "0.0")


def test_few_errors_are_not_given_away_by_what_was_right(done: Store) -> None:
    found = shares(done, 5)
    assert found["kpi_sheet"] == ("c", "12", "c")
    assert found["discretion"] == ("<5", "12", "c")


def test_nothing_to_count_is_no_data(store: Store) -> None:
    assert shares(store)["cwo_used"] == ("0", "0", "no data")

"""Reports that publish the same counts in other divisions: what one hides does not come out beside the other."""

from datetime import date

from models.reports.making import make_report
from models.store import Store

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
HIDDEN = ("<5", "c")


def test_the_trend_by_line_of_business_hides_beside_the_kpi_by_month(done: Store) -> None:
    """A count below the threshold that is alone in its month would be the month's count less those that are shown."""
    with done.database.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE staff SET line_of_business = 'Maintenance' WHERE staff_id IN ('CW011', 'CW012')"
        )
    leader = done.staff.get("TL01")
    assert leader is not None
    trend = make_report(done, "accuracy-trend", *SEPTEMBER, 5, leader).as_dict()["rows"]
    months = make_report(done, "kpi", *SEPTEMBER, 5, leader, grouped_by="month").as_dict()["rows"]
    assert isinstance(trend, list)
    assert isinstance(months, list)
    of_sheets = next(row for row in months if row["basis"] == "sheet")
    assert len(trend) == 2
    for column in ("checked", "accurate", "accurate_discretion", "inaccurate", "not_assessable"):
        hidden = [row[column] for row in trend if row[column] in HIDDEN]
        alone = len(hidden) == 1 and hidden[0] == "<5"
        assert not alone or of_sheets[column] in HIDDEN

"""Reports that publish the same counts in other divisions: what one hides does not come out beside the other."""

from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from models.reports.making import make_report
from models.store import Store
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
HIDDEN = ("<5", "c")
CLASSES = ("accurate", "accurate_discretion", "inaccurate", "not_assessable")


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


class Reader:
    """Who holds several reports and puts all their sums together: each count is an unknown of an integer programme."""

    def __init__(self, threshold: int) -> None:
        self._threshold = threshold
        self._at: dict[str, int] = {}
        self._low: list[float] = []
        self._high: list[float] = []
        self._rows: list[tuple[dict[str, float], float, float]] = []
        self.hidden: list[str] = []

    def count(self, name: str, cell: str | None = None) -> str:
        """An unknown; what is known of it by its cell. "c" may hide anything."""
        if name not in self._at:
            self._at[name] = len(self._low)
            self._low.append(0)
            self._high.append(1_000)
        if cell == f"<{self._threshold}":
            self._low[self._at[name]], self._high[self._at[name]] = 1, self._threshold - 1
            self.hidden.append(name)
        elif cell is not None and cell != "c":
            self._low[self._at[name]] = self._high[self._at[name]] = int(cell)
        return name

    def sum(self, plus: list[str], less: list[str], low: float = 0, high: float = 0) -> None:
        """What these come to lies between `low` and `high`."""
        terms = Counter(plus)
        terms.subtract(less)
        self._rows.append(({self.count(name): sign for name, sign in terms.items()}, low, high))

    def found_out(self) -> list[str]:
        """The hidden counts that can be one number only. Every answer of the programme tells of all counts at once."""
        matrix = np.zeros((len(self._rows), len(self._low)))
        for row, (terms, _, _) in enumerate(self._rows):
            for name, sign in terms.items():
                matrix[row, self._at[name]] = sign
        within = LinearConstraint(matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows])
        seen: list[Any] = []
        for name in self.hidden:
            for sign in (1, -1):
                if len({each[self._at[name]] for each in seen}) > 1:
                    break
                wish = np.zeros(len(self._low))
                wish[self._at[name]] = sign
                bounds = Bounds(self._low, self._high)
                solved = milp(wish, integrality=np.ones(len(wish)), bounds=bounds, constraints=within)
                assert solved.x is not None, "the sums do not agree with each other"
                seen.append(np.rint(solved.x).astype(int))
        return [name for name in self.hidden if len({each[self._at[name]] for each in seen}) == 1]


def read_kpi(reader: Reader, store: Store, period: tuple[date, date], leader: Person, group: str | None) -> None:
    """Take the KPI into a reader: its sums across, down to the whole, and that no row checked more than is in scope."""
    rows = make_report(store, "kpi", *period, 5, leader, grouped_by=group).as_dict()["rows"]
    assert isinstance(rows, list)
    names = list(dict.fromkeys(row["scope"].partition("; ")[2] for row in rows))
    for row in rows:
        name = f"{row['scope'].partition('; ')[2]}|{row['basis']}|"
        for column in (*CLASSES, "checked", "figure_errors", "process_errors"):
            if row[column] is not None:
                reader.count(name + column, row[column])
        scope = f"{row['scope'].partition('; ')[2]}|in scope"
        reader.sum([name + "checked"], [name + column for column in CLASSES])
        reader.sum([scope], [name + "checked"], high=1_000)
        if row["coverage_pct"] == "100.0":
            reader.sum([scope], [name + "checked"])
        if row["basis"] == "sheet":
            reader.sum([name + "figure_errors"], [name + "inaccurate"])
        else:
            for column in ("figure_errors", "process_errors"):
                reader.sum([name + "inaccurate"], [name + column], high=1_000)
            reader.sum([name + "figure_errors", name + "process_errors"], [name + "inaccurate"], high=1_000)
    if group is not None:
        for column in ("in scope", *(f"{basis}|{column}" for basis in ("sheet", "call") for column in CLASSES)):
            reader.sum([f"{name}|{column}" for name in names], [f"|{column}"])


@pytest.mark.parametrize(("group", "last"), [("team", 18), ("method", 30)])
def test_a_reader_of_the_kpi_and_its_groups_finds_no_small_count(done: Store, group: str, last: int) -> None:
    leader = done.staff.get("TL01")
    assert leader is not None
    reader = Reader(5)
    for by in (None, group):
        read_kpi(reader, done, (SEPTEMBER[0], date(2009, 9, last)), leader, by)
    assert reader.hidden
    assert reader.found_out() == []


def test_the_dashboards_denominators_do_not_tell_what_the_kpi_hides(done: Store) -> None:
    """Checked less assessed is what cannot be assessed."""
    with done.database.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE review SET kpi_class = 'NOT_ASSESSABLE' WHERE id IN (SELECT max(id) FROM review WHERE "
            "kpi_class = 'ACCURATE' AND recording IS NOT NULL)"
        )
    leader = done.staff.get("TL01")
    assert leader is not None
    rows = make_report(done, "kpi", *SEPTEMBER, 5, leader).as_dict()["rows"]
    measures = make_report(done, "dashboard", *SEPTEMBER, 5, leader).as_dict()["rows"]
    assert isinstance(rows, list)
    assert isinstance(measures, list)
    call = next(row for row in rows if row["basis"] == "call")
    assert call["not_assessable"] in HIDDEN
    assessed = next(row["denominator"] for row in measures if row["measure"] == "kpi_call")
    assert "c" in (call["checked"], assessed)


def test_a_stage_alone_below_the_threshold_is_not_what_the_others_leave(done: Store) -> None:
    with done.database.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE review SET created_at = '2009-09-29 10:00:00' WHERE id IN (SELECT min(id) FROM review WHERE "
            "kind = 'primary')"
        )
    leader = done.staff.get("TL01")
    assert leader is not None
    rows = make_report(done, "pipeline", *SEPTEMBER, 5, leader).as_dict()["rows"]
    assert isinstance(rows, list)
    assert {row["stage"]: row["count"] for row in rows if row["count"] != "0"} == {"opened": "c", "in_progress": "<5"}


def test_the_segments_of_a_method_hide_beside_the_kpi_by_method(done: Store) -> None:
    with done.database.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE guide_sheet SET segment = CASE WHEN sheet_id IN ('PAG-088102', 'PAG-088104') THEN 'B' ELSE 'A' END"
        )
    leader = done.staff.get("TL01")
    assert leader is not None
    rows = make_report(done, "methods", *SEPTEMBER, 5, leader).as_dict()["rows"]
    assert isinstance(rows, list)
    of = {row["segment"]: row["count"] for row in rows if row["method"] == "direct_debit"}
    assert of == {"A": "c", "B": "<5"}

"""The caselist is for reviewers only, and every total is one of it."""

from datetime import date

import pytest

from models.errors import NotAllowed
from models.reports.making import make_report
from models.reports.reconciling import Difference, differences
from models.review_export import export_tables
from models.store import Store

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))


def test_the_list_is_that_of_the_pack(done: Store) -> None:
    leader = done.staff.get("TL01")
    assert leader is not None
    made = make_report(done, "caselist", *SEPTEMBER, 5, leader)
    packed = export_tables(done, *SEPTEMBER).reviews
    assert [column.name for column in made.columns] == [column.name for column in packed.columns]
    assert [row[0] for row in made.rows] == [row[0] for row in packed.rows]
    assert made.suppressed_cells == 0
    assert "not for publication" in made.caveat


def test_a_caseworker_gets_no_caselist(done: Store) -> None:
    caseworker = done.staff.get("CW014")
    assert caseworker is not None
    with pytest.raises(NotAllowed, match="CW014 may not have the report caselist"):
        make_report(done, "caselist", *SEPTEMBER, 5, caseworker)


def test_the_totals_are_those_of_the_lists(done: Store, told: Store) -> None:
    assert differences(done, *SEPTEMBER) == ()
    assert differences(told, *SEPTEMBER) == ()


def test_a_total_that_does_not_agree_is_named(done: Store) -> None:
    with done.database.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE review SET kpi_class = 'ACCURATE' WHERE kpi_class = 'ACCURATE_DISCRETION'"
        )
    assert differences(done, *SEPTEMBER) == (
        Difference("call accurate", 8, 7),
        Difference("call accurate_discretion", 0, 1),
    )

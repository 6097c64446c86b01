"""The caselist is for reviewers only, and every total is one of it."""

from datetime import date, datetime

import pytest

from models.errors import NotAllowed
from models.reports import caselist, kpi
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
    assert made.rows == tuple(tuple(as_text(cell) for cell in row) for row in packed.rows)
    assert made.suppressed_cells == 0
    assert "not for publication" in made.caveat


def test_what_was_signed_before_the_steers_texts_were_kept_has_them_all_the_same(done: Store) -> None:
    before = caselist.report(done, *SEPTEMBER, 5).rows
    with done.database.session() as session:
        session.connection().exec_driver_sql("UPDATE review SET result = json_remove(result, '$.steer.row')")
    assert caselist.report(done, *SEPTEMBER, 5).rows == before


def test_a_share_that_was_heard_is_listed(done: Store) -> None:
    with done.database.session() as session:
        session.connection().exec_driver_sql("UPDATE review SET heard = '[[0, 20000, 1.0]]'")
    packed = export_tables(done, *SEPTEMBER).reviews
    at = [column.name for column in packed.columns].index("heard_pct")
    shares = [row[at] for row in caselist.report(done, *SEPTEMBER, 5).rows]
    assert shares == [as_text(row[at]) for row in packed.rows]
    assert any(shares)


def as_text(cell: object) -> str | None:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return None if cell is None else str(cell)


def test_a_caseworker_gets_no_caselist(done: Store) -> None:
    caseworker = done.staff.get("CW014")
    assert caseworker is not None
    with pytest.raises(NotAllowed, match="CW014 may not have the report caselist"):
        make_report(done, "caselist", *SEPTEMBER, 5, caseworker)


def test_the_totals_are_those_of_the_lists(done: Store, told: Store) -> None:
    assert differences(done, *SEPTEMBER) == ()
    assert differences(told, *SEPTEMBER) == ()


@pytest.mark.parametrize("group", kpi.GROUPINGS)
def test_the_totals_of_every_group_are_those_of_the_lists(done: Store, group: str) -> None:
    assert differences(done, *SEPTEMBER, grouped_by=group) == ()


def test_a_total_of_a_group_that_does_not_agree_is_named(done: Store) -> None:
    with done.database.session() as session:
        session.connection().exec_driver_sql("UPDATE review SET scheme = 'CMS' WHERE kpi_class = 'ACCURATE_DISCRETION'")
    assert Difference("call of scheme CMS accurate_discretion", 1, 0) in differences(done, *SEPTEMBER, "scheme")


def test_a_total_that_does_not_agree_is_named(done: Store) -> None:
    with done.database.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE review SET kpi_class = 'ACCURATE' WHERE kpi_class = 'ACCURATE_DISCRETION'"
        )
    assert differences(done, *SEPTEMBER) == (
        Difference("call accurate", 8, 7),
        Difference("call accurate_discretion", 0, 1),
    )
    assert differences(done, *SEPTEMBER, sheets_only=True) == ()


def test_of_the_sheets_alone_a_total_that_does_not_agree_is_named(done: Store) -> None:
    with done.database.session() as session:
        session.connection().exec_driver_sql("UPDATE sheet_confirmation SET verdict = 'NOT_ASSESSABLE'")
    assert {each.what for each in differences(done, *SEPTEMBER, sheets_only=True)} >= {"sheet not_assessable"}


def test_a_sheet_signed_twice_is_listed_with_its_newest_review(done: Store) -> None:
    """Under another card, later: the first of the two counts no more, here as in the reports."""
    with done.database.session() as session:
        connection = session.connection()
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(review)")]
        changed = {"id": "'again'", "reviewer_id": "'TL09'", "signed_at": "datetime(signed_at, '+1 hour')"}
        values = ", ".join(changed.get(name, name) for name in columns)
        connection.exec_driver_sql(
            f"INSERT INTO review ({', '.join(columns)}) SELECT {values} FROM review "
            "WHERE kind = 'primary' AND kpi_class = 'ACCURATE_DISCRETION' AND signed_at IS NOT NULL LIMIT 1"
        )
    assert differences(done, *SEPTEMBER) == ()
    with done.database.session() as session:
        session.connection().exec_driver_sql("UPDATE review SET kpi_class = 'INACCURATE' WHERE id = 'again'")
    assert [each.what for each in differences(done, *SEPTEMBER)] == ["call accurate_discretion", "call inaccurate"]

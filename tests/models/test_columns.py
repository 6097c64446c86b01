"""Ids, times and money, exact on the way in and out."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.columns import UtcDateTime, from_pence, new_id, to_pence, with_offset
from models.database import Database
from models.guide_sheet import GuideSheet

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)
MOMENT = datetime(2009, 9, 14, 10, 31, 40, tzinfo=timezone(timedelta(hours=1)))


@given(AMOUNTS)
def test_money_survives_the_way_to_pence_and_back(amount: Decimal) -> None:
    assert from_pence(to_pence(amount)) == amount
    assert from_pence(to_pence(amount)).as_tuple().exponent == -2


@pytest.mark.parametrize("amount", ["0.001", "10.555", "NaN", "Infinity", "-Infinity"])
def test_what_is_no_whole_number_of_pence_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"penny|not an amount"):
        to_pence(Decimal(amount))


def test_ids_are_uuid_version_7_and_in_order_of_creation() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    assert {(len(i), i[14]) for i in ids} == {(36, "7")}


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        UtcDateTime().process_bind_param(datetime(2009, 9, 14), None)  # type: ignore[arg-type]  # noqa: DTZ001


def test_the_source_offset_can_be_shown_again() -> None:
    assert with_offset(MOMENT.astimezone(UTC), 60).isoformat() == "2009-09-14T10:31:40+01:00"
    assert with_offset(MOMENT.astimezone(UTC), None).isoformat() == "2009-09-14T09:31:40+00:00"


def test_money_and_times_come_back_exactly_from_the_database(database: Database) -> None:
    sheet = GuideSheet(sheet_id="PAG-1", arrears=Decimal("6240.01"), lump_sum=Decimal(0), imported_at=MOMENT)
    with database.session() as session:
        session.add(sheet)
    with database.session() as session:
        found = session.get(GuideSheet, sheet.id)
        assert found is not None
        assert str(found.arrears) == "6240.01"
        assert str(found.lump_sum) == "0.00"
        assert found.instalment is None
        assert found.imported_at == MOMENT
        assert found.imported_at.tzinfo is UTC
        stored = session.connection().exec_driver_sql("select arrears, typeof(arrears) from guide_sheet").one()
        assert tuple(stored) == (624001, "integer")

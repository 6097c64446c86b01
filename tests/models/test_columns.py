"""Ids, times and money, exact on the way in and out."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from models.columns import LIST_PART, JsonText, LongListText, UtcDateTime, from_pence, new_id, to_pence, with_offset
from models.database import Database
from models.guide_sheet import GuideSheet

SQLITE = sqlite.dialect()
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


@pytest.mark.parametrize("length", [0, 1, LIST_PART, 2 * LIST_PART + 1])
def test_a_long_list_is_the_same_json_text_and_comes_back_whole(length: int) -> None:
    items = [[f"VR-{at}, ]", "é", None] for at in range(length)]
    text = LongListText().process_bind_param(items, SQLITE)
    assert text == JsonText().process_bind_param(items, SQLITE)
    assert LongListText().process_result_value(text, SQLITE) == items


@pytest.mark.parametrize("text", ["[1,2]", "[ ]", "[1, 2] ", '[["a"] , 3]', '{"a": 1}', "null"])
def test_json_that_was_written_otherwise_is_read_as_well(text: str) -> None:
    assert LongListText().process_result_value(text, SQLITE) == json.loads(text)


def test_a_long_list_that_breaks_off_is_no_list() -> None:
    for text in ("[1, 2", "[1, ", "["):
        with pytest.raises(json.JSONDecodeError):
            LongListText().process_result_value(text, SQLITE)


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

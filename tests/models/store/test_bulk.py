"""Rows through the driver: they are to the letter what a session would have written, looked up and compared alike."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from models.crosscheck import OnlineView
from models.errors import DatabaseUnusable
from models.guide_sheet import GuideSheet
from models.history import PastVersion
from models.recording import Recording
from models.store import Store
from models.store.bulk import Tally
from models.store.tables import table_of

MOMENT = datetime(2009, 9, 14, 9, 29, 50, tzinfo=UTC)

RECORDS: list[tuple[SQLModel, dict[str, Any]]] = [
    (
        GuideSheet(
            sheet_id="PAG-1",
            case_ref="000é£",
            decision_date=date(2009, 9, 14),
            arrears=Decimal("5000.10"),
            lump_sum=None,
            imported_at=MOMENT,
        ),
        {
            "sheet_id": "PAG-1",
            "case_ref": "000é£",
            "decision_date": date(2009, 9, 14),
            "arrears": 500_010,
            "lump_sum": None,
        },
    ),
    (
        OnlineView(
            view_id="V1", viewed_at=MOMENT, viewed_offset_min=60, commitments=Decimal("4.05"), imported_at=MOMENT
        ),
        {"view_id": "V1", "viewed_at": datetime(2009, 9, 14, 9, 29, 50), "viewed_offset_min": 60, "commitments": 405},  # noqa: DTZ001
    ),
    (
        Recording(
            recording_id="R1",
            path="/a",
            sha256="0" * 64,
            size_bytes=3_000_000_000,
            duration_ms=5,
            codec="x",
            rate_hz=8000,
            channels=2,
            truncated=True,
            started_at=MOMENT,
            call_date=date(2009, 9, 14),
            imported_at=MOMENT,
        ),
        {
            "recording_id": "R1",
            "path": "/a",
            "sha256": "0" * 64,
            "size_bytes": 3_000_000_000,
            "duration_ms": 5,
            "codec": "x",
            "rate_hz": 8000,
            "channels": 2,
            "truncated": True,
            "started_at": datetime(2009, 9, 14, 9, 29, 50),  # noqa: DTZ001
            "call_date": date(2009, 9, 14),
        },
    ),
]


def stored(store: Store, record: type[SQLModel]) -> dict[str, Any]:
    """The one row as it lies in the file, with the type each value is stored in."""
    table = table_of(record)
    wanted = ", ".join(f"{c.name}, typeof({c.name})" for c in table.columns if c.name not in ("id", "imported_at"))
    with store.database.session() as session:
        return dict(session.execute(text(f"SELECT {wanted} FROM {table.name}")).mappings().one())


@pytest.mark.parametrize(("record", "facts"), RECORDS, ids=lambda one: type(one).__name__)
def test_a_row_is_stored_exactly_as_a_session_stores_it(store: Store, record: SQLModel, facts: dict[str, Any]) -> None:
    kind = type(record)
    store.imports.take(
        kind,
        tuple(facts),
        [tuple(facts.values())],
        dry_run=False,
        beside={"caseworker_channel": 0, "clock_skew_s": 0} if kind is Recording else None,
    )
    ours = stored(store, kind)
    with store.database.session() as session:
        session.execute(text(f"DELETE FROM {table_of(kind).name}"))
        session.add(kind(**record.model_dump(exclude={"id"})))
    assert ours == stored(store, kind)


@pytest.mark.parametrize(("record", "facts"), RECORDS, ids=lambda one: type(one).__name__)
def test_what_a_session_wrote_is_known_as_unchanged(store: Store, record: SQLModel, facts: dict[str, Any]) -> None:
    with store.database.session() as session:
        session.add(type(record)(**record.model_dump(exclude={"id"})))
    tally = store.imports.take(type(record), tuple(facts), [tuple(facts.values())], dry_run=False)
    assert tally == Tally(0, 1, 0)


def test_a_block_of_new_known_and_changed_rows_is_told_apart(store: Store) -> None:
    columns = ("sheet_id", "arrears", "decision_date")
    day = date(2009, 9, 14)
    with store.imports.bulk(GuideSheet, columns, dry_run=False) as bulk:
        assert bulk.take([["A", "B"], [1, 2], [day, None]]) == Tally(2, 0, 0)
        assert bulk.take([["A", "B", "C"], [1, 3, 4], [day, day, day]]) == Tally(1, 1, 1)
        assert bulk.take([["A"], [1], [day]]) == Tally(0, 1, 0)
        assert bulk.take([[], [], []]) == Tally(0, 0, 0)
        assert bulk.writes == 2
    with store.database.session() as session:
        (past,) = session.exec(select(PastVersion)).all()
        sheets = session.exec(select(GuideSheet).order_by(GuideSheet.sheet_id)).all()
    assert (past.version, past.facts["arrears"], past.facts["decision_date"]) == (1, 2, None)
    assert [(one.sheet_id, one.version, one.arrears) for one in sheets] == [
        ("A", 1, Decimal("0.01")),
        ("B", 2, Decimal("0.03")),
        ("C", 1, Decimal("0.04")),
    ]


def test_what_was_taken_before_a_fault_is_kept(store: Store) -> None:
    def stop_in_the_third_block() -> None:
        with store.imports.bulk(GuideSheet, ("sheet_id",), dry_run=False) as bulk:
            bulk.take([["A"]])
            bulk.take([["B"]])
            raise DatabaseUnusable("stopped")

    with pytest.raises(DatabaseUnusable):
        stop_in_the_third_block()
    with store.database.session() as session:
        assert len(session.exec(select(GuideSheet)).all()) == 2


def test_somebody_else_can_write_between_two_blocks(store: Store) -> None:
    with store.imports.bulk(GuideSheet, ("sheet_id",), dry_run=False) as bulk:
        bulk.take([["A"]])
        store.imports.teams(["DE-1"], dry_run=False)
        bulk.take([["B"]])
        assert store.imports.teams([], dry_run=True).keys() == {"DE-1"}


def test_room_is_given_back_afterwards(store: Store) -> None:
    with store.imports.bulk(GuideSheet, ("sheet_id",), dry_run=False) as bulk:
        bulk.take([["A"]])
        roomy = bulk.connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    with store.database.session() as session:
        assert session.execute(text("PRAGMA cache_size")).scalar_one() != roomy


def test_the_statements_of_a_server_carry_its_own_marks() -> None:
    from sqlalchemy.dialects.postgresql import psycopg

    from models.store.bulk import Queries

    queries = Queries(psycopg.dialect(), table_of(GuideSheet), ("sheet_id", "label"))
    assert queries.standing == "SELECT sheet_id, label FROM guide_sheet WHERE sheet_id = ANY(%s)"
    assert queries.ids == "SELECT sheet_id, id, version FROM guide_sheet WHERE sheet_id = ANY(%s)"
    assert queries.update(("label", "version")) == "UPDATE guide_sheet SET label = %s, version = %s WHERE id = %s"

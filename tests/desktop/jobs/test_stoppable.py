"""Reading that is stopped where it is: in its own thread only, and with the job's own reason."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.jobs.stoppable import stoppable
from models.database import Database, open_database
from models.errors import Cancelled, UserError

ENDLESS = text("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")
SHORT = text("SELECT count(*) FROM review")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "stoppable.db")
    yield database
    database.close()


def read(database: Database, statement: object) -> object:
    with database.session() as session:
        return session.execute(statement).scalar_one()  # type: ignore[call-overload]


def test_a_statement_under_way_ends_when_its_job_is_cancelled(opened: Database) -> None:
    looks = iter(range(3))

    def check() -> None:
        if next(looks, None) is None:
            raise Cancelled

    with pytest.raises(Cancelled), stoppable(opened, check):
        read(opened, ENDLESS)
    assert read(opened, SHORT) == 0


def test_what_another_thread_reads_meanwhile_goes_on(opened: Database) -> None:
    found: list[object] = []
    stop = threading.Event()

    def check() -> None:
        if stop.is_set():
            raise Cancelled

    def other() -> None:
        found.append(read(opened, SHORT))

    def work() -> None:
        with stoppable(opened, check):
            read(opened, SHORT)
            stop.set()
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
            read(opened, SHORT)

    with pytest.raises(Cancelled):
        work()
    assert found == [0]


def test_a_fault_of_its_own_is_told_as_it_is(opened: Database) -> None:
    with pytest.raises(UserError, match="mended"), stoppable(opened, lambda: None):
        raise UserError("This can be mended.")

"""Reading on two connections at once: a large department's figures take half the time where there are two cores.

SQLite lets go of Python's lock while it works. Both connections see the database in the same state, or the second one's
part is read on the first after all.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlmodel import Session

from models.database import Database

Here = TypeVar("Here")
There = TypeVar("There")
PAGES_KIB = 32 * 1024
"""The most that a connection keeps in memory of the file: 2 MB, as ever, are too few for a large department."""


@contextmanager
def at_one_state(database: Database) -> Iterator[Session]:
    """A session for reading: all its statements see the database as the first of them does."""
    with database.session() as session:
        if database.is_sqlite:
            connection = session.connection()
            connection.exec_driver_sql("BEGIN")
            connection.exec_driver_sql(f"PRAGMA cache_size = -{PAGES_KIB}")
        else:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def side_by_side(
    database: Database,
    session: Session,
    stamp: Callable[[Session], str],
    here: Callable[[Session], Here],
    there: Callable[[Session], There],
) -> tuple[Here, There]:
    """Read `here` in this session and `there` in another one meanwhile. `stamp` says of a session which state it sees.
    Raises what either raises."""
    seen = stamp(session)

    def apart() -> tuple[There] | None:
        with at_one_state(database) as other:
            return (there(other),) if stamp(other) == seen else None

    with ThreadPoolExecutor(1, "board") as pool:
        reading = pool.submit(apart)
        mine = here(session)
        other = reading.result()
    return mine, there(session) if other is None else other[0]

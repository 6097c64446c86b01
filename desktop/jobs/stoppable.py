"""Reading that can be stopped: a statement under way in this thread ends as soon as its job is cancelled.

A report of a hundred thousand reviews reads for seconds, in families that know nothing of jobs; somebody who chose
another report, or closes the window, does not wait for it. SQLite asks back every so many steps of its machine
(`sqlite3.Connection.set_progress_handler`); on another database the job ends before its next statement.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from models.database import Database
from models.errors import Cancelled

STEPS = 20_000
"""Some milliseconds of reading."""
BEFORE = "before_cursor_execute"
_OF_THREAD = threading.local()
"""`check`: what the job of this thread asks. A connection may go on to another thread, whose job asks for itself."""


@contextmanager
def stoppable(database: Database, check: Callable[[], None]) -> Iterator[None]:
    """What this thread reads inside ends with Cancelled once `check` raises it; other threads read on."""
    if not event.contains(database.engine, BEFORE, _before):  # for good: a list of listeners that others go through
        event.listen(database.engine, BEFORE, _before)
    _OF_THREAD.check = check
    try:
        yield
    finally:
        _OF_THREAD.check = None
        check()  # what SQLite says of an interruption gives way to the reason


def _before(_connection: Any, cursor: Any, *_more: object) -> None:
    check = getattr(_OF_THREAD, "check", None)
    if check is None:
        return
    check()
    if isinstance(cursor.connection, sqlite3.Connection):
        cursor.connection.set_progress_handler(_wished, STEPS)


def _wished() -> int:
    """Whether SQLite is to stop what this thread has it read."""
    check = getattr(_OF_THREAD, "check", None)
    try:
        if check is not None:
            check()
    except Cancelled:
        return 1
    return 0

"""The demonstration for a first look: its own database in a folder of its own, and a second window upon it.

The database a person works with is never touched. What was done in an earlier look is kept. Its calls wait to be
transcribed: the window that opens goes on with its queue, so that the look need not wait.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from desktop.jobs.child import own_command, own_folder
from desktop.jobs.take_in import take_in_job
from models.clock import Clock
from models.database import open_database
from models.errors import ChildFailed, OutputRefused
from models.intake.request import ImportRequest
from models.store import Store

Report = Callable[[float, str], None]
Check = Callable[[], None]

STARTS_WITHIN_S = 2.0
"""A window that has not ended by then is taken as opened."""


def demonstration_job(
    request: ImportRequest, folder: Path, today: date, worker: str
) -> Callable[[Report, Check], Path]:
    """The job that makes `folder`/steercheck.db if it is not there and opens a window on it, working on `today`.

    Gives the database's path. Raises OutputRefused when the folder cannot be made, ChildFailed when the window does
    not open.
    """

    def job(report: Report, check: Check) -> Path:
        database = folder / "steercheck.db"
        if not database.exists():
            _make(database, request, today, worker, report, check)
        report(1.0, "opening its window")
        _open_window(database, today, worker)
        return database

    return job


def _make(database: Path, request: ImportRequest, today: date, worker: str, report: Report, check: Check) -> None:
    """Build it under another name first, so that one given up half-way is never taken for whole."""
    building = database.with_name("building.db")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        for left in database.parent.glob("building.db*"):
            left.unlink()
    except OSError as exc:
        raise OutputRefused(f"The demonstration cannot be written to {database.parent} ({exc.strerror}).") from exc
    store = Store(open_database(building), Clock(today))
    try:
        take_in_job(store, request)(report, check)
        store.transcriptions.wanted(store.transcriptions.without_transcript(), worker)
    finally:
        store.close()
    building.replace(database)


def _open_window(database: Path, today: date, worker: str) -> None:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("STEERCHECK_")}
    process = subprocess.Popen(
        [*own_command(), "--db", str(database), "--as", worker, "open"],
        cwd=own_folder(),
        env=surroundings | {"STEERCHECK_TODAY": today.isoformat()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )
    try:
        status = process.wait(STARTS_WITHIN_S)
    except subprocess.TimeoutExpired:
        return
    if status:
        raise ChildFailed(f"the demonstration's window ended with {status}")

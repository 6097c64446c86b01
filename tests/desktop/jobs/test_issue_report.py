"""Issuing: the file and its copy in the archive, together or not at all; reopening the very same bytes."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desktop.jobs.child import own_folder
from desktop.jobs.issue_report import issue, reopen
from models import database as opening
from models.clock import Clock
from models.database import open_database
from models.errors import (
    DatabaseUnusable,
    IntegrityBroken,
    NotAllowed,
    OutputRefused,
    UnknownId,
    UserError,
    WrongUsage,
)
from models.reports.making import make_report
from models.reports.table import Report
from models.store import Store
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
OLD = b"what stood there before"


def person(store: Store, staff_id: str = "TL01") -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def made(store: Store, kind: str = "kpi") -> Report:
    return make_report(store, kind, *SEPTEMBER, 5, person(store))


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """A place where an older file stands; nothing but it and what is issued is left in its folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "kpi.pdf").write_bytes(OLD)
    yield folder / "kpi.pdf"
    assert [path.name for path in folder.iterdir()] == ["kpi.pdf"]


def nothing_happened(store: Store, target: Path) -> bool:
    return target.read_bytes() == OLD and store.issued.listing() == ()


def test_what_is_issued_is_the_file_byte_for_byte(done: Store, target: Path, tmp_path: Path) -> None:
    line = issue(done, made(done), target, person(done))
    assert (line.issue_id, line.kind, line.file_name, line.issued_by) == ("R-0001", "kpi", "kpi.pdf", "TL01")
    assert (line.date_from, line.date_to, line.as_of, line.threshold) == (*SEPTEMBER, date(2009, 10, 5), 5)
    assert (done.issued.content("R-0001"), line.size) == (target.read_bytes(), target.stat().st_size)
    assert done.issued.get("R-0001").report == made(done)
    reopen(done, "R-0001", tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == target.read_bytes()


def test_a_full_disk_leaves_neither_file_nor_copy(done: Store, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputRefused, match="the disk is full"):
        issue(done, made(done), target, person(done))
    assert nothing_happened(done, target)


def test_totals_that_do_not_agree_with_their_lists_are_not_issued(done: Store, target: Path) -> None:
    with done.database.session() as session:
        session.connection().exec_driver_sql("UPDATE review SET kpi_class = 'ACCURATE'")
    with pytest.raises(IntegrityBroken, match="do not agree with the lists") as refused:
        issue(done, made(done), target, person(done))
    assert "listed" in str(refused.value.details[0])
    assert nothing_happened(done, target)


def test_a_busy_database_leaves_neither(done: Store, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = made(done)
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 1)
    hurried = Store(open_database(done.database.address), done.clock)
    with closing(sqlite3.connect(done.database.address)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnusable, match="busy"):
            issue(hurried, report, target, person(hurried))
    hurried.close()
    assert nothing_happened(done, target)


def test_a_file_that_finds_no_place_is_not_kept_either(
    done: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_source: object, _target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(OutputRefused, match="you may not write there"):
        issue(done, made(done), target, person(done))
    assert nothing_happened(done, target)


def test_ctrl_c_at_the_very_end_takes_back_what_was_kept(
    done: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_source: object, _target: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        issue(done, made(done), target, person(done))
    assert nothing_happened(done, target)


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from desktop.jobs import issue_report
from models.clock import Clock
from models.database import open_database
from models.reports.making import make_report
from models.store import Store
store = Store(open_database(sys.argv[1]), Clock(date(2009, 10, 5)))
leader = store.staff.get("TL01")
report = make_report(store, "kpi", date(2009, 9, 1), date(2009, 9, 30), 5, leader)
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
issue_report.issue(store, report, Path(sys.argv[2]), leader)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of the other systems")
def test_a_kill_at_the_worst_moment_leaves_no_file_that_the_archive_does_not_hold(done: Store, tmp_path: Path) -> None:
    target = tmp_path / "kpi.pdf"
    target.write_bytes(OLD)
    done.close()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, done.database.address, str(target)],
        cwd=own_folder(),
        timeout=60,
        check=False,
    )
    assert killed.returncode == -9
    assert target.read_bytes() == OLD
    again = Store(open_database(done.database.address), Clock(date(2009, 10, 5)))
    assert [kept.issue_id for kept in again.issued.listing()] == ["R-0001"]
    line = issue(again, made(again), target, person(again))
    assert again.issued.content(line.issue_id) == target.read_bytes()
    again.close()


def test_a_copy_keeps_the_kind_of_its_file(done: Store, target: Path, tmp_path: Path) -> None:
    issue(done, made(done), target, person(done))
    with pytest.raises(WrongUsage, match=r"end with \.pdf"):
        reopen(done, "R-0001", tmp_path / "again.csv")
    assert not (tmp_path / "again.csv").exists()


def test_a_damaged_copy_is_said_and_not_handed_out(done: Store, target: Path, tmp_path: Path) -> None:
    issue(done, made(done), target, person(done))
    for damage in ("UPDATE issued_file SET content = X'00'", "UPDATE issued_file SET content = 'text'"):
        with done.database.session() as session:
            session.connection().exec_driver_sql(damage)
        with pytest.raises(IntegrityBroken, match="is not what was issued"):
            reopen(done, "R-0001", tmp_path / "again.pdf")
    with done.database.session() as session:
        session.connection().exec_driver_sql("DELETE FROM issued_file")
    with pytest.raises(IntegrityBroken, match="no longer in the archive"):
        reopen(done, "R-0001", tmp_path / "again.pdf")
    assert not (tmp_path / "again.pdf").exists()


def test_damaged_figures_leave_the_list_and_the_file_whole(done: Store, target: Path) -> None:
    issue(done, made(done), target, person(done))
    for text in ("{", "{}", "[1]"):
        with done.database.session() as session:
            session.connection().exec_driver_sql("UPDATE issued_report SET report = ?", (text,))
        with pytest.raises(IntegrityBroken, match="figures cannot be read"):
            done.issued.get("R-0001")
    assert [line.issue_id for line in done.issued.listing()] == ["R-0001"]
    assert done.issued.content("R-0001") == target.read_bytes()


def test_what_holds_personal_data_is_never_kept(done: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="personal data"):
        issue(done, made(done, "caselist"), tmp_path / "list.csv", person(done))
    assert not (tmp_path / "list.csv").exists()
    assert done.issued.counts() == {}


def test_only_team_leaders_and_quality_assurance_issue(done: Store, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        issue(done, made(done), tmp_path / "kpi.csv", person(done, "CW014"))
    assert not done.issued.may_issue(Person("os:somebody", None, None))
    assert issue(done, made(done), tmp_path / "kpi.csv", person(done, "QA01")).issued_by == "QA01"


def test_while_there_is_no_staff_list_whoever_works_issues(store: Store) -> None:
    assert store.issued.may_issue(Person("os:somebody", None, None))


def test_copies_are_numbered_and_listed_newest_first(done: Store, tmp_path: Path) -> None:
    for kind, ending in (("kpi", ".csv"), ("pipeline", ".html"), ("kpi", ".xlsx")):
        issue(done, made(done, kind), tmp_path / f"{kind}{ending}", person(done))
    assert [line.issue_id for line in done.issued.listing()] == ["R-0003", "R-0002", "R-0001"]
    assert [line.file_name for line in done.issued.listing("kpi")] == ["kpi.xlsx", "kpi.csv"]
    assert done.issued.counts() == {"kpi": 2, "pipeline": 1}
    latest = done.issued.latest("kpi")
    assert latest is not None
    assert latest.issue_id == "R-0003"
    assert done.issued.latest("throughput") is None


def test_an_unknown_copy_is_refused(done: Store, tmp_path: Path) -> None:
    for ask in (done.issued.get, done.issued.content):
        with pytest.raises(UnknownId):
            ask("R-0042")
    with pytest.raises(UserError):
        reopen(done, "R-0042", tmp_path / "a.pdf")

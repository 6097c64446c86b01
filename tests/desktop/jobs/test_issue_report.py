"""Issuing: the file and its copy in the archive, together or not at all; reopening the very same bytes."""

import os
from datetime import date
from pathlib import Path

import pytest

from desktop.jobs import issue_report
from desktop.jobs.issue_report import issue, reopen
from models.errors import DatabaseUnusable, IntegrityBroken, NotAllowed, OutputRefused, UnknownId, WrongUsage
from models.reports.making import make_report
from models.reports.table import Report
from models.store import Store
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))


def person(store: Store, staff_id: str = "TL01") -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


@pytest.fixture
def kpi(done: Store) -> Report:
    return make_report(done, "kpi", *SEPTEMBER, 5, person(done))


def test_what_is_issued_is_the_file_byte_for_byte(done: Store, kpi: Report, tmp_path: Path) -> None:
    target = tmp_path / "kpi.pdf"
    line = issue(done, kpi, target, person(done))
    assert (line.issue_id, line.kind, line.file_name, line.issued_by) == ("R-0001", "kpi", "kpi.pdf", "TL01")
    assert done.issued.content("R-0001") == target.read_bytes()
    assert done.issued.get("R-0001").report == kpi
    reopen(done, "R-0001", tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == target.read_bytes()

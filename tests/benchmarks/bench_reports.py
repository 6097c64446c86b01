"""Every report over 100,000 signed reviews with 2,000,000 answers: its time beside one plain pass, its memory.

The other side is what every report would need if it went through the reviews: Python's `sqlite3` reading every signed
review with its frozen figures and result, once, and looking at none of it. What is promised is an absolute time, five
seconds by the clock, and memory that does not grow with the reviews: that of a process of its own at 100,000 beside one
at 10,000.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.jobs.issue_report import issue
from models.clock import Clock
from models.database import open_database
from models.reports import kpi
from models.reports.catalogue import CATALOGUE, entry_of
from models.reports.making import is_publishable, make_report
from models.reports.reconciling import differences
from models.staff import Role
from models.store import Store
from models.store.staff import Person
from tests.benchmarks.conftest import SideBySide
from tests.benchmarks.reviewed_cases import DAYS, FIRST, TODAY
from tests.benchmarks.reviewed_department import build

MANY, FEWER = 100_000, 10_000
LONGEST_S = 5.0
MOST_MEMORY = 1.5
ROUNDS = 3
THRESHOLD = 5
LAST = FIRST + timedelta(days=DAYS - 1)
QUALITY = Person("QA01", Role.QUALITY_ASSURANCE, None)
KINDS = tuple(entry.kind for entry in CATALOGUE if entry.kind != "feedback")
ASKED = (*((kind, None) for kind in KINDS), *(("kpi", group) for group in kpi.GROUPINGS))
ISSUED = tuple((kind, group) for kind, group in ASKED if is_publishable(entry_of(kind), group))

PEAK = """
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from desktop.jobs.issue_report import issue
from desktop.jobs.write_report import write_report
from models.clock import Clock
from models.database import open_database
from models.reports.making import make_report
from models.staff import Role
from models.store import Store
from models.store.staff import Person
path, kind, group, today, first, last = sys.argv[1:]
store = Store(open_database(Path(path)), Clock(date.fromisoformat(today)))
by = Person("QA01", Role.QUALITY_ASSURANCE, None)
period = date.fromisoformat(first), date.fromisoformat(last)
made = make_report(store, kind, *period, 5, by, grouped_by=group or None)
with TemporaryDirectory() as folder:
    target = Path(folder) / "report.csv"
    if made.publishable:
        issue(store, made, target, by)
    else:
        write_report(made, target)
store.close()
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.fixture(scope="module")
def departments(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A file of each size."""
    folder = tmp_path_factory.mktemp("reports")
    paths = {reviews: folder / f"{reviews}.db" for reviews in (FEWER, MANY)}
    for reviews, path in paths.items():
        build(path, reviews)
    return paths


@pytest.fixture(scope="module")
def many(departments: dict[int, Path]) -> Iterator[Store]:
    store = Store(open_database(departments[MANY]), Clock(TODAY))
    yield store
    store.close()


def plain_pass(path: Path) -> int:
    """Every signed review of the period with what was frozen, read and dropped."""
    told = "SELECT id, sheet, kpi_class, sheet_facts, result FROM review WHERE counts_on BETWEEN ? AND ?"
    with closing(sqlite3.connect(path)) as connection:
        return sum(1 for _ in connection.execute(told, (str(FIRST), str(LAST))))


@pytest.mark.parametrize(("kind", "group"), ASKED)
def bench_report(
    many: Store, departments: dict[int, Path], side_by_side: SideBySide, kind: str, group: str | None
) -> None:
    line = side_by_side(
        f"report {kind}" + (f" by {group}" if group else ""),
        lambda: make_report(many, kind, FIRST, LAST, THRESHOLD, QUALITY, grouped_by=group),
        ("one plain pass over the reviews", lambda: plain_pass(departments[MANY])),
        rounds=ROUNDS,
    )
    assert line.ours_s < LONGEST_S, str(line)


def bench_reconciling(many: Store, departments: dict[int, Path], side_by_side: SideBySide) -> None:
    """The totals held against the lists."""
    assert differences(many, FIRST, LAST) == ()
    line = side_by_side(
        "totals held against the lists",
        lambda: differences(many, FIRST, LAST),
        ("one plain pass over the reviews", lambda: plain_pass(departments[MANY])),
        rounds=ROUNDS,
    )
    assert line.ours_s < LONGEST_S, str(line)


@pytest.mark.parametrize(("kind", "group"), ISSUED)
def bench_issuing(
    many: Store, departments: dict[int, Path], side_by_side: SideBySide, tmp_path: Path, kind: str, group: str | None
) -> None:
    """From the question to the file that is kept: made, held against its lists, written."""
    target = tmp_path / "report.xlsx"
    line = side_by_side(
        f"issue {kind}" + (f" by {group}" if group else ""),
        lambda: issue(
            many,
            make_report(many, kind, FIRST, LAST, THRESHOLD, QUALITY, grouped_by=group),
            target,
            QUALITY,
        ),
        ("one plain pass over the reviews", lambda: plain_pass(departments[MANY])),
        rounds=ROUNDS,
    )
    assert line.ours_s < LONGEST_S, str(line)


@pytest.mark.parametrize(("kind", "group"), ASKED)
def bench_memory(departments: dict[int, Path], kind: str, group: str | None) -> None:
    peaks = {reviews: _peak_kb(path, kind, group) for reviews, path in departments.items()}
    grown = peaks[MANY] / peaks[FEWER]
    print(f"\nreport {kind} {group or ''}: {peaks[FEWER] // 1024} MB -> {peaks[MANY] // 1024} MB, {grown:.2f} x")
    assert grown <= MOST_MEMORY


def _peak_kb(path: Path, kind: str, group: str | None) -> int:
    asked = [str(path), kind, group or "", *(day.isoformat() for day in (TODAY, FIRST, LAST))]
    ran = subprocess.run([sys.executable, "-c", PEAK, *asked], capture_output=True, text=True, check=True)
    return int(ran.stdout)

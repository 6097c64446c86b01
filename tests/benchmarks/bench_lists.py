"""A million guide sheets: taken in beside the bare driver, taken in again, and the memory it takes.

The other side is the least a program could do: Python's own `csv.DictReader` and one `executemany` into a table without
an index, in one transaction, without looking at a cell. Ours validates every cell, keeps versions and five indexes.
"""

import csv
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.clock import Clock
from models.database import open_database
from models.intake.request import ImportReport, ImportRequest
from models.intake.take_in import take_in
from models.store import Store

ROWS = 1_000_000
FEWER = 100_000
SEED = 1298
METHODS = ("direct_debit", "standing_order", "debit_card", "deo", "cheque")
HEADINGS = (
    *("sheet_id", "case_ref", "scheme", "caseworker_id", "team", "decision_date", "arrears", "net_income_weekly"),
    *("income_source", "regular_maintenance_weekly", "full_payment_asked", "lump_sum_asked", "lump_sum", "instalment"),
    *("frequency", "method_agreed", "methods_offered", "label", "employed", "discretion_ground", "discretion_reason"),
    *("sustainability_assured", "liability_order_considered", "caseworker_online_ref", "recording_ref"),
)
MOST_GROWTH = 1.6
"""Of the peak memory from a tenth of the rows to all: what is kept of each is its key's 16 bytes."""

PEAK = """
import sys
from pathlib import Path
from models.clock import Clock
from models.database import open_database
from models.intake.request import ImportRequest
from models.intake.take_in import take_in
from models.store import Store
store = Store(open_database(Path(sys.argv[2])), Clock())
taken = take_in(store, ImportRequest(sheets=Path(sys.argv[1])), None, lambda *_: None, lambda: None)
assert not taken.any_refused
status = Path("/proc/self/status").read_text()  # getrusage would tell what the parent had when it started us
print(status.partition("VmHWM:")[2].split()[0])
"""


def amount(draw: random.Random, least: int, most: int) -> str:
    pence = draw.randrange(least, most)
    return f"{pence // 100}.{pence % 100:02}"


def rows(count: int) -> Iterator[list[str]]:
    """Guide sheets with every column of the demonstration's, the same on every run."""
    draw = random.Random(SEED)
    for number in range(count):
        yield [
            f"PAG-{number:07}",
            f"C-{draw.randrange(count):07}",
            draw.choice(("CS2", "CSCS")),
            f"CW{draw.randrange(500):03}",
            f"DE-{draw.randrange(20)}",
            f"{draw.randrange(2005, 2010)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
            amount(draw, 100_000, 2_000_000),
            amount(draw, 10_000, 90_000),
            draw.choice(("payslip", "statement")),
            amount(draw, 0, 10_000),
            draw.choice("YN"),
            draw.choice(("Y", "N", "NA")),
            amount(draw, 0, 90_000),
            amount(draw, 500, 12_000),
            draw.choice(("W", "F", "4W", "M")),
            draw.choice(METHODS),
            ";".join(draw.sample(METHODS, 2)),
            draw.choice(("Agreement", "Arrangement")),
            draw.choice("YN"),
            "",
            "",
            "NA",
            draw.choice(("NA", "Y", "N")),
            f"CWO-{number:07}" if draw.random() < 0.5 else "",
            f"VR-{draw.randrange(count):07}",
        ]


def written(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(rows(count))
    return path


@pytest.fixture(scope="module")
def large_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("lists") / "sheets.csv", ROWS)


def taken(store: Store, path: Path) -> ImportReport:
    def no_recording(_path: Path) -> None:
        raise AssertionError("there is no recording")

    return take_in(store, ImportRequest(sheets=path), no_recording, lambda _share, _text: None, lambda: None)


def plainly(path: Path, database: Path) -> None:
    """csv.DictReader and executemany, nothing else."""
    with sqlite3.connect(database) as raw, path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        raw.execute(f"CREATE TABLE sheet ({', '.join(HEADINGS)})")
        raw.executemany(f"INSERT INTO sheet VALUES ({', '.join(f':{name}' for name in HEADINGS)})", reader)
    raw.close()


def bench_a_million_sheets(side_by_side, large_list: Path, tmp_path: Path) -> None:
    store = Store(open_database(tmp_path / "ours.db"), Clock())
    outcome: list[ImportReport] = []
    first = side_by_side(
        f"import of {ROWS:,} guide sheets",
        lambda: outcome.append(taken(store, large_list)),
        ("DictReader and executemany", lambda: plainly(large_list, tmp_path / "plain.db")),
        at_most=6.0,
        rounds=1,
    )
    assert (outcome[0].sheets.new, outcome[0].refusals) == (ROWS, [])
    again = side_by_side(
        "the same file again",
        lambda: outcome.append(taken(store, large_list)),
        ("DictReader and executemany", lambda: plainly(large_list, tmp_path / "plain-again.db")),
        rounds=1,
    )
    assert outcome[1].sheets.unchanged == ROWS
    assert first.ours_s >= 5 * again.ours_s
    with large_list.open("a", encoding="utf-8") as file:
        file.write("PAG-NEW" + ",".join(next(rows(1))).removeprefix("PAG-0000000") + "\n")
    side_by_side(
        "the same file with one row more",
        lambda: outcome.append(taken(store, large_list)),
        ("DictReader and executemany", lambda: plainly(large_list, tmp_path / "plain-changed.db")),
        rounds=1,
    )
    assert (outcome[2].sheets.new, outcome[2].sheets.unchanged) == (1, ROWS)
    store.close()


def bench_memory_stays_flat(large_list: Path, tmp_path: Path) -> None:
    """Peak memory of a process of its own that takes in all rows, and of one that takes in a tenth."""

    def peak_kib(path: Path, database: str) -> int:
        command = (sys.executable, "-c", PEAK, str(path), str(tmp_path / database))
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return int(done.stdout)

    few = peak_kib(written(tmp_path / "few.csv", FEWER), "few.db")
    all_of_them = peak_kib(large_list, "all.db")
    assert all_of_them <= few * MOST_GROWTH, f"{few:,} KiB for {FEWER:,} rows, {all_of_them:,} KiB for {ROWS:,}"

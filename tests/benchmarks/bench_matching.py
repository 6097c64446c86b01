"""100,000 recordings with 100,000 sheets: matched, database included; and the list of 100,000 sheets in doubt, read."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from models.clock import Clock
from models.columns import new_id
from models.database import open_database
from models.guide_sheet import GuideSheet
from models.match_rules import match_calls
from models.matching import CallRow, SheetRow
from models.recording import Recording
from models.store import Store
from models.store.tables import table_of
from models.store.worklist import Section, WorkQuery

MANY = 100_000
WITHIN_S = 20.0
"""What was promised for the whole of it, database included."""
PAGE = 100
START = datetime(2009, 1, 5, 9, 0, tzinfo=UTC)
FURTHER_CASE_EVERY = 50
TRANSFERRED_EVERY = 40
REFERENCE_EVERY = 5


def rows(*, doubtful: bool) -> tuple[list[CallRow], list[SheetRow]]:
    """As a department's lists are: most sheets name their call, a fifth only the case, some calls are of two cases or
    were transferred. `doubtful`: two sheets of every case name the same call."""
    calls, sheets = [], []
    for number in range(MANY):
        day = date(2009, 1, 5) + timedelta(days=number % 250)
        case, worker = f"C-{number:06}", f"CW{number % 400:03}"
        further = f"C-{number + 1:06}" if number % FURTHER_CASE_EVERY == 0 else None
        others = f"CW{(number + 1) % 400:03}" if number % TRANSFERRED_EVERY == 0 else None
        started = START + timedelta(days=number % 250, seconds=number % 28_000)
        calls.append(CallRow(new_id(), f"VR-{number:06}", case, worker, day, started, further, others, "NICE-1"))
        if doubtful:
            first = number // 2 * 2
            case, worker, reference = f"C-{first:06}", f"CW{first % 400:03}", f"VR-{first:06}"
        else:
            reference = None if number % REFERENCE_EVERY == 0 else f"VR-{number:06}"
        sheets.append(SheetRow(new_id(), f"PAG-{number:06}", case, worker, day + timedelta(days=number % 3), reference))
    return calls, sheets


def department(path: Path, calls: list[CallRow], sheets: list[SheetRow]) -> Store:
    store = Store(open_database(path), Clock(date(2009, 10, 5)))
    plain = {"size_bytes": 1, "duration_ms": 60_000, "codec": "pcm", "rate_hz": 8000, "channels": 2}
    plain |= {"imported_at": START}
    with store.database.session() as session:
        session.execute(
            insert(table_of(Recording)),
            [plain | {"path": call.recording_id, "sha256": call.id} | call._asdict() for call in calls],
        )
        session.execute(insert(table_of(GuideSheet)), [{"imported_at": START} | sheet._asdict() for sheet in sheets])
    return store


@pytest.fixture
def usual(tmp_path: Path) -> Iterator[tuple[Store, list[CallRow], list[SheetRow]]]:
    calls, sheets = rows(doubtful=False)
    store = department(tmp_path / "usual.db", calls, sheets)
    yield store, calls, sheets
    store.close()


@pytest.fixture
def doubtful(tmp_path: Path) -> Iterator[Store]:
    store = department(tmp_path / "doubtful.db", *rows(doubtful=True))
    store.matches.run()
    yield store
    store.close()


def joined(calls: list[CallRow], sheets: list[SheetRow]) -> int:
    """The bare join that a script would write: by reference, else by case."""
    by_id = {call.recording_id: call for call in calls}
    by_case = {call.case_ref: call for call in calls}
    return sum(1 for sheet in sheets if (by_id.get(sheet.recording_ref or "") or by_case.get(sheet.case_ref)))


def bench_matching(side_by_side, usual) -> None:
    """From an empty table of matches to a full one, read, judged, written and reported."""
    store, calls, sheets = usual
    line = side_by_side(
        f"{MANY:,} recordings x {MANY:,} sheets, database",
        store.matches.run,
        ("a bare dict join of the same rows", lambda: joined(calls, sheets)),
        rounds=1,  # a second round would find nothing to write
    )
    assert line.ours_s < WITHIN_S
    assert store.matches.report().matched > MANY * 0.99


def bench_the_rules_alone(side_by_side, usual) -> None:
    _, calls, sheets = usual
    side_by_side(
        "the rules alone",
        lambda: match_calls(calls, sheets),
        ("a bare dict join of the same rows", lambda: joined(calls, sheets)),
        rounds=2,
    )


def bench_a_second_run(side_by_side, usual) -> None:
    """Nothing has changed: nothing is written."""
    store, calls, sheets = usual
    store.matches.run()
    line = side_by_side(
        "the same matching again",
        store.matches.run,
        ("a bare dict join of the same rows", lambda: joined(calls, sheets)),
        rounds=2,
    )
    assert line.ours_s < WITHIN_S


def bench_sheets_in_doubt(side_by_side, doubtful: Store) -> None:
    """The matches page with 100,000 sheets in doubt: how many there are, and the first page, read apart."""
    query = WorkQuery(Section.AMBIGUOUS)
    assert doubtful.worklist.count(query) == MANY
    side_by_side(
        f"the first {PAGE} of {MANY:,} sheets in doubt",
        lambda: doubtful.worklist.page(query, 0, PAGE),
        ("how many there are", lambda: doubtful.worklist.count(query)),
        rounds=3,
    )
    side_by_side(
        "one sheet beside its candidates",
        lambda: doubtful.matches.beside_sheet("PAG-050000"),
        ("how many there are", lambda: doubtful.worklist.count(query)),
        rounds=3,
    )
    began = time.perf_counter()
    doubtful.worklist.page(query, MANY - PAGE, PAGE)
    assert time.perf_counter() - began < WITHIN_S

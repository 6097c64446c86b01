"""The worklist of a department with 1,000,000 calls: first page, filter keystroke, scroll jump; what keeping it costs.

What the window promises is an absolute time, a list that answers at once (100 ms); it is judged as such, by the fastest
of the rounds. Memory is that of a process of its own, beside one with 1,000 calls.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text, update

from models.clock import Clock
from models.database import open_database
from models.review import AnswerNote, AnswerValue
from models.store import Store
from models.store.tables import table_of
from models.store.worklist import Order, Section, WorkQuery
from models.work_line import WorkState

MANY = 1_000_000
FEWER = 1_000
AT_ONCE_S = 0.1
AUTOSAVE_S = 0.01
MOST_MEMORY = 1.5
ROUNDS = 5
PAGE = 100

DEPARTMENT = (
    # row ids as long as real ones; every tenth call has no sheet, every twentieth is in doubt
    "CREATE TEMP TABLE n (i INTEGER PRIMARY KEY)",
    "WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < {calls}) "
    "INSERT INTO n SELECT i FROM c",
    "INSERT INTO team (id, name) SELECT 't' || i, 'DE-' || i FROM n WHERE i < 20",
    "INSERT INTO staff (id, staff_id, role, team_id, version) "
    "SELECT 'p' || i, printf('CW%03d', i), 'caseworker', 't' || (i % 20), 1 FROM n WHERE i < 500",
    "INSERT INTO staff (id, staff_id, role, version) VALUES ('l', 'TL01', 'team_leader', 1)",
    "INSERT INTO recording (id, recording_id, path, sha256, size_bytes, duration_ms, codec, rate_hz, channels, "
    "caseworker_channel, truncated, started_at, started_offset_min, call_date, caseworker_id, case_ref, version, "
    "imported_at, clock_skew_s) SELECT printf('0199a1b2-c3d4-7000-8000-%012d', i), printf('VR-%07d', i), "
    "printf('/calls/%07d.wav', i), printf('%064d', i), 1000, 60000 + i * 7919 % 1800000, 'pcm', 8000, 2, 0, 0, "
    "datetime(1230768000 + i * 2654435761 % 31536000, 'unixepoch') || '.000000', 0, "
    "date(1230768000 + i * 2654435761 % 31536000, 'unixepoch'), printf('CW%03d', i * 31 % 500), "
    "printf('C-%06X', i * 40503 % 16777216), 1, '2009-10-05 09:00:00.000000', 0 FROM n",
    "INSERT INTO guide_sheet (id, sheet_id, case_ref, caseworker_id, team, decision_date, method_agreed, version, "
    "imported_at) SELECT printf('0199a1b2-c3d4-7000-9000-%012d', i), printf('PAG-%07d', i), "
    "printf('C-%06X', i * 40503 % 16777216), printf('CW%03d', i * 31 % 500), 'DE-' || (i % 20), "
    "date(1230768000 + i * 2654435761 % 31536000, 'unixepoch'), "
    "CASE i % 5 WHEN 0 THEN 'deo' WHEN 1 THEN 'cheque' WHEN 2 THEN 'debit_card' ELSE 'direct_debit' END, 1, "
    "'2009-10-05 09:00:00.000000' FROM n WHERE i % 10",
    "INSERT INTO match (id, recording, sheet, rule, state, certainty, reason) "
    "SELECT printf('0199a1b2-c3d4-7000-a000-%012d', i), printf('0199a1b2-c3d4-7000-8000-%012d', i), "
    "printf('0199a1b2-c3d4-7000-9000-%012d', i), 'reference', "
    "CASE WHEN i % 20 = 1 THEN 'ambiguous' ELSE 'matched' END, 100, 'recording reference' FROM n WHERE i % 10",
    "DROP TABLE n",
)
"""A department as SQL, in one transaction."""

SAMPLES = (
    # two samples of a thousand calls each for one reviewer, the second one blind
    "INSERT INTO sample (id, sample_id, date_from, date_to, seed, frame_sha256, certificate, how_many, drawn_by, "
    "drawn_at, due, reviewer, blind) SELECT 's' || n, 'S-000' || n, '2009-01-01', '2009-12-31', 'x', 'x', '{}', '{}', "
    "'TL01', '2009-10-05 09:00:00.000000', '2009-10-0' || (8 + n % 2), 'TL01', n = 2 "
    "FROM (SELECT 1 AS n UNION SELECT 2)",
    "INSERT INTO sample_draw (id, sample, position, turn, recording, sheet, caseworker_id, stands) "
    "SELECT 'd' || id, CASE WHEN rowid % 2 THEN 's1' ELSE 's2' END, rowid, 0, recording, sheet, 'CW001', 1 FROM match "
    "WHERE state = 'matched' ORDER BY recording DESC LIMIT 2000",
)
PAGE_OF_SAMPLE_S = 0.05

MEMORY = """
import sys
from datetime import date
from pathlib import Path
from models.clock import Clock
from models.database import open_database
from models.store import Store
from models.store.worklist import Order, Section, WorkQuery
store = Store(open_database(Path(sys.argv[1])), Clock(date(2009, 10, 5)))
worklist = store.worklist
worklist.counts("TL01")
worklist.choices()
for section in Section:
    for query in (WorkQuery(section), WorkQuery(section, text="C-1A"), WorkQuery(section, sort=Order.LENGTH)):
        total = worklist.count(query)
        for offset in (0, total // 2, max(0, total - 100)):
            worklist.page(query, offset, 100)
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
store.close()
"""


def filled(path: Path, calls: int) -> tuple[Store, float]:
    """A department of so many calls, and the seconds its list took to be made."""
    store = Store(open_database(path), Clock(date(2009, 10, 5)))
    with store.database.session() as session:
        session.execute(update(table_of(WorkState)).values(phase=1))
        for statement in DEPARTMENT:
            session.execute(text(statement.replace(":", r"\:").format(calls=calls)))
    began = time.perf_counter()
    assert store.worklist.catch_up()
    return store, time.perf_counter() - began


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store, made_s = filled(tmp_path_factory.mktemp("many") / "many.db", MANY)
    print(f"\nlist of {MANY:,} calls made anew in {made_s:.1f} s")
    yield store
    store.close()


def fastest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def promised(what: str, work: Callable[[], object], at_most_s: float = AT_ONCE_S) -> None:
    taken = fastest(work)
    print(f"{what:<52} {taken * 1000:>8.1f} ms, at most {at_most_s * 1000:.0f}")
    assert taken < at_most_s, f"{what}: {taken * 1000:.1f} ms"


def shown(store: Store, query: WorkQuery) -> object:
    return store.worklist.count(query), store.worklist.page(query, 0, PAGE)


@pytest.mark.parametrize("section", [Section.DUE, Section.MATCHED, Section.NO_SHEET, Section.AMBIGUOUS])
def bench_first_page(many: Store, section: Section) -> None:
    """In every order, both ways, and with how many there are."""
    for order in Order:
        for descending in (False, True):
            query = WorkQuery(section, sort=order, descending=descending)
            promised(f"first page: {section} by {order}", lambda query=query: many.worklist.page(query, 0, PAGE))
    query = WorkQuery(section)
    promised(
        f"first page and total: {section}", lambda: (many.worklist.count(query), many.worklist.page(query, 0, PAGE))
    )


@pytest.mark.parametrize("words", ["C", "C-", "C-1", "C-1A", "C-1A7", "vr-0123456", "no such words", "cw012 C-1A"])
def bench_filter_keystroke(many: Store, words: str) -> None:
    query = WorkQuery(Section.DUE, text=words)
    promised(f"filter keystroke: {words!r}", lambda: many.worklist.page(query, 0, PAGE))


def bench_filter_total(many: Store) -> None:
    query = WorkQuery(Section.DUE, text="C-1A")
    assert many.worklist.count(query) > PAGE
    promised("filter keystroke: how many hold 'C-1A'", lambda: many.worklist.count(query))


@pytest.mark.parametrize(
    "narrowing",
    [{"caseworker": "CW012"}, {"team": "DE-3"}, {"method": "deo"}, {"date_from": date(2009, 12, 1)}],
    ids=str,
)
def bench_filter_choice(many: Store, narrowing: dict[str, object]) -> None:
    query = replace(WorkQuery(Section.DUE), **narrowing)
    assert len(many.worklist.page(query, 0, PAGE)) == PAGE
    promised(f"filter: {narrowing}", lambda: many.worklist.page(query, 0, PAGE))


@pytest.mark.parametrize("order", [None, Order.CASEWORKER, Order.CASE, Order.LENGTH])
@pytest.mark.parametrize("share", [0.5, 1.0])
def bench_scroll_jump(many: Store, order: Order | None, share: float) -> None:
    query = WorkQuery(Section.DUE, sort=order)
    total = many.worklist.count(query)
    offset = min(int(total * share), total - PAGE)
    assert len(many.worklist.page(query, offset, PAGE)) == PAGE
    promised(f"scroll jump to {share:.0%}, by {order or 'when'}", lambda: many.worklist.page(query, offset, PAGE))


def bench_autosave(many: Store) -> None:
    """What a saved draft pays for the list (noting what it touched), and what the next reader pays (following it)."""
    form = many.reviews.save_draft(many.reviews.start_draft("VR-0000002", None, "TL01"))
    letters = iter("abcdefghijklmnopqrstuvwxyz")
    box = [form]

    def save() -> None:
        note = AnswerNote("CONDUCT", AnswerValue.YES, next(letters))
        box[0] = many.reviews.save_draft(box[0].with_answer(note))

    def note() -> None:
        with many.database.session() as session:
            session.execute(text("UPDATE review SET comment = comment || 'x'"))

    def follow() -> None:
        note()
        assert many.worklist.catch_up()

    follow()  # its statements are put together once
    promised("noting one written review", note, AUTOSAVE_S)
    promised("a whole autosave", save)
    promised("following one review", follow)


def bench_samples_to_check(many: Store) -> None:
    """The calls of one's samples in every order, filtered, counted; and how far the samples are."""
    with many.database.session() as session:
        for statement in SAMPLES:
            session.execute(text(statement.replace(":", r"\:")))
    assert many.worklist.catch_up()
    mine = WorkQuery(Section.DUE, assigned_to="TL01")
    assert many.worklist.count(mine) == 2_000
    for order in (None, *Order):
        query = replace(mine, sort=order)
        promised(f"a sample by {order}", lambda query=query: many.worklist.page(query, 1_900, PAGE), PAGE_OF_SAMPLE_S)
    for narrowing in ({"text": "vr-09"}, {"caseworker": "CW012"}, {"verdict": "ACCURATE"}, {"sample": "S-0002"}):
        query = replace(mine, **narrowing)
        promised(f"a sample, {narrowing}", lambda query=query: shown(many, query), AT_ONCE_S)
    promised("how far the samples are", lambda: many.waiting.assigned_to("TL01"), AT_ONCE_S)
    promised("whether a call is blind", lambda: many.waiting.blind_for("VR-0999999", None, "TL01"), AUTOSAVE_S)


def bench_memory(many: Store, tmp_path: Path) -> None:
    def peak_kib(path: Path) -> int:
        done = subprocess.run((sys.executable, "-c", MEMORY, str(path)), check=True, capture_output=True, text=True)
        return int(done.stdout)

    few, _made_s = filled(tmp_path / "few.db", FEWER)
    few.close()
    least, most = peak_kib(tmp_path / "few.db"), peak_kib(Path(str(many.database.engine.url.database)))
    print(f"\npeak memory: {least:,} KiB for {FEWER:,} calls, {most:,} KiB for {MANY:,}: {most / least:.2f} x")
    assert most <= least * MOST_MEMORY

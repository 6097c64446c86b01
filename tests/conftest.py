"""What every test stands on: a real database, the demonstration's clock, the command line, and strictness.

Qt runs offscreen; homes and settings are those of the test, never the developer's; a Qt warning nobody expected fails
the test (pytest-qt's `qt_log_level_fail`), as does an unexpected Python warning (pyproject).
"""

import contextlib
import gc
import io
import itertools
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["STEERCHECK_SOUND"] = "silent"
# some machines of continuous integration set it, and each of a hundred children would compile the program anew
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import resources
from models import database as opening
from models.clock import Clock
from models.database import Database, open_database
from models.store import Store

# each property with thirty examples a run, others every time; HYPOTHESIS_PROFILE=default for a long look. How long
# an example takes says how busy the machine is
settings.register_profile("suite", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

DEMO_DAY = date(2009, 10, 5)
HERE = Path(__file__).parent
STATEMENTS_KEPT = 2000
FOLDERS, NAME_LENGTH = itertools.count(), 30
MADE_WITHIN_S = 900
"""How long the others wait for what one worker makes; transcribing the demonstration takes longest."""
JOURNEYS, SOUND = HERE / "journey", HERE / "desktop" / "state" / "test_real_sound.py"
"""What waits for keys, sound and other processes more than it computes."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end: the garbage collector need not walk through it, now and at every turn."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What mostly waits is begun with: the journeys by the first worker, sound by the second. The others compute
    meanwhile, and take over the other tests of these two (`--dist worksteal` deals the tests out in as many runs as
    there are workers, then takes from the end of the longest)."""
    journeys = [item for item in items if item.path.is_relative_to(JOURNEYS)]
    sound = [item for item in items if item.path == SOUND]
    others = [item for item in items if not item.path.is_relative_to(JOURNEYS) and item.path != SOUND]
    second = max(0, len(items) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) - len(journeys))
    items[:] = [*journeys, *others[:second], *sound, *others[second:]]


class Outcome(NamedTuple):
    """What a command line left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test's own folder, as pytest's, but counted here: pytest looks through all those before for the next number,
    which costs the last of a few thousand tests 10 ms."""
    name = re.sub(r"\W", "_", request.node.name)[:NAME_LENGTH]
    path = tmp_path_factory.getbasetemp() / f"{name}-{next(FOLDERS)}"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, data and logs of this test only, and no options from the developer's surroundings."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(FOLDERS)}"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("STEERCHECK_DB", "STEERCHECK_STAFF", "STEERCHECK_TODAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _statements_once() -> Iterator[None]:
    """A statement is put together once a worker, not once a database: SQLAlchemy keeps what it compiled with the
    engine and for its dialect, and nearly every test opens a database file of its own. All of them are SQLite."""
    kept = LRUCache[object, object](STATEMENTS_KEPT)

    def sharing(*arguments: object, **options: object) -> Engine:
        engine = create_engine(*arguments, **options)  # type: ignore[call-overload]
        if type(engine.dialect) is SQLiteDialect_pysqlite:
            engine._compiled_cache = kept
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
        patch.setattr(opening, "create_engine", sharing)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_forced_to_disk() -> Iterator[None]:
    """A test's database need not outlive a power cut, and a killed process loses nothing by it."""
    prepare = opening._set_pragmas

    def unhurried(raw: sqlite3.Connection, journal: str) -> None:
        prepare(raw, journal)
        raw.execute("PRAGMA synchronous = OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_set_pragmas", unhurried)
        yield


@pytest.fixture
def clock() -> Clock:
    """The demonstration's day, 5 October 2009."""
    return Clock(DEMO_DAY)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`made_once("name", make)`: a folder that `make(folder)` fills once a run, by whichever worker asks first."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], object]) -> Path:
        place = common / f"once-{name}"
        place.mkdir(exist_ok=True)
        with contextlib.closing(sqlite3.connect(place / "lock", timeout=MADE_WITHIN_S)) as lock:
            lock.execute("BEGIN EXCLUSIVE")  # the others wait here
            if not (place / "made").exists():
                make(place)
                (place / "made").touch()
        return place

    return made


@pytest.fixture(scope="session")
def _new_database(made_once: Callable[..., Path]) -> Path:
    """An empty database as the program makes it, schema by schema; made once and copied for each test."""
    return made_once("new", lambda folder: open_database(folder / "steercheck.db").close()) / "steercheck.db"


@pytest.fixture
def database(_new_database: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh, empty database file."""
    path = tmp_path / "steercheck.db"
    shutil.copyfile(_new_database, path)
    opened = open_database(path)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database, clock: Clock) -> Store:
    return Store(database, clock)


@pytest.fixture
def demo() -> Path:
    """The demonstration department as shipped."""
    return resources.path("demo")


@pytest.fixture(scope="session")
def _demo_database(made_once: Callable[..., Path]) -> Path:
    """The whole demonstration with its true transcripts, imported and matched once by the product's own intake."""
    from desktop.demonstration import demonstration_request
    from desktop.jobs.take_in import take_in_job

    def make(folder: Path) -> None:
        store = Store(open_database(folder / "steercheck.db"), Clock(DEMO_DAY))
        request = demonstration_request(resources.path("demo/truth"))
        report = take_in_job(store, request)(lambda _fraction, _text: None, lambda: None)
        store.close()
        assert not report.any_refused

    return made_once("demo", make) / "steercheck.db"


@pytest.fixture
def demo_store(_demo_database: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A store of its own with the demonstration department imported and matched."""
    path = tmp_path / "demo.db"
    shutil.copyfile(_demo_database, path)
    opened = Store(open_database(path), clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _told_database(made_once: Callable[..., Path], _demo_database: Path) -> Path:
    """The demonstration with reviews of CW014 to give feedback on: VR-88103 and VR-88104 released, the second disputed,
    decided, amended and released again; PAG-088199 signed only. Comments hold what may not go out."""
    from models.review import AnswerNote, AnswerValue
    from models.review_file import read_review_file
    from models.review_life import DisputeNote, Outcome, Reply, ReplyAnswer

    def make(folder: Path) -> None:
        shutil.copyfile(_demo_database, folder / "steercheck.db")
        store = Store(open_database(folder / "steercheck.db"), Clock(DEMO_DAY))
        leader, other, caseworker = (store.staff.get(staff_id) for staff_id in ("TL01", "TL02", "CW014"))
        assert leader is not None
        assert other is not None
        assert caseworker is not None
        signed = {}
        for name in ("VR-88103", "VR-88104", "PAG-088199"):
            form = read_review_file(resources.path(f"demo/answers/{name}.json"))
            if name == "VR-88104":
                lump, welfare = form.answer("LUMP_SOUGHT"), AnswerValue.YES
                said = "never asked: Mr Brown, AB123456C, of LS1 4AP earns 400.00, C-1A04; he owes £4,000"
                form = form.with_answer(AnswerNote("LUMP_SOUGHT", lump.value, said, lump.root_causes, lump.evidence))
                form = form.with_answer(AnswerNote("WELFARE", welfare, "the child has asthma"))
            signed[name] = str(store.reviews.sign_form(form, leader).review_id)
        store.life.release([signed["VR-88103"], signed["VR-88104"]], leader)
        told = (
            DisputeNote("LUMP_SOUGHT", "Mrs Green was asked for £500 at 0:41"),
            DisputeNote("CWO_VIEWED", "it was viewed"),
        )
        store.life.reply(signed["VR-88104"], Reply(ReplyAnswer.DISPUTED, disputes=told), caseworker)
        store.life.decide(signed["VR-88104"], "LUMP_SOUGHT", Outcome.CHANGED, "asked at 0:41, as C-1A04 says", other)
        store.life.decide(signed["VR-88104"], "CWO_VIEWED", Outcome.UPHELD, "no view is listed", other)
        amended = store.life.begin_amending(signed["VR-88104"], leader)
        amended = amended.with_answer(AnswerNote("LUMP_SOUGHT", AnswerValue.YES, "asked at 0:41"))
        after = store.reviews.amend(signed["VR-88104"], amended, "the dispute of the lump sum, 07700 900123", leader)
        store.life.release([str(after.review_id)], leader)
        store.close()

    return made_once("told", make) / "steercheck.db"


@pytest.fixture
def told(_told_database: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A store of its own with reviews to give feedback on; its file is `told.db` in tmp_path."""
    path = tmp_path / "told.db"
    shutil.copyfile(_told_database, path)
    opened = Store(open_database(path), clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _done_database(made_once: Callable[..., Path], _demo_database: Path) -> Path:
    """The demonstration at the end of the job: every sheet confirmed, every answer signed."""
    from desktop.demonstration import confirm_sheets, sign_answers

    def make(folder: Path) -> None:
        shutil.copyfile(_demo_database, folder / "steercheck.db")
        store = Store(open_database(folder / "steercheck.db"), Clock(DEMO_DAY))
        sign_answers(store, sorted(resources.path("demo/answers").glob("*.json")))
        confirm_sheets(store)
        store.close()

    return made_once("done", make) / "steercheck.db"


@pytest.fixture
def done(_done_database: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A store of its own with the demonstration's work done, to report on; its file is `done.db` in tmp_path."""
    path = tmp_path / "done.db"
    shutil.copyfile(_done_database, path)
    opened = Store(open_database(path), clock)
    yield opened
    opened.close()


@pytest.fixture
def steercheck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run a command line in this process: `steercheck("--json", "match", db=path, env={...})`.

    Without `db` the test's own steercheck.db is used. The offline hook stays out: it cannot be taken off again.
    """
    from desktop.cli import program

    monkeypatch.setattr(program, "forbid_internet_sockets", lambda: None)
    monkeypatch.setattr(program, "start_log", lambda _debug: None)

    def run(*arguments: str | Path, db: str | Path | None = None, env: dict[str, str] | None = None) -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            status = program.run(["--db", str(db or tmp_path / "steercheck.db"), *map(str, arguments)])
        return Outcome(status, out.getvalue(), err.getvalue())

    return run

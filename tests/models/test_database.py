"""Opening a database: what is taken, what is refused, and that the refused stay untouched."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

import models.database
import models.migrations
from models import records
from models.clock import Clock
from models.columns import new_id
from models.database import CURRENT_REVISION, Database, back_up, open_database
from models.errors import ChangedElsewhere, DatabaseUnusable, OutputRefused, WrongUsage
from models.recording import RecordingPath
from models.review import Review
from models.scorecard import Scorecard
from models.staff import Team


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_fresh_database_has_the_newest_schema_wal_and_foreign_keys(database: Database) -> None:
    assert database.revision() == CURRENT_REVISION
    with database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    assert database.quick_check() is None


def test_the_migrations_make_exactly_the_tables_of_the_records(database: Database) -> None:
    def of_records(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or not str(name).startswith(("work_search", "call_search"))  # of full-text indexes

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": of_records})
        assert compare_metadata(context, records.metadata()) == []
    assert {table.__tablename__ for table in records.TABLES} == set(records.metadata().tables)


def test_the_newest_revision_is_the_one_the_program_names() -> None:
    script = ScriptDirectory(str(Path(models.migrations.__file__).parent))
    assert script.get_current_head() == CURRENT_REVISION


def test_every_constraint_has_a_name(database: Database) -> None:
    with database.engine.connect() as connection:
        statements = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table'")).scalars().all()
    for statement in statements:
        if "alembic_version" not in statement and "_search_" not in statement and "_search'" not in statement:
            assert statement.count("CONSTRAINT") == sum(
                statement.count(kind) for kind in ("PRIMARY KEY", "FOREIGN KEY", "UNIQUE", "CHECK")
            )


def test_foreign_keys_are_enforced(database: Database, clock: Clock) -> None:
    with pytest.raises(IntegrityError), database.session() as session:
        session.add(RecordingPath(recording=new_id(), path="x", found_at=clock.now()))


def test_an_error_leaves_nothing_behind(database: Database) -> None:
    def stumble() -> None:
        with database.session() as session:
            session.add(Team(name="DE-1"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with database.session() as session:
        assert session.connection().exec_driver_sql("select count(*) from team").scalar_one() == 0


def test_a_connection_at_work_while_the_database_closes_is_closed_after_its_work(database: Database) -> None:
    with database.session() as session:
        raw = session.connection().connection.dbapi_connection
        assert raw is not None
        database.close()
        session.add(Team(name="DE-1"))
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        raw.cursor()
    assert not Path(f"{database.address}-wal").exists()


def test_a_newer_database_is_refused_and_left_untouched(database: Database, tmp_path: Path) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    path = tmp_path / "steercheck.db"
    before = fingerprint(path)
    with pytest.raises(DatabaseUnusable, match="newer Steercheck"):
        open_database(path)
    assert fingerprint(path) == before


@pytest.mark.parametrize("content", [b"not a database at all", b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 4080])
def test_a_file_that_is_no_database_is_named_as_such_and_left_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "steercheck.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseUnusable, match=r"damaged|not a database|cannot be opened"):
        open_database(path)
    assert path.read_bytes() == content


def test_damage_in_the_middle_is_found_and_the_file_left_untouched(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        session.add_all([Team(name=f"DE-{i}-" + "x" * 200) for i in range(500)])
    database.close()
    path = tmp_path / "steercheck.db"
    content = bytearray(path.read_bytes())
    for page in range(10, len(content) // 4096, 2):
        content[page * 4096 : page * 4096 + 600] = b"\xa5" * 600
    path.write_bytes(content)
    before = fingerprint(path)
    with pytest.raises(DatabaseUnusable, match="is damaged"):
        open_database(path)
    assert fingerprint(path) == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE shopping (thing TEXT)")
        raw.commit()
    with pytest.raises(DatabaseUnusable, match="another program"):
        open_database(path)


def test_an_empty_file_becomes_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    opened = open_database(path)
    assert opened.revision() == CURRENT_REVISION
    opened.close()


def test_a_backup_holds_what_was_committed(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        session.add(Team(name="DE-1"))
    copy = back_up(tmp_path / "steercheck.db", "0001")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT name FROM team").fetchall() == [("DE-1",)]
    assert copy.parent == tmp_path
    assert "before-upgrade-from-0001" in copy.name


def test_a_database_somebody_else_writes_to_is_called_busy(database: Database) -> None:
    with closing(sqlite3.connect(database.address)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        with pytest.raises(DatabaseUnusable, match="busy"), database.session() as session:
            session.add(Team(name="DE-1"))


def test_the_second_writer_of_a_review_is_told(database: Database, clock: Clock) -> None:
    card = Scorecard(scorecard_id="s/1", title="s", definition={}, sha256="0", first_used_at=clock.now())
    review = Review(
        kind="primary",
        state="draft",
        subject="sheet:1",
        reviewer_id="TL01",
        scorecard=card.id,
        created_at=clock.now(),
        saved_at=clock.now(),
    )
    with database.session() as session:
        session.add(card)
        session.flush()
        session.add(review)

    def two_writers() -> None:
        with database.session() as first:
            mine = first.get(Review, review.id)
            assert mine is not None
            with database.session() as second:
                theirs = second.get(Review, review.id)
                assert theirs is not None
                theirs.comment = "theirs"
            mine.comment = "mine"

    with pytest.raises(ChangedElsewhere, match="another window"):
        two_writers()
    with database.session() as session:
        kept = session.get(Review, review.id)
        assert kept is not None
        assert kept.comment == "theirs"


def test_a_full_disk_is_said_and_what_was_saved_is_safe(database: Database) -> None:
    with database.session() as session:
        session.add(Team(name="DE-1"))
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(OutputRefused, match="What was saved before is safe"), database.session() as session:
        session.add_all([Team(name=f"{i} " + "x" * 1000) for i in range(200)])
    with database.session() as session:
        assert session.connection().exec_driver_sql("select count(*) from team").scalar_one() == 1


def test_a_broken_constraint_is_a_defect_and_never_dressed_up(database: Database) -> None:
    with pytest.raises(IntegrityError), database.session() as session:
        session.add_all([Team(name="disk is full"), Team(name="disk is full")])


NEXT = f"{int(CURRENT_REVISION) + 1:04}"
NEXT_REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{next}"
down_revision = "{newest}"


def upgrade() -> None:
    op.create_table("shelf", sa.Column("id", sa.String(), primary_key=True))
    {then}
"""


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make the program one revision newer, with a migration that ends in the given statement."""

    def release(then: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(Path(models.migrations.__file__).parent, folder)
        text = NEXT_REVISION.format(then=then, next=NEXT, newest=CURRENT_REVISION)
        (folder / "versions" / "next.py").write_text(text)
        monkeypatch.setattr(models.migrations, "__file__", str(folder / "__init__.py"))
        monkeypatch.setattr(models.database, "CURRENT_REVISION", NEXT)

    return release


def test_an_older_database_is_backed_up_and_upgraded(
    database: Database, tmp_path: Path, next_release: Callable[[str], None]
) -> None:
    with database.session() as session:
        session.add(Team(name="DE-1"))
    database.close()
    next_release("pass")
    upgraded = open_database(tmp_path / "steercheck.db")
    assert upgraded.revision() == NEXT
    with upgraded.session() as session:
        assert session.connection().exec_driver_sql("select name from team").scalar_one() == "DE-1"
    upgraded.close()
    (backup,) = tmp_path.glob(f"*before-upgrade-from-{CURRENT_REVISION}*")
    with closing(sqlite3.connect(backup)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (CURRENT_REVISION,)
        assert raw.execute("SELECT name FROM team").fetchone() == ("DE-1",)


def test_an_upgrade_that_fails_half_way_changes_nothing(
    database: Database, tmp_path: Path, next_release: Callable[[str], None]
) -> None:
    database.close()
    next_release('op.execute("SELECT * FROM nowhere")')
    with pytest.raises((DatabaseUnusable, OperationalError)):
        open_database(tmp_path / "steercheck.db")
    with closing(sqlite3.connect(tmp_path / "steercheck.db")) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (CURRENT_REVISION,)
        assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'shelf'").fetchone() == (0,)
    assert len(list(tmp_path.glob(f"*before-upgrade-from-{CURRENT_REVISION}*"))) == 1


def test_two_programs_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    code = "import sys; from models.database import open_database; print(open_database(sys.argv[1]).revision())"
    path = tmp_path / "new.db"
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for each in both:
        out, err = each.communicate(timeout=60)
        assert (each.returncode, out.strip()) == (0, CURRENT_REVISION.encode()), err


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="is a folder"):
        open_database(tmp_path)


def test_a_file_that_cannot_be_read_is_out_of_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.db"
    path.write_bytes(b"SQLite format 3\0" + bytes(100))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DatabaseUnusable, match="Permission denied"):
        open_database(path)


@pytest.mark.parametrize("address", ["mysql://me:secret@server/x", "foo://x", "postgresql+psycopg://me@host:port/x"])
def test_an_address_of_another_kind_is_wrong_usage_and_its_password_is_not_repeated(address: str) -> None:
    with pytest.raises(WrongUsage) as told:
        open_database(address)
    assert "secret" not in str(told.value)

"""The database: opening, checking, carrying an older one forward, and turning its faults into sentences.

SQLite in WAL mode with foreign keys on is the default (a file in the user's local data folder); an address
`postgresql+psycopg://` is taken too. A file that is damaged, foreign or written by a newer program is refused and left
untouched; before an older one is upgraded, a backup is laid beside it. Alembic is imported only when there is something
to upgrade.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from models.errors import (
    ChangedElsewhere,
    DatabaseUnusable,
    InputRefused,
    OutputRefused,
    UserError,
    WrongUsage,
)

CURRENT_REVISION = "0007"
"""The newest migration. Revisions are four digits, so a greater one comes from a newer program."""

QUICK_CHECK_BELOW_BYTES = 32 * 1024 * 1024
"""Smaller files are checked whole at every opening; larger ones before an upgrade and by `doctor`."""

SERVER = "postgresql+psycopg://"
"""How the address of a database on a server begins."""

NO_CHARACTER = "A text holds a character that is none, which no database takes. Nothing was changed."
BUSY_TIMEOUT_MS = 5000
UNWRITABLE = ("disk is full", "no space", "readonly", "read-only", "disk i/o")
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb", "smbfs", "smb3", "sshfs", "fuse.sshfs", "9p"})


class Database:
    """An open, current database. Sessions are short and live inside the store."""

    def __init__(self, engine: Engine, address: str) -> None:
        self.engine = engine
        self.address = address
        self._closed = False
        event.listen(engine, "checkin", self._close_late)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session for one piece of work, committed at its end and rolled back on any error.

        Raises DatabaseUnusable (busy, damaged, out of reach), ChangedElsewhere (somebody else wrote first),
        InputRefused (a text with a character that is none) and OutputRefused (the disk is full or read-only) in place
        of the driver's own errors.
        """
        with Session(self.engine, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except StaleDataError as exc:
                raise ChangedElsewhere(
                    "This was changed in another window in the meantime. Nothing was overwritten; "
                    "open it again to go on from the newest state."
                ) from exc
            except UnicodeEncodeError as exc:  # half a pair: from a file's escapes, or an argument that is not UTF-8
                raise InputRefused(NO_CHARACTER) from exc
            except DBAPIError as exc:
                translated = _translate(exc, self.address)
                if translated is None:
                    raise
                raise translated from exc

    def revision(self) -> str | None:
        """The schema revision the database says it has."""
        with self.engine.connect() as connection:
            return _stored_revision(connection)

    def quick_check(self) -> str | None:
        """None when the file is sound (SQLite's quick_check), else the first finding in its words."""
        if not self.is_sqlite:
            return None
        with self.engine.connect() as connection:
            finding = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
        return None if finding == "ok" else finding

    def close(self) -> None:
        """Close every connection; SQLite folds its write-ahead log into the file.

        A connection that a background lane still works with is closed as soon as its work is done.
        """
        self._closed = True
        self.engine.dispose()

    def _close_late(self, _raw: Any, entry: ConnectionPoolEntry) -> None:
        """Called as a connection comes back: disposing of the engine leaves those alone that are at work."""
        if self._closed:
            entry.close()


def open_database(address: str | Path) -> Database:
    """Open (and create or upgrade) the database at a file path or a `postgresql+psycopg://` URL.

    Raises DatabaseUnusable when it is damaged, not ours, newer than this program or out of reach, WrongUsage for an
    address of another kind.
    """
    if isinstance(address, str) and "://" in address:
        return _open_server(address)
    return _open_file(Path(address).expanduser().absolute())


def _open_file(path: Path) -> Database:
    try:
        if path.is_dir():
            raise DatabaseUnusable(f"{path} is a folder, not a database. Name a file in it with --db.")
        if path.exists() and path.stat().st_size > 0:
            _refuse_damaged(path)
    except OSError as exc:
        raise DatabaseUnusable(f"{path} cannot be opened ({exc.strerror}). Nothing was changed.") from exc
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise OutputRefused(f"The folder for the database cannot be made: {path.parent} ({exc.strerror}).") from exc
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    journal = "DELETE" if on_network(path) else "WAL"
    event.listen(engine, "connect", lambda raw, _record: _set_pragmas(raw, journal))
    return _bring_up_to_date(engine, str(path), path)


def _open_server(url: str) -> Database:
    if not url.startswith(SERVER):
        raise WrongUsage(f"--db takes an SQLite file or an address {SERVER}USER@HOST/NAME, no other kind of address.")
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except (ArgumentError, ValueError) as exc:
        raise WrongUsage(f"--db: the address after {SERVER} cannot be read; write it as USER@HOST/NAME.") from exc
    except ModuleNotFoundError as exc:
        raise DatabaseUnusable(
            "This Steercheck was installed without what it needs to reach a PostgreSQL server (the extra 'postgres')."
        ) from exc
    return _bring_up_to_date(engine, engine.url.render_as_string(hide_password=True), None)


def _bring_up_to_date(engine: Engine, address: str, path: Path | None) -> Database:
    """Compare the stored revision with ours; create, upgrade or refuse."""
    try:
        with engine.connect() as connection:
            stored = _stored_revision(connection)
            foreign = stored is None and bool(inspect(connection).get_table_names())
        if foreign:
            raise DatabaseUnusable(
                f"{address} is a database of another program. It was left untouched; choose another file with --db."
            )
        if stored is not None and stored > CURRENT_REVISION:
            raise DatabaseUnusable(
                f"{address} was written by a newer Steercheck (schema {stored}; this one knows {CURRENT_REVISION}). "
                "It was left untouched; open it with the newer program."
            )
        if stored != CURRENT_REVISION:
            if path is not None and stored is not None:
                back_up(path, stored)
            _upgrade(engine)
    except DBAPIError as exc:
        engine.dispose()
        raise _translate(exc, address) or exc from exc
    except DatabaseUnusable:
        engine.dispose()
        raise
    return Database(engine, address)


def _refuse_damaged(path: Path) -> None:
    """Look at an existing file without writing to it. Raises DatabaseUnusable with what is wrong."""
    with path.open("rb") as file:
        head = file.read(16)
    if head != b"SQLite format 3\0":
        raise DatabaseUnusable(
            f"{path} is not a database, or its beginning is damaged. It was left untouched; "
            "restore a backup or choose another file with --db."
        )
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if path.stat().st_size < QUICK_CHECK_BELOW_BYTES:
                finding = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
                if finding != "ok":
                    raise _damaged(str(path), finding)
    except sqlite3.OperationalError as exc:
        if "locked" in str(exc) or "busy" in str(exc):
            raise _busy(str(path)) from exc
        raise DatabaseUnusable(f"{path} cannot be opened ({exc}). Nothing was changed.") from exc
    except sqlite3.DatabaseError as exc:
        raise _damaged(str(path), str(exc)) from exc


def back_up(path: Path, revision: str) -> Path:
    """Copy the database, whole and consistent, to a dated file beside it. Raises OutputRefused."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = path.with_name(f"{path.stem}-before-upgrade-from-{revision}-{stamp}{path.suffix}")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as exc:
        target.unlink(missing_ok=True)
        raise OutputRefused(
            f"No backup could be written beside {path} ({exc}), so the upgrade was not begun. Nothing was changed."
        ) from exc
    return target


def on_network(path: Path) -> bool:
    """Whether `path` lies on a network share, where WAL's shared memory is not safe."""
    if str(path).startswith("\\\\"):
        return True
    mounts = [p for p in psutil.disk_partitions(all=True) if path.is_relative_to(p.mountpoint)]
    nearest = max(mounts, key=lambda p: len(p.mountpoint), default=None)
    return nearest is not None and (nearest.fstype in NETWORK_FILE_SYSTEMS or "remote" in nearest.opts.split(","))


def _set_pragmas(raw: Any, journal: str) -> None:
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA journal_mode = {journal}")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.close()


def _stored_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def _upgrade(engine: Engine) -> None:
    """Carry the schema to the newest revision, all of it or nothing.

    SQLite is told to begin at once: its driver would run the statements one by one, and a second program opening the
    same file must wait, then find the work done.
    """
    from alembic import command
    from alembic.config import Config

    import models.migrations

    config = Config()
    config.set_main_option("script_location", str(Path(models.migrations.__file__).parent))
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _damaged(address: str, finding: str) -> DatabaseUnusable:
    return DatabaseUnusable(
        f"{address} is damaged ({finding}). It was left untouched; restore the newest backup beside it, "
        "or choose another file with --db."
    )


def _busy(address: str) -> DatabaseUnusable:
    return DatabaseUnusable(
        f"{address} is busy: another program is writing to it. Nothing was changed; try again in a moment."
    )


def _translate(exc: DBAPIError, address: str) -> UserError | None:
    """The driver's error as one of ours; None when it is a defect of the program (a broken constraint, a bad query)."""
    if isinstance(exc, IntegrityError | ProgrammingError):
        return None
    words = str(exc.orig).lower()
    if isinstance(exc, DataError) and "nul (0x00)" in words:  # PostgreSQL; SQLite keeps it
        return InputRefused(NO_CHARACTER)
    if "malformed" in words or "not a database" in words:
        return _damaged(address, str(exc.orig))
    if "locked" in words or "busy" in words:
        return _busy(address)
    if any(sign in words for sign in UNWRITABLE):
        return OutputRefused(f"The database {address} cannot be written ({exc.orig}). What was saved before is safe.")
    if isinstance(exc, OperationalError):
        return DatabaseUnusable(f"The database {address} cannot be reached ({exc.orig}). Nothing was changed.")
    return None

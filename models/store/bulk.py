"""Many rows of one list into the database: looked up, compared and written by the driver itself, a block at a time.

What intake read comes here as columns in stored form (`models.store.tables.stored_form`). SQLAlchemy's own bind
processors turn them into what its types would have written, so a row from here and a row from a session are the same to
the letter; only the statements and the rows pass it by, because a million rows would spend their time there.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from itertools import repeat
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Table, select, text
from sqlmodel import Session, SQLModel

from models.clock import Clock
from models.columns import new_id
from models.history import PastVersion
from models.list_state import ListState
from models.store.tables import stored_form, table_of
from models.work_line import Phase

NOT_FACTS = frozenset({"id", "version", "imported_at", "sheet"})
"""Columns that are ours, not the source's: they are no part of an earlier version."""

CACHE_KIB = 64 * 1024
"""SQLite's page cache while a list is taken: the indexes of a large list are written all over the file."""
LOG_PAGES = 32_000
"""Pages of the write-ahead log after which SQLite carries them into the file, while a list is taken."""
LOOKED_UP = 1_000
"""Rows whose earlier version is fetched at once."""

_COUNT_CHANGE = text(
    f"INSERT INTO {ListState.__tablename__} (id, kind, changes) VALUES (:id, :kind, 1) "
    f"ON CONFLICT (kind) DO UPDATE SET changes = {ListState.__tablename__}.changes + 1"
)


class Tally(NamedTuple):
    """What became of some rows."""

    new: int
    unchanged: int
    changed: int

    def __add__(self, other: object) -> "Tally":
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(self.new + other.new, self.unchanged + other.unchanged, self.changed + other.changed)


class BulkTake:
    """Takes blocks of one kind of record through one connection; each block is one short transaction.

    `columns` names what the blocks hold, a unique key of the record first. `writes`: how often it counted the kind's
    `changes` up (`models.list_state`). Made by `ImportStore.bulk`.
    """

    def __init__(
        self,
        session: Session,
        clock: Clock,
        record: type[SQLModel],
        columns: Sequence[str],
        beside: Mapping[str, object],
        *,
        dry_run: bool,
    ) -> None:
        self.connection = session.connection()
        self._sqlite = self.connection.dialect.name == "sqlite"
        self._clock = clock
        self._table = stored_form(record)
        self._columns = tuple(columns)
        self._beside = beside
        self._dry_run = dry_run
        self._bound = [self._binder(self._table, name) for name in columns]
        self._queries = Queries(self.connection.dialect, self._table, self._columns)
        self.writes = 0

    def take(self, block: Sequence[Sequence[Any]]) -> Tally:
        """Take one block, given as columns of equal length; no key twice in it."""
        bound = [
            cells if binder is None else _written(cells, binder)
            for binder, cells in zip(self._bound, block, strict=True)
        ]
        count = len(bound[0])
        if not count:
            return Tally(0, 0, 0)
        if not self._dry_run:
            self._begin()
        rows = list(zip(*bound, strict=True))
        known = self._standing(bound[0])
        fresh = [row for row in rows if row[0] not in known] if known else rows
        altered = [row for row in rows if known.get(row[0], row) != row] if known else []
        if not self._dry_run:
            with unwatched(self.connection, self._table.name):
                self._insert(fresh)
                self._change(altered)
            if fresh or altered:
                count_change(self.connection, self._table.name)
                self.writes += 1
            self._end()
        return Tally(len(fresh), count - len(fresh) - len(altered), len(altered))

    def _begin(self) -> None:
        """On SQLite, hold the right to write from the beginning: what is read stays true."""
        if self._sqlite:
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _end(self) -> None:
        """The driver commits; the session goes on with the same connection and its warm cache."""
        self.connection.exec_driver_sql("COMMIT")

    def _standing(self, keys: Sequence[Any]) -> dict[Any, tuple[Any, ...]]:
        """What the records with these keys say in our columns, as the driver gives it, by key."""
        return {row[0]: row for row in self._fetch(self._queries.standing, keys)}

    def _fetch(self, query: str, keys: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The driver's own rows: SQLAlchemy's would take as long as looking them up."""
        found = self.connection.exec_driver_sql(query, (json.dumps(keys) if self._sqlite else list(keys),))
        rows = list(found.cursor.fetchall())
        found.close()
        return rows

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        if not rows:
            return
        ours = dict(self._beside) | {"version": 1} | self._stamp()
        values = tuple(_driver_value(self._binder(self._table, name), value) for name, value in ours.items())
        statement = self._queries.insert(self._table, ("id", *self._columns, *ours))
        self.connection.exec_driver_sql(statement, [(new_id(), *row, *values) for row in rows])

    def _change(self, altered: list[tuple[Any, ...]]) -> None:
        """Put the new figures in place, and what stood before beside them."""
        if not altered:
            return
        standing = {
            key: (row, version) for key, row, version in self._fetch(self._queries.ids, [a[0] for a in altered])
        }
        ids = [row for row, _ in standing.values()]
        for start in range(0, len(ids), LOOKED_UP):
            self._keep_past(ids[start : start + LOOKED_UP])
        stamp = self._stamp()
        values = tuple(_driver_value(self._binder(self._table, name), value) for name, value in stamp.items())
        statement = self._queries.update((*self._columns, "version", *stamp))
        changes = []
        for row in altered:
            row_id, version = standing[row[0]]
            changes.append((*row, version + 1, *values, row_id))
        self.connection.exec_driver_sql(statement, changes)

    def _keep_past(self, ids: list[str]) -> None:
        table, past = self._table, table_of(PastVersion)
        before = self.connection.execute(select(table).where(table.c.id.in_(ids))).mappings().all()
        now = self._clock.now()
        names = ("id", "kind", "record", "version", "facts", "replaced_at")
        binders = [self._binder(past, name) for name in names]
        rows = []
        for row in before:
            facts = {name: _plain(value) for name, value in row.items() if name not in NOT_FACTS}
            written = (new_id(), table.name, row["id"], row["version"], facts, now)
            rows.append(tuple(map(_driver_value, binders, written)))
        self.connection.exec_driver_sql(self._queries.insert(past, names), rows)

    def _stamp(self) -> dict[str, object]:
        if "imported_at" not in self._table.c:
            return {}
        return {"imported_at": self._clock.now().astimezone(UTC).replace(tzinfo=None)}

    def _binder(self, table: Table, name: str) -> Callable[[Any], Any] | None:
        """What SQLAlchemy does to a value of this column before the driver gets it; None: nothing."""
        dialect = self.connection.dialect
        return table.c[name].type.dialect_impl(dialect).bind_processor(dialect)


class Queries:
    """The statements of one table and some of its columns, in the driver's own form."""

    def __init__(self, dialect: Dialect, table: Table, columns: tuple[str, ...]) -> None:
        self._quote = dialect.identifier_preparer.quote
        self._mark = "?" if dialect.paramstyle == "qmark" else "%s"
        self._table = table
        key = self._quote(columns[0])
        among = "IN (SELECT value FROM json_each(?))" if dialect.name == "sqlite" else "= ANY(%s)"
        where = f"FROM {self._quote(table.name)} WHERE {key} {among}"
        self.standing = f"SELECT {', '.join(map(self._quote, columns))} {where}"
        self.ids = f"SELECT {key}, id, version {where}"

    def insert(self, table: Table, names: Sequence[str]) -> str:
        listed, marks = ", ".join(map(self._quote, names)), ", ".join(repeat(self._mark, len(names)))
        return f"INSERT INTO {self._quote(table.name)} ({listed}) VALUES ({marks})"

    def update(self, names: Sequence[str]) -> str:
        settings = ", ".join(f"{self._quote(name)} = {self._mark}" for name in names)
        return f"UPDATE {self._quote(self._table.name)} SET {settings} WHERE id = {self._mark}"


@contextmanager
def unwatched(connection: Connection, table: str) -> Iterator[None]:
    """While the kept worklist is to be made anew anyway, its triggers note nothing, yet cost more than the row.

    They are taken off the table and put on again in the transaction that writes.
    """
    stale = "SELECT phase FROM work_state"
    if connection.dialect.name != "sqlite" or connection.exec_driver_sql(stale).scalar() != Phase.STALE:
        yield
        return
    of_table = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name LIKE 'work_%'"
    triggers = connection.exec_driver_sql(of_table, (table,)).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)


@contextmanager
def roomy(connection: Connection) -> Iterator[None]:
    """Room for a large list on SQLite: more page cache and a longer log; as before afterwards."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cache = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    log = connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {-CACHE_KIB}")
    connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {cache}")
        connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {log}")


def count_change(connection: Connection, kind: str) -> None:
    """Count a write to this kind's table up, in the transaction of the write: what was settled is so no more.

    Whoever changes imported rows otherwise than by an import must call this, too.
    """
    connection.execute(_COUNT_CHANGE, {"id": new_id(), "kind": kind})


def _written(cells: Sequence[Any], binder: Callable[[Any], Any]) -> list[Any]:
    """Every cell as the driver gets it; the same value, of which a column has many, is turned once."""
    forms = {cell: binder(cell) for cell in set(cells) if cell is not None}
    return [forms.get(cell) for cell in cells]


def _driver_value(binder: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if binder is None else binder(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value

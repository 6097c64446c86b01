"""What the kept worklist (models.work_line) needs of a database beside its tables: triggers, and an index of trigrams.

The triggers note what a write touched, in its own transaction. On SQLite a table that is to be made anew anyway notes
nothing, and one that many rows were touched of is to be made anew: a large import pays for its first rows only. A
server notes everything, since two may write there at once; what is too much is decided by who reads it.
"""

from collections.abc import Iterator

MOST_TOUCHED = 20_000
"""More rows than that are not followed one by one."""

_SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE work_search USING fts5(search, content='work_line', content_rowid='id', "
    "tokenize='trigram', detail='none', columnsize=0)"
)

Touches = dict[str, tuple[tuple[str, str], ...]]

_TOUCHES: Touches = {
    "recording": (("recording", "id"),),
    "guide_sheet": (("sheet", "id"),),
    "match": (("recording", "recording"), ("sheet", "sheet")),
    "review": (("review", "id"), ("review", "amends"), ("recording", "recording"), ("sheet", "sheet")),
    "transcript": (("recording", "recording"),),
}
"""What a write to a table touches: the kind, and the column that names the row."""

_TOUCHES_OF_JUDGEMENTS: Touches = {
    "sheet_judgement": (("sheet", "sheet"),),
    "sheet_confirmation": (("sheet", "sheet"),),
}
"""The same of the tables that came with schema 0003."""

_TOUCHES_OF_SAMPLES: Touches = {"sample_draw": (("sheet", "sheet"),)}
"""The same of schema 0007: what the steer says of a sheet is hidden while a blind draw of it waits."""

_OF_ALL = {"staff": ("staff_id", "team_id"), "team": ("name",)}
"""Tables whose change may change every line, and the columns by which it does."""

_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def statements(dialect: str) -> Iterator[str]:
    """Every statement for a database of this dialect, in order; the tables must be there."""
    if dialect == "sqlite":
        yield _SQLITE_SEARCH
        yield from _sqlite_noting(_TOUCHES)
        yield from _sqlite_noting_all()
    else:
        yield from _server_noting(_TOUCHES)
        yield from _server_noting_all()


def statements_of_judgements(dialect: str) -> Iterator[str]:
    """What schema 0003 adds: the triggers of its own tables."""
    noting = _sqlite_noting if dialect == "sqlite" else _server_noting
    yield from noting(_TOUCHES_OF_JUDGEMENTS)


def statements_of_samples(dialect: str) -> Iterator[str]:
    """What schema 0007 adds: the triggers of the draws, and what an older list says of sheets that were drawn."""
    noting = _sqlite_noting if dialect == "sqlite" else _server_noting
    yield from noting(_TOUCHES_OF_SAMPLES)
    yield "INSERT INTO work_touched (kind, row) SELECT DISTINCT 'sheet', sheet FROM sample_draw"


def _sqlite_noting(tables: Touches) -> Iterator[str]:
    for table, touches in tables.items():
        for event, versions in _EVENTS.items():
            rows = " UNION ".join(
                f"SELECT '{kind}', {version}.{column} WHERE {version}.{column} IS NOT NULL"
                for kind, column in touches
                for version in versions
            )
            yield (
                f"CREATE TRIGGER work_{table}_{event.lower()} AFTER {event} ON {_quoted(table)} "
                f"WHEN (SELECT phase FROM work_state) <> 1 BEGIN INSERT INTO work_touched (kind, row) {rows}; END"
            )


def _sqlite_noting_all() -> Iterator[str]:
    for table, columns in _OF_ALL.items():
        changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
        for event in _EVENTS:
            when = f" WHEN {changed}" if event == "UPDATE" else ""
            yield (
                f"CREATE TRIGGER work_{table}_{event.lower()} AFTER {event} ON {table}{when} "
                "BEGIN UPDATE work_state SET phase = 1; DELETE FROM work_touched; END"
            )
    yield (
        "CREATE TRIGGER work_touched_too_much AFTER INSERT ON work_touched "
        f"WHEN NEW.id - (SELECT min(id) FROM work_touched) >= {MOST_TOUCHED} "
        "BEGIN UPDATE work_state SET phase = 1; DELETE FROM work_touched; END"
    )


def _server_noting(tables: Touches) -> Iterator[str]:
    for table, touches in tables.items():
        for event, versions in _EVENTS.items():
            rows = " UNION ".join(
                f"SELECT '{kind}', {column} FROM {version.lower()}_rows WHERE {column} IS NOT NULL"
                for kind, column in touches
                for version in versions
            )
            yield from _server_trigger(table, event, f"INSERT INTO work_touched (kind, row) {rows};")


def _server_noting_all() -> Iterator[str]:
    for table in _OF_ALL:
        for event in _EVENTS:
            yield from _server_trigger(table, event, "INSERT INTO work_touched (kind, row) VALUES ('all', '');")


def _server_trigger(table: str, event: str, body: str) -> Iterator[str]:
    name = f"work_{table}_{event.lower()}"
    referencing = " ".join(f"{version} TABLE AS {version.lower()}_rows" for version in _EVENTS[event])
    yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    yield (
        f"CREATE TRIGGER {name} AFTER {event} ON {_quoted(table)} REFERENCING {referencing} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _quoted(table: str) -> str:
    return f'"{table}"'

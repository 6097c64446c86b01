"""The index behind the search across all transcripts: what it is made of, and what keeps it in step.

Between the tables of transcripts (`models.transcript`) and the search (`models.store.search`). What is found is how the
lines of a recording's newest transcript read now; what was recognised under a correction is not found. Nothing here is
a fact of its own, and triggers keep it in the transaction of whatever is written, whoever writes it: a transcript that
grows by chunks, a newer one, a correction, a recording that is dated otherwise or deleted.

SQLite: `call_search` is a full-text index (FTS5, https://www.sqlite.org/fts5.html) without a copy of the text. A line's
rowid is `call_search_key.id << POSITION_BITS | position`, and a call's id grows from the newest day to the oldest and
within a day from the latest minute to the earliest: going along the rowids gives the newest first, a stretch of days is
a stretch of rowids, and a page of hits costs as much as the page, however many there are. Speaker and caseworker are
columns of the index, so that a rare one is not looked for line by line.

A server: two indexes over the words of lines and of corrections; there the newest transcript is found when asked for.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import Connection

POSITION_BITS: Final = 16
"""A line's place in its transcript; what is said after so many lines (65,536, days of talk) is not searched."""
CALL_BITS: Final = 24
"""A call's place in its day: a slot for each minute, then room for those without a time, or without a slot."""
SLOT_BITS: Final = 12
UNDATED: Final = 65_535
"""The day, counted backwards, of recordings nobody dated: they come last."""

_LAST = (1 << POSITION_BITS) - 1
_UNTIMED = 1440
_EPOCH = date(1970, 1, 1)
SERVER_WORDS: Final = "call_search_words"
_ACCENTED, _PLAIN = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy"

_TABLES = (
    "CREATE TABLE call_search_key (id INTEGER NOT NULL, recording VARCHAR NOT NULL, transcript VARCHAR NOT NULL, "
    "CONSTRAINT pk_call_search_key PRIMARY KEY (id), CONSTRAINT uq_call_search_key_recording UNIQUE (recording), "
    "CONSTRAINT uq_call_search_key_transcript UNIQUE (transcript))",
    "CREATE VIRTUAL TABLE call_search USING fts5(text, speaker, caseworker, content='', "
    "tokenize=\"unicode61 remove_diacritics 2 tokenchars '£%'\")",
)

_NEWEST = "(SELECT t.id FROM transcript AS t WHERE t.recording = {} ORDER BY t.partial, t.id DESC LIMIT 1)"
"""The transcript that counts, as `TranscriptStore.newest` has it: the newest whole one, else the one that grows."""

_READS = (
    "coalesce((SELECT c.text FROM correction AS c WHERE c.segment = s.id AND c.text IS NOT NULL "
    "ORDER BY c.id DESC LIMIT 1), s.text)"
)
_SPEAKS = (
    "coalesce((SELECT c.speaker FROM correction AS c WHERE c.segment = s.id AND c.speaker IS NOT NULL "
    "ORDER BY c.id DESC LIMIT 1), s.speaker)"
)
_LINE = (
    f"(k.id << {POSITION_BITS}) + s.position, {_READS}, {_SPEAKS}, "
    "coalesce(r.caseworker_id, '') || ';' || coalesce(r.further_caseworkers, '') "
    "FROM call_search_key AS k JOIN recording AS r ON r.id = k.recording JOIN segment AS s ON s.transcript = "
    f"k.transcript WHERE s.position BETWEEN 0 AND {_LAST} AND "
)
"""Lines as they are indexed, of those that a condition on `k` (the call), `r` or `s` (the segment) is added for."""
_PUT = f"INSERT INTO call_search (rowid, text, speaker, caseworker) SELECT {_LINE}"
_TAKE = f"INSERT INTO call_search (call_search, rowid, text, speaker, caseworker) SELECT 'delete', {_LINE}"
"""An index without its text is told what to forget, so this runs before the text changes."""


def first_key(day: date | None) -> int:
    """The least id that a call of this day may have; None: of no day. Days before 1970 count as its second."""
    counted = UNDATED if day is None else UNDATED - max(1, min(UNDATED - 1, (day - _EPOCH).days))
    return counted << CALL_BITS


def statements(dialect: str) -> Iterator[str]:
    """What a database of this dialect needs, in order; the tables of transcripts must be there."""
    if dialect != "sqlite":
        yield from _server_statements()
        return
    yield from _TABLES
    for trigger in _triggers():
        yield _trigger(*trigger)


def fill(connection: Connection) -> None:
    """Index every transcript there is; `statements` ran before, in the same transaction.

    In one statement rather than call by call through the trigger: ten million words in a quarter of a minute.
    """
    if connection.dialect.name != "sqlite":
        return
    newest_first = (
        "SELECT r.id FROM recording AS r WHERE EXISTS (SELECT 1 FROM transcript AS t WHERE t.recording = r.id) "
        "ORDER BY r.call_date IS NULL, r.call_date DESC, r.started_at DESC"
    )
    recordings = [tuple(row) for row in connection.exec_driver_sql(newest_first)]
    if not recordings:
        return
    connection.exec_driver_sql("DROP TRIGGER call_search_key_put")
    connection.exec_driver_sql(_place("?"), recordings)
    connection.exec_driver_sql(f"{_PUT} TRUE ORDER BY k.id, s.position")
    connection.exec_driver_sql(_trigger(*next(_triggers())))


def _trigger(name: str, event: str, body: str) -> str:
    return f"CREATE TRIGGER call_search_{name} {event} BEGIN {body}; END"


def _triggers() -> Iterator[tuple[str, str, str]]:
    """Name, event and body of each trigger; "take" runs before what it follows, "put" after it."""
    yield "key_put", "AFTER INSERT ON call_search_key", f"{_PUT} k.id = NEW.id ORDER BY s.position"
    yield "key_take", "BEFORE DELETE ON call_search_key", f"{_TAKE} k.id = OLD.id"
    drop = "DELETE FROM call_search_key WHERE recording ="
    renewed = f"{drop} NEW.recording; {_place('NEW.recording')}"
    yield "transcript_put", f"AFTER INSERT ON transcript WHEN NEW.id = {_NEWEST.format('NEW.recording')}", renewed
    yield "transcript_whole", "AFTER UPDATE OF partial ON transcript", renewed
    yield "transcript_take", "BEFORE DELETE ON transcript", "DELETE FROM call_search_key WHERE transcript = OLD.id"
    lost = "WHEN NOT EXISTS (SELECT 1 FROM call_search_key WHERE recording = OLD.recording)"
    yield "transcript_put_older", f"AFTER DELETE ON transcript {lost}", _place("OLD.recording")
    redated = "UPDATE OF call_date, caseworker_id, further_caseworkers ON recording WHEN " + " OR ".join(
        f"OLD.{name} IS NOT NEW.{name}" for name in ("call_date", "caseworker_id", "further_caseworkers")
    )
    yield "recording_take", f"BEFORE {redated}", f"{drop} OLD.id"
    yield "recording_put", f"AFTER {redated}", _place("NEW.id")
    yield "recording_gone", "BEFORE DELETE ON recording", f"{drop} OLD.id"
    segment = "UPDATE OF transcript, position, text, speaker ON segment"
    yield "segment_put", "AFTER INSERT ON segment", f"{_PUT} s.id = NEW.id"
    yield "segment_take", "BEFORE DELETE ON segment", f"{_TAKE} s.id = OLD.id"
    yield "segment_before", f"BEFORE {segment}", f"{_TAKE} s.id = OLD.id"
    yield "segment_after", f"AFTER {segment}", f"{_PUT} s.id = NEW.id"
    for event, rows in (("INSERT", "NEW.segment"), ("DELETE", "OLD.segment"), ("UPDATE", "OLD.segment, NEW.segment")):
        name = event.lower()
        yield f"correction_before_{name}", f"BEFORE {event} ON correction", f"{_TAKE} s.id IN ({rows})"
        yield f"correction_after_{name}", f"AFTER {event} ON correction", f"{_PUT} s.id IN ({rows})"


def _place(recording: str) -> str:
    """The statement that gives the newest transcript of a recording a key, and so indexes it; nothing without one.

    The key is the first free one of the call's minute; past the last, and without a time, one at the end of its day.
    """
    day = "CAST(strftime('%s', r.call_date) AS INTEGER) / 86400"
    key = (
        f"CASE WHEN r.call_date IS NULL THEN {UNDATED} "
        f"ELSE {UNDATED} - max(1, min({UNDATED - 1}, {day})) END << {CALL_BITS}"
    )
    minute = "(CAST(strftime('%s', r.started_at) AS INTEGER) - CAST(strftime('%s', r.call_date) AS INTEGER)) / 60"
    slot = f"coalesce(1439 - max(0, min(1439, {minute})), {_UNTIMED}) << {SLOT_BITS}"
    spill = f"day + {_UNTIMED << SLOT_BITS}"
    room = f"CASE WHEN day = {UNDATED << CALL_BITS} THEN {1 << 47} - 1 ELSE day + {(1 << CALL_BITS) - 1} END"
    end_of_day = f"coalesce((SELECT max(id) FROM call_search_key WHERE id BETWEEN {spill} AND {room}), {spill} - 1) + 1"
    return (
        "INSERT INTO call_search_key (id, recording, transcript) "
        f"SELECT CASE WHEN free < slot + {1 << SLOT_BITS} THEN free ELSE {end_of_day} END, recording, transcript FROM ("
        "SELECT *, coalesce((SELECT max(id) FROM call_search_key "
        f"WHERE id BETWEEN slot AND slot + {(1 << SLOT_BITS) - 1}), slot - 1) + 1 AS free FROM ("
        f"SELECT r.id AS recording, {_NEWEST.format('r.id')} AS transcript, {key} AS day, ({key}) + ({slot}) AS slot "
        f"FROM recording AS r WHERE r.id = {recording})) WHERE transcript IS NOT NULL"
    )


def _server_statements() -> Iterator[str]:
    """On a server: the words of a line, `£40` and `30%` as words of their own, and an index over them."""
    spaced = "regexp_replace(lower(said), '[^[:alnum:]£%]+', ' ', 'g')"
    plain = f"replace(replace(translate({spaced}, '{_ACCENTED}', '{_PLAIN}'), '£', 'gbp'), '%', 'pct')"
    yield (
        f"CREATE FUNCTION {SERVER_WORDS}(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        f"AS $$ SELECT to_tsvector('simple', {plain.replace('%', '%%')}) $$"
    )  # %%: the driver looks for placeholders even in what has no values
    yield f"CREATE INDEX ix_segment_search ON segment USING gin ({SERVER_WORDS}(text))"
    yield f"CREATE INDEX ix_correction_search ON correction USING gin ({SERVER_WORDS}(text)) WHERE text IS NOT NULL"

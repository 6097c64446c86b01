"""The search across all transcripts: where on which call something was said, newest first or best first, by pages.

Between the index (`models.search_tables`) and whoever looks: `steercheck search` and the search page. A page is found
in two steps: the lines from the index, which gives them in the order of their calls, then what they say. How many there
are in all is counted up to a limit, since the most common word stands in every other line.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Date, Row, text
from sqlmodel import Session

from models.columns import UtcDateTime, with_offset
from models.database import Database
from models.search_query import Wanted, marks, read_query
from models.search_tables import CALL_BITS, POSITION_BITS, SERVER_WORDS, UNDATED, first_key
from models.store.search_expressions import fts5, tsquery
from models.transcript import Speaker

MOST_COUNTED = 10_000
"""More lines than that are not counted."""
MOST_WEIGHED = 10_000
"""Best first: of more lines than that the newest are weighed."""
MOST_OF_A_CALL = 100
"""Best first: so many lines of a call are shown."""


class SearchOrder(StrEnum):
    """The newest calls first, or those that say most of what is looked for."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for. Dates are call dates, ends included; recordings nobody dated are left out by either.

    `unfinished`: the last word is still being typed and may be the beginning of a longer one.
    """

    text: str
    speaker: Speaker | None = None
    caseworker: str | None = None
    since: date | None = None
    until: date | None = None
    order: SearchOrder = SearchOrder.NEWEST
    unfinished: bool = False

    @property
    def wanted(self) -> Wanted:
        """The words and phrases of the text."""
        return read_query(self.text, typing=self.unfinished)


@dataclass(frozen=True)
class SearchHit:
    """One line that says it. Milliseconds of the call; `marks` are stretches of `text`; `call` is the same for the
    lines of one call, `started_at` carries the recorder's own offset."""

    call: str
    recording_id: str
    start_ms: int
    end_ms: int
    speaker: Speaker
    text: str
    marks: tuple[tuple[int, int], ...]
    call_date: date | None
    started_at: datetime | None
    caseworker_id: str | None
    case_ref: str | None
    duration_ms: int


class SearchPage(NamedTuple):
    """Some hits, those of a call together and in order of time; `after` begins the next page, None at the end."""

    hits: tuple[SearchHit, ...]
    after: int | None


class SearchCount(NamedTuple):
    """How many lines of how many calls; `more`: there are more than were counted."""

    lines: int
    calls: int
    more: bool


_READS = "(SELECT c.{0} FROM correction AS c WHERE c.segment = s.id AND c.{0} IS NOT NULL ORDER BY c.id DESC LIMIT 1)"
_NOW = {name: f"coalesce({_READS.format(name)}, s.{name})" for name in ("text", "speaker")}
_HIT = (
    f"r.id, r.recording_id, s.start_ms, s.end_ms, {_NOW['speaker']} AS speaker, {_NOW['text']} AS said, r.call_date, "
    "r.started_at, r.started_offset_min, r.caseworker_id, r.case_ref, r.duration_ms"
)
_CASEWORKER = (
    "(lower(r.caseworker_id) = :caseworker "
    "OR ';' || replace(lower(r.further_caseworkers), ' ', '') || ';' LIKE :among_caseworkers ESCAPE '!')"
)
_TYPES = {"call_date": Date, "started_at": UtcDateTime}

_LINES = "FROM call_search AS i"
_LINES_OF_CALLS = (
    f"{_LINES} CROSS JOIN call_search_key AS k ON k.id = i.rowid >> {POSITION_BITS} "
    "CROSS JOIN recording AS r ON r.id = k.recording"
)
_WEIGHED = (
    f"SELECT call FROM (SELECT i.rowid >> {POSITION_BITS} AS call, bm25(call_search, 1.0, 0.0, 0.0) AS weight "
    f"{{}} ORDER BY i.rowid LIMIT {MOST_WEIGHED}) GROUP BY call ORDER BY sum(weight), call LIMIT :most OFFSET :after"
)
"""Less is better: https://www.sqlite.org/fts5.html, section 5.1.1."""
_SAID = text(
    f"SELECT {_HIT} FROM json_each(:lines) AS j CROSS JOIN call_search_key AS k ON k.id = j.value >> {POSITION_BITS} "
    "CROSS JOIN recording AS r ON r.id = k.recording CROSS JOIN segment AS s ON s.transcript = k.transcript "
    f"AND s.position = j.value & {(1 << POSITION_BITS) - 1} ORDER BY j.key"
).columns(**_TYPES)

_SERVER_LINES = (
    "FROM segment AS s JOIN transcript AS t ON t.id = s.transcript JOIN recording AS r ON r.id = t.recording "
    f"WHERE s.id IN (SELECT id FROM segment WHERE {SERVER_WORDS}(text) @@ CAST(:wanted AS tsquery) UNION ALL "
    f"SELECT segment FROM correction WHERE text IS NOT NULL AND {SERVER_WORDS}(text) @@ CAST(:wanted AS tsquery)) "
    f"AND {SERVER_WORDS}({_NOW['text']}) @@ CAST(:wanted AS tsquery) AND t.id = (SELECT n.id FROM transcript AS n "
    "WHERE n.recording = r.id ORDER BY n.partial, n.id DESC LIMIT 1)"
)
_SERVER_ORDERS = {
    SearchOrder.NEWEST: "",
    SearchOrder.BEST: "count(*) OVER (PARTITION BY r.id) DESC, ",
}
_SERVER_ORDER = "r.call_date DESC NULLS LAST, r.started_at DESC NULLS LAST, r.id, s.position"

Values = dict[str, Any]


class SearchStore:
    """Finds what was said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, query: SearchQuery, after: int | None = None, most: int = 60) -> SearchPage:
        """Lines that say it, after those of an earlier page: up to `most`; best first those of up to `most` calls."""
        wanted = query.wanted
        if wanted.empty:
            return SearchPage((), None)
        with self._database.session() as session:
            if not self._database.is_sqlite:
                return _server_page(session, query, wanted, after or 0, most)
            if query.order is SearchOrder.BEST:
                return _best_page(session, query, wanted, after or 0, most)
            lines = _lines(session, _asked(query, wanted), most, after)
            return SearchPage(_said(session, lines, wanted), lines[-1] if len(lines) == most else None)

    def count(self, query: SearchQuery) -> SearchCount:
        """How many lines and calls there are, up to MOST_COUNTED lines."""
        wanted = query.wanted
        if wanted.empty:
            return SearchCount(0, 0, more=False)
        if self._database.is_sqlite:
            source, values = _asked(query, wanted)
            found = f"SELECT i.rowid >> {POSITION_BITS} AS call {source} ORDER BY i.rowid"
        else:
            source, values = _server_asked(query, wanted)
            found = f"SELECT r.id AS call {source}"
        counting = text(f"SELECT count(*), count(DISTINCT call) FROM ({found} LIMIT {MOST_COUNTED + 1}) AS found")
        with self._database.session() as session:
            lines, calls = session.execute(counting, values).one()
        return SearchCount(min(lines, MOST_COUNTED), calls, more=lines > MOST_COUNTED)

    def every(self, query: SearchQuery) -> Iterator[SearchHit]:
        """All hits, the newest calls first, a page at a time."""
        after: int | None = None
        while True:
            page = self.page(query, after, most=1000)
            yield from page.hits
            after = page.after
            if after is None:
                return

    def searched(self) -> int:
        """How many recordings have a transcript that is searched."""
        with self._database.session() as session:
            return int(session.execute(text("SELECT count(DISTINCT recording) FROM transcript")).scalar_one())

    def caseworkers(self) -> tuple[str, ...]:
        """Every caseworker a recording names as its own, in order."""
        named = "SELECT DISTINCT caseworker_id FROM recording WHERE caseworker_id IS NOT NULL ORDER BY caseworker_id"
        with self._database.session() as session:
            return tuple(session.execute(text(named)).scalars())


def _asked(query: SearchQuery, wanted: Wanted) -> tuple[str, Values]:
    """FROM and WHERE of the lines in SQLite's index, and their values."""
    since = UNDATED << CALL_BITS if query.since is None else first_key(query.since) + (1 << CALL_BITS)
    until = 0 if query.until is None else first_key(query.until)
    undated = query.since is None and query.until is None
    source = _LINES if query.caseworker is None else _LINES_OF_CALLS
    where = "WHERE call_search MATCH :wanted AND i.rowid BETWEEN :first AND :last"
    values: Values = {
        "wanted": fts5(wanted, query.speaker, query.caseworker),
        "first": until << POSITION_BITS,
        "last": (1 << 63) - 1 if undated else (since << POSITION_BITS) - 1,
    }
    if query.caseworker is not None:
        where += f" AND {_CASEWORKER}"
        values |= _caseworker(query.caseworker)
    return f"{source} {where}", values


def _caseworker(caseworker: str) -> Values:
    small = caseworker.strip().lower()
    escaped = "".join(f"!{letter}" if letter in "!%_" else letter for letter in small.replace(" ", ""))
    return {"caseworker": small, "among_caseworkers": f"%;{escaped};%"}


def _lines(session: Session, asked: tuple[str, Values], most: int, after: int | None = None) -> list[int]:
    """The rowids of lines, in order."""
    source, values = asked
    if after is not None:
        values = values | {"first": max(int(values["first"]), after + 1)}
    found = session.execute(text(f"SELECT i.rowid {source} ORDER BY i.rowid LIMIT :most"), values | {"most": most})
    return [row[0] for row in found]


def _best_page(session: Session, query: SearchQuery, wanted: Wanted, after: int, most: int) -> SearchPage:
    """The calls that say most of it, each with its lines."""
    source, values = _asked(query, wanted)
    paging = {"most": most, "after": after}
    calls = [row[0] for row in session.execute(text(_WEIGHED.format(source)), values | paging)]
    lines: list[int] = []
    for call in calls:
        ends = {"first": call << POSITION_BITS, "last": ((call + 1) << POSITION_BITS) - 1}
        lines.extend(_lines(session, (source, values | ends), MOST_OF_A_CALL))
    return SearchPage(_said(session, lines, wanted), after + most if len(calls) == most else None)


def _said(session: Session, lines: Sequence[int], wanted: Wanted) -> tuple[SearchHit, ...]:
    """What the lines say, with whom and when."""
    return tuple(_hit(row, wanted) for row in session.execute(_SAID, {"lines": json.dumps(lines)}))


def _hit(row: Row[Any], wanted: Wanted) -> SearchHit:
    call, recording_id, start_ms, end_ms, speaker, said, day, started, offset, caseworker, case, duration_ms = tuple(
        row
    )
    began = None if started is None else with_offset(started, offset)
    marked = marks(said, wanted)
    speaks = Speaker(speaker)
    return SearchHit(
        call, recording_id, start_ms, end_ms, speaks, said, marked, day, began, caseworker, case, duration_ms
    )


def _server_asked(query: SearchQuery, wanted: Wanted) -> tuple[str, Values]:
    """FROM and WHERE of the lines on a server, and their values."""
    where, values = _SERVER_LINES, Values(wanted=tsquery(wanted))
    if query.speaker is not None:
        where += f" AND {_NOW['speaker']} = :speaker"
        values["speaker"] = query.speaker.value
    if query.caseworker is not None:
        where += f" AND {_CASEWORKER}"
        values |= _caseworker(query.caseworker)
    for name, sign, day in (("since", ">=", query.since), ("until", "<=", query.until)):
        if day is not None:
            where += f" AND r.call_date {sign} :{name}"
            values[name] = day
    return where, values


def _server_page(session: Session, query: SearchQuery, wanted: Wanted, after: int, most: int) -> SearchPage:
    """Lines on a server; best first means the calls with the most of them."""
    source, values = _server_asked(query, wanted)
    order = _SERVER_ORDERS[query.order] + _SERVER_ORDER
    found = text(f"SELECT {_HIT} {source} ORDER BY {order} LIMIT :most OFFSET :after").columns(**_TYPES)
    hits = tuple(_hit(row, wanted) for row in session.execute(found, values | {"most": most, "after": after}))
    return SearchPage(hits, after + most if len(hits) == most else None)

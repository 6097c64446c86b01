"""The search across all transcripts: what is found, in which order, and that nothing written is ever missed."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Date, bindparam, text

from models.columns import new_id
from models.database import Database
from models.recording import Recording
from models.search_tables import first_key
from models.store import Store
from models.store import search as search_store
from models.store.search import SearchCount, SearchHit, SearchOrder, SearchQuery
from models.transcript import Speaker, SpokenSegment

CASEWORKER, NRP = Speaker.CASEWORKER, Speaker.NRP
AddCall = Callable[..., str]


@pytest.fixture
def add_call(store: Store) -> AddCall:
    """Add a recording with a transcript of these lines, caseworker first, then in turn."""

    def add(recording_id: str, *lines: str, day: date | None = date(2009, 9, 14), hour: int = 9, **facts: str) -> str:
        row = new_id()
        started = None if day is None else datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        fixed = {"path": recording_id, "sha256": row, "size_bytes": 1, "duration_ms": 60_000, "codec": "pcm"}
        with store.database.session() as session:
            session.add(
                Recording(
                    id=row,
                    recording_id=recording_id,
                    rate_hz=8000,
                    channels=2,
                    call_date=day,
                    started_at=started,
                    imported_at=datetime(2009, 10, 1, tzinfo=UTC),
                    **fixed,
                    **facts,
                )
            )
        if lines:
            store.transcripts.add(recording_id, spoken(*lines), "engine")
        return row

    return add


def spoken(*lines: str) -> list[SpokenSegment]:
    return [
        SpokenSegment(at & 1, (CASEWORKER, NRP)[at & 1], at * 1000, at * 1000 + 900, line)
        for at, line in enumerate(lines)
    ]


def hits(store: Store, asked: str = "arrears", **how: object) -> list[SearchHit]:
    return list(store.search.page(SearchQuery(asked, **how)).hits)


def ids(store: Store, asked: str = "arrears", **how: object) -> list[str]:
    return [hit.recording_id for hit in hits(store, asked, **how)]


def segment_of(store: Store, recording_id: str, row: int = 0) -> str:
    newest = store.transcripts.newest(recording_id)
    assert newest is not None
    return newest.segments[row].segment


def test_a_hit_says_where_who_and_what_with_the_words_marked(store: Store, add_call: AddCall) -> None:
    add_call("VR-1", "Good morning", "About my arrears: £40", caseworker_id="CW012", case_ref="C-1")
    (hit,) = hits(store, "arrears 40")
    assert (hit.recording_id, hit.start_ms, hit.end_ms, hit.speaker) == ("VR-1", 1000, 1900, NRP)
    assert [hit.text[start:end] for start, end in hit.marks] == ["arrears", "£40"]
    assert (hit.call_date, hit.caseworker_id, hit.case_ref) == (date(2009, 9, 14), "CW012", "C-1")


def test_the_newest_call_comes_first_and_the_undated_last_each_in_order_of_time(
    store: Store, add_call: AddCall
) -> None:
    add_call("undated", "arrears", day=None)
    add_call("morning", "arrears", "the arrears", hour=9)
    add_call("older", "arrears", day=date(2008, 1, 1))
    add_call("evening", "arrears", hour=17)
    found = hits(store)
    assert [hit.recording_id for hit in found] == ["evening", "morning", "morning", "older", "undated"]
    assert [hit.start_ms for hit in found[1:3]] == [0, 1000]


def test_speaker_caseworker_and_dates_narrow_the_search(store: Store, add_call: AddCall) -> None:
    add_call("A", "arrears", "arrears", day=date(2009, 9, 1), caseworker_id="CW-1")
    add_call("B", "arrears", day=date(2009, 9, 2), caseworker_id="CW-1-2", further_caseworkers="CW7; cw8")
    add_call("C", "arrears", day=None)
    assert [hit.start_ms for hit in hits(store, speaker=NRP)] == [1000]
    assert ids(store, caseworker="cw-1") == ["A", "A"]
    assert ids(store, caseworker="CW8") == ["B"]
    assert ids(store, caseworker="CW") == []
    assert ids(store, since=date(2009, 9, 2)) == ["B"]
    assert ids(store, until=date(2009, 9, 1)) == ["A", "A"]
    assert ids(store, since=date(2009, 9, 1), until=date(2009, 9, 2)) == ["B", "A", "A"]
    assert ids(store, since=date(2009, 9, 3)) == []


def test_pages_join_without_a_gap_and_without_a_repetition(store: Store, add_call: AddCall) -> None:
    for number in range(4):
        add_call(f"VR-{number}", "arrears", "arrears", "arrears")
    whole = list(store.search.every(SearchQuery("arrears")))
    paged: list[SearchHit] = []
    after = None
    while True:
        page = store.search.page(SearchQuery("arrears"), after, most=5)
        paged.extend(page.hits)
        if page.after is None:
            break
        after = page.after
    assert paged == whole
    assert len(whole) == 12


def test_best_first_begins_with_the_call_that_says_most_of_it(store: Store, add_call: AddCall) -> None:
    add_call("little", "arrears", "good bye", day=date(2009, 9, 30))
    add_call("much", "arrears", "arrears", "arrears and arrears", day=date(2009, 9, 1))
    assert ids(store, order=SearchOrder.BEST) == ["much", "much", "much", "little"]
    first = store.search.page(SearchQuery("arrears", order=SearchOrder.BEST), None, most=1)
    assert {hit.recording_id for hit in first.hits} == {"much"}
    second = store.search.page(SearchQuery("arrears", order=SearchOrder.BEST), first.after, most=1)
    assert {hit.recording_id for hit in second.hits} == {"little"}


def test_lines_and_calls_are_counted_up_to_a_limit(
    store: Store, add_call: AddCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_call("A", "arrears", "arrears")
    add_call("B", "arrears")
    assert store.search.count(SearchQuery("arrears")) == SearchCount(3, 2, more=False)
    monkeypatch.setattr(search_store, "MOST_COUNTED", 2)
    assert store.search.count(SearchQuery("arrears")) == SearchCount(2, 2, more=True)
    assert store.search.count(SearchQuery('"')) == SearchCount(0, 0, more=False)


def test_a_search_without_a_word_finds_nothing(store: Store, add_call: AddCall) -> None:
    add_call("A", "arrears")
    assert hits(store, 'NOT "') == []


def test_the_corrected_words_are_found_and_those_beneath_are_not(store: Store, add_call: AddCall) -> None:
    add_call("A", "I owe a rears")
    store.transcripts.correct(segment_of(store, "A"), "I owe arrears", "TL01")
    assert [hit.text for hit in hits(store)] == ["I owe arrears"]
    assert hits(store, "rears") == []


def test_a_line_is_found_under_the_speaker_somebody_gave_it(store: Store, add_call: AddCall) -> None:
    add_call("A", "arrears")
    store.transcripts.assign_speaker(segment_of(store, "A"), NRP, "TL01")
    assert [hit.speaker for hit in hits(store, speaker=NRP)] == [NRP]
    assert hits(store, speaker=CASEWORKER) == []


def test_a_newer_transcript_takes_the_place_of_the_older(store: Store, add_call: AddCall) -> None:
    add_call("A", "arrears")
    store.transcripts.add("A", spoken("nothing of it"), "engine 2")
    assert hits(store) == []
    assert ids(store, "nothing") == ["A"]


def test_a_growing_transcript_is_searched_from_its_first_line_unless_a_whole_one_stands(
    store: Store, add_call: AddCall
) -> None:
    add_call("new")
    add_call("again", "arrears before")
    for recording_id in ("new", "again"):
        store.transcripts.add(recording_id, spoken("arrears now"), "engine")
    with store.database.session() as session:
        grown = "UPDATE transcript SET partial = 1 WHERE id IN (SELECT max(id) FROM transcript GROUP BY recording)"
        session.execute(text(grown))
    assert sorted(hit.text for hit in hits(store)) == ["arrears before", "arrears now"]
    with store.database.session() as session:
        session.execute(text("UPDATE transcript SET partial = 0"))
    assert [hit.text for hit in hits(store)] == ["arrears now", "arrears now"]


def test_a_call_that_is_dated_otherwise_stands_at_its_new_place(store: Store, add_call: AddCall) -> None:
    row = add_call("A", "arrears", day=date(2009, 9, 1))
    add_call("B", "arrears", day=date(2009, 9, 2))
    with store.database.session() as session:
        session.execute(text("UPDATE recording SET call_date = '2009-09-03' WHERE id = :row"), {"row": row})
    assert ids(store) == ["A", "B"]
    assert ids(store, since=date(2009, 9, 3)) == ["A"]


def test_a_deleted_recording_leaves_nothing_to_find(store: Store, add_call: AddCall) -> None:
    row = add_call("A", "arrears", "arrears")
    add_call("B", "arrears")
    store.transcripts.correct(segment_of(store, "A"), "more arrears", "TL01")
    with store.database.session() as session:
        of_it = "(SELECT id FROM segment WHERE transcript IN (SELECT id FROM transcript WHERE recording = :row))"
        for statement in (
            f"DELETE FROM correction WHERE segment IN {of_it}",
            f"DELETE FROM word WHERE segment IN {of_it}",
            "DELETE FROM segment WHERE transcript IN (SELECT id FROM transcript WHERE recording = :row)",
            "DELETE FROM transcript WHERE recording = :row",
            "DELETE FROM recording WHERE id = :row",
        ):
            session.execute(text(statement), {"row": row})
    assert ids(store) == ["B"]
    assert entries(store.database) == 1


def test_a_minute_with_more_calls_than_slots_goes_on_at_the_end_of_its_day(store: Store, add_call: AddCall) -> None:
    add_call("first", "arrears", hour=10)
    with store.database.session() as session:
        last = "UPDATE call_search_key SET id = id + 4095"
        session.execute(text("DROP TRIGGER call_search_key_take"))
        session.execute(text("INSERT INTO call_search (call_search) VALUES ('delete-all')"))
        session.execute(text(last))
    add_call("spilled", "arrears", hour=10)
    add_call("spilled too", "arrears", hour=10)
    with store.database.session() as session:
        keys = [row[0] for row in session.execute(text("SELECT id FROM call_search_key ORDER BY id"))]
    room = first_key(date(2009, 9, 14)) + (1440 << 12)
    assert keys[1:] == [room, room + 1]
    assert ids(store, since=date(2009, 9, 14), until=date(2009, 9, 14)) == ["spilled", "spilled too"]


def entries(database: Database) -> int:
    with database.session() as session:
        session.execute(text("INSERT INTO call_search (call_search) VALUES ('integrity-check')"))
        return int(session.execute(text("SELECT count(*) FROM call_search_docsize")).scalar_one())


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_written_the_index_says_what_the_transcripts_say(
    store: Store, add_call: AddCall, seed: int
) -> None:
    chance = random.Random(seed)
    words = ["arrears", "pay", "£40", "later", "café"]
    calls = {f"VR-{n}": add_call(f"VR-{n}", *_lines(chance, words), day=_day(chance)) for n in range(3)}

    def any_segment(session_text: str) -> dict[str, str]:
        with store.database.session() as session:
            rows = [row[0] for row in session.execute(text(session_text))]
        return {"row": chance.choice(rows)} if rows else {"row": ""}

    for _ in range(25):
        recording_id, row = chance.choice(list(calls.items()))
        deed = chance.randrange(8)
        if deed == 0:
            store.transcripts.add(recording_id, spoken(*_lines(chance, words)), f"engine {chance.random()}")
        elif deed in (1, 2):
            segment = any_segment("SELECT id FROM segment")["row"]
            if segment:
                store.transcripts.correct(segment, " ".join(_lines(chance, words)), "TL01")
        else:
            with store.database.session() as session:
                if deed == 3:
                    chosen = any_segment("SELECT id FROM correction")
                    session.execute(text("DELETE FROM correction WHERE id = :row"), chosen)
                elif deed == 4:
                    chosen = any_segment("SELECT id FROM segment WHERE id NOT IN (SELECT segment FROM correction)")
                    session.execute(text("DELETE FROM segment WHERE id = :row"), chosen)
                elif deed == 5:
                    session.execute(
                        text("UPDATE segment SET position = position + 100, text = 'pay later' WHERE id = :row"),
                        any_segment("SELECT id FROM segment WHERE position < 100"),
                    )
                elif deed == 6:
                    day = _day(chance)
                    session.execute(
                        text("UPDATE recording SET call_date = :day, caseworker_id = :who WHERE id = :row").bindparams(
                            bindparam("day", type_=Date)
                        ),
                        {"day": day, "who": chance.choice(words), "row": row},
                    )
                else:
                    session.execute(
                        text("UPDATE transcript SET partial = NOT partial WHERE id = :row"),
                        any_segment("SELECT id FROM transcript"),
                    )
    reads = [(rid, s.start_ms, s.text) for rid in calls for s in store.transcripts.newest(rid).segments]
    for word in (*words, "later OR pay"):
        alternatives = word.split(" OR ")
        said = sorted(line for line in reads if any(one in line[2].split() for one in alternatives))
        assert sorted((h.recording_id, h.start_ms, h.text) for h in hits(store, word)) == said
    assert entries(store.database) == len(reads)


def _lines(chance: random.Random, words: list[str]) -> list[str]:
    return [" ".join(chance.choices(words, k=chance.randint(1, 4))) for _ in range(chance.randint(1, 4))]


def _day(chance: random.Random) -> date | None:
    return chance.choice([None, date(2009, 9, chance.randint(1, 28)), date(1969, 5, 1), date(2200, 1, 1)])

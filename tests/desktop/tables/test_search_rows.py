"""The rows of a search: a head for each call, its lines below, pages that go on, and words for people."""

from datetime import UTC, date, datetime

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from desktop.tables.search import ROW_ROLE, CallHead, SearchRows, count_words, question_words
from models.store.search import SearchCount, SearchHit, SearchPage, SearchQuery
from models.transcript import Speaker


def hit(call: str, start_ms: int, text: str = "arrears", *, dated: bool = True) -> SearchHit:
    started = datetime(2009, 9, 14, 9, 31, tzinfo=UTC) if dated else None
    day = date(2009, 9, 14) if dated else None
    who = "CW012" if dated else None
    return SearchHit(
        call, f"VR-{call}", start_ms, start_ms + 900, Speaker.NRP, text, ((0, 7),), day, started, who, None, 62_000
    )


def heads(rows: SearchRows) -> list[tuple[int, CallHead]]:
    found = [(at, rows.index(at).data(ROW_ROLE)) for at in range(rows.rowCount())]
    return [(at, row) for at, row in found if isinstance(row, CallHead)]


def test_the_lines_of_a_call_stand_below_its_head(qtmodeltester: ModelTester) -> None:
    rows = SearchRows()
    rows.show(SearchPage((hit("1", 31_000), hit("1", 65_000), hit("2", 0, dated=False)), None))
    assert heads(rows) == [
        (0, CallHead("14 Sep 2009 10:31", "VR-1", "CW012 · 1:02", 2)),
        (3, CallHead("No date", "VR-2", "1:02", 1)),
    ]
    assert [rows.index(at).data() for at in (1, 2)] == ["0:31 NRP arrears", "1:05 NRP arrears"]
    qtmodeltester.check(rows)


def test_the_cursor_has_no_place_on_a_head_and_a_line_tells_its_call() -> None:
    rows = SearchRows()
    rows.show(SearchPage((hit("1", 31_000),), None))
    assert rows.flags(rows.index(0)) == Qt.ItemFlag.NoItemFlags
    assert rows.flags(rows.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert rows.hit(0) is None
    assert rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "non-resident parent at 0:31: arrears. Call VR-1, 14 Sep 2009 10:31"
    )


def test_a_further_page_goes_on_under_the_head_of_the_same_call() -> None:
    rows = SearchRows()
    rows.show(SearchPage((hit("1", 0),), after=1))
    rows.add(SearchPage((hit("1", 1000), hit("2", 0)), after=None))
    assert [(at, head.recording_id, head.lines) for at, head in heads(rows)] == [(0, "VR-1", 2), (3, "VR-2", 1)]
    assert rows.rowCount() == 5


def test_more_is_wished_once_for_each_page() -> None:
    rows, wishes = SearchRows(), []
    rows.more_wished.connect(lambda: wishes.append(1))
    rows.show(SearchPage((hit("1", 0),), after=7))
    for _again in range(2):
        if rows.canFetchMore(rows.index(-1)):
            rows.fetchMore(rows.index(-1))
    assert wishes == [1]
    rows.add(SearchPage((), after=None))
    assert not rows.canFetchMore(rows.index(-1))


def test_a_question_is_told_in_words() -> None:
    whole = SearchQuery("arrears", Speaker.CASEWORKER, "CW012", date(2009, 9, 1), date(2009, 9, 30))
    assert question_words(whole) == (
        "“arrears”, said by the caseworker, on calls of CW012, from 1 Sep 2009, to 30 Sep 2009"
    )
    assert question_words(SearchQuery(" pay ", Speaker.UNKNOWN)) == "“pay”, where the speaker is not known"


def test_what_was_found_is_counted_in_words() -> None:
    assert count_words(SearchCount(1280, 1, more=False)) == "1,280 lines on 1 call"
    assert count_words(SearchCount(10_000, 2377, more=True)) == "More than 10,000 lines"

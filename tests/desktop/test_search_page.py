"""The search page: as one types, by the keyboard alone, and from a hit to its call at the second and back."""

from collections.abc import Iterator
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state.search import Search
from desktop.views.actions import ActionTable
from desktop.views.search_page import SearchPage
from desktop.window import Window
from models.errors import DatabaseUnusable
from models.store import Store
from models.store.search import SearchOrder, SearchQuery
from models.transcript import Speaker, SpokenSegment

LINES = ["Good morning", "Zebra one", "Zebra two"]


@pytest.fixture
def said(demo_store: Store) -> Store:
    """Two calls that say zebra, the older one twice, by both."""
    speakers = (Speaker.CASEWORKER, Speaker.NRP)
    spoken = [
        SpokenSegment(at & 1, speakers[at & 1], 10_000 * at, 10_000 * at + 2000, line) for at, line in enumerate(LINES)
    ]
    demo_store.transcripts.add("VR-88104", spoken[:2], "engine")
    demo_store.transcripts.add("VR-88102", spoken, "engine")
    return demo_store


@pytest.fixture
def page(said: Store, qtbot: QtBot, light_look: None) -> Iterator[SearchPage]:
    runner = Runner()
    search = Search(said, runner)
    actions = ActionTable()
    made = SearchPage(search, actions, date(2009, 10, 5))
    made.resize(1000, 600)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.arrive()
    yield made
    runner.close()
    for part in (made, search, actions):
        shiboken6.delete(part)


def asks(page: SearchPage, qtbot: QtBot, words: str) -> None:
    """Type the words and wait for their own answer."""
    page.field.clear()
    with qtbot.waitSignal(page._search.found, check_params_cb=lambda found: found.query.text == words):
        qtbot.keyClicks(page.field, words)


def texts(page: SearchPage) -> list[str]:
    hits = [page.rows.hit(row) for row in range(page.rows.rowCount())]
    return [f"{hit.recording_id} {hit.text}" for hit in hits if hit is not None]


def shows_list(page: SearchPage) -> bool:
    return page.list.isVisible() and not page.empty.isVisible()


def test_before_anything_is_typed_it_says_what_can_be_looked_for(page: SearchPage) -> None:
    assert page.field.hasFocus()
    assert page.empty.title.text() == "What was said, on any call"
    assert "OR looks for either" in page.empty.words.text()
    assert not page.hint.isVisible()


def test_it_searches_as_one_types_and_counts(page: SearchPage, qtbot: QtBot) -> None:
    asks(page, qtbot, "zeb")
    assert texts(page) == ["VR-88104 Zebra one", "VR-88102 Zebra one", "VR-88102 Zebra two"]
    qtbot.waitUntil(lambda: page.count.text() == "3 lines on 2 calls")
    assert shows_list(page)
    assert page.hint.isVisible()


def test_nothing_found_says_what_was_searched_and_how_to_search_everything(page: SearchPage, qtbot: QtBot) -> None:
    page.narrowing.speaker.setCurrentIndex(page.narrowing.speaker.findText("Caseworker"))
    asks(page, qtbot, "quagga")
    assert page.empty.title.text() == "Nothing found"
    assert page.empty.words.text().startswith("Looked for “quagga”, said by the caseworker, in the transcripts of ")
    with qtbot.waitSignal(page._search.found):
        page.empty.button.click()
    assert page.narrowing.speaker.currentIndex() == 0
    assert not page.empty.button.isVisible()


def test_without_any_transcript_it_leads_to_the_import(database, clock, qtbot: QtBot, light_look: None) -> None:
    runner = Runner()
    search, actions = Search(Store(database, clock), runner), ActionTable()
    page = SearchPage(search, actions, date(2009, 10, 5))
    page.show()
    with qtbot.waitSignal(search.found):
        page.search_for("arrears")
    assert page.empty.title.text() == "No transcript yet"
    with qtbot.waitSignal(page.page_wished) as wished:
        page.empty.button.click()
    assert wished.args == ["import"]
    runner.close()
    for part in (page, search, actions):
        shiboken6.delete(part)


def test_words_that_cannot_be_looked_for_are_told_and_the_earlier_hits_leave(page: SearchPage, qtbot: QtBot) -> None:
    asks(page, qtbot, "zebra")
    page.search_for("NOT ***")
    assert page.empty.title.text() == "Which words?"
    assert page.count.text() == ""


def test_a_fault_is_told_with_a_way_to_try_again(
    page: SearchPage, qtbot: QtBot, said: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise DatabaseUnusable("The database is busy.")

    with monkeypatch.context() as patch:
        patch.setattr(said.search, "page", busy)
        with qtbot.waitSignal(page._search.failed):
            page.search_for("zebra")
    assert (page.empty.title.text(), page.empty.words.text()) == ("The search did not work", "The database is busy.")
    with qtbot.waitSignal(page._search.found):
        page.empty.button.click()
    assert len(texts(page)) == 3


def test_hits_that_cannot_be_counted_are_shown_without_a_number(
    page: SearchPage, qtbot: QtBot, said: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise DatabaseUnusable("The database is busy.")

    monkeypatch.setattr(said.search, "count", busy)
    with qtbot.waitSignals([page._search.found, page._search.counted]):
        page.search_for("zebra")
    assert len(texts(page)) == 3
    assert page.count.text() == ""


def test_an_answer_to_an_older_question_is_dropped(page: SearchPage, qtbot: QtBot) -> None:
    search = page._search
    search.ask(SearchQuery("zebra"))
    with qtbot.waitSignal(search.found) as answered:
        search.ask(SearchQuery("morning"))
    assert answered.args[0].query.text == "morning"
    assert texts(page)
    assert all("morning" in text for text in texts(page))


def test_speaker_caseworker_dates_and_order_narrow_and_sort(page: SearchPage, qtbot: QtBot) -> None:
    asks(page, qtbot, "zebra")
    narrowing = page.narrowing
    qtbot.waitUntil(lambda: narrowing.caseworker.count() > 1)

    def choose(combo, words: str) -> list[str]:
        combo.setCurrentIndex(combo.findText(words))
        with qtbot.waitSignal(page._search.found):
            combo.activated.emit(combo.currentIndex())
        return texts(page)

    assert choose(narrowing.order, "Best calls first")[0] == "VR-88102 Zebra one"
    assert page._search.query.order is SearchOrder.BEST
    assert choose(narrowing.speaker, "Caseworker") == ["VR-88102 Zebra two"]
    assert narrowing.clear.isVisible()
    with qtbot.waitSignal(page._search.found):
        narrowing.clear.click()
    assert choose(narrowing.caseworker, "CW014") == ["VR-88104 Zebra one"]
    assert choose(narrowing.dates, "This month") == []
    assert choose(narrowing.dates, "Last month") == ["VR-88104 Zebra one"]


def test_the_keyboard_goes_from_the_field_to_the_hits_and_back(page: SearchPage, qtbot: QtBot) -> None:
    asks(page, qtbot, "zebra")
    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    assert page.rows.hit(page.list.currentIndex().row()).recording_id == "VR-88104"
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.rows.hit(page.list.currentIndex().row()).recording_id == "VR-88102"
    qtbot.keyClick(page.list, Qt.Key.Key_Home)
    assert page.list.currentIndex().row() == 1
    qtbot.keyClick(page.list, Qt.Key.Key_Up)
    assert page.field.hasFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.keyClick(page.list, "x")
    assert page.field.hasFocus()
    assert page.field.text() == "zebrax"
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.field.text() == ""
    assert page.empty.title.text() == "What was said, on any call"


def test_return_wishes_to_hear_and_ctrl_return_only_to_open(page: SearchPage, qtbot: QtBot) -> None:
    asks(page, qtbot, "zebra")
    page.list.take_keyboard()
    for keys, plays in ((Qt.KeyboardModifier.NoModifier, True), (Qt.KeyboardModifier.ControlModifier, False)):
        with qtbot.waitSignal(page.open_wished) as wished:
            qtbot.keyClick(page.list, Qt.Key.Key_Return, keys)
        hit, heard = wished.args
        assert (hit.recording_id, hit.start_ms, heard) == ("VR-88104", 10_000, plays)


def test_further_pages_come_as_one_looks_further_down(said: Store, page: SearchPage, qtbot: QtBot) -> None:
    spoken = [SpokenSegment(0, Speaker.CASEWORKER, at * 100, at * 100 + 50, f"okapi {at}") for at in range(150)]
    said.transcripts.add("VR-88106", spoken, "engine")
    asks(page, qtbot, "okapi")
    page.list.take_keyboard()
    for _page in range(3):
        qtbot.keyClick(page.list, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: not page._search.busy)
    assert [text.rsplit(" ", 1)[1] for text in texts(page)] == [str(at) for at in range(150)]


def test_the_words_found_are_painted_heavier(page: SearchPage, qtbot: QtBot) -> None:
    from desktop.views.search_list import _laid_out

    asks(page, qtbot, "zebra")
    row = page.rows.index(1).data(Qt.ItemDataRole.UserRole + 1)
    (marked,) = _laid_out(row, 400).formats()
    assert (marked.start, marked.length, marked.format.fontWeight()) == (0, 5, 700)


@pytest.fixture
def searched(said: Store, make_window, qtbot: QtBot) -> Window:
    """The window on the search page, zebra found, the keyboard on the second call's last line."""
    window = make_window(said)
    qtbot.waitUntil(lambda: window.shown == "worklist")
    window.show_page("search")
    page = window.page("search")
    with qtbot.waitSignal(page._search.found):
        page.search_for("zebra")
    page.list.take_keyboard()
    page.list.setCurrentIndex(page.rows.index(page.rows.rowCount() - 1))
    return window


def test_a_hit_is_heard_on_its_call_and_backspace_comes_back_to_it(searched: Window, qtbot: QtBot) -> None:
    page, review = searched.page("search"), searched.page("review")
    line = page.list.currentIndex().row()
    with qtbot.waitSignal(review.draft.started):
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    playback = review.open_call.playback
    qtbot.waitUntil(lambda: playback.playing and playback.position_ms >= 20_000)
    assert review.open_call.file.recording_id == "VR-88102"
    assert review.head._back.text() == "Search"
    with qtbot.waitSignal(searched.page_shown, check_params_cb=lambda name: name == "search"):
        qtbot.keyClick(searched.focusWidget(), Qt.Key.Key_Backspace)
    assert page.list.hasFocus()
    assert page.list.currentIndex().row() == line


def test_ctrl_return_opens_the_call_at_the_second_and_escape_comes_back(searched: Window, qtbot: QtBot) -> None:
    page, review = searched.page("search"), searched.page("review")
    with qtbot.waitSignals([review.draft.started, review.open_call.samples_complete]):
        qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    playback = review.open_call.playback
    assert (playback.playing, playback.position_ms) == (False, 20_000)
    with qtbot.waitSignal(searched.page_shown, check_params_cb=lambda name: name == "search"):
        qtbot.keyClick(searched.focusWidget(), Qt.Key.Key_Escape)
    with qtbot.waitSignal(review.draft.started):
        searched.open_item("VR-88104", None)
    assert review.head._back.text() == "Worklist"
    with qtbot.waitSignal(searched.page_shown, check_params_cb=lambda name: name == "worklist"):
        qtbot.keyClick(searched.focusWidget(), Qt.Key.Key_Escape)

"""The Transcripts page: what its lines say, what its keys do, and how calls get there from the worklist."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desktop.state.transcribing import Transcribing, Working
from desktop.tables.transcribing import found_words, summary, wanted_words, whole_words
from desktop.views.status_line import StatusLine
from desktop.views.transcribing_page import TranscribingPage
from desktop.window import Window
from models.errors import InputRefused
from models.store import Store
from models.store.tables import table_of
from models.store.transcriptions import Wanted
from models.transcript_settings import ChannelNotes
from models.transcription import Transcription
from models.transcription import TranscriptionState as State
from tests.desktop.conftest import MakeWindow
from tests.desktop.fake_speech import Hearing

Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
ROW = table_of(Transcription)
CALLS = ("VR-88103", "VR-88105", "VR-88108")


@pytest.fixture
def hearing() -> Hearing:
    return Hearing()


@pytest.fixture
def queue(window: Window, hearing: Hearing, demo_store: Store) -> Transcribing:
    """The queue of the window, worked off by the fake engine."""
    found = window.findChild(Transcribing)
    assert found is not None
    found._run._transcriber = hearing.transcriber(demo_store)
    found._run._recipe = hearing.recipe
    return found


@pytest.fixture
def page(window: Window, queue: Transcribing) -> TranscribingPage:
    found = window.page("transcribing")
    assert isinstance(found, TranscribingPage)
    window.show_page("transcribing")
    return found


@pytest.fixture
def paused(queue: Transcribing, page: TranscribingPage, demo_store: Store, qtbot: QtBot) -> TranscribingPage:
    """Three calls in the queue, none of them worked on."""
    demo_store.transcriptions.wanted(CALLS, "TL01", anew=True)
    demo_store.transcriptions.pause([row.id for row in demo_store.transcriptions.queue()])
    queue.refresh()
    qtbot.waitUntil(lambda: page.table.rowCount() == 3)
    page.focus_list()
    return page


def shown(page: TranscribingPage) -> list[str]:
    return [row.recording_id for row in page.table.rows]


def cells(page: TranscribingPage, at: int) -> list[str]:
    return [str(page.table.index(at, column).data()) for column in range(page.table.columnCount())]


def put(store: Store, queue: Transcribing, recording_id: str, **values: object) -> None:
    """As if the queue stood so."""
    row = store.transcriptions.of(recording_id)
    assert row is not None
    with store.database.session() as session:
        session.execute(update(ROW).where(ROW.c.id == row.id).values(**values))
    queue.refresh()


def test_the_model_keeps_qts_rules(paused: TranscribingPage) -> None:
    tester = QAbstractItemModelTester(paused.table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    paused.table.data(paused.table.index(0, 0))
    tester.deleteLater()


def test_an_empty_queue_says_what_it_is_for_and_offers_the_next_step(page: TranscribingPage) -> None:
    assert page.empty.isVisible()
    assert page.empty.button.text() == "Transcribe every call without a transcript"
    assert page.empty.button.hasFocus()


def test_a_line_says_who_took_the_call_and_how_far_it_is(
    paused: TranscribingPage, queue: Transcribing, demo_store: Store, qtbot: QtBot
) -> None:
    put(demo_store, queue, "VR-88105", chunks_planned=20, chunks_done=5, engine="pywhispercpp", model="ggml-base.bin")
    qtbot.waitUntil(lambda: paused.table.rows[1].chunks_done == 5)
    assert cells(paused, 1) == [
        *("Paused", "VR-88105", "16 Sep 2009 09:45", "CW015", "1:30", "25%", "base · pywhispercpp", ""),
    ]


def test_a_failure_stays_readable_with_what_was_done(
    paused: TranscribingPage, queue: Transcribing, demo_store: Store, qtbot: QtBot
) -> None:
    why = "The transcript could not be made: the speech process was stopped: ended by signal 9."
    put(demo_store, queue, "VR-88103", state="failed", why=why, chunks_planned=4, chunks_done=1)
    qtbot.waitUntil(lambda: paused.table.rows[0].state is State.FAILED)
    paused.view.go_to(0)
    assert paused.whole.text() == f"VR-88103: failed. {why} 1 of 4 stretches done. R tries it again, from there."
    assert paused.retry.isEnabled()


def test_the_keys_change_the_order_and_the_same_call_stays_selected(paused: TranscribingPage, qtbot: QtBot) -> None:
    first, second, third = CALLS
    paused.view.go_to(2)
    qtbot.keyClick(paused.view, Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: shown(paused) == [first, third, second])
    assert paused.view.current_row().recording_id == third
    qtbot.keyClick(paused.view, Key.Key_Home, ALT)
    qtbot.waitUntil(lambda: shown(paused) == [third, first, second])
    qtbot.keyClick(paused.view, Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: shown(paused) == [first, third, second])
    assert [row.recording_id for row in paused.view.chosen()] == [third]


def test_delete_takes_calls_off_the_queue(paused: TranscribingPage, qtbot: QtBot) -> None:
    paused.view.selectAll()
    qtbot.keyClick(paused.view, Key.Key_Delete)
    qtbot.waitUntil(paused.empty.isVisible)


def test_space_lets_the_selected_call_go_on(
    paused: TranscribingPage, queue: Transcribing, hearing: Hearing, qtbot: QtBot
) -> None:
    paused.view.go_to(1)
    qtbot.keyClick(paused.view, Key.Key_Space)
    qtbot.waitUntil(lambda: len(queue.rows.in_state(State.DONE)) == 1 and not queue.running)
    assert set(hearing.heard) == {CALLS[1]}
    assert shown(paused) == [CALLS[0], CALLS[2], CALLS[1]]


def test_the_whole_queue_is_paused_and_goes_on_by_one_key_from_any_page(
    paused: TranscribingPage, queue: Transcribing, hearing: Hearing, window: Window, qtbot: QtBot
) -> None:
    hearing.gate.clear()
    window.show_page("export")
    qtbot.keyClick(window, Key.Key_P, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: hearing.waits.is_set() and len(queue.rows.in_state(State.RUNNING)) == 1)
    qtbot.keyClick(window, Key.Key_P, CONTROL | SHIFT)
    assert len(queue.pausing) == 1
    hearing.gate.set()
    qtbot.waitUntil(lambda: len(queue.rows.in_state(State.PAUSED)) == 3 and not queue.running)


def test_return_opens_the_call(paused: TranscribingPage, window: Window, qtbot: QtBot) -> None:
    paused.view.go_to(0)
    qtbot.keyClick(paused.view, Key.Key_Return)
    qtbot.waitUntil(lambda: window.shown == "review")
    assert window.windowTitle().startswith(CALLS[0])


def test_without_a_model_the_page_points_to_the_settings(
    paused: TranscribingPage, queue: Transcribing, window: Window, qtbot: QtBot
) -> None:
    def refuse(_sha256: str, _check: Callable[[], None]) -> None:
        raise InputRefused("No speech model is set up.")

    queue._run._recipe = refuse
    queue.go_on_all()
    qtbot.waitUntil(lambda: paused.notice.isVisible() and not queue.running)
    assert paused.notice.words.text() == "No speech model is set up."
    assert cells(paused, 0)[0] == "Held"
    settings = next(button for button in paused.notice.buttons if button.text() == "Speech settings")
    settings.click()
    assert window.shown == "settings"


def test_calls_selected_in_the_worklist_are_put_into_the_queue(
    window: Window, queue: Transcribing, demo_store: Store, qtbot: QtBot
) -> None:
    work = window.page("worklist")
    work.focus_list()
    work.table.go_to(1)
    flags = QItemSelectionModel.SelectionFlag
    work.table.selectionModel().select(work.model.index(3, 0), flags.Select | flags.Rows)
    wanted = [work.model.item(row).recording_id for row in (1, 3)]
    with qtbot.waitSignal(queue.wanted) as told:
        qtbot.keyClick(work.table, Key.Key_T, CONTROL)
    assert told.args[0].transcribed == tuple(wanted)
    assert window.notices.isVisible()


def test_the_worklist_says_how_the_transcript_of_a_call_stands(
    paused: TranscribingPage, window: Window, queue: Transcribing
) -> None:
    work = window.page("worklist").model
    column = next(at for at, each in enumerate(work.columns) if each.name == "transcript")
    told = {work.item(row).recording_id: work.index(row, column).data() for row in range(work.rowCount())}
    assert (told["VR-88103"], told["VR-88104"]) == ("Paused", "Yes")


def test_the_foot_says_where_the_queue_stands_and_leaves_the_review_page_its_room(
    paused: TranscribingPage, queue: Transcribing, hearing: Hearing, window: Window, qtbot: QtBot
) -> None:
    hearing.gate.clear()
    queue.go_on_all()
    foot: StatusLine = window.status
    qtbot.waitUntil(lambda: foot.words.isVisible() and foot.words.text().startswith("Transcribing 1 of 3"))
    assert foot.pause.isVisible()
    assert foot.cancel.isVisible()
    foot.spare_room(True)
    assert foot.isHidden()
    foot.spare_room(False)
    foot.cancel.click()
    qtbot.waitUntil(lambda: len(queue.rows.in_state(State.PAUSED)) == 3 and not queue.running)
    hearing.gate.set()


def test_a_window_that_opens_goes_on_with_what_waits(
    make_window: MakeWindow, demo_store: Store, hearing: Hearing, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_store.transcriptions.wanted(CALLS[:1], "TL01", anew=True)
    monkeypatch.setattr("desktop.jobs.speech.transcribe.Transcriber", lambda store, _rules: hearing.transcriber(store))
    monkeypatch.setattr("desktop.jobs.speech.choose_model.recipe_for", lambda *_anything: hearing.recipe("", None))
    window = make_window(demo_store)
    queue = window.findChild(Transcribing)
    qtbot.waitUntil(lambda: len(queue.rows.in_state(State.DONE)) == 1 and not queue.running)


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        (ChannelNotes(2), ""),
        (ChannelNotes(1), "one channel"),
        (ChannelNotes(2, silent=(0, 1)), "no sound"),
        (ChannelNotes(2, silent=(1,)), "channel 2 silent"),
        (ChannelNotes(2, same=True), "one sound on both channels"),
        (
            ChannelNotes(2, left_out=((1, 0, 4_200), (1, 5_000, 7_000)), look_swapped=True),
            "channels may be swapped, 6 s of the other side's voice left out",
        ),
    ],
)
def test_what_was_found_on_the_channels_is_said_in_a_few_words(notes: ChannelNotes, words: str) -> None:
    assert found_words(notes) == words


def test_what_became_of_a_wish_is_said_in_a_sentence() -> None:
    assert wanted_words(Wanted(("a", "b"), ("c",), ())) == (
        "2 calls wait to be transcribed. 1 call was in the queue already."
    )
    assert wanted_words(Wanted((), (), ())) == "There was no recording to transcribe."


def test_the_head_says_where_everything_stands(
    paused: TranscribingPage, queue: Transcribing, demo_store: Store, qtbot: QtBot
) -> None:
    put(demo_store, queue, "VR-88103", state="failed", why="No.")
    qtbot.waitUntil(lambda: paused.count.text() == "2 paused · 1 failed")
    row = queue.of("VR-88105")
    queue.now = Working(row.id, row.recording_id, 0.5, "finding the voices")
    assert summary(queue).startswith("Transcribing 1 of")
    assert whole_words(queue, row) == "VR-88105: paused. Finding the voices."
    queue.now = None

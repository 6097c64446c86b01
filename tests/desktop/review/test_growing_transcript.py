"""A transcript while it is made, on the whole window: offered, shown as it grows, doubted, parted between speakers."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import delete, select, update

from desktop.state.call_transcript import CallTranscript
from desktop.state.draft import ReviewDraft
from desktop.state.transcribing import Transcribing
from desktop.state.transcript_lines import lines_of
from desktop.views.review_page import ReviewPage
from desktop.views.transcript_pane import TranscriptPane
from desktop.window import Window
from models.recording import Recording
from models.store import Store
from models.store.tables import table_of
from models.transcript import Correction, Segment, Speaker, Transcript, Word
from models.transcription import TranscriptionState as State
from tests.desktop.fake_speech import Hearing

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
CALL = "VR-88105"
TRANSCRIPT, SEGMENT, WORD, CORRECTION, RECORDING = map(table_of, (Transcript, Segment, Word, Correction, Recording))
Press = Callable[..., None]


@pytest.fixture
def hearing() -> Hearing:
    return Hearing(seconds=4)


@pytest.fixture
def queue(window: Window, hearing: Hearing, demo_store: Store) -> Transcribing:
    found = window.findChild(Transcribing)
    assert found is not None
    found._run._transcriber = hearing.transcriber(demo_store)
    found._run._recipe = hearing.recipe
    return found


@pytest.fixture
def page(window: Window, queue: Transcribing) -> ReviewPage:
    found = window.page("review")
    assert isinstance(found, ReviewPage)
    window.findChild(CallTranscript)._later.setInterval(0)
    return found


@pytest.fixture
def pane(page: ReviewPage) -> TranscriptPane:
    return page.transcript


@pytest.fixture
def open_call(window: Window, page: ReviewPage, qtbot: QtBot) -> Callable[[str], None]:
    def opened(recording_id: str) -> None:
        draft = window.findChild(ReviewDraft)
        with qtbot.waitSignal(draft.started):
            window.open_item(recording_id, None)
        qtbot.waitUntil(lambda: window.shown == "review" and not page.veil.isVisible())

    return opened


@pytest.fixture
def press(window: Window, qtbot: QtBot) -> Press:
    return lambda *key: qtbot.keyClick(window.focusWidget() or window, *key)


@pytest.fixture
def without(demo_store: Store) -> None:
    """The call has no transcript yet."""
    with demo_store.database.session() as session:
        mine = select(TRANSCRIPT.c.id).join(RECORDING).where(RECORDING.c.recording_id == CALL)
        segments = select(SEGMENT.c.id).where(SEGMENT.c.transcript.in_(mine))
        session.execute(delete(WORD).where(WORD.c.segment.in_(segments)))
        session.execute(delete(SEGMENT).where(SEGMENT.c.transcript.in_(mine)))
        session.execute(delete(TRANSCRIPT).where(TRANSCRIPT.c.id.in_(mine)))


def change_segments(store: Store, recording_id: str, position: int | None, **values: object) -> None:
    mine = select(TRANSCRIPT.c.id).join(RECORDING).where(RECORDING.c.recording_id == recording_id)
    which = SEGMENT.c.transcript.in_(mine)
    if position is not None:
        which &= SEGMENT.c.position == position
    with store.database.session() as session:
        session.execute(update(SEGMENT).where(which).values(**values))


def lines(pane: TranscriptPane) -> list[str]:
    return [line.text for line in pane.view.table.lines]


def one_more(hearing: Hearing, qtbot: QtBot, pane: TranscriptPane) -> None:
    """Let exactly one further stretch be heard, and wait until its line is shown."""
    before = len(pane.view.table.lines)
    hearing.permits.release()
    qtbot.waitUntil(lambda: len(pane.view.table.lines) == before + 1)


@pytest.mark.usefixtures("without")
def test_a_call_without_a_transcript_offers_one_and_shows_it_as_it_comes(
    pane: TranscriptPane,
    queue: Transcribing,
    hearing: Hearing,
    open_call: Callable[[str], None],
    press: Press,
    qtbot: QtBot,
) -> None:
    open_call(CALL)
    assert pane.offer.title.text() == "No transcript yet"
    assert pane.offer.button.text() == "Transcribe (Ctrl+T)"
    hearing.hold()
    press(Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: pane.offer.title.text() == "Transcribing, 20% done")
    assert pane.offer.bar.isVisible()
    one_more(hearing, qtbot, pane)
    assert lines(pane) == ["word1."]
    qtbot.waitUntil(lambda: 0.2 < queue.now.share < 0.5)
    assert pane.band.words.toolTip().startswith(f"Transcribing, {queue.now.share:.0%} done.")
    hearing.let_go()
    qtbot.waitUntil(lambda: lines(pane) == ["word1.", "word2.", "word3.", "word4."])
    qtbot.waitUntil(lambda: not queue.running and "without a speaker" in pane.band.words.toolTip())


@pytest.mark.usefixtures("without")
def test_while_it_grows_a_correction_is_kept_and_undone_and_what_is_written_stays(
    pane: TranscriptPane,
    hearing: Hearing,
    open_call: Callable[[str], None],
    press: Press,
    qtbot: QtBot,
    demo_store: Store,
    queue: Transcribing,
) -> None:
    open_call(CALL)
    hearing.hold()
    press(Key.Key_T, CONTROL)
    one_more(hearing, qtbot, pane)
    pane.view.setFocus()
    pane.view.go_to_word(0)
    pane._edit.correct(0, "Good morning.")
    one_more(hearing, qtbot, pane)
    assert lines(pane) == ["Good morning.", "word2."]
    pane.view.edit_line(1)
    pane.view.editor.setPlainText("Half a sent")
    one_more(hearing, qtbot, pane)
    assert pane.view.editor.row == 1
    assert pane.view.editor.toPlainText() == "Half a sent"
    pane.view.editor.leave()
    press(Key.Key_Z, CONTROL)
    assert lines(pane) == ["word1.", "word2.", "word3."]
    hearing.let_go()
    qtbot.waitUntil(lambda: len(lines(pane)) == 4 and not queue.running)
    assert demo_store.transcripts.newest(CALL).segments[0].text == "word1."


@pytest.mark.usefixtures("without")
def test_a_failed_call_says_why_and_is_tried_again_by_the_same_key(
    pane: TranscriptPane,
    hearing: Hearing,
    queue: Transcribing,
    open_call: Callable[[str], None],
    press: Press,
    qtbot: QtBot,
) -> None:
    hearing.broken.add(CALL)
    open_call(CALL)
    press(Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: pane.offer.title.text() == "Failed")
    assert "ended by signal 9" in pane.offer.words.text()
    assert pane.offer.button.text() == "Try again (Ctrl+T)"
    hearing.broken.clear()
    press(Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: len(lines(pane)) == 4 and not queue.running)


@pytest.mark.usefixtures("without")
def test_a_paused_transcript_says_how_far_it_is(
    pane: TranscriptPane,
    hearing: Hearing,
    queue: Transcribing,
    open_call: Callable[[str], None],
    press: Press,
    qtbot: QtBot,
) -> None:
    open_call(CALL)
    hearing.hold()
    press(Key.Key_T, CONTROL)
    one_more(hearing, qtbot, pane)
    press(Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: pane.band.words.toolTip().startswith("Pausing"))
    one_more(hearing, qtbot, pane)
    qtbot.waitUntil(lambda: pane.band.words.toolTip() == "Paused at 50%.")
    assert pane.band.button.text() == "Go on"
    hearing.let_go()
    pane.band.button.click()
    qtbot.waitUntil(lambda: len(lines(pane)) == 4 and queue.of(CALL).state is State.DONE)


def test_one_key_says_who_speaks_and_goes_on_and_undo_takes_it_back(
    pane: TranscriptPane, open_call: Callable[[str], None], press: Press, demo_store: Store, qtbot: QtBot
) -> None:
    change_segments(demo_store, CALL, None, speaker="unknown")
    open_call(CALL)
    count = len(lines(pane))
    assert pane.band.words.toolTip() == f"7 CW, 8 NRP, 9 ? · {count} lines without a speaker"
    pane.view.setFocus()
    pane.view.go_to_word(0)
    for key in (Key.Key_7, Key.Key_8, Key.Key_7):
        press(key)
    speakers = [line.speaker for line in pane.view.table.lines[:4]]
    assert speakers == [Speaker.CASEWORKER, Speaker.NRP, Speaker.CASEWORKER, Speaker.UNKNOWN]
    assert pane.view.row_at_hand() == 3
    assert pane.band.words.toolTip().endswith(f"{count - 3} lines without a speaker")
    press(Key.Key_Z, CONTROL)
    assert pane.view.table.lines[2].speaker is Speaker.UNKNOWN
    qtbot.waitUntil(lambda: demo_store.transcripts.newest(CALL).segments[1].speaker is Speaker.NRP)


def test_doubtful_lines_say_why_and_are_gone_through_by_a_key(
    pane: TranscriptPane, open_call: Callable[[str], None], press: Press, demo_store: Store
) -> None:
    for position, doubt in ((2, "unsure"), (5, "no_voice;repeated")):
        change_segments(demo_store, CALL, position, doubt=doubt)
    open_call(CALL)
    assert pane.band.doubts.text() == "2 doubtful"
    press(Key.Key_D)
    assert pane.view.row_at_hand() == 2
    press(Key.Key_D)
    assert pane.view.row_at_hand() == 5
    assert pane.view.accessibleDescription().endswith("(No voice is heard here · The engine repeats itself)")
    press(Key.Key_D, SHIFT)
    assert pane.view.row_at_hand() == 2
    pane._edit.correct(2, "What was said.")
    assert pane.band.doubts.text() == "1 doubtful"
    assert pane.view.table.doubtful_rows() == [5]


def test_a_doubt_takes_a_row_below_the_words(
    pane: TranscriptPane, open_call: Callable[[str], None], demo_store: Store
) -> None:
    open_call("VR-88104")
    before = pane.view.layout_now.line_height(1)
    change_segments(demo_store, "VR-88104", 1, doubt="unsure")
    newest = demo_store.transcripts.newest("VR-88104")
    pane.show_transcript(lines_of(newest))
    assert pane.view.layout_now.line_height(1) == before + pane.view.layout_now.measures.row_height


def test_channels_that_look_swapped_are_swapped_by_one_button(
    pane: TranscriptPane, window: Window, open_call: Callable[[str], None], demo_store: Store, qtbot: QtBot
) -> None:
    other = {"caseworker": "nrp", "nrp": "caseworker"}
    newest = demo_store.transcripts.newest(CALL)
    for one in newest.segments:
        change_segments(demo_store, CALL, one.position, speaker=other[one.speaker], channel=1 - one.channel)
    settings = {"channels": {"channels": 2, "look_swapped": True}}
    with demo_store.database.session() as session:
        session.execute(update(TRANSCRIPT).where(TRANSCRIPT.c.id == newest.transcript).values(settings=settings))
    open_call(CALL)
    qtbot.waitUntil(lambda: pane.band.words.toolTip().startswith("The channels may be the wrong way round"))
    pane.band.button.click()
    qtbot.waitUntil(lambda: pane.view.table.lines[0].speaker is Speaker.CASEWORKER)
    qtbot.waitUntil(lambda: not window.findChild(CallTranscript).swapped)
    assert pane.band.button.isHidden()

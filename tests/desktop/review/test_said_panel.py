"""The panel "Said": what it shows, its keys, what it says where there is nothing, and its place in the whole window."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.jobs.runner import Runner
from desktop.state.comparison import CallComparison, Sight
from desktop.state.draft import ReviewDraft
from desktop.state.transcript_edit import TranscriptEdit
from desktop.views.actions import ActionTable
from desktop.views.review_page import ReviewPage
from desktop.views.said_panel import SaidPanel
from desktop.views.sheet_tabs import SAID_TAB
from desktop.window import Window
from models.reconcile import Outcome
from models.review import EvidenceKind, EvidenceNote
from models.spoken_figures_kinds import Figure
from models.store import Store
from models.transcript import SegmentText

FORTY = [(44_500, 46_720), (47_750, 49_510), (62_750, 65_660)]
"""Where £40 is said on VR-88110."""
INSTALMENT = list(Figure).index(Figure.INSTALMENT)
SHARE = list(Figure).index(Figure.PERCENTAGE)


@pytest.fixture
def segments() -> list[tuple[SegmentText, ...] | None]:
    return [None]


@pytest.fixture
def comparison(demo_store: Store, runner: Runner, segments: list[tuple[SegmentText, ...] | None]) -> CallComparison:
    made = CallComparison(demo_store, runner)
    made.read_from(lambda: segments[0])
    return made


@pytest.fixture
def panel(qtbot: QtBot, comparison: CallComparison) -> Iterator[SaidPanel]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 100)
    made = SaidPanel(ActionTable())
    made.bind(comparison)
    made.resize(340, 480)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.setFocus()
    yield made
    made.close()
    shiboken6.delete(made)


@pytest.fixture
def show(
    demo_store: Store,
    comparison: CallComparison,
    segments: list[tuple[SegmentText, ...] | None],
    qtbot: QtBot,
) -> Callable[[str], None]:
    def shown(recording_id: str) -> None:
        file = demo_store.calls.open(recording_id, None)
        segments[0] = None if file.transcript is None else file.transcript.segments
        comparison.show_file(file)
        qtbot.waitUntil(lambda: comparison.sight is Sight.COMPARED)

    return shown


def test_a_row_a_figure_with_the_mark_on_the_first_mismatch(panel: SaidPanel, show: Callable[[str], None]) -> None:
    show("VR-88110")
    assert [row.figure for row in panel.rows] == list(Figure)
    assert panel.current is not None
    assert (panel.current.figure, panel.current.outcome) == (Figure.INSTALMENT, Outcome.MISMATCH)
    assert panel.note.text() == "6 agree · 1 mismatch · 3 not found"
    assert "“I can pay £40 a week.”" in panel.accessibleDescription()


def test_compared_out_of_sight_the_first_mismatch_is_in_sight_when_it_is_shown(
    panel: SaidPanel, show: Callable[[str], None], qtbot: QtBot
) -> None:
    panel.resize(340, 220)
    panel.hide()
    show("VR-88110")
    panel.show()
    frame, view = panel._frames[INSTALMENT], panel._scroll.viewport()
    qtbot.waitUntil(lambda: 0 <= frame.mapTo(view, frame.rect().topLeft()).y() < view.height() // 2)


def test_its_tab_says_that_something_does_not_agree(
    panel: SaidPanel, show: Callable[[str], None], comparison: CallComparison
) -> None:
    told: list[tuple[str, str, str]] = []
    panel.told.connect(lambda *outcome: told.append(outcome))
    show("VR-88110")
    assert told[-1] == ("bad", "bad", "1 mismatch")
    comparison.forget()
    assert told[-1] == ("", "", "")


def test_outcomes_are_told_by_a_word_not_by_colour_alone(panel: SaidPanel, show: Callable[[str], None]) -> None:
    show("VR-88108")
    words = {label.text() for label in panel.findChildren(QLabel) if label.isVisible()}
    assert {"Agrees", "Not found", "Not applicable"} <= words
    promotion = panel.rows[list(Figure).index(Figure.PROMOTION)]
    assert (promotion.said, promotion.written, promotion.set_up) == ("not found", "yes", "yes")
    assert "does not mean that it was not said" in promotion.why


def test_up_and_down_move_and_stop_at_the_ends(panel: SaidPanel, show: Callable[[str], None], qtbot: QtBot) -> None:
    show("VR-88110")
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert panel.current is panel.rows[INSTALMENT + 1]
    qtbot.keyClick(panel, Qt.Key.Key_Up)
    qtbot.keyClick(panel, Qt.Key.Key_Up)
    assert panel.current is panel.rows[INSTALMENT - 1]
    qtbot.keyClick(panel, Qt.Key.Key_End)
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert panel.current is panel.rows[-1]
    qtbot.keyClick(panel, Qt.Key.Key_Home)
    assert panel.current is panel.rows[0]


def test_playing_again_plays_the_next_place_and_begins_anew_after_the_last(
    panel: SaidPanel, show: Callable[[str], None]
) -> None:
    show("VR-88110")
    played: list[tuple[int, int]] = []
    panel.play_wished.connect(lambda start, end: played.append((start, end)))
    for _ in range(4):
        panel.play()
    assert played == [*FORTY, FORTY[0]]


def test_left_and_right_choose_the_place_that_is_played_and_taken(
    panel: SaidPanel, show: Callable[[str], None], qtbot: QtBot
) -> None:
    show("VR-88110")
    wished: list[tuple[str, int, int]] = []
    panel.play_wished.connect(lambda start, end: wished.append(("play", start, end)))
    panel.evidence_wished.connect(lambda start, end: wished.append(("take", start, end)))
    for _ in range(5):
        qtbot.keyClick(panel, Qt.Key.Key_Right)
    qtbot.keyClick(panel, Qt.Key.Key_Left)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    panel.take()
    assert wished == [("play", *FORTY[1]), ("take", *FORTY[1])]


def test_a_figure_that_was_not_found_has_nothing_to_play_or_take(
    panel: SaidPanel, show: Callable[[str], None], qtbot: QtBot
) -> None:
    show("VR-88110")
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert panel.current is panel.rows[SHARE]
    with qtbot.assertNotEmitted(panel.play_wished), qtbot.assertNotEmitted(panel.evidence_wished):
        panel.play()
        panel.take()


def test_where_nobody_may_answer_no_evidence_is_taken(
    panel: SaidPanel, show: Callable[[str], None], qtbot: QtBot
) -> None:
    show("VR-88110")
    panel.set_pickable(False)
    with qtbot.assertNotEmitted(panel.evidence_wished):
        panel.take()


def test_a_narrow_panel_names_each_value(panel: SaidPanel, show: Callable[[str], None]) -> None:
    show("VR-88110")

    def names() -> int:
        return sum(1 for label in panel.findChildren(QLabel) if label.text() == "Written" and label.isVisible())

    panel.resize(600, 480)
    assert names() == 1
    panel.resize(160, 480)
    assert names() == len(panel.rows)


def test_what_it_says_where_there_is_nothing_to_show(
    panel: SaidPanel, comparison: CallComparison, demo_store: Store, show: Callable[[str], None]
) -> None:
    assert panel.empty.title.text() == "No call open"
    comparison.show_file(demo_store.calls.open("VR-88110", None))
    assert panel.empty.title.text() == "Not yet transcribed"
    comparison.show_file(demo_store.calls.open(None, "PAG-088199"))
    assert panel.empty.title.text() == "No recorded call"
    show("VR-88112")
    assert panel.empty.title.text() == "No guide sheet"


# in the whole window


@pytest.fixture
def desk(make_window: Callable[..., Window], demo_store: Store, qtbot: QtBot) -> ReviewPage:
    """VR-88110 open in the window, compared, the panel in sight with the keyboard."""
    window = make_window(demo_store)
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    with qtbot.waitSignals([page.draft.started, page.open_call.samples_complete], timeout=10_000):
        window.open_item("VR-88110", None)
    qtbot.waitUntil(lambda: len(page.said.rows) == len(Figure))
    qtbot.waitUntil(lambda: page.isAncestorOf(window.focusWidget()))  # what is open stands in its place
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    return page


def test_keys_open_it_hear_a_place_and_come_back(desk: ReviewPage, qtbot: QtBot) -> None:
    assert desk.tabs.current == SAID_TAB
    playback = desk.open_call.playback
    playback.seek_ms(10_000)
    qtbot.keyClick(desk.said, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: playback.playing and playback.position_ms >= FORTY[0][0])
    qtbot.keyClick(desk.said, Qt.Key.Key_Backspace)
    assert (playback.position_ms, playback.playing) == (10_000, False)


def test_a_key_takes_the_place_as_evidence_of_the_open_prompt(desk: ReviewPage, qtbot: QtBot) -> None:
    desk.form.go_to("SOURCES_AGREE")
    desk.said.take_keyboard()
    qtbot.keyClick(desk.said, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert evidence(desk.draft) == (EvidenceNote(EvidenceKind.SPAN, *FORTY[0]),)


def test_a_correction_of_the_transcript_is_compared_again(desk: ReviewPage, qtbot: QtBot) -> None:
    edit = desk.window().findChild(TranscriptEdit)
    assert edit is not None
    assert edit.lines is not None
    for row, line in enumerate(edit.lines.lines):
        if "£40" in line.text:
            assert edit.correct(row, line.text.replace("£40", "£60"))
    qtbot.waitUntil(lambda: desk.said.rows[INSTALMENT].outcome is Outcome.AGREE)


def evidence(draft: ReviewDraft) -> tuple[EvidenceNote, ...]:
    assert draft.form is not None
    return draft.form.answer("SOURCES_AGREE").evidence

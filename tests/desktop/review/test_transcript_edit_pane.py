"""The transcript under a person's hands: correcting in place, doubt shown, times copied, text set larger or closer."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.jobs.runner import Runner
from desktop.state.transcript_edit import TranscriptEdit
from desktop.state.transcript_lines import lines_of
from desktop.tables.transcript import TranscriptTable, is_doubtful, line_words
from desktop.views.actions import ActionTable
from desktop.views.legend import Legend
from desktop.views.transcript_look import SCALES_PCT, TranscriptLook
from desktop.views.transcript_pane import TranscriptPane
from models.store import Store
from models.store.staff import Person
from models.transcript import SegmentText, Speaker, SpokenSegment, TranscriptText, WordText

CALL = "VR-88102"
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LINES = (
    (0, Speaker.CASEWORKER, 1000, "The balance today is large."),
    (1, Speaker.NRP, 4000, "I cannot pay it all."),
    (0, Speaker.CASEWORKER, 8000, "Can you pay a lump sum?"),
)


def spoken(channel: int, speaker: Speaker, start_ms: int, text: str) -> SpokenSegment:
    said = text.split()
    words = tuple(
        WordText(start_ms + at * 400, start_ms + at * 400 + 350, word, 0.43 if word == "pay" else 0.9)
        for at, word in enumerate(said)
    )
    return SpokenSegment(channel, speaker, start_ms, start_ms + len(said) * 400, text, words)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def edit(demo_store: Store, runner: Runner) -> TranscriptEdit:
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    return TranscriptEdit(demo_store, runner, leader)


@pytest.fixture
def page(qtbot: QtBot, light_look: None) -> QWidget:
    """What stands for the page: it owns the keys, and would close on Escape and undo an answer on Ctrl+Z."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(390, 430)
    return made


@pytest.fixture
def pane(qtbot: QtBot, page: QWidget, demo_store: Store, edit: TranscriptEdit) -> TranscriptPane:
    demo_store.transcripts.add(CALL, [spoken(*line) for line in LINES], "test")
    newest = demo_store.transcripts.newest(CALL)
    assert newest is not None
    actions = ActionTable(page)
    made = TranscriptPane(TranscriptTable(), actions, page)
    made.bind_edit(edit)
    made.bind_keys(actions, page)
    page.elsewhere = []
    for action_id in ("undo", "redo", "close_review", "sign"):
        actions.bind(action_id, page, lambda action_id=action_id: page.elsewhere.append(action_id))
    made.setGeometry(page.rect())
    page.show()
    page.activateWindow()
    qtbot.waitActive(page)
    made.show_transcript(lines_of(newest))
    made.view.setFocus()
    return made


@pytest.fixture
def press(pane: TranscriptPane, qtbot: QtBot) -> Callable[..., None]:
    """A key to whatever has the keyboard."""

    def pressed(key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        qtbot.keyClick(pane.window().focusWidget(), key, *held)

    return pressed


def write(pane: TranscriptPane, qtbot: QtBot, text: str) -> None:
    pane.view.editor.selectAll()
    qtbot.keyClicks(pane.view.editor, text)


def read(pane: TranscriptPane) -> list[str]:
    return [line.text for line in pane._table.lines]


def test_f2_corrects_the_line_in_its_place_and_return_saves(pane, press, qtbot) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F2)
    editor = pane.view.editor
    assert editor.isVisible()
    assert editor.toPlainText() == "I cannot pay it all."
    top = pane.view.layout_now.tops[1] - pane.view.verticalScrollBar().value()
    assert abs(editor.geometry().top() - top) <= 8
    write(pane, qtbot, "I can pay it all.")
    press(Qt.Key.Key_Return)
    assert not editor.isVisible()
    assert read(pane)[1] == "I can pay it all."
    assert pane.view.hasFocus()
    assert pane.window().elsewhere == []


def test_escape_leaves_the_line_as_it_was_and_the_page_open(pane, press, qtbot) -> None:
    press(Qt.Key.Key_F2)
    write(pane, qtbot, "nonsense")
    press(Qt.Key.Key_Escape)
    assert read(pane)[0] == LINES[0][3]
    assert not pane.view.editor.isVisible()
    assert pane.window().elsewhere == []


def test_tab_saves_and_goes_on_to_the_next_line_and_back(pane, press, qtbot) -> None:
    press(Qt.Key.Key_F2)
    write(pane, qtbot, "first")
    press(Qt.Key.Key_Tab)
    assert pane.view.editor.row == 1
    write(pane, qtbot, "second")
    press(Qt.Key.Key_Backtab, SHIFT)
    assert pane.view.editor.row == 0
    press(Qt.Key.Key_Escape)
    assert read(pane)[:2] == ["first", "second"]


def test_a_click_elsewhere_keeps_what_was_written(pane, press, qtbot) -> None:
    press(Qt.Key.Key_F2)
    write(pane, qtbot, "kept words")
    pane.field.setFocus()
    assert read(pane)[0] == "kept words"


def test_ctrl_and_return_play_the_line_while_it_is_corrected(pane, press, qtbot) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F2)
    with qtbot.waitSignal(pane.played_from) as told:
        press(Qt.Key.Key_Return, CTRL)
    assert told.args == [4000]
    assert pane.view.editor.isVisible()


def test_a_double_click_corrects_the_line(pane, qtbot) -> None:
    layout = pane.view.layout_now
    at = QPoint(pane.view.shown.columns.text_left + 10, layout.tops[2] + layout.line_height(2) // 2)
    qtbot.mouseDClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert pane.view.editor.row == 2


def test_undo_with_the_keyboard_in_the_transcript_is_the_pages(pane, press, edit) -> None:
    edit.correct(0, "something else")
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert pane.window().elsewhere == ["undo", "redo"]


def test_f4_gives_the_line_to_the_next_speaker(pane, press) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F4)
    assert pane._table.lines[0].speaker is Speaker.NRP
    assert pane._table.lines[0].text == LINES[0][3]


def test_who_may_not_review_is_told_why_nothing_can_be_corrected(pane, press, edit, qtbot) -> None:
    edit.work_as(Person("os:somebody", None, None))
    with qtbot.waitSignal(pane.notice_wished) as told:
        press(Qt.Key.Key_F2)
    assert "say who you are" in told.args[0]
    assert not pane.view.editor.isVisible()


def test_without_an_edit_the_transcript_can_only_be_read(page, qtbot) -> None:
    pane = TranscriptPane(TranscriptTable(), ActionTable(page), page)
    pane.show_transcript(lines_of(doubtful_text()))
    pane.edit_line()
    assert not pane.view.editor.isVisible()


def test_what_is_being_written_is_kept_when_another_call_is_opened(pane, press, qtbot, demo_store, edit) -> None:
    press(Qt.Key.Key_F2)
    write(pane, qtbot, "written in time")
    pane.show_transcript(None)
    qtbot.waitUntil(lambda: not edit._runner.busy)
    assert demo_store.transcripts.newest(CALL).segments[0].text == "written in time"


def test_after_a_correction_find_counts_anew(pane, edit, qtbot) -> None:
    pane.open_find()
    qtbot.keyClicks(pane.field, "pay")
    assert pane._count.text() == "1 of 2"
    edit.correct(1, "I will not.")
    assert pane._count.text() == "1"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_corrected_line_shows_a_pen_and_tells_what_was_recognised(pane, edit, qtbot) -> None:
    assert after_last(pane) == {QColor(theme.colour("surface")).rgb()}
    edit.correct(0, "The balance today is low.")
    assert len(after_last(pane)) > 1
    first, certainty, corrected = tip(pane, 0).split("\n")
    assert (first, certainty) == ("0:01", "Recognised with 90% certainty")
    assert corrected.startswith("Corrected by TL01, 5 Oct 2009 ")
    assert corrected.endswith(". Recognised was: The balance today is large.")
    last = pane._table.lines[0].end_word - 1
    assert "Written by hand" in tip(pane, last)


def doubtful_text() -> TranscriptText:
    words = (WordText(0, 300, "forty", 0.2), WordText(400, 700, "pounds", 0.95), WordText(800, 900, "now", None))
    segment = SegmentText("s", 0, 0, Speaker.NRP, 0, 1000, "forty pounds now", "forty pounds now", words)
    return TranscriptText("t", CALL, "test", None, (segment,))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_doubtful_word_is_shaded_and_dotted_and_told_in_words(pane, qtbot) -> None:
    pane.show_transcript(lines_of(doubtful_text()))
    pane.view.shown.focused = False
    shades = [colours(pane, word) for word in range(3)]
    tint, dots = QColor(theme.colour("warn_tint")).rgb(), QColor(theme.colour("warn")).rgb()
    assert [tint in shade for shade in shades] == [True, False, False]
    assert [dots in shade for shade in shades] == [True, False, False]
    assert tip(pane, 0) == "0:00\nRecognised with 20% certainty"
    assert tip(pane, 2) == "0:00"


def test_a_screen_reader_hears_the_line_at_hand_with_its_doubts(pane, press) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert pane.view.accessibleDescription() == "non-resident parent, 0:04: I cannot pay it all. (not sure: pay)"


def test_a_screen_reader_hears_the_line_being_spoken(pane) -> None:
    pane.view.set_position(8500)
    assert pane.view.accessibleDescription().startswith("caseworker, 0:08: Can you pay")


def test_the_doubtful_are_those_the_engine_gave_less_than_six_tenths() -> None:
    table = TranscriptTable()
    table.show(lines_of(doubtful_text()))
    assert [is_doubtful(word) for word in table.words] == [True, False, False]
    assert not is_doubtful(replace_probability(table, 0.6))
    assert line_words(table.lines[0], table.words).endswith("(not sure: forty)")


def replace_probability(table: TranscriptTable, probability: float):
    return table.words[0]._replace(probability=probability)


def test_the_line_at_hand_is_copied_with_its_time(pane, press) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "0:04 NRP I cannot pay it all."


def test_times_are_copied_of_the_word_and_of_the_selection(pane, press) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == "0:01.4"
    press(Qt.Key.Key_Right, SHIFT)
    press(Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == "0:01.4 to 0:02.1"


def test_the_time_being_heard_is_copied_from_anywhere_on_the_page(pane, qtbot) -> None:
    pane.view.set_position(4500)
    pane.field.setFocus()
    pane.copy_time()
    assert QGuiApplication.clipboard().text() == "0:04.0"


def test_ctrl_and_an_arrow_hear_the_next_line(pane, press, qtbot) -> None:
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.played_from) as told:
        press(Qt.Key.Key_Down, CTRL)
    assert told.args == [4000]


def test_the_wheel_with_ctrl_sets_the_text_larger_and_says_so(pane, qtbot) -> None:
    at = QPointF(100, 100)
    with qtbot.waitSignal(pane.look_changed) as told:
        QApplication.sendEvent(
            pane.view.viewport(),
            QWheelEvent(
                at,
                pane.view.viewport().mapToGlobal(at),
                QPoint(),
                QPoint(0, 120),
                Qt.MouseButton.NoButton,
                CTRL,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )
    assert told.args == [110, False]
    assert pane.view.look == TranscriptLook(110)


def test_keys_set_the_text_larger_smaller_and_with_more_air(pane, press, qtbot) -> None:
    heights = [pane.view.layout_now.height]
    for key in (Qt.Key.Key_Equal, Qt.Key.Key_0):
        press(key, Qt.KeyboardModifier.AltModifier)
        heights.append(pane.view.layout_now.height)
    assert heights[0] < heights[1] < heights[2]
    assert pane.view.look == TranscriptLook(110, roomy=True)
    press(Qt.Key.Key_Minus, Qt.KeyboardModifier.AltModifier)
    assert pane.view.look == TranscriptLook(100, roomy=True)


def test_sizes_end_at_the_ends() -> None:
    assert TranscriptLook(SCALES_PCT[-1]).larger() == TranscriptLook(SCALES_PCT[-1])
    assert TranscriptLook(SCALES_PCT[0]).smaller() == TranscriptLook(SCALES_PCT[0])
    assert TranscriptLook(105).larger().scale_pct == 110


def test_what_is_remembered_is_set_without_telling_anybody(pane, qtbot) -> None:
    with qtbot.assertNotEmitted(pane.look_changed):
        pane.set_look(150, roomy=True)
    assert pane.view.look == TranscriptLook(150, roomy=True)


def test_the_page_counts_with_the_usual_height_whatever_is_set_here(pane) -> None:
    usual = pane.view.line_height
    pane.set_look(200, roomy=True)
    assert pane.view.line_height == usual


def test_set_larger_the_line_that_is_read_stays_at_the_top(pane) -> None:
    segment = doubtful_text().segments[0]
    many = tuple(replace(segment, segment=f"s{at}", start_ms=at * 1000, end_ms=at * 1000 + 900) for at in range(400))
    pane.show_transcript(lines_of(TranscriptText("t", CALL, "test", None, many)))
    view = pane.view
    view.set_following(False)
    view.verticalScrollBar().setValue(view.layout_now.tops[200])
    pane.set_look(175, roomy=True)
    assert view.layout_now.line_at(view.verticalScrollBar().value()) == 200


def test_a_line_taller_than_the_view_is_followed_row_by_row(pane) -> None:
    words = tuple(WordText(at * 100, at * 100 + 90, f"word{at}", 0.9) for at in range(600))
    text = " ".join(word.text for word in words)
    segment = SegmentText("s", 0, 0, Speaker.NRP, 0, 60_000, text, text, words)
    pane.show_transcript(lines_of(TranscriptText("t", CALL, "test", None, (segment,))))
    view = pane.view
    for at in range(0, 600, 20):
        view.set_position(at * 100 + 10)
        y = view.layout_now.word_y(at, 0) - view.verticalScrollBar().value()
        assert 0 <= y < view.viewport().height()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_legend_names_the_marks(pane) -> None:
    pane.show_legend()
    card = pane.findChild(Legend)
    assert card is not None
    assert "The engine was not sure of this word" in card.accessibleDescription()
    card.close()


def test_the_menu_offers_what_can_be_had(pane) -> None:
    menu = pane.looks_menu
    menu.aboutToShow.emit()
    words = {action.text().split("\t")[0]: action.isEnabled() for action in menu.actions() if action.text()}
    assert words == {
        "Larger": True,
        "Smaller": True,
        "Usual size (now 100%)": False,
        "Roomy": True,
        "What the marks mean": True,
        "Save as a file …": True,
    }


def after_last(pane: TranscriptPane) -> set[int]:
    """The colours right of the last word of the first line."""
    image, last = pane.view.viewport().grab().toImage(), place(pane, pane.view.table.lines[0].end_word - 1)
    return {image.pixel(last.right() + 3 + x, y) for x in range(16) for y in range(last.top(), last.bottom())}


def place(pane: TranscriptPane, word: int) -> QRect:
    view, layout = pane.view, pane.view.layout_now
    line = view.table.words[word].line
    left = round(view.shown.columns.text_left + layout.x[word])
    top = layout.word_y(word, line) - view.verticalScrollBar().value()
    return QRect(left, top, round(layout.widths[word]), layout.measures.row_height)


def colours(pane: TranscriptPane, word: int) -> set[int]:
    image, rect = pane.view.viewport().grab().toImage(), place(pane, word)
    return {image.pixel(x, y) for x in range(rect.left(), rect.right()) for y in range(rect.top(), rect.bottom())}


def tip(pane: TranscriptPane, word: int) -> str:
    viewport, at = pane.view.viewport(), place(pane, word).center()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))
    text = QToolTip.text()
    QToolTip.hideText()
    return text

"""The transcript: its times, its layout, what is marked, found, selected and followed."""

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.state.transcript_lines import lines_of, timed_words
from desktop.tables.transcript import TranscriptTable
from desktop.views import transcript
from desktop.views.actions import ActionTable
from desktop.views.transcript_pane import TranscriptPane
from models.transcript import SegmentText, Speaker, TranscriptText, WordText

LINES = (
    ("caseworker", 1000, 3000, "The balance today is £5000."),
    ("nrp", 3500, 5000, "I cannot pay it all at once."),
    ("caseworker", 6000, 9000, "Can you pay a lump sum? A lump sum helps."),
)


def text_of(lines: tuple[tuple[str, int, int, str], ...] = LINES) -> TranscriptText:
    segments = tuple(
        SegmentText(f"s{at}", at, at % 2, Speaker(speaker), start, end, text, text, ())
        for at, (speaker, start, end, text) in enumerate(lines)
    )
    return TranscriptText("t", "VR-1", "truth", None, segments)


def long_transcript(words: int = 12_000) -> TranscriptText:
    """Segments of ten words, two seconds each, changing speakers."""
    speech = "could you tell me what you can put down today"
    return text_of(
        tuple(
            ("caseworker" if at % 2 == 0 else "nrp", at * 2000, at * 2000 + 1900, speech) for at in range(words // 10)
        )
    )


@pytest.fixture
def table() -> TranscriptTable:
    made = TranscriptTable()
    made.show(lines_of(text_of()))
    return made


@pytest.fixture
def pane(qtbot: QtBot) -> TranscriptPane:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 100)
    made = TranscriptPane(TranscriptTable(), ActionTable())
    qtbot.addWidget(made)
    made.resize(390, 430)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.show_transcript(lines_of(text_of()))
    return made


def test_the_table_is_a_sound_item_model(table: TranscriptTable, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(table)
    table.show(None)
    qtmodeltester.check(table)


def test_words_without_times_share_their_segment_by_length(table: TranscriptTable) -> None:
    words = table.words[table.lines[0].first_word : table.lines[0].end_word]
    assert words[0].start_ms == 1000
    assert words[-1].end_ms == 3000
    assert all(before.end_ms == after.start_ms for before, after in itertools.pairwise(words))


def test_a_correction_keeps_the_times_of_the_words_it_leaves() -> None:
    words = (WordText(0, 100, "five", 0.9), WordText(200, 300, "hundred", 0.4), WordText(400, 500, "now", 0.9))
    segment = SegmentText("s", 0, 0, Speaker.NRP, 0, 600, "five thousand pounds now", "five hundred now", words)
    timed = timed_words(segment, 0)
    assert [(word.text, word.start_ms) for word in timed if word.text in ("five", "now")] == [("five", 0), ("now", 400)]
    assert [word.text for word in timed] == ["five", "thousand", "pounds", "now"]
    between = [word for word in timed if word.text in ("thousand", "pounds")]
    assert all(100 <= word.start_ms <= word.end_ms <= 400 for word in between)


@pytest.mark.parametrize(
    ("ms", "line", "word"),
    [(0, None, None), (1000, 0, "The"), (2999, 0, "£5000."), (3200, 0, None), (3500, 1, "I"), (99_000, 2, None)],
)
def test_line_and_word_at_a_time(table: TranscriptTable, ms: int, line: int | None, word: str | None) -> None:
    assert table.line_at(ms) == line
    if line is not None:
        found = table.word_at(ms, line)
        assert (None if found is None else table.words[found].text) == word


def test_find_counts_every_place_without_regard_to_capitals(table: TranscriptTable) -> None:
    hits = table.find("LUMP  sum")
    assert [[w.text for w in table.words[hit.first_word : hit.last_word + 1]] for hit in hits] == [
        ["lump", "sum?"],
        ["lump", "sum"],
    ]
    assert table.find("   ") == []
    assert table.find("mortgage") == []


def test_an_empty_transcript_says_so(pane: TranscriptPane) -> None:
    pane.show_transcript(None)
    assert not pane.view.isVisible()
    assert not pane.field.isVisible()


def test_a_click_on_a_word_plays_from_it(pane: TranscriptPane, qtbot: QtBot) -> None:
    view = pane.view
    word = next(at for at, each in enumerate(view.table.words) if each.text == "lump")
    with qtbot.waitSignal(pane.played_from) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_middle(pane, word))
    assert told.args == [view.table.words[word].start_ms]


def test_a_click_on_the_time_plays_from_the_line(pane: TranscriptPane, qtbot: QtBot) -> None:
    at = QPoint(12, _middle(pane, pane.view.table.lines[1].first_word).y())
    with qtbot.waitSignal(pane.played_from) as told:
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [3500]


def test_dragging_over_words_selects_their_time_and_plays_nothing(pane: TranscriptPane, qtbot: QtBot) -> None:
    view = pane.view
    first, last = view.table.lines[0].first_word, view.table.lines[1].end_word - 1
    with qtbot.assertNotEmitted(pane.played_from), qtbot.waitSignal(pane.selected) as told:
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=_middle(pane, first))
        qtbot.mouseMove(view.viewport(), _middle(pane, first + 1))
        qtbot.mouseMove(view.viewport(), _middle(pane, last))
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=_middle(pane, last))
    assert told.args == [1000, 5000]
    assert view.selected_text() == "0:01 CW The balance today is £5000.\n0:03 NRP I cannot pay it all at once."


def test_words_can_be_selected_by_keys_alone(pane: TranscriptPane, qtbot: QtBot) -> None:
    view = pane.view
    view.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Right, shift)
    assert view.selected_text() == "0:03 NRP I cannot"
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.selection_span() is None
    with qtbot.waitSignal(pane.played_from):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_find_goes_round_and_says_where_it_is(pane: TranscriptPane, qtbot: QtBot) -> None:
    pane.open_find()
    qtbot.keyClicks(pane.field, "lump sum")
    assert pane._count.text() == "1 of 2"
    pane.find_next()
    assert pane._count.text() == "2 of 2"
    qtbot.keyClick(pane.field, Qt.Key.Key_Return)
    assert pane._count.text() == "1 of 2"
    pane.find_previous()
    assert pane._count.text() == "2 of 2"
    qtbot.keyClick(pane.field, Qt.Key.Key_Escape)
    assert pane.field.text() == ""


def test_it_follows_the_play_head_until_scrolled_by_hand(pane: TranscriptPane, qtbot: QtBot) -> None:
    pane.show_transcript(lines_of(long_transcript(2000)))
    view, bar = pane.view, pane.view.verticalScrollBar()
    view.set_position(200_500)
    followed = bar.value()
    assert followed > 0
    bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
    assert not view.following
    assert pane.back_to_now.isVisible()
    stayed = bar.value()
    view.set_position(2500)
    assert bar.value() == stayed
    qtbot.mouseClick(pane.back_to_now, Qt.MouseButton.LeftButton)
    assert view.following
    assert bar.value() < followed
    assert not pane.back_to_now.isVisible()


def test_narrower_columns_keep_the_line_that_is_read_at_the_top(pane: TranscriptPane) -> None:
    pane.show_transcript(lines_of(long_transcript(2000)))
    view = pane.view
    view.set_following(False)
    layout = view.layout_now
    assert layout is not None
    view.verticalScrollBar().setValue(layout.tops[120])
    pane.resize(300, 430)
    QApplication.sendPostedEvents()
    assert view.layout_now is not None
    assert view.layout_now.line_at(view.verticalScrollBar().value()) == 120


def test_of_twenty_thousand_words_only_those_on_screen_are_painted(
    pane: TranscriptPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    inner = transcript.paint_line
    monkeypatch.setattr(
        transcript,
        "paint_line",
        lambda p, s, lay, number, area: (painted.append(number), inner(p, s, lay, number, area)),
    )
    pane.show_transcript(lines_of(long_transcript(20_000)))
    pane.view.set_position(1_200_000)
    painted.clear()
    pane.view.viewport().repaint()
    assert 600 in painted
    assert len(painted) < 30


def test_a_word_of_the_play_head_paints_its_line_alone(pane: TranscriptPane, qtbot: QtBot) -> None:
    pane.show_transcript(lines_of(long_transcript(20_000)))
    view, areas = pane.view, []
    inner = view.paintEvent
    view.paintEvent = lambda event: (areas.append(event.rect()), inner(event))
    view.set_position(1_200_000)
    qtbot.waitUntil(lambda: bool(areas))
    areas.clear()
    view.set_position(1_200_900)
    qtbot.waitUntil(lambda: bool(areas))
    assert max(area.height() for area in areas) <= view.layout_now.line_height(600)


def test_the_width_of_a_word_is_measured_once_a_font(pane: TranscriptPane) -> None:
    pane.show_transcript(lines_of(long_transcript(2000)))
    known = pane.view._widths[1]
    assert len(known) == 9
    pane.resize(300, 430)
    QApplication.sendPostedEvents()
    assert pane.view._widths[1] is known


def _middle(pane: TranscriptPane, word: int) -> QPoint:
    view, layout = pane.view, pane.view.layout_now
    assert layout is not None
    line = view.table.words[word].line
    x = view.shown.columns.text_left + layout.x[word] + layout.widths[word] / 2
    y = layout.word_y(word, line) + layout.measures.row_height / 2 - view.verticalScrollBar().value()
    return QPoint(round(x), round(y))

"""The whole page: what it shows of each kind of check, its keys, and saving and closing."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlmodel import text

from desktop import theme
from desktop.state.amending import Amending
from desktop.state.draft import ReviewDraft
from desktop.state.open_call import OpenCall
from desktop.state.review_life import ReviewLife
from desktop.views.actions import ActionTable
from desktop.views.review_page import ReviewPage
from models.errors import DatabaseUnusable
from models.review import AnswerValue, EvidenceKind, EvidenceNote
from models.store import Store
from models.store.reviews import ReviewStore

Opened = Callable[..., ReviewPage]
Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_everything_stays_within_the_smallest_desk(opened: Opened) -> None:
    page = opened("VR-88102")
    hint = page.minimumSizeHint()
    assert (page.width(), page.height()) == (1366, 690)
    assert hint.width() <= 1366
    assert hint.height() <= 690


def test_at_twice_the_text_size_the_foot_says_less_instead_of_being_cut(
    opened: Opened, keys: SimpleNamespace, qtbot: QtBot
) -> None:
    page = opened("VR-88102")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 200)
    page.resize(1366, 690)
    page.draft.answer("LUMP_SOUGHT", AnswerValue.NO)
    page.draft.set_heard([(0, 83_000)])
    qtbot.waitUntil(lambda: page.foot.saved.text().startswith("Saved "))
    assert page.width() == 1366
    for shown in (page.foot.next, page.foot.sign, page.foot.saved, page.foot.score):
        qtbot.waitUntil(lambda shown=shown: shown.width() >= shown.sizeHint().width())
    page.resize(1000, 690)
    assert page.foot.next.text() == "17 left"


def test_a_sheet_without_a_call_hides_what_belongs_to_sound(opened: Opened) -> None:
    page = opened(sheet_id="PAG-088199")
    assert not page.waveform.isVisible()
    assert not page.transport.isVisible()
    assert not page.transcript.isVisible()
    assert page.sheet.isVisible()
    assert page.form.isVisible()


def test_a_call_after_a_sheet_shows_the_sound_again(opened: Opened) -> None:
    opened(sheet_id="PAG-088199")
    page = opened("VR-88102")
    assert page.waveform.isVisible()
    assert page.transcript.isVisible()


def test_without_a_recording_the_rest_works(opened: Opened, demo_store: Store, keys: SimpleNamespace) -> None:
    with demo_store.database.session() as session:
        session.connection().execute(text("UPDATE recording SET path = '/nowhere/call.wav'"))
    page = opened("VR-88102")
    assert "out of reach" in page.notice.words.text()
    assert "no sound to show" in page.waveform.accessibleDescription()
    keys.press(Key.Key_Space)
    keys.press(Key.Key_1)
    assert page.draft.form is not None
    assert page.draft.form.answer("FIGURES_SOURCED").value == AnswerValue.YES
    assert page.transcript.view.isVisible()


def test_saved_is_said_with_its_time_after_it_is_true(opened: Opened, keys: SimpleNamespace, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    assert page.foot.saved.text() == ""
    with qtbot.waitSignal(page.draft.saved):
        keys.press(Key.Key_1)
    assert page.foot.saved.text().startswith("Saved ")


def test_a_save_that_fails_is_said_with_a_way_on(
    opened: Opened, keys: SimpleNamespace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened("VR-88102")

    def full(_self: ReviewStore, _form: object) -> None:
        raise DatabaseUnusable("The database is busy. What you see is kept here; try again.")

    with monkeypatch.context() as broken:
        broken.setattr(ReviewStore, "save_draft", full)
        with qtbot.waitSignal(page.draft.save_failed):
            keys.press(Key.Key_1)
        assert page.notice.isVisible()
        assert page.notice.words.text().startswith("Not saved: ")
    with qtbot.waitSignal(page.draft.saved):
        page.notice.buttons[0].click()
    assert not page.notice.isVisible()


def test_a_change_in_another_window_offers_to_reload(
    opened: Opened, keys: SimpleNamespace, qtbot: QtBot, demo_store: Store
) -> None:
    page = opened("VR-88102")
    with qtbot.waitSignal(page.draft.saved):
        keys.press(Key.Key_1)
    mine = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    demo_store.reviews.save_draft(mine)
    with qtbot.waitSignal(page.draft.changed_elsewhere):
        keys.press(Key.Key_2)
    assert page.notice.isVisible()
    with qtbot.waitSignal(page.draft.saved):
        page.notice.buttons[0].click()
    again = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    assert again.answer("FIGURES_SOURCED").value == AnswerValue.NO


def test_closing_stores_what_was_typed_last(
    opened: Opened, keys: SimpleNamespace, qtbot: QtBot, demo_store: Store
) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_C)
    keys.type("right")
    keys.press(Key.Key_Escape)
    with qtbot.waitSignal(page.closed):
        keys.press(Key.Key_Escape)
    mine = demo_store.reviews.mine("VR-88102", None, "TL01")
    assert mine is not None
    assert mine.answer("FIGURES_SOURCED").comment == "right"
    assert page.open_call.file is None


def test_a_signed_review_opens_read_only_above_the_strip_of_its_life(
    opened: Opened, qtbot: QtBot, keys: SimpleNamespace
) -> None:
    page = opened("VR-88102")
    assert page.draft.card is not None
    for prompt in page.draft.card.prompts:
        if prompt.id not in page.draft.ruled_out():
            page.draft.answer(prompt.id, AnswerValue.YES)
    with qtbot.waitSignal(page.signed):
        page.draft.sign()
    opened("VR-88101")
    assert not page.band.isVisible()
    opened("VR-88102")
    assert not page.notice.isVisible()
    assert page.band._strip.accessibleName() == ("Life of the review: Signed 5 Oct 2009 by TL01. Not released yet")
    keys.press(Key.Key_2)
    assert page.draft.form is not None
    assert page.draft.form.answer("FIGURES_SOURCED").value == AnswerValue.YES
    assert not page.foot.sign.isVisible()


def test_the_three_panels_are_reached_by_keys(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_1, ALT)
    assert page.transcript.view.hasFocus()
    keys.press(Key.Key_2, ALT)
    assert page.sheet.hasFocus()
    keys.press(Key.Key_3, ALT)
    assert page.form.hasFocusInside()


def test_playing_moves_the_transcript_and_counts_as_heard(opened: Opened, keys: SimpleNamespace, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    page.open_call.playback.set_speed(3.0)
    page.open_call.playback.seek_ms(27_000)
    keys.press(Key.Key_K)
    qtbot.waitUntil(lambda: page.open_call.playback.position_ms > 28_500)
    keys.press(Key.Key_K)
    assert page.transcript.view.shown.line == page.transcript._table.line_at(28_500)
    assert page.draft.heard_share > 0.01
    assert page.foot.heard.text().startswith(f"Heard {page.draft.heard_share:.0%}, ")
    assert page.foot.heard.text().endswith(", mostly at 3×")


def test_every_action_of_the_review_page_is_bound(page: ReviewPage) -> None:
    actions = ActionTable()
    wanted = {action.id for action in actions if action.scope == "review"}
    bound = {action.objectName() for widget in (page, page.form) for action in widget.actions()}
    assert wanted == bound


def test_a_review_is_gone_on_with_where_it_was_asked_for(page: ReviewPage, opened: Opened, qtbot: QtBot) -> None:
    page.life_hands.go_on_at("prompt:CONDUCT")
    opened("VR-88102")
    qtbot.waitUntil(lambda: page.form.current == "CONDUCT")
    page.life_hands.go_on_at("reply")
    opened("VR-88103")
    qtbot.waitUntil(page.notice.isVisible)
    assert page.notice.words.text() == "This review is not signed yet: sign it first."


def test_every_control_has_a_name(opened: Opened) -> None:
    page = opened("VR-88102")
    nameless = [
        control
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
        for control in page.findChildren(kind)
        if control.isVisible() and not (control.accessibleName() or getattr(control, "text", str)())
        and control.objectName() != "_q_qlineeditclearbutton"
    ]  # fmt: skip
    assert nameless == []


def test_the_columns_remember_their_widths(
    qtbot: QtBot, open_call: OpenCall, draft: ReviewDraft, life: ReviewLife, amending: Amending, tmp_path: Path
) -> None:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    first = ReviewPage(open_call, draft, life, amending, ActionTable(), memory=memory)
    qtbot.addWidget(first)
    first.resize(1366, 690)
    first.show()
    first.columns.setSizes([500, 300, 566])
    first.columns.splitterMoved.emit(500, 1)
    second = ReviewPage(open_call, draft, life, amending, ActionTable(), memory=memory)
    qtbot.addWidget(second)
    second.resize(1366, 690)
    second.show()
    assert second.columns.sizes() == first.columns.sizes()


def test_the_length_beside_the_play_button_is_right_as_soon_as_the_sound_is_complete(
    page: ReviewPage, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.open_call.samples_complete, timeout=10_000):
        page.open_call.open("VR-88102", None)
    assert page.transport._time.text() == "0:00 / 1:42"


def test_evidence_stands_on_the_waveform_by_its_prompts_number(opened: Opened) -> None:
    page = opened("VR-88102")
    page.draft.add_evidence("SOURCES_AGREE", EvidenceNote(EvidenceKind.SPAN, 11_000, 15_000))
    (mark,) = page.waveform._scene.marks
    assert mark.label == "20"
    place = page.waveform._scene.mark_rect(mark).center()
    asked = "20. Do amounts, period and label agree between the recording, the guide sheet and the system?"
    assert page.waveform._hands._tip(place) == f"{asked}\n0:11 to 0:15"


def test_the_panel_stands_in_its_place_at_once_where_nobody_sees_it_move(opened: Opened) -> None:
    page = opened("VR-88102")
    page.sign()
    assert page.panel.geometry() == page.panels.rect()


def lines_in_sight(page: ReviewPage) -> tuple[int, int]:
    """How many lines of text transcript and scorecard show."""
    line = page.transcript.view.line_height
    return page.transcript.view.viewport().height() // line, page.form._scroll.viewport().height() // line


@pytest.mark.parametrize("signed", [False, True])
def test_at_twice_the_text_size_eight_lines_stay_in_sight(opened: Opened, qtbot: QtBot, signed: bool) -> None:
    page = opened("VR-88102")
    if signed:
        assert page.draft.card is not None
        for prompt in page.draft.card.prompts:
            if prompt.id not in page.draft.ruled_out():
                page.draft.answer(prompt.id, AnswerValue.YES)
        with qtbot.waitSignal(page.signed):
            page.draft.sign()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    usual = page.waveform.height()
    theme.apply(application, "light", 200)
    page.resize(1366, 708)
    qtbot.waitUntil(lambda: min(lines_in_sight(page)) >= 8)
    lanes = page.waveform._scene.layout.lane_rects(2)
    assert lanes[0].height() >= theme.text_height("small") - 4
    theme.apply(application, "light", 100)
    page.resize(1366, 690)
    qtbot.waitUntil(lambda: page.waveform.height() == usual)


def test_at_twice_the_text_size_a_recording_that_is_gone_leaves_its_height_to_the_columns(
    opened: Opened, qtbot: QtBot, demo_store: Store, light_look: None
) -> None:
    page = opened("VR-88103")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 200)
    page.resize(1366, 708)
    with demo_store.database.session() as session:
        session.connection().execute(
            text("UPDATE recording SET path = '/nowhere/call.wav' WHERE recording_id='VR-88102'")
        )
    opened("VR-88102")
    qtbot.waitUntil(lambda: page.waveform.height() == 2 * theme.text_height())
    opened("VR-88103")
    qtbot.waitUntil(lambda: page.waveform.height() > 4 * theme.text_height())


def test_a_column_that_is_folded_leaves_the_open_prompt_in_sight(opened: Opened, qtbot: QtBot) -> None:
    page = opened("VR-88110")
    page.form.go_to("SOURCES_AGREE")
    row, view = page.form.rows["SOURCES_AGREE"], page.form._scroll.viewport()
    qtbot.waitUntil(lambda: row.mapTo(view, row.rect().bottomLeft()).y() <= view.height())
    page.columns.fold("transcript", folded=True)
    page.columns.fold("sheet", folded=True)
    qtbot.waitUntil(lambda: 0 <= row.mapTo(view, row.rect().topLeft()).y() <= theme.space(1))


def test_a_draft_with_a_result_opens_with_its_foot_uncut_at_twice_the_text_size(
    opened: Opened, qtbot: QtBot, light_look: None
) -> None:
    page = opened("VR-88102")
    with qtbot.waitSignal(page.draft.saved):
        page.draft.answer("LUMP_SOUGHT", AnswerValue.NO)
    opened("VR-88103")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 200)
    page.resize(1366, 708)
    opened("VR-88102")
    assert page.foot._critical.isVisible()
    assert page.foot._wanted() <= page.foot.width()

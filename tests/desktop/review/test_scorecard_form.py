"""The scorecard as it is answered: rows, rules, evidence, keys, undo."""

from collections.abc import Callable
from types import SimpleNamespace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractSlider, QApplication
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.views.review_page import ReviewPage
from models.review import AnswerValue, EvidenceKind, EvidenceNote

Opened = Callable[..., ReviewPage]
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def value(page: ReviewPage, prompt: str) -> AnswerValue | None:
    assert page.draft.form is not None
    return page.draft.form.answer(prompt).value


def evidence(page: ReviewPage, prompt: str) -> tuple[EvidenceNote, ...]:
    assert page.draft.form is not None
    return page.draft.form.answer(prompt).evidence


def test_the_form_has_every_prompt_of_the_card_and_opens_the_first_unanswered(opened: Opened) -> None:
    page = opened("VR-88102")
    assert page.draft.card is not None
    assert list(page.form.rows) == [prompt.id for prompt in page.draft.card.prompts]
    assert page.form.current == "FIGURES_SOURCED"
    assert page.form.rows["FIGURES_SOURCED"].hasFocus()


def test_digits_answer_the_open_prompt_and_nought_clears_it(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    for key, wanted in (
        (Key.Key_1, AnswerValue.YES),
        (Key.Key_2, AnswerValue.NO),
        (Key.Key_3, AnswerValue.NOT_APPLICABLE),
        (Key.Key_4, AnswerValue.CANNOT_TELL),
        (Key.Key_0, None),
    ):
        keys.press(key)
        assert value(page, "FIGURES_SOURCED") == wanted
    assert page.form.current == "FIGURES_SOURCED"


def test_arrows_move_and_n_goes_to_the_next_unanswered_and_round(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_Down)
    assert page.form.current == "FULL_FIRST"
    keys.press(Key.Key_Up)
    keys.press(Key.Key_Up)
    assert page.form.current == "FIGURES_SOURCED"
    page.form.go_to("LABEL_RIGHT")
    keys.press(Key.Key_N)
    assert page.form.current == "LO_CONSIDERED"  # 6 and 7 answer themselves
    page.form.go_to("SOURCES_AGREE")
    keys.press(Key.Key_N)
    assert page.form.current == "FIGURES_SOURCED"


def test_a_prompt_that_answers_itself_shows_why_and_can_be_overruled(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88101")
    row = page.form.rows["LUMP_SOUGHT"]
    assert row.state.by_rule
    assert row._notes.text().startswith("N/A: paid in full")
    page.form.go_to("LUMP_SOUGHT")
    keys.press(Key.Key_1)
    assert not row.state.by_rule
    assert "Against the rule" in row._notes.text()


def test_a_no_says_which_evidence_it_needs_until_it_has_it(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    page.form.go_to("CONDUCT")
    keys.press(Key.Key_2)
    row = page.form.rows["CONDUCT"]
    assert row._needs.text() == "A no needs a span of the call, or the whole call heard"
    page.waveform.set_selection(11_000, 15_000)
    keys.press(Key.Key_E)
    assert evidence(page, "CONDUCT") == (EvidenceNote(EvidenceKind.SPAN, 11_000, 15_000),)
    assert row._needs.isHidden()


def test_e_takes_the_words_selected_in_the_transcript_first(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    page.transcript.view.select_to(0)
    page.transcript.view.select_to(8)
    assert page.waveform.selection == page.transcript.view.selection_span()
    span = page.transcript.view.selection_span()
    assert span is not None
    page.form.focus_current()
    keys.press(Key.Key_E)
    assert evidence(page, "FIGURES_SOURCED") == (EvidenceNote(EvidenceKind.SPAN, *span),)
    assert page.transcript.view.selection_span() is None
    assert page.waveform.selection is None


def test_e_takes_the_last_ten_seconds_without_a_selection(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    page.open_call.playback.seek_ms(31_000)
    keys.press(Key.Key_E)
    assert evidence(page, "FIGURES_SOURCED") == (EvidenceNote(EvidenceKind.SPAN, 21_000, 31_000),)


def test_e_at_the_start_says_that_nothing_was_heard(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_E)
    assert evidence(page, "FIGURES_SOURCED") == ()
    assert "nothing was heard yet" in page.notice.words.text()


def test_f_goes_to_the_sheet_and_f_again_takes_the_field_and_comes_back(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_F)
    assert page.sheet.has_keyboard
    keys.press(Key.Key_Down)
    keys.press(Key.Key_F)
    assert evidence(page, "FIGURES_SOURCED") == (EvidenceNote(EvidenceKind.SHEET, field="net_income_weekly"),)
    assert page.form.rows["FIGURES_SOURCED"].hasFocus()


def test_delete_removes_the_last_evidence_and_ctrl_z_brings_it_back(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    page.open_call.playback.seek_ms(31_000)
    keys.press(Key.Key_E)
    before = evidence(page, "FIGURES_SOURCED")
    keys.press(Key.Key_Delete)
    assert evidence(page, "FIGURES_SOURCED") == ()
    keys.press(Key.Key_Z, CONTROL)
    assert evidence(page, "FIGURES_SOURCED") == before


def test_w_says_what_is_left_to_hear_and_plays_it_until_the_whole_call_was_heard(
    opened: Opened, keys: SimpleNamespace, qtbot: QtBot
) -> None:
    page = opened("VR-88102")
    page.form.go_to("CONDUCT")
    page.draft.set_heard([(0, 60_000), (70_000, 90_000)])
    keys.press(Key.Key_W)
    detail = page.form._detail
    assert evidence(page, "CONDUCT") == ()
    assert detail._notice_words.text() == (
        "78% of the call was heard here; an answer rests on the whole call from 95% on. "
        "Still to hear: 1:00–1:10 and 1:30–1:42."
    )
    assert detail.hear_rest.hasFocus()
    keys.press(Key.Key_Return)
    playback = page.open_call.playback
    assert playback.playing
    assert 60_000 <= playback.position_ms < 70_000
    playback.pause()
    page.draft.set_heard([(60_000, 70_000)])
    assert detail._notice_words.text().endswith("Still to hear: 1:30–1:42.")
    page.draft.set_heard([(90_000, 102_000)])
    assert not detail.refusing
    page.form.focus_current()
    keys.press(Key.Key_W)
    assert evidence(page, "CONDUCT") == (EvidenceNote(EvidenceKind.WHOLE_CALL),)


def test_c_writes_a_comment_in_which_digits_and_letters_are_text(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_C)
    keys.type("1 new lump sum, 2 weeks?")
    assert page.draft.form is not None
    assert page.draft.form.answer("FIGURES_SOURCED").comment == "1 new lump sum, 2 weeks?"
    assert value(page, "FIGURES_SOURCED") is None
    keys.press(Key.Key_Escape)
    assert page.form.rows["FIGURES_SOURCED"].hasFocus()
    assert page.isVisible()
    keys.press(Key.Key_1)
    assert value(page, "FIGURES_SOURCED") == AnswerValue.YES


def test_a_segment_pressed_answers_its_row_and_pressed_again_takes_it_back(opened: Opened, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    button = page.form.rows["CONDUCT"].buttons.buttons[AnswerValue.YES]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert value(page, "CONDUCT") == AnswerValue.YES
    assert page.form.current == "CONDUCT"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert value(page, "CONDUCT") is None
    assert not button.isChecked()


def test_evidence_is_heard_and_backspace_returns_to_the_place(
    opened: Opened, keys: SimpleNamespace, qtbot: QtBot
) -> None:
    page = opened("VR-88102")
    playback = page.open_call.playback
    playback.seek_ms(60_000)
    note = EvidenceNote(EvidenceKind.SPAN, 11_000, 15_000)
    page.form.add_evidence(note)
    page.hands.play(note)
    assert playback.playing
    qtbot.waitUntil(lambda: playback.position_ms > 11_100)
    keys.press(Key.Key_Backspace)
    assert not playback.playing
    assert playback.position_ms == 60_000


def test_every_row_says_its_question_and_answer_to_those_who_hear_the_screen(opened: Opened) -> None:
    page = opened("VR-88102")
    page.draft.answer("FULL_FIRST", AnswerValue.NO)
    row = page.form.rows["FULL_FIRST"]
    assert row.accessibleName() == "2. Was full payment of the arrears sought first?, critical"
    assert row.accessibleDescription().startswith("no. Missing: a no needs")
    assert page.form.rows["DEO_LEAVES_60"].accessibleDescription().startswith("not applicable by rule")


def test_shift_c_writes_the_overall_comment_at_the_end_of_the_scorecard(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    keys.press(Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    box = page.form.overall.box
    assert box.hasFocus()
    assert not box.visibleRegion().isEmpty()
    keys.type("1 good call, well led")
    assert page.draft.form is not None
    assert page.draft.form.comment == "1 good call, well led"
    assert value(page, "FIGURES_SOURCED") is None
    keys.press(Key.Key_Escape)
    assert page.form.rows["FIGURES_SOURCED"].hasFocus()
    keys.press(Key.Key_Z, CONTROL)
    assert box.toPlainText() == ""
    keys.press(Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert box.toPlainText() == "1 good call, well led"


def test_the_overall_comment_of_one_call_is_not_shown_at_the_next(opened: Opened, qtbot: QtBot) -> None:
    page = opened("VR-88102")
    with qtbot.waitSignal(page.draft.saved):
        page.draft.comment_overall("good call")
    opened("VR-88103")
    assert page.form.overall.box.toPlainText() == ""
    opened("VR-88102")
    assert page.form.overall.box.toPlainText() == "good call"


def test_the_first_prompt_of_a_section_is_shown_with_its_heading(opened, keys) -> None:
    page = opened("VR-88102")
    form = page.form
    form.go_to("SOURCES_AGREE")
    bar = form._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    form.go_to("FIGURES_SOURCED")
    form._bring_into_sight()
    assert bar.value() == form._made.headings[0].y()


def test_a_heading_is_not_cut_where_it_and_its_prompt_are_too_tall(opened: Opened, keys: SimpleNamespace) -> None:
    page = opened("VR-88102")
    form, first = page.form, page.form.rows["FIGURES_SOURCED"]
    page.resize(1366, page.height() - form._scroll.viewport().height() + first.height() + 8)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    form._bring_into_sight()
    assert form._scroll.viewport().height() < form._made.headings[0].height() + first.height()
    assert form._scroll.verticalScrollBar().value() == form._made.headings[0].y() == 0
    keys.press(Key.Key_C)
    box = form._detail.box
    assert box.mapTo(form._scroll.viewport(), box.rect().bottomLeft()).y() <= form._scroll.viewport().height()


def test_another_width_keeps_the_open_prompt_in_sight_unless_a_person_scrolled_away(
    opened: Opened, qtbot: QtBot
) -> None:
    page = opened("VR-88110")
    form, view = page.form, page.form._scroll.viewport()
    form.go_to("SOURCES_AGREE")
    row = form.rows["SOURCES_AGREE"]

    def whole_or_from_its_top() -> bool:
        top = row.mapTo(view, row.rect().topLeft()).y()
        return 0 <= top <= max(view.height() - row.height(), theme.space(1))

    for width, height in ((1920, 1080), (1366, 690), (1100, 690)):
        page.resize(width, height)
        qtbot.waitUntil(whole_or_from_its_top)
    form._scroll.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    page.resize(1366, 690)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert form._scroll.verticalScrollBar().value() == 0

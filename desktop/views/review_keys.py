"""Every key of the review page that works wherever the keyboard is on it, tied to what it does."""

from typing import TYPE_CHECKING

from desktop.state.draft_answers import OVERALL
from desktop.views.actions import ActionTable
from desktop.views.transport import next_speed
from models.judged import WHO
from models.review import AnswerValue

if TYPE_CHECKING:
    from desktop.views.review_page import ReviewPage


def bind_keys(page: "ReviewPage", actions: ActionTable) -> None:
    """Bind the actions of the review page to `page`. Those of the scorecard alone are bound by the form."""
    playback, hands, form, draft = page.open_call.playback, page.hands, page.form, page.draft
    waveform, transcript = page.waveform, page.transcript
    wishes = {
        "play": playback.toggle,
        "play_pause": playback.toggle,
        "back": lambda: hands.step(-page.settings.step_ms),
        "forward": lambda: hands.step(page.settings.step_ms),
        "back_small": lambda: hands.step(-page.settings.small_step_ms),
        "forward_small": lambda: hands.step(page.settings.small_step_ms),
        "slower": lambda: playback.set_speed(next_speed(playback.speed, False)),
        "faster": lambda: playback.set_speed(next_speed(playback.speed, True)),
        "normal_speed": lambda: playback.set_speed(1.0),
        "zoom_in": waveform.zoom_in,
        "zoom_out": waveform.zoom_out,
        "zoom_whole": waveform.zoom_whole,
        "select_start": lambda: waveform.select_from(playback.position_ms),
        "select_end": lambda: waveform.select_to(playback.position_ms),
        "clear_selection": hands.clear_selection,
        "return_to_place": hands.return_to_place,
        "find": transcript.open_find,
        "find_next": transcript.find_next,
        "find_previous": transcript.find_previous,
        "follow": transcript.toggle_following,
        "answer_yes": lambda: form.answer(AnswerValue.YES),
        "answer_no": lambda: form.answer(AnswerValue.NO),
        "answer_na": lambda: form.answer(AnswerValue.NOT_APPLICABLE),
        "answer_ct": lambda: form.answer(AnswerValue.CANNOT_TELL),
        "answer_clear": lambda: form.answer(None),
        "next_unanswered": form.next_unanswered,
        "comment": form.focus_comment,
        "comment_overall": page.comment_overall,
        "undo": lambda: _show(page, draft.undo()),
        "redo": lambda: _show(page, draft.redo()),
        "evidence_span": hands.take_span,
        "evidence_whole": form.add_whole_call,
        "evidence_field": hands.field_key,
        "panel_transcript": transcript.view.setFocus,
        "panel_sheet": page.sheet.setFocus,
        "panel_scorecard": form.focus_current,
        "next_sheet": page.strip.next_sheet,
        "next_caseworker": page.strip.next_caseworker,
        "sign": page.sign,
        "close_review": page.close_page,
    }
    for action_id, wish in wishes.items():
        actions.bind(action_id, page, wish)
    waveform.bind_keys(actions, page)
    transcript.bind_keys(actions, page)


def _show(page: "ReviewPage", place: str | None) -> None:
    """After an undo: what it changed, a prompt or the comment on the whole check."""
    if place == WHO:
        page.strip.focus_choice()
    elif place == OVERALL:
        page.form.show_overall()
    elif place is not None:
        page.form.go_to(place)

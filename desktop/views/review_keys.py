"""Every key of the review page that works wherever the keyboard is on it, tied to what it does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.views.actions import ActionTable
from desktop.views.review_columns import SCORECARD, SHEET, TRANSCRIPT
from desktop.views.sheet_tabs import SAID_TAB, SHEET_TAB, STEER_TAB
from desktop.views.transport import next_speed
from desktop.views.undo_hands import UndoHands
from models.review import AnswerValue

if TYPE_CHECKING:
    from desktop.views.review_page import ReviewPage


NEEDS = {
    TRANSCRIPT: ("find", "find_next", "find_previous"),
    SHEET: ("evidence_field", "play_said"),
    SCORECARD: (
        *("answer_yes", "answer_no", "answer_na", "answer_ct", "answer_clear", "next_unanswered", "comment"),
        *("answer_fifth", "answer_sixth", "leave_na", "leave_ct"),
        "take_proposals",
        *("evidence_span", "evidence_whole", "evidence_said"),
    ),
}
"""What is done only in sight of its column: a folded one opens."""
COLUMN_OF = {action_id: column for column, actions in NEEDS.items() for action_id in actions}


def bind_keys(page: "ReviewPage", actions: ActionTable) -> None:
    """Bind the actions of the review page to `page`. Those of the scorecard alone are bound by the form."""
    playback, hands, form = page.open_call.playback, page.hands, page.form
    waveform, transcript = page.waveform, page.transcript
    wishes: dict[str, Callable[[], object]] = {
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
        "answer_yes": lambda: form.press_digit(1),
        "answer_no": lambda: form.press_digit(2),
        "answer_na": lambda: form.press_digit(3),
        "answer_ct": lambda: form.press_digit(4),
        "answer_fifth": lambda: form.press_digit(5),
        "answer_sixth": lambda: form.press_digit(6),
        "answer_clear": lambda: form.press_digit(0),
        "leave_na": lambda: form.answer(AnswerValue.NOT_APPLICABLE),
        "leave_ct": lambda: form.answer(AnswerValue.CANNOT_TELL),
        "take_proposals": form.take_proposals,
        "next_unanswered": form.next_unanswered,
        "comment": form.focus_comment,
        "comment_overall": page.comment_overall,
        "evidence_span": hands.take_span,
        "evidence_whole": form.add_whole_call,
        "evidence_field": hands.field_key,
        "play_unheard": hands.play_unheard,
        "panel_transcript": lambda: page.room.go_to(TRANSCRIPT),
        "panel_sheet": lambda: page.room.show_tab(SHEET_TAB),
        "panel_steer": lambda: page.room.show_tab(STEER_TAB),
        "try_figures": lambda: _try(page),
        "reset_trial": page.tabs.steer.reset_trial,
        "panel_scorecard": lambda: page.room.go_to(SCORECARD),
        "panel_said": lambda: page.room.show_tab(SAID_TAB),
        "play_said": page.said.play,
        "evidence_said": page.said.take,
        "fold_transcript": lambda: page.room.toggle(TRANSCRIPT),
        "fold_sheet": lambda: page.room.toggle(SHEET),
        "fold_scorecard": lambda: page.room.toggle(SCORECARD),
        "sheet_window": page.sheet_place.toggle,
        "next_sheet": page.strip.next_sheet,
        "next_caseworker": page.strip.next_caseworker,
        "sign": page.sign,
        "score_working": page.show_score,
        "close_review": page.close_page,
    }
    for action_id, wish in wishes.items():
        actions.bind(action_id, page, _in_sight(page, COLUMN_OF.get(action_id), wish))
    waveform.bind_keys(actions, page)
    transcript.bind_keys(actions, page)
    UndoHands(page, actions)


def _in_sight(page: "ReviewPage", column: str | None, wish: Callable[[], object]) -> Callable[[], object]:
    """`wish`, with its column open."""
    if column is None:
        return wish

    def wished() -> None:
        page.room.open_column(column)
        wish()

    return wished


def _try(page: "ReviewPage") -> None:
    """The fields for other figures, in sight."""
    page.room.show_tab(STEER_TAB)
    page.tabs.steer.try_figures()

"""Every command there is, with its words, its key and the page it belongs to: written down once, here.

`actions.py` binds them to widgets and lets a person choose other keys.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """One command. `key` is in Qt's portable form ("Ctrl+K"), empty for none; `group` heads it in the key sheet.

    Keys must differ within a `scope`: "window" actions work everywhere, "worklist" and "review" only on that page.
    """

    id: str
    text: str
    key: str
    group: str
    scope: str = "window"


_WINDOW = (
    ("open_worklist", "Go to the worklist", "Ctrl+1"),
    ("open_matches", "Go to the matches", "Ctrl+2"),
    ("open_sheets", "Go to the guide sheets", "Ctrl+3"),
    ("open_transcribing", "Go to the transcripts", "Ctrl+5"),
    ("open_search", "Search the transcripts", "Ctrl+4"),
    ("open_reviews", "Go to the reviews", "Ctrl+6"),
    ("open_reports", "Go to the reports", "Ctrl+Shift+R"),
    ("open_people", "Go to the caseworkers' records", "Ctrl+8"),
    ("open_scorecards", "Go to the scorecards", "Ctrl+7"),
    ("open_import", "Import recordings and lists", "Ctrl+I"),
    ("open_export", "Export signed reviews", "Ctrl+E"),
    ("open_settings", "Settings", "Ctrl+,"),
    ("palette", "Find an action or a call", "Ctrl+K"),
    ("menu", "Show the menu of commands", "F10"),
    ("keys", "Show all keys", "?"),
    ("larger_text", "Larger text", "Ctrl+Shift+="),
    ("smaller_text", "Smaller text", "Ctrl+Shift+-"),
    ("switch_theme", "Light, dark or high contrast", "Ctrl+Shift+L"),
    ("dismiss_notice", "Dismiss the notice", "Ctrl+."),
    ("cancel_job", "Cancel the running work", "Ctrl+Shift+X"),
    ("pause_queue", "Pause transcribing, or go on", "Ctrl+Shift+P"),
    ("quit", "Quit", "Ctrl+Q"),
)
_WORKLIST = (
    ("open_item", "Open the selected call", "Return"),
    ("search", "Search the list", "Ctrl+F"),
    ("refresh", "Read the list again", "F5"),
    ("next_section", "Next section", "Ctrl+Down"),
    ("previous_section", "Previous section", "Ctrl+Up"),
    ("clear_filters", "Clear the filters", "Ctrl+Shift+F"),
    ("transcribe_calls", "Transcribe the selected calls", "Ctrl+T"),
    ("due_calls", "Calls of my samples, or all matched calls", "Ctrl+Shift+A"),
)
_TRANSCRIBING = (
    ("open_transcribed", "Open the selected call", "Return"),
    ("pause_call", "Pause the selected calls, or go on", "Space"),
    ("retry_call", "Try the selected calls again", "R"),
    ("transcribe_anew", "Transcribe the selected calls once more", "Ctrl+Shift+T"),
    ("drop_call", "Take the selected calls off the queue", "Delete"),
    ("move_up", "Move the selected calls up", "Alt+Up"),
    ("move_down", "Move the selected calls down", "Alt+Down"),
    ("move_first", "Do the selected calls first", "Alt+Home"),
    ("retry_failed", "Try all that failed again", "Ctrl+R"),
    ("transcribe_all", "Transcribe every call without a transcript", "Ctrl+T"),
    ("refresh_queue", "Read the queue again", "F5"),
)
_SHEETS = (
    ("open_sheet", "Open the selected sheet", "Return"),
    ("leave_out", "Leave the sheet out, or take it in", "Space"),
    ("confirm_sheets", "Confirm the page of sheets", "Ctrl+Return"),
    ("open_left_out", "Open the first sheet left out", "O"),
    ("withdraw_confirmation", "Withdraw the confirmation", "W"),
    ("search_sheets", "Search the sheets", "Ctrl+F"),
    ("refresh_sheets", "Read the sheets again", "F5"),
    ("next_verdict", "Next verdict or reason", "Ctrl+Down"),
    ("previous_verdict", "Previous verdict or reason", "Ctrl+Up"),
    ("clear_sheet_filters", "Clear the filters", "Ctrl+Shift+F"),
)
_REVIEWS = (
    ("open_review", "Open the selected review", "Return"),
    ("open_published", "Open the review as it was published", "Shift+Return"),
    ("release_reviews", "Release the selected reviews", "Ctrl+L"),
    ("reply_selected", "Record the caseworker's reply", "Ctrl+Y"),
    ("take_reply_form", "Take in a reply form", "Ctrl+O"),
    ("decide_selected", "Decide the dispute", "Alt+G"),
    ("amend_selected", "Amend the review", "Ctrl+B"),
    ("write_feedback", "Write the feedback document", "Ctrl+S"),
    ("write_month", "Write a month's feedback document", "Ctrl+Shift+S"),
    ("print_feedback", "Print the feedback document", "Ctrl+P"),
    ("copy_review", "Copy the ids of the review", "Ctrl+C"),
    ("life_down", "Scroll the review's life down", "Alt+PgDown"),
    ("life_up", "Scroll the review's life up", "Alt+PgUp"),
    ("search_reviews", "Search the reviews", "Ctrl+F"),
    ("refresh_reviews", "Read the reviews again", "F5"),
    ("next_stand", "Next state", "Ctrl+Down"),
    ("previous_stand", "Previous state", "Ctrl+Up"),
    ("clear_review_filters", "Clear the filters", "Ctrl+Shift+F"),
)
_REPORTS = (
    ("next_report", "Next report", "Ctrl+Down"),
    ("previous_report", "Report before", "Ctrl+Up"),
    ("find_report", "Find a report", "Ctrl+F"),
    ("choose_period", "Choose the period", "Alt+P"),
    ("report_preview", "Show the preview", "Alt+1"),
    ("report_about", "Show what the report is", "Alt+2"),
    ("report_copies", "Show the issued copies", "Alt+3"),
    ("make_report", "Make the preview again", "F5"),
    ("stop_report", "Stop making the preview", "Escape"),
    ("issue_report", "Issue the report", "Ctrl+S"),
    ("print_report", "Print the report", "Ctrl+P"),
    ("copy_report", "Copy the table", "Ctrl+C"),
    ("open_copy", "Open the issued copy", "Ctrl+O"),
    ("save_copy", "Save the issued copy again, byte for byte", "Ctrl+Shift+S"),
    ("compare_copy", "Compare the issued copy with a fresh report", "Ctrl+D"),
    ("check_copy", "Check the bytes of the issued copy", "Ctrl+H"),
)
_MATCHES = (
    ("link", "Link the selected pair", "Return"),
    ("link_further", "Link as a further sheet or call", "L"),
    ("make_primary", "Make it the sheet's own call", "P"),
    ("unlink", "Keep the two apart", "U"),
    ("skip", "Skip to the next line", "S"),
    ("next_candidate", "Next candidate", "Right"),
    ("previous_candidate", "Previous candidate", "Left"),
    ("undo_decision", "Take the last decision back", "Ctrl+Z"),
    ("open_match", "Open the call or sheet", "O"),
    ("set_clock", "Set a recorder's clock", "K"),
    ("match_again", "Run the matching again", "F5"),
)
_SEARCH = (
    ("play_found", "Hear where it was said", "Return"),
    ("open_found", "Open the call where it was said", "Ctrl+Return"),
    ("search_words", "Go to the search field", "Ctrl+F"),
    ("search_again", "Search again", "F5"),
    ("clear_search", "Search everything", "Ctrl+Shift+F"),
)
_IMPORT = (
    ("try_import", "Try the import without writing", "Ctrl+T"),
    ("start_import", "Import what is chosen", "Ctrl+Return"),
    ("choose_profile", "Choose an import profile", "Alt+P"),
    ("map_columns", "Map the columns of a list", "Ctrl+M"),
    ("show_refused", "Show what was refused", "Alt+1"),
    ("show_changed", "Show what changed", "Alt+2"),
    ("show_remarks", "Show the remarks", "Alt+3"),
    ("search_import", "Search in these rows", "Ctrl+F"),
    ("earlier_imports", "Show earlier imports", "Ctrl+H"),
    ("save_import_report", "Save the report", "Ctrl+S"),
    ("print_import_report", "Print the report", "Ctrl+P"),
)
_MAPPING = (
    ("save_mapping", "Save the profile and go on", "Ctrl+Return"),
    ("leave_mapping", "Back without saving", "Escape"),
)
_EXPORT = (
    ("choose_target", "Choose where to export to", "Ctrl+S"),
    ("start_export", "Export the period", "Ctrl+Return"),
)
_PEOPLE = (
    ("people_overview", "Show the overview", "Alt+1"),
    ("people_objective", "Show the objectives", "Alt+2"),
    ("people_competency", "Show the competencies", "Alt+3"),
    ("people_need", "Show the development plan", "Alt+4"),
    ("people_feedback", "Show the feedback", "Alt+5"),
    ("people_history", "Show the history of the record", "Alt+6"),
    ("next_person", "Next caseworker", "Ctrl+Down"),
    ("previous_person", "Caseworker before", "Ctrl+Up"),
    ("next_year", "Next reporting period", "Alt+Right"),
    ("previous_year", "Reporting period before", "Alt+Left"),
    ("add_entry", "Add an entry", "Ctrl+N"),
    ("edit_entry", "Change the entry", "F2"),
    ("withdraw_entry", "Withdraw the entry", "Delete"),
    ("undo_withdrawal", "Put back what was withdrawn", "Ctrl+Z"),
    ("comment_entry", "Comment on the entry as the caseworker", "C"),
    ("save_entry", "Save the entry", "Ctrl+Return"),
    ("leave_entry", "Close the entry without saving", "Escape"),
    ("open_reviewed", "Open the selected check", "Return"),
    ("save_record", "Save the record for the one-to-one", "Ctrl+S"),
    ("print_record", "Print the record for the one-to-one", "Ctrl+P"),
    ("refresh_people", "Read the records again", "F5"),
)
_SCORECARDS = (
    ("next_card", "Next version", "Ctrl+Down"),
    ("previous_card", "Version before", "Ctrl+Up"),
    ("make_version", "Make the next version", "Ctrl+N"),
    ("take_in_card", "Take in a scorecard file", "Ctrl+O"),
    ("save_card", "Save the scorecard as a TOML file", "Ctrl+S"),
    ("publish_card", "Publish the draft", "Ctrl+Return"),
    ("take_back_card", "Take the publication back", "Ctrl+B"),
    ("withdraw_card", "Withdraw the version, or reinstate it", "Ctrl+D"),
    ("discard_card", "Discard the draft", "Ctrl+Delete"),
    ("card_edit", "Show the sections and prompts", "Alt+1"),
    ("card_preview", "Show the preview", "Alt+2"),
    ("card_trial", "Show the trial", "Alt+3"),
    ("next_part", "Next section or prompt", "Alt+PgDown"),
    ("previous_part", "Section or prompt before", "Alt+PgUp"),
    ("add_prompt", "Add a prompt", "Alt+P"),
    ("add_section", "Add a section", "Alt+S"),
    ("part_up", "Move the section or prompt up", "Alt+Up"),
    ("part_down", "Move the section or prompt down", "Alt+Down"),
    ("remove_part", "Remove the section or prompt", "Delete"),
    ("add_option", "Add an answer to choose from", "Alt+A"),
    ("add_condition", "Add a condition for N/A", "Alt+C"),
    ("next_fault", "Go to the next fault", "F8"),
    ("undo_card", "Undo the last change", "Ctrl+Z"),
    ("redo_card", "Make the change again", "Ctrl+Shift+Z"),
    ("run_trial", "Try the version on signed reviews", "Ctrl+R"),
    ("open_tried", "Open the selected review", "Return"),
    ("refresh_cards", "Read the versions again", "F5"),
)
_SETTINGS = (
    ("add_model", "Add a speech model", "Ctrl+O"),
    ("test_speech", "Test the speech engines", "Ctrl+T"),
)
_LISTENING = (
    ("play", "Play or pause", "Space"),
    ("back", "Back one step", "J"),
    ("play_pause", "Play or pause", "K"),
    ("forward", "Forward one step", "L"),
    ("back_small", "Back one small step", "Shift+J"),
    ("forward_small", "Forward one small step", "Shift+L"),
    ("slower", "Slower", "["),
    ("faster", "Faster", "]"),
    ("normal_speed", "Normal speed", "\\"),
    ("skip_silence", "Skip silence, or not", "Q"),
    ("skip_what", "Choose what to skip", "Shift+Q"),
    ("loop", "Loop the selection, or not", "R"),
    ("listen_next", "Hear both, one, or each in an ear", "H"),
    ("listen_both", "Hear both speakers", "Alt+B"),
    ("listen_caseworker", "Hear the caseworker only", "Alt+C"),
    ("listen_parent", "Hear the non-resident parent only", "Alt+N"),
    ("listen_apart", "Hear each in an ear", "Alt+E"),
    ("swap_speakers", "Swap the speakers", "X"),
    ("level", "Even the speakers' levels, or not", "V"),
    ("sound_device", "Choose the sound device", "Alt+D"),
    ("zoom_in", "Zoom into the waveform", "Ctrl+="),
    ("zoom_out", "Zoom out of the waveform", "Ctrl+-"),
    ("zoom_whole", "Show the whole call", "Ctrl+0"),
    ("select_start", "Begin a selection here", "I"),
    ("select_end", "End the selection here", "O"),
    ("clear_selection", "Clear the selection", "Ctrl+D"),
    ("snap", "Snap selections to speech, or not", "M"),
    ("legend", "Explain the waveform", "Alt+L"),
    ("return_to_place", "Return to the place before", "Backspace"),
)
_TRANSCRIPT = (
    ("find", "Find in the transcript", "Ctrl+F"),
    ("find_next", "Find next", "F3"),
    ("find_previous", "Find previous", "Shift+F3"),
    ("follow", "Follow the play head", "B"),
    ("edit_segment", "Correct the line", "F2"),
    ("change_speaker", "Change the speaker of the line", "F4"),
    ("says_caseworker", "The caseworker says the line; on to the next", "7"),
    ("says_parent", "The non-resident parent says the line; on to the next", "8"),
    ("says_nobody", "Nobody can tell who says the line; on to the next", "9"),
    ("next_doubt", "Go to the next doubtful line", "D"),
    ("previous_doubt", "Go to the doubtful line before", "Shift+D"),
    ("transcribe_call", "Transcribe this call, pause or go on", "Ctrl+T"),
    ("copy_time", "Copy the time", "Ctrl+Shift+C"),
    ("save_transcript", "Save the transcript as a file", "Ctrl+Shift+S"),
    ("transcript_larger", "Larger transcript", "Alt+="),
    ("transcript_smaller", "Smaller transcript", "Alt+-"),
    ("transcript_spacing", "Compact or roomy transcript", "Alt+0"),
)
_ANSWERING = (
    ("answer_yes", "Answer yes, or pick the first", "1"),
    ("answer_no", "Answer no, or pick the second", "2"),
    ("answer_na", "Answer not applicable, or pick the third", "3"),
    ("answer_ct", "Answer cannot tell, or pick the fourth", "4"),
    ("answer_fifth", "Pick the fifth", "5"),
    ("answer_sixth", "Pick the sixth", "6"),
    ("answer_lower", "Pick the one before", "Left"),
    ("answer_higher", "Pick the one after", "Right"),
    ("leave_na", "Not applicable, whatever is asked", "Shift+N"),
    ("leave_ct", "Cannot tell, whatever is asked", "Shift+K"),
    ("answer_clear", "Clear the answer", "0"),
    ("take_proposals", "Take the steer's answers", "Y"),
    ("next_prompt", "Next prompt", "Down"),
    ("previous_prompt", "Previous prompt", "Up"),
    ("next_unanswered", "Next unanswered prompt", "N"),
    ("comment", "Comment on the answer", "C"),
    ("comment_overall", "Comment on the whole check", "Shift+C"),
    ("undo", "Undo", "Ctrl+Z"),
    ("redo", "Redo", "Ctrl+Shift+Z"),
)
_EVIDENCE = (
    ("evidence_span", "Add the selection as evidence", "E"),
    ("evidence_whole", "Whole call heard as evidence", "W"),
    ("evidence_field", "Add a field of the sheet as evidence", "F"),
    ("remove_evidence", "Remove the evidence", "Delete"),
    ("play_unheard", "Hear the next part not heard yet", "Alt+H"),
)
_CUES = (
    ("next_cue", "Hear the next cue of the prompt", "G"),
    ("previous_cue", "Hear the cue before", "Shift+G"),
    ("cue_evidence", "Add the cue as evidence", "A"),
    ("next_cue_of_call", "Hear the next cue of the call", "."),
    ("previous_cue_of_call", "Hear the cue of the call before", ","),
    ("play_said", "Play where the figure was said", "P"),
    ("evidence_said", "Add where the figure was said as evidence", "Shift+E"),
)
_REVIEW = (
    ("panel_transcript", "Go to the transcript", "Alt+1"),
    ("panel_sheet", "Go to the guide sheet", "Alt+2"),
    ("panel_scorecard", "Go to the scorecard", "Alt+3"),
    ("panel_said", "Go to what was said", "Alt+5"),
    ("panel_steer", "Go to the debt steer", "Alt+4"),
    ("try_figures", "Try other figures in the steer", "Alt+T"),
    ("reset_trial", "Drop the figures tried", "Alt+R"),
    ("fold_transcript", "Fold or unfold the transcript", "Alt+Shift+1"),
    ("fold_sheet", "Fold or unfold the guide sheet", "Alt+Shift+2"),
    ("fold_scorecard", "Fold or unfold the scorecard", "Alt+Shift+3"),
    ("sheet_window", "The guide sheet in a window of its own, or back", "Alt+W"),
    ("point_to_recording", "Point to a recording that is gone", "Ctrl+Shift+O"),
    ("look_for_recording", "Look for a recording in a folder", "Ctrl+Shift+G"),
    ("pick_channels", "Choose the channels that are played", "Ctrl+Shift+H"),
    ("next_sheet", "Next sheet of this call", "S"),
    ("next_caseworker", "Judge the next caseworker of a transferred call", "T"),
    ("sign", "Sign the review", "Ctrl+Return"),
    ("score_working", "Show how the score comes about", "Alt+S"),
    ("life_release", "Release the review to the caseworker", "Ctrl+L"),
    ("life_reply", "Record the caseworker's reply", "Ctrl+Y"),
    ("life_decide", "Decide a disputed answer", "Alt+G"),
    ("life_amend", "Amend the review, or go on with it", "Ctrl+B"),
    ("feedback_from_review", "Give feedback to the caseworker", "Alt+F"),
    ("life_versions", "Compare the versions of the review", "Alt+V"),
    ("close_review", "Back to the worklist", "Escape"),
)


def _group(rows: tuple[tuple[str, str, str], ...], group: str, scope: str) -> tuple[Action, ...]:
    return tuple(Action(action_id, text, key, group, scope) for action_id, text, key in rows)


ACTIONS: tuple[Action, ...] = (
    *_group(_WINDOW, "Everywhere", "window"),
    *_group(_WORKLIST, "Worklist", "worklist"),
    *_group(_SHEETS, "Guide sheets", "sheets"),
    *_group(_REVIEWS, "Reviews", "reviews"),
    *_group(_REPORTS, "Reports", "reports"),
    *_group(_MATCHES, "Matches", "matches"),
    *_group(_TRANSCRIBING, "Transcripts", "transcribing"),
    *_group(_SEARCH, "Search", "search"),
    *_group(_PEOPLE, "Caseworkers' records", "people"),
    *_group(_SCORECARDS, "Scorecards", "scorecards"),
    *_group(_IMPORT, "Import", "import"),
    *_group(_MAPPING, "Mapping columns", "mapping"),
    *_group(_EXPORT, "Export", "export"),
    *_group(_SETTINGS, "Settings", "settings"),
    *_group(_LISTENING, "Listening", "review"),
    *_group(_TRANSCRIPT, "Transcript", "review"),
    *_group(_ANSWERING, "Answering", "review"),
    *_group(_EVIDENCE, "Evidence", "review"),
    *_group(_CUES, "Cues", "review"),
    *_group(_REVIEW, "Review", "review"),
)
"""Every command there is, in the order the key sheet shows them."""

"""What each column of a management report says, in a sentence: for the page that explains a report and its tool tips.

By the names of the command-line contract ("report"); where a name means something else in one report, that one has
words of its own.
"""

from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    # what a row is about
    "period_from": "First day of the period.",
    "period_to": "Last day of the period, included.",
    "basis": "What is counted: every guide sheet, or the calls that were checked. The two are never added.",
    "scope": "Which arrangements are counted.",
    "month": "Calendar month of the decision.",
    "team": "Team of the caseworker.",
    "scheme": "Scheme of the guide sheet.",
    "method": "Method of payment agreed.",
    "caseworker": "Staff id of the caseworker. A report with it is restricted.",
    "caseworker_id": "Staff id of the caseworker. A report with it is restricted.",
    "line_of_business": "The system the case is worked on: CSCS, CS2 or CMS.",
    "check_type": "What is checked: a call, a guide sheet, or a call by a second reviewer.",
    "stage": "Where the check stands: opened, in progress, awaiting QA, disputed, closed.",
    "segment": "Group of cases the debt belongs to.",
    "measure": "What is measured.",
    "policies": "Policies the checks were judged by.",
    # what is counted
    "checked": "How many were checked.",
    "accurate": "How many of them are accurate against the debt steer.",
    "accurate_discretion": "How many are accurate by discretion, with a recorded ground and reason.",
    "inaccurate": "How many are inaccurate.",
    "not_assessable": "How many could not be judged; they stay out of the percentage.",
    "figure_errors": "Inaccurate ones in which a figure of the steer is wrong.",
    "process_errors": "Inaccurate ones with a no on another critical prompt. One check may be both.",
    "count": "How many there are.",
    "on_hand_start": "On hand when the month began.",
    "intake": "Came in during the month.",
    "cleared": "Cleared during the month.",
    "on_hand_end": "On hand when the month ended.",
    "sheets_received": "Guide sheets of new arrangements that came in.",
    "cleared_first_time": "Cleared without being reworked.",
    "reworked": "Reworked before they were cleared.",
    "numerator": "How many meet the measure.",
    "denominator": "Out of how many.",
    # what is worked out
    "kpi_pct": "Accurate of 100 that could be judged, discretion included.",
    "pct": "Numerator of 100 of the denominator.",
    "low_pct": "Lower end of the interval.",
    "high_pct": "Upper end of the interval.",
    "interval": "Which interval low and high are, or why there is none.",
    "target_pct": "The target.",
    "shown": "Whether the figures show that the target is reached.",
    "coverage_pct": "Checked of 100 in scope.",
    "more_needed": "How many more accurate ones it takes until the target is shown.",
    "oldest_days": "Age in days of the oldest in the stage.",
    "median_days_to_check": "Days until the check: half took less, half took more.",
    "median_instalments": "Instalments until the debt is cleared: half take fewer, half take more.",
    "share_pct": "Share of the month's total.",
    "note": "What is to be known of the figure.",
    # money
    "arrears_in_scope": "Arrears on the sheets counted, in pounds.",
    "lump_sums": "Lump sums agreed, in pounds.",
    "expected_2_years": "What the arrangements bring in within two years, in pounds.",
    "of_which_deo": "Of that, what comes by deduction from earnings order.",
    "collected": "What was collected, as imported; kept apart from what was arranged.",
    "target": "The collections target of the settings.",
    # the caselist
    "review_id": "Id of the review.",
    "kind": "Primary, second mark or calibration.",
    "state": "Where the review stands.",
    "recording_id": "Id of the recording.",
    "sheet_id": "Id of the guide sheet.",
    "case_ref": "Reference of the case.",
    "reviewer_id": "Staff id of the reviewer.",
    "call_start": "When the call began.",
    "decision_date": "Day of the decision.",
    "signed_at": "When the review was signed.",
    "scorecard": "Scorecard it was reviewed by.",
    "policy": "Policy it was judged by.",
    "sample_id": "Sample the call was drawn in.",
    "rung": "Rung of the debt steer that was reached.",
    "steer_label": "What the steer calls the outcome.",
    "recorded_label": "What the sheet calls it.",
    "verdict": "Verdict of the steer.",
    "reasons": "Reasons of the verdict.",
    "reading_sensitive": "Readings of the policy under which the verdict would be another.",
    "score": "Score of 100.",
    "critical": "Whether a critical prompt failed.",
    "kpi_class": "What the KPI counts it as.",
    "cannot_tell": "Prompts answered with cannot tell.",
    "heard_pct": "How much of the call was heard.",
    "amends": "The review this one amends.",
    "amend_reason": "Why it was amended.",
    "comment": "The reviewer's comment.",
}
_OWN: Mapping[tuple[str, str], str] = {
    ("pipeline", "count"): "Checks in the stage at the end of the last day.",
    ("methods", "count"): "Arrangements by this method.",
    ("new-arrangements", "month"): "Calendar month in which the sheets came in.",
    ("caselist", "team"): "Team of the caseworker.",
}


def column_words(kind: str, name: str) -> str:
    """What the column of that report says; empty for one that nothing is known of."""
    return _OWN.get((kind, name), _WORDS.get(name, ""))

"""Whose work a check of a call judges: clear for most calls, a choice of the reviewer for a transferred one.

Pure. A call of several caseworkers (`Recording.further_caseworkers`) was transferred; the caseworker of the sheet is
judged when he is among them, else the reviewer says who. A call that was not transferred judges the sheet's caseworker,
else the one the recorder names.
"""

from models.completeness import Missing
from models.guide_sheet import GuideSheet
from models.matching import joined
from models.recording import Recording
from models.review import ReviewForm

WHO = "caseworker_id"
"""Stands in the place of a prompt where the choice is missing: the key of the review form."""


def is_transferred(recording: Recording | None) -> bool:
    """Whether several caseworkers spoke on the call."""
    return recording is not None and len(joined(recording.caseworker_id, recording.further_caseworkers)) > 1


def choices(recording: Recording | None, sheet: GuideSheet | None) -> tuple[str, ...]:
    """Whom a check of this call may judge: everybody on it, then the sheet's caseworker if he is another one."""
    if recording is None:
        return joined(None if sheet is None else sheet.caseworker_id, None)
    on_call = joined(recording.caseworker_id, recording.further_caseworkers)
    named = None if sheet is None else sheet.caseworker_id
    return on_call if named is None or named in on_call else (*on_call, named)


def judged_by_default(recording: Recording | None, sheet: GuideSheet | None) -> str | None:
    """Whose work is judged unless the reviewer says otherwise; None where only the reviewer can say it."""
    named = None if sheet is None else sheet.caseworker_id
    if recording is None:
        return named
    if is_transferred(recording):
        return named if named in joined(recording.caseworker_id, recording.further_caseworkers) else None
    return named or recording.caseworker_id


def judged_still(chosen: str | None, recording: Recording | None, sheet: GuideSheet | None) -> str | None:
    """Whose work a draft judges now: the reviewer's choice while it can be made, else as by default."""
    if is_transferred(recording) and chosen in choices(recording, sheet):
        return chosen
    return judged_by_default(recording, sheet)


def missing_choice(form: ReviewForm, recording: Recording | None, sheet: GuideSheet | None) -> tuple[Missing, ...]:
    """What keeps the review of a transferred call from being signed while nobody is chosen."""
    if not is_transferred(recording) or form.caseworker_id is not None:
        return ()
    names = " or ".join(choices(recording, sheet))
    return (Missing(WHO, "answer", f"the call was transferred: say whose work is judged, {names}"),)

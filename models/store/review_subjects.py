"""What a review is about: an id a person typed, and a form that names some of recording, sheet and caseworker.

Nothing is guessed: what the form says must agree with the lists, and what it leaves open is taken from them.
"""

from dataclasses import dataclass, replace

from sqlalchemy import case
from sqlmodel import Session, col, select

from models.errors import InputRefused, Refusal, UnknownId
from models.guide_sheet import GuideSheet
from models.matching import Match, MatchState
from models.recording import Recording
from models.review import Review, ReviewForm
from models.staff import Staff


@dataclass(frozen=True)
class Subject:
    """What an id stands for: a recording (with the sheet it is matched to), a sheet without a call, or a review."""

    recording_id: str | None
    sheet_id: str | None
    review_id: str | None = None


@dataclass(frozen=True)
class SubjectRows:
    """The rows a form speaks of."""

    recording: Recording | None
    sheet: GuideSheet | None


def find_subject(session: Session, key: str) -> Subject:
    """A recording by its id, else a sheet (a check without a call), else a review. Raises UnknownId."""
    recording = session.exec(select(Recording).where(Recording.recording_id == key)).first()
    if recording is not None:
        sheet = _sheet_of(session, recording)
        return Subject(key, None if sheet is None else sheet.sheet_id)
    if session.exec(select(GuideSheet.id).where(GuideSheet.sheet_id == key)).first() is not None:
        return Subject(None, key)
    found = session.exec(
        select(Recording.recording_id, GuideSheet.sheet_id)
        .select_from(Review)
        .outerjoin(Recording, col(Recording.id) == Review.recording)
        .outerjoin(GuideSheet, col(GuideSheet.id) == Review.sheet)
        .where(Review.id == key)
    ).first()
    if found is None:
        raise UnknownId("recording, guide sheet or review", key)
    return Subject(found[0], found[1], key)


def completed(session: Session, form: ReviewForm) -> ReviewForm:
    """The form with sheet and caseworker filled in from the lists.

    Raises InputRefused; `details` are Refusals that name the key of the form, for an id nobody has and for what
    contradicts the lists.
    """
    faults: list[Refusal] = []
    rows = _named_rows(session, form, faults)
    matched = None if rows.recording is None else _sheet_of(session, rows.recording)
    sheet = rows.sheet or matched
    if rows.recording is not None and rows.sheet is not None and (matched is None or matched.id != rows.sheet.id):
        belongs = "no sheet" if matched is None else matched.sheet_id
        faults.append(_fault("sheet_id", form.sheet_id, f"{form.recording_id} is matched to {belongs}"))
    caseworker_id = form.caseworker_id or _caseworker(rows.recording, sheet)
    if form.caseworker_id is not None:
        _check_caseworker(session, form.caseworker_id, rows.recording, sheet, faults)
    for column, value in (("sample_id", form.sample_id), ("policy", form.policy)):
        if value is not None:
            faults.append(_fault(column, value, f"no {column.removesuffix('_id')} has this id"))
    if faults:
        raise InputRefused(f"The review was not taken: {faults[0].column}: {faults[0].reason}.", faults)
    return replace(form, sheet_id=None if sheet is None else sheet.sheet_id, caseworker_id=caseworker_id)


def following_lists(session: Session, form: ReviewForm) -> ReviewForm:
    """A draft's form with sheet and caseworker as the lists have them now: its call may have been matched anew.

    Raises UnknownId.
    """
    rows = rows_of(session, form.recording_id, form.sheet_id)
    sheet = rows.sheet if rows.recording is None else _sheet_of(session, rows.recording)
    return replace(
        form,
        sheet_id=None if sheet is None else sheet.sheet_id,
        caseworker_id=_caseworker(rows.recording, sheet) or form.caseworker_id,
    )


def rows_of(session: Session, recording_id: str | None, sheet_id: str | None) -> SubjectRows:
    """The rows of a recording and a sheet by their ids. Raises UnknownId, and InputRefused when neither is named."""
    if recording_id is None and sheet_id is None:
        raise InputRefused("A review needs a recording or a guide sheet; neither was named.")
    recording = sheet = None
    if recording_id is not None:
        recording = session.exec(select(Recording).where(Recording.recording_id == recording_id)).first()
        if recording is None:
            raise UnknownId("recording", recording_id)
    if sheet_id is not None:
        sheet = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == sheet_id)).first()
        if sheet is None:
            raise UnknownId("guide sheet", sheet_id)
    return SubjectRows(recording, sheet)


def _named_rows(session: Session, form: ReviewForm, faults: list[Refusal]) -> SubjectRows:
    recording = sheet = None
    if form.recording_id is None and form.sheet_id is None:
        faults.append(_fault("recording_id", None, "neither a recording nor a sheet is named"))
    if form.recording_id is not None:
        recording = session.exec(select(Recording).where(Recording.recording_id == form.recording_id)).first()
        if recording is None:
            faults.append(_fault("recording_id", form.recording_id, "no recording has this id"))
    if form.sheet_id is not None:
        sheet = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == form.sheet_id)).first()
        if sheet is None:
            faults.append(_fault("sheet_id", form.sheet_id, "no guide sheet has this id"))
    return SubjectRows(recording, sheet)


def _sheet_of(session: Session, recording: Recording) -> GuideSheet | None:
    """The sheet this recording is the call, or a further call, of; several: its own first, then the newest decision."""
    return session.exec(
        select(GuideSheet)
        .join(Match, col(Match.sheet) == GuideSheet.id)
        .where(Match.recording == recording.id, col(Match.state).in_((MatchState.MATCHED, MatchState.LINKED)))
        .order_by(
            case((col(Match.state) == MatchState.MATCHED, 0), else_=1),
            col(GuideSheet.decision_date).desc(),
            GuideSheet.sheet_id,
        )
    ).first()


def _caseworker(recording: Recording | None, sheet: GuideSheet | None) -> str | None:
    """Whose work is judged: the sheet's caseworker, else the one the recorder names."""
    if sheet is not None and sheet.caseworker_id is not None:
        return sheet.caseworker_id
    return None if recording is None else recording.caseworker_id


def _check_caseworker(
    session: Session, named: str, recording: Recording | None, sheet: GuideSheet | None, faults: list[Refusal]
) -> None:
    expected = _caseworker(recording, sheet)
    if expected is not None and named != expected:
        source = "the guide sheet" if sheet is not None and sheet.caseworker_id is not None else "the recorder"
        faults.append(_fault("caseworker_id", named, f"{source} names {expected}"))
    elif expected is None and session.exec(select(Staff.id).where(Staff.staff_id == named)).first() is None:
        faults.append(_fault("caseworker_id", named, "nobody on the staff list has this id"))


def _fault(column: str, value: str | None, reason: str) -> Refusal:
    return Refusal("review", None, column, value, reason)

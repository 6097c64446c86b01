"""What a review is about: an id a person typed, and a form that names some of recording, sheet and caseworker.

Nothing is guessed: what the form says must agree with the lists, and what it leaves open is taken from them.

A call may belong to several sheets. The review of the call is that of its leading sheet: subject "recording:<row>". A
check of a further sheet of the call rests on the same recording, but its subject is the sheet: "sheet:<row>". So there
is one signed review per reviewer, scorecard version and call for the leading sheet, one for each further sheet, and
each sheet is counted once (domain notes, section 4). A review keeps the subject it was begun with, whichever sheet
leads the call later; the column and its meaning for a call with one sheet are those of the first release.
"""

from dataclasses import dataclass, replace

from sqlalchemy import case
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import InputRefused, Refusal, UnknownId
from models.guide_sheet import GuideSheet
from models.judged import choices, is_transferred, judged_by_default, judged_still
from models.matching import PRIMARY, SETTLED, Match, MatchState
from models.recording import Recording
from models.review import Review, ReviewForm, ReviewKind, ReviewState, subject_of
from models.staff import Staff
from models.store.policies import Policies

SHEET = "sheet:"
"""What the subject of a check of a sheet begins with."""


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
    """A recording by its id, else a sheet (a check without a call, but for a further sheet of a call: that has no other
    check), else a review. Raises UnknownId."""
    recording = session.exec(select(Recording).where(Recording.recording_id == key)).first()
    if recording is not None:
        sheet = sheet_of(session, recording)
        return Subject(key, None if sheet is None else sheet.sheet_id)
    sheet = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == key)).first()
    if sheet is not None:
        call = call_shared_by(session, sheet)
        return Subject(None if call is None else call.recording_id, key)
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


def completed(session: Session, form: ReviewForm, policies: Policies) -> ReviewForm:
    """The form with sheet and caseworker filled in from the lists.

    Raises InputRefused; `details` are Refusals that name the key of the form, for an id nobody has and for what
    contradicts the lists; a policy that is named must be the one in force on the day of the decision, a sample must
    hold the call.
    """
    faults: list[Refusal] = []
    rows = _named_rows(session, form, faults)
    if rows.recording is None and rows.sheet is not None:
        rows = replace(rows, recording=call_shared_by(session, rows.sheet))
    matched = None if rows.recording is None else sheet_of(session, rows.recording)
    sheet = rows.sheet or matched
    if rows.recording is not None and rows.sheet is not None and not _is_sheet_of(session, rows):
        belongs = "no sheet" if matched is None else matched.sheet_id
        faults.append(_fault("sheet_id", form.sheet_id, f"{form.recording_id} is matched to {belongs}"))
    caseworker_id = form.caseworker_id or judged_by_default(rows.recording, sheet)
    if form.caseworker_id is not None:
        _check_caseworker(session, form.caseworker_id, rows.recording, sheet, faults)
    if form.sample_id is not None:
        from models.store.sample_reading import not_of_sample  # few reviews name one; the window starts without it

        why = not_of_sample(session, form.sample_id, None if rows.recording is None else rows.recording.id)
        if why is not None:
            faults.append(_fault("sample_id", form.sample_id, why))
    if form.policy is not None:
        _check_policy(form.policy, sheet, policies, faults)
    if faults:
        raise InputRefused(f"The review was not taken: {faults[0].column}: {faults[0].reason}.", faults)
    return replace(
        form,
        recording_id=None if rows.recording is None else rows.recording.recording_id,
        sheet_id=None if sheet is None else sheet.sheet_id,
        caseworker_id=caseworker_id,
    )


def following_lists(session: Session, form: ReviewForm) -> ReviewForm:
    """A draft's form with sheet and caseworker as the lists have them now: its call may have been matched anew.

    It stays on its sheet while the call belongs to that; the check of a further sheet stays on the sheet, and lets the
    call go that does not belong to it any more. Raises UnknownId.
    """
    rows = rows_of(session, form.recording_id, form.sheet_id)
    recording, sheet = rows.recording, rows.sheet
    if recording is None and sheet is not None:
        recording = call_shared_by(session, sheet)
    elif recording is not None and (sheet is None or not _is_sheet_of(session, rows)):
        if sheet is not None and _is_about_sheet(session, form):
            recording = None
        else:
            sheet = sheet_of(session, recording)
    return replace(
        form,
        recording_id=None if recording is None else recording.recording_id,
        sheet_id=None if sheet is None else sheet.sheet_id,
        caseworker_id=judged_still(form.caseworker_id, recording, sheet) or _unless_open(form, recording),
    )


def _unless_open(form: ReviewForm, recording: Recording | None) -> str | None:
    """The caseworker of the form where the lists name none; nobody where the reviewer has to choose."""
    return None if is_transferred(recording) else form.caseworker_id


def _is_about_sheet(session: Session, form: ReviewForm) -> bool:
    """Whether the saved draft is the check of a sheet, and the call only what it rests on."""
    review = None if form.review_id is None else session.get(Review, form.review_id)
    return review is not None and review.subject.startswith(SHEET)


def subject_for(session: Session, form: ReviewForm) -> str:
    """The subject of the review of `form`: that of the same reviewer's review of the same call and sheet if there is
    one, else as the head of this file says. Raises UnknownId, and InputRefused when nothing is named."""
    rows = rows_of(session, form.recording_id, form.sheet_id)
    recording, sheet = rows.recording, rows.sheet
    usual = subject_of(None if recording is None else recording.id, None if sheet is None else sheet.id)
    if recording is None or sheet is None:
        return usual
    own = session.exec(
        select(Review.subject, Review.sheet).where(
            Review.recording == recording.id, Review.reviewer_id == form.reviewer_id, Review.kind == form.kind
        )
    ).all()
    begun = next((subject for subject, about in own if about == sheet.id), None)
    if begun is not None:
        return begun
    tied = {tie.sheet: tie.state for tie in session.exec(_settled_ties(recording))}
    taken = any(subject == usual and about != sheet.id and about in tied for subject, about in own)
    return subject_of(None, sheet.id) if taken or tied.get(sheet.id) == MatchState.SHARED else usual


def sheets_of(session: Session, recording: Recording) -> list[tuple[GuideSheet, str]]:
    """Every sheet whose call this recording is, with the state of the tie: the leading one first, then by id."""
    found = session.exec(
        select(GuideSheet, Match.state)
        .join(Match, col(Match.sheet) == GuideSheet.id)
        .where(Match.recording == recording.id, col(Match.state).in_(PRIMARY))
        .order_by(case((col(Match.state) == MatchState.MATCHED, 0), else_=1), GuideSheet.sheet_id)
    )
    return [(sheet, state) for sheet, state in found]


def call_shared_by(session: Session, sheet: GuideSheet) -> Recording | None:
    """The call of a sheet that another sheet leads; None for a sheet with a call to itself, or with none."""
    return session.exec(
        select(Recording)
        .join(Match, col(Match.recording) == Recording.id)
        .where(Match.sheet == sheet.id, Match.state == MatchState.SHARED)
    ).first()


def signed_about(session: Session, recording: Recording | None, sheet: GuideSheet | None) -> str | None:
    """The id of the newest signed primary review of this call and sheet, whoever signed it.

    One signed on a sheet that the call does not belong to any more still is the review of the call.
    """
    subjects = [] if recording is None else [subject_of(recording.id, None)]
    others: set[str | None] = set()
    if sheet is not None and recording is None:
        subjects.append(subject_of(None, sheet.id))
    elif sheet is not None and recording is not None:
        states = {tie.sheet: tie.state for tie in session.exec(_settled_ties(recording))}
        others = {tied for tied, state in states.items() if tied != sheet.id and state in PRIMARY}
        if states.get(sheet.id) in PRIMARY and others:
            subjects.append(subject_of(None, sheet.id))
    found = session.exec(
        select(Review.id, Review.sheet)
        .where(
            col(Review.subject).in_(subjects),
            Review.state == ReviewState.SIGNED,
            Review.kind == ReviewKind.PRIMARY,
        )
        .order_by(col(Review.signed_at).desc(), col(Review.id).desc())
    ).all()
    return next((review_id for review_id, about in found if about not in others), None)


def _is_sheet_of(session: Session, rows: SubjectRows) -> bool:
    """Whether the recording is the call of the sheet, or a further call of it and of no other sheet the own one."""
    assert rows.recording is not None
    if rows.sheet is None:
        return False
    states = {tie.sheet: tie.state for tie in session.exec(_settled_ties(rows.recording))}
    if states.get(rows.sheet.id) in PRIMARY:
        return True
    first = sheet_of(session, rows.recording)
    return first is not None and first.id == rows.sheet.id


def _settled_ties(recording: Recording) -> SelectOfScalar[Match]:
    return select(Match).where(Match.recording == recording.id, col(Match.state).in_(SETTLED))


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


def sheet_of(session: Session, recording: Recording) -> GuideSheet | None:
    """The sheet this recording is the call of, the leading one of several, else one it is a further call of."""
    order = {MatchState.MATCHED.value: 0, MatchState.SHARED.value: 1}
    return session.exec(
        select(GuideSheet)
        .join(Match, col(Match.sheet) == GuideSheet.id)
        .where(Match.recording == recording.id, col(Match.state).in_(SETTLED))
        .order_by(
            case(order, value=col(Match.state), else_=2), col(GuideSheet.decision_date).desc(), GuideSheet.sheet_id
        )
    ).first()


def _check_policy(named: str, sheet: GuideSheet | None, policies: Policies, faults: list[Refusal]) -> None:
    """A policy that is named is known, and the one the sheet is judged by."""
    in_force = None if sheet is None else policies.of(sheet.scheme, sheet.decision_date)
    if policies.named(named) is None:
        faults.append(_fault("policy", named, "no policy has this id"))
    elif sheet is None:
        faults.append(_fault("policy", named, "without a guide sheet no policy is applied"))
    elif in_force is None:
        faults.append(_fault("policy", named, f"no policy is in force for {sheet.sheet_id}"))
    elif in_force.id != named:
        faults.append(_fault("policy", named, f"the policy in force for {sheet.sheet_id} is {in_force.id}"))


def _check_caseworker(
    session: Session, named: str, recording: Recording | None, sheet: GuideSheet | None, faults: list[Refusal]
) -> None:
    if is_transferred(recording):
        if named not in choices(recording, sheet):
            others = " and ".join(choices(recording, sheet))
            faults.append(_fault("caseworker_id", named, f"the call was transferred between {others}"))
        return
    expected = judged_by_default(recording, sheet)
    if expected is not None and named != expected:
        source = "the guide sheet" if sheet is not None and sheet.caseworker_id is not None else "the recorder"
        faults.append(_fault("caseworker_id", named, f"{source} names {expected}"))
    elif expected is None and session.exec(select(Staff.id).where(Staff.staff_id == named)).first() is None:
        faults.append(_fault("caseworker_id", named, "nobody on the staff list has this id"))


def _fault(column: str, value: str | None, reason: str) -> Refusal:
    return Refusal("review", None, column, value, reason)

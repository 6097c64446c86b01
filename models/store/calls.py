"""Everything that belongs to one call, or to one sheet without a call: what the review page lays side by side.

Between the worklist (which names a recording or a sheet) and the review page. Reads only, in one short session.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, col, select

from models.clock import Clock
from models.crosscheck import OnlineView, Task567
from models.database import Database
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.judged import judged_by_default
from models.matching import PRIMARY, SETTLED, Match
from models.recording import Recording
from models.review import Review
from models.store.history import Change, HistoryStore
from models.store.review_subjects import sheet_of, sheets_of, signed_about
from models.transcript import TranscriptText


@dataclass(frozen=True)
class CallFile:
    """One call with its records. A check without a call has no recording; a call without a sheet has no sheet.

    `further_calls` are the other recordings of the same sheet, `tasks` and `views` those matched to the sheet, oldest
    first. `transcript` is the newest one, corrected.
    """

    recording: Recording | None
    sheet: GuideSheet | None
    match: Match | None
    further_calls: tuple[Recording, ...]
    tasks: tuple[Task567, ...]
    views: tuple[OnlineView, ...]
    transcript: TranscriptText | None
    sheets: tuple[str, ...] = ()
    """The ids of all sheets whose call this is, the leading one first; empty without a call."""
    history: tuple[Change, ...] = ()
    """How the sheet came to say what it says, the newest step first."""

    @property
    def recording_id(self) -> str | None:
        return None if self.recording is None else self.recording.recording_id

    @property
    def sheet_id(self) -> str | None:
        return None if self.sheet is None else self.sheet.sheet_id

    @property
    def case_ref(self) -> str | None:
        """The case, as the sheet has it, else as the recorder has it."""
        if self.sheet is not None and self.sheet.case_ref is not None:
            return self.sheet.case_ref
        return None if self.recording is None else self.recording.case_ref

    @property
    def caseworker_id(self) -> str | None:
        """Whose work is judged: the caseworker of the sheet, else the one the recorder names; None where only the
        reviewer can say it (a transferred call)."""
        return judged_by_default(self.recording, self.sheet)


class CallStore:
    """Opens a call or a sheet with all that is tied to it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._history = HistoryStore(database)

    def open(self, recording_id: str | None, sheet_id: str | None) -> CallFile:
        """The file of a recording (with its matched sheet) or of a sheet (with its matched call).

        With both given, both are taken as they are, tied or not. Raises UnknownId for an id that is not there and
        ValueError when neither is given.
        """
        if recording_id is None and sheet_id is None:
            raise ValueError("neither a recording nor a sheet was named")
        with self._database.session() as session:
            recording = _recording(session, recording_id)
            sheet = _sheet(session, sheet_id)
            if sheet is None and recording is not None:
                sheet = sheet_of(session, recording)
            elif recording is None and sheet is not None:
                recording = _call_of(session, sheet)
            match = _tie(session, recording, sheet)
            further = _further_calls(session, recording, sheet)
            tasks = _tasks(session, sheet)
            views = _views(session, sheet)
            sheets = () if recording is None else tuple(each.sheet_id for each, _ in sheets_of(session, recording))
        transcript = None if recording is None else self._transcript(recording.recording_id)
        history = () if sheet is None else self._history.differences("guide_sheet", sheet.sheet_id)
        return CallFile(recording, sheet, match, further, tasks, views, transcript, sheets, history)

    def signed_review(self, file: CallFile) -> str | None:
        """The id of the newest signed primary review of this call or sheet, whoever signed it."""
        if file.recording is None and file.sheet is None:
            return None
        with self._database.session() as session:
            return signed_about(session, file.recording, file.sheet)

    def sheet_signed_on(self, review_id: str) -> GuideSheet | None:
        """The sheet as its figures stood when the review was signed; None without a sheet. Raises UnknownId."""
        with self._database.session() as session:
            review = session.get(Review, review_id)
            if review is None:
                raise UnknownId("review", review_id)
            if not review.sheet_facts:
                return None
            return GuideSheet.model_validate(
                {**review.sheet_facts, "version": review.sheet_version, "imported_at": review.signed_at}
            )

    def _transcript(self, recording_id: str) -> TranscriptText | None:
        from models.store.transcripts import TranscriptStore

        return TranscriptStore(self._database, Clock()).newest(recording_id)  # reading asks for no time


def _recording(session: Session, recording_id: str | None) -> Recording | None:
    if recording_id is None:
        return None
    found = session.exec(select(Recording).where(Recording.recording_id == recording_id)).first()
    if found is None:
        raise UnknownId("recording", recording_id)
    return found


def _sheet(session: Session, sheet_id: str | None) -> GuideSheet | None:
    if sheet_id is None:
        return None
    found = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == sheet_id)).first()
    if found is None:
        raise UnknownId("guide sheet", sheet_id)
    return found


def _call_of(session: Session, sheet: GuideSheet) -> Recording | None:
    """The call this sheet is matched to; further calls only when there is no such."""
    return session.exec(
        select(Recording)
        .join(Match, col(Match.recording) == Recording.id)
        .where(Match.sheet == sheet.id, col(Match.state).in_(SETTLED))
        .order_by(_matched_first(), col(Recording.started_at).desc(), Recording.recording_id)
    ).first()


def _matched_first() -> ColumnElement[int]:
    return case((col(Match.state).in_(PRIMARY), 0), else_=1)


def _tie(session: Session, recording: Recording | None, sheet: GuideSheet | None) -> Match | None:
    if recording is None or sheet is None:
        return None
    return session.exec(select(Match).where(Match.recording == recording.id, Match.sheet == sheet.id)).first()


def _further_calls(session: Session, recording: Recording | None, sheet: GuideSheet | None) -> tuple[Recording, ...]:
    if sheet is None:
        return ()
    wanted = (
        select(Recording)
        .join(Match, col(Match.recording) == Recording.id)
        .where(Match.sheet == sheet.id, col(Match.state).in_(SETTLED))
        .order_by(col(Recording.started_at), Recording.recording_id)
    )
    return tuple(other for other in session.exec(wanted) if recording is None or other.id != recording.id)


def _tasks(session: Session, sheet: GuideSheet | None) -> tuple[Task567, ...]:
    if sheet is None:
        return ()
    return tuple(
        session.exec(select(Task567).where(Task567.sheet == sheet.id).order_by(col(Task567.raised), Task567.task_id))
    )


def _views(session: Session, sheet: GuideSheet | None) -> tuple[OnlineView, ...]:
    if sheet is None:
        return ()
    return tuple(
        session.exec(
            select(OnlineView)
            .where(OnlineView.sheet == sheet.id)
            .order_by(col(OnlineView.viewed_at), OnlineView.view_id)
        )
    )

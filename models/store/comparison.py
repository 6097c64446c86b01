"""What a call is held against: its sheet with the lists matched to it, and the call itself, by any id a person types.

Between `models.reconcile`, which compares, and those who ask: `steercheck compare` and the review page. Reads only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from models.crosscheck import OnlineView
from models.database import Database
from models.errors import InputRefused
from models.reconcile import Comparison, Records, compare
from models.store.calls import CallFile, CallStore
from models.store.review_subjects import find_subject
from models.transcript import SegmentText


class NothingToCompare(InputRefused):
    """A call nobody transcribed, or a sheet without a call."""

    code = "NO_TRANSCRIPT"


@dataclass(frozen=True)
class CallComparison:
    """Every figure of one call. Without a sheet nothing applies, and `rows` list what was said."""

    recording_id: str
    sheet_id: str | None
    tasks: tuple[str, ...]
    rows: tuple[Comparison, ...]


class ComparisonStore:
    """Compares a call with its records as they stand now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, key: str) -> CallComparison:
        """The comparison of a recording, of a sheet's call or of the call of a review.

        Raises UnknownId, and NothingToCompare where there is no call or no transcript of it.
        """
        with self._database.session() as session:
            subject = find_subject(session, key)
        file = CallStore(self._database).open(subject.recording_id, subject.sheet_id)
        if file.recording_id is None:
            raise NothingToCompare(
                f"{key} has no recorded call: there is nothing said that could be compared. Match a call to it first."
            )
        if file.transcript is None:
            raise NothingToCompare(
                f"{file.recording_id} has no transcript yet: transcribe it (steercheck transcribe {file.recording_id}) "
                "or import one, then compare again."
            )
        rows = self.compare(file, file.transcript.segments)
        return CallComparison(file.recording_id, file.sheet_id, tuple(task.task_id for task in file.tasks), rows)

    def compare(self, file: CallFile, segments: Sequence[SegmentText]) -> tuple[Comparison, ...]:
        """The figures of an open call, from its transcript as it reads now."""
        with self._database.session() as session:
            listed = _views_listed(session)
        return compare(segments, Records(file.sheet, file.tasks, file.views, listed))


def _views_listed(session: Session) -> bool:
    return session.exec(select(OnlineView.id).limit(1)).first() is not None

"""The cues of a call in the database, found anew each time they are asked for.

Nothing is kept: finding takes about as long as reading the words, which are read anyway
(tests/benchmarks/bench_cues.py), and so rules that changed are in force over every old transcript at once.
"""

from models.cue_rules import CueRules
from models.cues import CueHit, find_cues
from models.database import Database
from models.errors import InputRefused
from models.store.calls import CallStore
from models.store.review_subjects import find_subject
from models.transcript import TranscriptText


class NothingToSearch(InputRefused):
    """A call nobody transcribed, or a sheet without a call."""

    code = "NO_TRANSCRIPT"


class CueStore:
    """Looks for cues in the newest transcript of a call, as it is corrected."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, key: str, rules: CueRules) -> list[CueHit]:
        """The cues of a recording, of a sheet's call or of the call of a review, in order of time. Raises as
        `transcript` does."""
        return find_cues(self.transcript(key).segments, rules)

    def transcript(self, key: str) -> TranscriptText:
        """What is looked through: the newest transcript of that call.

        Raises UnknownId, and NothingToSearch where there is no call or no transcript of it.
        """
        with self._database.session() as session:
            subject = find_subject(session, key)
        file = CallStore(self._database).open(subject.recording_id, subject.sheet_id)
        if file.recording_id is None:
            raise NothingToSearch(f"{key} has no recorded call, so there are no words to look in. Match a call first.")
        if file.transcript is None:
            raise NothingToSearch(
                f"{file.recording_id} has no transcript yet: transcribe it (steercheck transcribe {file.recording_id}) "
                "or import one, then look for cues again."
            )
        return file.transcript

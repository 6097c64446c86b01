"""The cues of a call in the database, found anew each time: rules change, and finding takes less than reading.

Nothing is kept, so rules that changed are in force over every old transcript at once (tests/benchmarks/bench_cues.py
says what it costs).
"""

from models.cue_rules import CueRules
from models.cues import CueHit, find_cues
from models.database import Database
from models.errors import InputRefused
from models.store.review_subjects import find_subject
from models.store.transcripts import TranscriptStore


class NothingToSearch(InputRefused):
    """A call nobody transcribed, or a sheet without a call."""

    code = "NO_TRANSCRIPT"


class CueStore:
    """Looks for cues in the newest transcript of a call, as it is corrected."""

    def __init__(self, database: Database, transcripts: TranscriptStore) -> None:
        self._database = database
        self._transcripts = transcripts

    def of(self, key: str, rules: CueRules) -> list[CueHit]:
        """The cues of a recording, of a sheet's call or of the call of a review, in order of time.

        Raises UnknownId, and NothingToSearch where there is no call or no transcript of it.
        """
        with self._database.session() as session:
            recording_id = find_subject(session, key).recording_id
        if recording_id is None:
            raise NothingToSearch(f"{key} has no recorded call, so there are no words to look in. Match a call first.")
        transcript = self._transcripts.newest(recording_id)
        if transcript is None:
            raise NothingToSearch(
                f"{recording_id} has no transcript yet: transcribe it (steercheck transcribe {recording_id}) or import "
                "one, then look for cues again."
            )
        return find_cues(transcript.segments, rules)

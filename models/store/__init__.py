"""The one door to the database: one file a noun, short sessions inside, detached records outside that nobody changes.

store = Store(open_database(path), Clock())
store.reviews.start_draft(...)
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from models.clock import Clock
from models.database import Database

if TYPE_CHECKING:
    from models.board.board_store import BoardStore
    from models.store.calls import CallStore
    from models.store.clocks import ClockStore
    from models.store.comparison import ComparisonStore
    from models.store.cues import CueStore
    from models.store.development import DevelopmentStore
    from models.store.history import HistoryStore
    from models.store.import_changes import ImportChangeStore
    from models.store.import_runs import ImportRunStore
    from models.store.imports import ImportStore
    from models.store.issued import IssuedStore
    from models.store.judgements import JudgementStore
    from models.store.matches import MatchStore
    from models.store.places import PlaceStore
    from models.store.policies import PolicyStore
    from models.store.review_life import LifeStore
    from models.store.reviews import ReviewStore
    from models.store.sample_waiting import WaitingStore
    from models.store.samples import SampleStore
    from models.store.scorecards import ScorecardStore
    from models.store.search import SearchStore
    from models.store.speakers import SpeakerStore
    from models.store.staff import StaffStore
    from models.store.transcriptions import TranscriptionStore
    from models.store.transcripts import TranscriptStore
    from models.store.worklist import WorklistStore


class Store:
    """All nouns over one open database. Each part is imported when first asked for, so that a command starts fast."""

    def __init__(self, database: Database, clock: Clock, policy_folders: Sequence[Path] = ()) -> None:
        """`policy_folders` hold the department's own steer policies."""
        self.database = database
        self.clock = clock
        self._policy_folders = tuple(policy_folders)

    @cached_property
    def staff(self) -> "StaffStore":
        """Staff and teams, and who is working."""
        from models.store.staff import StaffStore

        return StaffStore(self.database)

    @cached_property
    def imports(self) -> "ImportStore":
        """Writing what intake read: new, unchanged and changed records."""
        from models.store.imports import ImportStore

        return ImportStore(self.database, self.clock)

    @cached_property
    def import_runs(self) -> "ImportRunStore":
        """The history of imports."""
        from models.store.import_runs import ImportRunStore

        return ImportRunStore(self.database)

    @cached_property
    def import_changes(self) -> "ImportChangeStore":
        """What imports changed, figure by figure."""
        from models.store.import_changes import ImportChangeStore

        return ImportChangeStore(self.database)

    @cached_property
    def matches(self) -> "MatchStore":
        """Recordings tied to sheets, tasks and views."""
        from models.store.matches import MatchStore

        return MatchStore(self.database, self.clock)

    @cached_property
    def clocks(self) -> "ClockStore":
        """How far the recorders' clocks are off, as a person said."""
        from models.store.clocks import ClockStore

        return ClockStore(self.database, self.clock)

    @cached_property
    def places(self) -> "PlaceStore":
        """Where recordings lie, and which of their channels are played."""
        from models.store.places import PlaceStore

        return PlaceStore(self.database, self.clock)

    @cached_property
    def speakers(self) -> "SpeakerStore":
        """Which channel of a recording is the caseworker's."""
        from models.store.speakers import SpeakerStore

        return SpeakerStore(self.database)

    @cached_property
    def history(self) -> "HistoryStore":
        """What records said before an import changed them."""
        from models.store.history import HistoryStore

        return HistoryStore(self.database)

    @cached_property
    def transcripts(self) -> "TranscriptStore":
        """Transcripts, and the corrections above them."""
        from models.store.transcripts import TranscriptStore

        return TranscriptStore(self.database, self.clock)

    @cached_property
    def transcriptions(self) -> "TranscriptionStore":
        """The queue of recordings to be transcribed, and what its runs write."""
        from models.store.transcriptions import TranscriptionStore

        return TranscriptionStore(self.database, self.clock)

    @cached_property
    def search(self) -> "SearchStore":
        """What was said, across all transcripts."""
        from models.store.search import SearchStore

        return SearchStore(self.database)

    @cached_property
    def cues(self) -> "CueStore":
        """Where calls speak of what a check looks for."""
        from models.store.cues import CueStore

        return CueStore(self.database)

    @cached_property
    def calls(self) -> "CallStore":
        """Everything that belongs to one call, or to one sheet without a call."""
        from models.store.calls import CallStore

        return CallStore(self.database)

    @cached_property
    def comparison(self) -> "ComparisonStore":
        """What was said on a call beside its sheet and lists."""
        from models.store.comparison import ComparisonStore

        return ComparisonStore(self.database)

    @cached_property
    def worklist(self) -> "WorklistStore":
        """What is due, drafted, signed, unmatched; counted, filtered, sorted and paged."""
        from models.store.worklist import WorklistStore

        return WorklistStore(self.database, self.clock)

    @cached_property
    def scorecards(self) -> "ScorecardStore":
        """Scorecard versions, shipped and used."""
        from models.store.scorecards import ScorecardStore

        return ScorecardStore(self.database, self.clock)

    @cached_property
    def policies(self) -> "PolicyStore":
        """The steer's policies: those that were counted by, and the files."""
        from models.store.policies import PolicyStore

        return PolicyStore(self.database, self.clock, self._policy_folders)

    @cached_property
    def judgements(self) -> "JudgementStore":
        """What the steer says of every sheet, and who confirmed it."""
        from models.store.judgements import JudgementStore

        return JudgementStore(self.database, self.clock, self.policies)

    @cached_property
    def reviews(self) -> "ReviewStore":
        """Reviews: drafts, signing, reading."""
        from models.store.reviews import ReviewStore

        return ReviewStore(self.database, self.clock, self.policies)

    @cached_property
    def development(self) -> "DevelopmentStore":
        """Caseworkers' records of performance and development, each for its own two readers."""
        from models.store.development import DevelopmentStore

        return DevelopmentStore(self.database, self.clock)

    @cached_property
    def life(self) -> "LifeStore":
        """What happens to a review after it was signed: released, replied to, decided; its versions."""
        from models.store.review_life import LifeStore

        return LifeStore(self.database, self.clock, self.scorecards, self.reviews)

    @cached_property
    def samples(self) -> "SampleStore":
        """Samples of calls: drawn by a certificate, drawn again, their progress."""
        from models.store.samples import SampleStore

        return SampleStore(self.database, self.clock, self.judgements)

    @cached_property
    def waiting(self) -> "WaitingStore":
        """Drawn calls that wait for their check, and what is blind while they do."""
        from models.store.sample_waiting import WaitingStore

        return WaitingStore(self.database)

    @cached_property
    def issued(self) -> "IssuedStore":
        """Reports as they were issued, byte for byte."""
        from models.store.issued import IssuedStore

        return IssuedStore(self.database, self.clock)

    @cached_property
    def board(self) -> "BoardStore":
        """Every figure of the dashboard, and the list behind each."""
        from models.board.board_store import BoardStore

        return BoardStore(self.database, self.clock)

    def close(self) -> None:
        self.database.close()

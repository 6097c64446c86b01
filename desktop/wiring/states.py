"""Everything of the window that has no widget. A state is imported and made when it is first asked for.

Built by `desktop.app`; asked by the makers of the pages and by what goes on without a page. The session is there from
the start; the first rows ask for the worklist.
"""

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, QSettings

from desktop import paths
from desktop.jobs.runner import Runner
from desktop.key_map import FILE_NAME as KEYS_FILE
from desktop.state.key_choice import KeyChoice
from desktop.state.session import Session
from desktop.state.worklist import Worklist
from models.store import Store
from models.store.worklist import Section, WorkQuery

if TYPE_CHECKING:
    from desktop.jobs.speech.recipe import Recipe
    from desktop.state.amending import Amending
    from desktop.state.board import Dashboard
    from desktop.state.call_transcript import CallTranscript
    from desktop.state.comparison import CallComparison
    from desktop.state.draft import ReviewDraft
    from desktop.state.exporting import Exporting
    from desktop.state.feedback import FeedbackDocuments
    from desktop.state.import_profiles import ImportProfiles
    from desktop.state.intake import Intake
    from desktop.state.mapping import Mapping
    from desktop.state.matching import Matching
    from desktop.state.open_call import OpenCall
    from desktop.state.people import People
    from desktop.state.playback import Playback
    from desktop.state.report_files import ReportFiles
    from desktop.state.reports import Reports
    from desktop.state.review_life import ReviewLife
    from desktop.state.reviews import Reviews
    from desktop.state.sample_papers import SamplePapers
    from desktop.state.samples import Samples
    from desktop.state.scorecards import Scorecards
    from desktop.state.search import Search
    from desktop.state.sheets import Sheets
    from desktop.state.speech_models import SpeechModels
    from desktop.state.steer import SteerState
    from desktop.state.transcribing import Transcribing
    from desktop.state.transcript_edit import TranscriptEdit

Kept = TypeVar("Kept", bound=QObject)


class LongWork(Protocol):
    """What goes on for long enough to be stopped from the line at the foot."""

    @property
    def job_id(self) -> int | None: ...


class States:
    """The states, each made once and kept alive by the window."""

    def __init__(self, store: Store, runner: Runner, session: Session, folder: Path, memory: QSettings) -> None:
        """`folder` holds the person's settings, keys and import profiles."""
        self._owner: QObject | None = None
        self._folder = folder
        self._memory = memory
        self.store = store
        self.runner = runner
        self.session = session
        self.long_work: list[tuple[LongWork, Callable[[], None]]] = []
        """Work that the line at the foot can stop, each with what stops it."""
        self.when_made: dict[str, Callable[[Any], object]] = {}
        """What connects a state with the window, by the state's name; called as soon as the state is there."""

    def keep_in(self, owner: QObject) -> None:
        """`owner` keeps alive what is made here."""
        self._owner = owner
        for kept in (self.runner, self.session):
            kept.setParent(owner)

    def is_made(self, name: str) -> bool:
        """Whether anybody has asked for that state."""
        return name in vars(self)

    def is_stoppable(self, job_id: int) -> bool:
        """Whether the line at the foot may offer to stop this work."""
        return job_id in [work.job_id for work, _stop in self.long_work]

    def behind_everything(self) -> tuple[int | None, str]:
        """The job that goes on for hours behind everything else, and where it stands in words."""
        if not self.is_made("transcribing"):
            return None, ""
        from desktop.tables.transcribing import sentence

        return self.transcribing.job_id, sentence(self.transcribing)

    def _kept(self, name: str, state: Kept) -> Kept:
        state.setParent(self._owner)
        connect = self.when_made.get(name)
        if connect is not None:
            connect(state)
        return state

    @cached_property
    def keys(self) -> KeyChoice:
        return self._kept("keys", KeyChoice(self._folder / KEYS_FILE))

    @cached_property
    def worklist(self) -> Worklist:
        made = Worklist(self.store, self.runner)
        made.reviewer = self.session.person.staff_id if self.session.person.on_staff else None
        return self._kept("worklist", made)

    @cached_property
    def unmatched(self) -> Worklist:
        query = WorkQuery(Section.AMBIGUOUS, with_reviewed=True)
        return self._kept("unmatched", Worklist(self.store, self.runner, query))

    @cached_property
    def matching(self) -> "Matching":
        from desktop.state.matching import Matching

        return self._kept("matching", Matching(self.store, self.runner, self.session))

    @cached_property
    def sheets(self) -> "Sheets":
        from desktop.state.sheets import Sheets

        return self._kept("sheets", Sheets(self.store, self.runner, lambda: self.session.person))

    @cached_property
    def reviews(self) -> "Reviews":
        from desktop.state.reviews import Reviews

        session = self.session
        made = Reviews(self.store, self.runner, lambda: session.person, lambda: session.settings.dispute_window_days)
        return self._kept("reviews", made)

    @cached_property
    def feedback(self) -> "FeedbackDocuments":
        from desktop.state.feedback import FeedbackDocuments

        made = FeedbackDocuments(self.store, self.runner, lambda: self.session.person)
        self.long_work.append((made, made.cancel))
        return self._kept("feedback", made)

    @cached_property
    def reports(self) -> "Reports":
        from desktop.state.reports import Reports

        session = self.session
        made = Reports(self.store, self.runner, lambda: session.person, lambda: session.settings)
        self.long_work.append((made, made.cancel))
        return self._kept("reports", made)

    @cached_property
    def report_files(self) -> "ReportFiles":
        from desktop.state.report_files import ReportFiles

        made = ReportFiles(self.store, self.runner, lambda: self.session.person)
        self.long_work.append((made, made.cancel))
        return self._kept("report_files", made)

    @cached_property
    def samples(self) -> "Samples":
        from desktop.state.samples import Samples

        made = Samples(self.store, self.runner, lambda: self.session.person)
        self.long_work.append((made, made.cancel))
        return self._kept("samples", made)

    @cached_property
    def sample_papers(self) -> "SamplePapers":
        from desktop.state.sample_papers import SamplePapers

        made = SamplePapers(self.store, self.runner)
        self.long_work.append((made, made.cancel))
        return self._kept("sample_papers", made)

    @cached_property
    def dashboard(self) -> "Dashboard":
        from desktop.state.board import Dashboard
        from desktop.tables.board import shown
        from desktop.tables.board_period import spans
        from models.board.query import BoardQuery

        _words, span = spans(self.store.clock.today())[0]
        made = Dashboard(self.store, self.runner, lambda: self.session.person, BoardQuery(*span), shown)
        return self._kept("dashboard", made)

    @cached_property
    def search(self) -> "Search":
        from desktop.state.search import Search

        return self._kept("search", Search(self.store, self.runner))

    @cached_property
    def people(self) -> "People":
        from desktop.state.people import People

        folders = paths.competency_folders(self.store.database.address)
        return self._kept("people", People(self.store, self.runner, self.session, folders))

    @cached_property
    def scorecards(self) -> "Scorecards":
        from desktop.state.scorecards import Scorecards

        made = Scorecards(self.store, self.runner, lambda: self.session.person)
        self.long_work.append((made, made.cancel_trial))
        return self._kept("scorecards", made)

    @cached_property
    def intake(self) -> "Intake":
        from desktop.state.intake import Intake

        made = Intake(self.store, self.runner, lambda: self.session.person.staff_id)
        self.long_work.append((made, made.cancel))
        return self._kept("intake", made)

    @cached_property
    def profiles(self) -> "ImportProfiles":
        from desktop.state.import_profiles import ImportProfiles, ProfileFolders

        folders = ProfileFolders(self._folder / paths.PROFILES, paths.administrator_profile_folder())
        return self._kept("profiles", ImportProfiles(self.runner, folders, self._memory))

    @cached_property
    def mapping(self) -> "Mapping":
        from desktop.state.mapping import Mapping

        return self._kept("mapping", Mapping(self.runner))

    @cached_property
    def exporting(self) -> "Exporting":
        from desktop.state.exporting import Exporting

        made = Exporting(self.store, self.runner)
        self.long_work.append((made, made.cancel))
        return self._kept("exporting", made)

    @cached_property
    def speech(self) -> "SpeechModels":
        from desktop.state.speech_models import SpeechModels

        made = SpeechModels(self.runner, self.session)
        self.long_work.append((made, made.cancel))
        return self._kept("speech", made)

    @cached_property
    def transcribing(self) -> "Transcribing":
        """The queue, with the model and the engine that are set when a call's turn comes."""
        from desktop.jobs.speech.transcribe import Transcriber
        from desktop.state.cues import rules_in_use
        from desktop.state.transcribing import Transcribing

        session = self.session

        def recipe(content: str, check: Callable[[], None]) -> "Recipe":
            from desktop.jobs.speech.choose_model import recipe_for

            return recipe_for(content, None, None, None, session.settings, check)

        transcriber = Transcriber(self.store, lambda: rules_in_use()[0])
        made = Transcribing(self.store, self.runner, lambda: session.person.staff_id, transcriber, recipe)
        self.long_work.append((made, made.stop))
        return self._kept("transcribing", made)

    # the desk: the call or sheet that is open

    @cached_property
    def playback(self) -> "Playback":
        from desktop.state.playback import Playback
        from desktop.state.sound_out import SilentOut

        silent = self.session.settings.sound == "silent" or os.environ.get("STEERCHECK_SOUND") == "silent"
        return self._kept("playback", Playback(make_out=SilentOut) if silent else Playback())

    @cached_property
    def call(self) -> "OpenCall":
        from desktop.state.open_call import OpenCall

        return self._kept("call", OpenCall(self.store, self.runner, self.playback))

    @cached_property
    def call_transcript(self) -> "CallTranscript":
        from desktop.state.call_transcript import CallTranscript

        return self._kept("call_transcript", CallTranscript(self.store, self.runner, self.call, self.transcribing))

    @cached_property
    def draft(self) -> "ReviewDraft":
        from desktop.state.draft import ReviewDraft

        return self._kept("draft", ReviewDraft(self.store, self.runner, self.session.person))

    @cached_property
    def review_life(self) -> "ReviewLife":
        from desktop.state.review_life import ReviewLife

        return self._kept("review_life", ReviewLife(self.store, self.runner, self.draft))

    @cached_property
    def amending(self) -> "Amending":
        from desktop.state.amending import Amending

        return self._kept("amending", Amending(self.draft))

    @cached_property
    def edit(self) -> "TranscriptEdit":
        from desktop.state.transcript_edit import TranscriptEdit

        made = TranscriptEdit(self.store, self.runner, self.session.person, steps=self.draft.steps)
        return self._kept("edit", made)

    @cached_property
    def comparison(self) -> "CallComparison":
        from desktop.state.comparison import CallComparison

        return self._kept("comparison", CallComparison(self.store, self.runner))

    @cached_property
    def steer(self) -> "SteerState":
        from desktop.state.steer import SteerState

        return self._kept("steer", SteerState(self.store, self.runner))

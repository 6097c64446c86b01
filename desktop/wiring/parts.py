"""What the window is made of, built once by `desktop.app` and handed to whoever connects it."""

from dataclasses import dataclass

from desktop.jobs.runner import Runner
from desktop.state.call_transcript import CallTranscript
from desktop.state.comparison import CallComparison
from desktop.state.draft import ReviewDraft
from desktop.state.exporting import Exporting
from desktop.state.import_profiles import ImportProfiles
from desktop.state.intake import Intake
from desktop.state.key_choice import KeyChoice
from desktop.state.mapping import Mapping
from desktop.state.matching import Matching
from desktop.state.open_call import OpenCall
from desktop.state.opening import Opening
from desktop.state.search import Search
from desktop.state.session import Session
from desktop.state.sheets import Sheets
from desktop.state.speech_models import SpeechModels
from desktop.state.steer import SteerState
from desktop.state.transcribing import Transcribing
from desktop.state.transcript_edit import TranscriptEdit
from desktop.state.worklist import Worklist
from desktop.views.export_page import ExportPage
from desktop.views.import_page import ImportPage
from desktop.views.keys import KeysPage
from desktop.views.mapping_page import MappingPage
from desktop.views.matches_page import MatchesPage
from desktop.views.review_page import ReviewPage
from desktop.views.search_page import SearchPage
from desktop.views.settings_page import SettingsPage
from desktop.views.sheets_page import SheetsPage
from desktop.views.transcribing_page import TranscribingPage
from desktop.views.welcome import WelcomePage
from desktop.views.worklist import WorklistPage
from models.store import Store


@dataclass(frozen=True)
class States:
    """Everything without widgets."""

    store: Store
    runner: Runner
    session: Session
    speech: SpeechModels
    keys: KeyChoice
    worklist: Worklist
    unmatched: Worklist
    sheets: Sheets
    transcribing: Transcribing
    matching: Matching
    search: Search
    intake: Intake
    profiles: ImportProfiles
    mapping: Mapping
    exporting: Exporting
    call: OpenCall
    call_transcript: CallTranscript
    draft: ReviewDraft
    edit: TranscriptEdit
    comparison: CallComparison
    steer: SteerState
    opening: Opening


@dataclass(frozen=True)
class Pages:
    """The pages of the window."""

    welcome: WelcomePage
    worklist: WorklistPage
    sheets: SheetsPage
    matches: MatchesPage
    transcribing: TranscribingPage
    search: SearchPage
    imports: ImportPage
    mapping: MappingPage
    export: ExportPage
    settings: SettingsPage
    keys: KeysPage
    review: ReviewPage

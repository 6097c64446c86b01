"""All tables, imported in one place so that the database and the migrations know every one of them."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from models.collected import Collected
from models.crosscheck import OnlineView, Task567
from models.development import DevelopmentEntry
from models.guide_sheet import GuideSheet
from models.history import PastVersion
from models.import_run import ImportRun
from models.issued_report import IssuedFile, IssuedReport
from models.list_state import ListState
from models.matching import Match
from models.recorder_clock import RecorderClock
from models.recording import Recording, RecordingPath
from models.review import Answer, Evidence, Review
from models.review_life import ReviewStep
from models.sample import SampleDraw, SampleFrame, SampleReplacement, SampleRow
from models.scorecard import Scorecard, ScorecardVersion
from models.sheet_judgement import SheetConfirmation, SheetJudgement, SteerPolicy
from models.staff import Staff, Team
from models.transcript import Correction, Segment, Transcript, Word
from models.transcription import TranscribedChunk, Transcription
from models.work_line import WorkLine, WorkState, WorkTouch

TABLES: tuple[type[SQLModel], ...] = (
    Team,
    Staff,
    Recording,
    RecordingPath,
    RecorderClock,
    GuideSheet,
    Task567,
    OnlineView,
    PastVersion,
    ListState,
    ImportRun,
    Match,
    Transcript,
    Segment,
    Word,
    Correction,
    Transcription,
    TranscribedChunk,
    Scorecard,
    ScorecardVersion,
    Review,
    Answer,
    Evidence,
    ReviewStep,
    DevelopmentEntry,
    SteerPolicy,
    SheetJudgement,
    SheetConfirmation,
    SampleRow,
    SampleFrame,
    SampleDraw,
    SampleReplacement,
    Collected,
    IssuedReport,
    IssuedFile,
    WorkLine,
    WorkTouch,
    WorkState,
)
"""Every record, parents before children."""


def metadata() -> MetaData:
    """The metadata that holds exactly TABLES."""
    return SQLModel.metadata

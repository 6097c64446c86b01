"""The window's face of the program: constructs everything once, connects it, runs it, and takes it down again.

`build()` makes store, runner, states and pages known to each other; nothing else constructs them. The way of an item:
worklist -> `Opening` -> the open call and the draft -> the review page -> back to the same line of the worklist.
"""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop import first_sight, paths, theme
from desktop.faults import Faults, log_qt_messages
from desktop.jobs.runner import Runner
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.transcribe import Transcriber
from desktop.key_map import FILE_NAME as KEYS_FILE
from desktop.settings import Settings
from desktop.state.call_transcript import CallTranscript
from desktop.state.comparison import CallComparison
from desktop.state.cues import rules_in_use
from desktop.state.draft import ReviewDraft
from desktop.state.exporting import Exporting
from desktop.state.import_profiles import ImportProfiles, ProfileFolders
from desktop.state.intake import Intake
from desktop.state.key_choice import KeyChoice
from desktop.state.mapping import Mapping
from desktop.state.matching import Matching
from desktop.state.open_call import OpenCall
from desktop.state.opening import Opening
from desktop.state.playback import Playback
from desktop.state.search import Search
from desktop.state.session import Session
from desktop.state.sheets import Sheets
from desktop.state.sound_out import SilentOut
from desktop.state.speech_models import SpeechModels
from desktop.state.steer import SteerState
from desktop.state.transcribing import Transcribing
from desktop.state.transcript_edit import TranscriptEdit
from desktop.state.worklist import Worklist
from desktop.tables import transcribing as transcribing_words
from desktop.views.actions import ActionTable
from desktop.views.export_page import ExportPage
from desktop.views.import_page import ImportPage
from desktop.views.keys import KeysPage
from desktop.views.mapping_page import MappingPage
from desktop.views.matches_page import MatchesPage
from desktop.views.palette import Palette
from desktop.views.picking import Picker
from desktop.views.review_page import ReviewPage
from desktop.views.search_page import SearchPage
from desktop.views.settings_page import SettingsPage, usual_places
from desktop.views.sheets_page import SheetsPage
from desktop.views.status_line import StatusLine
from desktop.views.top_bar import TopBar
from desktop.views.transcribing_page import TranscribingPage
from desktop.views.welcome import WelcomePage
from desktop.views.worker_bar import WorkerBar
from desktop.views.worklist import WorklistPage
from desktop.window import Window
from desktop.wiring import connect
from desktop.wiring.parts import Pages, States
from models.clock import Clock
from models.store import Store
from models.store.staff import Person
from models.store.worklist import Section, WorkQuery

LOG_FILE = "steercheck.log"


def build(
    store: Store,
    person: Person,
    *,
    clock: Clock | None = None,
    settings: Settings | None = None,
    locked: frozenset[str] | None = None,
    folder: Path | None = None,
    log: Path | None = None,
    picker: Picker | None = None,
) -> Window:
    """The whole window on an open store, not shown yet.

    `folder` is where settings and the window's memory lie (the person's own by default); `settings` and `locked` are
    read from there unless given. The window owns everything built here; closing it stops all work, not the store.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("the window needs a QApplication")
    folder = folder or paths.settings_file().parent
    runner = Runner()
    session = Session(store, runner, person, settings=settings, locked=locked, file=folder / paths.settings_file().name)
    theme.apply(app, session.settings.theme, session.settings.text_scale_pct)
    memory = QSettings(str(folder / first_sight.MEMORY_FILE), QSettings.Format.IniFormat)
    actions = ActionTable()
    profiles = ProfileFolders(folder / paths.PROFILES, paths.administrator_profile_folder())
    states = _states(store, runner, session, KeyChoice(folder / KEYS_FILE), ImportProfiles(runner, profiles, memory))
    with theme.dressed_last(app):
        top = TopBar(actions, (clock or store.clock).working_date)
        long_work = (states.intake, states.exporting, states.transcribing, states.speech)
        status = StatusLine(
            runner,
            actions,
            can_cancel=lambda job_id: job_id in [work.job_id for work in long_work],
            behind=lambda: (states.transcribing.job_id, transcribing_words.sentence(states.transcribing)),
        )
        window = Window(top, WorkerBar(), status, memory)
        picker = picker or Picker()
        pages = _pages(states, actions, memory, picker, (folder, log))
        for name, page in (
            ("worklist", pages.worklist),
            ("welcome", pages.welcome),
            ("sheets", pages.sheets),
            ("matches", pages.matches),
            ("transcribing", pages.transcribing),
            ("search", pages.search),
            ("import", pages.imports),
            ("mapping", pages.mapping),
            ("export", pages.export),
            ("settings", pages.settings),
            ("keys", pages.keys),
            ("review", pages.review),
        ):
            window.add_page(name, page)
    faults = Faults(window)
    faults.install()
    window.destroyed.connect(faults.remove)
    palette = Palette(actions, window)
    _adopt(window, runner, actions, states)
    window.restore_place()
    connect(window, states, pages, actions, palette, faults, picker)
    return window


def run_window(store: Store, person: Person, clock: Clock) -> int:
    """Show the window and run it until it is closed; gives the exit status. The store is closed by its owner."""
    log_qt_messages()
    app = first_sight.application()
    log = paths.log_folder() / LOG_FILE
    window = build(store, person, clock=clock, log=log if log.exists() else None)
    first_sight.taken_over_by(window)
    window.show()
    return app.exec()


def _states(store: Store, runner: Runner, session: Session, keys: KeyChoice, profiles: ImportProfiles) -> States:
    silent = session.settings.sound == "silent" or os.environ.get("STEERCHECK_SOUND") == "silent"
    playback = Playback(make_out=SilentOut) if silent else Playback()
    call = OpenCall(store, runner, playback)
    draft = ReviewDraft(store, runner, session.person)
    transcribing = _transcribing(store, runner, session)
    worklist = Worklist(store, runner)
    worklist.reviewer = session.person.staff_id if session.person.on_staff else None
    return States(
        store=store,
        runner=runner,
        session=session,
        speech=SpeechModels(runner, session),
        keys=keys,
        worklist=worklist,
        unmatched=Worklist(store, runner, WorkQuery(Section.AMBIGUOUS, with_reviewed=True)),
        sheets=Sheets(store, runner, lambda: session.person),
        transcribing=transcribing,
        matching=Matching(store, runner, session),
        search=Search(store, runner),
        intake=Intake(store, runner, lambda: session.person.staff_id),
        profiles=profiles,
        mapping=Mapping(runner),
        exporting=Exporting(store, runner),
        call=call,
        call_transcript=CallTranscript(store, runner, call, transcribing),
        draft=draft,
        edit=TranscriptEdit(store, runner, session.person, steps=draft.steps),
        steer=SteerState(store, runner),
        comparison=CallComparison(store, runner),
        opening=Opening(call, draft),
    )


def _transcribing(store: Store, runner: Runner, session: Session) -> Transcribing:
    """The queue, with the model and the engine that are set when a call's turn comes."""

    def recipe(content: str, check: Callable[[], None]) -> Recipe:
        from desktop.jobs.speech.choose_model import recipe_for

        return recipe_for(content, None, None, None, session.settings, check)

    transcriber = Transcriber(store, lambda: rules_in_use()[0])
    return Transcribing(store, runner, lambda: session.person.staff_id, transcriber, recipe)


def _pages(
    states: States, actions: ActionTable, memory: QSettings, picker: Picker, places: tuple[Path, Path | None]
) -> Pages:
    folder, log = places
    today = states.store.clock.today()
    database = states.store.database.address
    return Pages(
        welcome=WelcomePage(states.intake, actions, picker),
        worklist=WorklistPage(states.worklist, actions, today),
        sheets=SheetsPage(states.sheets, actions, today),
        matches=MatchesPage(states.unmatched, states.matching, actions),
        transcribing=TranscribingPage(states.transcribing, actions),
        search=SearchPage(states.search, actions, today),
        imports=ImportPage(states.intake, states.profiles, actions, picker),
        mapping=MappingPage(states.mapping, actions),
        export=ExportPage(states.exporting, actions, today, picker),
        settings=SettingsPage(
            states.session,
            usual_places(database, folder / paths.settings_file().name, log),
            states.speech,
            actions,
            picker,
        ),
        keys=KeysPage(actions, picker),
        review=ReviewPage(states.call, states.draft, actions, states.session.settings, memory),
    )


def _adopt(window: Window, runner: Runner, actions: ActionTable, states: States) -> None:
    """The window keeps alive what has no widget."""
    for child in (
        runner,
        actions,
        states.session,
        states.speech,
        states.keys,
        states.worklist,
        states.unmatched,
        states.sheets,
        states.transcribing,
        states.matching,
        states.search,
        states.intake,
        states.profiles,
        states.mapping,
        states.exporting,
        states.call.playback,
        states.call_transcript,
        states.call,
        states.draft,
        states.edit,
        states.steer,
        states.comparison,
        states.opening,
    ):
        child.setParent(window)

"""The speech models of this machine as the Settings show them: listed, added from a disk, chosen, tested.

Between the Settings page and jobs/speech (model_shelf, add_model, self_test). Adding and testing take minutes, so one
of them runs at a time, in a lane of their own, and can be stopped. Which model is the default is a setting.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Job, JobHandle, Report, Runner
from desktop.jobs.speech.add_model import Added, add_model
from desktop.jobs.speech.choose_model import AUTO, engines_to_test, memory_of_engines, model_to_test, recipe_of
from desktop.jobs.speech.engine_memory import EngineTest, Remembered
from desktop.jobs.speech.model_shelf import Found, ShelfModel, default_of, models_on, shelf_of
from desktop.jobs.speech.self_test import try_engine
from desktop.settings import Settings
from desktop.state.session import Session
from models.errors import SteercheckError

Result = TypeVar("Result")

LANE = "speech models"
WHAT_DECIDES = ("speech_model", "speech_models_folder")
"""The settings after whose change the list is another."""


@dataclass(frozen=True)
class Listing:
    """What there is: the models and what is none, the one for every call, and what is remembered of tests with
    `tried`, the model a test would use now."""

    found: Found
    default: ShelfModel | None = None
    tried: ShelfModel | None = None
    tests: tuple[EngineTest, ...] = ()


@dataclass(frozen=True)
class Tested:
    """A test of the engines: with which model, how many threads, and what came of each engine."""

    model: ShelfModel
    threads: int
    tests: tuple[EngineTest, ...]


class SpeechModels(QObject):
    """Signals: `listed(Listing)`; `busy_changed(bool)` while a model is added or the engines are tested;
    `progressed(fraction, words)` of that; `added(Added)`; `tested(Tested)`; `refused(why)`; `stopped()`."""

    listed = Signal(object)
    busy_changed = Signal(bool)
    progressed = Signal(float, str)
    added = Signal(object)
    tested = Signal(object)
    refused = Signal(str)
    stopped = Signal()

    def __init__(self, runner: Runner, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session = session
        self._handle: JobHandle | None = None
        self._asked = 0
        self._before = session.settings
        self.listing: Listing | None = None
        session.settings_changed.connect(self._on_settings)

    @property
    def busy(self) -> bool:
        return self._handle is not None

    @property
    def job_id(self) -> int | None:
        """The job that runs, by which the line at the foot knows it."""
        return None if self._handle is None else self._handle.id

    def refresh(self) -> None:
        """Look through the folders again; an older look is forgotten."""
        self._asked += 1
        asked, settings = self._asked, self._session.settings

        def take(listing: Listing) -> None:
            if asked == self._asked:
                self.listing = listing
                self.listed.emit(listing)

        self._runner.submit(
            LANE,
            lambda _report, check: _listing(settings, check),
            on_done=take,
            on_failed=self._on_refused,
            text="Looking for speech models",
        )

    def add(self, file: Path) -> None:
        """Take a model file into this person's folder; nothing happens while other work here runs."""
        shelf = shelf_of(self._session.settings)

        def job(report: Report, check: Check) -> Added:
            return add_model(file, shelf, report, check)

        self._start(job, self._on_added, "Adding a speech model")

    def choose(self, sha256: str) -> None:
        """The model for every call nobody names another for; kept as a setting."""
        self._session.change(speech_model=sha256)

    def test(self) -> None:
        """Test every engine with that model; nothing happens while other work here runs."""
        settings = self._session.settings

        def job(report: Report, check: Check) -> Tested:
            return _tested(settings, report, check)

        self._start(job, self._on_tested, "Testing the speech engines")

    def cancel(self) -> None:
        """Stop what runs; no half-copied model is left."""
        if self._handle is not None:
            self._handle.cancel()

    def _start(self, job: Job[Result], done: Callable[[Result], None], text: str) -> None:
        if self.busy:
            return
        self._handle = self._runner.submit(
            LANE,
            job,
            on_done=done,
            on_failed=self._on_failed,
            on_progress=self.progressed.emit,
            on_cancelled=self._on_cancelled,
            text=text,
        )
        self.busy_changed.emit(True)

    def _end(self) -> None:
        self._handle = None
        self.busy_changed.emit(False)

    def _on_added(self, added: Added) -> None:
        self._end()
        self.added.emit(added)
        self.refresh()

    def _on_tested(self, tested: Tested) -> None:
        self._end()
        self.tested.emit(tested)

    def _on_failed(self, error: SteercheckError) -> None:
        self._end()
        self.refused.emit(error.message)

    def _on_cancelled(self) -> None:
        self._end()
        self.stopped.emit()

    def _on_refused(self, error: SteercheckError) -> None:
        self.refused.emit(error.message)

    def _on_settings(self, settings: Settings) -> None:
        before, self._before = self._before, settings
        if self.listing is not None and any(getattr(settings, key) != getattr(before, key) for key in WHAT_DECIDES):
            self.refresh()


def _listing(settings: Settings, check: Check) -> Listing:
    found = models_on(shelf_of(settings), check)
    default = default_of(found.models, settings.speech_model)
    tried = default or next(
        (model for model in found.models if model.demonstration and not settings.speech_model), None
    )
    if tried is None:
        return Listing(found)
    memory = Remembered(memory_of_engines())
    tests = (memory.of(engine, tried.sha256) for engine in engines_to_test(AUTO))
    return Listing(found, default, tried, tuple(test for test in tests if test is not None))


def _tested(settings: Settings, report: Report, check: Check) -> Tested:
    model = model_to_test(None, settings, check)
    recipe = recipe_of(model, AUTO, None, settings)
    memory = Remembered(memory_of_engines())
    names = engines_to_test(settings.speech_engine)
    tests: list[EngineTest] = []
    for at, name in enumerate(names):

        def share(fraction: float, text: str, at: int = at) -> None:
            report((at + fraction) / len(names), text)

        tests.append(try_engine(replace(recipe, engine=name), check, share))
        memory.keep(tests[-1], model.sha256)
    return Tested(model, recipe.threads, tuple(tests))

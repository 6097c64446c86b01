"""For every test of the window: the whole window on a store, choosing without dialogs, and a clean look afterwards."""

import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.app import build
from desktop.jobs import read_recording
from desktop.jobs.speech.model_file import tensor_names
from desktop.settings import Settings
from desktop.views.key_rail import COUNT_ROLE
from desktop.views.picking import Picker
from desktop.views.printing import paper
from desktop.views.said_panel import SaidPanel
from desktop.views.scorecard_form import ScorecardForm
from desktop.views.sheet_panel import SheetPanel
from desktop.window import Window
from desktop.wiring.ahead import Ahead
from models.clock import Clock
from models.database import open_database
from models.store import Store
from models.store.staff import Person
from tests.desktop.lent_decoders import Lender

HERE = Path(__file__).parent
PATIENCE_MS = 20_000
MakeWindow = Callable[..., Window]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns about size hints whenever any window is shown; no screen would."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


class PatientBot(QtBot):
    """Waits for up to 20 s instead of 5: a busy machine takes its time, and nobody waits longer than it needs."""

    def waitUntil(self, callback, *, timeout=PATIENCE_MS):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE_MS, **more):
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitSignals(self, signals, *, timeout=PATIENCE_MS, **more):
        return super().waitSignals(signals, timeout=timeout, **more)

    def waitActive(self, widget, *, timeout=PATIENCE_MS):
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget, *, timeout=PATIENCE_MS):
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


class ReadyPicker(Picker):
    """Chooses at once what the test laid out, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.chosen: list[Path] = []
        self.asked: list[str] = []

    def folder(self, owner, title, start, take):
        self._answer(title, take)

    def file(self, owner, title, start, names, take):
        self._answer(title, take)

    def files(self, owner, title, start, take):
        self.asked.append(title)
        take(list(self.chosen))

    def target(self, owner, title, start, names, take):
        self._answer(title, take)

    def printer(self, owner, title, take):
        """Prints to the PDF file laid out."""
        self.asked.append(title)
        printer = paper()
        printer.setOutputFileName(str(self.chosen.pop(0)))
        take(printer)

    def _answer(self, title, take):
        self.asked.append(title)
        if self.chosen:
            take(self.chosen.pop(0))


@pytest.fixture
def picker() -> ReadyPicker:
    return ReadyPicker()


@pytest.fixture
def light_look(qapp: QApplication) -> Iterator[None]:
    """The look a test begins with and leaves behind."""
    theme.apply(qapp, "light", 100)
    yield
    theme.apply(qapp, "light", 100)


@pytest.fixture(scope="session")
def model_bytes() -> bytes:
    """A whole speech model of one layer and eleven kilobytes: of the right structure, and deaf."""
    head = struct.pack("<12i", 0x67676D6C, 51_864, 1500, 8, 1, 1, 448, 8, 1, 1, 80, 1)
    filters = struct.pack("<2i", 2, 3) + bytes(4 * 6)
    words = struct.pack("<i", 300) + b"".join(struct.pack("<i", 2) + b" a" for _ in range(300))
    tensors = b"".join(
        struct.pack("<3i", 1, len(name), 0) + struct.pack("<i", 32) + name + bytes(4 * 32)
        for name in (name.encode() for name in sorted(tensor_names(1, 1)))
    )
    return head + filters + words + tensors


@pytest.fixture
def _nothing_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, and rows for a first call, are made when they are wanted, as for a person who is quick.

    The idle window would make them before, most of the time that a window costs; test_pages_ahead.py and
    tests/desktop/review have that.
    """
    monkeypatch.setattr(Ahead, "_pages", lambda _self: [])
    for kind in (SaidPanel, ScorecardForm, SheetPanel):
        monkeypatch.setattr(kind, "_make_ready", lambda _self: None)


@pytest.fixture(scope="session")
def _decoders() -> Iterator[Lender]:
    lender = Lender()
    yield lender
    lender.close()


@pytest.fixture
def decoders_stay(_decoders: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder that is let go serves the next test."""
    monkeypatch.setattr(read_recording, "Child", _decoders)


PAGE_OF = {
    "Dashboard": "dashboard",
    "Intake": "import",
    "ImportProfiles": "import",
    "Mapping": "mapping",
    "Matching": "matches",
    "Sheets": "sheets",
    "Reports": "reports",
    "ReportFiles": "reports",
    "Reviews": "reviews",
    "SamplePapers": "samples",
    "Samples": "samples",
    "Search": "search",
    "Transcribing": "transcribing",
    "SpeechModels": "settings",
    "Exporting": "export",
    "People": "people",
    "Scorecards": "scorecards",
}
"""The page that makes a state, unless it is the review page."""


@pytest.fixture
def _made_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """`window.findChild(ReviewDraft)` makes the page that needs it, where nobody has wanted it before."""
    find = Window.findChild

    def find_or_make(window: Window, kind: type, *more: object) -> object:
        found = find(window, kind, *more)
        if found is None and kind.__module__.startswith("desktop."):
            window.page(PAGE_OF.get(kind.__name__, "review"))
            found = find(window, kind, *more)
        return found

    monkeypatch.setattr(Window, "findChild", find_or_make)


@pytest.fixture(scope="session")
def _lived_database(made_once: Callable[..., Path], _demo_database: Path) -> Path:
    """The demonstration with reviews in every state, made once a run."""
    from desktop.demonstration import DEMONSTRATION_DAY
    from desktop.screenshots_reviews import begin_lives, sign_today

    def make(folder: Path) -> None:
        shutil.copyfile(_demo_database, folder / "steercheck.db")
        store = Store(open_database(folder / "steercheck.db"), Clock(DEMONSTRATION_DAY))
        sign_today(store)
        begin_lives(store.database)
        store.close()

    return made_once("lived", make) / "steercheck.db"


@pytest.fixture
def lived(_lived_database: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A store of its own with reviews in every state."""
    path = tmp_path / "lived.db"
    shutil.copyfile(_lived_database, path)
    opened = Store(open_database(path), clock)
    yield opened
    opened.close()


@pytest.fixture
def make_window(
    _nothing_beforehand: None,
    _made_when_asked_for: None,
    decoders_stay: None,
    qtbot: QtBot,
    light_look: None,
    tmp_path: Path,
    picker: ReadyPicker,
) -> Iterator[MakeWindow]:
    """Builds the whole window on a store, for a person (TL01 unless named), and shows it at 1366 by 768."""
    made: list[Window] = []
    stores: list[Store] = []

    def make(store: Store, person: str | None = "TL01", **options: object) -> Window:
        who = store.staff.get(person) if person else None
        settings = options.pop("settings", Settings(theme="light"))
        window = build(
            store,
            who or Person("os:somebody", None, None),
            settings=settings,
            locked=options.pop("locked", frozenset()),
            folder=options.pop("folder", tmp_path / "settings"),
            picker=picker,
        )
        made.append(window)
        stores.append(store)
        window.resize(1366, 768)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        return window

    yield make
    for window in made:
        window.close()
        shiboken6.delete(window)
    for store in stores:  # its fixture closed it before the window, whose last save opened it again
        store.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: MakeWindow, demo_store: Store, qtbot: QtBot) -> Window:
    """The window on the demonstration department, TL01 working, its worklist read."""
    made = make_window(demo_store)
    qtbot.waitUntil(lambda: made.page("worklist").model.rowCount() > 0)
    qtbot.waitUntil(lambda: bool(made.page("worklist").rail.item(0).data(COUNT_ROLE)))
    qtbot.waitUntil(lambda: made.page("worklist").filters.caseworker.count() > 1)
    return made

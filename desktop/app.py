"""The window's face of the program: builds the frame and its first page, runs it, and takes it down again.

`build()` makes store, runner, states and window known to each other; pages are made when they are first wanted
(`desktop/wiring`). The way of an item: worklist -> `Opening` -> the open call and the draft -> the review page -> back
to the same line of the worklist.
"""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop import first_sight, paths, theme
from desktop.faults import Faults, log_qt_messages
from desktop.jobs.runner import Runner
from desktop.settings import Settings
from desktop.state.opening import Opening
from desktop.state.session import Session
from desktop.views.actions import ActionTable
from desktop.views.palette import Palette
from desktop.views.picking import Picker
from desktop.views.status_line import StatusLine
from desktop.views.top_bar import TopBar
from desktop.views.worker_bar import WorkerBar
from desktop.window import Window
from desktop.wiring import connect
from desktop.wiring.parts import Parts
from desktop.wiring.states import States
from desktop.wiring.ways import Ways
from models.clock import Clock
from models.store import Store
from models.store.staff import Person

if TYPE_CHECKING:
    from desktop.state.draft import ReviewDraft
    from desktop.state.open_call import OpenCall

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
    states = States(store, runner, session, folder, memory)
    with theme.dressed_last(app):
        window = Window(
            TopBar(actions, (clock or store.clock).working_date),
            WorkerBar(),
            StatusLine(runner, actions, can_cancel=states.is_stoppable, behind=states.behind_everything),
            memory,
        )
        states.keep_in(window)
        actions.setParent(window)
        opening = Opening(lambda: _desk(window, states), window)
        faults = Faults(window)
        faults.install()
        window.destroyed.connect(faults.remove)
        ways = Ways(window, states, opening)
        palette = Palette(actions, window)
        window.restore_place()
        parts = Parts(window, states, opening, ways, actions, palette, picker or Picker(), memory, folder, log)
        connect(parts, faults)
    return window


def run_window(store: Store, person: Person, clock: Clock) -> int:
    """Show the window and run it until it is closed; gives the exit status. The store is closed by its owner."""
    log_qt_messages()
    gc.freeze()  # what is imported stays: looking through it on the way would cost the first rows 60 ms
    app = first_sight.application()
    log = paths.log_folder() / LOG_FILE
    window = build(store, person, clock=clock, log=log if log.exists() else None)
    first_sight.taken_over_by(window)
    window.show()
    return app.exec()


def _desk(window: Window, states: States) -> "tuple[OpenCall, ReviewDraft]":
    """What an opened item lies on; the page that shows it is there first, so that it hears everything."""
    window.page("review")
    return states.call, states.draft

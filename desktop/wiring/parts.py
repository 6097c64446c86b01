"""What every maker of a page is handed: the window, the states, the ways through it, and what pages ask for."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QSettings

from desktop.state.opening import Opening
from desktop.views.actions import ActionTable
from desktop.views.palette import Palette
from desktop.views.picking import Picker
from desktop.window import Window
from desktop.wiring.states import States
from desktop.wiring.ways import Ways


@dataclass(frozen=True)
class Parts:
    """`folder` holds the person's settings; `log` is the log file, if there is one."""

    window: Window
    states: States
    opening: Opening
    ways: Ways
    actions: ActionTable
    palette: Palette
    picker: Picker
    memory: QSettings
    folder: Path
    log: Path | None

    @cached_property
    def today(self) -> date:
        return self.states.store.clock.today()

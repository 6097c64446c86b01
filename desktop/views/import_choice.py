"""The left card of the import page: what is taken in, by which profile, and the buttons that begin it or stop it."""

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.import_source import ImportSource
from desktop.views.page import quiet
from desktop.views.profile_choice import ProfileChoice

STEPS = 1000
STOPPING = "Stopping"
"""How everything begins that is said after a stop was asked for."""


class Source(NamedTuple):
    """One part of a request as the page shows it. `folder`: a folder is chosen, not a file."""

    part: str
    drawing: str
    name: str
    hint: str
    folder: bool = False


SOURCES = (
    Source("recordings", "folder", "Folder of recordings", "Subfolders are walked; nothing is copied or moved", True),
    Source(
        "index", "recording", "Recorder's index", "Spreadsheet, CSV, JSON or XML: start, case and file of each call"
    ),
    Source("sheets", "sheet", "Guide sheets", "Spreadsheet or CSV: the Payment Arrangement Guide figures"),
    Source("tasks", "task", "Task 567 list", "Spreadsheet or CSV: methods before, promoted and taken"),
    Source("views", "view", "Caseworker Online views", "Spreadsheet or CSV: who looked, at which case, and when"),
    Source("staff", "staff", "Staff list", "Spreadsheet or CSV: who works in which team, and who reviews"),
    Source(
        "transcripts", "transcript", "Transcripts", "Folder of WebVTT, SRT, text or JSON, from whatever engine", True
    ),
    Source("collections", "pound", "Collections", "Spreadsheet or CSV: what was collected, by month and scheme"),
)
LISTS = frozenset({"index", "sheets", "tasks", "views", "staff", "collections"})
"""The parts whose columns can be mapped."""


class ImportChoice(QFrame):
    """Signals: `choose_wished(part)`, `clear_wished(part)`, `map_wished(part)`, `try_wished()`, `start_wished()`,
    `cancel_wished()`."""

    choose_wished = Signal(str)
    clear_wished = Signal(str)
    map_wished = Signal(str)
    try_wished = Signal()
    start_wished = Signal()
    cancel_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="surface")
        self.sources: dict[str, ImportSource] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        column.setSpacing(theme.space(1))
        column.addWidget(self._drop_zone())
        for source in SOURCES:
            row = ImportSource(source.part, source.drawing, source.name, source.hint, self, mapped=source.part in LISTS)
            self.sources[source.part] = row
            column.addWidget(row)
            row.choose_wished.connect(self.choose_wished)
            row.clear_wished.connect(self.clear_wished)
            row.map_wished.connect(self.map_wished)
        self.profile = ProfileChoice(actions, self)
        column.addWidget(self.profile)
        column.addLayout(self._foot(actions))
        self.setMinimumWidth(theme.space(45))
        self.show_running(False)
        self._draw()
        theme.changes().changed.connect(self._draw)

    def show_drop(self, over: bool) -> None:
        """Show that what is held over the window may be dropped."""
        theme.mark(self._drop, tone="accent" if over else "")

    def show_running(self, running: bool) -> None:
        """While an import runs nothing can be chosen, and it can be stopped."""
        for widget in (self.cancel, self.bar, self.progress):
            widget.setVisible(running)
        self.cancel.setEnabled(True)
        self.bar.setValue(0)
        self.progress.setText("Beginning …" if running else "")
        for source in self.sources.values():
            source.setEnabled(not running)
        self.profile.setEnabled(not running)
        self.try_first.setVisible(not running)
        self.start.setVisible(not running)

    def show_progress(self, fraction: float, words: str) -> None:
        """How far it is, 0 to 1, and what is said of it."""
        self.bar.setValue(round(fraction * STEPS))
        if self.cancel.isEnabled() or words.startswith(STOPPING):
            self.progress.setText(words)

    def show_stopping(self) -> None:
        """The stop was asked for; it ends with what is being written."""
        self.cancel.setEnabled(False)
        self.progress.setText(f"{STOPPING}: what is being written is finished first …")

    def allow(self, ready: bool) -> None:
        """Whether there is anything to try or import."""
        self.try_first.setEnabled(ready)
        self.start.setEnabled(ready)

    def _drop_zone(self) -> QFrame:
        self._drop = QFrame(self)
        theme.mark(self._drop, role="drop")
        drop = QHBoxLayout(self._drop)
        drop.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        self._arrow = QLabel()
        drop.addWidget(self._arrow)
        drop.addWidget(quiet("Drop files and folders here: each is known by what it holds."), 1)
        return self._drop

    def _foot(self, actions: ActionTable) -> QVBoxLayout:
        self.try_first = QPushButton("Try first")
        actions.explain(self.try_first, "try_import", "Read everything and list what would happen; nothing is written")
        self.try_first.setAccessibleName("Try the import without writing")
        self.start = QPushButton("Import")
        theme.mark(self.start, role="primary")
        actions.explain(self.start, "start_import")
        self.start.setAccessibleName("Import")
        self.cancel = QPushButton("Cancel")
        actions.explain(self.cancel, "cancel_job", "Stop the import; what was finished is kept")
        self.cancel.setAccessibleName("Cancel the import")
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the import")
        self.progress = quiet("", small=True)
        progress = QVBoxLayout()
        progress.setSpacing(theme.space(0.5))
        progress.addWidget(self.progress)
        progress.addWidget(self.bar)
        self.try_first.clicked.connect(self.try_wished)
        self.start.clicked.connect(self.start_wished)
        self.cancel.clicked.connect(self.cancel_wished)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(1))
        buttons.addLayout(progress, 1)
        for button in (self.cancel, self.try_first, self.start):
            buttons.addWidget(button)
        foot = QVBoxLayout()
        foot.addSpacing(theme.space(0.5))
        foot.addLayout(buttons)
        return foot

    def _draw(self) -> None:
        side = theme.icon_size().width() + 4
        self._arrow.setPixmap(theme.pixmap("import", "accent", side, self.devicePixelRatioF()))

"""The import page: choose or drop recordings and lists, try, import, and read what came of it.

No dialog but the system's own for choosing. What was dropped anywhere on the window ends here.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.state.intake import Intake
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.import_outcome import ImportOutcome
from desktop.views.import_source import ImportSource
from desktop.views.page import Page, card, quiet
from desktop.views.picking import Picker
from models.errors import Refusal
from models.intake.request import ImportReport, ImportRequest

SOURCES: tuple[tuple[str, str, str, str, bool], ...] = (
    ("recordings", "folder", "Folder of recordings", "Subfolders are walked; nothing is copied or moved", True),
    ("index", "recording", "Recorder's index", "CSV: which call each file holds, its start and case", False),
    ("sheets", "sheet", "Guide sheets", "CSV: the Payment Arrangement Guide figures", False),
    ("tasks", "task", "Task 567 list", "CSV: methods of collection before, promoted and taken", False),
    ("views", "view", "Caseworker Online views", "CSV: who looked, at which case, and when", False),
    ("staff", "staff", "Staff list", "CSV: who works in which team, and who reviews", False),
    ("transcripts", "transcript", "Transcripts", "Folder of JSON files with segments and times", True),
)
"""Part of the request, drawing, name, hint, and whether it is a folder."""

STEPS = 1000
SIDE_BY_SIDE_FROM = 1100


class ImportPage(Page):
    """Signals: `worklist_wished()` after an import; `notice_wished(text, tone)`."""

    worklist_wished = Signal()
    notice_wished = Signal(str, str)

    def __init__(
        self, intake: Intake, actions: ActionTable, picker: Picker | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Import",
            "Choose what the department has, or drop files and folders anywhere on this window. "
            "Recordings stay where they are; importing the same again changes nothing.",
            parent,
        )
        self._intake = intake
        self._picker = picker or Picker()
        self.sources: dict[str, ImportSource] = {}
        self.outcome = ImportOutcome(self._picker)
        self._arrange(actions)
        self._connect()
        self._on_request(intake.request)
        self._on_running(False)

    def show_drop(self, over: bool) -> None:
        """Show that what is held over the window may be dropped."""
        theme.mark(self._drop, tone="accent" if over else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= SIDE_BY_SIDE_FROM * max(1.0, theme.changes().scale_pct / 100)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _arrange(self, actions: ActionTable) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.space(2))
        left = QVBoxLayout()
        left.addWidget(self._sources_card(actions))
        left.addStretch(1)
        self._columns.addLayout(left, 5)
        self._columns.addWidget(self._results_card(actions), 6)
        self.body.addLayout(self._columns, 1)
        self._draw()
        theme.changes().changed.connect(self._draw)

    def _sources_card(self, actions: ActionTable) -> QFrame:
        frame, column = card()
        self._drop = QFrame()
        theme.mark(self._drop, role="drop")
        drop = QHBoxLayout(self._drop)
        drop.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        self._arrow = QLabel()
        drop.addWidget(self._arrow)
        drop.addWidget(quiet("Drop files and folders here: each is known by its headings."), 1)
        column.addWidget(self._drop)
        for part, drawing, name, hint, _folder in SOURCES:
            self.sources[part] = ImportSource(part, drawing, name, hint)
            column.addWidget(self.sources[part])
        column.addLayout(self._buttons(actions))
        frame.setMinimumWidth(theme.space(45))
        return frame

    def _buttons(self, actions: ActionTable) -> QHBoxLayout:
        self.try_first = QPushButton("Try first")
        self.try_first.setToolTip(
            actions.text_with_key("try_import", "Read everything and list what would happen; nothing is written")
        )
        self.try_first.setAccessibleName("Try the import without writing")
        self.start = QPushButton("Import")
        theme.mark(self.start, role="primary")
        self.start.setToolTip(actions.text_with_key("start_import"))
        self.start.setAccessibleName("Import")
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip(actions.text_with_key("cancel_job", "Stop the import; what was finished is kept"))
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
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(1))
        buttons.addLayout(progress, 1)
        for button in (self.cancel, self.try_first, self.start):
            buttons.addWidget(button)
        actions.bind("try_import", self, self.try_first.click)
        actions.bind("start_import", self, self.start.click)
        return buttons

    def _results_card(self, actions: ActionTable) -> QFrame:
        frame, column = card()
        self.waiting = EmptyState()
        self.waiting.say("import", "What comes of it stands here", "How many are new, and every row that was refused.")
        self._results = QStackedWidget()
        self._results.addWidget(self.waiting)
        self._results.addWidget(self.outcome)
        column.addWidget(self._results, 1)
        self.done = QPushButton("Go to the worklist")
        theme.mark(self.done, role="primary")
        self.done.setToolTip(actions.text_with_key("open_worklist"))
        self.done.setAccessibleName("Go to the worklist")
        self.done.hide()
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.done)
        column.addLayout(last)
        return frame

    def _connect(self) -> None:
        for source in self.sources.values():
            source.choose_wished.connect(self._on_choose)
            source.clear_wished.connect(lambda part: self._intake.choose(part, None))
        self.try_first.clicked.connect(lambda: self._intake.start(dry_run=True))
        self.start.clicked.connect(lambda: self._intake.start(dry_run=False))
        self.cancel.clicked.connect(self._intake.cancel)
        self.done.clicked.connect(self.worklist_wished)
        self.outcome.saved.connect(lambda path: self.notice_wished.emit(f"The refusals are in {path}.", "good"))
        self.outcome.not_saved.connect(lambda why: self.notice_wished.emit(why, "bad"))
        self._intake.request_changed.connect(self._on_request)
        self._intake.running_changed.connect(self._on_running)
        self._intake.progressed.connect(self._on_progress)
        self._intake.done.connect(self._on_done)
        self._intake.failed.connect(lambda why: self.notice_wished.emit(why, "bad"))
        self._intake.cancelled.connect(self._on_cancelled)
        self._intake.not_recognised.connect(self._on_not_recognised)

    def _draw(self) -> None:
        side = theme.icon_size().width() + 4
        self._arrow.setPixmap(theme.pixmap("import", "accent", side, self.devicePixelRatioF()))

    def _on_choose(self, part: str) -> None:
        name, folder = next((source[2], source[4]) for source in SOURCES if source[0] == part)
        take = partial(self._intake.choose, part)
        start = self._near()
        if folder:
            self._picker.folder(self, name, start, take)
        else:
            self._picker.file(self, name, start, "CSV files (*.csv)", take)

    def _near(self) -> Path | None:
        """Lists mostly lie together: begin where something was chosen before."""
        chosen = [getattr(self._intake.request, part) for part in self.sources]
        return next((path.parent for path in reversed(chosen) if path is not None), None)

    def _on_request(self, request: ImportRequest) -> None:
        for part, source in self.sources.items():
            source.show_path(getattr(request, part))
        self._allow()

    def _on_running(self, running: bool) -> None:
        self.cancel.setVisible(running)
        self.bar.setVisible(running)
        self.progress.setVisible(running)
        self.bar.setValue(0)
        self.progress.setText("Beginning …" if running else "")
        for source in self.sources.values():
            source.setEnabled(not running)
        self.try_first.setVisible(not running)
        self.start.setVisible(not running)
        self._allow()

    def _allow(self) -> None:
        ready = not self._intake.request.is_empty and not self._intake.running
        self.try_first.setEnabled(ready)
        self.start.setEnabled(ready)

    def _on_progress(self, fraction: float, words: str) -> None:
        self.bar.setValue(round(fraction * STEPS))
        self.progress.setText(words)

    def _on_done(self, report: ImportReport) -> None:
        self.outcome.show_report(report)
        self._results.setCurrentWidget(self.outcome)
        self.done.setVisible(not report.dry_run)
        (self.start if report.dry_run else self.done).setFocus()
        QTimer.singleShot(0, self, lambda: self.keep_in_view(self.outcome))

    def _on_cancelled(self) -> None:
        self.notice_wished.emit("The import was stopped. What was finished before is kept.", "warn")

    def _on_not_recognised(self, refusals: list[Refusal]) -> None:
        names = "; ".join(f"{Path(r.file).name}: {r.reason}" for r in refusals[:3])
        more = f" and {len(refusals) - 3} more" if len(refusals) > 3 else ""
        self.notice_wished.emit(f"Not recognised: {names}{more}.", "warn")

"""The line at the foot of the window: the work that runs, how far it is, how long it will take, a way to stop it.

What ends within a moment is never shown, so the line does not flicker.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from desktop import theme
from desktop.jobs.runner import Runner
from desktop.state.time_left import TimeLeft
from desktop.tables import wording
from desktop.views.actions import ActionTable
from models.clock import OFFICE_ZONE

PATIENCE_MS = 400
STEPS = 1000


@dataclass
class _Running:
    text: str
    since: float
    left: TimeLeft
    fraction: float = 0.0
    words: str = ""


class StatusLine(QFrame):
    """Signals: `cancel_wished(job id)`; `pause_wished()`, for the work behind everything else."""

    cancel_wished = Signal(int)
    pause_wished = Signal()

    def __init__(
        self,
        runner: Runner,
        actions: ActionTable,
        *,
        can_cancel: Callable[[int], bool],
        behind: Callable[[], tuple[int | None, str]] = lambda: (None, ""),
        now: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """`behind` is the work that goes on for hours behind everything else, and where it stands in words: other work
        is shown before it, it can be paused, and it leaves its room to a page that needs it."""
        super().__init__(parent)
        self._now = now
        self._behind = behind
        self._can_cancel = can_cancel
        self._running: dict[int, _Running] = {}
        self._shown: int | None = None
        self._spare_room = False
        theme.mark(self, role="foot")
        self.setAccessibleName("Running work")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        row.setSpacing(theme.space(1.5))
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(self.words, role="small")
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.space(20))
        self.bar.setAccessibleName("Progress")
        self.cancel = QPushButton("Cancel")
        theme.mark(self.cancel, role="link")
        actions.explain(self.cancel, "cancel_job")
        self.cancel.setAccessibleName("Cancel the running work")
        self.cancel.clicked.connect(self.cancel_shown)
        self.pause = QPushButton("Pause")
        theme.mark(self.pause, role="link")
        actions.explain(self.pause, "pause_queue")
        self.pause.setAccessibleName("Pause transcribing")
        self.pause.clicked.connect(self.pause_wished)
        self.note = QLabel()
        theme.mark(self.note, role="small")
        self._parts = (self.bar, self.words, self.pause, self.cancel)
        for widget in self._parts:
            row.addWidget(widget)
            widget.hide()
        row.addStretch(1)
        row.addWidget(self.note)
        self._patience = QTimer(self)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show)
        runner.job_started.connect(self._on_started)
        runner.job_progressed.connect(self._on_progressed)
        runner.job_ended.connect(self._on_ended)
        self._keep_height()
        theme.changes().changed.connect(self._keep_height)

    def tell_saved(self, when: datetime) -> None:
        """ "Saved 10:42:07", after a success only."""
        self.note.setText(f"Saved {when.astimezone(OFFICE_ZONE):%H:%M:%S}")

    def tell(self, words: str) -> None:
        """A short fact at the right end."""
        self.note.setText(words)

    def spare_room(self, spare: bool) -> None:
        """On a page that needs every line of the screen, be there only while work runs."""
        self._spare_room = spare
        self.setVisible(not spare or self._shown not in (None, self._behind()[0]))

    def cancel_shown(self) -> None:
        """Ask that the work shown be stopped."""
        if self._shown is not None and self._can_cancel(self._shown):
            self.words.setText("Stopping …")
            self.cancel.setEnabled(False)
            self.cancel_wished.emit(self._shown)

    def _keep_height(self) -> None:
        """Nothing jumps when work begins: the line is as high as its button."""
        self.setFixedHeight(max(self.cancel.sizeHint().height(), theme.text_height()) + theme.space(1) + 2)

    def _on_started(self, job_id: int, text: str) -> None:
        if text:
            self._running[job_id] = _Running(text, self._now(), TimeLeft(self._now))
            self._patience.start()

    def _on_progressed(self, job_id: int, fraction: float, words: str) -> None:
        if job_id in self._running:
            self._running[job_id].fraction = fraction
            self._running[job_id].left.tell(fraction)
            self._running[job_id].words = words
            if job_id == self._shown:
                self._show()

    def _on_ended(self, job_id: int) -> None:
        self._running.pop(job_id, None)
        if not self._running:
            self._patience.stop()
        if job_id == self._shown:
            self._show()

    def _show(self) -> None:
        """The oldest work that has run long enough, what goes on behind everything else last."""
        behind, words = self._behind()
        late = [(i, r) for i, r in self._running.items() if self._now() - r.since >= PATIENCE_MS / 1000]
        late.sort(key=lambda one: one[0] == behind)
        if not late:
            self._shown = None
            self.setVisible(not self._spare_room)
            for widget in self._parts:
                widget.hide()
            return
        job_id, running = late[0]
        stopping = job_id == self._shown and not self.cancel.isEnabled()
        self._shown = job_id
        if not stopping:
            self.cancel.setEnabled(True)
            self.words.setText(words if job_id == behind else self._sentence(running))
        self.cancel.setVisible(self._can_cancel(job_id))
        self.pause.setVisible(job_id == behind)
        self.bar.setRange(0, STEPS if running.fraction > 0 else 0)
        self.bar.setValue(round(running.fraction * STEPS))
        self.bar.show()
        self.words.show()
        self.setVisible(not self._spare_room or job_id != behind)

    def _sentence(self, running: _Running) -> str:
        parts = [running.text]
        if running.words:
            parts.append(running.words)
        left = running.left.seconds
        if left is not None:
            parts.append(f"{wording.spoken_length(left)} left")
        return " · ".join(parts)

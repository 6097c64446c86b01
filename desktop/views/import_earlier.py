"""Earlier imports as a list: when, by whom, from what, and what came of each; Return shows one whole."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.tables import wording
from desktop.views.empty import EmptyState
from desktop.views.lines import Line, LineList
from models.import_run import RunState
from models.store.import_runs import RunLine

DRAWINGS = {RunState.FINISHED: "good", RunState.CANCELLED: "stop", RunState.FAILED: "bad"}
ENDINGS = {RunState.FINISHED: "", RunState.CANCELLED: "stopped", RunState.FAILED: "failed"}


class EarlierImports(QWidget):
    """Signal `chosen(run id)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedWidget(self)
        self.lines = _Lines("Earlier imports", self._stack)
        self.lines.taken.connect(self.chosen)
        self._empty = EmptyState(self._stack, scrolls=False)
        self._empty.say("import", "No import yet", "Every import stands here with its report, trials apart.")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def show_runs(self, runs: Sequence[RunLine]) -> None:
        """Show these, newest first."""
        self.lines.show_lines([_line(run) for run in runs])
        self._stack.setCurrentWidget(self.lines if runs else self._empty)


class _Lines(LineList):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.take_current()
        else:
            super().keyPressEvent(event)


def _line(run: RunLine) -> Line:
    said = [wording.moment(run.started_at), run.person or "", ENDINGS[run.state]]
    names = ", ".join(PurePath(place).name or place for _part, place in run.places)
    counts = (("new", run.new), ("unchanged", run.unchanged), ("changed", run.changed), ("refused", run.refused))
    right = ", ".join(f"{wording.number(count)} {word}" for word, count in counts if count) or "nothing taken"
    return Line(run.id, " · ".join(part for part in said if part), names, right, DRAWINGS[run.state])

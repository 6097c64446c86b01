"""The test of the speech engines in the Settings: does each work here, and how long does an hour of calls take."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.jobs.speech.engine_memory import EngineTest
from desktop.jobs.speech.model_shelf import ShelfModel
from desktop.state.speech_models import Listing, SpeechModels, Tested
from desktop.tables import speech
from desktop.tables.wording import several
from desktop.views.actions import ActionTable
from desktop.views.page import quiet
from desktop.views.signed_line import SignedLine
from desktop.views.work_line import WorkLine


class SpeechTestBlock(QWidget):
    """A button, the progress, and a line for each engine; what was found before stands there from the start.

    Signal `grew()`: something new stands below, which may have to be scrolled to.
    """

    grew = Signal()

    def __init__(self, models: SpeechModels, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._testing = False
        self.start = QPushButton("Test this machine")
        self.start.setAccessibleName("Test the speech engines on this machine")
        actions.explain(self.start, "test_speech", "Hear a shipped call with each engine, as a real call is heard")
        self.work = WorkLine("the test", "Stop the test", actions)
        self.with_what = quiet("", small=True)
        self.results: list[SignedLine] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(0.75))
        self.trouble = SignedLine()
        row = QHBoxLayout()
        row.setSpacing(theme.space(1.5))
        row.addWidget(self.start, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.with_what, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(row)
        column.addWidget(self.work)
        column.addLayout(self._lines)
        column.addWidget(self.trouble)
        self.start.clicked.connect(self._on_start)
        self.work.stop_wished.connect(models.cancel)
        models.listed.connect(self._on_listed)
        models.busy_changed.connect(self._on_busy)
        models.progressed.connect(lambda share, words: self.work.show_progress(share, words) if self._testing else None)
        models.tested.connect(self._on_tested)
        models.refused.connect(self._on_refused)
        models.stopped.connect(self._on_stopped)
        self.with_what.setText(speech.WHAT_A_TEST_IS)

    def _on_start(self) -> None:
        self._testing = not self._models.busy
        self.trouble.say("", "accent")
        self._models.test()

    def _on_listed(self, listing: Listing) -> None:
        """What is remembered of the model a test would use."""
        if listing.tried is not None and listing.tests:
            self._show(listing.tests, _with(listing.tried, "Found before with"))
        else:
            self._show((), speech.WHAT_A_TEST_IS)

    def _on_busy(self, busy: bool) -> None:
        self.start.setEnabled(not busy)
        self.work.show_running(busy and self._testing)
        if busy and self._testing:
            self.work.stop.setFocus()
            self.grew.emit()

    def _on_tested(self, tested: Tested) -> None:
        self._testing = False
        words = _with(tested.model, f"Tested in {several(tested.threads, 'thread')} with")
        self._show(tested.tests, words)
        self.start.setFocus()
        self.grew.emit()

    def _on_refused(self, why: str) -> None:
        if self._testing:
            self._testing = False
            self.trouble.say(why, "bad")
            self.start.setFocus()

    def _on_stopped(self) -> None:
        if self._testing:
            self._testing = False
            self.trouble.say("The test was stopped.", "warn")
            self.start.setFocus()

    def _show(self, tests: tuple[EngineTest, ...], words: str) -> None:
        self.with_what.setText(words)
        while (gone := self._lines.takeAt(0)) is not None:
            if (widget := gone.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.results = []
        for test in tests:
            line = SignedLine()
            name = f"{test.engine} {test.version or ''}".rstrip()
            line.say(f"{name}: {speech.outcome(test)}", speech.tone(test))
            self._lines.addWidget(line)
            self.results.append(line)


def _with(model: ShelfModel, words: str) -> str:
    told = f"{words} {model.name}."
    return f"{told} {speech.DEMONSTRATION_TIME}" if model.demonstration else told

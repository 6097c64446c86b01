"""What the scenes of the screenshots reach into: a window, and ways to wait for it and to open a call in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from desktop.jobs.runner import Runner
from desktop.views.review_page import ReviewPage
from desktop.window import Window
from models.errors import Defect
from models.store import Store

SIZE = (1366, 768)
"""The smallest desk of the screens' sketch, in pixels."""
PATIENCE_MS = 30_000
LOOK_AGAIN_MS = 20
QUIET_LOOKS = 4


@dataclass(frozen=True)
class Studio:
    """One window in one look, and what the scenes reach into."""

    window: Window
    runner: Runner
    folder: Path
    store: Store

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        """Run the event loop until `until` holds and all jobs are told for a few looks in a row. Raises Defect."""
        loop = QEventLoop()
        quiet = [0]

        def look() -> None:
            quiet[0] = quiet[0] + 1 if until() and not self.runner.busy else 0
            if quiet[0] >= QUIET_LOOKS:
                loop.exit(0)

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(LOOK_AGAIN_MS)
        QTimer.singleShot(PATIENCE_MS, loop, lambda: loop.exit(1))
        if loop.exec():
            raise Defect(f"a screen was not ready within {PATIENCE_MS} ms: {self.window.shown}")

    def show(self, page: str) -> None:
        """Bring a page into sight, the keyboard in its window, and wait for what it reads."""
        self.window.activateWindow()
        self.window.show_page(page)
        self.wait()

    def open(self, recording_id: str | None, sheet_id: str | None) -> ReviewPage:
        """Open a call or sheet for review and wait until its sound and its draft are there."""
        self.window.item_wished.emit(recording_id, sheet_id)
        self.wait(lambda: self.window.shown == "review")
        page = self.window.page("review")
        assert isinstance(page, ReviewPage)
        return page


Scene = Callable[[Studio], QWidget | None]
"""Brings something into sight; the widget to be taken, None for the whole window."""

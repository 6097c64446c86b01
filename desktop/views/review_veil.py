"""What lies over the review page until what was asked for is there: no part is seen before it stands in its place, and
nothing of the call before is seen beside the new one.

Usually for a few hundredths of a second; it says that something is being opened only where that takes longer.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop import theme

SAID_AFTER_MS = 300
HELD_AT_MOST_MS = 1_000
"""What else is waited for keeps no review shut for longer than this."""
WORDS = "Opening…"


class ReviewVeil(QWidget):
    """Covers its page from the top of one part of it downwards."""

    def __init__(self, page: QWidget, first: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._first = first
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.words = QLabel(WORDS, self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.mark(self.words, role="quiet")
        self.words.hide()
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SAID_AFTER_MS)
        self._late.timeout.connect(self.words.show)
        self._laid = QTimer(self)
        self._laid.setSingleShot(True)
        self._laid.timeout.connect(self.lift)
        self._held = False
        self._wished = False
        self._enough = QTimer(self)
        self._enough.setSingleShot(True)
        self._enough.setInterval(HELD_AT_MOST_MS)
        self._enough.timeout.connect(self.lift)
        for watched in (page, first):
            watched.installEventFilter(self)
        self.cover(first)

    def cover(self, first: QWidget) -> None:
        """Cover the page from `first` downwards."""
        self._laid.stop()
        self._enough.stop()
        self._wished = False
        self._first.removeEventFilter(self)
        self._first = first
        first.installEventFilter(self)
        if self.isHidden():
            self.words.hide()
            self._late.start()
        self._fit()
        self.show()
        self.raise_()

    def hold(self, held: bool) -> None:
        """While `held` something that belongs into the picture is still to come: the cues of the open prompt."""
        self._held = held
        if self._wished and not held:
            self._laid.start(0)

    def lift_when_laid(self) -> None:
        """The review is there: lift once nothing holds it down and the event loop has laid everything out, so that
        nobody sees it take its place."""
        self._wished = True
        if self._held:
            self._enough.start()
        else:
            self._laid.start(0)

    def lift(self) -> None:
        """Everything is in its place."""
        self._late.stop()
        self._laid.stop()
        self._enough.stop()
        self._wished = False
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show) and not self.isHidden():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        top = self._first.y()
        self.setGeometry(QRect(0, top, self._page.width(), max(0, self._page.height() - top)))

"""The scrolled part of the scorecard: where the open prompt stands, and how it stays in sight.

A prompt is shown from the heading it stands first under, with its end where there is room for both. Other widths give
every row another height: what was in sight stays so, unless a person scrolled away from it.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop import theme

FOLLOWING_MS = 200
"""So long after another width the open prompt is kept in sight while the rows take their heights."""


class PromptScroll(QScrollArea):
    """`column` takes headings and rows; `bring_open` brings the open prompt into sight."""

    def __init__(self, bring_open: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._bring_open = bring_open
        self._away = False
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(FOLLOWING_MS)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.inside = QWidget(self)
        self.inside.setObjectName("prompts")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setWidget(self.inside)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range)
        bar.actionTriggered.connect(self.leave_open)

    def bring(self, row: QWidget, above: QWidget | None = None) -> None:
        """Scroll to a row, from `above` (the heading it stands first under) where there is one; no further than it
        takes."""
        self._away = False
        self.inside.adjustSize()
        bar, height, air = self.verticalScrollBar(), self.viewport().height(), theme.space(1)
        top = row.mapTo(self.inside, QPoint(0, 0)).y()
        first, last = top - air if above is None else above.y(), top + row.height() + air
        if first < bar.value() or last - first > height:
            bar.setValue(first)
        elif last > bar.value() + height:
            bar.setValue(last - height)

    def bring_end(self, part: QWidget) -> None:
        """Scroll down until the end of a part of a row is in sight."""
        end = part.mapTo(self.inside, part.rect().bottomLeft()).y() + theme.space(1)
        bar = self.verticalScrollBar()
        bar.setValue(max(bar.value(), end - self.viewport().height()))

    def leave_open(self) -> None:
        """Something else than the open prompt is looked at."""
        self._away = True
        self._following.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and not self._away:
            self._following.start()
            QTimer.singleShot(0, self, self._on_range)

    def _on_range(self) -> None:
        if self._following.isActive():
            self._bring_open()

"""The steer as a ladder of letters in the head of the review page: which stages were found in the words of the call.

A letter in a box was found, one in a broken line was not; pressing it plays its places one after the other.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop import theme
from desktop.tables.cue_words import STAGE_LETTERS, STAGE_WORDS
from desktop.tables.spoken import clock_time
from models.cue_rules import LADDER, Stage
from models.cues import CueHit


class StageButton(QToolButton):
    """One rung: its letter, found or not."""

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self.stage = stage
        self.found: tuple[CueHit, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changes().changed.connect(self.updateGeometry)
        self.show_found(())

    def show_found(self, hits: Sequence[CueHit]) -> None:
        """Where it was found."""
        self.found = tuple(hits)
        name = STAGE_WORDS[self.stage]
        if hits:
            count = "1 cue" if len(hits) == 1 else f"{len(hits)} cues"
            places = ", ".join(clock_time(hit.start_ms) for hit in hits[:6]) + (", …" if len(hits) > 6 else "")
            words = f"{name}: {count} at {places}"
            self.setToolTip(f"{words}\nPress to hear one after the other")
        else:
            words = f"{name}: not found in the transcript"
            self.setToolTip(f"{words}\nIt may have been said in other words, or misheard")
        self.setAccessibleName(words)
        self.setEnabled(bool(hits))
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.text_height() + theme.space(0.5)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.found:
            painter.setPen(QPen(theme.colour("accent"), 1.4))
            painter.setBrush(theme.colour("hover") if self.underMouse() else theme.colour("surface"))
        else:
            painter.setPen(QPen(theme.colour("outline"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        font = theme.font("small")
        font.setBold(bool(self.found))
        painter.setFont(font)
        painter.setPen(theme.colour("text" if self.found else "quiet"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, STAGE_LETTERS[self.stage])
        painter.end()


class CueLadder(QWidget):
    """The ladder. Signal `stage_wished(Stage)`: hear the next place of a stage."""

    stage_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Cues found, in the order of the steer")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.5))
        self.buttons = {stage: StageButton(stage, self) for stage in LADDER}
        for stage, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, stage=stage: self.stage_wished.emit(stage))
            row.addWidget(button)

    def show_hits(self, hits: Sequence[CueHit]) -> None:
        """Which stages were found."""
        for stage, button in self.buttons.items():
            button.show_found([hit for hit in hits if hit.stage is stage])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The rail between the rungs."""
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("line"), 1))
        boxes = list(self.buttons.values())
        middle = boxes[0].geometry().center().y()
        for one, two in pairwise(boxes):
            painter.drawLine(one.geometry().right(), middle, two.geometry().left(), middle)
        painter.end()

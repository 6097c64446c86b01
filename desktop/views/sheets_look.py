"""The selected sheet, worked out below the list: its sums, the step that decided, why, and what people said of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.sheets import Looked
from desktop.tables import wording
from models.clock import office_date
from models.sheet_judgement import Word
from models.steer_words import differences
from models.store.confirming import Confirmation

LINES = 5
HIGHEST = 15
"""No higher than so many steps of the grid: in large text the list needs the room."""


class SheetLook(QScrollArea):
    """One sheet in words and sums; always as high as a few lines, so that the list above does not jump. More is
    scrolled to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet_id = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        for ground in (self.viewport(), inside):
            ground.setBackgroundRole(QPalette.ColorRole.Base)
            ground.setAutoFillBackground(True)
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        column.setSpacing(theme.space(0.5))
        head = QHBoxLayout()
        head.setSpacing(theme.space(1.5))
        self.title = QLabel(inside)
        theme.mark(self.title, role="heading")
        self.reached = QLabel(inside)
        self.reached.setWordWrap(True)
        head.addWidget(self.title)
        head.addWidget(self.reached, 1)
        self.sums = _words(inside)
        self.why = _words(inside)
        column.addLayout(head)
        column.addWidget(self.sums)
        column.addWidget(self.why)
        column.addStretch(1)
        self.setAccessibleName("The selected sheet")
        self._fit()
        theme.changes().changed.connect(self._fit)

    def clear(self) -> None:
        """No sheet is selected."""
        self.sheet_id = ""
        for label in (self.title, self.reached, self.sums, self.why):
            label.clear()

    def show_sheet(self, looked: Looked) -> None:
        """Show a sheet with its working."""
        sheet, working = looked.sheet, looked.working
        self.sheet_id = sheet.sheet_id
        self.title.setText(sheet.sheet_id)
        if working is None:
            self.reached.setText(looked.fault)
            self.sums.clear()
            self.why.setText(_said(looked.words))
            return
        self.reached.setText(f"Called {working.claimed}. Steer: {working.reached}, {working.verdict.lower()}.")
        decided = () if working.decided is None else tuple(test.sum for test in working.decided.asked)
        sums = dict.fromkeys((*working.sums, *decided))
        self.sums.setText("; ".join(sums) or " ".join(working.lacking))
        disputed = tuple(f"Disputed reading: {reading.words}" for reading in working.readings)
        found = tuple(words for finding in working.findings for words in finding)
        parts = (*found, *disputed, *_against(looked), _said(looked.words))
        self.why.setText(" ".join(part for part in parts if part))
        self.setAccessibleDescription(f"{self.reached.text()} {self.sums.text()} {self.why.text()}")

    def _fit(self) -> None:
        self.setFixedHeight(min(theme.text_height() * LINES + theme.space(4), theme.space(HIGHEST)))


def _words(parent: QWidget) -> QLabel:
    made = QLabel(parent)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    theme.mark(made, role="quiet")
    return made


def _against(looked: Looked) -> tuple[str, ...]:
    """What comes out otherwise than it was confirmed, labelled as a comparison."""
    last = looked.words[-1] if looked.words else None
    if last is None or last.word is not Word.CONFIRMED or looked.working is None:
        return ()
    changed = differences(last.judgement, looked.working.judgement)
    return (f"Since it was confirmed: {'; '.join(changed)}.",) if changed else ()


def _said(words: tuple[Confirmation, ...]) -> str:
    """The last word on the sheet."""
    if not words:
        return ""
    last = words[-1]
    day = wording.day(office_date(last.made_at))
    if last.word is Word.WITHDRAWN:
        return f"Confirmation withdrawn by {last.made_by} on {day}: {last.note}"
    return f"Confirmed by {last.made_by} on {day} as {wording.kpi_class(last.verdict).lower()}."

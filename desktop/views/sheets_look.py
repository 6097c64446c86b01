"""The selected sheet, worked out below the list: its sums, the step that decided, why, and what people said of it."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop import theme
from desktop.state.sheets import Looked
from desktop.tables import wording
from desktop.tables.blind import LISTED
from desktop.views.look_pane import LookPane, words_label
from models.clock import office_date
from models.sheet_judgement import Word
from models.steer_words import differences
from models.store.confirming import Confirmation

LINES = 5
HIGHEST = 15
"""Lines of text, and steps of the grid, that the pane is high at most."""


class SheetLook(LookPane):
    """One sheet in words and sums; always as high as a few lines, so that the list above does not jump. More is
    scrolled to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("The selected sheet", LINES, HIGHEST, parent)
        self.sheet_id = ""
        inside, column = self.inside, self.column
        head = QHBoxLayout()
        head.setSpacing(theme.space(1.5))
        self.title = QLabel(inside)
        theme.mark(self.title, role="heading")
        self.reached = QLabel(inside)
        self.reached.setWordWrap(True)
        head.addWidget(self.title)
        head.addWidget(self.reached, 1)
        self.sums = words_label("quiet", inside)
        self.why = words_label("quiet", inside)
        column.addLayout(head)
        column.addWidget(self.sums)
        column.addWidget(self.why)
        column.addStretch(1)

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
            self.reached.setText(LISTED if looked.blind else looked.fault)
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

"""The size planner: how many checks it takes to show the target, and what a sample of this size can and cannot show.

As words and a small table; the figures come from `models.sample_size`, worked out in a lane.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.samples import plan_rows
from desktop.views.page import heading, quiet
from models.sample_size import Plan, sentences

ROWS = 5
"""Numbers of errors that are told, from none on."""
HEADS = ("Errors found", "Checks it takes", "This sample")
WEIGHED = (
    "The drawn calls stand for unequally many. The KPI report weighs them, and its bound with them; these counts take "
    "them alike."
)
EXPLAINED = (
    "By the one-sided exact bound. It takes the calls for a random sample of very many; drawn from few it is on the "
    "safe side. A call that cannot be assessed counts neither for nor against."
)


class SizePlanner(QFrame):
    """The card. Until a plan is shown it says what is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="surface")
        self.setAccessibleName("What this size can show")
        self.title = heading("What this size can show")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = QWidget(self)
        self.cells = _cells(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5))
        column.setSpacing(theme.space(1))
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.table)
        self.explained = quiet(EXPLAINED, small=True)
        column.addWidget(self.explained)
        column.addStretch(1)
        self.show_plan(None)

    def show_plan(self, made: Plan | None, *, weighed: bool = False) -> None:
        """Show a plan; None while there is no size to plan for. `weighed`: the drawn calls stand for unequally many."""
        self.explained.setText(f"{WEIGHED} {EXPLAINED}" if weighed else EXPLAINED)
        rows = [] if made is None else plan_rows(made)
        self.title.setText("What this size can show" if made is None else f"What {made.drawn:,} checks can show")
        self.words.setText("Say how many calls are to be drawn." if made is None else "\n".join(sentences(made)))
        self.table.setVisible(bool(rows))
        for at, cells in enumerate(self.cells[1:]):
            told = rows[at] if at < len(rows) else ("", "", "")
            for cell, text in zip(cells, told, strict=True):
                cell.setText(text)
            tone = "good" if told[2] == "enough" else "quiet"
            if cells[2].property("role") != tone:
                theme.mark(cells[2], role=tone)


def _cells(table: QWidget) -> list[list[QLabel]]:
    """The labels of the table, its heads first; they stay, so that typing a size lays nothing out anew."""
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.space(3))
    grid.setVerticalSpacing(theme.space(0.5))
    grid.setColumnStretch(len(HEADS), 1)
    cells = []
    for at in range(ROWS + 1):
        cells.append([QLabel(HEADS[column] if at == 0 else "", table) for column in range(len(HEADS))])
        for column, cell in enumerate(cells[-1]):
            if at == 0:
                theme.mark(cell, role="small")
            side = Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(cell, at, column, side | Qt.AlignmentFlag.AlignVCenter)
    return cells

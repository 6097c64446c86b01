"""The rail beside the list of sheets: all of them, each verdict with its reasons, what a disputed reading changes."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.tables.sheets import RailLine
from desktop.views.key_rail import KeyRail, RailKey
from models.store.worklist import WorkQuery

LONGEST = "Discretion without reason"
WIDEST = 26
"""The words of the rail take no more than so many steps of the grid: in large text the list needs the room."""


class SheetsRail(KeyRail):
    """A line's key is its place, as the same reason stands below several verdicts.

    Signal `asked(dict)`: the fields of `WorkQuery` that a line stands for.
    """

    asked = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._shown: list[RailLine] = []
        super().__init__((), "Sheets by verdict and reason", parent)
        self.wished.connect(lambda key: self.asked.emit(self._shown[int(key)].asks))

    def show_lines(self, lines: Sequence[RailLine], query: WorkQuery) -> None:
        """Show these lines; the one the question asks for is marked. Lines that are shown already stay."""
        if _uncounted(lines) != _uncounted(self._shown):
            self.lay([RailKey(str(at), line.words, line.mark, line.words) for at, line in enumerate(lines)])
        self._shown = list(lines)
        self.show_counts({str(at): line.count for at, line in enumerate(lines)})
        self.show_query(query)

    def show_query(self, query: WorkQuery) -> None:
        """Mark the line of the question, without asking for it."""
        wanted = {"verdict": query.verdict, "reason": query.reason, "sensitive": query.sensitive}
        at = next((at for at, line in enumerate(self._shown) if line.asks == wanted), -1)
        self.blockSignals(True)
        self.setCurrentRow(at)
        self.blockSignals(False)
        self.viewport().update()

    def words_width(self) -> int:
        """As its longest words, and a count of seven digits."""
        metrics = QFontMetrics(theme.font("body"))
        return min(metrics.horizontalAdvance(LONGEST), theme.space(WIDEST)) + metrics.horizontalAdvance("0,000,000")


def _uncounted(lines: Sequence[RailLine]) -> list[RailLine]:
    return [replace(line, count=0) for line in lines]

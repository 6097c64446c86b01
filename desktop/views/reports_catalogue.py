"""The catalogue at the left of the Reports page: every report there is, grouped, with what was issued of it.

"A list of system reports that are generated ... to routinely track performance" (letter of 15 March 2018).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.reports import ANNEXES, PUBLICATION, RESTRICTED, issued_words, matches, purpose_words
from desktop.views.actions import ActionTable
from desktop.views.lines import Line, LineList
from desktop.views.search_field import SearchField
from models.reports.catalogue import CatalogueEntry

WIDTH_STEPS = 42
SEARCH = "Find a report"


class CatalogueList(LineList):
    """The reports. Signal `typed(text)`: a letter, to be found by."""

    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.take_current()
        elif plain and event.text().isalnum():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class CatalogueSide(QFrame):
    """The field to find by and the list `list`. Signals: `chosen(kind)` when another report is gone to; `taken()` when
    the keyboard should go on in it."""

    chosen = Signal(str)
    taken = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="side")
        self._entries: tuple[CatalogueEntry, ...] = ()
        self._days: Mapping[str, Sequence[date]] = {}
        self._shown: tuple[Line, ...] = ()
        self.search = SearchField(SEARCH)
        self.search.setAccessibleName(SEARCH)
        actions.explain(self.search, "find_report")
        self.list = CatalogueList("Reports")
        theme.mark(self.list, role="rail")
        self.nothing = QLabel("No report says these words.")
        theme.mark(self.nothing, role="quiet")
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1), theme.space(1.5), theme.space(1), theme.space(1))
        column.setSpacing(theme.space(1))
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.list.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.list.taken.connect(lambda _kind: self.taken.emit())
        self.list.typed.connect(self.search.begin)
        self.search.written.connect(self._show)
        self.search.left.connect(self.focus_list)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def show_entries(self, entries: tuple[CatalogueEntry, ...], days: Mapping[str, Sequence[date]]) -> None:
        """Show the catalogue; `days` are those on which copies were issued, by kind, newest first."""
        self._entries, self._days = entries, days
        self._show()

    def mark(self, kind: str) -> None:
        """The report in sight is the current one."""
        row = next((at for at, line in enumerate(self._shown) if line.key == kind), None)
        if row is not None and self.list.currentRow() != row:
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(row)

    def focus_list(self) -> None:
        """The keyboard goes to the list, or stays in the field where nothing is found."""
        (self.list if self._shown else self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        words = self.search.text()
        lines: list[Line] = []
        for heading, publishable in ((PUBLICATION, True), (RESTRICTED, False)):
            found = [e for e in self._entries if e.publishable is publishable and matches(e, words)]
            lines += [Line("", heading)] if found else []
            lines += [_line(entry, self._days.get(entry.kind, ())) for entry in found]
        if tuple(lines) == self._shown:
            return
        before = self.list.current_key()
        self._shown = tuple(lines)
        kinds = [line.key for line in lines]
        with QSignalBlocker(self.list):
            self.list.show_lines(lines)
            if before in kinds:
                self.list.setCurrentRow(kinds.index(before))
        self.nothing.setVisible(not lines)
        if before is not None and self.list.current_key() not in (None, before):
            self._on_current()

    def _on_current(self) -> None:
        kind = self.list.current_key()
        if kind:
            self.chosen.emit(kind)

    def _fit(self) -> None:
        self.setFixedWidth(round(theme.space(WIDTH_STEPS) * theme.changes().scale_pct / 100))
        self.search.setFixedWidth(self.width() - theme.space(2))


def _line(entry: CatalogueEntry, days: Sequence[date]) -> Line:
    follows = " · ".join(part for part in (ANNEXES.get(entry.kind, ""), issued_words(days)) if part)
    detail = "\n".join(part for part in (purpose_words(entry), follows) if part)
    return Line(entry.kind, entry.name, detail, "", "" if entry.publishable else "lock")

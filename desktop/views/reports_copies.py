"""The issued copies of a report: listed newest first, the chosen one in words, and what a fresh one has otherwise."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.reports import ComparedCopy
from desktop.tables.report_copies import (
    DifferenceRows,
    IssuedRows,
    compared_words,
    copy_words,
    differences,
)
from desktop.views.empty import EmptyState
from desktop.views.import_rows import RowTable
from desktop.views.look_pane import words_label
from desktop.views.page_notice import PageNotice
from desktop.views.press import hairline
from models.store.issued import IssuedLine

COMPARED = "compared"
DAMAGED = "damaged"
LOWEST_ROWS = 3
PERIOD_AT, WHERE_AT = 1, 0


class CopiesTable(RowTable):
    """The copies. Signal `opened()` by Return or a double click."""

    opened = Signal()

    def __init__(self, model: IssuedRows) -> None:
        super().__init__(model, "Issued copies")
        self.setSortingEnabled(False)
        self.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the ending of a file's name tells copies apart
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def fit_columns(self) -> None:
        """The period is what one goes by: it is never cut."""
        super().fit_columns()
        self.resizeColumnToContents(PERIOD_AT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class ReportCopies(QWidget):
    """Signals: `selected()` when another copy is gone to; `opened()`; `wished(key)` of the empty state's button."""

    selected = Signal()
    opened = Signal()
    wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = IssuedRows()
        self.rows.setParent(self)
        self.table = CopiesTable(self.rows)
        self.whole = words_label("small", self)
        self.whole.setContentsMargins(theme.space(2), theme.space(0.75), theme.space(2), theme.space(0.75))
        self.notice = PageNotice(self)
        self.differing = DifferenceRows()
        self.differing.setParent(self)
        self.differences = RowTable(self.differing, "What differs")
        self.differences.setSortingEnabled(False)
        self._side_by_side = _set_in(self.differences)
        self._side_by_side.hide()
        self.empty = EmptyState()
        self._rule = hairline()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_set_in(self.table), 3)
        column.addWidget(self._rule)
        column.addWidget(self.whole)
        column.addWidget(self.notice)
        column.addWidget(self._side_by_side, 4)
        self._stack = QStackedWidget()
        self._stack.addWidget(inside)
        self._stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._on_current())
        self.table.opened.connect(self.opened)
        self.empty.wished.connect(self.wished)
        self.say("save", "Issued copies", "They are being read.")
        theme.changes().changed.connect(self._fit)
        self._fit()

    @property
    def current(self) -> IssuedLine | None:
        """The copy in focus."""
        at = self.table.currentIndex()
        return self.rows.row(at.row()) if at.isValid() and not self.shows_empty else None

    @property
    def shows_empty(self) -> bool:
        return self._stack.currentWidget() is self.empty

    def show_lines(self, lines: Sequence[IssuedLine], new: str = "") -> None:
        """Show these copies; the chosen one stays chosen, or `new` is."""
        before = self.current
        wanted = new or (before.issue_id if before is not None else "")
        with QSignalBlocker(self.table.selectionModel()):
            self.rows.show(lines)
        self.table.fit_columns()
        self._stack.setCurrentIndex(0)
        ids = [line.issue_id for line in lines]
        at = ids.index(wanted) if wanted in ids else 0
        self.table.setCurrentIndex(self.rows.index(at, 0))
        self._on_current(same=before is not None and before.issue_id == ids[at])

    def say(self, drawing: str, title: str, words: str, button: str = "", key: str = "") -> None:
        """Nothing to list: why, and what to do next."""
        self.rows.show(())
        self.empty.say(drawing, title, words, button, key)
        self._stack.setCurrentWidget(self.empty)

    def show_checked(self, line: IssuedLine, why: str) -> None:
        """What was found of the bytes of a copy."""
        self.rows.found[line.issue_id] = why
        current = self.current
        self.show_lines(self.rows.rows)
        if current is not None and current.issue_id == line.issue_id:
            good = f"{line.issue_id} is kept byte for byte as it was issued."
            self.notice.say(DAMAGED, why or good, "bad" if why else "good")

    def show_comparing(self, line: IssuedLine) -> None:
        """A fresh report is being made."""
        self._forget()
        self.notice.say(COMPARED, f"A fresh report is being made, to be compared with {line.issue_id} …", lasting=True)

    def show_compared(self, answer: ComparedCopy) -> None:
        """What a fresh report has otherwise, side by side."""
        current = self.current
        if current is None or current.issue_id != answer.line.issue_id:
            return
        same = answer.compared.same
        words = compared_words(answer.line, answer.compared)
        self.notice.say(COMPARED, words, "good" if same else "accent")
        self.differing.show(differences(answer.compared))
        self.differences.fit_columns()
        self.differences.resizeColumnToContents(WHERE_AT)
        self._side_by_side.setVisible(not same)

    def show_not_compared(self) -> None:
        """The comparison ended without an answer."""
        self.notice.unsay(COMPARED)

    def take_keyboard(self) -> None:
        """The keyboard goes to the copies, or to where one can go on without any."""
        if not self.shows_empty:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.empty.button.isVisibleTo(self.empty):
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current(self, *, same: bool = False) -> None:
        line = self.current
        if line is None:
            return
        self.whole.setText(copy_words(line, self.rows.found.get(line.issue_id)))
        if not same:
            self._forget()
            self.selected.emit()

    def _forget(self) -> None:
        """What was said of another copy."""
        self.notice.hide()
        self._side_by_side.hide()
        self.differing.show(())

    def _fit(self) -> None:
        for table in (self.table, self.differences):
            table.setMinimumHeight((theme.text_height() + theme.space(1.25)) * LOWEST_ROWS)


def _set_in(table: RowTable) -> QWidget:
    """A table whose words stand below those of the head."""
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(theme.space(1), 0, 0, 0)
    row.addWidget(table)
    return place


def count_words(count: int) -> str:
    """The words of the tab."""
    return f"Issued copies · {count:,}" if count else "Issued copies"

"""How the score comes about, laid over the scorecard: live while one answers, frozen once signed.

Score, critical result and class in large; then every prompt with its weight and its share before and after what does
not count was shared out; the sum written out; figure errors and process errors, each by themselves.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.draft import ReviewDraft
from desktop.tables.review_words import numbered
from desktop.tables.working import (
    HEAD_TIPS,
    HEADS,
    WorkedLine,
    error_words,
    rounded_apart,
    shares_moved,
    sum_words,
    worked_lines,
)
from desktop.views.actions import ActionTable
from desktop.views.column_panel import ColumnPanel, panel_heading, panel_words
from desktop.views.review_comment import NOTHING_WRITTEN, TITLE
from desktop.views.sign_panel import add_outcome
from models.scorecard import ScorecardDefinition
from models.scoring import SHARED_OUT, FoundError, Result

WIDE_FROM_CHARACTERS = 62
"""The figures stand in columns from this width on, in widths of the letter n."""
ANSWER_CHARACTERS = 14
"""The column of answers is no wider."""
FROZEN = "As it was frozen when the review was signed."
LIVE = "It follows every answer."
NOT_KEPT = "Signed before the working was kept prompt by prompt; this is what was kept."


class WorkingTable(QWidget):
    """The prompts with their figures: in columns, or on a line below the question where there is little room."""

    def __init__(self, lines: tuple[WorkedLine, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(1))
        self._grid.setVerticalSpacing(theme.space(0.5))
        self._grid.setColumnStretch(1, 1)
        self._wide: bool | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE_FROM_CHARACTERS * self.fontMetrics().horizontalAdvance("n")
        if wide != self._wide:
            self._wide = wide
            self._fill(wide=wide)

    def _fill(self, *, wide: bool) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if wide:
            for column, words in enumerate(HEADS):
                head = self._label(words, "small")
                head.setToolTip(HEAD_TIPS.get(words, ""))
                self._grid.addWidget(head, 0, column, _side(column))
        for row, line in enumerate(self._lines):
            if wide:
                self._add_wide(2 * row + 1, line)
            else:
                self._add_narrow(3 * row + 1, line)

    def _add_wide(self, row: int, line: WorkedLine) -> None:
        cells = (f"{line.number}", line.text, line.answer, line.weight, line.before, line.now, line.points)
        for column, words in enumerate(cells):
            cell = self._label(words, "" if line.counts or column == 1 else "quiet")
            if column == 1:
                self._dress_question(cell, line)
            elif column == 0:
                theme.mark(cell, role="small")
            elif column == 2:
                cell.setWordWrap(True)
                cell.setFixedWidth(self._answer_width())
            self._grid.addWidget(cell, row, column, _side(column))
        if line.note:
            self._grid.addWidget(self._label(line.note, "small", wrap=True), row + 1, 1, 1, len(HEADS) - 1)

    def _answer_width(self) -> int:
        """As wide as the longest answer, up to so many characters."""
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(line.answer) for line in self._lines) + 2
        return min(longest, metrics.horizontalAdvance("n" * ANSWER_CHARACTERS))

    def _add_narrow(self, row: int, line: WorkedLine) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._label(str(line.number), "small"), row, 0, top)
        question = self._label(line.text, "")
        self._dress_question(question, line)
        self._grid.addWidget(question, row, 1, 1, len(HEADS) - 1)
        figures = [line.answer, f"weight {line.weight}"]
        if line.counts:
            share = line.now if line.before == line.now else f"{line.before} → {line.now}"
            figures += [f"share {share}", f"{line.points} points"]
        self._grid.addWidget(
            self._label("  ·  ".join([*figures, line.note] if line.note else figures), "quiet", wrap=True),
            *(row + 1, 1, 1, len(HEADS) - 1),
        )

    def _dress_question(self, label: QLabel, line: WorkedLine) -> None:
        label.setWordWrap(True)
        label.setText(f"{line.text}\u00a0★" if line.critical else line.text)
        label.setAccessibleName(line.spoken)

    def _label(self, words: str, role: str, *, wrap: bool = False) -> QLabel:
        made = QLabel(words, self)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setWordWrap(wrap)
        if role:
            theme.mark(made, role=role)
        return made


class WorkingPanel(ColumnPanel):
    """The panel. It follows the draft while it is open."""

    def __init__(self, draft: ReviewDraft, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(actions, "working", parent)
        self._draft = draft
        self._foot.hide()
        draft.result_changed.connect(self._refresh)
        draft.started.connect(self._refresh)

    def show_working(self) -> None:
        """Lay it over the scorecard."""
        self._open("How this comes about")
        self._refresh()
        self._close.setFocus()

    def _refresh(self) -> None:
        card, form, result = self._draft.card, self._draft.form, self._draft.result
        if not self.isVisible() or card is None or form is None or result is None:
            return
        inside, column = self._begin()
        add_outcome(result, inside, column)
        lines = worked_lines(result, card)
        frozen = self._draft.read_only and form.signed_at is not None
        column.addWidget(panel_words(FROZEN if frozen else LIVE, inside, "quiet"))
        if lines:
            _add_steps(lines, result, inside, column)
        else:
            column.addWidget(panel_heading("Working", inside))
            column.addWidget(panel_words(NOT_KEPT, inside, "quiet"))
        for words in result.working:
            column.addWidget(panel_words(numbered(words, card), inside))
        _add_errors("Figure errors", result.figure_errors, card, inside, column)
        _add_errors("Process errors", result.process_errors, card, inside, column)
        column.addWidget(panel_heading(TITLE, inside))
        comment = form.comment.strip()
        column.addWidget(panel_words(comment or NOTHING_WRITTEN, inside, "" if comment else "quiet"))
        self._end(inside, column)


def _add_steps(lines: tuple[WorkedLine, ...], result: Result, inside: QWidget, column: QVBoxLayout) -> None:
    column.addWidget(panel_heading("Prompt by prompt", inside))
    if shares_moved(result):
        column.addWidget(panel_words(SHARED_OUT, inside, "small"))
    column.addWidget(WorkingTable(lines, inside))
    summed = sum_words(result)
    column.addWidget(panel_heading("The sum", inside))
    if summed:
        column.addWidget(panel_words(summed, inside))
    if rounded_apart(result):
        column.addWidget(panel_words("Points are shown rounded; the score is worked out exactly.", inside, "small"))


def _add_errors(
    title: str, errors: tuple[FoundError, ...], card: ScorecardDefinition, inside: QWidget, column: QVBoxLayout
) -> None:
    column.addWidget(panel_heading(title, inside))
    if not errors:
        column.addWidget(panel_words("None.", inside, "quiet"))
    for error in errors:
        starred = "\u00a0★" if error.critical and not error.by_steer else ""
        column.addWidget(panel_words(f"{error_words(error, card)}{starred}", inside))


def _side(column: int) -> Qt.AlignmentFlag:
    """Figures to the right, words to the left, all on the first line."""
    figures = column > 2
    side = Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft
    return (side if column != 1 else Qt.AlignmentFlag(0)) | Qt.AlignmentFlag.AlignTop

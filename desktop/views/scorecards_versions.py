"""The scorecard versions at the left of their page, and the way to take one in from a file."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.scorecards import version_words
from desktop.views.actions import ActionTable
from desktop.views.lines import Line, LineList
from desktop.views.press import TextButton
from models.scorecard_versions import VersionLine

WIDEST = ("Published · 1,000 reviews", "arrears-call/10")
"""There is room for these: how a version stands, and its name."""


class VersionsSide(QFrame):
    """The list `rail` and the button `take_in` below it."""

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="side")
        self.rail = LineList("Scorecard versions")
        theme.mark(self.rail, role="rail")
        self.take_in = TextButton("Take in a file …", "link")
        self.take_in.show_icon("import", "accent")
        actions.explain(self.take_in, "take_in_card")
        caption = QLabel("Versions")
        theme.mark(caption, role="small")
        caption.setContentsMargins(theme.space(0.75), 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space(1), theme.space(1.5), theme.space(1), theme.space(1))
        self._column.setSpacing(theme.space(1))
        self._column.addWidget(caption)
        self._column.addWidget(self.rail, 1)
        self.take_back()
        theme.changes().changed.connect(self._fit)
        self._fit()

    def take_back(self) -> None:
        """The button stands here again."""
        self._column.addWidget(self.take_in, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: Sequence[VersionLine], open_id: str | None) -> None:
        """Show these versions; the keyboard stays in the list."""
        had_keyboard = self.rail.hasFocus()
        with QSignalBlocker(self.rail):
            self.rail.show_lines([_line(line) for line in lines])
        self.mark_open(lines, open_id)
        if had_keyboard:
            self.rail.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark_open(self, lines: Sequence[VersionLine], open_id: str | None) -> None:
        """The version that is open is the current one."""
        row = next((at for at, line in enumerate(lines) if line.scorecard_id == open_id), None)
        if row is not None:
            with QSignalBlocker(self.rail):
                self.rail.setCurrentRow(row)

    def _fit(self) -> None:
        """As wide as the name of a version and its standing."""
        small, body = QFontMetrics(theme.font("small")), QFontMetrics(theme.font("body"))
        widest = max(small.horizontalAdvance(WIDEST[0]), body.horizontalAdvance(WIDEST[1]))
        self.setFixedWidth(widest + theme.icon_size().width() + theme.space(6))


def _line(line: VersionLine) -> Line:
    title, detail, drawing = version_words(line)
    return Line(line.scorecard_id, title, detail, "", drawing)

"""What the steer proposes, on the scorecard: one line below each prompt of its own, one bar that takes all of it.

Both show and wish; nothing is an answer until a person takes it.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable, on_button
from desktop.views.press import TextButton, hairline
from models.proposals import Proposal

TAKE_ALL = "Take all"


class ProposalLine(QWidget):
    """The steer's answer to one prompt with its sum, and the way to take it. Signal `taken()`."""

    taken = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(self.words, role="small")
        self.take = TextButton("Take this answer", "link", self)
        self.take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.setStyleSheet("padding: 2px 6px 2px 0;")
        self.take.show_icon("steer", "accent")
        actions.explain(self.take, "take_proposals", "Take this answer; the key takes all the steer's answers")
        self.take.clicked.connect(self.taken)
        column.addWidget(self.words)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_words(self, words: str, *, read_only: bool) -> None:
        """Show a proposal ("Yes: 30% of £400.00 = ..."), or nothing."""
        self.words.setText(f"Steer proposes {words[:1].lower()}{words[1:]}" if words else "")
        self.setVisible(bool(words) and not read_only)


class ProposalBar(QFrame):
    """How many answers the steer proposes, and the one button (and key) that takes them. Signal `all_taken()`."""

    all_taken = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1.5), theme.space(0.5))
        row.setSpacing(theme.space(1))
        self.words = QLabel(inside)
        self.words.setWordWrap(True)
        self.take = TextButton(TAKE_ALL, "", inside)
        self.take.show_icon("steer", "accent")
        actions.explain(self.take, "take_proposals")
        actions.explain(self.take, "take_proposals", TAKE_ALL, on_button)
        self.take.clicked.connect(lambda _checked=False: self.all_taken.emit())
        row.addWidget(self.words, 1)
        row.addWidget(self.take)
        column.addWidget(inside)
        column.addWidget(hairline(self))
        self.setAccessibleName("What the steer proposes")
        self.hide()

    def show_proposals(self, untaken: Sequence[Proposal], *, read_only: bool) -> None:
        """Tell how many answers wait to be taken; the bar is there only while some do."""
        count = len(untaken)
        self.words.setText("The steer proposes one answer." if count == 1 else f"The steer proposes {count} answers.")
        self.setVisible(count > 0 and not read_only)

"""What the steer proposes for one prompt of the scorecard, below it; the heading's button takes all of it at once.

It shows and wishes; nothing is an answer until a person takes it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.press import TextButton


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

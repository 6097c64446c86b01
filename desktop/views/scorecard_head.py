"""The heading of the scorecard: which card, how many prompts are answered, and the steer's answers to be taken.

What the steer proposes stands here rather than in a bar of its own: it comes after the review is shown and goes once it
is taken, and nothing below moves for it.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop import theme
from desktop.views.actions import ActionTable, on_button
from desktop.views.press import ColumnHead, TextButton
from models.proposals import Proposal
from models.scorecard import ScorecardDefinition


class ProposalButton(TextButton):
    """Takes every answer the steer proposes; there only while some wait."""

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self._actions = actions
        self._count = 0
        self._short = False
        self.setStyleSheet("padding: 3px 10px;")
        self.show_icon("steer", "accent")
        self.hide()

    def show_proposals(self, untaken: Sequence[Proposal], *, read_only: bool) -> None:
        """Tell how many answers wait to be taken."""
        self._count = len(untaken)
        self._say()
        self.setVisible(bool(untaken) and not read_only)

    def set_short(self, *, short: bool) -> None:
        """In few words, for little room."""
        if short != self._short:
            self._short = short
            self._say()

    def _say(self) -> None:
        answers = "answer" if self._count == 1 else f"{self._count} answers"
        whole = f"Take the steer's {answers}"
        self._actions.explain(self, "take_proposals", whole)
        self._actions.explain(self, "take_proposals", f"Take {self._count}" if self._short else whole, on_button)
        self.setAccessibleName(whole)


class ScorecardHead(ColumnHead):
    """The heading. Signal `all_taken()`: the steer's answers are wished."""

    all_taken = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = QLabel("Scorecard", self)
        theme.mark(self._title, role="heading")
        self._card = QLabel(self)
        theme.mark(self._card, role="small")
        self.proposals = ProposalButton(actions, self)
        self.proposals.clicked.connect(lambda _checked=False: self.all_taken.emit())
        self.count = QLabel(self)
        theme.mark(self.count, role="quiet")
        self.row.addWidget(self._title)
        self.row.addWidget(self._card)
        self.row.addStretch(1)
        self.row.addWidget(self.proposals)
        self.row.addWidget(self.count)
        theme.changes().changed.connect(self._fit)

    def show_card(self, card: ScorecardDefinition) -> None:
        """Name the scorecard."""
        self._card.setText(card.id)
        for label in (self._title, self._card):
            label.setToolTip(card.title)
        self._fit()

    def show_progress(self, settled: int, prompts: int) -> None:
        """Tell how many prompts are answered."""
        self.count.setText(f"{settled} of {prompts}")
        self.count.setAccessibleName(f"{settled} of {prompts} answered")
        self._fit()

    def show_proposals(self, untaken: Sequence[Proposal], *, read_only: bool) -> None:
        """Tell how many answers the steer proposes."""
        self.proposals.show_proposals(untaken, read_only=read_only)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Short words first, then the card's name goes; as if the button were always there, so that it moves nothing
        when it comes."""
        others = [item.widget() for at in range(self.row.count()) if (item := self.row.itemAt(at)) is not None]
        beside = [other for other in others if other and not other.isHidden() and other is not self.proposals]
        taken = sum(other.sizeHint().width() for other in beside if other is not self._card)
        edges = self.row.contentsMargins()
        room = self.width() - edges.left() - edges.right() - self.row.spacing() * (len(beside) + 2) - taken
        self.proposals.set_short(short=False)
        card = self._card.sizeHint().width()
        self.proposals.set_short(short=self.proposals.sizeHint().width() + card > room)
        self._card.setVisible(self.proposals.sizeHint().width() + card <= room)

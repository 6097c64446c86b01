"""The headings and rows of a scorecard, made section by section: ahead for the usual one, anew for another."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.actions import ActionTable
from desktop.views.prompt_row import PromptRow
from desktop.views.review_section import SectionHeading
from models.review import EvidenceNote
from models.scorecard import ScorecardDefinition, Section


class ScorecardRows:
    """What stands in the scrolled column: headings and rows, and `last` below them.

    `connect` is called with every row that is made. `rows` by prompt id, `order` as on the form.
    """

    def __init__(
        self,
        column: QVBoxLayout,
        inside: QWidget,
        actions: ActionTable,
        evidence_words: Callable[[EvidenceNote], str],
        connect: Callable[[PromptRow], object],
        last: QWidget,
    ) -> None:
        self._column = column
        self._inside = inside
        self._actions = actions
        self._evidence_words = evidence_words
        self._connect = connect
        self._last = last
        self.rows: dict[str, PromptRow] = {}
        self.order: list[str] = []
        self.headings: list[SectionHeading] = []
        self.made_for: str | None = None
        self._to_make: list[tuple[int, Section]] = []

    def begin(self, card: ScorecardDefinition) -> None:
        """Take away what is there; the sections of `card` are made by `make_section`."""
        self._clear()
        self.made_for = card.id
        first = 1
        for section in card.sections:
            self._to_make.append((first, section))
            first += len(section.prompts)

    @property
    def unfinished(self) -> bool:
        """Whether sections are still to be made."""
        return bool(self._to_make)

    def make_section(self) -> None:
        """Make the next section."""
        first, section = self._to_make.pop(0)
        heading = SectionHeading(section.title, tuple(prompt.id for prompt in section.prompts), self._inside)
        self._column.addWidget(heading)
        self.headings.append(heading)
        for number, prompt in enumerate(section.prompts, first):
            row = PromptRow(prompt, number, self._actions, self._evidence_words, self._inside)
            self._connect(row)
            self._column.addWidget(row)
            row.show()  # at once: one that is shown by the layout later cannot take the keyboard now
            self.rows[prompt.id] = row
            self.order.append(prompt.id)
        if not self._to_make:
            self._column.addWidget(self._last)
            self._column.addStretch(1)
            self._last.show()

    def heading_above(self, row: QWidget) -> SectionHeading | None:
        """The heading of the section that a row is the first of."""
        above = self._column.itemAt(self._column.indexOf(row) - 1)
        return next((each for each in self.headings if above is not None and above.widget() is each), None)

    def _clear(self) -> None:
        for kept in (self.rows, self.order, self._to_make, self.headings):
            kept.clear()
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                if old is not self._last:
                    old.deleteLater()

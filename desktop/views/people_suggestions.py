"""What was answered "no" again and again, offered as the start of a need or of feedback; a person writes it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.flow import FlowLayout
from desktop.views.page import heading
from desktop.views.people_card import IN_LINE
from desktop.views.press import TextButton
from models.development import EntryKind, Suggestion

STARTS: Mapping[EntryKind, str] = {EntryKind.NEED: "Start a need", EntryKind.FEEDBACK: "Start feedback"}
MOST = 5
TITLE = "Answered “no” again and again"


class SuggestionCard(QFrame):
    """Signal `wished(Suggestion, EntryKind)`: this is to be begun from that."""

    wished = Signal(object, object)

    def __init__(self, kinds: Sequence[EntryKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="notice", tone="accent")
        self.setAccessibleName(TITLE)
        self._kinds = tuple(kinds)
        self._rows: list[QWidget] = []
        self.buttons: list[TextButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        self._column.setSpacing(theme.space(0.5))
        self._column.addWidget(heading(TITLE))
        self.hide()

    def show_suggestions(self, found: Sequence[Suggestion]) -> None:
        """Show the most frequent ones; hidden where there is none."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self.buttons = [], []
        for one in found[:MOST]:
            self._add(one)
        self.setVisible(bool(self._rows))

    def _add(self, one: Suggestion) -> None:
        words = QLabel(str(one))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        strip = QWidget()
        row = FlowLayout(strip, theme.space(1))
        for kind in self._kinds:
            button = TextButton(STARTS[kind], "link")
            button.setStyleSheet(IN_LINE)
            button.setToolTip(f"{STARTS[kind]} from this; nothing is written until you save it")
            button.setAccessibleName(f"{STARTS[kind]}: {one.words}")
            button.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(one, kind))
            row.addWidget(button)
            self.buttons.append(button)
        for part in (words, strip):
            self._column.addWidget(part)
            self._rows.append(part)

"""The foot of the list of reviews: what is to be done next with what is selected, and what else can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.press import TextButton

LINKS = (
    ("open_review", "Open"),
    ("open_published", "Open as published"),
    ("write_feedback", "Feedback document"),
    ("write_month", "Month's document"),
    ("take_reply_form", "Take in a reply form"),
)
ICONS = {
    "release_reviews": "state-released",
    "reply_selected": "comment",
    "decide_selected": "state-decided",
    "amend_selected": "edited",
    "open_review": "scorecard",
}


class ReviewsFoot(QFrame):
    """Signal `wished(command)`: one of the list's commands by its id."""

    wished = Signal(str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="foot")
        self._actions = actions
        self._next = "open_review"
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(0.5), theme.space(1), theme.space(2), theme.space(1))
        row.setSpacing(theme.space(1.5))
        self.links: dict[str, TextButton] = {}
        links = QWidget(self)
        flow = FlowLayout(links, theme.space(0.5))
        for command, words in LINKS:
            self.links[command] = button = TextButton(words, "link", links)
            actions.explain(button, command)
            button.clicked.connect(lambda _checked=False, command=command: self.wished.emit(command))
            flow.addWidget(button)
        self.next = TextButton("", "primary", self)
        self.next.clicked.connect(lambda _checked=False: self.wished.emit(self._next))
        row.addWidget(links, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.next, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_next(self, command: str, button: str, *, busy: bool = False) -> None:
        """Say what the one button does; without words there is none."""
        self._next = command
        self.next.setText("Writing …" if busy else button)
        self.next.setAccessibleName(button)
        self.next.setVisible(bool(button))
        self.next.setEnabled(not busy)
        self.next.show_icon(ICONS.get(command, "scorecard"), "on_accent")
        self._actions.explain(self.next, command, button)

    def show_links(self, shown: dict[str, bool]) -> None:
        """Show what can be done besides."""
        for command, button in self.links.items():
            button.setVisible(shown.get(command, False))
        self.updateGeometry()

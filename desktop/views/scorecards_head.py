"""The head of the open scorecard version: which it is, how it stands and why no more may be done, what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.scorecards import standing_words, state_sentence
from desktop.views.actions import ActionTable
from desktop.views.calm_box import CalmBox
from desktop.views.flow import FlowLayout
from desktop.views.page import quiet
from desktop.views.press import ElidedLabel, TextButton
from desktop.views.scorecards_fields import narrow
from models.scorecard import CardStanding
from models.scorecard_versions import VersionLine

BUTTONS = (
    ("publish_card", "Publish"),
    ("make_version", "Make the next version"),
    ("take_back_card", "Take back"),
    ("withdraw_card", "Withdraw"),
    ("save_card", "Save as TOML …"),
    ("discard_card", "Discard"),
)


class CardHead(QWidget):
    """Where there is little room the versions are chosen here. Signals: `wished(action_id)`; `version_wished(id)`."""

    wished = Signal(str)
    version_wished = Signal(str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel()
        theme.mark(self.title, role="title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.versions = CalmBox()
        self.versions.setAccessibleName("Scorecard versions")
        narrow(self.versions)
        self.versions.activated.connect(lambda _at: self.version_wished.emit(self.versions.currentData()))
        self.versions.hide()
        self.sentence = quiet("")
        self.buttons: dict[str, TextButton] = {}
        tools = QWidget()
        flow = FlowLayout(tools, theme.space(1))
        for action_id, words in BUTTONS:
            button = TextButton(words, "primary" if action_id == "publish_card" else "")
            actions.explain(button, action_id)
            button.setAccessibleName(actions.action(action_id).text)
            button.clicked.connect(lambda _checked=False, action_id=action_id: self.wished.emit(action_id))
            flow.addWidget(button)
            self.buttons[action_id] = button
        self.tools = flow
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1))
        column.setSpacing(theme.space(0.75))
        column.addWidget(self.versions, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.title, self.sentence, tools):
            column.addWidget(part)

    def show_version(self, line: VersionLine, title: str, *, may_change: bool, faults: int, busy: bool) -> None:
        """Show a version; what cannot be done with it is not offered."""
        self.title.set_words(f"{line.scorecard_id} · {title}" if title else line.scorecard_id)
        draft = line.standing is CardStanding.DRAFT
        withdrawn = line.standing is CardStanding.WITHDRAWN
        told = f" {wording.several(faults, 'fault')} to mend before it can be published." if draft and faults else ""
        self.sentence.setText(state_sentence(line, may_change=may_change) + told)
        self.setAccessibleName(f"{line.scorecard_id}, {standing_words(line)[0]}. {self.sentence.text()}")
        offered = {
            "publish_card": draft,
            "make_version": True,
            "take_back_card": not draft and not line.frozen and not line.shipped,
            "withdraw_card": not draft,
            "discard_card": draft,
        }
        for action_id, button in self.buttons.items():
            button.setVisible(action_id == "save_card" or (may_change and offered[action_id]))
            button.setEnabled(not busy)
        self.buttons["publish_card"].setEnabled(not busy and not faults)
        self.buttons["withdraw_card"].setText("Reinstate" if withdrawn else "Withdraw")
        theme.mark(self.buttons["make_version"], role="" if draft else "primary")

    def offer_versions(self, versions: Sequence[tuple[str, str]], open_id: str | None) -> None:
        """The versions to choose from: their words and ids."""
        self.versions.clear()
        for words, card_id in versions:
            self.versions.addItem(words, card_id)
        self.versions.setCurrentIndex(self.versions.findData(open_id))

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Whether the list of versions has no room of its own; the title gives way to its box then."""
        self.versions.setVisible(is_narrow)
        self.title.setVisible(not is_narrow)

"""The menu of commands: everything that can be given on the page in sight, by group, each with its key.

Reads the one table of commands, as the palette does; whoever prefers to look rather than to type finds the same here.
"""

from PySide6.QtWidgets import QMenu, QWidget

from desktop.views.actions import ACTIONS, ActionTable

FIRST = ("undo", "redo")
"""What stands at the top, before the groups: it names what was done last."""
OWN = "menu"
_PLACE = {action.id: place for place, action in enumerate(ACTIONS)}


class CommandMenu(QMenu):
    """Filled each time it is opened."""

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__("Commands", parent)
        self._actions = actions
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        for group in self.findChildren(QMenu):
            group.deleteLater()
        self.clear()
        at_hand = [pair for pair in self._actions.at_hand() if pair[0].id != OWN]
        at_hand.sort(key=lambda pair: (pair[0].id not in FIRST, _PLACE[pair[0].id]))
        groups: dict[str, QMenu] = {}
        for action, bound in at_hand:
            menu: QMenu = self
            if action.id not in FIRST:
                if not groups and not self.isEmpty():
                    self.addSeparator()
                if action.group not in groups:
                    groups[action.group] = self.addMenu(action.group)
                menu = groups[action.group]
            words, key = bound.text().replace("&", "&&"), self._actions.key_text(action.id)
            entry = menu.addAction(f"{words}\t{key}" if key else words)
            entry.setObjectName(action.id)
            entry.triggered.connect(bound.trigger)

"""The keys: what the key sheet wishes is kept and then obeyed by the table of commands."""

from PySide6.QtCore import QObject

from desktop.state.key_choice import KeyChoice
from desktop.views.actions import ActionTable
from desktop.views.keys import KeysPage
from desktop.window import Window


class KeyWiring(QObject):
    """Key sheet, the keys a person chose, and the table of commands."""

    def __init__(self, window: Window, page: KeysPage, choice: KeyChoice, actions: ActionTable) -> None:
        super().__init__(window)
        choice.changed.connect(actions.set_keys)
        choice.told.connect(window.tell)
        page.keys_wished.connect(choice.choose)
        page.reset_wished.connect(lambda command: choice.reset(command or None))
        page.export_wished.connect(choice.export)
        page.import_wished.connect(choice.take)
        choice.load()

"""The keys: what the key sheet wishes is kept and then obeyed by the table of commands."""

from desktop.views.keys import KeysPage
from desktop.views.page_stack import Placed
from desktop.wiring.parts import Parts


def make(parts: Parts) -> Placed:
    choice = parts.states.keys
    page = KeysPage(parts.actions, parts.picker)
    page.keys_wished.connect(choice.choose)
    page.reset_wished.connect(lambda command: choice.reset(command or None))
    page.export_wished.connect(choice.export)
    page.import_wished.connect(choice.take)
    page.closed.connect(parts.ways.leave_keys)
    return Placed(page, page.setFocus)

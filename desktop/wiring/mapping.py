"""The mapping's page and its connections: it comes once a list is read, and leads back to the import."""

from desktop.views.mapping_page import MappingPage
from desktop.views.page_stack import Placed
from desktop.wiring.parts import Parts


def make(parts: Parts) -> Placed:
    window, mapping = parts.window, parts.states.mapping
    page = MappingPage(mapping, parts.actions)
    page.save_wished.connect(parts.states.profiles.save)
    page.leave_wished.connect(mapping.close)
    page.notice_wished.connect(window.tell)
    mapping.opened.connect(lambda _list: parts.ways.go("mapping"))
    mapping.failed.connect(lambda why: window.tell(why, "bad"))
    mapping.closed.connect(lambda: parts.ways.go("import"))
    return Placed(page, page.focus_first)

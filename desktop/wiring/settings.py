"""The settings' page and its connections."""

from desktop import paths
from desktop.views.page_stack import Placed
from desktop.views.settings_page import SettingsPage, usual_places
from desktop.wiring.parts import Parts


def make(parts: Parts) -> Placed:
    states = parts.states
    places = usual_places(states.store.database.address, parts.folder / paths.settings_file().name, parts.log)
    page = SettingsPage(states.session, places, states.speech, parts.actions, parts.today, parts.picker)
    page.notice_wished.connect(parts.window.tell)
    return Placed(page, page.controls["theme"].setFocus)
